"""The meeting as it goes on: its agenda, its beginning and end, who came and left when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from coordination.conferences.models import Conference, Invitation
from coordination.minutes.rules_of_agenda import ItemKind, Planned, minutes_over, usual
from foundation import clock
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

ITEM_NAMES: dict[str, LazyString] = {
    ItemKind.WELCOME: _l("Welcome and rules"),
    ItemKind.PLEDGE: _l("Signing the pledge of confidentiality"),
    ItemKind.VOICE: _l("What the family says"),
    ItemKind.TOPIC: _l("What the child wants to talk about"),
    ItemKind.BRIEF: _l("The case in brief and the goal"),
    ItemKind.STANDPOINTS: _l("Round of standpoints"),
    ItemKind.PICTURE: _l("What we know together: strengths and risks"),
    ItemKind.PLAN: _l("Tasks and dates"),
    ItemKind.READING: _l("Reading the plan aloud, agreement and objections"),
    ItemKind.CLOSING: _l("Day of evaluation, who tells whom"),
    ItemKind.OTHER: _l("Another item"),
}
"""The items as they are named when nobody has named them otherwise."""


class Sitting(Base):
    """That a meeting began and ended, and what was done about those who had not pledged (S2-29)."""

    __tablename__ = "sitting"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ending"),
        CheckConstraint("ended_at IS NULL OR ended_at >= opened_at", name="ends_after_start"),
    )
    id: Mapped[Key]
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), unique=True)
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    unpledged: Mapped[str | None] = mapped_column(Encrypted("sitting.unpledged"))
    """The names of those who had not signed when it began."""
    despite: Mapped[str | None] = mapped_column(Encrypted("sitting.despite"))
    """What was agreed about them: who leaves, who stays for which part."""
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class AgendaItem(Base):
    """One item of the agenda: planned, then begun and done, with what was written down meanwhile."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint("done_at IS NULL OR begun_at IS NOT NULL", name="done_was_begun"),
        CheckConstraint("minutes > 0", name="takes_time"),
    )
    id: Mapped[Key]
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    position: Mapped[int]
    kind: Mapped[ItemKind] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Encrypted("agenda_item.title"), default="")
    """Empty: it is called as its kind, in the language of the reader."""
    minutes: Mapped[int]
    led_by: Mapped[str] = mapped_column(Encrypted("agenda_item.led_by"), default="")
    note: Mapped[str] = mapped_column(Encrypted("agenda_item.note"), default="")
    begun_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return self.title or str(ITEM_NAMES[self.kind])

    @property
    def is_present(self) -> bool:
        """Whether people talk about it now."""
        return self.begun_at is not None and self.done_at is None


class Presence(Base):
    """When somebody came and when they left, as instants; how they were there stands with the invitation."""

    __tablename__ = "presence"
    __table_args__ = (CheckConstraint("left_at IS NULL OR arrived_at IS NULL OR left_at >= arrived_at", name="leaves"),)
    id: Mapped[Key]
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"), unique=True)
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    recorded_by: Mapped[str]


def sitting_of(conference_id: UUID) -> Sitting | None:
    """The beginning and end of a meeting, once it has begun."""
    return db.session.scalar(select(Sitting).where(Sitting.conference_id == conference_id))


def agenda_of(conference_id: UUID) -> Sequence[AgendaItem]:
    """The agenda of a meeting in its order; empty while nobody has prepared one."""
    ordered = select(AgendaItem).where(AgendaItem.conference_id == conference_id)
    return db.session.scalars(ordered.order_by(AgendaItem.position, AgendaItem.id)).all()


def usual_agenda(conference: Conference) -> list[AgendaItem]:
    """The items that a meeting gets when nobody prepares others; not in the database."""
    lasts = 0
    if conference.starts_at and conference.ends_at:
        lasts = int((conference.ends_at - conference.starts_at).total_seconds() // 60)
    return [
        AgendaItem(conference_id=conference.id, position=place, kind=kind, minutes=minutes, title="", led_by="")
        for place, (kind, minutes) in enumerate(usual(lasts), 1)
    ]


def item_of(item_id: UUID) -> AgendaItem | None:
    """One item of an agenda."""
    return db.session.get(AgendaItem, item_id)


def presences(conference_id: UUID) -> dict[UUID, Presence]:
    """When people came and left, by invitation."""
    found = select(Presence).join(Invitation, Invitation.id == Presence.invitation_id)
    return {
        each.invitation_id: each for each in db.session.scalars(found.where(Invitation.conference_id == conference_id))
    }


def planned(items: Sequence[AgendaItem]) -> list[Planned]:
    """The order of an agenda as plain values."""
    return [Planned(ItemKind(item.kind), item.minutes) for item in items]


@dataclass(frozen=True)
class TimedItem:
    """An item with the time at which it begins: began, or by the plan."""

    item: AgendaItem
    at: datetime | None
    over: int
    """Of the present item: by how many minutes it takes longer than planned."""


def timed(items: Sequence[AgendaItem], starts_at: datetime | None) -> list[TimedItem]:
    """The agenda with times: of what has begun the real one, of the rest what follows from it."""
    now, next_at = clock.now(), starts_at
    found = []
    for item in items:
        at = item.begun_at or next_at
        over = minutes_over(item.begun_at, item.minutes, now) if item.begun_at and item.is_present else 0
        found.append(TimedItem(item, at, over))
        next_at = item.done_at or (at + timedelta(minutes=item.minutes) if at else None)
    return found
