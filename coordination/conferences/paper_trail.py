"""Invitations on paper as they are kept: whether people talked first, the words of each letter, every copy printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, and_, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from coordination.conferences.models import Conference, Invitation
from coordination.seats.rules import HowHanded
from foundation import clock
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted, EncryptedJson


class TalkBeforeLetter(Base):
    """The answer to „Mluvili jste spolu?“ about one member of the family and one meeting (S2-10)."""

    __tablename__ = "talk_before_letter"
    __table_args__ = (
        UniqueConstraint("conference_id", "person_id"),
        CheckConstraint("(talked_on IS NULL) != (why_not IS NULL)", name="talked_or_why_not"),
    )
    id: Mapped[Key]
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    talked_on: Mapped[date | None]
    why_not: Mapped[str | None] = mapped_column(Encrypted("talk_before_letter.why_not"))
    at: Mapped[datetime]
    by: Mapped[str]


class LetterWords(Base):
    """What only the coordinator knows of one letter; everything else comes from the meeting."""

    __tablename__ = "letter_words"
    id: Mapped[Key]
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"), unique=True)
    language: Mapped[str] = mapped_column(String(2))
    greeting: Mapped[str] = mapped_column(Encrypted("letter_words.greeting"))
    document_number: Mapped[str] = mapped_column(Encrypted("letter_words.document_number"))
    access: Mapped[str] = mapped_column(Encrypted("letter_words.access"))
    about: Mapped[str] = mapped_column(Encrypted("letter_words.about"))
    comes: Mapped[list[list[object]]] = mapped_column(EncryptedJson("letter_words.comes"))
    """Everybody who could be named: the id of the invitation, why they come, and whether the letter names them."""
    familiar: Mapped[bool]
    guide: Mapped[str] = mapped_column(Encrypted("letter_words.guide"))
    guide_phone: Mapped[str] = mapped_column(Encrypted("letter_words.guide_phone"))
    signal: Mapped[str] = mapped_column(Encrypted("letter_words.signal"))
    at: Mapped[datetime]
    by: Mapped[str]


class PrintedLetter(Base):
    """One printed copy of an invitation and, once it is known, how it reached its person."""

    __tablename__ = "printed_letter"
    __table_args__ = (
        UniqueConstraint("invitation_id", "number"),
        CheckConstraint(
            "(handed_on IS NULL) = (handed_how IS NULL) AND (handed_on IS NULL) = (recorded_by IS NULL) "
            "AND (to_agency OR (handed_on IS NULL) = (disclosure_id IS NULL))",
            name="handed_over",
        ),
    )
    id: Mapped[Key]
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"), index=True)
    number: Mapped[int]
    """Copies of one invitation are counted, the first is 1."""
    to_agency: Mapped[bool] = mapped_column(default=False)
    """Addressed to an agency that had not said whom it sends; whoever it names then gets an own invitation."""
    sha256: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(Encrypted("printed_letter.place"))
    at: Mapped[datetime]
    by: Mapped[str]
    handed_on: Mapped[date | None]
    handed_how: Mapped[HowHanded | None] = mapped_column(String(16))
    document_number: Mapped[str | None] = mapped_column(Encrypted("printed_letter.document_number"))
    file_reference: Mapped[str | None] = mapped_column(Encrypted("printed_letter.file_reference"))
    disclosure_id: Mapped[UUID | None] = mapped_column(ForeignKey("disclosure.id"))
    recorded_by: Mapped[str | None]

    @property
    def printed_on(self) -> date:
        """The day in Prague on which it was printed."""
        return clock.in_prague(self.at).date()

    def says_otherwise(self, invitation: Invitation, conference: Conference) -> bool:
        """Whether this copy names another time or place than holds now."""
        return (self.starts_at, self.ends_at, self.place) != printed_when(invitation, conference)


def printed_when(invitation: Invitation, conference: Conference) -> tuple[datetime | None, datetime | None, str]:
    """Start, end and place as a letter to this person would say them now; a sensitive place is empty.

    Whoever is asked to a part of the meeting learns of that part alone.
    """
    place = "" if conference.place_is_sensitive else conference.place
    return invitation.part_from or conference.starts_at, invitation.part_to or conference.ends_at, place


def talk_with(conference_id: UUID, person_id: UUID) -> TalkBeforeLetter | None:
    """The answer that was recorded about this person and this meeting."""
    where = (TalkBeforeLetter.conference_id == conference_id, TalkBeforeLetter.person_id == person_id)
    return db.session.scalar(select(TalkBeforeLetter).where(*where))


def talks_before(conference_id: UUID) -> dict[UUID, TalkBeforeLetter]:
    """Every answer about a meeting, by person."""
    recorded = select(TalkBeforeLetter).where(TalkBeforeLetter.conference_id == conference_id)
    return {each.person_id: each for each in db.session.scalars(recorded)}


def words_of(invitation_id: UUID) -> LetterWords | None:
    """The words of somebody's letter, once they are written."""
    return db.session.scalar(select(LetterWords).where(LetterWords.invitation_id == invitation_id))


def last_access(conference_id: UUID) -> str:
    """What was last written about getting in without stairs, for any letter to this meeting."""
    written = select(LetterWords.access).join(Invitation, Invitation.id == LetterWords.invitation_id)
    written = written.where(Invitation.conference_id == conference_id).order_by(LetterWords.at.desc())
    return next((access for access in db.session.scalars(written) if access), "")


def copies_of(invitation_id: UUID) -> Sequence[PrintedLetter]:
    """Every printed copy of somebody's letter, the newest first."""
    printed = select(PrintedLetter).where(PrintedLetter.invitation_id == invitation_id)
    return db.session.scalars(printed.order_by(PrintedLetter.number.desc())).all()


def copies_for(invitation: Invitation) -> Sequence[PrintedLetter]:
    """The copies addressed to whoever is asked now: the agency, and from its answer on the person; the newest first."""
    return [copy for copy in copies_of(invitation.id) if copy.to_agency == invitation.awaits_person]


@dataclass(frozen=True)
class OnPaper:
    """How somebody's invitation on paper stands."""

    printed: PrintedLetter | None
    """The newest copy."""
    handed: PrintedLetter | None
    """The newest copy that reached its person."""


def on_paper(conference_id: UUID) -> dict[UUID, OnPaper]:
    """Whose invitation was ever printed, by invitation; one query for any number."""
    printed = (
        select(PrintedLetter)
        .join(Invitation, Invitation.id == PrintedLetter.invitation_id)
        .where(Invitation.conference_id == conference_id)
        .where(PrintedLetter.to_agency == and_(Invitation.worker_id.is_(None), Invitation.person_id.is_(None)))
        .order_by(PrintedLetter.number)
    )
    found: dict[UUID, OnPaper] = {}
    for copy in db.session.scalars(printed):
        before = found.get(copy.invitation_id)
        handed = copy if copy.handed_on else before.handed if before else None
        found[copy.invitation_id] = OnPaper(copy, handed)
    return found


def forget_letters(session: Session, invitation_id: UUID) -> None:
    """Take away what was written and printed for an invitation that goes; inside a transaction."""
    for table in (LetterWords, PrintedLetter):
        session.execute(delete(table).where(table.invitation_id == invitation_id))
