"""The counter of the diagnostics: ask, answer, write the output, lead on, agree who explains it, hand it over."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.circles.models import Circle, ServicePerson, circle_of, cooperating, family_of, key_worker_of
from agencies.circles.rules import Relation
from agencies.circles.standing import CARE, of_circle
from agencies.circles.views import colleague_choices, show_in_file, to_write
from agencies.diagnostics import actions, documents, models
from agencies.diagnostics.models import Diagnostics
from agencies.diagnostics.standing import (
    ASKING,
    OUTPUT,
    REQUEST,
    of_asked,
    of_diagnostician,
    of_diagnostics,
)
from foundation import access, clock
from foundation.access import requires
from foundation.database import db
from foundation.web import Choice, Choices, DayField, Dropdown, Form, TextBlock, TextLine, attachment, notice

Answer = str | Response
pages = Blueprint("diagnostics", __name__)
LONGEST_REPORT = 20000


def _circle(one: Diagnostics) -> Circle:
    return circle_of(one.circle_id) or abort(404)


def _parents(circle_id: UUID) -> list[ServicePerson]:
    return [one for one in family_of(circle_id) if one.is_parent]


def _team(circle_id: UUID) -> list[tuple[str, str]]:
    return [(str(worker_id), name) for worker_id, name in cooperating(circle_id).items()]


def _chosen(value: str | None) -> UUID | None:
    return UUID(value) if value else None


# --- the request ------------------------------------------------------------------------------------------------------


class AskForm(Form):
    child = Choice(_l("Which child?"), missing=None)
    why = TextBlock(
        _l("Why, and what it should answer"), 1500, rows=4,
        hint=_l("Without names: whoever you ask reads it before the file opens to them."),
    )  # fmt: skip
    worker = Dropdown(_l("Whom do you ask?"), missing=None)


@pages.route("/service/files/<uuid:circle_id>/diagnostics", methods=["GET", "POST"])
@requires(ASKING, to_write(of_circle, ASKING))
def ask(circle_id: UUID) -> Answer:
    circle, form = circle_of(circle_id) or abort(404), AskForm()
    children = [one for one in family_of(circle_id) if one.relation == Relation.CHILD]
    form.child.choices = [(str(one.id), one.name) for one in children]
    form.worker.choices = colleague_choices(circle)
    if form.did(
        lambda: actions.ask(
            circle_id, child_id=_chosen(form.child.data), why=form.why.data or "",
            worker_id=_chosen(form.worker.data), actor=access.actor(),
        )
    ):  # fmt: skip
        notice(_("Asked. The colleague finds it on the board of the service."))
        return redirect(url_for("circles.file", circle_id=circle_id), 303)
    return render_template(
        "agencies/diagnostics/ask.html", form=form, circle=circle_of(circle_id), children=bool(children)
    )


class AnswerForm(Form):
    answer = Choice(_l("Do you take it?"), [("yes", _l("yes, I take it")), ("no", _l("no, I cannot"))], missing=None)
    note = TextLine(_l("Why not"), 300, optional=True, hint=_l("Only if you decline."))


@pages.route("/service/diagnostics/<uuid:diagnostics_id>/answer", methods=["GET", "POST"])
@requires(REQUEST, to_write(of_asked, REQUEST))
def answer(diagnostics_id: UUID) -> Answer:
    form = AnswerForm()
    accepts = {"yes": True, "no": False}.get(form.answer.data)
    circle_id = db.session.get_one(Diagnostics, diagnostics_id).circle_id
    if form.did(
        lambda: actions.answer(diagnostics_id, accepts=accepts, note=form.note.data or "", actor=access.actor())
    ):
        if accepts:
            notice(_("Accepted. The file is open to you."))
            return redirect(url_for(".show", diagnostics_id=diagnostics_id), 303)
        notice(_("Declined. The key worker asks somebody else."))
        return redirect(url_for("desk.board"), 303)
    return render_template(
        "agencies/diagnostics/answer.html", form=form, circle=circle_of(circle_id), one=models.whole(diagnostics_id)
    )


@pages.post("/service/diagnostics/<uuid:diagnostics_id>/taken-back")
@requires(ASKING, of_diagnostics)
def take_back(diagnostics_id: UUID) -> Answer:
    if Form().did(lambda: actions.take_back(diagnostics_id, actor=access.actor())):
        notice(_("Taken back. You can ask somebody else."))
    return _back(diagnostics_id)


# --- the output -------------------------------------------------------------------------------------------------------


@pages.get("/service/diagnostics/<uuid:diagnostics_id>")
@requires(CARE, of_diagnostics, looked=True)
def show(diagnostics_id: UUID) -> str:
    one = models.whole(diagnostics_id)
    return render_template(
        "agencies/diagnostics/show.html",
        one=one,
        circle=_circle(one),
        lacking=one.lacking(_parents(one.circle_id)),
        may=access.may,
        writes=access.decide(of_diagnostician(access.actor(), one.id), OUTPUT, "W", clock.now()).allowed,
        once=Form(formdata=None),
    )


class ReportForm(Form):
    report = TextBlock(
        _l("What was found"), LONGEST_REPORT, rows=14, hint=_l("Only those in the care of the file read it.")
    )  # fmt: skip


@pages.route("/service/diagnostics/<uuid:diagnostics_id>/output", methods=["GET", "POST"])
@requires(OUTPUT, to_write(of_diagnostician, OUTPUT))
def write(diagnostics_id: UUID) -> Answer:
    form = ReportForm(obj=models.whole(diagnostics_id))
    if form.did(lambda: actions.write(diagnostics_id, report=form.report.data or "", actor=access.actor())):
        notice(_("The output is written. Set the next step that follows from it."))
        return _back(diagnostics_id)
    return _page("write", form, diagnostics_id)


class NextStepForm(Form):
    what = TextLine(_l("What follows from the output"), 300, hint=_l("For example: education of both parents."))
    on = DayField(_l("Day"))
    who = Dropdown(_l("Who does it"), missing=None)


@pages.route("/service/diagnostics/<uuid:diagnostics_id>/next-step", methods=["GET", "POST"])
@requires(CARE, to_write(of_diagnostics, CARE))
def lead_on(diagnostics_id: UUID) -> Answer:
    one = models.whole(diagnostics_id)
    form = NextStepForm(
        data={"what": one.next_what or "", "on": one.next_on, "who": str(one.next_who) if one.next_who else ""}
    )
    form.who.choices = [("", _("Choose")), *_team(one.circle_id)]
    if form.did(
        lambda: actions.lead_on(
            diagnostics_id, what=form.what.data or "", on=form.on.data, who=_chosen(form.who.data),
            actor=access.actor(),
        )
    ):  # fmt: skip
        notice(_("The next step is set. The diagnostics are done."))
        return _back(diagnostics_id)
    return _page("lead_on", form, diagnostics_id)


# --- explaining and handing over --------------------------------------------------------------------------------------


class InterpreterForm(Form):
    who = Dropdown(_l("Who explains the output to the parents?"), missing=None)
    note = TextLine(
        _l("Why not the key worker"), 300, optional=True,
        hint=_l("The key worker has the relationship with the family and comes first."),
    )  # fmt: skip
    agreed = Choices(_l("Who agreed on it?"))
    on = DayField(_l("When"))


@pages.route("/service/diagnostics/<uuid:diagnostics_id>/interpreter", methods=["GET", "POST"])
@requires(CARE, to_write(of_diagnostics, CARE))
def agree(diagnostics_id: UUID) -> Answer:
    one = models.whole(diagnostics_id)
    key = key_worker_of(one.circle_id)
    first = one.interpreter_id or (key.worker_id if key is not None else None)
    form = InterpreterForm(
        data={"who": str(first) if first else "", "note": one.interpreter_note, "on": one.agreed_on or clock.today()}
    )
    form.who.choices = [("", _("Choose")), *_team(one.circle_id)]
    form.agreed.choices = _team(one.circle_id)
    if form.did(
        lambda: actions.agree_interpreter(
            diagnostics_id, who=_chosen(form.who.data), agreed=[UUID(each) for each in form.agreed.data or []],
            on=form.on.data, note=form.note.data or "", actor=access.actor(),
        )
    ):  # fmt: skip
        notice(_("Agreed. The output may be handed to the parents."))
        return _back(diagnostics_id)
    return _page("agree", form, diagnostics_id)


class HandForm(Form):
    parent = Choice(_l("Which parent?"), missing=None)
    on = DayField(_l("Day on which the parent got it"))


@pages.route("/service/diagnostics/<uuid:diagnostics_id>/handed", methods=["GET", "POST"])
@requires(CARE, to_write(of_diagnostics, CARE))
def hand(diagnostics_id: UUID) -> Answer:
    form = HandForm(data={"on": clock.today()})
    parents = _parents(models.whole(diagnostics_id).circle_id)
    form.parent.choices = [(str(one.id), f"{one.name}, {one.relation_name}") for one in parents]
    if form.did(
        lambda: actions.hand(diagnostics_id, parent_id=_chosen(form.parent.data), on=form.on.data, actor=access.actor())
    ):
        notice(_("Written down."))
        return _back(diagnostics_id)
    return _page("hand", form, diagnostics_id)


@pages.get("/service/diagnostics/<uuid:diagnostics_id>/request.pdf")
@requires(CARE, of_diagnostics, looked=True)
def paper(diagnostics_id: UUID) -> Response:
    """The request for the diagnostician's folder; without the output."""
    content = documents.request_paper(models.whole(diagnostics_id))
    return attachment(content, "application/pdf", "zadost-o-psychodiagnostiku.pdf")


def _page(name: str, form: Form, diagnostics_id: UUID) -> str:
    one = models.whole(diagnostics_id)
    return render_template(f"agencies/diagnostics/{name}.html", form=form, one=one, circle=_circle(one))


def _back(diagnostics_id: UUID) -> Response:
    return redirect(url_for(".show", diagnostics_id=diagnostics_id), 303)


# --- in the file ------------------------------------------------------------------------------------------------------


def _part_of_file(circle: Circle) -> str:
    found = models.diagnostics_of(circle.id) if access.may(CARE, "R") else []
    asks = access.may(ASKING, "W")
    if not found and not asks:
        return ""
    parents = _parents(circle.id)
    return render_template(
        "agencies/diagnostics/part_of_file.html", circle=circle, asks=asks,
        found=[(one, one.lacking(parents)) for one in found],
    )  # fmt: skip


show_in_file(60, _part_of_file)
