"""What is counted of the cases of a town, one query for each kind of thing; nobody's name is read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased, selectinload

from agencies.directory.models import Agency
from agencies.figures.rules import DAYS, HalfYear, Shown, counted, shown, span_of
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.rules import Attendance
from coordination.seats.models import CaseFrame, Seat
from coordination.seats.rules import FAMILY, Role
from coordination.standpoints.needs import Need
from coordination.statistics.rules import AGREED_WITHIN
from coordination.tasks.models import Task, TaskStep, TaskWording
from coordination.tasks.rules import Outcome, Schedule, Step
from foundation import clock
from foundation.database import db

OF_FAMILY = "family"
"""Under which kind the tasks of parents and children are counted."""
_THERE = (Attendance.PRESENT, Attendance.LATE, Attendance.LEFT_EARLY)


@dataclass(frozen=True)
class Numbers:
    """Everything that a town learns about one half-year."""

    days: Shown
    """From the need to the first meeting of each case, in the spans of `DAYS`."""
    families: Shown
    """Meetings at which a child was, somebody of the family but no child, nobody of the family."""
    agreed: Shown
    """Offered tasks that were agreed within `AGREED_WITHIN` days, and the others."""
    on_time: dict[str, Shown]
    """By kind of organisation, tasks that were due: done by their day, and the others."""
    needs: dict[str, Shown]
    """By area, needs put to the table: somebody covers them, nobody does."""


def counts_since(town_id: UUID) -> date | None:
    """The day on which the first meeting of a town was held; None before it."""
    first = db.session.scalar(
        select(func.min(Conference.starts_at)).where(Conference.town_id == town_id, Conference.held_at.is_not(None))
    )
    return clock.in_prague(first).date() if first is not None else None


def numbers_of(town_id: UUID, period: HalfYear) -> Numbers:
    """The numbers of a town in one half-year. Seven queries, however much there is."""
    since, until = clock.midnight(period.first), clock.midnight(period.after)
    return Numbers(
        days=_days(town_id, since, until),
        families=_families(town_id, since, until),
        agreed=_agreed(town_id, since, until),
        on_time=_on_time(town_id, period),
        needs=_needs(town_id, since, until),
    )


def _days(town_id: UUID, since: datetime, until: datetime) -> Shown:
    first = func.min(Conference.starts_at)
    rows = db.session.execute(
        select(CaseFrame.drafted_at, first)
        .join(Conference, Conference.case_id == CaseFrame.id)
        .where(CaseFrame.town_id == town_id, Conference.held_at.is_not(None))
        .group_by(CaseFrame.id, CaseFrame.drafted_at)
        .having(and_(first >= since, first < until))
    )
    waits = [
        (clock.in_prague(met).date() - clock.in_prague(needed).date()).days for needed, met in rows if met is not None
    ]
    return shown(counted(map(span_of, waits), len(DAYS) + 1))


def _families(town_id: UUID, since: datetime, until: datetime) -> Shown:
    held = (Conference.held_at.is_not(None), Conference.starts_at >= since, Conference.starts_at < until)
    here = and_(
        Invitation.conference_id == Conference.id, Invitation.role.in_(FAMILY), Invitation.attendance.in_(_THERE)
    )
    came: dict[UUID, set[Role | None]] = defaultdict(set)
    for conference_id, role in db.session.execute(
        select(Conference.id, Invitation.role)
        .outerjoin(Invitation, here)
        .where(Conference.town_id == town_id, *held)
    ):  # fmt: skip
        came[conference_id].add(role)
    return shown(counted((0 if Role.CHILD in who else 1 if Role.PARENT in who else 2 for who in came.values()), 3))


def _agreed(town_id: UUID, since: datetime, until: datetime) -> Shown:
    offered, accepted = aliased(TaskStep), aliased(TaskStep)
    first, yes = func.min(offered.at), func.min(accepted.at)
    rows = db.session.execute(
        select(first, yes)
        .select_from(Task)
        .join(CaseFrame, CaseFrame.id == Task.case_id)
        .join(offered, and_(offered.task_id == Task.id, offered.step == Step.OFFERED))
        .outerjoin(
            accepted, and_(accepted.task_id == Task.id, accepted.step.in_((Step.ACCEPTED, Step.DATE_AGREED)))
        )
        .where(CaseFrame.town_id == town_id)
        .group_by(Task.id)
        .having(and_(first >= since, first < until))
    )  # fmt: skip
    soon = (
        yes is not None and (clock.in_prague(yes).date() - clock.in_prague(asked).date()).days <= AGREED_WITHIN
        for asked, yes in rows
    )  # fmt: skip
    return shown(counted((0 if agreed else 1 for agreed in soon), 2))


def _tasks_due(town_id: UUID, period: HalfYear) -> Select[UUID, date, datetime | None, str | None]:
    """Tasks of one day that fell into a half-year, when they were first reported done, and whose they are."""
    newer, done = aliased(TaskWording), aliased(TaskStep)
    latest = select(func.max(newer.plan_version)).where(newer.task_id == Task.id, newer.locked_at.is_not(None))
    day = func.coalesce(Task.agreed_due_on, TaskWording.due_on)
    reported = and_(done.task_id == Task.id, done.step == Step.REPORTED, done.outcome == Outcome.DONE)
    return (
        select(Task.id, day, func.min(done.at), func.min(Agency.kind))
        .join(CaseFrame, CaseFrame.id == Task.case_id)
        .join(TaskWording, TaskWording.task_id == Task.id)
        .join(Seat, Seat.id == func.coalesce(Task.passed_to_seat_id, TaskWording.seat_id))
        .outerjoin(Agency, Agency.id == Seat.agency_id)
        .outerjoin(done, reported)
        .where(
            CaseFrame.town_id == town_id, TaskWording.plan_version == latest.correlate(Task).scalar_subquery(),
            TaskWording.schedule == Schedule.ONCE, day >= period.first, day < period.after,
            Task.last_step.is_distinct_from(Step.CANCELLED), Task.last_step.is_distinct_from(Step.DECLINED),
        )
        .group_by(Task.id, day)
    )  # fmt: skip


def _on_time(town_id: UUID, period: HalfYear) -> dict[str, Shown]:
    places: dict[str, list[int]] = defaultdict(list)
    for _task_id, due_on, done_at, kind in db.session.execute(_tasks_due(town_id, period)):
        done = done_at is not None and clock.in_prague(done_at).date() <= due_on
        places[str(kind or OF_FAMILY)].append(0 if done else 1)
    return _each(places)


def _needs(town_id: UUID, since: datetime, until: datetime) -> dict[str, Shown]:
    raised = (
        select(Need)
        .join(CaseFrame, CaseFrame.id == Need.case_id)
        .where(CaseFrame.town_id == town_id, Need.raised_at >= since, Need.raised_at < until)
        .where(Need.withdrawn_at.is_(None))
        .options(selectinload(Need.offers))
    )
    places: dict[str, list[int]] = defaultdict(list)
    for need in db.session.scalars(raised):
        for area in need.areas:
            places[area].append(0 if need.covered_by else 1)
    return _each(places)


def _each(places: dict[str, list[int]]) -> dict[str, Shown]:
    return {name: shown(counted(found, 2)) for name, found in sorted(places.items())}


def some_town(towns: Iterable[Agency], asked: str | None) -> Agency | None:
    """The town that is asked for among those where one holds an office; the first without asking."""
    return next((town for town in towns if asked in (None, "", str(town.id))), None)
