"""Who accompanies one of the family and may read their summary: their say-so, and the questions about it."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from coordination.family.models import SaySo, ground_of
from coordination.seats.models import Seat, facts_of_seat
from coordination.seats.rules import FAMILY, Role
from foundation import clock
from foundation.access import Actor, Facts
from foundation.database import db


@dataclass(frozen=True)
class Companion:
    """Somebody who sits beside a member of the family, and whether they may read along."""

    seat: Seat
    reads: bool


def companions_of(seat: Seat) -> list[Companion]:
    """Who accompanies the holder of a place now. Two queries."""
    beside = select(Seat).where(Seat.case_id == seat.case_id, Seat.accompanies_id == seat.person_id)
    beside = beside.where(Seat.role == Role.SUPPORT_PERSON, Seat.to_at.is_(None), Seat.from_at <= clock.now())
    let = set(
        db.session.scalars(select(SaySo.companion_seat_id).where(SaySo.seat_id == seat.id, SaySo.ended_at.is_(None)))
    )
    return [Companion(one, one.id in let) for one in db.session.scalars(beside.order_by(Seat.from_at, Seat.id))]


def accompanied(companion: Seat) -> Seat | None:
    """The place of whom somebody accompanies, if that one lets them read; None otherwise."""
    if companion.role != Role.SUPPORT_PERSON or companion.accompanies_id is None:
        return None
    now = clock.now()
    theirs = (
        select(Seat)
        .join(SaySo, SaySo.seat_id == Seat.id)
        .where(SaySo.companion_seat_id == companion.id, SaySo.ended_at.is_(None))
        .where(Seat.person_id == companion.accompanies_id, Seat.role.in_(FAMILY), Seat.to_at.is_(None))
        .where(Seat.from_at <= now)
    )
    return db.session.scalars(theirs.limit(1)).first()


def facts_of_companion(actor: Actor, seat_id: UUID, **_: object) -> Facts | None:
    """What whoever sits at a place is towards the summary of the one they accompany; nothing without the say-so."""
    seat = db.session.get(Seat, seat_id)
    if seat is None:
        return None
    by_key, by_worker = actor.seat_id == seat_id, actor.worker_id is not None and actor.worker_id == seat.worker_id
    own = by_key or (actor.seat_id is None and by_worker)
    whose = accompanied(seat) if own else None
    if whose is None:
        return None
    return replace(facts_of_seat(seat.frame, seat, actor.door), ground=ground_of(whose, None))
