"""People with real accounts: set up by the mailed link, with an authenticator of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from uuid import UUID, uuid4

import pyotp
import pytest

from foundation import clock, links
from foundation.database import transaction
from tests.browsing import Browser, Page
from tests.conftest import House, text_of

PASSWORD = "vlak pes okno zahrada"
_networks = count(1)

links.purpose("tests.errand", "accounts.account", lambda _link: True)


@dataclass
class Key:
    """What one person holds: address, password and the secret in the authenticator."""

    email: str
    password: str
    secret: str

    @property
    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(clock.now())


@dataclass
class Hall:
    """The house as these stories need it: browsers that speak English and come from networks of their own."""

    house: House

    def browser(self, network: str | None = None) -> Browser:
        return self._english(self.house.stranger(), network)

    def signed_in(self, key: str) -> Browser:
        return self._english(self.house.signed_in(key), None)

    def _english(self, browser: Browser, network: str | None) -> Browser:
        browser.client.set_cookie("lang", "en")
        browser.client.environ_base["REMOTE_ADDR"] = network or f"198.18.{next(_networks)}.5"
        return browser

    def invited(self, key: str) -> str:
        """Karel, the administrator, sends somebody the set-up; answers the address in the letter."""
        karel = self.signed_in("karel")
        karel.open(f"/workers/{self.house.worker(key)}")
        karel.press("Send the")
        self.house.deliver()
        return link_in(text_of(self.house.letters_to(key)[-1]))

    def set_up(self, key: str) -> tuple[Key, Browser]:
        """Somebody sets the account up from the letter; answers the key and the browser that is now signed in."""
        browser, address = self.browser(), self.invited(key)
        secret = typed_secret(browser.open(address))
        held = Key(str(self.house.letters_to(key)[-1]["To"]), PASSWORD, secret)
        browser.press_with(
            "Set up the account", {"password": PASSWORD, "again": PASSWORD, "code": held.code}, follow=False
        )
        self.house.hand.forward(timedelta(minutes=1))
        return held, browser

    def sign_in(self, key: Key, browser: Browser, **instead: str) -> Page:
        """Fill the sign-in and press the button; the page that answers, without following on."""
        browser.open("/sign-in")
        return browser.press_with(
            "Sign in", {"email": key.email, "password": key.password, "code": key.code, **instead}, follow=False
        )

    def errand(self, key: str, subject: UUID | None = None) -> str:
        """A mailed link of somebody's; answers its token."""
        with self.house.app.app_context(), transaction():
            holder, until = self.house.worker(key), clock.now() + timedelta(days=50)
            return links.issue("tests.errand", subject=subject or uuid4(), holder=holder, until=until)

    def code_mailed_to(self, key: str) -> str:
        """Deliver the post and copy the six figures from the letter."""
        self.house.deliver()
        found = re.search(r"\b\d{6}\b", text_of(self.house.letters_to(key)[-1]))
        assert found
        return found[0]


@pytest.fixture
def hall(house: House) -> Hall:
    return Hall(house)


def inside(browser: Browser) -> bool:
    """Whether a browser is signed in: its own sign-in opens."""
    return browser.open("/account", follow=False).status == 200


def link_in(text: str) -> str:
    found = re.search(r"http://localhost(/\S*)", text)
    assert found, text
    return found[1]


def typed_secret(page: Page) -> str:
    code = page.soup.find("code")
    assert code is not None, page.text
    return "".join(code.get_text().split())
