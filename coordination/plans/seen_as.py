"""See as: who reads what of a version, and exactly what one person's copy says, before anything leaves the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import abort

from coordination.plans.copies import Reader, copy_for
from coordination.plans.models import Plan, PlanVersion
from coordination.plans.pages import PLAN, for_coordinator, pages, plan_page, plan_with
from coordination.plans.parts import Parts, as_read, between, whole
from coordination.seats.models import CaseFrame, Seat, facts_of_seats, open_seats
from coordination.seats.rules import FAMILY
from foundation import language
from foundation.access import EVERYBODY, Door, requires
from foundation.database import db


@dataclass(frozen=True)
class Seen:
    """What of a version one person reads."""

    seat: Seat
    reads: bool
    """Whether the plan is open to them at all."""
    without_tasks: Sequence[int]
    """The numbers of the tasks that are kept from them."""
    without: int
    """How many goals, promises and risks are kept from them."""
    changes: int
    """How much differs for them against the version before."""


def _readers(plan: Plan) -> list[Reader]:
    """Everybody at the table but the family, who get a summary of their own. Three queries."""
    seats = [seat for seat in open_seats(plan.case_id) if seat.role not in FAMILY]
    facts = facts_of_seats(db.session.get_one(CaseFrame, plan.case_id), seats, Door.ACCOUNT2)
    return [Reader(seat, facts[seat.id]) for seat in seats]


def _seen(reader: Reader, every: Parts, former: Parts | None) -> Seen:
    own = as_read(every, reader.may_read, reader.may_read_conditions)
    before = as_read(former, reader.may_read, reader.may_read_conditions) if former else None
    read = {line.task.id for line in own.lines}
    return Seen(
        reader.seat,
        reads=reader.may_read(EVERYBODY),
        without_tasks=[line.task.number for line in every.lines if line.task.id not in read],
        without=_count(every) - _count(own),
        changes=len(between(before, own)),
    )


def _count(parts: Parts) -> int:
    return len(parts.goals) + len(parts.commitments) + len(parts.risks)


def _version(plan: Plan, number: int) -> PlanVersion:
    return plan.numbered(number) or abort(404)


@pages.get("/plans/<uuid:plan_id>/versions/<int:number>/readers")
@requires(PLAN, facts=for_coordinator, looked=True)
def readers(plan_id: UUID, number: int) -> str:
    plan = plan_with(plan_id)
    version, former = _version(plan, number), plan.numbered(number - 1)
    every, before = whole(plan, version), whole(plan, former) if former else None
    seen = [_seen(reader, every, before) for reader in _readers(plan)]
    return plan_page("readers", plan, version=version, former=former, seen=seen)


@pages.get("/plans/<uuid:plan_id>/versions/<int:number>/readers/<uuid:seat_id>")
@requires(PLAN, facts=for_coordinator, looked=True)
def see_as(plan_id: UUID, number: int, seat_id: UUID) -> str:
    """Their copy by the very function that prints it."""
    plan = plan_with(plan_id)
    version = _version(plan, number)
    reader = next((one for one in _readers(plan) if one.seat.id == seat_id), None) or abort(404)
    copy = copy_for(reader, plan, version, language.chosen()) if reader.may_read(EVERYBODY) else None
    return plan_page("see_as", plan, version=version, reader=reader.seat, copy=copy)
