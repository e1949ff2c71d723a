"""Signing at the table: on the witness's device, before the witness, by somebody who has no other way in."""

from uuid import UUID

from agencies.staff.models import Worker, function_of
from coordination.pledges import models, rules
from coordination.pledges.actions.collecting import as_said_obstacles
from coordination.pledges.actions.keeping import keep
from coordination.pledges.actions.signing import Signer, keep_refusal, set_aside_waiting
from coordination.pledges.sheets import signer_key, works_at_town
from coordination.seats.models import Seat, signed_seats
from foundation import clock, signatures
from foundation.database import transaction
from foundation.reasons import Reason, Refused, refuse_if
from foundation.signatures import Method, ShownTextDiffers


def sign_at_table(seat_id: UUID, signer: Signer, *, seen_sha256: str, witness_id: UUID) -> None:
    """Sign the pledge of a seat before a witness, a worker of the town who is not the signer.

    The log book names the witness, whose device it was; a second signature of the same text changes nothing.
    """
    by = f"worker:{witness_id}"
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        if seat.id in signed_seats([seat.id]):
            return
        witness, offer = session.get_one(Worker, witness_id), models.offered_text(seat)
        refuse_if([*obstacles(seat, witness_id), *offer.unfilled])
        worker = session.get(Worker, seat.worker_id) if seat.worker_id else None
        try:
            signature = signatures.sign(
                town_id=seat.town_id, about=f"case:{seat.case_id}", signer_key=signer_key(seat), name=signer.name,
                function=signer.function, agency=signer.agency, wording_id=offer.wording.id, text=offer.text,
                seen_sha256=seen_sha256, method=Method.AT_TABLE, factors=("witness",),
                witness=", ".join(filter(None, (witness.name, function_of(witness_id, seat.town_id)))),
                address_changed_at=worker.email_changed_at if worker else None,
            )  # fmt: skip
        except ShownTextDiffers as error:
            raise Refused(rules.changed_meanwhile()) from error
        set_aside_waiting(session, seat, by=by)
        keep(session, seat, signature, by=by)


def obstacles(seat: Seat, witness_id: UUID) -> tuple[Reason, ...]:
    """Why the holder of a seat cannot sign before this witness."""
    return rules.table_obstacles(
        held=seat.is_open(clock.now()),
        signed=seat.id in signed_seats([seat.id]),
        witness_is_signer=seat.worker_id == witness_id,
        witness_of_town=works_at_town(witness_id, seat.town_id),
    )


def refuse_at_table(seat_id: UUID, *, why: str, witness_id: UUID) -> None:
    """Record before the witness that the holder of a seat will not sign, in the refuser's own words."""
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        refuse_if([*obstacles(seat, witness_id), *as_said_obstacles(seat)])
        keep_refusal(session, seat, why=why, by=f"worker:{witness_id}", verb="pledge refused at the table")
