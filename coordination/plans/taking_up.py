"""The way from an accepted offer into the plan, shown beside the offer where it lies on the table."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from coordination.plans import actions
from coordination.plans.models import only_coordinator
from coordination.plans.pages import PLAN, Answer, pages
from coordination.seats.models import facts_at_case
from coordination.standpoints.needs import Offer, offer_of
from coordination.standpoints.pages import show_beside_offer
from coordination.standpoints.rules import OfferState
from foundation import access
from foundation.access import Actor, Facts, requires
from foundation.reasons import Refused
from foundation.web import Form, notice


@show_beside_offer
def way_into_the_plan(offer: Offer) -> Markup:
    """The button that makes the offer a task, or the way to the task that was made of it."""
    may = access.may(PLAN, "W")
    part = render_template("coordination/plans/beside_offer.html", offer=offer, form=Form(formdata=None), may=may)
    return Markup(part)  # noqa: S704  (rendered and escaped by the line above)


def _for_taking_up(actor: Actor, accepted_id: UUID, **_: object) -> Facts | None:
    """For the coordinator, about an offer that she has accepted."""
    offer = offer_of(accepted_id)
    held = offer is not None and offer.state is OfferState.ACCEPTED
    return only_coordinator(facts_at_case(actor, offer.case_id)) if offer is not None and held else None


@pages.post("/offers/<uuid:accepted_id>/task")
@requires(PLAN, facts=_for_taking_up)
def take_up(accepted_id: UUID) -> Answer:
    conference_id = (offer_of(accepted_id) or abort(404)).conference_id
    if Form().submitted():
        try:
            task_id = actions.take_up(accepted_id, actor=access.actor())
            notice(_("The offer is a task in the draft of the plan. Add the sign by which it is done."))
            return redirect(url_for("plans.task", task_id=task_id), 303)
        except Refused as refused:
            notice(" ".join(_(one.sentence, **one.values) for one in refused.reasons), "warn")
    return redirect(url_for("standpoints.at_table", conference_id=conference_id), 303)
