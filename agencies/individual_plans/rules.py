"""What an individual plan asks for: a need, goals towards independence with steps, a review of each goal, an end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agencies.circles.rules import State
from foundation.reasons import Reason, reason


class Aim(StrEnum):
    """What a goal is for; a plan aims at both (S1-45)."""

    RELIEF = "relief"
    INDEPENDENCE = "independence"
    """The client manages without help from outside."""


class Verdict(StrEnum):
    """What a review says of a goal."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    CHANGED = "changed"
    """The client wants something else now."""


class Result(StrEnum):
    """How a plan ended."""

    INDEPENDENT = "independent"
    """The client manages without help from outside."""
    RELIEVED = "relieved"
    ELSEWHERE = "elsewhere"
    """Another service goes on."""
    BROKEN_OFF = "broken_off"
    """The client no longer comes; nobody is left to evaluate with."""


@dataclass(frozen=True)
class Step:
    """One step towards a goal."""

    what: str
    who: str
    """By name: of the family, of the service, or of anybody else."""
    until: date | None

    def __bool__(self) -> bool:
        """Whether anything is said; an empty row of the form says nothing."""
        return bool(self.what.strip() or self.who.strip() or self.until)


@dataclass(frozen=True)
class Goal:
    """One goal in the client's words, and how it is reached."""

    wish: str
    aim: Aim | None
    """None: nobody has said yet."""
    sign: str
    """By what everybody will know that it is reached."""
    steps: tuple[Step, ...]

    def __bool__(self) -> bool:
        """Whether anything is said; an empty row of the form says nothing."""
        return bool(self.wish.strip() or self.aim or self.sign.strip() or any(self.steps))


@dataclass(frozen=True)
class PlanText:
    """Everything that a version of a plan says."""

    situation: str
    goals: tuple[Goal, ...]
    """In the order of the form, empty rows included."""
    sources: str
    """What the client can build on; may be empty."""
    risks: str
    """What may go wrong; may be empty."""
    review_on: date | None


def against_need(state: State, why: str, *, already: bool) -> list[Reason]:
    """Why a long-term cooperation cannot be called for now (S1-44)."""
    wrong = []
    if state is not State.CLIENT:
        wrong.append(reason("Only a client has an individual plan. The informed consent comes first."))
    if already:
        wrong.append(reason("This need is written down already."))
    if not why.strip():
        wrong.append(reason("Write what needs a longer cooperation.", "why"))
    return wrong


def against_lifting(because: str, *, stands: bool, planned: bool) -> list[Reason]:
    """Why the need cannot be taken back now: a plan answers it, or there is none (S1-44)."""
    if not stands:
        return [reason("No long-term cooperation is written down any more.")]
    if planned:
        return [reason("A plan answers this need already. End the plan instead.")]
    return [] if because.strip() else [reason("Write why no plan is needed after all.", "because")]


def against_plan(
    plan: PlanText, *, state: State, needed: bool, because: str, first: bool, today: date
) -> list[Reason]:  # fmt: skip
    """What a plan lacks: the need (S1-44), whole goals, one of them towards independence (S1-45), the day of its
    review, and why it changed."""
    wrong = []
    if state is not State.CLIENT:
        wrong.append(reason("Only a client has an individual plan. The informed consent comes first."))
    elif not needed:
        wrong.append(reason("Write down first what needs a longer cooperation."))
    if not plan.situation.strip():
        wrong.append(reason("Write what is hard for the client now.", "situation"))
    said = {number: goal for number, goal in enumerate(plan.goals, 1) if goal}
    if not said:
        wrong.append(reason("Write at least one goal, in the client's words.", "wish_1"))
    for number, goal in said.items():
        wrong += _against_goal(number, goal)
    aims = {goal.aim for goal in said.values()}
    if aims == {Aim.RELIEF}:
        wrong.append(
            reason(
                "A plan leads to independence from outside help. Write at least one goal that the client will reach"
                " alone, and say so of it.",
                f"aim_{min(said)}",
            )
        )
    wrong += _against_review_day(plan.review_on, "review_on", today=today)
    if not first and not because.strip():
        wrong.append(reason("Write in a sentence what made the plan change.", "because"))
    return wrong


def _against_goal(number: int, goal: Goal) -> list[Reason]:
    wrong = []
    if not goal.wish.strip():
        wrong.append(reason("Write goal %(number)s in the client's words.", f"wish_{number}", number=number))
    if goal.aim is None:
        wrong.append(
            reason("Say of goal %(number)s what it leads to.", f"aim_{number}", number=number)
        )  # fmt: skip
    if not goal.sign.strip():
        wrong.append(
            reason("Write how you will know that goal %(number)s is reached.", f"sign_{number}", number=number)
        )  # fmt: skip
    if not any(goal.steps):
        wrong.append(
            reason("Write at least one step towards goal %(number)s.", f"what_{number}_1", number=number)
        )  # fmt: skip
    for at, step in enumerate(goal.steps, 1):
        said = {"what": step.what.strip(), "who": step.who.strip(), "until": step.until}
        lacks = [name for name, value in said.items() if not value]
        if step and lacks:
            wrong.append(
                reason(
                    "Write of each step what is done, who does it and until when (goal %(number)s, step %(step)s).",
                    f"{lacks[0]}_{number}_{at}", number=number, step=at,
                )
            )  # fmt: skip
    return wrong


def _against_review_day(on: date | None, field: str, *, today: date) -> list[Reason]:
    if on is None:
        return [reason("Write the day on which you go through the plan together.", field)]
    return [] if on > today else [reason("The day of the review is still to come. Choose a later one.", field)]


def against_review(
    outcomes: Sequence[tuple[Verdict | None, str]], on: date | None, next_on: date | None, *, running: bool,
    ends: bool | None, since: date, today: date,
) -> list[Reason]:  # fmt: skip
    """What a review lacks: a verdict on each goal, why one was not met, its day, and what comes next."""
    if not running:
        return [reason("This plan has ended.")]
    wrong = []
    for number, (verdict, note) in enumerate(outcomes, 1):
        if verdict is None:
            wrong.append(
                reason("Say of goal %(number)s how far it is reached.", f"verdict_{number}", number=number)
            )  # fmt: skip
        elif verdict is not Verdict.MET and not note.strip():
            wrong.append(
                reason("Write of goal %(number)s in a sentence how it stands.", f"note_{number}", number=number)
            )  # fmt: skip
    if on is None:
        wrong.append(reason("Write the day on which you went through the plan.", "on"))
    elif on > today:
        wrong.append(reason("This day is still to come.", "on"))
    elif on < since:
        wrong.append(reason("On this day the plan was not there yet.", "on"))
    if ends is None:
        wrong.append(reason("Say whether the plan goes on.", "then"))
    elif not ends:
        wrong += _against_review_day(next_on, "next_on", today=today)
    return wrong


def against_ending(result: Result | None, note: str, *, running: bool, reviewed: bool) -> list[Reason]:
    """Why a plan cannot end now: its goals are not evaluated, or nobody says how it ended."""
    if not running:
        return [reason("This plan has ended.")]
    wrong = []
    if not reviewed and result is not Result.BROKEN_OFF:
        wrong.append(reason("Evaluate the goals first. Only a plan that was broken off ends without it."))
    if result is None:
        wrong.append(reason("Choose how the plan ended.", "result"))
    if not note.strip():
        wrong.append(reason("Write in a sentence or two how the plan ended.", "note"))
    return wrong
