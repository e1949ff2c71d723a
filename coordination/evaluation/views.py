"""The counter of evaluation: how the plan goes stands in a room beside, the end of a case here."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from coordination.cases import actions as cases
from coordination.cases.by_word import matter_of, one_waiting
from coordination.cases.models import case as case_of
from coordination.cases.rules import Told
from coordination.cases.telling import ToldForm
from coordination.evaluation import actions, documents, feedback, judging, models, rules
from coordination.evaluation.actions import HowItEnds
from coordination.evaluation.by_word import ENDED, facts_of_end
from coordination.evaluation.models import CLOSING
from coordination.evaluation.models_of_retention import retention_of
from coordination.evaluation.pages import Answer, pages
from coordination.evaluation.rules import Disposition, Result
from coordination.evaluation.words import in_words
from coordination.seats.models import CaseFrame, facts_at_case
from coordination.tasks.models import TaskLine
from foundation import access, clock
from foundation.access import requires
from foundation.database import db
from foundation.web import Choice, Form, TextBlock, notice

__all__ = ["feedback", "judging", "pages"]

RESULTS = {
    Result.MET: _l("goal met"),
    Result.PARTLY_MET: _l("partly met"),
    Result.NOT_MET: _l("not met"),
    Result.CHANGED: _l("the goal has changed"),
}
DISPOSITIONS = {
    Disposition.CONFIRMED: _l("confirmed as done"),
    Disposition.CANCELLED: _l("cancelled"),
    Disposition.HANDED_ON: _l("goes on without the case"),
}


class CloseForm(Form):
    """How it turned out; a field for each open task is added for the case at hand."""

    result = Choice(_l("How did the goal turn out?"), [(each.value, word) for each, word in RESULTS.items()])
    why = TextBlock(_l("Why the joint work ends"), 1000, rows=2, hint=_l("One sentence. It stays with the case."))
    helped = TextBlock(_l("What helped"), 1000, rows=2, optional=True, hint=_l("For the next family."))

    def said(self, lines: list[TaskLine]) -> HowItEnds:
        """The filled form as the deed takes it."""
        chosen = {line.task.id: self[rules.field_of(line.task.number)].data for line in lines}
        return HowItEnds(
            Result(self.result.data) if self.result.data else None, self.why.data or "", self.helped.data or "",
            {key: Disposition(value) for key, value in chosen.items() if value},
        )  # fmt: skip


def _close_form(lines: list[TaskLine]) -> CloseForm:
    fields: dict[str, Any] = {}
    for line in lines:
        offered = [(each.value, DISPOSITIONS[each]) for each in rules.dispositions(models.as_open(line))]
        label = f"{line.task.number}. {line.wording.text}"
        fields[rules.field_of(line.task.number)] = Choice(label, offered, missing=_l("Say what becomes of this task."))
    made: type[CloseForm] = type("CloseFormOfCase", (CloseForm,), fields)
    return made()


@pages.route("/cases/<uuid:case_id>/closing", methods=["GET", "POST"])
@requires(CLOSING, facts=facts_at_case, looked=True)
def closing(case_id: UUID) -> Answer:
    if db.session.get_one(CaseFrame, case_id).state == "closed":
        return _closed_page(case_id, ReopenForm())
    lines = models.open_lines(case_id)
    form = _close_form(lines)
    told: list[int] = []
    if form.did(lambda: told.append(actions.close(case_id, form.said(lines), actor=access.actor()))):
        notice(_closed_sentence(told[0]))
        return redirect(url_for("overview.case", case_id=case_id), 303)
    lines = models.open_lines(case_id)
    _written, unwritten = documents.addresses(case_id)
    return render_template(
        "coordination/evaluation/close.html",
        unwritten=unwritten,
        form=form,
        case=case_of(case_id),
        tasks=[
            (line, form[rules.field_of(line.task.number)]) for line in lines if rules.field_of(line.task.number) in form
        ],
        coming=models.coming_meetings(case_id),
        last=judging.said_last(case_id),
        in_words=in_words,
        closings=models.closings_of(case_id),
        results=RESULTS,
        handed_on=Disposition.HANDED_ON,
        **_kept(db.session.get_one(CaseFrame, case_id)),
    )


def _kept(frame: CaseFrame) -> dict[str, Any]:
    """Until when the case must be kept, as the pages of closing say it; a case that is open as if closed now."""
    kept = retention_of(frame.town_id)
    return {"kept": kept, "kept_until": kept.until(frame.closed_at or clock.now())}


def _closed_sentence(told: int) -> str:
    closed = str(_("The case is closed. Its content is open to your office only."))
    if told == 0:
        return closed
    heard = ngettext("%(num)s person is told.", "%(num)s people are told.", told)
    return f"{closed} {heard}"


class ReopenForm(Form):
    """Why a case is opened again."""

    because = TextBlock(_l("Why you open it again"), 500, rows=2, missing=_l("Write why the case is opened again."))


@pages.post("/cases/<uuid:case_id>/reopening")
@requires(CLOSING, facts=facts_at_case)
def reopen(case_id: UUID) -> Answer:
    form = ReopenForm()
    if form.did(lambda: actions.reopen(case_id, because=form.because.data or "", actor=access.actor())):
        notice(_("The case is open again. Pledges and grounds hold as before."))
        return redirect(url_for("overview.case", case_id=case_id), 303)
    return _closed_page(case_id, form)


def _closed_page(case_id: UUID, form: ReopenForm) -> str:
    frame = db.session.get_one(CaseFrame, case_id)
    return render_template(
        "coordination/evaluation/closed.html",
        form=form,
        case=case_of(case_id),
        closed=frame.state == "closed",
        closings=models.closings_of(case_id),
        results=RESULTS,
        handed_on=Disposition.HANDED_ON,
        **_kept(frame),
    )


@pages.route("/ended/to-tell/<uuid:to_tell_id>", methods=["GET", "POST"])
@requires(CLOSING, facts=facts_of_end, write="W")
def tell(to_tell_id: UUID) -> Answer:
    one, form = one_waiting(to_tell_id), ToldForm()
    if one is None or one.matter != ENDED:
        notice(_("Nobody needs to be told about this any more."))
        return redirect(url_for("overview.home"), 303)
    name = one.name  # the deed lets go of the row
    if form.did(lambda: cases.note_told(to_tell_id, how=Told(form.how.data), by=access.actor().key)):
        notice(_("Noted: %(name)s knows.", name=name))
        return redirect(url_for("overview.home"), 303)
    one = one_waiting(to_tell_id) or one
    return render_template(
        "coordination/cases/tell.html",
        form=form,
        one=one,
        case=case_of(one.case_id),
        line=matter_of(one).line(one),
        sentence=matter_of(one).sentence(one),
        onwards=(_("How the case ended"), url_for(".closing", case_id=one.case_id)),
    )
