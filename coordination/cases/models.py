"""A family's case and the people in it."""

import secrets
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from coordination.cases.rules import CHILDREN, PARENTS, Area, Kinship, SafeContact
from coordination.seats.models import CaseFrame, Consent, Exclusion, Involvement, LegalTitle, Seat
from coordination.seats.rules import Role
from foundation import clock
from foundation.access import Actor
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

_UNMISTAKABLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class FamilyCase(Base):
    """What the office knows of a family and wants for it. Several people edit it, so it carries a version."""

    __tablename__ = "family_case"
    id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), primary_key=True)
    office_reference: Mapped[str] = mapped_column(Encrypted("family_case.office_reference"))
    nickname: Mapped[str] = mapped_column(Encrypted("family_case.nickname"))
    situation: Mapped[str] = mapped_column(Encrypted("family_case.situation"))
    need_of_help: Mapped[str] = mapped_column(Encrypted("family_case.need_of_help"))
    parents_view: Mapped[str] = mapped_column(Encrypted("family_case.parents_view"))
    goal: Mapped[str] = mapped_column(Encrypted("family_case.goal"))
    """The current goal; set by convening and by approving a plan."""
    areas: Mapped[tuple[str, ...]]
    version: Mapped[int] = mapped_column()
    frame: Mapped[CaseFrame] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def code(self) -> str:
        """The outward code, the only name of the case that leaves the house."""
        return self.frame.code


class Person(Base):
    """A member of the family, in the household or outside it."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("safe_contact IN ('none', 'phone', 'paper', 'email')", name="safe_contact"),)
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    name: Mapped[str] = mapped_column(Encrypted("person.name"))
    kinship: Mapped[Kinship] = mapped_column(String(16))
    in_household: Mapped[bool]
    born_on: Mapped[str | None] = mapped_column(Encrypted("person.born_on"))
    """ISO date, locked like a name."""
    safe_contact: Mapped[SafeContact] = mapped_column(String(8), default=SafeContact.NONE)
    phone: Mapped[str | None] = mapped_column(Encrypted("person.phone"))
    email: Mapped[str | None] = mapped_column(Encrypted("person.email"))
    position: Mapped[int]
    """The order in which the family is named."""

    @property
    def is_parent(self) -> bool:
        return self.kinship in PARENTS

    @property
    def is_child(self) -> bool:
        return self.kinship in CHILDREN

    @property
    def seat_role(self) -> Role:
        """As what this person sits at the table."""
        return Role.CHILD if self.is_child else Role.PARENT


def new_code() -> str:
    """A random outward code that no case has yet; signs that are easily mistaken for one another are left out."""
    while True:
        code = "PS-" + "".join(secrets.choice(_UNMISTAKABLE) for _ in range(4))
        if db.session.scalar(select(CaseFrame.id).where(CaseFrame.code == code)) is None:
            return code


def cases_of(actor: Actor) -> Sequence[FamilyCase]:
    """The cases that a coordinator coordinates, newest first; erased ones and those she is excluded from are not there."""
    now = clock.now()
    mine = (
        select(FamilyCase)
        .join(FamilyCase.frame)
        .join(Seat, Seat.case_id == FamilyCase.id)
        .outerjoin(Exclusion, (Exclusion.case_id == FamilyCase.id) & (Exclusion.worker_id == Seat.worker_id))
        .where(Seat.worker_id == actor.worker_id, Seat.role == Role.COORDINATOR, Exclusion.id.is_(None))
        .where(Seat.from_at <= now, or_(Seat.to_at.is_(None), Seat.to_at > now), CaseFrame.erased_at.is_(None))
        .order_by(CaseFrame.drafted_at.desc())
    )
    return db.session.scalars(mine).unique().all()


def case(case_id: UUID) -> FamilyCase:
    """One case, for a page whose door is open already."""
    return db.session.get_one(FamilyCase, case_id, options=[joinedload(FamilyCase.frame)])


def members(case_id: UUID) -> Sequence[Person]:
    """The family in the order in which it is named."""
    return db.session.scalars(select(Person).where(Person.case_id == case_id).order_by(Person.position)).all()


def person(person_id: UUID) -> Person | None:
    """One member of a family."""
    return db.session.get(Person, person_id)


def involvements(case_id: UUID) -> Sequence[Involvement]:
    """The agencies at a case, the longest there first."""
    return db.session.scalars(
        select(Involvement).where(Involvement.case_id == case_id).order_by(Involvement.since, Involvement.id)
    ).all()


def consents(case_id: UUID) -> Sequence[Consent]:
    """Every consent of a case, withdrawn ones too."""
    return db.session.scalars(select(Consent).where(Consent.case_id == case_id).order_by(Consent.since)).all()


def legal_titles(case_id: UUID) -> Sequence[LegalTitle]:
    """Every legal title of a case, ended ones too."""
    return db.session.scalars(select(LegalTitle).where(LegalTitle.case_id == case_id).order_by(LegalTitle.since)).all()


def age_on(born_on: date, day: date) -> int:
    """Years of age on `day`."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


ALL_AREAS = tuple(area.value for area in Area)
