"""The coordinator decides about a wish to have a task done another way or by somebody else."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.cases.models import case as case_of
from coordination.cases.models import person
from coordination.family import actions, models, sentences
from coordination.family.actions import Decision
from coordination.family.models import facts_of_answer
from coordination.family.pages import Answer, pages
from coordination.family.rules import LONGEST_SENTENCE, Settled
from coordination.tasks.models import line_of, to_change
from foundation import access
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Choice, Form, TextBlock, notice


class DecisionForm(Form):
    """New words or the old ones, and what the family reads about it."""

    how = Choice(
        _l("What becomes of the task?"),
        [(Settled.NEW_WORDING.value, _l("It will be different")), (Settled.AS_IS.value, _l("It stays as it is"))],
        missing=_l("Choose whether the task will be different or stays as it is."),
    )
    new_wording = TextBlock(
        _l("How it is to be from now on"), LONGEST_SENTENCE, rows=2, optional=True,
        hint=_l("Only when it will be different. The next version of the plan offers it in these words."),
    )  # fmt: skip
    told = TextBlock(
        _l("What do you tell the family?"), 500, rows=3, hint=_l("They read it on their page, as you write it."),
        missing=_l("Write the answer in a sentence or two. The family reads it."),
    )  # fmt: skip


@pages.route("/answers/<uuid:answer_id>/decide", methods=["GET", "POST"])
@requires("own_summary", facts=to_change("own_summary", facts_of_answer))
def decide(answer_id: UUID) -> Answer:
    form, answer = DecisionForm(), models.answer_of(answer_id) or abort(404)
    case_id = answer.case_id
    if form.submitted():
        decision = Decision(Settled(form.how.data), form.new_wording.data or "", form.told.data or "")
        try:
            carried = actions.decide_wish(answer_id, decision, actor=access.actor())
            if decision.how is Settled.NEW_WORDING and not carried:
                notice(_("The family reads your answer. Write the new words into the next version of the plan."))
            else:
                notice(_("Decided. The family reads your answer on its page."))
            return redirect(url_for("family.show", case_id=case_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    answer = models.answer_of(answer_id) or abort(404)
    seat = models.seat_of(answer.seat_id) or abort(404)
    return render_template(
        "coordination/family/decide.html", case=case_of(case_id), form=form, answer=answer, seat=seat,
        said=sentences.SAID, wishes=sentences.WISHES, line=line_of(answer.task_id) if answer.task_id else None,
        person=person(seat.person_id) if seat.person_id else None,
    )  # fmt: skip
