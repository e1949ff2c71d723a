"""Reminders: one click reminds everybody who owes something; the page of one call says whom to call and what to say."""

from datetime import datetime
from uuid import UUID

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from coordination.cases import models as cases
from coordination.conferences.models import Conference, facts_of_convening
from coordination.conferences.pages import by, show_beside
from coordination.reminders import actions, choosing
from coordination.reminders.actions import Reminded
from coordination.reminders.calls import call_of, calls_in, conference_behind, meetings_to_come, owed_at
from coordination.reminders.models import SWITCH, times_before
from coordination.reminders.pages import pages
from coordination.reminders.rules import Kind
from coordination.reminders.words import what_to_say, whom_to_call
from foundation import access, clock, language, town_settings
from foundation.access import Actor, Facts, requires
from foundation.reasons import Refused
from foundation.web import Form, notice

__all__ = ["choosing", "pages"]

PARTICIPANTS = "participants_and_answers"


# --- by hand ---------------------------------------------------------------------------------------------------------


@pages.post("/conferences/<uuid:conference_id>/reminders")
@requires(PARTICIPANTS, facts=facts_of_convening)
def remind(conference_id: UUID) -> Response:
    if Form().submitted():
        _remind_at([conference_id])
    return redirect(url_for("conferences.show", conference_id=conference_id), 303)


@pages.post("/reminders")
@requires("case_list_timeline", facts=cases.facts_of_list, write="R")
def remind_all() -> Response:
    """Of all meetings to come of the cases that the visitor coordinates."""
    if Form().submitted():
        _remind_at(meetings_to_come([case.id for case in cases.cases_of(access.actor())]))
    return redirect("/", 303)


def _remind_at(conference_ids: list[UUID]) -> None:
    try:
        reached = actions.remind_at(conference_ids, by=by())
    except Refused as refused:
        notice(" ".join(_(why.sentence, **why.values) for why in refused.reasons), "warn")
    else:
        notice(_who_was_reached(reached), "warn" if reached.to_call else "done")


def _who_was_reached(reached: Reminded) -> str:
    said = []
    if reached.by_mail:
        said.append(_("Reminded by mail: %(names)s.", names=", ".join(reached.by_mail)))
    if reached.to_call:
        said.append(_("No letter reaches them, please call: %(names)s.", names=", ".join(reached.to_call)))
    if reached.already:
        said.append(_("They have a letter from today: %(names)s.", names=", ".join(reached.already)))
    return " ".join(map(str, said))


# --- beside the meeting ----------------------------------------------------------------------------------------------


@show_beside
def who_owes(conference: Conference) -> Markup:
    """Who owes what for a meeting, the button that reminds them, and when the house does so by itself."""
    owed = owed_at([conference.id])
    assert conference.starts_at is not None
    times = times_before(conference.starts_at)
    by_itself = town_settings.get(conference.town_id, SWITCH) != "off"
    part = render_template(
        "coordination/reminders/beside_meeting.html",
        conference=conference,
        form=Form(),
        unanswered=sum(one.kind == Kind.ANSWER for one in owed),
        unpledged=sum(one.kind == Kind.PLEDGE for one in owed),
        left=sum(not one.done for one in owed),
        calls=[call for call in calls_in([conference.case_id]) if call.conference.id == conference.id],
        coming=[_day_and_time(at) for at in (times.week, times.eve) if by_itself and at > clock.now()],
    )
    return Markup(part)  # noqa: S704  (rendered and escaped by the line above)


def _day_and_time(at: datetime) -> str:
    return f"{language.short_day(clock.in_prague(at).date())} {language.at_time(at)}"


# --- one call --------------------------------------------------------------------------------------------------------


def facts_of_call(actor: Actor, reminder_id: UUID) -> Facts | None:
    """What `actor` is towards the meeting of a reminder: nothing but its coordinator."""
    conference_id = conference_behind(reminder_id)
    return facts_of_convening(actor, conference_id) if conference_id is not None else None


@pages.route("/reminders/<uuid:reminder_id>", methods=["GET", "POST"])
@requires(PARTICIPANTS, facts=facts_of_call)
def call(reminder_id: UUID) -> str | Response:
    found = call_of(reminder_id)
    if found is None:
        notice(_("Nobody needs to be called about this any more."))
        return redirect("/", 303)
    conference_id, form = found.conference.id, Form()
    if form.submitted():
        actions.call_made(reminder_id, by=by())
        notice(_("Noted: you have spoken with each other."))
        return redirect(url_for("conferences.show", conference_id=conference_id), 303)
    invitation = found.invited.invitation
    return render_template(
        "coordination/reminders/call.html",
        form=form,
        call=found,
        invitation=invitation,
        case=cases.case(found.conference.case_id),
        whom=whom_to_call(found.invited),
        sentence=what_to_say(found),
        answers=found.reminder.kind == Kind.ANSWER and invitation.seat_id is not None,
    )
