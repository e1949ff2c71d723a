"""Noting that somebody was told what no letter could tell."""

from uuid import UUID

from coordination.cases import rules
from coordination.cases.by_word import ToTell, one_waiting
from coordination.cases.rules import Told
from coordination.seats.models import CaseFrame
from foundation import audit, clock
from foundation.database import transaction
from foundation.reasons import refuse_if


def note_told(to_tell_id: UUID, *, how: Told, by: str) -> None:
    """Note that and how somebody was told; what is told already stays as it was noted. Raises Refused."""
    with transaction() as session:
        session.get_one(ToTell, to_tell_id, with_for_update=True)
        one = one_waiting(to_tell_id)
        if one is None:
            return
        refuse_if(rules.telling_obstacles(how, name=one.name, may_be_called=one.may_be_called))
        one.told_at, one.told_by, one.told_how = clock.now(), by, how
        session.flush()
        frame = session.get_one(CaseFrame, one.case_id)
        audit.record(
            frame.town_id, by, "told by word", f"case:{one.case_id}", matter=one.matter, how=how.value,
            whom=str(one.person_id or one.worker_id),
        )  # fmt: skip
