"""Doors that must be shut: links that hold no more, other people's codes, pages still open when a right has gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import url_for
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from agencies.staff.models import Post
from coordination.conferences.models import Invitation
from coordination.seats.models import Consent, LegalTitle
from coordination.tasks.models import TaskStep
from foundation import clock, links
from foundation.database import db, transaction
from foundation.wordings import Wording
from tests.browsing import Browser, Page
from tests.cast import BY_KEY
from tests.conftest import House, text_of
from tests.coordination.plans.writing import english
from tests.world import FAMILY_WORDS, MEETING, Case, build

NOBODYS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
"""A token that was never given to anybody."""


@pytest.fixture
def case(house: House, no_limits: None) -> Case:
    return build(house, "open", "PS-7F3K")


def token_of(house: House, case: Case, key: str) -> str:
    """One more mailed link to somebody's invitation."""
    with house.app.app_context(), transaction():
        return links.issue(
            "conferences.invitation", subject=case.invitations[key], holder=house.worker(key),
            until=MEETING + timedelta(days=1), to=BY_KEY[key].email, town_id=house.ids.agencies["podlesi"],
        )  # fmt: skip


def stranger(house: House) -> Browser:
    browser = house.stranger()
    browser.client.set_cookie("lang", "en")
    return browser


def seen(page: Page) -> str:
    """A page as everybody sees it, without what is new at every rendering, and without its own address."""
    markup = re.sub(r'(name="(csrf_token|once|ask-once|back)"[^>]*value=)"[^"]*"', r"\1", page.whole)
    return re.sub(r"/o/[\w-]+", "/o/…", markup)


# --- links -----------------------------------------------------------------------------------------------------------


def _expires(house: House, case: Case, token: str) -> None:
    house.hand.forward(timedelta(days=61))


def _revoked(house: House, case: Case, token: str) -> None:
    with house.app.app_context(), transaction():
        links.revoke("conferences.invitation", case.invitations["tereza"], house.worker("tereza"))


def _seat_taken(house: House, case: Case, token: str) -> None:
    lenka = english(house, "lenka")
    lenka.open(f"/seats/{case.seats['tereza']}/removal")
    lenka.press("Take off", reason="Odešla.")


def _called_off(house: House, case: Case, token: str) -> None:
    lenka = english(house, "lenka")
    lenka.open(f"/conferences/{case.conference_id}/call-off")
    lenka.press("Call off", why="Matka je v nemocnici.", another="no")


def _excluded(house: House, case: Case, token: str) -> None:
    lenka = english(house, "lenka")
    lenka.open(_exclusion(house, case))
    lenka.press("Shut out", worker="Bc. Tereza Malá", reason="sestřenice")


def _exclusion(house: House, case: Case) -> str:
    with house.app.test_request_context():
        return url_for("cases.exclude", case_id=case.case_id)


def _address_changed(house: House, case: Case, token: str) -> None:
    karel = english(house, "karel")
    karel.open(f"/workers/{house.worker('tereza')}/entry")
    karel.press("Save", email="tereza@jinde.example")


ENDINGS = (_expires, _revoked, _seat_taken, _called_off, _excluded, _address_changed)


@pytest.mark.parametrize("ends", ENDINGS, ids=lambda each: each.__name__.strip("_"))
def test_a_link_that_holds_no_more_says_what_one_says_that_never_was(
    house: House, case: Case, ends: Callable[[House, Case, str], None]
) -> None:
    token = token_of(house, case, "tereza")
    phone = stranger(house)
    page = phone.open(f"/o/{token}")
    assert page.has_button("I will come")
    address, values = phone.filled("I will come", {"note": "Přijdu dřív."})
    ends(house, case, token)
    dead, unknown = (stranger(house).open(f"/o/{each}") for each in (token, NOBODYS))
    assert (dead.status, seen(dead)) == (410, seen(unknown))
    assert not [word for word in (*FAMILY_WORDS, "PS-7F3K", "Tereza", "tereza") if word in dead.whole]
    for below in ("answer", "code", "onwards", "pledge", "task", "plan", "set-up"):
        assert stranger(house).open(f"/o/{token}/{below}").status == 410, below
    sent = phone.post(address, dict(values))
    assert sent.status == 410, "the form that was open before sends nothing"
    with house.app.app_context():
        assert db.session.get_one(Invitation, case.invitations["tereza"]).answer == "no_reply"


def test_asking_for_a_new_link_answers_everybody_alike_and_mails_only_where_it_is_known(
    house: House, case: Case
) -> None:
    alive = token_of(house, case, "tereza")
    with house.app.app_context(), transaction() as session:
        link = session.scalars(select(links.Link).where(links.Link.holder == house.worker("tereza"))).one()
        link.expires_at = clock.now()
    ended = token_of(house, case, "jan")
    answers = []
    for token in (alive, ended, NOBODYS):
        browser = stranger(house)
        browser.open(f"/o/{token}")
        answers.append((browser.press("Send a new link").status, browser.page.notice, seen(browser.page)))
    assert answers[0] == answers[1] == answers[2]
    arrived = house.deliver()
    assert [to for to, _ in arrived] == [BY_KEY["tereza"].email], "only the seat that is still held"
    new = re.search(r"http://localhost(/o/\S+)", text_of(arrived[0][1]))
    assert new
    assert stranger(house).open(new[1]).has_button("I will come")
    assert stranger(house).open(f"/o/{alive}").status == 410, "an expired token is never revived"


# --- stolen links and other people's codes ---------------------------------------------------------------------------


def test_a_thief_with_the_link_reads_a_date_and_nothing_else(house: House, case: Case) -> None:
    thief = stranger(house)
    page = thief.open(f"/o/{case.token}")
    assert page.status == 200
    assert not [word for word in (*FAMILY_WORDS, "Lenka Horáková", "Křížová", "SVP") if word in page.whole]
    assert thief.open(f"/o/{case.token}/onwards").address.endswith(f"/o/{case.token}/code")
    for below in ("", "/plan", "/brief", "/pledge", "/introduction", "/pledge/paper"):
        page = thief.open(f"/cases/{case.case_id}{below}")
        assert page.status in (404,) or "sign-in" in page.address, below
        assert not [word for word in FAMILY_WORDS if word in page.whole]


def test_a_colleague_signed_in_by_her_own_code_comes_by_anothers_link_as_a_stranger(house: House, case: Case) -> None:
    martina = english(house, "martina", SessionDoor.CODE)
    assert martina.open(f"/o/{case.token}/onwards").address.endswith("/code")
    martina.press("Send me the code")
    arrived = house.deliver()
    assert [to for to, _ in arrived] == [BY_KEY["ivana"].email], "the code goes to whom the link was written"
    assert martina.open(f"/cases/{case.case_id}/plan").status == 404


def test_the_code_of_one_browser_opens_no_other_and_five_tries_end_it(house: House, case: Case) -> None:
    phone, thief = stranger(house), stranger(house)
    for browser in (phone, thief):
        browser.open(f"/o/{case.token}/code")
        browser.press("Send me the code")
    codes = [re.search(r"\b\d{6}\b", text_of(message)) for _, message in house.deliver()]
    first, second = (found[0] for found in codes if found)
    assert thief.press("Continue", code=first).mistakes, "asked for by the phone, typed elsewhere"
    assert thief.open(f"/cases/{case.case_id}").status == 404
    wrong = f"{(int(first) + 1) % 1_000_000:06}"
    for _ in range(5):
        phone.open(f"/o/{case.token}/code")
        phone.press("Continue", code=wrong if wrong != second else "000000")
    fields = {"csrf_token": phone.page.soup.find(attrs={"name": "csrf_token"})["value"], "code": first}  # type: ignore[index]
    page = phone.post(f"/o/{case.token}/code/entry", fields)
    assert "too many tries" in page.mistakes[0]
    assert phone.open(f"/cases/{case.case_id}").status == 404
    thief.open(f"/o/{case.token}/code")
    assert not thief.press("Continue", code=second).mistakes, "the other browser's own code still counts"


# --- a page that is still open when the right has gone ---------------------------------------------------------------


def _logs_out(house: House, case: Case, ivana: Browser) -> None:
    other = Browser(house.app.test_client())
    other.client.set_cookie("session", _cookie(ivana))  # the same session, in a second window
    other.client.set_cookie("lang", "en")
    other.open("/")
    other.press("Sign out")


def _cookie(browser: Browser) -> str:
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def _leaves_her_post(house: House, case: Case, ivana: Browser) -> None:
    with house.app.app_context():
        post = db.session.scalars(select(Post.id).where(Post.worker_id == house.worker("ivana"))).one()
    jiri = english(house, "jiri")
    jiri.open(f"/posts/{post}/end")
    jiri.press_with(_ending_button(jiri), {"when": "now"})
    assert not jiri.page.mistakes


def _ending_button(browser: Browser) -> str:
    return browser.page.soup.select_one("main form button").get_text(" ", strip=True)  # type: ignore[union-attr]


def _is_taken_off(house: House, case: Case, ivana: Browser) -> None:
    lenka = english(house, "lenka")
    lenka.open(f"/seats/{case.seats['ivana']}/removal")
    lenka.press("Take off", reason="Odešla.")
    assert not lenka.page.mistakes


def _is_shut_out(house: House, case: Case, ivana: Browser) -> None:
    lenka = english(house, "lenka")
    lenka.open(_exclusion(house, case))
    lenka.press("Shut out", worker="Mgr. Ivana Součková", reason="teta")
    assert not lenka.page.mistakes


def _loses_the_title(house: House, case: Case, ivana: Browser) -> None:
    lenka = english(house, "lenka")
    lenka.open(f"/involvements/{case.involvements['skola']}")
    lenka.follow("End it")
    lenka.press("End the legal title")
    assert not lenka.page.mistakes


def _must_sign_again(house: House, case: Case, ivana: Browser) -> None:
    with house.app.app_context(), transaction() as session:
        held = session.scalars(select(Wording).where(Wording.name == "pledges.professional", Wording.language == "cs"))
        former = held.one()
        session.add(
            Wording(name=former.name, version=2, language="cs", text=former.text + "\nNic neopisuji.", material=True,
                    valid_from=clock.now())
        )  # fmt: skip


LOSSES = (_logs_out, _leaves_her_post, _is_taken_off, _is_shut_out, _loses_the_title, _must_sign_again)


@pytest.mark.parametrize("loses", LOSSES, ids=lambda each: each.__name__.strip("_"))
def test_a_page_still_open_does_nothing_once_the_right_has_gone(
    house: House, case: Case, loses: Callable[[House, Case, Browser], None]
) -> None:
    ivana = english(house, "ivana", SessionDoor.CODE)
    assert ivana.open(f"/cases/{case.case_id}/plan").status == 200
    task = f"/tasks/{case.tasks['ivana']}"
    ivana.open(f"{task}/decline")
    declining, reason = ivana.filled("Decline the task", {"reason": "Odcházím z týmu, prosím."})
    ivana.open(task)
    accepting, values = ivana.filled("I accept the task")
    kept = _cookie(ivana)
    loses(house, case, ivana)
    _shut(ivana.post(accepting, dict(values)))
    page = ivana.post(declining, dict(reason))
    _shut(page)
    replayed = Browser(house.app.test_client())
    replayed.client.set_cookie("session", kept)
    for browser in (ivana, replayed):
        for address in (task, f"{task}/decline", f"/cases/{case.case_id}", f"/cases/{case.case_id}/plan",
                        f"/cases/{case.case_id}/brief"):  # fmt: skip
            _shut(browser.open(address))
    with house.app.app_context():
        mine = select(TaskStep.step).where(TaskStep.task_id == case.tasks["ivana"]).order_by(TaskStep.number)
        steps = list(db.session.scalars(mine))
    assert "accepted" not in steps
    assert steps[1:] in ([], ["declined"]), "given back with the seat, never by the open page"


def _shut(page: Page) -> None:
    assert page.status in (401, 404) or page.address.split("?")[0].endswith("/sign-in"), (page.status, page.address)
    assert not [word for word in FAMILY_WORDS if word in page.whole]


def test_after_signing_out_the_copied_cookie_opens_nothing_and_typed_words_are_kept(house: House, case: Case) -> None:
    ivana = english(house, "ivana", SessionDoor.CODE)
    ivana.open(f"/tasks/{case.tasks['ivana']}/decline")
    address, values = ivana.filled("Decline the task", {"reason": "Odcházím z týmu, prosím."})
    kept = _cookie(ivana)
    ivana.open("/")
    ivana.press("Sign out")
    assert ivana.page.headers["Cache-Control"] == "no-store"
    ivana.client.set_cookie("session", kept)
    page = ivana.post(address, dict(values))
    assert page.status == 401
    assert "Odcházím z týmu, prosím." in page.text
    _shut(ivana.open(f"/cases/{case.case_id}"))


def test_a_consent_closes_with_its_last_day_and_with_its_withdrawal(house: House, case: Case) -> None:
    martina = english(house, "martina", SessionDoor.CODE)
    martina.open(f"/cases/{case.case_id}/pledge")
    martina.press("I sign the pledge", read=True)
    plan = f"/cases/{case.case_id}/plan"
    assert martina.open(plan).status == 200
    with house.app.app_context():
        until = db.session.get_one(Consent, case.consent_id).until
    assert until is not None
    house.hand.at(until - timedelta(seconds=1))
    assert english(house, "martina", SessionDoor.CODE).open(plan).status == 200
    house.hand.at(until)
    _shut(english(house, "martina", SessionDoor.CODE).open(plan))
    house.hand.at(until - timedelta(days=80))
    martina = english(house, "martina", SessionDoor.CODE)
    assert martina.open(plan).status == 200
    lenka = english(house, "lenka")
    lenka.open(f"/involvements/{case.involvements['pristav']}")
    lenka.follow("Record a withdrawal")
    lenka.press("Record the withdrawal")
    _shut(martina.open(plan))
    with house.app.app_context():
        assert db.session.get_one(LegalTitle, case.legal_title_id).ended_at is None


def test_an_editorial_wording_asks_nobody_to_sign_again(house: House, case: Case) -> None:
    with house.app.app_context(), transaction() as session:
        session.add(
            Wording(name="pledges.professional", version=2, language="cs", text="Slibuji mlčenlivost.", material=False,
                    valid_from=clock.now())
        )  # fmt: skip
    assert english(house, "ivana", SessionDoor.CODE).open(f"/cases/{case.case_id}/plan").status == 200
