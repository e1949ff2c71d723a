"""The print shop: whatever people write, the paper comes out whole, in our own letters and without their marks."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from shutil import which

import pytest
import segno
from PIL import Image
from pypdf import PdfReader
from reportlab.platypus import Flowable

from foundation.pdf import (
    FAMILY,
    CutLine,
    Footer,
    Heading,
    Icon,
    IconLine,
    IconMark,
    Letterhead,
    Marked,
    QrCode,
    Sheet,
    barred,
    bold,
    boxed,
    bullets,
    evidence_box,
    facts,
    fields,
    groups,
    headed,
    marked,
    numbered,
    pages_of,
    paragraph,
    printed,
    signatures,
    table,
    title,
    unprintable,
    writing_line,
)
from foundation.pdf.text import clean, fitted

SHEET = Sheet(
    "Zpráva",
    Letterhead("Město Podlesí", "Městský úřad · oddělení péče o rodinu a dítě", "Případ PS-7F3K", "sp. zn. Om 14/2026"),
    Footer("PS-7F3K · zpráva, verze 1", "Nepředávejte dál.", "7QKDM4XF2RTA9WHE3VNC"),
)
HOSTILE = (
    "<b>", "</para>", "&", "&amp;", "&#0;", "<img src='/etc/passwd'>", "<a href='file:///etc/passwd'>x</a>", "a\x00b",
    "\ud800", "\u202eobráceně", "مرحبا", "😀👩‍🎨🇨🇿", "ﷺ", "a" * 200_000, "žluťoučký " * 20_000, "\xa0" * 200_000,
    "\n" * 5_000, "", " ", "<" * 5_000, "▯", "W" * 400, "{citace}", "%s %(x)s", "e" + "\u0301" * 5_000,
)  # fmt: skip


def _everything(text: str) -> list[Flowable]:
    row = [text, bold(text), marked(text), IconLine(Icon.TICK, marked(text), FAMILY.cell)]
    return [
        title(text),
        facts([(text, text), (text, text), (text, text)]),
        barred(text, [text]),
        Heading(text),
        paragraph(text),
        *bullets([text]),
        *numbered([(text, text)]),
        *headed(Heading(text), table([text] * 4, [row] * 3, (40, 40, 40, 45))),
        fields([(text, text)]),
        evidence_box(text, [(text, text)], text),
        signatures([(text, text), (text,)], sentence=text, last=[paragraph(text)]),
        boxed([paragraph(text), writing_line(100)]),
    ]


def _read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf), strict=True)


def _words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in _read(pdf).pages).replace("\xa0", " ")


def _print(*pieces: Callable[[], list[Flowable]]) -> bytes:
    return printed(SHEET, lambda: [flowable for piece in pieces for flowable in piece()])


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_no_text_breaks_a_paper(text: str) -> None:
    sheet = Sheet(text, Letterhead(text, text, text, text), Footer(text, text, text), specimen="VZOR")
    pdf = printed(sheet, lambda: _everything(text))
    assert "root:" not in _words(pdf)
    assert b"/Subtype /Image" not in pdf
    assert b"/URI" not in pdf


def test_of_one_endless_word_the_paper_keeps_a_part() -> None:
    """Breaking it grows with its length, so the rest is cut before it is laid out."""
    printed_word = _words(_print(lambda: [paragraph("a" * 200_000)]))
    assert 1_000 < printed_word.count("a") < 20_000


def test_marks_that_people_type_are_printed_as_they_are() -> None:
    words = _words(_print(lambda: [paragraph("<b>tučně</b> & <img src='/etc/passwd'> &amp;")]))
    assert "<b>tučně</b> & <img src='/etc/passwd'> &amp;" in words


def test_every_letter_of_our_languages_can_be_printed() -> None:
    czech = "ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽáčďéěíňóřšťúůýž"
    ukrainian = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
    vietnamese = "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
    romani = "ČčŠšŽžĆćĎďĹĺŇňŤť"
    signs = "„“‚‘–—…·•§°×½€№%‰"
    assert unprintable(czech + ukrainian + vietnamese + romani + signs) == set()
    words = _words(_print(lambda: [paragraph(czech), paragraph(ukrainian), paragraph(vietnamese)]))
    for text in (czech, ukrainian, vietnamese):
        assert text in words.replace("\n", "")


def test_a_sign_that_the_font_lacks_is_drawn_and_never_vanishes() -> None:
    assert unprintable("Těším se 😀 → م") == {"😀", "→", "م"}
    assert clean("Těším se 😀") == "Těším se\xa0▯".replace("\xa0", " ")
    assert "Těším se ▯" in _words(_print(lambda: [paragraph("Těším se 😀")]))


def test_what_nobody_sees_is_left_out_without_a_warning() -> None:
    assert unprintable("a\x00b\u200b\ufeff\u202e❤\ufe0f") == {"❤"}
    assert clean("a\x00b\u200b\u202ec\r\n\td") == "abc d"


def test_two_ways_of_writing_one_letter_are_one() -> None:
    assert clean("Vlc\u030ckova\u0301") == "Vlčková"


def test_a_text_too_long_ends_with_an_ellipsis() -> None:
    assert clean("slovo " * 100, 20) == "slovo slovo slovo s…"
    assert len(clean("a" * 1000, 140)) == 140
    assert fitted("Město s velmi dlouhým jménem", "Roboto", 9.5, 60).endswith("…")


def test_czech_lines_do_not_end_with_a_preposition() -> None:
    assert clean("v úterý s matkou, tel. 469 000 204").startswith("v\xa0úterý s\xa0matkou")


def test_marked_text_is_not_escaped_twice() -> None:
    once = bold("A & B")
    assert isinstance(once, Marked)
    assert marked(once) == once == "<b>A &amp; B</b>"


def test_only_our_letters_are_in_the_file_and_all_of_them_are_embedded() -> None:
    reader = _read(
        printed(SHEET, lambda: [*_everything("Příliš žluťoučký kůň"), QrCode("https://podlesi.example/o/x")])
    )
    fonts = [found for number in range(1, len(reader.xref[0]) + 1) if (found := _font(reader, number)) is not None]
    assert fonts
    for font in fonts:
        assert "Roboto" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"]
    for page in reader.pages:
        assert all("Roboto" in font["/BaseFont"] for font in page["/Resources"]["/Font"].values())
    assert b"Helvetica" not in reader.stream.read()


def _font(reader: PdfReader, number: int):
    found = reader.get_object(number)
    return found if isinstance(found, dict) and found.get("/Type") == "/Font" else None


def test_the_file_says_what_it_is_in_which_language_and_nothing_about_anybody() -> None:
    reader = _read(_print(lambda: [title("Zpráva")]))
    assert dict(reader.metadata or {}) == {"/Title": "Zpráva", "/Producer": "Společně"}
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "cs-CZ"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_equal_data_give_equal_bytes() -> None:
    assert _print(lambda: _everything("Gábina")) == _print(lambda: _everything("Gábina"))


def test_headings_are_bookmarks_to_their_page_even_when_two_are_alike() -> None:
    story = [("Úkoly", "a"), ("Podmínky", "b"), ("Úkoly", "c")]
    pdf = _print(
        *(
            lambda h=head, t=text: [Heading(h), *[paragraph(" ".join([t] * 990)) for _ in range(2)]]
            for head, text in story
        )
    )
    reader = _read(pdf)
    places = [(entry.title, reader.get_destination_page_number(entry)) for entry in reader.outline]
    assert [name for name, _ in places] == ["Úkoly", "Podmínky", "Úkoly"]
    assert places[0][1] == 0
    assert places[2][1] > 0


def test_the_head_of_a_table_repeats_and_no_row_is_left_alone() -> None:
    """Whatever the number of rows, each page has the head and at least two of them, and the heading has company."""
    for count in range(1, 60):
        rows = [[f"řádek {row}.", "x"] for row in range(count)]
        reader = _read(_print(lambda rows=rows: headed(Heading("Seznam"), table(["Kdo", "Co"], rows, (80, 85)))))
        pages = [page.extract_text() for page in reader.pages]
        assert all("Kdo" in page for page in pages)
        assert all(page.count("řádek") >= min(2, count) for page in pages)


def test_a_heading_moves_with_its_table() -> None:
    for filling in range(600, 690, 6):
        rows = [["řádek", "x"]] * 10
        above = int(filling / 14.5)
        pdf = _print(
            lambda above=above: [paragraph("výplň", after=0) for _ in range(above)],
            lambda rows=rows: headed(Heading("Seznam"), table(["Kdo", "Co"], rows, (80, 85))),
        )
        pages = _read(pdf).pages
        with_heading = next(page.extract_text() for page in pages if "Seznam" in page.extract_text())
        assert with_heading.count("řádek") >= 2


def test_each_page_says_how_many_there_are() -> None:
    pages = _read(_print(lambda: [paragraph("slovo " * 600) for _ in range(4)])).pages
    for place, page in enumerate(pages, 1):
        assert f"strana {place} z {len(pages)}" in page.extract_text().replace("\xa0", " ")
        assert "7QKD M4XF 2RTA 9WHE 3VNC" in page.extract_text().replace("\xa0", " ")
    assert len(pages) > 1


def test_spaces_shrink_when_that_saves_a_nearly_empty_page() -> None:
    def story(count: int) -> Callable[[], list[Flowable]]:
        return lambda: [paragraph("řádek", after=20) for _ in range(count)]

    lengths = [len(_read(_print(story(count))).pages) for count in range(15, 25)]
    just_too_long = 15 + lengths.index(2)
    assert just_too_long > 20  # (297 − 32 − 25) mm hold 20 lines with their spaces


def test_a_long_recipient_stays_readable_in_the_footer() -> None:
    line = "výtisk 3 z 7 pro: Základní škola a mateřská škola Na Kopci, příspěvková organizace, poradkyně pro 2. stupeň"
    sheet = Sheet("Plán", SHEET.letterhead, Footer(line, "Nepředávejte dál."))
    words = " ".join(_words(printed(sheet, lambda: [title("Plán")])).split())
    assert "Základní škola a mateřská škola Na Kopci" in words
    assert "poradkyně pro 2. stupeň" in words


def test_a_code_is_printed_in_groups() -> None:
    assert groups("R4NC7KXH2MQE9TAV3WFD", 4) == "R4NC 7KXH 2MQE 9TAV 3WFD"


@pytest.mark.skipif(which("pdftoppm") is None, reason="needs poppler's pdftoppm")
def test_the_qr_code_on_paper_is_the_code_of_the_address(tmp_path: Path) -> None:
    address = "https://spolecne.podlesi.example/r/K7QM-2XFA-9RTD"
    paper = tmp_path / "qr.pdf"
    paper.write_bytes(printed(SHEET, lambda: [QrCode(address)]))
    subprocess.run(["pdftoppm", "-r", "204", "-mono", paper, tmp_path / "qr"], check=True)
    picture = Image.open(next(tmp_path.glob("*.pbm"))).convert("L")
    wanted = [list(row) for row in segno.make(address, error="m", micro=False, boost_error=False).matrix]
    dots = 204 / 25.4
    module = 32 * dots / (len(wanted) + 8)
    left, top = 25 * dots + 4 * module, 32 * dots + 4 * module
    seen = [
        [
            int(picture.getpixel((int(left + (column + 0.5) * module), int(top + (row + 0.5) * module))) < 128)
            for column in range(len(wanted))
        ]
        for row in range(len(wanted))
    ]
    assert seen == wanted


@pytest.mark.parametrize("icon", list(Icon))
def test_every_icon_is_drawn_beside_its_word(icon: Icon) -> None:
    assert "slovo" in _words(_print(lambda: [IconLine(icon, marked("slovo"), FAMILY.cell)]))


def test_an_english_paper_counts_its_pages_in_english() -> None:
    english = replace(SHEET, language="en-GB")
    assert "page 1 of 1" in _words(printed(english, lambda: [paragraph("Hello")]))
    assert "strana 1 z 1" in _words(_print(lambda: [paragraph("Dobrý den")]))


def test_pages_are_counted_as_a_reader_counts_them() -> None:
    for lines in (1, 60, 130):
        pdf = _print(lambda lines=lines: [paragraph(f"řádek {line}") for line in range(lines)])  # type: ignore[misc]
        assert pages_of(pdf) == len(_read(pdf).pages)


def test_spaces_shrink_only_as_far_as_a_paper_allows_and_only_to_save_a_page() -> None:
    def story(lines: int) -> Callable[[], list[Flowable]]:
        return lambda: [paragraph(f"řádek {line}", after=10) for line in range(lines)]

    full = next(lines for lines in range(1, 60) if pages_of(printed(SHEET, story(lines))) > 1)
    willing = replace(SHEET, tightest=0.4, worth_saving=0.9)
    assert pages_of(printed(willing, story(full))) == 1
    assert pages_of(printed(willing, story(full * 2))) == 2
    assert printed(willing, story(full - 2)) == printed(SHEET, story(full - 2))


def test_the_icons_of_a_letter_and_the_line_to_cut_along_are_drawn() -> None:
    plain = _print(lambda: [paragraph("Dobrý den")])
    for icon in (Icon.CALENDAR, Icon.PERSON, Icon.PHONE):
        drawn = _print(lambda icon=icon: [IconMark(icon, 20), paragraph("Dobrý den")])  # type: ignore[misc]
        assert len(drawn) > len(plain)
        assert _words(drawn) == _words(plain)
    assert len(_print(lambda: [CutLine(above=10, below=5), paragraph("Dobrý den")])) > len(plain)
