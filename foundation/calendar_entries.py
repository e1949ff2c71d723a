"""What stands in whose calendar: one entry per thing and person, named for life, with its changes and last answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock, ics, outbox
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted
from foundation.ics import Partstat
from foundation.outbox import CalendarPart


class What(StrEnum):
    """What an entry is; its neutral title follows from it."""

    MEETING = "meeting"
    POSSIBLE_MEETING = "possible_meeting"
    DEADLINE = "deadline"
    REPEATED_END = "repeated_end"
    PERIOD = "period"
    """One period of a repeated task; in the personal feed only."""


_TITLES = {
    "cs": {
        What.MEETING: "Pracovní setkání ({case_code})",
        What.POSSIBLE_MEETING: "Možné pracovní setkání ({case_code})",
        What.DEADLINE: "Termín úkolu {number} ({case_code})",
        What.REPEATED_END: "Konec úkolu {number} ({case_code})",
        What.PERIOD: "Úkol {number} ({case_code})",
    },
    "en": {
        What.MEETING: "Working meeting ({case_code})",
        What.POSSIBLE_MEETING: "Possible working meeting ({case_code})",
        What.DEADLINE: "Task {number} due ({case_code})",
        What.REPEATED_END: "Task {number} ends ({case_code})",
        What.PERIOD: "Task {number} ({case_code})",
    },
}
_DESCRIPTIONS = {
    "cs": "Podrobnosti po přihlášení: {front_door}. Telefon {phone}.",
    "en": "Details after signing in: {front_door}. Phone {phone}.",
}
FEED_NAMES = {"cs": "Setkání a termíny", "en": "Meetings and deadlines"}


@dataclass(frozen=True)
class EntryDetails:
    """Everything that an entry may show, in the recipient's language.

    From instant to instant (`starts`, `ends`) or a whole `day`. `place` is empty where it is sensitive. `front_door` is
    the one address for all, never anybody's own link.
    """

    what: What
    town: str
    phone: str
    front_door: str
    case_code: str
    language: str = "cs"
    starts: datetime | None = None
    ends: datetime | None = None
    day: date | None = None
    place: str | None = None
    number: int | None = None
    accepted: bool = False
    """The recipient has said yes before the entry is sent, as with a task's deadline."""
    optional: bool = False

    @property
    def summary(self) -> str:
        """The neutral title, exactly as agreed."""
        return _TITLES[self.language][self.what].format(case_code=self.case_code, number=self.number)

    @property
    def description(self) -> str:
        """The only other words of an entry."""
        return _DESCRIPTIONS[self.language].format(front_door=self.front_door, phone=self.phone)

    @property
    def times(self) -> tuple[datetime | date, datetime | date]:
        """Start and end, the last day included. Raises ValueError when neither instants nor a day are given."""
        if self.day is not None and self.starts is None and self.ends is None:
            return self.day, self.day
        if self.starts is None or self.ends is None or self.day is not None:
            raise ValueError("an entry lasts from instant to instant or the whole day")
        return self.starts, self.ends


class CalendarEntry(Base):
    """One entry in one person's calendar."""

    __tablename__ = "calendar_entry"
    __table_args__ = (
        UniqueConstraint("about", "holder"),
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="whole_span"),
        CheckConstraint("(starts_at IS NULL) <> (whole_day IS NULL)", name="span_or_day"),
    )
    id: Mapped[Key]
    about: Mapped[UUID]
    """The conference, task … that takes place."""
    holder: Mapped[UUID] = mapped_column(index=True)
    """Whose calendar it is: a worker or a seat, as the caller keeps it."""
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int]
    partstat: Mapped[str]
    stamped_at: Mapped[datetime]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    whole_day: Mapped[date | None]
    place: Mapped[str] = mapped_column(Encrypted("calendar_entry.place"))
    recipient: Mapped[str] = mapped_column(Encrypted("calendar_entry.recipient"))
    summary: Mapped[str]
    description: Mapped[str]
    town: Mapped[str]
    optional: Mapped[bool]
    tentative: Mapped[bool] = mapped_column(default=False)
    """A date that is kept free until another one is chosen, or this one."""
    organizer: Mapped[str | None]
    """The mailbox in whose name the entry stands, for life: calendars take changes from nobody else.

    None: the house's own address, which reads no answers.
    """
    cancelled_at: Mapped[datetime | None]
    last_sent: Mapped[str] = mapped_column(Encrypted("calendar_entry.last_sent"), deferred=True)
    """The last file that went out; it never holds a personal link."""

    @property
    def order_key(self) -> str:
        """Letters with this entry leave one after another."""
        return f"calendar:{self.id}"

    @property
    def asks(self) -> bool:
        """Whether anybody has something to answer in the calendar: a date that is not agreed yet."""
        return self.whole_day is None and self.cancelled_at is None and self.partstat == Partstat.NEEDS_ACTION

    def event(self) -> ics.Event:
        """The entry as it stands in the calendar."""
        if self.starts_at is not None and self.ends_at is not None:
            starts, ends = self.starts_at, self.ends_at
        else:
            assert self.whole_day is not None
            return self._event(self.whole_day, self.whole_day)
        return self._event(starts, ends)

    def _event(self, starts: datetime | date, ends: datetime | date) -> ics.Event:
        return ics.Event(
            uid=self.uid,
            sequence=self.sequence,
            stamp=self.stamped_at,
            starts=starts,
            ends=ends,
            summary=self.summary,
            description=self.description,
            location=self.place,
            organizer=ics.Party(self.organizer or outbox.house_address(), f"Město {self.town}"),
            attendee=ics.Party(self.recipient),
            partstat=Partstat(self.partstat),
            optional=self.optional,
            tentative=self.tentative,
            answers_reach_us=self.asks and self.organizer is not None and self.organizer == outbox.reply_mailbox(),
        )


def entry_of(about: UUID, holder: UUID) -> CalendarEntry | None:
    """The entry of one thing in one person's calendar."""
    return db.session.scalar(select(CalendarEntry).filter_by(about=about, holder=holder))


def request(
    about: UUID, holder: UUID, to: str, details: EntryDetails, *, asks_again: bool | None = None
) -> CalendarPart:
    """The invitation, or its newer version, for the letter that the same transaction files.

    Another start, end or place asks people again, and so does a date that was kept and is settled now: SEQUENCE rises
    and their answer falls. Other changes keep both. The caller may know better than the calendar can show,
    `asks_again`: True for another place that stays out of it, False for the same place that it shows from now on, or
    hides: SEQUENCE rises and the answer stays. Raises ValueError when `details` lack a whole time.
    """
    entry, wanted = entry_of(about, holder), _wanted(details)
    if entry is None:
        entry = _new_entry(about, holder, details)
    else:
        differs = _when_and_where(entry) != wanted
        new = entry.cancelled_at is not None or (entry.tentative and details.what is not What.POSSIBLE_MEETING)
        again = new or (differs if asks_again is None else asks_again)
        if differs or again:
            entry.sequence += 1
        if again:
            entry.partstat = _first_answer(details)
    _fill(entry, to, details)
    _stamp(entry)
    entry.cancelled_at = None
    return _sent(entry, "REQUEST")


def becomes(about: UUID, holder: UUID, other: UUID) -> bool:
    """From now on the entry of one thing is that of another, under the same name; inside a transaction.

    Letters with the entry that still wait are taken back: the next version follows. False when there is no entry, it
    has ended, or the other thing has one of its own.
    """
    entry = entry_of(about, holder)
    if entry is None or entry.cancelled_at is not None or entry_of(other, holder) is not None:
        return False
    outbox.take_back(order_key=entry.order_key, why="a newer version follows")
    entry.about = other
    db.session.flush()
    return True


def answer(about: UUID, holder: UUID, partstat: Partstat | str) -> bool:
    """Keep the person's last answer, so that no later version of the entry forgets it; inside a transaction.

    Answers whether it is another one than their calendar shows: then the entry is worth sending again.
    """
    entry, said = entry_of(about, holder), Partstat(partstat).value
    if entry is None or entry.cancelled_at is not None or entry.partstat == said:
        return False
    entry.partstat = said
    return True


def has_ended(about: UUID, holder: UUID) -> bool:
    """Whether the entry was cancelled and not asked for again."""
    entry = entry_of(about, holder)
    return entry is not None and entry.cancelled_at is not None


def replace_waiting(about: UUID, holder: UUID, *, why: str) -> bool:
    """Take back letters whose version of the entry has not left, a newer one follows; inside a transaction.

    Answers whether the person's calendar may hold an earlier version all the same: if not, nobody has told them yet.
    """
    entry = entry_of(about, holder)
    if entry is None:
        return False
    outbox.take_back(order_key=entry.order_key, why=why)
    return outbox.stands_outside(db.session(), entry.order_key)


def cancel(about: UUID, holder: UUID) -> CalendarPart | None:
    """The end of an entry, for the letter that the same transaction files; None when there is none, or it has ended.

    Letters with the entry that still wait are taken back. Should nothing of it ever have left, the cancellation stays
    in the house too: a calendar that knows of nothing has nothing to cancel.
    """
    entry = entry_of(about, holder)
    if entry is None or entry.cancelled_at is not None:
        return None
    outbox.take_back(order_key=entry.order_key, why="cancelled before it left")
    entry.sequence += 1
    _stamp(entry)
    entry.cancelled_at = clock.now()
    return _sent(entry, "CANCEL")


def end_again(about: UUID, holder: UUID, to: str) -> CalendarPart | None:
    """The same end of an entry once more, to the person's present address, where the first did not arrive.

    None when there is no entry, or it has not ended. The version stays: a calendar that knows the end already has
    nothing to do.
    """
    entry = entry_of(about, holder)
    if entry is None or entry.cancelled_at is None:
        return None
    entry.recipient = to
    _stamp(entry)
    return _sent(entry, "CANCEL")


def _new_entry(about: UUID, holder: UUID, details: EntryDetails) -> CalendarEntry:
    entry = CalendarEntry(id=uuid4(), about=about, holder=holder, uid=f"{uuid4()}@{outbox.house_host()}", sequence=0)
    entry.organizer = outbox.reply_mailbox()
    entry.partstat = _first_answer(details)
    db.session.add(entry)
    return entry


def _first_answer(details: EntryDetails) -> str:
    return (Partstat.ACCEPTED if details.accepted else Partstat.NEEDS_ACTION).value


def _wanted(details: EntryDetails) -> tuple[object, ...]:
    starts, ends = details.times
    return starts, ends, ics.one_line(details.place or "")


def _when_and_where(entry: CalendarEntry) -> tuple[object, ...]:
    if entry.whole_day is not None:
        return entry.whole_day, entry.whole_day, entry.place
    return entry.starts_at, entry.ends_at, entry.place


def _fill(entry: CalendarEntry, to: str, details: EntryDetails) -> None:
    entry.starts_at, entry.ends_at, entry.whole_day = details.starts, details.ends, details.day
    entry.place = ics.one_line(details.place or "")
    entry.recipient = to
    entry.summary, entry.description = ics.one_line(details.summary), ics.one_line(details.description)
    entry.town, entry.optional = ics.one_line(details.town, 80), details.optional
    entry.tentative = details.what is What.POSSIBLE_MEETING


def _stamp(entry: CalendarEntry) -> None:
    """Give the new version a later instant than the last one, to the second: some calendars compare nothing else."""
    now = clock.now().replace(microsecond=0)
    last: datetime | None = entry.stamped_at
    entry.stamped_at = now if last is None else max(now, last + timedelta(seconds=1))


def _sent(entry: CalendarEntry, method: str) -> CalendarPart:
    content = (ics.request if method == "REQUEST" else ics.cancel)(entry.event())
    entry.last_sent = content.decode()
    db.session.flush()
    return CalendarPart(content, method, entry.order_key)
