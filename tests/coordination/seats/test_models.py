"""What a seat still opens once the office, the post or the tie behind it has gone."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from agencies.directory.models import Agency
from agencies.staff.models import Post
from agencies.staff.rules import Role as PostRole
from coordination.seats.models import Exclusion, involvement_member
from foundation import clock
from foundation.database import transaction
from tests.browsing import Browser
from tests.conftest import House
from tests.coordination.plans.writing import english
from tests.world import FAMILY_WORDS, Case, build


@pytest.fixture
def case(house: House) -> Case:
    return build(house, "open", "PS-7F3K")


def moves_to(house: House, key: str, agency: str, role: PostRole = PostRole.WORKER) -> None:
    """Somebody's posts end today, and another begins elsewhere."""
    with house.app.app_context(), transaction() as session:
        worker_id = house.worker(key)
        for post in session.scalars(select(Post).where(Post.worker_id == worker_id)):
            post.to_on = clock.today()
        session.add(
            Post(
                worker_id=worker_id,
                agency_id=house.ids.agencies[agency],
                function="pracovnice",
                role=role,
                from_on=date(2026, 1, 1),
            )
        )


def content_pages(case: Case) -> tuple[str, ...]:
    return (
        f"/cases/{case.case_id}",
        f"/cases/{case.case_id}/plan",
        f"/cases/{case.case_id}/pledges",
        f"/conferences/{case.conference_id}",
    )


def shut(browser: Browser, case: Case) -> bool:
    """Whether nothing of the case opens, and no list names the family."""
    statuses = {browser.open(page).status for page in content_pages(case)}
    lists = "".join(page.whole for page in (browser.open("/"), browser.open("/cases")) if page.status == 200)
    return statuses == {404} and not [word for word in FAMILY_WORDS if word in lists]


def test_a_coordinator_reads_by_her_office_in_the_town_of_the_case(house: House, case: Case) -> None:
    lenka = english(house, "lenka")
    assert lenka.open(f"/cases/{case.case_id}").status == 200
    moves_to(house, "lenka", "zalesi", PostRole.COORDINATOR)
    assert shut(english(house, "lenka"), case)


@pytest.mark.parametrize("key", ["ivana", "tereza", "petr"])
def test_whoever_works_elsewhere_now_reads_nothing_but_the_own_pledge(house: House, case: Case, key: str) -> None:
    moves_to(house, key, "most")
    worker = english(house, key, SessionDoor.CODE)
    assert shut(worker, case)
    assert worker.open(f"/cases/{case.case_id}/pledge").status == 200


def test_a_second_post_beside_the_one_at_the_agency_changes_nothing(house: House, case: Case) -> None:
    with house.app.app_context(), transaction() as session:
        session.add(
            Post(
                worker_id=house.worker("ivana"),
                agency_id=house.ids.agencies["most"],
                function="lektorka",
                role=PostRole.WORKER,
                from_on=date(2026, 1, 1),
            )
        )
    assert english(house, "ivana", SessionDoor.CODE).open(f"/cases/{case.case_id}").status == 200


def test_a_ground_for_nobody_of_the_tie_opens_nothing(house: House, case: Case) -> None:
    with house.app.app_context(), transaction() as session:
        session.execute(
            involvement_member.insert().values(
                involvement_id=case.involvements["skola"], person_id=case.people["roman"]
            )
        )
    ivana = english(house, "ivana", SessionDoor.CODE)
    assert {ivana.open(page).status for page in content_pages(case)} == {404}


def test_the_list_of_a_head_names_neither_drafts_nor_cases_closed_to_her(house: House, case: Case) -> None:
    build(house, "draft", "PS-2QRT")
    hana = english(house, "hana")
    page = hana.open("/cases")
    assert "PS-7F3K" in page.whole
    assert "PS-2QRT" not in page.whole
    with house.app.app_context(), transaction() as session:
        session.add(
            Exclusion(
                case_id=case.case_id, worker_id=house.worker("hana"), since=clock.now(), reason="teta",
                recorded_by="house",
            )
        )  # fmt: skip
    assert "PS-7F3K" not in hana.open("/cases").whole


def renamed(house: House, agency: str) -> None:
    """An agency bears another name from now on."""
    with house.app.app_context(), transaction() as session:
        session.get_one(Agency, house.ids.agencies[agency]).name = "Středisko pod novým jménem"


def test_an_agency_that_bears_another_name_keeps_its_facilitator(house: House, case: Case) -> None:
    renamed(house, "javor")
    petr = english(house, "petr", SessionDoor.CODE)
    assert petr.open(f"/conferences/{case.conference_id}").status == 200


def test_a_facilitator_who_left_the_renamed_agency_reads_nothing(house: House, case: Case) -> None:
    renamed(house, "javor")
    moves_to(house, "petr", "most")
    assert shut(english(house, "petr", SessionDoor.CODE), case)
