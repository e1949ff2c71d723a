"""The rows of the first page about agencies that were asked for a standpoint and have not given one (S2-20)."""

from flask import url_for
from flask_babel import gettext as _

from coordination.conferences.models import Conference
from coordination.overview.lines import Line, Shown
from coordination.overview.models import CaseName, Desk
from coordination.overview.rules import Group, is_soon
from coordination.standpoints.requests import StandpointRequest, owed_at
from foundation import clock, language


def add_owed_standpoints(found: dict[Group, list[Line]], desk: Desk) -> None:
    """Put the agencies without a word among the missing answers, the nearest day first; one query."""
    meetings = {one.id: one for one in desk.meetings() if one.ends_at is not None and one.ends_at > clock.now()}
    for request in sorted(owed_at(meetings).values(), key=lambda one: (one.answer_by, one.agency_name)):
        soon = is_soon(request.answer_by, clock.today())
        line = _line(request, meetings[request.conference_id], desk.cases[request.case_id])
        found[Group.SOON if soon else Group.MISSING].append(line)


def _line(request: StandpointRequest, meeting: Conference, case: CaseName) -> Line:
    late = request.answer_by < clock.today()
    day = language.short_day(request.answer_by)
    return Line(
        day=request.answer_by,
        state=Shown("preparation", "missing", word=_("no word yet")),
        what=_("Standpoint for meeting %(number)s: %(agency)s", number=meeting.number, agency=request.agency_name),
        more=_("It was to come by %(day)s.", day=day) if late else _("It is to come by %(day)s.", day=day),
        label=_("See who is asked"),
        address=url_for("standpoints.requests", conference_id=meeting.id),
        case=case,
        late=late,
        coming=not late,
    )
