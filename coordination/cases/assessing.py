"""The counter of the assessment of the child and the family."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.cases import actions, models
from coordination.cases.actions import Assessed
from coordination.cases.assessments import ASSESSMENT, FamilyAssessment, assessments_of
from coordination.cases.pages import Answer, pages
from coordination.seats.models import facts_at_case
from foundation import access, clock
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import DayField, Form, TextBlock, notice


class AssessmentForm(Form):
    """The areas in which the situation is assessed (decree 473/2012, § 1)."""

    made_on = DayField(_l("Assessed on"), missing=_l("Write on which day it was assessed."))
    causes = TextBlock(
        _l("What caused the situation"), 3000, rows=4, missing=_l("Write what caused the situation."),
        hint=_l("And how long it has lasted."),
    )  # fmt: skip
    child = TextBlock(
        _l("The child"), 3000, rows=5, missing=_l("Write how the child is."),
        hint=_l("Health, school, relations, what the child says and wants."),
    )  # fmt: skip
    family = TextBlock(
        _l("The family and what surrounds it"), 3000, rows=5, missing=_l("Write how the family is."),
        hint=_l("What the parents can do, housing, money, relatives, services."),
    )  # fmt: skip
    strengths = TextBlock(_l("What one can build on"), 1500, rows=3, optional=True)

    def assessed(self) -> Assessed:
        """The filled form as the deed takes it."""
        return Assessed(
            self.made_on.data, self.causes.data or "", self.child.data or "", self.family.data or "",
            self.strengths.data or "",
        )  # fmt: skip


@pages.route("/cases/<uuid:case_id>/assessment", methods=["GET", "POST"])
@requires(ASSESSMENT, facts=facts_at_case, looked=True)
def assessment(case_id: UUID) -> Answer:
    kept = assessments_of(case_id)
    form = AssessmentForm(data=_as_last(kept[0]) if kept else {"made_on": clock.today()})
    if access.may(ASSESSMENT, "W") and form.submitted():
        try:
            actions.assess(case_id, form.assessed(), actor=access.actor())
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            notice(_("The assessment is kept. Those before it stay readable below."))
            return redirect(url_for(".assessment", case_id=case_id), 303)
    return render_template(
        "coordination/cases/assessment.html",
        form=form,
        writes=access.may(ASSESSMENT, "W"),
        case=models.case(case_id),
        kept=assessments_of(case_id),
    )


def _as_last(last: FamilyAssessment) -> dict[str, object]:
    """The next one begins with the words of the last, on another day."""
    words = {name: getattr(last, name) for name in ("causes", "child", "family", "strengths")}
    return {"made_on": clock.today(), **words}
