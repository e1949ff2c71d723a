"""Who comes to a convened meeting after all: inviting one more person, and taking one off it."""

from dataclasses import replace
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import FormField

from coordination.cases.models import case as case_of
from coordination.conferences import actions, documents_of_moving
from coordination.conferences.actions import Asked
from coordination.conferences.actions.moving import obstacles_to_changing
from coordination.conferences.invitees import Candidate, candidates, to_add
from coordination.conferences.models import Conference, facts_of_convening, facts_of_invitation, invitation_of
from coordination.conferences.moving import convened, said
from coordination.conferences.pages import by, pages
from coordination.conferences.preparing.people import RowForm, beside_whom, filled, offer, row_of
from coordination.conferences.rules import HowTold, MeetingKind
from coordination.conferences.words import TOLD
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Form, TextBlock, TextLine, notice

Answer = str | Response

# --- one more person -------------------------------------------------------------------------------------------------


class InviteForm(Form):
    """One row of the list of people, for somebody who is invited later."""

    person = FormField(RowForm)
    prepare = TextLine(_l("What to prepare"), 300, optional=True)


@pages.route("/conferences/<uuid:conference_id>/invite", methods=["GET", "POST"])
@requires("conference_and_agenda", facts=facts_of_convening, looked=True)
def invite_late(conference_id: UUID) -> Answer:
    conference = convened(conference_id, "conferences.people")
    whom = next((each for each in _to_invite(conference) if each.key == request.args.get("who")), None)
    if whom is None or obstacles_to_changing(conference):
        return _list_page(conference)
    form = _form_for(conference, whom)
    if form.submitted():
        try:
            told = actions.invite_late(conference_id, _asked(whom, form), by=by())
            notice(*_what_follows(whom, told))
            return redirect(url_for("conferences.show", conference_id=conference_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template(
        "coordination/conferences/invite_one.html",
        form=form,
        row=form.person.form,
        conference=conference,
        case=case_of(conference.case_id),
        whom=whom,
    )


def _to_invite(conference: Conference) -> list[Candidate]:
    """Everybody who can be invited and is not; whoever of the family is only informed can still be asked to come."""
    invited = {each.invitee for each in documents_of_moving.concerned(conference) if each.comes}
    everybody = candidates(conference, _found())
    return [each for each in everybody if (each.worker_id or each.person_id or each.agency_id) not in invited]


def _found() -> list[UUID]:
    """The agency that the coordinator has brought onto the page from the directory."""
    try:
        return [UUID(request.args["added"])]
    except (KeyError, ValueError):
        return []


def _list_page(conference: Conference) -> str:
    searched, open_to = request.args.get("q", "").strip(), _to_invite(conference)
    return render_template(
        "coordination/conferences/invite_late.html",
        conference=conference,
        case=case_of(conference.case_id),
        settled=said(obstacles_to_changing(conference)),
        people=open_to,
        added=_found(),
        searched=searched,
        found=to_add(searched, {each.agency_id for each in open_to}) if searched else (),
    )


def _form_for(conference: Conference, whom: Candidate) -> InviteForm:
    """The row as it was written before, or as the house proposes it."""
    prepare = whom.listed.to_prepare if whom.listed else whom.usual(whom.role).prepare
    form = InviteForm(person={**row_of(whom), "chosen": True}, prepare=prepare)
    offer(form.person.form, whom, beside_whom(conference.case_id))
    return form


def _asked(whom: Candidate, form: InviteForm) -> Asked:
    row = filled(whom, form.person.form, MeetingKind.WITH_FAMILY)
    return replace(row, chosen=True, informed_only_because=None, to_prepare=form.prepare.data or "")


def _what_follows(whom: Candidate, told: HowTold) -> tuple[str, str]:
    if told == HowTold.EMAIL:
        return _("%(name)s is invited. The letter leaves within a minute.", name=whom.name), "done"
    return _("%(name)s is invited. Tell them yourself: %(how)s.", name=whom.name, how=TOLD[told]), "warn"


# --- one less --------------------------------------------------------------------------------------------------------


class TakeOffForm(Form):
    """Why somebody need not come this time."""

    why = TextBlock(_l("Why"), 500, rows=2, missing=_l("Write why. Only you see it."))


@pages.route("/invitations/<uuid:invitation_id>/off", methods=["GET", "POST"])
@requires("participants_and_answers", facts=facts_of_invitation, looked=True)
def take_off(invitation_id: UUID) -> Answer:
    invitation, form = invitation_of(invitation_id) or abort(404), TakeOffForm()
    conference, name = invitation.conference, invitation.name
    meeting = url_for("conferences.show", conference_id=conference.id)
    if form.submitted():
        try:
            actions.take_off(invitation_id, why=form.why.data or "", by=by())
            notice(_("%(name)s is not invited to this meeting any more.", name=name))
            return redirect(meeting, 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    invitation = invitation_of(invitation_id) or abort(404)
    way = documents_of_moving.ways(conference, [invitation]) if not invitation.awaits_person else {}
    return render_template(
        "coordination/conferences/take_off.html",
        form=form,
        invitation=invitation,
        case=case_of(invitation.conference.case_id),
        meeting=meeting,
        by_mail=way.get(invitation_id) == HowTold.EMAIL and not invitation.person_id,
    )
