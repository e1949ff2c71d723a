"""Who comes for an agency: its contact says so by a link that opens nothing else, a person sends a substitute."""

import pytest
from sqlalchemy import select

from agencies.directory.models import Agency, TownContact
from agencies.staff.models import Post, Worker
from coordination.cases import actions as cases
from coordination.conferences import actions
from coordination.conferences.actions import Named
from coordination.conferences.models import expected
from coordination.conferences.namings import Naming
from coordination.conferences.rules import HowTold
from coordination.seats.models import Seat
from coordination.seats.rules import Ending, Role
from foundation import clock
from foundation.audit import AuditEntry
from foundation.database import db, transaction
from foundation.reasons import Refused
from tests.browsing import Browser, squeezed
from tests.cast import BY_KEY
from tests.conftest import calendar_of, text_of
from tests.coordination.conferences.conftest import FAMILY_WORDS, Story
from tests.coordination.conferences.test_views import by_link, called_off, english
from tests.together import at_once

NOT_THIS_ONE = "This person cannot be invited this time. Choose somebody else, or call us."


@pytest.fixture
def asked(story: Story) -> Story:
    """The school is asked whom it sends, the others by name; the letters have left."""
    story.convened(story.agency("skola"), players=("alena", "martina"))
    story.house.deliver()
    return story


def headmaster(story: Story) -> Browser:
    """A browser that opens the link of the newest letter to the school's manager."""
    return by_link(story, "jiri")


def link_of(story: Story, player: str) -> str:
    return "/o/" + text_of(story.house.letters_to(player)[-1]).split("/o/")[1].split()[0]


def namings(story: Story) -> list[Naming]:
    with story.inside():
        return list(db.session.scalars(select(Naming).order_by(Naming.named_at)))


# --- on the list of people -------------------------------------------------------------------------------------------


def _row(browser: Browser, words: str) -> str:
    """How the fields of a row begin."""
    for label in browser.page.soup.find_all("label"):
        if words in label.get_text(" ") and str(label.get("for", "")).endswith("chosen"):
            return str(label["for"]).removesuffix("chosen")
    raise AssertionError(f"{words} is not on the page: {browser.page.text}")


@pytest.mark.rule("S2-24", "S2-27")
def test_an_agency_from_the_directory_is_invited_before_its_person_is_known(story: Story) -> None:
    story.prepared(story.relative(story.mother), players=("alena",))
    lenka = english(story.house.signed_in("lenka"))
    lenka.open(f"/conferences/{story.conference_id}/people")
    lenka.press("Search", searched="Kopci")
    lenka.press("Add")
    row = _row(lenka, "Somebody from ZŠ Na Kopci")
    lenka.press_with(
        "Continue", {f"{row}chosen": True, f"{row}wanted": "učitelka Gabriely", f"{row}inward": "Zná třídu."}
    )
    assert "names the family" in lenka.page.mistakes[0]
    assert "učitelka Gabriely" in lenka.page.whole
    lenka.press_with("Continue", {f"{row}wanted": "", f"{row}inward": ""})
    lenka.open(f"/conferences/{story.conference_id}/check")
    assert [one for one in lenka.page.mistakes if "ZŠ Na Kopci" in one] == [
        "It is missing whom you need from ZŠ Na Kopci. Write the function, for example “class teacher”.",
        "The reason for inviting ZŠ Na Kopci is missing. Choose a sentence for the invitation "
        "and write in one sentence what they can contribute.",
    ]
    assert not lenka.page.has_button("Send")
    lenka.open(f"/conferences/{story.conference_id}/people")
    row = _row(lenka, "Somebody from ZŠ Na Kopci")
    lenka.press_with(
        "Continue", {f"{row}wanted": "třídní učitel", f"{row}inward": "Zná třídu.", f"{row}first": "knows"}
    )
    lenka.open(f"/conferences/{story.conference_id}/check")
    assert "Wanted: třídní učitel, the organisation says who comes" in lenka.page.text.replace("wanted", "Wanted")
    lenka.press("Send 2 invitations", despite="Spěchá to.")
    assert lenka.page.heading == "Meeting 1"
    assert BY_KEY["jiri"].email in [to for to, _ in story.house.deliver()]


def test_an_agency_can_be_taken_off_the_list_again(story: Story) -> None:
    story.prepared(story.relative(story.mother), story.agency("skola"), players=("alena",))
    lenka = english(story.house.signed_in("lenka"))
    lenka.open(f"/conferences/{story.conference_id}/people")
    row = _row(lenka, "Somebody from ZŠ Na Kopci")
    lenka.press_with("Continue", {f"{row}chosen": False, f"{row}wanted": "", f"{row}inward": "", f"{row}first": ""})
    assert "ZŠ Na Kopci" not in [each.name for each in story.conference().invitations]


# --- an agency without a person --------------------------------------------------------------------------------------


@pytest.mark.rule("S2-27", "S2-12")
def test_the_contact_is_asked_in_neutral_words_and_names_a_known_worker(asked: Story) -> None:
    (letter,) = asked.house.letters_to("jiri")
    text = squeezed(text_of(letter))
    assert letter["Subject"] == "Kdo přijde? Pracovní setkání 3. 3. 2026"
    assert "zveme jednoho člověka z vaší organizace: úterý 3. března 2026, 13:00–14:45" in text
    assert not [word for word in (*FAMILY_WORDS, "třídní učitel", "Křížová") if word in text]
    contact = headmaster(asked)
    assert contact.page.heading == "Who will come from your organisation?"
    assert "třídní učitel" in contact.page.text
    assert not [word for word in (*FAMILY_WORDS, asked.code, "Křížová", "Gábina chodí") if word in contact.page.whole]
    contact.press("This person will come", worker="Tomáš Beran")
    assert contact.page.heading == "Thank you, we have it"
    assert "goes directly to the person whom you chose" in contact.page.text
    (arrived,) = asked.house.deliver()
    assert arrived[0] == BY_KEY["tomas"].email
    assert "Pracovní setkání" in calendar_of(arrived[1])
    invitation, seat = asked.invitation("tomas"), asked.seat("tomas")
    assert (invitation.name, invitation.function, seat.function) == (
        "Mgr. Tomáš Beran",
        "třídní učitel",
        "třídní učitel",
    )
    assert seat.inward_reason == "Zná třídu, do které Gábina chodí."
    guest = by_link(asked, "tomas")
    assert guest.press("I will come").text.count("Your answer: I will come.")


def test_the_link_dies_with_the_name_and_opens_nothing_else(asked: Story) -> None:
    token = link_of(asked, "jiri").removeprefix("/o/")
    stranger = english(asked.house.stranger())
    for errand in ("answer", "substitute", "onwards", "pledge", "task", "plan", "set-up", "code"):
        page = stranger.open(f"/o/{token}/{errand}")
        assert page.status == 404 or "who-comes" in page.address, errand
        assert asked.code not in page.whole
    assert stranger.client.post(f"/o/{token}/code").status_code in (303, 400)
    contact = headmaster(asked)
    contact.press("This person will come", worker="Olga Nová")
    assert contact.open(f"/o/{token}").status == 410
    assert contact.open(f"/o/{token}/who-comes").status == 410


@pytest.mark.parametrize("how", ["called off", "begun", "taken back", "told by phone"])
def test_the_link_is_dead_once_nobody_waits_for_its_answer(asked: Story, how: str) -> None:
    address, invitation = link_of(asked, "jiri"), asked.of_agency("skola")
    if how == "called off":
        called_off(asked)
    elif how == "begun":
        asked.house.hand.on(3, 3, 13, 0)
    elif how == "taken back":
        with asked.inside():
            actions.take_back(invitation.id, by=asked.lenka)
    else:
        with asked.inside():
            who = Named(worker_id=asked.house.worker("tomas"))
            actions.name_as_said(invitation.id, who, told=HowTold.PHONE, by=asked.lenka)
    stranger = asked.house.stranger()
    assert stranger.open(address).status == 410
    assert stranger.open(f"{address}/who-comes").status == 410


def test_a_changed_address_of_the_contact_kills_the_link(asked: Story) -> None:
    address = link_of(asked, "jiri")
    with asked.inside(), transaction() as session:
        session.get_one(Agency, asked.house.ids.agencies["skola"]).contact_email = "zastupkyne@nakopci.example"
    assert asked.house.stranger().open(address).status == 410


@pytest.mark.parametrize(
    ("player", "role", "ended"),
    [
        ("petr", None, None),  # works elsewhere
        ("olga", Role.FACILITATOR, None),
        ("olga", Role.AGENCY_WORKER, Ending.STEPPED_ASIDE),
        ("olga", Role.AGENCY_WORKER, Ending.REMOVED),
    ],
)
def test_whoever_cannot_be_named_is_refused_in_the_same_words(
    asked: Story, player: str, role: Role | None, ended: Ending | None
) -> None:
    """Whatever a browser sends: the list on the page offers nobody of another organisation."""
    with asked.inside():
        if role is not None:
            with transaction() as session:
                seat = Seat(
                    town_id=asked.house.ids.agencies["podlesi"], case_id=asked.case_id, role=role, name="Olga",
                    worker_id=asked.house.worker(player), function="", agency_name="", from_at=clock.now(),
                )  # fmt: skip
                seat.to_at, seat.ended_how = (clock.now(), ended) if ended else (None, None)
                session.add(seat)
        named = Named(worker_id=asked.house.worker(player))
        with pytest.raises(Refused, match=NOT_THIS_ONE):
            actions.name_for_agency(asked.of_agency("skola").id, named, by="link:x")
    assert namings(asked) == []


@pytest.mark.rule("S2-27")
def test_somebody_new_waits_for_a_yes_and_then_gets_an_own_invitation(asked: Story) -> None:
    contact = headmaster(asked)
    contact.press("This person will come", name="Mgr. Eva Malá", email="skola@nakopci.example")
    assert "The function is missing." in contact.page.mistakes[0]
    contact.press("This person will come", function="asistentka")
    assert "Does only this person read this mailbox?" in contact.page.mistakes[0]
    assert "Mgr. Eva Malá" in contact.page.whole
    contact.press("This person will come", mailbox="several people")
    assert "Whoever convenes the meeting confirms this person first." in contact.page.text
    assert "a pledge cannot be signed through it" in contact.page.text
    assert asked.house.deliver() == []
    with asked.inside():
        assert db.session.scalar(select(Worker).where(Worker.name == "Mgr. Eva Malá")) is None
    lenka = english(asked.house.signed_in("lenka"))
    assert "Mgr. Eva Malá is to come" in lenka.open("/").text
    lenka.follow("Decide")
    assert "We do not know this person yet." in lenka.page.text
    lenka.press("Yes, invite", why="")
    assert "Why you invite Mgr. Eva Malá is missing." in lenka.page.mistakes[0]
    lenka.press("Yes, invite", why="Sedí s Gábinou ve třídě.")
    assert lenka.page.heading == "Meeting 1"
    assert "Mgr. Eva Malá" in lenka.page.text
    assert "asistentka, ZŠ Na Kopci" in lenka.page.text
    (arrived,) = asked.house.deliver()
    assert arrived[0] == "skola@nakopci.example"
    with asked.inside():
        worker = db.session.scalars(select(Worker).where(Worker.name == "Mgr. Eva Malá")).one()
        post = db.session.scalars(select(Post).where(Post.worker_id == worker.id)).one()
        assert (post.agency_id, post.function, post.role) == (asked.house.ids.agencies["skola"], "asistentka", "worker")
        assert worker.mailbox_shared
        verbs = set(db.session.scalars(select(AuditEntry.verb)))
    assert {"person named", "worker taken on", "named person confirmed"} <= verbs
    agency = f"/agencies/{asked.house.ids.agencies['skola']}"
    told = "Entered by a town with an invitation"
    assert told in english(asked.house.signed_in("jiri")).open(agency).text
    assert told not in english(asked.house.signed_in("olga")).open(agency).text


def test_a_no_asks_for_somebody_else_and_keeps_the_reason(asked: Story) -> None:
    contact = headmaster(asked)
    contact.press("This person will come", name="Eva Malá", function="asistentka", email="eva.mala@nakopci.example")
    lenka = english(asked.house.signed_in("lenka"))
    lenka.open("/")
    lenka.follow("Decide")
    lenka.follow("No, ask for somebody else")
    lenka.press("Ask for somebody else", why="")
    assert "Write why. Only you see it." in lenka.page.mistakes[0]
    lenka.press("Ask for somebody else", why="Je to sousedka rodiny.")
    ((to, letter),) = asked.house.deliver()
    assert to == BY_KEY["jiri"].email
    assert "tentokrát pozvat nemůžeme" in text_of(letter)
    assert "sousedka" not in text_of(letter)
    again = headmaster(asked)
    assert "sousedka" not in again.page.whole
    again.press("This person will come", worker="Tomáš Beran")
    assert [to for to, _ in asked.house.deliver()] == [BY_KEY["tomas"].email]
    assert [str(each.settled_how) for each in namings(asked)] == ["declined", "confirmed"]


@pytest.mark.parametrize("player", ["olga", "ivana", "tomas"])
def test_whoever_is_shut_out_comes_already_or_has_left_is_refused_in_the_same_words(story: Story, player: str) -> None:
    """olga is shut out, ivana is invited by name, tomas has stepped aside: the contact learns of none of it."""
    story.convened(story.agency("skola"), players=("ivana", "tomas", "alena"))
    with story.inside():
        cases.exclude(story.case_id, story.house.worker("olga"), why="sousedka", by=story.lenka)
        actions.step_aside(story.seat("tomas").id, reason="známe se", by=story.key("tomas"))
    story.house.deliver()
    contact = headmaster(story)
    assert [name for name in ("Olga Nová", "Ivana Součková", "Tomáš Beran") if name not in contact.page.text] == []
    contact.press("This person will come", worker=BY_KEY[player].name)
    assert contact.page.mistakes == [NOT_THIS_ONE]
    contact.press("This person will come", worker="other", name="Někdo", function="učitel", email=BY_KEY[player].email)
    assert contact.page.mistakes == [NOT_THIS_ONE], "nor by the address"
    assert namings(story) == []
    assert story.house.deliver() == []


def test_an_address_of_somebody_elsewhere_is_told_to_the_coordinator_alone(asked: Story) -> None:
    contact = headmaster(asked)
    contact.press("This person will come", name="Eva Malá", function="asistentka", email=BY_KEY["radka"].email)
    assert contact.page.heading == "Thank you, we have it"
    lenka = english(asked.house.signed_in("lenka"))
    lenka.open("/")
    lenka.follow("Decide")
    lenka.press("Yes, invite")
    assert "This address belongs to Mgr. Radka Tichá of another organisation." in lenka.page.mistakes[0]
    assert asked.of_agency("skola").awaits_person


def test_two_windows_name_at_once_and_one_name_counts(asked: Story) -> None:
    invitation_id = asked.of_agency("skola").id
    people = [asked.house.worker("tomas"), asked.house.worker("olga")]

    def name(number: int) -> str:
        try:
            actions.name_for_agency(invitation_id, Named(people[number]), by="link:1")
        except Refused as refused:
            return refused.reasons[0].sentence
        return "named"

    assert sorted(at_once(asked.house.app, 2, name)) == [
        "Somebody is named already. Call us if it is to be somebody else.",
        "named",
    ]
    assert len(asked.house.deliver()) == 1
    assert len(namings(asked)) == 1


def test_the_form_of_a_second_window_finds_the_link_dead(asked: Story) -> None:
    first, second = headmaster(asked), headmaster(asked)
    first.press("This person will come", worker="Tomáš Beran")
    second.press("This person will come", worker="Olga Nová")
    assert second.page.status == 410
    assert [to for to, _ in asked.house.deliver()] == [BY_KEY["tomas"].email]


# --- without a letter ------------------------------------------------------------------------------------------------


def no_address_at(story: Story, key: str) -> None:
    """The agency has neither an address of its own nor a manager with one; the town has noted whom it calls."""
    agency_id = story.house.ids.agencies[key]
    with story.inside(), transaction() as session:
        for post in session.scalars(select(Post).where(Post.agency_id == agency_id, Post.role == "manager")):
            session.get_one(Worker, post.worker_id).email = None
        session.add(
            TownContact(
                town_id=story.house.ids.agencies["podlesi"], agency_id=agency_id, name="paní zástupkyně Veselá",
                phone="469 111 222", note=None, changed_at=clock.now(),
            )
        )  # fmt: skip


def test_an_agency_without_an_address_is_called_and_the_coordinator_writes_the_name(story: Story) -> None:
    no_address_at(story, "skola")
    story.convened(story.agency("skola"), players=("alena", "martina"))
    assert "Kdo přijde" not in str([letter["Subject"] for _, letter in story.house.deliver()])
    lenka = english(story.house.signed_in("lenka"))
    assert "Who comes: ZŠ Na Kopci" in lenka.open("/").text
    lenka.follow("Write who comes")
    assert "paní zástupkyně Veselá" in lenka.page.text
    assert "469 111 222" in lenka.page.text
    assert lenka.page.soup.find(attrs={"name": "email"}) is None, "the convenor never says where somebody's link goes"
    lenka.press("Save")
    assert "It is missing who will come." in lenka.page.mistakes[0]
    lenka.press("Save", worker="other", name="Mgr. Eva Malá", function="asistentka", told="by phone")
    assert "asistentka, ZŠ Na Kopci" in lenka.page.text
    assert "invited on paper" in lenka.page.text.casefold()
    assert story.house.deliver() == []
    invitation = story.of_agency("skola")
    assert (invitation.name, invitation.how_told) == ("Mgr. Eva Malá", HowTold.PAPER)


def test_the_coordinator_is_told_why_somebody_cannot_come(asked: Story) -> None:
    with asked.inside():
        cases.exclude(asked.case_id, asked.house.worker("olga"), why="sousedka", by=asked.lenka)
    lenka = english(asked.house.signed_in("lenka"))
    lenka.open(f"/invitations/{asked.of_agency('skola').id}/who-comes")
    lenka.press("Save", worker="Olga Nová")
    assert lenka.page.mistakes == ["Mgr. Olga Nová cannot work on this case. Choose somebody else."]
    lenka.press("Save", worker="Tomáš Beran")
    assert [to for to, _ in asked.house.deliver()] == [BY_KEY["tomas"].email]


def test_asking_again_sends_a_new_link_and_kills_the_old_one(asked: Story) -> None:
    old = link_of(asked, "jiri")
    lenka = english(asked.house.signed_in("lenka"))
    lenka.open(f"/conferences/{asked.conference_id}")
    lenka.press("Ask again")
    assert "The former link is dead." in lenka.page.text
    assert [to for to, _ in asked.house.deliver()] == [BY_KEY["jiri"].email]
    assert asked.house.stranger().open(old).status == 410
    assert headmaster(asked).page.heading == "Who will come from your organisation?"


def test_who_comes_at_the_last_moment_is_written_down_and_attends(asked: Story) -> None:
    with asked.inside():
        assert "ZŠ Na Kopci" not in [each.name for each in expected(asked.conference())], "nobody is asked for"
    asked.house.hand.on(3, 3, 13, 5)
    lenka = english(asked.house.signed_in("lenka"))
    lenka.open(f"/conferences/{asked.conference_id}")
    lenka.follow("Write who comes")
    lenka.press("Save", worker="Tomáš Beran", told="in person")
    assert asked.house.deliver() == [], "people sit together already"
    assert asked.invitation("tomas").how_told == HowTold.IN_PERSON
    lenka.open(f"/conferences/{asked.conference_id}/attendance")
    assert "Mgr. Tomáš Beran" in lenka.page.text


@pytest.mark.parametrize("player", ["ivana", "jiri", "jitka", "hana", "marek", "karel"])
def test_nobody_but_the_coordinator_decides(asked: Story, player: str) -> None:
    headmaster(asked).press("This person will come", name="Eva Malá", function="asistentka")
    (naming,) = namings(asked)
    invitation_id = asked.of_agency("skola").id
    browser = english(asked.house.signed_in(player))
    for address in (
        f"/namings/{naming.id}/confirmation",
        f"/namings/{naming.id}/refusal",
        f"/invitations/{invitation_id}/who-comes",
        f"/invitations/{invitation_id}/taking-back",
    ):
        assert browser.open(address).status == 404
        assert browser.client.post(address).status_code in (400, 404)
    assert namings(asked)[0].settled_at is None


def test_everything_copes_with_an_agency_that_names_nobody(asked: Story) -> None:
    lenka = english(asked.house.signed_in("lenka"))
    for address in (
        "/",
        f"/conferences/{asked.conference_id}",
        f"/cases/{asked.case_id}",
        f"/cases/{asked.case_id}/pledges",
    ):
        assert lenka.open(address).status == 200, address
    assert "The organisation has not named anybody yet" in lenka.open(f"/conferences/{asked.conference_id}").text
    lenka.open(f"/conferences/{asked.conference_id}/call-off")
    assert "ZŠ Na Kopci" in lenka.page.notice, "nothing tells its contact but a call"
    asked.house.hand.on(3, 3, 13, 5)
    lenka.open(f"/conferences/{asked.conference_id}/attendance")
    assert "ZŠ Na Kopci" not in lenka.page.text
    lenka.press("Save", **dict.fromkeys(_rows(lenka), "present"))
    asked.informed()
    lenka.press("Mark as held")
    assert "The meeting is marked as held." in lenka.page.text


def _rows(browser: Browser) -> list[str]:
    names = {str(field.get("name")) for field in browser.page.soup.find_all("input", attrs={"type": "radio"})}
    return sorted(names)


# --- several people, new agencies ------------------------------------------------------------------------------------


@pytest.mark.rule("S2-27", "C-01")
def test_two_people_of_one_school_come_each_with_a_function(story: Story) -> None:
    story.convened(story.agency("skola"), players=("ivana", "alena"))
    story.house.deliver()
    headmaster(story).press("This person will come", worker="Tomáš Beran")
    page = english(story.house.signed_in("lenka")).open(f"/conferences/{story.conference_id}")
    assert "výchovná poradkyně, ZŠ Na Kopci" in page.text
    assert "třídní učitel, ZŠ Na Kopci" in page.text


@pytest.mark.rule("S2-22")
def test_a_new_agency_enters_the_team_with_its_day(asked: Story) -> None:
    page = english(asked.house.signed_in("lenka")).open(f"/cases/{asked.case_id}")
    agencies = next(
        part for part in page.soup.select("section.sheet") if "Organisations at the case" in part.get_text()
    )
    assert "ZŠ Na Kopci" in agencies.get_text()
    assert "since 23 Feb 2026" in agencies.get_text().replace("\xa0", " ")


@pytest.mark.rule("S2-22")
def test_an_agency_that_is_only_on_the_list_is_in_no_team_and_keeps_its_first_day(story: Story) -> None:
    story.prepared(story.agency("skola"), players=("alena",))
    lenka = english(story.house.signed_in("lenka"))
    assert "ZŠ Na Kopci" not in lenka.open(f"/cases/{story.case_id}").text
    with story.inside():
        assert story.conference_id is not None
        actions.convene(story.conference_id, despite="Spěchá to.", by=story.lenka)
    story.house.hand.on(24, 2)
    with story.inside():
        who = Named(worker_id=story.house.worker("tomas"))
        actions.name_as_said(story.of_agency("skola").id, who, told=HowTold.PHONE, by=story.lenka)
    page = lenka.open(f"/cases/{story.case_id}").text
    assert page.count("since 23 Feb 2026") == 2
    assert "24 Feb 2026" not in page


def test_attendance_counts_whoever_was_named(asked: Story) -> None:
    headmaster(asked).press("This person will come", worker="Tomáš Beran")
    with asked.inside():
        assert "Mgr. Tomáš Beran" in [each.name for each in expected(asked.conference())]
