"""What changes when a convened meeting is moved, who must be asked again, and what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from coordination.conferences.rules import ConferenceState
from foundation.reasons import Reason, reason


class Change(StrEnum):
    """What of a meeting becomes different, the greatest difference alone."""

    NOTHING = "nothing"
    HIDDEN = "hidden"
    """The same place, that letters and calendars no longer tell."""
    SHOWN = "shown"
    """The same place, that letters and calendars tell from now on."""
    PLACE = "place"
    HOURS = "hours"
    """Another time on the same day."""
    DAY = "day"

    @property
    def asks_again(self) -> bool:
        """Whether whoever said yes may not be able to come: people are asked again, and answers fall."""
        return self in (Change.PLACE, Change.HOURS, Change.DAY)


@dataclass(frozen=True)
class Meeting:
    """When and where people meet; `day` as a calendar in Prague shows it."""

    starts_at: datetime
    ends_at: datetime
    day: date
    place: str
    place_is_sensitive: bool


def difference(old: Meeting, new: Meeting) -> Change:
    """What becomes different."""
    if old.day != new.day:
        return Change.DAY
    if (old.starts_at, old.ends_at) != (new.starts_at, new.ends_at):
        return Change.HOURS
    if old.place.split() != new.place.split():
        return Change.PLACE
    if old.place_is_sensitive != new.place_is_sensitive:
        return Change.HIDDEN if new.place_is_sensitive else Change.SHOWN
    return Change.NOTHING


Part = tuple[datetime, datetime]
"""From when to when somebody is asked to a meeting."""


def within(meeting: Meeting, part: Part | None) -> Meeting:
    """The meeting as far as somebody is asked to it; None: to the whole."""
    return replace(meeting, starts_at=part[0], ends_at=part[1]) if part else meeting


def moved_part(part: Part | None, old: Meeting, new: Meeting) -> Part | None:
    """The part of a meeting to which somebody is asked, as it lies in the moved one; None: the whole.

    It keeps its distance from the beginning. Where the meeting becomes too short, the person is asked to the whole.
    """
    if part is None:
        return None
    begins, ends = (new.starts_at + (one - old.starts_at) for one in part)
    return (begins, min(ends, new.ends_at)) if begins < new.ends_at else None


def obstacles_to_changing(
    state: ConferenceState, *, starts_at: datetime | None, now: datetime
) -> tuple[Reason, ...]:  # fmt: skip
    """Why neither the time nor the people of a meeting can be changed (any more); all reasons at once."""
    return tuple(_obstacles(state, starts_at, now))


def _obstacles(state: ConferenceState, starts_at: datetime | None, now: datetime) -> Iterator[Reason]:
    if state is ConferenceState.DRAFT:
        yield reason("The meeting is not convened yet. Change it in its preparation.")
        return
    if state is ConferenceState.HELD:
        yield reason("The meeting has been held, it can no longer be changed. Convene another one.")
    if state is ConferenceState.CANCELLED:
        yield reason("The meeting is called off, it can no longer be changed. Convene another one.")
    if starts_at is not None and starts_at <= now:
        yield reason("The meeting has begun. Enter who is there, and write into the minutes what was different.")


def missing_parts(
    *, day: date | None, starts: object | None, ends: object | None, place: str
) -> tuple[Reason, ...]:  # fmt: skip
    """What a convened meeting cannot be without, unlike a draft."""
    wrong = []
    if day is None:
        wrong.append(reason("The day is missing. Choose when you will meet.", field="meets_on"))
    if starts is None:
        wrong.append(reason("The start is missing. Write it like 9:00.", field="wall_from"))
    if ends is None:
        wrong.append(reason("The end is missing. Write it like 10:30.", field="wall_to"))
    if not place.strip():
        wrong.append(reason("The place is missing. Write where you will meet.", field="place"))
    return tuple(wrong)


def nothing_new(change: Change, *, another_answer_day: bool) -> tuple[Reason, ...]:
    """Why a change is none."""
    if change is Change.NOTHING and not another_answer_day:
        return (reason("This is when and where you meet already. Change the day, the time or the place."),)
    return ()


def obstacles_to_taking_off(
    *, name: str, convenes: bool, stands: bool, sits: bool, named_by_others: bool, replaced: bool
) -> tuple[Reason, ...]:  # fmt: skip
    """Why somebody is not taken off a meeting like this."""
    wrong = []
    if not stands:
        wrong.append(reason("The invitation is taken back already."))
    elif not sits:
        wrong.append(reason("%(name)s sits at the case no more, the meeting has left their calendar.", name=name))
    if convenes:
        wrong.append(reason("You convene the meeting, so you come to it. Hand the case over, or call the meeting off."))
    if named_by_others:
        wrong.append(
            reason("An organisation without a name and a substitute are taken back at the meeting, beside their name.")
        )
    if replaced:
        wrong.append(
            reason("%(name)s sends a substitute. Take back the invitation of whoever comes instead.", name=name)
        )
    return tuple(wrong)


def invited_already(name: str, *, held: bool) -> tuple[Reason, ...]:
    """Nobody is invited to the same meeting twice."""
    return (reason("%(name)s is invited already. Choose somebody else.", name=name),) if held else ()


def without_the_family(name: str, *, working: bool, is_family: bool) -> tuple[Reason, ...]:
    """Nobody of the family is asked to a meeting that was convened without it."""
    if working and is_family:
        return (
            reason("This meeting is without the family. Talk with %(name)s apart, or convene another one.", name=name),
        )
    return ()
