"""What stands in one recipient's copy of a plan (plán spolupráce): plain values, filtered before they come here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PaperGoal:
    """A goal in the family's words, and the sign by which it is measured."""

    wording: str
    sign: str = ""


@dataclass(frozen=True)
class PaperTask:
    """A task as this recipient may read it."""

    number: int
    wording: str
    sign: str
    responsible: str
    beside: str
    """The agency, or who helps."""
    due: str
    """`út 24. 3. 2026`, or the rhythm of a repeated task, `každý pátek`."""
    span: str = ""
    """From when until when a task is repeated."""
    state: str = "offered"
    """A key of TASK_STATES in `documents`."""


@dataclass(frozen=True)
class PaperCondition:
    """A conditional commitment: who judges it, until when, how it stands."""

    wording: str
    until: date
    judge: str
    state: str = "not_judged"
    """A key of CONDITION_STATES in `documents`."""


@dataclass(frozen=True)
class PaperRisk:
    """What could go wrong, who watches it, what helps."""

    wording: str
    watcher: str
    help: str = ""


@dataclass(frozen=True)
class PaperAcceptance:
    """One party's word on the tasks: `8, 9`, and `přijato při setkání 3. 3. 2026`."""

    who: str
    tasks: str
    how: str


@dataclass(frozen=True)
class PaperCopy:
    """Whose copy this is, by agency and function and never by name: the `number`th of `count`."""

    number: int
    count: int
    recipient: str


@dataclass(frozen=True)
class PlanPaper:
    """Everything that stands in one copy of the plan; filtered before for the one who gets it."""

    town: str
    unit: str
    case_code: str
    reference: str
    family: str
    coordinator: str
    phone: str
    agreed_on: date
    conference_number: int
    version: int
    valid_from: date
    valid_until: date
    as_of: date
    copy: PaperCopy
    check_code: str
    """The head of the record chain, twenty signs."""
    goals: Sequence[PaperGoal]
    tasks: Sequence[PaperTask]
    evaluations: Sequence[date] = ()
    evaluation_rules: str = ""
    """How people agreed to evaluate (S2-04); empty: the sentences that always hold stand instead."""
    what_if_not: str = ""
    conditions_title: str = "Podmínky"
    conditions: Sequence[PaperCondition] = ()
    when_condition_fails: Sequence[str] = ()
    risks: Sequence[PaperRisk] = ()
    open_points: Sequence[str] = ()
    changes: Sequence[str] = ()
    acceptances: Sequence[PaperAcceptance] = ()
