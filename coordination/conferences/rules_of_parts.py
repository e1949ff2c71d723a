"""Inviting somebody to a part of a meeting: parents in conflict come apart and do not meet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from foundation.reasons import Reason, reason


@dataclass(frozen=True)
class Place:
    """When one person of the family is there; `apart`: they are asked to a part of their own."""

    name: str
    is_parent: bool
    begins_at: datetime
    ends_at: datetime
    apart: bool
    field: str | None = None
    """Where a page asks for the end of the part."""

    def meets(self, other: "Place") -> bool:
        """Whether the two are there at the same time."""
        return self.begins_at < other.ends_at and other.begins_at < self.ends_at


def obstacles_to_parts(
    places: Sequence[Place], *, starts_at: datetime, ends_at: datetime
) -> tuple[Reason, ...]:  # fmt: skip
    """Why people cannot be asked to these parts, all reasons at once."""
    return (*_outside(places, starts_at, ends_at), *_parents_meet(places))


def _outside(places: Sequence[Place], starts_at: datetime, ends_at: datetime) -> Iterator[Reason]:
    for each in places:
        if each.apart and not (starts_at <= each.begins_at < each.ends_at <= ends_at):
            yield reason(
                "The part to which %(name)s is invited does not lie within the meeting. Correct its times.",
                field=each.field,
                name=each.name,
            )


def _parents_meet(places: Sequence[Place]) -> Iterator[Reason]:
    parents = [each for each in places if each.is_parent and each.apart]
    for one, other in combinations(parents, 2):
        if one.meets(other):
            yield reason(
                "%(one)s and %(other)s are invited apart, and their parts overlap. "
                "Let one end before the other begins.",
                field=other.field,
                one=one.name,
                other=other.name,
            )


def are_apart(places: Sequence[Place]) -> bool:
    """Whether the parents who come are asked each to a part of their own and do not meet."""
    parents = [each for each in places if each.is_parent]
    met = any(one.meets(other) for one, other in combinations(parents, 2))
    return len(parents) > 1 and all(each.apart for each in parents) and not met


def half_written(name: str, field: str) -> Reason:
    """What is asked when only the beginning or only the end of a part is there."""
    return reason("Write from when and to when %(name)s is invited, or neither.", field=field, name=name)


def without_day(field: str) -> Reason:
    """A part belongs to a day."""
    return reason("Write the day, the start and the end of the meeting first, a part lies within them.", field=field)
