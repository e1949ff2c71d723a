"""What lies on the table besides standpoints: needs and the offers that cover them, accepted by the coordinator."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.cases.models import AREA_NAMES, words_of
from coordination.cases.pages import options
from coordination.conferences.models import Conference, facts_of_conference
from coordination.seats.rules import Role
from coordination.standpoints import actions, needs
from coordination.standpoints.actions import OfferText
from coordination.standpoints.models import OWN, TABLE, visible_to
from coordination.standpoints.needs import Need, Offer
from coordination.standpoints.pages import (
    SPEAKERS,
    WRITERS,
    Answer,
    MeantForm,
    SaidFields,
    conference_with,
    for_recorders,
    for_speakers,
    for_writers,
    ids,
    meant_of,
    named,
    only,
    own_name,
    page,
    pages,
    parts_beside,
    speakers_at,
    to_table,
)
from coordination.standpoints.questions import options_at, questions_at, readable_question
from coordination.standpoints.rules import OfferState
from coordination.standpoints.words import OFFER_STATES, VIEWS
from coordination.tasks.models import to_change
from foundation import access
from foundation.access import Actor, Audience, Facts, requires
from foundation.reasons import Refused
from foundation.web import Choices, DayField, Dropdown, Form, TextBlock, notice, saved


@pages.get("/conferences/<uuid:conference_id>/table")
@requires(TABLE, facts=facts_of_conference, looked=True)
def at_table(conference_id: UUID) -> str:
    conference, facts = conference_with(conference_id), access.facts()
    raised = visible_to(facts, needs.needs_of(conference.case_id))
    offers = visible_to(facts, needs.offers_of(conference.case_id))
    return page(
        "at_table", conference, raised=[(need, visible_to(facts, need.covered_by)) for need in raised],
        offers=offers, offer_states=OFFER_STATES, focus_of=_focus_of, own_seat=facts.seat_id,
        beside={offer.id: parts_beside(offer) for offer in offers if _taken(offer)},
        questions=[one for one in questions_at(conference_id) if readable_question(facts, one)],
        considered=visible_to(facts, options_at(conference_id)),
        views=VIEWS, form=Form(), offers_own=facts.role in SPEAKERS and access.may(OWN, "W"),
    )  # fmt: skip


def _focus_of(offer: Offer) -> str:
    """At what an offer is aimed, as far as the reader may know that there is trouble; one's own is told whole."""
    own = offer.seat_id == access.facts().seat_id
    known = [area for area in offer.focus if own or access.may(TABLE, "R", Audience(areas=frozenset({area})))]
    return words_of(AREA_NAMES, known)


def _taken(offer: Offer) -> bool:
    return offer.state is OfferState.ACCEPTED and access.facts().role == Role.COORDINATOR


# --- needs -----------------------------------------------------------------------------------------------------------


class NeedForm(MeantForm):
    """What the family needs and nobody does yet."""

    text = TextBlock(
        _l("What does the family need that nobody does yet?"), 400, rows=3,
        hint=_l("One need. For example: somebody who comes regularly and works intensively with the family."),
    )  # fmt: skip


def _need_form(conference: Conference, need: Need | None, **more: Any) -> NeedForm:
    held = {"text": need.text, "version": str(need.version), **meant_of(need)} if need else {}
    form = NeedForm(data=held, **more)
    form.offer_people(conference.case_id)
    return form


@pages.route("/conferences/<uuid:conference_id>/needs/new", methods=["GET", "POST"])
@requires(TABLE, facts=for_writers)
def raise_need(conference_id: UUID) -> Answer:
    form = _need_form(conference_with(conference_id), None)
    if form.submitted():
        try:
            actions.raise_need(conference_id, form.text.data or "", form.meant, actor=access.actor())
            notice(_("The need lies on the table."))
            return to_table(conference_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page("need", conference_with(conference_id), form=form, need=None, theirs={})


@partial(to_change, TABLE)
def _for_need(actor: Actor, need_id: UUID, **_: object) -> Facts | None:
    need = needs.need_of(need_id)
    held = need is not None and need.withdrawn_at is None
    return only(facts_of_conference(actor, need.conference_id), WRITERS) if need is not None and held else None


@pages.route("/needs/<uuid:need_id>", methods=["GET", "POST"])
@requires(TABLE, facts=_for_need, looked=True)
def need(need_id: UUID) -> Answer:
    conference_id = (needs.need_of(need_id) or abort(404)).conference_id
    form = _need_form(conference_with(conference_id), needs.need_of(need_id))

    def deed() -> None:
        actions.write_need(need_id, form.text.data or "", form.meant, version=form.seen, actor=access.actor())

    theirs = saved(
        form, deed, lambda: _need_form(conference_with(conference_id), needs.need_of(need_id), formdata=None)
    )
    if theirs is None:
        notice(_("Saved."))
        return to_table(conference_id)
    found = needs.need_of(need_id) or abort(404)
    made = page("need", conference_with(conference_id), form=form, need=found, theirs=theirs, once=Form(formdata=None))
    return made, 409 if theirs else 200


@pages.post("/needs/<uuid:need_id>/withdraw")
@requires(TABLE, facts=_for_need)
def withdraw_need(need_id: UUID) -> Answer:
    conference_id = (needs.need_of(need_id) or abort(404)).conference_id
    if Form().submitted():
        actions.withdraw_need(need_id, actor=access.actor())
        notice(_("Nobody looks for help with it any more."))
    return to_table(conference_id)


# --- offers ----------------------------------------------------------------------------------------------------------


class OfferForm(MeantForm):
    """What an agency offers."""

    what = TextBlock(_l("What do you offer?"), 1000, rows=3, hint=_l("What you will do, how often, where."))
    from_on = DayField(_l("From when"), optional=True)
    until_on = DayField(_l("Until when"), optional=True)
    focus = Choices(_l("At what it is aimed"), options(AREA_NAMES), optional=True)
    covers = Choices(_l("Which need it covers"), optional=True)

    @property
    def text(self) -> OfferText:
        """The filled form as the deed takes it."""
        return OfferText(self.what.data or "", self.from_on.data, self.until_on.data, tuple(self.focus.data or ()))


class SpokenOfferForm(SaidFields, OfferForm):
    """The same, said by somebody else at the table."""

    seat_id = Dropdown(_l("Who offers it"), missing=_l("Choose who offers it."))
    what = TextBlock(_l("What do they offer?"), 1000, rows=3, hint=_l("In their words: what, how often, where."))


def _with_choices(form: OfferForm, conference: Conference, seat_id: UUID | None) -> OfferForm:
    form.offer_people(conference.case_id, besides=seat_id)
    raised = visible_to(access.facts(), needs.needs_of(conference.case_id))
    form.covers.choices = [(str(one.id), one.text) for one in raised]
    if isinstance(form, SpokenOfferForm):
        speakers = speakers_at(conference.case_id)
        form.seat_id.choices = [("", ""), *((str(seat.id), named(seat)) for seat in speakers)]
    return form


@pages.route("/conferences/<uuid:conference_id>/offers/new", methods=["GET", "POST"])
@requires(OWN, facts=for_speakers)
def offer_help(conference_id: UUID) -> Answer:
    """An offer of one's own, perhaps as the answer to a need."""
    conference, seat_id = conference_with(conference_id), access.facts().seat_id
    form = _with_choices(OfferForm(data={"covers": request.args.getlist("need")}), conference, seat_id)
    if form.submitted():
        try:
            actions.offer(conference_id, form.text, form.meant, covers=ids(form.covers.data), actor=access.actor())
            notice(_("Your offer lies on the table. It holds once the coordinator accepts it."))
            return redirect(_after_offer(conference_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page("offer", conference_with(conference_id), form=form, offer=None, theirs={})


def _after_offer(conference_id: UUID) -> str:
    """Back to the table, or to the own standpoint for whoever does not see the whole table."""
    return url_for(".at_table" if access.may(TABLE, "R") else ".own", conference_id=conference_id)


@pages.route("/conferences/<uuid:conference_id>/offers/as-said", methods=["GET", "POST"])
@requires(OWN, facts=for_recorders)
def offer_as_said(conference_id: UUID) -> Answer:
    conference = conference_with(conference_id)
    form = SpokenOfferForm(data={"said_to": own_name(), "covers": request.args.getlist("need")})
    _with_choices(form, conference, None)
    if form.submitted():
        try:
            actions.offer_as_said(
                conference_id, UUID(form.seat_id.data), form.text, form.meant, covers=ids(form.covers.data),
                said=form.circumstances, actor=access.actor(),
            )  # fmt: skip
            notice(_("The offer is written down as said."))
            return to_table(conference_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page("offer", conference_with(conference_id), form=form, offer=None, theirs={})


@partial(to_change, TABLE)
def _for_offer(actor: Actor, offer_id: UUID, **_: object) -> Facts | None:
    """For whoever made the offer and for those who write for the table; never a draft in somebody's standpoint."""
    offer = needs.offer_of(offer_id)
    facts = facts_of_conference(actor, offer.conference_id) if offer is not None and offer.offered_at else None
    if offer is None or facts is None:
        return None
    return facts if facts.role in WRITERS or facts.seat_id == offer.seat_id else None


@partial(to_change, TABLE)
def _for_accepting(actor: Actor, offer_id: UUID, **_: object) -> Facts | None:
    return only(_for_offer(actor, offer_id=offer_id), (Role.COORDINATOR,))


def _offer_with(offer_id: UUID) -> Offer:
    return needs.offer_of(offer_id) or abort(404)


def _offer_form(conference: Conference, offer: Offer, **more: Any) -> OfferForm:
    held = {
        **meant_of(offer), "what": offer.what, "from_on": offer.from_on, "until_on": offer.until_on,
        "focus": list(offer.focus), "version": str(offer.version), "covers": [str(one.id) for one in offer.covers],
    }  # fmt: skip
    return _with_choices(OfferForm(data=held, **more), conference, offer.seat_id)


@pages.route("/offers/<uuid:offer_id>", methods=["GET", "POST"])
@requires(TABLE, facts=_for_offer, looked=True)
def offer(offer_id: UUID) -> Answer:
    conference_id = _offer_with(offer_id).conference_id
    form = _offer_form(conference_with(conference_id), _offer_with(offer_id))

    def deed() -> None:
        actions.write_offer(
            offer_id, form.text, form.meant, covers=ids(form.covers.data), version=form.seen, actor=access.actor()
        )

    theirs = saved(
        form, deed, lambda: _offer_form(conference_with(conference_id), _offer_with(offer_id), formdata=None)
    )
    if theirs is None:
        notice(_("Saved."))
        return redirect(_after_offer(conference_id), 303)
    made = page(
        "offer", conference_with(conference_id), form=form, offer=_offer_with(offer_id), theirs=theirs,
        once=Form(formdata=None),
    )  # fmt: skip
    return made, 409 if theirs else 200


class TakingBackForm(Form):
    """Why an offer no longer holds."""

    why = TextBlock(_l("Why"), 500, rows=2, optional=True, hint=_l("Needed when the offer has been accepted."))


@pages.route("/offers/<uuid:offer_id>/withdraw", methods=["GET", "POST"])
@requires(TABLE, facts=_for_offer)
def withdraw_offer(offer_id: UUID) -> Answer:
    form, conference_id = TakingBackForm(), _offer_with(offer_id).conference_id
    if form.submitted():
        try:
            actions.withdraw_offer(offer_id, why=form.why.data or "", actor=access.actor())
            notice(_("The offer is taken back. Everybody who read it sees that."))
            return redirect(_after_offer(conference_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page("withdraw_offer", conference_with(conference_id), form=form, offer=_offer_with(offer_id))


class AcceptingForm(Form):
    """From when an agency works with the family, and at what it aims."""

    from_on = DayField(_l("From when does the service begin?"), hint=_l("For example 9. 3., or “in 14 days”."))
    focus = Choices(_l("At what it is aimed"), options(AREA_NAMES), optional=True)


@pages.route("/offers/<uuid:offer_id>/accept", methods=["GET", "POST"])
@requires(TABLE, facts=_for_accepting)
def accept_offer(offer_id: UUID) -> Answer:
    found = _offer_with(offer_id)
    form, conference_id = (
        AcceptingForm(data={"from_on": found.from_on, "focus": list(found.focus)}),
        found.conference_id,
    )
    agency = found.seat.agency_name
    if form.submitted():
        try:
            actions.accept_offer(
                offer_id, from_on=form.from_on.data, focus=form.focus.data or (), actor=access.actor()
            )  # fmt: skip
            notice(_("Accepted. %(agency)s works with the family from now on.", agency=agency))
            return to_table(conference_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page(
        "accept_offer", conference_with(conference_id), form=form, offer=_offer_with(offer_id),
    )  # fmt: skip
