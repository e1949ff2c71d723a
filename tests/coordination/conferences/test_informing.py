"""How the family learned of a meeting: written down, read by the few who may, and needed before it counts as held."""

from datetime import date

import pytest

from agencies.accounts.rules import SessionDoor
from coordination.cases import actions as cases
from coordination.cases.actions import Member
from coordination.cases.rules import Kinship, SafeContact
from coordination.conferences import actions
from coordination.conferences.informed import told_of
from coordination.conferences.rules import Attendance, ConferenceState, HowTold
from foundation.reasons import Refused
from tests.browsing import Browser
from tests.coordination.conferences.conftest import Story

WORDS = "Proč se sejdeme, kdo přijde. Matka řekla, že chce přijít s kamarádkou."


@pytest.fixture
def lenka(story: Story) -> Browser:
    browser = story.house.signed_in("lenka")
    browser.client.set_cookie("lang", "en")
    return browser


def begun(story: Story) -> None:
    """The meeting has begun and everybody's attendance is entered."""
    story.convened(story.relative(story.mother), players=("ivana", "tereza"))
    story.house.hand.on(3, 3, 14)
    with story.inside():
        there = {each.id: Attendance.PRESENT for each in story.conference().invitations}
        actions.record_attendance(story.conference_id, there, by=story.lenka)  # type: ignore[arg-type]


@pytest.mark.rule("S2-26")
def test_who_was_told_when_how_by_whom_and_what_stays_with_the_meeting(story: Story, lenka: Browser) -> None:
    story.prepared()
    lenka.open(f"/conferences/{story.conference_id}/check")
    assert "Tell them by Monday 2 March 2026 and record who, when, how and what." in lenka.page.text
    lenka.follow("Record it")
    lenka.press(
        "Save", people=["Jana Vlčková", "Gabriela Vlčková"], told_on="20. 2. 2026", how="in_person", words=WORDS
    )  # fmt: skip
    assert lenka.page.heading == "Check and send", "back to the preparation"
    assert "The family does not know of the meeting yet" not in lenka.page.text
    with story.inside():
        assert story.conference_id is not None
        records = told_of(story.conference_id)
        assert {each.person_id for each in records} == {story.mother, story.gabina}
        assert {(each.told_on, each.how, each.told_by, each.content) for each in records} == {
            (date(2026, 2, 20), HowTold.IN_PERSON, "Bc. Lenka Horáková", WORDS)
        }
    lenka.press("Send 6 invitations", despite="Spěchá to.")
    assert "Friday 20 February 2026, in person" in lenka.page.text
    page = lenka.open(f"/conferences/{story.conference_id}/family-informed")
    assert WORDS in page.text
    assert "Told by: Bc. Lenka Horáková." in page.text


@pytest.mark.rule("S2-26")
def test_without_the_record_the_meeting_is_not_held_unless_somebody_says_why(story: Story, lenka: Browser) -> None:
    begun(story)
    lenka.open(f"/conferences/{story.conference_id}")
    lenka.press("Mark as held", uninformed_because="")
    assert lenka.page.mistakes == [
        "The meeting cannot be marked as held: there is no record of when and how the family learned of it. "
        "Add it, or write the reason."
    ]
    assert story.conference().state is ConferenceState.CONVENED
    lenka.press("Mark as held", uninformed_because="Matka byla v nemocnici, dozví se to dnes.")
    assert story.conference().state is ConferenceState.HELD
    assert "Matka byla v nemocnici, dozví se to dnes." in lenka.page.text


def test_with_the_record_nobody_is_asked_why(story: Story, lenka: Browser) -> None:
    begun(story)
    story.informed()
    lenka.open(f"/conferences/{story.conference_id}")
    assert "uninformed_because" not in lenka.page.whole
    lenka.press("Mark as held")
    assert story.conference().state is ConferenceState.HELD
    assert story.conference().uninformed_because is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"people": []}, "Tick at least one member of the family who was told."),
        ({"told_on": "24. 2. 2026"}, "The day is still to come. Record it once the family has been told."),
        ({"words": ""}, "Write in one sentence what they were told."),
        ({"told_by": ""}, "Write the name of the one who told them."),
    ],
)
def test_a_record_that_says_too_little_is_refused_and_kept(
    story: Story, lenka: Browser, typed: dict[str, str | list[str]], sentence: str
) -> None:  # fmt: skip
    story.convened()
    lenka.open(f"/conferences/{story.conference_id}/family-informed")
    whole = {"people": ["Jana Vlčková"], "told_on": "23. 2. 2026", "words": WORDS, "told_by": "Bc. Lenka Horáková"}
    lenka.press_with("Save", whole | typed)  # type: ignore[arg-type]
    assert lenka.page.mistakes == [sentence]
    kept = {**whole, **typed}["words"]
    assert str(kept) in lenka.page.whole
    with story.inside():
        assert story.conference_id is not None
        assert not told_of(story.conference_id)


def test_a_day_after_the_meeting_is_too_late(story: Story) -> None:
    conference_id = story.convened()
    story.house.hand.on(3, 5)
    with story.inside():
        late = actions.Told((story.mother,), date(2026, 3, 5), HowTold.PHONE, "Bc. Lenka Horáková", WORDS)
        with pytest.raises(Refused) as refused:
            actions.inform(conference_id, late, by=story.lenka)
    assert "The family is told before the meeting, this day comes after it." in refused.value.reasons[0].sentence


def test_the_minute_taker_reads_the_record_and_writes_none_and_a_seat_finds_no_such_page(
    story: Story, lenka: Browser
) -> None:  # fmt: skip
    story.convened()
    story.informed()
    for player in ("tereza", "ivana"):
        story.pledge(player)
    story.ground("ivana")
    address = f"/conferences/{story.conference_id}/family-informed"
    tereza = story.house.signed_in("tereza")
    tereza.client.set_cookie("lang", "en")
    assert "Proč a kdo se sejde." in tereza.open(address).text
    assert not tereza.page.has_button("Save")
    assert tereza.client.post(address).status_code in (400, 404)
    ivana = story.house.signed_in("ivana", SessionDoor.CODE)
    assert ivana.open(address).status == 404
    assert "Proč a kdo se sejde." not in ivana.open(f"/conferences/{story.conference_id}").whole


def test_whoever_should_know_and_does_not_is_named(story: Story, lenka: Browser) -> None:
    story.convened(story.relative(story.mother))
    with story.inside():
        father = Member("Roman Vlček", Kinship.FATHER, False, None, SafeContact.NONE, "", "")
        cases.change_member(story.father, father, by=story.lenka)
    for name, left in (
        ("Jana Vlčková", "Saved. Not told yet: Roman Vlček."),
        ("Roman Vlček", "Saved. The family knows"),
    ):
        lenka.open(f"/conferences/{story.conference_id}/family-informed")
        lenka.press(
            "Save", people=name, told_on="23. 2. 2026", how="in_person", told_by="Bc. Lenka Horáková",
            words="Kdo přijde a proč.",
        )  # fmt: skip
        assert left in lenka.page.text
    assert "Not told yet" not in lenka.page.text
