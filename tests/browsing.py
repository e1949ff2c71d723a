"""A browser without a screen: it opens pages, fills the forms it finds there, presses their buttons, minds manners."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.manners import bad_manners, read

Typed = str | bool | Iterable[str] | None


def squeezed(text: str) -> str:
    """Text with every kind of white space made one plain space, as an eye reads it."""
    return re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip()


@dataclass
class Page:
    """One answer of the house."""

    address: str
    status: int
    headers: Any
    content: bytes

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.content, "html5lib")

    @property
    def text(self) -> str:
        """Everything a reader sees in the main part, white space squeezed."""
        main = self.soup.find("main") or self.soup.body or self.soup
        return squeezed(main.get_text(" "))

    @property
    def whole(self) -> str:
        """The markup itself, for searching what must not be there."""
        return self.content.decode("utf-8", "replace")

    @property
    def heading(self) -> str:
        found = self.soup.find("h1")
        return squeezed(found.get_text(" ")) if found else ""

    @property
    def mistakes(self) -> list[str]:
        """The sentences of the error summary."""
        return [squeezed(item.get_text(" ")) for item in self.soup.select(".errors li")]

    @property
    def notice(self) -> str:
        found = self.soup.select_one(".notice")
        return squeezed(found.get_text(" ")) if found else ""

    def link(self, words: str) -> str:
        """The address behind the link that says `words`; AssertionError when there is none."""
        for anchor in self.soup.find_all("a", href=True):
            if words in squeezed(anchor.get_text(" ")) or words == anchor.get("aria-label"):
                return urljoin(self.address, str(anchor["href"]))
        raise AssertionError(f"no link “{words}” on {self.address}: {self.text[:1500]}")

    def has_link(self, words: str) -> bool:
        return any(words in squeezed(anchor.get_text(" ")) for anchor in self.soup.find_all("a", href=True))

    def has_button(self, words: str) -> bool:
        return any(words in squeezed(button.get_text(" ")) for button in self.soup.find_all("button"))

    def form(self, button: str) -> tuple[Tag, Tag]:
        """The form and its button that says `button`."""
        for form in self.soup.find_all("form"):
            for pressed in form.find_all("button"):
                if button in squeezed(pressed.get_text(" ")):
                    return form, pressed
        raise AssertionError(f"no button “{button}” on {self.address}: {self.text[:1500]}")


class Browser:
    """One person's browser with its own cookies."""

    def __init__(self, client: FlaskClient, base: str = "http://localhost") -> None:
        self.client = client
        self.base = base
        self.page = Page("", 0, {}, b"")

    def open(self, address: str, *, follow: bool = True) -> Page:
        """Get a page, following redirects as browsers do."""
        return self._arrive(self.client.get(self._path(address)), address, follow)

    def follow(self, words: str) -> Page:
        """Take the link that says `words`."""
        return self.open(self.page.link(words))

    def post(self, address: str, fields: dict[str, Any], *, follow: bool = True) -> Page:
        """Send fields as they are."""
        return self._arrive(self.client.post(self._path(address), data=fields), address, follow)

    def filled(self, button: str, typed: dict[str, Typed] | None = None) -> tuple[str, list[tuple[str, str]]]:
        """Where a form goes and what it sends when `button` is pressed; `typed` by name or label of the field."""
        form, pressed = self.page.form(button)
        values = _defaults(form)
        if pressed.get("name"):
            values.append((str(pressed["name"]), str(pressed.get("value", ""))))
        for key, value in (typed or {}).items():
            values = _with(form, values, key, value)
        target = pressed.get("formaction") or form.get("action") or self.page.address
        return urljoin(self.page.address, str(target)), values

    def press(self, button: str, **typed: Typed) -> Page:
        """Fill the fields (keyword = name of the field) of the form with this button and press it."""
        return self.press_with(button, typed)

    def press_with(self, button: str, typed: dict[str, Typed], *, follow: bool = True) -> Page:
        """As `press`, with names or labels as keys."""
        address, values = self.filled(button, typed)
        form, _ = self.page.form(button)
        data: dict[str, Any] = {}
        for name, value in values:
            data.setdefault(name, []).append(value)
        if str(form.get("method", "get")).lower() == "get":
            return self._arrive(self.client.get(self._path(address), query_string=data), address, follow)
        return self._arrive(self.client.post(self._path(address), data=data), address, follow)

    def hand_in(self, button: str, files: dict[str, bytes], typed: dict[str, Typed] | None = None) -> Page:
        """As `press_with`, with files (name of the field: what is in it); the browser calls them all scan.pdf."""
        address, values = self.filled(button, typed)
        form, _ = self.page.form(button)
        assert form.get("enctype") == "multipart/form-data", "this form carries no file"
        data: dict[str, Any] = {}
        for name, value in values:
            data.setdefault(name, []).append(value)
        for name, content in files.items():
            assert form.find("input", attrs={"name": name, "type": "file"}), f"no field for the file “{name}”"
            data[name] = (BytesIO(content), "scan.pdf")
        response = self.client.post(self._path(address), data=data)
        response.request.environ["wsgi.input"].close()  # a large body lies in a file of the test client
        return self._arrive(response, address, follow=True)

    def _path(self, address: str) -> str:
        parts = urlsplit(address)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def _arrive(self, response: TestResponse, address: str, follow: bool) -> Page:
        steps = 0
        while follow and response.status_code in (301, 302, 303, 307, 308):
            address = urljoin(urljoin(self.base, address), response.headers["Location"])
            response = self.client.get(self._path(address))
            steps += 1
            assert steps < 10, f"going round in circles at {address}"
        self.page = Page(urljoin(self.base, address), response.status_code, response.headers, response.data)
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303):
            self.page.soup, problems = read(self.page.whole)
            problems += bad_manners(self.page.soup, response.headers, response.status_code)
            assert not problems, f"{address}: {problems}"
        return self.page


def _defaults(form: Tag) -> list[tuple[str, str]]:
    values: list[tuple[str, str]] = []
    for element in form.find_all(["input", "textarea", "select"]):
        name = element.get("name")
        if not name or element.has_attr("disabled"):
            continue
        kind = str(element.get("type", "text")).lower() if element.name == "input" else element.name
        if kind in ("checkbox", "radio"):
            if element.has_attr("checked"):
                values.append((str(name), str(element.get("value", "on"))))
        elif kind == "select":
            chosen = element.find_all("option", selected=True) or element.find_all("option")[:1]
            values += [(str(name), str(option.get("value", option.get_text()))) for option in chosen]
        elif kind == "textarea":
            values.append((str(name), element.get_text()))
        elif kind not in ("submit", "button", "file", "image"):
            values.append((str(name), str(element.get("value", ""))))
    return values


def _with(form: Tag, values: list[tuple[str, str]], key: str, typed: Typed) -> list[tuple[str, str]]:
    name = _name_of(form, key)
    elements = form.find_all(attrs={"name": name})
    assert elements, (
        f"no field “{key}” in this form: {[element.get('name') for element in form.find_all(attrs={'name': True})]}"
    )
    kept = [(field, value) for field, value in values if field != name]
    if typed is None or typed is False:
        return kept
    if typed is True:
        return [*kept, (name, str(elements[0].get("value", "y")))]
    wanted = [typed] if isinstance(typed, str) else list(typed)
    return [*kept, *((name, _value_for(form, elements, word)) for word in wanted)]


def _name_of(form: Tag, key: str) -> str:
    if form.find(attrs={"name": key}):
        return key
    for label in form.find_all("label"):
        if squeezed(label.get_text(" ")).startswith(key) and label.get("for"):
            element = form.find(id=label["for"])
            if element and element.get("name"):
                return str(element["name"])
    return key


def _value_for(form: Tag, elements: list[Tag], word: str) -> str:
    """The value behind a choice given by its value or by the words beside it; typed text stays itself."""
    for element in elements:
        if element.name == "select":
            for option in element.find_all("option"):
                if word == option.get("value") or word in squeezed(option.get_text(" ")):
                    return str(option.get("value", option.get_text()))
            raise AssertionError(
                f"no choice “{word}” among {[squeezed(o.get_text()) for o in element.find_all('option')]}"
            )
        if str(element.get("type", "")).lower() in ("radio", "checkbox"):
            label = form.find("label", attrs={"for": element.get("id")})
            if word == element.get("value") or (label and word in squeezed(label.get_text(" "))):
                return str(element.get("value", "on"))
    if elements and str(elements[0].get("type", "")).lower() in ("radio", "checkbox"):
        raise AssertionError(f"no choice “{word}”")
    return word
