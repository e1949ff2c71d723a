"""Who gets the minutes and what reached whom: the list, exceptions with a reason, copies on paper."""

from uuid import UUID

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from coordination.conferences.models import Conference
from coordination.conferences.words import HANDED
from coordination.minutes import actions, models
from coordination.minutes.copies import Reader, readers, seats_at
from coordination.minutes.documents import PURPOSE
from coordination.minutes.handing_words import FORMS
from coordination.minutes.models import Minutes
from coordination.minutes.pages import (
    MINUTES,
    Answer,
    coordinating,
    meeting_with,
    minutes_with,
    page,
    pages,
    sent,
    spoken,
    to_minutes,
    with_seat,
)
from coordination.minutes.rules import CopyForm
from coordination.minutes.writing import called, copy_page
from coordination.seats.rules import HowHanded
from foundation import access, links
from foundation.access import Door, public, requires
from foundation.reasons import Refused
from foundation.web import Choice, Dropdown, Form, TextBlock, notice

_ON_PAPER = (HowHanded.HANDED, HowHanded.POSTED, HowHanded.DATA_BOX)


@pages.get("/minutes/<uuid:minutes_id>/recipients")
@requires(MINUTES, facts=coordinating, looked=True)
def recipients(minutes_id: UUID) -> Answer:
    found = minutes_with(minutes_id)
    conference = meeting_with(found.conference_id)
    return page(
        "recipients", conference, minutes=found, readers=readers(found, seats_at(conference)), forms=FORMS,
        handed=models.disclosures(found.case_id, conference.number), ways=HANDED,
    )  # fmt: skip


def _reader(found: Minutes, conference: Conference, seat_id: UUID) -> Reader:
    seats = [seat for seat in seats_at(conference) if seat.id == seat_id]
    return readers(found, seats)[0] if seats else abort(404)


class ExceptionForm(Form):
    """In which form somebody gets the minutes."""

    gets = Choice(_l("What this person gets"), list(FORMS.items()))
    why = TextBlock(
        _l("Why"), 500, rows=2, optional=True, hint=_l("Only an exception needs a reason; it stays with the minutes.")
    )


@pages.route("/minutes/<uuid:minutes_id>/recipients/<uuid:seat_id>", methods=["GET", "POST"])
@requires(MINUTES, facts=coordinating)
def recipient(minutes_id: UUID, seat_id: UUID) -> Answer:
    found = minutes_with(minutes_id)
    reader = _reader(found, meeting_with(found.conference_id), seat_id)
    form = ExceptionForm(data={"gets": str(reader.form), "why": reader.why})
    if form.submitted():
        try:
            chosen = CopyForm(form.gets.data)
            actions.make_exception(minutes_id, seat_id, chosen, form.why.data or "", actor=access.actor())
            notice(_("Saved."))
            return redirect(url_for("minutes.recipients", minutes_id=minutes_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
            found = minutes_with(minutes_id)
    conference = meeting_with(found.conference_id)
    return page(
        "recipient", conference, minutes=found, form=form, reader=_reader(found, conference, seat_id), forms=FORMS
    )


@pages.get("/minutes/<uuid:minutes_id>/recipients/<uuid:seat_id>/copy")
@requires(MINUTES, facts=coordinating, looked=True)
def see_as(minutes_id: UUID, seat_id: UUID) -> Answer:
    """Exactly what one person receives, before it is sent."""
    found = minutes_with(minutes_id)
    conference = meeting_with(found.conference_id)
    reader = _reader(found, conference, seat_id)
    if found.latest is None or not reader.gets_something:
        return page("not_given", conference, minutes=found, sent=found.latest is not None, reader=reader)
    return copy_page(conference, found, reader, previewed=True)


@pages.get("/minutes/<uuid:minutes_id>/recipients/<uuid:seat_id>/next")
@requires(MINUTES, facts=coordinating, looked=True)
def see_next(minutes_id: UUID, seat_id: UUID) -> Answer:
    """What one person will receive when the minutes go out as they are written now; after the approval nothing more."""
    found = minutes_with(minutes_id)
    conference = meeting_with(found.conference_id)
    reader = _reader(found, conference, seat_id)
    if found.approved_at is not None or not reader.gets_something:
        return page("not_given", conference, minutes=found, sent=True, reader=reader)
    return copy_page(conference, found, reader, previewed=True, next_one=True)


class HandingForm(Form):
    """Who gets a copy on paper, and how it reaches them."""

    seat_id = Dropdown(_l("Who gets the copy"), missing=_l("Choose who gets the copy."))
    how = Choice(_l("How"), [(one.value, HANDED[one]) for one in _ON_PAPER], default="handed")
    language = Choice(_l("In which language"), [("cs", _l("Czech")), ("en", _l("English"))], default="cs")


@pages.route("/minutes/<uuid:minutes_id>/hand-over", methods=["GET", "POST"])
@requires(MINUTES, facts=coordinating)
def hand_over(minutes_id: UUID) -> Answer:
    found = minutes_with(minutes_id)
    conference = meeting_with(found.conference_id)
    form = HandingForm()
    getting = [one.seat for one in readers(found, seats_at(conference)) if one.gets_something]
    form.seat_id.choices = [
        ("", ""),
        *((str(one.id), called(one)) for one in getting),
    ]
    if form.submitted():
        try:
            return sent(
                actions.hand_over(
                    minutes_id, seat_id=UUID(form.seat_id.data), how=HowHanded(form.how.data),
                    language=form.language.data, actor=access.actor(),
                )
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused.reasons)
    found = minutes_with(minutes_id)
    return page("hand_over", meeting_with(found.conference_id), minutes=found, form=form)


@pages.post("/minutes/<uuid:minutes_id>/paper")
@requires(MINUTES, facts=with_seat, write="R")
def paper(minutes_id: UUID) -> Answer:
    conference_id = minutes_with(minutes_id).conference_id
    if Form().submitted():
        try:
            return sent(actions.open_own(minutes_id, language=spoken(), actor=access.actor()))
        except Refused as refused:
            notice(" ".join(_(one.sentence, **one.values) for one in refused.reasons), "warn")
    return to_minutes(conference_id)


@pages.get("/o/<token>/minutes")
@public
def by_link(token: str) -> Response:
    """Lead a mailed link on: to the code, or to the minutes."""
    link, who = links.resolve(token), access.actor()
    if link is None or link.purpose != PURPOSE:
        return redirect(url_for("links.enter", token=token), 303)
    if who.worker_id != link.holder or who.door < Door.CODE:
        return redirect(url_for("accounts.code", token=token), 303)
    return to_minutes(minutes_with(link.subject).conference_id)
