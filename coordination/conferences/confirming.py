"""The coordinator's counter for named people: say yes or no, note what she was told, ask again, take back."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.directory.models import agency_of
from agencies.staff.models import worker_of
from coordination.cases.models import case as case_of
from coordination.conferences import actions
from coordination.conferences.documents_of_naming import whom_to_ask
from coordination.conferences.models import Invitation, facts_of_invitation, invitation_of
from coordination.conferences.naming import IN_SIGHT, SOMEBODY_ELSE, named_in, people_to_choose
from coordination.conferences.namings import Naming, facts_of_naming, naming_of, shut_out_names, waiting_for
from coordination.conferences.pages import by, pages
from coordination.conferences.rules import HowTold
from coordination.conferences.rules_of_naming import namesake
from coordination.conferences.words import TOLD
from foundation import clock
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Choice, Dropdown, Form, TextBlock, TextLine, notice

Answer = str | Response
PEOPLE = "participants_and_answers"


# --- yes or no -------------------------------------------------------------------------------------------------------


class ConfirmForm(Form):
    """Why this very person, as it opens after the pledge."""

    why = TextLine(_l("Why this very person"), 300, hint=_l("It opens only after the pledge."))


@pages.route("/namings/<uuid:naming_id>/confirmation", methods=["GET", "POST"])
@requires(PEOPLE, facts=facts_of_naming, looked=True)
def confirm_named(naming_id: UUID) -> Answer:
    naming, invitation = _named(naming_id)
    form, name, meeting = ConfirmForm(why=invitation.inward_reason), naming.name, _meeting(invitation)
    if form.submitted():
        try:
            actions.confirm(naming_id, why=form.why.data or "", by=by())
            notice(_("%(name)s is invited.", name=name))
            return redirect(meeting, 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _naming_page("confirm_named", naming_id, form)


class DeclineForm(Form):
    """Why a named person is not invited."""

    why = TextBlock(_l("Why"), 500, rows=2, missing=_l("Write why. Only you see it."))


@pages.route("/namings/<uuid:naming_id>/refusal", methods=["GET", "POST"])
@requires(PEOPLE, facts=facts_of_naming, looked=True)
def decline_named(naming_id: UUID) -> Answer:
    _naming, invitation = _named(naming_id)
    form, meeting = DeclineForm(), _meeting(invitation)
    if form.submitted():
        try:
            actions.decline(naming_id, why=form.why.data or "", by=by())
            notice(_("Kept. Whoever named this person is asked for somebody else, without a reason."))
            return redirect(meeting, 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _naming_page("decline_named", naming_id, form)


def _named(naming_id: UUID) -> tuple[Naming, Invitation]:
    naming = naming_of(naming_id) or abort(404)
    return naming, invitation_of(naming.invitation_id) or abort(404)


def _meeting(invitation: Invitation) -> str:
    return url_for("conferences.show", conference_id=invitation.conference_id)


def _naming_page(name: str, naming_id: UUID, form: Form) -> str:
    naming, invitation = _named(naming_id)
    case_id = invitation.conference.case_id
    worker = worker_of(naming.worker_id) if naming.worker_id else None
    return render_template(
        f"coordination/conferences/{name}.html",
        form=form,
        naming=naming,
        named_on=clock.in_prague(naming.named_at).date(),
        invitation=invitation,
        worker=worker,
        email=worker.email if worker else naming.email,
        shared=worker.mailbox_shared if worker else naming.mailbox_shared,
        namesake=worker is None and namesake(naming.name, shut_out_names(case_id)),
        meeting=_meeting(invitation),
        case=case_of(case_id),
    )


# --- what she was told -----------------------------------------------------------------------------------------------

_HEARD = (HowTold.PHONE, HowTold.IN_PERSON, HowTold.EMAIL, HowTold.PAPER, HowTold.DATA_BOX)


class _ToldForm(Form):
    """Who comes, as somebody said. Without an address: whoever says yes must not say where the link goes."""

    name = TextLine(_l("Name with titles"), 120)
    function = TextLine(_l("Function"), 120, hint=_l("For example “school counsellor”. It stands on papers."))
    told = Dropdown(_l("How were you told?"), [(each.value, TOLD[each]) for each in _HEARD])


class FewToldForm(_ToldForm):
    worker = Choice(_l("Who will come?"), missing=None)


class ManyToldForm(_ToldForm):
    worker = Dropdown(_l("Who will come?"), missing=None)


@pages.route("/invitations/<uuid:invitation_id>/who-comes", methods=["GET", "POST"])
@requires(PEOPLE, facts=facts_of_invitation, looked=True)
def name_as_said(invitation_id: UUID) -> Answer:
    invitation = invitation_of(invitation_id) or abort(404)
    form, meeting = _told_form(invitation), _meeting(invitation)
    if form.submitted():
        try:
            actions.name_as_said(invitation_id, named_in(form), told=HowTold(form.told.data), by=by())
            notice(_("Kept. Whoever has a mail address of their own gets the invitation within a minute."))
            return redirect(meeting, 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _agency_page("name_as_said", invitation_id, form)


def _told_form(invitation: Invitation) -> FewToldForm | ManyToldForm:
    known, kept = people_to_choose(invitation), {"told": HowTold.PHONE.value}
    form: FewToldForm | ManyToldForm = FewToldForm(data=kept) if len(known) <= IN_SIGHT else ManyToldForm(data=kept)
    form.worker.choices = [*known, (SOMEBODY_ELSE, _("somebody else, written below"))] if known else []
    return form


def _agency_page(name: str, invitation_id: UUID, form: Form) -> str:
    invitation = invitation_of(invitation_id) or abort(404)
    agency = agency_of(invitation.agency_id) if invitation.agency_id else None
    return render_template(
        f"coordination/conferences/{name}.html",
        form=form,
        invitation=invitation,
        agency=agency,
        contact=whom_to_ask(invitation.conference, invitation) if agency else None,
        waiting=waiting_for([invitation_id]).get(invitation_id),
        meeting=_meeting(invitation),
        case=case_of(invitation.conference.case_id),
    )


# --- asking again, taking back ---------------------------------------------------------------------------------------


@pages.post("/invitations/<uuid:invitation_id>/question")
@requires(PEOPLE, facts=facts_of_invitation)
def ask_again(invitation_id: UUID) -> Answer:
    invitation, form = invitation_of(invitation_id) or abort(404), Form()
    meeting = _meeting(invitation)
    if form.submitted():
        told = actions.ask_again(invitation_id, by=by())
        if told == HowTold.EMAIL:
            notice(_("The question is on its way once more. The former link is dead."))
        else:
            notice(_("The organisation has no mail address. Call, and write here who comes."), "warn")
    return redirect(meeting, 303)


class TakeBackForm(Form):
    """Nothing is typed, only confirmed."""


@pages.route("/invitations/<uuid:invitation_id>/taking-back", methods=["GET", "POST"])
@requires(PEOPLE, facts=facts_of_invitation)
def take_back(invitation_id: UUID) -> Answer:
    form, meeting = TakeBackForm(), _meeting(invitation_of(invitation_id) or abort(404))
    if form.submitted():
        try:
            actions.take_back(invitation_id, by=by())
            notice(_("The invitation is taken back."))
            return redirect(meeting, 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _agency_page("take_back", invitation_id, form)
