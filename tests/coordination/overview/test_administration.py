"""The first page of whoever runs the system: what the town lacks before its first meeting."""

from sqlalchemy import delete

from agencies.accounts.rules import SessionDoor
from agencies.staff.models import Post
from agencies.staff.rules import Role
from foundation import town_settings
from foundation.database import transaction
from tests.conftest import House
from tests.coordination.pledges.laying import english

LACKS = "Before the first meeting"


def test_a_town_without_law_in_its_pledge_says_so_before_anybody_is_invited(house: House) -> None:
    karel = english(house, "karel", SessionDoor.ACCOUNT2)
    assert LACKS not in karel.open("/").text
    with house.app.app_context():
        town_settings.change(house.ids.agencies["podlesi"], {"citace: odpovědnost": ""}, by="worker:x")
    page = karel.open("/")
    assert "Nobody can sign the pledge until this is filled in: Pledge: the law on liability." in page.text
    assert "Pledge: the law on liability" in karel.follow("Fill in the settings").text


def test_a_town_without_a_coordinator_says_so_and_leads_to_the_office(house: House) -> None:
    podlesi = house.ids.agencies["podlesi"]
    with house.app.app_context(), transaction() as session:
        session.execute(delete(Post).where(Post.agency_id == podlesi, Post.role == Role.COORDINATOR))
    karel = english(house, "karel", SessionDoor.ACCOUNT2)
    assert "Nobody coordinates cases yet." in karel.open("/").text
    assert karel.follow("Add a person").address.endswith(f"/agencies/{podlesi}/workers/new")


def test_what_the_town_lacks_is_told_to_nobody_else(house: House) -> None:
    with house.app.app_context():
        town_settings.change(house.ids.agencies["podlesi"], {"citace: odpovědnost": ""}, by="worker:x")
    for key in ("lenka", "hana"):
        assert LACKS not in english(house, key, SessionDoor.ACCOUNT2).open("/").text
