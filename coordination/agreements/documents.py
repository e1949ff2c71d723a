"""The agreement on cooperation (dohoda o spolupráci) on paper: the blank form for the pen, and one of two parties."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak, TableStyle

from agencies.directory.models import agency_of
from coordination.agreements.composing import TITLE as TITLES
from coordination.agreements.composing import articles_of, parties_of, wording_of
from coordination.agreements.models import Agreement, signatures_of
from coordination.agreements.rules import Article, Kind, Part, articles, with_gaps
from coordination.agreements.rules_of_composing import Block, Composed, Look
from foundation import audit, clock, wordings
from foundation.language import at_time, day
from foundation.pdf import (
    COLUMN,
    GUTTER,
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
    fields,
    inner_width,
    marked,
    one_below_the_other,
    paragraph,
    plain_grid,
    printed,
    signatures,
    table,
    title,
    writing_line,
)
from foundation.signatures import Method, Signature

TITLE = "Dohoda o spolupráci"
GAP = "…" * 12
PARTIES = ("Rodič", "Datum narození", "Bydliště", "Organizace", "Za organizaci jedná")
CONFIDENTIALITY = 6
"""The article about what may be told to whom."""
PAPER = "agreement"
"""How disclosures name it."""


@dataclass(frozen=True)
class BlankAgreement:
    """The form as it is printed without a case."""

    town: str
    """Who hands it out; the town is no party."""
    unit: str
    wording_number: int
    valid_from: date
    text: str
    specimen: bool
    acknowledgement: str = ""


def blank_agreement(form: BlankAgreement) -> bytes:
    """The agreement as a PDF for the pen."""
    version = f"znění č. {form.wording_number}, platné od {day(form.valid_from, 'cs')}"
    sheet = Sheet(
        title=TITLE,
        letterhead=Letterhead(form.town, form.unit, "Tiskopis"),
        footer=Footer(f"{TITLE}, {version}", acknowledgement=form.acknowledgement),
        specimen="VZOR" if form.specimen else "",
    )
    return printed(sheet, lambda: list(_agreement(form.text)))


def _agreement(text: str) -> Iterable[Flowable]:
    yield title(TITLE)
    yield fields([(label, "") for label in PARTIES])
    found = articles(text)
    drawn = [list(_article(article)) for article in found]
    for article, pieces in zip(found[:-2], drawn, strict=False):
        # What may be told to whom is signed: it lies on one sheet with the signatures.
        yield from [PageBreak()] * article.heading.startswith(f"{CONFIDENTIALITY}.")
        yield KeepTogether(pieces)
    # What the parties sign stands with the last article above the lines, never alone on a page.
    last = [piece for article in drawn[-2:] for piece in article]
    yield signatures([("podpis rodiče", "místo a datum"), ("podpis za organizaci", "místo a datum")], last=last)


def _article(article: Article) -> Iterable[Flowable]:
    if article.heading:
        yield Heading(article.heading)
    for part in article.parts:
        yield from _part(part)


def _part(part: Part) -> Iterable[Flowable]:
    words = with_gaps(part.words, GAP)
    if part.kind is Kind.LINES:
        yield from (writing_line(inner_width() + 20) for _line in range(2))
        yield paragraph("", OFFICE.small, after=2)
    elif part.kind is Kind.LABELLED:
        yield paragraph(after_each_other(bold(f"{part.label}:"), marked(words)), before=6)
    else:
        yield paragraph(words, before=2)


# --- an agreement of two parties -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Words:
    """What the paper says around the text of the parties, in one language."""

    parent: str
    organisation: str
    born: str
    lives: str
    represented: str
    numbered: str
    number: str
    version: str
    copy: str
    personal: str
    date: str
    electronically: str
    at_table: str
    at_home: str
    on_paper: str
    specimen: str
    not_signed: str


_WORDS = {
    "cs": _Words(
        "Rodič", "Organizace", "datum narození %s", "bydliště %s", "zastupuje %s", "Dohoda č. %s", "č. %s",
        "znění č. %s",
        "vyhotovení %s ze 2", "Obsahuje osobní údaje.", "datum", "podepsáno elektronicky %s %s",
        "podepsáno u stolu %s %s, svědek: %s",
        "podepsáno elektronicky %s %s, adresou z papíru a vlastním číslem",
        "podepsáno na papíře %s", "VZOR", "návrh, zatím není k podpisu",
    ),
    "en": _Words(
        "Parent", "Organisation", "born on %s", "living at %s", "represented by %s", "Agreement no. %s",
        "no. %s", "wording no. %s", "copy %s of 2", "Contains personal data.", "date", "signed electronically on %s %s",
        "signed at the table on %s %s, witness: %s",
        "signed electronically on %s %s, by the address on paper and an own number",
        "signed on paper on %s", "SPECIMEN", "draft, not to be signed yet",
    ),
}  # fmt: skip


def paper_of(agreement: Agreement, *, copy: int) -> bytes:
    """One of the two equal copies (1: the parent's, 2: the organisation's) as a PDF of two pages.

    A signature that is there already stands under the text, the other place waits for the pen.
    """
    words, language = _WORDS[agreement.language], agreement.language
    wording, parties = wording_of(agreement), parties_of(agreement)
    number = agreement.reference or f"{agreement.number}"
    named = words.numbered % number
    version = words.version % wording.version
    draft = [words.not_signed] if agreement.offered_at is None else []
    foot = " · ".join([f"{TITLES[language]} {words.number % number}", version, words.copy % copy, *draft])
    sheet = Sheet(
        title=TITLES[language],
        letterhead=Letterhead(parties.organisation, _about_organisation(agreement), named),
        footer=Footer(foot, words.personal, audit.check_code(agreement.town_id)),
        language="cs-CZ" if language == "cs" else "en-GB",
        specimen="" if wordings.confirmed(wording, agreement.town_id) else words.specimen,
    )
    found = articles_of(agreement)
    places = _places(agreement, words)
    return printed(sheet, lambda: list(_of_parties(agreement, found, places)))


def _about_organisation(agreement: Agreement) -> str:
    """What kind of organisation it is and where; a town's name for the kind in the language of the paper."""
    agency = agency_of(agreement.involvement.agency_id)
    if agency is None:
        return ""
    with force_locale(agreement.language):
        return ", ".join(filter(None, (agency.kind_name, agency.address)))


def _of_parties(agreement: Agreement, found: list[Composed], places: list[list[str]]) -> Iterable[Flowable]:
    yield title(TITLES[agreement.language])
    yield _parties(agreement)
    *numbered, closing = found if found and not found[-1].heading else [*found, Composed("", ())]
    drawn = [list(_drawn(article)) for article in numbered]
    for article, pieces in zip(numbered[:-1], drawn, strict=False):
        yield from [PageBreak()] * article.heading.startswith(f"{CONFIDENTIALITY}.")
        yield KeepTogether(pieces)
    last = [*(drawn[-1] if drawn else []), *(piece for block in closing.blocks for piece in _block(block))]
    yield signatures(places, last=last)


def _parties(agreement: Agreement) -> Flowable:
    """The two parties side by side between two rules."""
    words, parties = _WORDS[agreement.language], parties_of(agreement)
    born = words.born % (parties.born or GAP)
    lives = words.lives % (parties.address or GAP)
    rows = [
        [paragraph(bold(words.parent), OFFICE.head), "", paragraph(bold(words.organisation), OFFICE.head)],
        [paragraph(parties.parent, OFFICE.goal), "", paragraph(parties.organisation, OFFICE.goal)],
        [
            paragraph(one_below_the_other(marked(born), marked(lives)), OFFICE.cell), "",
            paragraph(words.represented % parties.worker, OFFICE.cell),
        ],
    ]  # fmt: skip
    side = (COLUMN - GUTTER) / 2
    grid = plain_grid(rows, (side, GUTTER, side), row_gap=1, before=2, after=4)
    grid.setStyle(
        TableStyle(
            [
                ("LINEABOVE", (0, 0), (-1, 0), 1, "black"),
                ("LINEBELOW", (0, -1), (-1, -1), 1, "black"),
                ("TOPPADDING", (0, 0), (-1, 0), 6),
                ("BOTTOMPADDING", (0, -1), (-1, -1), 7),
            ]
        )
    )
    return grid


def _drawn(article: Composed) -> Iterable[Flowable]:
    yield Heading(article.heading)
    for block in article.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterable[Flowable]:
    if block.look is Look.BOXES:
        yield from (IconLine(Icon.SQUARE, marked(line, 600), OFFICE.item, size=11, gap=9) for line in block.lines)
    elif block.look is Look.LIST:
        yield from bullets(block.lines)
    elif block.look is Look.FACTS:
        pairs = [[paragraph(bold(label)), paragraph(value)] for label, value in block.rows]
        yield plain_grid(pairs, (30 * mm, COLUMN - 30 * mm), row_gap=3)
    elif block.look is Look.TABLE:
        head, *rows = block.rows
        widths = (45, 52, 38, 30) if len(head) == 4 else [165 / len(head)] * len(head)
        yield table(head, rows, widths)
    else:
        yield from (paragraph(line) for line in block.lines)


def _places(agreement: Agreement, words: _Words) -> list[list[str]]:
    """Two places to sign; under a signature that is there already stands how and when it was made."""
    known, parties = signatures_of(agreement), parties_of(agreement)
    ours = ((agreement.parent_signature_id, parties.parent), (agreement.worker_signature_id, parties.worker))
    found = []
    for of_parent, (signature_id, name) in zip((True, False), ours, strict=True):
        who = name if of_parent else f"{name}, {parties.organisation}"
        signed = known.get(signature_id) if signature_id else None
        found.append([who, _how(signed, words, agreement.language) if signed else words.date])
    return found


def _how(signed: Signature, words: _Words, language: str) -> str:
    on = day(signed.day, language)
    if signed.method == Method.PAPER:
        return words.on_paper % on
    at = at_time(clock.in_prague(signed.at), language)
    if signed.method == Method.AT_TABLE:
        return words.at_table % (on, at, signed.witness)
    if signed.method == Method.FAMILY_DOOR:
        return words.at_home % (on, at)
    return words.electronically % (on, at)
