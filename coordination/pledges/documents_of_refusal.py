"""The note of a refusal (záznam o odmítnutí) on paper: what was said, what the coordinator decided, what holds on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reportlab.platypus import Flowable, KeepTogether, Spacer

from coordination.pledges.rules import Decision
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

TITLE = "Záznam o odmítnutí slibu mlčenlivosti"
NO_REASON = "Důvod nezazněl."
DECISIONS = {
    Decision.LEAVES: "odchází",
    Decision.OWN_TASK: "zůstává jen u části o vlastním úkolu",
    Decision.POSTPONED: "setkání se odkládá",
    Decision.PARENT_STAYS: "rodič zůstává, jde o jeho dítě",
}
INSTRUCTION = (
    "Bez podpisu se obsah případu neotevře. Povinnost mlčet podle zákona trvá i bez podpisu: "
    "{citace: povinnost podle profese}."
)
INSTRUCTION_TO_INTERPRETER = INSTRUCTION.replace("povinnost podle profese", "tlumočníci")
INSTRUCTION_TO_PERSON = "Bez podpisu se obsah případu neotevře. Slib se dá podepsat kdykoli později."
"""For whoever no law of a profession binds: a support person, one of the family."""


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


def refusal_note(note: RefusalNote) -> bytes:
    """The note as a PDF of one page."""
    sheet = Sheet(
        title=TITLE,
        letterhead=Letterhead(note.town, note.unit, f"Případ {note.case_code}"),
        footer=Footer(f"{note.case_code} · záznam o odmítnutí slibu mlčenlivosti · patří do spisu"),
        look=OFFICE,
    )
    return printed(sheet, lambda: list(_note(note)))


def _note(note: RefusalNote) -> Iterable[Flowable]:
    yield title(TITLE)
    yield paragraph(_what_happened(note), before=6)
    yield Heading("Důvod, jak byl řečen")
    yield paragraph(note.reason or NO_REASON)
    yield from _decision(note)
    yield Heading("Poučení")
    yield paragraph(cz(note.instruction))
    written = fields([("Kdo zapsal", note.written_by), ("Kdy", _moment(note.refused_at))])
    yield signatures([("podpis toho, kdo zapsal",), ("podpis svolavatele",)], last=[Spacer(1, 12), written])


def _what_happened(note: RefusalNote) -> str:
    who = ", ".join(filter(None, (note.name, note.about)))
    there = in_prague(note.refused_at)
    return cz(
        f"{who}: slib mlčenlivosti, znění č. {note.wording_number}, zůstal dne {day(there.date(), 'cs')} "
        f"{at_time(there, 'cs')} bez podpisu."
    )


def _moment(instant: datetime) -> str:
    there = in_prague(instant)
    return f"{day(there.date(), 'cs')} {at_time(there, 'cs')}"


def _decision(note: RefusalNote) -> Iterable[Flowable]:
    heading = Heading("Rozhodnutí svolavatele")
    if note.decision is not None:
        yield heading
        yield paragraph(_sentence(DECISIONS[note.decision]))
        return
    boxes = [IconLine(Icon.SQUARE, marked(DECISIONS[one]), OFFICE.body, size=11, gap=6) for one in note.possible]
    yield KeepTogether([heading, *boxes])


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
