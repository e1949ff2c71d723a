"""What an intervision asks for: who worked with the file that day, what was discussed, what was concluded."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from uuid import UUID

from foundation.reasons import Reason, reason

WANTED = 3
"""How many intervisions a month a service wants where it has not said otherwise; nobody is held up by it (S1-51)."""
AT_LEAST = 2
"""Fewer people do not talk anything over."""


def against_participants(
    chosen: Mapping[UUID, str], cooperating: Collection[UUID], kept_out: Collection[UUID]
) -> list[Reason]:
    """Why these do not take part, each by name: kept out of the file, or not among its workers (S1-52, S1-53)."""
    wrong = []
    for worker_id, name in chosen.items():
        if worker_id in kept_out:
            wrong.append(
                reason("%(name)s cannot work on this case. Choose somebody else.", "participants", name=name)
            )  # fmt: skip
        elif worker_id not in cooperating:
            wrong.append(
                reason(
                    "%(name)s did not work with the file on that day. Only its workers take part in an intervision.",
                    "participants", name=name,
                )
            )  # fmt: skip
    if not wrong and len(chosen) < AT_LEAST:
        wrong.append(
            reason("An intervision takes at least two workers of the file. Tick who was there.", "participants")
        )
    return wrong


def against_writing(on: date | None, discussed: str, *, today: date, since: date) -> list[Reason]:
    """What the record lacks: its day, and what was discussed (S1-51). `since` is the day of the first contact."""
    wrong = []
    if on is None:
        wrong.append(reason("Write the day of the intervision.", "held_on"))
    elif on > today:
        wrong.append(reason("This day is still to come.", "held_on"))
    elif on < since:
        wrong.append(reason("The file did not exist on this day yet.", "held_on"))
    if not discussed.strip():
        wrong.append(reason("Write what was discussed.", "discussed"))
    return wrong


def against_mending(*, finished: bool) -> list[Reason]:
    """Why a record does not change any more."""
    return [reason("The record is finished. It does not change any more.")] if finished else []


def against_finishing(conclusions: str, *, finished: bool) -> list[Reason]:
    """What keeps a record from being finished (S1-51)."""
    if finished:
        return against_mending(finished=True)
    return [] if conclusions.strip() else [reason("Write what you have agreed on.", "conclusions")]


def months(today: date, since: date | None) -> Iterator[date]:
    """The first days of the last twelve months, the present one first; none before `since`."""
    first = today.replace(day=1)
    for _number in range(12):
        if since is None or first < since.replace(day=1):
            return
        yield first
        first = (
            first.replace(year=first.year - 1, month=12) if first.month == 1 else first.replace(month=first.month - 1)
        )
