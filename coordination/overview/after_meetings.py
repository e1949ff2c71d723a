"""The rows of the first page about what a meeting leaves to be done: its minutes, the talk with the child."""

from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from coordination.conferences.children import owed_talks
from coordination.conferences.models import Conference
from coordination.minutes.rules import MinutesState
from coordination.minutes.unfinished import Unfinished, unfinished_in
from coordination.overview.lines import Line, Shown
from coordination.overview.models import CaseName, Desk
from coordination.overview.rules import Group, is_soon
from coordination.overview.words import day_of
from foundation import clock, language


def add_what_is_left(found: dict[Group, list[Line]], desk: Desk) -> None:
    """Put what meetings have left after what waits for the coordinator already; at most two queries."""
    ids = list(desk.cases)
    found[Group.WAITING] += [_talk(*one, desk.cases[one[0].case_id]) for one in owed_talks(ids)]
    for one in unfinished_in(ids):
        group = _group(one)
        if group is not None:
            found[group].append(_minutes(one, desk.cases[one.case_id]))


def _group(one: Unfinished) -> Group | None:
    """Where minutes stand; None: nobody waits for the coordinator yet."""
    if one.late or one.unsettled or one.state is MinutesState.COMMENTED:
        return Group.WAITING
    return Group.SOON if one.state is MinutesState.DRAFT and is_soon(one.due_on, clock.today()) else None


def _minutes(one: Unfinished, case: CaseName) -> Line:
    draft = one.state is MinutesState.DRAFT
    return Line(
        day=one.due_on if draft else one.comments_until,
        state=Shown("preparation", "missing" if one.late else "todo", word=_word(one)),
        what=_("Minutes of meeting %(number)s", number=one.number),
        more=_what_remains(one),
        label=_("Open the minutes"),
        address=url_for("minutes.show", conference_id=one.conference_id),
        case=case,
        late=one.late,
        coming=draft and not one.late,
    )


def _word(one: Unfinished) -> str:
    if one.unsettled:
        return str(ngettext("%(num)s comment", "%(num)s comments", one.unsettled))
    if one.state is MinutesState.COMMENTED:
        return str(_("waits for approval"))
    return str(_("not sent yet"))


def _what_remains(one: Unfinished) -> str:
    if one.unsettled:
        return str(_("Answer each comment, then the minutes can be approved."))
    if one.state is MinutesState.COMMENTED:
        return str(_("The time for comments is over and every comment has its answer."))
    return str(_("They were to be ready on %(day)s.", day=language.short_day(one.due_on)) if one.late
               else _("They are to be ready on %(day)s.", day=language.short_day(one.due_on)))  # fmt: skip


def _talk(meeting: Conference, name: str, person_id: UUID, case: CaseName) -> Line:
    return Line(
        day=day_of(meeting),
        state=Shown("preparation", "todo", word=_("talk after the meeting")),
        what=_("Talk with the child: %(name)s", name=name),
        more=_("Ask how it was after meeting %(number)s, and write down that you have talked.", number=meeting.number),
        label=_("Record the talk"),
        address=url_for("conferences.child_afterwards", conference_id=meeting.id, person_id=person_id),
        case=case,
    )
