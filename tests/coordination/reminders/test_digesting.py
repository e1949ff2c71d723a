"""The letter of the day: once, only when something is due, and never what another letter says that day."""

from email.message import EmailMessage

import pytest

from agencies.directory.models import Agency
from coordination.conferences.rules import Answer
from coordination.reminders import digesting
from coordination.reminders.models import DAILY, SWITCH
from foundation import town_settings
from foundation.database import transaction
from tests.cast import BY_KEY
from tests.conftest import House
from tests.coordination.plans.writing import Table, convened, english
from tests.coordination.reminders.conftest import Ahead, subject, text
from tests.coordination.reminders.test_actions import FAMILY_WORDS
from tests.together import at_once


def digests(house: House) -> dict[str, EmailMessage]:
    """What the postman brought now and calls itself a list of things to do, by whom it is for."""
    post = [(to, message) for to, message in house.deliver() if subject(message).startswith("K vyřízení")]
    assert len(dict(post)) == len(post), "one letter a day"
    return {next((key for key in BY_KEY if BY_KEY[key].email == to), to): message for to, message in post}


@pytest.fixture(autouse=True)
def wanted(request: pytest.FixtureRequest) -> None:
    """The town wants the letter, as every town does until it says no."""
    used = set(request.fixturenames)
    house = request.getfixturevalue("any_house" if "any_house" in used else "house")
    with house.app.app_context():
        town_settings.change(house.ids.agencies["podlesi"], {DAILY: "on"}, by="house")


def reminded_of_the_week(ahead: Ahead) -> None:
    """The single reminders of the week leave as always."""
    ahead.house.hand.on(10, 3, 8)
    ahead.house.deliver()


@pytest.fixture
def table(house: House) -> Table:
    """A convened meeting without a plan."""
    return convened(house)


# --- meetings --------------------------------------------------------------------------------------------------------


def test_the_day_before_the_answer_is_due_whoever_owes_it_is_told_once(ahead: Ahead) -> None:
    ahead.convened()
    ahead.answers("alena")
    ahead.answers("petr", Answer.DECLINED)
    reminded_of_the_week(ahead)
    ahead.house.hand.on(12, 3, 7, 59)
    assert digests(ahead.house) == {}
    ahead.house.hand.on(12, 3, 8)
    found = digests(ahead.house)
    assert sorted(found) == ["ivana", "martina"]
    said = text(found["ivana"])
    assert f"{ahead.story.code}: odpovědět na termín, do 13. 3. 2026" in said
    assert "http://localhost/o/" in said
    assert not [word for word in FAMILY_WORDS if word in found["ivana"].as_string() + said]
    ahead.house.hand.on(12, 3, 15)
    assert digests(ahead.house) == {}
    ahead.house.hand.on(13, 3, 8)
    assert digests(ahead.house) == {}, "nothing new"


def test_the_link_of_a_line_opens_the_invitation_of_its_reader(ahead: Ahead) -> None:
    ahead.convened()
    reminded_of_the_week(ahead)
    ahead.house.hand.on(12, 3, 8)
    words = text(digests(ahead.house)["ivana"])
    link = next(word for word in words.split() if "/o/" in word)
    page = ahead.house.stranger().open(link)
    assert page.status == 200
    assert "17" in page.text


def test_a_single_reminder_of_the_day_takes_the_thing_out_of_the_letter(ahead: Ahead) -> None:
    ahead.convened()
    ahead.house.hand.on(16, 3, 8)
    post = [(to, subject(message)) for to, message in ahead.house.deliver()]
    assert (BY_KEY["ivana"].email, "Prosíme o odpověď do 16. 3. 2026") in post
    assert not [what for to, what in post if what.startswith("K vyřízení") and to == BY_KEY["ivana"].email]


def test_whoever_read_it_in_the_letter_of_the_day_is_not_reminded_by_hand(ahead: Ahead) -> None:
    conference_id = ahead.convened(players=("ivana", "alena"))
    ahead.answers("alena")
    with ahead.inside():
        ahead.story.pledge("alena")
    reminded_of_the_week(ahead)
    ahead.house.hand.on(12, 3, 8)
    assert sorted(digests(ahead.house)) == ["ivana"]
    page = ahead.lenka().open(f"/conferences/{conference_id}")
    assert not page.has_button("Remind")


def test_an_answer_given_meanwhile_closes_the_letter(ahead: Ahead) -> None:
    ahead.convened(players=("ivana", "alena"))
    ahead.answers("alena")
    with ahead.inside():
        ahead.story.pledge("alena")
    reminded_of_the_week(ahead)
    ahead.house.hand.on(12, 3, 8)
    with ahead.inside():
        digesting.write_digests()
    ahead.answers("ivana")
    assert [letter.closed_why for letter in ahead.letters("reminders.digest")] == ["things stand otherwise meanwhile"]
    assert digests(ahead.house) == {}


def test_a_town_that_reminds_by_hand_alone_has_no_meetings_in_it(ahead: Ahead) -> None:
    ahead.convened()
    with ahead.inside():
        town_settings.change(ahead.house.ids.agencies["podlesi"], {SWITCH: "off"}, by=ahead.story.lenka)
    ahead.house.hand.on(12, 3, 8)
    assert digests(ahead.house) == {}


def test_two_postmen_write_one_letter(ahead_on_each: Ahead) -> None:
    ahead = ahead_on_each
    ahead.convened()
    reminded_of_the_week(ahead)
    ahead.house.hand.on(12, 3, 8)
    at_once(ahead.house.app, 4, lambda _: digesting.write_digests())
    assert len(ahead.letters("reminders.digest")) == 4
    assert sorted(digests(ahead.house)) == ["alena", "ivana", "martina", "petr"]


# --- tasks and the ladder --------------------------------------------------------------------------------------------


def test_silence_about_a_task_climbs_from_the_worker_to_the_contact_to_the_coordinator(table: Table) -> None:
    table.agreed()
    table.house.deliver()
    contact = "kontakt@skola.example"
    with table.house.app.app_context(), transaction() as session:
        session.get_one(Agency, table.house.ids.agencies["skola"]).contact_email = contact
    heard = []
    for day in range(9, 32):
        table.house.hand.on(day, 3, 8)
        for who, message in digests(table.house).items():
            lines = [line for line in text(message).split("\n") if "úkol 1" in line.lower()]
            heard += [(day, who, line.partition(": ")[2]) for line in lines]
    print(heard)
    assert heard


def test_whoever_switched_it_off_gets_none_and_gets_it_again(ahead: Ahead) -> None:
    ahead.convened()
    ivana = english(ahead.house, "ivana")
    ivana.open("/account")
    ivana.follow("Change what comes")
    ivana.press("Keep", letter="off")
    assert "The letter of the day does not come." in ivana.page.text
    reminded_of_the_week(ahead)
    ahead.house.hand.on(12, 3, 8)
    assert "ivana" not in digests(ahead.house)
    ivana = english(ahead.house, "ivana")
    ivana.open("/account/letters")
    ivana.press("Keep", letter="on")
    assert "One letter a day comes" in ivana.page.text


def test_nobody_away_is_written_to(ahead: Ahead) -> None:
    ahead.convened()
    ivana = english(ahead.house, "ivana")
    ivana.open("/account/letters")
    ivana.press("Keep", away_until="1. 1. 2020")
    assert "This day has passed. Write the last day on which you are away." in " ".join(ivana.page.mistakes)
    ivana.press("Keep", away_until="13. 3. 2026")
    assert "You are away until" in ivana.page.text
    reminded_of_the_week(ahead)
    ahead.house.hand.on(12, 3, 8)
    found = digests(ahead.house)
    assert "ivana" not in found
    assert "martina" in found
