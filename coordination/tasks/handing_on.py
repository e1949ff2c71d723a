"""The counter for handing a task on: its person proposes a colleague, the coordinator decides."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.seats.models import Seat
from coordination.tasks import colleagues as deeds
from coordination.tasks.hand_ons import colleagues_of, last_of
from coordination.tasks.models import facts_for_answering, facts_for_coordinator
from coordination.tasks.pages import Answer, done, line_at, page, pages, to_task
from foundation import access
from foundation.access import requires
from foundation.web import Choice, ReadForm, TextBlock, TextLine, notice

SOMEBODY = "somebody"


def _with_function(seat: Seat) -> str:
    return f"{seat.name}, {seat.function}" if seat.function else seat.name


class Proposing(ReadForm):
    """Who should do it instead, and why."""

    colleague = Choice(_l("Who should take it over?"), [], missing=_l("Choose who should take it over."))
    name = TextLine(_l("Name and function"), 160, optional=True, hint=_l("Only for somebody who is not in the list."))
    reason = TextBlock(_l("Why?"), 500, rows=2, hint=_l("One sentence. Only the coordinator reads it."))

    def __init__(self, choices: list[tuple[str, Any]], **values: Any) -> None:
        super().__init__(**values)
        self.colleague.choices = choices

    @property
    def seat_id(self) -> UUID | None:
        """The colleague at the table; None for somebody else."""
        return None if self.colleague.data in (None, SOMEBODY) else UUID(self.colleague.data)


@pages.route("/tasks/<uuid:task_id>/colleague", methods=["GET", "POST"])
@requires("own_task", facts=facts_for_answering)
def propose(task_id: UUID) -> Answer:
    seat = line_at(task_id).seat
    here = [(str(one.id), _with_function(one)) for one in (colleagues_of(seat) if seat else [])]
    form = Proposing([*here, (SOMEBODY, _("somebody else from our organisation"))])
    if not here and not form.is_submitted():
        form.colleague.data = SOMEBODY

    def deed() -> None:
        name, why, who = form.name.data or "", form.reason.data or "", access.actor()
        deeds.propose_colleague(task_id, seat_id=form.seat_id, name=name, why=why, seen=form.seen, actor=who)

    if done(form, deed):
        notice(_("Your proposal is with the coordinator. Until she decides the task stays yours."))
        return to_task(task_id)
    return page("colleague", task_id, form=form)


@pages.post("/tasks/<uuid:task_id>/colleague/agree")
@requires("own_task", facts=facts_for_coordinator)
def agree(task_id: UUID) -> Answer:
    form = ReadForm()
    if done(form, lambda: deeds.hand_on(task_id, seen=form.seen, actor=access.actor())):
        notice(_("The task is offered to the colleague. Both are told."))
    elif form.mistakes:
        notice(" ".join(sentence for _element, sentence in form.mistakes), "warn")
    return to_task(task_id)


class KeepingPerson(ReadForm):
    """Why the task stays with its person."""

    reason = TextBlock(
        _l("Why does the task stay?"), 500, rows=3, hint=_l("The person who asked reads it after signing in.")
    )


@pages.route("/tasks/<uuid:task_id>/colleague/keep", methods=["GET", "POST"])
@requires("own_task", facts=facts_for_coordinator)
def keep(task_id: UUID) -> Answer:
    form = KeepingPerson()

    def deed() -> None:
        deeds.keep_person(task_id, why=form.reason.data or "", seen=form.seen, actor=access.actor())

    if done(form, deed):
        notice(_("The task stays with its person, who is told."))
        return to_task(task_id)
    return page("keep_person", task_id, form=form, asked=last_of(line_at(task_id)))
