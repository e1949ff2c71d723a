"""The school's requirements to a child, on a sheet that the child can read (S2-48, S2-49)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from coordination.cases.models import Person
from coordination.seats.models import Disclosure, Seat, facts_at_case
from foundation.access import Actor, Audience, Facts
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted
from foundation.signatures import fingerprint

PAPER = "requirements"
"""How disclosures name the sheet."""


class RequirementSheet(Base):
    """One version of what an agency asks of a child; locked once a copy of it has left the house."""

    __tablename__ = "requirement_sheet"
    __table_args__ = (UniqueConstraint("case_id", "person_id", "number"),)
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    """The child."""
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    """Who asks and signs, for the agency of this seat."""
    number: Mapped[int]
    agreed_on: Mapped[date]
    steps: Mapped[str] = mapped_column(Encrypted("requirement_sheet.steps"))
    """What follows when something does not work out, a step a line."""
    begun_at: Mapped[datetime]
    locked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    person: Mapped[Person] = relationship(lazy="raise")
    seat: Mapped[Seat] = relationship(lazy="raise")
    requirements: Mapped[list["Requirement"]] = relationship(
        order_by="Requirement.position", lazy="raise", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def audience(self) -> Audience:
        """The child alone."""
        return Audience(members=frozenset({self.person_id}))

    @property
    def step_lines(self) -> list[str]:
        """What follows, in order."""
        return [step.strip() for step in self.steps.splitlines() if step.strip()]

    @property
    def fingerprint(self) -> str:
        """What lies before whoever reads the whole sheet now."""
        rows: list[RequirementSheet | Requirement] = [self, *self.requirements]
        return fingerprint(" ".join(f"{row.id}:{row.version}" for row in rows))


class Requirement(Base):
    """One thing that the school asks of the child."""

    __tablename__ = "requirement"
    id: Mapped[Key]
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("requirement_sheet.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Encrypted("requirement.text"))
    why: Mapped[str] = mapped_column(Encrypted("requirement.why"))
    until_on: Mapped[date | None]
    sign: Mapped[str] = mapped_column(Encrypted("requirement.sign"))
    judge_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"), index=True)
    consequence: Mapped[str] = mapped_column(Encrypted("requirement.consequence"))
    help: Mapped[str] = mapped_column(Encrypted("requirement.help"))
    version: Mapped[int] = mapped_column()
    judge: Mapped[Seat | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}


_WHOLE = (
    selectinload(RequirementSheet.person),
    selectinload(RequirementSheet.seat),
    selectinload(RequirementSheet.requirements).selectinload(Requirement.judge),
)


def sheets_of(case_id: UUID) -> Sequence[RequirementSheet]:
    """The sheets of a case, each child's newest version first. At most five queries."""
    wanted = select(RequirementSheet).where(RequirementSheet.case_id == case_id).options(*_WHOLE)
    order = (RequirementSheet.person_id, RequirementSheet.number.desc())
    return db.session.scalars(wanted.order_by(*order)).all()


def newest_sheets(case_id: UUID) -> list[RequirementSheet]:
    """The newest version of each child's sheet. At most five queries."""
    newest: dict[UUID, RequirementSheet] = {}
    for sheet in sheets_of(case_id):
        newest.setdefault(sheet.person_id, sheet)
    return list(newest.values())


def sheet(sheet_id: UUID) -> RequirementSheet | None:
    """One sheet, whole."""
    return db.session.scalar(select(RequirementSheet).where(RequirementSheet.id == sheet_id).options(*_WHOLE))


def requirement(requirement_id: UUID) -> Requirement | None:
    """One requirement."""
    return db.session.get(Requirement, requirement_id)


def handed_over(sheet: RequirementSheet) -> Sequence[tuple[Disclosure, Seat]]:
    """Whom copies of this child's sheet have reached, in which version, the newest first. One query."""
    wanted = select(Disclosure, Seat).join(Seat, Seat.id == Disclosure.seat_id)
    where = (Disclosure.case_id == sheet.case_id, Disclosure.paper == PAPER)
    rows = db.session.execute(wanted.where(*where).order_by(Disclosure.at.desc()))
    return [(made, seat) for made, seat in rows]


def facts_of_sheet(actor: Actor, requirement_sheet_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards the case of a sheet."""
    found = db.session.get(RequirementSheet, requirement_sheet_id)
    return facts_at_case(actor, found.case_id) if found else None


def facts_of_requirement(actor: Actor, requirement_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards the case of a requirement."""
    found = db.session.get(Requirement, requirement_id)
    return facts_of_sheet(actor, found.sheet_id) if found else None
