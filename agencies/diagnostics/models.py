"""Tables and questions of the diagnostics: who was asked why, what was found, who explains it, which parent has it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from agencies.circles.models import Circle, ServicePerson, keeps_out
from agencies.diagnostics.rules import State, state_of
from agencies.staff.models import Worker
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

STATE_NAMES: dict[str, LazyString] = {
    State.WAITING: _l("waits for an answer"),
    State.DECLINED: _l("declined, ask somebody else"),
    State.TAKEN_BACK: _l("taken back"),
    State.ACCEPTED: _l("accepted, no output yet"),
    State.WRITTEN: _l("output without a next step"),
    State.DONE: _l("done, the next step is set"),
}
"""The states as people read them."""


class Diagnostics(Base):
    """Psychodiagnostics of one child, asked of one worker."""

    __tablename__ = "diagnostics"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (accepted IS NULL)", name="answered"),
        CheckConstraint("(report IS NULL) = (report_at IS NULL)", name="written"),
        CheckConstraint("report IS NULL OR accepted", name="written_by_whom_accepted"),
        CheckConstraint(
            "(next_what IS NULL) = (next_on IS NULL) AND (next_what IS NULL) = (next_who IS NULL)", name="next_step"
        ),
        CheckConstraint("next_what IS NULL OR report IS NOT NULL", name="step_follows_from_output"),
        CheckConstraint("(interpreter_id IS NULL) = (agreed_on IS NULL)", name="agreed"),
    )
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("service_person.id"))
    why: Mapped[str] = mapped_column(Encrypted("diagnostics.why"))
    """Why they are needed; without names, for whoever is asked reads it before the file is open."""
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    """Who is asked, and does them once accepted (S1-48)."""
    answered_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(Encrypted("diagnostics.answer"), default="")
    """Why they were declined."""
    taken_back_at: Mapped[datetime | None]
    report: Mapped[str | None] = mapped_column(Encrypted("diagnostics.report"))
    """The output; only the care of the file reads it."""
    report_at: Mapped[datetime | None]
    next_what: Mapped[str | None] = mapped_column(Encrypted("diagnostics.next_what"))
    """What follows from the output (S1-47)."""
    next_on: Mapped[date | None]
    next_who: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"))
    interpreter_id: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"))
    """Who explains the output to the parents (S1-49)."""
    agreed_on: Mapped[date | None]
    agreed_by: Mapped[str] = mapped_column(Encrypted("diagnostics.agreed_by"), default="")
    """The names of those who agreed on it, as they were, joined."""
    interpreter_note: Mapped[str] = mapped_column(Encrypted("diagnostics.interpreter_note"), default="")
    """Why somebody else than the key worker (S1-50)."""
    child: Mapped[ServicePerson] = relationship()
    asker: Mapped[Worker] = relationship(foreign_keys=asked_by)
    worker: Mapped[Worker] = relationship(foreign_keys=worker_id)
    next_worker: Mapped[Worker | None] = relationship(foreign_keys=next_who)
    interpreter: Mapped[Worker | None] = relationship(foreign_keys=interpreter_id)
    handed: Mapped[list["OutputHanded"]] = relationship(order_by="OutputHanded.on", lazy="selectin")

    @property
    def state(self) -> State:
        """How far they are."""
        return state_of(
            accepted=self.accepted, taken_back=self.taken_back_at is not None, written=self.report_at is not None,
            leads_on=self.next_on is not None,
        )  # fmt: skip

    @property
    def state_name(self) -> str:
        """The state as people read it."""
        return str(STATE_NAMES[self.state])

    @property
    def has_ended(self) -> bool:
        """Whether nobody does them any more."""
        return self.state in (State.DECLINED, State.TAKEN_BACK)

    def lacking(self, parents: Sequence[ServicePerson]) -> list[ServicePerson]:
        """Which of the parents do not have the output yet."""
        having = {one.person_id for one in self.handed}
        return [one for one in parents if one.id not in having]


class OutputHanded(Base):
    """That a parent has got the output, and on which day."""

    __tablename__ = "diagnostics_handed"
    __table_args__ = (UniqueConstraint("diagnostics_id", "person_id"),)
    id: Mapped[Key]
    diagnostics_id: Mapped[UUID] = mapped_column(ForeignKey("diagnostics.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("service_person.id"))
    on: Mapped[date]
    by: Mapped[str]
    person: Mapped[ServicePerson] = relationship(lazy="joined")


_WHOLE = (
    joinedload(Diagnostics.child), joinedload(Diagnostics.asker), joinedload(Diagnostics.worker),
    joinedload(Diagnostics.next_worker), joinedload(Diagnostics.interpreter), selectinload(Diagnostics.handed),
)  # fmt: skip


def diagnostics_of(circle_id: UUID) -> Sequence[Diagnostics]:
    """Every diagnostics of a file, the newest first."""
    found = select(Diagnostics).where(Diagnostics.circle_id == circle_id).options(*_WHOLE)
    return db.session.scalars(found.order_by(Diagnostics.asked_at.desc(), Diagnostics.id)).all()


def whole(diagnostics_id: UUID) -> Diagnostics:
    """One of them with everybody who stands in it."""
    return db.session.scalars(select(Diagnostics).where(Diagnostics.id == diagnostics_id).options(*_WHOLE)).one()


def asked_of(worker_id: UUID, agency_id: UUID) -> Sequence[tuple[Diagnostics, Circle]]:
    """The requests that wait for the answer of a worker, each with its file; none of a file that keeps them out."""
    found = (
        select(Diagnostics, Circle)
        .join(Circle, Circle.id == Diagnostics.circle_id)
        .where(
            Diagnostics.worker_id == worker_id, Circle.agency_id == agency_id, Circle.closed_at.is_(None),
            ~keeps_out(worker_id), Diagnostics.answered_at.is_(None), Diagnostics.taken_back_at.is_(None),
        )
        .options(joinedload(Diagnostics.asker))
        .order_by(Diagnostics.asked_at)
    )  # fmt: skip
    return [(one, circle) for one, circle in db.session.execute(found).unique()]
