"""Which agencies have offered help and have no task in the plan that is being written."""

from collections.abc import Iterable
from uuid import UUID

from coordination.standpoints.models import visible_to
from coordination.standpoints.needs import offers_of
from coordination.standpoints.rules import OfferState
from coordination.tasks.models import TaskLine
from foundation.access import Facts

_HELD = (OfferState.OFFERED, OfferState.ACCEPTED)


def agencies_without_task(case_id: UUID, lines: Iterable[TaskLine], facts: Facts) -> list[str]:
    """The agencies whose offer holds while nobody there has a task, of offers that `facts` open. Two queries."""
    seats = {line.seat.agency_name for line in lines if line.seat} | {line.wording.for_agency for line in lines}
    helping = {helper for line in lines for helper in line.helper_ids}
    held = [one for one in visible_to(facts, offers_of(case_id)) if one.state in _HELD and one.seat_id not in helping]
    return sorted({one.seat.agency_name for one in held if one.seat.agency_name} - seats)
