"""The Czech catalogue: every sentence of the product has its Czech words, well set, and no dead ones lie about."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from foundation.settings import ROOT

CZECH = ROOT / "translations" / "cs" / "LC_MESSAGES" / "messages.po"
PLURAL_FORMS = 3
ROOMS = ("foundation", "agencies", "coordination")
SPEAKING = ("_", "_l", "gettext", "lazy_gettext", "ngettext", "reason", "Missing")
ILL_SET = {
    "straight quotes": re.compile(r'"'),
    "three dots instead of …": re.compile(r"\.\.\."),
    "a double space": re.compile(r"\s{2}"),
    "an exclamation mark": re.compile(r"!"),
    "a hyphen where a dash belongs": re.compile(r" - "),
    "both genders in one word": re.compile(r"\w\(\w|\w/a\b"),
}


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def said(message: Message) -> tuple[str, ...]:
    """The Czech of a sentence, all its forms."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def blanks(words: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", words))


def sentences(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What `make texts` collects: the same mapping, the same keywords."""
    keywords = re.search(r"^KEYWORDS := (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert keywords
    collected: Path = tmp_path_factory.mktemp("texts") / "messages.pot"
    subprocess.run(
        [
            *(sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract", "--no-location"),
            *("--mapping", "translations/babel.ini", *keywords[1].split(), "--output", str(collected), "."),
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    with collected.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def czech() -> Catalog:
    with CZECH.open("rb") as file:
        return read_po(file)


def test_no_sentence_hides_from_the_collection(found: Catalog) -> None:
    """One inside an f-string or handed over by a name would stay English for ever, and nobody would be told."""
    collected = {key(message) for message in sentences(found)}
    hidden = []
    for path in (ROOT / "app.py", *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or not call.args:
                continue
            first = call.args[0]
            if isinstance(first, ast.Constant):
                seen = call.func.id not in SPEAKING or first.value in collected
            else:
                seen = call.func.id != "reason"
            if not seen:
                hidden.append(f"{path.relative_to(ROOT)}:{call.lineno}: {ast.unparse(first)}")
    assert not hidden, "not collected:\n" + "\n".join(hidden)


def test_every_sentence_has_its_czech_words(found: Catalog, czech: Catalog) -> None:
    there = {key(message): message for message in sentences(czech)}
    missing = [key(message) for message in sentences(found) if not _spoken(message, there.get(key(message)))]
    assert not missing, "without Czech words:\n" + "\n".join(sorted(missing))


def _spoken(message: Message, czech: Message | None) -> bool:
    if czech is None or czech.fuzzy or not all(said(czech)):
        return False
    return len(said(czech)) == (1 if isinstance(message.id, str) else PLURAL_FORMS)


def test_blanks_are_the_same_in_both_languages(czech: Catalog) -> None:
    """A form for one thing may name it by a word instead of its number, as the English singular does."""
    wrong = []
    for message in sentences(czech):
        english = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        for place, words in enumerate(said(message)):
            allowed = [blanks(english[-1])] if place or len(english) == 1 else [blanks(form) for form in english]
            if blanks(words) not in allowed:
                wrong.append(f"{english[0]} → {words}")
    assert not wrong, "other blanks:\n" + "\n".join(wrong)


def test_czech_is_well_set(czech: Catalog) -> None:
    wrong = [
        f"{fault}: {words}"
        for message in sentences(czech)
        for words in said(message)
        for fault, pattern in ILL_SET.items()
        if pattern.search(words)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_dead_words_lie_about(found: Catalog, czech: Catalog) -> None:
    living = {key(message) for message in sentences(found)}
    dead = [key(message) for message in sentences(czech) if key(message) not in living]
    dead += [key(message) for message in czech.obsolete.values()]
    assert not dead, "no page says these any more:\n" + "\n".join(sorted(dead))


def test_the_file_keeps_the_form_in_which_merges_stay_small(czech: Catalog) -> None:
    text = CZECH.read_text("utf-8")
    keys = [key(message) for message in sentences(czech)]
    assert keys == sorted(keys)
    assert not re.search(r"^#: ", text, re.M), "places in the source change with every edit"
    assert not re.search(r'^msg(id|str)(_plural|\[\d\])? ""\n"', text.partition("\n\n")[2], re.M), "broken lines"
    assert f"nplurals={PLURAL_FORMS};" in text
