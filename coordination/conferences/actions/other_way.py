"""Ending a preparation by another way than a meeting, and taking it up again."""

from uuid import UUID

from coordination.conferences import rules_of_convening
from coordination.conferences.actions.preparing import draft_to_write
from coordination.conferences.models import OtherWay, other_way_of
from coordination.conferences.rules_of_convening import OtherTool
from foundation import audit, clock
from foundation.database import transaction
from foundation.reasons import refuse_if


def choose_other_way(conference_id: UUID, *, tool: OtherTool, why: str, by: str) -> None:
    """End the preparation of a meeting because another way helps more; what was typed stays. Raises Refused."""
    with transaction() as session:
        draft = draft_to_write(session, conference_id, by, resting=True)
        refuse_if(rules_of_convening.obstacles_to_another_way(why=why, set_aside=draft.set_aside_at is not None))
        now = draft.set_aside_at = clock.now()
        session.add(OtherWay(conference_id=conference_id, tool=tool, why=why.strip(), at=now, by=by))
        session.flush()
        audit.record(draft.town_id, by, "another way chosen", f"conference:{conference_id}", tool=tool.value)


def take_up_again(conference_id: UUID, *, by: str) -> None:
    """Prepare the meeting after all; done twice it changes nothing. Raises Refused."""
    with transaction() as session:
        draft = draft_to_write(session, conference_id, by, resting=True)
        chosen = other_way_of(conference_id)
        if chosen is None:
            return
        draft.set_aside_at, chosen.taken_up_at, chosen.taken_up_by = None, clock.now(), by
        session.flush()
        audit.record(draft.town_id, by, "preparation taken up again", f"conference:{conference_id}")
