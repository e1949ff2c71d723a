"""Stories of signing in: Lenka, her administrator, her colleague who guesses, and a stranger with a copied cookie."""

from datetime import timedelta
from uuid import uuid4

import pyotp
import pytest

from agencies.accounts.models import SignInFailure
from agencies.accounts.proofs import keyed
from foundation import clock
from foundation.database import transaction
from tests.agencies.accounts.conftest import PASSWORD, Hall, inside, typed_secret
from tests.conftest import text_of


def test_an_account_begins_with_a_letter_and_its_link_works_once(hall: Hall) -> None:
    address = hall.invited("lenka")
    letter = text_of(hall.house.letters_to("lenka")[-1])
    assert "do pondělí 2. března" in letter.replace("\xa0", " ")

    lenka = hall.browser()
    secret = typed_secret(lenka.open(address))
    page = lenka.press("Set up the account", password="lenkalenka", again="jinak", code="000000")
    assert [sentence.split(".")[0] for sentence in page.mistakes] == [
        "The password has 10 characters, it needs at least 12",
        "The two passwords differ",
        "The code does not match",
    ]
    code = pyotp.TOTP(secret).at(clock.now())
    lenka.press_with("Set up the account", {"password": PASSWORD, "again": PASSWORD, "code": code}, follow=False)
    assert inside(lenka)
    assert hall.browser().open(address).status == 410


def test_a_set_up_link_is_over_after_seven_days_and_a_newer_one_replaces_it(hall: Hall) -> None:
    first = hall.invited("lenka")
    second = hall.invited("lenka")
    assert hall.browser().open(first).status == 410
    assert hall.browser().open(second).status == 200
    hall.house.hand.forward(timedelta(days=7, minutes=1))
    assert hall.browser().open(second).status == 410


def test_a_password_that_everybody_would_guess_is_refused(hall: Hall) -> None:
    lenka = hall.browser()
    secret = typed_secret(lenka.open(hall.invited("lenka")))
    for guessed in ("lenkahorakova1", "heslo1234567890", "aaaaaaaaaaaaaa", "lenka.horakova@podlesi"):
        page = lenka.press(
            "Set up the account", password=guessed, again=guessed, code=pyotp.TOTP(secret).at(clock.now())
        )
        assert page.mistakes[0].startswith("This password can be guessed"), guessed


def test_signing_in_needs_all_three_and_says_the_same_whatever_is_wrong(hall: Hall) -> None:
    lenka, _ = hall.set_up("lenka")
    wrong = [
        {"email": "nikdo@podlesi.example"},
        {"password": "docela jine heslo"},
        {"code": "000000"},
    ]
    answers = [hall.sign_in(lenka, hall.browser(), **instead).mistakes for instead in wrong]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0].startswith("Address, password and code do not fit together")
    assert hall.sign_in(lenka, hall.browser()).status == 303


def test_what_was_typed_stays_but_never_the_password(hall: Hall) -> None:
    lenka, _ = hall.set_up("lenka")
    page = hall.sign_in(lenka, hall.browser(), password="docela jine heslo")
    assert lenka.email in page.whole
    assert "docela jine heslo" not in page.whole


def test_a_code_of_the_app_counts_only_once(hall: Hall) -> None:
    lenka, _ = hall.set_up("lenka")
    code = lenka.code
    assert hall.sign_in(lenka, hall.browser(), code=code).status == 303
    assert hall.sign_in(lenka, hall.browser(), code=code).mistakes
    hall.house.hand.forward(timedelta(seconds=30))
    assert hall.sign_in(lenka, hall.browser()).status == 303


def test_signing_out_ends_the_session_for_a_copied_cookie_too(hall: Hall) -> None:
    _, lenka = hall.set_up("lenka")
    copied = lenka.client.get_cookie("session")
    assert copied is not None
    thief = hall.browser()
    thief.client.set_cookie("session", copied.value)
    assert inside(thief)

    lenka.open("/account")
    answer = lenka.press_with("Sign out", {}, follow=False)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    thief.client.set_cookie("session", copied.value)
    refused = thief.open("/account")
    assert refused.address.endswith("/sign-in?next=%2Faccount")
    assert refused.notice == "Your session has ended. Sign in again."


def test_after_signing_in_one_comes_to_the_page_one_wanted_and_never_elsewhere(hall: Hall) -> None:
    lenka, _ = hall.set_up("lenka")
    for wanted, reached in (("/agencies", "/agencies"), ("//evil.example", "/"), ("https://evil.example/", "/")):
        hall.house.hand.forward(timedelta(minutes=1))
        browser = hall.browser()
        browser.open(f"/sign-in?next={wanted}")
        typed = {"email": lenka.email, "password": lenka.password, "code": lenka.code}
        assert browser.press_with("Sign in", typed, follow=False).headers["Location"] == reached


def test_a_guesser_pauses_only_the_own_place(hall: Hall) -> None:
    lenka, her_browser = hall.set_up("lenka")
    guesser = hall.browser("203.0.113.9")
    for _ in range(5):
        hall.sign_in(lenka, guesser, password="zkousim to znovu")
    paused = hall.sign_in(lenka, guesser)
    assert paused.mistakes[0].startswith("There were too many tries from here")

    assert hall.sign_in(lenka, hall.browser("192.0.2.1")).status == 303, "another network is not paused"
    hall.house.hand.forward(timedelta(minutes=1))
    her_browser.client.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    her_browser.client.delete_cookie("session")
    assert hall.sign_in(lenka, her_browser).status == 303, "her own browser in the guesser's network is not paused"

    hall.house.hand.forward(timedelta(minutes=15))
    assert hall.sign_in(lenka, hall.browser("203.0.113.9")).status == 303


def test_a_pause_tells_nothing_about_who_has_an_account(hall: Hall) -> None:
    lenka, _ = hall.set_up("lenka")
    answers = []
    for email in (lenka.email, "nikdo@podlesi.example"):
        guesser = hall.browser("203.0.113.10")
        for _ in range(5):
            hall.sign_in(lenka, guesser, email=email, password="zkousim to znovu")
        answers.append(hall.sign_in(lenka, guesser, email=email).mistakes)
    assert answers[0] == answers[1]


def test_guessing_from_everywhere_leaves_the_owners_browser_open(hall: Hall) -> None:
    lenka, her_browser = hall.set_up("lenka")
    with hall.house.app.app_context(), transaction() as session:
        for place in range(50):
            session.add(
                SignInFailure(
                    account_key=keyed("account", lenka.email), source_key=keyed("source", str(place)), at=clock.now()
                )
            )
    elsewhere = hall.sign_in(lenka, hall.browser())
    assert elsewhere.mistakes[0].startswith("Somebody is guessing this sign-in")
    her_browser.client.delete_cookie("session")
    assert hall.sign_in(lenka, her_browser).status == 303
    hall.house.hand.forward(timedelta(hours=1, minutes=1))
    assert hall.sign_in(lenka, hall.browser()).status == 303


def test_a_session_ends_after_two_idle_hours_and_after_a_working_day(hall: Hall) -> None:
    lenka, browser = hall.set_up("lenka")
    for _ in range(10):
        hall.house.hand.forward(timedelta(minutes=70))
        assert inside(browser)
    hall.house.hand.forward(timedelta(minutes=70))
    assert not inside(browser), "twelve hours are over"

    other = hall.browser()
    hall.sign_in(lenka, other)
    hall.house.hand.forward(timedelta(hours=2, minutes=1))
    assert not inside(other)


def test_a_new_password_signs_every_other_device_out_and_tells_the_owner(hall: Hall) -> None:
    lenka, desk = hall.set_up("lenka")
    laptop = hall.browser()
    hall.sign_in(lenka, laptop)
    hall.house.hand.forward(timedelta(minutes=1))

    new = "jiny vlak a jina zahrada"
    desk.open("/account/password")
    page = desk.press("Change the password", former="spatne", password=new, again=new, code=lenka.code)
    assert page.mistakes == ["This is not your present password."]
    page = desk.press("Change the password", former=PASSWORD, password=new, again=new, code=lenka.code)
    assert page.notice == "The password is changed. All other devices are signed out."
    assert not inside(laptop)
    hall.house.deliver()
    assert hall.house.letters_to("lenka")[-1]["Subject"] == "Změna přihlášení"

    hall.house.hand.forward(timedelta(minutes=1))
    assert hall.sign_in(lenka, hall.browser()).mistakes
    lenka.password = new
    hall.house.hand.forward(timedelta(minutes=1))
    assert hall.sign_in(lenka, hall.browser()).status == 303


def test_a_new_phone_counts_only_once_it_is_confirmed(hall: Hall) -> None:
    lenka, desk = hall.set_up("lenka")
    desk.open("/account/second-factor")
    secret = typed_secret(desk.press("Show the square for the new phone"))
    assert secret != lenka.secret
    assert hall.sign_in(lenka, hall.browser()).status == 303, "the present phone still counts"

    desk.open("/account/second-factor")
    desk.press("Change the phone", password=PASSWORD, code=pyotp.TOTP(secret).at(clock.now()))
    hall.house.hand.forward(timedelta(minutes=1))
    assert hall.sign_in(lenka, hall.browser()).mistakes
    lenka.secret = secret
    assert hall.sign_in(lenka, hall.browser()).status == 303


def test_one_sees_the_own_devices_and_signs_one_out(hall: Hall) -> None:
    lenka, desk = hall.set_up("lenka")
    laptop = hall.browser()
    laptop.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"
    hall.sign_in(lenka, laptop)
    assert "Firefox · Windows" in desk.open("/account").text
    form, _button = next(
        (form, button) for form in desk.page.soup.find_all("form") for button in form.find_all("button")
        if "Firefox" in button.get_text()
    )  # fmt: skip
    token = form.find("input", attrs={"name": "csrf_token"})["value"]
    desk.post(str(form["action"]), {"csrf_token": token})
    assert not inside(laptop)
    assert inside(desk)


def test_nobody_signs_out_the_device_of_another(hall: Hall) -> None:
    _, lenka = hall.set_up("lenka")
    form = lenka.open("/account").soup.select_one("form[action*='/devices/']")
    assert form is not None
    jitka = hall.signed_in("jitka")
    token = jitka.open("/account").soup.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    assert jitka.post(str(form["action"]), {"csrf_token": token}).status == 404
    assert inside(lenka)


def test_whoever_loses_the_last_post_is_out_at_the_next_request_and_keeps_the_typed_text(hall: Hall) -> None:
    jiri = hall.signed_in("jiri")
    jiri.open(f"/agencies/{hall.house.ids.agencies['skola']}/entry")
    address, typed = jiri.filled("Save", {"address": "Na Kopci 12, Podlesí"})

    karel = hall.signed_in("karel")
    karel.open(f"/workers/{hall.house.worker('jiri')}")
    karel.follow("End the post")
    assert karel.press("End the post", when="at once").notice == "The end of the post is recorded."

    refused = jiri.post(address, dict(typed))
    assert refused.status == 401
    assert "Your session has ended, your text is kept. Sign in and send it." in refused.text
    assert "Na Kopci 12, Podlesí" in refused.whole
    assert not inside(jiri)


def test_a_switched_off_account_is_out_at_once_and_a_new_link_opens_it_again(hall: Hall) -> None:
    lenka, browser = hall.set_up("lenka")
    karel = hall.signed_in("karel")
    karel.open(f"/workers/{hall.house.worker('lenka')}")
    karel.follow("Switch the account off")
    karel.press("Switch the account off")
    assert not inside(browser)
    assert hall.sign_in(lenka, hall.browser()).mistakes
    _, again = hall.set_up("lenka")
    assert inside(again)


def test_a_switched_off_account_does_not_come_in_by_a_mailed_link_either(hall: Hall) -> None:
    hall.set_up("lenka")
    token = hall.errand("lenka")
    phone = hall.browser()
    phone.open(f"/o/{token}/code")
    phone.press("Send me the code")
    phone.press_with("Continue", {"code": hall.code_mailed_to("lenka")}, follow=False)
    assert inside(phone)

    karel = hall.signed_in("karel")
    karel.open(f"/workers/{hall.house.worker('lenka')}")
    karel.follow("Switch the account off")
    karel.press("Switch the account off")
    assert not inside(phone)
    assert hall.browser().open(f"/o/{token}/code").status == 410

    later, letters = hall.browser(), len(hall.house.letters_to("lenka"))
    page = later.open(f"/o/{(new := hall.errand('lenka'))}/code")
    assert "Your account is switched off, no code opens it." in page.text
    assert not page.has_button("Send me the code")
    csrf = page.soup.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    later.post(f"/o/{new}/code", {"csrf_token": csrf, "ask-once": "x"})
    hall.house.deliver()
    assert len(hall.house.letters_to("lenka")) == letters


def test_only_the_administrator_sends_set_ups_to_people_of_the_office(hall: Hall) -> None:
    path = f"/workers/{hall.house.worker('lenka')}/set-up"
    for key in ("lenka", "jitka", "hana", "jiri", "marek", "ivana"):
        browser = hall.signed_in(key)
        token = browser.open("/account").soup.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
        assert browser.post(path, {"csrf_token": token}).status == 404, key
    hall.house.deliver()
    assert not hall.house.letters_to("lenka")


def test_no_account_stands_on_a_mailbox_that_several_people_read(hall: Hall) -> None:
    karel = hall.signed_in("karel")
    karel.open(f"/workers/{hall.house.worker('vrata')}")
    assert "Several people read this mailbox" in karel.press("Send the account set-up").notice
    hall.house.deliver()
    assert not hall.house.letters_to("vrata")


@pytest.mark.parametrize(
    "path", ["/agencies", "/agencies/new", "/account", "/agencies/{skola}", "/workers/{ivana}", "/units/{any}"]
)
def test_for_a_stranger_every_page_behind_a_door_is_as_if_it_were_not_there(hall: Hall, path: str) -> None:
    known = path.format(skola=hall.house.ids.agencies["skola"], ivana=hall.house.worker("ivana"), any=uuid4())
    stranger = hall.browser()
    nowhere, here = stranger.open("/nowhere-at-all"), stranger.open(known)
    assert (here.status, here.content) == (404, nowhere.content)
