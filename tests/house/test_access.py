"""Every route and method, by every actor the product knows so far, in the four states of a case, against the oracle.

The oracle is `tests/access.yaml`, written by hand. A cell is one request; whoever may not gets the 404 of a thing that
does not exist, byte for byte, and nothing in the database has changed.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from agencies.accounts.rules import SessionDoor
from agencies.directory.models import Service, Unit
from agencies.staff.models import Post
from foundation import clock, web, wordings
from foundation.database import db, transaction
from foundation.signatures.issuers import TrustedIssuer
from tests.browsing import Browser
from tests.conftest import House
from tests.doors import WORDS_OF, Doors, at_seat, give_doors
from tests.service import SERVICE
from tests.world import FAMILY_WORDS, Case, build, hand_in, read_with_reason

ORACLE: dict[str, Any] = yaml.safe_load(Path("tests/access.yaml").read_text(encoding="utf-8"))
ROWS: dict[str, dict[str, str]] = {**ORACLE["resources"], **ORACLE["office_things"], **ORACLE["own_things"]}
STATES = ("draft", "open", "closed", "erased")
CODES = {"draft": "PS-AAAA", "open": "PS-BBBB", "closed": "PS-CCCC", "erased": "PS-DDDD"}
KNOWN: dict[str, tuple[str | None, SessionDoor | None]] = {
    "coordinator": ("lenka", SessionDoor.ACCOUNT2),
    "colleague_coordinator": ("jitka", SessionDoor.ACCOUNT2),
    "former_coordinator": ("zdenka", SessionDoor.ACCOUNT2),
    "receiver": ("dana", SessionDoor.ACCOUNT2),
    "head": ("hana", SessionDoor.ACCOUNT2),
    "head_with_reason": ("hana", SessionDoor.ACCOUNT2),
    "minute_taker": ("tereza", SessionDoor.ACCOUNT2),
    "facilitator": ("petr", SessionDoor.CODE),
    "seat": ("ivana", SessionDoor.CODE),
    "seat_link_alone": (None, None),
    "seat_no_ground": ("alena", SessionDoor.CODE),
    "seat_unpledged": ("martina", SessionDoor.CODE),
    "seat_ended": ("jan", SessionDoor.CODE),
    "support_person": ("klara", SessionDoor.CODE),
    "interpreter": ("oksana", SessionDoor.CODE),
    "minor_representative": ("eva", SessionDoor.CODE),
    "excluded": ("radka", SessionDoor.ACCOUNT2),
    "agency_colleague": ("olga", SessionDoor.ACCOUNT2),
    "agency_manager": ("jiri", SessionDoor.ACCOUNT2),
    "other_town": ("marek", SessionDoor.ACCOUNT2),
    "other_town_head": ("milada", SessionDoor.ACCOUNT2),
    "coordinator_by_code": ("lenka", SessionDoor.CODE),
    "administrator": ("karel", SessionDoor.ACCOUNT2),
    "parent": ("jana", SessionDoor.NUMBER),
    "parent_link_alone": (None, None),
    "child": ("gabina", SessionDoor.NUMBER),
    "other_parent": ("roman", SessionDoor.NUMBER),
    "stranger": (None, None),
}
"""The actors of the oracle that the product can already tell apart, and who of the cast plays each."""
ROW_OF = {"head_with_reason": "head"}
"""Actors who read in another actor's row; what is marked Rr there opens to them."""
DEEP = os.environ.get("DEEP") == "1"
A_FEW = ("coordinator", "seat", "parent", "stranger")
"""Who tries what no page offers; with DEEP=1 everybody does."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class Cell:
    """One request of the table."""

    endpoint: str
    rule: str
    method: str
    actor: str
    state: str

    def __str__(self) -> str:
        return f"{self.method} {self.rule} by {self.actor}, case {self.state}"


def expected(cell: Cell) -> bool:
    """Whether the oracle lets the actor do this."""
    route = ORACLE["routes"][cell.endpoint]
    needed = route.get(cell.method if cell.method != "HEAD" else "GET")
    if needed is None or cell.state in route.get("never", []):
        return False
    resource, letter = needed.split()
    row = ROWS[resource]
    if "everyone" in row:
        return True
    if cell.actor in ORACLE["family"] and not (route.get("family") or route.get("link")):
        return False  # the family has pages of its own and is a stranger at all others
    actor = "seat_link_alone" if route.get("link") else ROW_OF.get(cell.actor, cell.actor)
    words = str(row.get(actor, "")).split()
    if cell.actor == "head_with_reason" and words[:1] == ["Rr"]:
        words[0] = "R"
    if actor not in route.get("only", [actor]) and cell.actor not in route.get("only", [cell.actor]):
        return False
    if not route.get("case", True):
        return letter in _letters(words)
    return letter in _in_state(resource, actor, words, cell.state)


def _letters(words: list[str]) -> str:
    """The letters that open a page here: Rr needs a reason first, R2 a second factor asked for apart, n is neutral."""
    first = words[0] if words else ""
    letters = "" if first in ("Rr", "R2") else first.replace("n", "R")
    marks = (("S", "sign"), ("W", "W"), ("+", "W+"))
    return letters + "".join(mark for mark, word in marks if word in words[1:])


def _in_state(resource: str, actor: str, words: list[str], state: str) -> str:
    """What the states section of the oracle leaves of a right."""
    letters = _letters(words)
    coordinating = actor == "coordinator"
    if state == "erased":
        return ""
    if state == "draft" and resource in ORACLE["also_draft"]:
        return letters
    if state == "draft":
        neutral = resource in ORACLE["neutral"] and actor in ORACLE["seats"]
        return letters if coordinating else "R" if neutral and letters else ""
    if state == "closed":
        if resource in ORACLE["also_closed"]:
            return letters
        if coordinating:
            return "R" if "R" in letters else ""
        if actor in ORACLE["family"]:
            return "R" if resource == "own_summary" and letters else ""
        if actor in ORACLE["seats"]:
            return "R" if resource in ("own_pledge", "own_task") and letters else ""
        return "R" if actor == "head" and "R" in letters else ""
    return letters


def test_the_table_names_every_route(house: House) -> None:
    """A route that the oracle does not name would be nobody's to test."""
    in_app = {rule.endpoint for rule in rules(house.app)}
    assert in_app == set(ORACLE["routes"])
    actors = set(ORACLE["actors"])
    for resource, row in ROWS.items():
        assert set(row) <= actors | {"everyone"}, resource


@pytest.fixture
def world(house: House, monkeypatch: pytest.MonkeyPatch) -> dict[str, Case]:
    """Four cases, one in each state, with the same people at them."""
    house.app.config["WTF_CSRF_ENABLED"] = (
        False  # the door stands before the form, and the form's token is tested apart
    )
    monkeypatch.setattr(web.limiter, "enabled", False)
    cases = {state: build(house, state, CODES[state]) for state in STATES}
    for case in cases.values():
        hand_in(house, case)
        give_doors(house, case)
    with house.app.app_context(), transaction() as session:
        now = clock.now()
        session.add(
            TrustedIssuer(
                town_id=house.ids.agencies["podlesi"], name="Vydavatel", content=b"", sha256="0" * 64,
                holds_until=now + timedelta(days=365), added_at=now, added_by="house",
            )
        )  # fmt: skip
    house.known["feed"] = house.feed_of("ivana")
    return cases


def rules(app: Flask) -> Iterator[Rule]:
    """Every route but the files of the look, and those of a counselling service, which has a table of its own."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint not in ("static", "bootstrap.static") and rule.endpoint.partition(".")[0] not in SERVICE:
            yield rule


def cells(app: Flask) -> Iterator[Cell]:
    for rule in rules(app):
        about_case = ORACLE["routes"][rule.endpoint].get("case", True)
        for method in METHODS:
            if method != "OPTIONS":
                # an undeclared method is refused before anything is looked up, HEAD is answered by what answers GET:
                # of a few actors and one state the others tell nothing new
                every_one = DEEP or (method in (rule.methods or ()) and method != "HEAD")
                for actor in KNOWN if every_one else A_FEW:
                    for state in STATES if about_case and every_one else ("open",):
                        yield Cell(rule.endpoint, rule.rule, method, actor, state)


def address(house: House, case: Case, cell: Cell, rule: Rule, *, unknown: bool = False) -> str:
    """The address of the thing, or of one that does not exist."""
    subject = ORACLE["routes"][cell.endpoint].get("about", "ivana")
    own = KNOWN[cell.actor][0] if ORACLE["routes"][cell.endpoint].get("mine") else None
    known = {
        "case_id": case.case_id,
        "conference_id": case.conference_id,
        "plan_id": case.plan_id,
        "reminder_id": case.reminder_id,
        "to_tell_id": case.to_tell_id,
        "letter_id": case.letter_id,
        "secret": house.known.get("feed", uuid4()),
        "item_id": case.item_id,
        "minutes_id": case.minutes_id,
        "comment_id": case.comment_id,
        "note_id": case.note_id,
        "goal_id": case.goal_id,
        "commitment_id": case.commitment_id,
        "condition_id": case.recorded_id if cell.endpoint == "plans.record_condition" else case.condition_id,
        "risk_id": case.risk_id,
        "person_id": case.people["gabina" if subject == "gabina" else "jana"],
        "proposal_id": house.known.get(f"proposal of {case.case_id}", uuid4()),
        "requirement_sheet_id": case.requirement_sheet_id,
        "requirement_id": case.requirement_id,
        "sheet_id": house.known.get(f"sheet of {case.case_id}", uuid4()),
        "companion_id": case.people["vera"],
        "involvement_id": case.involvements["skola"],
        "consent_id": case.consent_id,
        "title_id": case.legal_title_id,
        "legal_title_id": case.legal_title_id,
        "number": 1,
        "token": case.token,
        "naming_id": case.naming_id,
        "agreement_id": case.written_agreement_id if cell.endpoint == "agreements.write" else case.agreement_id,
        "paper_id": case.paper_id,
        **at_home(house, case, cell.endpoint),
        "task_id": case.tasks.get(own or subject, case.tasks.get(subject, uuid4())),
        "invitation_id": case.invitations.get(own or subject, case.invitations.get(subject, uuid4())),
        "seat_id": case.seats.get(own or subject, case.seats.get(subject, uuid4())),
        "agency_id": house.ids.agencies["skola"],
        "worker_id": house.worker("olga"),
        "town_id": house.ids.agencies["podlesi"],
        **house.known.get(f"table of {case.case_id}", {}),
        **others(house),
    }
    if own is not None and "case_id" not in rule.arguments:
        known["task_id"] = case.tasks.get(own, case.tasks["ivana"])
    plain = ("number", "weight", "period", "form", "code")
    values = {name: uuid4() if unknown and name not in plain else known.get(name, uuid4()) for name in rule.arguments}
    with house.app.test_request_context():
        return url_for(rule.endpoint, **values)


def at_home(house: House, case: Case, endpoint: str) -> dict[str, object]:
    """What the family said; whose place the office's pages are about, a route names as `about`."""
    doors = house.known.get(f"doors of {case.case_id}")
    if not isinstance(doors, Doors):
        return {}
    agreement = {"agreement_id": doors.agreement_id} if endpoint.startswith("family.") else {}
    return {"answer_id": doors.answer_id, "asked_id": doors.request_id, **agreement}


@cache
def others(house: House) -> dict[str, object]:
    """Things of no case that pages are about."""
    with house.app.app_context():
        unit = db.session.scalars(select(Unit.id).order_by(Unit.name)).first()
        service = db.session.scalars(select(Service.id)).one()
        post = db.session.scalars(select(Post.id).where(Post.worker_id == house.worker("olga"))).one()
        wording = wordings.current("pledges.professional", None).id
        issuer = db.session.scalars(select(TrustedIssuer.id)).first() or uuid4()
    plain = {"issuer_id": issuer, "weight": 400, "period": "2026-02-20", "form": "plan", "code": "brief"}
    return {"unit_id": unit, "service_id": service, "post_id": post, "wording_id": wording, **plain}


class Clients:
    """A fresh browser for each request, in which the actor has come through the door.

    `cases` are those for whose reading the head who reads with a reason has written it down.
    """

    def __init__(self, house: House, cases: Iterable[Case] = ()) -> None:
        self._house = house
        self._cookies: dict[str, str] = {}
        self._at_home: dict[tuple[str, str], str] = {}
        cases = tuple(cases)
        for actor, (key, door) in KNOWN.items():
            if key and door == SessionDoor.NUMBER:
                self._at_home |= {(actor, case.state): _cookie(at_seat(house, case.seats[key])) for case in cases}
            elif key and door:
                browser = house.signed_in(key, door)
                if actor == "head_with_reason":
                    read_with_reason(house, browser, cases)
                self._cookies[actor] = _cookie(browser)

    def of(self, actor: str, state: str = "open") -> FlaskClient:
        """A browser of this actor; one of the family is at home in the case of one state."""
        client = self._house.app.test_client()
        cookie = self._cookies.get(actor) or self._at_home.get((actor, state))
        if cookie is not None:
            client.set_cookie("session", cookie)
        return client


def _cookie(browser: Browser) -> str:
    jar = browser.client._cookies
    return next(cookie.value for cookie in jar.values() if cookie.key == "session")


PARTS = 8
"""The table is long; its parts are run side by side."""


@pytest.mark.deep
@pytest.mark.parametrize("part", range(PARTS))
def test_every_cell(
    house: House, world: dict[str, Case], tmp_path: Path, capsys: pytest.CaptureFixture[str], part: int
) -> None:
    its_own = set(sorted(ORACLE["routes"])[part::PARTS])
    wrong, ran, total = run_table(house, world, tmp_path, its_own)
    with capsys.disabled():
        print(f"\naccess, part {part + 1} of {PARTS}: {ran} cells run / {total} cells in the table")
    assert not wrong, "\n".join(wrong[:60])
    assert ran == sum(cell.endpoint in its_own for cell in cells(house.app)) > 0


def run_table(
    house: House, world: dict[str, Case], tmp_path: Path, only: set[str] | None = None
) -> tuple[list[str], int, int]:
    """Run the table; answers what was wrong, how many cells ran, how many there are."""
    clients = Clients(house, world.values())
    keep = Snapshot(house, tmp_path / "kept.db")
    wrong: list[str] = []
    ran = total = 0
    by_rule = {(rule.endpoint, rule.rule): rule for rule in rules(house.app)}
    for cell in cells(house.app):
        total += 1
        if only is not None and cell.endpoint not in only:
            continue
        rule = by_rule[cell.endpoint, cell.rule]
        case = world[cell.state]
        ran += 1
        path = address(house, case, cell, rule)
        response = clients.of(cell.actor, cell.state).open(
            path, method=cell.method, data={} if cell.method == "POST" else None
        )
        wrong += _judge(cell, rule, response, keep)
        response.close()
    return wrong, ran, total


INSIDE = ("coordinator", "minute_taker", "facilitator", "seat", "head_with_reason")
BESIDES_THE_TIE = ("Jana", "Kamarádová", "Eliška", "Kanárek-jméno", "Kanárek-jinému")
"""Members of the family whom the school's legal title does not name, and what is agreed about them alone."""


BESIDES_THE_REASON = ("sousedka",)
"""Why somebody is shut out, which no reason opens."""


_OFFICE_ALONE = ("Kanárek-cíl", "Kanárek-situace", "Om 77/2026", "Kamarádová", "Matěj", "Eliška")
_NOT_THE_MOTHERS = tuple(one for one in _OFFICE_ALONE if one != "Kamarádová")
"""The same without her who accompanies the mother."""
AT_HOME = {
    "parent": (
        *_NOT_THE_MOTHERS,
        "Kanárek-jméno",
        "Kanárek-jinému",
        WORDS_OF["gabina"],
        WORDS_OF["roman"],
    ),
    "child": (*_OFFICE_ALONE, "Kanárek-jméno", "Kanárek-jinému", "Jana", WORDS_OF["jana"], WORDS_OF["roman"]),
    "other_parent": (*_OFFICE_ALONE, "Jana", f"{WORDS_OF['roman']} jana", WORDS_OF["jana"], WORDS_OF["gabina"]),
}
"""What none of the family reads on the own pages: the office's words, and what is the others'; a mother knows who
accompanies her."""


def never_for(actor: str) -> tuple[str, ...]:
    """Words of the family that no page whatever may say to this actor."""
    if actor in ("seat", "minor_representative"):
        return BESIDES_THE_TIE
    if actor == "head_with_reason":
        return BESIDES_THE_REASON
    if actor in AT_HOME:
        return AT_HOME[actor]
    if actor == "support_person":  # reads along with the mother who lets her
        return tuple(word for word in FAMILY_WORDS if word != "Vlčková")
    return () if actor in INSIDE else FAMILY_WORDS


def _judge(cell: Cell, rule: Rule, response: Any, keep: Snapshot) -> list[str]:
    allowed = expected(cell)
    if cell.method not in (rule.methods or ()) and cell.method in keep.methods_at(rule.rule):
        keep.restore_if_changed()
        return []  # another page at the same address answers, and has cells of its own
    if cell.method not in (rule.methods or ()):
        # an undeclared method is refused before any thing is looked up, alike for everybody
        return [] if response.status_code == 405 else [f"{cell}: {response.status_code}, not 405"]
    to_code = ORACLE["routes"][cell.endpoint].get("case", True)  # the page of the code itself leads there too
    turned_away = response.status_code == 404 or (
        to_code
        and response.status_code == 303
        and re.search(r"/o/[^/]+/code", response.headers.get("Location", "")) is not None
    )
    if response.status_code >= 500:
        return [f"{cell}: {response.status_code}"]
    if allowed and turned_away:
        keep.restore_if_changed()
        return [f"{cell}: turned away, the oracle lets in"]
    if allowed:
        keep.restore_if_changed()
        return [f"{cell}: leaks {word}" for word in never_for(cell.actor) if word.encode() in response.data]
    problems = []
    if not turned_away:
        problems.append(f"{cell}: {response.status_code}, the oracle turns away")
    if response.status_code == 404 and cell.method == "GET" and response.data != keep.nothing_there(cell.rule):
        problems.append(f"{cell}: its 404 is not the 404 of a thing that does not exist")
    if keep.changed():
        problems.append(f"{cell}: turned away, and yet something was written")
        keep.restore_if_changed()
    leaked = [word for word in FAMILY_WORDS if word.encode() in response.data]
    return problems + [f"{cell}: leaks {word}" for word in leaked]


class Snapshot:
    """The database file as it was, to tell and to undo what a request wrote."""

    def __init__(self, house: House, path: Path) -> None:
        self._house = house
        self._file = Path(house.app.extensions["settings"].database_url.removeprefix("sqlite:///"))
        self._path = path
        self._nothing = house.stranger().client.get("/nothing/at/all").data
        self._nothing_at_home = house.stranger().client.get("/appointment/nothing/at/all").data
        self._checkpoint()
        shutil.copy(self._file, path)

    def _checkpoint(self) -> None:
        with self._house.app.app_context():
            db.session.remove()
            db.engine.dispose()
            with db.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            db.engine.dispose()

    def methods_at(self, address: str) -> set[str]:
        """Every method that some page at this address takes."""
        there = (rule for rule in self._house.app.url_map.iter_rules() if rule.rule == address)
        return {method for rule in there for method in rule.methods or ()}

    def changed(self) -> bool:
        """Whether anything was written since the last snapshot; the write-ahead log holds every write."""
        log = self._file.with_name(self._file.name + "-wal")
        return log.exists() and log.stat().st_size > 0

    def restore_if_changed(self) -> None:
        if not self.changed():
            return
        with self._house.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
        shutil.copy(self._path, self._file)

    def nothing_there(self, rule: str) -> bytes:
        """The answer to an address that never existed; below the family's it has the family's look."""
        return self._nothing_at_home if rule.startswith(("/appointment", "/r/")) else self._nothing
