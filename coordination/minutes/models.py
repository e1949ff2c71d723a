"""The minutes of a meeting: their parts, versions, comments, addenda, and in which form they go to whom."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from coordination.conferences.models import Conference, Invitation, facts_of_conference
from coordination.conferences.rules import ConferenceState
from coordination.minutes import rules
from coordination.minutes.rules import CopyForm, ForWhom, Heading, MinutesState, SectionCode
from coordination.minutes.table import AgendaItem as AgendaItem
from coordination.minutes.table import item_of
from coordination.seats.models import Disclosure, Seat
from coordination.seats.rules import Role
from foundation import clock
from foundation.access import Actor, Door, Facts, decide
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted, EncryptedJson
from foundation.signatures import fingerprint

PAPER = "minutes"
"""How disclosures name the minutes."""


class Minutes(Base):
    """The minutes of one meeting; several people write their parts, and approval locks them."""

    __tablename__ = "minutes"
    __table_args__ = (
        CheckConstraint("(approved_at IS NULL) = (approved_by IS NULL)", name="approval"),
        CheckConstraint("comments_until IS NULL OR due_on IS NULL OR comments_until >= due_on", name="comments_after"),
    )
    id: Mapped[Key]
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    heading: Mapped[Heading] = mapped_column(String(16), default=Heading.RECORD)
    document_number: Mapped[str] = mapped_column(Encrypted("minutes.document_number"), default="")
    """The number under which the office keeps it (č. j.)."""
    due_on: Mapped[date | None]
    """By when it is ready, as announced at the meeting."""
    comments_until: Mapped[date | None]
    begun_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    """When it first went out for comments."""
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None]
    approved_by_name: Mapped[str | None]
    version: Mapped[int] = mapped_column()
    sections: Mapped[list["MinutesSection"]] = relationship(lazy="raise")
    versions: Mapped[list["MinutesVersion"]] = relationship(order_by="MinutesVersion.number", lazy="raise")
    comments: Mapped[list["MinutesComment"]] = relationship(order_by="MinutesComment.at", lazy="raise")
    addenda: Mapped[list["MinutesAddendum"]] = relationship(order_by="MinutesAddendum.number", lazy="raise")
    exceptions: Mapped[list["MinutesException"]] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}

    @property
    def state(self) -> MinutesState:
        return rules.state(
            sent=self.sent_at is not None, comments_until=self.comments_until,
            approved=self.approved_at is not None, today=clock.today(),
        )  # fmt: skip

    @property
    def latest(self) -> "MinutesVersion | None":
        """The version that people have: the last one sent or approved."""
        return self.versions[-1] if self.versions else None

    def section(self, code: SectionCode) -> "MinutesSection | None":
        """One part, once somebody has written it."""
        return next((one for one in self.sections if one.code == code), None)

    def text(self, code: SectionCode) -> str:
        """What stands in one part; empty while nobody has written it."""
        found = self.section(code)
        return found.text if found else ""

    @property
    def unsettled(self) -> "list[MinutesComment]":
        """Comments that nobody has answered."""
        return [one for one in self.comments if one.answered_at is None]


class MinutesSection(Base):
    """One part that people write together; two who write different parts never meet, two in one are both kept."""

    __tablename__ = "minutes_section"
    __table_args__ = (UniqueConstraint("minutes_id", "code"),)
    id: Mapped[Key]
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    code: Mapped[SectionCode] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Encrypted("minutes_section.text"))
    concerns: Mapped[tuple[str, ...]] = mapped_column(default=())
    """Ids of the members of the family whom it concerns; empty: nobody in particular."""
    for_whom: Mapped[ForWhom] = mapped_column(String(16), default=ForWhom.EVERYBODY)
    written_at: Mapped[datetime]
    written_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class MinutesVersion(Base):
    """The minutes as they were when they went out: nothing said later changes them."""

    __tablename__ = "minutes_version"
    __table_args__ = (UniqueConstraint("minutes_id", "number"),)
    id: Mapped[Key]
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("minutes_version.content"))
    """Everything, each piece with whom it is for; a copy is made by leaving out."""
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    made_by_name: Mapped[str] = mapped_column(Encrypted("minutes_version.made_by_name"))
    approved: Mapped[bool] = mapped_column(default=False)


class MinutesComment(Base):
    """What a participant thinks should be otherwise, and what was done about it."""

    __tablename__ = "minutes_comment"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answering"),
        CheckConstraint("(answered_at IS NULL) = (worked_in IS NULL)", name="answer"),
    )
    id: Mapped[Key]
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    of_version: Mapped[int]
    name: Mapped[str] = mapped_column(Encrypted("minutes_comment.name"))
    text: Mapped[str] = mapped_column(Encrypted("minutes_comment.text"))
    told_by: Mapped[str] = mapped_column(Encrypted("minutes_comment.told_by"), default="")
    """Who wrote it down when it was said; empty: the person's own hand."""
    at: Mapped[datetime]
    worked_in: Mapped[bool | None]
    answer: Mapped[str | None] = mapped_column(Encrypted("minutes_comment.answer"))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]

    @property
    def answered_so_far(self) -> str:
        """The fingerprint of what was done about it until now, for whoever answers."""
        return fingerprint(repr((self.worked_in, self.answer)))


class MinutesAddendum(Base):
    """A correction of approved minutes; the minutes themselves stay as they are."""

    __tablename__ = "minutes_addendum"
    __table_args__ = (UniqueConstraint("minutes_id", "number"),)
    id: Mapped[Key]
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Encrypted("minutes_addendum.text"))
    concerns: Mapped[tuple[str, ...]] = mapped_column(default=())
    for_whom: Mapped[ForWhom] = mapped_column(String(16), default=ForWhom.EVERYBODY)
    at: Mapped[datetime]
    by: Mapped[str]
    by_name: Mapped[str] = mapped_column(Encrypted("minutes_addendum.by_name"))


class MinutesException(Base):
    """That somebody gets the minutes in another form than usual, with the reason (domain 1.7)."""

    __tablename__ = "minutes_exception"
    __table_args__ = (UniqueConstraint("minutes_id", "seat_id"),)
    id: Mapped[Key]
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    form: Mapped[CopyForm] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(Encrypted("minutes_exception.why"))
    at: Mapped[datetime]
    by: Mapped[str]


_WHOLE = (
    selectinload(Minutes.sections),
    selectinload(Minutes.versions),
    selectinload(Minutes.comments),
    selectinload(Minutes.addenda),
    selectinload(Minutes.exceptions),
)


def minutes_of(conference_id: UUID) -> Minutes | None:
    """The minutes of a meeting with everything that belongs to them. Six queries."""
    return db.session.scalar(select(Minutes).where(Minutes.conference_id == conference_id).options(*_WHOLE))


def minutes(minutes_id: UUID) -> Minutes | None:
    """One set of minutes with everything that belongs to it. Six queries."""
    return db.session.scalar(select(Minutes).where(Minutes.id == minutes_id).options(*_WHOLE))


def comment_of(comment_id: UUID) -> MinutesComment | None:
    """One comment."""
    return db.session.get(MinutesComment, comment_id)


def fingerprint_of(found: Minutes) -> str:
    """What lies before whoever reads the draft now."""
    rows = [f"{one.id}:{one.version}" for one in found.sections]
    rows += [f"{one.id}:{one.answered_at}" for one in found.comments]
    return fingerprint(" ".join([str(found.version), *sorted(rows)]))


def disclosures(case_id: UUID, conference_number: int) -> Sequence[tuple[Disclosure, Seat]]:
    """Whom the minutes of a meeting have reached, the newest first."""
    wanted = select(Disclosure, Seat).join(Seat, Seat.id == Disclosure.seat_id)
    where = (Disclosure.case_id == case_id, Disclosure.paper == paper_name(conference_number))
    return [(made, seat) for made, seat in db.session.execute(wanted.where(*where).order_by(Disclosure.at.desc()))]


def paper_name(conference_number: int) -> str:
    """How disclosures name the minutes of one meeting of a case."""
    return f"{PAPER} {conference_number}"


# --- what the doors ask ----------------------------------------------------------------------------------------------


def facts_of_meeting(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards a meeting that was convened."""
    conference = db.session.get(Conference, conference_id)
    if conference is None or conference.state in (ConferenceState.DRAFT, ConferenceState.CANCELLED):
        return None
    return facts_of_conference(actor, conference_id)


def facts_of_minutes_at(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards the minutes of a meeting: those who took and led them stop at the approval."""
    facts = facts_of_meeting(actor, conference_id)
    if facts is None or facts.role not in (Role.MINUTE_TAKER, Role.FACILITATOR):
        return facts
    approved = select(Minutes.id).where(Minutes.conference_id == conference_id, Minutes.approved_at.is_not(None))
    return None if db.session.scalar(approved) is not None else facts


def facts_of_minutes(actor: Actor, minutes_id: UUID, **_: object) -> Facts | None:
    """The same, by the id of the minutes."""
    conference_id = db.session.scalar(select(Minutes.conference_id).where(Minutes.id == minutes_id))
    return facts_of_minutes_at(actor, conference_id) if conference_id else None


def facts_of_comment(actor: Actor, comment_id: UUID, **_: object) -> Facts | None:
    """The same, by the id of a comment."""
    found = comment_of(comment_id)
    return facts_of_minutes(actor, found.minutes_id) if found else None


def facts_of_item(actor: Actor, item_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards the meeting of an item of an agenda."""
    found = item_of(item_id)
    return facts_of_conference(actor, found.conference_id) if found else None


def facts_of_invited(actor: Actor, invitation_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards the meeting of somebody's invitation."""
    conference_id = db.session.scalar(select(Invitation.conference_id).where(Invitation.id == invitation_id))
    return facts_of_meeting(actor, conference_id) if conference_id else None


def only_writing(resource: str, facts: Facts | None) -> Facts | None:
    """The same facts for a page on which something is written: whoever may not write finds no page."""
    if facts is None:
        return None
    strongest = replace(facts, door=max(Door))
    return facts if decide(strongest, resource, "W", clock.now()).allowed else None
