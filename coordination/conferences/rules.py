"""What stands in the way of convening, answering and holding a meeting; the words of invitations and attendance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from foundation.reasons import Reason, reason


class ConferenceState(StrEnum):
    """Where a conference stands."""

    DRAFT = "draft"
    CONVENED = "convened"
    HELD = "held"
    CANCELLED = "cancelled"


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
ANSWER_BEFORE = timedelta(days=3)
"""How long before the meeting people answer when nobody has chosen a day."""
LINK_OUTLIVES = timedelta(days=30)
"""How long after the meeting its invitation still opens the door, for a pledge signed late."""


@dataclass(frozen=True)
class Invitee:
    """One person on the list, as far as convening asks."""

    name: str
    agency: str | None
    has_outward_reason: bool
    has_inward_reason: bool
    is_family: bool = False
    excluded: bool = False
    unsafe: bool = False
    """The way on which the person is to be told would do harm."""
    minutes_from_elsewhere: bool = False
    """To take the minutes without working at the town office."""
    other_role: bool = False
    """Sits at the case already, as something else."""


def obstacles_to_convening(
    *, goal: str, is_realistic: bool | None, because: str, town_office: str, invitees: Sequence[Invitee],
    starts_at: datetime | None, place: str, now: datetime,
) -> tuple[Reason, ...]:  # fmt: skip
    """Everything that stands in the way, all at once (S2-14, S2-24 and the two agencies of the leaflet)."""
    wrong = _goal_obstacles(goal, is_realistic, because)
    wrong += _people_obstacles(town_office, invitees)
    if starts_at is None:
        wrong.append(reason("The meeting has no date yet. Choose when and where you will meet.", field="time"))
    elif starts_at <= now:
        wrong.append(reason("The start is in the past. Choose a later time.", field="time"))
    if not place.strip():
        wrong.append(reason("The place is missing. Write where you will meet.", field="time"))
    return tuple(wrong)


def _goal_obstacles(goal: str, is_realistic: bool | None, because: str) -> list[Reason]:
    wrong = []
    if not goal.strip():
        wrong.append(
            reason(
                "The meeting cannot be convened yet, a realistic goal is missing. "
                "Write what it should achieve and how you will know.",
                field="goal",
            )
        )
    if is_realistic is False:
        wrong.append(
            reason("The goal is marked as not realistic. Cut it to what can be managed, or choose another way.", "goal")
        )
    elif is_realistic is None:
        wrong.append(reason("It is missing whether the goal can be managed. Say yes or no.", "goal"))
    if is_realistic is not False and not because.strip():
        wrong.append(
            reason("Why the goal is realistic is missing. Write in one sentence what that rests on.", field="goal")
        )
    return wrong


def _role_obstacles(invitee: Invitee) -> Iterable[Reason]:
    if invitee.minutes_from_elsewhere:
        yield reason(
            "%(name)s is not from your office and cannot take the minutes. Choose another role.",
            field="people",
            name=invitee.name,
        )
    if invitee.other_role:
        yield reason(
            "%(name)s sits at this case in another role. Keep that role, or take them off the case first.",
            field="people",
            name=invitee.name,
        )


def _people_obstacles(town_office: str, invitees: Iterable[Invitee]) -> list[Reason]:
    wrong = []
    listed = list(invitees)
    if len({invitee.agency for invitee in listed if invitee.agency} | {town_office}) < 2:
        wrong.append(
            reason("A meeting needs at least two organisations, your office counts. Add one more.", field="people")
        )
    for invitee in listed:
        wrong += _role_obstacles(invitee)
        if invitee.excluded:
            wrong.append(
                reason("%(name)s cannot work on this case. Choose somebody else.", field="people", name=invitee.name)
            )
        elif invitee.unsafe:
            wrong.append(no_safe_way(invitee.name, field="people"))
        elif not invitee.is_family and not (invitee.has_outward_reason and invitee.has_inward_reason):
            wrong.append(
                reason(
                    "The reason for inviting %(name)s is missing. Choose a sentence for the invitation "
                    "and write in one sentence what they can contribute.",
                    field="people",
                    name=invitee.name,
                )
            )
    return wrong


def no_safe_way(name: str, field: str) -> Reason:
    """Why a member of the family is not told on the chosen way."""
    return reason(
        "%(name)s has no safe contact. Give the message in person or on paper and record it.", field=field, name=name
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
    """By when people answer when nobody has chosen a day."""
    return max(meets_on - ANSWER_BEFORE, min(today, meets_on))


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
