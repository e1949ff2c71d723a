"""How the office assesses the child and the family: before the plan, for nobody else's eyes, and never written over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from coordination.cases import rules
from coordination.cases.assessments import FamilyAssessment
from coordination.seats.models import Exclusion
from foundation import clock, language
from foundation.database import transaction
from tests.browsing import Browser
from tests.conftest import House
from tests.world import Case, build

WORDS = {
    "made_on": "12. 2. 2026", "causes": "Otec od podzimu neplatí výživné, matka je na všechno sama.",
    "child": "Gábina do školy nechodí, bojí se spolužaček.", "family": "Byt je malý, babička bydlí blízko.",
    "strengths": "Gábina ráda maluje.",
}  # fmt: skip


@pytest.fixture
def case(house: House) -> Case:
    """The case of the world, in which nobody has assessed anything yet."""
    case = build(house, "open", "PS-7F3K")
    with house.app.app_context(), transaction() as session:
        session.execute(delete(FamilyAssessment))
    return case


def sits(house: House, key: str) -> Browser:
    browser = house.signed_in(key)
    browser.client.set_cookie(language.COOKIE, "en")
    return browser


def page_of(case: Case) -> str:
    return f"/cases/{case.case_id}/assessment"


@pytest.mark.rule("S2-19")
def test_the_situation_is_assessed_before_the_plan_and_a_later_one_stands_beside_it(house: House, case: Case) -> None:
    lenka = sits(house, "lenka")
    lenka.open(f"/cases/{case.case_id}/plan?version=2")
    assert "is not assessed yet" in lenka.page.text
    lenka.open(f"/cases/{case.case_id}")
    lenka.follow("Assessment of the child and the family")
    lenka.press_with("Keep the assessment", WORDS)
    assert "Those before it stay readable" in lenka.page.notice
    lenka.press("Keep the assessment", child="Gábina chodí do školy dvakrát týdně.")
    assert lenka.page.text.count("Assessed on") == 3  # the field and the two that are kept
    assert "bojí se spolužaček" in lenka.page.text
    assert "dvakrát týdně" in lenka.page.text
    lenka.open(f"/cases/{case.case_id}/plan?version=2")
    assert "is not assessed yet" not in lenka.page.text


@pytest.mark.rule("S2-19")
def test_what_is_missing_is_said_at_once_and_nothing_typed_is_lost(house: House, case: Case) -> None:
    lenka = sits(house, "lenka")
    lenka.open(page_of(case))
    lenka.press("Keep the assessment", made_on="1. 1. 2030", causes="Otec neplatí.", child="", family="")
    assert lenka.page.mistakes == ["Write how the child is.", "Write how the family is."]
    assert "Otec neplatí." in lenka.page.whole
    lenka.press("Keep the assessment", child="Nechodí do školy.", family="Matka je sama.")
    assert lenka.page.mistakes == ["This day has not come yet. Write when it was assessed."]


def test_every_area_needs_words_and_the_day_lies_not_ahead() -> None:
    today = clock.today()
    assert not list(rules.against_assessing(today, "a", "b", "c", today=today))
    found = rules.against_assessing(None, " ", "", "\n", today=today)
    assert [one.field for one in found] == ["made_on", "causes", "child", "family"]
    ahead = rules.against_assessing(today + timedelta(days=1), "a", "b", "c", today=today)
    assert [one.field for one in ahead] == ["made_on"]


@pytest.mark.rule("S2-19")
def test_nobody_at_the_table_reads_it(house: House, case: Case) -> None:
    lenka = sits(house, "lenka")
    lenka.open(page_of(case))
    lenka.press_with("Keep the assessment", WORDS)
    for key in ("ivana", "tereza", "petr", "martina", "jitka", "marek", "hana"):
        assert sits(house, key).open(page_of(case)).status == 404


def test_the_head_reads_it_with_a_reason_and_writes_nothing(house: House, case: Case) -> None:
    lenka = sits(house, "lenka")
    lenka.open(page_of(case))
    lenka.press_with("Keep the assessment", WORDS)
    hana = sits(house, "hana")
    hana.open(f"/cases/{case.case_id}")
    hana.follow("Open the content, say why")
    hana.press("Open the content", reason="Stížnost matky, ověřuji postup.")
    hana.open(page_of(case))
    assert "Gábina ráda maluje." in hana.page.text
    assert not hana.page.has_button("Keep the assessment")


def test_whoever_is_excluded_meanwhile_writes_nothing(house: House, case: Case) -> None:
    lenka = sits(house, "lenka")
    lenka.open(page_of(case))
    with house.app.app_context(), transaction() as session:
        session.add(
            Exclusion(
                case_id=case.case_id, worker_id=house.worker("lenka"), since=clock.now(), reason="Příbuzná.",
                recorded_by="house",
            )
        )  # fmt: skip
    lenka.press_with("Keep the assessment", WORDS)
    assert lenka.page.status == 404
