"""Manners that every page keeps, checked whenever a test gets one."""

import re
from collections import Counter
from collections.abc import Mapping
from copy import copy

import html5lib
from bs4 import BeautifulSoup
from bs4.builder import HTML5TreeBuilder

NEUTRAL = re.compile("(Setkání|Schůzka|Зустріч|Appointment)$")
"""Titles of pages that the family or a wall may show: they name nothing of ours and nobody of theirs."""


class _Strict(HTML5TreeBuilder):
    """Builds the tree as browsers do and remembers what they would forgive; a page is read once, not once for each."""

    faults: list[str]

    def feed(self, markup: str | bytes) -> None:
        parser = html5lib.HTMLParser(tree=self.create_treebuilder)
        self.underlying_builder.parser = parser
        parser.parse(markup)
        self.underlying_builder.parser = None
        self.faults = [f"not valid HTML: {code} at {place}" for place, code, _ in parser.errors]


def read(markup: str) -> tuple[BeautifulSoup, list[str]]:
    """A page as a browser understands it, and where it is not valid HTML."""
    builder = _Strict()
    return BeautifulSoup(markup, builder=builder), builder.faults


def bad_manners(soup: BeautifulSoup, headers: Mapping[str, str], status: int) -> list[str]:
    """Everything that is wrong with a page that `read` has read, in words."""
    problems = []
    html = soup.find("html")
    if html is None or html.get("lang") not in ("cs", "en", "uk"):
        problems.append("the page does not say its language")
    headings = [heading.get_text(" ", strip=True) for heading in soup.find_all("h1")]
    if len(headings) != 1:
        problems.append(f"{len(headings)} first headings: {headings}")
    title = soup.title.get_text(strip=True) if soup.title else ""
    if "Společně" not in title and not NEUTRAL.search(title):
        problems.append(f"the title is {title!r}")
    ids = Counter(str(element["id"]) for element in soup.find_all(id=True))
    problems += [f"id {name} stands {count} times" for name, count in ids.items() if count > 1]
    problems += _unlabelled(soup)
    if soup.find("script", src=False) or soup.find("style") or soup.find(style=True):
        problems.append("inline script or style")
    if any(name.startswith("on") for element in soup.find_all(True) for name in element.attrs):
        problems.append("an inline event")
    for reference in [tag.get("href") or tag.get("src") for tag in soup.find_all(["link", "script", "img"])]:
        if reference and re.match(r"(https?:)?//", str(reference)):
            problems.append(f"loads {reference} from elsewhere")
    for form in soup.find_all("form"):
        if str(form.get("method", "get")).lower() == "post" and not form.find(attrs={"name": "csrf_token"}):
            problems.append("a form without its token")
    main = soup.find("main")
    main = copy(main) if main and main.find("pre") else main
    for file_as_sent in main.find_all("pre") if main else ():
        file_as_sent.decompose()
    words = main.get_text(" ") if main else ""
    if re.search(r"(?<!\w)\"\w", words):
        problems.append("straight quotes")
    if headers.get("Cache-Control") != "no-store":
        problems.append(f"Cache-Control is {headers.get('Cache-Control')}")
    if "default-src 'self'" not in headers.get("Content-Security-Policy", ""):
        problems.append("no content security policy")
    if status >= 500:
        problems.append(f"status {status}")
    return problems


def _unlabelled(soup: BeautifulSoup) -> list[str]:
    wrong = []
    labels = {label.get("for") for label in soup.find_all("label")}
    for field in soup.find_all(["input", "select", "textarea"]):
        if field.get("type") in ("hidden", "submit", "button"):
            continue
        named = (
            field.get("id") in labels
            or field.get("aria-label")
            or field.get("aria-labelledby")
            or field.find_parent("label")
        )
        if not named:
            wrong.append(f"no label for {field.get('name')}")
        described = str(field.get("aria-describedby", "")).split()
        wrong += [
            f"{field.get('name')} is described by {name}, which is not there"
            for name in described
            if not soup.find(id=name)
        ]
    return wrong
