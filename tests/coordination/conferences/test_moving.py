"""A convened meeting moves: everybody hears of it on their own way, is asked again, and no calendar shows two."""

from datetime import date, timedelta
from email.message import EmailMessage

import pytest

from agencies.staff.models import Worker
from coordination.cases.models import Person
from coordination.cases.rules import SafeContact
from coordination.conferences import actions
from coordination.conferences.models import Conference, Invitation, moves_of
from coordination.conferences.rules import Answer, Attendance, HowTold
from foundation import audit, language, outbox
from foundation.database import db, transaction
from foundation.outbox import Letter
from tests.browsing import Browser, squeezed
from tests.cast import BY_KEY
from tests.conftest import calendar_of, text_of
from tests.coordination.conferences.conftest import FAMILY_WORDS, TABLE, Story, when
from tests.journeys.calendars import Shelf
from tests.journeys.readers import Read, read_alike

INVITED = sorted(str(BY_KEY[key].email) for key in ("lenka", *TABLE))
IVANA, ALENA, LENKA = (str(BY_KEY[key].email) for key in ("ivana", "alena", "lenka"))
MOTHER = "jana@doma.example"


@pytest.fixture
def lenka(story: Story) -> Browser:
    browser = story.house.signed_in("lenka")
    browser.client.set_cookie(language.COOKIE, "en")
    return browser


def fills(lenka: Browser, story: Story, **changes: str | bool) -> Browser:
    """Lenka opens the page of the change and writes it; nothing is sent yet."""
    lenka.open(f"/conferences/{story.conference_id}")
    lenka.follow("Move it or change its place")
    lenka.press("Continue", **changes)
    return lenka


def moves(lenka: Browser, story: Story, **changes: str | bool) -> list[tuple[str, EmailMessage]]:
    """The same, sent; answers what leaves."""
    despite = str(changes.pop("despite", ""))
    fills(lenka, story, **changes)
    assert not lenka.page.mistakes, lenka.page.mistakes
    lenka.press("Change", **({"despite": despite} if despite else {}))
    assert not lenka.page.mistakes, lenka.page.mistakes
    return story.house.deliver()


def answers(story: Story, **said: Answer) -> None:
    with story.inside():
        for player, answer in said.items():
            actions.answer(story.invitation(player).id, answer=answer, note="", by=story.key(player))


def entry(message: EmailMessage) -> Read:
    return read_alike(calendar_of(message).encode())


def words(message: EmailMessage) -> str:
    return squeezed(text_of(message))


# --- another time ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("C-05", "S2-12")
def test_another_day_moves_the_event_in_every_calendar_and_asks_again(story: Story, lenka: Browser) -> None:
    story.convened()
    shelf = Shelf().take(story.house.deliver())
    answers(story, ivana=Answer.ACCEPTED, alena=Answer.DECLINED)
    shelf.take(story.house.deliver())
    assert shelf.partstats(IVANA) == ["ACCEPTED"]
    arrived = moves(lenka, story, meets_on="10. 3. 2026", wall_from="9:00", wall_to="10:30")
    assert sorted(to for to, _ in arrived) == INVITED
    for recipient, message in arrived:
        read = entry(message)
        assert (read["method"], read["sequence"]) == ("REQUEST", 1)
        assert read["starts"].isoformat() == "2026-03-10T09:00:00+01:00"
        assert read["partstat"] == ("ACCEPTED" if recipient == LENKA else "NEEDS-ACTION")
        assert message["Subject"] == "Změna: pracovní setkání 10. 3. 2026"
        assert not [word for word in FAMILY_WORDS if word in message.as_string() + text_of(message)]
        shelf.take([(recipient, message)])
        assert len(shelf.events(recipient)) == 1
    ivana = words(dict(arrived)[IVANA])
    assert "Nově: úterý 10. března 2026, 9:00–10:30, MěÚ Podlesí, zasedačka 204." in ivana
    assert "Původní čas úterý 3. března 2026 neplatí." in ivana
    assert "Potvrďte prosím do pátku 6. března 2026, zda můžete:" in ivana
    assert "Kdo co odpověděl" in words(dict(arrived)[LENKA])
    asked = {each.name: each.answer for each in story.conference().invitations if each.worker_id}
    assert asked.pop(BY_KEY["lenka"].name) == Answer.ACCEPTED
    assert set(asked.values()) == {Answer.NO_REPLY}


def test_the_link_in_the_letter_answers_the_new_date(story: Story, lenka: Browser) -> None:
    story.convened()
    story.house.deliver()
    moves(lenka, story, meets_on="10. 3. 2026")
    browser = story.house.stranger()
    browser.client.set_cookie(language.COOKIE, "en")
    browser.open("/o/" + text_of(story.house.letters_to("ivana")[-1]).split("/o/")[1].split()[0])
    assert "10 March" in browser.page.text
    browser.press("I will come")
    ((_, message),) = story.house.deliver()
    assert (entry(message)["sequence"], entry(message)["partstat"]) == (1, "ACCEPTED")
    assert entry(message)["starts"].day == 10


def test_who_had_said_yes_to_the_old_date_is_shown_to_the_coordinator_alone(story: Story, lenka: Browser) -> None:
    story.convened()
    story.house.deliver()
    with story.inside():
        invitation = story.invitation("alena")
        actions.answer(invitation.id, answer=Answer.DECLINED, note="Mám službu.", by=story.key("alena"))
    answers(story, ivana=Answer.ACCEPTED, tomas=Answer.ACCEPTED)
    fills(lenka, story, meets_on="10. 3. 2026")
    assert "Said they would come: Mgr. Ivana Součková, Mgr. Tomáš Beran." in lenka.page.text
    lenka.press("Change")
    said = "Coming: Mgr. Ivana Součková, Mgr. Tomáš Beran Not coming: PhDr. Alena Křížová"
    assert "It was to be" in lenka.page.text
    assert said in lenka.page.text
    assert "Tuesday 3 March 2026, 13:00–14:45" in lenka.page.text
    story.pledge("ivana")
    story.ground("ivana")
    with story.inside(), transaction():
        story.seat("ivana").takes_part_at = story.conference().convened_at
    ivana = story.house.signed_in("ivana")
    ivana.client.set_cookie(language.COOKIE, "en")
    assert "10 March" in ivana.open(f"/conferences/{story.conference_id}").text
    assert "It was to be" not in ivana.page.text
    with story.inside():
        (move,) = moves_of(story.conference().id)
        assert {(one.answer, one.note) for one in move.answers} == {
            (Answer.ACCEPTED, None), (Answer.DECLINED, "Mám službu."),
        }  # fmt: skip


def test_another_hour_of_the_same_day_says_so(story: Story, lenka: Browser) -> None:
    story.convened()
    story.house.deliver()
    arrived = dict(moves(lenka, story, wall_to="15:30"))
    assert "Nově: úterý 3. března 2026, 13:00–15:30" in words(arrived[IVANA])
    assert "Původní čas 13:00–14:45 neplatí." in words(arrived[IVANA])
    assert entry(arrived[IVANA])["ends"].hour == 15


def test_a_part_moves_with_the_meeting_and_is_told_only_when_it_changes(story: Story, lenka: Browser) -> None:
    story.convened()
    starts = story.conference().starts_at
    assert starts is not None
    with story.inside(), transaction() as session:
        row = session.get_one(Invitation, story.invitation("alena").id)
        row.part_from, row.part_to = starts, starts + timedelta(minutes=45)
    story.house.deliver()
    later = moves(lenka, story, wall_to="15:30")
    assert ALENA not in dict(later)
    assert IVANA in dict(later)
    arrived = dict(moves(lenka, story, meets_on="10. 3. 2026", wall_from="9:00", wall_to="10:30"))
    read = entry(arrived[ALENA])
    assert (read["starts"].strftime("%d %H:%M"), read["ends"].strftime("%H:%M")) == ("10 09:00", "09:45")
    assert "9:00–9:45" in words(arrived[ALENA])
    assert entry(arrived[IVANA])["ends"].strftime("%H:%M") == "10:30"


# --- another place ---------------------------------------------------------------------------------------------------


@pytest.mark.rule("C-05")
def test_another_place_asks_again_and_the_time_stays(story: Story, lenka: Browser) -> None:
    story.convened()
    story.house.deliver()
    answers(story, ivana=Answer.ACCEPTED)
    story.house.deliver()
    arrived = dict(moves(lenka, story, place="Knihovna Podlesí, 1. patro"))
    read = entry(arrived[IVANA])
    assert (read["sequence"], read["partstat"], read["location"]) == (1, "NEEDS-ACTION", "Knihovna Podlesí, 1. patro")
    assert "setkání bude na jiném místě: Knihovna Podlesí, 1. patro." in words(arrived[IVANA])
    assert "Původní čas" not in words(arrived[IVANA])


@pytest.mark.rule("S2-12")
def test_a_place_that_becomes_sensitive_leaves_every_calendar_and_no_answer_falls(story: Story, lenka: Browser) -> None:
    story.convened()
    shelf = Shelf().take(story.house.deliver())
    answers(story, ivana=Answer.ACCEPTED)
    shelf.take(story.house.deliver())
    arrived = moves(lenka, story, place_is_sensitive=True)
    assert sorted(to for to, _ in arrived) == INVITED
    for recipient, message in arrived:
        shelf.take([(recipient, message)])
        assert "zasedačka" not in message.as_string() + text_of(message) + calendar_of(message)
        assert (entry(message)["location"], entry(message)["sequence"]) == ("", 1)
    assert shelf.partstats(IVANA) == ["ACCEPTED"]
    assert story.invitation("ivana").answer == Answer.ACCEPTED
    again = dict(moves(lenka, story, place_is_sensitive=False))
    read = entry(again[IVANA])
    assert (read["location"], read["sequence"], read["partstat"]) == ("MěÚ Podlesí, zasedačka 204", 2, "ACCEPTED")
    assert "Místo: MěÚ Podlesí, zasedačka 204." in words(again[IVANA])


@pytest.mark.rule("S2-12")
def test_one_sensitive_place_instead_of_another_is_asked_about_and_told_nowhere(story: Story, lenka: Browser) -> None:
    story.convened()
    story.house.deliver()
    moves(lenka, story, place="Azylový dům Naděje", place_is_sensitive=True)
    answers(story, ivana=Answer.ACCEPTED)
    story.house.deliver()
    arrived = moves(lenka, story, place="Azylový dům Světlo")
    read = entry(dict(arrived)[IVANA])
    assert (read["sequence"], read["partstat"], read["location"]) == (2, "NEEDS-ACTION", "")
    for _, message in arrived:
        said = message.as_string() + text_of(message) + calendar_of(message)
        assert not [word for word in ("Azyl", "Naděje", "Světlo", "zasedačka") if word in said]


# --- who hears of it, and how ----------------------------------------------------------------------------------------


def test_the_page_shows_old_and_new_and_who_hears_of_it_on_which_way(story: Story, lenka: Browser) -> None:
    with story.inside(), transaction() as session:
        session.get_one(Worker, story.house.worker("tomas")).email = None
    story.convened(story.relative(story.mother, HowTold.EMAIL), story.relative(story.father, HowTold.IN_PERSON))
    story.house.deliver()
    fills(lenka, story, meets_on="10. 3. 2026", place="Knihovna")
    page = lenka.page
    assert page.heading == "Check the change and send it"
    for said in (
        "Tuesday 3 March 2026, 13:00–14:45",
        "MěÚ Podlesí, zasedačka 204",
        "Tuesday 10 March 2026",
        "Knihovna",
    ):
        assert said in page.text
    assert "Mgr. Tomáš Beran : on paper" in page.text
    assert "Jana Vlčková : in person" in page.text, "the father bears the same name on the list of this story"
    assert page.has_button("Change it and send 6 letters")
    assert "Nově: úterý 10. března" not in page.text, "the letter is read in the language of the page"
    assert "New: Tuesday 10 March 2026, 13:00–14:45, Knihovna." in page.text
    assert story.house.deliver() == []
    assert story.conference().meets_on == date(2026, 3, 3)
    lenka.press("Write it differently")
    assert "Knihovna" in lenka.page.whole


def test_the_family_hears_only_on_its_safe_contact(story: Story, lenka: Browser) -> None:
    story.convened(story.relative(story.mother, HowTold.EMAIL), story.relative(story.father))
    story.house.deliver()
    arrived = moves(lenka, story, meets_on="10. 3. 2026")
    family = [message for to, message in arrived if to.endswith("doma.example")]
    assert [message["Subject"] for message in family] == ["Změna schůzky"]
    assert not family[0].is_multipart()
    assert "schůzka bude jindy: v úterý 10. března 2026 ve 13:00, MěÚ Podlesí" in words(family[0])
    lenka.open(f"/conferences/{story.conference_id}")
    assert "They hear of the change only from you: Jana Vlčková." in lenka.page.text
    with story.inside(), transaction() as session:
        session.get_one(Person, story.mother).safe_contact = SafeContact.NONE
    assert MOTHER not in dict(moves(lenka, story, meets_on="11. 3. 2026"))
    lenka.open(f"/conferences/{story.conference_id}")
    assert "only from you: Jana Vlčková, Jana Vlčková." in lenka.page.text


def test_whoever_has_answered_has_heard_of_it(story: Story, lenka: Browser) -> None:
    with story.inside(), transaction() as session:
        session.get_one(Worker, story.house.worker("tomas")).email = None
    story.convened()
    moves(lenka, story, meets_on="10. 3. 2026")
    assert "only from you: Mgr. Tomáš Beran." in lenka.page.text
    lenka.open(f"/invitations/{story.invitation('tomas').id}/answer")
    lenka.press("Save", answer="coming", told="by phone")
    assert "only from you" not in lenka.page.text


def test_whoever_has_left_hears_nothing(story: Story, lenka: Browser) -> None:
    story.convened()
    story.house.deliver()
    with story.inside():
        actions.step_aside(story.seat("alena").id, reason="", by=story.key("alena"))
    story.house.deliver()
    assert ALENA not in dict(moves(lenka, story, meets_on="10. 3. 2026"))


# --- letters that have not left --------------------------------------------------------------------------------------


def test_an_invitation_that_has_not_left_is_replaced_by_one_to_the_new_date(story: Story, lenka: Browser) -> None:
    story.convened(story.relative(story.mother, HowTold.EMAIL))
    arrived = moves(lenka, story, meets_on="10. 3. 2026")
    assert sorted(to for to, _ in arrived) == sorted([*INVITED, MOTHER])
    for to, message in arrived:
        assert str(message["Subject"]).startswith("Pozvánka"), "nobody hears of a change of what they never heard"
        assert "10. března" in words(message)
        assert to == MOTHER or entry(message)["starts"].day == 10
    assert "zveme vás" in words(dict(arrived)[IVANA])


def test_an_answer_that_waits_is_not_told_after_the_meeting_has_moved(story: Story, lenka: Browser) -> None:
    story.convened()
    story.house.deliver()
    answers(story, ivana=Answer.ACCEPTED)
    with story.inside():
        actions.answer_as_said(
            story.invitation("alena").id, answer=Answer.ACCEPTED, told=HowTold.PHONE, note="", by=story.lenka
        )
    arrived = moves(lenka, story, meets_on="10. 3. 2026")
    assert sorted(to for to, _ in arrived) == INVITED
    assert {entry(message)["partstat"] for to, message in arrived if to != LENKA} == {"NEEDS-ACTION"}


def test_two_changes_before_the_postman_comes_make_one_letter(story: Story, lenka: Browser) -> None:
    story.convened()
    shelf = Shelf().take(story.house.deliver())
    with story.inside():
        for day in (10, 11):
            actions.move(story.conference_id, when_on(date(2026, 3, day)), by=story.lenka)
    arrived = story.house.deliver()
    assert sorted(to for to, _ in arrived) == INVITED
    shelf.take(arrived)
    assert [event["DTSTART"].dt.day for event in shelf.events(IVANA)] == [11]


def when_on(day: date, **changes: object) -> actions.When:
    return when(meets_on=day, answer_by=None, **changes)


def test_an_older_letter_that_is_sent_again_never_comes_after_the_newer_one(story: Story, lenka: Browser) -> None:
    """The line breaks after the mail system has taken the invitation; before it is sent again the meeting moves."""
    story.convened(players=("ivana", "alena"))
    real, broken = story.house.sink.handle_DATA, []

    async def handle_DATA(server: object, session: object, envelope: object) -> str:  # noqa: N802
        answer = await real(server, session, envelope)
        if len(broken) < 3:
            broken.append(envelope)
            server.transport.close()  # type: ignore[attr-defined]
        return answer

    story.house.sink.handle_DATA = handle_DATA  # type: ignore[method-assign]
    for _ in range(3):
        story.house.deliver()
        story.house.hand.forward(timedelta(minutes=2))
    moves(lenka, story, meets_on="10. 3. 2026")
    story.house.hand.forward(timedelta(hours=1))
    story.house.deliver()
    shelf = Shelf().take(story.house.sink.received)
    assert [event["DTSTART"].dt.day for event in shelf.events(IVANA)] == [10]
    subjects = [str(message["Subject"])[:7] for message in story.house.letters_to("ivana")]
    assert subjects == sorted(subjects), "invitation first, the change after it"
    assert subjects[-1] == "Změna: "


# --- what stands in the way ------------------------------------------------------------------------------------------


@pytest.mark.rule("C-05")
def test_a_meeting_that_has_begun_was_held_or_called_off_is_not_moved(story: Story, lenka: Browser) -> None:
    conference_id = story.convened()
    story.house.deliver()
    fills(lenka, story, meets_on="10. 3. 2026")
    address, sent = lenka.filled("Change")
    story.house.hand.on(3, 3, 13, 30)
    lenka.post(address, dict(sent))
    assert "The meeting has begun. Enter who is there" in lenka.page.text
    assert not lenka.page.has_button("Change")
    with story.inside():
        there = {each.id: Attendance.PRESENT for each in story.conference().invitations}
        actions.record_attendance(conference_id, there, by=story.lenka)
        story.informed()
        actions.mark_held(conference_id, by=story.lenka)
    page = lenka.open(f"/conferences/{conference_id}/move")
    assert "The meeting has been held, it can no longer be changed." in page.text
    assert "The meeting has begun." in page.text
    assert story.house.deliver() == []
    assert story.conference().meets_on == date(2026, 3, 3)


def test_one_that_was_called_off_is_not_moved_and_a_draft_is_changed_where_it_is_written(
    story: Story, lenka: Browser
) -> None:
    conference_id = story.prepared()
    assert lenka.open(f"/conferences/{conference_id}/move").address.endswith("/time")
    with story.inside():
        actions.convene(conference_id, despite="Spěchá to.", by=story.lenka)
        actions.call_off(conference_id, why="nemoc", another_by=None, by=story.lenka)
    page = lenka.open(f"/conferences/{conference_id}/move")
    assert "The meeting is called off, it can no longer be changed. Convene another one." in page.text
    assert not page.has_button("Continue")
    assert not lenka.open(f"/conferences/{conference_id}").has_link("Move it")


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        (
            {"meets_on": "", "wall_from": "", "place": ""},
            ["The day is missing.", "The start is missing.", "The place is missing."],
        ),
        ({"wall_to": "12:00"}, ["The end is before the start. Correct one of the times."]),
        ({"meets_on": "20. 2. 2026"}, ["The start is in the past. Choose a later time."]),
        (
            {"meets_on": "29. 3. 2026", "wall_from": "2:30", "wall_to": "4:00"},
            ["The time 2:30 on Sunday 29 Mar 2026 does not exist, clocks change."],
        ),
        (
            {"meets_on": "10. 3. 2026", "answer_by": "11. 3. 2026"},
            ["The day for the answer comes after the meeting. Choose an earlier one."],
        ),
        ({}, ["This is when and where you meet already."]),
        ({"meets_on": "někdy"}, ["This day cannot be understood."]),
    ],
)
def test_what_cannot_be_is_refused_in_place_and_kept(
    story: Story, lenka: Browser, typed: dict[str, str], sentences: list[str]
) -> None:
    story.convened()
    story.house.deliver()
    fills(lenka, story, **typed)
    assert lenka.page.heading == "Move the meeting or change its place"
    assert len(lenka.page.mistakes) == len(sentences), lenka.page.mistakes
    for sentence, mistake in zip(sentences, lenka.page.mistakes, strict=True):
        assert sentence in mistake
    assert all(value in lenka.page.whole for value in typed.values())
    assert story.house.deliver() == []


def test_the_night_with_two_hours_asks_which_one_and_every_calendar_reads_that_one(
    story: Story, lenka: Browser
) -> None:
    story.convened()
    story.house.deliver()
    fills(lenka, story, meets_on="25. 10. 2026", wall_from="2:30", wall_to="4:00")
    assert "comes twice, clocks go back" in lenka.page.mistakes[0]
    lenka.press("Continue", second_from="the second one")
    lenka.press("Change", despite="Čekáme na rozhodnutí.")
    arrived = dict(story.house.deliver())
    assert entry(arrived[IVANA])["starts"].isoformat() == "2026-10-25T01:30:00+00:00"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("27. 2. 2026", "Fewer than 10 days remain. Move the meeting, or write why it is urgent."),
        ("30. 4. 2026", "The meeting is more than a month away. Choose an earlier day, or write why you wait."),
    ],
)
def test_an_unusual_day_asks_why_and_keeps_it(story: Story, lenka: Browser, day: str, sentence: str) -> None:
    story.convened()
    story.house.deliver()
    fills(lenka, story, meets_on=day)
    assert sentence in lenka.page.text
    lenka.press("Change")
    assert lenka.page.mistakes == ["Write in one sentence why it should be so. It stays with the meeting."]
    assert lenka.page.heading == "Check the change and send it", "nothing is to be typed again"
    assert story.house.deliver() == []
    lenka.press("Change", despite="Soud rozhoduje v pondělí.")
    assert len(story.house.deliver()) == 7
    assert "Soud rozhoduje v pondělí." in lenka.page.text
    assert "Soud" not in "".join(text_of(message) for _, message in story.house.sink.received)


def test_without_a_school_a_week_is_enough(story: Story, lenka: Browser) -> None:
    story.convened(players=("alena", "martina"))
    story.house.deliver()
    fills(lenka, story, meets_on="3. 3. 2026", wall_from="14:00", wall_to="15:00")
    assert "days remain" not in lenka.page.text
    fills(lenka, story, meets_on="2. 3. 2026")
    assert "days remain" not in lenka.page.text
    fills(lenka, story, meets_on="1. 3. 2026")
    assert "Fewer than 7 days remain." in lenka.page.text


def test_only_another_day_for_answers_writes_to_nobody(story: Story, lenka: Browser) -> None:
    story.convened()
    story.house.deliver()
    answers(story, ivana=Answer.ACCEPTED)
    story.house.deliver()
    assert moves(lenka, story, answer_by="28. 2. 2026") == []
    assert "nobody is written to" in lenka.page.notice
    conference = story.conference()
    assert conference.answer_by == date(2026, 2, 28)
    assert story.invitation("ivana").answer == Answer.ACCEPTED
    with story.inside():
        assert moves_of(conference.id) == []


@pytest.mark.parametrize("player", ["ivana", "jitka", "marek", "hana", "karel", "tereza"])
def test_nobody_but_its_coordinator_moves_a_meeting(story: Story, player: str) -> None:
    story.convened()
    browser = story.house.signed_in(player)
    assert browser.open(f"/conferences/{story.conference_id}/move").status == 404
    assert browser.client.post(f"/conferences/{story.conference_id}/move").status_code in (400, 404)


def test_the_log_book_keeps_when_it_was_to_be(story: Story, lenka: Browser) -> None:
    story.convened()
    moves(lenka, story, meets_on="10. 3. 2026")
    with story.inside():
        assert audit.verify() == []
        assert db.session.query(audit.AuditEntry).filter_by(verb="conference moved").count() == 1


def test_a_letter_about_a_meeting_that_is_over_does_not_leave(story: Story, lenka: Browser) -> None:
    story.convened()
    story.house.hand.on(4, 3)
    assert story.house.deliver() == []
    with story.inside():
        assert {letter.closed_why for letter in db.session.query(Letter)} == {"the meeting is over"}
        assert db.session.query(Letter).filter(Letter.try_at.is_not(None)).count() == 0
        assert db.session.query(Conference).count() == 1
        assert outbox.letters_about([story.invitation("ivana").id]) == []


def test_a_yes_to_the_old_date_is_not_kept_as_a_yes_to_the_new_one(story: Story, lenka: Browser) -> None:
    story.convened()
    story.house.deliver()
    ivana = story.house.stranger()
    ivana.client.set_cookie(language.COOKIE, "en")
    ivana.open("/o/" + text_of(story.house.letters_to("ivana")[-1]).split("/o/")[1].split()[0])
    ivana.press("I cannot come")
    moves(lenka, story, meets_on="10. 3. 2026")
    ivana.press("I will come")
    assert "This has changed since you opened it." in ivana.page.text
    assert "The meeting has changed. Your earlier answer no longer counts, please answer again." in ivana.page.text
    assert story.invitation("ivana").answer == Answer.NO_REPLY
    ivana.press("I will come")
    assert story.invitation("ivana").answer == Answer.ACCEPTED
    assert "no longer counts" not in ivana.page.text
