"""The agreement on cooperation that lies before a parent, on their own page: read, signed, refused, asked about."""

from uuid import UUID

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.agreements import models as agreements
from coordination.agreements import rules_of_signing
from coordination.agreements.composing import articles_of, parties_of
from coordination.agreements.models import Agreement
from coordination.agreements.rules_of_signing import AgreementState
from coordination.family import actions, requests, sentences
from coordination.family.actions import Asking
from coordination.family.frame import PREFIX, around, own_coordinator, own_seat, page, refuse
from coordination.family.models import facts_of_member
from coordination.family.pages import Answer, pages
from coordination.family.rules_of_requests import ABOUT_AGREEMENT, About
from coordination.seats.models import Seat
from foundation import access
from foundation.access import Actor, Facts, requires
from foundation.reasons import Refused
from foundation.web import Form, ReadForm, TextBlock, TextLine, Tick, limiter, notice

SHOWN = (AgreementState.WAITING, AgreementState.CONCLUDED, AgreementState.ENDED)
"""What a parent reads on the own page; what was taken back again is nothing to read."""


def facts_of_own_agreement(actor: Actor, agreement_id: UUID, **_: object) -> Facts | None:
    """What whoever came by the own number is towards an agreement: its parent, once it lies before the parties."""
    agreement = agreements.agreement_of(agreement_id)
    facts = facts_of_member(actor)
    if agreement is None or facts is None or agreement.state not in SHOWN:
        return None
    seat = own_seat()
    return facts if (agreement.person_id, agreement.case_id) == (seat.person_id, seat.case_id) else None


def agreements_of(seat: Seat) -> list[Agreement]:
    """The agreements of the holder of a place that stand on their page, the newest first."""
    if seat.person_id is None:
        return []
    theirs = agreements.agreements_with(seat.person_id)
    return [one for one in theirs if one.case_id == seat.case_id and one.state in SHOWN]


class OwnSignatureForm(ReadForm):
    """The parent's name, and that the agreement was read."""

    name = TextLine(_l("Name and surname"), 120, missing=_l("Write your name."))
    agrees = Tick(
        _l("I have read the agreement and I agree."), missing=_l("Read the agreement and tick that you agree.")
    )


@pages.route(f"{PREFIX}/agreements/<uuid:agreement_id>", methods=["GET", "POST"])
@requires("cooperation_agreement", facts=facts_of_own_agreement, looked=True)
@limiter.limit("30 per minute", methods=["POST"])
def own_agreement(agreement_id: UUID) -> Answer:
    agreement = _found(agreement_id)
    form = OwnSignatureForm(data={"name": agreement.person.name})
    if form.submitted():
        try:
            actions.sign_agreement(agreement_id, name=form.name.data or "", seen=form.seen, actor=access.actor())
            notice(_("The agreement is signed. Thank you."))
            return redirect(url_for("family.own_agreement", agreement_id=agreement_id), 303)
        except Refused as refused:
            form.read.data = ""
            refuse(form, refused)
    agreement, seat = _found(agreement_id), own_seat()
    form.lays_before(agreement.fingerprint)
    known = agreements.signatures_of(agreement)
    said = [one for one in requests.requests_of(seat.id) if one.agreement_id == agreement_id]
    return page(
        "own_agreement", form=form, agreement=agreement, parties=parties_of(agreement),
        articles=articles_of(agreement), said=said[0] if said else None, abouts=sentences.ABOUTS,
        outcomes=sentences.OUTCOMES, waits=not _in_the_way(agreement), coordinator=own_coordinator(),
        by_parent=known.get(agreement.parent_signature_id) if agreement.parent_signature_id else None,
        by_worker=known.get(agreement.worker_signature_id) if agreement.worker_signature_id else None,
        **around(seat),
    )  # fmt: skip


def _found(agreement_id: UUID) -> Agreement:
    return agreements.agreement_of(agreement_id) or abort(404)


def _in_the_way(agreement: Agreement) -> bool:
    signed = agreement.parent_signature_id is not None
    return bool(rules_of_signing.obstacles_to_signing(agreement.state, signed=signed))


class WordForm(Form):
    """A few words about an agreement, if they like."""

    words = TextBlock(_l("In your own words"), 600, rows=4, optional=True)


@pages.route(f"{PREFIX}/agreements/<uuid:agreement_id>/no", methods=["GET", "POST"])
@requires("cooperation_agreement", facts=facts_of_own_agreement)
@limiter.limit("30 per minute", methods=["POST"])
def refuse_agreement(agreement_id: UUID) -> Answer:
    return _word(agreement_id, About.NO_AGREEMENT)


@pages.route(f"{PREFIX}/agreements/<uuid:agreement_id>/ask", methods=["GET", "POST"])
@requires("cooperation_agreement", facts=facts_of_own_agreement)
@limiter.limit("30 per minute", methods=["POST"])
def ask_about_agreement(agreement_id: UUID) -> Answer:
    return _word(agreement_id, About.ASK_AGREEMENT)


def _word(agreement_id: UUID, about: About) -> Answer:
    form = WordForm()
    assert about in ABOUT_AGREEMENT
    if _in_the_way(_found(agreement_id)):
        return redirect(url_for("family.own_agreement", agreement_id=agreement_id), 303)
    if form.submitted():
        try:
            asking = Asking(about, words=form.words.data or "", agreement_id=agreement_id)
            actions.answer_agreement(agreement_id, asking, actor=access.actor())
            notice(_("We have it. Thank you."))
            return redirect(url_for("family.own_agreement", agreement_id=agreement_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page(
        "agreement_word", form=form, about=about, agreement=_found(agreement_id), abouts=sentences.ABOUTS,
        coordinator=own_coordinator(), **around(own_seat()),
    )  # fmt: skip
