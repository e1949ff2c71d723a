"""What the coordinator reminds of by hand, and her list of calls: whom no letter reaches."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from coordination.conferences.models import Conference, Invitation
from coordination.reminders import rules
from coordination.reminders.models import Invited, Reminder, invited, invited_as, stands
from coordination.reminders.rules import Kind, Way
from foundation import clock
from foundation.database import db


@dataclass(frozen=True)
class Owed:
    """Somebody who owes an answer or a pledge."""

    invited: Invited
    kind: Kind
    written_today: bool
    """A letter about the meeting has left today already."""
    listed: bool
    """The call stands in the list, or was made today."""

    @property
    def done(self) -> bool:
        """Whether nothing more can be done about it today."""
        return self.written_today or self.listed

    @property
    def by_mail(self) -> bool:
        """Whether a letter reaches this person."""
        return self.invited.address(self.kind) is not None


def owed_at(conference_ids: Collection[UUID]) -> Sequence[Owed]:
    """Everybody who owes something for these meetings. Three queries, however many they are."""
    if not conference_ids:
        return ()
    people = invited(Invitation.conference_id.in_(conference_ids))
    listed = _to_be_called({each.invitation.id for each in people})
    return [
        Owed(each, kind, each.told_today, (each.invitation.id, kind) in listed)
        for each in people
        if (kind := rules.kind_owed(each.standing)) is not None
    ]


def meetings_to_come(case_ids: Collection[UUID]) -> list[UUID]:
    """The convened meetings of these cases that have not begun."""
    asked = select(Conference.id).where(
        Conference.case_id.in_(case_ids), Conference.convened_at.is_not(None), Conference.cancelled_at.is_(None),
        Conference.held_at.is_(None), Conference.starts_at > clock.now(),
    )  # fmt: skip
    return list(db.session.scalars(asked.order_by(Conference.starts_at)))


def _to_be_called(ids: Collection[UUID]) -> set[tuple[UUID, Kind]]:
    waiting = select(Reminder.invitation_id, Reminder.kind).where(
        Reminder.invitation_id.in_(ids), Reminder.way == Way.CALL, Reminder.until > clock.now(),
        or_(Reminder.called_at.is_(None), Reminder.called_at >= clock.midnight(clock.today())),
    )  # fmt: skip
    return {(invitation_id, kind) for invitation_id, kind in db.session.execute(waiting)}


@dataclass(frozen=True)
class Call:
    """A line in the list of calls: whom, and what to say."""

    reminder: Reminder
    invited: Invited

    @property
    def conference(self) -> Conference:
        return self.invited.invitation.conference


def calls_in(case_ids: Collection[UUID]) -> Sequence[Call]:
    """Whom the coordinator of these cases is to call, as long as it is still so. At most three queries."""
    if not case_ids:
        return ()
    waiting = (
        select(Reminder)
        .join(Reminder.invitation)
        .join(Invitation.conference)
        .where(Conference.case_id.in_(case_ids), Reminder.way == Way.CALL, Reminder.called_at.is_(None))
        .where(Reminder.until > clock.now())
        .order_by(Reminder.due_at)
    )
    reminders = db.session.scalars(waiting).all()
    if not reminders:
        return ()
    people = {each.invitation.id: each for each in invited(Invitation.id.in_([r.invitation_id for r in reminders]))}
    return list(_once_each(reminders, people))


def _once_each(reminders: Iterable[Reminder], people: Mapping[UUID, Invited]) -> Iterable[Call]:
    """The newest call to each person that still says the truth; a moved meeting has made the others void."""
    found: dict[UUID, Call] = {}
    for reminder in reminders:
        each = people.get(reminder.invitation_id)
        if each is not None and stands(reminder, each):
            found[reminder.invitation_id] = Call(reminder, each)
    return found.values()


def call_of(reminder_id: UUID) -> Call | None:
    """One line of the list of calls; None when it is done, or no longer so."""
    asked = select(Reminder).where(Reminder.id == reminder_id, Reminder.way == Way.CALL, Reminder.called_at.is_(None))
    reminder = db.session.scalar(asked)
    each = invited_as(reminder.invitation_id) if reminder is not None else None
    return Call(reminder, each) if reminder is not None and each is not None and stands(reminder, each) else None


def conference_behind(reminder_id: UUID) -> UUID | None:
    """The meeting of a reminder."""
    asked = select(Reminder).where(Reminder.id == reminder_id).options(joinedload(Reminder.invitation))
    reminder = db.session.scalar(asked)
    return reminder.invitation.conference_id if reminder is not None else None
