"""What stands in the way of convening and of calling a meeting held; the words of invitations and attendance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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


@dataclass(frozen=True)
class Invitee:
    """One person on the list, as far as convening asks."""

    name: str
    agency: str | None
    has_outward_reason: bool
    has_inward_reason: bool
    is_family: bool = False


def obstacles_to_convening(
    *, goal: str, is_realistic: bool, because: str, town_office: str, invitees: Sequence[Invitee],
    starts_at: datetime | None, place: str, now: datetime,
) -> tuple[Reason, ...]:  # fmt: skip
    """Everything that stands in the way, all at once (S2-14, S2-24 and the two agencies of the leaflet)."""
    wrong = list(_goal_obstacles(goal, is_realistic, because))
    agencies = {invitee.agency for invitee in invitees if invitee.agency} | {town_office}
    if len(agencies) < 2:
        wrong.append(reason("A meeting needs at least two organisations, your office counts. Add one more."))
    for invitee in invitees:
        if not invitee.is_family and not (invitee.has_outward_reason and invitee.has_inward_reason):
            wrong.append(
                reason(
                    "The reason for inviting %(name)s is missing. Choose a sentence for the invitation "
                    "and write in one sentence what they can contribute.",
                    name=invitee.name,
                )
            )
    if starts_at is None:
        wrong.append(reason("The meeting has no date yet. Choose when and where you will meet."))
    elif starts_at <= now:
        wrong.append(reason("The start is in the past. Choose a later time."))
    if not place.strip():
        wrong.append(reason("The place is missing. Write where you will meet."))
    return tuple(wrong)


def _goal_obstacles(goal: str, is_realistic: bool, because: str) -> list[Reason]:
    wrong = []
    if not goal.strip():
        wrong.append(
            reason(
                "The meeting cannot be convened yet, a realistic goal is missing. "
                "Write what it should achieve and how you will know.",
                field="goal",
            )
        )
    if not is_realistic:
        wrong.append(
            reason(
                "The goal is marked as not realistic. Cut it to what can be managed, or choose another way.",
                field="goal_is_realistic",
            )
        )
    elif not because.strip():
        wrong.append(
            reason(
                "Why the goal is realistic is missing. Write in one sentence what that rests on.",
                field="realistic_because",
            )
        )
    return wrong


def obstacles_to_holding(
    *, starts_at: datetime, now: datetime, without_attendance: Sequence[str]
) -> tuple[Reason, ...]:
    """Why a conference cannot be marked as held yet."""
    wrong = []
    if now < starts_at:
        wrong.append(reason("The meeting has not begun yet. Mark it as held afterwards."))
    if without_attendance:
        wrong.append(
            reason(
                "It is missing who was there: %(names)s. Enter it for everybody.", names=", ".join(without_attendance)
            )
        )
    return tuple(wrong)
