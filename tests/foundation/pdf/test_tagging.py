"""What the end of a page or of a line breaks is heard as one, and what only decorates is not heard."""

import subprocess
from pathlib import Path
from shutil import which

import pytest

from foundation.pdf import (
    OFFICE,
    Heading,
    Icon,
    IconLine,
    QrCode,
    Story,
    bold,
    bullets,
    headed,
    marked,
    numbered,
    one_below_the_other,
    paragraph,
    printed,
    table,
    title,
)
from tests.foundation.test_pdf import SHEET
from tests.hearing import Heard, Node, faults_of

LONG = "slovo " * 300


def heard(story: Story) -> list[Node]:
    """The elements below the title of a paper without faults."""
    paper = printed(SHEET, lambda: [title("Zpráva"), *story()])
    assert not faults_of(paper, language="cs")
    below = Heard(paper).tree.inside
    return below[[node.role for node in below].index("H1") + 1 :]


def pages_of(node: Node) -> set[int]:
    return {page for one in node.walk() for page, _ in one.marks}


def test_a_paragraph_on_two_pages_is_one() -> None:
    *_, last = found = heard(lambda: [paragraph(LONG) for _ in range(5)])
    assert [node.role for node in found] == ["P"] * 5
    assert any(len(pages_of(node)) == 2 for node in found)
    assert pages_of(last) == {1}


def test_a_list_on_several_pages_is_one_and_each_item_has_its_sign() -> None:
    for items in (lambda: bullets([LONG] * 6), lambda: numbered([(f"{number}.", LONG) for number in range(6)])):
        (found,) = heard(items)
        assert found.role == "L"
        assert len(pages_of(found)) > 1
        assert [[part.role for part in item.inside] for item in found.inside] == [["Lbl", "LBody"]] * 6


def test_two_lists_after_each_other_are_two() -> None:
    assert [len(found.inside) for found in heard(lambda: [*bullets(["a", "b"]), *bullets(["c"])])] == [2, 1]


def test_a_table_on_many_pages_is_one_and_its_head_is_heard_once() -> None:
    rows = [["řádek", ""] for _ in range(120)]
    heading, found = heard(lambda: headed(Heading("Seznam"), table(["Kdo", "Co"], rows, (80, 85))))
    assert (heading.role, found.role) == ("H2", "Table")
    assert len(pages_of(found)) > 2
    assert len(found.inside) == 121
    assert [cell.role for cell in found.inside[0].inside] == ["TH", "TH"]
    assert all([cell.role for cell in row.inside] == ["TD", "TD"] for row in found.inside[1:])


def test_of_an_icon_with_its_words_the_words_are_heard() -> None:
    (found,) = heard(lambda: [IconLine(Icon.TICK, marked("splněno"), OFFICE.cell)])
    assert (found.role, len(found.marks)) == ("P", 1)


def test_a_square_for_the_camera_says_what_it_is() -> None:
    (found,) = heard(lambda: [QrCode("https://podlesi.example/o/x")])
    assert (found.role, found.raw["/Alt"]) == ("Figure", "QR kód s odkazem")


def test_nothing_is_heard_where_nothing_is_written() -> None:
    assert len(heard(lambda: [paragraph(""), paragraph("("), paragraph(" ")])) == 1


@pytest.mark.skipif(which("pdfinfo") is None, reason="needs poppler's pdfinfo")
def test_words_on_both_sides_of_a_break_stay_two(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    lines = one_below_the_other(marked("jedna"), bold("dvě"), marked("tři"))
    paper.write_bytes(printed(SHEET, lambda: [title("Zpráva"), paragraph(lines), paragraph("slovo) Tj T* " * 40)]))
    words = subprocess.run(["pdfinfo", "-struct-text", paper], check=True, capture_output=True, text=True).stdout
    assert "jedna dvě tři" in words
    assert len(words.split("slovo) Tj T* ")) == 40
