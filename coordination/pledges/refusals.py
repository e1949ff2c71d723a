"""The counter of a refusal: what the coordinator decides about whoever will not sign, and the note on paper."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from coordination.pledges import actions, models, rules
from coordination.pledges.pages import by, code_of, pages, seat_of
from coordination.pledges.rules import Decision
from coordination.pledges.sheets import facts_of_seat_collected
from coordination.seats.rules import FAMILY
from foundation import language
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Choice, Form, attachment, notice

REASONS = "step_aside_refusal_reasons"
DECIDED = {
    Decision.LEAVES: _l("leaves"),
    Decision.OWN_TASK: _l("stays only for the part about their own task"),
    Decision.POSTPONED: _l("the meeting is postponed"),
    Decision.PARENT_STAYS: _l("the parent stays, it is about their child"),
}
"""What a coordinator may decide about somebody who will not sign."""


class DecisionForm(Form):
    """What follows from the refusal."""

    decision = Choice(_l("What you decide"), list(DECIDED.items()), missing=_l("Choose what follows."))


@pages.route("/seats/<uuid:seat_id>/pledge/refusal/decision", methods=["GET", "POST"])
@requires(REASONS, facts=facts_of_seat_collected, write="R", looked=True)
def decide(seat_id: UUID) -> str | Response:
    of = seat_of(seat_id)
    refused = models.refusal_at(of)
    form = DecisionForm(data={"decision": refused.refusal_decision if refused else None})
    form.decision.choices = [(one.value, DECIDED[one]) for one in rules.possible_decisions(family=of.role in FAMILY)]
    if form.did(lambda: actions.decide_after_refusal(seat_id, Decision(form.decision.data), by=by())):
        notice(_("Noted. It stands in the note of the refusal."))
        return redirect(url_for(".seat", seat_id=seat_id), 303)
    return _page(seat_id, form)


def _page(seat_id: UUID, form: Form) -> str:
    of = seat_of(seat_id)
    return render_template(
        "coordination/pledges/decide.html", form=form, seat=of, code=code_of(of.case_id), refused=models.refusal_at(of)
    )


@pages.get("/seats/<uuid:seat_id>/pledge/refusal.pdf")
@requires(REASONS, facts=facts_of_seat_collected, looked=True)
def refusal_note(seat_id: UUID) -> str | Response:
    """The note of the refusal, for the file."""
    try:
        copy = actions.note_of_refusal(seat_id, language=language.current())
    except Refused as no:
        form = DecisionForm()
        form.decision.choices = [(one.value, DECIDED[one]) for one in rules.possible_decisions(family=False)]
        form.refuse(no.reasons)
        return _page(seat_id, form)
    return attachment(copy.content, "application/pdf", copy.file_name)
