"""Stories of the code door: Ivana proves her mailbox on her phone; a forwarded letter and a shared mailbox do not."""

from datetime import timedelta

from agencies.accounts.models import MailedCode
from foundation.database import db
from tests.agencies.accounts.conftest import Hall, inside
from tests.browsing import Browser


def asked(hall: Hall, key: str, token: str) -> Browser:
    browser = hall.browser()
    browser.open(f"/o/{token}/code")
    browser.press("Send me the code")
    return browser


def test_the_code_from_the_letter_opens_the_browser_that_asked(hall: Hall) -> None:
    token = hall.errand("ivana")
    phone = asked(hall, "ivana", token)
    assert phone.page.notice == "The code is on its way. It comes within a minute or two."
    assert "i…@nakopci.example" in phone.page.text
    answer = phone.press_with("Continue", {"code": hall.code_mailed_to("ivana")}, follow=False)
    assert answer.headers["Location"] == f"/account?token={token}"
    assert inside(phone)
    assert phone.open("/agencies").status == 404, "a mailbox alone opens nothing that wants an account"


def test_opening_the_page_sends_no_letter(hall: Hall) -> None:
    hall.browser().open(f"/o/{hall.errand('ivana')}/code")
    hall.house.deliver()
    assert not hall.house.letters_to("ivana")


def test_the_code_stands_nowhere_but_in_the_letter(hall: Hall) -> None:
    asked(hall, "ivana", hall.errand("ivana"))
    code = hall.code_mailed_to("ivana")
    with hall.house.app.app_context():
        row = db.session.query(MailedCode).one()
        assert row.code_hash is not None
        assert code not in row.code_hash
        assert row.valid_until is not None


def test_a_forwarded_letter_with_the_code_does_not_open_another_browser(hall: Hall) -> None:
    token = hall.errand("ivana")
    asked(hall, "ivana", token)
    code = hall.code_mailed_to("ivana")
    thief = hall.browser()
    csrf = thief.open(f"/o/{token}/code").soup.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    page = thief.post(f"/o/{token}/code/entry", {"csrf_token": csrf, "code": code})
    assert page.mistakes == [
        "The code has expired or was meant for another browser. Have a new one sent, it holds for ten minutes."
    ]
    assert not inside(thief)


def test_five_tries_and_the_code_is_gone(hall: Hall) -> None:
    token = hall.errand("ivana")
    phone = asked(hall, "ivana", token)
    code = hall.code_mailed_to("ivana")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for left in (4, 3, 2, 1):
        page = phone.press("Continue", code=wrong)
        assert page.mistakes == [f"The code does not match. Copy it again, tries left: {left}."]
        assert wrong in page.whole
    csrf = phone.page.soup.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    for typed in (wrong, code):
        page = phone.post(f"/o/{token}/code/entry", {"csrf_token": csrf, "code": typed})
        assert page.mistakes[0].startswith("There were too many tries, the code no longer holds.")
    assert not inside(phone)
    phone.open(f"/o/{token}/code")
    phone.press("Send me the code")
    phone.press_with("Continue", {"code": hall.code_mailed_to("ivana")}, follow=False)
    assert inside(phone)


def test_a_code_holds_for_ten_minutes_from_the_moment_its_letter_left(hall: Hall) -> None:
    token = hall.errand("ivana")
    phone = asked(hall, "ivana", token)
    hall.house.hand.forward(timedelta(minutes=20))
    code = hall.code_mailed_to("ivana")
    hall.house.hand.forward(timedelta(minutes=10))
    assert phone.press("Continue", code=code).mistakes[0].startswith("The code has expired")
    assert not inside(phone)


def test_only_the_newest_code_counts_and_each_only_once(hall: Hall) -> None:
    token = hall.errand("ivana")
    phone = asked(hall, "ivana", token)
    first = hall.code_mailed_to("ivana")
    phone.open(f"/o/{token}/code")
    phone.press("Send another code")
    second = hall.code_mailed_to("ivana")
    if first != second:
        assert phone.press("Continue", code=first).mistakes
    phone.press_with("Continue", {"code": second}, follow=False)
    assert inside(phone)


def test_nobodys_mailbox_is_filled_with_codes(hall: Hall) -> None:
    token = hall.errand("ivana")
    for _ in range(6):
        asked(hall, "ivana", token)
    last = asked(hall, "ivana", token)
    assert last.page.mistakes[0].startswith("Several codes are on their way already.")


def test_a_shared_mailbox_proves_nobody(hall: Hall) -> None:
    token = hall.errand("vrata")
    browser = hall.browser()
    page = browser.open(f"/o/{token}/code")
    assert "Several people read this mailbox, a pledge cannot be signed through it." in page.text
    assert not page.has_button("Send me the code")
    csrf = page.soup.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    browser.post(f"/o/{token}/code", {"csrf_token": csrf, "ask-once": "x"})
    hall.house.deliver()
    assert not hall.house.letters_to("vrata")


def test_ones_own_phone_stays_for_thirty_days_any_other_browser_for_half_a_day(hall: Hall) -> None:
    kept, borrowed = (asked(hall, "ivana", hall.errand("ivana")) for _ in range(2))
    kept_code = None
    for browser, keep in ((kept, True), (borrowed, False)):
        browser.press("Send another code")
        kept_code = hall.code_mailed_to("ivana")
        browser.press_with("Continue", {"code": kept_code, "keep": keep}, follow=False)
        assert inside(browser)
    cookie, short = kept.client.get_cookie("session"), borrowed.client.get_cookie("session")
    assert cookie is not None
    assert cookie.expires is not None
    assert short is not None
    assert short.expires is None, "it goes when the browser is closed"
    hall.house.hand.forward(timedelta(hours=12, minutes=1))
    assert not inside(borrowed)
    hall.house.hand.forward(timedelta(days=29))
    assert inside(kept)
    hall.house.hand.forward(timedelta(days=1))
    assert not inside(kept)


def test_a_second_visit_needs_no_second_code(hall: Hall) -> None:
    phone = asked(hall, "ivana", hall.errand("ivana"))
    phone.press_with("Continue", {"code": hall.code_mailed_to("ivana")}, follow=False)
    other = hall.errand("ivana")
    assert phone.open(f"/o/{other}/code", follow=False).headers["Location"] == f"/account?token={other}"


def test_a_dead_token_and_an_unknown_one_look_alike(hall: Hall) -> None:
    dead = hall.errand("ivana")
    hall.house.hand.forward(timedelta(days=61))
    browser = hall.browser()
    pages = [browser.open(f"/o/{token}/code") for token in (dead, "never-heard-of")]
    assert [page.status for page in pages] == [410, 410]
    assert pages[0].text == pages[1].text


def test_a_changed_address_tells_both_kills_links_and_ends_the_code_session(hall: Hall) -> None:
    token = hall.errand("ivana")
    phone = asked(hall, "ivana", token)
    phone.press_with("Continue", {"code": hall.code_mailed_to("ivana")}, follow=False)

    jiri = hall.signed_in("jiri")
    jiri.open(f"/workers/{hall.house.worker('ivana')}/entry")
    jiri.press("Save", email="souckova@nakopci.example")
    arrived = hall.house.deliver()
    assert {(to, str(letter["Subject"])) for to, letter in arrived} == {
        ("ivana.souckova@nakopci.example", "Změna adresy pro naše zprávy"),
        ("souckova@nakopci.example", "Nová adresa pro naše zprávy"),
    }
    assert not inside(phone)
    assert hall.browser().open(f"/o/{token}").status == 410
