"""Withdrawing an agreement before it is concluded, and ending a concluded one: either party, at any time."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coordination.agreements import rules_of_signing
from coordination.agreements.actions.drafting import to_change
from coordination.agreements.rules_of_signing import EndedBy
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import refuse_if


@dataclass(frozen=True)
class Ending:
    """On which day the agreement ended, by whom, and why if it was said."""

    on: date
    how: EndedBy
    why: str


def withdraw(agreement_id: UUID, *, why: str, actor: Actor) -> None:
    """Withdraw an agreement that is not concluded; it stays with the reason."""
    with transaction() as session:
        agreement = to_change(session, agreement_id, actor)
        refuse_if(rules_of_signing.obstacles_to_withdrawing(agreement.state))
        agreement.withdrawn_at, agreement.withdrawn_by = clock.now(), actor.key
        agreement.withdrawn_why = why or None
        session.flush()
        audit.record(agreement.town_id, actor.key, "agreement withdrawn", f"agreement:{agreement_id}")


def end(agreement_id: UUID, ending: Ending, *, actor: Actor) -> None:
    """Write down that a concluded agreement ended; a parent needs no reason."""
    with transaction() as session:
        agreement = to_change(session, agreement_id, actor)
        refuse_if(rules_of_signing.obstacles_to_ending(
            agreement.state, ends_on=ending.on, from_on=agreement.from_on, today=clock.today(), how=ending.how,
            why=ending.why,
        ))  # fmt: skip
        agreement.ended_on = ending.on
        agreement.ended_how, agreement.ended_why, agreement.ended_by = ending.how, ending.why or None, actor.key
        session.flush()
        audit.record(
            agreement.town_id, actor.key, "agreement ended", f"agreement:{agreement_id}", how=str(ending.how),
            on=ending.on.isoformat(),
        )  # fmt: skip
