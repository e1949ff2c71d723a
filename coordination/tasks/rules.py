"""The life of a task as a small table of steps, what a task must say, and when it is late."""

from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice, pairwise

from foundation.reasons import Reason, reason


class Schedule(StrEnum):
    """Whether a task is due once, or again and again."""

    ONCE = "once"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


class Step(StrEnum):
    """What happened to a task."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    OTHER_DATE = "other_date"
    DATE_AGREED = "date_agreed"
    DATE_KEPT = "date_kept"
    DECLINED = "declined"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class State(StrEnum):
    """Where a task stands, in the words of the plan; `draft` was never offered."""

    DRAFT = "draft"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    OTHER_DATE = "other_date"
    DECLINED = "declined"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """How the responsible person reports a task."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"


class CheckOutcome(StrEnum):
    """How one period of a repeated task went."""

    DONE = "done"
    EXCUSED = "excused"
    NOT_DONE = "not_done"


class Fulfilment(StrEnum):
    """Whether what a task promises is kept, as far as anybody can tell."""

    DONE = "done"
    SO_FAR = "so_far"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class SaidWhere(StrEnum):
    """Where a spoken word was heard."""

    AT_TABLE = "at_table"
    ON_VISIT = "on_visit"
    BY_PHONE = "by_phone"
    ON_PAPER = "on_paper"
    """Not heard but read, from a paper that somebody ticked with a pen; only where such a paper is handed out."""


_LEADS_TO = {
    Step.OFFERED: State.OFFERED,
    Step.ACCEPTED: State.ACCEPTED,
    Step.OTHER_DATE: State.OTHER_DATE,
    Step.DATE_AGREED: State.ACCEPTED,
    Step.DATE_KEPT: State.OFFERED,
    Step.DECLINED: State.DECLINED,
    Step.REPORTED: State.REPORTED,
    Step.CONFIRMED: State.CONFIRMED,
    Step.CANCELLED: State.CANCELLED,
}

FOLLOWS: dict[State, frozenset[Step]] = {
    State.DRAFT: frozenset({Step.OFFERED, Step.CANCELLED}),
    State.OFFERED: frozenset({Step.ACCEPTED, Step.OTHER_DATE, Step.DECLINED, Step.CANCELLED, Step.OFFERED}),
    State.OTHER_DATE: frozenset(
        {Step.ACCEPTED, Step.DECLINED, Step.DATE_AGREED, Step.DATE_KEPT, Step.CANCELLED, Step.OTHER_DATE}
    ),
    State.ACCEPTED: frozenset({Step.REPORTED, Step.OTHER_DATE, Step.DECLINED, Step.CANCELLED, Step.OFFERED}),
    State.DECLINED: frozenset({Step.ACCEPTED, Step.OFFERED, Step.CANCELLED}),
    State.REPORTED: frozenset({Step.REPORTED, Step.CONFIRMED, Step.CANCELLED, Step.OFFERED}),
    State.CONFIRMED: frozenset(),
    State.CANCELLED: frozenset(),
}


def state_after(step: Step | None) -> State:
    """Where a task stands after its last step; without any it is a draft."""
    return State.DRAFT if step is None else _LEADS_TO[step]


def may_follow(state: State, step: Step) -> bool:
    """Whether `step` makes sense now."""
    return step in FOLLOWS[state]


OPEN_POINTS = frozenset({State.OFFERED, State.OTHER_DATE, State.DECLINED})
"""States that make the plan agreed with open points."""

RUNNING = frozenset({State.OFFERED, State.OTHER_DATE, State.ACCEPTED})
"""States in which somebody still has the task on their hands."""

WAITS_FOR_COORDINATOR = frozenset({State.DECLINED, State.OTHER_DATE, State.REPORTED})
"""States that only the coordinator can move on."""


def not_now(state: State, step: Step) -> tuple[Reason, ...]:
    """Why `step` is impossible now; nothing when it makes sense."""
    if may_follow(state, step):
        return ()
    return (_NOT_NOW[state],)


_NOT_NOW = {
    State.DRAFT: reason("The task is only a draft. It is offered once the plan is approved."),
    State.OFFERED: reason("Nobody has accepted the task yet. First it needs an answer."),
    State.OTHER_DATE: reason("Another date is proposed for the task. First the coordinator decides about it."),
    State.ACCEPTED: reason("The task is accepted already. You can report it, or propose another date."),
    State.DECLINED: reason("The task is declined. Give it to somebody else, or agree about it again."),
    State.REPORTED: reason("The result of the task is reported already. The coordinator confirms it."),
    State.CONFIRMED: reason("The task is finished and confirmed, nothing more can change."),
    State.CANCELLED: reason("The task is cancelled, nothing more can change."),
}


def not_checkable(state: State) -> tuple[Reason, ...]:
    """Why no period of a repeated task can be reported now."""
    return () if state == State.ACCEPTED else (_NOT_NOW[state],)


def not_yours(name: str) -> Reason:
    """Why somebody else cannot answer for the responsible person (C-06)."""
    return reason(
        "%(name)s is the one to accept this task. If someone else should do it, propose that to the coordinator.",
        name=name,
    )


def missing_reason() -> Reason:
    """A task is never declined in silence (C-06)."""
    return reason(
        "Write why you decline the task. One sentence is enough; the coordinator will see it.", field="reason"
    )


HANDED_ON = frozenset({State.OFFERED, State.ACCEPTED})
"""States in which a colleague can be asked instead."""


def wrong_hand_on(state: State, name: str, why: str) -> tuple[Reason, ...]:
    """Why nobody can be asked to take a task over (S2-11: it always has a named person)."""
    wrong = [] if state in HANDED_ON else [_NOT_NOW[state]]
    if not name:
        wrong.append(reason("Write who should take the task over: name and function.", field="name"))
    if not why:
        wrong.append(reason("Write why. One sentence is enough; the coordinator will see it.", field="reason"))
    return tuple(wrong)


def wrong_word(said_on: date | None, said_to: str, today: date) -> tuple[Reason, ...]:
    """What a spoken word lacks before it can be written down as said."""
    wrong = []
    if said_on is None or said_on > today:
        wrong.append(
            reason("A word is written down after it was said. Enter today or an earlier day.", field="said_on")
        )
    if not said_to.strip():
        wrong.append(reason("It is missing to whom it was said. Write the name.", field="said_to"))
    return tuple(wrong)


def is_overdue(state: State, due_on: date | None, today: date) -> bool:
    """Whether the date has passed while the task is neither reported nor over."""
    return due_on is not None and due_on < today and state in RUNNING


MOST_PERIODS = 500
"""How often one task may repeat; each period is a row on its page."""


def periods(schedule: Schedule, from_on: date | None, until_on: date | None) -> Iterator[date]:
    """The first days of all periods of a repeated task; none of a task that is due once."""
    if schedule == Schedule.ONCE or from_on is None or until_on is None:
        return
    count = 0
    while (start := _period_start(schedule, from_on, count)) <= until_on:
        yield start
        count += 1


def _period_start(schedule: Schedule, first: date, count: int) -> date:
    if schedule == Schedule.MONTH:
        year, month = divmod(first.month - 1 + count, 12)
        year, month = first.year + year, month + 1
        return date(year, month, min(first.day, monthrange(year, month)[1]))
    return first + timedelta(days=(7 if schedule == Schedule.WEEK else 14) * count)


def late_since(
    state: State, due_on: date | None, starts: Sequence[date], checked: Collection[date], today: date
) -> date | None:
    """Since when a task is late, None when it is not.

    Of a repeated one, whose periods begin on `starts`, a period that is over and was never checked is late too.
    """
    if is_overdue(state, due_on, today):
        return due_on
    if state != State.ACCEPTED:
        return None
    over = (start for start, following in pairwise(starts) if following <= today)
    return next((start for start in over if start not in checked), None)


def within_allowed(checks: Collection[CheckOutcome], most_excused: int | None) -> bool:
    """Whether the checks leave a repeated task kept: nothing missed, excused no more often than was allowed."""
    outcomes = list(checks)
    excused = outcomes.count(CheckOutcome.EXCUSED)
    return CheckOutcome.NOT_DONE not in outcomes and (most_excused is None or excused <= most_excused)


def fulfilment(
    state: State, outcome: Outcome | None, late: bool, checks: Collection[CheckOutcome], most_excused: int | None = None
) -> Fulfilment:
    """Whether a task is kept: of a repeated one its checks tell, of any other its report, or its date once it passed.

    A task that nobody accepted tells nothing; one that is asked about anew tells what was checked so far.
    """
    gone = state in (State.DRAFT, State.CANCELLED)
    if gone or (not checks and state not in (State.ACCEPTED, State.REPORTED, State.CONFIRMED)):
        return Fulfilment.UNKNOWN
    if not within_allowed(checks, most_excused) or outcome == Outcome.NOT_DONE:
        return Fulfilment.BROKEN
    if outcome == Outcome.PARTLY:
        return Fulfilment.UNKNOWN
    if state in (State.REPORTED, State.CONFIRMED):
        return Fulfilment.DONE
    if checks:
        return Fulfilment.SO_FAR
    return Fulfilment.BROKEN if late else Fulfilment.UNKNOWN


def shown_as(state: State, outcome: Outcome | None, late: bool, checked: bool) -> str:
    """The word for a task on pages and papers: its state, the reported outcome, `overdue` or `under_way`."""
    if late:
        return "overdue"
    if state == State.ACCEPTED and checked:
        return "under_way"
    return outcome or state.value if state == State.REPORTED else state.value


def answer_by(today: date, due_on: date) -> date:
    """By when an answer to an offered task is asked for: a week, but not after its date."""
    return max(today, min(today + timedelta(days=7), due_on))


def day_written(day: date) -> str:
    """A day inside a sentence."""
    return f"{day.day}. {day.month}. {day.year}"


def passed(day: date, field: str) -> Reason:
    """A date of a task may not lie in the past."""
    return reason("The deadline %(date)s has passed. Enter today or a later day.", field=field, date=day_written(day))


@dataclass(frozen=True)
class TaskText:
    """What a task says, as somebody typed it; any part may still be missing."""

    text: str
    criterion: str
    has_person: bool
    schedule: Schedule
    agency: str = ""
    """The agency that is meant while nobody there is named."""
    due_on: date | None = None
    from_on: date | None = None
    until_on: date | None = None
    most_excused: int | None = None
    helpers: tuple[str, ...] = ()
    """Who helps, by the ids of their seats."""
    waits_for: tuple[str, ...] = ()
    """The ids of the tasks that come first."""

    @property
    def last_day(self) -> date | None:
        """The day by which it is to be done: the date, or the end of a repeated task."""
        return self.due_on if self.schedule == Schedule.ONCE else self.until_on


def wrong_proposal(task: TaskText, proposed_on: date | None, present: date | None, today: date) -> tuple[Reason, ...]:
    """Why a proposed date of `task` cannot be meant."""
    if proposed_on is None:
        return (reason("The date is missing. Write which day would suit you.", field="proposed_on"),)
    if proposed_on < today:
        return (passed(proposed_on, "proposed_on"),)
    if proposed_on == present:
        return (reason("This is the date that stands already. Write another day.", field="proposed_on"),)
    if task.schedule != Schedule.ONCE and task.from_on is not None and proposed_on < task.from_on:
        begins = day_written(task.from_on)
        return (reason("The task only begins on %(date)s. Write that day or a later one.", "proposed_on", date=begins),)
    return too_often(task, proposed_on, "proposed_on")


def missing_in(task: TaskText, today: date) -> tuple[Reason, ...]:
    """What a task lacks (S2-16, S2-11, S2-04); each missing part is named by its own sentence."""
    wrong = []
    if not task.text.strip():
        wrong.append(reason("The task does not say what is to be done. Write one sentence with a verb.", field="text"))
    if not task.has_person:
        wrong.append(_nobody_named(task.agency))
    if not task.criterion.strip():
        wrong.append(
            reason(
                "Nobody can tell when the task is done. Write what will be on paper or what anyone can see.",
                field="criterion",
            )
        )
    return (*wrong, *_wrong_dates(task, today))


def _nobody_named(agency: str) -> Reason:
    if agency:
        return reason(
            "A person answers for a task, not an agency. Choose who in %(agency)s will take it.",
            field="responsible",
            agency=agency,
        )
    return reason("A person answers for a task, not an agency. Choose who will take it.", field="responsible")


def _wrong_dates(task: TaskText, today: date) -> Sequence[Reason]:
    last, field = task.last_day, "due_on" if task.schedule == Schedule.ONCE else "until_on"
    wrong = [] if last else [_no_deadline(field)]
    if task.schedule != Schedule.ONCE:
        if task.from_on is None:
            wrong.append(reason("The task does not say from when. Enter the first day.", field="from_on"))
        elif last and task.from_on > last:
            wrong.append(reason("The last day is before the first. Correct one of them.", field="until_on"))
        elif last:
            wrong += too_often(task, last, "until_on")
    if last and last < today:
        wrong.append(passed(last, field))
    return wrong


def too_often(task: TaskText, last: date, field: str) -> tuple[Reason, ...]:
    """Why a repeated task cannot end on `last`: each period is a row on its page."""
    if next(islice(periods(task.schedule, task.from_on, last), MOST_PERIODS, None), None) is None:
        return ()
    return (
        reason("The task would repeat more than %(most)s times. Choose an earlier last day.", field, most=MOST_PERIODS),
    )


def _no_deadline(field: str) -> Reason:
    return reason("The task has no deadline. Enter a date, for example “by Friday” or “in 14 days”.", field=field)
