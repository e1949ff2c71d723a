"""Each party's word on a version of the plan, as it was said when the plan was read aloud (S2-02)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from coordination.seats.models import Seat, open_seats
from coordination.tasks.rules import SaidWhere
from foundation.access import Audience
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted


class PartyWord(Base):
    """What one party said about a version; a later word about the same version replaces it, both stay."""

    __tablename__ = "party_word"
    __table_args__ = (
        UniqueConstraint("plan_version_id", "number"),
        CheckConstraint("agrees OR dissent IS NOT NULL", name="dissent"),
    )
    id: Mapped[Key]
    plan_version_id: Mapped[UUID] = mapped_column(ForeignKey("plan_version.id"), index=True)
    number: Mapped[int]
    """The place among the words about this version."""
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    agrees: Mapped[bool]
    dissent: Mapped[str | None] = mapped_column(Encrypted("party_word.dissent"))
    """What the party disagrees with, in its own words; may stand beside a yes to the rest."""
    said_where: Mapped[SaidWhere] = mapped_column(String(16))
    said_on: Mapped[date]
    said_to: Mapped[str] = mapped_column(Encrypted("party_word.said_to"))
    at: Mapped[datetime]
    by: Mapped[str]


@dataclass(frozen=True)
class Party:
    """Somebody at the table and their last word on a version, if they have said any."""

    seat: Seat
    word: PartyWord | None

    @property
    def disagrees(self) -> bool:
        """Whether they disagree with something."""
        return self.word is not None and bool(self.word.dissent)

    @property
    def audience(self) -> Audience:
        """Whom of the family the word tells of."""
        return Audience(members=frozenset({self.seat.tells_of}) if self.seat.tells_of else None)


def parties_of(case_id: UUID, version_id: UUID) -> list[Party]:
    """Everybody at the table, and whoever has said a word and left, each with their last word. Three queries."""
    words = last_words(version_id)
    seats = list(open_seats(case_id))
    gone = [seat_id for seat_id in words if seat_id not in {seat.id for seat in seats}]
    left = db.session.scalars(select(Seat).where(Seat.id.in_(gone))).all() if gone else []
    return [Party(seat, words.get(seat.id)) for seat in (*seats, *left)]


def last_words(version_id: UUID) -> dict[UUID, PartyWord]:
    """The last word of each party about a version, by seat. One query."""
    said = select(PartyWord).where(PartyWord.plan_version_id == version_id).order_by(PartyWord.number)
    return {word.seat_id: word for word in db.session.scalars(said)}


def all_words(version_id: UUID) -> Sequence[PartyWord]:
    """Everything that was said about a version, the oldest first."""
    said = select(PartyWord).where(PartyWord.plan_version_id == version_id).order_by(PartyWord.number)
    return db.session.scalars(said).all()
