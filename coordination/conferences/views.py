"""The counter of conferences: who comes, what was said for whom, the meeting itself, calling off."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as PlainForm

from coordination.cases.models import case as case_of
from coordination.cases.models import members
from coordination.conferences import (
    accompanying,
    actions,
    answering,
    confirming,
    correcting,
    entering,
    informing,
    inviting,
    moving,
    naming,
    pledging,
    posting,
    preparing,
    proposing,
    rules,
    touched,
)
from coordination.conferences.children import children_shown, guides_of, unprepared_there
from coordination.conferences.corrections import corrections_of
from coordination.conferences.informed import still_to_tell, told_of
from coordination.conferences.models import (
    Conference,
    Invitation,
    conference_of,
    expected,
    facts_of_attending,
    facts_of_conference,
    facts_of_convening,
    facts_of_invitation,
    facts_of_seat_as_coordinator,
    invitation_of,
)
from coordination.conferences.on_paper import papers_shown
from coordination.conferences.pages import by, pages, parts_beside, parts_for_everybody, parts_formerly
from coordination.conferences.participants import participants, table_of, who_entered, who_wrote, without_ground
from coordination.conferences.rules import Attendance, ConferenceState, HowTold
from coordination.conferences.words import ANSWERS, ATTENDANCE, MEETING_KINDS, OWN_ANSWERS, STATES, TOLD
from coordination.seats.models import Seat
from coordination.seats.rules import Role
from foundation import access, clock
from foundation.access import Audience, requires
from foundation.database import db
from foundation.reasons import Refused
from foundation.web import Choice, DayField, Dropdown, Form, TextBlock, notice

__all__ = [
    "accompanying",
    "answering",
    "confirming",
    "correcting",
    "entering",
    "informing",
    "inviting",
    "moving",
    "naming",
    "pages",
    "pledging",
    "posting",
    "preparing",
    "proposing",
    "touched",
]

Answer = str | Response
AGENDA = "conference_and_agenda"


def _found(conference_id: UUID) -> Conference:
    return conference_of(conference_id) or abort(404)


# --- the page of a conference ----------------------------------------------------------------------------------------


@pages.get("/conferences/<uuid:conference_id>")
@requires(AGENDA, facts=facts_of_conference, looked=True)
def show(conference_id: UUID) -> Answer:
    conference = _found(conference_id)
    if conference.state is ConferenceState.DRAFT:
        return redirect(url_for("conferences.check", conference_id=conference_id), 303)
    return _page(conference, HeldForm())


class HeldForm(Form):
    """That the meeting took place; and, where nothing says how the family learned of it, why not (S2-26)."""

    uninformed_because = TextBlock(
        _l("Why there is no record that the family was told"), 500, rows=2, optional=True,
        hint=_l("Better add the record. The reason stays with the meeting."),
    )  # fmt: skip
    unprepared_because = TextBlock(
        _l("Why there is no record that the child was prepared"), 500, rows=2, optional=True,
        hint=_l("Better add the record. The reason stays with the meeting."),
    )  # fmt: skip


def _page(conference: Conference, form: HeldForm) -> str:
    lines = participants(conference)
    coordinates = access.facts().role == Role.COORDINATOR
    begun = conference.starts_at is not None and clock.now() >= conference.starts_at
    to_come = conference.state is ConferenceState.CONVENED and not begun
    papers, own = papers_shown(conference) if coordinates else {}, _own_line(conference)
    return render_template(
        "coordination/conferences/show.html",
        form=form,
        conference=conference,
        case=case_of(conference.case_id),
        lines=lines,
        seated=[line.mark for line in lines if not line.left],
        roll=table_of(lines),
        may=access.may,
        states=STATES,
        attendance=ATTENDANCE,
        told=TOLD,
        coordinates=coordinates,
        own=own,
        answers=OWN_ANSWERS,
        lacking=without_ground(lines) if coordinates and not conference.cancelled_at else [],
        begun=begun,
        formerly=parts_formerly(conference.case_id, conference),
        parts=[
            *(parts_for_everybody(conference) if conference.convened_at and not conference.cancelled_at else ()),
            *(parts_beside(conference) if coordinates and to_come else ()),
        ],
        missing=[each.name for each in expected(conference) if each.attendance is None],
        children=children_shown(conference, own),
        guides=guides_of(conference),
        unprepared=unprepared_there(conference),
        informed=told_of(conference.id) if access.may("family_informed_record", "R") else None,
        untold=still_to_tell(conference) if coordinates and to_come else [],
        kinds=MEETING_KINDS,
        whole=_may_read_of_everybody(conference.case_id),
        **moving.history(conference, shown=coordinates),
        papers=papers,
        out_of_date=[each.name for each in conference.invitations if each.id in papers and papers[each.id].outdated],
        to_do=[
            (each, papers[each.id]) for each in conference.invitations if each.id in papers and papers[each.id].asks
        ],
        wrote=who_wrote(conference) if coordinates else {},
        entered_by=who_entered(conference),
        corrections=corrections_of(conference.id) if coordinates and conference.entered_at else (),
    )


def _may_read_of_everybody(case_id: UUID) -> bool:
    """Whether the visitor may read what is said about the family as a whole."""
    family = frozenset(person.id for person in members(case_id))
    return access.may("brief_goal_areas_members", "R", Audience(members=family))


def _own_line(conference: Conference) -> Invitation | None:
    """The visitor's own invitation; the coordinator invites herself and has nothing to answer."""
    seat_id = access.facts().seat_id
    invited = (each for each in conference.invitations if seat_id is not None and each.seat_id == seat_id)
    return next((each for each in invited if each.role != Role.COORDINATOR), None)


# --- what the coordinator heard --------------------------------------------------------------------------------------

_ANSWERS = [(code, word) for code, word in ANSWERS.items()]
_HEARD = (HowTold.PHONE, HowTold.IN_PERSON, HowTold.EMAIL, HowTold.PAPER, HowTold.DATA_BOX)


class HeardForm(Form):
    """An answer that somebody gave by word or on paper."""

    answer = Choice(_l("What the answer is"), _ANSWERS)
    told = Dropdown(_l("How you learned it"), [(each.value, TOLD[each]) for each in _HEARD])
    said_on = DayField(
        _l("On which day"), missing=_l("Write on which day."), hint=_l("The day of the call, or the one on the slip.")
    )
    note = TextBlock(_l("Note"), 500, rows=2, optional=True)

    def leave_out_what_only_organisations_do(self) -> None:
        """A private person sends nobody instead and has no data box."""
        self.answer.choices = [each for each in _ANSWERS if each[0] != rules.Answer.SUBSTITUTE]
        self.told.choices = [(each.value, TOLD[each]) for each in _HEARD if each != HowTold.DATA_BOX]


@pages.route("/invitations/<uuid:invitation_id>/answer", methods=["GET", "POST"])
@requires("participants_and_answers", facts=facts_of_invitation, looked=True)
def answer_as_said(invitation_id: UUID) -> Answer:
    invitation = invitation_of(invitation_id) or abort(404)
    if invitation.awaits_person:
        return redirect(url_for("conferences.name_as_said", invitation_id=invitation_id), 303)
    on_slip = invitation.how_told == HowTold.PAPER
    told = HowTold.PAPER if on_slip else HowTold.PHONE
    form, conference_id = HeardForm(data={"told": told, "said_on": clock.today()}), invitation.conference_id
    if invitation.person_id is not None:
        form.leave_out_what_only_organisations_do()
    if form.submitted():
        try:
            actions.answer_as_said(invitation_id, **_heard(form), by=by())
            return redirect(url_for("conferences.show", conference_id=conference_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template(
        "coordination/conferences/answer_as_said.html",
        form=form,
        invitation=invitation_of(invitation_id),
        case=case_of(invitation.conference.case_id),
    )


def _heard(form: HeardForm) -> dict[str, Any]:
    return {
        "answer": rules.Answer(form.answer.data),
        "told": HowTold(form.told.data),
        "said_on": form.said_on.data,
        "note": form.note.data or "",
    }


# --- the meeting -----------------------------------------------------------------------------------------------------


class PresenceForm(PlainForm):
    """How one person was there."""

    invitation = HiddenField()
    how = Choice(_l("Attendance"), list(ATTENDANCE.items()), missing=None)


class AttendanceForm(Form):
    """Who was there, a row for each invited person."""

    people = FieldList(FormField(PresenceForm))


@pages.route("/conferences/<uuid:conference_id>/attendance", methods=["GET", "POST"])
@requires("attendance", facts=facts_of_attending, looked=True)
def attendance(conference_id: UUID) -> Answer:
    conference = _found(conference_id)
    if conference.state is ConferenceState.DRAFT:
        return redirect(url_for("conferences.show", conference_id=conference_id), 303)
    names = {str(each.id): each for each in expected(conference)}
    kept = [{"invitation": key, "how": str(each.attendance or "") or None} for key, each in names.items()]
    form = AttendanceForm(people=kept)
    if form.submitted():
        try:
            actions.record_attendance(conference_id, _present(form), by=by())
            notice(_("Saved."))
            return redirect(url_for("conferences.show", conference_id=conference_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    rows = [(names[row.form.invitation.data], row.form) for row in form.people if row.form.invitation.data in names]
    case = case_of(conference.case_id)
    return render_template(
        "coordination/conferences/attendance.html", form=form, conference=conference, case=case, rows=rows
    )


def _present(form: AttendanceForm) -> dict[UUID, Attendance]:
    found = {}
    for row in form.people:
        try:
            found[UUID(row.form.invitation.data or "")] = Attendance(row.form.how.data or "")
        except ValueError:
            continue
    return found


@pages.post("/conferences/<uuid:conference_id>/held")
@requires("attendance", facts=facts_of_conference)
def held(conference_id: UUID) -> Answer:
    form = HeldForm()
    why, unprepared = form.uninformed_because.data or "", form.unprepared_because.data or ""
    if form.did(
        lambda: actions.mark_held(conference_id, uninformed_because=why, unprepared_because=unprepared, by=by())
    ):
        notice(_("The meeting is marked as held. Now its plan can be written."))
        return redirect(url_for("conferences.show", conference_id=conference_id), 303)
    return _page(_found(conference_id), form)


# --- calling off, taking somebody off --------------------------------------------------------------------------------


class CallOffForm(Form):
    """Why the meeting does not take place, and whether there will be another date."""

    why = TextBlock(
        _l("Why"), 500, rows=2, missing=_l("Write why the meeting is called off. Only you see it."),
        hint=_l("It stays in the case. The letters do not say it."),
    )  # fmt: skip
    another = Choice(
        _l("Another date"), [("yes", _l("We will propose one")), ("no", _l("There will be none"))],
    )  # fmt: skip
    another_by = DayField(_l("By when we propose it"), optional=True)


@pages.route("/conferences/<uuid:conference_id>/call-off", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_convening)
def call_off(conference_id: UUID) -> Answer:
    form = CallOffForm()
    if form.submitted() and _replacement_said(form):
        by_when = form.another_by.data if form.another.data == "yes" else None
        try:
            actions.call_off(conference_id, why=form.why.data or "", another_by=by_when, by=by())
            notice(_("The meeting is called off. Everybody invited by mail will hear of it."))
            return redirect(url_for("conferences.show", conference_id=conference_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    conference = _found(conference_id)
    asked = [each for each in conference.invitations if each.stands]
    unreached = [each for each in asked if each.how_told != HowTold.EMAIL or each.awaits_person]
    return render_template(
        "coordination/conferences/call_off.html",
        form=form,
        conference=conference,
        case=case_of(conference.case_id),
        unreached=unreached,
    )


def _replacement_said(form: CallOffForm) -> bool:
    """Whether the day is there that the letter promises."""
    if form.another.data == "yes" and form.another_by.data is None:
        form.another_by.errors = [_("Write by when you propose another date, the letter says so.")]
        return False
    return True


class RemoveForm(Form):
    """Why somebody is taken off the case."""

    reason = TextBlock(_l("Why"), 500, rows=2, missing=_l("Write why. Only you see it."))


@pages.route("/seats/<uuid:seat_id>/removal", methods=["GET", "POST"])
@requires("participants_and_answers", facts=facts_of_seat_as_coordinator)
def remove(seat_id: UUID) -> Answer:
    seat, form = db.session.get_one(Seat, seat_id), RemoveForm()
    case_id = seat.case_id
    if form.did(lambda: actions.remove(seat_id, reason=form.reason.data or "", by=by())):
        notice(_("The seat is closed. Nothing of the case opens to this person any more."))
        return redirect(url_for("overview.case", case_id=case_id), 303)
    return render_template("coordination/conferences/remove.html", form=form, seat=seat, case=case_of(case_id))
