"""What families wrote before a meeting, on the coordinator's first page until she has read it."""

from flask import url_for
from flask_babel import gettext as _

from coordination.conferences.models import Conference
from coordination.overview.lines import Line, Shown
from coordination.overview.models import CaseName, Desk
from coordination.overview.rules import Group
from coordination.standpoints.models import Standpoint, unread_voices
from foundation import clock, language


def add_voices(groups: dict[Group, list[Line]], desk: Desk) -> None:
    """Put every voice that nobody has read among what waits for the coordinator. One query."""
    meetings = {one.id: one for one in desk.meetings() if one.ends_at is not None and one.ends_at > clock.now()}
    found = [one for one in unread_voices(meetings) if one.case_id in desk.cases]
    groups[Group.WAITING][:0] = [_line(one, meetings[one.conference_id], desk.cases[one.case_id]) for one in found]


def _line(voice: Standpoint, meeting: Conference, case: CaseName) -> Line:
    assert meeting.starts_at is not None  # a convened meeting has its time
    day = clock.in_prague(meeting.starts_at).date()
    return Line(
        day=day,
        state=Shown("preparation", "todo", word=_("before the meeting on %(day)s", day=language.short_day(day))),
        what=_("%(name)s has written what to talk about", name=voice.speaker),
        more=_("Read it before you prepare the agenda. Not everything may be for the others."),
        label=_("Read it"),
        address=url_for("standpoints.canvas", conference_id=meeting.id),
        case=case,
        coming=True,
    )
