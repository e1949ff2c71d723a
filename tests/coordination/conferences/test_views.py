"""A conference as people meet it on their screens: prepared, answered from a mailed link, held, called off."""

import threading

import pytest
from sqlalchemy import Engine, event

from agencies.accounts.rules import SessionDoor
from coordination.cases import actions as cases
from coordination.conferences import actions
from coordination.conferences.models import Conference, conference_of, draft_of
from coordination.conferences.rules import Answer, Attendance, ConferenceState, HowTold
from tests.browsing import Browser, squeezed
from tests.cast import BY_KEY
from tests.conftest import text_of
from tests.coordination.conferences.conftest import FAMILY_WORDS, GOAL, TABLE, Story


def english(browser: Browser) -> Browser:
    """The words of these stories are those of the source."""
    browser.client.set_cookie("lang", "en")
    return browser


@pytest.fixture
def lenka(story: Story) -> Browser:
    return english(story.house.signed_in("lenka"))


def by_link(story: Story, player: str) -> Browser:
    """A browser that opens the newest link mailed to somebody."""
    text = text_of(story.house.letters_to(player)[-1])
    browser = english(story.house.stranger())
    browser.open("/o/" + text.split("/o/")[1].split()[0])
    return browser


def behind_code(story: Story, player: str) -> Browser:
    """A browser in which somebody has entered a mailed code."""
    return english(story.house.signed_in(player, SessionDoor.CODE))


def called_off(story: Story) -> None:
    """Lenka calls the meeting off."""
    assert story.conference_id is not None
    with story.inside():
        actions.call_off(story.conference_id, why="", another_by=None, by=story.lenka)


def drafted(story: Story) -> Conference:
    """The conference that is being prepared."""
    with story.inside():
        draft = draft_of(story.case_id)
        found = conference_of(draft.id) if draft else None
    assert found is not None
    return found


def row(browser: Browser, name: str) -> str:
    """How the fields of a person's row begin."""
    for label in browser.page.soup.find_all("label"):
        if name in label.get_text(" ") and str(label.get("for", "")).endswith("chosen"):
            return str(label["for"]).removesuffix("chosen")
    raise AssertionError(f"{name} is not on the page: {browser.page.text}")


def begin(story: Story, lenka: Browser) -> None:
    lenka.open(f"/cases/{story.case_id}/conferences/new")


WHY = "Spěchá to, termín u soudu se blíží."


def send(lenka: Browser, button: str) -> None:
    """Send in spite of what the house cautions of."""
    lenka.press(button, despite="Spěchá to.")


def set_when(lenka: Browser, button: str = "Continue", **changes: str) -> None:
    typed = {
        "meets_on": "3. 3. 2026", "wall_from": "13:00", "wall_to": "14:45", "place": "MěÚ Podlesí, zasedačka 204",
        "answer_by": "27. 2. 2026",
    }  # fmt: skip
    lenka.press_with(button, {**typed, **changes})


# --- preparing -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-25", "S2-12", "C-01")
def test_lenka_convenes_the_first_meeting_step_by_step(story: Story, lenka: Browser) -> None:
    begin(story, lenka)
    assert lenka.page.heading == "What should the meeting achieve?"
    lenka.press("Continue", goal=GOAL, is_realistic="yes", because="Škola i matka chtějí.")
    for agency in ("Kopci", "Kompas", "Přístav", "Probační"):
        lenka.press("Search", searched=agency)
        lenka.press("Add")
    typed: dict[str, object] = {}
    for name in ("Součková", "Křížová", "Dvořáčková", "Kučera", "Tereza Malá"):
        fields = row(lenka, name)
        typed |= {f"{fields}chosen": True, f"{fields}first": "expertise", f"{fields}inward": "Zná docházku."}
    lenka.press_with("Continue", typed)  # type: ignore[arg-type]
    assert lenka.page.heading == "When and where will you meet?"
    set_when(lenka)
    assert lenka.page.heading == "What should they bring?"
    lenka.press("Continue")
    assert "Pracovní setkání" in lenka.page.text
    assert lenka.page.has_button("Send 5 invitations")
    assert not [word for word in FAMILY_WORDS if word in lenka.page.soup.select_one(".letter").get_text()]  # type: ignore[union-attr]
    send(lenka, "Send 5 invitations")
    assert lenka.page.heading == "Meeting 1"
    post = story.house.deliver()
    players = ("lenka", "ivana", "alena", "martina", "jan", "tereza")
    assert sorted(to for to, _ in post) == sorted(str(BY_KEY[each].email) for each in players)
    for _, message in post:
        assert not [word for word in FAMILY_WORDS if word in message.as_string() + text_of(message)]
    assert "Handed to the mail system" in lenka.open(lenka.page.address).text


@pytest.mark.rule("S2-25", "C-01")
def test_without_four_kinds_or_a_second_time_there_is_no_second_first_meeting(story: Story, lenka: Browser) -> None:
    conference_id = story.convened()
    lenka.open(f"/conferences/{conference_id}/check")
    assert lenka.page.heading == "Meeting 1", "what was sent is not prepared again"
    begin(story, lenka)
    assert "meeting 2" in lenka.page.text
    lenka.press("Continue")
    draft = drafted(story)
    lenka.open(f"/conferences/{draft.id}/people")
    lenka.open(f"/conferences/{draft.id}/check")
    assert "at least two organisations" in lenka.page.text
    assert not lenka.page.has_button("Send")


@pytest.mark.rule("S2-14")
def test_the_goal_written_in_the_draft_becomes_the_goal_of_the_case(story: Story, lenka: Browser) -> None:
    story.prepared()
    lenka.open(f"/conferences/{story.conference_id}/goal")
    lenka.press("Continue", goal="Domluvit tři úkoly", is_realistic="yes", because="Všichni chtějí.")
    lenka.open(f"/conferences/{story.conference_id}/check")
    send(lenka, "Send 6 invitations")
    assert "Domluvit tři úkoly" in lenka.page.text


@pytest.mark.rule("S2-14")
def test_without_a_realistic_goal_nothing_leaves(story: Story, lenka: Browser) -> None:
    story.prepared()
    lenka.open(f"/conferences/{story.conference_id}/check")
    address, sent = lenka.filled("Send 6 invitations")
    lenka.open(f"/conferences/{story.conference_id}/goal")
    lenka.press("Continue", goal="", is_realistic="no", because="")
    lenka.post(address, dict(sent))
    mistakes = lenka.page.mistakes
    assert len(mistakes) == 2
    assert "a realistic goal is missing" in mistakes[0]
    assert "marked as not realistic" in mistakes[1]
    assert story.house.deliver() == []
    assert story.conference().state is ConferenceState.DRAFT


@pytest.mark.rule("S2-18")
def test_a_coordinator_prepares_the_meeting_of_her_own_case(story: Story, lenka: Browser) -> None:
    begin(story, lenka)
    lenka.press("Continue")
    draft = drafted(story)
    assert draft.initiated_by == story.lenka


@pytest.mark.rule("S2-18")
def test_nobody_else_even_learns_that_a_meeting_is_prepared(story: Story) -> None:
    conference_id = story.prepared()
    for player in ("ivana", "jitka", "marek", "hana", "karel", "tereza"):
        browser = story.house.signed_in(player)
        for address in (
            f"/cases/{story.case_id}/conferences/new",
            f"/conferences/{conference_id}",
            *(
                f"/conferences/{conference_id}/{step}"
                for step in ("goal", "people", "time", "bring", "check", "call-off")
            ),
        ):
            assert browser.open(address).status == 404, (player, address)
            assert browser.client.post(address).status_code in (400, 404, 405)


def test_nothing_typed_is_lost_on_the_way(story: Story, lenka: Browser) -> None:
    begin(story, lenka)
    lenka.press("Save and finish later", goal="Náčrt")
    begin(story, lenka)
    assert "Náčrt" in lenka.page.whole
    lenka.press("Continue")
    lenka.press("Search", searched="Kompas")
    lenka.press("Add")
    fields = row(lenka, "Křížová")
    lenka.press_with("Search", {f"{fields}inward": "Může nabídnout program.", "searched": "Kopci"})
    assert "Může nabídnout program." in lenka.page.whole
    lenka.press("Add")
    assert "Může nabídnout program." in lenka.page.whole
    lenka.press("Continue")
    set_when(lenka, "Save and finish later", wall_to="", answer_by="")
    draft = drafted(story)
    lenka.open(f"/conferences/{draft.id}/time")
    assert "13:00" in lenka.page.whole
    assert "zasedačka 204" in lenka.page.whole
    assert [(each.name, each.chosen) for each in drafted(story).invitations] == [
        ("PhDr. Alena Křížová", False), ("Jana Vlčková", True), ("Gabriela Vlčková", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"wall_to": "12:00"}, "The end is before the start. Correct one of the times."),
        ({"wall_from": "půl druhé"}, "This time cannot be understood. Write it like 9:00."),
        ({"meets_on": "někdy"}, "This day cannot be understood."),
        ({"meets_on": "29. 3. 2026", "wall_from": "2:30", "wall_to": "4:00"}, "does not exist, clocks change"),
        ({"place": "x" * 201}, "The text has 201 characters, 200 fit."),
    ],
)
def test_a_wrong_time_is_refused_and_kept(story: Story, lenka: Browser, typed: dict[str, str], sentence: str) -> None:
    conference_id = story.prepared()
    lenka.open(f"/conferences/{conference_id}/time")
    set_when(lenka, **typed)
    assert any(sentence in mistake for mistake in lenka.page.mistakes), lenka.page.mistakes
    assert all(value in lenka.page.whole for value in typed.values())
    assert story.conference().wall_from == "13:00"


def test_the_night_with_two_hours_asks_which_one(story: Story, lenka: Browser) -> None:
    conference_id = story.prepared()
    lenka.open(f"/conferences/{conference_id}/time")
    assert "twice" not in lenka.page.text
    set_when(lenka, meets_on="25. 10. 2026", wall_from="2:30", wall_to="4:00", answer_by="")
    assert "comes twice, clocks go back" in lenka.page.mistakes[0]
    lenka.press("Continue", second_from="the second one")
    assert lenka.page.heading == "What should they bring?"
    starts = story.conference().starts_at
    assert starts is not None
    assert starts.isoformat() == "2026-10-25T01:30:00+00:00"
    lenka.open(f"/conferences/{conference_id}/time")
    lenka.press("Continue")
    assert story.conference().starts_at == starts, "what was chosen stays chosen"


ODD = ("<b>tučně</b> & <script>alert(1)</script>", "مرحبا بالعالم", "😀 🏳️‍🌈 zvládneme", "a" * 300)


@pytest.mark.parametrize("odd", ODD)
def test_odd_signs_pass_unharmed_through_page_letter_and_calendar(story: Story, lenka: Browser, odd: str) -> None:
    conference_id = story.prepared()
    lenka.open(f"/conferences/{conference_id}/goal")
    lenka.press("Continue", goal=odd, because=odd)
    assert story.conference().goal == odd
    lenka.open(f"/conferences/{conference_id}/time")
    lenka.press("Continue", place=odd[:200])
    lenka.open(f"/conferences/{conference_id}/check")
    assert "<script>alert" not in lenka.page.whole
    assert odd in lenka.page.soup.get_text()
    send(lenka, "Send 6 invitations")
    assert odd in lenka.page.soup.get_text()
    assert len(story.house.deliver()) == 7


@pytest.mark.parametrize("field", ["goal", "because"])
@pytest.mark.parametrize("bad", ["a\x00b", "x" * 200_000])
def test_unreadable_and_endless_texts_are_refused(story: Story, lenka: Browser, field: str, bad: str) -> None:
    conference_id = story.prepared()
    lenka.open(f"/conferences/{conference_id}/goal")
    lenka.press_with("Continue", {field: bad})
    assert len(lenka.page.mistakes) == 1
    assert story.conference().goal == GOAL


def test_an_excluded_worker_is_refused_in_place(story: Story, lenka: Browser) -> None:
    conference_id = story.prepared()
    with story.inside():
        cases.exclude(story.case_id, story.house.worker("olga"), why="Teta dítěte.", by=story.lenka)
    lenka.open(f"/conferences/{conference_id}/people")
    lenka.press_with("Continue", {f"{row(lenka, 'Olga Nová')}chosen": True})
    assert lenka.page.mistakes == ["Mgr. Olga Nová cannot work on this case. Choose somebody else."]


def test_the_same_form_twenty_times_at_once_convenes_once(story: Story, lenka: Browser) -> None:
    conference_id = story.prepared()
    lenka.open(f"/conferences/{conference_id}/check")
    address, values = lenka.filled("Send 6 invitations", {"despite": WHY})
    cookies = {name: lenka.client.get_cookie(name).value for name in ("session", "lang")}  # type: ignore[union-attr]
    answers: list[int] = []

    def send() -> None:
        client = story.house.app.test_client()
        for name, value in cookies.items():
            client.set_cookie(name, value)
        answers.append(client.post(address, data=dict(values)).status_code)

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 20
    assert len(story.house.deliver()) == 7


def test_the_page_costs_the_same_for_one_and_for_forty(story: Story, lenka: Browser) -> None:
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    costs = {}
    for players in (("ivana",), TABLE):
        conference_id = story.convened(players=players)
        for step in ("", "/attendance"):
            lenka.open(f"/conferences/{conference_id}{step}")
            event.listen(Engine, "before_cursor_execute", count)
            counted = 0
            lenka.open(f"/conferences/{conference_id}{step}")
            event.remove(Engine, "before_cursor_execute", count)
            costs.setdefault(step, set()).add(counted)
        called_off(story)
    assert all(len(found) == 1 for found in costs.values()), costs


# --- answering -------------------------------------------------------------------------------------------------------


def test_alena_answers_from_her_mail_and_changes_her_mind(story: Story) -> None:
    story.convened()
    story.house.deliver()
    alena = by_link(story, "alena")
    assert alena.page.heading == "Will you come?"
    assert "13:00–14:45" in alena.page.text
    assert "We need your professional view." in alena.page.text
    assert story.invitation("alena").answer == Answer.NO_REPLY, "opening changes nothing"
    hidden = (*FAMILY_WORDS, "docházku", GOAL, *(BY_KEY[player].name for player in TABLE))
    assert not [word for word in hidden if word in alena.page.whole]
    alena.press("I will come")
    assert story.invitation("alena").answer == Answer.ACCEPTED
    assert "/code" in alena.page.link("On to the pledge")
    alena.press("I cannot come", note="Mám službu.")
    invitation = story.invitation("alena")
    assert (invitation.answer, invitation.answer_note) == (Answer.DECLINED, "Mám službu.")
    lenka = english(story.house.signed_in("lenka"))
    assert "Mám službu." in lenka.open(f"/conferences/{story.conference_id}").text


def test_after_the_beginning_the_link_answers_no_more(story: Story) -> None:
    story.convened()
    story.house.deliver()
    alena = by_link(story, "alena")
    address, values = alena.filled("I will come")
    story.house.hand.on(3, 3, 13, 5)
    alena.post(address, dict(values))
    assert "can no longer change" in alena.page.text
    assert story.invitation("alena").answer == Answer.NO_REPLY


def test_a_dead_link_says_the_same_to_everybody(story: Story) -> None:
    story.convened()
    story.house.deliver()
    alena = by_link(story, "alena")
    address = alena.page.address
    called_off(story)
    dead, unknown = alena.open(address), english(story.house.stranger()).open("/o/nobody-knows-this/answer")
    assert (dead.status, dead.heading) == (unknown.status, unknown.heading) == (410, "This link does not hold")


def test_a_sensitive_place_is_not_told_before_the_door(story: Story, lenka: Browser) -> None:
    story.prepared()
    lenka.open(f"/conferences/{story.conference_id}/time")
    lenka.press("Continue", place="Azylový dům Naděje", place_is_sensitive=True)
    lenka.press("Continue")
    send(lenka, "Send 6 invitations")
    for _, message in story.house.deliver():
        assert "Naděje" not in message.as_string() + text_of(message)
    assert "Naděje" not in by_link(story, "alena").page.whole


def test_what_tomas_said_on_the_phone_is_noted(story: Story, lenka: Browser) -> None:
    story.convened()
    story.house.deliver()
    lenka.open(f"/invitations/{story.invitation('tomas').id}/answer")
    lenka.press("Save", answer="accepted", told="phone", note="Přijde o deset minut později.")
    assert "Coming" in lenka.page.text
    assert story.invitation("tomas").answered_by == story.lenka
    assert [to for to, _ in story.house.deliver()] == [BY_KEY["tomas"].email]


# --- whose family, stepping aside ------------------------------------------------------------------------------------


def test_the_family_is_named_only_after_pledge_and_ground(story: Story) -> None:
    story.convened()
    address = f"/cases/{story.case_id}/introduction"
    ivana = behind_code(story, "ivana")
    page = ivana.open(address)
    assert "Your signed pledge opens the content" in page.text
    assert not [word for word in (*FAMILY_WORDS, "docházku") if word in page.whole]
    story.pledge("ivana")
    page = ivana.open(address)
    assert "an agreement or a legal title is missing" in page.text
    assert not [word for word in (*FAMILY_WORDS, "docházku") if word in page.whole]
    story.ground("ivana")
    page = ivana.open(address)
    assert "Gabriela Vlčková" in page.text
    assert "Roman" not in page.whole, "the ground names Gábina only"
    assert "Zná docházku a požadavky školy." in page.text
    ivana.press("I take part")
    assert story.seat("ivana").takes_part_at is not None


def test_the_coordinator_reads_that_a_ground_is_missing(story: Story, lenka: Browser) -> None:
    story.convened()
    lenka.open(f"/conferences/{story.conference_id}")
    (closed,) = [one for one in _warnings(lenka) if "Neither consent nor legal title" in one]
    assert "ZŠ Na Kopci" in closed
    assert "Centrum Javor" not in closed
    story.ground("ivana")
    lenka.open(f"/conferences/{story.conference_id}")
    assert not [one for one in _warnings(lenka) if "ZŠ Na Kopci" in one]


def _warnings(browser: Browser) -> list[str]:
    return [squeezed(one.get_text(" ")) for one in browser.page.soup.select(".notice.warn")]


def test_alena_steps_aside_and_only_lenka_learns_why(story: Story, lenka: Browser) -> None:
    story.convened()
    story.house.deliver()
    for player in ("alena", "ivana"):
        story.pledge(player)
        story.ground(player)
    alena, ivana = behind_code(story, "alena"), behind_code(story, "ivana")
    alena.open(f"/cases/{story.case_id}/introduction")
    alena.follow("I must step aside")
    alena.press_with("I step aside", {"reason": "Je to moje sousedka."}, follow=False)
    assert story.seat("alena").to_at is not None
    assert alena.open(f"/cases/{story.case_id}/introduction").status == 404
    assert alena.open(f"/conferences/{story.conference_id}").status == 404
    assert "sousedka" in lenka.open(f"/conferences/{story.conference_id}").text
    page = ivana.open(f"/conferences/{story.conference_id}")
    assert page.status == 200
    assert "sousedka" not in page.whole
    assert "anded to the mail system" not in page.whole
    assert GOAL in page.text


def test_a_removed_worker_is_out_with_the_next_request(story: Story, lenka: Browser) -> None:
    story.convened()
    story.pledge("ivana")
    story.ground("ivana")
    ivana = behind_code(story, "ivana")
    assert ivana.open(f"/conferences/{story.conference_id}").status == 200
    lenka.open(f"/conferences/{story.conference_id}")
    lenka.open(lenka.page.link("Take off the case : Mgr. Ivana Součková"))
    lenka.press_with("Take off", {"reason": "Odešla ze školy."}, follow=False)
    assert ivana.open(f"/conferences/{story.conference_id}").status == 404


# --- the meeting -----------------------------------------------------------------------------------------------------


def test_the_meeting_is_held_with_everybodys_attendance(story: Story, lenka: Browser) -> None:
    story.convened(story.relative(story.mother, HowTold.IN_PERSON), players=("ivana", "petr"))
    story.house.hand.on(3, 3, 14)
    lenka.open(f"/conferences/{story.conference_id}")
    lenka.follow("Enter attendance")
    states = dict(zip(("people-0-how", "people-1-how", "people-2-how"), ("present", "late", "excused"), strict=True))
    lenka.press_with("Save", states)  # type: ignore[arg-type]
    assert not lenka.page.has_button("Mark as held")
    lenka.follow("Enter attendance")
    lenka.press_with("Save", {"people-3-how": "informed_only"})
    story.informed()
    lenka.press("Mark as held")
    assert story.conference().state is ConferenceState.HELD
    assert "informed only" in lenka.page.text
    assert story.invitation("ivana").attendance == Attendance.LATE


def test_before_the_beginning_nobody_is_present(story: Story, lenka: Browser) -> None:
    story.convened(players=("ivana",))
    lenka.open(f"/conferences/{story.conference_id}/attendance")
    lenka.press_with("Save", {"people-0-how": "present"})
    assert lenka.page.mistakes == ["The meeting has not begun yet. Enter who is there once it begins."]
    assert "checked" in lenka.page.whole


def test_calling_off_asks_for_another_date(story: Story, lenka: Browser) -> None:
    conference_id = story.convened()
    story.house.deliver()
    lenka.open(f"/conferences/{conference_id}/call-off")
    lenka.press("Call off", why="Matka je v nemocnici.", another="yes", another_by="")
    assert "Write by when you propose another date" in lenka.page.mistakes[0]
    lenka.press("Call off", another_by="10. 3. 2026")
    assert "Has been called off" in lenka.page.text
    post = story.house.deliver()
    assert len(post) == 7
    assert all("10. března 2026" in text_of(message).replace("\xa0", " ") for _, message in post)
    assert story.conference().cancelled_at is not None
