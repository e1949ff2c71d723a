"""The plan of a case, its versions and goals."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from coordination.conferences.models import Conference
from coordination.plans import rules
from coordination.plans.rules import Change
from coordination.seats.models import Disclosure, Seat, facts_at_case
from coordination.seats.rules import Role
from coordination.tasks.models import Task, TaskLine, line_of
from foundation import clock
from foundation.access import Actor, Audience, Facts, decide
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

PAPER = "plan"
"""How disclosures name the plan."""


class Plan(Base):
    """The one plan of a case (S2-02)."""

    __tablename__ = "plan"
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), unique=True)
    conference_id: Mapped[UUID | None] = mapped_column(ForeignKey("conference.id"))
    """The meeting that produced it."""
    begun_at: Mapped[datetime]
    versions: Mapped[list["PlanVersion"]] = relationship(order_by="PlanVersion.number", lazy="raise")

    @property
    def draft(self) -> "PlanVersion | None":
        """The version that is being written."""
        return next((version for version in self.versions if version.approved_at is None), None)

    @property
    def in_force(self) -> "PlanVersion | None":
        """The version that holds: the last one approved."""
        return next((version for version in reversed(self.versions) if version.approved_at is not None), None)

    def numbered(self, number: int) -> "PlanVersion | None":
        """The version with a number."""
        return next((version for version in self.versions if version.number == number), None)


class PlanVersion(Base):
    """One version: a draft that people edit together until it is approved, then locked for good."""

    __tablename__ = "plan_version"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("(approved_at IS NULL) = (approved_by IS NULL)", name="approval"),
        CheckConstraint("approved_at IS NULL OR evaluation_on IS NOT NULL", name="approved_has_evaluation"),
    )
    id: Mapped[Key]
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    number: Mapped[int]
    evaluation_on: Mapped[date | None]
    evaluation_rules: Mapped[str] = mapped_column(Encrypted("plan_version.evaluation_rules"))
    what_if_not: Mapped[str] = mapped_column(Encrypted("plan_version.what_if_not"))
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None]
    approved_by_name: Mapped[str | None]
    version: Mapped[int] = mapped_column()
    goals: Mapped[list["Goal"]] = relationship(order_by="Goal.position", lazy="raise", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}


class Goal(Base):
    """What the plan wants to reach, in the family's words, with a sign by which everyone sees it."""

    __tablename__ = "goal"
    id: Mapped[Key]
    plan_version_id: Mapped[UUID] = mapped_column(ForeignKey("plan_version.id"), index=True)
    position: Mapped[int]
    origin_id: Mapped[UUID | None]
    """The same goal in all versions: the id of its first row; None: this is the first."""
    concerns: Mapped[tuple[str, ...]] = mapped_column(default=())
    """Ids of the members of the family whom the goal concerns; empty: nobody in particular."""
    statement: Mapped[str] = mapped_column(Encrypted("goal.statement"))
    sign: Mapped[str] = mapped_column(Encrypted("goal.sign"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def origin(self) -> UUID:
        """What tells that this is the same goal as in another version."""
        return self.origin_id or self.id

    @property
    def audience(self) -> Audience:
        """Whom the goal concerns."""
        return Audience(members=frozenset(UUID(known) for known in self.concerns) or None)


def plan_of(case_id: UUID) -> Plan | None:
    """The plan of a case with its versions and their goals. Three queries."""
    return db.session.scalar(select(Plan).where(Plan.case_id == case_id).options(*_WHOLE))


def plan(plan_id: UUID) -> Plan | None:
    """One plan with its versions and their goals. Three queries."""
    return db.session.scalar(select(Plan).where(Plan.id == plan_id).options(*_WHOLE))


_WHOLE = (selectinload(Plan.versions).selectinload(PlanVersion.goals),)


def goal_of(goal_id: UUID) -> Goal | None:
    """One goal."""
    return db.session.get(Goal, goal_id)


def plan_of_goal(goal_id: UUID) -> Plan | None:
    """The plan in which a goal stands."""
    wanted = select(Plan).join(PlanVersion).join(Goal).where(Goal.id == goal_id).options(*_WHOLE)
    return db.session.scalar(wanted)


def plan_of_task(task_id: UUID) -> Plan | None:
    """The plan in which a task stands."""
    wanted = select(Plan).join(Task, Task.plan_id == Plan.id).where(Task.id == task_id).options(*_WHOLE)
    return db.session.scalar(wanted)


def changes(before: TaskLine | None, line: TaskLine) -> tuple[Change, ...]:
    """What a version changes about a task, measured against what held last."""
    former = before.seat.id if before and before.seat else None
    present = line.seat.id if line.seat else None
    return rules.changes(before.as_text if before else None, former, line.as_text, present)


def conferences_for_plan(case_id: UUID) -> Sequence[Conference]:
    """The meetings that can have produced a plan: convened or held, not called off, the newest first."""
    wanted = select(Conference).where(
        Conference.case_id == case_id, Conference.convened_at.is_not(None), Conference.cancelled_at.is_(None)
    )
    return db.session.scalars(wanted.order_by(Conference.number.desc())).all()


def disclosures(case_id: UUID, version: int) -> Sequence[tuple[Disclosure, Seat]]:
    """Whom a version of the plan has reached on paper or as a file, the newest first."""
    wanted = select(Disclosure, Seat).join(Seat, Seat.id == Disclosure.seat_id)
    where = (Disclosure.case_id == case_id, Disclosure.paper == PAPER, Disclosure.version == version)
    return [(made, seat) for made, seat in db.session.execute(wanted.where(*where).order_by(Disclosure.at.desc()))]


def facts_of_plan(actor: Actor, plan_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards the case of a plan."""
    found = db.session.get(Plan, plan_id)
    return facts_at_case(actor, found.case_id) if found else None


def facts_of_own_copy(actor: Actor, plan_id: UUID, **_: object) -> Facts | None:
    """The same for a copy of the plan: copies are counted by seats, so whoever has none gets none."""
    facts = facts_of_plan(actor, plan_id)
    return facts if facts is not None and facts.seat_id is not None else None


def facts_of_goal(actor: Actor, goal_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards the case of a goal."""
    found = plan_of_goal(goal_id)
    return facts_at_case(actor, found.case_id) if found else None


def facts_of_planned_task(actor: Actor, task_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards the case of a task, offered or still a draft."""
    task = db.session.get(Task, task_id)
    return facts_at_case(actor, task.case_id) if task else None


def facts_of_history(actor: Actor, task_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards a task of the plan, offered once, that they may read there."""
    line = line_of(task_id)
    facts = facts_at_case(actor, line.task.case_id) if line and line.task.last_step else None
    if line is None or not decide(facts, "plan_goals_all_tasks", "R", clock.now(), line.audience).allowed:
        return None
    return facts


def only_coordinator(facts: Facts | None) -> Facts | None:
    """The same facts for the coordinator, nothing for everybody else."""
    return facts if facts is not None and facts.role == Role.COORDINATOR else None


def only_writers(facts: Facts | None) -> Facts | None:
    """The same facts for those who write the plan, nothing for everybody else."""
    return facts if facts is not None and facts.role in (Role.COORDINATOR, Role.MINUTE_TAKER) else None
