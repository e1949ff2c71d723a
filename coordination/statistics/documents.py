"""The numbers of a town as sections with words: the same ones on the page and in the file for a spreadsheet."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise

from flask_babel import gettext as _
from flask_babel import ngettext

from agencies.directory.models import KIND_NAMES
from coordination.cases.models import AREA_NAMES
from coordination.statistics.models import OF_FAMILY, Numbers
from coordination.statistics.rules import AGREED_WITHIN, DAYS, HalfYear, Shown, cell_of_table


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


def sections_of(numbers: Numbers) -> tuple[Section, ...]:
    """The five questions of a town."""
    return (
        Section(
            _("From the need to the first conference"),
            _("Cases that met for the first time; days since somebody wrote down that the family needs help."),
            _("Days"),
            _rows(numbers.days, _spans()),
        ),
        Section(
            _("Was the family there?"),
            _("Conferences that took place."),
            _("Who was there"),
            _rows(
                numbers.families,
                (_("a child, with or without parents"), _("a parent, no child"), _("nobody of the family")),
            ),
        ),
        Section(
            _("How quickly tasks are agreed"),
            _("Tasks that were offered to somebody."),
            _("Agreed"),
            _rows(
                numbers.agreed,
                (
                    ngettext("within %(num)s day", "within %(num)s days", AGREED_WITHIN),
                    _("later, or not at all"),
                ),
            ),
        ),
        Section(
            _("Done on time"),
            _("Tasks whose day has come, by who answers for them. Repeated tasks are not counted."),
            _("Who answers for the task"),
            tuple(
                Row(_("family") if kind == OF_FAMILY else str(KIND_NAMES[kind]), of.parts[0], of.total)
                for kind, of in numbers.on_time.items()
            ),
        ),
        Section(
            _("Where services are missing"),
            _("Needs put to the table that nobody covers today. A need with several areas counts in each."),
            _("Area"),
            tuple(Row(str(AREA_NAMES[area]), of.parts[1], of.total) for area, of in numbers.needs.items()),
        ),
    )  # fmt: skip


def _spans() -> tuple[str, ...]:
    first, *_others = DAYS
    between = [_("%(first)s to %(last)s days", first=lower + 1, last=upper) for lower, upper in pairwise(DAYS)]
    return (_("up to %(last)s days", last=first), *between, _("more than %(last)s days", last=DAYS[-1]))


def _rows(what: Shown, words: Sequence[str]) -> tuple[Row, ...]:
    if what.empty:
        return ()
    return tuple(Row(word, number, what.total) for word, number in zip(words, what.parts, strict=True))


def spreadsheet(town: str, period: HalfYear, sections: Sequence[Section]) -> bytes:
    """The same numbers for a spreadsheet, with semicolons and a byte order mark, as Czech ones expect."""
    file = StringIO()
    write = csv.writer(file, delimiter=";", lineterminator="\r\n").writerow
    write([cell_of_table(town), period_words(period)])
    write([_("Question"), _("What is counted"), _("Number"), _("Of")])
    hidden = _("hidden")
    for section in sections:
        for row in section.rows:
            numbers = [hidden if number is None else number for number in (row.number, row.of)]
            write([cell_of_table(section.heading), cell_of_table(row.words), *numbers])
    return file.getvalue().encode("utf-8-sig")
