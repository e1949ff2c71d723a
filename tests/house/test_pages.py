"""Every page of the house in a real browser: no barrier, no sideways scroll, nothing loaded from elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from agencies.accounts import actions as accounts
from agencies.accounts.models import Account
from agencies.accounts.proofs import new_second_factor, password_digest
from agencies.accounts.rules import SessionDoor
from agencies.directory.models import Agency
from agencies.staff.models import Worker
from coordination.cases.by_word import ToTell
from coordination.cases.models import Person
from coordination.conferences import actions as conferences
from coordination.conferences.documents_of_naming import NAMING
from coordination.conferences.models import Invitation
from coordination.conferences.namings import Naming
from coordination.conferences.rules import Attendance, HowTold, MeetingKind
from coordination.polls import actions as polls
from coordination.seats.models import Seat
from coordination.seats.rules import Role
from foundation import clock, links, web
from foundation.database import transaction
from tests.cast import BY_KEY
from tests.chromium import chromium, program, served, window
from tests.conftest import House, do_without
from tests.coordination.family.test_copies import opened
from tests.coordination.family.writing import AtHome
from tests.coordination.plans.writing import convened
from tests.doors import at_seat, give_doors
from tests.house.test_access import KNOWN, Cell, Snapshot, address, expected, rules
from tests.manners import read
from tests.world import MEETING, Case, build, crowd, hand_in, look_for_date

DEEP = os.environ.get("DEEP") == "1"
WIDTHS = (1280, 320)
READERS = (
    "coordinator",
    "seat",
    "seat_unpledged",
    "seat_no_ground",
    "head",
    "administrator",
    "stranger",
    "seat_link_alone",
    "receiver",
    "parent",
    "child",
)
"""For whom every page is looked at; a page that is the same for several is looked at once."""
NOT_PAGES = {
    "web.typeface": "a file of the typeface",
    "leaflet.blank_form": "a form as a PDF",
    "links.enter": "leads on to the errand of the link",
    "correspondence.own_page": "leads on to everything of one's own",
    "cases.by_link": "leads on to whoever is in charge",
    "pledges.by_link": "leads on to the pledge",
    "pledges.confirm_by_link": "leads on to the sheet",
    "pledges.pen_sheet": "a paper",
    "pledges.scan": "a file that somebody handed in",
    "pledges.own_scan": "the same for its signer",
    "tasks.by_link": "leads on to the task",
    "plans.by_link": "leads on to the plan",
    "evaluation.feedback_by_link": "leads on to the three answers",
    "standpoints.by_link": "leads on to the own standpoint",
    "standpoints.file": "a file that somebody added to a standpoint",
    "minutes.by_link": "leads on to the minutes",
    "agreements.by_link": "leads on to the agreement",
    "agreements.scan": "a file that somebody handed in",
    "conferences.proposal_by_link": "leads on to the own proposals",
    "conferences.our_client": "leads on whoever sits for no counselling service with files",
    "exports.feed_file": "a calendar",
    "family.calendar": "a calendar",
    "family.feedback": "not there before the meeting; looked at after one, below",
    "conferences.onwards": "leads on to the pledge or the case",
    "evaluation.tell": "leads on while the case is open; looked at where a case is closed",
    "towns.index": "leads on to the one town",
}
"""Routes that answer GET with something else than a page, each with its reason."""
BEFORE_SENDING = {f"conferences.{step}" for step in ("goal", "people", "time", "bring", "check", "other_way")}
BEFORE_SENDING |= {"polls.dates", "polls.as_said"}
"""Pages that lead on once the conference is convened; they are looked at in a draft."""
LEAD_ON = {("pledges.paper", "seat_unpledged"), ("accounts.code", "seat")}
"""Pages that lead this reader on, because there is nothing to copy yet or nothing left to prove."""
APART = {
    "accounts.set_up",
    "accounts.change_password",
    "accounts.change_second_factor",
    "conferences.say_who_comes",
    "polls.vote",
    "conferences.correct",
    "pledges.at_table",
    "pledges.refuse_at_table",
    "pledges.give_back",
    "agreements.at_table",
    "agreements.give_back",
    "family.enter",
    "family.beside",
    "family.dates",
}
"""Pages for whoever sets an account up or has one, was asked whom an agency sends or which dates suit, holds somebody's
device, or reads along with one of the family; no reader of the oracle does that. And the page of a meeting that was
entered afterwards, the oracle's was not."""
AT_TABLE, PARENT_AT_TABLE, ASKED_FOR_DATES = "signer_at_table", "parent_at_table", "parent_asked_for_dates"
BARRIERS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PASSWORD = "vlak pes okno zahrada"
LONG_NAME = "Mgr. et Mgr. Ing. Kateřina Novotná-Procházková, Ph.D."
FILLED_IN = (
    "[...document.querySelectorAll('main form[method=post]')].filter(form => [...form.elements].some("
    "one => one.name && one.tagName !== 'BUTTON' && one.type !== 'hidden'))"
)
SEND_EMPTY = f"""number => {{
  const form = {FILLED_IN}[number];
  for (const one of form.elements) {{
    if (one.type === 'checkbox' || one.type === 'radio') one.checked = false;
    else if (one.type !== 'hidden' && one.tagName !== 'BUTTON') one.value = '';
  }}
  form.requestSubmit(form.querySelector('button[type=submit]'));
}}"""


@dataclass(frozen=True)
class Visit:
    """One page by one reader."""

    endpoint: str
    actor: str
    path: str

    def __str__(self) -> str:
        return f"{self.path} ({self.endpoint}) for {self.actor}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = program()
    if found is None:
        do_without("Chromium", "BROWSER")
    assert found is not None
    with chromium(found) as browser:
        yield browser


def visits(house: House, cases: Mapping[str, Case]) -> Iterator[Visit]:
    """Every page with everybody who may open it in a case of each of these states."""
    for state, case in cases.items():
        for rule in rules(house.app):
            if rule.endpoint in {*NOT_PAGES, *APART} or "GET" not in (rule.methods or ()):
                continue
            if (rule.endpoint in BEFORE_SENDING) != (state == "draft"):
                continue
            for actor in READERS:
                cell = Cell(rule.endpoint, rule.rule, "GET", actor, state)
                if expected(cell) and (rule.endpoint, actor) not in LEAD_ON:
                    yield Visit(rule.endpoint, actor, address(house, case, cell, rule))


@dataclass
class Eye:
    """Looks at pages as people with a screen, a magnifier, a listening program do; remembers what it has seen."""

    house: House
    browser: Browser
    base: str
    language: str = "cs"
    widths: Sequence[int] = WIDTHS
    """In which windows barriers are looked for; that nothing scrolls sideways is looked at in every one."""
    wrong: list[str] = field(default_factory=list)
    _pages: dict[str, Page] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _place: str = ""

    @cached_property
    def _axe(self) -> str:
        return Axe().axe_script

    def page_of(self, actor: str) -> Page:
        """The one page that a reader has open; everything wrong with what it asks for is written down."""
        if actor in self._pages:
            return self._pages[actor]
        context = window(self.browser, WIDTHS[0])
        context.add_init_script(self._axe)
        context.add_cookies([{"name": "lang", "value": self.language, "url": self.base}])
        key, door = KNOWN.get(actor, ("lenka", SessionDoor.ACCOUNT2))
        if key and door:
            at_home = door == SessionDoor.NUMBER
            seats: Mapping[str, UUID] = self.house.known.get("family", {})
            signed_in = at_seat(self.house, seats[key]) if at_home else self.house.signed_in(key, door)
            if actor in (AT_TABLE, PARENT_AT_TABLE):
                signed_in = self.house.handed_over(key, self.house.known[actor])
            if actor == ASKED_FOR_DATES:
                signed_in = at_seat(self.house, self.house.known[actor])
            jar = signed_in.client._cookies
            cookie = next(cookie.value for cookie in jar.values() if cookie.key == "session")
            context.add_cookies([{"name": "session", "value": cookie, "url": self.base}])
        page = context.new_page()
        page.on("request", lambda request: self._notes(request.url.startswith((self.base, "data:")), request.url))
        page.on("console", lambda said: self._notes(said.type not in ("error", "warning"), said.text))
        page.on("pageerror", lambda error: self._notes(False, str(error)))
        self._pages[actor] = page
        return page

    def _notes(self, right: bool, what: str) -> None:
        if not right and not re.search(r"status of 4(04|10) ", what):  # said by the browser where a page is not there
            self.wrong.append(f"{self._place}: {what}")

    def look(self, visit: Visit, *, status: int = 200) -> None:
        """Open a page and look at it in every width."""
        page = self.page_of(visit.actor)
        self._place = str(visit)
        there = page.context.request.get(self.base + visit.path)
        if there.status != status or there.url != self.base + visit.path:
            self.wrong.append(f"{visit}: {there.status} at {there.url}")
        elif self._is_new(there.text()):
            page.goto(self.base + visit.path)
            self.judge(page, str(visit))

    def _is_new(self, markup: str) -> bool:
        """Whether no other reader was shown the same page; the case's ids and the form's tokens do not count.

        Other words in the same places make the same page, unless DEEP=1.
        """
        shape = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|value=\"[^\"]{16,}\"", "", markup)
        shape = shape if DEEP else re.sub(r">[^<]*\w[^<]*<", ">words<", shape)
        new = shape not in self._seen
        self._seen.add(shape)
        return new

    def judge(self, page: Page, place: str) -> None:
        """Write down what stands in anybody's way on the page that is open, in every width."""
        for width in (*WIDTHS, 768):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                self.wrong.append(f"{place} at {width} px: scrolls sideways")
            if width in self.widths:
                self.wrong += [
                    f"{place} at {width} px: {item['id']}: {item['nodes'][0]['html'][:200]}"
                    for item in page.evaluate("options => axe.run(options)", BARRIERS)["violations"]
                ]
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})

    def forms_to_try(self, visit: Visit, tried: set[str]) -> list[int]:
        """Which forms of a page have something to fill in and were not tried before."""
        page = self.page_of(visit.actor)
        self._place = str(visit)
        forms = list(_forms_on(page.context.request.get(self.base + visit.path).text()))
        new = {one: number for number, one in reversed(list(enumerate(forms))) if one not in tried}
        tried.update(forms)
        if new:
            page.goto(self.base + visit.path)
        return sorted(new.values())

    def send_empty(self, visit: Visit, number: int) -> bool:
        """Send one form of a page without any answer; answers whether it was refused and says why."""
        page = self.page_of(visit.actor)
        place = f"{visit}, form {number + 1} sent empty"
        page.goto(self.base + visit.path)
        with page.expect_navigation():
            page.evaluate(SEND_EMPTY, number)
        if page.url != self.base + visit.path or not page.locator(".errors").count():
            page.goto("about:blank")
            page.wait_for_load_state("networkidle")  # nobody is at the database any more
            return False
        if page.evaluate("document.activeElement.className") != "sheet errors":
            self.wrong.append(f"{place}: the focus is not in the summary")
        if not page.title().startswith("Chyba:"):
            self.wrong.append(f"{place}: the title is {page.title()}")
        if self._is_new(page.content()):
            self.judge(page, place)
        return True


def _forms_on(markup: str) -> Iterator[str]:
    """The names in each form that has something to fill in, in the order in which the browser counts them."""
    for form in read(markup)[0].select("main form[method=post]"):
        named = form.find_all(["input", "select", "textarea", "button"], attrs={"name": True})
        if any(one.name != "button" and one.get("type") != "hidden" for one in named):
            yield re.sub(r"-\d+-", "-*-", " ".join(str(one["name"]) for one in named))


def _set_up_address(house: House) -> str:
    """Where the administrator of a town that has just been made sets the account up."""
    with house.app.app_context():
        whole = accounts.init_town(
            name="Městský úřad Horní Rokytnice nad Dlouhou Loučkou", town="Horní Rokytnice nad Dlouhou Loučkou",
            phone="469 000 300", administrator=LONG_NAME, email="k.novotna-prochazkova@rokytnice.example",
        )  # fmt: skip
    return urlsplit(whole).path


def _give_account(house: House, key: str) -> None:
    with house.app.app_context(), transaction() as session:
        session.add(
            Account(
                worker_id=house.worker(key), password_hash=password_digest(PASSWORD), totp_secret=new_second_factor(),
                totp_last_step=0, totp_next=new_second_factor(), set_up_at=clock.now(), changed_at=clock.now(),
            )
        )  # fmt: skip


def _question_address(house: House, case: Case) -> str:
    """Where the school's contact says who comes; somebody named before waits for the coordinator's yes."""
    with house.app.app_context(), transaction() as session:
        school = session.get_one(Agency, house.ids.agencies["skola"])
        asked = Invitation(
            conference_id=case.conference_id, position=90, agency_id=school.id, role=Role.AGENCY_WORKER,
            name=school.name, function="třídní učitel", agency_name=school.name, outward_reasons=("knows",),
            inward_reason="zná třídu",
        )  # fmt: skip
        session.add(asked)
        naming = session.get_one(Naming, case.naming_id)
        naming.settled_at = naming.settled_how = naming.settled_by = None
        session.flush()
        token = links.issue(
            NAMING, subject=asked.id, holder=school.id, until=MEETING, to=BY_KEY["jiri"].email,
            town_id=house.ids.agencies["podlesi"],
        )  # fmt: skip
    return f"/o/{token}/who-comes"


def _past_meeting_address(house: House, case: Case) -> str:
    """Where a meeting that was entered afterwards is corrected; and somebody waits to be told of something."""
    ivana = BY_KEY["ivana"]
    there = conferences.Attended(
        field="", worker_id=house.worker("ivana"), person_id=None, agency_id=house.ids.agencies["skola"],
        role=Role.AGENCY_WORKER, name=ivana.name, function=ivana.function, agency_name="ZŠ Na Kopci",
        attendance=Attendance.PRESENT,
    )  # fmt: skip
    met = conferences.When(date(2026, 2, 17), time(13), time(14), "ZŠ Na Kopci", False, None)
    past = conferences.PastMeeting(met, "Docházka.", MeetingKind.WITH_FAMILY, [there], Attendance.PRESENT, "Narychlo.")
    with house.app.app_context():
        entered = conferences.enter(case.case_id, past, by=f"worker:{house.worker('lenka')}")
        with transaction() as session:
            waits = session.get_one(ToTell, case.to_tell_id)
            waits.told_at = waits.told_by = waits.told_how = None
    return f"/conferences/{entered}/correction"


def _mother_asked_for_dates(house: House) -> UUID:
    """The seat of a mother who is asked on her page which dates of a second meeting suit her."""
    case = build(house, "open", "PS-3D5E")
    give_doors(house, case)
    listed = conferences.Asked(
        worker_id=None, person_id=case.people["jana"], agency_id=None, role=Role.PARENT, name="Jana Vlčková",
        function="", agency_name="", chosen=True, how_told=HowTold.IN_PERSON,
    )  # fmt: skip
    spans = [conferences.When(date(2026, 4, day), time(13), time(14, 30), "", False, None) for day in (14, 16)]
    with house.app.app_context():
        by = f"worker:{house.worker('lenka')}"
        second = conferences.begin(case.case_id, by=by)
        conferences.list_people(second, [listed], without_family_because="", by=by)
        polls.offer(second, spans, date(2026, 4, 10), by=by, far_is_meant=True)
    return case.seats["jana"]


@pytest.fixture
def pages(house: House, monkeypatch: pytest.MonkeyPatch) -> list[Visit]:
    """Every page: in a case under way, in one whose conference is not convened yet, and those of one's own account."""
    monkeypatch.setattr(web.limiter, "enabled", False)
    cases = {"open": build(house, "open", "PS-7F3K"), "draft": build(house, "draft", "PS-2B4C")}
    _give_account(house, "lenka")
    hand_in(house, cases["open"])
    printed = give_doors(house, cases["open"]).printed["jana"]
    house.known["family"] = cases["open"].seats
    house.known[ASKED_FOR_DATES] = _mother_asked_for_dates(house)
    house.known[AT_TABLE], house.known[PARENT_AT_TABLE] = cases["open"].seats["jana"], cases["open"].agreement_id
    return [
        *visits(house, cases),
        Visit("accounts.change_password", "coordinator", "/account/password"),
        Visit("accounts.change_second_factor", "coordinator", "/account/second-factor"),
        Visit("conferences.say_who_comes", "stranger", _question_address(house, cases["open"])),
        Visit("polls.vote", "stranger", f"/o/{look_for_date(house, cases['draft'])}/dates"),
        Visit("conferences.correct", "coordinator", _past_meeting_address(house, cases["open"])),
        Visit("pledges.at_table", AT_TABLE, "/at-table"),
        Visit("pledges.refuse_at_table", AT_TABLE, "/at-table/refusal"),
        Visit("pledges.give_back", AT_TABLE, "/at-table/back"),
        Visit("agreements.at_table", PARENT_AT_TABLE, "/agreement-at-table"),
        Visit("agreements.give_back", PARENT_AT_TABLE, "/agreement-at-table/back"),
        Visit("family.enter", "stranger", f"/r/{printed}"),
        Visit("family.dates", ASKED_FOR_DATES, "/appointment/dates"),
        Visit("family.beside", "support_person", f"/appointment/beside/{cases['open'].seats['klara']}"),
        Visit("accounts.set_up", "stranger", f"{_set_up_address(house)}/set-up"),
    ]


def test_every_route_that_answers_with_a_page_is_looked_at(house: House, pages: list[Visit]) -> None:
    get = {rule.endpoint for rule in rules(house.app) if "GET" in (rule.methods or ())}
    assert get - {page.endpoint for page in pages} == set(NOT_PAGES)


@pytest.mark.browser
@pytest.mark.deep
def test_every_page_is_without_barriers(house: House, browser: Browser, pages: list[Visit]) -> None:
    """In Czech on a phone; in English in the window of a desk. Each in both with DEEP=1."""
    with served(house.app) as base:
        eye = Eye(house, browser, base, widths=WIDTHS if DEEP else WIDTHS[1:])
        for page in pages:
            eye.look(page)
        eye.look(Visit("nothing there", "stranger", "/nothing/at/all"), status=404)
        eye.look(Visit("dead link", "stranger", "/o/nobody-sent-this"), status=410)
        eye.look(Visit("dead paper", "stranger", "/r/2222-2222-2222"), status=410)
    assert not eye.wrong, "\n".join(eye.wrong)


@pytest.mark.browser
def test_what_the_family_is_asked_after_a_meeting_is_without_barriers(house: House, browser: Browser) -> None:
    home = AtHome(house, convened(house))
    house.hand.forward(timedelta(days=9))
    jar = opened(home).client._cookies
    session = next(cookie.value for cookie in jar.values() if cookie.key == "session")
    with served(house.app) as base:
        for width in WIDTHS:
            context = window(browser, width)
            context.add_init_script(Axe().axe_script)
            context.add_cookies([{"name": "session", "value": session, "url": base}])
            page = context.new_page()
            page.goto(f"{base}/appointment/feedback")
            assert page.locator("form").count() > 1
            assert not page.evaluate("options => axe.run(options)", BARRIERS)["violations"], width
            assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.browser
@pytest.mark.deep
def test_every_page_is_without_barriers_in_english(house: House, browser: Browser, pages: list[Visit]) -> None:
    once = {page.endpoint: page for page in reversed(pages)}
    with served(house.app) as base:
        eye = Eye(house, browser, base, language="en", widths=WIDTHS if DEEP else WIDTHS[:1])
        for page in once.values():
            eye.look(page)
    assert not eye.wrong, "\n".join(eye.wrong)


@pytest.mark.browser
def test_forty_people_with_long_names_fit(house: House, browser: Browser) -> None:
    cases = {"open": build(house, "open", "PS-7F3K"), "draft": build(house, "draft", "PS-2B4C")}
    for case in cases.values():
        crowd(house, case, 40)
    with house.app.app_context(), transaction() as session:
        for table in (Worker, Seat, Invitation, Person):
            for row in session.scalars(select(table)):
                row.name = LONG_NAME if "1" in row.name else row.name
    wanted = {"overview.home", "overview.case", "cases.people", "conferences.show", "conferences.people",
              "conferences.check", "conferences.attendance", "plans.show", "plans.add_task", "pledges.who",
              "standpoints.canvas", "standpoints.requests"}  # fmt: skip
    with served(house.app) as base:
        eye = Eye(house, browser, base)
        for page in visits(house, cases):
            if page.endpoint in wanted and page.actor in ("coordinator", "seat"):
                eye.look(page)
    assert not eye.wrong, "\n".join(eye.wrong)


@pytest.mark.browser
def test_every_form_sent_empty_says_what_is_missing(
    house: House, browser: Browser, pages: list[Visit], tmp_path: Path
) -> None:
    """Whatever an empty form did is undone, so that every form meets the same house."""
    tried: set[str] = set()
    refused = 0
    with served(house.app) as base:
        eye = Eye(house, browser, base)
        for actor in READERS:
            eye.page_of(actor)
        keep = Snapshot(house, tmp_path / "kept.db")
        for visit in pages:
            for number in eye.forms_to_try(visit, tried):
                if eye.send_empty(visit, number):
                    refused += 1
                else:
                    keep.restore_if_changed()
    assert not eye.wrong, "\n".join(eye.wrong)
    assert refused > 25, refused
