"""Which periods are counted, and which numbers are too small to be shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

SMALLEST = 5
"""A number below it, other than nought, could point at one family and is not shown."""
WAITED = (3, 7, 14)
"""Up to how many days each span of the wait for an intake reaches; the last one has no end."""
DAYS = (14, 30, 60)
"""The same of longer ways: from a need to a conference, from a first contact to a client."""


@dataclass(frozen=True, order=True)
class HalfYear:
    """One of the only periods that are counted: no two overlap, so that none can be subtracted from another."""

    year: int
    half: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def after(self) -> date:
        """The first day that no longer belongs to it."""
        return date(self.year, 7, 1) if self.half == 1 else date(self.year + 1, 1, 1)

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.year}-{self.half}"


def half_year_of(day: date) -> HalfYear:
    """The half-year in which a day lies."""
    return HalfYear(day.year, 1 if day.month < 7 else 2)


def finished(since: date | None, today: date) -> Iterator[HalfYear]:
    """The half-years that are over, the latest first; one that goes on would tell, looked at twice, what came since."""
    last = half_year_of(today)
    while since is not None and half_year_of(since) < last:
        last = HalfYear(last.year, 1) if last.half == 2 else HalfYear(last.year - 1, 2)
        yield last


@dataclass(frozen=True)
class Shown:
    """One whole and its parts, as they may be shown; None stands for a number that is kept back."""

    total: int | None
    parts: tuple[int | None, ...]

    @property
    def empty(self) -> bool:
        """Whether there was nothing to count."""
        return self.total == 0


def shown(parts: Sequence[int]) -> Shown:
    """What of the parts of one whole may be shown, so that nothing kept back can be computed from the rest.

    A whole that is itself small is kept back with all its parts. Otherwise each small part is, and with it the next
    larger one and its equals: whoever tries all possible parts finds for each a small and a larger number.
    """
    total = sum(parts)
    if 0 < total < SMALLEST:
        return Shown(None, (None,) * len(parts))
    if not any(0 < number < SMALLEST for number in parts):
        return Shown(total, tuple(parts))
    next_larger = min((number for number in parts if number >= SMALLEST), default=SMALLEST)
    return Shown(total, tuple(None if 0 < number <= next_larger else number for number in parts))


def span_of(days: int, spans: Sequence[int] = DAYS) -> int:
    """Into which of the spans a number of days falls."""
    return next((place for place, most in enumerate(spans) if days <= most), len(spans))


def counted(places: Iterable[int], how_many: int) -> list[int]:
    """How many fell into each of several places."""
    found = [0] * how_many
    for place in places:
        found[place] += 1
    return found


def cell_of_table(text: str) -> str:
    """Text as a spreadsheet takes it for text and never for a formula."""
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) else text
