"""A paper as a program finds it that reads it aloud: the tree, the words that hang on it, and what is wrong there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import IndirectObject

SHOWS = (b"Tj", b"TJ", b"'", b'"')
ROLES = frozenset({"Document", "H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Figure"})
INSIDE = {
    "L": {"LI"}, "LI": {"Lbl", "LBody"}, "Table": {"TR"}, "TR": {"TH", "TD"},
}  # fmt: skip
"""Elements that may hold nothing but these."""


@dataclass
class Node:
    """An element of the tree; `marks` are the page and the number of the words right in it."""

    role: str
    raw: Any
    inside: list[Node] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This element and all below, in the order of reading."""
        yield self
        for one in self.inside:
            yield from one.walk()


class Heard:
    """One file."""

    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(BytesIO(content), strict=True)
        self.root: Any = self.reader.trailer["/Root"]
        self.faults: list[str] = []
        self._numbers = {page.indirect_reference.idnum: n for n, page in enumerate(self.reader.pages)}  # type: ignore[union-attr]
        self.marked: list[dict[int, int]] = [self._marked(page) for page in self.reader.pages]
        """For each page the marks with how often something is shown in them."""
        tree = self.root.get("/StructTreeRoot")
        self.tree = self._node(tree["/K"]) if tree is not None else Node("none", None)

    def _node(self, raw: Any) -> Node:
        raw = raw.get_object()
        node = Node(str(raw["/S"])[1:], raw)
        for kid in raw.get("/K", []):
            found = kid.get_object() if isinstance(kid, IndirectObject) else kid
            if isinstance(found, int):
                node.marks.append((self._numbers[raw.raw_get("/Pg").idnum], found))
            elif "/MCID" in found:
                node.marks.append((self._numbers[found.raw_get("/Pg").idnum], found["/MCID"]))
            else:
                node.inside.append(self._node(found))
                if found.raw_get("/P").idnum != raw.indirect_reference.idnum:
                    self.faults.append(f"{node.inside[-1].role} names another element as the one around it")
        return node

    def _marked(self, page: Any) -> dict[int, int]:
        """Look at each operator: what shows text or paints stands in a mark or in an artifact, never in both."""
        found: dict[int, int] = {}
        around: list[int | None] = []
        content = page.get_contents()
        for operands, operator in content.operations if content is not None else ():
            if operator in (b"BMC", b"BDC"):
                number = operands[1].get("/MCID") if operator == b"BDC" else None
                if number is None and operands[0] != "/Artifact":
                    self.faults.append(f"a mark {operands[0]} without a number")
                if around:
                    self.faults.append("a mark inside a mark")
                if number is not None:
                    found[number] = 0
                around.append(number)
            elif operator == b"EMC":
                around.pop()
            elif operator in (*SHOWS, b"f", b"f*", b"S", b"B", b"Do"):
                if not around:
                    self.faults.append(f"{operator!r} outside of every mark")
                elif around[-1] is not None:
                    found[around[-1]] += 1
        if around:
            self.faults.append("a mark that never ends")
        return found


def faults_of(content: bytes, *, language: str) -> list[str]:
    """Everything that would make this paper worse to hear than to see."""
    heard = Heard(content)
    faults, root = heard.faults, heard.root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        faults.append("not tagged")
    if str(root.get("/Lang", ""))[:2] != language:
        faults.append(f"language {root.get('/Lang')}")
    if not (heard.reader.metadata or {}).get("/Title") or not root["/ViewerPreferences"]["/DisplayDocTitle"]:
        faults.append("no title")
    nodes = list(heard.tree.walk())
    faults += _marks(heard, nodes)
    faults += [f"role {node.role}" for node in nodes if node.role not in ROLES]
    faults += [
        f"{below.role} in {node.role}"
        for node in nodes
        for below in node.inside
        if below.role not in INSIDE.get(node.role, ROLES)
    ]
    faults += _headings(heard, nodes)
    faults += _tables(nodes)
    faults += [
        f"{node.role} without words for it" for node in nodes if node.role == "Figure" and not node.raw.get("/Alt")
    ]
    faults += _fonts(heard.reader)
    return faults


def _marks(heard: Heard, nodes: list[Node]) -> list[str]:
    """Every mark belongs to one element, the table of parents agrees, and they are read as they were drawn."""
    wrong = []
    read = [mark for node in nodes for mark in node.marks]
    there = [(page, number) for page, numbers in enumerate(heard.marked) for number in numbers]
    if sorted(read) != sorted(there):
        wrong.append(f"marks and tree differ: {set(read) ^ set(there)}")
    if any(not heard.marked[page][number] for page, number in there):
        wrong.append("a mark around nothing")
    last: dict[int, int] = {}
    for page, number in read:
        if number < last.get(page, -1):
            wrong.append(f"mark {number} of page {page} is read too late")
        last[page] = number
    rows = heard.root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = dict(zip(rows[::2], rows[1::2], strict=True))
    by_mark = {mark: node for node in nodes for mark in node.marks}
    for number, page in enumerate(heard.reader.pages):
        row = parents[page["/StructParents"]].get_object()
        for mark in heard.marked[number]:
            if row[mark].get_object() != by_mark[number, mark].raw:
                wrong.append(f"mark {mark} of page {number} has another parent")
    return wrong


def _headings(heard: Heard, nodes: list[Node]) -> list[str]:
    levels = [int(node.role[1]) for node in nodes if node.role in ("H1", "H2", "H3")]
    wrong = [] if levels[:1] == [1] else ["the first heading is not the title"]
    wrong += [f"level {above} is followed by {below}" for above, below in pairwise(levels) if below > above + 1]
    if len(heard.reader.pages) > 1 and levels.count(2) and not heard.reader.outline:
        wrong.append("several pages without bookmarks")
    return wrong


def _tables(nodes: list[Node]) -> list[str]:
    wrong = []
    for table in (node for node in nodes if node.role == "Table"):
        heads = [row for row in table.inside if any(cell.role == "TH" for cell in row.inside)]
        if len(heads) != 1 or heads[0] is not table.inside[0]:
            wrong.append(f"a table with {len(heads)} heads")
        if len({len(row.inside) for row in table.inside}) != 1:
            wrong.append("a table with rows of different lengths")
    scopes = [node.raw.get("/A", {}).get("/Scope") for node in nodes if node.role == "TH"]
    return wrong + ["a head that does not say what it is the head of" for scope in scopes if scope != "/Column"]


def _fonts(reader: PdfReader) -> list[str]:
    fonts = [font for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    named = [font.get_object() for font in fonts]
    wrong = [f"{font['/BaseFont']} is not embedded" for font in named if "/FontFile2" not in font["/FontDescriptor"]]
    return wrong + [f"{font['/BaseFont']} has no letters to read" for font in named if "/ToUnicode" not in font]
