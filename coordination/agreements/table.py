"""The parent signs at the table, on the device of the coordinator: it shows the agreement and nothing else."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.accounts import handing_over
from agencies.accounts.entrance import errand_of_others
from agencies.accounts.visitors import HandedOver, Visitor
from coordination.agreements import actions, models, rules_of_signing
from coordination.agreements.composing import articles_of, parties_of
from coordination.agreements.models import Agreement
from coordination.agreements.pages import found, pages
from coordination.agreements.rights import AT_TABLE, PREPARING
from coordination.pledges.table import GiveBackForm
from coordination.seats.models import CaseFrame
from foundation import access
from foundation.access import requires
from foundation.database import db
from foundation.reasons import Reason, Refused, refuse_if
from foundation.web import Form, ReadForm, TextLine, Tick, limiter, notice

errand_of_others("agreements.at_table", "agreements.give_back", about=models.is_agreement)


def _in_the_way(agreement: Agreement) -> tuple[Reason, ...]:
    signed = agreement.parent_signature_id is not None
    return rules_of_signing.obstacles_to_signing(agreement.state, signed=signed)


@pages.route("/agreements/<uuid:agreement_id>/table", methods=["GET", "POST"])
@requires(PREPARING, facts=models.facts_of_witness)
def hand_over(agreement_id: UUID) -> str | Response:
    """The witness reads what will happen and hands the device over."""
    agreement, form, owner = found(agreement_id), Form(), access.actor()
    assert isinstance(owner, Visitor)  # the door asks for an account
    if form.submitted():
        try:
            refuse_if(_in_the_way(agreement))
            handing_over.hand_over(owner, agreement_id)
            return redirect(url_for(".at_table"), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template(
        "coordination/agreements/hand_over.html", form=form, agreement=agreement, in_the_way=_in_the_way(agreement),
        needs_code=handing_over.needs_code(owner), frame=db.session.get_one(CaseFrame, agreement.case_id),
    )  # fmt: skip


def _device() -> HandedOver:
    who = access.actor()
    return who if isinstance(who, HandedOver) else abort(404)


class ParentSignsForm(ReadForm):
    """The parent's name, and that the agreement was read."""

    name = TextLine(_l("Name and surname"), 120, missing=_l("Write your name."))
    agrees = Tick(
        _l("I have read the agreement and I agree."), missing=_l("Read the agreement and tick that you agree.")
    )


@pages.route("/agreement-at-table", methods=["GET", "POST"])
@requires(AT_TABLE, facts=models.facts_at_table)
def at_table() -> str | Response:
    """The page of the parent: the text, the own name, nothing else of the case."""
    device = _device()
    agreement = found(device.errand)
    if agreement.parent_signature_id is not None:
        return redirect(url_for(".give_back"), 303)
    form = ParentSignsForm(data={"name": agreement.person.name})
    if form.submitted():
        try:
            actions.sign_at_table(
                agreement.id, name=form.name.data or "", seen=form.seen, witness_id=device.owner.worker_id
            )
            notice(_("The agreement is signed. Thank you."))
            return redirect(url_for(".give_back"), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
            form.read.data = ""
    agreement = found(device.errand)
    form.lays_before(agreement.fingerprint)
    return render_template(
        "coordination/agreements/at_table.html", form=form, agreement=agreement, parties=parties_of(agreement),
        articles=articles_of(agreement),
    )  # fmt: skip


@pages.route("/agreement-at-table/back", methods=["GET", "POST"])
@requires(AT_TABLE, facts=models.facts_at_table)
@limiter.limit("20 per minute", methods=["POST"])
def give_back() -> str | Response:
    """A page without any content; only the owner's second factor opens the device again."""
    device = _device()
    owner, agreement_id = device.owner, device.errand
    needs_code = handing_over.needs_code(owner)
    form: Any = GiveBackForm() if needs_code else Form()
    if form.validate_on_submit():  # not tied to the form: each wrong try counts
        try:
            handing_over.take_back(owner, code=form.code.data or "" if needs_code else "")
            return redirect(url_for(".show", agreement_id=agreement_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template("coordination/pledges/give_back.html", form=form, needs_code=needs_code)
