"""The note of a refusal (záznam o odmítnutí) on paper: what was said, what the coordinator decided, what holds on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reportlab.platypus import Flowable, KeepTogether, Spacer

from coordination.pledges.rules import Decision
from coordination.pledges.words_on_paper import PDF_LANGUAGES, REFUSAL, RefusalWords
from foundation.clock import in_prague
from foundation.language import at_time, cz, day
from foundation.pdf import (
    OFFICE,
    Footer,
    Heading,
    Icon,
    IconLine,
    Letterhead,
    Sheet,
    fields,
    marked,
    paragraph,
    printed,
    signatures,
    title,
)


@dataclass(frozen=True)
class RefusalNote:
    """Everything that the note says."""

    town: str
    unit: str
    case_code: str
    name: str
    about: str
    """Function and organisation; empty for a private person."""
    wording_number: int
    refused_at: datetime
    """An aware instant; printed as a clock in Prague shows it."""
    reason: str
    decision: Decision | None
    """None: not decided yet, the paper offers every decision to the pen."""
    possible: tuple[Decision, ...]
    instruction: str
    """With nothing left to fill in."""
    written_by: str
    language: str = "cs"


def refusal_note(note: RefusalNote) -> bytes:
    """The note as a PDF of one page."""
    words = REFUSAL[note.language]
    sheet = Sheet(
        title=words.title,
        letterhead=Letterhead(note.town, note.unit, words.case.format(code=note.case_code)),
        footer=Footer(f"{note.case_code} · {words.footer}"),
        language=PDF_LANGUAGES[note.language],
        look=OFFICE,
    )
    return printed(sheet, lambda: list(_note(note, words)))


def _note(note: RefusalNote, words: RefusalWords) -> Iterable[Flowable]:
    when = _moment(note)
    yield title(words.title)
    yield paragraph(_what_happened(note, words, when), before=6)
    yield Heading(words.reason)
    yield paragraph(note.reason or words.no_reason)
    yield from _decision(note, words)
    yield Heading(words.instruction)
    yield paragraph(_set(note.instruction, note.language))
    written = fields([(words.written_by, note.written_by), (words.when, when)])
    yield signatures([(one,) for one in words.sign_here], last=[Spacer(1, 12), written])


def _what_happened(note: RefusalNote, words: RefusalWords, when: str) -> str:
    who = ", ".join(filter(None, (note.name, note.about)))
    return _set(words.happened.format(who=who, number=note.wording_number, when=when), note.language)


def _set(text: str, language: str) -> str:
    return cz(text) if language == "cs" else text


def _moment(note: RefusalNote) -> str:
    there = in_prague(note.refused_at)
    return f"{day(there.date(), note.language)} {at_time(there, note.language)}"


def _decision(note: RefusalNote, words: RefusalWords) -> Iterable[Flowable]:
    heading = Heading(words.decision)
    if note.decision is not None:
        yield heading
        yield paragraph(_sentence(words.decisions[note.decision]))
        return
    boxes = [IconLine(Icon.SQUARE, marked(words.decisions[one]), OFFICE.body, size=11, gap=6) for one in note.possible]
    yield KeepTogether([heading, *boxes])


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
