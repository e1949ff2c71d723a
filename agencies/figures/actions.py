"""The one deed of the figures: that somebody carried them out of the house is written down."""

from uuid import UUID

from agencies.figures.rules import HalfYear
from foundation import audit
from foundation.access import Actor
from foundation.database import transaction


def note_export(agency_id: UUID, period: HalfYear, *, by: Actor) -> None:
    """Write down who took the numbers of which half-year."""
    with transaction():
        audit.record(agency_id, by.key, "figures exported", f"agency:{agency_id}", period=period.key)
