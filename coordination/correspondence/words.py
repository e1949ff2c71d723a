"""What people read about the post: what a letter was, why it did not arrive, how it was settled."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from coordination.correspondence.rules import How

KINDS: dict[str, LazyString] = {
    "conferences.invitation": _l("Invitation to a meeting"),
    "conferences.changed": _l("Changed time of a meeting"),
    "conferences.cancelled": _l("A meeting is called off"),
    "conferences.answer_recorded": _l("Noted answer"),
    "conferences.answer_kept": _l("Answer for the calendar"),
    "conferences.name_asked": _l("Question who will come"),
    "conferences.substitute_named": _l("A substitute is confirmed"),
    "conferences.substitute_declined": _l("A substitute cannot come"),
    "conferences.uninvited": _l("Taken off a meeting"),
    "conferences.seat_closed": _l("A part has ended"),
    "conferences.family_invitation": _l("Invitation of the family"),
    "conferences.family_changed": _l("Changed time, to the family"),
    "conferences.family_cancelled": _l("No appointment, to the family"),
    "polls.asked": _l("Question about a date"),
    "polls.failed": _l("No date was found"),
    "polls.held": _l("A date is kept for now"),
    "polls.released": _l("A date is kept no longer"),
    "tasks.offered": _l("Offer of a task"),
    "tasks.date_agreed": _l("Date of a task"),
    "tasks.date_kept": _l("The date of a task stays"),
    "tasks.answer_recorded": _l("Noted answer about a task"),
    "tasks.withdrawn": _l("A task is withdrawn"),
    "plans.new_version": _l("New version of the plan"),
    "standpoints.asked": _l("Request of a standpoint"),
    "evaluation.feedback": _l("Question how the meeting was"),
    "pledges.signed": _l("Notice of a signed pledge"),
    "pledges.paper_waits": _l("A pledge on paper waits"),
    "reminders.answer": _l("Reminder to answer"),
    "reminders.pledge": _l("Reminder of the pledge"),
    "reminders.tomorrow": _l("Reminder of a meeting"),
    "reminders.family_tomorrow": _l("Reminder of an appointment"),
    "reminders.agency_contact": _l("Reminder to an organisation"),
}
"""What a letter was, as its line says; another one is simply a letter."""
A_LETTER = _l("Letter")
WHY: dict[str, LazyString] = {
    "no_such_address": _l("The message did not arrive: no such address."),
    "mailbox_full": _l("The message did not arrive: mailbox full."),
    "refused": _l("The message did not arrive: refused by the mail server."),
    "silent": _l("The message did not arrive: mail server silent."),
}
SETTLED: dict[str, LazyString] = {
    How.BY_PHONE: _l("by phone"),
    How.ON_PAPER: _l("on paper"),
    How.IN_PERSON: _l("in person"),
    How.NOT_NEEDED: _l("it is not needed any more"),
}


def kind_of(letter_kind: str) -> LazyString:
    """What a letter was."""
    return KINDS.get(letter_kind, A_LETTER)
