"""Nothing that leaves the house says who, which office, or what about; looked for in every outward text there is."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from foundation import calendar_entries, ics, language
from foundation.outbox.rendering import Neutral, NeutralItem, render
from foundation.settings import ROOT

TEMPLATES = ROOT / "templates"
LETTERS = sorted(TEMPLATES.glob("**/letters/*.txt"))
BEFORE_THE_DOOR = [TEMPLATES / "foundation" / "links" / "dead.html"]

# A stem that ends in "-" begins any word; the others are whole words.
IN_CZECH = """
rodin- rodič- dít- dět- syn syna synov- dcer- matk- matč- máma mámy mámě mamin- otec otc- tát- klient- žák- nezletil-
oznamovatel-
ospod spod sociáln- péč- kurátor- škol- třídn- výchov- svp poradn- poraden- probac- probačn- pms polic- soud- opatrov-
azyl-
případ- konferenc- ohrožen- násil- týr- zanedb- syndrom- docházk- neomluven- napomen- opatřen- rozvod- rozvád- výživn-
dluh- exekuc- drog- alkohol- závisl- nemoc- zdrav- diagn- psych- souhlas- důvěrn-
předvolání sankce naléhavé
"""
IN_ENGLISH = """
famil- parent- child- son daughter- mother- father- client- pupil- minor- notifier-
social welfare care school- teacher- counsel- probation- police court- guardian- shelter-
conference- risk- endanger- violen- abus- neglect- attendance truan- admonition- measure- divorc- custod- maintenance
debt- drug- alcohol- addict- illness- health- diagn- psych- consent-
summons sanction urgent
"""
FORBIDDEN = {"cs": IN_CZECH.split(), "en": IN_ENGLISH.split()}
PHRASES = {"cs": ("dostavte se", "jste povinni", "!"), "en": ("report to", "you are obliged", "!")}


def words_of(text: str) -> list[str]:
    """The words that a reader sees: without what is filled in and without tags."""
    seen = re.sub(r"\{[{%#].*?[}%#]\}", " ", text, flags=re.S)
    seen = re.sub(r"<[^>]*>", " ", seen)
    quoted = re.findall(r'_\("([^"]*)"\)|or "([^"]*)"', text)
    return re.findall(r"[\w!]+", language.plain(seen + " " + " ".join(a or b for a, b in quoted)).casefold())


def forbidden_in(text: str, spoken: str) -> set[str]:
    words = words_of(text)
    found = {
        word
        for word in words
        for stem in FORBIDDEN[spoken]
        if (word.startswith(stem[:-1]) if stem.endswith("-") else word == stem)
    }
    together = " ".join(words)
    return found | {phrase for phrase in PHRASES[spoken] if phrase in together}


def test_the_search_finds_what_it_looks_for():
    assert forbidden_in("Zveme rodiče do ŠKOLY, dostavte se! {{ rodina }}", "cs") == {
        "rodiče",
        "školy",
        "dostavte se",
        "!",
    }
    assert forbidden_in('{{ place or "the school" }} Your son. Sonata.', "en") == {"school", "son"}


def test_there_are_letters_in_both_languages():
    names = {path.name.removesuffix(".txt").rpartition(".")[0] for path in LETTERS}
    assert len(names) >= 18
    assert all(
        (path.parent / f"{path.name.split('.')[0]}.{spoken}.txt").exists() for path in LETTERS for spoken in FORBIDDEN
    )


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_letter_says_whose_family_it_is_about(path: Path):
    assert forbidden_in(path.read_text(), path.name.split(".")[-2]) == set()


@pytest.mark.parametrize("path", BEFORE_THE_DOOR, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_page_before_the_door_says_it(path: Path):
    assert forbidden_in(path.read_text(), "en") == set()


@pytest.mark.parametrize("spoken", ["cs", "en"])
def test_no_calendar_entry_says_it(spoken):
    titles = list(calendar_entries._TITLES[spoken].values())
    words = [*titles, calendar_entries._DESCRIPTIONS[spoken], calendar_entries.FEED_NAMES[spoken]]
    assert forbidden_in(" ".join(re.sub(r"\{\w+\}", "", text) for text in words), spoken) == set()
    assert forbidden_in(ics.PRODID.replace("//", " "), spoken) == set()


WHOLE = Neutral(
    town="Podlesí",
    phone="469 000 204",
    date=date(2026, 3, 4),
    time_from=datetime(2026, 3, 4, 13, 0, tzinfo=UTC),
    time_to=datetime(2026, 3, 4, 14, 30, tzinfo=UTC),
    former_date=datetime(2026, 3, 3, 12, 0, tzinfo=UTC),
    former_to=datetime(2026, 3, 3, 13, 45, tzinfo=UTC),
    deadline=datetime(2026, 2, 27, 10, 0, tzinfo=UTC),
    place="Městský úřad Podlesí, zasedačka 204",
    link="https://podlesi.example/o/abc",
    front_door="https://podlesi.example/",
    code="483920",
    case_code="PS-7F3K",
    number=3,
    version=2,
    count=4,
)


def readings(path: Path) -> list[str]:
    """A letter with each of its fixed sentences."""
    template = str(path.relative_to(TEMPLATES)).removesuffix(".txt").rpartition(".")[0]
    spoken, written = path.name.split(".")[-2], path.read_text()
    known = sorted(set(re.findall(r'variant == "(\w+)"', written)))
    if "no_such_variant" not in written or "elif variant %}" in written:
        known.append("")
    if "item.variant" in written:  # a letter of several things: one thing of each kind
        return [language.plain(render(template, replace(WHOLE, items=(thing(one),)), spoken)) for one in known if one]
    return [language.plain(render(template, replace(WHOLE, variant=variant), spoken)) for variant in known]


def thing(variant: str) -> NeutralItem:
    """One thing of a letter that tells of several."""
    return NeutralItem(
        case_code="PS-7F3K", day=date(2026, 3, 3), variant=variant, number=3, late=True, linked=variant[0] == "w"
    )


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_letter_can_be_written_and_ends_with_the_phone_and_the_town(path: Path):
    for text in readings(path):
        subject, _, body = text.partition("\n")
        assert subject.startswith("Subject: ")
        assert body.startswith(("\nDobrý den,\n", "\nHello,\n"))
        assert "469 000 204" in body
        assert body.rstrip().endswith(("Město Podlesí", "Town of Podlesí"))
        assert "  " not in text
        assert "\n\n\n" not in text
        assert not re.search(r"[ \t]\n", text)


@pytest.mark.parametrize(
    ("template", "variant", "sentences"),
    [
        ("coordination/conferences/letters/cancelled", "another_date", [
            "setkání ve středu 4. března 2026 ve 14:00 se nekoná.",
            "Náhradní termín navrhneme do pátku 27. února 2026.",
        ]),
        ("coordination/conferences/letters/cancelled", "no_other_date", ["Náhradní termín nebude."]),
        ("coordination/conferences/letters/changed", "", [
            "Nově: středa 4. března 2026, 14:00–15:30, Městský úřad Podlesí, zasedačka 204.",
            "Původní čas úterý 3. března 2026 neplatí.",
        ]),
        ("coordination/conferences/letters/changed", "hours", ["Původní čas 13:00–14:45 neplatí."]),
        ("coordination/conferences/letters/changed", "place", [
            "setkání bude na jiném místě: Městský úřad Podlesí, zasedačka 204.",
            "Čas zůstává: středa 4. března 2026, 14:00–15:30.",
        ]),
        ("coordination/conferences/letters/changed", "hidden", [
            "setkání ve středu 4. března 2026 se koná, jak jsme psali."
        ]),
        ("coordination/conferences/letters/uninvited", "", [
            "na setkání ve středu 4. března 2026 ve 14:00 nemusíte přijít, pozvánka už neplatí."
        ]),
        ("coordination/conferences/letters/family_changed", "", [
            "schůzka bude jindy: ve středu 4. března 2026 ve 14:00, Městský úřad Podlesí, zasedačka 204."
        ]),
        ("coordination/conferences/letters/answer_kept", "accepted", [
            "počítáme s vámi na setkání ve středu 4. března 2026 ve 14:00."
        ]),
        ("coordination/conferences/letters/seat_closed", "", ["od středy 4. března 2026 vaše odkazy nefungují"]),
        ("coordination/conferences/letters/answer_recorded", "task", ["k úkolu 3 (PS-7F3K) jsme zapsali"]),
        ("coordination/tasks/letters/date_agreed", "", [
            "platí středa 4. března 2026. Původní termín úterý 3. března 2026 neplatí."
        ]),
        ("coordination/pledges/letters/signed", "", ["máme váš podpis ze středy 4. března 2026, 14:00."]),
        ("agencies/accounts/letters/sign_in_changed", "", ["ve středu 4. března 2026 ve 14:00 se změnilo"]),
        ("foundation/links/letters/code", "", ["váš kód je 483920.", "Nikomu ho neříkejte, ani nám."]),
    ],
)  # fmt: skip
def test_czech_days_stand_in_their_cases(template, variant, sentences):
    text = language.plain(render(template, replace(WHOLE, variant=variant), "cs"))
    for sentence in sentences:
        assert sentence in text


def test_an_english_letter_is_whole():
    text = render("coordination/conferences/letters/cancelled", replace(WHOLE, variant="another_date"), "en")
    assert text == (
        "Subject: Cancelled: working meeting, 4 March 2026\n\n"
        "Hello,\n\n"
        "The meeting on Wednesday 4 March 2026 at 14:00 will not take place.\n"
        "You need not do anything, the cancellation for your calendar is attached. Your pledge still holds.\n"
        "We will propose another date by Friday 27 February 2026.\n\n"
        "Phone 469 000 204. Town of Podlesí\n"
    )
