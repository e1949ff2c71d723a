"""One click on the first page or at the meeting; the list of calls; what the town decides."""

from datetime import date

import pytest
from sqlalchemy import update

from agencies.staff.actions import HOUSE
from coordination.cases.rules import SafeContact
from coordination.conferences.models import Invitation
from coordination.conferences.rules import Answer, HowTold
from coordination.reminders.digesting import choose
from foundation import outbox
from foundation.database import transaction
from tests.cast import BY_KEY
from tests.coordination.plans.writing import english
from tests.coordination.reminders.conftest import Ahead, subject, text
from tests.journeys.test_post_fails import refusing

FAMILY_WORDS = ("Vlčk", "Gábin", "Gabriel", "Jana", "Roman", "Om 14")


@pytest.mark.rule("S2-29", "S2-12")
def test_one_click_on_the_first_page_reminds_all_who_owe_an_answer_or_a_pledge(ahead: Ahead) -> None:
    ahead.convened()
    ahead.answers("alena")
    ahead.answers("petr", Answer.DECLINED)
    ahead.house.hand.on(26, 2)
    lenka = ahead.lenka()
    page = lenka.open("/")
    assert page.has_button("Remind all (3)")
    page = lenka.press("Remind all (3)")
    assert "Reminded by mail: Mgr. Ivana Součková, PhDr. Alena Křížová, Bc. Martina Dvořáčková." in page.notice
    assert not page.has_button("Remind all"), "once in a day"
    reminded = ahead.reminded()
    assert {who: subject(message) for who, message in reminded.items()} == {
        "ivana": "Prosíme o odpověď do 13. 3. 2026",
        "martina": "Prosíme o odpověď do 13. 3. 2026",
        "alena": f"Prosíme o slib mlčenlivosti ({ahead.story.code})",
    }
    for message in reminded.values():
        assert not [word for word in FAMILY_WORDS if word in message.as_string() + text(message) + subject(message)]
        assert "Součk" not in text(message), "nobody learns who else owes something"
    ahead.house.hand.on(27, 2)
    assert lenka.open("/").has_button("Remind all (3)"), "on another day it may be pressed again"


@pytest.mark.rule("S2-29")
def test_the_reminder_leads_to_the_pledge(ahead: Ahead) -> None:
    ahead.convened()
    ahead.answers("alena")
    ahead.house.hand.on(26, 2)
    lenka = ahead.lenka()
    lenka.open(f"/conferences/{ahead.story.conference_id}")
    lenka.press("Remind (4)")
    said = text(ahead.reminded()["alena"])
    link = next(word for word in said.split() if "/o/" in word)
    alena = ahead.house.stranger()
    alena.client.set_cookie("lang", "en")
    assert "Tuesday 17 March" in alena.open(link).text
    assert alena.follow("On to the pledge").has_button("Send me the code")


@pytest.mark.rule("S2-29")
def test_nobody_is_reminded_who_owes_nothing_and_no_button_offers_it(ahead: Ahead) -> None:
    ahead.convened(players=("ivana",))
    ahead.answers("ivana")
    with ahead.inside():
        ahead.story.pledge("ivana")
    ahead.house.hand.on(26, 2)
    lenka = ahead.lenka()
    page = lenka.open(f"/conferences/{ahead.story.conference_id}")
    assert not page.has_button("Remind")
    assert not lenka.open("/").has_button("Remind all")
    assert ahead.reminded() == {}


def test_pressing_twice_in_a_day_says_so(ahead: Ahead) -> None:
    ahead.convened()
    ahead.house.hand.on(26, 2)
    lenka, other = ahead.lenka(), ahead.lenka()
    for browser in (lenka, other):
        browser.open(f"/conferences/{ahead.story.conference_id}")
    lenka.press("Remind (4)")
    page = other.press("Remind (4)")
    assert "Everybody who owes something has a letter from today or is to be called." in page.notice
    assert "Everybody who owes something has a letter from today or is to be called." in page.text
    assert len(ahead.reminded()) == 4


def test_whoever_no_letter_reaches_is_named_and_stands_in_the_list_of_calls(ahead: Ahead) -> None:
    ahead.change("ivana", email=None, phone="469 000 777")
    refusing(ahead.house, str(BY_KEY["alena"].email), "550 5.1.1 No such user here")
    ahead.convened(players=("ivana", "alena", "martina"))
    ahead.house.hand.on(26, 2)
    lenka = ahead.lenka()
    lenka.open("/")
    page = lenka.press("Remind all (3)")
    assert "Reminded by mail: Bc. Martina Dvořáčková." in page.notice
    assert "No letter reaches them, please call: Mgr. Ivana Součková, PhDr. Alena Křížová." in page.notice
    assert "Call: Mgr. Ivana Součková" in page.text
    page = lenka.follow("Call and note it Call: Mgr. Ivana Součková")
    assert page.heading == "Call: Mgr. Ivana Součková"
    assert "469 000 777" in page.text
    assert "No mail address is known." in page.text
    assert (
        "We are waiting for your answer about the meeting on Tuesday 17 March 2026 at 13:00. Can you come?" in page.text
    )
    lenka.follow("Note the answer")
    lenka.press("Save", answer="coming", told="by phone")
    page = lenka.open("/")
    assert "Call: Mgr. Ivana Součková" not in page.text
    page = lenka.follow("Call and note it Call: PhDr. Alena Křížová")
    assert "The last letter to this address came back." in page.text
    page = lenka.press("We have spoken")
    assert "Noted: you have spoken with each other." in page.notice
    assert "Call: " not in lenka.open("/").text


def test_a_pledge_is_not_asked_for_through_a_mailbox_that_several_people_read(ahead: Ahead) -> None:
    ahead.convened(players=("vrata", "ivana"))
    ahead.answers("vrata")
    ahead.answers("ivana")
    ahead.house.hand.on(26, 2)
    lenka = ahead.lenka()
    lenka.open("/")
    page = lenka.press("Remind all (2)")
    assert "please call: Josef Vrátný" in page.notice
    page = lenka.follow("Call and note it Call: Josef Vrátný")
    assert "Several people read this mailbox, nothing can be signed there." in page.text
    assert "Will you sign it on paper?" in page.text
    assert sorted(ahead.reminded()) == ["ivana"]


def test_a_mother_by_phone_and_a_father_in_person_stand_in_the_list_the_day_before(ahead: Ahead) -> None:
    ahead.change_mother(safe_contact=SafeContact.PHONE, phone="601 000 204")
    ahead.convened(ahead.story.mother, ahead.story.father, told=HowTold.IN_PERSON)
    lenka = ahead.lenka()
    ahead.house.hand.on(16, 3, 8)
    outbox.run(ahead.house.app, once=True)
    page = lenka.open("/")
    assert "Call: Jana Vlčková" in page.text
    assert "Appointment tomorrow at 13:00, MěÚ Podlesí, zasedačka 204. Does it suit you?" in page.text
    page = lenka.follow("Call and note it Call: Jana Vlčková")
    assert "601 000 204" in page.text
    page = lenka.press("We have spoken")
    page = lenka.open("/")
    assert "Call: Jana Vlčková" not in page.text
    page = lenka.follow("Tell and note it Tell: Jana Vlčková")  # the name of the story's relatives, the father
    assert "There is no safe contact. Say it in person or on paper." in page.text
    assert "tel:" not in page.soup.main.decode().replace('class="btn', "")  # type: ignore[union-attr]


def test_a_second_click_does_not_say_that_somebody_was_written_to_who_is_to_be_called(ahead: Ahead) -> None:
    ahead.change("ivana", email=None, phone=None)
    ahead.convened(ahead.story.father, players=("ivana", "alena"))
    ahead.answers("alena")
    with ahead.house.app.app_context():  # she wants no letter of the day, which would have reminded her already
        choose(ahead.house.worker("alena"), wanted=False, away_until=None, by=HOUSE)
    ahead.house.hand.on(10, 3, 8)
    outbox.run(ahead.house.app, once=True)
    lenka = ahead.lenka()
    lenka.open("/")
    page = lenka.press("Remind all (2)")
    assert "Reminded by mail: PhDr. Alena Křížová." in page.notice
    assert "please call: Jana Vlčková" in page.notice
    assert "Součková" not in page.notice, "her line stands in the list since the morning"
    page = lenka.follow("Tell and note it Tell: Jana Vlčková")
    assert "Appointment on Tuesday 17 March 2026 at 13:00" in page.text
    lenka.open("/")
    page = lenka.follow("Call and note it Call: Mgr. Ivana Součková")
    assert "469 000 204" in page.text, "the number of the school, where hers is not known"


def test_a_call_about_the_former_day_is_gone(ahead: Ahead) -> None:
    ahead.change("ivana", email=None)
    ahead.convened(players=("ivana", "alena"))
    ahead.house.hand.on(10, 3, 8)
    outbox.run(ahead.house.app, once=True)
    lenka = ahead.lenka()
    page = lenka.open("/")
    address = page.link("Call and note it Call: Mgr. Ivana Součková")
    ahead.moved_to(26, 3)
    assert "Call: " not in lenka.open("/").text
    assert "Nobody needs to be called about this any more." in lenka.open(address).notice


def test_an_agency_that_has_named_nobody_is_reminded_at_its_contact(ahead: Ahead) -> None:
    ahead.convened(players=("alena",))
    school = ahead.house.ids.agencies["skola"]
    with ahead.inside():
        asked = ahead.invitation("alena").id
        with transaction() as session:
            alone = {"worker_id": None, "seat_id": None, "agency_id": school, "name": "ZŠ Na Kopci"}
            session.execute(update(Invitation).where(Invitation.id == asked).values(**alone))
    ahead.house.hand.on(26, 2)
    lenka = ahead.lenka()
    lenka.open("/")
    lenka.press("Remind all (1)")
    said = ahead.reminded()["jiri"]
    assert subject(said) == "Z vaší organizace chybí odpověď"
    assert "nám chybí: 1" in text(said)


def test_the_meeting_says_when_the_house_reminds_by_itself(ahead: Ahead) -> None:
    ahead.convened(meets_on=date(2026, 3, 16))
    lenka = ahead.lenka()
    page = lenka.open(f"/conferences/{ahead.story.conference_id}")
    assert "By themselves they leave: Mon 9 Mar 2026 at 8:00, Fri 13 Mar 2026 at 8:00." in page.text
    karel = english(ahead.house, "karel")
    page = karel.open(f"/towns/{ahead.house.ids.agencies['podlesi']}/settings")
    (legend,) = [one for one in page.soup.find_all("legend") if "Reminders before a meeting" in one.text]
    karel.press("Save", **{str(legend.find_next("input")["name"]): "only when the coordinator sends them"})
    page = lenka.open(f"/conferences/{ahead.story.conference_id}")
    assert "By themselves" not in page.text
    ahead.house.hand.on(9, 3, 8)
    assert ahead.reminded() == {}


@pytest.mark.parametrize("key", ["jitka", "hana", "ivana", "marek", "karel"])
def test_nobody_else_sees_or_sends_reminders(ahead: Ahead, key: str) -> None:
    ahead.change("ivana", email=None)
    ahead.convened()
    ahead.house.hand.on(10, 3, 8)
    outbox.run(ahead.house.app, once=True)
    address = ahead.lenka().open("/").link("Call and note it Call: Mgr. Ivana Součková")
    browser = english(ahead.house, key)
    assert browser.open(address).status == 404
    assert "Remind" not in browser.open("/").text
