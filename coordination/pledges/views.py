"""Pledges (sliby mlčenlivosti): where everybody at the table reads, signs or refuses, and fetches the own copy."""

from uuid import UUID

from flask import Blueprint, abort, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField

from agencies.staff.models import worker_of
from agencies.towns.models import phone_of
from coordination.pledges import actions, models
from coordination.pledges.actions import Signer
from coordination.pledges.documents import COPY
from coordination.seats.models import CaseFrame, Seat, facts_at_case, open_seats
from coordination.seats.rules import FAMILY, Role
from foundation import access, clock, links
from foundation.access import Door, public, requires
from foundation.database import db
from foundation.reasons import Reason, Refused
from foundation.web import Form, TextBlock, TextLine, Tick, notice

pages = Blueprint("pledges", __name__)
OWN = "own_pledge"


def _own_seat() -> Seat:
    seat_id = access.facts().seat_id
    return models.seat(seat_id) if seat_id else abort(404)


class PledgeForm(Form):
    """As whom somebody signs, and that the text was read."""

    name = TextLine(_l("Name and surname"), 120, missing=_l("Write your name."))
    function = TextLine(_l("Function"), 120, missing=_l("Write what you do in your organisation."))
    agency = TextLine(_l("Organisation"), 120, missing=_l("Write the name of your organisation."))
    read = Tick(_l("I know the text and understand it."), missing=_l("Read the text and tick that you understand it."))
    seen = HiddenField()
    """The fingerprint of the text that lies on the page."""


@pages.route("/cases/<uuid:case_id>/pledge", methods=["GET", "POST"])
@requires(OWN, facts=facts_at_case)
def sign(case_id: UUID) -> str | Response:
    seat = _own_seat()
    if access.facts().signed:
        return _signed(seat)
    form = PledgeForm(data={"name": seat.name, "function": seat.function, "agency": seat.agency_name})
    if form.submitted():
        signer = Signer(form.name.data or "", form.function.data or "", form.agency.data or "")
        try:
            actions.sign(seat.id, signer, seen_sha256=form.seen.data or "", door=access.facts().door, by=_by())
        except Refused as refused:
            form.refuse(refused.reasons)
            return _to_sign(form, _own_seat())
        return _on_after_signing(case_id)
    return _to_sign(form, seat)


def _by() -> str:
    return access.actor().key


def _to_sign(form: PledgeForm, seat: Seat) -> str:
    offer = models.offered_text(seat)
    if form.seen.data != offer.sha256:
        form.read.data = False  # another text than the one that was read
    form.seen.data = offer.sha256
    said = models.pledge_at(seat.id, offer.wording.id)
    return render_template(
        "coordination/pledges/sign.html",
        form=form,
        code=seat.frame.code,
        offer=offer,
        in_the_way=_in_the_way(seat, offer),
        refused_on=clock.in_prague(said.refused_at).date() if said and said.refused_at else None,
        new_wording=models.signed_pledge(seat) is not None,
        may_sign=access.may(OWN, "W"),
        coordinates=seat.role == Role.COORDINATOR,
        case_id=seat.case_id,
        phone=phone_of(seat.town_id),
    )


def _in_the_way(seat: Seat, offer: models.OfferedText) -> tuple[Reason, ...]:
    """What makes signing here impossible, told before anybody fills the form."""
    worker = (worker_of(seat.worker_id) if seat.worker_id else None) or abort(404)
    mailbox = models.mailbox_obstacles(worker, access.facts().door, phone_of(seat.town_id))
    return (*mailbox, *offer.unfilled)


def _on_after_signing(case_id: UUID) -> Response:
    """On to whose family it is; whoever has no ground yet stays here and is told so."""
    notice(_("The pledge is signed. Thank you."))
    if models.content_closed(_own_seat()):
        return redirect(url_for(".sign", case_id=case_id), 303)
    return redirect(url_for("conferences.introduction", case_id=case_id), 303)


def _signed(seat: Seat) -> str:
    return render_template(
        "coordination/pledges/signed.html",
        code=seat.frame.code,
        case_id=seat.case_id,
        signed=models.signed_pledge(seat),
        held=access.may(OWN, "W"),
        closed=models.content_closed(seat),
    )


class RefusalForm(Form):
    """Why somebody will not sign; nobody has to say it."""

    reason = TextBlock(
        _l("Why you will not sign"), 1000, rows=3, optional=True, hint=_l("Only the coordinator reads it.")
    )


@pages.route("/cases/<uuid:case_id>/pledge/refusal", methods=["GET", "POST"])
@requires(OWN, facts=facts_at_case)
def refuse(case_id: UUID) -> str | Response:
    seat = _own_seat()
    if access.facts().signed:
        return _signed(seat)
    form = RefusalForm()
    if form.submitted():
        try:
            actions.refuse(seat.id, why=form.reason.data or "", by=_by())
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            notice(_("Recorded: you have not signed. The coordinator will get in touch with you."))
            return redirect(url_for(".sign", case_id=case_id), 303)
    code = db.session.get_one(CaseFrame, case_id).code
    return render_template("coordination/pledges/refuse.html", form=form, code=code, case_id=case_id)


@pages.route("/cases/<uuid:case_id>/pledge/paper", methods=["GET", "POST"])
@requires(OWN, facts=facts_at_case, write="R")
def paper(case_id: UUID) -> str | Response:
    seat = _own_seat()
    signed = models.signed_pledge(seat)
    if signed is None:
        return redirect(url_for(".sign", case_id=case_id), 303)
    form = Form()
    if form.submitted():
        copy = actions.hand_copy(seat.id, by=_by())
        answer = make_response(copy.content)
        answer.content_type = "application/pdf"
        answer.headers["Content-Disposition"] = f'attachment; filename="{copy.file_name}"'
        return answer
    code = seat.frame.code
    return render_template("coordination/pledges/paper.html", form=form, code=code, case_id=case_id, signed=signed)


@pages.get("/o/<token>/pledge")
@public
def by_link(token: str) -> Response:
    """Lead the signer from the letter to the own pledge; whoever came by the link alone is sent to the code first."""
    link, who = links.resolve(token), access.actor()
    if link is None or link.purpose != COPY:
        return redirect(url_for("links.enter", token=token), 303)
    if who.worker_id != link.holder or who.door < Door.CODE:
        return redirect(url_for("accounts.code", token=token), 303)
    return redirect(url_for(".sign", case_id=models.seat(link.subject).case_id), 303)


@pages.get("/cases/<uuid:case_id>/pledges")
@requires("who_has_pledged", facts=facts_at_case, looked=True)
def who(case_id: UUID) -> str:
    return render_template(
        "coordination/pledges/who.html",
        code=db.session.get_one(CaseFrame, case_id).code,
        case_id=case_id,
        seats=[seat for seat in open_seats(case_id) if _may_name(seat)],
        states=models.pledge_states(case_id),
        reasons=models.refusal_reasons(case_id) if access.may("step_aside_refusal_reasons", "R") else {},
    )


def _may_name(seat: Seat) -> bool:
    """Workers are named to everybody here, a member of the family to whoever may know of that member."""
    about = frozenset({seat.person_id}) if seat.person_id else None
    return seat.role not in FAMILY or access.may("participants_and_answers", "R", access.Audience(members=about))
