"""What a family asks for: a call, a correction, a copy; each with a day, an answer, and a way back."""

from __future__ import annotations

import pytest

from coordination.family.rules_of_requests import About, CallTime, against_asking, days_to_answer
from tests.browsing import Browser
from tests.coordination.family.writing import AtHome


def asks(phone: Browser, what: str, **typed: str) -> Browser:
    """One tap on the page, one on what is asked for, then the words."""
    phone.open("/appointment")
    phone.follow("A call, an interpreter")
    phone.follow(what)
    phone.press("Send", **typed)
    return phone


def test_a_mother_asks_for_a_call_in_the_evening_and_reads_the_answer(home: AtHome) -> None:
    phone = home.opens(home.ready())
    asks(phone, "Call me", call_time="evening", words="Prosím, až děti spí.")
    assert "We have it. Thank you." in phone.page.text
    assert "Call me: In the evening" in phone.page.text
    assert "waiting. Lenka Horáková will be in touch by" in phone.page.text

    home.lenka.open("/")
    assert "Jana Vlčková asks for a call" in home.lenka.page.text
    assert "In the evening." in home.lenka.page.text
    home.lenka.follow("Answer the family")
    home.lenka.press("Answer the family", outcome="done", answer="Volala jsem v sedm, sejdeme se v pátek.")
    home.lenka.open("/")
    assert "asks for a call" not in home.lenka.page.text

    phone.open("/appointment/requests")
    assert "done. Volala jsem v sedm, sejdeme se v pátek." in phone.page.text
    assert not phone.page.has_button("Take it back")


def test_what_is_taken_back_no_longer_burns(home: AtHome) -> None:
    phone = home.opens(home.ready())
    asks(phone, "A free interpreter")
    assert "Jana Vlčková asks for an interpreter" in home.lenka.open("/").text
    phone.press("Take it back A free interpreter")
    assert "You have taken it back." in phone.page.text
    assert "asks for an interpreter" not in home.lenka.open("/").text
    home.lenka.open(home.office_page)
    assert "Taken back by the family on" in home.lenka.page.text


def test_an_answer_to_what_was_taken_back_meanwhile_is_refused(home: AtHome) -> None:
    phone = home.opens(home.ready())
    asks(phone, "A copy of what you have about us")
    home.lenka.open("/")
    home.lenka.follow("Answer the family")
    phone.press("Take it back")
    home.lenka.press("Answer the family", outcome="done", answer="Pošleme poštou.")
    assert "This was settled meanwhile." in home.lenka.page.text


def test_a_correction_says_what_and_a_complaint_who_reads_it(home: AtHome) -> None:
    phone = home.opens(home.ready())
    asks(phone, "Something here is wrong")
    assert phone.page.mistakes == ["Write in a few words what it is about."]
    phone.press("Send", words="Bydlíme jinde.")
    asks(phone, "I want to complain", words="Nikdo nevolal.")
    phone.open("/appointment/requests/new?for=complaint")
    assert "We pass your complaint on to the head of the department" in phone.page.text
    assert "“Bydlíme jinde.”" in home.lenka.open("/").text


def test_a_request_that_is_late_burns_as_late(home: AtHome) -> None:
    asks(home.opens(home.ready()), "Call me", call_time="morning")
    home.house.hand.on(21, 4)
    assert "Jana Vlčková asks for a call" in home.lenka.open("/").text


def test_one_answers_within_three_working_days_and_calls_the_next_one() -> None:
    assert days_to_answer(About.CALL) == 1
    assert days_to_answer(About.COPY) == 3


def test_why_a_request_is_not_taken() -> None:
    def against(
        about: About | None, time: CallTime | None = None, words: str = "", *, again: bool = False
    ) -> list[str]:
        return [one.sentence for one in against_asking(about, time, words, again=again)]

    assert against(None) == ["Choose what you ask for. One tap is enough."]
    assert against(About.CALL) == ["Choose when we shall call."]
    assert against(About.COMPLAINT, words=" ") == ["Write in a few words what it is about."]
    assert len(against(About.COPY, again=True)) == 1
    assert not against(About.CALL, CallTime.ANY)


@pytest.mark.parametrize("path", ["/appointment/requests", "/appointment/requests/new?for=call"])
def test_without_the_number_nothing_is_asked(home: AtHome, path: str) -> None:
    home.ready()
    assert home.phone().open(path).status == 404
