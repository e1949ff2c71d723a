"""The head of the department opens the content of a case: only with a reason, for an hour, in one browser, noted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from coordination.cases import actions
from coordination.seats.models import Exclusion
from coordination.seats.readings import Reading
from foundation import audit, clock, language
from foundation.audit import AuditEntry, Look
from foundation.database import db, transaction
from foundation.reasons import Refused
from tests.browsing import Browser
from tests.conftest import House
from tests.world import FAMILY_WORDS, Case, build

WHY = "Stížnost matky, ověřuji postup."


@pytest.fixture
def case(house: House) -> Case:
    return build(house, "open", "PS-7F3K")


def english(house: House, key: str) -> Browser:
    browser = house.signed_in(key)
    browser.client.set_cookie(language.COOKIE, "en")
    return browser


def content_of(case: Case) -> tuple[str, ...]:
    """The pages of a case that a written reason opens."""
    at_case = f"/cases/{case.case_id}"
    return (
        f"{at_case}/brief", f"{at_case}/people", f"{at_case}/plan", f"/conferences/{case.conference_id}",
        f"/involvements/{case.involvements['skola']}", f"/tasks/{case.tasks['ivana']}",
    )  # fmt: skip


def opened(house: House, case: Case, why: str = WHY) -> Browser:
    """Hana writes down why and reads."""
    hana = english(house, "hana")
    hana.open(f"/cases/{case.case_id}")
    hana.follow("Open the content, say why")
    hana.press("Open the content", reason=why)
    return hana


def test_without_a_reason_the_head_reads_a_code_and_no_content(house: House, case: Case) -> None:
    hana = english(house, "hana")
    page = hana.open(f"/cases/{case.case_id}")
    assert page.heading == "PS-7F3K"
    assert not any(word in page.whole for word in FAMILY_WORDS)
    nothing = hana.open("/nothing/at/all").content
    for address in content_of(case):
        assert (hana.open(address).status, hana.page.content) == (404, nothing), address


def test_the_reason_is_asked_for(house: House, case: Case) -> None:
    hana = opened(house, case, why="  ")
    assert hana.page.mistakes == [
        "Write in one sentence why you need to read the content. Whoever coordinates the case will see it."
    ]
    assert hana.open(content_of(case)[0]).status == 404


def test_with_a_reason_the_content_opens_and_each_look_is_noted(house: House, case: Case) -> None:
    hana = opened(house, case)
    assert "You read with a reason until 10:00." in hana.page.text
    assert "Gábina" in hana.page.text
    for address in content_of(case):
        assert hana.open(address).status == 200, address
    with house.app.app_context():
        who = f"worker:{house.worker('hana')}"
        seen = set(db.session.scalars(select(Look.resource).where(Look.who == who)))
        assert seen >= {"brief_goal_areas_members", "plan_goals_all_tasks", "conference_and_agenda", "own_task",
                        "grounds_and_consents", "family_has_a_case"}  # fmt: skip
        deed = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "content opened with a reason")).one()
        assert deed.actor == who
        assert audit.verify() == []


def test_what_the_table_does_not_open_stays_closed(house: House, case: Case) -> None:
    hana = opened(house, case)
    page = hana.open(f"/cases/{case.case_id}/people")
    assert "Jana Vlčková" in page.text
    assert "ZŠ Na Kopci" in page.text
    assert "safe contact" not in page.text
    assert "sousedka" not in page.whole
    for address in (f"/members/{case.people['jana']}", f"/cases/{case.case_id}/exclusions",
                    f"/cases/{case.case_id}/members/new", f"/conferences/{case.conference_id}/attendance",
                    f"/tasks/{case.tasks['ivana']}/as-said"):  # fmt: skip
        assert hana.open(address).status == 404, address


def test_nothing_can_be_changed_by_reading(house: House, case: Case) -> None:
    hana = opened(house, case)
    for address in content_of(case):
        page = hana.open(address)
        forms = {str(form.get("action")) for form in page.soup.select("main form")}
        assert not forms, address
    assert hana.post(f"/cases/{case.case_id}/brief", {"situation": "x"}).status in (400, 404)


def test_the_hour_passes(house: House, case: Case) -> None:
    hana = opened(house, case)
    house.hand.forward(timedelta(minutes=59))
    assert hana.open(content_of(case)[0]).status == 200
    house.hand.forward(timedelta(minutes=1))
    assert hana.open(content_of(case)[0]).status == 404
    assert "Gábina" not in hana.open(f"/cases/{case.case_id}").whole


def test_the_reason_holds_in_the_browser_where_it_was_written(house: House, case: Case) -> None:
    hana = opened(house, case)
    assert english(house, "hana").open(content_of(case)[0]).status == 404
    hana.open("/")
    hana.press("Sign out")
    assert english(house, "hana").open(content_of(case)[0]).status == 404


def test_the_reason_holds_for_one_case(house: House, case: Case) -> None:
    other = build(house, "open", "PS-2222")
    hana = opened(house, case)
    assert hana.open(f"/cases/{other.case_id}/brief").status == 404


def test_the_head_closes_the_content_before_its_time(house: House, case: Case) -> None:
    hana = opened(house, case)
    page = hana.press("Close the content")
    assert page.notice == "The content is closed again."
    assert hana.open(content_of(case)[0]).status == 404


@pytest.mark.parametrize("key", ["jitka", "milada", "karel", "olga", "lenka"])
def test_nobody_but_the_head_of_the_town_opens_anything_with_a_reason(house: House, case: Case, key: str) -> None:
    assert english(house, key).open(f"/cases/{case.case_id}/reading").status == 404


def test_an_excluded_head_opens_nothing(house: House, case: Case) -> None:
    hana = opened(house, case)
    with house.app.app_context(), transaction() as session:
        session.add(
            Exclusion(
                case_id=case.case_id, worker_id=house.worker("hana"), since=clock.now(), reason="teta",
                recorded_by="house",
            )
        )  # fmt: skip
    for address in (*content_of(case), f"/cases/{case.case_id}", f"/cases/{case.case_id}/reading"):
        assert hana.open(address).status == 404, address


@pytest.mark.parametrize("state", ["draft", "erased"])
def test_a_draft_and_an_erased_case_do_not_open(house: House, state: str) -> None:
    hidden = build(house, state, "PS-3333")
    assert english(house, "hana").open(f"/cases/{hidden.case_id}/reading").status == 404


def test_a_closed_case_opens_too(house: House) -> None:
    closed = build(house, "closed", "PS-4444")
    hana = opened(house, closed)
    assert hana.open(f"/cases/{closed.case_id}/brief").status == 200


def test_only_the_coordinator_takes_note(house: House, case: Case) -> None:
    opened(house, case)
    with house.app.app_context():
        with pytest.raises(Refused):
            actions.take_note_of_readings(case.case_id, by=f"worker:{house.worker('jitka')}")
        assert db.session.scalars(select(Reading.noticed_at)).one() is None
        actions.take_note_of_readings(case.case_id, by=f"worker:{house.worker('lenka')}")
        assert db.session.scalars(select(Reading.noticed_at)).one() == clock.now()
