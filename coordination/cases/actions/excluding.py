"""Shutting a worker out of a case, and what that ends."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordination.cases import rules
from coordination.seats.models import Exclusion, coordinator_of, held_frame
from foundation import audit, clock
from foundation.database import transaction
from foundation.reasons import refuse_if

Exclusions = Callable[[Session, UUID, UUID, str], None]
_on_exclusion: list[Exclusions] = []


def on_exclusion(listener: Exclusions) -> Exclusions:
    """Announce what else an exclusion ends: `listener(session, case, worker, by)` works in the same transaction."""
    _on_exclusion.append(listener)
    return listener


def exclude(case_id: UUID, worker_id: UUID, *, why: str, by: str) -> None:
    """Shut a worker out of a case, whatever seat or office they hold; it holds with their next request.

    Raises Refused with all reasons; done twice it changes nothing.
    """
    with transaction() as session:
        frame = held_frame(session, case_id)
        coordinates = coordinator_of(case_id).worker_id == worker_id
        refuse_if(rules.exclusion_obstacles(why=why, coordinates=coordinates))
        where = (Exclusion.case_id == case_id, Exclusion.worker_id == worker_id)
        if session.scalar(select(Exclusion.id).where(*where)) is not None:
            return
        session.add(Exclusion(case_id=case_id, worker_id=worker_id, since=clock.now(), reason=why, recorded_by=by))
        session.flush()
        for listener in _on_exclusion:
            listener(session, case_id, worker_id, by)
        audit.record(frame.town_id, by, "worker excluded", f"case:{case_id}", worker=str(worker_id))
