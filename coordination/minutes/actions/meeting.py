"""The meeting as it goes on: begin it, go from item to item, note who came and left, end it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordination.conferences.actions.meeting import note_held, obstacles_to_being_held
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.rules import Attendance, ConferenceState, obstacles_to_attendance
from coordination.minutes import rules
from coordination.minutes import rules_of_agenda as agenda_rules
from coordination.minutes.actions.planning import ensure_agenda
from coordination.minutes.actions.together import conference_for, together
from coordination.minutes.actions.writing import ensure_minutes
from coordination.minutes.table import AgendaItem, Presence, Sitting, agenda_of, sitting_of
from coordination.pledges.standings import roll, states_of
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import ChangedMeanwhile
from foundation.reasons import Refused, reason, refuse_if

AGENDA, ATTENDANCE, MINUTES = "conference_and_agenda", "attendance", "minutes"


def unpledged(conference: Conference) -> list[str]:
    """The names of those at the table who have not signed, the family left out (S2-29). A few queries."""
    seats = [
        each.seat
        for each in conference.invitations
        if each.seat is not None and each.stands and each.seat.is_open(clock.now())
        and each.attendance not in (Attendance.EXCUSED, Attendance.ABSENT)
    ]  # fmt: skip
    return [one.seat.name for one in roll(states_of(seats).values()).missing]


def open_meeting(conference_id: UUID, *, despite: str = "", actor: Actor) -> None:
    """Begin a meeting. Refused while somebody has not signed and nothing says what was agreed about it (S2-29)."""
    with together() as session:
        conference = conference_for(session, conference_id, AGENDA, actor)
        missing = unpledged(conference)
        refuse_if(
            agenda_rules.obstacles_to_opening(
                starts_at=conference.starts_at, convened=conference.state is ConferenceState.CONVENED,
                opened=sitting_of(conference_id) is not None, now=clock.now(), unpledged=missing, despite=despite,
            )
        )  # fmt: skip
        ensure_agenda(session, conference)
        ensure_minutes(session, conference)
        names = ", ".join(missing) or None
        session.add(
            Sitting(
                conference_id=conference_id, opened_at=clock.now(), opened_by=actor.key, unpledged=names,
                despite=despite or None if names else None,
            )
        )  # fmt: skip
        items = agenda_of(conference_id)
        items[0].begun_at = clock.now()
        session.flush()
        audit.record(
            conference.town_id, actor.key, "meeting begun", f"conference:{conference_id}", unpledged=len(missing)
        )  # fmt: skip


def _going_on(conference_id: UUID) -> Sitting:
    sitting = sitting_of(conference_id)
    if sitting is None:
        raise Refused([reason("The meeting has not begun yet.")])
    if sitting.ended_at is not None:
        raise Refused([reason("The meeting has ended.")])
    return sitting


def go_to(conference_id: UUID, item_id: UUID | None = None, *, seen: UUID | None = None, actor: Actor) -> None:
    """Go on to one item of the agenda, or to the next one, and be done with the present one.

    `seen` is the item that lay before whoever presses “next”: when somebody else went on meanwhile nothing is skipped.
    """
    with together() as session:
        conference = conference_for(session, conference_id, AGENDA, actor)
        _going_on(conference_id)
        items, now = agenda_of(conference_id), clock.now()
        present = next((item for item in items if item.is_present), None)
        if seen is not None and (present is None or present.id != seen):
            return
        wanted = next((item for item in items if item.id == item_id), None) if item_id else _after(items, present)
        if wanted is present:
            return
        if present is not None:
            present.done_at = now
        if wanted is not None:
            wanted.begun_at, wanted.done_at = wanted.begun_at or now, None
        session.flush()
        audit.record(
            conference.town_id, actor.key, "agenda went on", f"conference:{conference_id}",
            item=str(wanted.id) if wanted else "",
        )  # fmt: skip


def _after(items: Iterable[AgendaItem], present: AgendaItem | None) -> AgendaItem | None:
    rest = [item for item in items if item.begun_at is None]
    if present is None:
        return rest[0] if rest else None
    return next((item for item in rest if item.position > present.position), None)


def write_note(item_id: UUID, text: str, *, version: int, actor: Actor) -> None:
    """Keep what is written about one item. Raises ChangedMeanwhile when it has a later version, Refused."""
    with together() as session:
        found = session.get(AgendaItem, item_id)
        if found is None:
            raise Refused([reason("This item is no longer on the agenda.")])
        conference = conference_for(session, found.conference_id, MINUTES, actor)
        session.refresh(found)
        if found.version != version:
            raise ChangedMeanwhile
        found.note = text
        session.flush()
        audit.record(
            conference.town_id, actor.key, "note of an item written", f"conference:{conference.id}", item=str(item_id)
        )  # fmt: skip


# --- who is there ----------------------------------------------------------------------------------------------------


class Seen(StrEnum):
    """What somebody at the door sees of one person."""

    CAME = "came"
    LEFT = "left"
    EXCUSED = "excused"
    ABSENT = "absent"
    NOTHING = "nothing"
    """Noted by mistake: nothing is known of this person."""


def note_presence(invitation_id: UUID, seen: Seen, *, actor: Actor) -> None:
    """Note that somebody came, left, is excused or absent, at this moment."""
    now = clock.now().replace(second=0, microsecond=0)
    with together() as session:
        conference, each, times = _at_door(session, invitation_id, actor)
        if seen is Seen.CAME:
            times.arrived_at, times.left_at = times.arrived_at or now, None
        elif seen is Seen.LEFT:
            times.arrived_at = times.arrived_at or min(conference.starts_at or now, now)
            times.left_at = max(now, times.arrived_at)
        else:
            times.arrived_at = times.left_at = None
        plain = {Seen.EXCUSED: Attendance.EXCUSED, Seen.ABSENT: Attendance.ABSENT, Seen.NOTHING: None}
        each.attendance = plain[seen] if seen in plain else how_there(conference, times)
        _keep(session, conference, each, times, actor)


@dataclass(frozen=True)
class Times:
    """When somebody came and left, on clocks in Prague; both may be unknown."""

    came: time | None
    left: time | None


def correct_times(invitation_id: UUID, written: Times, *, actor: Actor) -> None:
    """Write the times of one person as they were."""
    with together() as session:
        conference, each, times = _at_door(session, invitation_id, actor)
        day = conference.day
        assert day is not None
        if written.came and written.left and written.left < written.came:
            raise Refused([reason("The leaving is before the coming. Correct one of them.", field="left")])
        times.arrived_at = clock.instant(day, written.came) if written.came else None
        times.left_at = clock.instant(day, written.left) if written.left else None
        if times.arrived_at or times.left_at:
            each.attendance = how_there(conference, times)
        _keep(session, conference, each, times, actor)


def _at_door(session: Session, invitation_id: UUID, actor: Actor) -> tuple[Conference, Invitation, Presence]:
    found = session.get(Invitation, invitation_id)
    if found is None or found.awaits_person:
        raise Refused([reason("This person is not invited to the meeting.")])
    conference = conference_for(session, found.conference_id, ATTENDANCE, actor)
    # Half an hour before, people begin to come.
    earliest = clock.now() + timedelta(minutes=agenda_rules.OPENS_BEFORE)
    refuse_if(obstacles_to_attendance(conference.state, starts_at=conference.starts_at, now=earliest))
    times = session.scalar(select(Presence).where(Presence.invitation_id == invitation_id).with_for_update())
    if times is None:
        times = Presence(invitation_id=invitation_id, recorded_by=actor.key)
        session.add(times)
    return conference, found, times


def how_there(conference: Conference, times: Presence) -> Attendance:
    """The word for somebody who was there, from the times at which they came and left."""
    late = agenda_rules.LATE_AFTER
    if times.left_at and conference.ends_at and times.left_at < conference.ends_at - timedelta(minutes=late):
        return Attendance.LEFT_EARLY
    if times.arrived_at and conference.starts_at and times.arrived_at > conference.starts_at + timedelta(minutes=late):
        return Attendance.LATE
    return Attendance.PRESENT


def _keep(session: Session, conference: Conference, each: Invitation, times: Presence, actor: Actor) -> None:
    each.attendance_by = times.recorded_by = actor.key
    session.flush()
    audit.record(
        conference.town_id, actor.key, "presence noted", f"conference:{conference.id}", invitation=str(each.id),
        attendance=str(each.attendance or ""), arrived=_iso(times.arrived_at), left=_iso(times.left_at),
    )  # fmt: skip


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


# --- the end ---------------------------------------------------------------------------------------------------------


def end_meeting(
    conference_id: UUID,
    *,
    due_on: date | None,
    comments_until: date | None,
    uninformed_because: str = "",
    unprepared_because: str = "",
    actor: Actor,
) -> None:
    """End a meeting: by when its minutes are ready is announced, and it is marked as held.

    Whoever came and did not leave before is there to the end. Refused, with everything at once, while somebody's
    attendance or the day of the minutes is missing, and while nothing says how the family learned of it (S2-26)
    or how a child who was there had been prepared (S2-47).
    """
    with together() as session:
        conference = conference_for(session, conference_id, MINUTES, actor)
        sitting = _going_on(conference_id)
        wrong = [*rules.wrong_days(due_on, comments_until, met_on=conference.day)]
        if due_on is None:
            wrong.append(reason("Say at the meeting by when the minutes will be ready. Enter the day.", field="due_on"))
        if comments_until is None:
            wrong.append(reason("Say until when people may comment. Enter the day.", field="comments_until"))
        refuse_if([*wrong, *obstacles_to_being_held(conference, uninformed_because, unprepared_because)])
        note_held(
            conference, by=actor.key, uninformed_because=uninformed_because, unprepared_because=unprepared_because
        )
        now = clock.now()
        sitting.ended_at, sitting.ended_by = now, actor.key
        for item in agenda_of(conference_id):
            if item.is_present:
                item.done_at = now
        minutes = ensure_minutes(session, conference)
        minutes.due_on, minutes.comments_until = due_on, comments_until
        session.flush()
        audit.record(
            conference.town_id, actor.key, "meeting ended", f"conference:{conference_id}",
            due_on=due_on.isoformat() if due_on else "", number=conference.number,
        )  # fmt: skip
