"""How a summary reads: measured as one page, with the words that the town's own dictionary calls an office's."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l

from coordination.family import rules_of_reading
from coordination.family.models import FamilySummary
from coordination.family.rules_of_reading import Jargon, Piece, Score, dictionary, marked, score, too_long
from foundation import town_settings

DICTIONARY = "words_of_the_office"
OF_THE_HOUSE = """\
OSPOD = oddělení péče o dítě
SPOD = oddělení péče o dítě
orgán- sociálně = oddělení péče o dítě
případov- konferenc- = schůzka
dostavte se = zveme vás
bylo uloženo = domluvili jsme se
odpovědn- osob- = kdo to udělá
kritéri- = podle čeho se to pozná
vyhodnocen- = jak se to daří
stanovisk- = co kdo říká
nesplněn- = když se to nepovede
porušen- = když se to nepovede
absenc- = když chybíte
sankc- = co bude dál
neprodleně = hned
součinnost- = pomoc
spolupracuj- = pomáhá
intervenc- = pomoc
klient- = jméno
nezletil- = jméno dítěte"""
"""What holds until a town writes its own (texts 10); a hyphen stands for any ending."""

town_settings.define(
    DICTIONARY,
    _l("Words that the family does not use, and what to write instead"),
    hint=_l("One on a line: kritéri- = podle čeho se to pozná. A hyphen stands for any ending."),
    longest=6000,
    default=OF_THE_HOUSE,
)


def dictionary_of(town_id: UUID) -> list[Jargon]:
    """The words of the office as this town lists them."""
    return dictionary(town_settings.get(town_id, DICTIONARY))


def told(summary: FamilySummary) -> list[str]:
    """What a summary says in the office's own words; the child's words are as they were said and are not measured."""
    return [summary.agreed, *(one.sentence for one in summary.lines if one.kept)]


@dataclass(frozen=True)
class Reading:
    """How one text reads, with everything that makes it hard marked in it."""

    pieces: Sequence[Piece]
    long_sentences: Sequence[str]

    @property
    def hard(self) -> bool:
        return bool(self.long_sentences) or any(piece.kind for piece in self.pieces)


@dataclass(frozen=True)
class ReadingOfPage:
    """The whole summary, and each of its texts by the name of its field."""

    score: Score
    texts: dict[str, Reading]

    @property
    def jargon(self) -> bool:
        return any(piece.kind == "jargon" for one in self.texts.values() for piece in one.pieces)

    @property
    def passes(self) -> bool:
        """Whether it may go out without a written reason."""
        return self.score.easy and not self.jargon


def reading_of(texts: dict[str, str], town_id: UUID) -> ReadingOfPage:
    """How these texts read together, and what is hard in each of them."""
    known = dictionary_of(town_id)
    return ReadingOfPage(
        score(texts.values()), {name: Reading(marked(text, known), too_long(text)) for name, text in texts.items()}
    )


EASY = rules_of_reading.EASY
