"""What did not arrive, what cannot leave, whose address has changed: seen, put right, sent again, settled."""

import re
from datetime import date, timedelta

import pytest

from agencies.accounts.rules import SessionDoor
from coordination.cases.rules import SafeContact
from coordination.conferences import actions as conferences
from coordination.conferences.rules import HowTold
from coordination.correspondence.rules import NOT_SOONER
from foundation import clock
from foundation.outbox import State
from tests.browsing import Browser, Page
from tests.cast import BY_KEY
from tests.conftest import calendar_of
from tests.coordination.correspondence.conftest import Ahead, subject, text
from tests.coordination.plans.writing import english
from tests.journeys.calendars import Shelf
from tests.journeys.test_post_fails import refusing, tries

IVANA = str(BY_KEY["ivana"].email)
NEW = "ivana.nova@nakopci.example"
NO_SUCH = "550 5.1.1 No such user here"
FAMILY_WORDS = ("Vlčk", "Gábin", "Gabriel", "Jana", "Roman", "Om 14")


def came_back(ahead: Ahead, answer: str = NO_SUCH) -> None:
    """Ivana's invitation comes back."""
    refusing(ahead.house, IVANA, answer)
    ahead.convened()
    refusing(ahead.house, "nobody@else.example", "550 no")
    ahead.house.hand.forward(timedelta(minutes=30))


def corrects(ahead: Ahead, address: str = NEW, *, key: str = "jiri", player: str = "ivana") -> Page:
    """The school's manager gives somebody another address."""
    ahead.house.hand.forward(timedelta(minutes=1))
    manager = english(ahead.house, key)
    manager.open(f"/workers/{ahead.house.worker(player)}/entry")
    return manager.press("Save", email=address, mailbox="only this person")


def post(ahead: Ahead, key: str = "lenka") -> Browser:
    browser = english(ahead.house, key)
    browser.open("/post")
    return browser


# --- what did not arrive ---------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-12")
def test_the_coordinator_sees_whose_letter_came_back_and_why_and_whom_to_call(ahead: Ahead) -> None:
    came_back(ahead)
    lenka = english(ahead.house, "lenka")
    page = lenka.open("/")
    assert "A letter did not arrive: Mgr. Ivana Součková" in page.text
    page = lenka.follow("Put it right A letter did not arrive: Mgr. Ivana Součková")
    assert page.heading == "Post"
    assert "Invitation to a meeting: Mgr. Ivana Součková" in page.text
    assert "výchovná poradkyně, ZŠ Na Kopci" in page.text
    assert "The message did not arrive: no such address." in page.text
    assert IVANA in page.text
    assert "469 000 204" in page.text
    assert "The address is corrected by Mgr. Jiří Kadlec, who keep the organisation's entry" in page.text
    assert "/o/" not in page.whole, "no link of anybody stands on a screen"
    assert "zveme vás" not in page.whole, "and no letter"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (NO_SUCH, "no such address"),
        ("552 5.2.2 Mailbox full", "mailbox full"),
        ("554 5.7.1 rejected", "refused by the mail server"),
    ],
)
def test_the_reason_stands_there_in_words(ahead: Ahead, answer: str, why: str) -> None:
    came_back(ahead, answer)
    assert f"The message did not arrive: {why}." in post(ahead).page.text


def test_the_towns_own_contact_stands_beside(ahead: Ahead) -> None:
    came_back(ahead)
    lenka = english(ahead.house, "lenka")
    lenka.open(f"/agencies/{ahead.house.ids.agencies['skola']}/our-contact")
    lenka.press("Save", name="paní Králová, kancelář", phone="469 000 555", note="Ráno.")
    page = lenka.open("/post")
    assert "Your contact there: paní Králová, kancelář" in page.text
    assert "469 000 555" in page.text


def test_a_full_mailbox_has_the_right_address_and_paper_is_always_there(ahead: Ahead) -> None:
    came_back(ahead, "552 5.2.2 Mailbox full")
    lenka = post(ahead)
    assert "The address is corrected by" not in lenka.page.text
    page = lenka.follow("On paper Mgr. Ivana Součková")
    assert page.status == 200
    assert "Mgr. Ivana Součková" in page.text


def test_who_is_to_be_called_anyway_stands_on_the_first_page_once(ahead: Ahead) -> None:
    came_back(ahead)
    lenka = english(ahead.house, "lenka")
    assert "A letter did not arrive: Mgr. Ivana Součková" in lenka.open("/").text
    ahead.house.hand.on(10, 3, 8)
    ahead.house.deliver()
    page = lenka.open("/")
    assert "Call: Mgr. Ivana Součková" in page.text
    assert "A letter did not arrive" not in page.text
    assert "Invitation to a meeting: Mgr. Ivana Součková" in lenka.open("/post").text


@pytest.mark.rule("C-05")
def test_after_the_address_is_corrected_the_invitation_is_sent_anew(ahead: Ahead) -> None:
    came_back(ahead)
    corrects(ahead)
    lenka = post(ahead)
    assert f"The address is corrected: {NEW}" in lenka.page.text
    page = lenka.press("Send again")
    assert "The letter is written anew" in page.notice
    assert "Did not arrive" not in page.text
    letters = dict(ahead.house.deliver())
    assert "zveme vás na pracovní setkání" in text(letters[NEW])
    shelf = Shelf().take(letters.items())
    (event,) = shelf.events(NEW)
    assert int(event["SEQUENCE"]) == 0, "the same version of the same entry"
    link = next(word for word in text(letters[NEW]).split() if "/o/" in word)
    assert "Will you come?" in english(ahead.house, "ivana").open(link).text
    assert "did not arrive" not in lenka.open("/").text


def test_it_never_goes_out_with_a_time_that_no_longer_holds(ahead: Ahead) -> None:
    refusing(ahead.house, IVANA, NO_SUCH)
    ahead.convened()
    ahead.house.hand.forward(timedelta(minutes=30))
    ahead.moved_to(24, 3)
    ahead.house.deliver()
    corrects(ahead)
    lenka = post(ahead)
    lenka.press("Send again")
    letters = dict(ahead.house.deliver())
    assert "úterý 24. března 2026" in text(letters[NEW])
    assert "17. března" not in text(letters[NEW])
    (event,) = Shelf().take(letters.items()).events(NEW)
    assert event["DTSTART"].dt.date() == date(2026, 3, 24)
    assert "did not arrive" not in lenka.open("/").text


def test_to_the_same_address_it_goes_again_only_after_a_while(ahead: Ahead) -> None:
    came_back(ahead)
    ahead.house.hand.forward(-timedelta(minutes=25))
    lenka = post(ahead)
    page = lenka.press("Send again")
    assert "The letter has just come back from this very address." in page.notice
    assert ahead.house.deliver() == []
    ahead.house.hand.forward(NOT_SOONER)
    page = post(ahead).press("Send again")
    assert "The letter is written anew" in page.notice
    assert IVANA in dict(ahead.house.deliver())


def test_pressed_twice_it_leaves_once(ahead: Ahead) -> None:
    came_back(ahead)
    corrects(ahead)
    lenka, other = post(ahead), post(ahead)
    lenka.press("Send again")
    page = other.press("Send again")
    assert "A newer letter about the same has left already, or is about to." in page.notice
    assert [to for to, message in ahead.house.deliver() if subject(message).startswith("Pozvánka")] == [NEW]


def test_everything_about_a_meeting_goes_again_with_one_click(ahead: Ahead) -> None:
    for key in ("ivana", "alena"):
        refusing(ahead.house, str(BY_KEY[key].email), NO_SUCH)
        if key == "ivana":
            ahead.convened(players=("ivana", "martina"))
    refusing(ahead.house, "nobody@else.example", "550 no")
    ahead.house.hand.forward(timedelta(minutes=30))
    corrects(ahead)
    lenka = english(ahead.house, "lenka")
    page = lenka.open(f"/conferences/{ahead.story.conference_id}")
    assert "1 letter about this meeting did not arrive." in page.text
    page = lenka.press("Send them again")
    assert "1 letter leaves anew." in page.notice
    assert NEW in dict(ahead.house.deliver())
    assert "did not arrive" not in lenka.open(f"/conferences/{ahead.story.conference_id}").text


def ended(ahead: Ahead, how: str) -> None:
    """What Ivana was invited to ends for her in some way, and her mailbox knows nothing of it."""
    ahead.convened()
    ahead.house.deliver()
    refusing(ahead.house, IVANA, NO_SUCH)
    with ahead.inside():
        story = ahead.story
        assert story.conference_id is not None
        if how == "called off":
            conferences.call_off(story.conference_id, why="nemoc", another_by=date(2026, 3, 20), by=story.lenka)
        elif how == "taken off":
            conferences.take_off(story.invitation("ivana").id, why="jiné téma", by=story.lenka)
        else:
            conferences.remove(story.seat("ivana").id, reason="jiné téma", by=story.lenka)
    ahead.house.deliver()
    refusing(ahead.house, "nobody@else.example", "550 no")
    ahead.house.hand.forward(timedelta(minutes=30))


@pytest.mark.rule("C-05")
@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("called off", "Náhradní termín navrhneme do pátku 20. března 2026."),
        ("taken off", "nemusíte přijít, pozvánka už neplatí"),
        ("removed", "vaše odkazy nefungují"),
    ],
)
def test_an_end_that_came_back_is_told_again_and_ends_the_entry_where_it_arrives(
    ahead: Ahead, how: str, said: str
) -> None:  # fmt: skip
    ended(ahead, how)
    corrects(ahead)
    ahead.house.deliver()
    lenka = post(ahead)
    page = lenka.press("Send again")
    assert "The letter is written anew" in page.notice
    letters = [message for to, message in ahead.house.deliver() if to == NEW]
    (letter,) = letters
    assert said in text(letter)
    content = calendar_of(letter)
    assert "METHOD:CANCEL" in content
    assert "SEQUENCE:1" in content, "the same end of the same entry"
    assert NEW in content.replace("\r\n ", "")
    assert "Did not arrive" not in lenka.open("/post").text


def test_an_end_is_not_told_again_once_the_day_has_come_or_the_person_sits_there_again(ahead: Ahead) -> None:
    ended(ahead, "called off")
    corrects(ahead)
    lenka = post(ahead)
    begins = ahead.story.conference().starts_at
    assert begins is not None
    ahead.house.hand.forward(begins - clock.now() + timedelta(minutes=1))
    ahead.house.deliver()
    assert "Nobody waits for this letter any more" in lenka.press("Send again").notice
    assert NEW not in dict(ahead.house.deliver())


def test_what_nobody_waits_for_is_not_sent(ahead: Ahead) -> None:
    came_back(ahead)
    with ahead.inside():
        assert ahead.story.conference_id is not None
        lenka = post(ahead)
        conferences.call_off(ahead.story.conference_id, why="nemoc", another_by=None, by=ahead.story.lenka)
    ahead.house.deliver()
    page = lenka.press("Send again")
    assert "Nobody waits for this letter any more, so nothing was sent." in page.notice
    assert IVANA not in dict(ahead.house.deliver())


def test_what_was_said_by_phone_is_settled_and_burns_no_more(ahead: Ahead) -> None:
    came_back(ahead)
    lenka = post(ahead)
    page = lenka.follow("Settled otherwise Mgr. Ivana Součková")
    assert "Invitation to a meeting: Mgr. Ivana Součková" in page.text
    page = lenka.press("Save")
    assert "Choose how it was settled." in page.mistakes
    page = lenka.press("Save", how="by phone")
    assert "All the post has left" in page.text
    assert "did not arrive" not in lenka.open("/").text


def test_a_member_of_the_family_gets_nothing_anew_at_a_mailbox_that_is_no_longer_safe(ahead: Ahead) -> None:
    refusing(ahead.house, "jana@doma.example", NO_SUCH)
    ahead.convened(ahead.story.mother, told=HowTold.EMAIL)
    refusing(ahead.house, "nobody@else.example", "550 no")
    ahead.house.hand.forward(timedelta(minutes=30))
    lenka = post(ahead)
    assert "Invitation of the family: Jana Vlčková" in lenka.page.text
    ahead.change_mother(safe_contact=SafeContact.PHONE, phone="601 000 204")
    page = lenka.press("Send again")
    assert "We have no address to which a letter may go." in page.notice
    assert "601 000 204" in page.text
    assert not page.has_button("Send again")
    assert ahead.house.deliver() == []


@pytest.mark.parametrize("key", ["jitka", "marek"])
def test_another_coordinator_has_an_empty_list(ahead: Ahead, key: str) -> None:
    came_back(ahead)
    page = post(ahead, key).page
    assert "All the post has left" in page.text
    assert "Součková" not in page.text


@pytest.mark.parametrize("key", ["ivana", "hana", "karel", "tereza"])
def test_nobody_else_has_a_list(ahead: Ahead, key: str) -> None:
    came_back(ahead)
    assert post(ahead, key).page.status == 404


def test_the_list_is_not_there_at_the_door_of_a_mailed_code(ahead: Ahead) -> None:
    came_back(ahead)
    lenka = english(ahead.house, "lenka", SessionDoor.CODE)
    assert "Součková" not in lenka.open("/post").text


# --- what cannot leave -----------------------------------------------------------------------------------------------


def test_a_meeting_whose_invitations_cannot_leave_two_days_ahead_is_flagged(ahead: Ahead) -> None:
    with ahead.inside():
        story = ahead.story
        conference_id = story.prepared(players=("ivana", "alena"))
        conferences.convene(conference_id, despite="Spěchá to.", by=story.lenka)
    tries(story)
    lenka = english(ahead.house, "lenka")
    assert "has not left yet" not in lenka.open("/").text, "the meeting is a week away, the mail may come back"
    ahead.house.hand.on(1, 3, 13, 30)
    page = lenka.open("/")
    assert "The invitation has not left yet: Mgr. Ivana Součková" in page.text
    assert "The meeting begins in 47 hours. Call." in page.text
    page = lenka.open("/post")
    assert "The meeting begins in 47 hours and the invitation is still here. Call." in page.text
    page = lenka.open(f"/conferences/{conference_id}")
    assert "The invitation has not left yet, please call:" in page.text
    assert re.search("please call: .*Součková.*Křížová", page.text)
    ahead.house.hand.forward(timedelta(hours=2))
    ahead.house.deliver()
    assert "has not left yet" not in lenka.open("/").text


def test_an_invitation_that_is_only_on_its_way_is_not_flagged(ahead: Ahead) -> None:
    ahead.house.hand.on(16, 3, 9)
    ahead.convened_without_post(date(2026, 3, 17))
    assert "has not left yet" not in english(ahead.house, "lenka").open("/").text
    ahead.house.hand.forward(timedelta(minutes=20))
    assert "has not left yet" in english(ahead.house, "lenka").open("/").text


# --- whose address has changed ---------------------------------------------------------------------------------------


@pytest.mark.rule("S2-12")
def test_a_changed_address_is_told_to_the_coordinator_without_a_name(ahead: Ahead) -> None:
    ahead.convened()
    corrects(ahead)
    letters = dict(ahead.house.deliver())
    said = letters[str(BY_KEY["lenka"].email)]
    assert subject(said) == f"Změna adresy ({ahead.story.code})"
    everything = said.as_string() + text(said)
    assert not [word for word in (*FAMILY_WORDS, "Součk", IVANA, NEW) if word in everything]
    lenka = english(ahead.house, "lenka")
    page = lenka.open("/")
    assert "We write elsewhere: Mgr. Ivana Součková" in page.text
    page = lenka.follow("See the address We write elsewhere: Mgr. Ivana Součková")
    assert NEW in page.text
    assert "Check by phone that the organisation changed it itself." in page.text
    page = lenka.press("I know of it")
    assert "All the post has left" in page.text
    assert "We write elsewhere" not in lenka.open("/").text
    corrects(ahead, "ivana.treti@nakopci.example")
    assert "We write elsewhere" in lenka.open("/").text, "another change is another matter"


def test_former_links_die_and_the_new_mailbox_opens_everything(ahead: Ahead) -> None:
    ahead.convened()
    (invitation,) = ahead.house.letters_to("ivana")
    old = next(word for word in text(invitation).split() if "/o/" in word)
    kept = ahead.house.signed_in("ivana", SessionDoor.CODE)
    assert kept.open("/").status == 200
    corrects(ahead)
    letters = dict(ahead.house.deliver())
    assert subject(letters[IVANA]) == "Změna adresy pro naše zprávy"
    assert "/o/" not in text(letters[IVANA])
    stranger = ahead.house.stranger()
    assert stranger.open(old).status == 410
    assert "Součková" not in kept.open("/").text, "whoever came by the old mailbox is out"
    new = next(word for word in text(letters[NEW]).split() if "/o/" in word)
    ivana = ahead.house.stranger()
    ivana.client.set_cookie("lang", "en")
    ivana.open(new)
    ivana.press("Send me the code")
    code = re.search(r"\b(\d{6})\b", text(dict(ahead.house.deliver())[NEW]))
    assert code is not None
    page = ivana.press("Continue", code=code[1])
    assert "Answer whether the date suits you" in page.text


def test_an_invitation_that_has_not_left_follows_the_person_and_never_reaches_the_old_mailbox(ahead: Ahead) -> None:
    ahead.convened_without_post(date(2026, 3, 17))
    corrects(ahead)
    letters = ahead.house.deliver()
    invited = [to for to, message in letters if subject(message).startswith("Pozvánka")]
    assert NEW in invited
    assert IVANA not in invited
    assert [letter.state for letter in ahead.letters("conferences.invitation")].count(State.CLOSED) == 1


def test_nobody_hears_of_a_changed_address_who_does_not_coordinate(ahead: Ahead) -> None:
    ahead.convened(players=("alena", "martina"))
    corrects(ahead, "olga.nova2@nakopci.example", player="olga")
    assert str(BY_KEY["lenka"].email) not in dict(ahead.house.deliver())
    assert "We write elsewhere" not in english(ahead.house, "lenka").open("/").text
