"""What somebody is towards an intervision: what they are towards its file; whoever it keeps out finds nothing."""

from uuid import UUID

from agencies.circles.standing import of_circle
from agencies.intervisions.models import Intervision
from foundation.access import Actor, Facts
from foundation.database import db


def of_intervision(actor: Actor, intervision_id: UUID, **_rest: object) -> Facts | None:
    """Somebody before one intervision (S1-53)."""
    one = db.session.get(Intervision, intervision_id)
    return None if one is None else of_circle(actor, one.circle_id)
