"""What was promised under conditions and which risks somebody watches, on the page of the case."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination.overview.story import Story
from coordination.plans.models_of_conditions import CommitmentLine, commitment_lines, commitments_of
from coordination.plans.models_of_risks import Risk, risks_of
from coordination.tasks.models import lines_of_plan
from foundation import access

CONDITIONS = "needs_offers_opinions_conditions_risks"
PLAN = "plan_goals_all_tasks"


@dataclass(frozen=True)
class Promises:
    """What of it the reader may know; empty while no plan holds."""

    commitments: Sequence[CommitmentLine] = ()
    risks: Sequence[Risk] = ()


def promises_of(story: Story) -> Promises:
    """The commitments and risks of the plan that holds. Ten queries at most, one where nothing was promised."""
    version = story.plan.approved if story.plan else None
    if story.plan is None or version is None or not access.may(CONDITIONS, "R"):
        return Promises()
    found: list[CommitmentLine] = []
    if commitments_of(version.id):
        lines = lines_of_plan(story.plan.plan.id, version.number, in_force=True)
        read = {line.task.id for line in lines if access.may(PLAN, "R", line.audience)}
        found = [one.known_by(read) for one in commitment_lines(version.id, lines)]
    return Promises(
        [one for one in found if access.may(CONDITIONS, "R", one.commitment.audience)],
        [one for one in risks_of(version.id) if access.may(CONDITIONS, "R", one.audience)],
    )
