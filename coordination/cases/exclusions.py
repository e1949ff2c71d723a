"""Who must never see a case, and why: known to its coordinator alone."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agencies.staff.models import workers_by_agency
from coordination.cases import actions, models
from coordination.cases.pages import Answer, by, pages
from coordination.seats.models import facts_at_case
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import (
    Dropdown,
    Form,
    TextBlock,
    notice,
)


class ExclusionForm(Form):
    """A worker who must not see the case, with the reason for the coordinator alone."""

    worker = Dropdown(_l("Who"))
    reason = TextBlock(
        _l("Why"), 1000, rows=3, hint=_l("Only you read it, and whoever coordinates the case after you.")
    )


@pages.route("/cases/<uuid:case_id>/exclusions", methods=["GET", "POST"])
@requires("exclusion_and_reason", facts=facts_at_case, looked=True)
def exclude(case_id: UUID) -> Answer:
    form = ExclusionForm()
    form.worker.choices = [("", ""), *_everybody()]
    if form.submitted():
        try:
            actions.exclude(case_id, UUID(form.worker.data), why=form.reason.data or "", by=by())
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            notice(_("Saved. From now on this worker finds no such case."))
            return redirect(url_for(".people", case_id=case_id), 303)
    return render_template(
        "coordination/cases/exclude.html",
        form=form,
        case=models.case(case_id),
        excluded=models.excluded_workers(case_id),
    )


def _everybody() -> list[tuple[str, str]]:
    """Every worker with a post today, by name."""
    found = {
        str(post.worker_id): f"{post.worker.name}, {post.agency.name}"
        for posts in workers_by_agency().values()
        for post in posts
    }
    return sorted(found.items(), key=lambda option: option[1])
