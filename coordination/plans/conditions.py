"""The pages of what somebody promises under conditions: written into a draft, recorded once the plan holds."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.cases.models import case as case_of
from coordination.plans import actions, models
from coordination.plans import models_of_conditions as found
from coordination.plans.actions import CommitmentDraft, ConditionDraft, Recorded
from coordination.plans.members import concerned, family
from coordination.plans.models import Plan, only_writers
from coordination.plans.models_of_conditions import (
    Commitment,
    Condition,
    commitments_of,
    facts_of_commitment,
    facts_of_condition,
    facts_of_recording,
)
from coordination.plans.pages import Answer, draft_of, pages, plan_page, plan_with, to_plan
from coordination.plans.rules_of_conditions import Kind, Verdict
from coordination.plans.words import KIND_NAMES, VERDICT_NAMES
from coordination.seats.models import open_seats
from coordination.seats.rules import FAMILY
from coordination.tasks.models import lines_of_plan, to_change
from foundation import access, clock
from foundation.access import Actor, Facts, requires
from foundation.reasons import Refused
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

CONDITIONS = "needs_offers_opinions_conditions_risks"


@partial(to_change, CONDITIONS)
def for_writers_of_plan(actor: Actor, plan_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards a plan of which they may write the conditions and risks."""
    return only_writers(models.facts_of_plan(actor, plan_id))


@partial(to_change, CONDITIONS)
def _for_writers(actor: Actor, commitment_id: UUID, **_: object) -> Facts | None:
    return only_writers(facts_of_commitment(actor, commitment_id))


@partial(to_change, CONDITIONS)
def _for_writers_of_condition(actor: Actor, condition_id: UUID, **_: object) -> Facts | None:
    return only_writers(facts_of_condition(actor, condition_id))


def workers(case_id: UUID) -> list[tuple[str, str]]:
    """The workers at the table, for a form."""
    seats = [seat for seat in open_seats(case_id) if seat.role not in FAMILY]
    return [(str(seat.id), ", ".join(filter(None, (seat.name, seat.agency_name)))) for seat in seats]


def _plan_of(commitment_id: UUID) -> Plan:
    return plan_with(found.plan_id_of_commitment(commitment_id) or abort(404))


# --- what is promised -------------------------------------------------------------------------------------------------


class CommitmentForm(TogetherForm):
    """What somebody promises, if …"""

    seat_id = Dropdown(_l("Who promises"), missing=None, hint=_l("For their organisation, for example the school."))
    text = TextLine(
        _l("What they will do if the conditions hold"), 200,
        hint=_l("For example: the school tries again with Gábina."),
    )  # fmt: skip
    steps = TextBlock(
        _l("What follows when a condition no longer holds"), 600, rows=3, optional=True,
        hint=_l("One step on each line, in order. Begin with a talk."),
    )  # fmt: skip
    concerns = Choices(
        _l("Whom it concerns"), optional=True,
        hint=_l("Organisations read only what concerns those they work with. Tick nobody when everyone may read it."),
    )  # fmt: skip

    @property
    def draft(self) -> CommitmentDraft:
        """The filled form as the deed takes it."""
        who = UUID(self.seat_id.data) if self.seat_id.data else None
        return CommitmentDraft(self.text.data or "", who, self.steps.data or "", concerned(self.concerns.data))


def _commitment_form(plan: Plan, held: Commitment | None, **options: Any) -> CommitmentForm:
    values: dict[str, Any] = {"version": ""}
    if held is not None:
        values = {
            "seat_id": str(held.seat_id), "text": held.text, "steps": held.steps, "concerns": list(held.concerns),
            "version": str(held.version),
        }  # fmt: skip
    form = CommitmentForm(data=values, **options)
    form.seat_id.choices = [("", _("not chosen yet")), *workers(plan.case_id)]
    form.concerns.choices = family(plan.case_id)
    return form


@pages.route("/plans/<uuid:plan_id>/commitments/new", methods=["GET", "POST"])
@requires(CONDITIONS, facts=for_writers_of_plan)
def add_commitment(plan_id: UUID) -> Answer:
    return _commitment_page(plan_with(plan_id), None)


@pages.route("/commitments/<uuid:commitment_id>", methods=["GET", "POST"])
@requires(CONDITIONS, facts=_for_writers)
def commitment(commitment_id: UUID) -> Answer:
    plan = _plan_of(commitment_id)
    held = next((one for one in commitments_of(draft_of(plan).id) if one.id == commitment_id), None)
    return _commitment_page(plan, held) if held else to_plan(plan)


def _commitment_page(plan: Plan, held: Commitment | None) -> Answer:
    draft_of(plan)
    form, held_id, plan_id = _commitment_form(plan, held), held.id if held else None, plan.id
    written: list[UUID] = []

    def deed() -> None:
        seen = form.seen if held_id else None
        written.append(
            actions.write_commitment(plan_id, form.draft, commitment_id=held_id, version=seen, actor=access.actor())
        )

    def saved_last() -> TogetherForm:
        last = found.commitment(held_id) if held_id else None
        return _commitment_form(plan_with(plan_id), last, formdata=None)

    theirs = saved(form, deed, saved_last)
    if theirs is None:
        notice(_("Saved.") if held_id else _("Saved. Now write under which conditions."))
        to = None if held_id else url_for("plans.add_condition", commitment_id=written[0])
        return redirect(to, 303) if to else to_plan(plan_with(plan_id))
    shown = plan_page(
        "commitment", plan_with(plan_id), form=form, commitment=found.commitment(held_id) if held_id else None,
        theirs=theirs, once=Form(formdata=None),
    )  # fmt: skip
    return shown, 409 if theirs else 200


@pages.post("/commitments/<uuid:commitment_id>/remove")
@requires(CONDITIONS, facts=_for_writers)
def remove_commitment(commitment_id: UUID) -> Answer:
    plan = _plan_of(commitment_id)
    case_id = plan.case_id
    if Form().submitted():
        actions.remove_commitment(plan.id, commitment_id, actor=access.actor())
        notice(_("The commitment is out of the draft."))
    return redirect(url_for("plans.show", case_id=case_id), 303)


# --- a condition ------------------------------------------------------------------------------------------------------


class ConditionForm(TogetherForm):
    """One condition; only the fields of its kind count."""

    text = TextLine(_l("If …"), 140, hint=_l("For example: no further unexcused hour."))
    kind = Choice(
        _l("How everybody can tell"), [(one.value, name) for one, name in KIND_NAMES.items()], default="number"
    )
    most = Count(_l("How many at most"), optional=True, hint=_l("For a number. Zero counts too."))
    until_on = DayField(
        _l("Until when, or when it will be judged"), optional=True, hint=_l("For a number and for a sign.")
    )
    judge = Dropdown(_l("Who counts or judges"), missing=None, hint=_l("Exactly one person; they record it."))
    criterion = TextLine(
        _l("By what they judge it"), 140, optional=True, hint=_l("A sign that anyone can see, not an impression.")
    )
    task = Dropdown(_l("Which task"), missing=None, hint=_l("When the condition is that a task goes well."))

    @property
    def draft(self) -> ConditionDraft:
        """The filled form as the deed takes it."""
        judge, task = self.judge.data, self.task.data
        return ConditionDraft(
            text=self.text.data or "", kind=Kind(self.kind.data), most=self.most.data, until_on=self.until_on.data,
            task_id=UUID(task) if task else None, criterion=self.criterion.data or "",
            judge_id=UUID(judge) if judge else None,
        )  # fmt: skip


def _condition_form(plan: Plan, held: Condition | None, **options: Any) -> ConditionForm:
    values: dict[str, Any] = {"version": ""}
    if held is not None:
        values = {
            "text": held.text, "kind": str(held.kind), "most": held.most, "until_on": held.until_on,
            "judge": str(held.judge_id or ""), "criterion": held.criterion, "task": str(held.task_id or ""),
            "version": str(held.version),
        }  # fmt: skip
    form = ConditionForm(data=values, **options)
    form.judge.choices = [("", _("not chosen yet")), *workers(plan.case_id)]
    lines = lines_of_plan(plan.id, draft_of(plan).number, in_force=False)
    tasks = [
        (str(line.task.id), _("%(number)s: %(text)s", number=line.task.number, text=line.wording.text))
        for line in lines
    ]
    form.task.choices = [("", _("none of them")), *tasks]
    return form


@pages.route("/commitments/<uuid:commitment_id>/conditions/new", methods=["GET", "POST"])
@requires(CONDITIONS, facts=_for_writers)
def add_condition(commitment_id: UUID) -> Answer:
    return _condition_page(commitment_id, None)


@pages.route("/conditions/<uuid:condition_id>", methods=["GET", "POST"])
@requires(CONDITIONS, facts=_for_writers_of_condition)
def condition(condition_id: UUID) -> Answer:
    held = found.condition(condition_id) or abort(404)
    return _condition_page(held.commitment_id, held)


def _condition_page(commitment_id: UUID, held: Condition | None) -> Answer:
    plan = _plan_of(commitment_id)
    if commitment_id not in {one.id for one in commitments_of(draft_of(plan).id)}:
        return to_plan(plan)
    form, plan_id, held_id = _condition_form(plan, held), plan.id, held.id if held else None

    def deed() -> None:
        seen = form.seen if held_id else None
        actions.write_condition(
            plan_id, commitment_id, form.draft, condition_id=held_id, version=seen, actor=access.actor()
        )  # fmt: skip

    def saved_last() -> TogetherForm:
        return _condition_form(plan_with(plan_id), found.condition(held_id) if held_id else None, formdata=None)

    theirs = saved(form, deed, saved_last)
    if theirs is None:
        notice(_("Saved."))
        return to_plan(plan_with(plan_id))
    shown = plan_page(
        "condition", plan_with(plan_id), form=form, commitment=found.commitment(commitment_id), condition_id=held_id,
        theirs=theirs, once=Form(formdata=None),
    )  # fmt: skip
    return shown, 409 if theirs else 200


@pages.post("/conditions/<uuid:condition_id>/remove")
@requires(CONDITIONS, facts=_for_writers_of_condition)
def remove_condition(condition_id: UUID) -> Answer:
    held = found.condition(condition_id) or abort(404)
    plan, commitment_id = _plan_of(held.commitment_id), held.commitment_id
    case_id = plan.case_id
    if Form().submitted():
        actions.remove_condition(plan.id, commitment_id, condition_id, actor=access.actor())
        notice(_("The condition is out of the draft."))
    return redirect(url_for("plans.show", case_id=case_id), 303)


# --- recorded ---------------------------------------------------------------------------------------------------------


class CountForm(Form):
    """How many there are by now."""

    counted = Count(_l("How many are there by now in all?"), hint=_l("From the day on which the plan was agreed."))
    on_day = DayField(_l("On which day?"), default=clock.today)
    note = TextBlock(_l("One sentence about it"), 300, rows=2, optional=True)

    @property
    def recorded(self) -> Recorded:
        """The filled form as the deed takes it."""
        return Recorded(self.on_day.data, counted=self.counted.data, note=self.note.data or "")


class JudgeForm(Form):
    """How a sign was judged."""

    verdict = Choice(
        _l("Is the condition kept?"), [(one.value, name) for one, name in VERDICT_NAMES.items()],
        missing=_l("Choose whether the condition is kept."),
    )  # fmt: skip
    on_day = DayField(_l("On which day?"), default=clock.today)
    note = TextBlock(_l("What was seen"), 300, rows=2, optional=True)

    @property
    def recorded(self) -> Recorded:
        """The filled form as the deed takes it."""
        return Recorded(self.on_day.data, verdict=Verdict(self.verdict.data), note=self.note.data or "")


@pages.route("/conditions/<uuid:condition_id>/record", methods=["GET", "POST"])
@requires(CONDITIONS, facts=partial(to_change, CONDITIONS)(facts_of_recording))
def record_condition(condition_id: UUID) -> Answer:
    held = found.condition(condition_id) or abort(404)
    plan = _plan_of(held.commitment_id)
    case_id = plan.case_id
    if held.kind == Kind.TASK:
        notice(_("This condition is tied to a task. Report the task, the condition follows it."), "warn")
        return to_plan(plan)
    form = CountForm() if held.kind == Kind.NUMBER else JudgeForm()
    if form.submitted():
        try:
            actions.record_condition(condition_id, form.recorded, actor=access.actor())
            notice(_("Recorded. Everybody who may read the plan sees it."))
            return redirect(url_for("plans.show", case_id=case_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
            held = found.condition(condition_id) or abort(404)
    records = found.records_of(held.origin_id)
    return render_template(
        "coordination/plans/record_condition.html", form=form, condition=held, records=records,
        case=case_of(case_id), commitment=found.commitment(held.commitment_id), verdict_names=VERDICT_NAMES,
    )  # fmt: skip
