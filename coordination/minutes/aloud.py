"""Accepted aloud (přijato na místě): who says yes at the table is ticked, and one press writes all of it down."""

from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from coordination.conferences.models import Conference
from coordination.minutes import actions
from coordination.minutes.pages import Answer, meeting_with, page, pages, recording, to_live
from coordination.minutes.table import sitting_of
from coordination.plans.models import plan_of
from coordination.tasks.models import TaskLine, lines_of_plan
from coordination.tasks.rules import OPEN_POINTS
from foundation import access
from foundation.access import requires
from foundation.language import short_day
from foundation.reasons import Refused, SeenOtherwise
from foundation.signatures import fingerprint
from foundation.web import Choices, ReadForm, notice


class AloudForm(ReadForm):
    """Which tasks their persons have accepted aloud."""

    tasks = Choices(_l("Who has said yes aloud?"), missing=_l("Tick who has said yes aloud."))


@pages.route("/conferences/<uuid:conference_id>/accepted-aloud", methods=["GET", "POST"])
@requires("minutes", facts=recording, looked=True)
def accepted_aloud(conference_id: UUID) -> Answer:
    conference = meeting_with(conference_id)
    lines = _waiting(conference)
    there = [line for line in lines if actions.was_there(conference, line.seat)]
    stands = fingerprint(" ".join(line.fingerprint for line in there))
    form = _form(there)
    if form.submitted():
        try:
            if form.seen != stands:
                raise SeenOtherwise
            wanted = set(form.tasks.data or ())
            yes = {line.task.id: line.fingerprint for line in there if str(line.task.id) in wanted}
            count = actions.accept_aloud(conference_id, yes, actor=access.actor())
            notice(
                ngettext(
                    "One yes is written down. A letter with the day for the calendar goes to whoever has a mailbox.",
                    "%(num)s yeses are written down. Letters with the days for the calendar go to those who have "
                    "a mailbox.",
                    count,
                )
            )  # fmt: skip
            return to_live(conference_id)
        except SeenOtherwise as refused:
            form.read.data = None
            form.refuse(refused.reasons)
        except Refused as refused:
            form.refuse(refused.reasons)
    form.lays_before(stands)
    shown = page(
        "accepted_aloud", conference, form=form, there=there, begun=sitting_of(conference_id) is not None,
        away=[line for line in lines if line not in there], home=url_for("minutes.live", conference_id=conference_id),
    )  # fmt: skip
    return (shown, 409) if form.mistakes else shown


def _waiting(conference: Conference) -> list[TaskLine]:
    """The tasks of the plan that holds and wait for somebody's yes, as far as the visitor may read them."""
    plan = plan_of(conference.case_id)
    if plan is None or plan.in_force is None:
        return []
    lines = lines_of_plan(plan.id, plan.in_force.number, in_force=True)
    return [
        line for line in lines
        if line.state in OPEN_POINTS and access.may("plan_goals_all_tasks", "R", line.audience)
    ]  # fmt: skip


def _form(there: list[TaskLine]) -> AloudForm:
    form = AloudForm()
    form.tasks.choices = [
        (str(line.task.id), f"{line.seat.name if line.seat else ''}: {line.task.number}. {line.wording.text}")
        for line in there
    ]
    form.tasks.hints = {str(line.task.id): _by(line) for line in there}
    return form


def _by(line: TaskLine) -> str:
    return _("by %(day)s", day=short_day(line.due_on)) if line.due_on else ""
