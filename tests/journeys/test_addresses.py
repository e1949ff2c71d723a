"""Where letters go and answers come from: a mailbox for answers, one that several people read, one that changes."""

from __future__ import annotations

import re
from dataclasses import replace
from email.message import EmailMessage

import pytest
import vobject
from icalendar import Calendar

from agencies.accounts.models import Account
from agencies.staff.models import Worker
from coordination.conferences import actions, documents
from coordination.conferences.rules import Answer
from foundation import calendar_entries, clock, language
from foundation.database import db, transaction
from tests.browsing import Page
from tests.cast import BY_KEY
from tests.conftest import House, calendar_of
from tests.conftest import text_of as words_of
from tests.coordination.conferences.conftest import Story, story
from tests.coordination.plans.writing import english
from tests.journeys.calendars import Shelf

__all__ = ["story"]

IVANA, LENKA = str(BY_KEY["ivana"].email), str(BY_KEY["lenka"].email)
ANSWERS_TO = "odpovedi@podlesi.example"
NO_ANSWERS = "Odpověď z kalendáře k nám nedojde, použijte prosím odkaz."


def text_of(message: EmailMessage) -> str:
    """The words of a letter, with plain spaces."""
    return language.plain(words_of(message))


def reads_answers(house: House, mailbox: str | None = ANSWERS_TO) -> None:
    """From now on the town has, or has no longer, a mailbox where answers from calendars arrive."""
    house.app.extensions["settings"] = replace(house.app.extensions["settings"], reply_mailbox=mailbox)


def convenes(story: Story) -> dict[str, EmailMessage]:
    """Lenka sends what she has prepared; the letters by their recipients."""
    conference_id = story.prepared()
    lenka = english(story.house, "lenka")
    lenka.open(f"/conferences/{conference_id}/check")
    lenka.press("Send 6 invitations", despite="Spěchá to.")
    return dict(story.house.deliver())


def asks(message: EmailMessage) -> tuple[str, str, str]:
    """Who invites, whether an answer is asked for, and what is known of it, as two independent readers see it."""
    (event,) = Calendar.from_ical(calendar_of(message)).walk("VEVENT")
    other = vobject.readOne(calendar_of(message)).vevent
    found = (str(event["ORGANIZER"]), *(str(event["ATTENDEE"].params[name]) for name in ("RSVP", "PARTSTAT")))
    assert found == (
        other.organizer.value, *(other.attendee.params[name][0] for name in ("RSVP", "PARTSTAT")),
    )  # fmt: skip
    return found


# --- a mailbox for answers -------------------------------------------------------------------------------------------


@pytest.mark.rule("C-05", "S2-12")
def test_with_a_mailbox_for_answers_the_calendar_may_answer(story: Story) -> None:
    reads_answers(story.house)
    letters = convenes(story)
    assert asks(letters[IVANA]) == (f"mailto:{ANSWERS_TO}", "TRUE", "NEEDS-ACTION")
    assert asks(letters[LENKA]) == (f"mailto:{ANSWERS_TO}", "FALSE", "ACCEPTED"), "she comes, nobody asks her"
    for message in letters.values():
        assert ANSWERS_TO in str(message["From"])
        assert str(message["Reply-To"]) == ANSWERS_TO
        assert NO_ANSWERS not in text_of(message)


@pytest.mark.rule("C-05")
def test_without_one_nobody_is_asked_in_the_calendar_and_the_letter_says_so(story: Story) -> None:
    letters = convenes(story)
    assert asks(letters[IVANA]) == ("mailto:spolecne@podlesi.example", "FALSE", "NEEDS-ACTION")
    assert NO_ANSWERS in text_of(letters[IVANA])
    assert letters[IVANA]["Reply-To"] is None


@pytest.mark.rule("C-05")
def test_an_entry_stays_in_the_name_in_which_it_came_whatever_the_town_sets_later(story: Story) -> None:
    """A calendar takes a cancellation only from whoever has invited."""
    shelf = Shelf().take(convenes(story).items())
    reads_answers(story.house)
    lenka = english(story.house, "lenka")
    lenka.open(f"/conferences/{story.conference_id}/call-off")
    lenka.press("Call off", why="nemoc", another="no")
    letters = dict(story.house.deliver())
    assert asks(letters[IVANA]) == ("mailto:spolecne@podlesi.example", "FALSE", "NEEDS-ACTION")
    assert not shelf.take(letters.items()).events(IVANA)


def test_an_answer_given_by_the_link_is_not_asked_for_again(story: Story) -> None:
    reads_answers(story.house)
    convenes(story)
    with story.inside():
        actions.answer(story.invitation("ivana").id, answer=Answer.ACCEPTED, note="", by=story.key("ivana"))
        conference = story.conference()
        with transaction():
            worker = db.session.get_one(Worker, story.house.worker("ivana"))
            details = documents.entry_details(conference, documents.letterhead(story.case_id))
            part = calendar_entries.request(conference.id, worker.id, str(worker.email), details)
    assert b"PARTSTAT=ACCEPTED" in part.content.replace(b"\r\n ", b"")
    assert b"RSVP=FALSE" in part.content.replace(b"\r\n ", b"")


# --- a mailbox that several people read ------------------------------------------------------------------------------

MOST = "info@most.example"


def enters(house: House, name: str, email: str, **typed: str) -> Page:
    """The administrator takes somebody on at the association Most."""
    karel = english(house, "karel")
    karel.open(f"/agencies/{house.ids.agencies['most']}/workers/new")
    typed = {"name": name, "email": email, "function": "terénní pracovnice", "from_on": "23. 2. 2026", **typed}
    return karel.press_with("Add the person", typed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["info", "skola", "posta", "podatelna", "Podatelna", "sekretariat", "ospod", "epodatelna", "kontakt"]
)
def test_whoever_enters_the_address_of_an_office_is_asked_who_reads_it(house: House, name: str) -> None:
    page = enters(house, "Bc. Nová Kolegyně", f"{name}@jinde.example")
    assert any("Does only this person read this mailbox?" in mistake for mistake in page.mistakes)
    assert "Bc. Nová Kolegyně" in page.whole, "nothing typed is lost"
    page = enters(house, "Bc. Nová Kolegyně", f"{name}@jinde.example", mailbox="several people")
    assert page.heading == "Bc. Nová Kolegyně"
    assert "shared mailbox" in page.text.lower()


def test_an_ordinary_address_asks_nothing(house: House) -> None:
    assert enters(house, "Bc. Nová Kolegyně", "nova.kolegyne@jinde.example").heading == "Bc. Nová Kolegyně"


def test_one_address_for_two_people_is_shared_by_both(house: House) -> None:
    page = enters(house, "Bc. Nová Kolegyně", MOST, mailbox="only this person")
    assert "This address also belongs to Josef Vrátný." in page.mistakes[0]
    assert enters(house, "Bc. Nová Kolegyně", MOST, mailbox="several people").heading == "Bc. Nová Kolegyně"


def test_whoever_already_signs_through_an_address_keeps_it_alone(house: House) -> None:
    """An account stands on its owner's own mailbox: nobody can be put beside."""
    with house.app.app_context(), transaction() as session:
        radka = house.worker("radka")
        session.add(
            Account(
                worker_id=radka, password_hash="x", totp_secret="x", totp_last_step=0, set_up_at=clock.now(),
                changed_at=clock.now(),
            )
        )  # fmt: skip
    karel = english(house, "karel")
    karel.open(f"/agencies/{house.ids.agencies['pristav']}/workers/new")
    page = karel.press_with(
        "Add the person",
        {"name": "Bc. Nová", "email": str(BY_KEY["radka"].email), "function": "x", "from_on": "23. 2. 2026",
         "mailbox": "several people"},
    )  # fmt: skip
    assert "signs in with this address, so it cannot be shared." in page.mistakes[0]


@pytest.mark.rule("S2-29")
def test_through_a_shared_mailbox_the_date_is_answered_and_no_pledge_signed(story: Story) -> None:
    conference_id = story.prepared(players=("vrata", "ivana"))
    lenka = english(story.house, "lenka")
    page = lenka.open(f"/conferences/{conference_id}/check")
    assert "Several people read the mailbox of: Josef Vrátný." in page.text
    lenka.press("Send 2 invitations", despite="Spěchá to.")
    letters = dict(story.house.deliver())
    link = next(word for word in text_of(letters[MOST]).split() if "/o/" in word)
    vrata = story.house.stranger()
    vrata.client.set_cookie("lang", "en")
    vrata.open(link)
    vrata.press("I will come")
    assert story.invitation("vrata").answer == Answer.ACCEPTED
    page = vrata.follow("On to the pledge")
    assert "Several people read this mailbox, a pledge cannot be signed through it." in page.text
    assert "Sign at the table or on paper, or let your organisation enter an address of your own." in page.text
    assert "469 000 204" in page.text
    assert not page.has_button("Send me the code")
    assert story.house.deliver() == [] or MOST not in dict(story.house.deliver())


@pytest.mark.rule("S2-29")
def test_with_an_address_of_ones_own_the_pledge_can_be_signed(story: Story) -> None:
    conference_id = story.prepared(players=("vrata", "ivana"))
    lenka = english(story.house, "lenka")
    lenka.open(f"/conferences/{conference_id}/check")
    lenka.press("Send 2 invitations", despite="Spěchá to.")
    story.house.deliver()
    karel = english(story.house, "karel")
    karel.open(f"/workers/{story.house.worker('vrata')}/entry")
    karel.press("Save", email="vratny@most.example", mailbox="only this person")
    letters = dict(story.house.deliver())
    assert "Nová adresa pro naše zprávy" in str(letters["vratny@most.example"]["Subject"]).replace("\xa0", " ")
    link = next(word for word in text_of(letters["vratny@most.example"]).split() if "/o/" in word)
    vrata = story.house.stranger()
    vrata.client.set_cookie("lang", "en")
    vrata.open(link)
    vrata.press("Send me the code")
    code = re.search(r"\b\d{6}\b", text_of(dict(story.house.deliver())["vratny@most.example"]))
    assert code is not None
    page = vrata.press("Continue", code=code[0])
    assert "Sign the pledge of confidentiality" in page.text
    page = vrata.follow("Read and sign Sign the pledge of confidentiality")
    page = vrata.press("I sign the pledge", name="Josef Vrátný", function="terénní pracovník", agency="Spolek Most",
                       read=True)  # fmt: skip
    assert "The pledge is signed. Thank you." in page.notice


def test_nobody_without_an_address_is_left_out_unnoticed(story: Story) -> None:
    with story.inside(), transaction() as session:
        session.get_one(Worker, story.house.worker("ivana")).email = None
    conference_id = story.prepared(players=("ivana", "alena"))
    page = english(story.house, "lenka").open(f"/conferences/{conference_id}/check")
    assert "We have no mail address of: Mgr. Ivana Součková. Send the invitation on paper, or call." in page.text
