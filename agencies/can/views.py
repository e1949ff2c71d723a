"""The counter of the special procedure: begin, name, do the steps, end; and the service's own checklist."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.can import actions, models, rules
from agencies.can.models import CanProcedure, CanStep
from agencies.can.standing import LEADING, PROCEDURE, of_named, of_procedure
from agencies.circles.models import Circle, NamedReader, circle_of, named_of
from agencies.circles.standing import FILE, SETTINGS, of_circle, of_desk
from agencies.circles.views import colleague_choices, offer_way, show_in_file, to_write
from agencies.directory.models import agency_of
from foundation import access, clock
from foundation.access import Actor, Facts, requires
from foundation.database import db
from foundation.web import Dropdown, Form, TextBlock, notice

Answer = str | Response
pages = Blueprint("can", __name__)
LONGEST_CHECKLIST = 8000


def of_step(actor: Actor, step_id: UUID) -> Facts | None:
    """Somebody before a step that was done."""
    step = db.session.get(CanStep, step_id)
    return None if step is None else of_procedure(actor, step.procedure_id)


# --- the beginning ----------------------------------------------------------------------------------------------------


class BeginForm(Form):
    concern = TextBlock(
        _l("What was seen or heard"), 2000, rows=4,
        hint=_l("As exactly as you can: what, when, from whom you know it. No guesses."),
    )  # fmt: skip


@pages.route("/service/files/<uuid:circle_id>/special-procedure", methods=["GET", "POST"])
@requires(FILE, to_write(of_circle, FILE))
def begin(circle_id: UUID) -> Answer:
    circle, form = circle_of(circle_id) or abort(404), BeginForm()
    checklist, begun = models.checklist_of(circle.agency_id), list[UUID]()
    if form.did(lambda: begun.append(actions.begin(circle_id, concern=form.concern.data or "", actor=access.actor()))):
        notice(_("The special procedure holds. Name who else reads the file."))
        return redirect(url_for(".show", procedure_id=begun[0]), 303)
    return render_template(
        "agencies/can/begin.html", form=form, circle=circle_of(circle_id), checklist=checklist,
        steps=rules.steps_of(checklist.text), specimen=models.is_specimen(checklist),
    )  # fmt: skip


# --- the procedure ----------------------------------------------------------------------------------------------------


@pages.get("/service/special-procedures/<uuid:procedure_id>")
@requires(PROCEDURE, of_procedure, looked=True)
def show(procedure_id: UUID) -> str:
    procedure = db.session.get_one(CanProcedure, procedure_id)
    runs = procedure.ended_at is None
    return render_template(
        "agencies/can/show.html",
        procedure=procedure,
        circle=circle_of(procedure.circle_id),
        steps=list(enumerate(procedure.steps, 1)),
        done=models.done_steps(procedure_id),
        named=named_of(procedure.circle_id) if runs else [],
        specimen=models.is_specimen(procedure.wording),
        writes=runs and access.may(PROCEDURE, "W"),
        leads=runs and access.may(LEADING, "W"),
        once=Form(formdata=None),
    )


class TickForm(Form):
    note = TextBlock(
        _l("What is to be known of it"), 1000, rows=3, optional=True, hint=_l("With whom, what was agreed.")
    )  # fmt: skip


@pages.route("/service/special-procedures/<uuid:procedure_id>/steps/<int:number>", methods=["GET", "POST"])
@requires(PROCEDURE, to_write(of_procedure, PROCEDURE))
def tick(procedure_id: UUID, number: int) -> Answer:
    form = TickForm()
    if form.did(lambda: actions.tick(procedure_id, number, note=form.note.data or "", actor=access.actor())):
        notice(_("Done, with your name and the time."))
        return _back(procedure_id)
    procedure = db.session.get_one(CanProcedure, procedure_id)
    if not 1 <= number <= len(procedure.steps):
        abort(404)
    return render_template(
        "agencies/can/tick.html", form=form, procedure=procedure, number=number, step=procedure.steps[number - 1]
    )


@pages.post("/service/special-procedure-steps/<uuid:step_id>/taken-back")
@requires(PROCEDURE, of_step)
def untick(step_id: UUID) -> Answer:
    procedure_id = db.session.get_one(CanStep, step_id).procedure_id
    if Form().did(lambda: actions.untick(step_id, actor=access.actor())):
        notice(_("The step is open again."))
    return _back(procedure_id)


class NameForm(Form):
    worker = Dropdown(_l("Who else reads the file?"), missing=None)


@pages.route("/service/special-procedures/<uuid:procedure_id>/names", methods=["GET", "POST"])
@requires(LEADING, to_write(of_procedure, LEADING))
def name(procedure_id: UUID) -> Answer:
    circle = circle_of(db.session.get_one(CanProcedure, procedure_id).circle_id) or abort(404)
    form = NameForm()
    form.worker.choices = colleague_choices(circle, besides=access.actor().worker_id)
    if form.did(
        lambda: actions.name(
            procedure_id, worker_id=UUID(form.worker.data) if form.worker.data else None, actor=access.actor()
        )
    ):
        notice(_("Named. The file is open to this colleague while the procedure holds."))
        return _back(procedure_id)
    return render_template("agencies/can/name.html", form=form, procedure_id=procedure_id)


@pages.post("/service/named-readers/<uuid:reader_id>/end")
@requires(LEADING, of_named)
def unname(reader_id: UUID) -> Answer:
    procedure = models.running(db.session.get_one(NamedReader, reader_id).circle_id) or abort(404)
    procedure_id = procedure.id
    if Form().did(lambda: actions.unname(reader_id, actor=access.actor())):
        notice(_("No longer named. The file is closed to this colleague."))
    return _back(procedure_id)


class EndForm(Form):
    because = TextBlock(_l("Why it ends"), 1000, rows=3, hint=_l("Only the key worker reads it afterwards."))


@pages.route("/service/special-procedures/<uuid:procedure_id>/end", methods=["GET", "POST"])
@requires(LEADING, to_write(of_procedure, LEADING))
def end(procedure_id: UUID) -> Answer:
    procedure, form = db.session.get_one(CanProcedure, procedure_id), EndForm()
    circle_id, left = procedure.circle_id, len(procedure.steps) - len(models.done_steps(procedure_id))
    if form.did(lambda: actions.end(procedure_id, because=form.because.data or "", actor=access.actor())):
        notice(_("The special procedure has ended. The team reads the file again."))
        return redirect(url_for("circles.file", circle_id=circle_id), 303)
    return render_template("agencies/can/end.html", form=form, procedure_id=procedure_id, left=left)


def _back(procedure_id: UUID) -> Response:
    """To the procedure, or to the first page for whoever no longer reads it."""
    still = access.decide(of_procedure(access.actor(), procedure_id), PROCEDURE, "R", clock.now()).allowed
    return redirect(url_for(".show", procedure_id=procedure_id) if still else "/", 303)


# --- the checklist ----------------------------------------------------------------------------------------------------


class ChecklistForm(Form):
    text = TextBlock(
        _l("The checklist"), LONGEST_CHECKLIST, rows=16,
        hint=_l("Each step stands on a line of its own and begins with a dash and a space."),
    )  # fmt: skip


@pages.route("/counselling/<uuid:agency_id>/special-procedure", methods=["GET", "POST"])
@requires(SETTINGS, to_write(of_desk, SETTINGS))
def checklist(agency_id: UUID) -> Answer:
    present = models.checklist_of(agency_id)
    former_id, form = present.id, ChecklistForm(obj=present)
    if form.did(
        lambda: actions.write_checklist(
            agency_id, former_id=former_id, text=form.text.data or "", by=access.actor().key
        )
    ):  # fmt: skip
        notice(_("The checklist is saved as a new version. Procedures that hold go on by theirs."))
        return redirect(url_for(".checklist", agency_id=agency_id), 303)
    present = models.checklist_of(agency_id)
    return render_template(
        "agencies/can/checklist.html", form=form, agency=agency_of(agency_id), present=present,
        specimen=models.is_specimen(present),
    )  # fmt: skip


# --- in the file ------------------------------------------------------------------------------------------------------


def _part_of_file(circle: Circle) -> str:
    """The procedure that holds, first of all; of those that ended the key worker alone sees that they were."""
    found = [
        one
        for one in models.procedures_of(circle.id)
        if access.decide(of_procedure(access.actor(), one.id), PROCEDURE, "R", clock.now()).allowed
    ]
    if not found:
        return ""
    present = found[0] if found[0].ended_at is None else None
    return render_template(
        "agencies/can/part_of_file.html", present=present, ended=[one for one in found if one.ended_at is not None],
        done=len(models.done_steps(present.id)) if present else 0,
    )  # fmt: skip


def _ways(circle: Circle) -> list[tuple[str, str]]:
    if circle.restricted_at is not None or not access.may(FILE, "W"):
        return []
    return [(_("Abuse or neglect of a child (CAN)"), url_for("can.begin", circle_id=circle.id))]


show_in_file(90, _part_of_file)
offer_way(_ways)
