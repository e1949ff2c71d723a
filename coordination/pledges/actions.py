"""The deeds of a pledge: sign it, refuse it, hand the signer a copy."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from agencies.directory.models import Agency
from agencies.staff.models import Worker
from agencies.towns.models import phone_of
from coordination.pledges import documents, models, rules
from coordination.seats.models import Disclosure, Pledge, Seat, signed_seats
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
        pledge = models.pledge_at(seat.id, offer.wording.id) or Pledge(
            case_id=seat.case_id, seat_id=seat.id, wording_id=offer.wording.id
        )
        pledge.signature_id, pledge.signed_at = signature.id, signature.at
        pledge.refused_at = pledge.refusal_reason = None
        session.add(pledge)
        session.flush()
        audit.record(
            seat.town_id, by, "pledge signed", f"pledge:{pledge.id}",
            case=str(seat.case_id), evidence=signatures.evidence(signature),
        )  # fmt: skip
        documents.tell_signer(pledge, signature, seat, worker)


def refuse(seat_id: UUID, *, why: str, by: str) -> None:
    """Record that the holder of a seat will not sign; `why` may be empty and reaches the coordinator only.

    Whoever has signed cannot refuse any more (Refused); whoever refused may sign later.
    """
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        signed = seat.id in signed_seats([seat.id])
        refuse_if(rules.refusal_obstacles(held=seat.is_open(clock.now()), signed=signed))
        wording = wordings.current(models.wording_name(seat.role))
        pledge = models.pledge_at(seat.id, wording.id) or Pledge(
            case_id=seat.case_id, seat_id=seat.id, wording_id=wording.id
        )
        pledge.refused_at, pledge.refusal_reason = clock.now(), why or None
        session.add(pledge)
        session.flush()
        audit.record(seat.town_id, by, "pledge refused", f"pledge:{pledge.id}", case=str(seat.case_id))


@dataclass(frozen=True)
class Copy:
    """A signer's copy of the own pledge."""

    content: bytes
    file_name: str


def hand_copy(seat_id: UUID, *, by: str) -> Copy:
    """Make the signer's copy of the own pledge, note that it was opened. Raises LookupError when nothing is signed."""
    seat = models.seat(seat_id)
    signed = models.signed_pledge(seat)
    if signed is None:
        raise LookupError(seat_id)
    case_id, town_id, pledge_id = seat.case_id, seat.town_id, signed.pledge.id
    version, code = signed.wording.version, seat.frame.code
    content = documents.pledge_paper(
        documents.signed_paper(
            signed,
            town=db.session.get_one(Agency, town_id),
            case_code=code,
            specimen=not wordings.confirmed(signed.wording, town_id),
            check_code=audit.check_code(town_id),
        )
    )
    digest = hashlib.sha256(content).hexdigest()
    with transaction() as session:
        opened = Disclosure(
            case_id=case_id, seat_id=seat_id, paper="pledge", version=version, how=HowHanded.OPENED,
            ground="own pledge", sha256=digest, at=clock.now(), by=by,
        )  # fmt: skip
        session.add(opened)
        audit.record(town_id, by, "pledge copied", f"pledge:{pledge_id}", sha256=digest)
    return Copy(content, f"slib-{code}.pdf")
