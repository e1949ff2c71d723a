"""The deeds about the post: send anew, settle otherwise, take note of a changed address, follow it with what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.staff import actions as staff
from agencies.staff.models import Worker
from coordination.conferences.actions.coordinating import refuse_stranger
from coordination.conferences.models import Conference
from coordination.correspondence import documents, rules
from coordination.correspondence.addressees import addressees_of
from coordination.correspondence.models import SettledPost, said_since, settled, undelivered_of
from coordination.correspondence.rules import How
from coordination.seats.models import CaseFrame, Seat, sits
from coordination.seats.rules import Role
from foundation import audit, clock, outbox
from foundation.database import db, transaction
from foundation.outbox import Letter
from foundation.reasons import Reason, Refused, refuse_if


def send_again(letter_id: UUID, *, by: str) -> None:
    """Write anew what a letter says that came back, to the person's present address; Refused with the reason."""
    with transaction() as session:
        letter = session.get_one(Letter, letter_id, with_for_update=True)
        refuse_stranger(_case_of(letter), by)
        refuse_if(_send(letter))
        about = f"letter:{letter_id}"
        audit.record(letter.town_id, by, "letter sent again", about, kind=letter.kind, case=str(letter.case_id))


def _case_of(letter: Letter) -> UUID:
    assert letter.case_id is not None  # the door lets nobody to a letter of no case
    return letter.case_id


def _send(letter: Letter) -> tuple[Reason, ...]:
    """Send one letter anew; answers why that was not possible."""
    addressee = addressees_of([letter]).get(letter.id)
    address = addressee.address if addressee is not None else letter.recipient
    against = rules.against_sending_again(
        undelivered_at=letter.undelivered_at, said_since=said_since(letter.id),
        known_how=documents.can_come_again(letter), address=address, former=letter.recipient, now=clock.now(),
    )  # fmt: skip
    if against:
        return against
    return () if documents.again(letter) else rules.nobody_waits()


@dataclass(frozen=True)
class SentAgain:
    """What came of sending everything about a meeting anew."""

    sent: int
    left: tuple[Reason, ...] = ()
    """Why the others were not sent, each reason once."""


def send_all_again(conference_id: UUID, *, by: str) -> SentAgain:
    """Send anew whatever came back about one meeting; Refused when nothing could be sent."""
    with transaction() as session:
        conference = session.get_one(Conference, conference_id, with_for_update=True)
        refuse_stranger(conference.case_id, by)
        sent, against = [], list[Reason]()
        for letter in undelivered_of(conference_id):
            reasons = _send(letter)
            sent += [] if reasons else [str(letter.id)]
            against += [why for why in reasons if why not in against]
        if not sent:
            raise Refused(against or rules.nobody_waits())
        about = f"conference:{conference_id}"
        audit.record(conference.town_id, by, "letters sent again", about, letters=sent)
        return SentAgain(len(sent), tuple(against))


def settle(letter_id: UUID, *, how: How, by: str) -> None:
    """Note how the recipient of a letter that came back has learned what it says."""
    with transaction() as session:
        letter = session.get_one(Letter, letter_id, with_for_update=True)
        case_id = _case_of(letter)
        refuse_stranger(case_id, by)
        refuse_if(rules.against_settling(undelivered=letter.undelivered_at is not None))
        assert letter.undelivered_at is not None
        if settled(letter.id, letter.undelivered_at) is None:
            session.add(
                SettledPost(
                    case_id=case_id, about=letter.id, happened_at=letter.undelivered_at, how=how, at=clock.now(), by=by
                )
            )
            about = f"letter:{letter_id}"
            audit.record(letter.town_id, by, "letter settled", about, kind=letter.kind, how=how, case=str(case_id))


def take_note(seat_id: UUID, *, by: str) -> None:
    """The coordinator knows that somebody's letters go elsewhere now."""
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        refuse_stranger(seat.case_id, by)
        worker = session.get(Worker, seat.worker_id) if seat.worker_id else None
        changed_at = worker.email_changed_at if worker is not None else None
        if changed_at is None or settled(seat_id, changed_at) is not None:
            return
        session.add(
            SettledPost(
                case_id=seat.case_id, about=seat_id, happened_at=changed_at, how=How.TAKEN_NOTE, at=clock.now(), by=by
            )
        )
        audit.record(seat.town_id, by, "changed address noted", f"seat:{seat_id}", case=str(seat.case_id))


# --- when an address changes -----------------------------------------------------------------------------------------


@staff.on_address_changed
def follow(worker: Worker, former: str | None) -> None:
    """What waits for the former mailbox goes to the present one, and the coordinators of open cases are told.

    Inside the transaction of the change: what has been filed there would hand the new links to the old mailbox.
    """
    session = db.session()
    if former is not None:
        for letter in _waiting_for(session, worker, former):
            _readdress(letter, worker)
    here = select(Seat).join(Seat.frame).where(Seat.worker_id == worker.id, Seat.role != Role.COORDINATOR, sits())
    for seat in session.scalars(here.where(CaseFrame.closed_at.is_(None))).all():
        documents.tell_coordinator(seat)


def _waiting_for(session: Session, worker: Worker, former: str) -> Iterable[Letter]:
    """The letters of cases that wait for this person; a shared mailbox has letters of others too."""
    waiting = select(Letter).where(
        Letter.try_at.is_not(None), Letter.taken_back_why.is_(None), Letter.case_id.is_not(None)
    )
    there = [letter for letter in session.scalars(waiting.order_by(Letter.filed_at)) if letter.recipient == former]
    whose = addressees_of(there)
    return [letter for letter in there if letter.id in whose and whose[letter.id].worker == worker]


def _readdress(letter: Letter, worker: Worker) -> None:
    """Write a waiting letter anew, with links of its own; one that cannot be goes to the new mailbox as it is."""
    if worker.email is None:
        outbox.take_back(letter_id=letter.id, why="the recipient has no address any more")
    elif documents.can_come_again(letter):
        outbox.take_back(letter_id=letter.id, why="the address has changed")
        documents.again(letter)
    else:
        letter.recipient = worker.email
