"""What stands in the way of writing down a meeting that was held without the house (zapsáno dodatečně)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from foundation.reasons import Reason, reason


@dataclass(frozen=True)
class Present:
    """One person who is said to have been there, as far as entering asks."""

    name: str
    field: str
    """The field of the form that is about this person."""
    minutes_from_elsewhere: bool = False
    """Took the minutes without working at the town office."""


def not_entered() -> tuple[Reason, ...]:
    """Why a meeting is not corrected in this way."""
    return (reason("Only a meeting that was entered afterwards is corrected here."),)


def missing_why(why: str) -> tuple[Reason, ...]:
    """Why a correction says too little."""
    return () if why.strip() else (reason("Write in one sentence why you correct it.", field="why"),)


def nothing_corrected() -> tuple[Reason, ...]:
    """Why nothing was saved."""
    return (reason("Nothing is different. Change what was written wrong, or leave the page."),)


def obstacles_to_entering(
    *, goal: str, place: str, starts_at: datetime | None, ends_at: datetime | None, now: datetime,
    people: Iterable[Present],
) -> tuple[Reason, ...]:  # fmt: skip
    """Everything that is missing or impossible, all at once; `people`: whoever was there besides the coordinator."""
    wrong = []
    if not goal.strip():
        wrong.append(reason("Write in one sentence what the meeting was about.", field="goal"))
    if starts_at is None or ends_at is None:
        wrong.append(reason("Write the day, and from when until when people met.", field="meets_on"))
    elif ends_at > now:
        wrong.append(
            reason("The meeting is not over yet. Convene it instead, everybody then gets a letter.", field="meets_on")
        )
    if not place.strip():
        wrong.append(reason("The place is missing. Write where people met.", field="place"))
    there = list(people)
    if not there:
        wrong.append(reason("Choose at least one person besides you who was there.", field="people"))
    wrong += [
        reason(
            "%(name)s is not from your office and cannot take the minutes. Choose another role.",
            field=each.field,
            name=each.name,
        )
        for each in there
        if each.minutes_from_elsewhere
    ]
    return tuple(wrong)
