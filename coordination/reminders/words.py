"""What is said where no letter goes: whom to call, why, and the sentence of the letter."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from agencies.directory.models import Agency
from agencies.staff.models import spokesperson_of
from coordination.reminders.calls import Call
from coordination.reminders.documents import is_tomorrow
from coordination.reminders.models import Invited
from coordination.reminders.rules import Kind
from foundation import clock, language
from foundation.database import db


@dataclass(frozen=True)
class Whom:
    """Whom to call, under which number, and why no letter goes."""

    name: str
    phone: str
    because: str


def whom_to_call(each: Invited) -> Whom:
    """How this person is reached by word; nobody is called at a number that is not safe."""
    if each.spokesperson is not None:
        return Whom(each.spokesperson.name, each.spokesperson.phone, _("No address of this organisation is known."))
    if each.person is not None:
        if each.may_be_called:
            return Whom(each.person.name, each.person.safe_phone, _("The safe contact is the phone."))
        return Whom(each.person.name, "", _("There is no safe contact. Say it in person or on paper."))
    phone = (each.worker.phone if each.worker is not None else None) or _phone_of_agency(each)
    if each.worker is None or not each.worker.email:
        return Whom(each.invitation.name, phone, _("No mail address is known."))
    if each.worker.mailbox_shared:
        return Whom(each.invitation.name, phone, _("Several people read this mailbox, nothing can be signed there."))
    return Whom(each.invitation.name, phone, _("The last letter to this address came back."))


def _phone_of_agency(each: Invited) -> str:
    """Where somebody passes a word on to a worker whose own number nobody knows."""
    agency = db.session.get(Agency, each.invitation.agency_id) if each.invitation.agency_id else None
    return spokesperson_of(agency, each.invitation.conference.town_id).phone if agency is not None else ""


def what_to_say(call: Call) -> str:
    """The sentence of the letter that cannot go."""
    begins, place = call.reminder.begins_at, call.conference.place
    day, time = language.on_day(clock.in_prague(begins).date()), language.at_time(begins)
    if call.invited.person is not None:
        return _to_private_person(begins, day, time, place)
    if call.reminder.kind == Kind.ANSWER:
        if call.invited.spokesperson is not None:
            return str(_("Who will come from you to the meeting %(day)s %(time)s?", day=day, time=time))
        return str(_("We are waiting for your answer about the meeting %(day)s %(time)s. Can you come?",
                     day=day, time=time))  # fmt: skip
    if call.reminder.kind == Kind.PLEDGE:
        return str(_("Your pledge is missing before the meeting %(day)s. Will you sign it on paper?", day=day))
    said = str(_("A reminder of the meeting %(day)s %(time)s, %(place)s.", day=day, time=time, place=place))
    if call.reminder.kind == Kind.MEETING_AND_PLEDGE:
        said += " " + str(_("Your pledge is missing, you can sign it on paper."))
    return said


def _to_private_person(begins: datetime, day: str, time: str, place: str) -> str:
    if is_tomorrow(begins):
        return str(_("Appointment tomorrow %(time)s, %(place)s. Does it suit you?", time=time, place=place))
    return str(_("Appointment %(day)s %(time)s, %(place)s. Does it suit you?", day=day, time=time, place=place))
