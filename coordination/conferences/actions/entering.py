"""Writing down a meeting that was held without the house: who was there, and nothing leaves for anybody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordination.cases.models import FamilyCase
from coordination.conferences import rules_of_entering
from coordination.conferences.actions.convening import convenors_own
from coordination.conferences.actions.coordinating import case_is_over, refuse_stranger
from coordination.conferences.actions.preparing import When, read_times
from coordination.conferences.actions.seating import Table
from coordination.conferences.models import (
    Conference,
    Invitation,
    draft_of,
    excluded_workers,
    held_before,
    next_number,
)
from coordination.conferences.rules import Attendance, MeetingKind
from coordination.conferences.rules_of_entering import Present
from coordination.seats.models import CaseFrame, Seat, held_frame
from coordination.seats.rules import Role
from foundation import audit, clock
from foundation.database import transaction
from foundation.reasons import Reason, refuse_if

THERE = frozenset({Attendance.PRESENT, Attendance.LATE, Attendance.LEFT_EARLY})


@dataclass(frozen=True)
class Attended:
    """One person, and how they were there."""

    field: str
    worker_id: UUID | None
    person_id: UUID | None
    agency_id: UUID | None
    role: Role
    name: str
    function: str
    agency_name: str
    attendance: Attendance
    accompanies_id: UUID | None = None


@dataclass(frozen=True)
class PastMeeting:
    """A meeting as the coordinator remembers it."""

    when: When
    goal: str
    kind: MeetingKind
    people: Sequence[Attended]
    own: Attendance
    """How the coordinator herself was there."""
    uninformed_because: str = ""
    """Why nobody told the family before; empty: the record follows."""


def enter(case_id: UUID, past: PastMeeting, *, by: str) -> UUID:
    """Write a past meeting down. No letter and no calendar entry leaves, and rights begin now. Raises Refused."""
    with transaction() as session:
        frame = held_frame(session, case_id)
        seat = refuse_stranger(case_id, by)
        starts, ends, wrong = in_the_way(frame, past, now=clock.now())
        refuse_if([*case_is_over(frame), *wrong])
        assert starts is not None
        assert ends is not None
        entered = _entered(session, frame, past, (starts, ends), by)
        own = convenors_own(session, entered, seat, also=None)
        own.attendance, own.attendance_by = past.own, by
        write_people(session, entered, past.people, by)
        case = session.get_one(FamilyCase, case_id)
        case.goal = case.goal or past.goal
        session.flush()
        audit.record(
            frame.town_id, by, "conference entered afterwards", f"conference:{entered.id}", case=str(case_id),
            number=entered.number, starts_at=starts.isoformat(), people=[str(each.attendance) for each in past.people],
        )  # fmt: skip
        return entered.id


def in_the_way(
    frame: CaseFrame, past: PastMeeting, *, now: datetime
) -> tuple[datetime | None, datetime | None, list[Reason]]:  # fmt: skip
    """The times meant, and everything that is missing or impossible; the meeting must be over at `now`."""
    starts, ends, impossible = read_times(past.when, past=True)
    obstacles = rules_of_entering.obstacles_to_entering(
        goal=past.goal, place=past.when.place, starts_at=starts, ends_at=ends, now=now,
        people=_there(frame, past.people),
    )  # fmt: skip
    told = [each for each in obstacles if not impossible or each.field != "meets_on"]
    return starts, ends, [*impossible, *told]


def _there(frame: CaseFrame, people: Iterable[Attended]) -> list[Present]:
    return [
        Present(
            each.name, each.field,
            minutes_from_elsewhere=each.role == Role.MINUTE_TAKER and each.agency_id != frame.town_id,
        )
        for each in people
        if each.attendance in THERE
    ]  # fmt: skip


def _entered(
    session: Session, frame: CaseFrame, past: PastMeeting, times: tuple[datetime, datetime], by: str
) -> Conference:
    """The row of the meeting; it takes the next number, and a meeting that is being prepared the one after."""
    now, draft = clock.now(), draft_of(frame.id)
    number = next_number(frame.id, besides=draft.id if draft else None)
    if draft is not None and draft.number <= number:
        draft.number = number + 1
        session.flush()
    frame.opened_at = frame.opened_at or now
    former = held_before(frame.id, times[0])
    entered = Conference(
        town_id=frame.town_id, case_id=frame.id, number=number, follow_up_of=former.id if former else None,
        initiated_by=by, goal=past.goal, goal_is_realistic=None, realistic_because="", kind=past.kind,
        starts_at=times[0], ends_at=times[1], meets_on=past.when.meets_on, place=past.when.place,
        place_is_sensitive=past.when.place_is_sensitive, drafted_at=now, convened_at=now, convened_by=by,
        entered_at=now, entered_by=by,
    )  # fmt: skip
    if past.uninformed_because.strip():
        entered.held_at, entered.held_by = now, by
        entered.uninformed_because = past.uninformed_because.strip()
    session.add(entered)
    session.flush()
    return entered


def write_people(
    session: Session, entered: Conference, people: Sequence[Attended], by: str, *, first: int = 1
) -> None:  # fmt: skip
    """Write down how people were there; whoever was gets a seat."""
    rows = [
        Invitation(
            conference_id=entered.id,
            position=position,
            worker_id=each.worker_id,
            person_id=each.person_id,
            agency_id=each.agency_id,
            role=each.role,
            name=each.name,
            function=each.function,
            agency_name=each.agency_name,
            outward_reasons=(),
            inward_reason="",
            attendance=each.attendance,
            accompanies_id=each.accompanies_id,
            attendance_by=by,
        )
        for position, each in enumerate(people, start=first)
    ]
    session.add_all(rows)
    session.flush()
    seat_whoever_was_there(session, entered, rows)


def seat_whoever_was_there(session: Session, entered: Conference, rows: Iterable[Invitation]) -> None:
    """Whoever sits or sat at the case keeps that seat and its role; a new one only whoever was there and may be."""
    table, excluded, known = Table(session, entered), excluded_workers(entered.case_id), _seats_of(session, entered)
    for row in rows:
        seat = known.get(row.worker_id or row.person_id)
        if seat is not None:
            row.seat_id, row.role = seat.id, seat.role
        elif row.attendance in THERE and row.worker_id not in excluded:
            table.seat(row)


def _seats_of(session: Session, entered: Conference) -> dict[UUID | None, Seat]:
    """The last seat of everybody who ever sat at the case: whoever has left it gets no new one by being remembered."""
    of_case = select(Seat).where(Seat.case_id == entered.case_id).order_by(Seat.to_at.is_(None), Seat.from_at)
    return {seat.worker_id or seat.person_id: seat for seat in session.scalars(of_case)}
