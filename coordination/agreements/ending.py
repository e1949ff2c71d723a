"""Withdrawing what is not concluded, and writing down that a concluded agreement ended."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from coordination.agreements import actions, models
from coordination.agreements.actions import Ending
from coordination.agreements.pages import ENDED_BY, found, pages
from coordination.agreements.rights import PREPARING
from coordination.agreements.rules_of_signing import EndedBy
from coordination.seats.models import CaseFrame
from foundation import access, clock
from foundation.access import requires
from foundation.database import db
from foundation.reasons import Refused
from foundation.web import Choice, DayField, Form, TextBlock, notice


class WithdrawForm(Form):
    """Why an agreement is withdrawn before both have signed."""

    why = TextBlock(_l("Why"), 500, rows=2, optional=True)


@pages.route("/agreements/<uuid:agreement_id>/withdrawal", methods=["GET", "POST"])
@requires(PREPARING, facts=models.facts_of_open_agreement)
def withdraw(agreement_id: UUID) -> str | Response:
    form = WithdrawForm()
    if form.submitted():
        try:
            actions.withdraw(agreement_id, why=form.why.data or "", actor=access.actor())
            notice(_("The agreement is withdrawn. It stays here."))
            return redirect(url_for(".show", agreement_id=agreement_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _page("withdraw", form, agreement_id)


class EndForm(Form):
    """When and by whom a concluded agreement was ended."""

    how = Choice(_l("Who ended it"), list(ENDED_BY.items()), missing=_l("Choose who ended it."))
    on = DayField(_l("On which day it ended"), missing=_l("Enter the day on which it ended."))
    why = TextBlock(
        _l("Why"), 500, rows=2, optional=True,
        hint=_l("The parent can end it without a reason. The organisation ends it in writing and says why."),
    )  # fmt: skip


@pages.route("/agreements/<uuid:agreement_id>/end", methods=["GET", "POST"])
@requires(PREPARING, facts=models.facts_of_open_agreement)
def end(agreement_id: UUID) -> str | Response:
    form = EndForm(on=clock.today())
    if form.submitted():
        try:
            said = Ending(form.on.data, EndedBy(form.how.data), form.why.data or "")
            actions.end(agreement_id, said, actor=access.actor())
            notice(_("It is written down that the agreement ended."))
            return redirect(url_for(".show", agreement_id=agreement_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _page("end", form, agreement_id)


def _page(name: str, form: Form, agreement_id: UUID) -> str:
    agreement = found(agreement_id)
    return render_template(
        f"coordination/agreements/{name}.html", form=form, agreement=agreement,
        frame=db.session.get_one(CaseFrame, agreement.case_id),
    )  # fmt: skip
