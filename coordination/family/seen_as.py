"""See as: exactly what one member of the family gets, and what differs from what they have in their hands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import abort, render_template
from flask_babel import gettext as _

from coordination.cases.models import case as case_of
from coordination.family import copies, days, models, sentences
from coordination.family.actions import SummaryText
from coordination.family.models import FamilySummary, facts_of_place
from coordination.family.pages import pages
from coordination.plans.models import plan_of
from coordination.plans.rules_of_difference import Difference, Part, What, differences
from coordination.seats.models import Seat, facts_of_seat
from coordination.tasks.models import TaskLine, lines_of_plan
from foundation.access import Door, requires


@dataclass(frozen=True)
class Against:
    """What a text changes for its reader against the version that has reached them."""

    number: int
    changes: Sequence[Difference]


def against_received(seat: Seat, text: FamilySummary | SummaryText) -> Against | None:
    """What `text` changes against what its reader has; None: they have nothing yet."""
    had, found = models.received_by(seat.id), models.planned(seat.case_id)
    plan = plan_of(seat.case_id)
    if had is None or found is None or plan is None:
        return None
    same = had.plan_version == found[1].number
    former = found[2] if same else lines_of_plan(plan.id, had.plan_version, in_force=False)
    return Against(had.number, differences(_parts(had, former), _parts(text, found[2])))


def _parts(text: FamilySummary | SummaryText, lines: Sequence[TaskLine]) -> Iterator[Part]:
    """A summary as its reader has it: words above, then the tasks that it keeps, with the days of that plan."""
    for key, name, said in (
        ("greeting", _("How the reader is called"), text.greeting),
        ("words", _("The child's own words"), text.words),
        ("agreed", _("What we agreed"), text.agreed),
    ):
        yield Part(What.PASSAGE, key, name, {"": said})
    known = {line.task.id: line for line in lines}
    for one in text.lines:
        line = known.get(one.task_id)
        if one.kept and line is not None:
            fields = {_("wording"): one.sentence, _("who"): one.beside, _("date"): days.when(line, year=True)}
            name = _("Task %(number)s", number=line.task.number)
            yield Part(What.PASSAGE, str(one.task_id), name, fields)


@pages.get("/seats/<uuid:seat_id>/summary/copy")
@requires("own_summary", facts=facts_of_place, looked=True)
def see_as(seat_id: UUID) -> str:
    """The copy by the very function from which page and paper are made; nothing is handed over by looking."""
    seat = models.seat_of(seat_id) or abort(404)
    summary = models.draft_of(seat_id) or models.summary_of(seat_id)
    facts = models.facts_on_paper(seat, facts_of_seat(seat.frame, seat, Door.NUMBER))
    return render_template(
        "coordination/family/see_as.html", case=case_of(seat.case_id), seat=seat, summary=summary,
        copy=copies.copy_for(seat, facts, summary, year=True) if summary else None, days=days, sentences=sentences,
        against=against_received(seat, summary) if summary else None,
    )  # fmt: skip
