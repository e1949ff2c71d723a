"""The main path in a real browser by the keyboard alone: the office at a desk, a service on a phone without scripts."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pyotp
import pytest
from playwright.sync_api import Browser

from agencies.accounts.models import Account
from agencies.accounts.proofs import new_second_factor, password_digest
from foundation import clock, links
from foundation.database import transaction
from tests.browsing import squeezed
from tests.cast import BY_KEY
from tests.chromium import served, window
from tests.conftest import House, text_of
from tests.hands import Hands
from tests.story import say
from tests.world import MEETING, Case, build

PASSWORD = "vlak pes okno zahrada"


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
