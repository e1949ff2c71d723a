"""Writing down how the office assesses the child and the family."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coordination.cases import rules
from coordination.cases.assessments import ASSESSMENT, FamilyAssessment
from coordination.seats.models import facts_at_case, held_frame
from foundation import audit, clock
from foundation.access import Actor, decide
from foundation.database import transaction
from foundation.reasons import Refused, reason, refuse_if


@dataclass(frozen=True)
class Assessed:
    """What is written down, area by area."""

    made_on: date | None
    causes: str
    child: str
    family: str
    strengths: str = ""


def assess(case_id: UUID, assessed: Assessed, *, actor: Actor) -> UUID:
    """Keep an assessment beside those before it (S2-19); answers its id. Raises Refused."""
    with transaction() as session:
        frame = held_frame(session, case_id)
        if not decide(facts_at_case(actor, case_id), ASSESSMENT, "W", clock.now()).allowed:
            raise Refused([reason("You can no longer do this at the present case. Nothing was changed.")])
        refuse_if(
            rules.against_assessing(
                assessed.made_on, assessed.causes, assessed.child, assessed.family, today=clock.today()
            )
        )
        kept = FamilyAssessment(
            case_id=case_id, **vars(assessed), at=clock.now(), by=actor.key, by_name=str(getattr(actor, "name", "")),
        )  # fmt: skip
        session.add(kept)
        session.flush()
        audit.record(frame.town_id, actor.key, "family assessed", f"case:{case_id}", assessment=str(kept.id))
        return kept.id
