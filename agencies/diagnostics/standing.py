"""What somebody is towards diagnostics: the key worker who asks, whoever is asked, whoever does them."""

from dataclasses import replace
from uuid import UUID

from agencies.circles.standing import CARE, of_circle
from agencies.diagnostics.models import Diagnostics
from agencies.diagnostics.rules import State
from foundation import access, clock
from foundation.access import Actor, Facts
from foundation.database import db

ASKING = "diagnostics_asking"
"""Asking a worker for diagnostics, and taking the request back."""
REQUEST = "diagnostics_request"
"""A request as whoever is asked reads it: the code and the reason, no name."""
OUTPUT = "diagnostics_output"
"""Writing the output."""
ASKED, DIAGNOSTICIAN = "asked", "diagnostician"


def of_diagnostics(actor: Actor, diagnostics_id: UUID, **_rest: object) -> Facts | None:
    """Somebody before one diagnostics: what they are towards its file."""
    one = db.session.get(Diagnostics, diagnostics_id)
    return None if one is None else of_circle(actor, one.circle_id)


def of_asked(actor: Actor, diagnostics_id: UUID, **_rest: object) -> Facts | None:
    """Whoever is asked and has not answered; whoever the file keeps out finds nothing, asked or not (S1-53)."""
    one = db.session.get(Diagnostics, diagnostics_id)
    facts = of_circle(actor, one.circle_id) if one is not None else None
    if one is None or facts is None:
        return None
    waits = one.state is State.WAITING and one.worker_id == actor.worker_id and facts.role is not None
    return replace(facts, role=ASKED if waits else None)


def of_diagnostician(actor: Actor, diagnostics_id: UUID, **_rest: object) -> Facts | None:
    """Whoever accepted and still works with the file."""
    one = db.session.get(Diagnostics, diagnostics_id)
    facts = of_circle(actor, one.circle_id) if one is not None else None
    if one is None or facts is None:
        return None
    works = access.decide(facts, CARE, "W", clock.now()).allowed
    does = works and one.worker_id == actor.worker_id and one.state not in (State.WAITING, State.DECLINED)
    return replace(facts, role=DIAGNOSTICIAN if does and one.state is not State.TAKEN_BACK else None)
