"""Reading along: whom one of the family lets read their summary, and what that person then reads by their own door."""

from uuid import UUID

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _

from coordination.family import actions, copies, models
from coordination.family.companions import accompanied, companions_of, facts_of_companion
from coordination.family.frame import PREFIX, around, own_coordinator, own_seat, page
from coordination.family.models import facts_of_member
from coordination.family.pages import Answer, pages
from coordination.family.sentences import STATES
from coordination.seats.models import Seat, coordinator_of
from foundation import access
from foundation.access import requires
from foundation.database import db
from foundation.reasons import Refused
from foundation.web import Form, limiter, notice


@pages.route(f"{PREFIX}/reading", methods=["GET", "POST"])
@requires("own_summary", facts=facts_of_member, write="R")
@limiter.limit("30 per minute", methods=["POST"])
def readers() -> Answer:
    """One button for each person who comes along: they may read it, or no longer."""
    form = Form()
    if form.submitted():
        let, no_more = _id("let"), _id("no_more")
        try:
            if let or no_more:
                actions.let_read(let or no_more, reads=bool(let), actor=access.actor())  # type: ignore[arg-type]
                notice(_("They may read it now.") if let else _("They no longer read it."))
            return redirect(url_for("family.readers"), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    seat = own_seat()
    return page(
        "readers", form=form, beside=companions_of(seat), without_titles=copies.without_titles,
        coordinator=own_coordinator(), **around(seat),
    )  # fmt: skip


def _id(name: str) -> UUID | None:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return None


@pages.get(f"{PREFIX}/beside/<uuid:seat_id>")
@requires("own_summary", facts=facts_of_companion, looked=True)
def beside(seat_id: UUID) -> str:
    """The summary of whom the reader accompanies: to read, never to answer."""
    whose = accompanied(db.session.get(Seat, seat_id) or abort(404)) or abort(404)
    summary = models.summary_of(whose.id)
    copy = copies.copy_for(whose, access.facts(), summary) if summary else None
    return page(
        "beside", copy=copy, whose=copies.without_titles(whose.name), states=STATES,
        coordinator=copies.without_titles(coordinator_of(whose.case_id).name), **around(whose),
    )  # fmt: skip
