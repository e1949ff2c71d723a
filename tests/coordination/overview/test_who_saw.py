"""Who saw what: everything for the coordinator, readings with a reason for the head, the own looks for a seat."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from coordination.overview.looks import SEEN
from coordination.seats.models import Disclosure
from coordination.seats.readings import Reading
from coordination.seats.rules import HowHanded
from foundation import audit, clock
from foundation.database import db, transaction
from tests.conftest import Hand, House
from tests.coordination.overview.conftest import Reader
from tests.service import SERVICE
from tests.world import FAMILY_WORDS, Case

WHY = "Stížnost matky, ověřuji postup."


def opened_by_head(reads: Reader, case: Case) -> None:
    hana = reads("hana")
    hana.open(f"/cases/{case.case_id}/reading")
    hana.press("Open the content", reason=WHY)
    hana.open(f"/cases/{case.case_id}/plan")


def looks_page(case: Case) -> str:
    return f"/cases/{case.case_id}/looks"


def test_the_coordinator_reads_who_looked_at_what_and_when(case: Case, reads: Reader) -> None:
    reads("ivana").open(f"/cases/{case.case_id}/plan")
    lenka = reads("lenka")
    lenka.open(f"/cases/{case.case_id}/people")
    lenka.open(f"/cases/{case.case_id}")
    page = lenka.follow("Who saw what")
    row = next(row.get_text(" ", strip=True) for row in page.soup.select("tbody tr"))
    assert "Mgr. Ivana Součková" in row
    assert "the plan" in row
    assert "9:00–9:15" in row
    assert "Bc. Lenka Horáková" not in page.text, "the own looks are left out"
    page = lenka.follow("Show my own looks too")
    assert "what it is about and the family" in page.text


def test_a_head_who_read_with_a_reason_burns_until_the_coordinator_takes_note(
    house: House, case: Case, reads: Reader
) -> None:
    assert "opened the content" not in reads("lenka").open("/").text
    opened_by_head(reads, case)
    lenka = reads("lenka")
    assert "Mgr. Hana Dvorská opened the content of the case" in lenka.open("/").text
    assert WHY in lenka.page.text
    page = lenka.follow("Take note")
    assert WHY in page.text
    assert "9:00–10:00" in page.text
    assert "the plan" in page.text
    lenka.press("I take note")
    assert "opened the content" not in lenka.open("/").text
    assert WHY in lenka.open(looks_page(case)).text, "it stays on record"
    with house.app.app_context():
        assert db.session.scalars(select(Reading.noticed_by)).one() == f"worker:{house.worker('lenka')}"
        assert audit.verify() == []


def test_a_seat_reads_its_own_looks_alone(case: Case, reads: Reader) -> None:
    opened_by_head(reads, case)
    reads("lenka").open(f"/cases/{case.case_id}/people")
    ivana = reads("ivana")
    ivana.open(f"/cases/{case.case_id}")
    page = ivana.follow("What I have opened")
    assert "the page of the case" in page.text
    assert not any(name in page.text for name in ("Dvorská", "Horáková", WHY))
    assert "Papers that left the house" not in page.text


def test_the_head_learns_who_read_with_a_reason_and_nothing_else(case: Case, reads: Reader, hand: Hand) -> None:
    reads("ivana").open(f"/cases/{case.case_id}/plan")
    opened_by_head(reads, case)
    hand.forward(timedelta(hours=2))
    page = reads("hana").open(looks_page(case))
    assert WHY in page.text
    assert "Součková" not in page.text
    assert not any(word in page.whole for word in FAMILY_WORDS)


@pytest.mark.parametrize("key", ["alena", "martina", "jitka", "karel", "olga", "radka"])
def test_nobody_else_finds_the_page(case: Case, reads: Reader, key: str) -> None:
    assert reads(key).open(looks_page(case)).status == 404


def test_papers_that_left_the_house_stand_with_whom_they_reached(house: House, case: Case, reads: Reader) -> None:
    with house.app.app_context(), transaction() as session:
        session.add(
            Disclosure(
                case_id=case.case_id, seat_id=case.seats["ivana"], paper="plan", version=1, how=HowHanded.HANDED,
                ground="legal title", sha256="0" * 64, at=clock.now(), by=f"worker:{house.worker('lenka')}",
            )
        )  # fmt: skip
        session.add(
            Disclosure(
                case_id=case.case_id, seat_id=case.seats["ivana"], paper="invitation", version=None,
                how=HowHanded.HANDED, ground="invited to the meeting", sha256="1" * 64,
                at=clock.now() - timedelta(days=1), by=f"worker:{house.worker('lenka')}",
            )
        )  # fmt: skip
    page = reads("lenka").open(looks_page(case))
    papers = [each.get_text(" ", strip=True) for each in page.soup.select("tbody tr")]
    assert any("the invitation" in each for each in papers), papers
    row = page.soup.select("tbody tr")[-2].get_text(" ", strip=True)
    for words in ("23 Feb 2026", "the plan, version 1", "Mgr. Ivana Součková, ZŠ Na Kopci", "on paper", "Horáková"):
        assert words in row.replace("\xa0", " "), words


def test_older_looks_stand_on_pages_of_their_own(case: Case, reads: Reader, hand: Hand) -> None:
    reads("ivana").open(f"/cases/{case.case_id}/plan")
    hand.forward(timedelta(days=40))
    lenka = reads("lenka")
    page = lenka.open(looks_page(case))
    assert "Součková" not in page.text
    assert "Nobody has looked" in page.text
    assert "Součková" in lenka.follow("Older looks").text
    assert not lenka.page.has_link("Older looks")


@pytest.mark.parametrize("typed", ["nonsense", "9999-12-31", "0001-01-01", "2026-02-30"])
def test_a_day_typed_into_the_address_breaks_nothing(case: Case, reads: Reader, typed: str) -> None:
    assert reads("lenka").open(f"{looks_page(case)}?before={typed}").status == 200


def test_every_part_of_a_case_that_the_log_book_names_has_a_word(house: House) -> None:
    """A look of a resource without a word would read as “something else”."""
    of_cases = {
        view.access.resource
        for endpoint, view in house.app.view_functions.items()
        if hasattr(view, "access")
        and view.access.looked
        and endpoint.partition(".")[0] not in {"directory", "staff", *SERVICE}  # no part of a case
    }
    assert of_cases <= set(SEEN)
