"""A person who cannot come sends a substitute: named by link or signed in, confirmed, replaced, taken back."""

from datetime import date

import pytest

from agencies.accounts.rules import SessionDoor
from agencies.staff.models import Worker
from coordination.cases import actions as cases
from coordination.conferences import actions
from coordination.conferences.actions import Named
from coordination.conferences.models import expected
from coordination.conferences.rules import Answer, Attendance, HowTold
from coordination.seats.rules import Ending
from foundation.database import db, transaction
from foundation.reasons import Refused
from tests.browsing import Browser, squeezed
from tests.cast import BY_KEY
from tests.conftest import calendar_of, text_of
from tests.coordination.conferences.conftest import FAMILY_WORDS, Story, when
from tests.coordination.conferences.test_naming import NOT_THIS_ONE, namings
from tests.coordination.conferences.test_views import by_link, english

WILL_SEND = "I will send a substitute"
INSTEAD = "This person will come instead of me"


@pytest.fixture
def convened(story: Story) -> Story:
    story.convened(players=("ivana", "alena", "martina"))
    story.house.deliver()
    return story


@pytest.fixture
def lenka(story: Story) -> Browser:
    return english(story.house.signed_in("lenka"))


def sent(story: Story, player: str, substitute: str) -> Browser:
    """Somebody answers by the mailed link that a colleague comes."""
    browser = by_link(story, player)
    if browser.page.has_button(WILL_SEND):
        browser.press(WILL_SEND)
    else:
        browser.follow("Name somebody else")
    browser.press(INSTEAD, worker=BY_KEY[substitute].name)
    assert {to for to, _ in story.house.deliver()} <= {BY_KEY[player].email}, "nobody else hears of it yet"
    return browser


def yes(story: Story, lenka: Browser) -> list[str]:
    """The coordinator says yes to whoever waits; answers whom letters reach."""
    lenka.open("/")
    lenka.follow("Decide")
    lenka.press("Yes, invite")
    assert lenka.page.heading.startswith("Meeting ")
    return sorted(next(key for key, one in BY_KEY.items() if one.email == to) for to, _ in story.house.deliver())


@pytest.mark.rule("S2-24", "S2-27")
def test_a_substitute_is_named_confirmed_and_comes_with_an_own_link(convened: Story, lenka: Browser) -> None:
    ivana = by_link(convened, "ivana")
    ivana.press(WILL_SEND)
    assert ivana.page.heading == "Who will come instead of you?"
    assert not [word for word in FAMILY_WORDS if word in ivana.page.whole]
    assert "Alena" not in ivana.page.whole
    ivana.press(INSTEAD, worker="Tomáš Beran")
    assert "Your substitute waits for the coordinator." in ivana.page.text
    assert "Beran" not in ivana.page.whole, "a link may be stolen"
    assert {to for to, _ in convened.house.deliver()} == {BY_KEY["ivana"].email}, "the own calendar, nobody else's"
    assert "Mgr. Ivana Součková sends a substitute: Mgr. Tomáš Beran" in lenka.open("/").text
    assert yes(convened, lenka) == ["ivana", "tomas"]
    assert "Comes instead of Mgr. Ivana Součková." in lenka.page.text
    told = convened.house.letters_to("ivana")[-1]
    assert told["Subject"] == "Zástupce je potvrzen: 3. 3. 2026"
    assert "přijde váš zástupce, pozvánku už má" in squeezed(text_of(told))
    assert "METHOD:CANCEL" in calendar_of(told)
    invited = convened.house.letters_to("tomas")[-1]
    assert "Přijdete jako zástupce ze své organizace." in squeezed(text_of(invited))
    assert "METHOD:REQUEST" in calendar_of(invited)
    guest = by_link(convened, "tomas")
    guest.press("I will come")
    assert "Your answer: I will come." in guest.page.text
    substitute, first = convened.invitation("tomas"), convened.invitation("ivana")
    assert substitute.substitute_for == first.id
    assert substitute.seat_id != first.seat_id
    assert (substitute.role, substitute.inward_reason) == (first.role, first.inward_reason)
    assert convened.seat("ivana").to_at is None, "the seat stays for later meetings"
    with convened.inside():
        names = [each.name for each in expected(convened.conference())]
    assert "Mgr. Tomáš Beran" in names
    assert "Mgr. Ivana Součková" not in names
    assert "Your substitute is confirmed" in by_link_of_invitation(convened).page.text


def by_link_of_invitation(story: Story) -> Browser:
    """Ivana's first letter still opens her answer."""
    first = text_of(story.house.letters_to("ivana")[0])
    browser = english(story.house.stranger())
    browser.open("/o/" + first.split("/o/")[1].split()[0])
    return browser


def test_the_signed_in_name_a_substitute_too_and_the_inbox_asks_for_it(convened: Story, lenka: Browser) -> None:
    ivana = english(convened.house.signed_in("ivana", SessionDoor.CODE))
    ivana.open(f"/conferences/{convened.conference_id}/my-answer")
    ivana.press(WILL_SEND)
    ivana.follow("I do not know yet")
    assert "Who will come instead of you?" in ivana.page.text
    assert "Nobody is named yet" in lenka.open("/").text
    assert "Say who comes instead of you" in ivana.open("/").text
    ivana.follow("Say who comes")
    ivana.press(INSTEAD, name="Mgr. Eva Malá", function="asistentka", email="eva.mala@nakopci.example")
    assert "Say who comes instead of you" not in ivana.open("/").text
    assert "Nobody is named yet" not in lenka.open("/").text
    lenka.follow("Decide")
    lenka.press("Yes, invite")
    assert sorted(to for to, _ in convened.house.deliver()) == ["eva.mala@nakopci.example", BY_KEY["ivana"].email]


@pytest.mark.rule("S2-12", "S2-27")
def test_a_no_is_told_without_its_reason_and_another_can_be_named(convened: Story, lenka: Browser) -> None:
    sent(convened, "ivana", "olga")
    lenka.open("/")
    lenka.follow("Decide")
    lenka.follow("No, ask for somebody else")
    lenka.press("Ask for somebody else", why="Bydlí vedle rodiny.")
    ((to, letter),) = convened.house.deliver()
    assert to == BY_KEY["ivana"].email
    assert letter["Subject"] == "Zástupce zatím není: 3. 3. 2026"
    assert "Bydlí" not in text_of(letter)
    ivana = by_link(convened, "ivana")
    assert "cannot be invited this time" in ivana.page.text
    assert "Bydlí" not in ivana.page.whole
    ivana.follow("Say who comes")
    ivana.press(INSTEAD, worker="Tomáš Beran")
    assert yes(convened, lenka) == ["ivana", "tomas"]
    assert [str(each.settled_how) for each in namings(convened)] == ["declined", "confirmed"]


def test_whoever_is_shut_out_is_never_named_and_nobody_learns_why(convened: Story, lenka: Browser) -> None:
    with convened.inside():
        cases.exclude(convened.case_id, convened.house.worker("olga"), why="sousedka", by=convened.lenka)
    ivana = by_link(convened, "ivana")
    ivana.press(WILL_SEND)
    assert "Olga Nová" in ivana.page.text, "a gap in the list would tell"
    ivana.press(INSTEAD, worker="Olga Nová")
    assert ivana.page.mistakes == [NOT_THIS_ONE]
    assert "Olga Nová" in ivana.page.text
    assert namings(convened) == []
    assert "Mgr. Olga Nová" not in lenka.open("/").text


def test_shut_out_between_the_name_and_the_yes(convened: Story, lenka: Browser) -> None:
    sent(convened, "ivana", "olga")
    lenka.open("/")
    lenka.follow("Decide")
    with convened.inside():
        cases.exclude(convened.case_id, convened.house.worker("olga"), why="sousedka", by=convened.lenka)
    lenka.press("Yes, invite")
    assert lenka.page.mistakes == ["Mgr. Olga Nová cannot work on this case. Choose somebody else."]
    assert convened.house.deliver() == []


def test_a_new_person_of_the_name_of_somebody_shut_out_is_pointed_at(convened: Story, lenka: Browser) -> None:
    with convened.inside():
        cases.exclude(convened.case_id, convened.house.worker("olga"), why="sousedka", by=convened.lenka)
    ivana = by_link(convened, "ivana")
    ivana.press(WILL_SEND)
    ivana.press(INSTEAD, worker="other", name="Nová Olga", function="učitelka", email="olga@jinde.example")
    lenka.open("/")
    lenka.follow("Decide")
    assert "somebody of the same name must not see this case" in lenka.page.text


def test_a_substitute_of_a_substitute(convened: Story, lenka: Browser) -> None:
    sent(convened, "ivana", "tomas")
    assert yes(convened, lenka) == ["ivana", "tomas"]
    sent(convened, "tomas", "olga")
    assert yes(convened, lenka) == ["olga", "tomas"]
    with convened.inside():
        names = [each.name for each in expected(convened.conference())]
    assert "Mgr. Olga Nová" in names
    assert not {"Mgr. Tomáš Beran", "Mgr. Ivana Součková"} & set(names)


def test_another_substitute_later_takes_the_former_one_back(convened: Story, lenka: Browser) -> None:
    sent(convened, "ivana", "tomas")
    yes(convened, lenka)
    former_link = "/o/" + text_of(convened.house.letters_to("tomas")[-1]).split("/o/")[1].split()[0]
    ivana = by_link_of_invitation(convened)
    ivana.follow("Name somebody else")
    ivana.press(INSTEAD, worker="Olga Nová")
    assert yes(convened, lenka) == ["ivana", "olga", "tomas"]
    goodbye = convened.house.letters_to("tomas")[-1]
    assert "Vaše účast skončila" in goodbye["Subject"]
    assert "METHOD:CANCEL" in calendar_of(goodbye)
    assert convened.house.stranger().open(former_link).status == 410
    former = convened.invitation("tomas")
    assert not former.stands
    assert former.seat is not None
    assert former.seat.ended_how == Ending.LEFT
    assert "Not invited any more" in lenka.page.text
    assert "Tomáš Beran" not in english(convened.house.signed_in("tomas")).open("/").text
    ivana = by_link_of_invitation(convened)
    ivana.follow("Name somebody else")
    ivana.press(INSTEAD, worker="Tomáš Beran")
    assert yes(convened, lenka) == ["ivana", "olga", "tomas"], "and back again"
    assert convened.invitation("tomas").stands
    assert convened.invitation("tomas").answer == Answer.NO_REPLY


def test_somebody_waiting_gives_way_to_another_name_and_to_a_change_of_mind(convened: Story, lenka: Browser) -> None:
    sent(convened, "ivana", "tomas")
    ivana = by_link(convened, "ivana")
    ivana.follow("Name somebody else")
    ivana.press(INSTEAD, worker="Olga Nová")
    assert "Beran" not in lenka.open("/").text
    ivana.press("I will come")
    assert "Your answer: I will come." in ivana.page.text
    assert not lenka.open("/").has_link("Decide")
    assert [str(each.settled_how) for each in namings(convened)] == ["withdrawn", "withdrawn"]


def test_with_a_confirmed_substitute_only_the_coordinator_brings_the_first_back(
    convened: Story, lenka: Browser
) -> None:
    sent(convened, "ivana", "tomas")
    yes(convened, lenka)
    ivana = by_link_of_invitation(convened)
    ivana.press("I will come")
    assert "The substitute is invited already." in ivana.page.text
    assert convened.invitation("ivana").answer == Answer.SUBSTITUTE
    lenka.open(f"/conferences/{convened.conference_id}")
    lenka.follow("Take the invitation back")
    lenka.press("Take back")
    arrived = dict(convened.house.deliver())
    assert set(arrived) == {BY_KEY["ivana"].email, BY_KEY["tomas"].email}
    assert "METHOD:REQUEST" in calendar_of(arrived[str(BY_KEY["ivana"].email)])
    by_link(convened, "ivana").press("I will come")
    assert convened.invitation("ivana").answer == Answer.ACCEPTED


def test_a_substitute_who_steps_aside_leaves_the_place_to_name(convened: Story, lenka: Browser) -> None:
    sent(convened, "ivana", "tomas")
    yes(convened, lenka)
    with convened.inside():
        actions.step_aside(convened.seat("tomas").id, reason="", by=convened.key("tomas"))
    assert "Mgr. Ivana Součková sends a substitute" in lenka.open("/").text
    convened.house.deliver()
    ivana = by_link_of_invitation(convened)
    ivana.press("I will come")
    ((to, letter),) = convened.house.deliver()
    assert to == BY_KEY["ivana"].email
    assert "METHOD:REQUEST" in calendar_of(letter), "the meeting is in the calendar again"


def test_the_coordinator_writes_down_a_substitute_told_by_phone(convened: Story, lenka: Browser) -> None:
    lenka.open(f"/invitations/{convened.invitation('ivana').id}/answer")
    lenka.press("Save", answer="a substitute comes")
    lenka.follow("Write who comes instead")
    assert "Instead of Mgr. Ivana Součková" in lenka.page.text
    lenka.press("Save", worker="Tomáš Beran")
    arrived = sorted(to for to, _ in convened.house.deliver())
    assert arrived == [BY_KEY["ivana"].email, BY_KEY["tomas"].email]
    assert convened.invitation("tomas").substitute_for == convened.invitation("ivana").id


def test_after_the_meeting_has_begun_nobody_is_named(convened: Story) -> None:
    ivana = by_link(convened, "ivana")
    ivana.press(WILL_SEND)
    convened.house.hand.on(3, 3, 13, 0)
    ivana.press(INSTEAD, worker="Tomáš Beran")
    assert "The meeting has begun" in ivana.page.text
    assert namings(convened) == []


def test_a_yes_to_what_is_decided_and_a_name_for_what_is_held_are_refused(convened: Story, lenka: Browser) -> None:
    sent(convened, "ivana", "tomas")
    (naming,) = namings(convened)
    yes(convened, lenka)
    with convened.inside():
        with pytest.raises(Refused, match="decided already"):
            actions.confirm(naming.id, why="x", by=convened.lenka)
        with pytest.raises(Refused, match="coordinator convenes"):
            actions.decline(naming.id, why="x", by=convened.key("jitka"))
        with pytest.raises(Refused, match="Only an organisation"):
            actions.take_back(convened.invitation("alena").id, by=convened.lenka)
    assert "This is decided already." in lenka.open(f"/namings/{naming.id}/confirmation").text


def test_somebody_without_an_own_address_is_invited_on_paper(convened: Story, lenka: Browser) -> None:
    with convened.inside(), transaction() as session:
        session.get_one(Worker, convened.house.worker("tomas")).email = None
    sent(convened, "ivana", "tomas")
    lenka.open("/")
    lenka.follow("Decide")
    assert "has no mail address, you invite them on paper" in lenka.page.text
    assert yes(convened, lenka) == ["ivana"]
    assert convened.invitation("tomas").how_told == HowTold.PAPER


def test_a_name_as_said_for_a_person_who_is_not_invited_any_more(convened: Story, lenka: Browser) -> None:
    sent(convened, "ivana", "tomas")
    yes(convened, lenka)
    with convened.inside():
        taken = convened.invitation("tomas").id
        actions.take_back(taken, by=convened.lenka)
        who = Named(worker_id=convened.house.worker("olga"))
        with pytest.raises(Refused, match="does not hold any more"):
            actions.name_as_said(taken, who, told=HowTold.PHONE, by=convened.lenka)
        assert db.session.is_active


def test_whoever_sat_at_the_case_before_keeps_the_seat_when_giving_way(story: Story, lenka: Browser) -> None:
    story.convened(story.relative(story.mother), players=("tomas", "alena"))
    story.house.hand.on(3, 3, 14)
    with story.inside():
        there = {each.id: Attendance.PRESENT for each in expected(story.conference())}
        assert story.conference_id is not None
        actions.record_attendance(story.conference_id, there, by=story.lenka)
        story.informed()
        actions.mark_held(story.conference_id, by=story.lenka)
    _second_meeting(story)
    story.house.deliver()
    sent(story, "ivana", "tomas")
    yes(story, lenka)
    with story.inside():
        actions.take_back(story.invitation("tomas").id, by=story.lenka)
    arrived = dict(story.house.deliver())
    goodbye = arrived[str(BY_KEY["tomas"].email)]
    assert goodbye["Subject"] == "Pozvánka už neplatí: pracovní setkání 24. 3. 2026"
    assert "METHOD:CANCEL" in calendar_of(goodbye)
    assert story.seat("tomas").to_at is None
    assert not story.invitation("tomas").stands


def _second_meeting(story: Story) -> None:
    """A fortnight later, with ivana and without tomas."""
    with story.inside():
        second = story.conference_id = actions.begin(story.case_id, by=story.lenka)
        actions.set_goal(second, goal="Vyhodnotit plán.", is_realistic=True, because="Všichni chtějí.", by=story.lenka)
        people = [story.asked("ivana"), story.asked("alena"), story.relative(story.mother)]
        actions.list_people(second, people, by=story.lenka)
        later = when(meets_on=date(2026, 3, 24), answer_by=date(2026, 3, 20))
        actions.set_time(second, later, by=story.lenka)
        actions.convene(second, despite="Spěchá to.", by=story.lenka)
