"""What could keep a plan from working, and who watches it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from coordination.plans.models import Plan, PlanVersion
from coordination.seats.models import Seat, facts_at_case
from foundation.access import Actor, Audience, Facts
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted


class Risk(Base):
    """A risk in one version of the plan, with exactly one person who watches it (S2-43)."""

    __tablename__ = "risk"
    id: Mapped[Key]
    plan_version_id: Mapped[UUID] = mapped_column(ForeignKey("plan_version.id"), index=True)
    origin_id: Mapped[UUID]
    """The same risk in all versions: the id of its first row."""
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Encrypted("risk.text"))
    help: Mapped[str] = mapped_column(Encrypted("risk.help"))
    """What helps against it."""
    watcher_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    concerns: Mapped[tuple[str, ...]] = mapped_column(default=())
    """Ids of the members of the family whom it concerns; empty: nobody in particular."""
    version: Mapped[int] = mapped_column()
    watcher: Mapped[Seat] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}

    @property
    def audience(self) -> Audience:
        """Whom the risk concerns, whoever watches it included."""
        people = {UUID(known) for known in self.concerns}
        if self.watcher.tells_of is not None:
            people.add(self.watcher.tells_of)
        return Audience(members=frozenset(people) or None)


def risks_of(version_id: UUID) -> Sequence[Risk]:
    """The risks of one version with who watches them. At most two queries."""
    wanted = select(Risk).where(Risk.plan_version_id == version_id).order_by(Risk.position)
    return db.session.scalars(wanted.options(selectinload(Risk.watcher))).all()


def risk(risk_id: UUID) -> Risk | None:
    """One risk with who watches it."""
    return db.session.scalar(select(Risk).where(Risk.id == risk_id).options(selectinload(Risk.watcher)))


def plan_id_of_risk(risk_id: UUID) -> UUID | None:
    """The plan in which a risk stands."""
    wanted = select(PlanVersion.plan_id).join(Risk, Risk.plan_version_id == PlanVersion.id)
    return db.session.scalar(wanted.where(Risk.id == risk_id))


def facts_of_risk(actor: Actor, risk_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards the case of a risk."""
    wanted = select(Plan.case_id).join(PlanVersion).join(Risk, Risk.plan_version_id == PlanVersion.id)
    case_id = db.session.scalar(wanted.where(Risk.id == risk_id))
    return facts_at_case(actor, case_id) if case_id else None
