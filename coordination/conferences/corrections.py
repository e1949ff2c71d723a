"""What stood in a meeting that was entered afterwards before its coordinator corrected it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from coordination.conferences.models import Conference
from coordination.conferences.rules import Attendance, MeetingKind
from foundation import clock, language
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted, EncryptedJson


class MeetingCorrection(Base):
    """One correction; the meeting itself says what holds now."""

    __tablename__ = "meeting_correction"
    id: Mapped[Key]
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str]
    why: Mapped[str] = mapped_column(Encrypted("meeting_correction.why"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(Encrypted("meeting_correction.place"))
    goal: Mapped[str] = mapped_column(Encrypted("meeting_correction.goal"))
    kind: Mapped[MeetingKind] = mapped_column(String(16))
    people: Mapped[list[list[str]]] = mapped_column(EncryptedJson("meeting_correction.people"))
    """Everybody who stood there: the name, and how they were said to have been there."""

    @property
    def when(self) -> str:
        """The former day and times, as people read them."""
        day = language.long_day(clock.in_prague(self.starts_at).date())
        return f"{day}, {language.span(self.starts_at, self.ends_at)}"

    @property
    def attended(self) -> Sequence[tuple[str, Attendance]]:
        return [(name, Attendance(how)) for name, how in self.people]


@dataclass(frozen=True)
class AsWritten:
    """Everything about a past meeting that a correction can change."""

    starts_at: datetime
    ends_at: datetime
    place: str
    goal: str
    kind: MeetingKind
    people: tuple[tuple[str, str, str], ...]
    """The name, how they were there, and as what."""


def as_written(conference: Conference) -> AsWritten:
    """A past meeting as it stands now."""
    assert conference.starts_at is not None
    assert conference.ends_at is not None
    people = tuple((e.name, str(e.attendance), str(e.role)) for e in conference.invitations if e.stands)
    return AsWritten(
        conference.starts_at,
        conference.ends_at,
        conference.place,
        conference.goal,
        MeetingKind(conference.kind),
        people,
    )


def corrections_of(conference_id: UUID) -> Sequence[MeetingCorrection]:
    """The corrections of a meeting, the latest first."""
    made = select(MeetingCorrection).where(MeetingCorrection.conference_id == conference_id)
    return db.session.scalars(made.order_by(MeetingCorrection.at.desc(), MeetingCorrection.id)).all()
