"""What the five steps of preparing a conference have in common: their frame, the way onwards, the way back."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from coordination.cases.models import case as case_of
from coordination.conferences.models import Conference, conference_of, next_number
from coordination.conferences.pages import parts_formerly
from coordination.conferences.rules import ConferenceState
from foundation.web import Form, notice

Answer = str | Response
AGENDA = "conference_and_agenda"
PAGES = ("goal", "people", "time", "bring", "check")
STEPS = (_l("Goal"), _l("Who"), _l("When and where"), _l("What to bring"), _l("Check"))


def draft(conference_id: UUID, *, resting: bool = False) -> Conference:
    """The draft; a meeting that is convened already shows its own page instead.

    So does the other way that was chosen, unless `resting` drafts are wanted too.
    """
    conference = conference_of(conference_id) or abort(404)
    if conference.state is not ConferenceState.DRAFT:
        abort(redirect(url_for("conferences.show", conference_id=conference_id), 303))
    if conference.set_aside_at is not None and not resting:
        abort(redirect(url_for("conferences.other_way", conference_id=conference_id), 303))
    return conference


def page(name: str, case_id: UUID, conference: Conference | None, form: Form, **also: Any) -> str:
    """One step; the first one is there before anything is written down."""
    step = PAGES.index(name) + 1
    here = [address(conference, each, from_check=name == "check") for each in PAGES] if conference else []
    before = here[step - 2] if step > 1 else url_for("overview.case", case_id=case_id)
    return render_template(
        f"coordination/conferences/preparing/{name}.html",
        form=form,
        conference=conference,
        case=case_of(case_id),
        number=conference.number if conference else next_number(case_id),
        steps=STEPS,
        step=step,
        addresses=dict(zip(PAGES, here, strict=False)),
        formerly=parts_formerly(case_id, conference),
        before=here[-1] if here and back_to_check() else before,
        **also,
    )


def address(conference: Conference, name: str, *, from_check: bool = False) -> str:
    """Where a step is; one that is opened from the last step leads straight back to it."""
    back = "check" if from_check and name != "check" else None
    return url_for(f"conferences.{name}", conference_id=conference.id, back=back)


def back_to_check() -> bool:
    """Whether the coordinator came from the last step to change one thing."""
    return request.args.get("back") == "check"


def onwards(conference: Conference, endpoint: str) -> Response:
    """To the next step, home when the coordinator goes on another time, or to the other way that she chooses."""
    if "later" in request.form:
        notice(_("Saved. You can go on any time, nothing has been sent."))
        return redirect(url_for("overview.case", case_id=conference.case_id), 303)
    further = "conferences.check" if back_to_check() else endpoint
    wanted = "conferences.other_way" if "instead" in request.form else further
    return redirect(url_for(wanted, conference_id=conference.id), 303)
