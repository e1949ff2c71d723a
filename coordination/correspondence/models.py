"""What waits for a coordinator about the post of her cases, until it is sent again or settled otherwise."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Exists, ForeignKey, String, UniqueConstraint, and_, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, aliased, mapped_column

from agencies.staff.models import Worker
from coordination.conferences.models import Conference, Invitation
from coordination.correspondence.rules import LEAVES_AT_LEAST, PATIENCE, SHOWN_FOR, How
from coordination.seats.models import Seat, sits
from coordination.seats.rules import Role
from foundation import clock
from foundation.database import Base, Key, db
from foundation.outbox import Letter

TO_HERSELF = ("conferences.undelivered", "correspondence.address_changed")
"""Letters by which the house only points to the list; they stand in none."""
INVITES = (
    "conferences.invitation", "conferences.changed", "conferences.family_invitation", "conferences.family_changed",
)  # fmt: skip
"""Letters without which somebody does not know when to come."""


class SettledPost(Base):
    """Something about the post that the coordinator has settled without a letter."""

    __tablename__ = "correspondence_settled"
    __table_args__ = (UniqueConstraint("about", "happened_at"),)
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    about: Mapped[UUID]
    """The letter that came back, or the seat whose holder has another address."""
    happened_at: Mapped[datetime]
    """When it came back, or when the address changed: what happens later is not settled by it."""
    how: Mapped[How] = mapped_column(String(16))
    at: Mapped[datetime]
    by: Mapped[str]


def _is_settled(about: InstrumentedAttribute[UUID], happened_at: InstrumentedAttribute[datetime | None]) -> Exists:
    return select(SettledPost.id).where(SettledPost.about == about, SettledPost.happened_at == happened_at).exists()


_later = aliased(Letter)
_SAID_SINCE = (
    select(_later.id)
    .where(_later.about == Letter.about, _later.filed_at > Letter.filed_at, _later.closed_at.is_(None))
    .where(or_(_later.kind == Letter.kind, and_(Letter.kind.in_(INVITES), _later.kind.in_(INVITES))))
    .exists()
)
"""Whether a later letter says the same: an invitation, sent anew, tells where a changed meeting is, and the reverse."""


def undelivered_in(case_ids: Collection[UUID]) -> Sequence[Letter]:
    """Letters of these cases that did not arrive, the newest first; not those that were sent again or settled."""
    if not case_ids:
        return ()
    settled = _is_settled(Letter.id, Letter.undelivered_at)
    return db.session.scalars(
        select(Letter)
        .where(Letter.case_id.in_(case_ids), Letter.undelivered_at > clock.now() - SHOWN_FOR)
        .where(Letter.kind.not_in(TO_HERSELF), not_(_SAID_SINCE), not_(settled))
        .order_by(Letter.undelivered_at.desc(), Letter.id)
    ).all()


def said_since(letter_id: UUID) -> bool:
    """Whether a later letter says the same as this one."""
    return db.session.scalar(select(Letter.id).where(Letter.id == letter_id, _SAID_SINCE)) is not None


def undelivered_of(conference_id: UUID) -> Sequence[Letter]:
    """Letters about one meeting that did not arrive."""
    case_id = db.session.scalar(select(Conference.case_id).where(Conference.id == conference_id))
    asked = set(db.session.scalars(select(Invitation.id).where(Invitation.conference_id == conference_id)))
    return [one for one in undelivered_in([case_id] if case_id else []) if one.about in asked]


@dataclass(frozen=True)
class HeldUp:
    """An invitation that has not left, to a meeting that is near (F4)."""

    letter: Letter
    invitation: Invitation
    conference: Conference


def held_up_in(case_ids: Collection[UUID]) -> Sequence[HeldUp]:
    """Invitations of these cases that still wait less than two days before their meeting, the nearest first."""
    if not case_ids:
        return ()
    now = clock.now()
    near = (Conference.starts_at > now, Conference.starts_at <= now + LEAVES_AT_LEAST)
    rows = (
        select(Letter, Invitation, Conference)
        .join(Invitation, Invitation.id == Letter.about)
        .join(Conference, Conference.id == Invitation.conference_id)
        .where(Letter.case_id.in_(case_ids), Letter.kind.in_(INVITES), Letter.try_at.is_not(None), *near)
        .where(Letter.taken_back_why.is_(None), Letter.due_at <= now - PATIENCE)
        .where(Conference.cancelled_at.is_(None), Invitation.taken_back_at.is_(None))
        .order_by(Conference.starts_at, Invitation.position)
    )
    return [HeldUp(*row) for row in db.session.execute(rows)]


@dataclass(frozen=True)
class ChangedAddress:
    """Somebody at the table whose letters go elsewhere now."""

    seat: Seat
    worker: Worker
    changed_at: datetime


def changed_addresses_in(case_ids: Collection[UUID]) -> Sequence[ChangedAddress]:
    """Whose address has changed since they sit at these cases, until the coordinator has taken note."""
    if not case_ids:
        return ()
    settled = _is_settled(Seat.id, Worker.email_changed_at)
    rows = (
        select(Seat, Worker)
        .join(Worker, Worker.id == Seat.worker_id)
        .where(Seat.case_id.in_(case_ids), Seat.role != Role.COORDINATOR, sits())
        .where(Worker.email_changed_at > Seat.from_at, Worker.email_changed_at > clock.now() - SHOWN_FOR, not_(settled))
        .order_by(Worker.email_changed_at.desc(), Seat.id)
    )
    found = db.session.execute(rows)
    return [ChangedAddress(seat, worker, worker.email_changed_at) for seat, worker in found if worker.email_changed_at]


def settled(about: UUID, happened_at: datetime) -> SettledPost | None:
    """What was noted about a letter that came back, or about a changed address."""
    return db.session.scalar(
        select(SettledPost).where(SettledPost.about == about, SettledPost.happened_at == happened_at)
    )
