"""The counter for a meeting that was held without the house: one page, and whoever was there stands on it."""

from typing import Any, TypeVar
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as PlainForm

from coordination.cases.models import case as case_of
from coordination.conferences import actions
from coordination.conferences.actions import Attended, PastMeeting, When
from coordination.conferences.invitees import Candidate, candidates, to_add
from coordination.conferences.models import Conference, facts_of_beginning
from coordination.conferences.pages import by, pages
from coordination.conferences.rules import Attendance, MeetingKind
from coordination.conferences.words import ATTENDANCE, FOR_WORKERS, MEETING_KINDS, ROLES
from coordination.seats.models import CaseFrame
from coordination.seats.rules import Role
from foundation.access import requires
from foundation.database import db
from foundation.reasons import Refused
from foundation.web import Choice, DayField, Dropdown, Form, TextBlock, TextLine, Tick, TimeField, notice

AGENDA = "conference_and_agenda"
Answer = str | Response
_OWN = [(one.value, ATTENDANCE[one]) for one in Attendance if one != Attendance.INFORMED_ONLY]
_HOW = [("", _l("leave out")), *ATTENDANCE.items()]


class PersonForm(PlainForm):
    """How one person was there, and as what."""

    key = HiddenField()
    how = Dropdown(_l("Was there"), _HOW, optional=True)
    role = Dropdown(_l("As what"), [(role.value, ROLES[role]) for role in FOR_WORKERS], missing=None)


class PastForm(Form):
    """A past meeting on one page."""

    meets_on = DayField(_l("Day"), hint=_l("For example 3. 3. 2026."))
    wall_from = TimeField(_l("From"))
    wall_to = TimeField(_l("To"))
    place = TextLine(_l("Place"), 200)
    place_is_sensitive = Tick(_l("Keep the place from those who have not pledged"))
    goal = TextBlock(_l("What it was about"), 400, rows=2, hint=_l("One sentence."))
    kind = Choice(_l("What kind of meeting it was"), list(MEETING_KINDS.items()), default=MeetingKind.WITH_FAMILY.value)
    own = Choice(_l("Were you there?"), _OWN, default="present")
    people = FieldList(FormField(PersonForm))
    searched = TextLine(_l("Add from the directory of organisations"), 100, optional=True)
    uninformed_because = TextBlock(
        _l("If nobody told the family before: why"), 400, rows=2, optional=True,
        hint=_l("Leave it empty when the family knew. On the next page you record how they learned of it."),
    )  # fmt: skip

    def when(self) -> When:
        """The times as the deed takes them."""
        return When(
            meets_on=self.meets_on.data, wall_from=self.wall_from.data, wall_to=self.wall_to.data,
            place=self.place.data or "", place_is_sensitive=bool(self.place_is_sensitive.data), answer_by=None,
        )  # fmt: skip


@pages.route("/cases/<uuid:case_id>/conferences/past", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_beginning, looked=True)
def enter(case_id: UUID) -> Answer:
    added = added_agencies()
    known = {each.key: each for each in _candidates(case_id, added)}
    form = _form(known)
    searching = "find" in request.form or "add" in request.form
    if not searching and form.submitted():
        try:
            entered = actions.enter(case_id, past_meeting(form, known), by=by())
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            return _onwards(entered, knew=not form.uninformed_because.data)
    return page(form, known, added, case_id)


def page(form: PastForm, known: dict[str, Candidate], added: list[UUID], case_id: UUID, **also: Any) -> str:
    """The one page on which a past meeting is written down or corrected."""
    searching = "find" in request.form or "add" in request.form
    searched = (form.searched.data or "").strip() if "find" in request.form else ""
    return render_template(
        "coordination/conferences/enter.html",
        form=form,
        case=case_of(case_id),
        rows=[(known[row.form.key.data], row.form) for row in form.people if row.form.key.data in known],
        added=added,
        searching=searching,
        searched=searched,
        found=to_add(searched, {each.agency_id for each in known.values()}) if searched else (),
        **{"correcting": None, "corrections": (), **also},
    )


def added_agencies() -> list[UUID]:
    """The agencies brought onto the page from the directory; what was typed beside stays in the form."""
    found = []
    for word in [*request.form.getlist("added")[:40], *request.form.getlist("add")[:1]]:
        try:
            found.append(UUID(word))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _candidates(case_id: UUID, added: list[UUID]) -> list[Candidate]:
    """Everybody who can have been there: as for a meeting that nobody prepares."""
    town_id = db.session.get_one(CaseFrame, case_id).town_id
    offered = candidates(Conference(case_id=case_id, town_id=town_id, invitations=[]), added)
    return [each for each in offered if each.worker_id or each.person_id]


def _form(known: dict[str, Candidate]) -> PastForm:
    form = PastForm(data={"people": [_row_of(each) for each in known.values()]})
    return with_rows(form, known)


Filled = TypeVar("Filled", bound=PastForm)


def with_rows(form: Filled, known: dict[str, Candidate]) -> Filled:
    """The form with a row for everybody who can have been there."""
    there = {row.form.key.data for row in form.people}
    for key, each in known.items():
        if key not in there:
            form.people.append_entry(_row_of(each))
    return form


def _row_of(candidate: Candidate) -> dict[str, Any]:
    return {"key": candidate.key, "how": "", "role": "" if candidate.private else str(candidate.role)}


def past_meeting(form: PastForm, known: dict[str, Candidate]) -> PastMeeting:
    there = [
        _attended(known[row.form.key.data], row)
        for row in form.people
        if row.form.key.data in known and row.form.how.data
    ]
    return PastMeeting(
        when=form.when(), goal=form.goal.data or "", kind=MeetingKind(form.kind.data), people=there,
        own=Attendance(form.own.data), uninformed_because=form.uninformed_because.data or "",
    )  # fmt: skip


def _attended(candidate: Candidate, row: Any) -> Attended:
    chosen = Role(row.form.role.data) if row.form.role.data and not candidate.private else candidate.role
    return Attended(
        field=row.form.role.name, worker_id=candidate.worker_id, person_id=candidate.person_id,
        agency_id=candidate.agency_id, role=chosen, name=candidate.name, function=candidate.function,
        agency_name=candidate.agency_name, attendance=Attendance(row.form.how.data), accompanies_id=candidate.beside,
    )  # fmt: skip


def _onwards(conference_id: UUID, *, knew: bool) -> Response:
    """To the meeting, or first to how the family learned of it."""
    if knew:
        notice(_("The meeting is written down, nobody got a letter. Now record how the family learned of it."))
        return redirect(url_for("conferences.informed", conference_id=conference_id), 303)
    notice(_("The meeting is written down, nobody got a letter."))
    return redirect(url_for("conferences.show", conference_id=conference_id), 303)
