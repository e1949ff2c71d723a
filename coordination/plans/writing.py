"""The pages on which a draft is written together: its goals, its tasks, how it will be evaluated."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.plans import actions, models
from coordination.plans.actions import EvaluationText, GoalText, TaskDraft
from coordination.plans.members import concerned, family
from coordination.plans.models import Goal, Plan, PlanVersion
from coordination.plans.pages import (
    PLAN,
    Answer,
    draft_of,
    for_writers,
    for_writers_of_goal,
    for_writers_of_task,
    pages,
    plan_page,
    plan_with,
    to_plan,
)
from coordination.plans.words import SCHEDULE_NAMES
from coordination.seats.models import open_seats
from coordination.seats.rules import FAMILY
from coordination.tasks.models import TaskLine, draft_line, lines_of_plan
from coordination.tasks.rules import Schedule
from foundation import access
from foundation.access import requires
from foundation.web import (
    Choice,
    Choices,
    Count,
    DayField,
    Dropdown,
    Form,
    TextBlock,
    TextLine,
    TogetherForm,
    notice,
    saved,
)


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
        return GoalText(self.statement.data or "", self.sign.data or "", concerned(self.concerns.data))


def _goal_form(plan: Plan, goal: Goal | None, **options: Any) -> GoalForm:
    held = {"statement": goal.statement, "sign": goal.sign, "concerns": list(goal.concerns)} if goal else {}
    form = GoalForm(data={**held, "version": str(goal.version) if goal else ""}, **options)
    form.concerns.choices = family(plan.case_id)
    return form


@pages.route("/plans/<uuid:plan_id>/goals/new", methods=["GET", "POST"])
@requires(PLAN, facts=for_writers)
def add_goal(plan_id: UUID) -> Answer:
    plan = plan_with(plan_id)
    draft_of(plan)
    return _goal_page(plan, None)


@pages.route("/goals/<uuid:goal_id>", methods=["GET", "POST"])
@requires(PLAN, facts=for_writers_of_goal)
def goal(goal_id: UUID) -> Answer:
    plan = models.plan_of_goal(goal_id) or abort(404)
    found = next((known for known in draft_of(plan).goals if known.id == goal_id), None) or abort(404)
    return _goal_page(plan, found)


def _goal_page(plan: Plan, goal: Goal | None) -> Answer:
    form, goal_id, plan_id = _goal_form(plan, goal), goal.id if goal else None, plan.id

    def deed() -> None:
        seen = form.seen if goal_id else None
        actions.write_goal(plan_id, form.text, goal_id=goal_id, version=seen, actor=access.actor())

    def saved_last() -> TogetherForm:
        return _goal_form(plan_with(plan_id), models.goal_of(goal_id) if goal_id else None, formdata=None)

    theirs = saved(form, deed, saved_last)
    if theirs is None:
        notice(_("Saved."))
        return to_plan(plan_with(plan_id))
    page = plan_page("goal", plan_with(plan_id), form=form, goal_id=goal_id, theirs=theirs, once=Form(formdata=None))
    return page, 409 if theirs else 200


@pages.post("/goals/<uuid:goal_id>/remove")
@requires(PLAN, facts=for_writers_of_goal)
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
    most_excused = Count(_l("How often it may be missed with an excuse"), most=99, optional=True)
    helpers = Choices(_l("Who helps"), optional=True, hint=_l("People at the table who help whoever answers for it."))
    waits_for = Choices(_l("What has to be done first"), optional=True, hint=_l("Tasks of this plan it waits for."))
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
            concerns=concerned(self.concerns.data), helpers=concerned(self.helpers.data),
            waits_for=concerned(self.waits_for.data), most_excused=self.most_excused.data,
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
    form.goal_id.choices = [("", _("none of them")), *((str(one.id), one.statement) for one in draft_of(plan).goals)]
    form.responsible.choices = _people(plan.case_id)
    form.concerns.choices = family(plan.case_id)
    seats = open_seats(plan.case_id)
    form.helpers.choices = [(str(seat.id), ", ".join(filter(None, (seat.name, seat.agency_name)))) for seat in seats]
    others = lines_of_plan(plan.id, draft_of(plan).number, in_force=False)
    form.waits_for.choices = [
        (str(one.task.id), _("%(number)s: %(text)s", number=one.task.number, text=one.wording.text))
        for one in others
        if line is None or one.task.id != line.task.id
    ]
    return form


def _values_of(line: TaskLine) -> dict[str, Any]:
    written = line.wording
    who = f"agency:{written.for_agency}" if written.for_agency else ""
    return {
        "text": written.text, "criterion": written.criterion, "schedule": str(written.schedule),
        "goal_id": str(written.goal_id or ""), "responsible": f"seat:{written.seat_id}" if written.seat_id else who,
        "due_on": written.due_on, "from_on": written.from_on, "until_on": written.until_on,
        "concerns": list(written.concerns), "version": str(written.version), "helpers": list(written.helpers),
        "waits_for": list(written.waits_for), "most_excused": written.most_excused,
    }  # fmt: skip


@pages.route("/plans/<uuid:plan_id>/tasks/new", methods=["GET", "POST"])
@requires(PLAN, facts=for_writers)
def add_task(plan_id: UUID) -> Answer:
    plan = plan_with(plan_id)
    return _task_page(plan, None)


@pages.route("/plans/tasks/<uuid:task_id>", methods=["GET", "POST"])
@requires(PLAN, facts=for_writers_of_task)
def task(task_id: UUID) -> Answer:
    plan = models.plan_of_task(task_id) or abort(404)
    return _task_page(plan, draft_line(task_id, draft_of(plan).number) or abort(404))


def _task_page(plan: Plan, line: TaskLine | None) -> Answer:
    form, plan_id, number = _task_form(plan, line), plan.id, draft_of(plan).number
    task_id, task_number = (line.task.id, line.task.number) if line else (None, None)

    def deed() -> None:
        seen = form.seen if task_id else None
        actions.write_task(plan_id, form.draft, task_id=task_id, version=seen, actor=access.actor())

    def saved_last() -> TogetherForm:
        return _task_form(plan_with(plan_id), draft_line(task_id, number) if task_id else None, formdata=None)

    theirs = saved(form, deed, saved_last)
    if theirs is None:
        notice(_("Saved."))
        again = url_for("plans.add_task", plan_id=plan_id) if request.form.get("another") else None
        return redirect(again, 303) if again else to_plan(plan_with(plan_id))
    once = Form(formdata=None)
    page = plan_page(
        "task", plan_with(plan_id), form=form, task_id=task_id, number=task_number, theirs=theirs, once=once
    )
    return page, 409 if theirs else 200


@pages.post("/plans/tasks/<uuid:task_id>/remove")
@requires(PLAN, facts=for_writers_of_task)
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
@requires(PLAN, facts=for_writers)
def evaluation(plan_id: UUID) -> Answer:
    form = _evaluation_form(draft_of(plan_with(plan_id)))

    def deed() -> None:
        text = EvaluationText(form.evaluation_on.data, form.evaluation_rules.data or "", form.what_if_not.data or "")
        actions.write_evaluation(plan_id, text, version=form.seen, actor=access.actor())

    theirs = saved(form, deed, lambda: _evaluation_form(draft_of(plan_with(plan_id)), formdata=None))
    if theirs is None:
        notice(_("Saved."))
        return to_plan(plan_with(plan_id))
    return plan_page("evaluation", plan_with(plan_id), form=form, theirs=theirs), 409 if theirs else 200
