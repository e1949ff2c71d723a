"""The page of one thing to be told: whom, under which number, the sentence to say, and how it was told."""

from uuid import UUID

from flask import redirect, render_template
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.cases import actions, models
from coordination.cases.by_word import facts_of_telling, matter_of, one_waiting
from coordination.cases.pages import Answer, by, options, pages
from coordination.cases.rules import Told
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Choice, Form, notice

TOLD_NAMES: dict[str, LazyString] = {
    Told.PHONE: _l("by phone"),
    Told.IN_PERSON: _l("in person"),
    Told.PAPER: _l("on paper"),
}


class ToldForm(Form):
    """How somebody was told."""

    how = Choice(_l("How you told them"), options(TOLD_NAMES), missing=_l("Choose how you told them."))


@pages.route("/to-tell/<uuid:to_tell_id>", methods=["GET", "POST"])
@requires("participants_and_answers", facts=facts_of_telling)
def tell(to_tell_id: UUID) -> Answer:
    one, form = one_waiting(to_tell_id), ToldForm()
    if one is None:
        notice(_("Nobody needs to be told about this any more."))
        return redirect("/", 303)
    name = one.name  # the deed lets go of the row
    if form.submitted():
        try:
            actions.note_told(to_tell_id, how=Told(form.how.data), by=by())
            notice(_("Noted: %(name)s knows.", name=name))
            return redirect("/", 303)
        except Refused as refused:
            form.refuse(refused.reasons)
            one = one_waiting(to_tell_id) or one
    matter = matter_of(one)
    return render_template(
        "coordination/cases/tell.html",
        form=form,
        one=one,
        case=models.case(one.case_id),
        line=matter.line(one),
        sentence=matter.sentence(one),
        onwards=matter.page(one),
    )
