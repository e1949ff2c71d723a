"""Who is to be reminded at this moment, by the time at which each meeting is to be now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from coordination.conferences.models import Conference, Invitation
from coordination.reminders import rules
from coordination.reminders.models import Invited, Reminder, coming, day_of, invited, times_before
from coordination.reminders.rules import Kind, Moment
from foundation import clock
from foundation.database import db
from foundation.outbox import Letter

HORIZON = timedelta(days=21)
"""How far ahead meetings are looked at; no row of holidays pushes a reminder further forward."""


@dataclass(frozen=True)
class Due:
    """What one person is to be reminded of now."""

    moment: Moment
    on_day: date
    kind: Kind
    due_at: datetime


def due_now() -> Sequence[UUID]:
    """The invitations about which somebody is to be reminded; two small questions while nobody is."""
    now = clock.now()
    begins = func.coalesce(Invitation.part_from, Conference.starts_at)
    soon = select(Invitation.id, begins).join(Invitation.conference).where(*coming(now))
    moments = {
        invitation_id: (moment, day_of(begins_at))
        for invitation_id, begins_at in db.session.execute(soon.where(Conference.starts_at < now + HORIZON))
        if (moment := times_before(begins_at).moment(now)) is not None
    }
    left = moments.keys() - _reminded(moments)
    people = invited(Invitation.id.in_(left)) if left else ()
    return [each.invitation.id for each in people if _due(each) is not None]


def due_of(each: Invited) -> Due | None:
    """What this person is to be reminded of at this moment; None when nothing is, or when it has been done."""
    due = _due(each)
    if due is None or _reminded({each.invitation.id: (due.moment, due.on_day)}):
        return None
    return due


def _due(each: Invited) -> Due | None:
    times = times_before(each.begins_at)
    moment = times.moment(clock.now())
    if moment is None or each.told_today or times.too_soon_after(each.told_at, moment):
        return None
    kind = rules.kind_due(each.standing, moment)
    at = times.eve if moment == Moment.EVE else times.week
    return None if kind is None else Due(moment, day_of(each.begins_at), kind, at)


def _reminded(moments: Mapping[UUID, tuple[Moment, date]]) -> set[UUID]:
    """Whom a reminder of this moment has reached already; a letter that was closed has reached nobody."""
    if not moments:
        return set()
    rows = (
        select(Reminder.invitation_id, Reminder.moment, Reminder.on_day)
        .outerjoin(Letter, Letter.id == Reminder.letter_id)
        .where(Reminder.invitation_id.in_(list(moments)), Letter.closed_at.is_(None))
    )
    return {invitation_id for invitation_id, *at in db.session.execute(rows) if moments[invitation_id] == tuple(at)}
