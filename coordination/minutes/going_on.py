"""A meeting as it goes on: it is begun, one page for everybody at the table, and its end (domain 1.5)."""

from typing import Any
from uuid import UUID

from flask import Response, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.conferences.children import unprepared_there
from coordination.conferences.informed import family_knows
from coordination.conferences.models import Conference, Invitation, invitation_of
from coordination.conferences.words import ATTENDANCE as ATTENDANCE_WORDS
from coordination.minutes import actions, rules
from coordination.minutes.actions import Seen, Times
from coordination.minutes.models import facts_of_meeting, minutes_of
from coordination.minutes.now import now_at
from coordination.minutes.pages import (
    AGENDA,
    ATTENDANCE,
    MINUTES,
    Answer,
    at_door,
    at_door_of,
    leading,
    meeting_with,
    page,
    pages,
    recording,
    recording_item,
    sent,
    spoken,
    to_live,
)
from coordination.minutes.rules import SectionCode
from coordination.minutes.rules_of_agenda import opens_at
from coordination.minutes.table import AgendaItem, item_of, presences, sitting_of
from coordination.plans import actions as plans
from coordination.plans.models import plan_of
from coordination.plans.one_line import understood
from coordination.standpoints.actions.noting import NOTES
from foundation import access, clock
from foundation.access import requires
from foundation.reasons import Refused
from foundation.signatures import fingerprint
from foundation.web import DayField, Form, TextBlock, TextLine, TimeField, TogetherForm, notice, saved

# --- the beginning ---------------------------------------------------------------------------------------------------


class OpeningForm(Form):
    """That the meeting begins, and what was agreed about those who have not signed."""

    despite = TextBlock(
        _l("What you agreed about them"), 500, rows=2, optional=True,
        hint=_l("For example: leaves, stays for the part about their own task, signs on paper at once."),
    )  # fmt: skip


@pages.route("/conferences/<uuid:conference_id>/opening", methods=["GET", "POST"])
@requires(AGENDA, facts=leading, looked=True)
def opening(conference_id: UUID) -> Answer:
    if sitting_of(conference_id) is not None:
        return to_live(conference_id)
    form = OpeningForm()
    if form.submitted():
        try:
            actions.open_meeting(conference_id, despite=form.despite.data or "", actor=access.actor())
            return to_live(conference_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    conference = meeting_with(conference_id)
    opens = opens_at(conference.starts_at, clock.now())
    return page("opening", conference, form=form, unpledged=actions.unpledged(conference), opens_at=opens)


# --- the page of the meeting -----------------------------------------------------------------------------------------


@pages.get("/conferences/<uuid:conference_id>/live")
@requires(AGENDA, facts=facts_of_meeting, looked=True)
def live(conference_id: UUID) -> Response:
    """The page asks for itself every three seconds; while nothing has changed the answer is 304 without a page."""
    conference = meeting_with(conference_id)
    state = now_at(conference)
    tag = fingerprint(f"{state!r} {spoken()}")
    unchanged = tag in request.if_none_match
    answer = make_response("", 304) if unchanged else make_response(_live(conference, state, tag))
    answer.set_etag(tag)
    return answer


def _live(conference: Conference, state: Any, tag: str, form: Form | None = None) -> str:
    present = next((one.item for one in state.agenda if one.item.is_present), None)
    return page(
        "live", conference, now=state, tag=tag, present=present, note=_note_form(present) if present else None,
        task=TaskLineForm(formdata=None) if form is None else form, once=Form(formdata=None),
        leads=access.may(AGENDA, "W") and state.sitting is not None and state.sitting.ended_at is None,
        opens=access.may(AGENDA, "W"), may_minutes=access.may(MINUTES, "R"), notes=access.may(NOTES, "W"),
        writes=access.may(MINUTES, "W"), notes_presence=access.may(ATTENDANCE, "W"), attendance=ATTENDANCE_WORDS,
        Seen=Seen, minutes=minutes_of(conference.id), brief=SectionCode.BRIEF,
    )  # fmt: skip


@pages.post("/conferences/<uuid:conference_id>/live/next")
@requires(AGENDA, facts=leading)
def go_on(conference_id: UUID) -> Answer:
    if Form().submitted():
        _do(lambda: actions.go_to(conference_id, seen=_id_in("present"), actor=access.actor()))
    return to_live(conference_id)


@pages.post("/conferences/<uuid:conference_id>/live/item")
@requires(AGENDA, facts=leading)
def go_to(conference_id: UUID) -> Answer:
    wanted = _id_in("item")
    if Form().submitted() and wanted is not None:
        _do(lambda: actions.go_to(conference_id, wanted, actor=access.actor()))
    return to_live(conference_id)


def _id_in(name: str) -> UUID | None:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return None


def _do(deed: Any) -> None:
    """Do something that one button asks for; a refusal is told above the page to which it leads back."""
    try:
        deed()
    except Refused as refused:
        notice(" ".join(_(one.sentence, **one.values) for one in refused.reasons), "warn")


# --- what is written meanwhile ---------------------------------------------------------------------------------------


class NoteForm(TogetherForm):
    """What is said about one item of the agenda."""

    note = TextBlock(_l("What was said"), 4000, rows=4, optional=True)


def _note_form(item: AgendaItem, **options: Any) -> NoteForm:
    return NoteForm(data={"note": item.note, "version": str(item.version)}, **options)


@pages.route("/agenda/<uuid:item_id>/note", methods=["GET", "POST"])
@requires(MINUTES, facts=recording_item)
def note(item_id: UUID) -> Answer:
    found = item_of(item_id)
    assert found is not None
    form, conference_id = _note_form(found), found.conference_id

    def deed() -> None:
        actions.write_note(item_id, form.note.data or "", version=form.seen, actor=access.actor())

    def saved_last() -> TogetherForm:
        last = item_of(item_id)
        assert last is not None
        return _note_form(last, formdata=None)

    theirs = saved(form, deed, saved_last)
    if theirs is None:
        notice(_("Saved."))
        return to_live(conference_id)
    shown = page("note", meeting_with(conference_id), form=form, item=item_of(item_id), theirs=theirs,
                 home=url_for("minutes.live", conference_id=conference_id))  # fmt: skip
    return shown, 409 if theirs else 200


class TaskLineForm(Form):
    """A task in one line, as it is said at the table."""

    line = TextLine(
        _l("Next task: who, what, by when"), 200, missing=_l("Write who does what by when."),
        hint=_l("For example: Nováková: calls the school by Friday"),
    )  # fmt: skip


@pages.post("/conferences/<uuid:conference_id>/live/task")
@requires("plan_goals_all_tasks", facts=recording)
def add_task(conference_id: UUID) -> Answer:
    form, conference = TaskLineForm(), meeting_with(conference_id)
    plan = plan_of(conference.case_id)
    if form.submitted() and plan is not None:
        try:
            draft, _seat = understood(conference.case_id, form.line.data or "")
            plans.write_task(plan.id, draft, actor=access.actor())
            if draft.seat_id is None or draft.due_on is None:
                notice(_("The task is written down, fill in what is missing."), "warn")
            else:
                notice(_("The task is written down: %(text)s", text=draft.text))
            return to_live(conference_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    conference = meeting_with(conference_id)
    state = now_at(conference)
    return _live(conference, state, fingerprint(repr(state)), form), 409


# --- who is there ----------------------------------------------------------------------------------------------------


@pages.post("/invitations/<uuid:invitation_id>/presence")
@requires(ATTENDANCE, facts=at_door)
def presence(invitation_id: UUID) -> Answer:
    conference_id = _invited(invitation_id).conference_id
    seen = next((one for one in Seen if one.value in request.form), None)
    if Form().submitted() and seen is not None:
        _do(lambda: actions.note_presence(invitation_id, seen, actor=access.actor()))
    return to_live(conference_id)


def _invited(invitation_id: UUID) -> Invitation:
    found = invitation_of(invitation_id)
    assert found is not None
    return found


class TimesForm(Form):
    """When somebody came and left."""

    came = TimeField(_l("Came at"), optional=True)
    left = TimeField(_l("Left at"), optional=True, hint=_l("Empty: stayed to the end."))


@pages.route("/invitations/<uuid:invitation_id>/times", methods=["GET", "POST"])
@requires(ATTENDANCE, facts=at_door)
def times(invitation_id: UUID) -> Answer:
    each = _invited(invitation_id)
    conference_id, known = each.conference_id, presences(each.conference_id).get(invitation_id)
    held = {name: clock.in_prague(moment).time().replace(second=0) for name, moment in
            (("came", known and known.arrived_at), ("left", known and known.left_at)) if moment}  # fmt: skip
    form = TimesForm(data=held)
    if form.submitted():
        try:
            written = Times(form.came.data, form.left.data)
            actions.correct_times(invitation_id, written, actor=access.actor())
            return to_live(conference_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page("times", meeting_with(conference_id), form=form, each=_invited(invitation_id), Seen=Seen,
                once=Form(formdata=None))  # fmt: skip


@pages.post("/conferences/<uuid:conference_id>/attendance-list")
@requires(ATTENDANCE, facts=at_door_of)
def attendance_list(conference_id: UUID) -> Answer:
    if Form().submitted():
        return sent(actions.print_attendance_list(conference_id, language=spoken(), actor=access.actor()))
    return to_live(conference_id)


# --- the end ---------------------------------------------------------------------------------------------------------


class ClosingForm(Form):
    """What is announced at the end."""

    due_on = DayField(_l("By when the minutes will be ready"), hint=_l("Say the day aloud."))
    comments_until = DayField(_l("Until when people may comment"))
    uninformed_because = TextBlock(
        _l("Why there is no record that the family was told"), 500, rows=2, optional=True,
        hint=_l("Better add the record. The reason stays with the meeting."),
    )  # fmt: skip
    unprepared_because = TextBlock(
        _l("Why there is no record that the child was prepared"), 500, rows=2, optional=True,
        hint=_l("Better add the record. The reason stays with the meeting."),
    )  # fmt: skip


@pages.route("/conferences/<uuid:conference_id>/closing", methods=["GET", "POST"])
@requires(MINUTES, facts=recording, looked=True)
def closing(conference_id: UUID) -> Answer:
    due = rules.usual_due_day(clock.today())
    form = ClosingForm(data={"due_on": due, "comments_until": rules.usual_comments_day(due)})
    if form.submitted():
        try:
            actions.end_meeting(
                conference_id, due_on=form.due_on.data, comments_until=form.comments_until.data,
                uninformed_because=form.uninformed_because.data or "",
                unprepared_because=form.unprepared_because.data or "", actor=access.actor(),
            )  # fmt: skip
            notice(_("The meeting has ended. Now its minutes can be written."))
            return redirect(url_for("minutes.show", conference_id=conference_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    conference = meeting_with(conference_id)
    return page(
        "closing",
        conference,
        form=form,
        informed=family_knows(conference_id),
        sitting=sitting_of(conference_id),
        unprepared=unprepared_there(conference),
    )
