"""The rows of the first page about a meeting and who comes to it."""

from flask import url_for
from flask_babel import gettext as _

from coordination.conferences.models import Conference, Invitation
from coordination.conferences.namings import Naming
from coordination.conferences.rules import Answer
from coordination.overview.lines import Line, Shown
from coordination.overview.models import CaseName
from coordination.overview.words import day_of, starts_of, with_about
from foundation import clock, language


def attendance(meeting: Conference, case: CaseName) -> Line:
    return Line(
        day=day_of(meeting),
        state=Shown("preparation", "todo", word=_("attendance not recorded")),
        what=_("Meeting %(number)s: who was there", number=meeting.number),
        more=_("Record it for everybody, then the plan can begin."),
        label=_("Record attendance"),
        address=url_for("conferences.attendance", conference_id=meeting.id),
        case=case,
    )


def to_settle(meeting: Conference, case: CaseName) -> Line:
    return Line(
        day=day_of(meeting),
        state=Shown("preparation", "todo", word=_("entered afterwards")),
        what=_("Meeting %(number)s: how the family learned of it", number=meeting.number),
        more=_("Record it, or write why nobody told them, then mark the meeting as held."),
        label=_("Open the meeting"),
        address=url_for("conferences.show", conference_id=meeting.id),
        case=case,
    )


def comes(meeting: Conference, case: CaseName) -> Line:
    times = language.span(meeting.starts_at, meeting.ends_at) if meeting.starts_at and meeting.ends_at else ""
    return Line(
        day=day_of(meeting),
        state=Shown("preparation", "done", word=_("convened")),
        what=_("Meeting %(number)s", number=meeting.number),
        more=with_about(times, meeting.place),
        label=_("Open"),
        address=url_for("conferences.show", conference_id=meeting.id),
        case=case,
        coming=True,
        time=starts_of(meeting).isoformat(),
    )


def answer(invitation: Invitation, case: CaseName, *, last_day: bool) -> Line:
    meeting = invitation.conference
    who = with_about(invitation.function, invitation.agency_name)
    by = _("Answer by %(day)s.", day=language.short_day(meeting.answer_by)) if meeting.answer_by else ""
    return Line(
        day=meeting.answer_by if last_day else day_of(meeting),
        state=Shown("invitation", Answer.NO_REPLY.value),
        what=_("Answer to the invitation: %(name)s", name=invitation.name),
        more=". ".join(part for part in (who, by) if part),
        label=_("Open the meeting"),
        address=url_for("conferences.show", conference_id=meeting.id),
        case=case,
        coming=last_day,
        seat=invitation.seat_id,
        meeting=meeting.id,
    )


def named(invitation: Invitation, naming: Naming, case: CaseName) -> Line:
    instead = invitation.name if naming.instead_of else ""
    return Line(
        day=clock.in_prague(naming.named_at).date(),
        state=Shown("preparation", "todo", word=_("waits for your yes")),
        what=_("%(first)s sends a substitute: %(name)s", first=instead, name=naming.name)
        if instead
        else _("%(name)s is to come", name=naming.name),
        more=with_about(naming.function, invitation.agency_name),
        label=_("Decide"),
        address=url_for("conferences.confirm_named", naming_id=naming.id),
        case=case,
    )


def nobody_named(invitation: Invitation, case: CaseName, *, last_day: bool) -> Line:
    meeting = invitation.conference
    by = _("Answer by %(day)s.", day=language.short_day(meeting.answer_by)) if meeting.answer_by else ""
    about = invitation.function if invitation.awaits_person else with_about(invitation.function, invitation.agency_name)
    return Line(
        day=meeting.answer_by if last_day else day_of(meeting),
        state=Shown("preparation", "missing", word=_("nobody is named yet")),
        what=_("Who comes: %(name)s", name=invitation.name)
        if invitation.awaits_person
        else _("%(name)s sends a substitute", name=invitation.name),
        more=". ".join(part for part in (about, by) if part),
        label=_("Write who comes"),
        address=url_for("conferences.name_as_said", invitation_id=invitation.id),
        case=case,
        coming=last_day,
    )
