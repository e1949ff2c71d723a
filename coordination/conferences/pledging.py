"""The pledges of a meeting: whether all have signed, who is missing, and what to do about each of them."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from coordination.conferences.models import conference_of, facts_of_conference
from coordination.conferences.pages import pages
from coordination.conferences.rules import ConferenceState
from coordination.pledges.standings import may_name, next_steps, roll, states_of
from coordination.seats.models import CaseFrame
from foundation import access, clock
from foundation.access import requires
from foundation.database import db


@pages.get("/conferences/<uuid:conference_id>/pledges")
@requires("who_has_pledged", facts=facts_of_conference, looked=True)
def pledges(conference_id: UUID) -> str | Response:
    conference = conference_of(conference_id) or abort(404)
    if conference.state is ConferenceState.DRAFT:
        return redirect(url_for("conferences.check", conference_id=conference_id), 303)
    here = [each.seat for each in conference.invitations if each.chosen and each.seat is not None]
    listed = roll(states_of([seat for seat in here if seat.is_open(clock.now()) and may_name(seat)]).values())
    collects = access.may("collecting_pledges", "W")
    return render_template(
        "coordination/conferences/pledges.html",
        conference=conference,
        code=db.session.get_one(CaseFrame, conference.case_id).code,
        roll=listed,
        reminds=access.may("participants_and_answers", "W") and conference.state is ConferenceState.CONVENED,
        nexts=next_steps(listed.states, own_seat=access.facts().seat_id) if collects else {},
    )
