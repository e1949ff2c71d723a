"""A service reads the numbers of a half-year that is over: none of them small, nobody's name, for its people alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from agencies.assessment.models import Assessment
from agencies.circles import actions as circles
from agencies.circles.rules import State
from agencies.intake.models import Advice, Contact, Intake
from agencies.intake.rules import Channel, Topic
from agencies.intervisions.models import Intervision
from agencies.staff.rules import Profession
from foundation.audit import AuditEntry
from foundation.database import db, transaction
from tests.browsing import Browser, Page
from tests.conftest import House
from tests.service import open_service

CAME = datetime(2026, 3, 2, 9, tzinfo=UTC)


def reads(house: House, key: str) -> Browser:
    browser = house.signed_in(key)
    browser.client.set_cookie("lang", "en")
    return browser


def here(house: House) -> str:
    return f"/counselling/{house.ids.agencies['poradna']}/figures"


def families(
    house: House, count: int, *, channel: Channel = Channel.PHONE, by: Profession = Profession.SOCIAL_WORKER,
    waited: int = 2, urgent: bool = False, late: bool = False,
) -> None:  # fmt: skip
    """Files that came in March, had an intake, an assessment and an intervision, and became clients."""
    with house.app.app_context(), transaction() as session:
        agency, nikola = house.ids.agencies["poradna"], house.worker("nikola")
        for _number in range(count):
            circle = circles.begin(session, agency_id=agency, name="Kratochvílovi", taken_by=nikola)
            circle.opened_at, circle.client_since, circle.state = CAME, CAME + timedelta(days=20), State.CLIENT
            held = CAME + timedelta(days=waited)
            contact = Contact(circle_id=circle.id, channel=channel, came_at=CAME, subject="Rozvod.", urgent=urgent)
            contact.profession, contact.exception = by, "" if by == Profession.SOCIAL_WORKER else "dovolená"
            intake = Intake(
                circle_id=circle.id, worker_id=nikola, starts_at=held, ends_at=held + timedelta(hours=1),
                requested_on=CAME.date(), by_phone=False, client_asked=False, worker_can=False, urgent=urgent,
                held_at=held,
            )  # fmt: skip
            assessment = Assessment(
                circle_id=circle.id, outlook="o", needs_others=False, done_at=held + timedelta(days=9 if late else 3),
                due_on=held.date() + timedelta(days=7), assessors="a",
            )  # fmt: skip
            advice = Advice(
                agency_id=agency, circle_id=circle.id, on=CAME.date(), topic=Topic.OTHER, said="Rada.",
                worker_id=nikola,
            )  # fmt: skip
            talk = Intervision(
                circle_id=circle.id, held_on=date(2026, 4, 1), discussed="Jak dál.", written_at=CAME, written_by=nikola
            )
            session.add_all([contact, intake, assessment, advice, talk])


@pytest.fixture
def service(house: House) -> House:
    open_service(house)
    return house


def lines(page: Page, heading: str) -> list[list[str]]:
    """The number and the whole in each row of one table."""
    caption = next(one for one in page.soup.select("caption") if one.get_text(strip=True) == heading)
    table = caption.find_parent("table")
    assert table is not None
    found = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in table.select("tbody tr")]
    return [row[1:3] for row in found]


@pytest.mark.rule("S1-04", "S1-08", "S1-11")
def test_the_head_reads_how_the_service_works(service: House) -> None:
    families(service, 6)
    families(service, 5, channel=Channel.EMAIL, by=Profession.PSYCHOLOGIST, waited=10, urgent=True, late=True)
    service.hand.on(1, 7)
    browser = reads(service, "kral")
    browser.open("/service")
    page = browser.follow("Numbers for the annual report")
    assert lines(page, "How first contacts came") == [["6", "11"], ["0", "11"], ["5", "11"]]
    assert lines(page, "Who took first contacts") == [["6", "11"], ["5", "11"]]
    assert lines(page, "How long people wait for the intake") == [["6", "11"], ["0", "11"], ["5", "11"], ["0", "11"]]
    assert lines(page, "Crisis interventions") == [["5", "11"], ["6", "11"]]
    assert lines(page, "Assessments in time") == [["6", "11"], ["5", "11"]]
    assert lines(page, "New clients")[1] == ["11", "11"]
    assert lines(page, "One-off advice")[1] == ["11", "11"]
    assert lines(page, "Intervisions by month")[3] == ["11", "11"]
    assert "Kratochvíl" not in page.whole


@pytest.mark.rule("S1-04")
def test_small_numbers_and_what_would_betray_them_are_hidden(service: House) -> None:
    families(service, 7)
    families(service, 1, by=Profession.PSYCHOLOGIST, urgent=True)
    service.hand.on(1, 7)
    page = reads(service, "burda").open(here(service))
    assert lines(page, "Who took first contacts") == [["hidden", "8"], ["hidden", "8"]]
    assert lines(page, "Crisis interventions") == [["hidden", "8"], ["hidden", "8"]]
    assert "Numbers from 1 to 4 are hidden" in page.text


def test_a_half_year_that_goes_on_is_not_counted(service: House) -> None:
    families(service, 9)
    service.hand.on(30, 6)
    browser = reads(service, "kral")
    assert "Nothing to count yet" in browser.open(here(service)).text
    assert browser.open(f"{here(service)}?period=2026-1").status == 404


def test_nobody_outside_the_service_reads_its_numbers(service: House) -> None:
    families(service, 9)
    service.hand.on(1, 7)
    for stranger in ("lenka", "martina", "karel", "dana"):
        assert service.signed_in(stranger).open(here(service)).status == 404


def test_the_numbers_leave_as_a_file_and_the_log_book_says_who_took_them(service: House) -> None:
    families(service, 7)
    families(service, 1, channel=Channel.EMAIL)
    service.hand.on(1, 7)
    browser = reads(service, "burda")
    browser.open(here(service))
    answer = browser.press("Download for a spreadsheet (CSV)")
    text = answer.content.decode("utf-8-sig")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "How first contacts came;by phone;hidden;8" in text
    assert "Kratochvíl" not in text
    with service.app.app_context():
        taken = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "figures exported")).all()
        assert [line.actor for line in taken] == [f"worker:{service.worker('burda')}"]
