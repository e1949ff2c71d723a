"""What the family has said: on the coordinator's first page until somebody has talked with them, and on the case."""

from collections.abc import Sequence
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from coordination.family.models import Waiting, waiting_answers
from coordination.family.rules import Reply, Wish
from coordination.family.sentences import SAID, WISHES
from coordination.overview.lines import Line, Shown
from coordination.overview.models import CaseName, Desk
from coordination.overview.rules import Group
from foundation import clock, language


def add_answers(groups: dict[Group, list[Line]], desk: Desk) -> None:
    """Put every answer that waits for a talk before whatever else waits: help first, the oldest first. One query."""
    if not desk.cases:
        return
    waiting = sorted(waiting_answers(list(desk.cases)), key=lambda one: one.answer.reply != Reply.HELP)
    groups[Group.WAITING][:0] = [_line(one, desk.cases[one.answer.case_id]) for one in waiting]


def waiting_at(case_id: UUID) -> Sequence[Waiting]:
    """The same answers of one case, for its page."""
    return waiting_answers([case_id])


def _line(one: Waiting, case: CaseName) -> Line:
    answer = one.answer
    by = answer.answer_by
    late = by is not None and by < clock.today()
    return Line(
        day=by or clock.in_prague(answer.at).date(),
        state=Shown("preparation", "missing" if late else "todo", word=_word(one)),
        what=_("%(who)s %(says)s", who=one.seat.name, says=SAID[Reply(answer.reply)]),
        more=_more(one),
        label=_("Decide about it") if answer.wants_otherwise else _("We have talked about it"),
        address=url_for("family.decide" if answer.wants_otherwise else "family.settle", answer_id=answer.id),
        case=case,
        late=late,
        coming=by is not None,
    )


def _word(one: Waiting) -> str:
    by = one.answer.answer_by
    return str(_("call by %(day)s", day=language.short_day(by)) if by else _("for the next meeting"))


def _more(one: Waiting) -> str:
    """The words, then the number on which a call does no harm."""
    wish = [f"{WISHES[Wish(one.answer.wish)]}."] if one.answer.wish else []
    said = [*wish, *([_("“%(words)s”", words=one.answer.words)] if one.answer.words else [])]
    phone = _("Safe phone: %(phone)s.", phone=one.phone) if one.phone else _("No safe phone: talk in person.")
    return " ".join([*said, phone])
