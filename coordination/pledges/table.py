"""Signing at the table: the device is handed over, shows one pledge and nothing else, and is given back."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.accounts import handing_over
from agencies.accounts.entrance import FIGURES, SixFigures, errand_of_others
from agencies.accounts.visitors import HandedOver, Visitor
from coordination.pledges import actions, models
from coordination.pledges.actions.table import obstacles
from coordination.pledges.pages import COLLECTING, PersonPledgeForm, PledgeForm, code_of, pages, seat_of
from coordination.pledges.sheets import facts_at_table, facts_of_seat_collected, is_seat
from coordination.seats.models import Seat, signed_seats
from coordination.seats.rules import FAMILY
from foundation import access
from foundation.access import requires
from foundation.reasons import Refused, refuse_if
from foundation.web import Form, TextBlock, limiter, notice

AT_TABLE = "pledge_at_table"
errand_of_others("pledges.at_table", "pledges.refuse_at_table", "pledges.give_back", about=is_seat)


@pages.route("/seats/<uuid:seat_id>/pledge/table", methods=["GET", "POST"])
@requires(COLLECTING, facts=facts_of_seat_collected)
def hand_over(seat_id: UUID) -> str | Response:
    """The witness reads what will happen and hands the device over."""
    seat, form, owner = seat_of(seat_id), Form(), access.actor()
    assert isinstance(owner, Visitor)  # the door asks for an account
    offer = models.offered_text(seat)
    in_the_way = [*obstacles(seat, owner.worker_id), *offer.unfilled]
    if form.submitted():
        try:
            refuse_if(in_the_way)
            handing_over.hand_over(owner, seat_id)
            return redirect(url_for(".at_table"), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template(
        "coordination/pledges/hand_over.html",
        form=form, seat=seat, code=code_of(seat.case_id), in_the_way=in_the_way,
        needs_code=handing_over.needs_code(owner),
    )  # fmt: skip


def _device() -> HandedOver:
    who = access.actor()
    return who if isinstance(who, HandedOver) else abort(404)


def _form(seat: Seat) -> PersonPledgeForm:
    typed = {"name": seat.name, "function": seat.function, "agency": seat.agency_name}
    return PledgeForm(data=typed) if seat.worker_id else PersonPledgeForm(data=typed)


@pages.route("/at-table", methods=["GET", "POST"])
@requires(AT_TABLE, facts=facts_at_table)
def at_table() -> str | Response:
    """The page of the signer: the text, the own name, nothing of the case."""
    device = _device()
    seat = seat_of(device.errand)
    if seat.id in signed_seats([seat.id]):
        return redirect(url_for(".give_back"), 303)
    form = _form(seat)
    if form.submitted():
        try:
            actions.sign_at_table(
                seat.id, form.signer, seen_sha256=form.seen.data or "", witness_id=device.owner.worker_id
            )  # fmt: skip
            notice(_("The pledge is signed. Thank you."))
            return redirect(url_for(".give_back"), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    seat = seat_of(device.errand)
    offer = models.offered_text(seat)
    form.lies_on(offer.sha256)
    return render_template(
        "coordination/pledges/at_table.html",
        form=form, offer=offer, code=seat.frame.code, person=seat.worker_id is None, family=seat.role in FAMILY,
    )  # fmt: skip


class TableRefusalForm(Form):
    """Why somebody will not sign, in their own words."""

    reason = TextBlock(
        _l("Why you will not sign"), 1000, rows=3, optional=True, hint=_l("Only the coordinator reads it.")
    )


@pages.route("/at-table/refusal", methods=["GET", "POST"])
@requires(AT_TABLE, facts=facts_at_table)
def refuse_at_table() -> str | Response:
    device, form = _device(), TableRefusalForm()
    if form.submitted():
        try:
            actions.refuse_at_table(device.errand, why=form.reason.data or "", witness_id=device.owner.worker_id)
            notice(_("Recorded: you have not signed."))
            return redirect(url_for(".give_back"), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    seat = seat_of(device.errand)
    return render_template(
        "coordination/pledges/refuse_at_table.html", form=form, code=seat.frame.code, family=seat.role in FAMILY
    )


class GiveBackForm(Form):
    """The owner of the device proves to be back."""

    code = SixFigures(
        _l("Code from your phone"), 12, missing=_l("Copy the six figures from the app."), render_kw=FIGURES
    )


@pages.route("/at-table/back", methods=["GET", "POST"])
@requires(AT_TABLE, facts=facts_at_table)
@limiter.limit("20 per minute", methods=["POST"])
def give_back() -> str | Response:
    """A page without any content; only the owner's second factor opens the device again."""
    device = _device()
    owner, case_id = device.owner, seat_of(device.errand).case_id
    needs_code = handing_over.needs_code(owner)
    form: Any = GiveBackForm() if needs_code else Form()
    if form.validate_on_submit():  # not tied to the form: each wrong try counts
        try:
            handing_over.take_back(owner, code=form.code.data or "" if needs_code else "")
            return redirect(url_for(".who", case_id=case_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template("coordination/pledges/give_back.html", form=form, needs_code=needs_code)
