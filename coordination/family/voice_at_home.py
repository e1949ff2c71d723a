"""What one of the family wants to say before a meeting: on the own page, for whom they choose, until it begins."""

from dataclasses import dataclass

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from coordination.conferences.composing import may_be_named
from coordination.conferences.models import Conference
from coordination.conferences.paper_trail import words_of
from coordination.conferences.rules import Answer as Coming
from coordination.conferences.rules import MeetingKind
from coordination.family import actions, copies, models
from coordination.family.actions import Voice, begun
from coordination.family.frame import PREFIX, around, own_coordinator, own_seat, page, refuse
from coordination.family.models import facts_of_own_meeting
from coordination.family.pages import Answer, pages
from coordination.family.sentences import named
from coordination.family.tongues import in_czech
from coordination.seats.models import Seat
from coordination.seats.rules import Role
from coordination.standpoints.models import OWN, Standpoint, voice_of
from coordination.standpoints.pages import ids
from coordination.standpoints.rules import OpenTo
from foundation import access
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Choice, Choices, ReadForm, TextBlock, limiter, notice

LONGEST = 600


@dataclass(frozen=True)
class Before:
    """Whether something can be said before the next meeting, and whether something was."""

    said: bool
    begun: bool


def before_next_meeting(seat: Seat) -> Before | None:
    """What the first page offers; None while the holder of the place is asked to no meeting."""
    meeting = models.next_meeting(seat)
    if meeting is None or seat.person_id is None:
        return None
    return Before(said=voice_of(meeting.id, seat.person_id) is not None, begun=begun(meeting))


class VoiceForm(ReadForm):
    """Four questions; one answered is enough. Nobody but the coordinator reads it unless its author wants it."""

    about = TextBlock(
        _l("What do you want to speak about?"), LONGEST, rows=3, optional=True,
        hint=_l("You may also write what you would rather not speak about."),
    )  # fmt: skip
    wanted = TextBlock(_l("Whom do you want there?"), LONGEST, rows=2, optional=True)
    concern = TextBlock(_l("What do you fear?"), LONGEST, rows=3, optional=True)
    strengths = TextBlock(_l("What goes well? What helps?"), LONGEST, rows=3, optional=True)
    open_to = Choice(
        _l("Who may read what you say?"), missing=_l("Choose who may read it."), default=OpenTo.ALONE.value
    )
    readers = Choices(_l("Whom do you choose?"), optional=True)

    @property
    def voice(self) -> Voice:
        """The filled form as the deed takes it."""
        return Voice(
            about=self.about.data or "", wanted=self.wanted.data or "", concern=self.concern.data or "",
            strengths=self.strengths.data or "", open_to=OpenTo(self.open_to.data), readers=ids(self.readers.data),
        )  # fmt: skip


@pages.route(f"{PREFIX}/meeting/words", methods=["GET", "POST"])
@requires(OWN, facts=facts_of_own_meeting, looked=True)
@limiter.limit("30 per minute", methods=["POST"])
def voice() -> Answer:
    seat = own_seat()
    form = _form(seat, _meeting_of(seat))
    if form.submitted():
        try:
            actions.say_before(form.voice, seen=form.seen, actor=access.actor())
            notice(_("Thank you. Only people whom you allow read it. You can change it until the meeting."))
            return redirect(url_for("family.agreed"), 303)
        except Refused as refused:
            refuse(form, refused)
    seat = own_seat()
    meeting = _meeting_of(seat)
    held = _held(seat, meeting)
    form.lays_before(actions.before_them(meeting, held))
    return page(
        "voice", form=form, held=held, begun=begun(meeting), meets=copies.meets(seat), coordinator=own_coordinator(),
        **around(seat),
    )  # fmt: skip


@pages.post(f"{PREFIX}/meeting/words/withdraw")
@requires(OWN, facts=facts_of_own_meeting)
@limiter.limit("30 per minute")
def unsay() -> AnyResponse:
    form = ReadForm()
    if form.submitted():
        try:
            actions.unsay_before(seen=form.seen, actor=access.actor())
            notice(_("You have taken it back."))
        except Refused as refused:
            notice(" ".join(_(one.sentence, **one.values) for one in refused.reasons))
            return redirect(url_for("family.voice"), 303)
    return redirect(url_for("family.agreed"), 303)


def _meeting_of(seat: Seat) -> Conference:
    return models.next_meeting(seat) or abort(404)


def _held(seat: Seat, meeting: Conference) -> Standpoint | None:
    return voice_of(meeting.id, seat.person_id) if seat.person_id else None


def _form(seat: Seat, meeting: Conference) -> VoiceForm:
    held, name = _held(seat, meeting), in_czech(own_coordinator())
    values = {}
    if held is not None:
        values = {name: getattr(held, name) or "" for name in ("about", "wanted", "concern", "strengths")}
        values |= {"open_to": _chosen(held), "readers": list(held.readers)}
    form = VoiceForm(data=values)
    readers = readers_at(seat, meeting)
    form.open_to.choices = [
        (OpenTo.ALONE.value, named(_("Only %(name)s", name="%(name)s"), name)),
        (OpenTo.TABLE.value, _("Everyone at the table")),
        *([(OpenTo.NAMED.value, _("Only people I choose"))] if readers else []),
    ]
    form.readers.choices = readers
    whose = _("Also whom you do not want there. Only %(name)s reads this.", name="%(name)s")
    form.wanted.description = named(whose, name)
    if meeting.kind == MeetingKind.LED_BY_CHILD and seat.role == Role.CHILD:
        form.about.label.text = _("What shall we start with?")
        form.about.description = _("Write each thing on a new line. We start with the first one.")
    return form


def _chosen(held: Standpoint) -> str:
    """What was chosen last; what the office had written down for a few begins with the narrowest."""
    return str(held.open_to) if held.open_to in (OpenTo.TABLE, OpenTo.NAMED) else OpenTo.ALONE.value


def readers_at(seat: Seat, meeting: Conference) -> list[tuple[str, str]]:
    """Whom one can choose: workers whom the own page names as coming; the coordinator reads it anyway.

    Whoever comes to the other parent's part alone is not offered, so that the list tells nothing of it.
    """
    own = models.own_invitation(seat, meeting)
    known = [row for row in may_be_named(meeting, own, words_of(own.id)) if row.named] if own else []
    return [
        (
            str(row.invitation.seat_id),
            named("%(name)s", in_czech(", ".join(filter(None, (row.name, row.invitation.agency_name))))),
        )
        for row in known
        if row.invitation.worker_id is not None
        and row.invitation.seat_id is not None
        and row.invitation.chosen
        and row.invitation.answer != Coming.DECLINED
        and Role.COORDINATOR not in (row.invitation.role, row.invitation.also)
    ]
