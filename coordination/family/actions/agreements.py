"""What a parent says on the own page to an agreement on cooperation: signs it, does not want it, asks first."""

from uuid import UUID

from coordination.agreements import rules_of_signing
from coordination.agreements.actions.signing import keep as keep_signature
from coordination.agreements.models import Agreement
from coordination.family.actions.places import own
from coordination.family.actions.requests import Asking
from coordination.family.actions.requests import keep as keep_request
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import Refused, reason, refuse_if
from foundation.signatures import Method


def sign_agreement(agreement_id: UUID, *, name: str, seen: str, actor: Actor) -> None:
    """Sign as the parent by the own door; `seen` is the fingerprint of the text that was read.

    A second signature changes nothing. Raises Refused, also when another text lay before them than stands now.
    """
    with transaction() as session:
        seat, _facts = own(session, actor)
        agreement = session.get(Agreement, agreement_id, with_for_update=True)
        if agreement is None or agreement.person_id != seat.person_id or seat.frame.state != "open":
            raise Refused([reason("This page has ended. Call us, nothing was lost.")])
        if agreement.parent_signature_id is not None:
            return
        refuse_if(rules_of_signing.obstacles_to_signing(agreement.state, signed=False))
        keep_signature(
            session, agreement, of_parent=True, name=name, function="", seen=seen, method=Method.FAMILY_DOOR,
            factors=("printed_link", "number"), by=actor.key,
        )  # fmt: skip


def answer_agreement(agreement_id: UUID, asking: Asking, *, actor: Actor) -> UUID:
    """Say no to an agreement, or that there is something to ask first; nothing is signed. Raises Refused."""
    with transaction() as session:
        seat, _facts = own(session, actor)
        agreement = session.get(Agreement, agreement_id, with_for_update=True)
        if agreement is None or agreement.person_id != seat.person_id or seat.frame.state != "open":
            raise Refused([reason("This page has ended. Call us, nothing was lost.")])
        signed = agreement.parent_signature_id is not None
        refuse_if(rules_of_signing.obstacles_to_signing(agreement.state, signed=signed))
        return keep_request(session, seat, asking, actor)
