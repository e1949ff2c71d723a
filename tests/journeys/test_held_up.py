"""Two deeds of which the second begins before the first has ended: what was asked too early is asked again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from coordination.cases import actions as cases
from coordination.conferences import actions
from coordination.conferences.actions import Named
from coordination.conferences.rules import Answer, Attendance, ConferenceState
from coordination.seats.models import Seat
from foundation import audit
from foundation.audit import AuditEntry
from foundation.calendar_entries import CalendarEntry
from foundation.database import db
from foundation.reasons import Refused
from tests.cast import BY_KEY
from tests.conftest import House
from tests.coordination.conferences.conftest import Story, opened, when
from tests.journeys.calendars import Shelf
from tests.together import held_up

pytestmark = pytest.mark.postgres
LATER = when(meets_on=date(2026, 3, 10), answer_by=date(2026, 3, 6))


@pytest.fixture
def story(postgres_house: House) -> Story:
    return opened(postgres_house)


def both(story: Story, *deeds: Callable[[], Any]) -> list[Any]:
    """What became of two deeds of which the second begins before the first has ended; the log book is whole."""
    ends = held_up(story.house.app, *deeds)
    with story.inside():
        assert audit.verify() == []
    return ends


def noted(story: Story, verb: str) -> int:
    with story.inside():
        return db.session.scalar(select(func.count()).where(AuditEntry.verb == verb)) or 0


def shelf_of(story: Story) -> Shelf:
    """What stands in everybody's calendar after the post; the house believes the same."""
    story.house.deliver()
    shelf = Shelf().take(story.house.sink.received)
    with story.inside():
        standing = db.session.scalars(select(CalendarEntry).where(CalendarEntry.cancelled_at.is_(None)))
        believed = {(entry.recipient, entry.uid) for entry in standing}
    assert {(who, str(event["UID"])) for who in shelf.of for event in shelf.events(who)} == believed
    return shelf


def meetings_of(story: Story, player: str) -> int:
    """How many meetings somebody has in the calendar once the post has come."""
    email = BY_KEY[player].email
    assert email is not None
    return len(shelf_of(story).events(email))


# --- preparing and convening -----------------------------------------------------------------------------------------


def test_who_convenes_second_is_told_that_it_is_convened(story: Story) -> None:
    conference_id = story.prepared(players=("ivana", "alena"))
    ends = both(story, *[lambda: actions.convene(conference_id, despite="Spěchá to.", by=story.lenka)] * 2)
    assert ends[0] == 2
    assert isinstance(ends[1], Refused)
    assert noted(story, "conference convened") == 1


def test_nobody_is_struck_off_a_list_that_has_just_been_convened(story: Story) -> None:
    conference_id = story.prepared(players=("ivana", "alena"))

    def only_ivana() -> None:
        actions.list_people(conference_id, [story.asked("ivana")], without_family_because="Ještě ne.", by=story.lenka)

    _convened, refused = both(
        story, lambda: actions.convene(conference_id, despite="Spěchá to.", by=story.lenka), only_ivana
    )
    assert isinstance(refused, Refused)
    assert story.invitation("alena").stands


def test_what_to_bring_is_not_written_into_a_convened_meeting(story: Story) -> None:
    conference_id = story.prepared(players=("ivana", "alena"))
    ivana = story.invitation("ivana").id
    _convened, refused = both(
        story,
        lambda: actions.convene(conference_id, despite="Spěchá to.", by=story.lenka),
        lambda: actions.set_preparation(conference_id, {ivana: "Nic."}, by=story.lenka),
    )
    assert isinstance(refused, Refused)


# --- calling off -----------------------------------------------------------------------------------------------------


def called_off(story: Story) -> Callable[[], None]:
    conference_id = story.conference_id
    assert conference_id is not None
    return lambda: actions.call_off(conference_id, why="Nemoc.", another_by=None, by=story.lenka)


def test_a_meeting_is_called_off_once(story: Story) -> None:
    story.convened(players=("ivana", "alena"))
    _first, second = both(story, called_off(story), called_off(story))
    assert isinstance(second, Refused)
    assert noted(story, "conference called off") == 1


def test_nobody_is_invited_to_a_meeting_that_is_just_called_off(story: Story) -> None:
    conference_id = story.convened(players=("ivana",))
    _first, second = both(
        story,
        called_off(story),
        lambda: actions.invite_late(conference_id, story.asked("alena"), by=story.lenka),
    )
    assert isinstance(second, Refused)
    assert not meetings_of(story, "alena")


def test_who_is_just_invited_hears_that_the_meeting_is_called_off(story: Story) -> None:
    conference_id = story.convened(players=("ivana",))
    both(
        story,
        lambda: actions.invite_late(conference_id, story.asked("alena"), by=story.lenka),
        called_off(story),
    )
    assert story.conference().state is ConferenceState.CANCELLED
    shelf = shelf_of(story)
    assert not [who for who in shelf.of if shelf.events(who)]


def test_a_meeting_that_is_just_moved_is_called_off_with_its_new_date(story: Story) -> None:
    conference_id = story.convened(players=("ivana",))
    story.house.deliver()
    both(story, lambda: actions.move(conference_id, LATER, despite="Dřív ne.", by=story.lenka), called_off(story))
    assert story.conference().state is ConferenceState.CANCELLED
    shelf = shelf_of(story)
    assert not [who for who in shelf.of if shelf.events(who)]


def test_a_meeting_that_is_just_called_off_is_not_moved(story: Story) -> None:
    conference_id = story.convened(players=("ivana",))
    story.house.deliver()
    _off, refused = both(
        story, called_off(story), lambda: actions.move(conference_id, LATER, despite="Dřív ne.", by=story.lenka)
    )
    assert isinstance(refused, Refused)


def test_an_answer_to_a_meeting_that_is_just_called_off_is_refused(story: Story) -> None:
    story.convened(players=("ivana",))
    story.house.deliver()
    invitation = story.invitation("ivana").id
    _off, refused = both(
        story,
        called_off(story),
        lambda: actions.answer(invitation, answer=Answer.ACCEPTED, note="", by=story.key("ivana")),
    )
    assert isinstance(refused, Refused)
    assert not meetings_of(story, "ivana")


def test_a_meeting_is_held_or_called_off_and_never_both(story: Story) -> None:
    conference_id = story.convened(players=("ivana",))
    story.informed()
    story.house.hand.on(3, 3, 15)
    there = {each.id: Attendance.PRESENT for each in story.conference().invitations}
    with story.inside():
        actions.record_attendance(conference_id, there, by=story.lenka)
    _off, refused = both(story, called_off(story), lambda: actions.mark_held(conference_id, by=story.lenka))
    assert isinstance(refused, Refused)


def test_a_meeting_is_held_once(story: Story) -> None:
    conference_id = story.convened(players=("ivana",))
    story.informed()
    story.house.hand.on(3, 3, 15)
    there = {each.id: Attendance.PRESENT for each in story.conference().invitations}
    with story.inside():
        actions.record_attendance(conference_id, there, by=story.lenka)
    _first, second = both(story, *[lambda: actions.mark_held(conference_id, by=story.lenka)] * 2)
    assert isinstance(second, Refused)
    assert noted(story, "conference held") == 1


def test_attendance_is_not_written_into_a_meeting_that_is_just_called_off(story: Story) -> None:
    conference_id = story.convened(players=("ivana",))
    story.house.hand.on(3, 3, 13, 30)
    there = {each.id: Attendance.PRESENT for each in story.conference().invitations}
    _off, refused = both(
        story, called_off(story), lambda: actions.record_attendance(conference_id, there, by=story.lenka)
    )
    assert isinstance(refused, Refused)


# --- leaving ---------------------------------------------------------------------------------------------------------


def removed(story: Story, player: str) -> Callable[[], None]:
    seat_id = story.seat(player).id
    return lambda: actions.remove(seat_id, reason="Dál bez ní.", by=story.lenka)


def excluded(story: Story, player: str) -> Callable[[], None]:
    worker = story.house.worker(player)
    return lambda: cases.exclude(story.case_id, worker, why="Sousedka.", by=story.lenka)


def moved(story: Story) -> Callable[[], object]:
    conference_id = story.conference_id
    assert conference_id is not None
    return lambda: actions.move(conference_id, LATER, despite="Dřív ne.", by=story.lenka)


def comes(story: Story, player: str) -> Callable[[], None]:
    invitation = story.invitation(player).id
    return lambda: actions.answer(invitation, answer=Answer.ACCEPTED, note="", by=story.key(player))


def taken_off(story: Story, player: str) -> Callable[[], None]:
    invitation = story.invitation(player).id
    return lambda: actions.take_off(invitation, why="Stačí písemně.", by=story.lenka)


LEAVING = {"removed": removed, "excluded": excluded}
MEETING: dict[str, Callable[[Story], Callable[[], object]]] = {
    "moved": moved,
    "answered": lambda story: comes(story, "ivana"),
    "taken off": lambda story: taken_off(story, "ivana"),
    "called off": called_off,
}


@pytest.mark.parametrize("leaving", LEAVING)
@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
@pytest.mark.parametrize("other", MEETING)
def test_whoever_left_has_no_meeting_whatever_happened_to_it_at_once(
    story: Story, leaving: str, other: str, first: bool
) -> None:
    story.convened(players=("ivana", "alena"))
    story.house.deliver()
    deeds = [LEAVING[leaving](story, "ivana"), MEETING[other](story)]
    both(story, *(deeds if first else reversed(deeds)))
    assert story.seat("ivana").to_at is not None
    assert not meetings_of(story, "ivana")


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_whoever_is_just_shut_out_gets_no_seat(story: Story, first: bool) -> None:
    conference_id = story.convened(players=("ivana",))
    late = lambda: actions.invite_late(conference_id, story.asked("alena"), by=story.lenka)  # noqa: E731
    deeds = [excluded(story, "alena"), late]
    both(story, *(deeds if first else reversed(deeds)))
    assert _open_seats(story, "alena") == 0


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_whoever_is_just_shut_out_is_not_convened(story: Story, first: bool) -> None:
    conference_id = story.prepared(players=("ivana", "alena"))
    deeds = [excluded(story, "alena"), lambda: actions.convene(conference_id, despite="Spěchá to.", by=story.lenka)]
    both(story, *(deeds if first else reversed(deeds)))
    assert _open_seats(story, "alena") == 0


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_whoever_is_just_shut_out_is_not_named(story: Story, first: bool) -> None:
    story.convened(story.agency("kompas"), players=("ivana",))
    invitation = story.of_agency("kompas").id
    named = Named(worker_id=story.house.worker("alena"))
    deeds = [excluded(story, "alena"), lambda: actions.name_for_agency(invitation, named, by="link:x")]
    both(story, *(deeds if first else reversed(deeds)))
    assert _open_seats(story, "alena") == 0


def _open_seats(story: Story, player: str) -> int:
    with story.inside():
        db.session.rollback()
        held = select(func.count()).where(Seat.worker_id == story.house.worker(player), Seat.to_at.is_(None))
        return db.session.scalar(held) or 0


def test_somebody_is_shut_out_once(story: Story) -> None:
    story.convened(players=("ivana",))
    both(story, excluded(story, "ivana"), excluded(story, "ivana"))
    assert noted(story, "worker excluded") == 1


def test_somebody_is_removed_once(story: Story) -> None:
    story.convened(players=("ivana",))
    both(story, removed(story, "ivana"), removed(story, "ivana"))
    assert noted(story, "seat closed") == 1
