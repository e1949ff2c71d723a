"""The agenda (program): what a meeting goes through, in which order, and what stands before its beginning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from foundation.reasons import Reason, reason


class ItemKind(StrEnum):
    """What an item of the agenda is for; the pledge comes before everything that speaks of the family (S2-29)."""

    WELCOME = "welcome"
    PLEDGE = "pledge"
    VOICE = "voice"
    """What the family says; it comes first of all that speaks of the family."""
    TOPIC = "topic"
    """What the child wants spoken about, where the child leads the meeting."""
    BRIEF = "brief"
    STANDPOINTS = "standpoints"
    PICTURE = "picture"
    PLAN = "plan"
    READING = "reading"
    CLOSING = "closing"
    OTHER = "other"


BEFORE_PLEDGE = frozenset({ItemKind.WELCOME, ItemKind.PLEDGE})
"""What may come before the pledge: nothing in it speaks of the family."""
SHORTEST, LONGEST = 1, 240
"""Minutes that one item may take."""
USUAL: tuple[tuple[ItemKind, int], ...] = (
    (ItemKind.WELCOME, 5),
    (ItemKind.PLEDGE, 10),
    (ItemKind.VOICE, 10),
    (ItemKind.BRIEF, 10),
    (ItemKind.STANDPOINTS, 30),
    (ItemKind.PICTURE, 10),
    (ItemKind.PLAN, 25),
    (ItemKind.READING, 10),
    (ItemKind.CLOSING, 10),
)
"""The usual course of two hours and how many minutes each part takes."""


@dataclass(frozen=True)
class Planned:
    """One item as far as its order is concerned."""

    kind: ItemKind
    minutes: int


def usual(minutes: int) -> tuple[tuple[ItemKind, int], ...]:
    """The usual items for a meeting of `minutes`; longer parts give way, none takes less than five minutes.

    Together they do not take longer than the meeting, unless it is too short for five minutes each.
    """
    whole = sum(length for _, length in USUAL)
    if minutes <= 0 or minutes == whole:
        return USUAL
    lengths = [max(5, round(length * minutes / whole / 5) * 5) for _, length in USUAL]
    while sum(lengths) > minutes and max(lengths) > 5:
        lengths[lengths.index(max(lengths))] -= 5
    return tuple((kind, length) for (kind, _), length in zip(USUAL, lengths, strict=True))


def obstacles_to_order(items: Sequence[Planned]) -> tuple[Reason, ...]:
    """Why an agenda cannot go in this order (S2-29)."""
    kinds = [ItemKind(item.kind) for item in items]
    if ItemKind.PLEDGE not in kinds:
        return (reason("The pledge of confidentiality stays on the agenda. Nobody speaks of the family before it."),)
    if not BEFORE_PLEDGE.issuperset(kinds[: kinds.index(ItemKind.PLEDGE)]):
        return (
            reason("The pledge comes before everything that speaks of the family. Only the welcome may come earlier."),
        )
    if ItemKind.VOICE in kinds and not BEFORE_PLEDGE.issuperset(kinds[: kinds.index(ItemKind.VOICE)]):
        return (reason("The family speaks first. After the pledge nothing else comes before its words."),)
    return _obstacles_to_childs_order(kinds)


def _obstacles_to_childs_order(kinds: Sequence[ItemKind]) -> tuple[Reason, ...]:
    """What the child wants spoken about comes before what the others do."""
    without = [kind for kind in kinds if kind not in {*BEFORE_PLEDGE, ItemKind.VOICE}]
    childs = without.count(ItemKind.TOPIC)
    if all(kind is ItemKind.TOPIC for kind in without[:childs]):
        return ()
    return (reason("The child leads this meeting. The child's topics come first, then yours."),)


def obstacles_to_moving(kind: ItemKind, other: ItemKind) -> tuple[Reason, ...]:
    """Why two neighbours do not change places: the order among the child's topics is the child's."""
    if kind == other == ItemKind.TOPIC:
        return (reason("The child has set this order. Ask the child, write down the new one and take it over again."),)
    return ()


def obstacles_to_childs_topics(*, led_by_child: bool, topics: Sequence[str], begun: bool) -> tuple[Reason, ...]:
    """Why the child's topics do not go onto the agenda now."""
    if not led_by_child:
        return (reason("The child does not lead this meeting."),)
    if not topics:
        return (reason("The child has opened no topics to the table. Ask which ones you may put on the agenda."),)
    if begun:
        return (reason("The topics are being talked about already. Their order stays."),)
    return ()


def obstacles_to_item(title: str, minutes: int | None) -> tuple[Reason, ...]:
    """Why an item cannot be written like this."""
    wrong = []
    if not title.strip():
        wrong.append(reason("The item has no name. Write what you will talk about.", field="title"))
    if minutes is None or not SHORTEST <= minutes <= LONGEST:
        wrong.append(
            reason(
                "Write how many minutes it takes, from %(least)s to %(most)s.",
                field="minutes", least=SHORTEST, most=LONGEST,
            )
        )  # fmt: skip
    return tuple(wrong)


def obstacles_to_removal(kind: ItemKind, *, begun: bool) -> tuple[Reason, ...]:
    """Why an item stays on the agenda."""
    if kind == ItemKind.PLEDGE:
        return obstacles_to_order(())
    if begun:
        return (reason("This item has begun, it stays. You can change its name."),)
    return ()


def obstacles_to_opening(
    *, starts_at: datetime | None, convened: bool, opened: bool, now: datetime, unpledged: Sequence[str], despite: str
) -> tuple[Reason, ...]:
    """Why the meeting cannot begin; who has not signed is named before anybody speaks of the family (S2-29)."""
    if not convened:
        return (reason("The meeting is not convened. Convene it first."),)
    if opened:
        return (reason("The meeting has begun already."),)
    if starts_at is None or (starts_at - now).total_seconds() > OPENS_BEFORE * 60:
        return (reason("It is too early. The meeting can be begun half an hour before its time."),)
    if unpledged and not despite.strip():
        return (
            reason(
                "Not signed yet: %(names)s. "
                "Let them sign, or write what you agreed: who leaves, who stays for which part.",
                field="despite", names=", ".join(unpledged),
            ),
        )  # fmt: skip
    return ()


OPENS_BEFORE = 30
"""Minutes before its time from which a meeting can be begun."""
LATE_AFTER = 5
"""Minutes after the beginning from which somebody came late."""


def minutes_over(begun_at: datetime, planned: int, now: datetime) -> int:
    """By how many minutes an item takes longer than planned; 0 while it does not."""
    return max(0, int((now - begun_at).total_seconds() // 60) - planned)


def opens_at(starts_at: datetime | None, now: datetime) -> datetime | None:
    """From when a meeting can be begun; None once it can, and while it has no time."""
    first = starts_at - timedelta(minutes=OPENS_BEFORE) if starts_at is not None else None
    return first if first is not None and first > now else None
