"""Papers for the table: the attendance list, on which no name of the family stands, and the agenda."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, TableStyle

from coordination.minutes.paper_words import AGENDA, LIST
from foundation.language import short_day, wall_time
from foundation.pdf import (
    OFFICE,
    Footer,
    Heading,
    Icon,
    IconLine,
    Letterhead,
    Sheet,
    after_each_other,
    bold,
    bullets,
    facts,
    marked,
    one_below_the_other,
    paragraph,
    printed,
    signatures,
    table,
    title,
)

FREE_ROWS = 3
"""Lines for those who come and are not on the list."""
_WIDTHS = (9, 32, 35, 31, 17, 17, 24)
_ROW = 10.5 * mm
_FOR_THE_PEN = (4, 5, 6)
_PAPER = frozenset({"paper"})
_SIGNED = frozenset({"signed", "at_table", "qualified"})


@dataclass(frozen=True)
class Attendee:
    """One line of the list; nobody of the family is on it."""

    name: str
    about: str
    pledge: str
    """The word of the pledge; empty for whoever is not asked."""
    came: str = ""
    left: str = ""


@dataclass(frozen=True)
class TablePaper:
    """What both papers say at their head."""

    town: str
    unit: str
    case_code: str
    reference: str
    number: int
    place: str
    convened_by: str
    minute_taker: str
    starts: datetime | None
    ends: datetime | None
    language: str = "cs"


def attendance_list(paper: TablePaper, people: Sequence[Attendee]) -> bytes:
    """The list for the pen as a PDF, with what is known already."""
    words = LIST[paper.language]
    sheet = Sheet(
        title=words.title,
        letterhead=_letterhead(paper, words.case, words.reference),
        footer=Footer(f"{paper.case_code} · {words.footer}", words.notice),
        language={"cs": "cs-CZ", "en": "en-GB"}[paper.language],
    )
    return printed(sheet, lambda: list(_attendance(paper, people)))


def _letterhead(paper: TablePaper, case: str, reference: str) -> Letterhead:
    town = f"Město {paper.town}" if paper.language == "cs" else f"Town of {paper.town}"
    written = f"{reference} {paper.reference}" if paper.reference else ""
    return Letterhead(town, paper.unit, f"{case} {paper.case_code}", written)


def _attendance(paper: TablePaper, people: Sequence[Attendee]) -> Iterable[Flowable]:
    words = LIST[paper.language]
    yield title(words.title)
    begins = wall_time(paper.starts) if paper.starts else "________"
    when = f", {short_day(paper.starts, paper.language)}" if paper.starts else ""
    yield facts(
        [
            (words.meeting, f"{_which(paper)}{when}"), (words.convened, paper.convened_by),
            (words.where, paper.place), (words.span, f"{begins} – ___________"),
        ]
    )  # fmt: skip
    rows = [_row(place, person, paper.language) for place, person in enumerate(people, 1)]
    rows += [_row(len(people) + place, None, paper.language) for place in range(1, FREE_ROWS + 1)]
    grid = table(words.head, rows, _WIDTHS)
    pen = [("LINEBEFORE", (column, 1), (column, -1), 0.5, "black") for column in _FOR_THE_PEN]
    # A place for the pen keeps its distance from the rule beside it.
    grid.setStyle(TableStyle([*pen, ("LEFTPADDING", (4, 0), (6, -1), 1.5 * mm)]))
    yield grid
    yield paragraph(after_each_other(bold(words.sign_first), marked(words.meaning, 400)), before=6)
    yield signatures([(paper.minute_taker, words.minute_taker), (paper.convened_by, words.convenor)])


def _which(paper: TablePaper) -> str:
    return f"č. {paper.number}" if paper.language == "cs" else f"no. {paper.number}"


def _row(place: int, person: Attendee | None, language: str) -> list[str | Flowable]:
    number = paragraph(str(place), OFFICE.number)
    pledge = _pledge("pending" if person is None else person.pledge, language)
    if person is None:
        return [number, "", "", pledge, Spacer(1, _ROW), "", ""]
    return [
        number, paragraph(bold(person.name, 80), OFFICE.cell), paragraph(marked(person.about, 120), OFFICE.cell),
        pledge,
        person.came or Spacer(1, _ROW), person.left, Spacer(1, _ROW),
    ]  # fmt: skip


def _pledge(word: str, language: str) -> Flowable:
    words = LIST[language]
    if word in _SIGNED:
        return IconLine(Icon.TICK, marked(words.signed), OFFICE.cell)
    if word in _PAPER:
        return IconLine(Icon.TICK, marked(words.on_paper), OFFICE.cell)
    if not word:
        return paragraph(words.no_pledge, OFFICE.cell)
    return IconLine(Icon.SQUARE, marked(words.waits), OFFICE.cell)


@dataclass(frozen=True)
class AgendaLine:
    """One item as it is printed."""

    name: str
    minutes: int
    at: datetime | None
    led_by: str


def agenda_paper(paper: TablePaper, items: Sequence[AgendaLine]) -> bytes:
    """The agenda as a PDF, to lie on the table."""
    words = AGENDA[paper.language]
    sheet = Sheet(
        title=words.title,
        letterhead=_letterhead(paper, words.case, LIST[paper.language].reference),
        footer=Footer(f"{paper.case_code} · {words.footer}"),
        language={"cs": "cs-CZ", "en": "en-GB"}[paper.language],
    )
    return printed(sheet, lambda: list(_agenda(paper, items)))


def _agenda(paper: TablePaper, items: Sequence[AgendaLine]) -> Iterable[Flowable]:
    words = AGENDA[paper.language]
    yield title(words.title)
    when = f"{short_day(paper.starts, paper.language)}, {wall_time(paper.starts)}" if paper.starts else ""
    where, convened = LIST[paper.language].where, LIST[paper.language].convened
    yield facts([(words.meeting, f"{_which(paper)}, {when}"), (convened, paper.convened_by), (where, paper.place)])
    rows: list[Sequence[str | Flowable]] = [
        (
            paragraph(str(place), OFFICE.number),
            paragraph(one_below_the_other(bold(item.name), marked(f"{item.minutes} {words.minutes}")), OFFICE.cell),
            wall_time(item.at) if item.at else "",
            item.led_by,
        )
        for place, item in enumerate(items, 1)
    ]
    yield table(words.head, rows, (10, 95, 20, 40))
    yield from _headed_list(words.rules_title, words.rules)


def _headed_list(heading: str, lines: Sequence[str]) -> Iterable[Flowable]:
    """A heading and sentences under it."""
    yield Heading(heading)
    yield from bullets(lines)
