"""Who helps with a task, which tasks come first, and which wait for it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from coordination.seats.models import Seat
from coordination.tasks.models import Task, TaskLine, lines_where
from coordination.tasks.rules import State
from foundation.access import Audience
from foundation.database import db

MayRead = Callable[[Audience], bool]
"""Whether the reader may know of something that concerns these members of the family."""

_OVER = (State.REPORTED, State.CONFIRMED, State.CANCELLED)


@dataclass(frozen=True)
class Neighbour:
    """Another task on which one waits, or which waits; its words are empty for whoever may not read them."""

    line: TaskLine
    words: str

    @property
    def is_over(self) -> bool:
        """Whether nothing waits for it any more."""
        return self.line.state in _OVER


@dataclass(frozen=True)
class Beside:
    """What stands beside a task, for one reader."""

    helpers: Sequence[Seat]
    first: Sequence[Neighbour]
    """The tasks that come first."""
    later: Sequence[Neighbour]
    """The tasks that wait for this one."""

    @property
    def waits(self) -> bool:
        """Whether something that comes first is still to be done."""
        return any(not one.is_over for one in self.first)


def beside(line: TaskLine, may_read: MayRead) -> Beside:
    """What stands beside a task, as far as its reader may know it. At most four queries."""
    offered = lines_where(Task.plan_id == line.task.plan_id, Task.last_step.is_not(None))
    wanted = set(line.waits_for_ids)
    return Beside(
        helpers=helpers_of([line], may_read).get(line.task.id, ()),
        first=[_neighbour(one, may_read) for one in offered if one.task.id in wanted],
        later=[_neighbour(one, may_read) for one in offered if line.task.id in one.waits_for_ids],
    )


def still_first(lines: Iterable[TaskLine]) -> dict[UUID, list[int]]:
    """By task, the numbers of those that come first and are not done; one query, none when nothing waits.

    A number tells nothing about the family, so it needs no door of its own.
    """
    wanted = {line.task.id: line.waits_for_ids for line in lines if line.wording.waits_for}
    ids = {one for those in wanted.values() for one in those}
    if not ids:
        return {}
    there = db.session.scalars(select(Task).where(Task.id.in_(ids), Task.last_step.is_not(None)))
    open_ones = {one.id: one.number for one in there if one.state not in _OVER}
    found = {task_id: sorted(open_ones[one] for one in those if one in open_ones) for task_id, those in wanted.items()}
    return {task_id: numbers for task_id, numbers in found.items() if numbers}


def _neighbour(line: TaskLine, may_read: MayRead) -> Neighbour:
    return Neighbour(line, line.wording.text if may_read(line.audience) else "")


def helpers_of(lines: Iterable[TaskLine], may_read: MayRead) -> dict[UUID, list[Seat]]:
    """Who helps with each of these tasks, members of the family only where the reader may know of them. One query."""
    wanted = {line.task.id: line.helper_ids for line in lines if line.wording.helpers}
    ids = {seat_id for ids in wanted.values() for seat_id in ids}
    if not ids:
        return {}
    seats = {seat.id: seat for seat in db.session.scalars(select(Seat).where(Seat.id.in_(ids)))}
    return {
        task_id: [seats[one] for one in helping if one in seats and may_read(audience_of(seats[one]))]
        for task_id, helping in wanted.items()
    }


def audience_of(seat: Seat) -> Audience:
    """Who may know that this seat helps: everybody; of a member of the family, whoever may know of them."""
    return Audience(members=frozenset({seat.tells_of}) if seat.tells_of else None)
