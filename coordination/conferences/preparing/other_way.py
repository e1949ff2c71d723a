"""Another way than a meeting: which one and why; the preparation rests, and can be taken up again."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.cases.models import case as case_of
from coordination.conferences import actions
from coordination.conferences.models import Conference, facts_of_convening, other_way_of
from coordination.conferences.pages import by, pages
from coordination.conferences.preparing import steps
from coordination.conferences.preparing.steps import AGENDA, Answer
from coordination.conferences.rules_of_convening import OtherTool, tool_instead
from coordination.conferences.words import TOOLS
from foundation.access import requires
from foundation.web import Choice, Form, TextBlock, notice


class OtherWayForm(Form):
    """What is done instead of a meeting."""

    tool = Choice(
        _l("What you do instead"), [(code, word) for code, word in TOOLS.items()], missing=_l("Choose what you do.")
    )
    why = TextBlock(
        _l("Why it helps more than a meeting"), 500, rows=2, hint=_l("One sentence. It stays with the case.")
    )  # fmt: skip


@pages.route("/conferences/<uuid:conference_id>/another-way", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_convening, looked=True)
def other_way(conference_id: UUID) -> Answer:
    draft = steps.draft(conference_id, resting=True)
    form = OtherWayForm(data=_known(draft))
    if form.did(lambda: _choose(draft, form)):
        notice(_("The preparation is closed, nobody was invited. It stays in what happened at the case."))
        return redirect(url_for("overview.case", case_id=draft.case_id), 303)
    return render_template(
        "coordination/conferences/preparing/other_way.html",
        form=form,
        conference=draft,
        case=case_of(draft.case_id),
        chosen=other_way_of(conference_id),
        tools=TOOLS,
    )


def _known(draft: Conference) -> dict[str, str]:
    """What the marks on the first step speak for, and what was written beside them."""
    return {"tool": tool_instead(draft.unsuited) or "", "why": draft.other_way or ""}


def _choose(draft: Conference, form: OtherWayForm) -> None:
    actions.choose_other_way(draft.id, tool=OtherTool(form.tool.data), why=form.why.data or "", by=by())


@pages.post("/conferences/<uuid:conference_id>/preparation")
@requires(AGENDA, facts=facts_of_convening)
def take_up_again(conference_id: UUID) -> Answer:
    draft, form = steps.draft(conference_id, resting=True), Form()
    if form.did(lambda: actions.take_up_again(conference_id, by=by())):
        notice(_("You prepare the meeting again, everything typed is here."))
    return redirect(url_for("conferences.goal", conference_id=draft.id), 303)
