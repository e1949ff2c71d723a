"""What somebody has heard before counselling opens, what an order (zakázka) says, when a consent can be signed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from agencies.circles.rules import Relation, State
from foundation.reasons import Reason, reason


class Point(StrEnum):
    """What is told at the beginning: about the service (S1-37) and about its principles (S1-38)."""

    ACTIVITY = "activity"
    MISSION = "mission"
    TARGET_GROUP = "target_group"
    METHODS = "methods"
    RULES = "rules"
    RIGHTS = "rights"
    CONFIDENTIALITY = "confidentiality"
    COURSE = "course"


ADULTS = frozenset({Relation.MOTHER, Relation.FATHER, Relation.OTHER_ADULT})
"""Who signs for themselves; each on a sheet of their own."""


@dataclass(frozen=True)
class Expectation:
    """One thing that somebody expects, and whether the service can meet it."""

    text: str
    can_meet: bool | None
    """None: nobody has said yet."""
    why: str = ""


def against_opening(state: State, told: Collection[Point], names: dict[str, str]) -> list[Reason]:
    """Why the counselling process cannot open (S1-37, S1-38); `names` are the points as people read them."""
    if state is not State.ASSESSMENT_DONE:
        return [
            reason("The assessment comes first.")
            if state in (State.NEW_CONTACT, State.INTAKE_BOOKED, State.INTAKE_DONE)
            else reason("The process is open already.")
        ]
    missing = [names[point] for point in Point if point not in told]
    if not missing:
        return []
    return [
        reason(
            "The process cannot open, the client has not yet heard: %(points)s. Go through them and tick.", "told",
            points=", ".join(missing),
        )
    ]  # fmt: skip


def against_order(problem: str, expectations: Sequence[Expectation], *, because: str, first: bool) -> list[Reason]:
    """What an order lacks: the problem, an expectation, a verdict on each (S1-39, S1-40), why it changed (S1-33)."""
    wrong = []
    if not problem.strip():
        wrong.append(reason("Write what the client wants to solve.", "problem"))
    if not expectations:
        wrong.append(reason("Write at least one thing that the client expects.", "text_1"))
    for number, one in enumerate(expectations, 1):
        if one.can_meet is None:
            wrong.append(
                reason(
                    "Say of each expectation whether it can be met: “%(text)s”.", f"verdict_{number}", text=one.text
                )
            )  # fmt: skip
        elif not one.can_meet and not one.why.strip():
            wrong.append(
                reason("Write why “%(text)s” cannot be met, so that it is clear.", f"why_{number}", text=one.text)
            )  # fmt: skip
    if not first and not because.strip():
        wrong.append(reason("Write in a sentence what made the order change.", "because"))
    return wrong


def against_consent(state: State, relation: Relation, *, has_order: bool, signed: bool) -> list[Reason]:
    """Why the informed consent cannot be signed now (S1-41, S1-42)."""
    wrong = []
    if state not in (State.PROCESS_OPENED, State.CLIENT):
        wrong.append(reason("The counselling process is not open. Give the information first."))
    if not has_order:
        wrong.append(reason("The order is not written yet. Agree first on what can and what cannot be met."))
    if relation not in ADULTS:
        wrong.append(reason("Only an adult signs; a parent signs for a child."))
    if signed:
        wrong.append(reason("This person has signed already."))
    return wrong


def against_sheet(written: str, present: str) -> list[Reason]:
    """Why a signed sheet does not count: its check code is missing or belongs to another text (S1-41)."""
    code = "".join(written.split()).upper()
    if not code:
        return [reason("Copy the check code from the foot of the sheet.", "check_code")]
    if code == present:
        return []
    return [
        reason(
            "The check code differs: it is mistyped, or the text has changed since the sheet was printed. Then print"
            " it anew and have that signed.",
            "check_code",
        )
    ]


def against_asking_for_mediation(relations: Collection[Relation]) -> list[Reason]:
    """Mediation needs two who disagree (S1-34)."""
    adults = [one for one in relations if one in ADULTS]
    if len(adults) >= 2:
        return []
    return [reason("Mediation is for two. Enter the other one in the family first.")]
