"""How the last meeting was, said by one of the family on the own page; the coordinator alone reads it."""

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.conferences.models import Conference
from coordination.evaluation.models_of_feedback import feedback_of, last_meeting
from coordination.evaluation.rules_of_feedback import LONGEST_WORDS, Again, Slip
from coordination.evaluation.words import AGAIN, ANSWERS
from coordination.family import actions
from coordination.family.evaluations import facts_of_own_feedback
from coordination.family.frame import PREFIX, around, own_coordinator, own_seat, page, refuse
from coordination.family.pages import Answer, pages
from coordination.seats.models import Seat
from foundation import access
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Choice, ReadForm, TextBlock, limiter, notice


class FeedbackForm(ReadForm):
    """Three answers and a few words; one of them is enough."""

    heard = Choice(_l("Did we hear you?"), [(str(mark), word) for mark, word in ANSWERS.items()], optional=True)
    at_ease = Choice(
        _l("Did you feel well with us?"), [(str(mark), word) for mark, word in ANSWERS.items()], optional=True
    )
    again = Choice(
        _l("Do you want another meeting?"), [(one.value, word) for one, word in AGAIN.items()], optional=True
    )
    words = TextBlock(_l("What should be different?"), LONGEST_WORDS, rows=3, optional=True)

    @property
    def slip(self) -> Slip:
        """The filled form as the deed takes it."""
        heard, at_ease = (int(one.data) if one.data else None for one in (self.heard, self.at_ease))
        return Slip(heard, at_ease, Again(self.again.data) if self.again.data else None, self.words.data or "")


@pages.route(f"{PREFIX}/feedback", methods=["GET", "POST"])
@requires("own_invitation_and_answer", facts=facts_of_own_feedback, looked=True)
@limiter.limit("30 per minute", methods=["POST"])
def feedback() -> Answer:
    seat = own_seat()
    form = _form(seat, _meeting(seat))
    if form.submitted():
        try:
            actions.say_how_meeting_was(form.slip, seen=form.seen, actor=access.actor())
            notice(_("Thank you. Your word counts as much as ours."))
            return redirect(url_for("family.agreed"), 303)
        except Refused as refused:
            refuse(form, refused)
    seat = own_seat()
    form.lays_before(str(_meeting(seat).id))
    return page(
        "feedback", form=form, met=_meeting(seat).starts_at, coordinator=own_coordinator(), **around(seat)
    )  # fmt: skip


def _meeting(seat: Seat) -> Conference:
    return last_meeting(seat) or abort(404)


def _form(seat: Seat, met: Conference) -> FeedbackForm:
    held = feedback_of(met.id, seat.id)
    if held is None:
        return FeedbackForm()
    marks = {name: str(mark) for name, mark in (("heard", held.heard), ("at_ease", held.at_ease)) if mark is not None}
    return FeedbackForm(data={**marks, "again": held.again, "words": held.words})
