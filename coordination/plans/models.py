"""The plan of a case, its versions and goals."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import Base, Key
from foundation.encryption import Encrypted


class Plan(Base):
    """The one plan of a case (S2-02)."""

    __tablename__ = "plan"
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), unique=True)
    conference_id: Mapped[UUID | None] = mapped_column(ForeignKey("conference.id"))
    """The meeting that produced it."""
    begun_at: Mapped[datetime]
    versions: Mapped[list["PlanVersion"]] = relationship(order_by="PlanVersion.number", lazy="raise")


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
    statement: Mapped[str] = mapped_column(Encrypted("goal.statement"))
    sign: Mapped[str] = mapped_column(Encrypted("goal.sign"))
