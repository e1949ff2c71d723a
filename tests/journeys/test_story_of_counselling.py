"""The counselling story as `make story-counselling` tells it, and what it leaves, read with other people's eyes."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from tests.browsing import squeezed
from tests.hearing import faults_of
from tests.story import words_of
from tests.story_of_counselling import FORBIDDEN, walk


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("counselling")
    return folder, walk(folder)


def test_it_leaves_letters_calendar_files_and_papers(left: tuple[Path, dict[str, Any]]) -> None:
    folder, index = left
    kinds = [row["kind"] for row in index["files"]]
    assert (kinds.count("mail"), kinds.count("calendar"), kinds.count("pdf")) == (6, 9, 4)
    assert all((folder / row["path"]).exists() for row in index["files"])


def test_nothing_that_leaves_the_house_says_whose_family_it_is(left: tuple[Path, dict[str, Any]]) -> None:
    folder, index = left
    for row in index["files"]:
        content = (folder / row["path"]).read_bytes()
        if row["kind"] == "mail":
            message = message_from_bytes(content, policy=policy.default)
            said = f"{message['Subject']} {words_of(message)}"  # type: ignore[arg-type]
        elif row["kind"] == "calendar":
            said = str(Calendar.from_ical(content).to_ical())
        else:
            said = str(PdfReader(folder / row["path"]).metadata)
        assert not [word for word in FORBIDDEN if word in said], row


def test_the_papers_say_what_was_agreed_and_can_be_heard(left: tuple[Path, dict[str, Any]]) -> None:
    folder, index = left
    said = {}
    for row in index["files"]:
        if row["kind"] == "pdf":
            content = (folder / row["path"]).read_bytes()
            assert faults_of(content, language="cs") == [], row
            pages = PdfReader(folder / row["path"]).pages
            said[row["path"]] = squeezed(" ".join(page.extract_text() for page in pages))
    consent = said["pdf/souhlas-Pavel.pdf"]
    assert "Splnit můžeme: společná dohoda." in consent
    assert "posudek pro soud (Posudky neděláme.)" in consent
    assert "Zuzana" not in consent, "each parent signs a sheet of their own"
    assert "Chceme se domluvit sami, bez soudu." in said["pdf/individualni-plan.pdf"]
    assert "Potřebuje klid" not in said["pdf/zadost-o-psychodiagnostiku.pdf"], "the request is without the output"
