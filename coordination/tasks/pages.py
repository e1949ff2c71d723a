"""What every counter of the tasks shares: the blueprint, the task of the page, a deed behind a form."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from coordination.tasks import models
from coordination.tasks.documents import letterhead
from coordination.tasks.models import TaskLine
from coordination.tasks.rules import CheckOutcome, Outcome, SaidWhere
from foundation import access
from foundation.reasons import Refused, SeenOtherwise
from foundation.web import ReadForm

pages = Blueprint("tasks", __name__)
Answer = str | Response | tuple[str, int]

OUTCOME_NAMES = {Outcome.DONE: _l("Done"), Outcome.PARTLY: _l("Partly done"), Outcome.NOT_DONE: _l("Not done")}
CHECK_NAMES = {
    CheckOutcome.DONE: _l("It went as agreed"),
    CheckOutcome.EXCUSED: _l("Missed with an excuse"),
    CheckOutcome.NOT_DONE: _l("Missed without an excuse"),
}
WHERE_NAMES = {
    SaidWhere.AT_TABLE: _l("at the table"),
    SaidWhere.ON_VISIT: _l("on a visit"),
    SaidWhere.BY_PHONE: _l("by phone"),
}


def line_at(task_id: UUID) -> TaskLine:
    """The task of a page; 404 for a draft and for none."""
    return models.line_of(task_id) or abort(404)


def to_task(task_id: UUID) -> Response:
    """On to the page of the task."""
    return redirect(url_for("tasks.show", task_id=task_id), 303)


def done(form: ReadForm, deed: Callable[[], object]) -> bool:
    """Whether a valid form has just led to its deed; a refusal stands on the form."""
    if not form.submitted():
        return False
    try:
        deed()
    except SeenOtherwise as refused:
        form.read.data = None  # what the page shows now is what the next press agrees to
        form.refuse(refused.reasons)
        return False
    except Refused as refused:
        form.refuse(refused.reasons)
        return False
    return True


def page(template: str, task_id: UUID, *, form: ReadForm, **values: Any) -> str:
    """One page about a task, with what every such page shows."""
    line = line_at(task_id)
    form.lays_before(line.fingerprint)
    frame = access.facts()
    town, phone = letterhead(frame.town_id, line.task.case_id) if frame.town_id else ("", "")
    own = line.seat is not None and line.seat.worker_id == access.actor().worker_id
    return render_template(
        f"coordination/tasks/{template}.html", form=form, line=line, own=own, town=town, phone=phone,
        where_names=WHERE_NAMES, outcome_names=OUTCOME_NAMES, **values,
    )  # fmt: skip
