"""Who comes changes after the letters have left: one more person, one less, the same one again."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from agencies.directory.models import Agency
from agencies.staff.models import Worker
from coordination.cases import actions as cases
from coordination.conferences import actions
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.rules import Answer, HowTold, MeetingKind
from coordination.seats.models import Seat
from foundation import audit, language, links
from foundation.database import db, transaction
from tests.browsing import Browser, squeezed
from tests.cast import BY_KEY
from tests.conftest import calendar_of, text_of
from tests.coordination.conferences.conftest import FAMILY_WORDS, Story
from tests.journeys.calendars import Shelf
from tests.journeys.readers import read_alike

FEW = ("ivana", "alena", "martina")
IVANA, ALENA, TOMAS, JAN = (str(BY_KEY[key].email) for key in ("ivana", "alena", "tomas", "jan"))
Post = list[tuple[str, EmailMessage]]


@pytest.fixture
def lenka(story: Story) -> Browser:
    browser = story.house.signed_in("lenka")
    browser.client.set_cookie(language.COOKIE, "en")
    return browser


def takes_off(lenka: Browser, story: Story, player: str, why: str = "Stačí jeden ze školy.") -> Post:
    """Lenka takes somebody off the meeting; answers what leaves."""
    lenka.open(f"/invitations/{story.invitation(player).id}/off")
    lenka.press("Take off", why=why)
    assert not lenka.page.mistakes, lenka.page.mistakes
    return story.house.deliver()


def chooses(lenka: Browser, story: Story, name: str) -> None:
    """Lenka opens the page where one more person is invited, and the form for this one."""
    lenka.open(f"/conferences/{story.conference_id}")
    lenka.follow("Invite one more person")
    lenka.follow(f"Invite {name}")


def invites(lenka: Browser, story: Story, name: str, **typed: str) -> Post:
    """The same, sent; answers what leaves."""
    chooses(lenka, story, name)
    lenka.press_with("Invite", {**reasons(), **typed})
    assert not lenka.page.mistakes, lenka.page.mistakes
    return story.house.deliver()


def reasons(sentence: str = "expertise", inward: str = "Zná docházku.") -> dict[str, str]:
    """The sentence on the invitation, and why this very person."""
    return {"Sentence on the invitation": sentence, "Why this very person": inward}


def token_of(story: Story, player: str) -> str:
    return text_of(story.house.letters_to(player)[-1]).split("/o/")[1].split()[0]


# --- one less --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("C-05", "S2-12")
def test_whoever_is_taken_off_one_meeting_alone_hears_of_it_and_keeps_the_seat(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    shelf = Shelf().take(story.house.deliver())
    token = token_of(story, "alena")
    with story.inside():
        actions.answer(story.invitation("alena").id, answer=Answer.ACCEPTED, note="", by=story.key("alena"))
    shelf.take(story.house.deliver())
    arrived = takes_off(lenka, story, "alena")
    assert [to for to, _ in arrived] == [ALENA], "nobody else is told"
    ((_, message),) = arrived
    read = read_alike(calendar_of(message).encode())
    assert (read["method"], read["sequence"], read["partstat"]) == ("CANCEL", 1, "ACCEPTED")
    assert "nemusíte přijít, pozvánka už neplatí" in squeezed(text_of(message))
    assert not [word for word in (*FAMILY_WORDS, "Stačí") if word in message.as_string() + text_of(message)]
    shelf.take(arrived)
    assert shelf.events(ALENA) == []
    assert len(shelf.events(IVANA)) == 1
    seat = story.seat("alena")
    assert (seat.to_at, seat.ended_how) == (None, None)
    with story.inside():
        assert links.resolve(token) is None
    page = lenka.open(f"/conferences/{story.conference_id}")
    assert "Not invited any more" in page.text
    assert "Stačí jeden ze školy." in page.text


def test_whoever_is_taken_off_answers_no_more_and_is_nowhere_asked(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    story.house.deliver()
    alena = story.house.signed_in("alena")
    alena.client.set_cookie(language.COOKIE, "en")
    assert "Answer" in alena.open("/").text
    mine = f"/conferences/{story.conference_id}/my-answer"
    alena.open(mine)
    address, sent = alena.filled("I will come")
    takes_off(lenka, story, "alena")
    assert alena.post(address, dict(sent)).status == 404
    assert alena.open(mine).status == 404
    assert "3 March" not in alena.open("/").text
    assert "3 March" not in alena.open(f"/cases/{story.case_id}/introduction").text
    assert story.invitation("alena").answer == Answer.NO_REPLY
    with story.inside():
        expected = story.conference()
        assert BY_KEY["alena"].name not in [
            each.name for each in actions.moving.documents_of_moving.concerned(expected)
        ]


def test_whoever_is_taken_off_hears_neither_of_a_move_nor_of_a_calling_off(story: Story, lenka: Browser) -> None:
    story.convened(story.relative(story.mother, HowTold.EMAIL), players=FEW)
    story.house.deliver()
    mother = next(each for each in story.conference().invitations if each.is_family)
    takes_off(lenka, story, "alena")
    lenka.open(f"/invitations/{mother.id}/off")
    assert "No letter goes to them, say it yourself." in lenka.page.text
    lenka.press("Take off", why="Přijde příště.")
    assert story.house.deliver() == []
    with story.inside():
        actions.call_off(story.conference_id, why="nemoc", another_by=None, by=story.lenka)
    assert {to for to, _ in story.house.deliver()} == {str(BY_KEY[key].email) for key in ("lenka", "ivana", "martina")}


def test_what_never_left_needs_no_word(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    arrived = takes_off(lenka, story, "alena")
    assert ALENA not in [to for to, _ in arrived]


def test_the_end_of_one_meeting_leaves_even_when_the_seat_closes_right_after_it(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    shelf = Shelf().take(story.house.deliver())
    with story.inside():
        actions.take_off(story.invitation("alena").id, why="", by=story.lenka)
        actions.remove(story.seat("alena").id, reason="", by=story.lenka)
    shelf.take(story.house.deliver())
    assert shelf.events(ALENA) == []


def test_whoever_has_left_the_case_is_not_taken_off_besides(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    shelf = Shelf().take(story.house.deliver())
    lenka.open(f"/invitations/{story.invitation('alena').id}/off")
    with story.inside():
        actions.remove(story.seat("alena").id, reason="", by=story.lenka)
    lenka.press("Take off", why="x")
    assert lenka.page.mistakes == ["PhDr. Alena Křížová sits at the case no more, the meeting has left their calendar."]
    shelf.take(story.house.deliver())
    assert shelf.events(ALENA) == []


def test_the_end_of_a_seat_leaves_even_when_the_meeting_is_called_off_right_after_it(
    story: Story, lenka: Browser
) -> None:
    story.convened(players=FEW)
    shelf = Shelf().take(story.house.deliver())
    with story.inside():
        actions.remove(story.seat("alena").id, reason="", by=story.lenka)
        actions.call_off(story.conference_id, why="nemoc", another_by=None, by=story.lenka)
    arrived = story.house.deliver()
    shelf.take(arrived)
    assert shelf.events(ALENA) == []
    assert [str(message["Subject"]) for to, message in arrived if to == ALENA] == [
        f"Vaše účast skončila ({story.code})"
    ]


@pytest.mark.rule("C-05")
def test_after_the_beginning_nobody_is_taken_off_or_invited(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    story.house.deliver()
    lenka.open(f"/invitations/{story.invitation('alena').id}/off")
    address, sent = lenka.filled("Take off", {"why": "x"})
    chooses(lenka, story, BY_KEY["tomas"].name)
    late, filled = lenka.filled("Invite", reasons())
    story.house.hand.on(3, 3, 13, 30)
    for form, values in ((address, sent), (late, filled)):
        lenka.post(form, dict(values))
        assert "The meeting has begun." in lenka.page.text
    assert story.house.deliver() == []
    assert not lenka.open(f"/conferences/{story.conference_id}").has_link("Invite one more person")
    assert not lenka.page.has_link("Take off this meeting")


def test_the_convenor_cannot_take_herself_off_and_nobody_twice(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    story.house.deliver()
    lenka.open(f"/invitations/{story.invitation('lenka').id}/off")
    lenka.press("Take off", why="x")
    assert "You convene the meeting, so you come to it." in lenka.page.mistakes[0]
    takes_off(lenka, story, "alena")
    lenka.open(f"/invitations/{story.invitation('alena').id}/off")
    lenka.press("Take off", why="x")
    assert lenka.page.mistakes == ["The invitation is taken back already."]


@pytest.mark.parametrize("player", ["ivana", "jitka", "marek", "hana", "karel", "tereza"])
def test_nobody_but_the_coordinator_changes_who_comes(story: Story, player: str) -> None:
    story.convened(players=FEW)
    browser = story.house.signed_in(player)
    for address in (f"/invitations/{story.invitation('alena').id}/off", f"/conferences/{story.conference_id}/invite"):
        assert browser.open(address).status == 404
        assert browser.client.post(address).status_code in (400, 404)


# --- the same one again ----------------------------------------------------------------------------------------------


@pytest.mark.rule("C-05")
def test_whoever_is_invited_again_has_the_same_event_back_and_is_asked_anew(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    first = dict(story.house.deliver())
    shelf = Shelf().take(first.items())
    uid = read_alike(calendar_of(first[ALENA]).encode())["uid"]
    with story.inside():
        actions.answer(story.invitation("alena").id, answer=Answer.DECLINED, note="Mám službu.", by=story.key("alena"))
    shelf.take(story.house.deliver())
    shelf.take(takes_off(lenka, story, "alena"))
    chooses(lenka, story, BY_KEY["alena"].name)
    assert "Zná docházku a požadavky školy." in lenka.page.whole, "what was written before need not be written again"
    lenka.press("Invite")
    arrived = story.house.deliver()
    assert [to for to, _ in arrived] == [ALENA]
    read = read_alike(calendar_of(arrived[0][1]).encode())
    assert (read["method"], read["uid"], read["sequence"], read["partstat"]) == ("REQUEST", uid, 2, "NEEDS-ACTION")
    assert len(shelf.take(arrived).events(ALENA)) == 1
    invitation = story.invitation("alena")
    assert (invitation.answer, invitation.answer_note, invitation.taken_back_at) == (Answer.NO_REPLY, None, None)
    with story.inside():
        assert (
            db.session.query(Seat).filter_by(case_id=story.case_id, worker_id=story.house.worker("alena")).count() == 1
        )
        assert db.session.query(Invitation).filter_by(worker_id=story.house.worker("alena")).count() == 1
        assert audit.verify() == []


def test_off_and_on_before_the_postman_comes_makes_one_letter_that_puzzles_nobody(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    shelf = Shelf().take(story.house.deliver())
    with story.inside():
        actions.take_off(story.invitation("alena").id, why="", by=story.lenka)
        actions.invite_late(story.conference_id, story.asked("alena"), by=story.lenka)
    arrived = story.house.deliver()
    assert [to for to, _ in arrived] == [ALENA]
    assert len(shelf.take(arrived).events(ALENA)) == 1


def test_an_end_that_has_left_is_not_told_twice(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    shelf = Shelf().take(story.house.deliver())
    shelf.take(takes_off(lenka, story, "alena"))
    with story.inside():
        actions.invite_late(story.conference_id, story.asked("alena"), by=story.lenka)
        actions.take_off(story.invitation("alena").id, why="", by=story.lenka)
    assert story.house.deliver() == [], "of the second invitation nothing has left"
    assert shelf.events(ALENA) == []


def test_whoever_was_taken_off_the_case_comes_back_with_a_new_seat(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    shelf = Shelf().take(story.house.deliver())
    with story.inside():
        actions.remove(story.seat("alena").id, reason="Odešla.", by=story.lenka)
    shelf.take(story.house.deliver())
    former = story.seat("alena").id
    shelf.take(invites(lenka, story, BY_KEY["alena"].name))
    assert len(shelf.events(ALENA)) == 1
    assert story.seat("alena").id != former
    assert story.seat("alena").to_at is None


# --- one more --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("C-05", "S2-12")
def test_one_more_person_is_invited_like_everybody_else(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    shelf = Shelf().take(story.house.deliver())
    story.house.hand.forward(timedelta(days=1))
    lenka.open(f"/conferences/{story.conference_id}/invite")
    lenka.press("Search", q="Probační")
    lenka.follow("Show its people")
    lenka.follow(f"Invite {BY_KEY['jan'].name}")
    lenka.press_with(
        "Invite",
        {**reasons("service", "Poradí, jak dál."), "prepare": "Stručné stanovisko."},
    )
    assert "Mgr. Jan Kučera is invited. The letter leaves within a minute." in lenka.page.notice
    arrived = story.house.deliver()
    assert [to for to, _ in arrived] == [JAN]
    message = arrived[0][1]
    assert str(message["Subject"]).startswith("Pozvánka na pracovní setkání 3. 3. 2026")
    assert not [word for word in (*FAMILY_WORDS, "Poradí") if word in message.as_string() + text_of(message)]
    assert shelf.take(arrived).partstats(JAN) == ["NEEDS-ACTION"]
    invitation = story.invitation("jan")
    assert (invitation.inward_reason, invitation.to_prepare) == ("Poradí, jak dál.", "Stručné stanovisko.")
    assert (story.seat("jan").role, story.seat("jan").involvement_id is not None) == ("agency_worker", True)
    assert "Mgr. Jan Kučera" in lenka.page.text


def test_everything_that_convening_asks_is_asked_of_one_more_person(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    story.house.deliver()
    chooses(lenka, story, BY_KEY["tomas"].name)
    lenka.press_with("Invite", reasons("", ""))
    assert "The reason for inviting Mgr. Tomáš Beran is missing." in lenka.page.mistakes[0]
    with story.inside():
        cases.exclude(story.case_id, story.house.worker("tomas"), why="Strýc dítěte.", by=story.lenka)
    chooses(lenka, story, BY_KEY["tomas"].name)
    lenka.press_with("Invite", reasons())
    assert lenka.page.mistakes == ["Mgr. Tomáš Beran cannot work on this case. Choose somebody else."]
    assert "Zná docházku." in lenka.page.whole
    chooses(lenka, story, "Roman Vlček")
    lenka.press_with("Invite", {"How we invite them": "by mail"})
    assert "Roman Vlček has no safe contact." in lenka.page.mistakes[0]
    assert story.house.deliver() == []
    assert "Beran" not in story.conference().invitations[-1].name


def test_an_organisation_is_asked_late_whom_it_sends(story: Story, lenka: Browser) -> None:
    with story.inside(), transaction() as session:
        session.get_one(Agency, story.house.ids.agencies["probace"]).contact_email = "posta@probace.example"
    story.convened(players=FEW)
    story.house.deliver()
    lenka.open(f"/conferences/{story.conference_id}/invite")
    lenka.press("Search", q="Probační")
    lenka.follow("Show its people")
    lenka.follow("Invite Somebody from Probační")
    lenka.press_with("Invite", {**reasons(), "Whom you need from there": "úředník Gabriely"})
    assert "names the family" in lenka.page.mistakes[0]
    lenka.press_with("Invite", {"Whom you need from there": "probační úředník"})
    ((to, message),) = story.house.deliver()
    assert to == "posta@probace.example"
    assert str(message["Subject"]).startswith("Kdo přijde?")
    assert not message.is_multipart()


def test_a_meeting_without_the_family_stays_without_it(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    with story.inside(), transaction() as session:
        session.get_one(Conference, story.conference_id).kind = MeetingKind.WORKING
    chooses(lenka, story, "Jana Vlčková")
    lenka.press("Invite")
    assert lenka.page.mistakes == [
        "This meeting is without the family. Talk with Jana Vlčková apart, or convene another one."
    ]


def test_nobody_is_on_the_list_who_is_invited_and_nobody_is_invited_twice(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    story.house.deliver()
    page = lenka.open(f"/conferences/{story.conference_id}/invite")
    assert "Křížová" not in page.text
    chooses(lenka, story, BY_KEY["tomas"].name)
    address, sent = lenka.filled("Invite", reasons())
    with story.inside():
        actions.invite_late(story.conference_id, story.asked("tomas"), by=story.lenka)
    lenka.post(address, dict(sent))
    assert lenka.page.heading == "Invite one more person"
    assert [to for to, _ in story.house.deliver()] == [TOMAS]


def test_the_family_is_invited_late_on_its_safe_contact_or_by_word(story: Story, lenka: Browser) -> None:
    story.convened(players=FEW)
    story.house.deliver()
    chooses(lenka, story, "Jana Vlčková")
    lenka.press_with("Invite", {"How we invite them": "by mail"})
    ((to, message),) = story.house.deliver()
    assert (to, message["Subject"]) == ("jana@doma.example", "Pozvánka na schůzku")
    chooses(lenka, story, "Roman Vlček")
    lenka.press("Invite")
    assert "Roman Vlček is invited. Tell them yourself: in person." in lenka.page.notice
    assert story.house.deliver() == []


def test_whoever_has_no_address_is_invited_on_paper(story: Story, lenka: Browser) -> None:
    with story.inside(), transaction() as session:
        session.get_one(Worker, story.house.worker("tomas")).email = None
    story.convened(players=FEW)
    story.house.deliver()
    assert invites(lenka, story, BY_KEY["tomas"].name) == []
    assert "Tell them yourself: on paper." in lenka.page.notice


def test_a_draft_and_a_settled_meeting_take_nobody_in(story: Story, lenka: Browser) -> None:
    conference_id = story.prepared(players=FEW)
    assert lenka.open(f"/conferences/{conference_id}/invite").address.endswith("/people")
    with story.inside():
        actions.convene(conference_id, despite="Spěchá to.", by=story.lenka)
        actions.call_off(conference_id, why="nemoc", another_by=None, by=story.lenka)
    page = lenka.open(f"/conferences/{conference_id}/invite")
    assert "The meeting is called off, it can no longer be changed." in page.text
    assert not page.has_link("Invite Mgr.")


def test_whoever_is_invited_after_the_day_for_answers_is_given_another_one(story: Story, lenka: Browser) -> None:
    """The others were asked to answer by Friday 27 February."""
    story.convened(players=FEW)
    story.house.deliver()
    story.house.hand.on(1, 3)
    ((_, letter),) = invites(lenka, story, "Mgr. Tomáš Beran")
    assert "Odpovězte prosím do neděle 1. března 2026" in language.plain(text_of(letter))
