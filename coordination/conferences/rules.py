"""What stands in the way of answering, holding and calling off a meeting; the words of invitations and attendance."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from foundation.reasons import Reason, reason


class ConferenceState(StrEnum):
    """Where a conference stands."""

    DRAFT = "draft"
    CONVENED = "convened"
    HELD = "held"
    CANCELLED = "cancelled"


class MeetingKind(StrEnum):
    """Who belongs to the meeting besides the workers."""

    WITH_FAMILY = "with_family"
    LED_BY_CHILD = "led_by_child"
    WORKING = "working"
    """Without the family, which is informed; it always has a reason."""


class Answer(StrEnum):
    """What an invited person answered about the date."""

    NO_REPLY = "no_reply"
    ACCEPTED = "accepted"
    SUBSTITUTE = "substitute"
    WRITTEN_ONLY = "written_only"
    DECLINED = "declined"


class Attendance(StrEnum):
    """How somebody was there."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    EXCUSED = "excused"
    ABSENT = "absent"
    INFORMED_ONLY = "informed_only"


class HowTold(StrEnum):
    """On which way an invitation reaches its person."""

    EMAIL = "email"
    PAPER = "paper"
    DATA_BOX = "data_box"
    IN_PERSON = "in_person"
    PHONE = "phone"


OUTWARD_REASONS = (
    "knows",
    "expertise",
    "service",
    "align",
    "standpoint",
    "task",
    "evaluate",
    "contact",
    "leads",
    "interprets",
    "wished",
)
"""Codes of the fixed sentences; one or two of them stand on paper and on the page before the pledge, nothing else."""


MOST_REASONS = 2
ANSWER_BEFORE, _FRIDAY = timedelta(days=3), 4
"""How long before the meeting people answer when nobody has chosen a day."""
LINK_OUTLIVES = timedelta(days=30)
"""How long after the meeting its invitation still opens the door, for a pledge signed late."""


def no_safe_way(name: str, field: str) -> Reason:
    """Why somebody without a safe contact is not told on the chosen way."""
    return reason(
        "%(name)s has no safe contact. Give the message in person or on paper and record it.", field=field, name=name
    )


def another_way_is_safe(name: str, field: str) -> Reason:
    """Why somebody is not told on the chosen way whose safe contact is another one."""
    return reason(
        "This way is not safe for %(name)s, another one is. "
        "Choose that one, or give the message in person or on paper.",
        field=field,
        name=name,
    )


def wrong_answer_day(answer_by: date | None, *, meets_on: date | None, today: date) -> tuple[Reason, ...]:
    """Why people cannot be asked to answer by this day."""
    if answer_by is None:
        return ()
    if answer_by < today:
        return (reason("The day for the answer has passed. Enter today or a later day.", field="answer_by"),)
    if meets_on is not None and answer_by > meets_on:
        return (reason("The day for the answer comes after the meeting. Choose an earlier one.", field="answer_by"),)
    return ()


def usual_answer_day(meets_on: date, today: date) -> date:
    """By when people answer when nobody has chosen a day: three days before, on a weekend the Friday before."""
    third = meets_on - ANSWER_BEFORE
    working = third - timedelta(days=max(0, third.weekday() - _FRIDAY))
    return max(working, min(today, meets_on))


def answer_day(chosen: date | None, *, meets_on: date, today: date) -> date:
    """By when people are asked to answer: the chosen day while it lies ahead, else the usual one."""
    return chosen if chosen is not None and chosen >= today else usual_answer_day(meets_on, today)


def obstacles_to_answering(*, starts_at: datetime | None, cancelled: bool, now: datetime) -> tuple[Reason, ...]:
    """Why an answer about the date can no longer be given or changed."""
    if cancelled:
        return (reason("The meeting does not take place, nobody waits for an answer any more."),)
    if starts_at is None or now >= starts_at:
        return (reason("The meeting has begun, the answer can no longer change. Call us if something is different."),)
    return ()


def obstacles_to_calling_off(state: ConferenceState) -> tuple[Reason, ...]:
    """Why a meeting cannot be called off."""
    if state is ConferenceState.HELD:
        return (reason("The meeting has been held, it can no longer be called off."),)
    if state is ConferenceState.CANCELLED:
        return (reason("The meeting is called off already."),)
    if state is ConferenceState.DRAFT:
        return (reason("The meeting is not convened, nobody was invited. You need not call it off."),)
    return ()


def obstacles_to_attendance(state: ConferenceState, *, starts_at: datetime | None, now: datetime) -> tuple[Reason, ...]:
    """Why nobody can say yet who was there."""
    if state in (ConferenceState.DRAFT, ConferenceState.CANCELLED):
        return (reason("The meeting is not convened, nobody could come."),)
    if starts_at is None or now < starts_at:
        return (reason("The meeting has not begun yet. Enter who is there once it begins."),)
    return ()


def obstacles_to_holding(
    state: ConferenceState, *, starts_at: datetime | None, now: datetime, without_attendance: Sequence[str]
) -> tuple[Reason, ...]:
    """Why a conference cannot be marked as held yet."""
    if state is not ConferenceState.CONVENED:
        return (reason("Only a convened meeting can be marked as held."),)
    wrong = []
    if starts_at is None or now < starts_at:
        wrong.append(reason("The meeting has not begun yet. Mark it as held afterwards."))
    if without_attendance:
        wrong.append(
            reason(
                "It is missing who was there: %(names)s. Enter it for everybody.", names=", ".join(without_attendance)
            )
        )
    return tuple(wrong)


_COMPULSORY = reason(
    "Taking part is compulsory here by law. Send a substitute, or write for what reason you are excused.", "note"
)


def against_declining(answer: Answer, note: str, *, compulsory: bool) -> list[Reason]:
    """Why somebody whom a law obliges cannot just say no: a substitute comes, or a reason excuses (S1-55)."""
    declines = answer in (Answer.DECLINED, Answer.WRITTEN_ONLY)
    return [_COMPULSORY] if compulsory and declines and not note.strip() else []


def against_leaving(why: str, *, compulsory: bool) -> list[Reason]:
    """Why somebody whom a law obliges cannot leave the case without a word (S1-55)."""
    if not compulsory or why.strip():
        return []
    return [replace(_COMPULSORY, field="reason")]
