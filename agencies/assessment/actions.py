"""The deeds of the assessment: the assessors are asked, they conclude and name the key worker."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from agencies.assessment import models, rules
from agencies.assessment.models import Assessment
from agencies.circles import actions as circles
from agencies.circles.models import Circle, TeamPlace, team_of
from agencies.circles.rules import Part, State
from agencies.intake.models import profession_of
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import Refused, reason, refuse_if


def ask(circle_id: UUID, assessors: Collection[UUID], *, actor: Actor) -> None:
    """Let these colleagues read the file and assess it; whoever was asked before and is not now stays out again.
    Raises Refused (S1-18, S1-53)."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor)
        _waits(circle)
        _place(session, circle, assessors)
        audit.record(
            circle.agency_id, actor.key, "assessors asked", circle.about, workers=sorted(str(one) for one in assessors)
        )


def _waits(circle: Circle) -> None:
    if circle.state != State.INTAKE_DONE:
        raise Refused(
            [
                reason("The intake comes first.")
                if circle.state in (State.NEW_CONTACT, State.INTAKE_BOOKED)
                else reason("The file was assessed already.")
            ]
        )


def _place(session: Session, circle: Circle, assessors: Collection[UUID]) -> list[TeamPlace]:
    present = {place.worker_id: place for place in team_of(circle.id) if place.part == Part.ASSESSOR}
    for worker_id, place in present.items():
        if worker_id not in assessors:
            place.to_at = clock.now()
    return [
        present.get(worker_id) or circles.put_into_team(session, circle, worker_id, Part.ASSESSOR)
        for worker_id in assessors
    ]


def conclude(
    circle_id: UUID, assessors: Collection[UUID], *, outlook: str, key_worker: UUID | None, needs_others: bool,
    actor: Actor,
) -> None:  # fmt: skip
    """The assessment is done: at least two professionals have looked ahead and named one key worker, who answers for
    the file from now on (S1-17 to S1-22). Raises Refused."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor)
        _waits(circle)
        chosen = {one: (circles.name_of(one), profession_of(one, circle.agency_id)) for one in assessors}
        refuse_if(
            [
                *rules.against_assessors(chosen, models.professional_at(circle.agency_id)),
                *rules.against_concluding(outlook, key_worker),
                *(circles.against_working(circle, key_worker) if key_worker else ()),
            ]
        )
        assert key_worker is not None
        _place(session, circle, assessors)
        week = models.clocks_of([circle])[circle_id]
        session.add(
            Assessment(
                circle_id=circle_id, outlook=outlook.strip(), needs_others=needs_others, done_at=clock.now(),
                due_on=week.due_on, assessors=", ".join(sorted(name for name, _profession in chosen.values())),
            )
        )  # fmt: skip
        for place in team_of(circle_id):
            place.to_at = clock.now()
        circles.name_key_worker(session, circle, key_worker)
        circles.move(circle, State.ASSESSMENT_DONE)
        audit.record(
            circle.agency_id, actor.key, "assessed", circle.about, key_worker=str(key_worker), late=(week.left or 0) < 0
        )
