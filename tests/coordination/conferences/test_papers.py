"""Invitations on paper as they come out of the printer: what each of them says, and that it says nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from coordination.conferences.paper_sentences import AGENCY, about_how_long
from coordination.conferences.papers import (
    AgencyLetter,
    ChildLetter,
    Comes,
    Meets,
    PaperLetter,
    ParentLetter,
    Sender,
    file_name,
    letter_paper,
    missing_signs,
)
from foundation import clock

SENDER = Sender(
    town="Město Podlesí",
    address="Městský úřad, Úřední 1, 000 00 Podlesí",
    name="Bc. Lenka Horáková",
    function="sociální pracovnice",
    phone="469 000 204",
    mail="socialni@podlesi.example",
    on=date(2026, 2, 16),
)
MEETS = Meets(
    clock.in_prague(datetime(2026, 3, 3, 12, 0, tzinfo=UTC)),
    clock.in_prague(datetime(2026, 3, 3, 13, 45, tzinfo=UTC)),
    "Městský úřad, Úřední 1, zasedačka 204, 2. patro",
    "Vstup bez bariér, výtah",
)
AGENCY_LETTER = AgencyLetter(
    sender=SENDER,
    meets=MEETS,
    language="cs",
    case_code="PS-7F3K",
    document_number="01234/2026",
    agency="ZŠ Na Kopci",
    name="Mgr. Ivana Součková",
    function="výchovná poradkyně",
    address="Na Kopci 12, 000 00 Podlesí",
    greeting="Vážená paní magistro",
    reasons=["Znáte situaci ze své práce a můžete nabídnout pomoc."],
    answer_by=date(2026, 2, 23),
    led_by="facilitator",
    gives_standpoint=True,
    own_mailbox=True,
)
COMES = (
    Comes("Ivana Součková", "ze školy: radí dětem a rodičům"),
    Comes("Tomáš Beran", "ze školy: učí Gábinu"),
    Comes("Tereza Malá", "z úřadu: bude při Gábině"),
    Comes("Lenka Horáková", "z úřadu: schůzku svolala"),
)
PARENT_LETTER = ParentLetter(
    sender=replace(SENDER, name="Lenka Horáková", address="Městský úřad, Úřední 1"),
    meets=MEETS,
    greeting="paní Vlčková",
    about="Škola řekne, co od Gábiny čeká. Vy řeknete, co potřebujete.",
    comes=COMES,
)
CHILD_LETTER = ChildLetter(
    sender=PARENT_LETTER.sender,
    meets=MEETS,
    greeting="Gábino",
    familiar=False,
    comes=COMES,
    guide="Tereza Malá",
    guide_phone="469 000 205",
    signal="zvednu tužku",
    helpline="Linka pro děti 800 000 111",
)
EACH = pytest.mark.parametrize(
    "letter", [AGENCY_LETTER, PARENT_LETTER, CHILD_LETTER], ids=["agency", "parent", "child"]
)
LONG_NAME = "Mgr. et Mgr. Ing. Kateřina Novotná-Procházková, Ph.D."
LONG_AGENCY = "Středisko výchovné péče a pedagogicko-psychologická poradna Horní Podlesí nad Orlicí"


def read(letter: PaperLetter) -> PdfReader:
    return PdfReader(BytesIO(letter_paper(letter)), strict=True)


def words(letter: PaperLetter) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(letter).pages).split())


# --- to a worker -----------------------------------------------------------------------------------------------------


def test_the_letter_to_a_worker_says_everything_on_one_page() -> None:
    assert len(read(AGENCY_LETTER).pages) == 1
    text = words(AGENCY_LETTER)
    for sentence in (
        "Město Podlesí Městský úřad, Úřední 1, 000 00 Podlesí",
        "PS-7F3K č. j. 01234/2026",
        "Vyřizuje: Bc. Lenka Horáková tel. 469 000 204 socialni@podlesi.example Datum: 16. 2. 2026",
        "ZŠ Na Kopci Mgr. Ivana Součková výchovná poradkyně Na Kopci 12, 000 00 Podlesí",
        "Pozvánka na pracovní setkání Vážená paní magistro,",
        "Podrobnosti se dozvíte po podpisu slibu mlčenlivosti.",
        "úterý 3. března 2026, 13:00–14:45 Městský úřad, Úřední 1, zasedačka 204, 2. patro. Vstup bez bariér, výtah.",
        "V den setkání volejte 469 000 204.",
        "Proč zveme vás Znáte situaci ze své práce a můžete nabídnout pomoc.",
        "Čeho chceme dosáhnout Domluvit úkoly, termíny a lidi, kteří za ně odpovídají.",
        "Co si připravit Stručné stanovisko – co víte, co nabízíte, co potřebujete.",
        "Co podepíšete Slib mlčenlivosti, předem přes odkaz, nebo na místě na papíře.",
        "Když nemůžete Pošlete zástupce, který smí přijmout úkol, nebo písemné stanovisko.",
        "Odpovězte prosím do pondělí 23. února 2026 telefonem, písemně, nebo na socialni@podlesi.example.",
        "sociální pracovnice, kdo setkání svolává",
        "Odpověď na papíře (PS-7F3K):",
        "přijdu nepřijdu pošlu stanovisko přijde za mě:",
        "Jméno, datum, podpis:",
        "PS-7F3K · pozvánka",
        "strana 1 z 1",
        "Pozvánka neobsahuje údaje o rodině. Podrobnosti jen po přihlášení nebo na místě.",
    ):
        assert sentence in text, sentence


def test_the_english_letter_speaks_english_only() -> None:
    english = replace(
        AGENCY_LETTER, language="en", greeting="", reasons=["We need your professional view."], document_number=""
    )
    text = words(english)
    for sentence in (
        "Invitation to a working meeting Hello,",
        "Tuesday 3 March 2026, 13:00–14:45",
        "Why we invite you We need your professional view.",
        "Please answer by Monday 23 February 2026 by phone, in writing, or to socialni@podlesi.example.",
        "I will come I cannot come I will send a standpoint instead of me:",
        "page 1 of 1",
    ):
        assert sentence in text, sentence
    assert not [each for each in ("Pozvánka", "Proč", "strana", "č. j.", "no. ") if each in text]
    assert read(english).trailer["/Root"]["/Lang"] == "en-GB"  # type: ignore[index]


def test_without_a_mailbox_of_their_own_nobody_is_sent_to_a_link() -> None:
    text = words(replace(AGENCY_LETTER, own_mailbox=False, meets=replace(MEETS, place="")))
    assert "Slib mlčenlivosti, na místě na papíře." in text
    assert "Místo vám řekneme po telefonu." in text
    assert "odkaz" not in text
    assert "Místo vám řekneme po přihlášení." in words(replace(AGENCY_LETTER, meets=replace(MEETS, place="")))


def test_whoever_leads_or_interprets_is_not_asked_for_a_standpoint() -> None:
    text = words(replace(AGENCY_LETTER, gives_standpoint=False, led_by="you"))
    assert "stanovisko" not in text
    assert "Kdo setkání vede Vy; přijdou pracovníci dalších organizací." in text
    assert "Kdo ho svolává; přijdou" in words(replace(AGENCY_LETTER, led_by="convenor"))


def test_an_agency_that_has_named_nobody_is_asked_whom_it_sends_and_has_room_to_write_it() -> None:
    letter = replace(AGENCY_LETTER, name="Mgr. Jiří Kadlec", function="", wanted="třídní učitel", own_mailbox=False)
    assert len(read(letter).pages) == 1
    text = words(letter)
    assert "zveme jednoho člověka z vaší organizace (třídní učitel) na setkání" in text
    assert "Přijde (jméno, funkce): Telefon nebo e-mail: Datum, podpis:" in text
    assert "přijde za mě" not in text
    assert "will come (name, function)" in words(replace(letter, language="en")).lower()


def test_both_languages_have_every_sentence() -> None:
    empty = [name for each in AGENCY.values() for name, said in vars(each).items() if not said]
    assert not empty


# --- to the family ---------------------------------------------------------------------------------------------------


def test_the_letter_to_a_parent_says_who_comes_why_and_what_they_may_do() -> None:
    assert len(read(PARENT_LETTER).pages) == 1
    text = words(PARENT_LETTER)
    for sentence in (
        "Pozvánka na schůzku Dobrý den, paní Vlčková, rádi bychom vás pozvali na schůzku. "
        "Bez vás se domlouvat nechceme. Vaše slovo platí stejně jako naše.",
        "úterý 3. března 2026 ve 13:00",
        "zasedačka 204, 2. patro. Asi hodinu a tři čtvrtě. Vstup bez bariér, výtah.",
        "O čem bude řeč Škola řekne, co od Gábiny čeká. Vy řeknete, co potřebujete. Pak se domluvíme, kdo co udělá.",
        "Kdo přijde a proč Ivana Součková ze školy: radí dětem a rodičům.",
        "Všichni slíbí mlčet. Jednat musíme jen při nebezpečí.",
        "vzít s sebou někoho blízkého",
        "říct, že s někým mluvit nechcete",
        "kdykoli si dát přestávku nebo odejít",
        "chtít tlumočníka nebo hlídání dětí, zařídíme to zdarma",
        "Stačí zavolat nebo poslat SMS. Nehodí se čas? Najdeme jiný. Lenka Horáková 469 000 204 Těšíme se na vás.",
        "Nikomu ho nemusíte ukazovat.",
    ):
        assert sentence in text, sentence


def test_no_family_letter_bears_a_number_of_the_case_or_of_the_office() -> None:
    for letter in (PARENT_LETTER, CHILD_LETTER):
        text = words(letter)
        assert not [each for each in ("PS-", "č. j.", "sp. zn.", "OSPOD", "konferenc", "stanovisk") if each in text]


def test_a_sensitive_place_is_told_by_phone() -> None:
    nowhere = replace(MEETS, place="", access="")
    assert "Místo vám řekneme po telefonu. Asi" in words(replace(PARENT_LETTER, meets=nowhere))
    assert "Místo ti řekneme po telefonu." in words(replace(CHILD_LETTER, meets=nowhere, familiar=True))


def test_the_letter_to_a_child_names_who_is_there_for_it_and_whom_to_call() -> None:
    assert len(read(CHILD_LETTER).pages) == 1
    text = words(CHILD_LETTER)
    for sentence in (
        "Schůzka, na které jde o vás Dobrý den, Gábino, chystáme schůzku.",
        "Jde na ní o vás, a proto tam chceme slyšet i vás.",
        "Kdo bude s vámi Tereza Malá. Je tam jen kvůli vám.",
        "Nemusíte mluvit. Můžete to napsat, nakreslit, nebo to za vás řekne Tereza Malá.",
        "Můžete říct, čím začneme. Můžete říct, koho tam nechcete. Můžete s sebou vzít někoho, komu věříte.",
        "Když toho bude moc, dejte znamení: zvednu tužku. Půjdete ven a nikdo se nebude zlobit.",
        "Potom si spolu popovídáme, jaké to bylo.",
        "Něco vám vadí? Volejte Tereza Malá 469 000 205 Nebo Linka pro děti 800 000 111, zdarma.",
    ):
        assert sentence in text, sentence


def test_a_child_that_asked_for_it_is_called_by_its_first_name_throughout() -> None:
    text = words(replace(CHILD_LETTER, familiar=True))
    for sentence in (
        "Schůzka, na které jde o tebe Ahoj, Gábino,",
        "chceme slyšet i tebe.",
        "Kdo bude s tebou Tereza Malá. Je tam jen kvůli tobě.",
        "Nemusíš mluvit. Můžeš to napsat, nakreslit, nebo to za tebe řekne Tereza Malá.",
        "dej znamení: zvednu tužku. Půjdeš ven",
        "Něco ti vadí? Volej",
        "Nikomu ho nemusíš ukazovat.",
    ):
        assert sentence in text, sentence
    formal = (" vás", " vám", "Můžete", "Nemusíte", "dejte", "Dobrý den", "Volejte")
    assert not [each for each in formal if each in text]


# --- all of them -----------------------------------------------------------------------------------------------------


@EACH
def test_the_file_says_nothing_about_anybody_and_brings_its_letters_along(letter: PaperLetter) -> None:
    reader = read(letter)
    first = reader.pages[0].extract_text().split("\n")
    title = str(reader.metadata["/Title"])  # type: ignore[index]
    assert title in " ".join(first)
    assert set(reader.metadata) <= {"/Title", "/Producer"}  # type: ignore[arg-type]
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "Roboto" in str(font.get_object()["/BaseFont"])
            assert "/FontFile2" in font.get_object()["/FontDescriptor"].get_object()
    assert letter_paper(letter) == letter_paper(letter)


def test_names_of_files_name_nobody() -> None:
    assert file_name(AGENCY_LETTER) == "pozvanka-PS-7F3K.pdf"
    assert file_name(PARENT_LETTER) == file_name(CHILD_LETTER) == "pozvanka.pdf"


def test_long_names_keep_the_worker_s_letter_on_one_page() -> None:
    long = replace(
        AGENCY_LETTER, agency=LONG_AGENCY, name=LONG_NAME, function="vedoucí ambulantního programu a metodička",
        address="náměstí Jana Amose Komenského 1234/56, 000 00 Horní Podlesí nad Orlicí",
        reasons=["Znáte situaci ze své práce a můžete nabídnout pomoc.", "Chceme sladit práci několika organizací."],
    )  # fmt: skip
    assert len(read(long).pages) == 1
    assert LONG_AGENCY in words(long)


@pytest.mark.parametrize("letter", [PARENT_LETTER, CHILD_LETTER], ids=["parent", "child"])
def test_twelve_people_with_long_names_fit_on_two_pages(letter: ParentLetter | ChildLetter) -> None:
    why = "z organizace Středisko výchovné péče: zná docházku, mluví s učiteli a nabídne odpolední program"
    comes = [Comes("Kateřina Novotná-Procházková", why)] * 12
    long = replace(letter, comes=comes)
    if isinstance(long, ParentLetter):
        long = replace(long, about="Škola řekne, co od Gábiny čeká, a vy to, co potřebujete. " * 5)
    assert len(read(long).pages) == 2
    assert words(long).count("Kateřina Novotná-Procházková") == 12


def test_signs_that_no_paper_can_show_are_told_before_printing() -> None:
    assert missing_signs(PARENT_LETTER) == []
    assert missing_signs(replace(PARENT_LETTER, comes=[Comes("مريم", "tlumočí 🙂")])) == sorted(set("مريم🙂"))
    assert "▯" in words(replace(PARENT_LETTER, about="Sejdeme se 🙂"))


SAID = {
    5: "čtvrt hodiny", 30: "půl hodiny", 45: "tři čtvrtě hodiny", 60: "hodinu", 75: "hodinu a čtvrt",
    90: "hodinu a půl", 100: "hodinu a tři čtvrtě", 120: "dvě hodiny", 150: "dvě a půl hodiny", 240: "čtyři hodiny",
    300: "5 hodin", 345: "6 hodin",
}  # fmt: skip


@pytest.mark.parametrize(("minutes", "said"), SAID.items())
def test_how_long_it_takes_is_said_as_people_say_it(minutes: int, said: str) -> None:
    assert about_how_long(minutes) == f"Asi {said}."
