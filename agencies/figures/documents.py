"""Numbers as sections with words: the same ones on the page and in the file for a spreadsheet."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise

from flask_babel import gettext as _

from agencies.figures.rules import HalfYear, Shown, cell_of_table


@dataclass(frozen=True)
class Row:
    """One line: what is counted, the number or None for a small one, and of how many."""

    words: str
    number: int | None
    of: int | None

    @property
    def percent(self) -> int | None:
        """The share; none where a number is kept back, or where there is nothing."""
        return round(100 * self.number / self.of) if self.number is not None and self.of else None


@dataclass(frozen=True)
class Section:
    """One question with its answer in lines."""

    heading: str
    explained: str
    column: str
    rows: tuple[Row, ...]


def period_words(period: HalfYear) -> str:
    """A half-year as people say it."""
    half = _("first half of %(year)s") if period.half == 1 else _("second half of %(year)s")
    return str(half % {"year": period.year})


def spans(days: Sequence[int]) -> tuple[str, ...]:
    """The spans in words."""
    between = [_("%(first)s to %(last)s days", first=lower + 1, last=upper) for lower, upper in pairwise(days)]
    return (_("up to %(last)s days", last=days[0]), *between, _("more than %(last)s days", last=days[-1]))


def rows(what: Shown, words: Sequence[str]) -> tuple[Row, ...]:
    """The parts of a whole in words; none of an empty one."""
    if what.empty:
        return ()
    return tuple(Row(word, number, what.total) for word, number in zip(words, what.parts, strict=True))


def spreadsheet(whose: str, period: HalfYear, sections: Sequence[Section]) -> bytes:
    """The same numbers for a spreadsheet, with semicolons and a byte order mark, as Czech ones expect."""
    file = StringIO()
    write = csv.writer(file, delimiter=";", lineterminator="\r\n").writerow
    write([cell_of_table(whose), period_words(period)])
    write([_("Question"), _("What is counted"), _("Number"), _("Of")])
    hidden = _("hidden")
    for section in sections:
        for row in section.rows:
            numbers = [hidden if number is None else number for number in (row.number, row.of)]
            write([cell_of_table(section.heading), cell_of_table(row.words), *numbers])
    return file.getvalue().encode("utf-8-sig")
