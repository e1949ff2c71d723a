"""The coordinator answers what a family asks for."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.cases.models import case as case_of
from coordination.cases.models import person
from coordination.family import actions, models, requests, sentences
from coordination.family.pages import Answer, pages
from coordination.family.requests import facts_of_request
from coordination.family.rules_of_requests import Outcome
from coordination.tasks.models import to_change
from foundation import access
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Choice, Form, TextBlock, notice


class AnswerForm(Form):
    """Whether it is done, and what the family reads about it."""

    outcome = Choice(
        _l("How did it turn out?"),
        [(Outcome.DONE.value, _l("It is done")), (Outcome.NOT_POSSIBLE.value, _l("It is not possible"))],
        missing=_l("Choose how it turned out."),
    )
    answer = TextBlock(
        _l("What do you tell the family?"), 500, rows=3, hint=_l("They read it on their page, as you write it."),
        missing=_l("Write the answer in a sentence or two. The family reads it."),
    )  # fmt: skip


@pages.route("/requests/<uuid:asked_id>/answer", methods=["GET", "POST"])
@requires("own_summary", facts=to_change("own_summary", facts_of_request))
def answer_request(asked_id: UUID) -> Answer:
    form, asked = AnswerForm(), requests.request_of(asked_id) or abort(404)
    case_id = asked.case_id
    if form.submitted():
        try:
            actions.answer_request(
                asked_id, outcome=Outcome(form.outcome.data), words=form.answer.data or "", actor=access.actor()
            )
            notice(_("Answered. The family reads it on its page."))
            return redirect(url_for("family.show", case_id=case_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    asked = requests.request_of(asked_id) or abort(404)
    seat = models.seat_of(asked.seat_id) or abort(404)
    return render_template(
        "coordination/family/answer_request.html", case=case_of(case_id), form=form, asked=asked, seat=seat,
        abouts=sentences.ASKED, times=sentences.CALL_TIMES, person=person(seat.person_id) if seat.person_id else None,
    )  # fmt: skip
