"""What the school asks of a child, on a sheet that the child can read (P8); one copy each for child, parent, school."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from agencies.directory.models import Agency
from coordination.plans.models_of_requirements import RequirementSheet
from coordination.seats.models import Seat, open_seats
from coordination.seats.rules import Role
from foundation.database import db
from foundation.language import long_day, on_day
from foundation.pdf import (
    COLUMN,
    FAMILY,
    OFFICE,
    Footer,
    Heading,
    Letterhead,
    Pair,
    Sheet,
    bold,
    boxed,
    inner_width,
    labelled,
    numbered,
    one_below_the_other,
    paragraph,
    plain_grid,
    printed,
    signatures,
    title,
    writing_line,
)

_NUMBER, _LABEL = 14 * mm, 46 * mm
_KEPT = 6
"""How many steps stand on the page of the signatures."""


@dataclass(frozen=True)
class SheetWords:
    """The words of the sheet, each language a whole text; short enough for a child."""

    title: str
    holders: Mapping[str, str]
    footer: str
    others: str
    joins: str
    agreed: str
    steps: str
    signing: str
    labels: tuple[str, str, str, str, str, str]
    """Why, until when, its sign, who judges, what follows, what helps."""


WORDS: Mapping[str, SheetWords] = {
    "cs": SheetWords(
        title="Co škola potřebuje", holders={"child": "dítě", "parent": "rodič", "school": "škola"},
        footer="Výtisk: {holder} · verze {version}", others="Další výtisk má {others}.", joins=" a ",
        agreed="Pro: {child} a rodiče. Domluvili jsme to {day}.", steps="Co se stane, když se něco nepovede",
        signing="Podpisem říkáte, že listu rozumíte. Co s vámi nesedí, napište sem:",
        labels=("Proč", "Do kdy", "Jak se to pozná", "Kdo to posoudí", "Když se to nepovede", "S čím škola pomůže"),
    ),
    "en": SheetWords(
        title="What the school needs", holders={"child": "the child", "parent": "the parent", "school": "the school"},
        footer="Copy for: {holder} · version {version}", others="The other copies are with {others}.", joins=" and ",
        agreed="For {child} and the parents. Agreed {day}.", steps="What happens when something goes wrong",
        signing="By signing you say that you understand the sheet. Write here what does not fit you:",
        labels=("Why", "Until when", "How it is seen", "Who judges it", "When it goes wrong", "How the school helps"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class PaperRequirement:
    """One requirement as it is printed; empty parts are left out."""

    text: str
    why: str = ""
    until_on: date | None = None
    sign: str = ""
    judge: str = ""
    consequence: str = ""
    help: str = ""


@dataclass(frozen=True)
class RequirementsPaper:
    """Everything that stands on one copy."""

    school: str
    address: str
    agreed_on: date
    child: str
    recipient: str
    version: int
    requirements: Sequence[PaperRequirement]
    steps: Sequence[str] = ()
    signs: Sequence[Sequence[str]] = field(default_factory=tuple)
    """Who signs: a name and, under it, as whom."""
    others: Sequence[str] = ()
    """Who has the other copies: the child, a parent, the school."""
    language: str = "cs"


def copy_for(sheet: RequirementSheet, seat: Seat, language: str = "cs") -> RequirementsPaper:
    """What stands on the copy of the holder of a seat, its fixed words in `language`."""
    agency = db.session.get(Agency, sheet.seat.agency_id) if sheet.seat.agency_id else None
    parents = [one for one in open_seats(sheet.case_id) if one.role == Role.PARENT]
    parent = seat if seat.role == Role.PARENT else next(iter(parents), None)
    school = sheet.seat.agency_name or sheet.seat.name
    holders = WORDS[language].holders
    own = {Role.CHILD: "child", Role.PARENT: "parent"}.get(Role(seat.role), "school")
    return RequirementsPaper(
        school=school,
        address=(agency.address if agency else None) or "",
        agreed_on=sheet.agreed_on,
        child=sheet.person.name,
        recipient=holders[own],
        version=sheet.number,
        requirements=[
            PaperRequirement(
                text=one.text, why=one.why, until_on=one.until_on, sign=one.sign, judge=_named(one.judge),
                consequence=one.consequence, help=one.help,
            )
            for one in sheet.requirements
        ],
        steps=sheet.step_lines,
        signs=[
            (sheet.person.name,), *([(parent.name, holders["parent"])] if parent else []), (sheet.seat.name, school),
        ],
        others=[word for key, word in holders.items() if key != own], language=language,
    )  # fmt: skip


def _named(seat: Seat | None) -> str:
    return ", ".join(filter(None, (seat.name, seat.function or seat.agency_name))) if seat else ""


def requirements_paper(paper: RequirementsPaper) -> bytes:
    """The sheet as a PDF for one recipient."""
    words = WORDS[paper.language]
    others = words.others.format(others=words.joins.join(paper.others)) if paper.others else ""
    sheet = Sheet(
        title=words.title,
        letterhead=Letterhead(paper.school, paper.address, long_day(paper.agreed_on, paper.language)),
        footer=Footer(words.footer.format(holder=paper.recipient, version=paper.version), others),
        language={"cs": "cs-CZ", "en": "en-GB"}[paper.language],
    )
    return printed(sheet, lambda: list(_requirements(paper, words)))


def _requirements(paper: RequirementsPaper, words: SheetWords) -> Iterable[Flowable]:
    yield title(words.title, FAMILY)
    agreed = words.agreed.format(child=paper.child, day=on_day(paper.agreed_on, paper.language))
    yield paragraph(agreed, OFFICE.goal)
    for number, one in enumerate(paper.requirements, 1):
        yield _box(number, one, paper.language)
    if len(paper.steps) > _KEPT:  # too many to stay beside the signatures
        yield from _steps(paper.steps, words)
    steps = _steps(paper.steps, words) if 0 < len(paper.steps) <= _KEPT else ()
    last = [*steps, paragraph(words.signing, OFFICE.body, before=6), writing_line(COLUMN)]
    yield signatures(paper.signs, last=last)  # nobody signs on a page of its own


def _steps(steps: Sequence[str], words: SheetWords) -> Iterable[Flowable]:
    yield Heading(words.steps)
    yield from numbered([(f"{place}.", step) for place, step in enumerate(steps, 1)])


def _box(number: int, one: PaperRequirement, language: str) -> Flowable:
    width = inner_width() - _NUMBER
    until = long_day(one.until_on, language) if one.until_on else ""
    said = (one.why, until, one.sign, one.judge, one.consequence, one.help)
    pairs: list[Pair] = list(zip(WORDS[language].labels, said, strict=True))
    inside: list[Flowable] = [paragraph(one.text, OFFICE.goal, after=3)]
    inside.append(labelled([pair for pair in pairs if pair[1]], _LABEL, width, OFFICE))
    numbered_cell = paragraph(one_below_the_other(bold(str(number))), FAMILY.h1)
    return boxed([plain_grid([[numbered_cell, inside]], (_NUMBER, width))], before=6)
