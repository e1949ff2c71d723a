"""The words of a seat and the grounds on which its holder may read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID


class Role(StrEnum):
    """As what somebody sits at the table."""

    COORDINATOR = "coordinator"
    MINUTE_TAKER = "minute_taker"
    FACILITATOR = "facilitator"
    AGENCY_WORKER = "agency_worker"
    SUPPORT_PERSON = "support_person"
    INTERPRETER = "interpreter"
    MINOR_REPRESENTATIVE = "minor_representative"
    PARENT = "parent"
    CHILD = "child"


FAMILY = frozenset({Role.PARENT, Role.CHILD})


class Relation(StrEnum):
    """Whether an agency works with the family already."""

    SERVES = "serves"
    MAY_SERVE = "may_serve"


class Ending(StrEnum):
    """How a seat was closed."""

    STEPPED_ASIDE = "stepped_aside"
    REMOVED = "removed"
    LEFT = "left"
    HANDED_OVER = "handed_over"


class SeatState(StrEnum):
    """What a seat lacks before its content opens."""

    PLEDGE_MISSING = "pledge_missing"
    GROUND_MISSING = "ground_missing"
    OPEN = "open"
    STEPPED_ASIDE = "stepped_aside"
    CLOSED = "closed"


class HowHanded(StrEnum):
    """How a paper reached somebody."""

    OPENED = "opened"
    HANDED = "handed"
    POSTED = "posted"
    DATA_BOX = "data_box"


@dataclass(frozen=True)
class KnownGround:
    """A consent or a legal title as recorded: from when, until when (None: no end), about whom and what (None: all)."""

    since: datetime
    until: datetime | None
    ended_at: datetime | None
    members: frozenset[UUID] | None
    areas: frozenset[str] | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it opens anything at `now`; a withdrawn one does not from the moment of its withdrawal."""
        over = (self.until is not None and now >= self.until) or (self.ended_at is not None and now >= self.ended_at)
        return self.since <= now and not over


def joined(grounds: Iterable[KnownGround], now: datetime) -> KnownGround | None:
    """What all grounds that hold at `now` open together; None when nothing holds."""
    holding = [ground for ground in grounds if ground.holds(now)]
    if not holding:
        return None
    ends = [ground.until for ground in holding]
    until = None if None in ends else max(end for end in ends if end is not None)
    return KnownGround(
        min(ground.since for ground in holding), until, None,
        members=_all_of(ground.members for ground in holding), areas=_all_of(ground.areas for ground in holding),
    )  # fmt: skip


Named = TypeVar("Named", UUID, str)


def _all_of(named: Iterable[frozenset[Named] | None]) -> frozenset[Named] | None:
    """What several grounds name together; one that names nothing in particular opens all."""
    parts = list(named)
    known = [part for part in parts if part is not None]
    return frozenset().union(*known) if len(known) == len(parts) else None


def narrows_at(
    grounds: Collection[KnownGround], tie: frozenset[UUID], now: datetime, within: timedelta
) -> datetime | None:
    """The first moment after `now`, at most `within` away, from which a seat reads about fewer members than now."""
    before = opened(grounds, tie, now)
    if before == frozenset():
        return None
    ends = sorted({ground.until for ground in grounds if ground.until and now < ground.until <= now + within})
    return next((end for end in ends if _fewer(opened(grounds, tie, end), before)), None)


def opened(grounds: Iterable[KnownGround], tie: frozenset[UUID], now: datetime) -> frozenset[UUID] | None:
    """The members about whom a seat may read at `now`; None: about everybody."""
    known = joined(grounds, now)
    return within_tie(known.members, tie) if known else frozenset()


def _fewer(after: frozenset[UUID] | None, before: frozenset[UUID] | None) -> bool:
    return after is not None and (before is None or not before <= after)


def within_tie(members: frozenset[UUID] | None, tie: frozenset[UUID]) -> frozenset[UUID] | None:
    """The members a seat may read about: those its ground names, as far as its tie to the family concerns them.

    An empty tie concerns the whole family (S2-24).
    """
    if not tie:
        return members
    return tie if members is None else members & tie


def state(
    role: Role, *, signed: bool, grounded: bool, ended_at: datetime | None, ended_how: Ending | None, now: datetime
) -> SeatState:
    """What a seat lacks, in the order in which its doors open.

    The database answers with plain words, so they are compared and not identified.
    """
    if ended_at is not None and ended_at <= now:
        return SeatState.STEPPED_ASIDE if ended_how == Ending.STEPPED_ASIDE else SeatState.CLOSED
    if not signed and role != Role.COORDINATOR:
        return SeatState.PLEDGE_MISSING
    if not grounded and role == Role.AGENCY_WORKER:
        return SeatState.GROUND_MISSING
    return SeatState.OPEN
