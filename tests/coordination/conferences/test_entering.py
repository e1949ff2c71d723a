"""A meeting that was held without the house is written down afterwards: marked everywhere, and nothing leaves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from agencies.accounts.rules import SessionDoor
from coordination.cases import actions as cases
from coordination.conferences import actions
from coordination.conferences.models import Conference, Invitation, conference_of, conferences_of
from coordination.conferences.rules import ConferenceState
from coordination.seats.models import CaseFrame, Seat
from foundation import audit, clock
from foundation.audit import AuditEntry
from foundation.calendar_entries import CalendarEntry
from foundation.database import db
from foundation.outbox import Letter
from tests.browsing import Browser
from tests.coordination.conferences.conftest import Story
from tests.coordination.conferences.test_views import english

PAST = {
    "meets_on": "17. 2. 2026", "wall_from": "13:00", "wall_to": "14:30", "place": "ZŠ Na Kopci, sborovna",
    "goal": "Domluvit, kdo Gábině pomůže.",
}  # fmt: skip


@pytest.fixture
def lenka(story: Story) -> Browser:
    return english(story.house.signed_in("lenka"))


def on_the_page(lenka: Browser, story: Story) -> None:
    """Lenka finds the page from her case, and the school in the directory."""
    lenka.open(f"/cases/{story.case_id}")
    lenka.follow("Write down a meeting that was held already")
    page = lenka.press("Search", searched="Kopci", **PAST)
    if page.has_button("Add ZŠ Na Kopci"):  # it is at the case already otherwise
        lenka.press("Add ZŠ Na Kopci")


def row_of(lenka: Browser, name: str) -> str:
    """How the fields of a person's row begin."""
    label = next(
        one for one in lenka.page.soup.find_all("label") if "Was there" in one.get_text() and name in one.get_text()
    )
    return str(label["for"]).removesuffix("how")


def entered(lenka: Browser, story: Story, **typed: str) -> None:
    """Ivana and Tereza were there, Tomáš was excused, Jana was told only."""
    on_the_page(lenka, story)
    rows = {
        f"{row_of(lenka, 'Součková')}how": "present",
        f"{row_of(lenka, 'Beran')}how": "excused",
        f"{row_of(lenka, 'Malá')}how": "late",
        f"{row_of(lenka, 'Jana')}how": "present",
    }
    lenka.press_with("Write the meeting down", {**rows, **typed})


def meeting(story: Story) -> Conference:
    with story.inside():
        found = conference_of(db.session.scalars(select(Conference.id).where(Conference.entered_at.is_not(None))).one())
        assert found is not None
        return found


@pytest.mark.rule("S2-25")
def test_a_past_meeting_is_written_down_with_who_was_there_and_nothing_leaves(story: Story, lenka: Browser) -> None:
    entered(lenka, story)
    assert lenka.page.heading == "How the family learned of the meeting"
    found = meeting(story)
    assert (found.number, found.state, found.entered_by) == (1, ConferenceState.CONVENED, story.lenka)
    assert found.starts_at == datetime(2026, 2, 17, 12, tzinfo=UTC)
    attended = {each.name: str(each.attendance) for each in found.invitations}
    assert attended == {
        "Bc. Lenka Horáková": "present", "Mgr. Ivana Součková": "present", "Mgr. Tomáš Beran": "excused",
        "Bc. Tereza Malá": "late", "Jana Vlčková": "present",
    }  # fmt: skip
    assert story.house.deliver() == []
    with story.inside():
        assert db.session.scalar(select(func.count()).select_from(Letter)) == 0
        assert db.session.scalar(select(func.count()).select_from(CalendarEntry)) == 0
        assert db.session.get_one(CaseFrame, story.case_id).state == "open"
        assert db.session.scalars(
            select(AuditEntry.actor).where(AuditEntry.verb == "conference entered afterwards")
        ).all() == [story.lenka]
        assert audit.verify() == []


def test_the_mark_stands_on_every_page_of_the_meeting(story: Story, lenka: Browser) -> None:
    entered(lenka, story, uninformed_because="Svolala ji škola narychlo.")
    page = lenka.open(f"/conferences/{meeting(story).id}")
    assert "Entered afterwards on 23 Feb 2026 by Bc. Lenka Horáková. Nobody was sent a letter." in page.text
    assert "came later" in page.text
    assert "No answer" not in page.text
    assert "entered afterwards" in lenka.open(f"/cases/{story.case_id}").text.lower()
    lenka.open(f"/conferences/{meeting(story).id}")
    assert "entered afterwards" in lenka.follow("Change attendance").text


def test_with_a_reason_it_is_held_at_once_and_without_one_the_record_comes_first(story: Story, lenka: Browser) -> None:
    entered(lenka, story)
    assert "how the family learned of it" in lenka.open("/").text
    lenka.open(f"/conferences/{meeting(story).id}")
    page = lenka.press("Mark as held")
    assert any("there is no record of when and how the family learned of it" in each for each in page.mistakes)
    lenka.follow("Record how the family learned of it")
    lenka.press(
        "Save", people="Jana Vlčková", told_on="10. 2. 2026", how="in_person", told_by="Bc. Lenka Horáková",
        words="Řekla jsem jí, kdo přijde.",
    )  # fmt: skip
    lenka.open(f"/conferences/{meeting(story).id}")
    lenka.press("Mark as held")
    assert meeting(story).state == ConferenceState.HELD


def test_rights_never_reach_back(story: Story, lenka: Browser) -> None:
    entered(lenka, story, uninformed_because="Svolala ji škola narychlo.")
    with story.inside():
        seats = {seat.name: seat for seat in db.session.scalars(select(Seat).where(Seat.case_id == story.case_id))}
        assert set(seats) == {"Bc. Lenka Horáková", "Mgr. Ivana Součková", "Bc. Tereza Malá", "Jana Vlčková"}
        assert seats["Mgr. Ivana Součková"].from_at == clock.now(), "not the day of the meeting"
        assert seats["Mgr. Ivana Součková"].agency_id == story.house.ids.agencies["skola"]
    ivana = english(story.house.signed_in("ivana", SessionDoor.CODE))
    assert ivana.open(f"/conferences/{meeting(story).id}").status == 404
    assert ivana.open(f"/cases/{story.case_id}").status == 404
    assert "Sign the pledge of confidentiality" in ivana.open("/").text


def test_whoever_left_or_is_shut_out_gets_no_seat_by_being_remembered(story: Story, lenka: Browser) -> None:
    story.convened()
    with story.inside():
        actions.step_aside(story.seat("ivana").id, reason="", by=story.key("ivana"))
        cases.exclude(story.case_id, story.house.worker("olga"), why="Teta.", by=story.lenka)
    on_the_page(lenka, story)
    rows = {f"{row_of(lenka, name)}how": "present" for name in ("Součková", "Nová")}
    lenka.press_with("Write the meeting down", {**rows, **PAST, "uninformed_because": "Škola ji svolala narychlo."})
    found = meeting(story)
    with story.inside():
        by_name = {each.name: each for each in found.invitations}
        held = select(Seat).where(Seat.case_id == story.case_id, Seat.worker_id == story.house.worker("ivana"))
        (former,) = db.session.scalars(held).all()
        assert former.to_at is not None
        assert by_name["Mgr. Ivana Součková"].seat_id == former.id
        assert by_name["Mgr. Olga Nová"].seat_id is None
    assert english(story.house.signed_in("olga", SessionDoor.CODE)).open(f"/conferences/{found.id}").status == 404


@pytest.mark.rule("S2-25")
def test_numbers_follow_the_order_of_writing_down_and_pages_the_order_of_days(story: Story, lenka: Browser) -> None:
    """A number once given stands on letters and papers; so a meeting remembered later takes the next one."""
    story.convened(players=("ivana", "alena"))
    first = story.conference_id
    story.house.hand.on(4, 3)
    with story.inside():
        assert actions.begin(story.case_id, by=story.lenka)
    entered(lenka, story, uninformed_because="Škola ji svolala narychlo.")
    with story.inside():
        in_order = conferences_of(story.case_id)
        assert [(one.number, one.state) for one in in_order] == [
            (3, ConferenceState.DRAFT), (1, ConferenceState.CONVENED), (2, ConferenceState.HELD),
        ]  # fmt: skip
        assert in_order[1].id == first


def test_everything_that_is_missing_stands_there_at_once_and_nothing_typed_is_lost(
    story: Story, lenka: Browser
) -> None:
    lenka.open(f"/cases/{story.case_id}/conferences/past")
    page = lenka.press("Write the meeting down", wall_from="13:00", wall_to="14:30")
    assert set(page.mistakes) == {
        "Write in one sentence what the meeting was about.",
        "Write the day, and from when until when people met.",
        "The place is missing. Write where people met.",
        "Choose at least one person besides you who was there.",
    }
    assert 'value="13:00"' in page.whole


def test_a_meeting_that_is_not_over_is_convened_and_not_entered(story: Story, lenka: Browser) -> None:
    on_the_page(lenka, story)
    rows = {f"{row_of(lenka, 'Součková')}how": "present"}
    page = lenka.press_with("Write the meeting down", {**rows, "meets_on": "24. 2. 2026"})
    assert page.mistakes == ["The meeting is not over yet. Convene it instead, everybody then gets a letter."]
    assert "ZŠ Na Kopci, sborovna" in page.whole


def test_minutes_are_taken_by_the_towns_own(story: Story, lenka: Browser) -> None:
    on_the_page(lenka, story)
    row = row_of(lenka, "Součková")
    page = lenka.press_with("Write the meeting down", {f"{row}how": "present", f"{row}role": "minute_taker"})
    assert page.mistakes == [
        "Mgr. Ivana Součková is not from your office and cannot take the minutes. Choose another role."
    ]


@pytest.mark.parametrize("key", ["hana", "jitka", "ivana", "tereza", "marek", "karel"])
def test_nobody_but_the_coordinator_enters_a_meeting(story: Story, key: str) -> None:
    assert english(story.house.signed_in(key)).open(f"/cases/{story.case_id}/conferences/past").status == 404


def test_the_plan_that_comes_from_it_says_so_on_paper(story: Story, lenka: Browser) -> None:
    entered(lenka, story, uninformed_because="Svolala ji škola narychlo.")
    lenka.open(f"/cases/{story.case_id}/plan")
    page = lenka.press("Begin the plan")
    assert page.heading == "Cooperation plan, version 1"
    with story.inside():
        assert db.session.scalar(select(func.count()).select_from(Invitation)) == 5


# --- correcting it ---------------------------------------------------------------------------------------------------


def corrects(lenka: Browser, story: Story) -> Browser:
    lenka.open(f"/conferences/{meeting(story).id}")
    lenka.follow("Correct the meeting")
    return lenka


def test_a_past_meeting_is_corrected_and_what_stood_there_stays_on_record(story: Story, lenka: Browser) -> None:
    entered(lenka, story, uninformed_because="Svolala ji škola narychlo.")
    corrects(lenka, story)
    assert lenka.page.soup.find("input", {"name": "place"})["value"] == "ZŠ Na Kopci, sborovna", "filled in already"
    assert "Was there: Bc. Lenka Horáková" in lenka.page.text, "whoever coordinates it by then"
    changes = {
        "meets_on": "18. 2. 2026", "place": "SVP Kompas", "goal": "Domluvit pomoc a docházku.",
        f"{row_of(lenka, 'Beran')}how": "present", f"{row_of(lenka, 'Malá')}how": "",
    }  # fmt: skip
    assert lenka.press_with("Save the correction", changes).mistakes == ["Write in one sentence why you correct it."]
    page = lenka.press("Save the correction", why="Spletla jsem den i místo.")
    assert page.notice == "Corrected. What stood there before stays on record below."
    for words in ("Wednesday 18 February 2026, 13:00–14:30", "SVP Kompas", "Domluvit pomoc a docházku."):
        assert words in page.text
    before = page.text.partition("It stood there before")[2]
    for words in (
        "Tuesday 17 February 2026, 13:00–14:30", "ZŠ Na Kopci, sborovna", "Domluvit, kdo Gábině pomůže.",
        "Mgr. Tomáš Beran: excused", "Bc. Tereza Malá: came later", "Spletla jsem den i místo.",
    ):  # fmt: skip
        assert words in before, words
    found = meeting(story)
    assert {each.name: str(each.attendance) for each in found.invitations if each.stands} == {
        "Bc. Lenka Horáková": "present", "Mgr. Ivana Součková": "present", "Mgr. Tomáš Beran": "present",
        "Jana Vlčková": "present",
    }  # fmt: skip
    assert next(each for each in found.invitations if "Beran" in each.name).seat_id, "whoever was there has a seat"
    assert story.house.deliver() == []
    with story.inside():
        assert audit.verify() == []
        assert db.session.scalars(select(AuditEntry.verb)).all().count("past meeting corrected") == 1
    for key in ("ivana", "hana"):
        assert "It stood there before" not in english(story.house.signed_in(key)).open(f"/conferences/{found.id}").text


def test_nothing_new_is_no_correction_and_a_time_after_the_writing_down_is_none(story: Story, lenka: Browser) -> None:
    entered(lenka, story)
    story.house.hand.on(27, 2)
    corrects(lenka, story)
    assert lenka.press("Save the correction", why="Nevím.").mistakes == [
        "Nothing is different. Change what was written wrong, or leave the page."
    ]
    page = lenka.press("Save the correction", meets_on="26. 2. 2026", why="Bylo to později.")
    assert page.mistakes == ["The meeting is not over yet. Convene it instead, everybody then gets a letter."]
    assert meeting(story).starts_at == datetime(2026, 2, 17, 12, tzinfo=UTC)


def test_only_a_meeting_entered_afterwards_is_corrected_and_only_by_its_coordinator(
    story: Story, lenka: Browser
) -> None:  # fmt: skip
    convened = story.convened()
    assert lenka.open(f"/conferences/{convened}/correction").address.endswith(str(convened))
    entered(lenka, story)
    for key in ("jitka", "hana", "ivana", "tereza", "marek"):
        browser = english(story.house.signed_in(key))
        assert browser.open(f"/conferences/{meeting(story).id}/correction").status == 404, key


@pytest.mark.rule("C-02")
def test_the_pledge_signed_there_on_paper_is_filed_from_the_meeting(story: Story, lenka: Browser) -> None:
    entered(lenka, story, uninformed_because="Svolala ji škola narychlo.")
    lenka.open(f"/conferences/{meeting(story).id}")
    page = lenka.follow("File the pledge signed on paper : Mgr. Ivana Součková")
    assert "Mgr. Ivana Součková" in page.text
    assert page.soup.find("input", {"type": "file"})
