"""One reader's copy of a plan: what of it they may read, put into the values that the paper prints (in Czech)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from agencies.directory.models import Agency
from agencies.staff.models import posts_today
from coordination.cases.models import FamilyCase, members
from coordination.conferences.models import Conference
from coordination.plans.models import Plan, PlanVersion, changes
from coordination.plans.paper import PaperAcceptance, PaperCopy, PaperGoal, PaperTask, PlanPaper
from coordination.plans.rules import Change
from coordination.seats.models import Seat, coordinator_of, open_seats
from coordination.tasks.documents import letterhead
from coordination.tasks.models import TaskLine, TaskStep, accepted_steps, lines_of_plan
from coordination.tasks.rules import OPEN_POINTS, SaidWhere, Schedule, State
from foundation import audit, clock
from foundation.access import Audience, Facts, decide
from foundation.database import db
from foundation.language import day, day_of_month, short_day

_EVERY = (
    "každé pondělí", "každé úterý", "každou středu", "každý čtvrtek", "každý pátek", "každou sobotu", "každou neděli",
)  # fmt: skip
_EVERY_OTHER = (
    "každé druhé pondělí", "každé druhé úterý", "každou druhou středu", "každý druhý čtvrtek", "každý druhý pátek",
    "každou druhou sobotu", "každou druhou neděli",
)  # fmt: skip
_SAID = {SaidWhere.AT_TABLE: "při setkání", SaidWhere.ON_VISIT: "při návštěvě", SaidWhere.BY_PHONE: "po telefonu"}
_CHANGED = {
    Change.NEW: "nový úkol",
    Change.TEXT: "jiné znění",
    Change.CRITERION: "jinak se pozná",
    Change.PERSON: "jiná osoba",
    Change.DATE: "jiný termín",
}
_OPEN = {
    State.OFFERED: "navržen, čeká na odpověď",
    State.OTHER_DATE: "navržen jiný termín",
    State.DECLINED: "odmítnut, hledá se jiné řešení",
}


@dataclass(frozen=True)
class Reader:
    """For whom a copy is made, and what they may read."""

    seat: Seat
    facts: Facts

    def may_read(self, audience: Audience) -> bool:
        """Whether something about these members of the family is for this reader."""
        return decide(self.facts, "plan_goals_all_tasks", "R", clock.now(), audience).allowed


def copy_for(reader: Reader, plan: Plan, version: PlanVersion) -> PlanPaper:
    """What stands in this reader's copy of an approved version."""
    assert version.approved_at is not None
    agreed = clock.in_prague(version.approved_at).date()
    held = plan.in_force is version
    tasks = [line for line in lines_of_plan(plan.id, version.number, in_force=held) if reader.may_read(line.audience)]
    case = db.session.get_one(FamilyCase, plan.case_id)
    meeting = db.session.get(Conference, plan.conference_id) if plan.conference_id else None
    coordinator = coordinator_of(plan.case_id)
    town, phone = letterhead(case.frame.town_id, plan.case_id)
    return PlanPaper(
        town=f"Město {town}",
        unit=_unit(case.frame.town_id, coordinator),
        case_code=case.code,
        reference=case.office_reference,
        family=_family(reader, plan),
        coordinator=coordinator.name,
        phone=phone,
        agreed_on=clock.in_prague(meeting.starts_at).date() if meeting and meeting.starts_at else agreed,
        conference_number=meeting.number if meeting else 1,
        version=version.number,
        valid_from=agreed,
        valid_until=max(filter(None, (version.evaluation_on, *(line.due_on for line in tasks))), default=agreed),
        as_of=clock.today(),
        copy=_which(reader, plan),
        check_code=audit.check_code(case.frame.town_id),
        goals=[PaperGoal(goal.statement, goal.sign) for goal in version.goals if reader.may_read(goal.audience)],
        tasks=[_task(line) for line in tasks],
        evaluations=(version.evaluation_on,) if version.evaluation_on else (),
        evaluation_rules=version.evaluation_rules,
        what_if_not=version.what_if_not,
        open_points=[_open_point(line) for line in tasks if line.state in OPEN_POINTS],
        changes=_changes(plan, version, tasks),
        acceptances=_acceptances(tasks),
    )


def rhythm(line: TaskLine) -> tuple[str, str]:
    """When a task is due, and, of a repeated one, from when until when: `každý pátek`, `od 6. 3. do 26. 6. 2026`."""
    wording, due = line.wording, line.due_on
    if due is None:
        return "termín chybí", ""
    if wording.schedule == Schedule.ONCE or wording.from_on is None:
        moved = wording.due_on if wording.due_on != due else None
        return short_day(due, "cs"), f"místo {day(moved, 'cs')}" if moved else ""
    first = wording.from_on
    start = day_of_month(first, "cs") if first.year == due.year else day(first, "cs")
    return _again(wording.schedule, first), f"od {start} do {day(due, 'cs')}"


def _again(schedule: str, first: date) -> str:
    if schedule == Schedule.MONTH:
        return f"každý měsíc, {first.day}."
    return (_EVERY if schedule == Schedule.WEEK else _EVERY_OTHER)[first.weekday()]


def _unit(town_id: object, coordinator: Seat) -> str:
    posts = posts_today(coordinator.worker_id) if coordinator.worker_id else []
    post = next((known for known in posts if known.agency_id == town_id), None)
    office = db.session.get_one(Agency, town_id)
    return f"{office.name} · {post.unit.name}" if post and post.unit else office.name


def _family(reader: Reader, plan: Plan) -> str:
    known = [one.name for one in members(plan.case_id) if reader.may_read(Audience(members=frozenset({one.id})))]
    return ", ".join(known)


def _which(reader: Reader, plan: Plan) -> PaperCopy:
    """Copies are counted by workers' seats, so that a stray paper tells whose it was without naming anybody."""
    seats = [seat.id for seat in open_seats(plan.case_id) if seat.worker_id]
    number = seats.index(reader.seat.id) + 1 if reader.seat.id in seats else len(seats)
    return PaperCopy(number, len(seats), ", ".join(filter(None, (reader.seat.agency_name, reader.seat.function))))


def _task(line: TaskLine) -> PaperTask:
    due, span = rhythm(line)
    seat = line.seat
    return PaperTask(
        number=line.task.number, wording=line.wording.text, sign=line.wording.criterion,
        responsible=seat.name if seat else "", beside=seat.agency_name if seat else "", due=due, span=span,
        state=line.shown_as,
    )  # fmt: skip


def _open_point(line: TaskLine) -> str:
    who = f" ({line.seat.name})" if line.seat else ""
    return f"Úkol {line.task.number}: {_OPEN[line.state]}{who}."


def _changes(plan: Plan, version: PlanVersion, tasks: Iterable[TaskLine]) -> Sequence[str]:
    if version.number == 1:
        return ()
    former = lines_of_plan(plan.id, version.number - 1, in_force=False)
    before = {line.task.id: line for line in former}
    changed = [(line, changes(before.get(line.task.id), line)) for line in tasks]
    return [_change(before.get(line.task.id), line, found) for line, found in changed if found]


def _change(before: TaskLine | None, line: TaskLine, found: Sequence[Change]) -> str:
    former = before.due_on if before and Change.DATE in found else None
    moved = f" ({day(former, 'cs')} → {day(line.due_on, 'cs')})" if former and line.due_on else ""
    return f"Úkol {line.task.number}: {', '.join(_CHANGED[change] for change in found)}{moved}."


def _acceptances(tasks: Sequence[TaskLine]) -> Sequence[PaperAcceptance]:
    """One row for each person who accepted a task: which ones, and how the last of them."""
    steps = accepted_steps([line.task.id for line in tasks])
    rows: dict[str, list[TaskLine]] = {}
    for line in tasks:
        if line.seat is not None and line.task.id in steps and line.state not in OPEN_POINTS:
            rows.setdefault(", ".join(filter(None, (line.seat.name, line.seat.agency_name))), []).append(line)
    return [
        PaperAcceptance(
            who, ", ".join(str(line.task.number) for line in theirs), _how(steps[theirs[-1].task.id])
        )
        for who, theirs in rows.items()
    ]  # fmt: skip


def _how(step: TaskStep) -> str:
    if step.said_where is None or step.said_on is None:
        return f"přijato {day(clock.in_prague(step.at).date(), 'cs')}"
    return f"přijato {_SAID[SaidWhere(step.said_where)]} {day(step.said_on, 'cs')}"
