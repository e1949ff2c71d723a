"""Which dates suit: one of the family answers on the own page while a date for the meeting is looked for."""

from typing import Any
from uuid import UUID

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.family import days, sentences
from coordination.family.frame import PREFIX, around, own_coordinator, own_seat, page
from coordination.family.models import facts_of_member, next_meeting, seat_of
from coordination.family.pages import Answer, pages
from coordination.polls import actions
from coordination.polls.models import DateOption, DatePoll, PollReply, asked_of_family, reply_of
from coordination.polls.rules import Suits
from coordination.seats.models import Seat
from foundation import access
from foundation.access import Actor, Facts, requires
from foundation.web import Choice, Form, TextBlock, limiter, notice


class DatesForm(Form):
    """How each date suits; its fields are added for the dates at hand."""

    words = TextBlock(_l("In your own words"), 300, rows=3, optional=True)

    def said(self, poll: DatePoll) -> dict[UUID, Suits]:
        """What was tapped, by date."""
        fields = {each.id: self[_field(each)].data for each in poll.options}
        return {key: Suits(value) for key, value in fields.items() if value in list(Suits)}


def _field(option: DateOption) -> str:
    return f"suits_{option.id.hex}"


def _form(poll: DatePoll, reply: PollReply | None) -> DatesForm:
    options = [(each.value, word) for each, word in sentences.SUITS.items()]
    missing = _("Say of each day whether it suits you.")
    fields: dict[str, Any] = {
        _field(each): Choice(f"{days.on(each.starts_at)} {days.at(each.starts_at)}", options, missing=missing)
        for each in poll.options
    }
    said = {one.option_id: str(one.suits) for one in reply.said} if reply else {}
    known: dict[str, str] = {_field(each): said[each.id] for each in poll.options if each.id in said}
    made: type[DatesForm] = type("DatesOfPoll", (DatesForm,), fields)
    return made(data=known | {"words": (reply.note or "") if reply else ""})


def is_asked(seat: Seat) -> tuple[DatePoll, PollReply | None] | None:
    """The search for a date in which the holder of a place is asked, with what they have said already."""
    found = asked_of_family(seat.case_id, seat.person_id) if seat.person_id else None
    return (found[0], reply_of(found[0], found[1].id)) if found else None


def facts_of_own_dates(actor: Actor, **_: object) -> Facts | None:
    """What whoever came by the own number is towards the dates: a member, while they are asked to a meeting at all."""
    seat = seat_of(actor.seat_id) if actor.seat_id else None
    if seat is None or (next_meeting(seat) is None and is_asked(seat) is None):
        return None
    return facts_of_member(actor)


@pages.route(f"{PREFIX}/dates", methods=["GET", "POST"])
@requires("own_invitation_and_answer", facts=facts_of_own_dates)
@limiter.limit("30 per minute", methods=["POST"])
def dates() -> Answer:
    seat = own_seat()
    found = asked_of_family(seat.case_id, seat.person_id) if seat.person_id else None
    if found is None:
        return redirect(url_for("family.agreed"), 303)
    poll, mine = found
    form, meeting, invitation = _form(poll, reply_of(poll, mine.id)), mine.conference_id, mine.id
    said, key = form.said(poll), access.actor().key
    if form.did(lambda: actions.answer(meeting, invitation, said, form.words.data or "", by=key)):
        notice(_("We have it. Thank you."))
        return redirect(url_for("family.agreed"), 303)
    found = asked_of_family(seat.case_id, own_seat().person_id or invitation)
    if found is None:
        return redirect(url_for("family.agreed"), 303)
    fields = [form[_field(each)] for each in found[0].options]
    return page(
        "dates", form=form, fields=fields, answer_by=days.by(found[0].answer_by), coordinator=own_coordinator(),
        **around(own_seat()),
    )  # fmt: skip
