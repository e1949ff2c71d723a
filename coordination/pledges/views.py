"""Pledges (sliby mlčenlivosti): where everybody at the table reads, signs or refuses, and fetches the own copy."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.staff.models import worker_of
from agencies.towns.models import phone_of
from coordination.pledges import actions, collecting, confirming, handing_in, models, refusals, rewording, table
from coordination.pledges.letters import COPY
from coordination.pledges.pages import OWN, PledgeForm, by, code_of, pages
from coordination.pledges.sheets import waiting_sheet
from coordination.seats.models import Seat, facts_at_case
from coordination.seats.rules import Role
from foundation import access, clock, language, links
from foundation.access import Door, public, requires
from foundation.reasons import Reason, Refused
from foundation.web import Form, TextBlock, attachment, notice

__all__ = ["collecting", "confirming", "handing_in", "pages", "refusals", "table"]


def _own_seat() -> Seat:
    seat_id = access.facts().seat_id
    return models.seat(seat_id) if seat_id else abort(404)


@pages.route("/cases/<uuid:case_id>/pledge", methods=["GET", "POST"])
@requires(OWN, facts=facts_at_case)
def sign(case_id: UUID) -> str | Response:
    seat = _own_seat()
    if access.facts().signed:
        return _signed(seat)
    form = PledgeForm(data={"name": seat.name, "function": seat.function, "agency": seat.agency_name})
    if form.submitted():
        try:
            actions.sign(seat.id, form.signer, seen_sha256=form.seen.data or "", door=access.facts().door, by=by())
        except Refused as refused:
            form.refuse(refused.reasons)
            return _to_sign(form, _own_seat())
        return _on_after_signing(case_id)
    return _to_sign(form, seat)


def _to_sign(form: PledgeForm, seat: Seat) -> str:
    offer = models.offered_text(seat)
    form.lies_on(offer.sha256)
    said = models.pledge_at(seat.id, offer.wording.id)
    return render_template(
        "coordination/pledges/sign.html",
        form=form,
        code=seat.frame.code,
        offer=offer,
        in_the_way=_in_the_way(seat, offer),
        sheet=waiting_sheet(seat.id),
        own_sheet=by(),
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
    return redirect(url_for(_next(), case_id=case_id), 303)


def _next() -> str:
    """Where a signer goes on: to whose family it is; the coordinator, who knows that, to the case."""
    return "overview.case" if access.facts().role == Role.COORDINATOR else "conferences.introduction"


def _signed(seat: Seat) -> str:
    signed = models.signed_pledge(seat)
    return render_template(
        "coordination/pledges/signed.html",
        code=seat.frame.code,
        case_id=seat.case_id,
        signed=signed,
        newer=models.offered_text(seat) if signed and rewording.newer_than(signed, seat.town_id) else None,
        held=access.may(OWN, "W"),
        onward=_next(),
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
            actions.refuse(seat.id, why=form.reason.data or "", by=by())
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            notice(_("Recorded: you have not signed. The coordinator will get in touch with you."))
            return redirect(url_for(".sign", case_id=case_id), 303)
    return render_template("coordination/pledges/refuse.html", form=form, code=code_of(case_id), case_id=case_id)


@pages.route("/cases/<uuid:case_id>/pledge/paper", methods=["GET", "POST"])
@requires(OWN, facts=facts_at_case, write="R")
def paper(case_id: UUID) -> str | Response:
    seat = _own_seat()
    signed = models.signed_pledge(seat)
    if signed is None:
        return redirect(url_for(".sign", case_id=case_id), 303)
    form = Form()
    if form.submitted():
        copy = actions.hand_copy(seat.id, language=language.current(), by=by())
        return attachment(copy.content, "application/pdf", copy.file_name)
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
