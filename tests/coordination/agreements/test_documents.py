"""The agreement for the pen: its articles, two places to sign, what may be told on one sheet with the signatures."""

import io
from datetime import date

from pypdf import PdfReader

from coordination.agreements.documents import BlankAgreement, blank_agreement
from foundation import wordings
from tests.browsing import squeezed

SHIPPED = next(one.text for one in wordings.shipped() if one.name == "agreements.cooperation")


def pages(specimen: bool = False) -> list[str]:
    form = BlankAgreement("Město Podlesí", "Městský úřad", 3, date(2026, 3, 2), SHIPPED, specimen, "Podpořil kraj.")
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(blank_agreement(form))).pages]


def test_every_article_is_there_and_nothing_is_left_in_braces():
    first, last = pages()
    for heading in ("1. Proč se dohoda uzavírá", "2. Čeho chceme dosáhnout", "5. Kdy, kde a jak dlouho"):
        assert heading in first
    for words in ("6. Mlčenlivost a komu smíme co říct", "Městský úřad není stranou dohody.", "podpis rodiče"):
        assert words in last
    assert "{" not in first + last
    assert "znění č. 3, platné od 2. 3. 2026" in first
    assert "VZOR" not in first


def test_unconfirmed_it_is_a_specimen():
    assert all("VZOR" in page for page in pages(specimen=True))
