"""Signing an agreement: the worker by the own door, the parent at the table before a witness."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from agencies.accounts.rules import against_mailbox
from agencies.staff.models import Worker, function_of
from agencies.towns.models import phone_of
from coordination.agreements import models, rules_of_signing
from coordination.agreements.composing import parties_of
from coordination.agreements.models import Agreement
from coordination.pledges.actions.signing import METHODS
from coordination.pledges.sheets import works_at_town
from foundation import audit, clock, signatures
from foundation.access import Actor, Door, decide
from foundation.database import transaction
from foundation.reasons import Refused, reason, refuse_if
from foundation.signatures import Method, OnSheet, ShownTextDiffers, Signature


@dataclass(frozen=True)
class Signer:
    """As whom the worker signs, as typed then."""

    name: str
    function: str


def sign(agreement_id: UUID, signer: Signer, *, seen: str, actor: Actor) -> None:
    """Sign for the organisation by the own door; a second signature changes nothing.

    Only the worker named in the agreement signs (the office is no party). Raises Refused with all reasons, also when
    another text lay before them than stands now.
    """
    with transaction() as session:
        agreement = session.get_one(Agreement, agreement_id, with_for_update=True)
        facts = models.facts_of_worker(actor, agreement_id)
        may = decide(facts, "cooperation_agreement", "W", clock.now()).allowed
        if not may or actor.worker_id is None or agreement.seat.worker_id != actor.worker_id:
            raise Refused(rules_of_signing.no_party())
        if agreement.worker_signature_id is not None:
            return
        refuse_if(rules_of_signing.obstacles_to_signing(agreement.state, signed=False))
        worker = session.get_one(Worker, actor.worker_id)
        if actor.door is Door.CODE:
            refuse_if(
                against_mailbox(email=worker.email, shared=worker.mailbox_shared, phone=phone_of(agreement.town_id))
            )
        method, factors = METHODS[actor.door]
        keep(
            session, agreement, of_parent=False, name=signer.name, function=signer.function, seen=seen, method=method,
            factors=factors, by=actor.key,
        )  # fmt: skip


def sign_at_table(agreement_id: UUID, *, name: str, seen: str, witness_id: UUID) -> None:
    """The parent signs on the device of a witness, a worker of the town; the witness is no party either."""
    by = f"worker:{witness_id}"
    with transaction() as session:
        agreement = session.get_one(Agreement, agreement_id, with_for_update=True)
        if agreement.parent_signature_id is not None:
            return
        refuse_if(rules_of_signing.obstacles_to_signing(agreement.state, signed=False))
        if not works_at_town(witness_id, agreement.town_id):
            raise Refused([reason("Only somebody who works at the town office can be the witness.")])
        witness = session.get_one(Worker, witness_id)
        shown = ", ".join(filter(None, (witness.name, function_of(witness_id, agreement.town_id))))
        keep(
            session, agreement, of_parent=True, name=name, function="", seen=seen, method=Method.AT_TABLE,
            factors=("witness",), witness=shown, by=by,
        )  # fmt: skip


def keep(
    session: Session, agreement: Agreement, *, of_parent: bool, name: str, function: str, seen: str, method: Method,
    factors: tuple[str, ...], by: str, witness: str | None = None, sheet: OnSheet | None = None,
) -> Signature:  # fmt: skip
    """Keep a signature of one party inside the transaction of its deed; the second one concludes the agreement."""
    assert agreement.wording_id is not None
    worker = session.get(Worker, agreement.seat.worker_id) if agreement.seat.worker_id and not of_parent else None
    key = f"person:{agreement.person_id}" if of_parent else f"worker:{agreement.seat.worker_id}"
    organisation = "" if of_parent else parties_of(agreement).organisation
    try:
        signature = signatures.sign(
            town_id=agreement.town_id, about=f"agreement:{agreement.id}", signer_key=key, name=name,
            function=function, agency=organisation, wording_id=agreement.wording_id, text=agreement.text or "",
            seen_sha256=seen, method=method, factors=factors, witness=witness, sheet=sheet,
            address_changed_at=worker.email_changed_at if worker else None,
        )  # fmt: skip
    except ShownTextDiffers as error:
        raise Refused(
            [reason("The text changed while it lay open here. Read it once more and sign what you see now.")]
        ) from error
    if of_parent:
        agreement.parent_signature_id = signature.id
    else:
        agreement.worker_signature_id = signature.id
    verb = "agreement signed"
    if agreement.signatures == 2:
        agreement.concluded_at, verb = clock.now(), "agreement concluded"
    session.flush()
    audit.record(
        agreement.town_id, by, verb, f"agreement:{agreement.id}", case=str(agreement.case_id),
        evidence=signatures.evidence(signature),
    )  # fmt: skip
    return signature
