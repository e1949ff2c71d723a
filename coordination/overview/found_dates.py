"""The rows of the first page about dates that are looked for: when one can be chosen, or nobody answers."""

from flask import url_for
from flask_babel import gettext as _

from coordination.overview.lines import Line, Shown
from coordination.overview.models import CaseName, Desk
from coordination.overview.rules import Group
from coordination.polls.models import Searched, searches
from foundation import clock, language


def add_dates(found: dict[Group, list[Line]], desk: Desk) -> None:
    """Put the dates that can be chosen after what waits for the coordinator already; one query."""
    today = clock.today()
    for one in searches(list(desk.cases)):
        if one.heard >= one.asked or one.answer_by < today:
            found[Group.WAITING].append(_row(one, desk.cases[one.case_id]))


def _row(one: Searched, case: CaseName) -> Line:
    return Line(
        day=one.answer_by,
        state=Shown("preparation", "todo", word=_("choose a date")),
        what=_("Date of meeting %(number)s", number=one.number),
        more=_("%(heard)s of %(asked)s have answered.", heard=one.heard, asked=one.asked)
        + " "
        + _("Answers were asked for by %(day)s.", day=language.short_day(one.answer_by)),
        label=_("See the answers"),
        address=url_for("polls.dates", conference_id=one.conference_id),
        case=case,
    )
