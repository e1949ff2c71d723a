"""The deeds of the child protection plans: their days are kept, and what goes into them leaves the house."""

from datetime import date
from uuid import UUID

from coordination.cases.assessments import ASSESSMENT
from coordination.cases.models import Person
from coordination.protection_plans import rules
from coordination.protection_plans.models import ProtectionPlan, facts_of_child, protection_plan_of
from coordination.seats.models import held_frame
from foundation import audit, clock
from foundation.access import Actor, decide
from foundation.database import transaction
from foundation.reasons import Refused, reason, refuse_if


def keep_days(person_id: UUID, registered_on: date | None, drawn_up_on: date | None, *, actor: Actor) -> None:
    """Keep since when a child is registered and when its protection plan was drawn up. Raises Refused."""
    with transaction() as session:
        child = session.get_one(Person, person_id)
        frame = held_frame(session, child.case_id)
        if not decide(facts_of_child(actor, person_id), ASSESSMENT, "W", clock.now()).allowed:
            raise Refused([reason("You can no longer do this at the present case. Nothing was changed.")])
        refuse_if(rules.against_dates(registered_on, drawn_up_on, clock.today()))
        assert registered_on is not None
        kept = protection_plan_of(person_id)
        if kept is None:
            kept = ProtectionPlan(case_id=child.case_id, person_id=person_id)
            session.add(kept)
        kept.registered_on, kept.drawn_up_on, kept.by = registered_on, drawn_up_on, actor.key
        audit.record(
            frame.town_id, actor.key, "protection plan noted", f"case:{child.case_id}", person=str(person_id),
            registered_on=registered_on.isoformat(), drawn_up_on=drawn_up_on.isoformat() if drawn_up_on else None,
        )  # fmt: skip


def note_export(child: Person, town_id: UUID | None, how: str, *, actor: Actor) -> None:
    """Write down that what goes into a child's protection plan left the house, as a paper or for a spreadsheet."""
    with transaction():
        audit.record(
            town_id, actor.key, "protection plan material taken", f"case:{child.case_id}", person=str(child.id), how=how
        )
