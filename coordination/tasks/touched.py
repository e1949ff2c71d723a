"""The tasks that somebody could open no longer once their ground ends."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from coordination.cases.closing import Closing, Hanging, on_closing
from coordination.tasks.models import tasks_of_seat
from coordination.tasks.rules import RUNNING


@on_closing
def tasks_out_of_sight(ending: Closing) -> Iterator[Hanging]:
    """Running tasks of those who lose something; what they have promised stays promised."""
    for seat in ending.seats:
        for task in tasks_of_seat(seat.id):
            concerned = task.audience.members or frozenset()
            if task.state in RUNNING and (ending.shuts or concerned & ending.lost):
                words = _(
                    "Task %(number)s can no longer be opened by %(who)s: %(text)s",
                    number=task.task.number,
                    who=seat.name,
                    text=task.wording.text,
                )
                yield Hanging(str(words), url_for("tasks.show", task_id=task.task.id))
