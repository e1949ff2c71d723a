"""What a meeting leaves on the coordinator's first page: minutes, the talk with the child, standpoints, papers."""

from datetime import date

import pytest
from sqlalchemy import update

from coordination.conferences.children import ChildPreparation
from coordination.conferences.models import Invitation
from coordination.conferences.rules import Attendance
from foundation import clock
from foundation.database import transaction
from tests.browsing import squeezed
from tests.conftest import House
from tests.coordination.minutes.meeting import Meeting, convened
from tests.coordination.overview.conftest import Reader
from tests.world import Case


@pytest.fixture
def meeting(house: House) -> Meeting:
    """A meeting about to begin, without minutes."""
    return convened(house)


def _home(meeting: Meeting) -> dict[str, list[str]]:
    page = meeting.sits("lenka").open("/")
    return {
        squeezed(section.find("h2").get_text(" ")).split(" (")[0]: [
            squeezed(row.get_text(" ")) for row in section.select(".lines > li")
        ]
        for section in page.soup.select("section.sheet")
        if section.find("h2") is not None
    }


def _minutes(meeting: Meeting, group: str) -> list[str]:
    return [row for row in _home(meeting).get(group, []) if "Minutes of meeting 1" in row]


def test_minutes_come_up_on_the_day_they_are_due_and_burn_after_it(meeting: Meeting) -> None:
    meeting.ends()
    assert not any("Minutes of meeting" in row for rows in _home(meeting).values() for row in rows)
    meeting.house.hand.on(4, 3, 9)
    assert "They are to be ready on" in _minutes(meeting, "Today and tomorrow")[0]
    meeting.house.hand.on(6, 3, 9)
    assert "They were to be ready on Thu 5 Mar 2026." in _minutes(meeting, "Waiting for you")[0]


def test_comments_and_the_approval_wait_for_the_coordinator_until_the_minutes_are_locked(meeting: Meeting) -> None:
    meeting.sent()
    assert not any("Minutes of meeting" in row for rows in _home(meeting).values() for row in rows)
    ivana = meeting.sits("ivana")
    ivana.open(f"/minutes/{meeting.minutes_id()}/comment")
    ivana.press("Save", text="Řekla jsem to jinak.")
    assert "1 comment" in _minutes(meeting, "Waiting for you")[0]
    meeting.house.hand.on(13, 3, 9)
    lenka = meeting.sits("lenka")
    lenka.open(meeting.minutes_page)
    lenka.follow("Answer")
    lenka.press("Save", worked_in="yes", answer="Doplnili jsme to.")
    assert "Waits for approval" in _minutes(meeting, "Waiting for you")[0]
    lenka.open(meeting.minutes_page)
    lenka.press("Approve and lock")
    assert not any("Minutes of meeting" in row for rows in _home(meeting).values() for row in rows)


@pytest.mark.rule("S2-47")
def test_the_talk_with_a_child_who_was_there_waits_until_it_is_written_down(meeting: Meeting) -> None:
    case = meeting.case
    with meeting.house.app.app_context(), transaction() as session:
        session.add(
            ChildPreparation(
                conference_id=case.conference_id, person_id=case.people["gabina"], talked_by="Bc. Tereza Malá",
                talked_on=date(2026, 3, 1), why_comes="chce", told="kdo přijde", guide_id=case.people["jana"],
                own_side="máma", signal="zelený papír", leaves_with="máma", recorded_at=clock.now(), recorded_by="x",
            )
        )  # fmt: skip
    meeting.ends()
    assert not any("Talk with the child" in row for rows in _home(meeting).values() for row in rows), (
        "she was not there"
    )
    with meeting.house.app.app_context(), transaction() as session:
        session.execute(
            update(Invitation).where(Invitation.id == case.invitations["gabina"]).values(attendance=Attendance.PRESENT)
        )
    meeting.house.hand.on(3, 3, 16)
    assert any("Talk with the child: Gabriela" in row for row in _home(meeting)["Waiting for you"])
    lenka = meeting.sits("lenka")
    lenka.follow("Record the talk")
    lenka.press("Save", after_by="Bc. Tereza Malá", after_on="3. 3. 2026", after_said="Bylo jí dobře.")
    assert not any("Talk with the child" in row for rows in _home(meeting).values() for row in rows)


@pytest.mark.rule("S2-20")
def test_an_agency_that_was_asked_and_says_nothing_is_named(house: House, case: Case, reads: Reader) -> None:
    lenka = reads("lenka")
    assert "Standpoint for meeting 1" not in lenka.open("/").text
    school = house.ids.agencies["skola"]
    lenka.open(f"/conferences/{case.conference_id}/standpoint-requests/{school}")
    lenka.press("Ask", answer_by="27. 2. 2026")
    page = lenka.open("/")
    assert "Standpoint for meeting 1: ZŠ Na Kopci It is to come by Fri 27 Feb 2026." in page.text
    house.hand.on(28, 2, 9)
    assert "It was to come by Fri 27 Feb 2026." in reads("lenka").open("/").text
    assert "Standpoint for meeting 1" not in reads("ivana").open("/").text


def test_a_signed_agreement_waits_for_whoever_did_not_hand_it_in(house: House, case: Case, reads: Reader) -> None:
    page = reads("lenka").open("/")
    assert "The organisation compares it with the original." in page.text
    assert "Signed agreement: " in page.text
    assert "Signed agreement: " not in reads("jitka").open("/").text
