"""What families ask for, on the coordinator's first page until it is answered, with the day that they were told."""

from flask import url_for
from flask_babel import gettext as _

from coordination.family.requests import Asked, waiting_requests
from coordination.family.rules_of_requests import About, CallTime
from coordination.family.sentences import ASKED, CALL_TIMES
from coordination.overview.lines import Line, Shown
from coordination.overview.models import CaseName, Desk
from coordination.overview.rules import Group
from foundation import clock, language


def add_requests(groups: dict[Group, list[Line]], desk: Desk) -> None:
    """Put every request that waits before whatever else waits for the coordinator. One query."""
    if desk.cases:
        asked = waiting_requests(list(desk.cases))
        groups[Group.WAITING][:0] = [_line(one, desk.cases[one.request.case_id]) for one in asked]


def _line(one: Asked, case: CaseName) -> Line:
    asked, late = one.request, one.request.answer_by < clock.today()
    return Line(
        day=asked.answer_by,
        state=Shown("preparation", "missing" if late else "todo", word=_word(one)),
        what=_("%(who)s %(says)s", who=one.seat.name, says=ASKED[About(asked.about)]),
        more=_more(one),
        label=_("Answer the family"),
        address=url_for("family.answer_request", asked_id=asked.id),
        case=case,
        late=late,
        coming=True,
    )


def _word(one: Asked) -> str:
    day = language.short_day(one.request.answer_by)
    called = one.request.about == About.CALL
    return str(_("call by %(day)s", day=day) if called else _("answer by %(day)s", day=day))


def _more(one: Asked) -> str:
    """The words, when a call suits, and the number on which it does no harm."""
    said = [_("“%(words)s”", words=one.request.words)] if one.request.words else []
    time = [f"{CALL_TIMES[CallTime(one.request.call_time)]}."] if one.request.call_time else []
    phone = _("Safe phone: %(phone)s.", phone=one.phone) if one.phone else _("No safe phone: talk in person.")
    return " ".join([*said, *time, phone])
