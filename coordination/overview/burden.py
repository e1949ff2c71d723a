"""What a case weighs, as counts and dates without a word about the family: for whoever is asked to take it over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from coordination.conferences.models import Conference
from coordination.overview.models import with_grounds
from coordination.seats.models import CaseFrame, coordinator_of, grounds_of, open_seats
from coordination.seats.rules import Role
from coordination.tasks.models import TaskLine, offered_tasks
from coordination.tasks.rules import OPEN_POINTS, RUNNING, State
from foundation import clock
from foundation.database import db


@dataclass(frozen=True)
class Burden:
    """How much there is to do at a case."""

    code: str
    state: str
    since: date
    """The day on which it was opened."""
    people: int
    """How many sit at the table."""
    meetings: tuple[datetime, ...]
    """When people meet next, the nearest first."""
    being_prepared: bool
    without_attendance: int
    """Meetings that are over and not written down."""
    own_tasks: int
    """What the present coordinator answers for, and the next one will."""
    open_tasks: int
    late_tasks: int
    open_points: int
    unpledged: int
    ungrounded: int


def burden_of(case_id: UUID) -> Burden:
    """The counts of one case. About ten queries, however much there is."""
    frame, now = db.session.get_one(CaseFrame, case_id), clock.now()
    held = open_seats(case_id)
    seats = with_grounds(held, grounds_of([seat.involvement_id for seat in held]))
    tasks = [task for task in offered_tasks([case_id]) if task.state not in (State.CONFIRMED, State.CANCELLED)]
    own = coordinator_of(case_id).id
    meetings = _unfinished(case_id)
    return Burden(
        code=frame.code,
        state=frame.state,
        since=clock.in_prague(frame.opened_at or frame.drafted_at).date(),
        people=len(seats),
        meetings=tuple(
            sorted(starts for starts, ends, convened in meetings if convened and starts and ends and ends > now)
        ),
        being_prepared=any(convened is None for _starts, _ends, convened in meetings),
        without_attendance=sum(bool(convened and ends and ends <= now) for _starts, ends, convened in meetings),
        own_tasks=sum(task.seat is not None and task.seat.id == own for task in tasks),
        open_tasks=sum(task.state in RUNNING or _waits(task) for task in tasks),
        late_tasks=sum(task.late_since is not None for task in tasks),
        open_points=sum(task.state in OPEN_POINTS for task in tasks),
        unpledged=sum(seat.owes_pledge and seat.seat.role != Role.COORDINATOR for seat in seats),
        ungrounded=sum(seat.owes_ground for seat in seats),
    )


def _waits(task: TaskLine) -> bool:
    return task.state in (State.DECLINED, State.REPORTED)


def _unfinished(case_id: UUID) -> Sequence[tuple[datetime | None, datetime | None, datetime | None]]:
    """When the meetings begin, end and were convened that are neither held nor called off."""
    times = select(Conference.starts_at, Conference.ends_at, Conference.convened_at)
    open_still = (Conference.held_at.is_(None), Conference.cancelled_at.is_(None))
    rows = db.session.execute(times.where(Conference.case_id == case_id, *open_still))
    return [(starts, ends, convened) for starts, ends, convened in rows]
