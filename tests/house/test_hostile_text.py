"""Text that wants to break something, in every field of every form: kept whole, or refused in a sentence."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pyotp
import pytest
import vobject
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from icalendar import Calendar
from pypdf import PdfReader
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import undefer

from agencies.directory.models import Agency
from agencies.staff.models import Worker
from coordination.cases.models import FamilyCase, Person
from coordination.seats.models import Seat
from foundation import clock, web
from foundation.database import Base, db, transaction
from foundation.web.fields import cleaned
from tests.browsing import Browser, squeezed
from tests.conftest import House, calendar_of, text_of
from tests.coordination.plans.writing import convened, english
from tests.doors import give_doors
from tests.house.test_access import DEEP, KNOWN, Cell, Clients, Snapshot, address, expected, rules
from tests.world import Case, build, hand_in

MARKUP = "<b>x</b>&amp;\"'><script>{{7*19191919}}%(name)s %s مرحبا 🙂"
"""Fits into most fields; none of it may ever be read as anything but text."""
INJECTED = "Slovo\r\nBcc: vsem@zlo.example"
LONG = "z" * 199_999 + "ž"
PARTS = 4
"""The pages are many; their parts are tried side by side."""
_WRITES = re.compile(r"^(?:INSERT INTO|UPDATE) \"?(\w+)")
UNREADABLE = ("a\x00b", "a\x1b[31mb", "abc\u202egnp.exe")
ONLY_READ = ("<b>x</b>", "'><script>", "134343433", "\x00", "\x1b", "\u202e")
"""What stands in an answer only when a text was taken for something else."""

PLAIN = {
    "email": "nekdo@misto.example", "phone": "469 000 204", "wall_from": "13:00", "wall_to": "14:00",
    "said_on": "20. 2. 2026", "given_on": "20. 2. 2026", "since": "20. 2. 2026", "born_on": "2. 9. 2011",
    "code": "123456", "password": "vlak pes okno zahrada", "again": "vlak pes okno zahrada",
}  # fmt: skip
LATER = re.compile(r"(_on|_by|^until|^to|^from)$")
NOT_KEPT = {
    "searched": "leads to a search, which nobody keeps",
    "seen": "the fingerprint of the text that lay there; with another one the form comes back",
    "version": "which version lay before the writer",
    "key": "which person a row is about",
    "invitation": "which person a row is about",
    "password": "a secret, kept as a digest only",
    "again": "a secret, kept as a digest only",
    "former": "a secret, kept as a digest only",
    "code": "compared and forgotten",
    "back": "where to go after the language was changed",
}
"""Fields whose text is not stored although the form is accepted, each with its reason."""
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass
class Sheet:
    """A form on a page, with somebody before it."""

    client: FlaskClient
    page: str
    target: str
    values: list[tuple[str, str]]
    texts: dict[str, str]
    """Names of the fields that take text, and their kind."""

    def filled(self, name: str, text: str) -> dict[str, list[str]]:
        """Everything that the form sends with `text` in one field."""
        sent: dict[str, list[str]] = {}
        for key, value in self.values:
            if key != name:
                sent.setdefault(key, []).append(value)
        sent[name] = [text]
        sent["once"] = [f"{time.perf_counter_ns()}"]
        return sent


def sheets(client: FlaskClient, page: str) -> Iterator[Sheet]:
    """Every form on a page that takes text and is sent by POST."""
    with client.get(page) as answer:
        is_page, content = answer.status_code == 200 and answer.mimetype == "text/html", answer.data
    for form in BeautifulSoup(content, "html.parser").find_all("form") if is_page else ():
        texts = {str(each["name"]): _kind(each) for each in form.find_all(["input", "textarea"]) if _takes_text(each)}
        if str(form.get("method", "get")).lower() == "post" and set(texts) - {"version", "seen", "key"}:
            yield Sheet(client, page, urljoin(page, str(form.get("action") or page)), list(_values(form)), texts)


def _kind(element: Tag) -> str:
    return element.name if element.name == "textarea" else str(element.get("type", "text"))


def _takes_text(element: Tag) -> bool:
    name = element.get("name")
    if not name or name == "csrf_token" or str(name).endswith("once"):
        return False
    return _kind(element) in ("textarea", "text", "email", "tel", "password", "search", "hidden")


def _values(form: Tag) -> Iterator[tuple[str, str]]:
    """What a diligent person fills into a form."""
    seen: set[str] = set()
    checked = {str(each["name"]) for each in form.find_all("input", checked=True) if each.get("name")}
    for element in form.find_all(["input", "textarea", "select"]):
        name = str(element.get("name", ""))
        if not name:
            continue
        if element.name == "select":
            offered = [str(each.get("value", "")) for each in element.find_all("option")]
            chosen = [str(each.get("value", "")) for each in element.find_all("option", selected=True)]
            yield name, next(iter([*filter(None, chosen), *filter(None, offered)]), "")
        elif _kind(element) in ("radio", "checkbox"):
            if element.has_attr("checked") or (name not in checked and name not in seen):
                yield name, str(element.get("value", "y"))
            seen.add(name)
        elif element.name == "textarea" or _kind(element) not in ("submit", "button", "file"):
            present = element.get_text() if element.name == "textarea" else str(element.get("value", ""))
            yield name, _plain(name, present)
    pressed = form.find("button", attrs={"name": True})
    if pressed:
        yield str(pressed["name"]), str(pressed.get("value", ""))


def _plain(name: str, present: str) -> str:
    last = name.rpartition("-")[2]
    return present or PLAIN.get(last) or ("5. 5. 2026" if LATER.search(last) else "Slovo")


@contextmanager
def writing() -> Iterator[set[str]]:
    """The tables into which something is written meanwhile."""
    tables: set[str] = set()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        tables.update(_WRITES.findall(statement))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield tables
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def stored_in(house: House, tables: set[str]) -> set[str]:
    """Every text in these tables, as whoever holds the keys reads it."""
    found: set[str] = set()
    with house.app.app_context():
        for mapper in Base.registry.mappers:
            if mapper.local_table.name not in tables:  # type: ignore[attr-defined]
                continue
            columns = [prop.key for prop in mapper.column_attrs]
            every = select(mapper.class_).options(*(undefer(getattr(mapper.class_, key)) for key in columns))
            for row in db.session.scalars(every):
                found |= set(_texts(getattr(row, key) for key in columns))
        db.session.remove()
    return found


def _texts(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from _texts(value.values())
        elif isinstance(value, (list, tuple)):
            yield from _texts(value)


@dataclass
class Judge:
    """Looks at each answer."""

    house: House
    wrong: list[str] = field(default_factory=list)
    sent: int = 0
    kept: int = 0
    slowest: float = 0.0

    def send(self, sheet: Sheet, name: str, text: str) -> None:
        """Send a form with hostile text in one field, and look at what comes back."""
        where = f"{urlsplit(sheet.target).path} {name} = {text[:30]!r}"
        began = time.process_time()
        with writing() as tables:
            answer = sheet.client.post(sheet.target, data=sheet.filled(name, text))
        spent = time.process_time() - began
        self.sent, self.slowest = self.sent + 1, max(self.slowest, spent)
        content = answer.data.decode("utf-8", "replace")
        if answer.status_code == 303:
            self._accepted(sheet, name, text, where, answer.headers["Location"], tables)
        elif answer.status_code not in (200, 400, 409):
            self.wrong.append(f"{where}: {answer.status_code}")
        else:
            self._refused(sheet, name, text, where, content)
        self._obeyed(where, content, ONLY_READ[:3] if sheet.texts[name] == "hidden" else ONLY_READ)
        if "zlo.example" in str([value for key, value in answer.headers if key != "Location"]):
            self.wrong.append(f"{where}: {answer.headers}")
        answer.close()

    def _obeyed(self, where: str, content: str, signs: Iterable[str] = ONLY_READ) -> None:
        for sign in signs:
            if sign in content:
                self.wrong.append(f"{where}: {sign!r} stands in the answer")

    def _accepted(self, sheet: Sheet, name: str, text: str, where: str, location: str, tables: set[str]) -> None:
        page = sheet.client.get(location)
        if page.status_code >= 500:
            self.wrong.append(f"{where}: then {page.status_code} at {location}")
        self._obeyed(f"{where}, then {location}", page.data.decode("utf-8", "replace"))
        page.close()
        if name.rpartition("-")[2] in NOT_KEPT:
            return
        if text in UNREADABLE or text == LONG:
            self.wrong.append(f"{where}: accepted")
        stored = stored_in(self.house, tables)
        whole = cleaned(text) if sheet.texts[name] == "textarea" else " ".join(cleaned(text).split())
        if not any(whole in each for each in stored):
            self.wrong.append(f"{where}: accepted and not kept whole")
        self.kept += 1

    def _refused(self, sheet: Sheet, name: str, text: str, where: str, content: str) -> None:
        soup = BeautifulSoup(content, "html.parser")
        if sheet.texts[name] in ("password", "hidden"):
            return
        shown = "".join(_UNREADABLE.sub("", text).split())
        fields = soup.find_all(["input", "textarea"], attrs={"name": name})
        found = [each.get_text() if each.name == "textarea" else str(each.get("value", "")) for each in fields]
        if not any("".join(each.split()) == shown for each in [*found, soup.get_text()]) and shown not in "".join(
            soup.get_text().split()
        ):
            self.wrong.append(f"{where}: what was typed is gone")
        if not soup.select(".errors, [role=status]"):  # some pages first show what they will save
            self.wrong.append(f"{where}: comes back without a sentence")


@dataclass
class World:
    """The house with a case in each of two states, and everybody before their pages."""

    house: House
    cases: dict[str, Case]
    clients: Clients
    others: list[tuple[FlaskClient, str]]

    def sheets_of(self, part: int) -> Iterator[Sheet]:
        """Every form that takes text on one part of all pages, once, with the first actor who may send it."""
        seen: set[tuple[str, frozenset[str]]] = set()
        for client, page in [*self.pages(part, PARTS), *(self.others if part == 0 else ())]:
            for sheet in sheets(client, page):
                known = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|/o/[^/]+", "*", urlsplit(sheet.target).path)
                plain = frozenset(re.sub(r"-\d+-", "-*-", name) for name in sheet.texts)
                if (known, plain) not in seen:
                    seen.add((known, plain))
                    yield sheet

    def pages(self, part: int = 0, parts: int = 1) -> Iterator[tuple[FlaskClient, str]]:
        for rule in list(rules(self.house.app))[part::parts]:
            if "GET" not in (rule.methods or ()):
                continue
            for state in ("open", "draft"):
                for actor in ("stranger", *KNOWN):
                    cell = Cell(rule.endpoint, rule.rule, "GET", actor, state)
                    if expected(cell):
                        yield self.clients.of(actor, state), address(self.house, self.cases[state], cell, rule)
                        break


@pytest.fixture
def world(house: House, monkeypatch: pytest.MonkeyPatch) -> World:
    house.app.config["WTF_CSRF_ENABLED"] = False  # the token has a test of its own
    monkeypatch.setattr(web.limiter, "enabled", False)
    cases = {"draft": build(house, "draft", "PS-AAAA"), "open": build(house, "open", "PS-BBBB")}
    for case in cases.values():
        hand_in(house, case)
        give_doors(house, case)
    printed = house.known[f"doors of {cases['open'].case_id}"].printed["jana"]
    others = [*_behind_letters(house, cases["open"].token), (house.app.test_client(), f"/r/{printed}")]
    return World(house, cases, Clients(house, cases.values()), others)


def _behind_letters(house: House, token: str) -> Iterator[tuple[FlaskClient, str]]:
    """Pages that only a letter leads to: setting up an account, one's own sign-in, entering a code."""
    karel, new, own, asked = english(house, "karel"), *(house.stranger() for _ in range(3))
    for browser in (new, own, asked):
        browser.client.set_cookie("lang", "en")
    for key in ("olga", "tomas"):
        karel.open(f"/workers/{house.worker(key)}")
        karel.press("Send the account set-up")
    house.deliver()
    yield new.client, new.open(_link(house, "olga")).address
    own.open(_link(house, "tomas"))
    secret = "".join(own.page.soup.select_one("code").get_text().split())  # type: ignore[union-attr]
    word = PLAIN["password"]
    own.press("Set up the account", password=word, again=word, code=pyotp.TOTP(secret).at(clock.now()))
    own.open("/account")
    yield own.client, own.follow("Change the password").address
    own.open("/account")
    own.follow("Change the phone")
    own.press("Show the square for the new phone")
    yield own.client, own.page.address
    asked.open(f"/o/{token}/code")
    asked.press("Send me the code")
    yield asked.client, asked.page.address


def _link(house: House, key: str) -> str:
    found = re.search(r"http://localhost/o/\S+", text_of(house.letters_to(key)[-1]))
    assert found
    return found[0]


@pytest.mark.deep
@pytest.mark.parametrize("part", range(PARTS))
def test_every_field_keeps_hostile_text_whole_or_says_why_not(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], part: int
) -> None:
    keep, judge, forms, fields = Snapshot(world.house, tmp_path / "kept.db"), Judge(world.house), 0, 0
    for sheet in world.sheets_of(part):
        forms += 1
        for name in _each_once(sheet.texts):
            fields += 1
            for text in (MARKUP, INJECTED, *(UNREADABLE if DEEP else UNREADABLE[fields % 3 :][:1]), LONG):
                judge.send(sheet, name, text)
                keep.restore_if_changed()
    with capsys.disabled():
        print(
            f"\nhostile text, part {part + 1} of {PARTS}: {forms} forms, {fields} fields, {judge.sent} sent, "
            f"{judge.kept} kept whole, "
            f"the slowest answer {judge.slowest:.1f} s"
        )
    assert not judge.wrong, "\n".join(judge.wrong)
    assert forms > 10
    assert judge.kept > 10


def _each_once(texts: dict[str, str]) -> list[str]:
    """One row of a list of equal rows stands for all of them."""
    first: dict[str, str] = {}
    for name in texts:
        first.setdefault(re.sub(r"-\d+-", "-*-", name), name)
    return list(first.values())


# --- one hostile case through everything that leaves the house -------------------------------------------------------

WORDS = "<b>Výměna</b> &amp; \"'><script>{{7*19191919}}%(name)s مرحبا 🙂"
"""What every name, place, goal and task of the hostile case ends in; 60 signs."""
TOWN, PLACE, GOAL, TASK = f"Ves {WORDS}", f"Sál {WORDS}", f"Cíl {WORDS}", f"Úkol {WORDS}"


def _rename(house: House, case: Case) -> None:
    """Give town, agencies, workers and family names that no form would refuse."""
    with house.app.app_context(), transaction() as session:
        for agency in session.scalars(select(Agency)):
            agency.name = f"{agency.name} {WORDS}"
        session.get_one(Agency, house.ids.agencies["podlesi"]).town_name = TOWN
        for model in (Worker, Person, Seat):
            for row in session.scalars(select(model)):
                row.name = f"{row.name} {WORDS}"
        for seat in session.scalars(select(Seat).where(Seat.agency_name != "")):
            seat.agency_name = seat.function = f"Škola {WORDS}"
        family = session.get_one(FamilyCase, case.case_id)
        family.nickname, family.goal, family.situation = f"Rodina {WORDS}", GOAL, WORDS


def _convenes(lenka: Browser, case: Case) -> None:
    """Lenka prepares a meeting at a hostile place with a hostile goal, and sends it."""
    lenka.open(f"/cases/{case.case_id}/conferences/new")
    lenka.press("Continue", goal=GOAL, is_realistic="yes", because=WORDS)
    boxes = lenka.page.soup.find_all("label", attrs={"for": re.compile("chosen$")})
    row = next(str(box["for"]).removesuffix("chosen") for box in boxes if "Součková" in box.get_text())
    lenka.press_with("Continue", {f"{row}chosen": True, f"{row}first": "expertise", f"{row}inward": WORDS})
    lenka.press(
        "Continue", meets_on="10. 3. 2026", wall_from="13:00", wall_to="14:45", place=PLACE, answer_by="5. 3. 2026"
    )  # fmt: skip
    lenka.press("Continue")
    lenka.press("Send 1 invitation", despite=WORDS)
    assert not lenka.page.mistakes


def test_a_hostile_case_goes_whole_through_pages_papers_letters_and_calendars(house: House) -> None:
    table = convened(house)
    _rename(house, table.case)
    lenka, ivana, martina = (table.sits(key) for key in ("lenka", "ivana", "martina"))
    _convenes(lenka, table.case)
    table.begins()
    table.adds("Mgr. Ivana Součková", text=TASK, criterion=WORDS)
    table.evaluates()
    table.approves()
    ivana.open(f"/tasks/{table.task_id(1)}")
    ivana.press("I accept the task")
    martina.open(f"/cases/{table.case.case_id}/pledge")
    martina.press("I sign the pledge", name=f"Bc. {WORDS}", function=WORDS, agency=WORDS, read=True)
    for page in (lenka.open(table.plan_page), ivana.open(table.plan_page), lenka.open(f"/cases/{table.case.case_id}")):
        assert squeezed(TASK) in page.text
        assert squeezed(GOAL) in page.text or page.address.endswith("/plan")
        assert not [sign for sign in ONLY_READ if sign in page.whole]
    papers = {"Plán spolupráce": table.paper("lenka").content}
    martina.open(f"/cases/{table.case.case_id}/pledge/paper")
    papers["Pledge of confidentiality"] = martina.press("Download the PDF").content
    for title, content in papers.items():
        words = squeezed(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))
        assert title in words
        assert "<b>Výměna</b> &amp; \"'><script>{{7*19191919}}%(name)s" in words, words
        assert PdfReader(BytesIO(content)).metadata["/Title"] == title  # type: ignore[index]
    _judge_letters(house.deliver())


def _judge_letters(arrived: list[tuple[str, EmailMessage]]) -> None:
    entries = []
    for recipient, message in arrived:
        names = Counter(name.lower() for name, _ in message.items())
        assert set(names) <= {"subject", "from", "to", "date", "message-id", "auto-submitted", "mime-version",
                              "content-type", "content-transfer-encoding"}  # fmt: skip
        assert max(names.values()) == 1
        assert str(message["To"]) == recipient
        assert "spolecne@podlesi.example" in str(message["From"])
        assert "Ves <b>Výměna</b>" in str(message["From"]).replace("\\", ""), message["From"]
        assert TOWN in squeezed(text_of(message))
        if message.is_multipart():
            entries.append(calendar_of(message))
    assert len(entries) == 3, "the meeting for Ivana and Lenka, the deadline for Ivana"
    for entry in entries:
        (ours,) = Calendar.from_ical(entry).walk("VEVENT")
        theirs = vobject.readOne(entry).vevent
        assert theirs.summary.value == str(ours["SUMMARY"])
        assert theirs.dtstart.value == ours["DTSTART"].dt
        assert str(ours["ORGANIZER"]) == theirs.organizer.value == "mailto:spolecne@podlesi.example"
        if "LOCATION" in ours:
            assert str(ours["LOCATION"]) == theirs.location.value == PLACE
    assert sum("LOCATION" in entry for entry in entries) == 2


def test_a_day_that_goes_on_with_other_words_is_refused_and_nothing_of_it_is_cut_off(house: House) -> None:
    table = convened(house)
    table.begins()
    lenka = table.sits("lenka")
    lenka.follow("Write the evaluation")
    typed = f"21. 4. 2026{' ' * 300}nebo až v květnu"
    page = lenka.press("Save", evaluation_on=typed, evaluation_rules="Sejdeme se.")
    assert page.mistakes == ["This day cannot be understood. Write it like 5. 3. 2026, “by Friday” or “in 14 days”."]
    field = page.soup.find("input", attrs={"name": "evaluation_on"})
    assert field is not None
    assert field["value"] == typed
