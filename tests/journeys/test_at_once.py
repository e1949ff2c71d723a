"""The same form twenty times at once over real HTTP, and two people who save one page: one effect, nothing lost."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from agencies.accounts.rules import SessionDoor
from coordination.conferences.models import Conference, Invitation
from coordination.plans.models import PlanVersion
from coordination.seats.models import Pledge, Seat
from coordination.seats.rules import Role
from coordination.tasks.models import TaskStep, TaskWording
from foundation import audit, clock
from foundation.audit import AuditEntry
from foundation.database import db
from tests.browsing import Browser, squeezed
from tests.chromium import served
from tests.conftest import House
from tests.coordination.plans.writing import Table, convened
from tests.story import Answer, Wire
from tests.world import Case, build

TIMES = 20


@pytest.fixture
def base(any_house: House, no_limits: None):  # noqa: ANN201
    """The house on each database, served on a port of this machine."""
    with served(any_house.app) as address:
        yield address


def wired(house: House, base: str, key: str | None, door: SessionDoor = SessionDoor.ACCOUNT2) -> Browser:
    """A browser that speaks real HTTP with the cookie of somebody who has come through a door."""
    wire = Wire(base)
    if key is not None:
        cookie = house.signed_in(key, door).client.get_cookie("session")
        assert cookie is not None
        wire._cookies["session"] = cookie.value
    wire._cookies["lang"] = "en"
    return Browser(wire, base)  # type: ignore[arg-type]


def at_once(*presses: Callable[[], Answer]) -> list[Answer]:
    """All of this in the same moment."""
    together = threading.Barrier(len(presses))

    def press(deed: Callable[[], Answer]) -> Answer:
        together.wait(timeout=30)
        return deed()

    with ThreadPoolExecutor(len(presses)) as people:
        return list(people.map(press, presses))


def filled(browser: Browser, button: str, **typed: str | bool | list[str]) -> Callable[[], Answer]:
    """A form ready to be sent, with the cookies that its browser has now."""
    address, values = browser.filled(button, dict(typed))  # type: ignore[arg-type]
    data: dict[str, list[str]] = {}
    for name, value in values:
        data.setdefault(name, []).append(value)
    wire: Wire = browser.client  # type: ignore[assignment]

    def send() -> Answer:
        own = Wire(browser.base)
        own._cookies = dict(wire._cookies)
        return own.post(urlsplit(address).path, data)

    return send


def twenty(browser: Browser, button: str, **typed: str | bool) -> Counter[int]:
    """Send the same filled form twenty times at once; answers how often which status came."""
    return Counter(answer.status_code for answer in at_once(*[filled(browser, button, **typed)] * TIMES))


def count(house: House, what: object) -> int:
    with house.app.app_context():
        return db.session.scalar(select(func.count()).select_from(what)) or 0  # type: ignore[arg-type]


def deeds(house: House, verb: str) -> int:
    """How often the log book has noted a deed."""
    with house.app.app_context():
        assert audit.verify() == []
        return db.session.scalar(select(func.count()).where(AuditEntry.verb == verb)) or 0


def test_convening_twenty_times_at_once_convenes_once(any_house: House, base: str) -> None:
    case = build(any_house, "open", "PS-7F3K")
    lenka = wired(any_house, base, "lenka")
    lenka.open(f"/cases/{case.case_id}/conferences/new")
    lenka.press("Continue", goal="Společně vyhodnotíme plán.", is_realistic="yes", because="Běží to.")
    boxes = lenka.page.soup.find_all("label", attrs={"for": re.compile("chosen$")})
    row = next(str(box["for"]).removesuffix("chosen") for box in boxes if "Součková" in box.get_text())
    lenka.press_with("Continue", {f"{row}chosen": True, f"{row}first": "expertise", f"{row}inward": "Zná docházku."})
    lenka.press("Continue", meets_on="10. 3. 2026", wall_from="13:00", wall_to="14:45", place="Úřad", answer_by="")
    lenka.press("Continue")
    assert twenty(lenka, "Send 1 invitation", despite="Vede je Lenka.") == {303: TIMES}
    assert len(any_house.deliver()) == 2, "one letter for Ivana, one for Lenka"
    assert deeds(any_house, "conference convened") == 1
    with any_house.app.app_context():
        of_second = select(Invitation.name).join(Invitation.conference).where(Conference.number == 2)
        family = ("Jana Vlčková", "Gabriela Vlčková", "Matěj Vlček", "Eliška Vlčková")
        everybody = ("Mgr. Ivana Součková", "Bc. Lenka Horáková", *family)
        assert Counter(db.session.scalars(of_second)) == dict.fromkeys(everybody, 1)


def test_signing_twenty_times_at_once_signs_once(any_house: House, base: str) -> None:
    case = build(any_house, "open", "PS-7F3K")
    before = count(any_house, Pledge)
    martina = wired(any_house, base, "martina", SessionDoor.CODE)
    martina.open(f"/cases/{case.case_id}/pledge")
    statuses = twenty(martina, "I sign the pledge", read=True)
    assert set(statuses) <= {303, 200}, "led on, or shown that it is signed"
    assert count(any_house, Pledge) == before + 1
    assert deeds(any_house, "pledge signed") == 1
    assert len(any_house.deliver()) == 1


def test_accepting_twenty_times_at_once_accepts_once(any_house: House, base: str) -> None:
    case = build(any_house, "open", "PS-7F3K")
    ivana = wired(any_house, base, "ivana", SessionDoor.CODE)
    ivana.open(f"/tasks/{case.tasks['ivana']}")
    assert twenty(ivana, "I accept the task") == {303: TIMES}
    with any_house.app.app_context():
        steps = list(db.session.scalars(select(TaskStep.step).where(TaskStep.task_id == case.tasks["ivana"])))
    assert sorted(steps) == ["accepted", "offered"]
    assert len(any_house.deliver()) == 1


def test_accepting_from_two_windows_at_once_accepts_once(any_house: House, base: str) -> None:
    """Two forms, each with a nonce of its own: the state decides, and the second is told."""
    case = build(any_house, "open", "PS-7F3K")
    windows = [wired(any_house, base, "ivana", SessionDoor.CODE) for _ in range(4)]
    for window in windows:
        window.open(f"/tasks/{case.tasks['ivana']}")
    statuses = Counter(
        answer.status_code for answer in at_once(*(filled(each, "I accept the task") for each in windows))
    )
    assert statuses == {303: 1, 409: 3}
    assert deeds(any_house, "task accepted") == 1
    assert len(any_house.deliver()) == 1


def test_answering_twenty_times_at_once_from_a_mailed_link_answers_once(any_house: House, base: str) -> None:
    case = build(any_house, "open", "PS-7F3K")
    phone = wired(any_house, base, None)
    phone.open(f"/o/{case.token}/answer")
    assert twenty(phone, "I will come") == {303: TIMES}
    assert deeds(any_house, "invitation answered") == 1
    with any_house.app.app_context():
        assert db.session.get_one(Invitation, case.invitations["ivana"]).answer == "accepted"


def test_approving_and_beginning_at_once_happen_once(any_house: House, base: str) -> None:
    table = convened(any_house)
    lenka = wired(any_house, base, "lenka")
    lenka.open(table.plan_page)
    assert twenty(lenka, "Begin the plan") == {303: TIMES}
    assert count(any_house, PlanVersion) == 1
    table.adds("Mgr. Ivana Součková")
    table.evaluates()
    lenka.open(table.plan_page)
    assert twenty(lenka, "Approve version") == {303: TIMES}
    assert deeds(any_house, "plan approved") == 1
    assert len(any_house.deliver()) == 1


def _coordinators(house: House, case: Case) -> list[str]:
    """Who coordinates the case; every seat begins where the one before it ended, so at each instant there is one."""
    with house.app.app_context():
        of_case = select(Seat).where(Seat.case_id == case.case_id, Seat.role == Role.COORDINATOR)
        held = [seat for seat in db.session.scalars(of_case.order_by(Seat.from_at, Seat.to_at)) if seat.name != ZDENKA]
        moments = {seat.from_at for seat in held} | {clock.now()}
        for moment in moments:
            assert sum(seat.is_open(moment) for seat in held) == 1, moment
        assert audit.verify() == []
        return [seat.name for seat in held if seat.to_at is None]


ZDENKA = "Mgr. Zdeňka Stará"
"""A coordinator of long ago, whose end the world does not tie to anybody's beginning."""


def test_accepting_a_case_twenty_times_at_once_hands_it_over_once(any_house: House, base: str) -> None:
    case = build(any_house, "open", "PS-7F3K")
    dana = wired(any_house, base, "dana")
    dana.open(f"/cases/{case.case_id}/take-over")
    assert twenty(dana, "I take the case over")[303] >= 1
    assert _coordinators(any_house, case) == ["Mgr. Dana Veselá"]
    assert deeds(any_house, "case taken over") == 1


def test_accepting_and_taking_the_offer_back_at_once_leaves_one_coordinator(any_house: House, base: str) -> None:
    case = build(any_house, "open", "PS-7F3K")
    dana, lenka = wired(any_house, base, "dana"), wired(any_house, base, "lenka")
    dana.open(f"/cases/{case.case_id}/take-over")
    lenka.open(f"/cases/{case.case_id}/hand-over")
    at_once(filled(dana, "I take the case over"), filled(lenka, "Take the offer back"))
    taken = deeds(any_house, "case taken over")
    assert taken + deeds(any_house, "offer of a case taken back") == 1
    assert _coordinators(any_house, case) == ["Mgr. Dana Veselá" if taken else "Bc. Lenka Horáková"]


def test_accepting_and_appointing_at_once_leaves_one_coordinator(any_house: House, base: str) -> None:
    case = build(any_house, "open", "PS-7F3K")
    dana, hana = wired(any_house, base, "dana"), wired(any_house, base, "hana")
    dana.open(f"/cases/{case.case_id}/take-over")
    hana.open(f"/cases/{case.case_id}/appointment")
    appointing = filled(hana, "Appoint", to="Mgr. Jitka Bláhová", reason="Kolegyně odešla.")
    at_once(filled(dana, "I take the case over"), appointing)
    taken, given = deeds(any_house, "case taken over"), deeds(any_house, "coordinator appointed")
    assert taken + given == 1, "the one who came second was told"
    assert _coordinators(any_house, case) == ["Mgr. Dana Veselá" if taken else "Mgr. Jitka Bláhová"]


def test_two_heads_who_appoint_at_once_leave_one_coordinator(any_house: House, base: str) -> None:
    case = build(any_house, "open", "PS-7F3K")
    forms = []
    for name in ("Mgr. Jitka Bláhová", "Mgr. Dana Veselá"):
        hana = wired(any_house, base, "hana")
        hana.open(f"/cases/{case.case_id}/appointment")
        forms.append(filled(hana, "Appoint", to=name, reason="Kolegyně odešla."))
    assert sorted(answer.status_code for answer in at_once(*forms)) == [200, 303]
    assert deeds(any_house, "coordinator appointed") == 1
    assert len(_coordinators(any_house, case)) == 1


# --- two people, one page --------------------------------------------------------------------------------------------


def _both_save(house: House, base: str, address: str, **texts: tuple[str, str]) -> list[tuple[Browser, Answer]]:
    """Lenka and Tereza open a page, write, and press Save in the same moment; first the one who was first."""
    people = [wired(house, base, key) for key in ("lenka", "tereza")]
    for person in people:
        person.open(address)
    sheets = [
        filled(person, "Save", **{name: pair[number] for name, pair in texts.items()})
        for number, person in enumerate(people)
    ]
    answers = at_once(*sheets)
    return sorted(zip(people, answers, strict=True), key=lambda pair: pair[1].status_code)


def test_of_two_who_save_one_task_in_the_same_moment_the_second_sees_both_texts(any_house: House, base: str) -> None:
    table = convened(any_house)
    table.begins()
    table.adds("Mgr. Ivana Součková")
    address = f"/plans/tasks/{table.task_id(1)}"
    texts = ("Napíše dopis škole.", "Zavolá do školy v pondělí.")
    (_, saved), (late, refused) = _both_save(any_house, base, address, text=texts, criterion=("dopis", "hovor"))
    assert (saved.status_code, refused.status_code) == (303, 409)
    page = squeezed(refused.data.decode())
    assert all(text in page for text in texts), page
    assert "This has been saved elsewhere meanwhile." in page
    with any_house.app.app_context():
        held = db.session.scalars(select(TaskWording)).one()
        assert held.text in texts
        mine = next(text for text in texts if text != held.text)
    _saves_what_stands_there(late, refused, address)
    with any_house.app.app_context():
        assert db.session.scalars(select(TaskWording)).one().text == mine


def _saves_what_stands_there(late: Browser, refused: Answer, address: str) -> None:
    """The second one reads both texts and decides for the own one."""
    late._arrive(refused, address, follow=False)  # type: ignore[arg-type]
    answer = filled(late, "Save what stands in the fields")()
    assert answer.status_code == 303, answer.data.decode()[:2000]


def test_of_two_who_save_the_evaluation_in_the_same_moment_nothing_is_lost(any_house: House, base: str) -> None:
    table: Table = convened(any_house)
    table.begins()
    texts = ("Sejdeme se u Lenky.", "Sejdeme se ve škole.")
    address = f"/plans/{table.plan_id()}/evaluation"
    (_, saved), (late, refused) = _both_save(
        any_house, base, address, evaluation_rules=texts, evaluation_on=("21. 4. 2026", "22. 4. 2026")
    )
    assert (saved.status_code, refused.status_code) == (303, 409)
    assert all(text in squeezed(refused.data.decode()) for text in texts)
    _saves_what_stands_there(late, refused, address)
    assert deeds(any_house, "evaluation written") == 2


def test_two_who_add_a_task_in_the_same_moment_add_two(any_house: House, base: str) -> None:
    table: Table = convened(any_house)
    table.begins()
    pair = _both_save(
        any_house, base, f"/plans/{table.plan_id()}/tasks/new", text=("Napíše dopis.", "Zavolá."),
        due_on=("1. 4. 2026", "2. 4. 2026"),
    )  # fmt: skip
    assert [answer.status_code for _, answer in pair] == [303, 303]
    with any_house.app.app_context():
        assert sorted(db.session.scalars(select(TaskWording.text))) == ["Napíše dopis.", "Zavolá."]
    assert isinstance(table.case, Case)
