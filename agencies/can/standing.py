"""What somebody is towards a special procedure: read anew at each page and inside each deed."""

from dataclasses import replace
from uuid import UUID

from agencies.can.models import CanProcedure
from agencies.circles.models import NamedReader
from agencies.circles.standing import KEY_WORKER, of_circle
from foundation.access import Actor, Facts
from foundation.database import db

PROCEDURE = "can_procedure"
"""The record of a special procedure and its steps."""
LEADING = "can_leading"
"""Naming who reads the file, and ending the procedure."""


def of_procedure(actor: Actor, procedure_id: UUID, **_rest: object) -> Facts | None:
    """Somebody before one special procedure; once it has ended, the key worker alone reads its record."""
    procedure = db.session.get(CanProcedure, procedure_id)
    facts = of_circle(actor, procedure.circle_id) if procedure is not None else None
    if procedure is None or facts is None:
        return None
    if procedure.ended_at is None:
        return facts
    return replace(facts, role=facts.role if facts.role == KEY_WORKER else None, state="closed")


def of_named(actor: Actor, reader_id: UUID) -> Facts | None:
    """Somebody before the entry of one who is named."""
    reader = db.session.get(NamedReader, reader_id)
    return of_circle(actor, reader.circle_id) if reader is not None and reader.to_at is None else None
