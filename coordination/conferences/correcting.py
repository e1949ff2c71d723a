"""The counter for correcting a meeting that was entered afterwards: the same page, filled in, and why."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.conferences import actions, entering
from coordination.conferences.entering import AGENDA, Answer, PastForm
from coordination.conferences.invitees import Candidate, candidates
from coordination.conferences.models import Conference, Invitation, conference_of, facts_of_convening
from coordination.conferences.pages import by, pages
from coordination.seats.rules import Role
from foundation import clock
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import TextBlock, notice


class CorrectionForm(PastForm):
    """A past meeting as it should stand, and why it did not."""

    why = TextBlock(_l("Why you correct it"), 400, rows=2, hint=_l("One sentence. It stays with the meeting."))


@pages.route("/conferences/<uuid:conference_id>/correction", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_convening, looked=True)
def correct(conference_id: UUID) -> Answer:
    meeting = conference_of(conference_id) or abort(404)
    if meeting.entered_at is None:
        return redirect(url_for("conferences.show", conference_id=conference_id), 303)
    added = entering.added_agencies()
    known = {each.key: each for each in candidates(meeting, added) if each.worker_id or each.person_id}
    form = entering.with_rows(CorrectionForm(data=_present(meeting, known)), known)
    if (own := _convenor(meeting)) is not None:  # whoever wrote it down, also after a hand-over
        form.own.label.text = _("Was there: %(name)s", name=own.name)
    if not {"find", "add"} & set(request.form) and form.submitted():
        try:
            shown = {key for each in known.values() if (key := each.worker_id or each.person_id)}
            past = entering.past_meeting(form, known)
            actions.correct(conference_id, past, shown=shown, why=form.why.data or "", by=by())
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            notice(_("Corrected. What stood there before stays on record below."))
            return redirect(url_for("conferences.show", conference_id=conference_id), 303)
    meeting = conference_of(conference_id) or abort(404)
    return entering.page(form, known, added, meeting.case_id, correcting=meeting)


def _present(meeting: Conference, known: dict[str, Candidate]) -> dict[str, Any]:
    assert meeting.starts_at is not None
    assert meeting.ends_at is not None
    own = _convenor(meeting)
    return {
        "meets_on": meeting.day, "wall_from": clock.in_prague(meeting.starts_at).time(),
        "wall_to": clock.in_prague(meeting.ends_at).time(), "place": meeting.place,
        "place_is_sensitive": meeting.place_is_sensitive, "goal": meeting.goal, "kind": str(meeting.kind),
        "own": str(own.attendance) if own and own.attendance else "present",
        "people": [_row_of(each) for each in known.values()],
    }  # fmt: skip


def _convenor(meeting: Conference) -> Invitation | None:
    return next((each for each in meeting.invitations if each.role == Role.COORDINATOR), None)


def _row_of(candidate: Candidate) -> dict[str, Any]:
    row = candidate.listed if candidate.listed is not None and candidate.listed.stands else None
    how = str(row.attendance) if row is not None and row.attendance else ""
    return {"key": candidate.key, "how": how, "role": "" if candidate.private else str(candidate.role)}
