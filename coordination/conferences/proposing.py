"""The pages on which a worker proposes a meeting and the coordinator decides about it (S2-52)."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.accounts.codes import after_code
from coordination.cases.models import case as case_of
from coordination.conferences import actions
from coordination.conferences.actions import MeetingProposed
from coordination.conferences.documents_of_proposing import PURPOSE
from coordination.conferences.pages import by, pages
from coordination.conferences.proposals import (
    PROPOSING,
    facts_of_proposal,
    facts_of_proposing,
    proposal_of,
    proposals_of,
)
from coordination.seats.models import CaseFrame
from foundation import access, links
from foundation.access import Door, public, requires
from foundation.database import db
from foundation.reasons import Refused
from foundation.web import DayField, Form, TextBlock, notice

Answer = str | Response
after_code(PURPOSE, "conferences.proposal_by_link")


class ProposalForm(Form):
    """Why the table should meet, and when."""

    why = TextBlock(
        _l("Why should we meet?"), 600, rows=3, hint=_l("What has changed, and what the meeting should achieve.")
    )
    wished_on = DayField(_l("Which day would suit you"), optional=True)


@pages.route("/cases/<uuid:case_id>/proposal", methods=["GET", "POST"])
@requires(PROPOSING, facts=facts_of_proposing, looked=True)
def propose(case_id: UUID) -> Answer:
    """The coordinator convenes; whoever sits at the table proposes, and reads here what was decided."""
    form = ProposalForm()
    if form.submitted():
        try:
            said = MeetingProposed(form.why.data or "", form.wished_on.data)
            actions.propose(case_id, said, actor=access.actor())
            notice(_("The coordinator has your proposal. You will be told the decision."))
            return redirect(url_for(".propose", case_id=case_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    seat_id = access.facts().seat_id
    made = proposals_of(seat_id) if seat_id else ()
    return render_template(
        "coordination/conferences/propose.html", form=form, made=made, frame=db.session.get_one(CaseFrame, case_id),
        waits=any(one.settled_at is None for one in made),
    )  # fmt: skip


@pages.get("/o/<token>/proposal")
@public
def proposal_by_link(token: str) -> Response:
    """Lead a mailed link on: to the code, or to the proposals of its holder."""
    link, who = links.resolve(token), access.actor()
    if link is None or link.purpose != PURPOSE:
        return redirect(url_for("links.enter", token=token), 303)
    if who.worker_id != link.holder or who.door < Door.CODE:
        return redirect(url_for("accounts.code", token=token), 303)
    proposal = proposal_of(link.subject) or abort(404)
    return redirect(url_for(".propose", case_id=proposal.case_id), 303)


class DeclineForm(Form):
    """Why no meeting is convened."""

    why_not = TextBlock(_l("Why not"), 500, rows=2, hint=_l("Whoever proposed it reads it after signing in."))


@pages.route("/proposals/<uuid:proposal_id>", methods=["GET", "POST"])
@requires("conference_and_agenda", facts=facts_of_proposal, looked=True)
def proposal(proposal_id: UUID) -> Answer:
    """The coordinator reads a proposal; sent, the form declines it."""
    form = DeclineForm()
    if form.submitted():
        try:
            actions.decline_proposal(proposal_id, why=form.why_not.data or "", by=by())
            notice(_("Declined. The letter about it says nothing of the case."))
            return redirect(url_for("overview.case", case_id=_case_of(proposal_id)), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _page(proposal_id, form)


@pages.post("/proposals/<uuid:proposal_id>/take-up")
@requires("conference_and_agenda", facts=facts_of_proposal)
def take_up_proposal(proposal_id: UUID) -> Answer:
    form = Form()
    if form.submitted():
        try:
            draft = actions.accept_proposal(proposal_id, by=by())
            notice(_("The meeting is being prepared, the proposal is filled in. Nothing has been sent yet."))
            return redirect(url_for("conferences.goal", conference_id=draft), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _page(proposal_id, form, DeclineForm(formdata=None))


def _case_of(proposal_id: UUID) -> UUID:
    found = proposal_of(proposal_id) or abort(404)
    return found.case_id


def _page(proposal_id: UUID, form: Form, declining: DeclineForm | None = None) -> str:
    found = proposal_of(proposal_id) or abort(404)
    return render_template(
        "coordination/conferences/proposal.html", form=form, declining=declining or form, proposal=found,
        case=case_of(found.case_id),
    )  # fmt: skip
