"""The head's list: every case of the town by its code, what moved when, and the cases that nobody looks after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from agencies.accounts.models import Account
from agencies.staff.models import Post
from coordination.cases.hand_overs import HandOver
from coordination.conferences import actions as conferences
from coordination.conferences.rules_of_convening import OtherTool
from coordination.seats.models import Exclusion
from foundation import clock
from foundation.database import transaction
from tests import world
from tests.browsing import Page
from tests.conftest import Hand, House
from tests.coordination.overview.conftest import Reader
from tests.world import FAMILY_WORDS, Case


def left(house: House, key: str = "lenka") -> None:
    """Somebody's posts have ended."""
    with house.app.app_context(), transaction() as session:
        for post in session.scalars(select(Post).where(Post.worker_id == house.worker(key))):
            post.to_on = clock.today()


def switched_off(house: House, key: str = "lenka") -> None:
    """Somebody's account is switched off."""
    with house.app.app_context(), transaction() as session:
        session.add(
            Account(
                worker_id=house.worker(key), password_hash="x", totp_secret="x", totp_last_step=0,
                set_up_at=clock.now(), changed_at=clock.now(), disabled_at=clock.now(),
            )
        )  # fmt: skip


def listed(page: Page) -> list[str]:
    return [row.get_text(" ", strip=True).replace("\xa0", " ") for row in page.soup.select("tbody tr")]


def taken_by(house: House, case: Case, reads: Reader, name: str) -> None:
    """The head gives a case to somebody else."""
    with house.app.app_context(), transaction() as session:
        session.delete(session.scalars(select(HandOver).where(HandOver.case_id == case.case_id)).one())
    hana = reads("hana")
    hana.open(f"/cases/{case.case_id}/appointment")
    hana.press("Appoint", to=name, reason="Kolegyně odešla.")


def test_the_list_of_cases_is_the_same_list_for_the_head(case: Case, reads: Reader) -> None:
    hana = reads("hana")
    page = hana.open("/cases")
    (row,) = listed(page)
    for words in ("PS-7F3K", "Open case", "Bc. Lenka Horáková", "3 Feb 2026", "3 Mar 2026", "23 Feb 2026"):
        assert words in row, words
    assert not any(word in page.whole for word in FAMILY_WORDS)
    page = hana.press("Show", without=True)
    assert page.address.split("?")[0].endswith("/cases"), "searching stays on the list"
    assert "No case of this kind." in page.text
    assert hana.follow("Show all cases").address.endswith("/cases")


def test_the_list_of_a_coordinator_says_what_comes_and_what_waits_for_nothing(
    house: House, case: Case, reads: Reader
) -> None:  # fmt: skip
    draft = world.build(house, "draft", "PS-2222")
    with house.app.app_context():
        conferences.choose_other_way(
            draft.conference_id, tool=OtherTool.MEDIATION, why="Nejdřív mediace.",
            by=f"worker:{house.worker('lenka')}",
        )  # fmt: skip
    rows = {row.split("PS-")[1][:4]: row for row in listed(reads("lenka").open("/cases"))}
    assert "3 Mar 2026" in rows["7F3K"]
    assert "Another way chosen" in rows["2222"]
    assert "none yet" in rows["2222"]
    assert not listed(reads("jitka").open("/cases"))


def test_the_list_says_who_since_when_and_what_comes(case: Case, reads: Reader) -> None:
    page = reads("hana").open("/")
    (row,) = listed(page)
    for words in ("PS-7F3K", "Open case", "Bc. Lenka Horáková", "3 Feb 2026", "3 Mar 2026", "23 Feb 2026"):
        assert words in row, words
    assert not any(word in page.whole for word in FAMILY_WORDS)
    assert "Without a coordinator" not in page.text


def test_the_list_is_sieved_by_coordinator(house: House, case: Case, reads: Reader) -> None:
    other = world.build(house, "open", "PS-2222")
    taken_by(house, other, reads, "Mgr. Jitka Bláhová")
    hana = reads("hana")
    hana.open("/")
    page = hana.press_with("Show", {"coordinator": "Mgr. Jitka Bláhová"})
    assert [row[:7] for row in listed(page)] == ["PS-2222"]
    page = hana.press_with("Show", {"coordinator": "Bc. Lenka Horáková"})
    assert [row[:7] for row in listed(page)] == ["PS-7F3K"]


@pytest.mark.parametrize("gone", [left, switched_off])
def test_a_case_whose_coordinator_is_gone_burns_until_the_head_appoints(
    house: House, case: Case, reads: Reader, gone: object
) -> None:
    gone(house)  # type: ignore[operator]
    hana = reads("hana")
    page = hana.open("/")
    assert "Without a coordinator" in page.text
    assert "Bc. Lenka Horáková no longer works as a coordinator here, or cannot sign in." in page.text
    assert [row[:7] for row in listed(hana.press_with("Show", {"without": True}))] == ["PS-7F3K"]
    hana.open("/")
    page = hana.follow("Appoint PS-7F3K")
    assert "Now nobody looks after the case." in page.text
    hana.press("Appoint", to="Mgr. Jitka Bláhová", reason="Kolegyně odešla.")
    assert "Without a coordinator" not in hana.page.text
    assert "No case of this kind." in hana.press_with("Show", {"without": True}).text


def test_a_draft_is_listed_only_when_nobody_looks_after_it(house: House, reads: Reader) -> None:
    world.build(house, "draft", "PS-2222")
    assert "PS-2222" not in reads("hana").open("/").whole
    left(house)
    page = reads("hana").open("/")
    assert "PS-2222" in page.text
    assert not any(word in page.whole for word in FAMILY_WORDS)


def test_a_case_from_which_the_head_is_shut_out_is_not_listed(house: House, case: Case, reads: Reader) -> None:
    left(house)
    with house.app.app_context(), transaction() as session:
        session.add(
            Exclusion(
                case_id=case.case_id, worker_id=house.worker("hana"), since=clock.now(), reason="x", recorded_by="h"
            )
        )  # fmt: skip
    assert "PS-7F3K" not in reads("hana").open("/").whole


def test_the_head_of_another_town_reads_nothing_of_it(house: House, case: Case, reads: Reader) -> None:
    left(house)
    assert "PS-7F3K" not in reads("milada").open("/").whole


def test_a_look_moves_nothing_and_a_deed_does(case: Case, reads: Reader, hand: Hand) -> None:
    hand.forward(timedelta(days=2))
    reads("lenka").open(f"/cases/{case.case_id}/people")
    assert "25 Feb 2026" not in listed(reads("hana").open("/"))[0]
    ivana = reads("ivana")
    ivana.open(f"/tasks/{case.tasks['ivana']}")
    ivana.press("I accept the task")
    assert "25 Feb 2026" in listed(reads("hana").open("/"))[0]


@pytest.mark.parametrize("typed", ["?coordinator=x", "?coordinator=%00", "?after=%00", "?without=%F0%9F%99%82"])
def test_what_is_typed_into_the_address_breaks_nothing(case: Case, reads: Reader, typed: str) -> None:
    assert reads("hana").open(f"/{typed}").status == 200


def test_many_cases_stand_on_pages(house: House, case: Case, reads: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coordination.overview.town.ON_ONE_PAGE", 2)
    for code in ("PS-2222", "PS-3333"):
        world.build(house, "open", code)
    hana = reads("hana")
    assert [row[:7] for row in listed(hana.open("/"))] == ["PS-2222", "PS-3333"]
    assert [row[:7] for row in listed(hana.follow("Further cases"))] == ["PS-7F3K"]
