"""The pledge of confidentiality on paper: for the pen, and as the signer's copy with its evidence."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from coordination.pledges.documents import PledgeEvidence, PledgePaper, pledge_paper

PROFESSIONAL = """1. Budu znát osobní a citlivé údaje rodiny. Slibuji, že o nich budu mlčet.
2. Údaje použiji jen pro tento případ a pro úkoly z plánu spolupráce.
3. Nikomu je nepředám a nebudu pořizovat zvukový ani obrazový záznam.
4. Papíry a soubory uložím tak, aby se k nim nikdo jiný nedostal. Až je nebudu potřebovat, vrátím je nebo zničím.
5. Slib platí bez časového omezení. Platí i poté, co změním práci nebo z případu odejdu.
Co i tak smím a musím: splnit oznamovací povinnost, kterou ukládá zákon; vypovídat před soudem, pokud mě soud \
mlčenlivosti zprostí nebo to zákon ukládá; říct svému nadřízenému to, co nutně potřebuje pro mou práci na případu.
Mlčenlivost mi ukládá také zákon: školský zákon. Za porušení odpovídám podle občanského zákoníku. \
Údaje o tomto podpisu uchová město po dobu 15 let."""

FAMILY = """1. Uslyším věci o jiných lidech. Slibuji, že je neřeknu dál.
2. Nebudu nikoho nahrávat ani fotit.
3. O sobě a o dětech můžu mluvit, s kým chci.
4. I ostatní slíbili mlčet.
Nechcete podepsat? Nevadí. Na schůzku přijít můžete."""

SHEET = PledgePaper(
    town="Město Podlesí",
    unit="Městský úřad · oddělení péče o rodinu a dítě",
    kind="pracovník organizace",
    wording_number=3,
    valid_from=date(2026, 1, 1),
    text=PROFESSIONAL,
)
EVIDENCE = PledgeEvidence(
    name="PhDr. Alena Křížová",
    signed_at=datetime(2026, 3, 3, 7, 12, 44, tzinfo=UTC),
    how="odkaz v e-mailu a jednorázový kód z téže schránky; dokládá vládu nad schránkou",
    shown="slib pro pracovníka organizace, znění č. 3, česky",
    sha256="9f2c41ab7d03e6f815c2b94ea8807d36e41f0c593bb27a6d50e8d1f4c6379a02",
    record="SM-4T8K-71",
    check_code="R4NC7KXH2MQE9TAV3WFD",
    clock="čas serveru, zdroj ověřen",
)
SIGNED = replace(
    SHEET, case_code="PS-7F3K", name="PhDr. Alena Křížová", function="vedoucí ambulantního programu",
    agency="SVP Kompas", evidence=EVIDENCE,
)  # fmt: skip


def _page(paper: PledgePaper) -> str:
    """The words of a pledge that has exactly one page."""
    (page,) = PdfReader(BytesIO(pledge_paper(paper)), strict=True).pages
    return " ".join(page.extract_text().split())


def test_the_sheet_for_the_pen_is_one_page_with_the_whole_wording() -> None:
    page = _page(SHEET)
    assert "Slib mlčenlivosti pracovník organizace · znění č. 3, platné od 1. 1. 2026" in page
    assert "Tiskopis" in page
    for label in ("Případ", "Jméno a příjmení", "Funkce", "Organizace", "podpis", "datum a místo"):
        assert label in page
    for words in PROFESSIONAL.replace(": splnit", "\nsplnit").replace("; ", "\n").rstrip(".").splitlines():
        assert words.rstrip(".") in page, words
    assert "po podpisu patří svolavateli, kopie podepsanému" in page


def test_who_will_not_sign_finds_room_and_the_consequence() -> None:
    assert "Nepodepíšu Důvod (nepovinné). K údajům případu pak nedostanete přístup." in _page(SHEET)


def test_the_signed_copy_shows_its_evidence_and_no_line_for_the_pen() -> None:
    page = _page(SIGNED)
    assert "Případ PS-7F3K" in page
    assert "Kdo podepsal PhDr. Alena Křížová (jméno zapsané při podpisu)" in page
    assert "Kdy út 3. 3. 2026 v 8:12:44 (SEČ, čas serveru, zdroj ověřen)" in page
    assert "9f2c41ab 7d03e6f8 15c2b94e a8807d36 e41f0c59 3bb27a6d 50e8d1f4 c6379a02" in page
    assert "Číslo záznamu SM-4T8K-71" in page
    assert page.count("R4NC 7KXH 2MQE 9TAV 3WFD") == 2
    assert "nikoli o podpis úřadu" in page
    assert "Nepodepíšu" not in page
    assert "datum a místo" not in page


def test_in_summer_the_hour_is_summer_time() -> None:
    summer = replace(EVIDENCE, signed_at=datetime(2026, 6, 16, 12, 0, 5, tzinfo=UTC))
    assert "út 16. 6. 2026 ve 14:00:05 (SELČ, čas serveru" in _page(replace(SIGNED, evidence=summer))


def test_a_witness_stands_in_the_evidence() -> None:
    assert "Svědek" not in _page(SIGNED)
    seen = replace(EVIDENCE, how="u stolu před svědkem", witness="Bc. Tereza Malá, oddělení prevence")
    assert "Svědek Bc. Tereza Malá, oddělení prevence" in _page(replace(SIGNED, evidence=seen))


def test_the_family_signs_its_own_wording_without_function_agency_or_refusal() -> None:
    page = _page(replace(SHEET, kind="rodina", text=FAMILY, family=True, case_code="PS-7F3K"))
    assert "Nechcete podepsat? Nevadí. Na schůzku přijít můžete." in page
    assert "Funkce" not in page
    assert "Nepodepíšu" not in page


def test_a_wording_that_the_town_has_not_confirmed_is_marked() -> None:
    assert "VZOR" not in _page(SHEET)
    assert "VZOR" in _page(replace(SHEET, specimen=True))


def test_laws_listed_with_semicolons_do_not_become_a_list_of_exceptions() -> None:
    law = "Mlčenlivost mi ukládá také zákon: zákon o službách; školský zákon. Za porušení odpovídám podle zákona."
    reader = PdfReader(BytesIO(pledge_paper(replace(SHEET, text=f"1. Slibuji.\n{law}"))), strict=True)
    assert reader.outline == []
    assert law in " ".join(reader.pages[0].extract_text().split())


def test_the_file_is_neutral() -> None:
    pdf = pledge_paper(SIGNED)
    reader = PdfReader(BytesIO(pdf), strict=True)
    assert dict(reader.metadata or {}) == {"/Title": "Slib mlčenlivosti", "/Producer": "Společně"}
    assert [entry.title for entry in reader.outline] == ["Co i tak smím a musím"]
    assert b"Helvetica" not in pdf
    assert pdf == pledge_paper(SIGNED)


@pytest.mark.parametrize("text", ["<b>", "&", "<img src='/etc/passwd'>", "a\x00b", "a" * 200_000, "مرحبا", "😀", ""])
def test_no_text_breaks_the_pledge(text: str) -> None:
    evidence = replace(EVIDENCE, name=text, how=text, shown=text, record=text, clock=text, closing=text, witness=text)
    paper = replace(SIGNED, town=text, unit=text, kind=text, text=text, name=text, function=text, agency=text)
    for one in (paper, replace(paper, evidence=evidence), replace(paper, evidence=None, specimen=True)):
        words = " ".join(page.extract_text() for page in PdfReader(BytesIO(pledge_paper(one))).pages)
        assert "root:" not in words
        assert {"a\x00b": "ab", "مرحبا": "▯", "😀": "▯"}.get(text, text[:5]) in words
