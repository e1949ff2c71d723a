"""The deeds of reminding: by itself when the time has come, by the coordinator's hand, and a call that was made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.conferences.actions.coordinating import refuse_stranger
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.rules import ConferenceState
from coordination.reminders import documents, rules
from coordination.reminders.calls import call_of, owed_at
from coordination.reminders.due import due_now, due_of
from coordination.reminders.models import SWITCH, Invited, Reminder, invited_as, reminder_with
from coordination.reminders.rules import Kind, Moment, Way
from foundation import audit, clock, outbox, town_settings
from foundation.database import transaction
from foundation.reasons import Reason, Refused, refuse_if


@outbox.every_minute
def remind_of_meetings() -> None:
    """Remind whoever is due now; several postmen may do it at once, and one who comes late still does it."""
    for invitation_id in due_now():
        _remind(invitation_id)


def _remind(invitation_id: UUID) -> None:
    with transaction() as session:
        session.get_one(Invitation, invitation_id, with_for_update=True)  # of two postmen the second finds it done
        each = invited_as(invitation_id)
        due = due_of(each) if each is not None else None
        if each is None or due is None:
            return
        town_id = each.invitation.conference.town_id
        if town_settings.get(town_id, SWITCH) == "off":
            return
        reminder = _make(session, each, due.moment, due.on_day, due.kind, due_at=due.due_at, by="house")
        about = f"invitation:{invitation_id}"
        audit.record(town_id, "house", "reminded", about, kind=due.kind, moment=due.moment, way=reminder.way)


def _make(
    session: Session, each: Invited, moment: Moment, on_day: date, kind: Kind, *, due_at: datetime, by: str
) -> Reminder:  # fmt: skip
    """Write a reminder down with its letter, or as a line of the list of calls where no letter reaches the person."""
    key = (each.invitation.id, moment, on_day, kind)
    reminder = reminder_with(*key) or Reminder(
        invitation_id=each.invitation.id, moment=moment, on_day=on_day, kind=kind
    )
    to = each.address(kind)
    letter = documents.write(each, kind, to) if to is not None else None
    reminder.way, reminder.letter_id = (Way.CALL, None) if letter is None else (Way.MAIL, letter.id)
    reminder.begins_at, reminder.due_at = each.begins_at, due_at
    reminder.until = documents.holds_until(each, kind, by_mail=letter is not None)
    reminder.made_at, reminder.made_by = clock.now(), by
    reminder.called_at = reminder.called_by = None
    session.add(reminder)
    session.flush()
    return reminder


@dataclass(frozen=True)
class Reminded:
    """Whom a reminder by hand reaches and whom not."""

    by_mail: tuple[str, ...] = ()
    to_call: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
    """Who has a letter from today."""

    def __add__(self, other: "Reminded") -> "Reminded":
        return Reminded(
            self.by_mail + other.by_mail, self.to_call + other.to_call, self.already + other.already
        )  # fmt: skip


def remind(conference_id: UUID, *, by: str) -> Reminded:
    """Remind everybody who owes an answer or a pledge for a meeting, each at most once in a day (S2-29)."""
    with transaction() as session:
        conference = session.get_one(Conference, conference_id, with_for_update=True)
        refuse_stranger(conference.case_id, by)
        owed = owed_at([conference_id])
        left = [one for one in owed if not one.done]
        begins, now = conference.starts_at, clock.now()
        convened = conference.state is ConferenceState.CONVENED
        refuse_if(
            rules.against_reminding(
                owing=len(owed), left=len(left), convened=convened, begun=begins is None or begins <= now
            )
        )
        for one in left:
            _make(session, one.invited, Moment.BY_HAND, clock.today(), one.kind, due_at=now, by=by)
        about = f"conference:{conference_id}"
        people = [str(one.invited.invitation.id) for one in left]
        audit.record(conference.town_id, by, "reminded by hand", about, case=str(conference.case_id), people=people)
        return Reminded(
            by_mail=tuple(one.invited.invitation.name for one in left if one.by_mail),
            to_call=tuple(one.invited.invitation.name for one in left if not one.by_mail),
            already=tuple(one.invited.invitation.name for one in owed if one.written_today),
        )


def remind_at(conference_ids: Iterable[UUID], *, by: str) -> Reminded:
    """The same for several meetings; Refused when there is nobody to remind at any of them."""
    reached, refused = Reminded(), list[Reason]()
    for conference_id in conference_ids:
        try:
            reached += remind(conference_id, by=by)
        except Refused as no:
            refused += [why for why in no.reasons if why not in refused]
    if not (reached.by_mail or reached.to_call):
        raise Refused(refused or rules.against_reminding(owing=0, left=0, convened=True, begun=False))
    return reached


def call_made(reminder_id: UUID, *, by: str) -> None:
    """The coordinator has told somebody by word what the list of calls says; a line that is gone stays gone."""
    with transaction():
        call = call_of(reminder_id)
        if call is None:
            return
        refuse_stranger(call.conference.case_id, by)
        call.reminder.called_at, call.reminder.called_by = clock.now(), by
        about = f"invitation:{call.invited.invitation.id}"
        audit.record(call.conference.town_id, by, "reminded by word", about, kind=call.reminder.kind)
