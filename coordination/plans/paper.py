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
    """One condition: who judges it, until when, how it stands."""

    wording: str
    until: date | None
    judge: str
    state: str = "not_judged"
    """A key of CONDITION_STATES in `documents`."""
    more: str = ""
    """By what it is judged, or how many there are: `nejvýš 0, k 14. 4. 2026: 0`."""


@dataclass(frozen=True)
class PaperCommitment:
    """What an agency promises, its conditions, and what follows once one of them no longer holds."""

    by: str
    wording: str
    conditions: Sequence[PaperCondition] = ()
    state: str = "not_judged"
    steps: Sequence[str] = ()


@dataclass(frozen=True)
class PaperWord:
    """What one party said when the plan was read aloud: `souhlasí`, and where they disagree, in their own words."""

    who: str
    word: str
    how: str
    dissent: str = ""


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
    language: str = "cs"
    """In which language the fixed words are printed; what people wrote stays as they wrote it."""
    entered_afterwards: bool = False
    """The meeting was held without the house and written down later."""
    evaluations: Sequence[date] = ()
    evaluation_rules: str = ""
    """How people agreed to evaluate (S2-04); empty: the sentences that always hold stand instead."""
    what_if_not: str = ""
    commitments: Sequence[PaperCommitment] = ()
    risks: Sequence[PaperRisk] = ()
    open_points: Sequence[str] = ()
    changes: Sequence[str] = ()
    amended: Sequence[str] = ()
    """What was agreed after the approval and holds at once."""
    acceptances: Sequence[PaperAcceptance] = ()
    words: Sequence[PaperWord] = ()
    """Each party's word on this version, dissent included."""
