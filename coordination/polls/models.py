"""The dates offered for a meeting that is being prepared, and what everybody says of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship, selectinload

from agencies.staff.models import Worker
from coordination.conferences.models import Conference, Invitation, conference_of, facts_of_invitation
from coordination.conferences.rules import ConferenceState
from coordination.polls.rules import Suits, Voter, Weighed, weighed
from coordination.seats.models import CaseFrame
from coordination.seats.rules import Role
from foundation import links
from foundation.access import Actor, Facts
from foundation.calendar_entries import CalendarEntry
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted
from foundation.links import Link

POLL = "polls.dates"
"""The errand of saying which dates suit: its subject is the invitation in the draft, its holder the worker."""


class DatePoll(Base):
    """One search for a date; a meeting that is being prepared has one open at most."""

    __tablename__ = "date_poll"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ending"),
        CheckConstraint("chosen_id IS NULL OR ended_at IS NOT NULL", name="chosen_ends"),
    )
    id: Mapped[Key]
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    answer_by: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_again_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    chosen_id: Mapped[UUID | None]
    """The date that was chosen; None: it ended without one."""
    holds: Mapped[bool] = mapped_column(default=False)
    """Whether each date that suits somebody is kept in their calendar until one is chosen."""
    why: Mapped[str | None] = mapped_column(Encrypted("date_poll.why"))
    """Why this date although somebody of the family cannot come or has not said."""
    options: Mapped[list["DateOption"]] = relationship(order_by="DateOption.starts_at", lazy="raise")
    replies: Mapped[list["PollReply"]] = relationship(lazy="raise")


Index(
    "uq_date_poll_open",
    DatePoll.conference_id,
    unique=True,
    sqlite_where=DatePoll.ended_at.is_(None),
    postgresql_where=DatePoll.ended_at.is_(None),
)


class DateOption(Base):
    """One offered date."""

    __tablename__ = "date_option"
    __table_args__ = (
        UniqueConstraint("poll_id", "starts_at", "ends_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )
    id: Mapped[Key]
    poll_id: Mapped[UUID] = mapped_column(ForeignKey("date_poll.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class PollReply(Base):
    """That somebody has answered, with what they wrote beside."""

    __tablename__ = "poll_reply"
    __table_args__ = (UniqueConstraint("poll_id", "invitation_id"),)
    id: Mapped[Key]
    poll_id: Mapped[UUID] = mapped_column(ForeignKey("date_poll.id"))
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), index=True)
    note: Mapped[str | None] = mapped_column(Encrypted("poll_reply.note"))
    at: Mapped[datetime]
    by: Mapped[str]
    said: Mapped[list["DateSaid"]] = relationship(lazy="raise", cascade="all, delete-orphan", passive_deletes=True)


class DateSaid(Base):
    """What somebody says of one date."""

    __tablename__ = "date_said"
    __table_args__ = (UniqueConstraint("reply_id", "option_id"),)
    id: Mapped[Key]
    reply_id: Mapped[UUID] = mapped_column(ForeignKey("poll_reply.id", ondelete="CASCADE"))
    option_id: Mapped[UUID] = mapped_column(ForeignKey("date_option.id"), index=True)
    suits: Mapped[Suits] = mapped_column(String(12))


_PREPARED = (
    Conference.convened_at.is_(None), Conference.cancelled_at.is_(None), Conference.set_aside_at.is_(None),
    CaseFrame.closed_at.is_(None),
)  # fmt: skip
_GOING_ON = (DatePoll.ended_at.is_(None), *_PREPARED)


def _going_on(wanted: Select[Any]) -> Select[Any]:
    """Only of meetings that are being prepared, at cases that are not closed."""
    of_meeting = wanted.join(Conference, Conference.id == DatePoll.conference_id)
    return of_meeting.join(CaseFrame, CaseFrame.id == Conference.case_id).where(*_GOING_ON)


def open_poll(conference_id: UUID) -> DatePoll | None:
    """The search for a date that goes on; None as well once the meeting is convened or another way chosen."""
    whole = (selectinload(DatePoll.options), selectinload(DatePoll.replies).selectinload(PollReply.said))
    found: DatePoll | None = db.session.scalar(
        _going_on(select(DatePoll)).where(DatePoll.conference_id == conference_id).options(*whole)
    )
    return found


@dataclass(frozen=True)
class Searched:
    """How far the search for the date of one meeting is."""

    conference_id: UUID
    case_id: UUID
    number: int
    answer_by: date
    heard: int
    asked: int


def searches(case_ids: Collection[UUID]) -> Sequence[Searched]:
    """The searches that go on at these cases, with how many were asked and have answered. One query."""
    come = (
        Invitation.conference_id == Conference.id, Invitation.chosen, Invitation.informed_only_because.is_(None),
        Invitation.taken_back_at.is_(None), Invitation.role != Role.COORDINATOR,
    )  # fmt: skip
    asked = select(func.count()).select_from(Invitation).where(*come).scalar_subquery()
    answered = select(func.count()).select_from(PollReply).join(Invitation, Invitation.id == PollReply.invitation_id)
    heard = answered.where(PollReply.poll_id == DatePoll.id, *come).scalar_subquery()
    columns = (Conference.id, Conference.case_id, Conference.number, DatePoll.answer_by, heard, asked)
    found = _going_on(select(*columns).select_from(DatePoll)).where(Conference.case_id.in_(case_ids))
    found = found.order_by(DatePoll.answer_by)
    return [Searched(*row) for row in db.session.execute(found)] if case_ids else []


def last_choice(conference_id: UUID) -> DatePoll | None:
    """The last search for the date of a meeting, among those that have ended."""
    ended = select(DatePoll).where(DatePoll.conference_id == conference_id, DatePoll.ended_at.is_not(None))
    return db.session.scalars(ended.order_by(DatePoll.ended_at.desc()).limit(1)).first()


def asked(draft: Conference) -> list[Invitation]:
    """Whose word counts: everybody who is to come but the coordinator, whose dates they are; the family first."""
    come = [each for each in draft.invitations if each.comes and each.stands and each.role != Role.COORDINATOR]
    return sorted(come, key=lambda each: (not each.is_family, each.position))


def by_letter(invitations: Sequence[Invitation]) -> dict[UUID, Worker]:
    """Whom a letter reaches, by invitation; all others are asked by the coordinator. One query."""
    ids = [each.worker_id for each in invitations if each.worker_id]
    workers = {each.id: each for each in db.session.scalars(select(Worker).where(Worker.id.in_(ids)))}
    found = {each.id: workers.get(each.worker_id) for each in invitations if each.worker_id}
    return {key: worker for key, worker in found.items() if worker is not None and worker.email is not None}


def voter(invitation: Invitation) -> Voter:
    """Somebody who is asked, as the answers are weighed."""
    return Voter(invitation.id, invitation.name, invitation.agency_name, invitation.is_family)


def dates_of(poll: DatePoll, draft: Conference) -> list[Weighed]:
    """Every date with what was said of it, the best first."""
    said = {(one.option_id, reply.invitation_id): one.suits for reply in poll.replies for one in reply.said}
    spans = [(each.id, each.starts_at, each.ends_at) for each in poll.options]
    return weighed(spans, [voter(each) for each in asked(draft)], said)


def reply_of(poll: DatePoll, invitation_id: UUID) -> PollReply | None:
    """What one person has answered."""
    return next((each for each in poll.replies if each.invitation_id == invitation_id), None)


def silent(poll: DatePoll, draft: Conference) -> list[Invitation]:
    """Who has not answered yet."""
    heard = {each.invitation_id for each in poll.replies}
    return [each for each in asked(draft) if each.id not in heard]


def asked_of_family(case_id: UUID, person_id: UUID) -> tuple[DatePoll, Invitation] | None:
    """The search in which one of the family is asked, with their place on its list; None: they are asked in none."""
    listed = (Invitation.person_id == person_id, Invitation.chosen, Invitation.taken_back_at.is_(None))
    wanted = _going_on(select(Conference.id).select_from(DatePoll)).where(Conference.case_id == case_id)
    found = db.session.scalar(
        wanted.join(Invitation, Invitation.conference_id == Conference.id).where(*listed).limit(1)
    )
    draft = conference_of(found) if found is not None else None
    poll = open_poll(draft.id) if draft is not None else None
    mine = next((each for each in asked(draft) if each.person_id == person_id), None) if draft else None
    return (poll, mine) if poll is not None and mine is not None else None


def asked_by(token: str) -> tuple[DatePoll, Invitation, Link] | None:
    """The search behind a mailed link, whose answer it is; None once nobody waits for it."""
    link = links.resolve(token)
    return _of(link) if link is not None and link.purpose == POLL else None


def _of(link: Link) -> tuple[DatePoll, Invitation, Link] | None:
    invitation = db.session.get(Invitation, link.subject)
    draft = conference_of(invitation.conference_id) if invitation is not None else None
    if draft is None or draft.state is not ConferenceState.DRAFT:
        return None
    mine = next((each for each in asked(draft) if each.id == link.subject), None)
    poll = open_poll(draft.id)
    return (poll, mine, link) if poll is not None and mine is not None and mine.worker_id == link.holder else None


def still_open(link: Link) -> bool:
    """Whether the errand of a link goes on, and the address that it was mailed to is still the person's."""
    found = _of(link)
    if found is None:
        return False
    worker = db.session.get(Worker, link.holder)
    return worker is not None and worker.email == link.to


def facts_of_answer(actor: Actor, conference_id: UUID, invitation_id: UUID) -> Facts | None:
    """What `actor` is towards an answer: the coordinator of its case, or nothing; of another meeting it is none."""
    invitation = db.session.get(Invitation, invitation_id)
    same = invitation is not None and invitation.conference_id == conference_id
    return facts_of_invitation(actor, invitation_id) if same else None


# --- dates that are kept in calendars --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hold:
    """A date that is kept in somebody's calendar: its entry is about the date, its holder the worker."""

    conference_id: UUID
    option: DateOption
    worker_id: UUID


_kept = (CalendarEntry.tentative, CalendarEntry.cancelled_at.is_(None))


def _holds(*which: ColumnElement[bool]) -> list[Hold]:
    wanted = select(DatePoll.conference_id, DateOption, CalendarEntry.holder).select_from(CalendarEntry)
    wanted = wanted.join(DateOption, DateOption.id == CalendarEntry.about).join(DatePoll).where(*_kept, *which)
    found = db.session.execute(wanted.order_by(DateOption.starts_at, CalendarEntry.holder))
    return [Hold(*row) for row in found]


def holds_of(conference_id: UUID) -> list[Hold]:
    """Every date of a meeting that is kept in a calendar, the earliest first."""
    return _holds(DatePoll.conference_id == conference_id)


def stray_holds(conference_id: UUID | None = None) -> list[Hold]:
    """The dates that are kept for nothing, of one meeting or of all: the person does not say any more that it suits,
    is asked no more, or nobody looks for a date; a chosen date is kept until the meeting is convened."""
    newest, option = aliased(DatePoll), aliased(DateOption)
    last_asked = select(func.max(newest.asked_at)).where(newest.conference_id == Conference.id).scalar_subquery()
    good = (
        select(DateSaid.id)
        .join(PollReply, PollReply.id == DateSaid.reply_id)
        .join(Invitation, Invitation.id == PollReply.invitation_id)
        .join(option, option.id == DateSaid.option_id)
        .join(DatePoll, DatePoll.id == option.poll_id)
        .join(Conference, Conference.id == DatePoll.conference_id)
        .join(CaseFrame, CaseFrame.id == Conference.case_id)
        .where(option.id == CalendarEntry.about, DateSaid.suits == Suits.YES, DatePoll.holds)
        .where(Invitation.worker_id == CalendarEntry.holder, Invitation.chosen)
        .where(Invitation.informed_only_because.is_(None), Invitation.taken_back_at.is_(None), *_PREPARED)
        .where(or_(DatePoll.ended_at.is_(None), DatePoll.chosen_id == option.id), DatePoll.asked_at == last_asked)
        .correlate(CalendarEntry)
    )
    return _holds(~good.exists(), *([DatePoll.conference_id == conference_id] if conference_id else []))


def uids_of_holds(poll: DatePoll, worker_id: UUID) -> list[str]:
    """The names of the entries by which one person's calendar keeps dates of this search."""
    mine = CalendarEntry.about.in_([each.id for each in poll.options]), CalendarEntry.holder == worker_id
    return list(db.session.scalars(select(CalendarEntry.uid).where(*mine)))
