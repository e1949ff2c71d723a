"""The counter of the individual plans: the need, the plan and its changes, the evaluation, the end, the paper."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.circles.models import Circle, circle_of
from agencies.circles.rules import State
from agencies.circles.standing import CARE, of_circle
from agencies.circles.views import show_in_file, to_write
from agencies.individual_plans import actions, documents, models
from agencies.individual_plans.models import AIM_NAMES, RESULT_NAMES, VERDICT_NAMES, IndividualPlan
from agencies.individual_plans.rules import Aim, Goal, PlanText, Result, Step, Verdict
from foundation import access, clock
from foundation.access import Actor, Facts, requires
from foundation.database import db
from foundation.web import Choice, DayField, Form, ReadForm, TextBlock, TextLine, attachment, notice

Answer = str | Response
pages = Blueprint("individual_plans", __name__)
GOALS, STEPS = range(1, 4), range(1, 4)
"""How many goals a form has room for, and how many steps towards each."""


def of_plan(actor: Actor, plan_id: UUID, **_rest: object) -> Facts | None:
    """Somebody before one plan: what they are towards its file."""
    plan = db.session.get(IndividualPlan, plan_id)
    return None if plan is None else of_circle(actor, plan.circle_id)


# --- the need ---------------------------------------------------------------------------------------------------------


class NeedForm(Form):
    why = TextBlock(
        _l("What needs a longer cooperation"), 1000, rows=3,
        hint=_l("What cannot be settled at once or in about six visits."),
    )  # fmt: skip


@pages.route("/service/files/<uuid:circle_id>/need", methods=["GET", "POST"])
@requires(CARE, to_write(of_circle, CARE))
def need(circle_id: UUID) -> Answer:
    form = NeedForm()
    if form.did(lambda: actions.find_need(circle_id, form.why.data or "", actor=access.actor())):
        notice(_("Written down. Make the plan now or later; until then it stands on the board as a task."))
        return redirect(url_for(".write", circle_id=circle_id), 303)
    return render_template("agencies/individual_plans/need.html", form=form, circle=circle_of(circle_id))


class NoNeedForm(Form):
    because = TextLine(_l("Why no plan is needed after all"), 300)


@pages.route("/service/files/<uuid:circle_id>/need/over", methods=["GET", "POST"])
@requires(CARE, to_write(of_circle, CARE))
def no_need(circle_id: UUID) -> Answer:
    form = NoNeedForm()
    if form.did(lambda: actions.take_need_back(circle_id, form.because.data or "", actor=access.actor())):
        notice(_("Written down. No plan waits to be made."))
        return redirect(url_for("circles.file", circle_id=circle_id), 303)
    return render_template("agencies/individual_plans/no_need.html", form=form, circle=circle_of(circle_id))


# --- the plan ---------------------------------------------------------------------------------------------------------


class _PlanForm(ReadForm):
    situation = TextBlock(_l("What is hard for the client now"), 1500, rows=3)

    def plan(self) -> PlanText:
        """What was typed, in its rows."""
        return PlanText(
            self.situation.data or "", tuple(self._goal(n) for n in GOALS), self["sources"].data or "",
            self["risks"].data or "", self["review_on"].data,
        )  # fmt: skip

    def _goal(self, n: int) -> Goal:
        steps = tuple(
            Step(self[f"what_{n}_{m}"].data or "", self[f"who_{n}_{m}"].data or "", self[f"until_{n}_{m}"].data)
            for m in STEPS
        )
        aim = self[f"aim_{n}"].data
        return Goal(self[f"wish_{n}"].data or "", Aim(aim) if aim else None, self[f"sign_{n}"].data or "", steps)

    def open_goals(self) -> set[int]:
        """Which goals stand open on the page: the first, and whatever holds words or a mistake."""
        named = {n: [f for name, f in self._fields.items() if name.split("_")[1:2] == [str(n)]] for n in GOALS}
        return {1} | {n for n, fields in named.items() if any(field.data or field.errors for field in fields)}


def _plan_form(values: dict[str, Any]) -> _PlanForm:
    """The fields in the order of the page, so that the mistakes are named in it."""
    fields: dict[str, object] = {}
    for n in GOALS:
        fields[f"wish_{n}"] = TextLine(_l("The goal, in the client's words"), 300, optional=n > 1)
        fields[f"aim_{n}"] = Choice(_l("What does it lead to?"), list(AIM_NAMES.items()), missing=None)
        fields[f"sign_{n}"] = TextLine(_l("How you will know that it is reached"), 200, optional=n > 1)
        for m in STEPS:
            fields[f"what_{n}_{m}"] = TextLine(_l("Step"), 200, optional=m > 1)
            fields[f"who_{n}_{m}"] = TextLine(_l("Who"), 120, optional=m > 1)
            fields[f"until_{n}_{m}"] = DayField(_l("Until"), optional=m > 1)
    fields["sources"] = TextBlock(
        _l("What the client can build on"), 1000, rows=2, optional=True,
        hint=_l("People, skills, experience, whatever helped before."),
    )  # fmt: skip
    fields["risks"] = TextBlock(_l("What may go wrong"), 1000, rows=2, optional=True)
    fields["review_on"] = DayField(
        _l("When you will go through the plan together"), hint=_l("For example “in 2 months”.")
    )
    fields["because"] = TextLine(_l("What made the plan change"), 300)
    made: type[_PlanForm] = type("PlanForm", (_PlanForm,), fields)
    return made(data=values)


def _values(plan: IndividualPlan | None) -> dict[str, Any]:
    if plan is None:
        return {}
    text = plan.present.text
    values: dict[str, Any] = {
        "situation": text.situation, "sources": text.sources, "risks": text.risks, "review_on": plan.review_on,
    }  # fmt: skip
    for n, goal in enumerate(text.goals, 1):
        values |= {f"wish_{n}": goal.wish, f"aim_{n}": goal.aim, f"sign_{n}": goal.sign}
        for m, step in enumerate(goal.steps, 1):
            values |= {f"what_{n}_{m}": step.what, f"who_{n}_{m}": step.who, f"until_{n}_{m}": step.until}
    return values


@pages.route("/service/files/<uuid:circle_id>/plan", methods=["GET", "POST"])
@requires(CARE, to_write(of_circle, CARE))
def write(circle_id: UUID) -> Answer:
    former = models.written_plan(circle_id)
    form, stands = _plan_form(_values(former)), former.stands if former else "0"
    form.lays_before(stands)
    if form.did(
        lambda: actions.write(
            circle_id, form.plan(), because=form["because"].data or "", seen=form.seen, actor=access.actor()
        )
    ):
        notice(_("The plan is written. Print it and sign it together."))
        return _back(models.written_plan(circle_id) or abort(404))
    changed = former if form.seen != stands else None
    form.read.data = stands
    return render_template(
        "agencies/individual_plans/write.html", form=form, circle=circle_of(circle_id), former=former,
        changed=changed, need=models.need_of(circle_id), goals=GOALS, steps=STEPS, aims=AIM_NAMES,
    )  # fmt: skip


@pages.get("/service/individual-plans/<uuid:plan_id>")
@requires(CARE, of_plan, looked=True)
def show(plan_id: UUID) -> str:
    return _page("show", models.plan_of(plan_id), may=access.may, aims=AIM_NAMES, verdicts=VERDICT_NAMES)


@pages.get("/service/individual-plans/<uuid:plan_id>/plan.pdf")
@requires(CARE, of_plan, looked=True)
def paper(plan_id: UUID) -> Response:
    """The present version for the client and the file, with lines for the pen."""
    return attachment(documents.plan_paper(models.plan_of(plan_id)), "application/pdf", "individualni-plan.pdf")


# --- the evaluation and the end ---------------------------------------------------------------------------------------


class _ReviewForm(ReadForm):
    on = DayField(_l("Day on which you went through it"))

    def outcomes(self, count: int) -> list[tuple[Verdict | None, str]]:
        """What was said of each goal."""
        said = [(self[f"verdict_{n}"].data, self[f"note_{n}"].data or "") for n in range(1, count + 1)]
        return [(Verdict(verdict) if verdict else None, note) for verdict, note in said]

    def forget_verdicts(self) -> None:
        """The goals are others now; what was said of the former ones holds no more, the words stay to be read."""
        for name, field in self._fields.items():
            if name.startswith("verdict_"):
                field.data = None


def _review_form(plan: IndividualPlan) -> _ReviewForm:
    fields: dict[str, object] = {}
    for n, _goal in enumerate(plan.present.goals, 1):
        fields[f"verdict_{n}"] = Choice(_l("How far is it reached?"), list(VERDICT_NAMES.items()), missing=None)
        fields[f"note_{n}"] = TextLine(
            _l("How it stands"), 500, optional=True, hint=_l("In a sentence, unless the goal is reached.")
        )  # fmt: skip
    fields["then"] = Choice(
        _l("What comes next?"), [("on", _l("the plan goes on")), ("ends", _l("the plan ends"))], missing=None
    )
    fields["next_on"] = DayField(_l("When you will go through it again"), hint=_l("Only if the plan goes on."))
    made: type[_ReviewForm] = type("ReviewForm", (_ReviewForm,), fields)
    return made(data={"on": clock.today()})


@pages.route("/service/individual-plans/<uuid:plan_id>/evaluation", methods=["GET", "POST"])
@requires(CARE, to_write(of_plan, CARE))
def review(plan_id: UUID) -> Answer:
    plan = models.plan_of(plan_id)
    form, stands, count = _review_form(plan), plan.stands, len(plan.present.goals)
    form.lays_before(stands)
    ends = {"on": False, "ends": True}.get(form["then"].data)
    if form.did(
        lambda: actions.review(
            plan_id, form.outcomes(count), on=form.on.data, ends=ends, next_on=form["next_on"].data, seen=form.seen,
            actor=access.actor(),
        )
    ):  # fmt: skip
        if ends:
            notice(_("Evaluated. Write how the plan ended."))
            return redirect(url_for(".end", plan_id=plan_id), 303)
        notice(_("Evaluated. If the goals or steps are others now, change the plan."))
        return _back(models.plan_of(plan_id))
    if form.seen != stands:
        form.forget_verdicts()
    form.read.data = stands
    return _page("review", models.plan_of(plan_id), form=form)


class EndForm(ReadForm):
    result = Choice(_l("How did it end?"), list(RESULT_NAMES.items()), missing=None)
    note = TextBlock(_l("In a sentence or two"), 1000, rows=3)


@pages.route("/service/individual-plans/<uuid:plan_id>/end", methods=["GET", "POST"])
@requires(CARE, to_write(of_plan, CARE))
def end(plan_id: UUID) -> Answer:
    form, stands = EndForm(), models.plan_of(plan_id).stands
    form.lays_before(stands)
    result = Result(form.result.data) if form.result.data else None
    if form.did(
        lambda: actions.end(plan_id, result, form.note.data or "", seen=form.seen, actor=access.actor())
    ):  # fmt: skip
        notice(_("The plan has ended. What it said stays in the file."))
        return _back(models.plan_of(plan_id))
    form.read.data = stands
    return _page("end", models.plan_of(plan_id), form=form)


def _page(name: str, plan: IndividualPlan, **values: object) -> str:
    return render_template(
        f"agencies/individual_plans/{name}.html", plan=plan, circle=circle_of(plan.circle_id), **values
    )  # fmt: skip


def _back(plan: IndividualPlan) -> Response:
    return redirect(url_for(".show", plan_id=plan.id), 303)


# --- in the file ------------------------------------------------------------------------------------------------------


def _part_of_file(circle: Circle) -> str:
    if not access.may(CARE, "R"):
        return ""
    plans, need = models.plans_of(circle.id), models.need_of(circle.id)
    return render_template(
        "agencies/individual_plans/part_of_file.html", circle=circle, need=need,
        running=next((plan for plan in plans if plan.running), None),
        ended=[plan for plan in plans if not plan.running],
        writes=access.may(CARE, "W") and circle.state == State.CLIENT,
    )  # fmt: skip


show_in_file(40, _part_of_file)
