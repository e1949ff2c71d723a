"""What closes when a consent or a legal title ends: for whom, about whom, and what of other features hangs on it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from agencies.directory.models import agency_of
from coordination.cases import circle
from coordination.cases.circle import RecordedGround
from coordination.cases.models import involvement, members
from coordination.seats.models import Seat, signed_seats
from coordination.seats.rules import KnownGround, opened


@dataclass(frozen=True)
class Closing:
    """What one ending takes away, seen before it happens."""

    agency: str
    at: datetime
    seats: tuple[Seat, ...]
    """Who sits there for the agency and has signed the pledge."""
    lost: frozenset[UUID]
    """The members about whom they read until then, and no more after."""
    left: frozenset[UUID]
    others: tuple[RecordedGround, ...]
    """The grounds that hold on."""

    @property
    def shuts(self) -> bool:
        """Whether nothing is left that they could read."""
        return bool(self.lost) and not self.left


def if_ended(ground: RecordedGround, at: datetime) -> Closing:
    """What closes when a ground ends at `at`, by a withdrawal or by itself."""
    place = involvement(ground.involvement_id)
    assert place is not None
    agency = agency_of(place.agency_id)
    recorded = circle.recorded_grounds([place.id])[place.id]
    tie, family = circle.concerned_by(place.id), frozenset(person.id for person in members(place.case_id))
    rest = [one for one in recorded if one.id != ground.id]
    before = _readable([one.known for one in recorded], tie, family, at - timedelta(microseconds=1))
    after = _readable([one.known for one in rest], tie, family, at)
    sitting = circle.seats_of_involvement(place.id)
    signed = signed_seats([seat.id for seat in sitting])
    return Closing(
        agency=agency.name if agency else "",
        at=at,
        seats=tuple(seat for seat in sitting if seat.id in signed),
        lost=before - after,
        left=after,
        others=tuple(one for one in rest if one.known.holds(at)),
    )


def _readable(
    grounds: Iterable[KnownGround], tie: frozenset[UUID], family: frozenset[UUID], at: datetime
) -> frozenset[UUID]:
    about = opened(grounds, tie, at)
    return family if about is None else family & about


@dataclass(frozen=True)
class Hanging:
    """A task or a meeting that the ending touches, in one sentence, and its page."""

    words: str
    address: str


_on_closing: list[Callable[[Closing], Iterable[Hanging]]] = []


def on_closing(listener: Callable[[Closing], Iterable[Hanging]]) -> Callable[[Closing], Iterable[Hanging]]:
    """Announce what hangs on a ground: `listener` tells what the ending would touch, and changes nothing."""
    _on_closing.append(listener)
    return listener


def hanging_on(ending: Closing) -> Sequence[Hanging]:
    """Everything that the ending touches; nothing where nobody loses anything."""
    if not ending.lost:
        return []
    return [one for listener in _on_closing for one in listener(ending)]
