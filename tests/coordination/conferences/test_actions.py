"""The deeds of a conference, told with the people of the example."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from agencies.staff.models import Worker
from coordination.cases import actions as cases
from coordination.cases.models import FamilyCase, Person
from coordination.cases.rules import SafeContact
from coordination.conferences import actions
from coordination.conferences.models import conference_of, invitation_of
from coordination.conferences.rules import Answer, Attendance, ConferenceState, HowTold
from coordination.seats.models import CaseFrame, Involvement, Seat
from coordination.seats.rules import Ending, Relation, Role
from foundation import audit, clock, links
from foundation.calendar_entries import entry_of
from foundation.database import db, transaction
from foundation.outbox import Letter, State
from foundation.reasons import Refused
from tests.cast import BY_KEY
from tests.conftest import calendar_of, text_of
from tests.coordination.conferences.conftest import FAMILY_WORDS, GOAL, TABLE, Story, when


@pytest.fixture(autouse=True)
def inside(story: Story) -> Iterator[None]:
    """These stories play inside the house, without pages."""
    with story.inside():
        yield


def sentences(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.sentence % reason.values for reason in refused.value.reasons]


def mailed(story: Story) -> list[str]:
    return sorted(recipient for recipient, _ in story.house.deliver())


def addresses(*players: str) -> list[str]:
    return sorted(str(BY_KEY[player].email) for player in players)


def test_convening_opens_the_case_and_seats_everybody(story: Story) -> None:
    conference_id = story.prepared()
    assert db.session.get_one(CaseFrame, story.case_id).state == "draft"
    assert actions.convene(conference_id, despite="Spěchá to.", by=story.lenka) == 6
    conference = story.conference()
    assert (conference.state, conference.number, conference.follow_up_of) == (ConferenceState.CONVENED, 1, None)
    assert db.session.get_one(CaseFrame, story.case_id).state == "open"
    assert db.session.get_one(FamilyCase, story.case_id).goal == GOAL
    assert [each.role for each in conference.invitations].count(Role.COORDINATOR) == 1
    assert all(each.seat is not None and each.seat.is_open(clock.now()) for each in conference.invitations)
    school = db.session.scalars(select(Involvement).where(Involvement.case_id == story.case_id)).all()
    assert {each.relation for each in school} == {Relation.MAY_SERVE}
    assert len(school) == 3, "who only leads the meeting or writes the minutes serves nobody"
    assert story.seat("petr").involvement_id is None
    assert audit.verify() == []


def test_each_gets_one_letter_and_one_neutral_entry(story: Story) -> None:
    story.convened()
    post = story.house.deliver()
    assert sorted(recipient for recipient, _ in post) == addresses("lenka", *TABLE)
    for recipient, message in post:
        entry = calendar_of(message)
        assert "METHOD:REQUEST" in entry
        assert entry.count("ATTENDEE") == 1
        assert f"Pracovní setkání ({story.code})" in entry
        everything = message.as_string() + text_of(message) + entry
        assert not [word for word in FAMILY_WORDS if word in everything], recipient
        assert not [name for key in TABLE if (name := BY_KEY[key].name.split()[-1]) in text_of(message)], (
            "nobody learns from a letter who else comes"
        )


def test_the_convenors_letter_opens_nothing_by_itself(story: Story) -> None:
    conference_id = story.convened()
    story.house.deliver()
    (letter,) = story.house.letters_to("lenka")
    assert f"http://localhost/conferences/{conference_id}" in text_of(letter)
    assert "/o/" not in text_of(letter)


def test_a_second_convening_changes_nothing(story: Story) -> None:
    conference_id = story.convened()
    with pytest.raises(Refused):
        actions.convene(conference_id, despite="Spěchá to.", by=story.lenka)
    assert len(mailed(story)) == 7


def test_a_day_for_answers_that_has_passed_since_stands_in_the_way(story: Story) -> None:
    conference_id = story.prepared()
    story.house.hand.on(28, 2)
    with pytest.raises(Refused) as refused:
        actions.convene(conference_id, by=story.lenka)
    assert sentences(refused) == ["The day for the answer has passed. Enter today or a later day."]
    assert [why.field for why in refused.value.reasons] == ["time"]
    actions.set_time(conference_id, when(answer_by=date(2026, 3, 1)), by=story.lenka)
    actions.convene(conference_id, despite="Spěchá to.", by=story.lenka)


def test_nobody_but_the_coordinator_convenes(story: Story) -> None:
    conference_id = story.prepared()
    with pytest.raises(Refused) as refused:
        actions.convene(conference_id, despite="Spěchá to.", by=story.key("jitka"))
    assert sentences(refused) == [
        "The coordinator convenes meetings. Send a proposal with a reason; you will be told the decision."
    ]
    assert mailed(story) == []


def test_all_obstacles_stand_there_at_once(story: Story) -> None:
    conference_id = actions.begin(story.case_id, by=story.lenka)
    actions.set_goal(conference_id, goal="", is_realistic=False, because="", by=story.lenka)
    actions.list_people(conference_id, [story.asked("tereza", inward_reason="")], by=story.lenka)
    with pytest.raises(Refused) as refused:
        actions.convene(conference_id, despite="Spěchá to.", by=story.lenka)
    assert len(sentences(refused)) == 7
    assert "The reason for inviting Bc. Tereza Malá is missing." in " ".join(sentences(refused))
    assert mailed(story) == []
    assert db.session.get_one(CaseFrame, story.case_id).state == "draft"


def test_a_draft_keeps_what_is_incomplete(story: Story) -> None:
    conference_id = actions.begin(story.case_id, by=story.lenka)
    assert actions.begin(story.case_id, by=story.lenka) == conference_id, "one is prepared at a time"
    actions.set_goal(conference_id, goal="Zatím jen náčrt", is_realistic=None, because="", by=story.lenka)
    rows = [story.asked("ivana", chosen=False, outward_reasons=()), story.asked("alena", inward_reason="")]
    actions.list_people(conference_id, rows, by=story.lenka)
    actions.set_time(conference_id, when(wall_to=None), by=story.lenka)
    draft = conference_of(conference_id)
    assert draft is not None
    assert (draft.goal, draft.goal_is_realistic, draft.meets_on) == ("Zatím jen náčrt", None, date(2026, 3, 3))
    assert (draft.wall_from, draft.starts_at) == ("13:00", None)
    assert [(each.name, each.chosen) for each in draft.invitations] == [
        ("Mgr. Ivana Součková", False), ("PhDr. Alena Křížová", True),
    ]  # fmt: skip
    assert draft.invitations[0].inward_reason == "Zná docházku a požadavky školy."


def test_what_was_only_written_beside_is_not_invited(story: Story) -> None:
    story.convened(story.asked("olga", chosen=False))
    assert story.house.worker("olga") not in {each.worker_id for each in story.conference().invitations}
    assert addresses("olga")[0] not in mailed(story)


def test_an_excluded_worker_cannot_be_invited(story: Story) -> None:
    cases.exclude(story.case_id, story.house.worker("olga"), why="Teta dítěte.", by=story.lenka)
    conference_id = actions.begin(story.case_id, by=story.lenka)
    with pytest.raises(Refused) as refused:
        actions.list_people(conference_id, [story.asked("ivana"), story.asked("olga")], by=story.lenka)
    assert sentences(refused) == ["Mgr. Olga Nová cannot work on this case. Choose somebody else."]
    assert refused.value.reasons[0].field == "rows-1-chosen"


def test_who_is_excluded_after_being_listed_stops_the_convening(story: Story) -> None:
    conference_id = story.prepared()
    cases.exclude(story.case_id, story.house.worker("ivana"), why="Teta dítěte.", by=story.lenka)
    with pytest.raises(Refused) as refused:
        actions.convene(conference_id, despite="Spěchá to.", by=story.lenka)
    assert sentences(refused) == ["Mgr. Ivana Součková cannot work on this case. Choose somebody else."]


def test_the_family_hears_only_on_a_safe_way(story: Story) -> None:
    story.convened(story.relative(story.mother, HowTold.EMAIL), story.relative(story.father))
    post = story.house.deliver()
    family = [message for recipient, message in post if recipient.endswith("doma.example")]
    assert len(family) == 1
    assert family[0]["Subject"] == "Pozvánka na schůzku"
    assert "/o/" not in text_of(family[0])
    assert not [part for part in family[0].walk() if part.get_content_type() == "text/calendar"]
    assert len(post) == 8
    assert {each.role for each in story.conference().invitations if each.is_family} == {Role.PARENT}


def test_an_unsafe_way_is_refused(story: Story) -> None:
    conference_id = actions.begin(story.case_id, by=story.lenka)
    with pytest.raises(Refused) as refused:
        actions.list_people(conference_id, [story.relative(story.father, HowTold.EMAIL)], by=story.lenka)
    assert "has no safe contact" in sentences(refused)[0]


def test_a_mailbox_that_stops_being_safe_gets_nothing(story: Story) -> None:
    story.convened(story.relative(story.mother, HowTold.EMAIL))
    with transaction() as session:
        session.get_one(Person, story.mother).safe_contact = SafeContact.NONE
    assert "jana@doma.example" not in mailed(story)


def test_a_worker_without_an_address_is_told_on_paper(story: Story) -> None:
    with transaction() as session:
        session.get_one(Worker, story.house.worker("tomas")).email = None
    story.convened()
    assert story.invitation("tomas").how_told == HowTold.PAPER
    assert len(mailed(story)) == 6


def test_the_next_meeting_has_the_next_number_and_keeps_the_seats(story: Story) -> None:
    first = story.convened()
    story.house.hand.on(3, 3, 15)
    actions.record_attendance(
        first, {each.id: Attendance.PRESENT for each in story.conference().invitations}, by=story.lenka
    )
    story.informed()
    actions.mark_held(first, by=story.lenka)
    seats = db.session.scalar(select(func.count()).select_from(Seat).where(Seat.case_id == story.case_id))
    second = actions.begin(story.case_id, by=story.lenka)
    actions.set_goal(second, goal="Uzavřít dohodu", is_realistic=True, because="Matka chce.", by=story.lenka)
    actions.list_people(second, [story.asked("martina"), story.relative(story.mother)], by=story.lenka)
    actions.set_time(second, when(meets_on=date(2026, 3, 9), answer_by=None), by=story.lenka)
    actions.convene(second, despite="Spěchá to.", by=story.lenka)
    conference = conference_of(second)
    assert conference is not None
    assert (conference.number, conference.follow_up_of) == (2, first)
    assert db.session.scalar(select(func.count()).select_from(Seat).where(Seat.case_id == story.case_id)) == seats + 1
    assert [each.name for each in conference.invitations if each.is_family] == ["Jana Vlčková"]


# --- times -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sentence", "at"),
    [
        ({"wall_to": time(12)}, "The end is before the start. Correct one of the times.", "wall_to"),
        ({"wall_to": time(13)}, "The end is before the start. Correct one of the times.", "wall_to"),
        (
            {"meets_on": date(2026, 3, 29), "wall_from": time(2, 30), "wall_to": time(4)},
            "The time 2:30 on Sunday 29. 3. 2026 does not exist, clocks change. Choose another.",
            "wall_from",
        ),
        (
            {"meets_on": date(2026, 10, 25), "wall_from": time(2, 30), "wall_to": time(4)},
            "The time 2:30 on Sunday 25. 10. 2026 comes twice, clocks go back. "
            "Choose the first (summer time) or the second (winter time).",
            "second_from",
        ),
        (
            {"meets_on": date(2026, 2, 20), "answer_by": None},
            "The start is in the past. Choose a later time.",
            "wall_from",
        ),
        (
            {"answer_by": date(2026, 3, 4)},
            "The day for the answer comes after the meeting. Choose an earlier one.",
            "answer_by",
        ),
        (
            {"answer_by": date(2026, 2, 1)},
            "The day for the answer has passed. Enter today or a later day.",
            "answer_by",
        ),
    ],
)  # fmt: skip
def test_impossible_times_are_refused_in_a_sentence(
    story: Story, changes: dict[str, object], sentence: str, at: str
) -> None:
    conference_id = actions.begin(story.case_id, by=story.lenka)
    with pytest.raises(Refused) as refused:
        actions.set_time(conference_id, when(**changes), by=story.lenka)
    assert (sentences(refused), refused.value.reasons[0].field) == ([sentence], at)


def test_the_hour_that_comes_twice_can_be_chosen(story: Story) -> None:
    conference_id = actions.begin(story.case_id, by=story.lenka)
    night = {"meets_on": date(2026, 10, 25), "wall_from": time(2, 30), "wall_to": time(2, 15)}
    actions.set_time(conference_id, when(**night, second_from=False, second_to=True), by=story.lenka)
    draft = conference_of(conference_id)
    assert draft is not None
    assert draft.starts_at is not None
    assert draft.ends_at is not None
    assert draft.ends_at - draft.starts_at == timedelta(minutes=45)


# --- answers, calling off, stepping aside ----------------------------------------------------------------------------


def test_an_answer_can_change_until_the_meeting_begins(story: Story) -> None:
    story.convened()
    invitation = story.invitation("alena")
    actions.answer(invitation.id, answer=Answer.ACCEPTED, note="", by=story.key("alena"))
    assert story.invitation("alena").answer == Answer.ACCEPTED
    actions.answer(invitation.id, answer=Answer.DECLINED, note="Mám službu.", by=story.key("alena"))
    changed = story.invitation("alena")
    assert (changed.answer, changed.answer_note) == (Answer.DECLINED, "Mám službu.")
    entry = entry_of(changed.conference_id, story.house.worker("alena"))
    assert entry is not None
    assert entry.partstat == "DECLINED"
    story.house.hand.on(3, 3, 13)
    with pytest.raises(Refused):
        actions.answer(invitation.id, answer=Answer.ACCEPTED, note="", by=story.key("alena"))
    assert story.invitation("alena").answer == Answer.DECLINED


def test_an_answer_as_said_is_told_to_whoever_said_it(story: Story) -> None:
    story.convened()
    story.house.deliver()
    invitation = story.invitation("tomas")
    actions.answer_as_said(invitation.id, answer=Answer.ACCEPTED, told=HowTold.PHONE, note="", by=story.lenka)
    ((recipient, message),) = story.house.deliver()
    assert recipient == BY_KEY["tomas"].email
    assert message["Subject"] == "Zapsali jsme vaši odpověď"
    assert "/o/" in text_of(message)


def test_calling_off_cancels_after_inviting(story: Story) -> None:
    conference_id = story.convened()
    story.house.deliver()
    actions.call_off(conference_id, why="Matka je v nemocnici.", another_by=date(2026, 3, 10), by=story.lenka)
    post = story.house.deliver()
    assert sorted(recipient for recipient, _ in post) == addresses("lenka", *TABLE)
    for _, message in post:
        assert "METHOD:CANCEL" in calendar_of(message)
        assert "SEQUENCE:1" in calendar_of(message)
        assert "nemocnici" not in message.as_string() + text_of(message)
    assert story.conference().state is ConferenceState.CANCELLED


def test_what_never_left_needs_no_calling_off(story: Story) -> None:
    conference_id = story.convened()
    actions.call_off(conference_id, why="", another_by=None, by=story.lenka)
    assert mailed(story) == []
    with pytest.raises(Refused):
        actions.call_off(conference_id, why="", another_by=None, by=story.lenka)


def test_the_links_of_a_meeting_called_off_are_dead(story: Story) -> None:
    conference_id = story.convened()
    story.house.deliver()
    token = token_of(story, "alena")
    assert links.resolve(token) is not None
    actions.call_off(conference_id, why="", another_by=None, by=story.lenka)
    assert links.resolve(token) is None


def token_of(story: Story, player: str) -> str:
    text = text_of(story.house.letters_to(player)[-1])
    return text.split("/o/")[1].split()[0]


def test_stepping_aside_closes_everything_and_tells_why_to_nobody(story: Story) -> None:
    story.convened()
    story.house.deliver()
    token = token_of(story, "alena")
    actions.step_aside(story.seat("alena").id, reason="Je to moje sousedka.", by=story.key("alena"))
    seat = story.seat("alena")
    assert (seat.ended_how, seat.ended_reason) == (Ending.STEPPED_ASIDE, "Je to moje sousedka.")
    assert links.resolve(token) is None
    ((recipient, message),) = story.house.deliver()
    assert recipient == BY_KEY["alena"].email
    assert "METHOD:CANCEL" in calendar_of(message)
    assert "sousedka" not in message.as_string()
    assert audit.verify() == []


def test_stepping_aside_takes_waiting_letters_back(story: Story) -> None:
    story.convened()
    actions.step_aside(story.seat("alena").id, reason="", by=story.key("alena"))
    post = story.house.deliver()
    to_alena = [message for recipient, message in post if recipient == BY_KEY["alena"].email]
    assert [message["Subject"] for message in to_alena] == [f"Vaše účast skončila ({story.code})"]


def test_whoever_leaves_after_the_calling_off_hears_of_it_all_the_same(story: Story) -> None:
    """The end of the meeting, perhaps still waiting, is the only thing that takes it out of the calendar."""
    conference_id = story.convened(players=("ivana", "alena"))
    story.house.deliver()
    seat = story.seat("ivana")
    actions.call_off(conference_id, why="", another_by=None, by=story.lenka)
    actions.remove(seat.id, reason="", by=story.lenka)
    called_off = [message for recipient, message in story.house.deliver() if recipient == BY_KEY["ivana"].email][0]
    assert "METHOD:CANCEL" in calendar_of(called_off)


def test_the_coordinator_cannot_step_aside(story: Story) -> None:
    story.convened()
    with pytest.raises(Refused):
        actions.step_aside(story.seat("lenka").id, reason="", by=story.lenka)


def test_a_removed_worker_gets_no_second_letter(story: Story) -> None:
    story.convened()
    story.house.deliver()
    seat = story.seat("martina")
    actions.remove(seat.id, reason="Odešla z organizace.", by=story.lenka)
    actions.remove(seat.id, reason="Odešla z organizace.", by=story.lenka)
    assert mailed(story) == addresses("martina")


def test_the_convenor_hears_of_a_letter_that_did_not_arrive(story: Story) -> None:
    story.convened()

    async def refuse(_server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address == BY_KEY["tomas"].email:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    story.house.sink.handle_RCPT = refuse  # type: ignore[attr-defined]
    story.house.deliver()
    story.house.deliver()
    assert f"Nedoručeno ({story.code})" in [message["Subject"] for message in story.house.letters_to("lenka")]
    lost = db.session.scalars(select(Letter).where(Letter.undelivered_at.is_not(None))).one()
    assert (lost.state, lost.about) == (State.UNDELIVERED, story.invitation("tomas").id)


# --- the meeting -----------------------------------------------------------------------------------------------------


def test_held_only_with_everybodys_attendance_and_not_before(story: Story) -> None:
    conference_id = story.convened(players=("ivana", "alena"))
    with pytest.raises(Refused) as refused:
        actions.mark_held(conference_id, by=story.lenka)
    assert len(sentences(refused)) == 3
    story.informed()
    with pytest.raises(Refused):
        actions.record_attendance(conference_id, {story.invitation("ivana").id: Attendance.PRESENT}, by=story.lenka)
    story.house.hand.on(3, 3, 14)
    actions.record_attendance(conference_id, {story.invitation("ivana").id: Attendance.LATE}, by=story.lenka)
    with pytest.raises(Refused) as refused:
        actions.mark_held(conference_id, by=story.lenka)
    assert sentences(refused) == [
        "It is missing who was there: Bc. Lenka Horáková, PhDr. Alena Křížová. Enter it for everybody."
    ]
    rest = {story.invitation(player).id: Attendance.PRESENT for player in ("lenka", "alena")}
    actions.record_attendance(conference_id, rest, by=story.lenka)
    actions.mark_held(conference_id, by=story.lenka)
    assert story.conference().state is ConferenceState.HELD
    invitation = invitation_of(story.invitation("ivana").id)
    assert invitation is not None
    assert invitation.attendance == Attendance.LATE


def test_taking_part_is_noted_once(story: Story) -> None:
    story.convened()
    story.pledge("alena")
    story.ground("alena")
    actions.take_part(story.seat("alena").id, by=story.key("alena"))
    first = story.seat("alena").takes_part_at
    story.house.hand.forward(timedelta(hours=1))
    actions.take_part(story.seat("alena").id, by=story.key("alena"))
    assert story.seat("alena").takes_part_at == first


def test_nobody_takes_part_unseen(story: Story) -> None:
    story.convened()
    seats = {player: story.seat(player).id for player in ("alena", "tereza")}
    story.pledge("alena")
    for player, seat_id in seats.items():
        with pytest.raises(Refused):
            actions.take_part(seat_id, by=story.key(player))
        assert story.seat(player).takes_part_at is None
    story.pledge("tereza")
    story.ground("alena")
    for player, seat_id in seats.items():
        actions.take_part(seat_id, by=story.key(player))
        assert story.seat(player).takes_part_at is not None


def test_whoever_was_taken_off_meanwhile_writes_no_attendance(story: Story) -> None:
    conference_id = story.convened()
    story.pledge("tereza")
    story.house.hand.on(3, 3, 14)
    there = {each.id: Attendance.PRESENT for each in story.conference().invitations}
    actions.record_attendance(conference_id, there, by=story.key("tereza"))
    actions.remove(story.seat("tereza").id, reason="", by=story.lenka)
    for player in ("tereza", "ivana"):
        with pytest.raises(Refused):
            actions.record_attendance(conference_id, dict.fromkeys(there, Attendance.LATE), by=story.key(player))
        with pytest.raises(Refused):
            actions.mark_held(conference_id, by=story.key(player))
    conference = story.conference()
    assert {each.attendance for each in conference.invitations} == {Attendance.PRESENT}
    assert conference.held_at is None
    actions.record_attendance(conference_id, {uuid4(): Attendance.LATE}, by=story.lenka)
    assert {each.attendance for each in story.conference().invitations} == {Attendance.PRESENT}


def test_the_same_answer_again_keeps_its_note_and_another_answer_has_its_own(story: Story) -> None:
    story.convened()
    invitation, alena = story.invitation("alena"), story.key("alena")
    actions.answer(invitation.id, answer=Answer.DECLINED, note="Mám službu.", by=alena)
    actions.answer(invitation.id, answer=Answer.DECLINED, note="", by=alena)
    assert story.invitation("alena").answer_note == "Mám službu."
    actions.answer(invitation.id, answer=Answer.ACCEPTED, note="", by=alena)
    assert story.invitation("alena").answer_note is None


def test_the_minutes_are_taken_by_the_towns_own_people(story: Story) -> None:
    conference_id = story.prepared()
    conference = story.conference()
    with transaction():
        next(
            each for each in story.conference().invitations if each.name == BY_KEY["alena"].name
        ).role = Role.MINUTE_TAKER
    with pytest.raises(Refused) as refused:
        actions.convene(conference_id, despite="Spěchá to.", by=story.lenka)
    assert sentences(refused) == [
        f"{BY_KEY['alena'].name} is not from your office and cannot take the minutes. Choose another role."
    ]
    assert conference.convened_at is None
