"""While a date is looked for, the family says on its own page which dates suit."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from coordination.conferences import actions as conferences
from coordination.conferences.actions import Asked, When
from coordination.conferences.rules import HowTold
from coordination.polls import actions as polls
from coordination.polls.models import searches
from coordination.seats.rules import Role
from tests.browsing import Browser
from tests.coordination.family.writing import GABINA, JANA, AtHome

DAYS = (date(2026, 4, 14), date(2026, 4, 16))


@pytest.fixture
def looking(home: AtHome) -> AtHome:
    """After the first meeting Lenka looks for a date of the second one, to which Jana and the school are asked."""
    house, case = home.house, home.table.case
    house.hand.forward(timedelta(days=12))
    with house.app.app_context():
        by = f"worker:{house.worker('lenka')}"
        second = conferences.begin(case.case_id, by=by)
        conferences.list_people(
            second,
            [
                Asked(
                    worker_id=None, person_id=case.people["jana"], agency_id=None, role=Role.PARENT, name=JANA,
                    function="", agency_name="", chosen=True, how_told=HowTold.IN_PERSON,
                )
            ],
            without_family_because="", by=by,
        )  # fmt: skip
        spans = [When(day, time(13), time(14, 30), "", False, None) for day in DAYS]
        polls.offer(second, spans, date(2026, 4, 10), by=by, far_is_meant=True)
    return home


def says(browser: Browser, *suits: str, words: str = "") -> None:
    """Tap one answer for each day, in order."""
    names = dict.fromkeys(str(box["name"]) for box in browser.page.soup.find_all("input", type="radio"))
    browser.press_with("Send", dict(zip(names, suits, strict=False)) | {"words": words})


def answers(home: AtHome) -> str:
    """What Lenka sees of the search."""
    with home.house.app.app_context():
        (found,) = searches([home.table.case.case_id])
    return home.lenka.open(f"/conferences/{found.conference_id}/dates").text


def test_the_mother_says_which_days_suit_and_the_coordinator_sees_it_at_once(looking: AtHome) -> None:
    jana = looking.opens(looking.ready())
    assert "We are looking for a day for our meeting." in jana.page.text
    jana.follow("When can you come?")
    assert "Tuesday 14 April at 13:00" in jana.page.text
    assert "Please answer by Friday 10 April." in jana.page.text
    says(jana, "It suits me", "It does not suit me", words="Ve čtvrtek mám směnu.")
    assert "We have your answer." in jana.page.text
    seen = answers(looking)
    assert "Ve čtvrtek mám směnu." in seen
    assert "no 1 (Jana Vlčková)" in seen
    jana.follow("Change the answer")
    assert "Ve čtvrtek mám směnu." in jana.page.whole
    says(jana, "It suits me", "Only if there is no other way")
    assert "if need be 1 (Jana Vlčková)" in answers(looking)


def test_half_an_answer_is_refused_and_kept(looking: AtHome) -> None:
    jana = looking.opens(looking.ready())
    jana.follow("When can you come?")
    says(jana, "It suits me", words="Ráda přijdu.")
    assert jana.page.mistakes == ["Say of each day whether it suits you."]
    assert "Ráda přijdu." in jana.page.whole
    assert len(jana.page.soup.find_all("input", checked=True)) == 1
    assert "Ráda přijdu." not in answers(looking)


def test_whoever_is_not_asked_learns_nothing_of_it(looking: AtHome) -> None:
    gabina = looking.opens(looking.ready(GABINA))
    assert "We are looking for a day" not in gabina.page.text
    assert gabina.open("/appointment/dates").status == 404


def test_once_the_date_is_chosen_nothing_is_asked_any_more(looking: AtHome) -> None:
    jana = looking.opens(looking.ready())
    jana.follow("When can you come?")
    sent, values = jana.filled("Send")
    with looking.house.app.app_context():
        (found,) = searches([looking.table.case.case_id])
        polls.give_up(found.conference_id, by=f"worker:{looking.house.worker('lenka')}")
    assert "We are looking for a day" not in jana.open("/appointment").text
    assert jana.post(sent, dict(values)).status in (200, 404)
    assert "Thank you" not in jana.page.text
