"""The rows of the first page about tasks that somebody would rather see in a colleague's hands."""

from flask import url_for
from flask_babel import gettext as _

from coordination.overview.lines import Line, Shown
from coordination.overview.models import Desk
from coordination.overview.rules import Group
from coordination.tasks.hand_ons import waiting_in
from foundation import clock


def add_hand_ons(found: dict[Group, list[Line]], desk: Desk) -> None:
    """Put what the coordinator is asked to decide about tasks after what waits for her already."""
    for proposed, task, seat in waiting_in(list(desk.cases)):
        line = Line(
            day=clock.in_prague(proposed.asked_at).date(),
            state=Shown("preparation", "todo", word=_("a colleague is proposed")),
            what=_(
                "Task %(number)s: %(who)s proposes %(name)s", number=task.number, who=seat.name, name=proposed.to_name
            ),
            more=_("Until you decide, it stays with the one who has it."),
            label=_("Decide"),
            address=url_for("tasks.show", task_id=task.id),
            case=desk.cases[task.case_id],
        )
        found[Group.WAITING].append(line)
