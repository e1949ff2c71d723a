"""The main path in a real browser by the keyboard alone: the office at a desk, a service on a phone without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

import pyotp
import pytest
from playwright.sync_api import Browser, Page

from agencies.accounts.models import Account
from agencies.accounts.proofs import new_second_factor, password_digest
from foundation import clock, links
from foundation.database import transaction
from tests.browsing import squeezed
from tests.cast import BY_KEY
from tests.chromium import chromium, program, served, window
from tests.conftest import House, do_without, text_of
from tests.story import say
from tests.world import MEETING, Case, build

PASSWORD = "vlak pes okno zahrada"
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const labels = [...(one.labels || [])].map(label => label.innerText).join(' ');
  return {
    words: labels || one.getAttribute('aria-label') || one.innerText || '',
    type: one.type || one.tagName.toLowerCase(),
    name: one.name || '',
    id: one.id,
    classes: one.className,
    ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0
      && box.left < innerWidth,
  };
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = program()
    if found is None:
        do_without("Chromium", "BROWSER")
    assert found is not None
    with chromium(found) as browser:
        yield browser


@dataclass
class Hands:
    """Ten fingers on a keyboard; there is no mouse."""

    page: Page

    def __post_init__(self) -> None:
        self.page.emulate_media(reduced_motion="reduce")  # a page that glides is not where it will be

    @property
    def focused(self) -> dict[str, str | float | bool]:
        """What has the focus now, in words, and whether an eye can see that."""
        found: dict[str, str | float | bool] = self.page.evaluate(FOCUSED)
        found["words"] = squeezed(str(found["words"]))
        return found

    @property
    def heading(self) -> str:
        return squeezed(self.page.locator("h1").inner_text())

    @property
    def text(self) -> str:
        return squeezed(self.page.locator("body").inner_text())

    def go_to(self, words: str, *, name: str = "") -> None:
        """Press Tab until the focus is on what says `words` and is the field `name`; every stop on the way is seen."""
        passed = []
        for _ in range(150):
            self.page.keyboard.press("Tab")
            here = self.focused
            if here["type"] == "body":
                continue
            passed.append(f"{here['words']} {here['name']}")
            assert here["seen"], f"the focus is out of sight at {here}"
            assert float(here["ring"]) >= 2, f"no ring around {here}"
            if str(here["words"]).startswith(words) and name in str(here["name"]):
                return
        raise AssertionError(f"the keyboard does not reach “{words}” {name} on {self.page.url}: {passed}")

    def press(self, words: str) -> None:
        """Go to a link or button and press Enter, until another page is there."""
        self.go_to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, field: str, typed: str) -> None:
        """Go to a field and type over what stands there."""
        self.go_to("", name=field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(typed)

    def take(self, words: str) -> None:
        """Go to a box or a ring and tick it."""
        self.go_to(words)
        self.page.keyboard.press("Space")
        assert self.page.evaluate("document.activeElement.checked"), words

    def take_first(self, field: str) -> None:
        """Go to a group of rings, whose first one is reached by Tab, and tick that."""
        self.go_to("", name=field)
        self.page.keyboard.press("Space")
        assert self.page.evaluate("document.activeElement.checked"), field

    def choose(self, field: str, option: str) -> None:
        """Go to a list and press the arrow down to the answer."""
        self.go_to("", name=field)
        passed = []
        while (chosen := squeezed(self.page.evaluate("document.activeElement.selectedOptions[0].innerText"))) != option:
            assert chosen not in passed, f"no “{option}” among {passed}"
            passed.append(chosen)
            self.page.keyboard.press("ArrowDown")


def given_account(house: House, key: str) -> str:
    """Give somebody an account; answers the secret in the authenticator."""
    secret = new_second_factor()
    with house.app.app_context(), transaction() as session:
        account = Account(
            worker_id=house.worker(key), password_hash=password_digest(PASSWORD), totp_secret=secret, totp_last_step=0,
            set_up_at=clock.now(), changed_at=clock.now(),
        )  # fmt: skip
        session.add(account)
    return secret


def signed_in(house: House, browser: Browser, base: str, width: int = 1280) -> Hands:
    """Lenka at her desk, come in by password and second factor."""
    secret = given_account(house, "lenka")
    hands = Hands(window(browser, width).new_page())
    hands.page.goto(base)
    hands.press(say("Sign in"))
    hands.type("email", BY_KEY["lenka"].email or "")
    hands.type("password", PASSWORD)
    hands.type("code", pyotp.TOTP(secret).at(clock.now()))
    hands.press(say("Sign in"))
    return hands


def invited(house: House, case: Case, key: str) -> str:
    """The path of the link in somebody's invitation."""
    with house.app.app_context(), transaction():
        token = links.issue(
            "conferences.invitation", subject=case.invitations[key], holder=house.worker(key), until=MEETING,
            to=BY_KEY[key].email, town_id=house.ids.agencies["podlesi"],
        )  # fmt: skip
    return f"/o/{token}"


@pytest.mark.browser
def test_a_case_is_opened_and_a_meeting_convened_by_the_keyboard_alone(house: House, browser: Browser) -> None:
    with served(house.app) as base:
        lenka = signed_in(house, browser, base)
        lenka.press(say("Open a case"))
        _open_a_case(lenka)
        _bring_people_in(lenka)
        lenka.page.goto(base)
        lenka.press(say("Convene a meeting"))
        _convene(lenka)
    house.deliver()
    letter = text_of(house.letters_to("ivana")[0])
    assert "13:00–14:45" in letter
    assert "Kanárek" not in letter


def _open_a_case(lenka: Hands) -> None:
    lenka.type("nickname", "Kanárek")
    lenka.type("situation", "Matka je na tři děti sama.")
    lenka.type("need_of_help", "Potřebuje někoho, kdo bude docházet.")
    lenka.press(say("Open the case"))
    assert "Kanárek" in lenka.text


def _bring_people_in(lenka: Hands) -> None:
    lenka.press(say("Add a member of the family"))
    lenka.type("name", "Jana Vlčková")
    lenka.press(say("Save"))
    assert lenka.focused["classes"] == "sheet errors"
    lenka.choose("kinship", "matka")
    lenka.take_first("in_household")
    lenka.take_first("safe_contact")
    lenka.press(say("Save"))
    lenka.press(say("Add an organisation"))
    lenka.choose("agency", "ZŠ Na Kopci")
    lenka.take_first("relation")
    lenka.press(say("Save"))


def _convene(lenka: Hands) -> None:
    lenka.type("goal", "Gábina dokončí 8. třídu.")
    lenka.take_first("is_realistic")
    lenka.type("because", "Matka pomoc chce.")
    lenka.press(say("Continue"))
    lenka.take(f"{say('Invite')} Mgr. Ivana Součková")
    lenka.press(say("Continue"))
    lenka.type("meets_on", "3. 3. 2026")
    lenka.type("wall_from", "13:00")
    lenka.type("wall_to", "14:45")
    lenka.type("place", "Městský úřad, zasedačka 204")
    lenka.press(say("Continue"))
    lenka.press(say("Continue"))
    assert lenka.heading == say("Check and send")
    lenka.type("despite", "Povedu ho sama.")
    lenka.press("Odeslat")


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_worker_answers_pledges_and_accepts_a_task_on_a_phone(house: House, browser: Browser, script: bool) -> None:
    case = build(house, "open", "PS-7F3K")
    with served(house.app) as base:
        martina = Hands(window(browser, 320, script=script).new_page())
        martina.page.goto(base + invited(house, case, "martina"))
        assert martina.heading == say("Will you come?")
        assert "Vlčk" not in martina.page.content()
        martina.press(say("I will come"))
        martina.press(say("On to the pledge"))
        martina.press(say("Send me the code"))
        code = re.search(r"\b\d{6}\b", text_of(_newest(house, "martina")))
        assert code is not None
        martina.type("code", code[0])
        martina.press(say("Continue"))
        assert "Vlčk" not in martina.page.content()
        martina.take(say("I know the text and understand it."))
        martina.press(say("I sign the pledge"))
        assert "Jana Vlčková" in martina.text
        martina.press(say("I take part"))
        martina.page.goto(base)
        martina.press(say("Give an answer"))
        martina.press(say("I accept the task"))
        assert say("accepted") in martina.text.lower()
        assert not martina.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def _newest(house: House, key: str) -> EmailMessage:
    house.deliver()
    return house.letters_to(key)[-1]


@pytest.mark.browser
def test_a_refused_form_puts_the_focus_into_its_summary(house: House, browser: Browser) -> None:
    with served(house.app) as base:
        lenka = signed_in(house, browser, base)
        lenka.press(say("Open a case"))
        lenka.type("nickname", "Kanárek")
        lenka.press(say("Open the case"))
        assert lenka.focused["classes"] == "sheet errors"
        assert float(lenka.focused["ring"]) >= 2
        assert lenka.page.title().startswith("Chyba:")
        lenka.page.keyboard.press("Tab")
        sentence = lenka.focused["words"]
        lenka.page.keyboard.press("Enter")
        assert lenka.focused["type"] == "textarea", "the sentence leads to its field"
        described = lenka.page.evaluate(
            "document.activeElement.getAttribute('aria-describedby').split(' ')"
            ".map(id => document.getElementById(id).innerText).join(' ')"
        )
        assert str(sentence) in squeezed(described)
        assert lenka.page.locator("[name=nickname]").input_value() == "Kanárek", "what was typed stays"


@pytest.mark.browser
def test_the_first_stop_skips_to_the_content(house: House, browser: Browser) -> None:
    with served(house.app) as base:
        lenka = signed_in(house, browser, base)
        lenka.page.goto(base + "/cases")
        lenka.page.keyboard.press("Tab")
        assert lenka.focused["words"] == say("Skip to the content")
        assert lenka.focused["seen"]
        lenka.page.keyboard.press("Enter")
        assert lenka.focused["id"] == "content"
        lenka.page.keyboard.press("Tab")
        assert lenka.page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.browser
def test_going_back_after_signing_out_shows_nothing(house: House, browser: Browser) -> None:
    case = build(house, "open", "PS-7F3K")
    with served(house.app) as base:
        lenka = signed_in(house, browser, base)
        lenka.page.goto(f"{base}/cases/{case.case_id}")
        assert "Gábina" in lenka.text
        lenka.press(say("Sign out"))
        assert "Gábina" not in lenka.text
        lenka.page.go_back()
        assert "Gábina" not in lenka.page.content()
        assert "Vlčk" not in lenka.page.content()
