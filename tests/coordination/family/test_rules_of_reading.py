"""How easily a text reads: syllables, sentences, the score, words of an office; and that our own pages read well."""

from __future__ import annotations

import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from jinja2 import Environment

from coordination.family.readings import OF_THE_HOUSE
from coordination.family.rules_of_reading import (
    EASY,
    against_reading,
    dictionary,
    jargon_in,
    marked,
    score,
    sentences_of,
    syllables,
    too_long,
)

EASY_TEXT = "Gábina dokončí 8. třídu. Peníze vám vyjdou. Nejste na to sama."
HARD_TEXT = (
    "Na základě vyhodnocení multidisciplinárního případového setkání byla stanovena povinnost součinnosti rodičů při "
    "zajištění pravidelné školní docházky nezletilé a neprodleném předložení příslušných potvrzení orgánu."
)


@pytest.mark.parametrize(
    ("word", "count"),
    [("s", 0), ("prst", 1), ("vlk", 1), ("bratr", 2), ("auto", 2), ("dohodnout", 3), ("neuděláme", 5), ("Gábina", 3)],
)
def test_syllables_of_czech_words(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_number_of_a_class_ends_no_sentence_and_a_line_does() -> None:
    assert sentences_of(EASY_TEXT) == ["Gábina dokončí 8. třídu.", "Peníze vám vyjdou.", "Nejste na to sama."]
    assert sentences_of("Plán\nKdo to udělá") == ["Plán", "Kdo to udělá"]


def test_the_score_tells_an_easy_text_from_an_offices() -> None:
    assert score([EASY_TEXT]).easy
    assert score([HARD_TEXT]).r < 20
    assert score([""]).easy


def test_mistriks_formula_on_a_text_of_a_hundred_words() -> None:
    """R = 50 − S·V·L/N: a hundred words of two syllables, five in a sentence, fifty of them different."""
    words = [f"{first}{second}ma" for first in "bdhklmnprt" for second in ("a", "e", "i", "o", "u")]
    sentence = [" ".join(words[at : at + 5]).capitalize() + "." for at in range(0, 50, 5)]
    found = score([" ".join([*sentence, *sentence])])
    assert (found.words, found.different, found.sentences, found.syllables) == (100, 50, 20, 200)
    assert found.r == pytest.approx(50 - 2 * 5 * 0.5)


def test_words_of_the_office_are_found_in_every_case_and_said_otherwise() -> None:
    known = dictionary(OF_THE_HOUSE)
    said = {piece.text: piece.instead for piece in jargon_in("Kritéria i případovou konferenci zná OSPOD.", known)}
    assert said == {
        "Kritéria": "podle čeho se to pozná", "případovou konferenci": "schůzka", "OSPOD": "oddělení péče o dítě",
    }  # fmt: skip
    assert "".join(piece.text for piece in marked(HARD_TEXT, known)) == HARD_TEXT
    assert not dictionary("bez rovnítka\n= nic\nslovo =")


def test_a_long_sentence_is_named() -> None:
    assert too_long(HARD_TEXT) == [HARD_TEXT]
    assert not too_long(EASY_TEXT)


def test_the_gate_lets_out_what_reads_well_or_has_a_reason() -> None:
    known = dictionary(OF_THE_HOUSE)
    assert not list(against_reading([EASY_TEXT], known, despite=""))
    assert [one.field for one in against_reading([HARD_TEXT], known, despite=" ")] == ["despite", "despite"]
    assert [one.values for one in against_reading(["Zná to OSPOD."], known, despite="")] == [{"words": "ospod"}]
    assert not list(against_reading([HARD_TEXT], known, despite="Soud chce přesná slova."))


# --- our own pages ----------------------------------------------------------------------------------------------------

PAGES = Path("templates/coordination/family")
OFFICE = {"show", "settle", "write", "key", "as_said", "office", "answer_request", "decide", "companions"}
"""Pages of the coordinator in the same folder."""
SETTINGS = {
    "Where “Close quickly” on the family's page leads",
    "A page that says nothing about anybody, such as the weather. Empty: an empty page.",
    "Who reads complaints of a family",
    "As the family reads it: “the head of the department, Ms Hana Malá”. Empty: the head of the department.",
}
"""What stands in the same files for the administrator of the town."""
NOT_SAID = re.compile(r"%\(\w+\)[sd]|%%")


def shipped() -> dict[str, list[str]]:
    """Every Czech sentence of the family's pages, by page."""
    with Path("translations/cs/LC_MESSAGES/messages.mo").open("rb") as catalogue:
        czech = GNUTranslations(catalogue)
    pages = {}
    for path in (*PAGES.glob("*.html"), Path("templates/coordination/overview/seen_at_home.html")):
        if path.stem in OFFICE:
            continue
        found = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).extract_translations(path.read_text())
        sentences = [czech.gettext(text) for _line, _call, text in found if isinstance(text, str)]
        pages[path.stem] = [NOT_SAID.sub("", one) for one in dict.fromkeys(sentences)]
    for name in ("at_home", "agreement_at_home", "requests_at_home"):  # labels and hints of the family's forms
        words = extract_from_file(
            "python", Path("coordination/family") / f"{name}.py", keywords={"_l": None, "_": None}
        )
        of_settings = [text for _line, text, *_more in words if isinstance(text, str) and text not in SETTINGS]
        pages[name] = [NOT_SAID.sub("", czech.gettext(one)) for one in dict.fromkeys(of_settings)]
    return pages


def test_every_shipped_sentence_of_the_family_reads_well_and_speaks_no_office() -> None:
    pages, known = shipped(), dictionary(OF_THE_HOUSE)
    everything = [sentence for page in pages.values() for sentence in page]
    found = score(dict.fromkeys(everything))
    assert found.words > 300
    assert found.r >= EASY, found
    assert found.words_in_sentence <= 9
    assert found.long_share <= 0.12, found
    assert not [piece.text for sentence in everything for piece in jargon_in(sentence, known)]
    hard = {page: round(score(texts).r, 1) for page, texts in pages.items() if not score(texts).easy}
    assert not hard
    assert not [one for one in everything if len(one.split()) > 30 and too_long(one)]
