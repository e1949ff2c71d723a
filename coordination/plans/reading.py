"""The page of a plan as its reader may read it: tasks, conditions, risks, words, what changed, what to mend."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from coordination.cases.assessments import is_assessed
from coordination.conferences.models import Conference
from coordination.plans import models, rules
from coordination.plans.conditions import CONDITIONS
from coordination.plans.fingerprints import fingerprint_of
from coordination.plans.models import Goal, Plan, PlanVersion, changes
from coordination.plans.models_of_conditions import CommitmentLine
from coordination.plans.models_of_words import Party, parties_of
from coordination.plans.offers import agencies_without_task
from coordination.plans.pages import PLAN, plan_page
from coordination.plans.parts import Parts, between, hints_for, parts_of
from coordination.plans.rules import Change
from coordination.plans.rules_of_conditions import Kind, Standing
from coordination.plans.rules_of_hints import Hint
from coordination.plans.words import CHANGE_NAMES, FIELD_NAMES
from coordination.seats.rules import Role
from coordination.tasks.documents import letterhead
from coordination.tasks.models import TaskLine
from coordination.tasks.pages import WHERE_NAMES
from coordination.tasks.rules import OPEN_POINTS, State
from foundation import access, clock
from foundation.access import Facts
from foundation.reasons import Reason
from foundation.web import ReadForm

_WRITERS = (Role.COORDINATOR, Role.MINUTE_TAKER)


@dataclass(frozen=True)
class Row:
    """A task as the plan's table shows it."""

    line: TaskLine
    before: TaskLine | None
    """The same task in the version before."""
    changes: Sequence[Change]
    own: bool
    """Whether this reader may open the task's own page."""


@dataclass(frozen=True)
class Section:
    """A goal, or None for what belongs to none that this reader sees, with its tasks."""

    goal: Goal | None
    rows: Sequence[Row]


def shown(plan: Plan, version: PlanVersion, status: Sequence[Reason] = (), form: ReadForm | None = None) -> str:
    """The page of one version; `status` is what keeps it from being approved, `form` the refused one."""
    facts = access.facts()
    coordinates, at_work = facts.role == Role.COORDINATOR, facts.role in _WRITERS and access.may(PLAN, "W")
    parts = readable(plan, version)
    former = plan.numbered(version.number - 1)
    before = readable(plan, former) if former else None
    parties = _parties(plan, version)
    approved, holds = version.approved_at is not None, version is plan.in_force
    writing = at_work and not approved
    open_points = [line for line in parts.lines if line.state in OPEN_POINTS] if approved else []
    form = form or ReadForm()
    form.lays_before(fingerprint_of(version, parts.lines))
    return plan_page(
        "show", plan, version=version, parts=parts, sections=_sections(parts, before), lines=parts.lines, form=form,
        obstacles=status, differences=between(before, parts), change_names=CHANGE_NAMES, field_names=FIELD_NAMES,
        where_names=WHERE_NAMES,
        standing=rules.state(approved, {line.state for line in parts.lines}, any(one.disagrees for one in parties)),
        open_points=open_points, met_today=_met_today(plan) if at_work and holds and open_points else None,
        amended=[line for line in parts.lines if holds and (line.moved or line.passed_on)],
        parties=parties, dissents=[one for one in parties if one.disagrees], takes_words=at_work and holds,
        hints=_hints(plan, parts, facts) if writing else (),
        writes=writing, begins_version=coordinates and at_work and not plan.draft,
        approves=coordinates and writing, coordinates=coordinates, records=_recorder(at_work, holds),
        phone=letterhead(facts.town_id, plan.case_id)[1] if facts.town_id else "",
        handed=models.disclosures(plan.case_id, version.number) if access.may("papers_handed_out", "R") else (),
        reader_may_print=facts.seat_id is not None, task_field=rules.TASK_FIELD,
        commitment_field=rules.COMMITMENT_FIELD, shows_conditions=access.may(CONDITIONS, "R"),
        shows_requirements=access.may("requirements_sheet", "R"),
        accepted=sum(line.state in (State.ACCEPTED, State.REPORTED, State.CONFIRMED) for line in parts.lines),
        broken=_broken(parts.commitments) if coordinates and holds else [],
    )  # fmt: skip


def _hints(plan: Plan, parts: Parts, facts: Facts) -> tuple[Hint, ...]:
    offers = agencies_without_task(plan.case_id, parts.lines, facts)
    return hints_for(parts, offers, assessed=is_assessed(plan.case_id))


def readable(plan: Plan, version: PlanVersion) -> Parts:
    """What of a version the reader of this page may read."""
    return parts_of(plan, version, partial(access.may, PLAN, "R"), partial(access.may, CONDITIONS, "R"))


def _met_today(plan: Plan) -> Conference | None:
    """The meeting of today, at whose table people say yes aloud."""
    met = (one for one in models.conferences_for_plan(plan.case_id) if one.day == clock.today())
    return next(met, None)


def _sections(parts: Parts, before: Parts | None) -> list[Section]:
    known = {line.task.id: line for line in before.lines} if before else {}
    rows = [_row(line, known.get(line.task.id), parts.version) for line in parts.lines]
    seen = {goal.id for goal in parts.goals}
    found = [Section(goal, [row for row in rows if row.line.wording.goal_id == goal.id]) for goal in parts.goals]
    rest = [row for row in rows if row.line.wording.goal_id not in seen]
    return [*found, *([Section(None, rest)] if rest else [])]


def _row(line: TaskLine, before: TaskLine | None, version: PlanVersion) -> Row:
    changed = changes(before, line) if version.number > 1 else ()
    mine = line.seat is not None and line.seat.worker_id == access.actor().worker_id
    at_head = access.facts().role in (*_WRITERS, "head")
    return Row(line, before, changed, own=line.task.last_step is not None and (mine or at_head))


def _parties(plan: Plan, version: PlanVersion) -> list[Party]:
    """Everybody's word on an approved version, of the family only where the reader may know of them."""
    if version.approved_at is None:
        return []
    return [one for one in parties_of(plan.case_id, version.id) if access.may(PLAN, "R", one.audience)]


def _recorder(at_work: bool, holds: bool) -> Callable[[CommitmentLine], list[bool]]:
    """Of each condition of a commitment, whether this reader may record how it stands."""
    seat_id, may = access.facts().seat_id, access.may(CONDITIONS, "W") and holds

    def records(one: CommitmentLine) -> list[bool]:
        return [
            may and line.condition.kind != Kind.TASK and (at_work or line.condition.judge_id == seat_id)
            for line in one.conditions
        ]

    return records


def _broken(commitments: Sequence[CommitmentLine]) -> list[CommitmentLine]:
    return [one for one in commitments if one.standing == Standing.BREACHED]
