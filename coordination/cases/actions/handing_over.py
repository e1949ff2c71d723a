"""Handing a case over: offered, taken back, accepted, declined; or given at once by the head of the department."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.staff.models import Post
from coordination.cases import documents, rules
from coordination.cases.actions.excluding import on_exclusion
from coordination.cases.by_word import put_down_new_contact
from coordination.cases.hand_overs import HandOver, facts_of_offer, possible_coordinators, waiting_offer
from coordination.cases.rules import Settled
from coordination.seats.models import CaseFrame, Seat, coordinator_of, facts_at_case, held_frame
from coordination.seats.rules import Ending, Role
from foundation import audit, clock
from foundation.access import Actor, Facts, decide
from foundation.database import db, transaction
from foundation.reasons import Refused, reason, refuse_if

HAND_OVER, OFFERED, APPOINTING = "hand_over", "offered_case", "appointing"


@dataclass(frozen=True)
class Passed:
    """What a hand-over changes: the seat that ended, the one that begins in the same instant, and who did it."""

    former: Seat
    present: Seat
    besides: Seat | None
    """The seat that the new coordinator held at the case before, ended with it."""
    accepted: bool
    """The new coordinator has said yes; an appointed one was not asked."""
    by: str


Listener = Callable[[Session, Passed], None]
_on_hand_over: list[Listener] = []


def on_hand_over(listener: Listener) -> Listener:
    """Announce what else moves with a case: `listener(session, passed)` works in the same transaction."""
    _on_hand_over.append(listener)
    return listener


def offer(case_id: UUID, *, to: UUID, why: str, note: str, actor: Actor) -> None:
    """The coordinator offers her case to another one of the town. Raises Refused with all reasons (S2-50)."""
    with transaction() as session:
        frame, _facts = _allowed(session, case_id, actor, HAND_OVER)
        waiting = waiting_offer(case_id)
        if waiting is not None:
            raise Refused([rules.already_offered(documents.name_of(waiting.to_worker_id))])
        refuse_if(rules.hand_over_obstacles(why=why, possible=_post_of(case_id, to) is not None))
        offered = HandOver(
            case_id=case_id, from_seat_id=coordinator_of(case_id).id, to_worker_id=to, reason=why.strip(),
            note=note.strip(), offered_at=clock.now(), offered_by=actor.key,
            answer_by=clock.today() + rules.ANSWER_WITHIN,
        )  # fmt: skip
        session.add(offered)
        session.flush()
        documents.offered(frame, offered)
        audit.record(frame.town_id, actor.key, "case offered", f"case:{case_id}", to=f"worker:{to}", reason=why.strip())


def take_back(case_id: UUID, *, actor: Actor) -> None:
    """The coordinator keeps the case; whoever was asked finds no offer any more. Done twice it changes nothing."""
    with transaction() as session:
        frame, _facts = _allowed(session, case_id, actor, HAND_OVER)
        if _settle_waiting(case_id, Settled.TAKEN_BACK, actor.key) is not None:
            audit.record(frame.town_id, actor.key, "offer of a case taken back", f"case:{case_id}")


def accept(case_id: UUID, *, actor: Actor) -> None:
    """Whoever was asked takes the case over, in this instant. Raises Refused."""
    with transaction() as session:
        frame = held_frame(session, case_id)
        offered = _offer_to(case_id, actor)
        present = _pass_on(session, frame, offered.to_worker_id, by=actor.key, accepted=True)
        _settle(offered, Settled.ACCEPTED, actor.key, present)
        session.flush()
        _tell_everybody(session, frame, present)
        audit.record(frame.town_id, actor.key, "case taken over", f"case:{case_id}", hand_over=str(offered.id))


def decline(case_id: UUID, *, why: str, actor: Actor) -> None:
    """Whoever was asked does not take the case over and says why. Raises Refused."""
    refuse_if(rules.missing_refusal(why))
    with transaction() as session:
        frame = held_frame(session, case_id)
        offered = _offer_to(case_id, actor)
        offered.declined_why = why.strip()
        _settle(offered, Settled.DECLINED, actor.key)
        session.flush()
        documents.declined(frame, offered)
        audit.record(frame.town_id, actor.key, "case not taken over", f"case:{case_id}", reason=why.strip())


def appoint(case_id: UUID, *, to: UUID, why: str, note: str, instead_of: UUID, actor: Actor) -> None:
    """The head gives a case to another coordinator at once. Raises Refused with all reasons.

    `instead_of` is the seat of the coordinator who stood on the head's page.
    """
    with transaction() as session:
        frame, _facts = _allowed(session, case_id, actor, APPOINTING)
        former = coordinator_of(case_id)
        if former.id != instead_of:
            raise Refused([reason("%(name)s coordinates the case meanwhile. Look again.", name=former.name)])
        refuse_if(rules.hand_over_obstacles(why=why, possible=_post_of(case_id, to) is not None))
        _settle_waiting(case_id, Settled.TAKEN_BACK, actor.key)
        now = clock.now()
        present = _pass_on(session, frame, to, by=actor.key, accepted=False)
        given = HandOver(
            case_id=case_id, from_seat_id=former.id, to_worker_id=to, reason=why.strip(), note=note.strip(),
            offered_at=now, offered_by=actor.key, settled_at=now, settled_how=Settled.APPOINTED, settled_by=actor.key,
            to_seat_id=present.id,
        )  # fmt: skip
        session.add(given)
        session.flush()
        documents.appointed(frame, given)
        _tell_everybody(session, frame, present)
        audit.record(
            frame.town_id, actor.key, "coordinator appointed", f"case:{case_id}", to=f"worker:{to}", reason=why.strip()
        )


def _tell_everybody(session: Session, frame: CaseFrame, present: Seat) -> None:
    """A letter to whoever has an address; whom it cannot reach, the new coordinator tells herself."""
    written_to = documents.handed_over(frame, present)
    if frame.state == "open":
        put_down_new_contact(session, frame, present, written_to=written_to)


def _pass_on(session: Session, frame: CaseFrame, to: UUID, *, by: str, accepted: bool) -> Seat:
    """End one coordinator's seat and begin the other's in the same instant; the frame is locked meanwhile."""
    now, former, post = clock.now(), coordinator_of(frame.id), _post_of(frame.id, to)
    if post is None:
        raise Refused(rules.hand_over_obstacles(why=".", possible=False))
    former.to_at, former.ended_how = now, Ending.HANDED_OVER
    besides = session.scalar(select(Seat).where(Seat.case_id == frame.id, Seat.worker_id == to, Seat.to_at.is_(None)))
    if besides is not None:
        besides.to_at, besides.ended_how = now, Ending.LEFT
    session.flush()  # the index allows one open seat only, so the former ends before the new one begins
    present = Seat(
        town_id=frame.town_id, case_id=frame.id, worker_id=to, role=Role.COORDINATOR, name=post.worker.name,
        function=post.function, agency_id=frame.town_id, agency_name=post.agency.name, from_at=now, takes_part_at=now,
    )  # fmt: skip
    session.add(present)
    session.flush()
    for listener in _on_hand_over:
        listener(session, Passed(former, present, besides, accepted, by))
    return present


def _post_of(case_id: UUID, worker_id: UUID) -> Post | None:
    return next((post for post in possible_coordinators(case_id) if post.worker_id == worker_id), None)


def _allowed(session: Session, case_id: UUID, actor: Actor, resource: str) -> tuple[CaseFrame, Facts]:
    """The frame of a case under the lock, and what the actor is to it now."""
    frame = held_frame(session, case_id)
    facts = facts_at_case(actor, case_id)
    if facts is None or not decide(facts, resource, "W", clock.now()).allowed:
        raise Refused([reason("You do not coordinate this case any more. Nothing was changed.")])
    return frame, facts


def _offer_to(case_id: UUID, actor: Actor) -> HandOver:
    """The offer that waits for this actor's answer; rights are read again under the lock."""
    offered = waiting_offer(case_id)
    if offered is None or not decide(facts_of_offer(actor, case_id), OFFERED, "W", clock.now()).allowed:
        raise Refused([rules.no_offer()])
    return offered


def _settle_waiting(case_id: UUID, how: Settled, by: str) -> HandOver | None:
    waiting = waiting_offer(case_id)
    if waiting is not None:
        _settle(waiting, how, by)
        db.session.flush()
    return waiting


def _settle(offered: HandOver, how: Settled, by: str, present: Seat | None = None) -> None:
    offered.settled_at, offered.settled_how, offered.settled_by = clock.now(), how, by
    offered.to_seat_id = present.id if present else None


@on_exclusion
def _take_offer_back(_session: Session, case_id: UUID, worker_id: UUID, by: str) -> None:
    """Whoever is shut out of a case is not asked to take it over."""
    waiting = waiting_offer(case_id)
    if waiting is not None and waiting.to_worker_id == worker_id:
        _settle_waiting(case_id, Settled.TAKEN_BACK, by)
