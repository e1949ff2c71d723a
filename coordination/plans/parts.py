"""A version of the plan taken apart for one reader: what differs from the version before, and what to think over."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coordination.plans.models import Goal, Plan, PlanVersion
from coordination.plans.models_of_conditions import CommitmentLine, commitment_lines
from coordination.plans.models_of_risks import Risk, risks_of
from coordination.plans.rules_of_difference import Difference, Part, What, differences
from coordination.plans.rules_of_hints import Hint, HintedTask, hints
from coordination.seats.models import Seat
from coordination.seats.rules import FAMILY
from coordination.tasks.beside import audience_of, helpers_of
from coordination.tasks.models import TaskLine, lines_of_plan
from coordination.tasks.rules import State
from foundation.access import Audience
from foundation.language import day

MayRead = Callable[[Audience], bool]
_OVER = (State.REPORTED, State.CONFIRMED, State.CANCELLED)


@dataclass(frozen=True)
class Parts:
    """What of a version its reader may read."""

    version: PlanVersion
    goals: Sequence[Goal]
    lines: Sequence[TaskLine]
    helpers: dict[UUID, list[Seat]]
    commitments: Sequence[CommitmentLine]
    risks: Sequence[Risk]


def whole(plan: Plan, version: PlanVersion) -> Parts:
    """Everything in a version, whoever may read it; in the one that holds, agreed other dates count. Ten queries."""
    lines = lines_of_plan(plan.id, version.number, in_force=plan.in_force is version)
    return Parts(
        version=version, goals=version.goals, lines=lines, helpers=helpers_of(lines, lambda _everybody: True),
        commitments=commitment_lines(version.id, lines), risks=risks_of(version.id),
    )  # fmt: skip


def as_read(parts: Parts, may_read: MayRead, may_read_conditions: MayRead) -> Parts:
    """What of a version its reader may read. No query."""
    lines = [line for line in parts.lines if may_read(line.audience)]
    read = {line.task.id for line in lines}
    return Parts(
        version=parts.version,
        goals=[goal for goal in parts.goals if may_read(goal.audience)],
        lines=lines,
        helpers={
            task_id: [seat for seat in seats if may_read(audience_of(seat))]
            for task_id, seats in parts.helpers.items()
            if task_id in read
        },
        commitments=[one.known_by(read) for one in parts.commitments if may_read_conditions(one.commitment.audience)],
        risks=[one for one in parts.risks if may_read_conditions(one.audience)],
    )


def parts_of(plan: Plan, version: PlanVersion, may_read: MayRead, may_read_conditions: MayRead) -> Parts:
    """A version as far as its reader may read it. Ten queries."""
    return as_read(whole(plan, version), may_read, may_read_conditions)


def between(former: Parts | None, parts: Parts, language: str | None = None) -> Sequence[Difference]:
    """What a version changes against the one before; nothing of the first one. Dates are written in `language`."""
    return differences(_plain(former, language), _plain(parts, language)) if former else ()


def _plain(parts: Parts, language: str | None) -> Iterator[Part]:
    for goal in parts.goals:
        yield Part(What.GOAL, str(goal.origin), goal.statement, {"text": goal.statement, "sign": goal.sign})
    numbers = {line.task.id: str(line.task.number) for line in parts.lines}
    for line in parts.lines:
        yield Part(What.TASK, str(line.task.id), str(line.task.number), _of_task(line, parts, numbers, language))
    for one in parts.commitments:
        yield from _of_commitment(one, language)
    for risk in parts.risks:
        fields = {"text": risk.text, "watcher": risk.watcher.name, "help": risk.help}
        yield Part(What.RISK, str(risk.origin_id), risk.text, fields)
    held = parts.version
    fields = {
        "date": _day(held.evaluation_on, language), "text": held.evaluation_rules, "if_not": held.what_if_not,
    }  # fmt: skip
    yield Part(What.EVALUATION, "evaluation", "", fields)


def _of_task(line: TaskLine, parts: Parts, numbers: dict[UUID, str], language: str | None) -> dict[str, str]:
    written = line.wording
    first = "" if written.from_on is None else f"{_day(written.from_on, language)} – "
    return {
        "text": written.text, "sign": written.criterion, "person": line.seat.name if line.seat else written.for_agency,
        "date": first + _day(line.due_on, language), "schedule": str(written.schedule),
        "helpers": ", ".join(sorted(seat.name for seat in parts.helpers.get(line.task.id, ()))),
        "order": ", ".join(sorted(numbers[one] for one in line.waits_for_ids if one in numbers)),
        "absences": "" if written.most_excused is None else str(written.most_excused),
    }  # fmt: skip


def _of_commitment(one: CommitmentLine, language: str | None) -> Iterator[Part]:
    held = one.commitment
    fields = {"text": held.text, "person": held.seat.name, "steps": ", ".join(one.steps)}
    yield Part(What.COMMITMENT, str(held.origin_id), held.text, fields)
    for line in one.conditions:
        known = line.condition
        fields = {
            "text": known.text, "most": "" if known.most is None else str(known.most),
            "date": _day(known.until_on, language), "sign": known.criterion, "judge": line.judge,
            "order": str(line.task.task.number) if line.task else "",
        }  # fmt: skip
        yield Part(What.CONDITION, str(known.origin_id), known.text, fields)


def _day(on: date | None, language: str | None) -> str:
    return "" if on is None else day(on, language) if language else day(on)


def hints_for(parts: Parts, offers: Iterable[str] = (), *, assessed: bool = True) -> tuple[Hint, ...]:
    """What to think over in a version, for those who write it; `assessed`: the situation of the family, before it."""
    by_id = {line.task.id: line for line in parts.lines}
    ahead = [line for line in parts.lines if line.state not in _OVER]
    tasks = [_hinted(line, by_id) for line in ahead]
    return hints(tasks, what_if_not=parts.version.what_if_not, offers=offers, assessed=assessed)


def _hinted(line: TaskLine, by_id: dict[UUID, TaskLine]) -> HintedTask:
    first = [known.due_on for one in line.waits_for_ids if (known := by_id.get(one)) and known.state not in _OVER]
    seat = line.seat
    return HintedTask(
        number=line.task.number, text=line.wording.text, criterion=line.wording.criterion,
        person=seat.name if seat else "", of_family=seat is not None and seat.role in FAMILY,
        helpers=len(line.wording.helpers), last_day=line.due_on,
        waits_until=max((day for day in first if day is not None), default=None),
    )  # fmt: skip
