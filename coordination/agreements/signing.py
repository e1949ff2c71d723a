"""Signing for the organisation: by the own account, or by the mailed link and a code."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.accounts.codes import after_code
from coordination.agreements import actions, models, rules_of_signing
from coordination.agreements.actions import Signer
from coordination.agreements.composing import articles_of, parties_of
from coordination.agreements.letters import PURPOSE
from coordination.agreements.pages import found, pages
from coordination.agreements.rights import AGREEMENT
from coordination.seats.models import CaseFrame
from foundation import access, links
from foundation.access import Door, public, requires
from foundation.database import db
from foundation.reasons import Refused
from foundation.web import ReadForm, TextLine, Tick, notice

after_code(PURPOSE, "agreements.by_link")


class SignForm(ReadForm):
    """As whom the worker signs, and that the agreement was read."""

    name = TextLine(_l("Name and surname"), 120, missing=_l("Write your name."))
    function = TextLine(_l("Function"), 120, missing=_l("Write what you do in your organisation."))
    agrees = Tick(
        _l("I have read the agreement and sign it for the organisation."),
        missing=_l("Read the agreement and tick that you sign it."),
    )


@pages.route("/agreements/<uuid:agreement_id>/sign", methods=["GET", "POST"])
@requires(AGREEMENT, facts=models.facts_of_worker, looked=True)
def sign(agreement_id: UUID) -> str | Response:
    agreement = found(agreement_id)
    form = SignForm(data={"name": agreement.seat.name, "function": agreement.seat.function})
    own = agreement.seat.worker_id == access.actor().worker_id
    in_the_way = () if own else rules_of_signing.no_party()
    in_the_way = in_the_way or rules_of_signing.obstacles_to_signing(
        agreement.state, signed=agreement.worker_signature_id is not None
    )
    if form.submitted():
        try:
            signer = Signer(form.name.data or "", form.function.data or "")
            actions.sign(agreement_id, signer, seen=form.seen, actor=access.actor())
            notice(_("Your signature is there."))
            return redirect(url_for(".show", agreement_id=agreement_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
            form.read.data = ""
    agreement = found(agreement_id)
    form.lays_before(agreement.fingerprint)
    return render_template(
        "coordination/agreements/sign.html", form=form, agreement=agreement, in_the_way=in_the_way,
        parties=parties_of(agreement), articles=articles_of(agreement),
        frame=db.session.get_one(CaseFrame, agreement.case_id),
    )  # fmt: skip


@pages.get("/o/<token>/agreement")
@public
def by_link(token: str) -> Response:
    """Lead a mailed link on: to the code, or to the agreement."""
    link, who = links.resolve(token), access.actor()
    if link is None or link.purpose != PURPOSE:
        return redirect(url_for("links.enter", token=token), 303)
    if who.worker_id != link.holder or who.door < Door.CODE:
        return redirect(url_for("accounts.code", token=token), 303)
    agreement = models.agreement_of(link.subject) or abort(404)
    return redirect(url_for(".show", agreement_id=agreement.id), 303)
