"""The deeds of a conference: prepare it, convene it, answer it, meet, call it off, close a seat."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.directory.models import Agency
from agencies.staff.models import Worker
from coordination.cases.actions import on_exclusion
from coordination.cases.models import FamilyCase, Person
from coordination.cases.rules import SafeContact
from coordination.conferences import documents, rules
from coordination.conferences.models import (
    INVITATION,
    Conference,
    Invitation,
    conference_of,
    draft_of,
    excluded_workers,
    expected,
    invitation_of,
    invitations_of_seat,
    last_held,
    next_number,
)
from coordination.conferences.rules import Answer, Attendance, ConferenceState, HowTold, Invitee
from coordination.seats.models import CaseFrame, Involvement, Seat, coordinator_of, facts_of_seat, open_seats
from coordination.seats.rules import Ending, Relation, Role
from coordination.tasks.actions import orphan_tasks_of
from foundation import audit, calendar_entries, clock, language, links, outbox
from foundation.access import Door, decide
from foundation.database import db, transaction
from foundation.ics import Partstat
from foundation.reasons import Reason, Refused, reason, refuse_if

# --- preparing: a draft keeps whatever was typed, complete or not ----------------------------------------------------


def begin(case_id: UUID, *, by: str) -> UUID:
    """Begin to prepare the case's next conference, or go on with the one that is being prepared."""
    with transaction() as session:
        frame = session.get_one(CaseFrame, case_id, with_for_update=True)
        _refuse_stranger(case_id, by)
        refuse_if(_case_is_over(frame))
        draft = draft_of(case_id)
        if draft is not None:
            return draft.id
        case = session.get_one(FamilyCase, case_id)
        draft = Conference(
            town_id=frame.town_id, case_id=case_id, number=next_number(case_id), initiated_by=by, goal=case.goal,
            realistic_because="", drafted_at=clock.now(),
        )  # fmt: skip
        session.add(draft)
        session.flush()
        audit.record(frame.town_id, by, "conference prepared", f"conference:{draft.id}", case=str(case_id))
        return draft.id


def _case_is_over(frame: CaseFrame) -> tuple[Reason, ...]:
    if frame.state in ("draft", "open"):
        return ()
    return (reason("The case is closed, no meeting can be convened. Open a new one if the family needs help again."),)


def _refuse_stranger(case_id: UUID, by: str) -> Seat:
    """The coordinator's seat, if it is she who asks (S2-52)."""
    seat = coordinator_of(case_id)
    if by != f"worker:{seat.worker_id}":
        raise Refused(
            [reason("The coordinator convenes meetings. Send a proposal with a reason; you will be told the decision.")]
        )
    return seat


def _draft(session: Session, conference_id: UUID, by: str) -> Conference:
    """The draft, ready to be written into; Refused when it is none any more."""
    conference = conference_of(conference_id)
    if conference is None or conference.state is not ConferenceState.DRAFT:
        raise Refused([reason("The invitations have left already. Open the meeting to see who answered.")])
    session.get_one(CaseFrame, conference.case_id, with_for_update=True)
    _refuse_stranger(conference.case_id, by)
    return conference


def set_goal(conference_id: UUID, *, goal: str, is_realistic: bool | None, because: str, by: str) -> None:
    """Write down what the meeting is to achieve; any part may still be missing."""
    with transaction() as session:
        draft = _draft(session, conference_id, by)
        draft.goal, draft.goal_is_realistic, draft.realistic_because = goal, is_realistic, because
        audit.record(draft.town_id, by, "conference goal written", f"conference:{conference_id}")


@dataclass(frozen=True)
class Asked:
    """One row of the list of people, as the coordinator filled it."""

    worker_id: UUID | None
    person_id: UUID | None
    agency_id: UUID | None
    role: Role
    name: str
    function: str
    agency_name: str
    chosen: bool
    outward_reasons: tuple[str, ...] = ()
    inward_reason: str = ""
    to_prepare: str = ""
    how_told: HowTold | None = None

    @property
    def says_something(self) -> bool:
        """Whether losing the row would lose something that was typed or chosen."""
        return self.chosen or bool(self.outward_reasons or self.inward_reason or self.to_prepare)


def list_people(conference_id: UUID, asked: Sequence[Asked], *, by: str) -> None:
    """Keep the list of people of a draft; Refused for people who must not be on it, nothing typed is lost."""
    with transaction() as session:
        draft = _draft(session, conference_id, by)
        refuse_if(_forbidden(session, draft.case_id, asked))
        former = {each.worker_id or each.person_id: each for each in draft.invitations}
        kept = [each for each in asked if each.says_something]
        for gone in set(former) - {each.worker_id or each.person_id for each in kept}:
            session.delete(former[gone])
        for position, each in enumerate(kept, start=1):
            row = former.get(each.worker_id or each.person_id) or Invitation(conference_id=conference_id)
            row.position = position
            for name, value in vars(each).items():
                setattr(row, name, value)
            session.add(row)
        about = f"conference:{conference_id}"
        audit.record(draft.town_id, by, "people listed", about, people=[_key(each) for each in kept if each.chosen])


def _key(each: Asked | Invitation) -> str:
    return f"worker:{each.worker_id}" if each.worker_id else f"person:{each.person_id}"


def _forbidden(session: Session, case_id: UUID, asked: Iterable[Asked]) -> list[Reason]:
    """Why somebody must not be on the list; each reason names its row as `rows-<index>-chosen`."""
    excluded, wrong, seen = excluded_workers(case_id), [], set()
    family = {person.id: person for person in session.scalars(select(Person).where(Person.case_id == case_id))}
    for index, each in enumerate(asked):
        field = f"rows-{index}-chosen"
        if not each.chosen:
            continue
        if each.worker_id in excluded:
            wrong.append(reason("%(name)s cannot work on this case. Choose somebody else.", field, name=each.name))
        if _key_of(each) in seen:
            wrong.append(reason("%(name)s is on the list twice. Keep one of the two.", field, name=each.name))
        if each.person_id and _is_unsafe(family.get(each.person_id), each.how_told):
            wrong.append(rules.no_safe_way(each.name, f"rows-{index}-how_told"))
        seen.add(_key_of(each))
    return wrong


def _key_of(each: Asked) -> UUID | None:
    return each.worker_id or each.person_id


def _is_unsafe(person: Person | None, told: HowTold | None) -> bool:
    """Whether telling a member of the family on this way could do harm."""
    if person is None:
        return True
    needs = {HowTold.EMAIL: SafeContact.EMAIL, HowTold.PHONE: SafeContact.PHONE}.get(told or HowTold.IN_PERSON)
    return told == HowTold.DATA_BOX or (needs is not None and person.safe_contact != needs)


@dataclass(frozen=True)
class When:
    """When and where, as typed; `second_*` says which of two equal times of the October night is meant."""

    meets_on: date | None
    wall_from: time | None
    wall_to: time | None
    place: str
    place_is_sensitive: bool
    answer_by: date | None
    second_from: bool | None = None
    second_to: bool | None = None


def set_time(conference_id: UUID, when: When, *, by: str) -> None:
    """Keep when and where a draft meets; any part may be missing, what is there must be possible (Refused)."""
    starts, ends, wrong = read_times(when)
    refuse_if([*wrong, *rules.wrong_answer_day(when.answer_by, meets_on=when.meets_on, today=clock.today())])
    with transaction() as session:
        draft = _draft(session, conference_id, by)
        draft.meets_on, draft.starts_at, draft.ends_at = when.meets_on, starts, ends
        draft.wall_from, draft.wall_to = _wall(when.wall_from), _wall(when.wall_to)
        draft.place, draft.place_is_sensitive = when.place, when.place_is_sensitive
        draft.answer_by = when.answer_by
        audit.record(draft.town_id, by, "conference time set", f"conference:{conference_id}")


def _wall(shown: time | None) -> str:
    return f"{shown:%H:%M}" if shown else ""


def read_times(when: When) -> tuple[datetime | None, datetime | None, list[Reason]]:
    """The instants meant, both None while the day or a time is missing; and why they are impossible, if they are."""
    if when.meets_on is None:
        return None, None, []
    starts, no_start = _instant(when.meets_on, when.wall_from, when.second_from, "wall_from")
    ends, no_end = _instant(when.meets_on, when.wall_to, when.second_to, "wall_to")
    wrong = [*no_start, *no_end]
    if starts is not None and ends is not None and ends <= starts:
        wrong.append(reason("The end is before the start. Correct one of the times.", "wall_to"))
    if starts is not None and starts <= clock.now():
        wrong.append(reason("The start is in the past. Choose a later time.", "wall_from"))
    whole = starts is not None and ends is not None and not wrong
    return (starts, ends, wrong) if whole else (None, None, wrong)


def _instant(day: date, wall: time | None, second: bool | None, field: str) -> tuple[datetime | None, list[Reason]]:
    if wall is None:
        return None, []
    said = {"time": language.wall_time(wall), "date": language.day(day)}
    try:
        return clock.instant(day, wall, second=second), []
    except clock.NoSuchTime:
        return None, [
            reason("The time %(time)s on Sunday %(date)s does not exist, clocks change. Choose another.", field, **said)
        ]
    except clock.TimeComesTwice:
        return None, [
            reason(
                "The time %(time)s on Sunday %(date)s comes twice, clocks go back. "
                "Choose the first (summer time) or the second (winter time).",
                field.replace("wall", "second"),
                **said,
            )
        ]


# --- convening -------------------------------------------------------------------------------------------------------


def obstacles(conference: Conference) -> tuple[Reason, ...]:
    """Everything that stands in the way of convening a draft, all at once."""
    town = db.session.get_one(Agency, conference.town_id)
    excluded = excluded_workers(conference.case_id)
    ids = [each.person_id for each in conference.invitations if each.person_id]
    family = {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
    roles: dict[UUID | None, Role] = {
        seat.worker_id: seat.role for seat in open_seats(conference.case_id) if seat.worker_id
    }
    invitees = [
        Invitee(
            name=each.name,
            agency=str(each.agency_id) if each.agency_id else None,
            has_outward_reason=bool(each.outward_reasons),
            has_inward_reason=bool(each.inward_reason.strip()),
            is_family=each.is_family,
            excluded=each.worker_id in excluded,
            unsafe=each.person_id is not None and _is_unsafe(family.get(each.person_id), each.how_told),
            minutes_from_elsewhere=each.role == Role.MINUTE_TAKER and each.agency_id != conference.town_id,
            other_role=roles.get(each.worker_id, each.role) != each.role,
        )
        for each in conference.invitations
        if each.chosen
    ]
    return rules.obstacles_to_convening(
        goal=conference.goal, is_realistic=conference.goal_is_realistic, because=conference.realistic_because,
        town_office=str(town.id), invitees=invitees, starts_at=conference.starts_at, place=conference.place,
        now=clock.now(),
    )  # fmt: skip


def convene(conference_id: UUID, *, by: str) -> int:
    """Convene a prepared conference: open the case, give seats, file one letter a person; answers how many are invited.

    Raises Refused with all obstacles at once.
    """
    with transaction() as session:
        conference = _draft(session, conference_id, by)
        frame = session.get_one(CaseFrame, conference.case_id)
        refuse_if([*_case_is_over(frame), *obstacles(conference)])
        now, seat = clock.now(), coordinator_of(conference.case_id)
        frame.opened_at = frame.opened_at or now
        held = last_held(conference.case_id)
        conference.number = next_number(conference.case_id, besides=conference_id)
        conference.follow_up_of = held.id if held else None
        conference.convened_at, conference.convened_by = now, by
        session.get_one(FamilyCase, conference.case_id).goal = conference.goal
        invited = _seat_everybody(session, conference)
        head = documents.letterhead(conference.case_id)
        for each in (_convenors_own(session, conference, seat), *invited):
            each.how_told = documents.invite(conference, each, head)
        audit.record(
            conference.town_id, by, "conference convened", f"conference:{conference_id}",
            case=str(conference.case_id), number=conference.number, invited=[_key(each) for each in invited],
        )  # fmt: skip
        return len(invited)


def _convenors_own(session: Session, conference: Conference, seat: Seat) -> Invitation:
    """The convenor's own row: she comes, and her attendance is noted like everybody's."""
    own = Invitation(
        conference_id=conference.id, position=0, worker_id=seat.worker_id, agency_id=conference.town_id, role=seat.role,
        name=seat.name, function=seat.function, agency_name=seat.agency_name, outward_reasons=(), inward_reason="",
        seat_id=seat.id, answer=Answer.ACCEPTED, answered_at=clock.now(), answered_by=f"worker:{seat.worker_id}",
    )  # fmt: skip
    session.add(own)
    session.flush()
    return own


def _seat_everybody(session: Session, conference: Conference) -> list[Invitation]:
    """Give each invited person a seat; rows that were only written beside go, the draft is over."""
    seated = {seat.worker_id or seat.person_id: seat for seat in open_seats(conference.case_id)}
    there = select(Involvement).where(Involvement.case_id == conference.case_id)
    involved = {each.agency_id: each for each in session.scalars(there)}
    invited = [each for each in conference.invitations if each.chosen]
    for each in conference.invitations:
        if not each.chosen:
            session.delete(each)
    for each in invited:
        seat = seated.get(each.worker_id or each.person_id)  # whoever sits here already keeps the seat as it is
        if seat is None:
            seat = seated[each.worker_id or each.person_id] = _new_seat(session, conference, each)
            if each.role == Role.AGENCY_WORKER and each.agency_id is not None:
                involvement = involved.get(each.agency_id) or _may_serve(session, conference, each.agency_id)
                involved[each.agency_id] = involvement
                seat.involvement_id = involvement.id
        seat.outward_reasons, seat.inward_reason = each.outward_reasons, each.inward_reason or None
        session.flush()
        each.seat_id = seat.id
    session.flush()
    return invited


def _may_serve(session: Session, conference: Conference, agency_id: UUID) -> Involvement:
    involvement = Involvement(
        case_id=conference.case_id, agency_id=agency_id, relation=Relation.MAY_SERVE, since=clock.today(), areas=()
    )  # fmt: skip
    session.add(involvement)
    session.flush()
    return involvement


def _new_seat(session: Session, conference: Conference, invitation: Invitation) -> Seat:
    seat = Seat(
        town_id=conference.town_id, case_id=conference.case_id, worker_id=invitation.worker_id,
        person_id=invitation.person_id, role=invitation.role, name=invitation.name, function=invitation.function,
        agency_name=invitation.agency_name, from_at=clock.now(),
    )  # fmt: skip
    session.add(seat)
    return seat


def call_off(conference_id: UUID, *, why: str, another_by: date | None, by: str) -> None:
    """Call a convened meeting off; everybody invited hears of it, after their invitation and never before it.

    `another_by` is the day by which another date will be proposed; None: there will be none.
    """
    with transaction() as session:
        conference = conference_of(conference_id)
        assert conference is not None
        _refuse_stranger(conference.case_id, by)
        refuse_if([*rules.obstacles_to_calling_off(conference.state), *_wrong_replacement(another_by)])
        conference.cancelled_at, conference.cancelled_by, conference.cancelled_why = clock.now(), by, why
        head = documents.letterhead(conference.case_id)
        for each in conference.invitations:
            documents.call_off(conference, each, head, another_by=another_by)
            if each.worker_id is not None:
                links.revoke(INVITATION, each.id, each.worker_id)
        session.flush()
        audit.record(conference.town_id, by, "conference called off", f"conference:{conference_id}", why=why)


def _wrong_replacement(another_by: date | None) -> tuple[Reason, ...]:
    if another_by is not None and another_by < clock.today():
        return (reason("The day has already passed. Enter today or a later day.", "another_by"),)
    return ()


# --- answering -------------------------------------------------------------------------------------------------------

_PARTSTAT = {
    Answer.ACCEPTED: Partstat.ACCEPTED,
    Answer.SUBSTITUTE: Partstat.DECLINED,
    Answer.WRITTEN_ONLY: Partstat.DECLINED,
    Answer.DECLINED: Partstat.DECLINED,
}


def answer(invitation_id: UUID, *, answer: Answer, note: str, by: str) -> None:
    """Keep what an invited person answers about the date; it can change until the meeting begins (Refused after)."""
    with transaction():
        invitation = _answered(invitation_id, answer, note, by)
        _record_answer(invitation, by)


def answer_as_said(invitation_id: UUID, *, answer: Answer, told: HowTold, note: str, by: str) -> None:
    """Keep an answer that the coordinator heard; the person gets a letter and can correct it."""
    with transaction():
        invitation = _answered(invitation_id, answer, note, by)
        _refuse_stranger(invitation.conference.case_id, by)
        head = documents.letterhead(invitation.conference.case_id)
        documents.tell_of_recorded_answer(invitation.conference, invitation, head)
        _record_answer(invitation, by, told=str(told))


def _answered(invitation_id: UUID, answer: Answer, note: str, by: str) -> Invitation:
    invitation = invitation_of(invitation_id)
    if invitation is None or invitation.seat is None or not invitation.seat.is_open(clock.now()):
        raise Refused([reason("The invitation does not hold any more. Call us if that is a mistake.")])
    conference = invitation.conference
    refuse_if(
        rules.obstacles_to_answering(
            starts_at=conference.starts_at, cancelled=conference.cancelled_at is not None, now=clock.now()
        )
    )
    if note or answer != invitation.answer:
        invitation.answer_note = note or None  # the form never shows a note back, so silence does not take it away
    invitation.answer = answer
    invitation.answered_at, invitation.answered_by = clock.now(), by
    if invitation.worker_id is not None:
        calendar_entries.answer(conference.id, invitation.worker_id, _PARTSTAT[answer])
    return invitation


def _record_answer(invitation: Invitation, by: str, **content: str) -> None:
    conference = invitation.conference
    audit.record(
        conference.town_id, by, "invitation answered", f"invitation:{invitation.id}",
        conference=str(conference.id), answer=str(invitation.answer), **content,
    )  # fmt: skip


def take_part(seat_id: UUID, *, by: str) -> None:
    """The holder, told whose family it is, agrees to take part; Refused before the pledge and the ground."""
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        if seat.takes_part_at is not None or not seat.is_open(clock.now()):
            return
        _refuse_untold(session, seat)
        seat.takes_part_at = clock.now()
        audit.record(seat.town_id, by, "takes part", f"seat:{seat_id}", case=str(seat.case_id))


def _refuse_untold(session: Session, seat: Seat) -> None:
    """Nobody takes part unseen: the pledge comes first, and for an agency the ground on which it may know."""
    facts = facts_of_seat(session.get_one(CaseFrame, seat.case_id), seat, Door.CODE)
    may_know = decide(facts, "family_has_a_case", "R", clock.now()).allowed
    if not facts.signed or (seat.role == Role.AGENCY_WORKER and not may_know):
        raise Refused([reason("You cannot take part before you may know whom it concerns. Call the coordinator.")])


# --- closing a seat --------------------------------------------------------------------------------------------------


def step_aside(seat_id: UUID, *, reason: str, by: str) -> None:
    """The holder leaves the case; the reason reaches the coordinator only."""
    _close(seat_id, how=Ending.STEPPED_ASIDE, why=reason, by=by)


def remove(seat_id: UUID, *, reason: str, by: str) -> None:
    """The coordinator takes somebody off the case."""
    _close(seat_id, how=Ending.REMOVED, why=reason, by=by)


def _close(seat_id: UUID, *, how: Ending, why: str, by: str) -> None:
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        if seat.role == Role.COORDINATOR:
            raise Refused([reason("There is always one coordinator. Hand the case over first.")])
        if not seat.is_open(clock.now()):
            return
        if how != Ending.STEPPED_ASIDE:
            _refuse_stranger(seat.case_id, by)
        _end_seat(session, seat, how=how, why=why, by=by)
        audit.record(seat.town_id, by, "seat closed", f"seat:{seat_id}", case=str(seat.case_id), how=str(how))


def _end_seat(session: Session, seat: Seat, *, how: Ending, why: str, by: str) -> None:
    """Close a seat and take back what was sent for it: links, waiting letters, calendar entries, tasks."""
    now = clock.now()
    orphan_tasks_of(session, seat.id, by)
    seat.to_at, seat.ended_how, seat.ended_reason = now, how, why or None
    coming = []
    for each in invitations_of_seat(seat.id):
        outbox.take_back(about=each.id, why="the seat is closed")
        if each.worker_id is not None:
            links.revoke(INVITATION, each.id, each.worker_id)
        meets = each.conference
        if meets.state is ConferenceState.CONVENED and meets.ends_at is not None and meets.ends_at > now:
            coming.append(each)
    if seat.worker_id is not None:
        documents.close_seat(seat, coming, documents.letterhead(seat.case_id))
    session.flush()


@on_exclusion
def _close_seat_of_excluded(session: Session, case_id: UUID, worker_id: UUID, by: str) -> None:
    """Whoever is shut out loses the seat with everything that was sent for it; the reason stays with the exclusion."""
    held = select(Seat).where(Seat.case_id == case_id, Seat.worker_id == worker_id, Seat.to_at.is_(None))
    for seat in session.scalars(held).all():
        _end_seat(session, seat, how=Ending.REMOVED, why="", by=by)


# --- the meeting -----------------------------------------------------------------------------------------------------


def _refuse_who_may_not_write(session: Session, conference: Conference, by: str) -> None:
    """Attendance is written by whoever has the right to it now, not when the page was opened."""
    frame = session.get_one(CaseFrame, conference.case_id, with_for_update=True)
    seat = next((one for one in open_seats(conference.case_id) if by == f"worker:{one.worker_id}"), None)
    facts = facts_of_seat(frame, seat, Door.ACCOUNT2) if seat else None
    if not decide(facts, "attendance", "W", clock.now()).allowed:
        raise Refused([reason("You no longer write the attendance of this meeting. Call the coordinator.")])


def record_attendance(conference_id: UUID, attendance: Mapping[UUID, Attendance], *, by: str) -> None:
    """Write down who was there, by invitation; people not named keep what is known of them."""
    with transaction() as session:
        conference = conference_of(conference_id)
        assert conference is not None
        _refuse_who_may_not_write(session, conference, by)
        refuse_if(
            rules.obstacles_to_attendance(conference.state, starts_at=conference.starts_at, now=clock.now())
        )  # fmt: skip
        changed = {}
        for each in conference.invitations:
            found = attendance.get(each.id)
            if found is not None and found != each.attendance:
                each.attendance, each.attendance_by = found, by
                changed[str(each.id)] = str(found)
        session.flush()
        audit.record(conference.town_id, by, "attendance recorded", f"conference:{conference_id}", attendance=changed)


def mark_held(conference_id: UUID, *, by: str) -> None:
    """Note that the meeting took place; Refused before it begins and while somebody's attendance is missing."""
    with transaction() as session:
        conference = conference_of(conference_id)
        assert conference is not None
        _refuse_who_may_not_write(session, conference, by)
        missing = [each.name for each in expected(conference) if each.attendance is None]
        refuse_if(
            rules.obstacles_to_holding(
                conference.state, starts_at=conference.starts_at, now=clock.now(), without_attendance=missing
            )
        )
        conference.held_at, conference.held_by = clock.now(), by
        session.flush()
        audit.record(
            conference.town_id, by, "conference held", f"conference:{conference_id}", number=conference.number
        )  # fmt: skip


def invited_by_mail(conference: Conference) -> int:
    """How many invited workers have an address, and so how many invitations leave when a draft is convened."""
    ids = [each.worker_id for each in conference.invitations if each.chosen and each.worker_id]
    reached = select(Worker.id).where(Worker.id.in_(ids), Worker.email.is_not(None))
    return len(db.session.scalars(reached).all())
