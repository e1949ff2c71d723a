"""The rows of the first page about the post: whom to call, what cannot leave, whose address has changed."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from coordination.cases.by_word import ToTell, matter_of, waiting_in
from coordination.conferences.words import WHY_UNDELIVERED
from coordination.correspondence.models import ChangedAddress, HeldUp, changed_addresses_in, held_up_in
from coordination.evaluation.by_word import ends_to_tell
from coordination.overview.lines import Line, Shown
from coordination.overview.models import CaseName, Desk, Places, closed_cases_of
from coordination.overview.rules import Group
from coordination.reminders.calls import Call, calls_in, owed_at
from coordination.reminders.models import day_of
from coordination.reminders.words import what_to_say
from foundation import clock
from foundation.outbox import Letter


def add_post(found: dict[Group, list[Line]], desk: Desk) -> None:
    """Put what the post asks of the coordinator before everything else that waits for her.

    Whom she is to call anyway needs no second row about the letter that came back.
    """
    ids = list(desk.cases)
    held_up = [_held_up(one, desk.cases[one.conference.case_id]) for one in held_up_in(ids)]
    on_the_list = calls_in(ids)
    calls = [_call(one, desk.cases[one.conference.case_id]) for one in on_the_list]
    changed = [_changed(one, desk.cases[one.seat.case_id]) for one in changed_addresses_in(ids)]
    called = {one.invited.invitation.id for one in on_the_list}
    to_tell = [_to_tell(one, desk.cases[one.case_id]) for one in waiting_in(ids)]
    lost = [_undelivered(letter, desk) for letter in desk.undelivered if letter.about not in called]
    found[Group.WAITING][:0] = [*held_up, *calls, *to_tell, *lost, *changed]


def add_ends(found: dict[Group, list[Line]], places: Places) -> None:
    """Whom she tells that a case has ended: a closed case asks for nothing else. No query without a closed case."""
    cases = closed_cases_of(places)
    found[Group.WAITING] += [
        _to_tell(one, cases[one.case_id], endpoint="evaluation.tell") for one in ends_to_tell(list(cases))
    ]


def _held_up(one: HeldUp, case: CaseName) -> Line:
    assert one.conference.starts_at is not None
    hours = max(1, int((one.conference.starts_at - clock.now()).total_seconds() // 3600))
    return Line(
        day=day_of(one.conference.starts_at),
        state=Shown("letter", "waiting"),
        what=_("The invitation has not left yet: %(name)s", name=one.invitation.name),
        more=ngettext(
            "The meeting begins in %(num)s hour. Call.", "The meeting begins in %(num)s hours. Call.", hours
        ),
        label=_("Put it right"),
        address=url_for("correspondence.post"),
        case=case,
        late=True,
    )  # fmt: skip


def _changed(one: ChangedAddress, case: CaseName) -> Line:
    return Line(
        day=clock.in_prague(one.changed_at).date(),
        state=Shown("preparation", "todo", word=_("new address")),
        what=_("We write elsewhere: %(name)s", name=one.seat.name),
        more=_("Check by phone that the organisation changed it itself."),
        label=_("See the address"),
        address=url_for("correspondence.post"),
        case=case,
    )


def _undelivered(letter: Letter, desk: Desk) -> Line:
    invitation = next((one for one in desk.invitations if one.id == letter.about), None)
    task = next((one for one in desk.tasks if one.task.id == letter.about), None)
    assert letter.case_id is not None
    who = invitation.name if invitation is not None else task.seat.name if task is not None and task.seat else ""
    return Line(
        day=clock.in_prague(letter.undelivered_at).date() if letter.undelivered_at else None,
        state=Shown("letter", "undelivered", why=str(WHY_UNDELIVERED.get(letter.undelivered_why or "", ""))),
        what=_("A letter did not arrive: %(who)s", who=who or letter.recipient),
        more=_("Call the recipient, or correct the address and send again."),
        label=_("Put it right"),
        address=url_for("correspondence.post"),
        case=desk.cases[letter.case_id],
    )


def _call(one: Call, case: CaseName) -> Line:
    may_be_called, name = one.invited.may_be_called, one.invited.invitation.name
    return Line(
        day=day_of(one.reminder.begins_at),
        state=Shown("preparation", "call", word=_("no letter goes there")),
        what=_("Call: %(name)s", name=name) if may_be_called else _("Tell: %(name)s", name=name),
        more=what_to_say(one),
        label=_("Call and note it") if may_be_called else _("Tell and note it"),
        address=url_for("reminders.call", reminder_id=one.reminder.id),
        case=case,
        coming=True,
        seat=one.invited.invitation.seat_id,
        meeting=one.conference.id,
    )


def _to_tell(one: ToTell, case: CaseName, *, endpoint: str = "cases.tell") -> Line:
    return Line(
        day=one.since_day,
        state=Shown("preparation", "call", word=_("no letter goes there")),
        what=matter_of(one).line(one),
        more=_("No letter goes there. Tell them by phone, in person or on paper.")
        if one.may_be_called
        else _("No letter and no call goes there. Tell them in person or on paper."),
        label=_("Tell and note it"),
        address=url_for(endpoint, to_tell_id=one.id),
        case=case,
    )


def to_remind(desk: Desk) -> int:
    """How many people one click would remind now."""
    now = clock.now()
    coming = [one.id for one in desk.meetings() if one.starts_at is not None and one.starts_at > now]
    return sum(not one.done for one in owed_at(coming))
