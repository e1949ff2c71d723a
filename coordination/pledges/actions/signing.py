"""Signing and refusing oneself, and fetching the copy."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from agencies.directory.models import Agency
from agencies.staff.models import Worker
from agencies.towns.models import phone_of
from coordination.pledges import documents, models, rules
from coordination.pledges.actions.keeping import keep, new_pledge
from coordination.pledges.sheets import waiting_sheet
from coordination.seats.models import Disclosure, Seat, signed_seats
from coordination.seats.rules import HowHanded
from foundation import audit, clock, signatures, wordings
from foundation.access import Door
from foundation.database import db, transaction
from foundation.reasons import Refused, refuse_if
from foundation.signatures import Method, ShownTextDiffers

METHODS = {
    Door.ACCOUNT2: (Method.ACCOUNT, ("password", "totp")),
    Door.CODE: (Method.LINK_CODE, ("link", "mailed_code")),
}
"""How somebody signs who came by a door, and what the door has proved."""


@dataclass(frozen=True)
class Signer:
    """As whom somebody signs, as typed then."""

    name: str
    function: str
    agency: str


def sign(seat_id: UUID, signer: Signer, *, seen_sha256: str, door: Door, by: str) -> None:
    """Sign the pledge of a seat; a second signature of the same text changes nothing, a former refusal gives way.

    `seen_sha256` is the fingerprint of the text that lay before the signer. Raises Refused with all reasons, also when
    that text is no longer the one in force.
    """
    method, factors = METHODS.get(door, (None, ()))
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        worker = session.get_one(Worker, seat.worker_id)
        offer = models.offered_text(seat)
        held = seat.is_open(clock.now())
        obstacles = rules.signing_obstacles(held=held, strong_door=method is not None)
        mailbox = models.mailbox_obstacles(worker, door, phone_of(seat.town_id))
        refuse_if([*obstacles, *mailbox, *offer.unfilled])
        if method is None or seat.id in signed_seats([seat.id]):
            return
        try:
            signature = signatures.sign(
                town_id=seat.town_id, about=f"case:{seat.case_id}", signer_key=by, name=signer.name,
                function=signer.function, agency=signer.agency, wording_id=offer.wording.id, text=offer.text,
                seen_sha256=seen_sha256, method=method, factors=factors, address_changed_at=worker.email_changed_at,
            )  # fmt: skip
        except ShownTextDiffers as error:
            raise Refused(rules.changed_meanwhile()) from error
        set_aside_waiting(session, seat, by=by)
        keep(session, seat, signature, by=by)


def set_aside_waiting(session: Session, seat: Seat, *, by: str) -> None:
    """A sheet that waits for confirmation is no longer needed once its signer has signed in another way."""
    waiting = waiting_sheet(seat.id)
    if waiting is not None:
        waiting.rejected_at, waiting.rejected_by = clock.now(), by
        waiting.rejection_reason = ""  # nobody found it wrong
        session.flush()
        audit.record(seat.town_id, by, "pledge sheet set aside", f"pledge_sheet:{waiting.id}", case=str(seat.case_id))


def refuse(seat_id: UUID, *, why: str, by: str) -> None:
    """Record that the holder of a seat will not sign; `why` may be empty and reaches the coordinator only.

    Whoever has signed cannot refuse any more (Refused); whoever refused may sign later.
    """
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        signed = seat.id in signed_seats([seat.id])
        refuse_if(rules.refusal_obstacles(held=seat.is_open(clock.now()), signed=signed))
        keep_refusal(session, seat, why=why, by=by)


def keep_refusal(session: Session, seat: Seat, *, why: str, by: str, verb: str = "pledge refused") -> None:
    """Keep a refusal of the wording in force, inside the transaction of its deed."""
    wording = wordings.current(models.wording_name(seat.role), seat.town_id)
    pledge = models.pledge_at(seat.id, wording.id) or new_pledge(seat, wording.id)
    pledge.refused_at, pledge.refusal_reason, pledge.refused_by = clock.now(), why or None, by
    pledge.refusal_decision = None
    session.add(pledge)
    session.flush()
    audit.record(seat.town_id, by, verb, f"pledge:{pledge.id}", case=str(seat.case_id))


@dataclass(frozen=True)
class Copy:
    """A paper that leaves as a download."""

    content: bytes
    file_name: str


def hand_copy(seat_id: UUID, *, language: str, by: str) -> Copy:
    """Make the copy of the pledge of a seat in its reader's language, note whether its signer opened it or somebody
    else handed it out.

    Raises LookupError when nothing is signed.
    """
    seat = models.seat(seat_id)
    signed = models.signed_pledge(seat)
    if signed is None:
        raise LookupError(seat_id)
    case_id, town_id, pledge_id, own = seat.case_id, seat.town_id, signed.pledge.id, f"worker:{seat.worker_id}" == by
    version, code = signed.wording.version, seat.frame.code
    content = documents.pledge_paper(
        documents.signed_paper(
            signed,
            town=db.session.get_one(Agency, town_id),
            case_code=code,
            specimen=not wordings.confirmed(signed.wording, town_id),
            check_code=audit.check_code(town_id),
            language=language,
        )
    )
    digest = hashlib.sha256(content).hexdigest()
    with transaction() as session:
        opened = Disclosure(
            case_id=case_id, seat_id=seat_id, paper="pledge", version=version,
            how=HowHanded.OPENED if own else HowHanded.HANDED,
            ground="own pledge" if own else "proof of the pledge", sha256=digest, at=clock.now(), by=by,
        )  # fmt: skip
        session.add(opened)
        audit.record(town_id, by, "pledge copied", f"pledge:{pledge_id}", sha256=digest)
    return Copy(content, f"slib-{code}.pdf")
