"""Which sentences of the family still wait for somebody who reads the language from home: `make readers`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from foundation.settings import ROOT

UKRAINIAN, EASY = "uk", "cs@easy"
TO_BE_READ = {UKRAINIAN: "to be read by a native speaker", EASY: "to be read by a trained reader"}
"""The comment at a sentence that nobody of its readers has seen; whoever has read it takes the comment away."""
ALREADY_EASY = "already easy"
OFFICE = "read by the office alone"


@dataclass(frozen=True)
class Waiting:
    """One sentence that waits for its reader."""

    english: str
    czech: str
    words: str


def catalogue(language: str) -> Catalog:
    """The words of a language, as they stand in the repository."""
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file)


def words_of(language: str) -> Iterator[Waiting]:
    """Every sentence that waits, in the order of the catalogue."""
    czech = {str(message.id): message.string for message in catalogue("cs") if message.id}
    for message in catalogue(language):
        if message.id and TO_BE_READ[language] in message.user_comments:
            english = message.id if isinstance(message.id, str) else message.id[-1]
            words = message.string if isinstance(message.string, str) else " / ".join(message.string)
            yield Waiting(english, str(czech.get(str(message.id), "")), words)


if __name__ == "__main__":
    for language, mark in TO_BE_READ.items():
        waiting = list(words_of(language))
        sys.stdout.write(f"\n{language}: {len(waiting)} sentences {mark}\n")
        for one in waiting:
            sys.stdout.write(f"\n  {one.english}\n  {one.czech}\n  {one.words}\n")
