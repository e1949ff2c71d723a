"""Reminders as they were sent or are to be told by phone, and the questions who is to be reminded of what."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, UniqueConstraint, and_, func, or_, select
from sqlalchemy.orm import Mapped, aliased, contains_eager, mapped_column, relationship

from agencies.directory.models import Agency
from agencies.staff.models import Spokesperson, Worker, spokesperson_of
from coordination.cases.models import Person
from coordination.cases.rules import SafeContact
from coordination.conferences.models import Conference, Invitation, Move
from coordination.conferences.namings import waiting_for
from coordination.conferences.rules import Answer
from coordination.reminders import rules
from coordination.reminders.digests import Digest, DigestItem
from coordination.reminders.rules import Kind, Moment, Standing, Times, Way
from coordination.reminders.rules_of_digest import Rung
from coordination.seats.models import Seat, has_signed, still_posted
from coordination.seats.rules import Role
from foundation import clock, town_settings, working_days
from foundation.database import Base, Key, db
from foundation.outbox import Letter

SWITCH = "reminders"
town_settings.define(
    SWITCH,
    _l("Reminders before a meeting"),
    hint=_l("A week before and the day before, to whoever has not answered, who comes, and whose pledge is missing."),
    choices=(("on", _l("leave by themselves")), ("off", _l("only when the coordinator sends them"))),
    default="on",
)
DAILY = "letters_of_the_day"
town_settings.define(
    DAILY,
    _l("One letter a day for everything that is due"),
    hint=_l("Only on days on which something is due. Each worker may switch the own one off."),
    choices=(("on", _l("yes")), ("off", _l("no"))),
    default="on",
)
TELLS = frozenset(
    {
        "conferences.invitation",
        "conferences.changed",
        "conferences.name_asked",
        "conferences.family_invitation",
        "conferences.family_changed",
        "reminders.agency_contact",
        "reminders.answer",
        "reminders.pledge",
        "reminders.tomorrow",
        "reminders.family_tomorrow",
    }
)
"""Letters after which nobody needs to be told of the meeting on the same day."""


class Reminder(Base):
    """One reminder of one invited person: a letter, or a line in the list of calls."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("invitation_id", "moment", "on_day", "kind"),
        CheckConstraint("(way = 'mail') = (letter_id IS NOT NULL)", name="mail_has_letter"),
        CheckConstraint("(called_at IS NULL) = (called_by IS NULL)", name="calling"),
        CheckConstraint("called_at IS NULL OR way = 'call'", name="called"),
    )
    id: Mapped[Key]
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"))
    moment: Mapped[Moment] = mapped_column(String(8))
    on_day: Mapped[date]
    """The day of the meeting; of a reminder by hand the day on which it was asked for."""
    kind: Mapped[Kind] = mapped_column(String(24))
    way: Mapped[Way] = mapped_column(String(4))
    begins_at: Mapped[datetime]
    """When the meeting begins for this person, as the reminder says."""
    due_at: Mapped[datetime]
    until: Mapped[datetime]
    """From then on it would say something that is no longer so."""
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("letter.id"), index=True)
    called_at: Mapped[datetime | None]
    called_by: Mapped[str | None]
    invitation: Mapped[Invitation] = relationship(lazy="raise")


@dataclass(frozen=True)
class Told:
    """One letter that told somebody of the meeting, or tried to."""

    letter_id: UUID
    at: datetime
    recipient: str
    waits: bool
    failed: bool
    with_others: bool = False
    """By a line of the letter of the day."""
    tried: bool = False
    """Whether the postman has already been turned away with it."""

    @property
    def held_up(self) -> bool:
        """Whether it wants to leave and cannot for now."""
        return self.waits and self.tried


@dataclass(frozen=True)
class Invited:
    """Somebody who is asked to a meeting now, with everything that reminding needs to know."""

    invitation: Invitation
    worker: Worker | None
    person: Person | None
    signed: bool
    moved_at: datetime | None = None
    """When the meeting was last moved; whoever has no letters was told of it then."""
    told: Sequence[Told] = ()
    spokesperson: Spokesperson | None = None
    """Who says whom an agency sends, while nobody is named."""

    @property
    def begins_at(self) -> datetime:
        """When it begins for this person."""
        begins = self.invitation.begins_at
        assert begins is not None  # a convened conference has its time (CHECK)
        return begins

    @property
    def standing(self) -> Standing:
        """As the rules see it."""
        one = self.invitation
        return Standing(
            unanswered=one.answer == Answer.NO_REPLY,
            comes=one.answer == Answer.ACCEPTED,
            signed=self.signed,
            private=one.person_id is not None,
            convenes=one.role == Role.COORDINATOR,
            names_nobody_yet=one.awaits_person,
            child=one.role == Role.CHILD,
        )

    @property
    def told_at(self) -> datetime:
        """When this person last heard of the meeting in writing; who has no letters heard it when it was arranged."""
        convened = self.invitation.conference.convened_at
        assert convened is not None
        return max((one.at for one in self.told if not one.failed), default=self.moved_at or convened)

    @property
    def told_alone_on(self) -> date | None:
        """The day of the last letter that told this person of nothing but the meeting."""
        alone = (one.at for one in self.told if not one.failed and not one.with_others)
        last = max(alone, default=None)
        return clock.in_prague(last).date() if last is not None else None

    @property
    def told_today(self) -> bool:
        """Whether a letter about the meeting has left today, or is on its way."""
        midnight = clock.midnight(clock.today())
        return any(one.waits or one.at >= midnight for one in self.told if not one.failed)

    @property
    def may_be_called(self) -> bool:
        """Whether the phone is a way that does no harm."""
        return self.person is None or self.person.safe_contact == SafeContact.PHONE

    def address(self, kind: Kind) -> str | None:
        """Where a letter reaches this person and does no harm; None: call.

        Nobody can sign through a mailbox that several people read, and an address from which the last letter came
        back reaches nobody.
        """
        if self.spokesperson is not None:
            known = self.spokesperson.email
        elif self.person is not None:
            known = self.person.safe_mail
        else:
            useless = kind == Kind.PLEDGE and self.worker is not None and self.worker.mailbox_shared
            known = self.worker.email if self.worker is not None and not useless else None
        last = max((one for one in self.told if one.recipient == known), key=lambda one: one.at, default=None)
        return None if last is not None and last.failed else known or None


def times_before(begins_at: datetime) -> Times:
    """When people are reminded of a meeting that begins at this instant."""
    day = clock.in_prague(begins_at).date()
    week = working_days.last_working_before(day - rules.WEEK + timedelta(days=1))
    eve = working_days.last_working_before(day)
    return Times(
        week=clock.instant(week, rules.AT), eve=clock.instant(eve, rules.AT), eve_begins=clock.midnight(eve),
        day_begins=clock.midnight(day),
    )  # fmt: skip


def day_of(begins_at: datetime) -> date:
    """The day of the meeting in Prague."""
    return clock.in_prague(begins_at).date()


def coming(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Invitations that stand, to meetings that are convened and have not begun."""
    return (
        Conference.convened_at.is_not(None),
        Conference.cancelled_at.is_(None),
        Conference.held_at.is_(None),
        Conference.starts_at > now,
        Invitation.chosen.is_(True),
        Invitation.informed_only_because.is_(None),
        Invitation.taken_back_at.is_(None),
    )


def invited(*which: ColumnElement[bool]) -> Sequence[Invited]:
    """Whoever is asked to a coming meeting now and still sits there, as far as `which` says.

    Two queries, and a few more for each agency that has named nobody yet.
    """
    now, stand_in = clock.now(), aliased(Invitation)
    sits = and_(Seat.from_at <= now, or_(Seat.to_at.is_(None), Seat.to_at > now), still_posted())
    replaced = select(stand_in.id).where(stand_in.substitute_for == Invitation.id, stand_in.taken_back_at.is_(None))
    moved = select(func.max(Move.moved_at)).where(Move.conference_id == Conference.id).scalar_subquery()
    asked = (
        select(Invitation, Worker, Person, has_signed(), moved)
        .join(Invitation.conference)
        .outerjoin(Seat, Seat.id == Invitation.seat_id)
        .outerjoin(Worker, Worker.id == Invitation.worker_id)
        .outerjoin(Person, Person.id == Invitation.person_id)
        .options(contains_eager(Invitation.conference))
        .where(*coming(now), or_(Invitation.seat_id.is_(None), sits), ~replaced.exists(), *which)
        .order_by(Conference.starts_at, Invitation.position)
    )
    rows = db.session.execute(asked).all()
    told = _told([invitation.id for invitation, *_ in rows])
    named = waiting_for([invitation.id for invitation, *_ in rows if invitation.awaits_person])
    return [
        Invited(invitation, worker, person, bool(signed), moved_at, told[invitation.id], _spokesperson(invitation))
        for invitation, worker, person, signed, moved_at in rows
        if invitation.id not in named  # an agency that has named somebody owes nothing: it is the coordinator's turn
    ]


def _spokesperson(invitation: Invitation) -> Spokesperson | None:
    if not invitation.awaits_person:
        return None
    return spokesperson_of(db.session.get_one(Agency, invitation.agency_id), invitation.conference.town_id)


def _told(ids: Collection[UUID]) -> Mapping[UUID, Sequence[Told]]:
    found: dict[UUID, list[Told]] = defaultdict(list)
    if not ids:
        return found
    letters = select(Letter).where(Letter.about.in_(ids), Letter.kind.in_(TELLS), Letter.closed_at.is_(None))
    for one in db.session.scalars(letters.where(Letter.taken_back_why.is_(None))):
        found[one.about].append(_told_by(one))
    for invitation_id, one in _in_digests(ids):
        found[invitation_id].append(_told_by(one, with_others=True))
    return found


def _told_by(one: Letter, *, with_others: bool = False) -> Told:
    at = one.handed_over_at or one.undelivered_at or one.filed_at
    waits, failed = one.try_at is not None, one.undelivered_at is not None
    return Told(one.id, at, one.recipient, waits, failed, with_others, tried=one.last_trouble is not None)


def _in_digests(ids: Collection[UUID]) -> Iterable[tuple[UUID, Letter]]:
    """The letters of the day in which these invited people themselves were told of a meeting."""
    told = (
        select(DigestItem.subject, Letter)
        .join(Digest, Digest.id == DigestItem.digest_id)
        .join(Letter, Letter.id == Digest.letter_id)
        .where(DigestItem.subject.in_(ids), DigestItem.rung == Rung.WORKER, Letter.closed_at.is_(None))
    )
    return [(subject, letter) for subject, letter in db.session.execute(told)]


def invited_as(invitation_id: UUID) -> Invited | None:
    """One invited person; None once the invitation does not stand any more."""
    return next(iter(invited(Invitation.id == invitation_id)), None)


def reminder_with(invitation_id: UUID, moment: Moment, on_day: date, kind: Kind) -> Reminder | None:
    """The reminder of this person at this moment; at most one."""
    key = {"invitation_id": invitation_id, "moment": moment, "on_day": on_day, "kind": kind}
    return db.session.scalar(select(Reminder).filter_by(**key))


def reminder_of(letter_id: UUID) -> Reminder | None:
    """The reminder that a letter carries."""
    return db.session.scalar(select(Reminder).where(Reminder.letter_id == letter_id))


def stands(reminder: Reminder, each: Invited) -> bool:
    """Whether a reminder still says the truth about this person and this meeting."""
    same_time = each.begins_at == reminder.begins_at
    return same_time and clock.now() < reminder.until and rules.still_says_the_truth(reminder.kind, each.standing)
