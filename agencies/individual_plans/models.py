"""Tables and questions of the individual plans: the need, the plan, its versions, its reviews, whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, exists, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agencies.circles.models import Circle, in_care_of
from agencies.individual_plans.rules import Aim, Goal, PlanText, Result, Step, Verdict
from agencies.staff.models import Worker
from foundation import clock
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted, EncryptedJson

AIM_NAMES: dict[str, LazyString] = {
    Aim.INDEPENDENCE: _l("the client manages alone, without help from outside"),
    Aim.RELIEF: _l("relief: it is easier to live with"),
}
VERDICT_NAMES: dict[str, LazyString] = {
    Verdict.MET: _l("goal reached"),
    Verdict.PARTLY_MET: _l("reached in part"),
    Verdict.NOT_MET: _l("not reached"),
    Verdict.CHANGED: _l("the goal has changed"),
}
RESULT_NAMES: dict[str, LazyString] = {
    Result.INDEPENDENT: _l("the client manages without help from outside"),
    Result.RELIEVED: _l("it is easier, the client needs us no longer"),
    Result.ELSEWHERE: _l("another service goes on"),
    Result.BROKEN_OFF: _l("broken off, the client no longer comes"),
}
"""All of them as people read them."""


class LongTermNeed(Base):
    """That a worker in direct care has found that a client needs a longer cooperation; a plan answers it (S1-44)."""

    __tablename__ = "long_term_need"
    __table_args__ = (CheckConstraint("over_at IS NULL OR over_at >= found_at", name="ends_after_it_begins"),)
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    why: Mapped[str] = mapped_column(Encrypted("long_term_need.why"))
    found_at: Mapped[datetime]
    found_by: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    over_at: Mapped[datetime | None]
    """When it was taken back, or its plan ended."""
    over_because: Mapped[str] = mapped_column(Encrypted("long_term_need.over_because"), default="")
    """Why it was taken back; empty when its plan ended."""
    finder: Mapped[Worker] = relationship(lazy="joined")


Index(
    "uq_long_term_need_now", LongTermNeed.circle_id, unique=True,
    sqlite_where=LongTermNeed.over_at.is_(None), postgresql_where=LongTermNeed.over_at.is_(None),
)  # fmt: skip


class IndividualPlan(Base):
    """The plan that answers one need; what it says stands in its versions."""

    __tablename__ = "individual_plan"
    __table_args__ = (
        CheckConstraint(
            "(ended_at IS NULL) = (result IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)", name="ended"
        ),
    )
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    need_id: Mapped[UUID] = mapped_column(ForeignKey("long_term_need.id"), unique=True)
    review_on: Mapped[date]
    """The day of the next review; moved by a new version and by a review."""
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    result: Mapped[Result | None] = mapped_column(String(20))
    result_note: Mapped[str] = mapped_column(Encrypted("individual_plan.result_note"), default="")
    need: Mapped[LongTermNeed] = relationship(lazy="joined")
    versions: Mapped[list["IndividualPlanVersion"]] = relationship(
        order_by="IndividualPlanVersion.number.desc()", lazy="selectin"
    )
    reviews: Mapped[list["IndividualPlanReview"]] = relationship(
        order_by="IndividualPlanReview.written_at.desc(), IndividualPlanReview.id", lazy="selectin"
    )

    @property
    def present(self) -> "IndividualPlanVersion":
        """The version that holds."""
        return self.versions[0]

    @property
    def begun_on(self) -> date:
        """The day of the first version."""
        return clock.in_prague(self.versions[-1].written_at).date()

    @property
    def running(self) -> bool:
        return self.ended_at is None

    @property
    def due(self) -> bool:
        """Whether its goals should be evaluated by now."""
        return self.running and self.review_on <= clock.today()

    @property
    def ending(self) -> bool:
        """Whether a review found that it ends, and only its result is still to be written."""
        last = self.reviews[0] if self.reviews else None
        return self.running and last is not None and last.next_on is None and last.version_id == self.present.id

    @property
    def reviewed(self) -> bool:
        """Whether the goals of the present version were evaluated."""
        return any(one.version_id == self.present.id for one in self.reviews)

    @property
    def stands(self) -> str:
        """What lies before whoever opens it: another one after each version and each review."""
        return f"{len(self.versions)}.{len(self.reviews)}"

    @property
    def result_name(self) -> str:
        """How it ended, as people read it; empty while it runs."""
        return str(RESULT_NAMES[self.result]) if self.result else ""


class IndividualPlanVersion(Base):
    """One version of a plan; a changed plan is a new version, the old one stays."""

    __tablename__ = "individual_plan_version"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("number > 0", name="number"),
    )
    id: Mapped[Key]
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("individual_plan.id"))
    number: Mapped[int]
    situation: Mapped[str] = mapped_column(Encrypted("individual_plan_version.situation"))
    wanted: Mapped[Any] = mapped_column(EncryptedJson("individual_plan_version.wanted"))
    """A list of [wish, aim, sign, [[what, who, until], …]]."""
    sources: Mapped[str] = mapped_column(Encrypted("individual_plan_version.sources"))
    risks: Mapped[str] = mapped_column(Encrypted("individual_plan_version.risks"))
    review_on: Mapped[date]
    because: Mapped[str] = mapped_column(Encrypted("individual_plan_version.because"))
    """What made the plan change; empty in the first version."""
    written_at: Mapped[datetime]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    writer: Mapped[Worker] = relationship(lazy="joined")

    @property
    def goals(self) -> tuple[Goal, ...]:
        """What the client wants, and the steps to it."""
        return tuple(
            Goal(wish, Aim(aim), sign, tuple(Step(what, who, date.fromisoformat(until)) for what, who, until in steps))
            for wish, aim, sign, steps in self.wanted
        )

    @property
    def text(self) -> PlanText:
        """Everything that it says."""
        return PlanText(self.situation, self.goals, self.sources, self.risks, self.review_on)


class IndividualPlanReview(Base):
    """That worker and client went through the plan: a verdict on each goal of the version that held."""

    __tablename__ = "individual_plan_review"
    id: Mapped[Key]
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("individual_plan.id"), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("individual_plan_version.id"))
    on: Mapped[date]
    found: Mapped[Any] = mapped_column(EncryptedJson("individual_plan_review.found"))
    """A list of [verdict, note], in the order of the goals."""
    next_on: Mapped[date | None]
    """The day of the next review; None: the plan was to end."""
    written_at: Mapped[datetime]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    version: Mapped[IndividualPlanVersion] = relationship(lazy="joined")
    writer: Mapped[Worker] = relationship(lazy="joined")

    @property
    def outcomes(self) -> list[tuple[Goal, Verdict, str]]:
        """Each goal with its verdict and what was said of it."""
        return [
            (goal, Verdict(verdict), note)
            for goal, (verdict, note) in zip(self.version.goals, self.found, strict=True)
        ]  # fmt: skip


def kept(goals: Sequence[Goal]) -> list[Any]:
    """Whole goals as a version keeps them."""
    return [[goal.wish, goal.aim, goal.sign, [_kept_step(one) for one in goal.steps]] for goal in goals]


def _kept_step(step: Step) -> list[str]:
    assert step.until is not None
    return [step.what, step.who, step.until.isoformat()]


def need_of(circle_id: UUID) -> LongTermNeed | None:
    """The need of a longer cooperation that stands in a file now (S1-44)."""
    found = select(LongTermNeed).where(LongTermNeed.circle_id == circle_id, LongTermNeed.over_at.is_(None))
    return db.session.scalars(found).first()


def written_plan(circle_id: UUID) -> IndividualPlan | None:
    """The written plan that runs for a file now; None: there is none, or it has ended (S1-46)."""
    found = select(IndividualPlan).where(IndividualPlan.circle_id == circle_id, IndividualPlan.ended_at.is_(None))
    return db.session.scalars(found).first()


def plans_of(circle_id: UUID) -> Sequence[IndividualPlan]:
    """Every plan of a file, the newest first."""
    found = select(IndividualPlan).join(LongTermNeed).where(IndividualPlan.circle_id == circle_id)
    return db.session.scalars(found.order_by(LongTermNeed.found_at.desc(), IndividualPlan.id)).all()


def plan_of(plan_id: UUID) -> IndividualPlan:
    """One plan with everything that it says."""
    return db.session.get_one(IndividualPlan, plan_id)


@dataclass(frozen=True)
class Turn:
    """What waits for those in direct care of a file: a plan to be made, evaluated or ended."""

    circle: Circle
    since: date
    plan: IndividualPlan | None
    """None: the plan is still to be made (S1-44)."""


def turns_of(worker_id: UUID, agency_id: UUID, today: date) -> list[Turn]:
    """The plans that wait for a worker in direct care, the longest waiting first."""
    held = Circle.id.in_(in_care_of(worker_id)), Circle.agency_id == agency_id, Circle.closed_at.is_(None)
    unanswered = (
        select(Circle, LongTermNeed.found_at)
        .join(LongTermNeed, LongTermNeed.circle_id == Circle.id)
        .where(*held, LongTermNeed.over_at.is_(None), ~exists().where(IndividualPlan.need_id == LongTermNeed.id))
    )
    due = (
        select(Circle, IndividualPlan)
        .join(IndividualPlan, IndividualPlan.circle_id == Circle.id)
        .where(*held, IndividualPlan.ended_at.is_(None), IndividualPlan.review_on <= today)
    )
    turns = [Turn(circle, clock.in_prague(at).date(), None) for circle, at in db.session.execute(unanswered)]
    turns += [Turn(circle, plan.review_on, plan) for circle, plan in db.session.execute(due)]
    return sorted(turns, key=lambda turn: (turn.since, turn.circle.code))
