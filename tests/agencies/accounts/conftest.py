"""People with real accounts: set up by the mailed link, with an authenticator of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pyotp
import pytest

from foundation import clock
from tests.browsing import Browser, Page
from tests.conftest import House, text_of

PASSWORD = "vlak pes okno zahrada"


@dataclass
class Key:
    """What one person holds: address, password and the secret in the authenticator."""

    email: str
    password: str
    secret: str

    @property
    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(clock.now())


def link_in(text: str) -> str:
    found = re.search(r"http://localhost(/\S*)", text)
    assert found, text
    return found[1]


def typed_secret(page: Page) -> str:
    code = page.soup.find("code")
    assert code is not None
    return code.get_text().replace(" ", "").replace("\xa0", "")


def sign_in(browser: Browser, key: Key, **instead: str) -> Page:
    browser.open("/sign-in")
    return browser.press("Přihlásit se", **{"email": key.email, "password": key.password, "code": key.code, **instead})


@pytest.fixture
def set_up(house: House) -> Callable[[str], Key]:
    """Karel, the administrator, sends somebody the set-up; the person follows the letter."""

    def do(key: str) -> Key:
        karel = house.signed_in("karel")
        karel.open(f"/workers/{house.worker(key)}")
        karel.press("Poslat")
        house.deliver()
        browser = house.stranger()
        page = browser.open(link_in(text_of(house.letters_to(key)[-1])))
        secret = typed_secret(page)
        held = Key(str(house.letters_to(key)[-1]["To"]), PASSWORD, secret)
        browser.press("Nastavit účet", password=PASSWORD, again=PASSWORD, code=held.code)
        house.hand.forward(timedelta(minutes=1))
        return held

    return do
