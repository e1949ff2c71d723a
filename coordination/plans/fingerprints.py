"""What lies before whoever reads a version of the plan now, as one short value."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from coordination.plans.models import PlanVersion
from coordination.plans.models_of_conditions import commitments_of
from coordination.plans.models_of_risks import risks_of
from coordination.tasks.models import TaskLine
from foundation.signatures import fingerprint


class _Row(Protocol):
    id: UUID
    version: int


def fingerprint_of(version: PlanVersion, lines: Iterable[TaskLine]) -> str:
    """The fingerprint of a version with all its goals, tasks, conditions and risks."""
    rows: list[_Row] = [version, *version.goals, *(line.wording for line in lines), *risks_of(version.id)]
    for commitment in commitments_of(version.id):
        rows += [commitment, *commitment.conditions]
    return fingerprint(" ".join(sorted(f"{row.id}:{row.version}" for row in rows)))
