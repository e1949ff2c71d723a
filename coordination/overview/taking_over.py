"""Taking a case over: whoever is asked reads what it weighs, in counts and dates, and accepts or says why not."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from coordination.cases import actions
from coordination.cases.actions.handing_over import OFFERED
from coordination.cases.hand_overs import HandOver, facts_of_offer, waiting_offer
from coordination.overview import words
from coordination.overview.burden import burden_of
from coordination.overview.pages import pages
from coordination.seats.models import Seat
from foundation import access
from foundation.access import requires
from foundation.database import db
from foundation.reasons import Refused
from foundation.web import Form, TextBlock, notice

Answer = str | Response


def _offer(case_id: UUID) -> HandOver:
    return waiting_offer(case_id) or abort(404)


def _page(template: str, case_id: UUID, form: Form, **also: Any) -> str:
    offer = _offer(case_id)
    return render_template(
        f"coordination/overview/{template}.html", form=form, offer=offer, words=words,
        former=db.session.get_one(Seat, offer.from_seat_id), burden=burden_of(case_id), **also,
    )  # fmt: skip


@pages.route("/cases/<uuid:case_id>/take-over", methods=["GET", "POST"])
@requires(OFFERED, facts=facts_of_offer)
def take_over(case_id: UUID) -> Answer:
    form = Form()
    if form.submitted():
        try:
            actions.accept(case_id, actor=access.actor())
        except Refused as refused:
            notice(_(refused.reasons[0].sentence, **refused.reasons[0].values), "warn")
            return redirect("/", 303)
        notice(_("The case is yours from now on. Everybody at the table was told."))
        return redirect(url_for("overview.case", case_id=case_id), 303)
    return _page("take_over", case_id, form)


class NotTakenForm(Form):
    """Why somebody does not take a case over."""

    reason = TextBlock(_l("Why not?"), 500, rows=3, hint=_l("One sentence. The coordinator reads it."))


@pages.route("/cases/<uuid:case_id>/take-over/refusal", methods=["GET", "POST"])
@requires(OFFERED, facts=facts_of_offer)
def refuse_to_take_over(case_id: UUID) -> Answer:
    form = NotTakenForm()
    if form.did(lambda: actions.decline(case_id, why=form.reason.data or "", actor=access.actor())):
        notice(_("Your answer is with the coordinator. The case is not yours."))
        return redirect("/", 303)
    return _page("not_taken_over", case_id, form)
