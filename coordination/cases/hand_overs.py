"""Handing a case over (předání případu): an offer to another coordinator of the town, or an appointment by the head."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, and_, or_, select, text
from sqlalchemy.orm import Mapped, aliased, mapped_column

from agencies.accounts.models import Account
from agencies.staff.models import Post, Worker
from agencies.staff.rules import Role as Office
from coordination.cases.rules import Settled
from coordination.seats.models import CaseFrame, Exclusion, Seat, coordinator_of, still_posted
from foundation import clock
from foundation.access import Actor, Facts
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

_WAITS = "settled_at IS NULL"
_VALID = "settled_how IN ('accepted', 'appointed')"


class HandOver(Base):
    """One offer of a case, and how it ended; a case is offered to one person at a time (S2-50)."""

    __tablename__ = "hand_over"
    __table_args__ = (
        Index("uq_hand_over_waiting", "case_id", unique=True, sqlite_where=text(_WAITS), postgresql_where=text(_WAITS)),
        CheckConstraint("(settled_at IS NULL) = (settled_how IS NULL)", name="settled_how"),
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled_by"),
        CheckConstraint(f"(to_seat_id IS NOT NULL) = (settled_how IS NOT NULL AND {_VALID})", name="seat_of_valid_one"),
        CheckConstraint("declined_why IS NULL OR settled_how = 'declined'", name="why_declined"),
        CheckConstraint("(answer_by IS NULL) = (settled_how IS NOT NULL AND settled_how = 'appointed')", name="asked"),
    )
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    from_seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    to_worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    reason: Mapped[str] = mapped_column(Encrypted("hand_over.reason"))
    note: Mapped[str] = mapped_column(Encrypted("hand_over.note"))
    """What the next coordinator should know; it opens with the case."""
    offered_at: Mapped[datetime]
    offered_by: Mapped[str]
    answer_by: Mapped[date | None]
    """None: the head of the department appointed, nobody was asked."""
    settled_at: Mapped[datetime | None]
    settled_how: Mapped[Settled | None] = mapped_column(String(16))
    settled_by: Mapped[str | None]
    declined_why: Mapped[str | None] = mapped_column(Encrypted("hand_over.declined_why"))
    to_seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"))


def waiting_offer(case_id: UUID) -> HandOver | None:
    """The offer of a case that waits for an answer."""
    return db.session.scalar(select(HandOver).where(HandOver.case_id == case_id, HandOver.settled_at.is_(None)))


@dataclass(frozen=True)
class PastHandOver:
    """One offer or appointment with the names of both."""

    hand_over: HandOver
    former: str
    present: str


def hand_overs_of(case_id: UUID) -> Sequence[PastHandOver]:
    """Every offer of a case, the newest first."""
    wanted = (
        select(HandOver, Seat.name, Worker.name)
        .join(Seat, Seat.id == HandOver.from_seat_id)
        .join(Worker, Worker.id == HandOver.to_worker_id)
    )
    rows = db.session.execute(wanted.where(HandOver.case_id == case_id).order_by(HandOver.offered_at.desc()))
    return [PastHandOver(*row) for row in rows]


def offers_to(worker_id: UUID) -> Sequence[tuple[HandOver, CaseFrame]]:
    """What waits for a worker's answer, the nearest day first; a case from which they are excluded is not there."""
    shut_out = select(Exclusion.id).where(Exclusion.case_id == HandOver.case_id, Exclusion.worker_id == worker_id)
    waiting = (
        select(HandOver, CaseFrame)
        .join(CaseFrame, CaseFrame.id == HandOver.case_id)
        .where(HandOver.to_worker_id == worker_id, HandOver.settled_at.is_(None), CaseFrame.erased_at.is_(None))
        .where(~shut_out.exists())
        .order_by(HandOver.answer_by, CaseFrame.code)
    )
    return [(offer, frame) for offer, frame in db.session.execute(waiting)]


def offers_not_taken(case_ids: Collection[UUID], *, since: datetime) -> Sequence[tuple[HandOver, str]]:
    """The last offer of each of these cases if it was declined after `since`, or its day has passed; who was asked."""
    later = aliased(HandOver)
    newer = select(later.id).where(
        later.case_id == HandOver.case_id,
        or_(later.offered_at > HandOver.offered_at, and_(later.settled_at.is_(None), later.id != HandOver.id)),
    )
    overdue = and_(HandOver.settled_at.is_(None), HandOver.answer_by < clock.today())
    declined = and_(HandOver.settled_how == Settled.DECLINED, HandOver.settled_at > since)
    wanted = select(HandOver, Worker.name).join(Worker, Worker.id == HandOver.to_worker_id)
    rows = db.session.execute(wanted.where(HandOver.case_id.in_(case_ids), or_(overdue, declined), ~newer.exists()))
    return [(offer, name) for offer, name in rows]


def coordinator_at_work() -> ColumnElement[bool]:
    """Whether the coordinator in `Seat` of the query around holds the post and can sign in."""
    switched_off = select(Account.id).where(Account.worker_id == Seat.worker_id, Account.disabled_at.is_not(None))
    return and_(still_posted(), ~switched_off.correlate(Seat).exists())


def is_at_work(seat_id: UUID) -> bool:
    """Whether the coordinator of a seat holds the post and can sign in."""
    return db.session.scalar(select(coordinator_at_work()).where(Seat.id == seat_id)) or False


def possible_coordinators(case_id: UUID) -> Sequence[Post]:
    """Who can take a case over, by name: coordinators of its town at work, but its own and those shut out of it."""
    town_id = db.session.get_one(CaseFrame, case_id).town_id
    today, own = clock.today(), coordinator_of(case_id).worker_id
    shut_out = select(Exclusion.worker_id).where(Exclusion.case_id == case_id)
    switched_off = select(Account.worker_id).where(Account.disabled_at.is_not(None))
    held = (
        select(Post)
        .join(Worker, Worker.id == Post.worker_id)
        .where(Post.agency_id == town_id, Post.role == Office.COORDINATOR, Post.from_on <= today)
        .where(or_(Post.to_on.is_(None), Post.to_on > today), Post.worker_id != own)
        .where(Post.worker_id.not_in(shut_out), Post.worker_id.not_in(switched_off))
        .order_by(Worker.name, Post.from_on)
    )
    return list({post.worker_id: post for post in db.session.scalars(held)}.values())


# --- what the doors ask ----------------------------------------------------------------------------------------------


def facts_of_offer(actor: Actor, case_id: UUID) -> Facts | None:
    """What a coordinator is to a case that is offered to them: somebody who may answer and knows counts alone."""
    offer, frame = waiting_offer(case_id), db.session.get(CaseFrame, case_id)
    if offer is None or frame is None or actor.worker_id is None or offer.to_worker_id != actor.worker_id:
        return None
    shut_out = select(Exclusion.id).where(Exclusion.case_id == case_id, Exclusion.worker_id == actor.worker_id)
    return Facts(
        role="receiver",
        door=actor.door,
        about=f"case:{case_id}",
        town_id=frame.town_id,
        in_town=(str(Office.COORDINATOR), frame.town_id) in actor.offices,
        denied=db.session.scalar(shut_out) is not None,
        state=frame.state,
    )
