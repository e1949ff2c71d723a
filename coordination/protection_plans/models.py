"""The days of the child protection plans, and what of the plan in force belongs into one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from coordination.cases.assessments import ASSESSMENT, FamilyAssessment, assessments_of
from coordination.cases.models import Person, members, person
from coordination.plans.models import PlanVersion, plan_of
from coordination.protection_plans.rules import concerns, due_on, is_near
from coordination.seats.models import facts_at_case
from coordination.tasks.models import TaskLine, lines_of_plan
from foundation import clock
from foundation.access import Actor, Facts, decide
from foundation.database import Base, Key, db


class ProtectionPlan(Base):
    """Of one child: since when the office keeps its file, and when the child protection plan was drawn up."""

    __tablename__ = "child_protection_plan"
    __table_args__ = (CheckConstraint("drawn_up_on IS NULL OR drawn_up_on >= registered_on", name="in_order"),)
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    registered_on: Mapped[date]
    drawn_up_on: Mapped[date | None]
    """When it was drawn up or last brought up to date."""
    by: Mapped[str]
    person: Mapped[Person] = relationship()

    @property
    def due_on(self) -> date:
        """The last day for it."""
        return due_on(self.registered_on)


@dataclass(frozen=True)
class Child:
    """A child of a case and its protection plan, which nobody may have written down yet."""

    person: Person
    plan: ProtectionPlan | None


@dataclass(frozen=True)
class Contribution:
    """What the plan in force and the last assessment bring into the protection plan of one child."""

    child: Person
    plan: ProtectionPlan | None
    assessment: FamilyAssessment | None
    version: PlanVersion | None
    measures: Sequence[TaskLine]


def children_of(case_id: UUID) -> list[Child]:
    """The children of a case in the order in which the family is named. Two queries."""
    kept = select(ProtectionPlan).where(ProtectionPlan.case_id == case_id)
    plans = {one.person_id: one for one in db.session.scalars(kept)}
    return [Child(one, plans.get(one.id)) for one in members(case_id) if one.is_child]


def protection_plan_of(person_id: UUID) -> ProtectionPlan | None:
    """What is written down of one child."""
    return db.session.scalar(select(ProtectionPlan).where(ProtectionPlan.person_id == person_id))


def contribution_to(child: Person) -> Contribution:
    """Everything that goes into the protection plan of one child: about it, or about the family as a whole."""
    plan, assessed = plan_of(child.case_id), assessments_of(child.case_id)
    version = plan.in_force if plan is not None else None
    lines = lines_of_plan(plan.id, version.number, in_force=True) if plan is not None and version is not None else []
    about = [line for line in lines if concerns([str(one) for one in line.audience.members or ()], str(child.id))]
    return Contribution(child, protection_plan_of(child.id), assessed[0] if assessed else None, version, about)


def near(case_ids: Collection[UUID]) -> list[ProtectionPlan]:
    """The protection plans of many cases whose day is near or over and that nobody has drawn up. One query."""
    wanted = select(ProtectionPlan).where(ProtectionPlan.case_id.in_(case_ids), ProtectionPlan.drawn_up_on.is_(None))
    found = db.session.scalars(wanted.options(joinedload(ProtectionPlan.person))).all()
    return [one for one in found if is_near(one.registered_on, one.drawn_up_on, clock.today())]


def facts_to_keep(actor: Actor, person_id: UUID) -> Facts | None:
    """As `facts_of_child`, for a form that is not there for whoever may only read."""
    facts = facts_of_child(actor, person_id)
    return facts if decide(facts, ASSESSMENT, "W", clock.now()).allowed else None


def facts_of_child(actor: Actor, person_id: UUID) -> Facts | None:
    """What `actor` is towards the case of a child; nothing before anybody else of the family."""
    child = person(person_id)
    return facts_at_case(actor, child.case_id) if child is not None and child.is_child else None
