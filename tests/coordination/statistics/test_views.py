"""A town reads how its conferences go: numbers of a half-year that is over, none of them small, nobody's name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from coordination.cases.models import FamilyCase, Person
from coordination.cases.rules import Kinship
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.rules import Attendance
from coordination.plans.models import Plan
from coordination.seats.models import CaseFrame, Seat
from coordination.seats.rules import Role
from coordination.standpoints.needs import Need
from coordination.tasks.models import Task, TaskStep, TaskWording
from coordination.tasks.rules import Outcome, Schedule, Step
from foundation import language
from foundation.audit import AuditEntry
from foundation.database import db, transaction
from tests.browsing import Browser, Page
from tests.conftest import House
from tests.world import FAMILY_WORDS

MET = datetime(2026, 3, 3, 12, tzinfo=UTC)
DUE = date(2026, 3, 20)


def reads(house: House, key: str) -> Browser:
    browser = house.signed_in(key)
    browser.client.set_cookie(language.COOKIE, "en")
    return browser


def cases(
    house: House, count: int, *, first: int = 0, waited: int = 10, came: Role = Role.PARENT, done: int = 0,
    town: str = "podlesi",
) -> None:  # fmt: skip
    """Cases that met on the third of March after so many days, each with a need and a task, done on the given day."""
    with house.app.app_context(), transaction() as session:
        home = house.ids.agencies[town]
        for number in range(first, first + count):
            needed = MET - timedelta(days=waited)
            frame = CaseFrame(town_id=home, code=f"PS-S{number:03}", drafted_at=needed, opened_at=needed)
            session.add(frame)
            session.flush()
            person = Person(
                case_id=frame.id, name="Jana Vlčková", kinship=Kinship.MOTHER, in_household=True, position=1
            )  # fmt: skip
            told = FamilyCase(
                id=frame.id, office_reference="Om 1/2026", nickname="Gábina", situation="s", need_of_help="n",
                parents_view="", goal="g", areas=("school",),
            )  # fmt: skip
            meeting = Conference(
                town_id=home, case_id=frame.id, number=1, initiated_by="x", goal="g", realistic_because="",
                starts_at=MET, ends_at=MET + timedelta(hours=2), drafted_at=needed, convened_at=needed, held_at=MET,
            )  # fmt: skip
            session.add_all([told, person, meeting])
            session.flush()
            school = house.ids.agencies["skola"]
            seat = Seat(
                town_id=home, case_id=frame.id, worker_id=house.worker("ivana"), role=Role.AGENCY_WORKER, name="Ivana",
                function="", agency_id=school, agency_name="ZŠ", from_at=needed,
            )  # fmt: skip
            plan = Plan(case_id=frame.id, conference_id=meeting.id, begun_at=MET)
            session.add_all([seat, plan])
            session.flush()
            asked = Invitation(
                conference_id=meeting.id, position=1, person_id=person.id, role=came, name=person.name, function="",
                agency_name="", outward_reasons=(), inward_reason="", attendance=Attendance.PRESENT,
            )  # fmt: skip
            task = Task(case_id=frame.id, plan_id=plan.id, number=1, created_at=MET, last_step=Step.REPORTED)
            need = Need(
                case_id=frame.id, conference_id=meeting.id, text="doučování", raised_at=MET, raised_by="x",
                raised_by_name="x", areas=("school",),
            )  # fmt: skip
            session.add_all([asked, task, need])
            session.flush()
            session.add(
                TaskWording(
                    task_id=task.id, plan_version=1, text="Úkol", criterion="vidět", seat_id=seat.id,
                    schedule=Schedule.ONCE, due_on=DUE, locked_at=MET,
                )
            )  # fmt: skip
            reported = datetime(2026, 3, 20, 10, tzinfo=UTC) + timedelta(days=done)
            steps = [(Step.OFFERED, MET, None), (Step.ACCEPTED, MET + timedelta(days=1), None)]
            steps.append((Step.REPORTED, reported, Outcome.DONE))
            session.add_all(
                TaskStep(task_id=task.id, number=place, at=at, step=step, by="x", by_name="x", outcome=outcome)
                for place, (step, at, outcome) in enumerate(steps, 1)
            )


def lines(page: Page, heading: str) -> list[list[str]]:
    """The rows of one table, as words."""
    caption = next(one for one in page.soup.select("caption") if one.get_text(strip=True) == heading)
    table = caption.find_parent("table")
    assert table is not None
    found = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in table.select("tbody tr")]
    return [[word.replace("\xa0", " ") for word in row] for row in found]


def test_a_head_reads_how_long_families_wait_and_who_was_there(house: House) -> None:
    cases(house, 6)
    cases(house, 5, first=6, waited=40, came=Role.CHILD, done=1)
    house.hand.on(1, 7)
    page = reads(house, "dana").open("/statistics")
    assert lines(page, "From the need to the first conference") == [
        ["up to 14 days", "6", "11", "55 %"],
        ["15 to 30 days", "0", "11", "0 %"],
        ["31 to 60 days", "5", "11", "45 %"],
        ["more than 60 days", "0", "11", "0 %"],
    ]
    assert [row[1] for row in lines(page, "Was the family there?")] == ["5", "6", "0"]
    assert [row[1] for row in lines(page, "How quickly tasks are agreed")] == ["11", "0"]
    assert [row[1:3] for row in lines(page, "Done on time")] == [["6", "11"]]
    assert lines(page, "Where services are missing")[0][1:3] == ["11", "11"]
    assert not [word for word in FAMILY_WORDS if word in page.whole]


def test_small_numbers_and_what_would_betray_them_are_hidden(house: House) -> None:
    cases(house, 7)
    cases(house, 1, first=7, waited=40, came=Role.CHILD, done=1)
    house.hand.on(1, 7)
    page = reads(house, "lenka").open("/statistics")
    assert [row[1:3] for row in lines(page, "From the need to the first conference")] == [
        ["hidden", "8"], ["0", "8"], ["hidden", "8"], ["0", "8"],
    ]  # fmt: skip
    assert [row[1] for row in lines(page, "Was the family there?")] == ["hidden", "hidden", "0"]
    assert [row[1:3] for row in lines(page, "Done on time")] == [["hidden", "8"]]
    assert "Numbers from 1 to 4 are hidden" in page.text


def test_a_half_year_that_goes_on_is_not_counted(house: House) -> None:
    cases(house, 9)
    house.hand.on(30, 6)
    browser = reads(house, "dana")
    assert "Nothing to count yet" in browser.open("/statistics").text
    assert browser.open("/statistics?period=2026-1").status == 404


def test_a_town_reads_its_own_numbers_alone(house: House) -> None:
    cases(house, 9)
    house.hand.on(1, 7)
    other = reads(house, "marek")
    assert "Nothing to count yet" in other.open("/statistics").text
    assert other.open(f"/statistics?town={house.ids.agencies['podlesi']}").status == 404


def test_a_school_reads_no_numbers_of_a_town(house: House) -> None:
    assert reads(house, "jiri").open("/statistics").status == 404


def test_the_numbers_leave_as_a_file_and_the_log_book_says_who_took_them(house: House) -> None:
    cases(house, 7)
    cases(house, 1, first=7, waited=40)
    house.hand.on(1, 7)
    browser = reads(house, "dana")
    browser.open("/statistics")
    answer = browser.press("Download for a spreadsheet (CSV)")
    text = answer.content.decode("utf-8-sig")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "From the need to the first conference;up to 14 days;hidden;8" in text
    assert not [word for word in FAMILY_WORDS if word in text]
    with house.app.app_context():
        lines = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "statistics exported")).all()
        assert [line.actor for line in lines] == [f"worker:{house.worker('dana')}"]
