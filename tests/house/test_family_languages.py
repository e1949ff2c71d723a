"""The languages of the family: every sentence of its pages and papers has its Ukrainian and its easy Czech words."""

from __future__ import annotations

import re
import subprocess
import sys
from configparser import RawConfigParser
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from foundation.settings import ROOT
from tests.house.test_catalogues import blanks, key, said, sentences
from tests.readers import ALREADY_EASY, EASY, OFFICE, TO_BE_READ, UKRAINIAN, catalogue, words_of

LATIN = re.compile(r"[A-Za-zÀ-ž]{2,}")
LONGEST_EASY = 12
OWN = "templates/coordination/family/"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What `make texts` collects for the family."""
    keywords = re.search(r"^KEYWORDS := (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert keywords
    collected: Path = tmp_path_factory.mktemp("texts") / "messages.pot"
    subprocess.run(
        [
            *(sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract", "--no-location"),
            *("--mapping", "translations/family.ini", *keywords[1].split(), "--output", str(collected), "."),
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    with collected.open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("language", [UKRAINIAN, EASY])
def test_every_sentence_of_the_family_has_its_words(found: Catalog, language: str) -> None:
    """In easy Czech one may be marked as easy already; one that the office alone reads needs no words."""
    there = {key(message): message for message in sentences(catalogue(language))}
    missing = [key(message) for message in sentences(found) if not _spoken(there.get(key(message)), language)]
    assert not missing, f"translations/{language} lacks (run `make texts`, fill and mark):\n" + "\n".join(
        sorted(missing)
    )


def _spoken(message: Message | None, language: str) -> bool:
    if message is None or message.fuzzy:
        return False
    if set(message.user_comments) & ({OFFICE, ALREADY_EASY} if language == EASY else {OFFICE}):
        return True
    return all(said(message)) and len(said(message)) == (1 if isinstance(message.id, str) else 3)


@pytest.mark.parametrize("language", [UKRAINIAN, EASY])
def test_what_waits_for_its_reader_says_so(language: str) -> None:
    unmarked = [
        key(message)
        for message in sentences(catalogue(language))
        if all(said(message)) and set(message.user_comments) - {TO_BE_READ[language]}
    ]
    assert not unmarked, "a mark that nobody knows:\n" + "\n".join(unmarked)


@pytest.mark.parametrize("language", [UKRAINIAN, EASY])
def test_blanks_are_those_of_the_english_sentence(language: str) -> None:
    wrong = [
        f"{key(message)} → {words}"
        for message in sentences(catalogue(language))
        for words in filter(None, said(message))
        if blanks(words) != blanks(key(message) if isinstance(message.id, str) else message.id[-1])
    ]
    assert not wrong, "other blanks:\n" + "\n".join(wrong)


@pytest.mark.parametrize("language", [UKRAINIAN, EASY])
def test_no_dead_words_lie_about(found: Catalog, language: str) -> None:
    living = {key(message) for message in sentences(found)}
    dead = [key(message) for message in sentences(catalogue(language)) if key(message) not in living]
    assert not dead, "the family reads these no more (run `make texts`):\n" + "\n".join(sorted(dead))


def test_ukrainian_is_written_in_its_own_letters_and_counts_in_its_own_way() -> None:
    ukrainian = catalogue(UKRAINIAN)
    latin = [
        words
        for message in sentences(ukrainian)
        for words in said(message)
        if LATIN.search(re.sub(r"%\(\w+\)s|\bMB\b", "", words))
    ]
    assert not latin, "\n".join(latin)
    assert ukrainian.num_plurals == 3
    assert [_form(number) for number in (1, 2, 4, 5, 11, 12, 21, 22, 25, 101, 111)] == [0, 1, 1, 2, 2, 2, 0, 1, 2, 0, 2]


def _form(number: int) -> int:
    """Which form the catalogue itself chooses for a number."""
    with BytesIO() as compiled:
        write_mo(compiled, catalogue(UKRAINIAN))
        compiled.seek(0)
        return int(GNUTranslations(compiled).plural(number))  # type: ignore[attr-defined]


def test_easy_czech_is_said_in_short_sentences() -> None:
    long = [
        sentence
        for message in sentences(catalogue(EASY))
        for words in said(message)
        for sentence in re.split(r"(?<=[.?:])\s", words)
        if len(sentence.split()) > LONGEST_EASY
    ]
    assert not long, "\n".join(long)


def test_every_page_of_the_family_is_collected_and_no_page_of_the_office() -> None:
    rows = RawConfigParser(strict=False, allow_no_value=True)
    rows.read(ROOT / "translations" / "family.ini", "utf-8")
    named = {row.partition(": ")[2] for row in rows.sections()}
    left_out = {row for row in named if row.startswith(OWN) and "*" not in row}
    pages = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html")}
    of_office = {
        name
        for name, text in pages.items()
        if name.startswith(OWN) and re.search(r'extends "(layout|coordination/family/office)\.html"', text)
    }
    assert left_out == of_office
    elsewhere = {
        name
        for name, text in pages.items()
        if not name.startswith(OWN) and 'extends "coordination/family/page.html"' in text
    }
    assert elsewhere <= named


def test_whoever_has_time_to_read_finds_what_to_read() -> None:
    """`make readers` lists every sentence that still waits, beside its Czech words."""
    waiting = [line for language in (UKRAINIAN, EASY) for line in words_of(language)]
    assert all(line.english and line.words for line in waiting)
    marks = sum((ROOT / "translations" / name / "LC_MESSAGES" / "messages.po").read_text("utf-8").count(
        f"# {mark}\n") for name, mark in TO_BE_READ.items())  # fmt: skip
    assert len(waiting) == marks
