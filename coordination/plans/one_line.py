"""The counter for tasks typed in one breath: name, deed and day are told apart by the house, the rest waits."""

from uuid import UUID

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.plans import actions, rules_of_one_line
from coordination.plans.actions import TaskDraft
from coordination.plans.models import Plan
from coordination.plans.pages import PLAN, Answer, draft_of, for_writers, pages, plan_page, plan_with
from coordination.seats.models import Seat, open_seats
from coordination.tasks.rules import Schedule
from foundation import access, clock, language
from foundation.access import requires
from foundation.reasons import Refused, refuse_if
from foundation.web import Form, TextLine, notice

LONGEST = 140
"""Signs of a task, as in the whole form."""


class OneLineForm(Form):
    """A task as it is said at the table."""

    line = TextLine(
        _l("A task in one line"), 300,
        hint=_l("For example “Součková: writes the list by Friday”. What is not told apart you add later."),
    )  # fmt: skip


def understood(case_id: UUID, line: str) -> tuple[TaskDraft, Seat | None]:
    """The draft that a typed line means and whose task it would be. Raises Refused for an empty or endless line."""
    seats = open_seats(case_id)
    names = {seat.id: (seat.name, seat.function, seat.agency_name) for seat in seats}
    today = clock.today()
    read = rules_of_one_line.read(line, names, language.folded, lambda words: language.parse_day(words, today))
    refuse_if([rules_of_one_line.empty()] * (not read.text))
    refuse_if([rules_of_one_line.too_long(LONGEST)] * (len(read.text) > LONGEST))
    draft = TaskDraft(
        text=read.text[:1].upper() + read.text[1:],
        criterion="",
        schedule=Schedule.ONCE,
        seat_id=read.who,
        due_on=read.due_on,
    )
    return draft, next((seat for seat in seats if seat.id == read.who), None)


@pages.route("/plans/<uuid:plan_id>/tasks/line", methods=["GET", "POST"])
@requires(PLAN, facts=for_writers)
def add_line(plan_id: UUID) -> Answer:
    plan, form = plan_with(plan_id), OneLineForm()
    case_id = plan.case_id
    draft_of(plan)
    if form.submitted():
        try:
            _write(plan, form.line.data or "")
            return redirect(url_for("plans.show", case_id=case_id, _anchor="one-line"), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return plan_page("one_line", plan_with(plan_id), form=form)


def _write(plan: Plan, line: str) -> None:
    draft, seat = understood(plan.case_id, line)
    actions.write_task(plan.id, draft, actor=access.actor())
    if seat is not None and draft.due_on is not None:
        day = language.until_day(draft.due_on)
        notice(_("Saved: %(who)s, %(day)s. Add how everyone will know that it is done.", who=seat.name, day=day))
        return
    missing = [word for word, known in ((_("who"), seat), (_("by when"), draft.due_on)) if known is None]
    notice(_("Saved as a draft. Still to add: %(what)s.", what=", ".join(map(str, missing))), "warn")
