"""Preparing a conference: a draft keeps whatever was typed, complete or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.cases.models import FamilyCase
from coordination.conferences import rules
from coordination.conferences.actions.apart import PartMeant, set_parts
from coordination.conferences.actions.coordinating import case_is_over, held_conference, refuse_stranger
from coordination.conferences.models import Conference, draft_of, next_number
from coordination.conferences.rules import ConferenceState
from coordination.conferences.rules_of_convening import preparation_rests
from coordination.seats.models import CaseFrame, held_frame
from foundation import audit, clock, language
from foundation.database import transaction
from foundation.reasons import Reason, Refused, reason, refuse_if


@dataclass(frozen=True)
class Goal:
    """What a meeting is to achieve, whether that can be managed, and what speaks for another tool; parts may lack."""

    goal: str
    is_realistic: bool | None
    because: str
    unsuited: tuple[str, ...] = ()
    other_way: str = ""
    before_court: bool = False


def begin(case_id: UUID, *, by: str, goal: Goal | None = None) -> UUID:
    """Begin to prepare the case's next conference, or go on with the one that is being prepared."""
    with transaction() as session:
        frame = held_frame(session, case_id)
        refuse_stranger(case_id, by)
        refuse_if(case_is_over(frame))
        draft, _begun = preparation_of(session, frame, by=by)
        if goal is not None:
            refuse_if(preparation_rests() if draft.set_aside_at else ())
            _write_goal(draft, goal, by)
        return draft.id


def preparation_of(session: Session, frame: CaseFrame, *, by: str) -> tuple[Conference, bool]:
    """The draft of the case's next conference, and whether it was begun just now, under the lock of the case."""
    draft = draft_of(frame.id)
    if draft is not None:
        return draft, False
    case = session.get_one(FamilyCase, frame.id)
    draft = Conference(
        town_id=frame.town_id, case_id=frame.id, number=next_number(frame.id), initiated_by=by, goal=case.goal,
        realistic_because="", drafted_at=clock.now(),
    )  # fmt: skip
    session.add(draft)
    session.flush()
    audit.record(frame.town_id, by, "conference prepared", f"conference:{draft.id}", case=str(frame.id))
    return draft, True


def draft_to_write(session: Session, conference_id: UUID, by: str, *, resting: bool = False) -> Conference:
    """The draft, ready to be written into under the lock of its case; Refused when it is none any more.

    `resting`: also one whose preparation was ended by another way.
    """
    conference = held_conference(session, conference_id)
    if conference is None or conference.state is not ConferenceState.DRAFT:
        raise Refused([reason("The invitations have left already. Open the meeting to see who answered.")])
    refuse_stranger(conference.case_id, by)
    if conference.set_aside_at is not None and not resting:
        raise Refused(preparation_rests())
    return conference


def set_goal(
    conference_id: UUID, *, goal: str, is_realistic: bool | None, because: str, by: str,
    unsuited: tuple[str, ...] = (), other_way: str = "", before_court: bool = False,
) -> None:  # fmt: skip
    """Write down what the meeting is to achieve; any part may still be missing."""
    with transaction() as session:
        draft = draft_to_write(session, conference_id, by)
        _write_goal(draft, Goal(goal, is_realistic, because, unsuited, other_way, before_court), by)


def _write_goal(draft: Conference, said: Goal, by: str) -> None:
    draft.goal, draft.goal_is_realistic, draft.realistic_because = said.goal, said.is_realistic, said.because
    draft.unsuited, draft.other_way, draft.before_court = said.unsuited, said.other_way or None, said.before_court
    audit.record(
        draft.town_id, by, "conference goal written", f"conference:{draft.id}",
        unsuited=list(said.unsuited), before_court=said.before_court,
    )  # fmt: skip


@dataclass(frozen=True)
class When:
    """When and where, as typed; `second_*` says which of two equal times of the October night is meant."""

    meets_on: date | None
    wall_from: time | None
    wall_to: time | None
    place: str
    place_is_sensitive: bool
    answer_by: date | None
    second_from: bool | None = None
    second_to: bool | None = None


def set_time(conference_id: UUID, when: When, *, by: str, parts: Sequence[PartMeant] | None = None) -> None:
    """Keep when and where a draft meets; anything may be missing, what is there must be possible (Refused).

    `parts` are those to which some people are asked instead of to the whole; None leaves them as they are.
    """
    starts, ends, wrong = read_times(when)
    wrong += rules.wrong_answer_day(when.answer_by, meets_on=when.meets_on, today=clock.today())
    with transaction() as session:
        draft = draft_to_write(session, conference_id, by)
        if parts is not None:
            wrong += set_parts(draft, parts, day=when.meets_on, starts_at=starts, ends_at=ends)
        refuse_if(wrong)
        write_time(draft, when, (starts, ends), by=by)


def write_time(draft: Conference, when: When, meant: tuple[datetime | None, datetime | None], *, by: str) -> None:
    """Write down when and where a draft meets; `meant` are the instants of its times. Inside a transaction."""
    draft.meets_on, (draft.starts_at, draft.ends_at) = when.meets_on, meant
    draft.wall_from, draft.wall_to = _wall(when.wall_from), _wall(when.wall_to)
    draft.place, draft.place_is_sensitive = when.place, when.place_is_sensitive
    draft.answer_by = when.answer_by
    audit.record(draft.town_id, by, "conference time set", f"conference:{draft.id}")


def _wall(shown: time | None) -> str:
    return f"{shown:%H:%M}" if shown else ""


def read_times(when: When, *, past: bool = False) -> tuple[datetime | None, datetime | None, list[Reason]]:
    """The instants meant, both None while the day or a time is missing; and why they are impossible, if they are.

    `past`: what is meant has been already.
    """
    if when.meets_on is None:
        return None, None, []
    starts, no_start = _instant(when.meets_on, when.wall_from, when.second_from, "wall_from")
    ends, no_end = _instant(when.meets_on, when.wall_to, when.second_to, "wall_to")
    wrong = [*no_start, *no_end]
    if starts is not None and ends is not None and ends <= starts:
        wrong.append(reason("The end is before the start. Correct one of the times.", "wall_to"))
    if not past and starts is not None and starts <= clock.now():
        wrong.append(reason("The start is in the past. Choose a later time.", "wall_from"))
    whole = starts is not None and ends is not None and not wrong
    return (starts, ends, wrong) if whole else (None, None, wrong)


def _instant(day: date, wall: time | None, second: bool | None, field: str) -> tuple[datetime | None, list[Reason]]:
    if wall is None:
        return None, []
    said = {"time": language.wall_time(wall), "date": language.day(day)}
    try:
        return clock.instant(day, wall, second=second), []
    except clock.NoSuchTime:
        return None, [
            reason("The time %(time)s on Sunday %(date)s does not exist, clocks change. Choose another.", field, **said)
        ]
    except clock.TimeComesTwice:
        return None, [
            reason(
                "The time %(time)s on Sunday %(date)s comes twice, clocks go back. "
                "Choose the first (summer time) or the second (winter time).",
                field.replace("wall", "second"),
                **said,
            )
        ]
