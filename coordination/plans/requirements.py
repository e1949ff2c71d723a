"""The pages of the school's requirements: read by the table, written by the coordinator, handed over on paper."""

from functools import partial
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.cases.models import case as case_of
from coordination.plans import models_of_requirements as models
from coordination.plans.actions import requiring as actions
from coordination.plans.actions.requiring import RequirementDraft, SheetDraft
from coordination.plans.conditions import workers
from coordination.plans.members import family
from coordination.plans.models_of_requirements import (
    Requirement,
    RequirementSheet,
    facts_of_requirement,
    facts_of_sheet,
    handed_over,
    newest_sheets,
)
from coordination.plans.pages import Answer, pages
from coordination.plans.rules_of_requirements import RequirementText, warnings, without_copy
from coordination.seats.models import facts_at_case, open_seats
from coordination.seats.rules import HowHanded, Role
from coordination.tasks.models import to_change
from foundation import access, clock
from foundation.access import requires
from foundation.reasons import Reason, Refused
from foundation.web import Choice, DayField, Dropdown, Form, TextBlock, TextLine, TogetherForm, notice, saved

SHEET = "requirements_sheet"
HANDED_NAMES = {
    HowHanded.HANDED: _l("into their hands"),
    HowHanded.POSTED: _l("by post"),
}
_to_write_at_case = partial(to_change, SHEET)(facts_at_case)
_to_write_sheet = partial(to_change, SHEET)(facts_of_sheet)
_to_write_requirement = partial(to_change, SHEET)(facts_of_requirement)


def _sheet(requirement_sheet_id: UUID) -> RequirementSheet:
    return models.sheet(requirement_sheet_id) or abort(404)


def _to_list(case_id: UUID) -> Answer:
    return redirect(url_for("plans.requirements", case_id=case_id), 303)


def _page(template: str, case_id: UUID, **values: Any) -> str:
    return render_template(f"coordination/plans/{template}.html", case=case_of(case_id), **values)


# --- reading ----------------------------------------------------------------------------------------------------------


@pages.get("/cases/<uuid:case_id>/requirements")
@requires(SHEET, facts=facts_at_case, looked=True)
def requirements(case_id: UUID) -> str:
    sheets = [one for one in newest_sheets(case_id) if access.may(SHEET, "R", one.audience)]
    writes = access.may(SHEET, "W")
    return _page(
        "requirements", case_id, writes=writes, once=Form(), handed_names=HANDED_NAMES,
        sheets=[(one, _advice(one) if writes else (), handed_over(one) if writes else ()) for one in sheets],
    )  # fmt: skip


def _advice(sheet: RequirementSheet) -> tuple[Reason, ...]:
    """What the coordinator still has to think of."""
    holders = {seat.role for made, seat in handed_over(sheet) if made.version == sheet.number}
    texts = [
        RequirementText(one.text, one.why, one.until_on, one.sign, one.judge is not None, one.consequence, one.help)
        for one in sheet.requirements
    ]
    return (*warnings(texts), *without_copy(Role.CHILD in holders, Role.PARENT in holders))


# --- writing ----------------------------------------------------------------------------------------------------------


class SheetForm(TogetherForm):
    """Whom the sheet is for and who signs it."""

    person = Dropdown(_l("For whom the requirements are"), missing=None)
    seat_id = Dropdown(_l("Who asks and signs for the school"), missing=None)
    agreed_on = DayField(_l("When was it agreed?"), default=clock.today)
    steps = TextBlock(
        _l("What happens when something does not work out"), 600, rows=3, optional=True,
        hint=_l("One step on each line, in order. Begin with a talk."),
    )  # fmt: skip

    @property
    def draft(self) -> SheetDraft:
        """The filled form as the deed takes it."""
        person, seat = self.person.data, self.seat_id.data
        return SheetDraft(
            UUID(person) if person else None, UUID(seat) if seat else None, self.agreed_on.data, self.steps.data or ""
        )


def _sheet_form(case_id: UUID, held: RequirementSheet | None, **options: Any) -> SheetForm:
    values: dict[str, Any] = {"version": "", "agreed_on": clock.today()}
    if held is not None:
        values = {
            "person": str(held.person_id), "seat_id": str(held.seat_id), "agreed_on": held.agreed_on,
            "steps": held.steps, "version": str(held.version),
        }  # fmt: skip
    form = SheetForm(data=values, **options)
    form.person.choices = [("", _("not chosen yet")), *family(case_id)]
    form.seat_id.choices = [("", _("not chosen yet")), *workers(case_id)]
    return form


@pages.route("/cases/<uuid:case_id>/requirements/new", methods=["GET", "POST"])
@requires(SHEET, facts=_to_write_at_case)
def add_sheet(case_id: UUID) -> Answer:
    form = _sheet_form(case_id, None)
    if form.submitted():
        try:
            sheet_id = actions.begin_sheet(case_id, form.draft, actor=access.actor())
            notice(_("Saved. Now write the requirements, one after the other."))
            return redirect(url_for("plans.add_requirement", requirement_sheet_id=sheet_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _page("requirement_sheet", case_id, form=form, theirs={})


@pages.route("/requirements/sheets/<uuid:requirement_sheet_id>", methods=["GET", "POST"])
@requires(SHEET, facts=_to_write_sheet)
def sheet(requirement_sheet_id: UUID) -> Answer:
    held = _sheet(requirement_sheet_id)
    case_id = held.case_id
    form = _sheet_form(case_id, held)

    def deed() -> None:
        actions.write_sheet(requirement_sheet_id, form.draft, version=form.seen, actor=access.actor())

    theirs = saved(form, deed, lambda: _sheet_form(case_id, _sheet(requirement_sheet_id), formdata=None))
    if theirs is None:
        notice(_("Saved."))
        return _to_list(case_id)
    return _page("requirement_sheet", case_id, form=form, theirs=theirs), 409 if theirs else 200


@pages.post("/requirements/sheets/<uuid:requirement_sheet_id>/rewrite")
@requires(SHEET, facts=_to_write_sheet)
def rewrite_sheet(requirement_sheet_id: UUID) -> Answer:
    case_id = _sheet(requirement_sheet_id).case_id
    if Form().submitted():
        actions.rewrite_sheet(requirement_sheet_id, actor=access.actor())
        notice(_("Write what changes. Then hand the new version over."))
    return _to_list(case_id)


class RequirementForm(TogetherForm):
    """One requirement, in words that the child understands."""

    text = TextLine(
        _l("What the school asks for"), 140, hint=_l("Speak to the child: “Come to school. Bring an excuse.”")
    )
    why = TextLine(_l("Why"), 140, optional=True)
    until_on = DayField(_l("Until when"), optional=True)
    sign = TextLine(_l("How everyone will see it"), 140, hint=_l("Something that anyone can count or see."))
    judge = Dropdown(_l("Who judges it"), missing=None)
    consequence = TextLine(
        _l("What follows if it is not met"), 140, optional=True,
        hint=_l("The first step. Without it the child does not know what to expect."),
    )  # fmt: skip
    help = TextLine(_l("What the school helps with"), 140, optional=True)

    @property
    def draft(self) -> RequirementDraft:
        """The filled form as the deed takes it."""
        return RequirementDraft(
            text=self.text.data or "", why=self.why.data or "", until_on=self.until_on.data, sign=self.sign.data or "",
            judge_id=UUID(self.judge.data) if self.judge.data else None, consequence=self.consequence.data or "",
            help=self.help.data or "",
        )  # fmt: skip


def _requirement_form(case_id: UUID, held: Requirement | None, **options: Any) -> RequirementForm:
    values: dict[str, Any] = {"version": ""}
    if held is not None:
        names = ("text", "why", "until_on", "sign", "consequence", "help")
        values = {name: getattr(held, name) for name in names}
        values |= {"judge": str(held.judge_id or ""), "version": str(held.version)}
    form = RequirementForm(data=values, **options)
    form.judge.choices = [("", _("not chosen yet")), *workers(case_id)]
    return form


@pages.route("/requirements/sheets/<uuid:requirement_sheet_id>/add", methods=["GET", "POST"])
@requires(SHEET, facts=_to_write_sheet)
def add_requirement(requirement_sheet_id: UUID) -> Answer:
    return _requirement_page(_sheet(requirement_sheet_id), None)


@pages.route("/requirements/<uuid:requirement_id>", methods=["GET", "POST"])
@requires(SHEET, facts=_to_write_requirement)
def requirement(requirement_id: UUID) -> Answer:
    held = models.requirement(requirement_id) or abort(404)
    return _requirement_page(_sheet(held.sheet_id), held)


def _requirement_page(sheet: RequirementSheet, held: Requirement | None) -> Answer:
    case_id, sheet_id, held_id = sheet.case_id, sheet.id, held.id if held else None
    form = _requirement_form(case_id, held)

    def deed() -> None:
        seen = form.seen if held_id else None
        actions.write_requirement(sheet_id, form.draft, requirement_id=held_id, version=seen, actor=access.actor())

    def saved_last() -> TogetherForm:
        return _requirement_form(case_id, models.requirement(held_id) if held_id else None, formdata=None)

    theirs = saved(form, deed, saved_last)
    if theirs is None:
        notice(_("Saved."))
        return _to_list(case_id)
    once = Form(formdata=None)
    shown = _page("requirement", case_id, form=form, requirement_id=held_id, theirs=theirs, once=once)
    return shown, 409 if theirs else 200


@pages.post("/requirements/<uuid:requirement_id>/remove")
@requires(SHEET, facts=_to_write_requirement)
def remove_requirement(requirement_id: UUID) -> Answer:
    held = models.requirement(requirement_id) or abort(404)
    case_id = _sheet(held.sheet_id).case_id
    if Form().submitted():
        actions.remove_requirement(requirement_id, actor=access.actor())
        notice(_("The requirement is off the sheet."))
    return _to_list(case_id)


# --- handing over -----------------------------------------------------------------------------------------------------


class CopyForm(Form):
    """Who gets a copy, and how."""

    seat_id = Dropdown(_l("Who gets the copy"), missing=_l("Choose who gets the copy."))
    how = Choice(
        _l("How does it reach them?"), [(one.value, name) for one, name in HANDED_NAMES.items()], default="handed"
    )
    language = Choice(_l("In which language"), [("cs", _l("Czech")), ("en", _l("English"))], default="cs")


@pages.route("/requirements/sheets/<uuid:requirement_sheet_id>/hand-over", methods=["GET", "POST"])
@requires(SHEET, facts=_to_write_sheet)
def hand_over_sheet(requirement_sheet_id: UUID) -> Answer:
    held, form = _sheet(requirement_sheet_id), CopyForm()
    case_id = held.case_id
    seats = [one for one in open_seats(case_id) if actions.may_get(held, one)]
    form.seat_id.choices = [("", ""), *((str(one.id), one.name) for one in seats)]
    if form.submitted():
        try:
            paper = actions.hand_over_sheet(
                requirement_sheet_id, seat_id=UUID(form.seat_id.data), how=HowHanded(form.how.data),
                language=form.language.data, actor=access.actor(),
            )  # fmt: skip
            return send_file(
                BytesIO(paper.content), "application/pdf", as_attachment=True, download_name=paper.file_name
            )
        except Refused as refused:
            form.refuse(refused.reasons)
            held = _sheet(requirement_sheet_id)
    return _page("hand_over_requirements", case_id, form=form, sheet=held)
