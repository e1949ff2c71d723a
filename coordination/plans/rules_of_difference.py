"""What one version of a plan, or of another text that people get, adds, changes and drops; the words come later."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class What(StrEnum):
    """A kind of part."""

    GOAL = "goal"
    TASK = "task"
    COMMITMENT = "commitment"
    CONDITION = "condition"
    RISK = "risk"
    EVALUATION = "evaluation"
    PASSAGE = "passage"
    """Of minutes or of a summary, which are no plan; its name is how the page calls it."""


class How(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    CHANGED = "changed"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Part:
    """A part of a version: by `key` the same in all versions, its `fields` as a reader sees them."""

    what: What
    key: str
    name: str
    """How people call it: the number of a task, else its first words."""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """One part that was added or dropped, or one field of a part that says something else now."""

    how: How
    what: What
    name: str
    field: str = ""
    before: str = ""
    after: str = ""


def differences(before: Iterable[Part], after: Iterable[Part]) -> Sequence[Difference]:
    """Everything that differs, in the order of the later version; what was dropped comes last."""
    former, present = {part.key: part for part in before}, {part.key: part for part in after}
    found: list[Difference] = []
    for key, part in present.items():
        found += _changed(former[key], part) if key in former else [Difference(How.ADDED, part.what, part.name)]
    gone = (part for key, part in former.items() if key not in present)
    return (*found, *(Difference(How.DROPPED, part.what, part.name) for part in gone))


def _changed(before: Part, after: Part) -> list[Difference]:
    names = dict.fromkeys((*before.fields, *after.fields))
    pairs = ((name, before.fields.get(name, ""), after.fields.get(name, "")) for name in names)
    return [
        Difference(How.CHANGED, after.what, after.name, name, former, present)
        for name, former, present in pairs
        if former != present
    ]
