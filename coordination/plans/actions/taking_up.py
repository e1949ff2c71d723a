"""An accepted offer becomes a task of the plan (S2-35, S2-42)."""

from uuid import UUID

from coordination.plans import models
from coordination.plans.actions.beginning import begin, begin_new_version
from coordination.plans.actions.reach import draft_for
from coordination.plans.actions.writing import TaskDraft, add_task
from coordination.seats.rules import Role
from coordination.standpoints.needs import Offer, offer_of
from coordination.standpoints.rules import OfferState
from coordination.tasks.rules import Schedule
from foundation import audit
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import Refused, reason

LONGEST = 140
"""How many characters a task takes; an offer may be longer and is cut at a word, the rest stays at the offer."""


def take_up(offer_id: UUID, *, actor: Actor) -> UUID:
    """Write an accepted offer into the draft of the plan as a task of whoever made it; answers the task.

    A plan, or a next version of it, is begun where none is being written. The sign by which the task is done is left to
    the table. Raises Refused.
    """
    plan_id = _draft_to_write(offer_id, actor)
    with transaction() as session:
        session.get(Offer, offer_id, with_for_update=True)
        offer = offer_of(offer_id)
        if offer is None or offer.state is not OfferState.ACCEPTED or offer.task_id is not None:
            raise Refused([reason("The offer is in the plan already, or it no longer holds.")])
        plan, facts, draft = draft_for(session, plan_id, actor, (Role.COORDINATOR,))
        offer.task_id = add_task(session, plan, draft, _task_of(offer))
        session.flush()
        about, content = f"task:{offer.task_id}", {"plan": str(plan.id), "offer": str(offer.id)}
        audit.record(facts.town_id, actor.key, "offer taken up", about, **content)
        return offer.task_id


def _draft_to_write(offer_id: UUID, actor: Actor) -> UUID:
    """The plan of the offer's case, with a version that is being written."""
    offer = offer_of(offer_id)
    if offer is None:
        raise Refused([reason("This offer does not exist.")])
    plan = models.plan_of(offer.case_id)
    if plan is None:
        return begin(offer.case_id, conference_id=offer.conference_id, actor=actor)
    plan_id = plan.id
    if plan.draft is None:
        begin_new_version(plan_id, actor=actor)
    return plan_id


def _task_of(offer: Offer) -> TaskDraft:
    concerns = tuple(UUID(one) for one in offer.concerns)
    return TaskDraft(
        text=shortened(offer.what), criterion="", schedule=Schedule.ONCE, seat_id=offer.seat_id, due_on=offer.from_on,
        concerns=concerns,
    )  # fmt: skip


def shortened(text: str, longest: int = LONGEST) -> str:
    """The beginning of a text in one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return line[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:–-") + "…"
