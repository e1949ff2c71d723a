"""The family at home: an address from paper, a number, what we agreed, an answer by task and to the whole plan."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from coordination.cases.models import Person
from coordination.family import actions
from coordination.family.models import FamilyTry, key_of
from coordination.seats.models import CaseFrame, Seat
from coordination.seats.rules import Ending
from foundation import audit, clock
from foundation.database import db, transaction
from foundation.settings import ROOT
from tests.conftest import House
from tests.coordination.family.writing import GABINA, JANA, NUMBER, ROMAN, SOFT_OWN, SOFT_SCHOOLS, AtHome, agreed
from tests.together import at_once

SOFTENED = {"sentence_1": SOFT_OWN, "beside_1": "s paní Dvořáčkovou", "sentence_2": SOFT_SCHOOLS}


# --- the door ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("C-07")
def test_a_mother_opens_by_paper_and_number_what_we_agreed(home: AtHome) -> None:
    address = home.ready(**SOFTENED)
    phone = home.phone()
    phone.open(address)
    assert phone.page.soup.title.string == "Appointment"
    for hidden in ("Vlčk", "Gábin", "PS-7F3K", SOFT_OWN, "Horákov"):
        assert hidden not in phone.page.whole
    phone.press("Open", number=f"{NUMBER[:3]} {NUMBER[3:]}")
    page = phone.page
    assert page.address.endswith("/appointment")
    assert page.soup.title.string == "Appointment"
    for told in ("Chceme, aby Gábina dokončila 8. třídu.", SOFT_OWN, "s paní Dvořáčkovou", "by Tuesday 31 March",
                 SOFT_SCHOOLS, "Lenka Horáková", "469 000 204"):  # fmt: skip
        assert told in page.text, told
    assert ("family_summary", "handed", 1) in home.disclosures()
    assert ("family_summary", "opened", 1) in home.disclosures()


@pytest.mark.rule("C-07")
def test_without_the_number_the_paper_opens_nothing(home: AtHome) -> None:
    address = home.ready()
    phone = home.phone()
    assert phone.open("/appointment").status == 404
    phone.open(address)
    phone.press("Open", number="580372")
    assert "That number does not match. Try again. Left: 4." in phone.page.mistakes
    assert phone.page.soup.title.string == "Error: Appointment"
    assert phone.open("/appointment").status == 404
    assert "opened" not in [how for _paper, how, _version in home.disclosures()]


def test_small_letters_and_gaps_open_too(home: AtHome) -> None:
    address = home.ready()
    typed = address.rpartition("/")[2].replace("-", "").lower()
    assert home.opens(f"/r/{typed}").page.address.endswith("/appointment")


def test_five_wrong_numbers_pause_this_browser_for_an_hour_and_no_other(home: AtHome) -> None:
    address = home.ready()
    guesser = home.phone()
    for left in (4, 3, 2, 1):
        home.opens(address, "580372", guesser)
        assert guesser.page.mistakes == [f"That number does not match. Try again. Left: {left}."]
    for number in ("580372", NUMBER):
        home.opens(address, number, guesser)
        assert guesser.page.mistakes == ["The number does not work now. Try again in an hour, or call us."]
    assert home.opens(address).page.address.endswith("/appointment")
    home.house.hand.forward(timedelta(minutes=61))
    assert home.opens(address, NUMBER, guesser).page.address.endswith("/appointment")


def test_thirty_wrong_numbers_shut_the_address_and_a_new_number_opens_it_again(home: AtHome, no_limits: None) -> None:
    address = home.ready()
    for _browser in range(6):
        phone = home.phone()
        for _try in range(5):
            home.opens(address, "580372", phone)
    fresh = home.phone()
    assert fresh.open(address).status == 410
    assert fresh.page.heading == "This link no longer works"
    assert "paused: thirty wrong numbers" in home.lenka.open(home.office_page).text
    home.gives_number(JANA, "902847")
    assert home.opens(address, "902847").page.address.endswith("/appointment")


def test_guessers_at_the_same_moment_are_all_counted(any_house: House) -> None:
    home = agreed(any_house)
    printed = home.ready().rpartition("/")[2]

    def guess(number: int) -> str:
        try:
            actions.enter(printed, number="580372", browser_secret=f"browser {number}", device="")
        except actions.WrongNumber as wrong:
            return wrong.reasons[0].sentence
        return "in"

    assert set(at_once(any_house.app, 12, guess)) == {"That number does not match. Try again. Left: %(left)s."}
    with any_house.app.app_context():
        assert len(db.session.scalars(select(FamilyTry)).all()) == 12


def test_every_dead_address_says_the_same(home: AtHome) -> None:
    """Unknown, taken back, ended, lost with its paper, or of somebody who sits there no more."""
    first = home.ready()
    home.gives_number(JANA, "902847", lost=True)
    second = home.address_on_paper(JANA)
    said = {bytes(home.phone().open(dead).content) for dead in (first, "/r/2222-2222-2222", "/r/x", "/r/Ž")}
    home.lenka.open(home.office_page)
    home.lenka.press(f"Take the number back {JANA}")
    said.add(bytes(home.phone().open(second).content))
    home.gives_number(JANA)
    third = home.address_on_paper(JANA)
    with home.house.app.app_context(), transaction() as session:
        seat = session.get_one(Seat, home.seat_id(JANA))
        seat.to_at, seat.ended_how = clock.now(), Ending.LEFT
    said.add(bytes(home.phone().open(third).content))
    assert len({_without_tokens(one) for one in said}) == 1


def _without_tokens(page: bytes) -> str:
    return re.sub(r'value="[^"]*"', "", page.decode())


def test_the_door_ends_thirty_days_after_the_last_day_of_the_plan(home: AtHome) -> None:
    address = home.ready()  # the evaluation on 21 April is the last day
    home.house.hand.on(21, 5, 23, 30)
    assert home.opens(address).page.address.endswith("/appointment")
    home.house.hand.on(22, 5, 0, 30)
    assert home.phone().open(address).status == 410


def test_the_page_closes_after_two_hours_and_says_how_to_open_it_again(home: AtHome) -> None:
    jana = home.opens(home.ready())
    home.house.hand.forward(timedelta(hours=2, minutes=1))
    page = jana.open("/appointment")
    assert (page.status, page.heading) == (401, "The page has closed")
    assert jana.open("/appointment").status == 404


def test_closing_quickly_ends_the_page_at_once(home: AtHome) -> None:
    jana = home.opens(home.ready())
    cookie = next(one.value for one in jana.client._cookies.values() if one.key == "session")
    page = jana.press("Close quickly")
    assert page.heading == "Closed"
    assert page.headers["Clear-Site-Data"]
    assert "Refresh" not in page.headers
    assert jana.open("/appointment").status == 404
    thief = home.phone()
    thief.client.set_cookie("session", cookie)
    assert thief.open("/appointment").status == 401


def test_a_town_says_where_closing_leads(home: AtHome) -> None:
    hana = home.table.sits("hana")
    hana.open(f"/towns/{home.house.ids.agencies['podlesi']}/settings")
    hana.press_with("Save", {"Where “Close quickly”": "https://pocasi.example/"})
    page = home.opens(home.ready()).press("Close quickly")
    assert page.headers["Refresh"] == "0; url=https://pocasi.example/"


def test_a_new_number_closes_what_the_old_one_opened(home: AtHome) -> None:
    address = home.ready()
    jana = home.opens(address)
    home.gives_number(JANA, "902847")
    assert jana.open("/appointment").status == 401
    assert home.opens(address, NUMBER).page.mistakes
    assert home.opens(address, "902847").page.address.endswith("/appointment")


def test_the_parent_sees_when_the_page_was_opened(home: AtHome) -> None:
    address = home.ready()
    first = home.opens(address)
    assert "Your page was opened" not in first.page.text
    home.house.hand.forward(timedelta(minutes=75))
    told = "Your page was opened on Monday 23 February at 9:00. Was it not you? Call us."
    assert told in home.opens(address).page.text
    assert "23 Feb 2026 10:15, 2 times altogether" in home.lenka.open(home.office_page).text


def test_the_number_is_kept_nowhere_and_the_log_never_says_it(home: AtHome) -> None:
    address = home.ready()
    home.opens(address, "580372")
    home.opens(address)
    with home.house.app.app_context():
        key = key_of(home.seat_id(JANA))
        assert key is not None
        assert key.number_hash.startswith("$argon2id$")
        file = Path(home.house.app.extensions["settings"].database_url.removeprefix("sqlite:///"))
        everything = b"".join(one.read_bytes() for one in (file, file.with_name(f"{file.name}-wal")) if one.exists())
        assert NUMBER.encode() not in everything
        assert b"580372" not in everything
        assert address.rpartition("/")[2].replace("-", "").encode() not in everything
        assert audit.verify() == []
        verbs = list(db.session.scalars(text("SELECT verb FROM audit_entry ORDER BY number DESC LIMIT 3")))
        assert {"page opened", "number refused"} <= set(verbs)


# --- what they say ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-51")
def test_an_own_yes_becomes_the_step_of_the_task_and_the_coordinator_sees_it_at_once(home: AtHome) -> None:
    jana = home.opens(home.ready(**SOFTENED))
    jana.follow("Do you agree to this?")
    assert jana.page.heading == "Do you agree to this?"
    jana.press("I agree")
    assert jana.page.heading == "Thank you"
    assert home.steps() == ["offered", "accepted"]
    assert "agrees to the task (Task 1)" in home.lenka.open(home.office_page).text
    with home.house.app.app_context():
        by = db.session.scalars(text("SELECT by FROM task_step ORDER BY at DESC, number DESC LIMIT 1")).one()
    assert by == f"seat:{home.seat_id(JANA)}"
    jana.follow("Back to your page")
    jana.follow("Is it done?")
    jana.press("It is done")
    assert home.steps() == ["offered", "accepted", "reported"]
    assert "done already" in jana.follow("Back to your page").text


def test_another_day_is_proposed_and_somebody_else_is_the_coordinators_to_decide(home: AtHome) -> None:
    jana = home.opens(home.ready())
    jana.follow("Do you agree to this?")
    jana.follow("I want it differently")
    jana.press("Send")
    assert jana.page.mistakes == ["Choose how it should be. One tap is enough."]
    jana.press("Send", wish="day", words="")
    assert jana.page.mistakes == ["Write which day would suit you, or a few words about it."]
    jana.press("Send", wish="day", day="14. 4.", words="V březnu jsem v nemocnici.")
    assert jana.page.heading == "Thank you"
    assert "Tuesday 14 April" in jana.page.text
    assert home.steps() == ["offered", "other_date"]
    assert "Jana Vlčková proposes Tue 14 Apr 2026. “V březnu jsem v nemocnici.”" in home.lenka.open("/").text
    jana.follow("Change the answer")
    jana.follow("I want it differently")
    jana.press("Send", wish="person")
    assert home.steps() == ["offered", "other_date"], "neither a yes nor a no"
    assert "Jana Vlčková wants the task differently" in home.lenka.open("/").text
    jana.follow("Change the answer")
    jana.press("I agree")
    assert home.steps()[-1] == "accepted"


@pytest.mark.rule("S2-51")
def test_a_call_for_help_stands_on_the_first_page_with_the_safe_phone_until_it_was_talked_over(home: AtHome) -> None:
    with home.house.app.app_context(), transaction() as session:
        person = session.get_one(Person, home.table.case.people["jana"])
        person.safe_contact, person.phone = "phone", "601 000 204"
    jana = home.opens(home.ready())
    jana.follow("I need help")
    jana.press("Send", words="Nerozumím té žádosti.", how="call")
    assert "We will call you by Thursday 26 February." in jana.page.text
    assert home.steps() == ["offered"]
    page = home.lenka.open("/")
    for told in (
        "Jana Vlčková needs help",
        "“Nerozumím té žádosti.” Safe phone: 601 000 204.",
        "Call by Thu 26 Feb 2026",
    ):
        assert told in page.text, told
    assert "Jana Vlčková needs help" in home.lenka.open(f"/cases/{home.table.case.case_id}").text
    home.lenka.follow("Jana Vlčková needs help")
    home.lenka.press("We have talked about it")
    assert home.lenka.page.mistakes == ["Write in one sentence what you agreed."]
    home.lenka.press("We have talked about it", note="Zítra půjdeme na úřad spolu.")
    assert "Zítra půjdeme na úřad spolu." in home.lenka.page.text
    assert "needs help" not in home.lenka.open("/").text


def test_nobody_else_sees_a_phone_that_is_not_safe(home: AtHome) -> None:
    jana = home.opens(home.ready())
    jana.follow("I disagree with something")
    jana.press("Send", words="Nechci.", how="wait")
    assert "We will call you" not in jana.page.text
    assert "No safe phone: talk in person." in home.lenka.open("/").text


def test_pressing_twice_gives_one_answer_and_the_newest_word_counts(home: AtHome) -> None:
    jana = home.opens(home.ready())
    address, values = jana.filled("I understand")
    for _press in range(2):
        jana.post(address, dict(values))
    jana.follow("Back to your page") if jana.page.has_link("Back to your page") else jana.open("/appointment")
    assert "You said: I understand" in jana.page.text
    jana.follow("I need help")
    jana.press("Send", words="Přece jen.")
    page = home.lenka.open(home.office_page)
    assert page.text.count("understands the plan") == 1
    assert "needs help" in page.text


def test_a_page_that_was_open_does_not_agree_to_what_changed_meanwhile(home: AtHome) -> None:
    jana = home.opens(home.ready())
    address, values = jana.filled("I understand")
    home.writes(JANA, agreed="Je to jinak. Dvě. Tři.")
    page = jana.post(address, dict(values))
    assert "This has changed since you opened it." in page.text
    assert "Je to jinak." in page.text
    assert "understands the plan" not in home.lenka.open(home.office_page).text


def test_a_repeated_task_is_done_week_by_week(home: AtHome) -> None:
    home.house.hand.forward(timedelta(minutes=1))
    lenka = home.lenka
    lenka.open(home.table.plan_page)
    lenka.press("Begin version 2")
    home.table.adds(JANA, "Doprovodí Gábinu", schedule="week", due_on="", from_on="23. 2. 2026", until_on="19. 6. 2026")
    home.table.approves()
    jana = home.opens(home.ready(sentence_4="Doprovodíte Gábinu do Kompasu"))
    assert "every Monday until 19 June" in jana.page.text
    task = [link["href"] for link in jana.page.soup.select("a.way") if "Doprovodíte" in link.get_text()]
    jana.open(str(task[0]))
    jana.press("I agree")
    jana.follow("Change the answer")
    jana.press("It is done")
    assert home.steps(4) == ["offered", "accepted"]
    assert "under way already" in jana.follow("Back to your page").text


# --- whose it is ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("C-07")
def test_the_other_parent_and_the_child_read_their_own_and_nothing_of_the_first_one(home: AtHome) -> None:
    father = f"{ROMAN} Kanárek-jméno"
    home.seats("roman", father)
    mothers = home.ready(**SOFTENED)
    home.writes(father, agreed="Otec jedna. Dvě. Tři.")
    home.gives_number(father, "902847")
    fathers = home.address_on_paper(father)
    home.writes(GABINA, agreed="Dítě jedna. Dvě. Tři.", words="Škola mě nebaví.")
    home.gives_number(GABINA, "580372")
    childs = home.address_on_paper(GABINA)
    jana, roman, gabina = home.opens(mothers), home.opens(fathers, "902847"), home.opens(childs, "580372")
    assert "Promluví s otcem" in roman.page.text
    for reader, never in (
        (jana, ("Promluví s otcem", "Otec jedna", "Dítě jedna", ROMAN)),
        (roman, (SOFT_OWN, "Podá žádost", JANA, "Nejste na to sama", "Dítě jedna")),
        (gabina, (SOFT_OWN, "Podá žádost", JANA, "Otec jedna", "Promluví s otcem")),
    ):
        for word in never:
            assert word not in reader.page.whole, word
    assert "“Škola mě nebaví.”" in gabina.page.text
    task_id = home.table.task_id(1)
    for stranger in (roman, gabina):
        assert stranger.open(f"/appointment/tasks/{task_id}").status == 404
        assert stranger.post(f"/appointment/tasks/{task_id}/agree", {}).status in (400, 404)
    assert home.steps() == ["offered"]


@pytest.mark.parametrize("address", ["/", "/cases", "/tasks/{task}", "/cases/{case}", "/cases/{case}/plan"])
def test_by_the_number_no_page_of_the_office_opens(home: AtHome, address: str) -> None:
    jana = home.opens(home.ready())
    page = jana.open(address.format(task=home.table.task_id(1), case=home.table.case.case_id))
    assert page.status == 404 or address == "/"
    for word in ("PS-7F3K", "Kanárek", "Gábina"):
        assert word not in page.whole


def test_a_seat_that_ends_closes_the_page_that_is_open(home: AtHome) -> None:
    jana = home.opens(home.ready())
    with home.house.app.app_context(), transaction() as session:
        seat = session.get_one(Seat, home.seat_id(JANA))
        seat.to_at, seat.ended_how = clock.now(), Ending.LEFT
    assert jana.open("/appointment").status == 404


# --- what it looks like -----------------------------------------------------------------------------------------------


def test_the_page_is_light_and_stands_alone(home: AtHome) -> None:
    jana = home.opens(home.ready(**SOFTENED))
    sheets = [str(link["href"]) for link in jana.page.soup.find_all("link", rel="stylesheet")]
    assert sheets == ["/static/rodina.css"]
    assert not jana.page.soup.find_all("script")
    stylesheet = (ROOT / "static/rodina.css").stat().st_size
    assert stylesheet <= 10_000
    assert len(jana.page.content) + stylesheet <= 60_000


def test_letters_grow_and_stay_large(home: AtHome) -> None:
    jana = home.opens(home.ready())
    form = next(form for form in jana.page.soup.find_all("form") if "/letters" in str(form.get("action")))
    token = form.find(attrs={"name": "csrf_token"})["value"]
    jana.post("/appointment/letters", {"csrf_token": token, "letters": "3", "back": "/appointment"})
    assert jana.page.soup.body["class"] == ["letters-3"]
    jana.post("/appointment/letters", {"csrf_token": token, "letters": "9", "back": "//elsewhere.example"})
    assert jana.page.address.endswith("/appointment")
    assert jana.page.soup.body["class"] == ["letters-3"]


# --- whether they come ------------------------------------------------------------------------------------------------


def test_a_mother_says_whether_she_comes_and_wants_another_day_by_a_call(home: AtHome) -> None:
    jana = home.opens(home.ready())
    jana.follow("Does it suit you?")
    assert "Tuesday 3 March at 13:00" in jana.page.text
    assert "You may bring somebody close to you. You may take a break or leave at any time." in jana.page.text
    jana.press("I will come", words="Přijdu s kamarádkou.")
    assert "We have it. Thank you." in jana.page.text
    assert "You said: I will come" in jana.page.text
    meeting = home.lenka.open(f"/conferences/{home.table.case.conference_id}")
    assert "Přijdu s kamarádkou." in meeting.text
    jana.follow("Change the answer")
    jana.press("I want another day", words="Mám směnu.")
    assert "“I want another day of the meeting. Mám směnu.”" in jana.page.text
    assert "Jana Vlčková needs help" in home.lenka.open("/").text


def test_whoever_is_asked_to_no_meeting_is_not_asked_whether_they_come(home: AtHome) -> None:
    father = f"{ROMAN} Kanárek-jméno"
    home.seats("roman", father)
    roman = home.opens(home.ready(father))
    assert not roman.page.has_link("Does it suit you?")
    assert roman.open("/appointment/meeting").status == 404


def test_in_a_closed_case_the_summary_is_read_and_nothing_is_asked_any_more(home: AtHome) -> None:
    address = home.ready()
    jana = home.opens(home.ready())
    sent, values = jana.filled("I understand")
    with home.house.app.app_context(), transaction() as session:
        session.get_one(CaseFrame, home.table.case.case_id).closed_at = clock.now()
    again = home.opens(address)
    assert "Chceme, aby vám vycházely peníze." in again.page.text
    for gone in ("I understand", "I need help", "Do you agree to this?", "Does it suit you?"):
        assert gone not in again.page.text, gone
    assert "This has changed meanwhile." in jana.post(sent, dict(values)).text


@pytest.mark.rule("S2-51")
def test_what_the_family_says_reaches_the_coordinator_and_nobody_else(home: AtHome) -> None:
    jana = home.opens(home.ready())
    jana.follow("I need help")
    jana.press("Send", words="Bojím se, že mi vezmou děti.")
    case = home.table.case.case_id
    assert "Bojím se" in home.lenka.open(home.office_page).text
    for key in ("ivana", "petr", "tereza", "jitka", "hana"):
        reader = home.table.sits(key)
        for address in ("/", f"/cases/{case}", f"/cases/{case}/plan", f"/cases/{case}/timeline", home.office_page):
            assert "Bojím se" not in reader.open(address).whole, (key, address)
