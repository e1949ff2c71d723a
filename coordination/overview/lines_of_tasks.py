"""The rows of the first page about tasks."""

from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from coordination.overview.lines import Line, Shown
from coordination.overview.models import CaseName
from coordination.overview.rules import Group
from coordination.overview.words import quoted, with_about
from coordination.tasks.models import TaskLine
from coordination.tasks.rules import State
from foundation import clock, language


def task_line(task: TaskLine, case: CaseName, group: Group, worker_id: UUID | None) -> Line:
    seat = task.seat
    own = seat is not None and seat.worker_id == worker_id
    who = with_about(seat.name, seat.agency_name) if seat else ""
    happened = clock.in_prague(task.last.at).date() if task.last else task.due_on
    return Line(
        day=happened if group == Group.WAITING else task.late_since or task.due_on,
        state=Shown("task", task.shown_as, days=task.days_late),
        what=task.wording.text,
        more=_word_about(task, who) or (_("In charge: you") if own else _("In charge: %(who)s", who=who)),
        label={State.DECLINED: _("Decide"), State.OTHER_DATE: _("Decide"), State.REPORTED: _("Confirm")}.get(
            task.state, _("Open the task")
        ),
        address=url_for("tasks.show", task_id=task.task.id),
        case=case,
        late=group == Group.LATE,
        coming=group != Group.WAITING,
    )


def _word_about(task: TaskLine, who: str) -> str:
    """What the one in charge has said last."""
    last = task.last
    if last is None:
        return ""
    if task.state == State.OTHER_DATE and last.proposed_on:
        proposed = _("%(who)s proposes %(day)s.", who=who, day=language.short_day(last.proposed_on))
        return f"{proposed} {quoted(last.reason)}".strip()
    if task.state in (State.DECLINED, State.REPORTED) and last.reason:
        return f"{who}: {quoted(last.reason)}"
    return ""
