"""The assessment of the child and the family (vyhodnocení situace dítěte a rodiny): how the office sees it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

ASSESSMENT = "family_assessment"
"""What it is called in the table of rights."""


class FamilyAssessment(Base):
    """One assessment, in the areas of decree 473/2012, § 1; a later one stands beside it and never writes it over."""

    __tablename__ = "family_assessment"
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    made_on: Mapped[date]
    causes: Mapped[str] = mapped_column(Encrypted("family_assessment.causes"))
    child: Mapped[str] = mapped_column(Encrypted("family_assessment.child"))
    family: Mapped[str] = mapped_column(Encrypted("family_assessment.family"))
    strengths: Mapped[str] = mapped_column(Encrypted("family_assessment.strengths"))
    at: Mapped[datetime]
    by: Mapped[str]
    by_name: Mapped[str]


def assessments_of(case_id: UUID) -> Sequence[FamilyAssessment]:
    """Every assessment of a case, the newest first."""
    newest_first = (FamilyAssessment.made_on.desc(), FamilyAssessment.at.desc())
    of_case = select(FamilyAssessment).where(FamilyAssessment.case_id == case_id)
    return db.session.scalars(of_case.order_by(*newest_first)).all()


def is_assessed(case_id: UUID) -> bool:
    """Whether the situation of the family was assessed at all (S2-19)."""
    return bool(db.session.scalar(select(exists().where(FamilyAssessment.case_id == case_id))))
