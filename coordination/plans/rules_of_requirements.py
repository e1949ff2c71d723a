"""What a requirement must say before a child can keep it, and what keeps its sheet from being handed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foundation.reasons import Reason, reason


@dataclass(frozen=True)
class RequirementText:
    """A requirement as somebody typed it; any part may still be missing."""

    text: str
    why: str = ""
    until_on: date | None = None
    sign: str = ""
    has_judge: bool = False
    consequence: str = ""
    help: str = ""


def missing_in(requirement: RequirementText) -> tuple[Reason, ...]:
    """What a requirement cannot do without (S2-48)."""
    wrong = []
    if not requirement.text.strip():
        wrong.append(reason("Write what the school asks for, in words that a child understands.", field="text"))
    if not requirement.sign.strip():
        wrong.append(reason("Nobody can tell when it is met. Write what everyone will see.", field="sign"))
    if not requirement.has_judge:
        wrong.append(reason("Nobody judges it. Choose who will.", field="judge"))
    return tuple(wrong)


def warnings(requirements: Sequence[RequirementText]) -> tuple[Reason, ...]:
    """What the child and the parent should know beforehand; it warns and never blocks (S2-49)."""
    found = []
    for number, one in enumerate(requirements, 1):
        if not one.consequence.strip():
            found.append(
                reason(
                    "Requirement %(number)s does not say what follows if it is not met. "
                    "Add the step, so that child and parent know beforehand.",
                    number=number,
                )
            )
        if not one.help.strip():
            found.append(reason("Requirement %(number)s does not say what the school helps with.", number=number))
    return tuple(found)


def not_to_print(requirements: int) -> tuple[Reason, ...]:
    """What keeps a sheet from being handed over."""
    return () if requirements else (reason("The sheet has no requirement yet. Write at least one."),)


def without_copy(child: bool, parent: bool) -> tuple[Reason, ...]:
    """Who does not have this version yet (S2-48)."""
    found = []
    if not child:
        found.append(
            reason("The child does not have the list of requirements yet. Hand over a copy and record when and how.")
        )
    if not parent:
        found.append(
            reason("A parent does not have the list of requirements yet. Hand over a copy and record when and how.")
        )
    return tuple(found)
