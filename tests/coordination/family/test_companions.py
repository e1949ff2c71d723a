"""Klára comes with Jana: she reads Jana's plan by her own door, once Jana lets her, pledged, and no longer."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from coordination.family.models import SaySo
from coordination.seats.models import Pledge
from foundation.database import transaction
from tests.browsing import Browser
from tests.cast import BY_KEY
from tests.conftest import House
from tests.doors import WORDS_OF, at_seat, give_doors
from tests.world import Case, build


@pytest.fixture
def case(house: House) -> Case:
    case = build(house, "open", "PS-AAAA")
    give_doors(house, case)
    with house.app.app_context(), transaction() as session:
        session.execute(delete(SaySo))
    return case


def jana(house: House, case: Case) -> Browser:
    phone = at_seat(house, case.seats["jana"])
    phone.client.set_cookie("lang", "en")
    phone.open("/appointment/reading")
    return phone


def klara(house: House) -> Browser:
    browser = house.signed_in("klara")
    browser.client.set_cookie("lang", "en")
    return browser


def test_a_companion_reads_along_as_long_as_the_mother_lets_her(house: House, case: Case) -> None:
    path, friend = f"/appointment/beside/{case.seats['klara']}", klara(house)
    assert friend.open(path).status == 404, "nobody has let her"
    phone = jana(house, case)
    phone.press(f"Yes, they may read it {BY_KEY['klara'].name}")
    assert "They may read it now." in phone.page.text
    friend.open("/")
    page = friend.follow("Read it")
    assert page.status == 200
    assert WORDS_OF["jana"] in page.text
    assert not page.has_button("I understand"), "she reads and answers nothing"
    assert WORDS_OF["gabina"] not in page.text
    phone.press("No longer")
    assert friend.open(path).status == 404


def test_without_a_pledge_she_reads_nothing(house: House, case: Case) -> None:
    jana(house, case).press(f"Yes, they may read it {BY_KEY['klara'].name}")
    with house.app.app_context(), transaction() as session:
        session.execute(delete(Pledge).where(Pledge.seat_id == case.seats["klara"]))
    assert klara(house).open(f"/appointment/beside/{case.seats['klara']}").status == 404


def test_nobody_lets_in_who_does_not_come_along(house: House, case: Case) -> None:
    phone = jana(house, case)
    address, values = phone.filled("Yes, they may read it")
    values = [(name, str(case.seats["ivana"]) if name == "let" else value) for name, value in values]
    phone.post(address, dict(values) | {"let": str(case.seats["ivana"])})
    assert "This person no longer comes with you." in phone.page.text
