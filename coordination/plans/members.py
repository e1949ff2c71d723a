"""Whom of the family a goal, a task, a risk or a promise concerns, as forms offer and give it."""

from collections.abc import Iterable
from uuid import UUID

from coordination.cases.models import members


def family(case_id: UUID) -> list[tuple[str, str]]:
    """The members of the family to choose from: id and name."""
    return [(str(one.id), one.name) for one in members(case_id)]


def concerned(chosen: Iterable[str] | None) -> tuple[UUID, ...]:
    """The ids that were ticked."""
    return tuple(UUID(one) for one in chosen or ())
