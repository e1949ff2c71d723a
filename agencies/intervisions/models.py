"""Tables and questions of the intervisions: who talked a file over on which day, and how many a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from agencies.circles.models import Circle
from agencies.intervisions.rules import WANTED, months
from agencies.staff.models import Worker
from foundation import clock, town_settings
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

A_MONTH = "service_intervisions_a_month"
town_settings.define(
    A_MONTH,
    _l("How many intervisions does the service want in a month?"),
    hint=_l("Only for the report by month. Nothing is held up by it."),
    choices=tuple((str(number), str(number)) for number in (2, WANTED, 4, 6, 8)),
    default=str(WANTED),
    of="service",
)


class Intervision(Base):
    """One intervision about one file."""

    __tablename__ = "intervision"
    __table_args__ = (CheckConstraint("(finished_at IS NULL) = (finished_by IS NULL)", name="finished"),)
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    held_on: Mapped[date]
    discussed: Mapped[str] = mapped_column(Encrypted("intervision.discussed"))
    conclusions: Mapped[str] = mapped_column(Encrypted("intervision.conclusions"), default="")
    written_at: Mapped[datetime]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    """Who wrote it last."""
    finished_at: Mapped[datetime | None]
    """From then on the record does not change."""
    finished_by: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"))
    version: Mapped[int] = mapped_column()
    writer: Mapped[Worker] = relationship(foreign_keys=written_by)
    finisher: Mapped[Worker | None] = relationship(foreign_keys=finished_by)
    participants: Mapped[list["Participant"]] = relationship(cascade="all, delete-orphan", lazy="raise")

    __mapper_args__ = {"version_id_col": version}

    @property
    def names(self) -> list[str]:
        """Who took part."""
        return sorted(one.worker.name for one in self.participants)


class Participant(Base):
    """That somebody took part in an intervision (S1-52)."""

    __tablename__ = "intervision_participant"
    __table_args__ = (UniqueConstraint("intervision_id", "worker_id"),)
    id: Mapped[Key]
    intervision_id: Mapped[UUID] = mapped_column(ForeignKey("intervision.id"))
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    worker: Mapped[Worker] = relationship()


_WHOLE = (
    joinedload(Intervision.writer), joinedload(Intervision.finisher),
    selectinload(Intervision.participants).joinedload(Participant.worker),
)  # fmt: skip


def intervisions_of(circle_id: UUID) -> Sequence[Intervision]:
    """Every intervision about a file, the latest first."""
    found = select(Intervision).where(Intervision.circle_id == circle_id).options(*_WHOLE)
    return db.session.scalars(found.order_by(Intervision.held_on.desc(), Intervision.written_at.desc())).all()


def whole(intervision_id: UUID) -> Intervision:
    """One of them with everybody who stands in it."""
    return db.session.scalars(select(Intervision).where(Intervision.id == intervision_id).options(*_WHOLE)).one()


# --- by month ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Month:
    """How many intervisions a service held in a month, and about how many files; never about which."""

    first: date
    held: int
    files: int
    wanted: int
    goes_on: bool

    @property
    def lacking(self) -> int:
        """How many fewer than the service wants."""
        return max(self.wanted - self.held, 0)


def wanted_at(agency_id: UUID) -> int:
    """How many intervisions a service wants in a month."""
    return int(town_settings.get(agency_id, A_MONTH))


def by_month(agency_id: UUID, today: date) -> list[Month]:
    """The last twelve months of a service since its first file, the present one first (S1-51)."""
    began = db.session.scalar(
        select(Circle.opened_at).where(Circle.agency_id == agency_id).order_by(Circle.opened_at).limit(1)
    )
    shown = list(months(today, clock.in_prague(began).date() if began is not None else None))
    if not shown:
        return []
    rows = db.session.execute(
        select(Intervision.held_on, Intervision.circle_id)
        .join(Circle, Circle.id == Intervision.circle_id)
        .where(Circle.agency_id == agency_id, Intervision.held_on >= shown[-1])
    ).all()
    held = {first: [circle_id for on, circle_id in rows if on.replace(day=1) == first] for first in shown}
    wanted = wanted_at(agency_id)
    return [Month(first, len(held[first]), len(set(held[first])), wanted, goes_on=first == shown[0]) for first in shown]
