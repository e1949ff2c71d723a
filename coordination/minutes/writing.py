"""The minutes on their pages: written together, sent for comments, commented, approved, corrected."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.cases.models import case as case_of
from coordination.conferences.models import Conference
from coordination.minutes import actions, models, reading, rules
from coordination.minutes.actions import Frame, SectionText
from coordination.minutes.against import against_received
from coordination.minutes.content import Content, from_json
from coordination.minutes.copies import Reader, copy_for, reader_of, seats_at
from coordination.minutes.gathering import content_of
from coordination.minutes.handing_words import FOR_WHOM, HEADINGS, STATES
from coordination.minutes.models import Minutes, facts_of_minutes_at, minutes_of
from coordination.minutes.pages import (
    MINUTES,
    Answer,
    answering,
    coordinating,
    meeting_with,
    minutes_with,
    page,
    pages,
    recording,
    spoken,
    to_minutes,
    with_seat,
    writing,
)
from coordination.minutes.paper_words import MINUTES as WORDS
from coordination.minutes.rules import ForWhom, Heading, SectionCode
from coordination.minutes.table import AgendaItem, agenda_of
from coordination.plans.members import concerned, family
from coordination.seats.models import Seat
from coordination.seats.rules import FAMILY, Role
from foundation import access
from foundation.access import requires
from foundation.database import db
from foundation.reasons import Refused, SeenOtherwise
from foundation.web import (
    Choice,
    Choices,
    DayField,
    Dropdown,
    Form,
    ReadForm,
    TextBlock,
    TextLine,
    TogetherForm,
    notice,
    saved,
)

_HINTS = {
    SectionCode.BRIEF: _l("What everybody at the table should know, in a few sentences."),
    SectionCode.STRENGTHS: _l("What goes well, what the family can do, who helps already."),
    SectionCode.RISKS: _l("What could go wrong, and who watches it."),
    SectionCode.AGREED: _l("What you agreed besides the tasks of the plan."),
    SectionCode.DISAGREED: _l("Who disagrees with what, in their words."),
    SectionCode.NEXT: _l("When you meet next and who comes."),
    SectionCode.ATTACHMENTS: _l("For example: the attendance list."),
}


@pages.get("/conferences/<uuid:conference_id>/minutes")
@requires(MINUTES, facts=facts_of_minutes_at, looked=True)
def show(conference_id: UUID) -> Answer:
    conference, found = meeting_with(conference_id), minutes_of(conference_id)
    if found is None:
        return page("none", conference, once=Form(formdata=None), begins=access.may(MINUTES, "W"))
    if access.facts().role in (Role.COORDINATOR, Role.MINUTE_TAKER, "head"):
        return _office(conference, found)
    return _own_copy(conference, found)


def _office(conference: Conference, found: Minutes, form: ReadForm | None = None, obstacles: Any = ()) -> str:
    """What is being written, or what was approved, for those who write it and for the head who has a reason."""
    approved = found.approved_at is not None and found.latest is not None
    content = from_json(found.latest.content) if approved and found.latest else content_of(conference, found)
    content = content.only(lambda _part, piece: piece.for_whom != ForWhom.FAMILY)  # it stands in the place of the words
    form = form or ReadForm()
    form.lays_before(models.fingerprint_of(found))
    return page(
        "show", conference, minutes=found, form=form, obstacles=obstacles,
        writes=access.may(MINUTES, "W") and not approved,
        limits={code: rules.limit(code) for code in SectionCode}, sections={one.code: one for one in found.sections},
        for_whom=FOR_WHOM, states=STATES, notes=_notes(conference) if access.may(MINUTES, "W") and not approved else (),
        **_read(content),
    )  # fmt: skip


def _notes(conference: Conference) -> list[AgendaItem]:
    """What was written down while the meeting went on; it is in no copy."""
    return [item for item in agenda_of(conference.id) if item.note]


def _read(content: Content) -> dict[str, Any]:
    language = spoken()
    return {
        "title": reading.title(content, language), "frame": reading.facts(content, language),
        "blocks": reading.blocks(content, language), "words": WORDS[language],
    }  # fmt: skip


def _own_copy(conference: Conference, found: Minutes) -> str:
    """What the visitor was given of the version that went out last."""
    seat = db.session.get(Seat, access.facts().seat_id) if access.facts().seat_id else None
    reader = reader_of(found, seat) if seat else None
    latest = found.latest
    if reader is None or latest is None or not reader.gets_something:
        return page("not_given", conference, minutes=found, sent=latest is not None, reader=None)
    return copy_page(conference, found, reader)


def copy_page(
    conference: Conference, found: Minutes, reader: Reader, *, previewed: bool = False, next_one: bool = False
) -> str:
    """The copy of one reader, as they see it; `next_one`: what goes out next, as it is written now."""
    latest = None if next_one else found.latest
    assert latest is not None or next_one
    whole = from_json(latest.content) if latest else content_of(conference, found)
    number = latest.number if latest else len(found.versions) + 1
    content = copy_for(reader, whole)
    shown = _read(content) | {"blocks": [one for one in reading.blocks(content, spoken()) if not one.is_empty]}
    against = None
    if previewed:
        against = against_received(reader, conference, found, whole, number=number, language=spoken())
    return page(
        "copy", conference, minutes=found, number=number, made_at=latest.made_at if latest else None, reader=reader,
        previewed=previewed, against=against,
        once=Form(formdata=None), states=STATES, own=[one for one in found.comments if one.seat_id == reader.seat.id],
        addenda=actions.addenda_for(reader, found), **shown,
    )  # fmt: skip


@pages.post("/conferences/<uuid:conference_id>/minutes/begin")
@requires(MINUTES, facts=recording)
def begin(conference_id: UUID) -> Answer:
    if Form().submitted():
        try:
            actions.begin(conference_id, actor=access.actor())
        except Refused as refused:
            notice(" ".join(_(one.sentence, **one.values) for one in refused.reasons), "warn")
    return to_minutes(conference_id)


# --- writing together ------------------------------------------------------------------------------------------------


class SectionForm(TogetherForm):
    """One part."""

    text = TextBlock(_l("Text"), rules.USUAL_LIMIT, rows=6, optional=True)
    concerns = Choices(
        _l("Whom it concerns"), optional=True,
        hint=_l("Organisations read only what concerns those they work with. Tick nobody when everyone may read it."),
    )  # fmt: skip
    for_whom = Choice(_l("Who gets it"), list(FOR_WHOM.items()))

    @property
    def written(self) -> SectionText:
        """The filled form as the deed takes it."""
        return SectionText(self.text.data or "", concerned(self.concerns.data), ForWhom(self.for_whom.data))


def _section_form(found: Minutes, code: SectionCode, **options: Any) -> SectionForm:
    section = found.section(code)
    held = {
        "text": section.text if section else _first_words(found, code),
        "version": str(section.version if section else 0),
        "concerns": list(section.concerns) if section else [],
        "for_whom": str(section.for_whom if section else ForWhom.EVERYBODY),
    }
    form = SectionForm(data=held, **options)
    form.concerns.choices = family(found.case_id)
    form.text.label.text = WORDS[spoken()].brief if code is SectionCode.BRIEF else form.text.label.text
    return form


def _first_words(found: Minutes, code: SectionCode) -> str:
    """What a part begins with: the case in brief with what is known, nothing else (S2-30)."""
    if code is not SectionCode.BRIEF:
        return ""
    known = case_of(found.case_id)
    return f"{known.situation} {known.need_of_help}".strip()[: rules.limit(code)]


@pages.route("/minutes/<uuid:minutes_id>/parts/<code>", methods=["GET", "POST"])
@requires(MINUTES, facts=writing)
def section(minutes_id: UUID, code: str) -> Answer:
    part = next((one for one in SectionCode if one.value == code), None) or abort(404)
    found = minutes_with(minutes_id)
    form, conference_id = _section_form(found, part), found.conference_id

    def deed() -> None:
        actions.write_section(minutes_id, part, form.written, version=form.seen, actor=access.actor())

    def saved_last() -> TogetherForm:
        return _section_form(minutes_with(minutes_id), part, formdata=None)

    theirs = saved(form, deed, saved_last)
    if theirs is None:
        notice(_("Saved."))
        return redirect(url_for("minutes.show", conference_id=conference_id, _anchor=part.value), 303)
    shown = page(
        "section",
        meeting_with(conference_id),
        form=form,
        theirs=theirs,
        home=url_for("minutes.show", conference_id=conference_id),
        heading=_heading_of(part),
        limit=rules.limit(part),
        hint=_HINTS[part],
    )
    return shown, 409 if theirs else 200


def _heading_of(code: SectionCode) -> str:
    words = WORDS[spoken()]
    return {
        SectionCode.BRIEF: words.brief, SectionCode.STRENGTHS: words.strengths, SectionCode.RISKS: words.risks,
        SectionCode.AGREED: words.agreed, SectionCode.DISAGREED: words.disagreed, SectionCode.NEXT: words.next_meeting,
        SectionCode.ATTACHMENTS: words.attachments,
    }[code].rstrip(":")  # fmt: skip


class FrameForm(TogetherForm):
    """What stands around the minutes."""

    heading = Choice(
        _l("What the document is called"), list(HEADINGS.items()),
        hint=_l("A protocol is what some offices ask for under the Administrative Code."),
    )  # fmt: skip
    document_number = TextLine(_l("Number under which the office keeps it"), 40, optional=True)
    due_on = DayField(_l("By when the minutes will be ready"), optional=True, hint=_l("As announced at the meeting."))
    comments_until = DayField(_l("Until when people may comment"), optional=True)


def _frame_form(found: Minutes, **options: Any) -> FrameForm:
    held = {name: getattr(found, name) for name in ("document_number", "due_on", "comments_until")}
    return FrameForm(data={**held, "heading": str(found.heading), "version": str(found.version)}, **options)


@pages.route("/minutes/<uuid:minutes_id>/frame", methods=["GET", "POST"])
@requires(MINUTES, facts=writing)
def frame(minutes_id: UUID) -> Answer:
    found = minutes_with(minutes_id)
    form, conference_id = _frame_form(found), found.conference_id

    def deed() -> None:
        written = Frame(
            Heading(form.heading.data), form.document_number.data or "", form.due_on.data, form.comments_until.data
        )
        actions.write_frame(minutes_id, written, version=form.seen, actor=access.actor())

    theirs = saved(form, deed, lambda: _frame_form(minutes_with(minutes_id), formdata=None))
    if theirs is None:
        notice(_("Saved."))
        return to_minutes(conference_id)
    home = url_for("minutes.show", conference_id=conference_id)
    shown = page("frame", meeting_with(conference_id), form=form, theirs=theirs, home=home)
    return shown, 409 if theirs else 200


# --- sending and comments --------------------------------------------------------------------------------------------


@pages.post("/minutes/<uuid:minutes_id>/send")
@requires(MINUTES, facts=writing)
def send(minutes_id: UUID) -> Answer:
    form, conference_id = ReadForm(), minutes_with(minutes_id).conference_id
    if form.submitted():
        try:
            number = actions.send(minutes_id, actor=access.actor())
            notice(_("Version %(number)s is out. Everybody who gets it has been told.", number=number))
        except Refused as refused:
            return _office(meeting_with(conference_id), minutes_with(minutes_id), obstacles=refused.reasons), 409
    return to_minutes(conference_id)


class CommentForm(Form):
    """What should be otherwise."""

    text = TextBlock(
        _l("What should be otherwise"), 2000, rows=4, missing=_l("Write what should be otherwise."),
        hint=_l("Name the part and how you remember it."),
    )  # fmt: skip


@pages.route("/minutes/<uuid:minutes_id>/comment", methods=["GET", "POST"])
@requires(MINUTES, facts=with_seat, write="R")
def comment(minutes_id: UUID) -> Answer:
    form, conference_id = CommentForm(), minutes_with(minutes_id).conference_id
    if form.submitted():
        try:
            actions.comment(minutes_id, form.text.data or "", actor=access.actor())
            notice(_("Thank you. Your comment is with the minutes, and you will find the answer there."))
            return to_minutes(conference_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page("comment", meeting_with(conference_id), form=form, minutes=minutes_with(minutes_id))


class SaidForm(CommentForm):
    """A comment that somebody said."""

    seat_id = Dropdown(_l("Who said it"), missing=_l("Choose who said it."))


@pages.route("/minutes/<uuid:minutes_id>/comment-as-said", methods=["GET", "POST"])
@requires(MINUTES, facts=writing)
def comment_as_said(minutes_id: UUID) -> Answer:
    found = minutes_with(minutes_id)
    conference = meeting_with(found.conference_id)
    form, conference_id = SaidForm(), conference.id
    form.seat_id.choices = [("", ""), *((str(seat.id), called(seat)) for seat in seats_at(conference))]
    if form.submitted():
        try:
            actions.comment_as_said(minutes_id, UUID(form.seat_id.data), form.text.data or "", actor=access.actor())
            notice(_("Saved."))
            return to_minutes(conference_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page("comment", meeting_with(conference_id), form=form, minutes=minutes_with(minutes_id))


def called(seat: Seat) -> str:
    return seat.name if seat.role in FAMILY else ", ".join(filter(None, (seat.name, seat.agency_name)))


class AnswerForm(ReadForm):
    """What was done about a comment."""

    worked_in = Choice(_l("What you did"), [("yes", _l("worked in")), ("no", _l("not worked in"))])
    answer = TextBlock(_l("Why, or how"), 500, rows=2, optional=True)


@pages.route("/comments/<uuid:comment_id>/answer", methods=["GET", "POST"])
@requires(MINUTES, facts=answering)
def answer_comment(comment_id: UUID) -> Answer:
    found = models.comment_of(comment_id) or abort(404)
    form, conference_id = AnswerForm(), minutes_with(found.minutes_id).conference_id
    if form.submitted():
        try:
            done = form.worked_in.data == "yes"
            said = form.answer.data or ""
            actions.answer_comment(comment_id, worked_in=done, answer=said, seen=form.seen, actor=access.actor())
            notice(_("Saved."))
            return to_minutes(conference_id)
        except SeenOtherwise as refused:
            form.read.data = None
            form.refuse(refused.reasons)
        except Refused as refused:
            form.refuse(refused.reasons)
    comment = models.comment_of(comment_id) or abort(404)
    form.lays_before(comment.answered_so_far)
    return page("answer", meeting_with(conference_id), form=form, comment=comment)


# --- approval and what comes after -----------------------------------------------------------------------------------


@pages.post("/minutes/<uuid:minutes_id>/approve")
@requires(MINUTES, facts=coordinating)
def approve(minutes_id: UUID) -> Answer:
    form, conference_id = ReadForm(), minutes_with(minutes_id).conference_id
    if form.submitted():
        try:
            actions.approve(minutes_id, seen=form.seen, actor=access.actor())
            notice(_("The minutes are approved and locked. Corrections are added as an addendum."))
        except SeenOtherwise as refused:
            form.read.data = None
            form.refuse(refused.reasons)
            return _office(meeting_with(conference_id), minutes_with(minutes_id), form), 409
        except Refused as refused:
            return _office(meeting_with(conference_id), minutes_with(minutes_id), obstacles=refused.reasons), 409
    return to_minutes(conference_id)


class AddendumForm(Form):
    """A correction of approved minutes."""

    text = TextBlock(_l("What the addendum corrects"), 3000, rows=5, missing=_l("Write what it corrects."))
    concerns = Choices(_l("Whom it concerns"), optional=True)
    for_whom = Choice(_l("Who gets it"), list(FOR_WHOM.items()), default="everybody")


@pages.route("/minutes/<uuid:minutes_id>/addendum", methods=["GET", "POST"])
@requires(MINUTES, facts=coordinating)
def addendum(minutes_id: UUID) -> Answer:
    form, found = AddendumForm(), minutes_with(minutes_id)
    form.concerns.choices, conference_id = family(found.case_id), found.conference_id
    if form.submitted():
        try:
            actions.add_addendum(
                minutes_id, form.text.data or "", concerns=concerned(form.concerns.data),
                for_whom=ForWhom(form.for_whom.data), actor=access.actor(),
            )  # fmt: skip
            notice(_("The addendum is with the minutes. They themselves stay as they were."))
            return to_minutes(conference_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page("addendum", meeting_with(conference_id), form=form, minutes=minutes_with(minutes_id))
