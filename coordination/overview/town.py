"""The cases of a town as its head of department reads them: code, state, coordinator and dates, no family."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, not_, or_, select, union_all

from agencies.staff.models import Worker
from coordination.cases.hand_overs import coordinator_at_work
from coordination.conferences.models import Conference
from coordination.evaluation.models_of_retention import time_is_over
from coordination.plans.models import Plan, PlanVersion
from coordination.seats.models import CaseFrame, Exclusion, Pledge, Seat
from coordination.seats.rules import Role
from coordination.tasks.models import Task, TaskStep
from foundation import clock
from foundation.access import Actor, Facts, decide
from foundation.database import db

ON_ONE_PAGE = 50


@dataclass(frozen=True)
class CaseInTown:
    """One case as its head sees it in the list."""

    id: UUID
    code: str
    state: str
    coordinator: str
    since: date
    """Since when this person coordinates it."""
    at_work: bool
    """Whether the coordinator holds the post and can sign in."""
    over: bool
    """Whether it is closed and need not be kept any longer."""
    next_meeting: datetime | None = None
    moved_on: date | None = None
    """The day of the last movement of any kind."""


@dataclass(frozen=True)
class Sieve:
    """Which of the cases are looked for."""

    coordinator: UUID | None = None
    without: bool = False
    """Only those without a coordinator at work."""
    over: bool = False
    """Only those that need not be kept any longer."""
    after: str = ""
    """The code after which the page begins."""


def cases_in_towns(actor: Actor, sieve: Sieve | None = None) -> tuple[Sequence[CaseInTown], bool]:
    """A page of the cases in the towns that `actor` heads, by code, and whether more follow. Five queries in one town.

    A draft is there only when nobody looks after it: otherwise it would be nobody's.
    """
    sieve = sieve or Sieve()
    works, over = coordinator_at_work(), time_is_over(_towns_of(actor))
    wanted = _headed(actor).add_columns(works, over).where(CaseFrame.code > sieve.after)
    wanted = wanted.where(or_(CaseFrame.opened_at.is_not(None), not_(works)))
    if sieve.coordinator is not None:
        wanted = wanted.where(Seat.worker_id == sieve.coordinator)
    if sieve.without:
        wanted = wanted.where(not_(works))
    if sieve.over:
        wanted = wanted.where(over)
    rows = db.session.execute(wanted.order_by(CaseFrame.code).limit(ON_ONE_PAGE + 1)).all()
    found = [_listed(*row) for row in rows if _may_list(actor, row[0])]
    page = found[:ON_ONE_PAGE]
    return _with_dates(page), len(found) > ON_ONE_PAGE


def _headed(actor: Actor) -> Select[CaseFrame, Seat]:
    """The cases of the actor's towns with their coordinators' seats; without erased ones and those closed to them."""
    excluded = and_(Exclusion.case_id == CaseFrame.id, Exclusion.worker_id == actor.worker_id)
    return (
        select(CaseFrame, Seat)
        .join(Seat, and_(Seat.case_id == CaseFrame.id, Seat.role == Role.COORDINATOR, Seat.to_at.is_(None)))
        .outerjoin(Exclusion, excluded)
        .where(CaseFrame.town_id.in_(_towns_of(actor)), Exclusion.id.is_(None), CaseFrame.erased_at.is_(None))
    )


def _towns_of(actor: Actor) -> list[UUID]:
    return [agency_id for role, agency_id in actor.offices if role == "head"]


def _may_list(actor: Actor, frame: CaseFrame) -> bool:
    facts = Facts("head", actor.door, f"case:{frame.id}", frame.town_id, state=frame.state)
    resource = "appointing" if frame.state == "draft" else "family_has_a_case"
    return decide(facts, resource, "R", clock.now()).allowed


def _listed(frame: CaseFrame, seat: Seat, at_work: bool, over: bool | None) -> CaseInTown:
    since = clock.in_prague(seat.from_at).date()
    return CaseInTown(frame.id, frame.code, frame.state, seat.name, since, at_work, bool(over))


def _with_dates(cases: Iterable[CaseInTown]) -> list[CaseInTown]:
    by_id = {one.id: one for one in cases}
    meetings, movements = next_meetings(by_id), _last_movements(by_id)
    return [
        replace(
            one, next_meeting=meetings.get(one.id),
            moved_on=clock.in_prague(movements[one.id]).date() if one.id in movements else None,
        )
        for one in by_id.values()
    ]  # fmt: skip


def next_meetings(case_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """When each of these cases meets next, of those that do. One query."""
    convened = (Conference.convened_at.is_not(None), Conference.held_at.is_(None), Conference.cancelled_at.is_(None))
    first = select(Conference.case_id, func.min(Conference.starts_at)).group_by(Conference.case_id)
    rows = db.session.execute(
        first.where(Conference.case_id.in_(case_ids), *convened, Conference.ends_at > clock.now())
    )
    return {case_id: starts for case_id, starts in rows if starts is not None}


_MOVES_OF_MEETING = (Conference.convened_at, Conference.held_at, Conference.cancelled_at)


def _last_movements(case_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """When anything last happened at each case: a meeting, a pledge, a seat, a plan, a step of a task."""
    sources: list[tuple[Any, Any, Any]] = [
        *((CaseFrame.id, at, None) for at in (CaseFrame.drafted_at, CaseFrame.opened_at, CaseFrame.closed_at)),
        *((Seat.case_id, at, None) for at in (Seat.from_at, Seat.to_at)),
        *((Pledge.case_id, at, None) for at in (Pledge.signed_at, Pledge.refused_at)),
        *((Conference.case_id, at, None) for at in _MOVES_OF_MEETING),
        (Task.case_id, TaskStep.at, Task.id == TaskStep.task_id),
        (Plan.case_id, PlanVersion.approved_at, Plan.id == PlanVersion.plan_id),
    ]
    movements = []
    for case_id, at, joined in sources:
        latest = select(case_id.label("case_id"), func.max(at).label("at")).where(case_id.in_(case_ids))
        movements.append((latest if joined is None else latest.where(joined)).group_by(case_id))
    found: dict[UUID, datetime] = {}
    for case_id, at in db.session.execute(union_all(*movements)):
        if at is not None and (case_id not in found or at > found[case_id]):
            found[case_id] = at
    return found


def coordinators_in_towns(actor: Actor) -> Sequence[tuple[UUID, str]]:
    """Who coordinates a case in the actor's towns, by name."""
    theirs = _headed(actor).with_only_columns(Seat.worker_id)
    rows = db.session.execute(select(Worker.id, Worker.name).where(Worker.id.in_(theirs)).order_by(Worker.name))
    return [(worker_id, name) for worker_id, name in rows]


@dataclass(frozen=True)
class TownPage:
    """The list of a town's cases as it was asked for, and those without a coordinator at work."""

    cases: Sequence[CaseInTown]
    goes_on: bool
    sieve: Sieve
    coordinators: Sequence[tuple[UUID, str]]
    without: Sequence[CaseInTown]
    """On the first page of the head, whatever else she looks for."""


def town_page(actor: Actor, sieve: Sieve) -> TownPage:
    """What the head of a department finds on her first page. Eleven queries in one town."""
    cases, goes_on = cases_in_towns(actor, sieve)
    without, _more = cases_in_towns(actor, Sieve(without=True))
    return TownPage(cases, goes_on, sieve, coordinators_in_towns(actor), without)
