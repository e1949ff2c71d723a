"""What the family was told of a meeting: whom, when, how, by whom, in which words (S2-26)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from coordination.cases.models import Person, members
from coordination.conferences.models import Conference
from coordination.conferences.rules import HowTold
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted


class FamilyInformed(Base):
    """One member of the family was told of one meeting."""

    __tablename__ = "family_informed"
    id: Mapped[Key]
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    told_on: Mapped[date]
    how: Mapped[HowTold] = mapped_column(String(16))
    told_by: Mapped[str] = mapped_column(Encrypted("family_informed.told_by"))
    """The name of the one who spoke with them."""
    content: Mapped[str] = mapped_column(Encrypted("family_informed.content"))
    """What they were told, and what they said to it."""
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    person: Mapped[Person] = relationship(lazy="raise")


def told_of(conference_id: UUID) -> Sequence[FamilyInformed]:
    """What the family was told of a meeting, in the order of the days."""
    asked = select(FamilyInformed).where(FamilyInformed.conference_id == conference_id)
    in_order = asked.order_by(FamilyInformed.told_on, FamilyInformed.recorded_at)
    return db.session.scalars(in_order.options(joinedload(FamilyInformed.person))).all()


def still_to_tell(conference: Conference) -> list[str]:
    """Of the parents and of those from the family who are to come: of whom nothing says that they know, by name."""
    told = {each.person_id for each in told_of(conference.id)}
    come = {each.person_id for each in conference.invitations if each.is_family and each.comes}
    return [
        person.name
        for person in members(conference.case_id)
        if person.id not in told and (person.is_parent or person.id in come)
    ]


def family_knows(conference_id: UUID) -> bool:
    """Whether anything says how the family learned of a meeting."""
    asked = select(FamilyInformed.id).where(FamilyInformed.conference_id == conference_id).limit(1)
    return db.session.scalar(asked) is not None
