"""The plan (plán spolupráce): read by everybody at the table, written on a few clear pages, approved, handed out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField

from agencies.accounts.codes import after_code
from coordination.cases.models import case as case_of
from coordination.cases.models import members
from coordination.plans import actions, models, rules
from coordination.plans.actions import EvaluationText, GoalText, Paper, TaskDraft
from coordination.plans.letters import PURPOSE
from coordination.plans.models import (
    Goal,
    Plan,
    PlanVersion,
    changes,
    facts_of_goal,
    facts_of_plan,
    facts_of_planned_task,
)
from coordination.plans.rules import Change
from coordination.seats.models import facts_at_case, open_seats
from coordination.seats.rules import FAMILY, Role
from coordination.tasks.documents import letterhead
from coordination.tasks.models import TaskLine, draft_line, lines_of_plan, to_change
from coordination.tasks.rules import OPEN_POINTS, Schedule, State
from foundation import access, links
from foundation.access import Actor, Door, Facts, public, requires
from foundation.database import ChangedMeanwhile
from foundation.language import day
from foundation.reasons import Reason, Refused, SeenOtherwise
from foundation.web import Choice, Choices, DayField, Dropdown, Form, ReadForm, TextBlock, TextLine, notice

pages = Blueprint("plans", __name__)
after_code(PURPOSE, "plans.by_link")
PLAN = "plan_goals_all_tasks"

Answer = str | AnyResponse | tuple[str, int]

SCHEDULE_NAMES = {
    Schedule.ONCE: _l("Once, by a date"),
    Schedule.WEEK: _l("Every week"),
    Schedule.FORTNIGHT: _l("Every fortnight"),
    Schedule.MONTH: _l("Every month"),
}
CHANGE_NAMES = {
    Change.NEW: _l("new task"),
    Change.TEXT: _l("other words"),
    Change.CRITERION: _l("other sign"),
    Change.PERSON: _l("other person"),
    Change.DATE: _l("other date"),
}


@partial(to_change, PLAN)
def _for_coordinator_at_case(actor: Actor, case_id: UUID, **_: object) -> Facts | None:
    return models.only_coordinator(facts_at_case(actor, case_id))


@partial(to_change, PLAN)
def _for_coordinator(actor: Actor, plan_id: UUID, **_: object) -> Facts | None:
    return models.only_coordinator(facts_of_plan(actor, plan_id))


@partial(to_change, PLAN)
def _for_writers(actor: Actor, plan_id: UUID, **_: object) -> Facts | None:
    return models.only_writers(facts_of_plan(actor, plan_id))


@partial(to_change, PLAN)
def _for_writers_of_goal(actor: Actor, goal_id: UUID, **_: object) -> Facts | None:
    return models.only_writers(facts_of_goal(actor, goal_id))


@partial(to_change, PLAN)
def _for_writers_of_task(actor: Actor, task_id: UUID, **_: object) -> Facts | None:
    return models.only_writers(facts_of_planned_task(actor, task_id))


def _plan(plan_id: UUID) -> Plan:
    return models.plan(plan_id) or abort(404)


def _draft_of(plan: Plan) -> PlanVersion:
    """The version that is being written; without one, its writer is led back to the plan."""
    if plan.draft is None:
        notice(_("This version is approved and cannot change. Begin a new version of the plan."), "warn")
        abort(_to_plan(plan))
    return plan.draft


def _to_plan(plan: Plan) -> AnyResponse:
    return redirect(url_for("plans.show", case_id=plan.case_id), 303)


def _page(template: str, plan: Plan, **values: Any) -> str:
    case = case_of(plan.case_id)
    return render_template(f"coordination/plans/{template}.html", plan=plan, case=case, **values)


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A task as the plan's table shows it."""

    line: TaskLine
    changes: Sequence[Change]
    own: bool
    """Whether this reader may open the task's own page."""


@dataclass(frozen=True)
class Section:
    """A goal, or None for what belongs to none that this reader sees, with its tasks."""

    goal: Goal | None
    rows: Sequence[Row]


@pages.get("/cases/<uuid:case_id>/plan")
@requires(PLAN, facts=facts_at_case, looked=True)
def show(case_id: UUID) -> str:
    plan = models.plan_of(case_id)
    version = _version_to_show(plan) if plan else None
    if plan is None or version is None:
        meetings = models.conferences_for_plan(case_id)
        return render_template(
            "coordination/plans/none.html", case=case_of(case_id), meetings=meetings, once=Form(),
            begins=plan is None and access.facts().role == Role.COORDINATOR and access.may(PLAN, "W"),
        )  # fmt: skip
    return _shown(plan, version)


def _version_to_show(plan: Plan) -> PlanVersion | None:
    """The version asked for, else the draft for those who write it, else what holds."""
    asked = request.args.get("version", "")
    writes = access.facts().role in (Role.COORDINATOR, Role.MINUTE_TAKER)
    if asked.isascii() and asked.isdigit() and len(asked) < 6:
        found = plan.numbered(int(asked)) or abort(404)
        return found if found.approved_at or writes else abort(404)
    return (plan.draft if writes else None) or plan.in_force


def _shown(
    plan: Plan, version: PlanVersion, status: Sequence[Reason] = (), form: ReadForm | None = None
) -> str:  # fmt: skip
    sections = _sections(plan, version)
    lines = [row.line for section in sections for row in section.rows]
    form = form or ReadForm()
    form.lays_before(models.fingerprint_of(version, lines))
    coordinates = access.facts().role == Role.COORDINATOR
    town_id = access.facts().town_id
    may_write = access.may(PLAN, "W") and access.facts().role in (Role.COORDINATOR, Role.MINUTE_TAKER)
    return _page(
        "show", plan, version=version, sections=sections, lines=lines, form=form, obstacles=status,
        state=rules.state(version.approved_at is not None, {line.state for line in lines}),
        open_points=[line for line in lines if line.state in OPEN_POINTS], change_names=CHANGE_NAMES,
        writes=may_write and version.approved_at is None, begins_version=coordinates and may_write and not plan.draft,
        approves=coordinates and may_write and version.approved_at is None, coordinates=coordinates,
        phone=letterhead(town_id, plan.case_id)[1] if town_id else "",
        handed=models.disclosures(plan.case_id, version.number) if access.may("papers_handed_out", "R") else (),
        reader_may_print=access.facts().seat_id is not None, task_field=rules.TASK_FIELD,
        accepted=sum(line.state in (State.ACCEPTED, State.REPORTED, State.CONFIRMED) for line in lines),
    )  # fmt: skip


def _sections(plan: Plan, version: PlanVersion) -> list[Section]:
    held = plan.in_force is version
    before: dict[UUID, TaskLine] = {}
    if version.number > 1:
        former = lines_of_plan(plan.id, version.number - 1, in_force=plan.in_force is plan.numbered(version.number - 1))
        before = {line.task.id: line for line in former}
    rows = [
        _row(line, before, version)
        for line in lines_of_plan(plan.id, version.number, in_force=held)
        if access.may(PLAN, "R", line.audience)
    ]
    goals = [goal for goal in version.goals if access.may(PLAN, "R", goal.audience)]
    seen = {goal.id for goal in goals}
    found = [Section(goal, [row for row in rows if row.line.wording.goal_id == goal.id]) for goal in goals]
    rest = [row for row in rows if row.line.wording.goal_id not in seen]
    return [*found, *([Section(None, rest)] if rest else [])]


def _row(line: TaskLine, before: dict[UUID, TaskLine], version: PlanVersion) -> Row:
    changed = changes(before.get(line.task.id), line) if version.number > 1 else ()
    mine = line.seat is not None and line.seat.worker_id == access.actor().worker_id
    at_head = access.facts().role in (Role.COORDINATOR, Role.MINUTE_TAKER)
    return Row(line, changed, own=line.task.last_step is not None and (mine or at_head))


@pages.get("/o/<token>/plan")
@public
def by_link(token: str) -> AnyResponse:
    """Lead a mailed link on: to the code, or to the plan."""
    link, who = links.resolve(token), access.actor()
    if link is None or link.purpose != PURPOSE:
        return redirect(url_for("links.enter", token=token), 303)
    if who.worker_id != link.holder or who.door < Door.CODE:
        return redirect(url_for("accounts.code", token=token), 303)
    return _to_plan(_plan(link.subject))


# --- beginning --------------------------------------------------------------------------------------------------------


@pages.post("/cases/<uuid:case_id>/plan/new")
@requires(PLAN, facts=_for_coordinator_at_case)
def begin(case_id: UUID) -> Answer:
    if Form().submitted():
        asked = request.form.get("conference_id", "")
        known = {str(one.id): one.id for one in models.conferences_for_plan(case_id)}
        meeting = known.get(asked) or next(iter(known.values()), case_id)
        actions.begin(case_id, conference_id=meeting, actor=access.actor())
    return redirect(url_for("plans.show", case_id=case_id), 303)


@pages.post("/plans/<uuid:plan_id>/versions/new")
@requires(PLAN, facts=_for_coordinator)
def new_version(plan_id: UUID) -> Answer:
    if Form().submitted():
        actions.begin_new_version(plan_id, actor=access.actor())
        notice(_("Write what changes. What holds now holds until you approve the new version."))
    return _to_plan(_plan(plan_id))


# --- writing together -------------------------------------------------------------------------------------------------


class TogetherForm(Form):
    """A form about something that several people write: it remembers which version lay before the writer."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        """The version that lay before the writer; 0 when the field holds none."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0

    def said(self) -> dict[str, str]:
        """Each field as a reader sees it."""
        return {name: _words_in(field) for name, field in self._fields.items() if name not in _UNSEEN}


_UNSEEN = ("version", "once", "csrf_token")


def _words_in(field: Any) -> str:
    if isinstance(field, DayField):
        return day(field.data) if field.data else ""
    if not hasattr(field, "choices"):
        return str(field.data or "")
    chosen = {str(value) for value in (field.data if isinstance(field.data, list) else [field.data])}
    offered = [(one.value, one.label) if hasattr(one, "value") else one[:2] for one in field.choices]
    return ", ".join(str(label) for value, label in offered if value and str(value) in chosen)


def _saved(
    form: TogetherForm, deed: Callable[[], object], saved_last: Callable[[], TogetherForm]
) -> dict[str, str] | None:
    """None once the deed is done; otherwise what somebody else saved meanwhile, by the name of the field.

    Then both texts stand under each other, the own one still in its field, and the next press saves what the fields
    hold: nothing is lost.
    """
    if not form.submitted():
        return {}
    try:
        deed()
    except Refused as refused:
        form.refuse(refused.reasons)
        return {}
    except ChangedMeanwhile:
        theirs, mine = saved_last(), form.said()
        form.version.data = theirs.version.data
        form.reasons_above.append(
            _("Someone else changed the plan meanwhile. Both texts are below, choose what holds; nothing is lost.")
        )
        return {name: words for name, words in theirs.said().items() if words != mine[name]}
    return None


def _family(case_id: UUID) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in members(case_id)]


def _concerned(chosen: Iterable[str] | None) -> tuple[UUID, ...]:
    return tuple(UUID(one) for one in chosen or ())


class GoalForm(TogetherForm):
    """A goal."""

    statement = TextBlock(
        _l("What should change"), 400, rows=3, hint=_l("In the family's own words. One sentence."),
    )  # fmt: skip
    sign = TextLine(_l("How everyone will see it"), 200, optional=True, hint=_l("For example: the school report."))
    concerns = Choices(
        _l("Whom it concerns"), optional=True, hint=_l("Tick nobody when it concerns the whole family or everyone."),
    )  # fmt: skip

    @property
    def text(self) -> GoalText:
        """The filled form as the deed takes it."""
        return GoalText(self.statement.data or "", self.sign.data or "", _concerned(self.concerns.data))


def _goal_form(plan: Plan, goal: Goal | None, **options: Any) -> GoalForm:
    held = {"statement": goal.statement, "sign": goal.sign, "concerns": list(goal.concerns)} if goal else {}
    form = GoalForm(data={**held, "version": str(goal.version) if goal else ""}, **options)
    form.concerns.choices = _family(plan.case_id)
    return form


@pages.route("/plans/<uuid:plan_id>/goals/new", methods=["GET", "POST"])
@requires(PLAN, facts=_for_writers)
def add_goal(plan_id: UUID) -> Answer:
    plan = _plan(plan_id)
    _draft_of(plan)
    return _goal_page(plan, None)


@pages.route("/goals/<uuid:goal_id>", methods=["GET", "POST"])
@requires(PLAN, facts=_for_writers_of_goal)
def goal(goal_id: UUID) -> Answer:
    plan = models.plan_of_goal(goal_id) or abort(404)
    found = next((known for known in _draft_of(plan).goals if known.id == goal_id), None) or abort(404)
    return _goal_page(plan, found)


def _goal_page(plan: Plan, goal: Goal | None) -> Answer:
    form, goal_id, plan_id = _goal_form(plan, goal), goal.id if goal else None, plan.id

    def deed() -> None:
        seen = form.seen if goal_id else None
        actions.write_goal(plan_id, form.text, goal_id=goal_id, version=seen, actor=access.actor())

    def saved_last() -> TogetherForm:
        return _goal_form(_plan(plan_id), models.goal_of(goal_id) if goal_id else None, formdata=None)

    theirs = _saved(form, deed, saved_last)
    if theirs is None:
        notice(_("Saved."))
        return _to_plan(_plan(plan_id))
    page = _page("goal", _plan(plan_id), form=form, goal_id=goal_id, theirs=theirs, once=Form(formdata=None))
    return page, 409 if theirs else 200


@pages.post("/goals/<uuid:goal_id>/remove")
@requires(PLAN, facts=_for_writers_of_goal)
def remove_goal(goal_id: UUID) -> Answer:
    plan = models.plan_of_goal(goal_id) or abort(404)
    case_id = plan.case_id
    if Form().submitted():
        actions.remove_goal(plan.id, goal_id, actor=access.actor())
        notice(_("The goal is out of the draft. Its tasks stay."))
    return redirect(url_for("plans.show", case_id=case_id), 303)


class TaskForm(TogetherForm):
    """A task; a draft may lack anything, the plan says what is missing before it is approved."""

    text = TextBlock(_l("What will be done"), 140, rows=2, hint=_l("One sentence with a verb, at most 140 characters."))
    criterion = TextLine(
        _l("How everyone will know that it is done"), 90, hint=_l("What will be on paper or what anyone can see.")
    )
    goal_id = Dropdown(_l("For which goal"), missing=None)
    responsible = Dropdown(
        _l("Who answers for it"), missing=None, hint=_l("Exactly one person: a worker, a parent or a child.")
    )
    schedule = Choice(_l("How often"), [(one.value, name) for one, name in SCHEDULE_NAMES.items()], default="once")
    due_on = DayField(_l("By when"), hint=_l("For example 20. 3., “by Friday” or “in 14 days”."))
    from_on = DayField(_l("From"))
    until_on = DayField(_l("Until"))
    concerns = Choices(
        _l("Whom it concerns"), optional=True,
        hint=_l("Organisations read only what concerns those they work with. Tick nobody when everyone may read it."),
    )  # fmt: skip

    @property
    def draft(self) -> TaskDraft:
        """The filled form as the deed takes it."""
        kind, _colon, who = (self.responsible.data or "").partition(":")
        return TaskDraft(
            text=self.text.data or "", criterion=self.criterion.data or "", schedule=Schedule(self.schedule.data),
            goal_id=UUID(self.goal_id.data) if self.goal_id.data else None,
            seat_id=UUID(who) if kind == "seat" else None, agency=who if kind == "agency" else "",
            due_on=self.due_on.data, from_on=self.from_on.data, until_on=self.until_on.data,
            concerns=_concerned(self.concerns.data),
        )  # fmt: skip


def _people(case_id: UUID) -> list[tuple[str, str]]:
    """Everybody at the table; then the organisations, for a task whose person is not named yet."""
    seats = open_seats(case_id)
    workers = [(f"seat:{seat.id}", f"{seat.name}, {seat.agency_name}") for seat in seats if seat.role not in FAMILY]
    family = [(f"seat:{seat.id}", seat.name) for seat in seats if seat.role in FAMILY]
    agencies = dict.fromkeys(seat.agency_name for seat in seats if seat.agency_name)
    unnamed = [(f"agency:{name}", _("%(agency)s, person not named yet", agency=name)) for name in agencies]
    return [("", _("not chosen yet")), *workers, *family, *unnamed]


def _task_form(plan: Plan, line: TaskLine | None, **options: Any) -> TaskForm:
    form = TaskForm(data=_values_of(line) if line else {}, **options)
    form.goal_id.choices = [("", _("none of them")), *((str(one.id), one.statement) for one in _draft_of(plan).goals)]
    form.responsible.choices = _people(plan.case_id)
    form.concerns.choices = _family(plan.case_id)
    return form


def _values_of(line: TaskLine) -> dict[str, Any]:
    written = line.wording
    who = f"agency:{written.for_agency}" if written.for_agency else ""
    return {
        "text": written.text, "criterion": written.criterion, "schedule": str(written.schedule),
        "goal_id": str(written.goal_id or ""), "responsible": f"seat:{written.seat_id}" if written.seat_id else who,
        "due_on": written.due_on, "from_on": written.from_on, "until_on": written.until_on,
        "concerns": list(written.concerns), "version": str(written.version),
    }  # fmt: skip


@pages.route("/plans/<uuid:plan_id>/tasks/new", methods=["GET", "POST"])
@requires(PLAN, facts=_for_writers)
def add_task(plan_id: UUID) -> Answer:
    plan = _plan(plan_id)
    return _task_page(plan, None)


@pages.route("/plans/tasks/<uuid:task_id>", methods=["GET", "POST"])
@requires(PLAN, facts=_for_writers_of_task)
def task(task_id: UUID) -> Answer:
    plan = models.plan_of_task(task_id) or abort(404)
    return _task_page(plan, draft_line(task_id, _draft_of(plan).number) or abort(404))


def _task_page(plan: Plan, line: TaskLine | None) -> Answer:
    form, plan_id, number = _task_form(plan, line), plan.id, _draft_of(plan).number
    task_id, task_number = (line.task.id, line.task.number) if line else (None, None)

    def deed() -> None:
        seen = form.seen if task_id else None
        actions.write_task(plan_id, form.draft, task_id=task_id, version=seen, actor=access.actor())

    def saved_last() -> TogetherForm:
        return _task_form(_plan(plan_id), draft_line(task_id, number) if task_id else None, formdata=None)

    theirs = _saved(form, deed, saved_last)
    if theirs is None:
        notice(_("Saved."))
        again = url_for("plans.add_task", plan_id=plan_id) if request.form.get("another") else None
        return redirect(again, 303) if again else _to_plan(_plan(plan_id))
    once = Form(formdata=None)
    page = _page("task", _plan(plan_id), form=form, task_id=task_id, number=task_number, theirs=theirs, once=once)
    return page, 409 if theirs else 200


@pages.post("/plans/tasks/<uuid:task_id>/remove")
@requires(PLAN, facts=_for_writers_of_task)
def remove_task(task_id: UUID) -> Answer:
    plan = models.plan_of_task(task_id) or abort(404)
    case_id = plan.case_id
    if Form().submitted():
        actions.remove_task(plan.id, task_id, actor=access.actor())
        notice(_("The task is out of the draft."))
    return redirect(url_for("plans.show", case_id=case_id), 303)


class EvaluationForm(TogetherForm):
    """When and how the plan is evaluated."""

    evaluation_on = DayField(_l("When will you evaluate the plan"), hint=_l("For example 21. 4., or “in 6 weeks”."))
    evaluation_rules = TextBlock(_l("How"), 1000, rows=3, hint=_l("Who meets, and what you will go through."))
    what_if_not = TextBlock(
        _l("What if a task does not work out"), 1000, rows=3, optional=True,
        hint=_l("Who calls whom, and what you will try next."),
    )  # fmt: skip


def _evaluation_form(version: PlanVersion, **options: Any) -> EvaluationForm:
    held = {name: getattr(version, name) for name in ("evaluation_on", "evaluation_rules", "what_if_not")}
    return EvaluationForm(data={**held, "version": str(version.version)}, **options)


@pages.route("/plans/<uuid:plan_id>/evaluation", methods=["GET", "POST"])
@requires(PLAN, facts=_for_writers)
def evaluation(plan_id: UUID) -> Answer:
    form = _evaluation_form(_draft_of(_plan(plan_id)))

    def deed() -> None:
        text = EvaluationText(form.evaluation_on.data, form.evaluation_rules.data or "", form.what_if_not.data or "")
        actions.write_evaluation(plan_id, text, version=form.seen, actor=access.actor())

    theirs = _saved(form, deed, lambda: _evaluation_form(_draft_of(_plan(plan_id)), formdata=None))
    if theirs is None:
        notice(_("Saved."))
        return _to_plan(_plan(plan_id))
    return _page("evaluation", _plan(plan_id), form=form, theirs=theirs), 409 if theirs else 200


# --- approving --------------------------------------------------------------------------------------------------------


@pages.post("/plans/<uuid:plan_id>/approve")
@requires(PLAN, facts=_for_coordinator)
def approve(plan_id: UUID) -> Answer:
    form = ReadForm()
    if not form.submitted():
        return _to_plan(_plan(plan_id))
    try:
        number = actions.approve(plan_id, seen=form.seen, actor=access.actor())
    except SeenOtherwise as refused:
        plan = _plan(plan_id)
        form.read.data = None
        form.refuse(refused.reasons)
        return _shown(plan, plan.draft or plan.in_force or abort(404), form=form), 409
    except Refused as refused:
        plan = _plan(plan_id)
        return _shown(plan, plan.draft or plan.in_force or abort(404), refused.reasons), 409
    notice(_("Version %(number)s holds. Everybody with a task has been asked to answer.", number=number))
    return _to_plan(_plan(plan_id))


# --- papers -----------------------------------------------------------------------------------------------------------


@pages.post("/plans/<uuid:plan_id>/versions/<int:number>/paper")
@requires(PLAN, facts=facts_of_plan, write="R")
def paper(plan_id: UUID, number: int) -> Answer:
    if not Form().submitted():
        return _to_plan(_plan(plan_id))
    return _sent(actions.open_paper(plan_id, number, actor=access.actor()))


class HandingForm(Form):
    """Who gets a paper copy into their hands."""

    seat_id = Dropdown(_l("Who gets the copy"), missing=_l("Choose who gets the copy."))


@pages.route("/plans/<uuid:plan_id>/versions/<int:number>/hand-over", methods=["GET", "POST"])
@requires(PLAN, facts=_for_coordinator)
def hand_over(plan_id: UUID, number: int) -> Answer:
    form, plan = HandingForm(), _plan(plan_id)
    version = plan.numbered(number) or abort(404)
    seats = [seat for seat in open_seats(plan.case_id) if seat.role not in FAMILY]
    form.seat_id.choices = [("", ""), *((str(seat.id), f"{seat.name}, {seat.agency_name}") for seat in seats)]
    if form.submitted():
        try:
            handed = actions.hand_over(plan_id, number, seat_id=UUID(form.seat_id.data), actor=access.actor())
            return _sent(handed)
        except Refused as refused:
            form.refuse(refused.reasons)
            plan = _plan(plan_id)
            version = plan.numbered(number) or abort(404)
    return _page("hand_over", plan, form=form, version=version)


def _sent(found: Paper) -> Response:
    return send_file(BytesIO(found.content), "application/pdf", as_attachment=True, download_name=found.file_name)
