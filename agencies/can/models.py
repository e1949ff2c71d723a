"""Tables and questions of the special procedure: when it held and why, its checklist, who did which step."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from agencies.can.rules import steps_of
from agencies.staff.models import Worker
from foundation import wordings
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted
from foundation.wordings import Wording

CHECKLIST = "can.checklist"
"""The steps of the internal methodology, a wording that each service writes for itself."""


class CanProcedure(Base):
    """One time for which the special procedure held, by the version of the methodology that held at its beginning."""

    __tablename__ = "can_procedure"
    __table_args__ = (CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended"),)
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    wording_id: Mapped[UUID] = mapped_column(ForeignKey("wording.id"))
    concern: Mapped[str] = mapped_column(Encrypted("can_procedure.concern"))
    """What was seen or heard."""
    begun_at: Mapped[datetime]
    begun_by: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"))
    because: Mapped[str] = mapped_column(Encrypted("can_procedure.because"), default="")
    """Why it ended."""
    wording: Mapped[Wording] = relationship()
    beginner: Mapped[Worker] = relationship(foreign_keys=begun_by)
    ender: Mapped[Worker | None] = relationship(foreign_keys=ended_by)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of its version."""
        return steps_of(self.wording.text)


Index(
    "uq_can_procedure_now", CanProcedure.circle_id, unique=True,
    sqlite_where=CanProcedure.ended_at.is_(None), postgresql_where=CanProcedure.ended_at.is_(None),
)  # fmt: skip


class CanStep(Base):
    """A step that was done: by whom, when, and what is to be known of it."""

    __tablename__ = "can_step"
    __table_args__ = (
        UniqueConstraint("procedure_id", "number"),
        CheckConstraint("number > 0", name="number"),
    )
    id: Mapped[Key]
    procedure_id: Mapped[UUID] = mapped_column(ForeignKey("can_procedure.id"))
    number: Mapped[int]
    """Which step of the checklist, from one."""
    note: Mapped[str] = mapped_column(Encrypted("can_step.note"))
    done_at: Mapped[datetime]
    done_by: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    worker: Mapped[Worker] = relationship()


_WHOLE = (
    joinedload(CanProcedure.wording), joinedload(CanProcedure.beginner), joinedload(CanProcedure.ender),
)  # fmt: skip


def procedures_of(circle_id: UUID) -> Sequence[CanProcedure]:
    """Every special procedure of a file, the present one first."""
    found = select(CanProcedure).where(CanProcedure.circle_id == circle_id).options(*_WHOLE)
    return db.session.scalars(found.order_by(CanProcedure.begun_at.desc())).all()


def running(circle_id: UUID) -> CanProcedure | None:
    """The special procedure that holds now."""
    found = select(CanProcedure).where(CanProcedure.circle_id == circle_id, CanProcedure.ended_at.is_(None))
    return db.session.scalars(found.options(*_WHOLE)).first()


def done_steps(procedure_id: UUID) -> dict[int, CanStep]:
    """The steps that were done, by their number."""
    found = select(CanStep).where(CanStep.procedure_id == procedure_id).options(joinedload(CanStep.worker))
    return {one.number: one for one in db.session.scalars(found)}


def checklist_of(agency_id: UUID) -> Wording:
    """The version of the checklist that holds at a service."""
    return wordings.current(CHECKLIST, agency_id)


def is_specimen(wording: Wording) -> bool:
    """Whether it only came with the product, and no service has written it for itself."""
    return wording.town_id is None
