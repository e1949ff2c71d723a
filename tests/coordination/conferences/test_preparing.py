"""Preparing a meeting as Lenka does it: five short pages, few inputs, the family in advance, cautions at the end."""

from datetime import date

import pytest

from coordination.cases import actions as cases
from coordination.cases.actions import Member
from coordination.cases.rules import Kinship, PersonKind, SafeContact
from coordination.conferences import actions
from coordination.conferences.actions import Goal
from coordination.conferences.models import Conference, conference_of, draft_of
from coordination.conferences.rules import Attendance, ConferenceState, MeetingKind
from coordination.conferences.rules_of_convening import OtherTool
from coordination.seats.models import Involvement
from coordination.seats.rules import Relation, Role
from foundation import town_settings
from foundation.database import db
from foundation.reasons import Refused
from tests.browsing import Browser, squeezed
from tests.conftest import text_of
from tests.coordination.conferences.conftest import FAMILY_WORDS, GOAL, Story, when

NETWORK = (("skola", "serves", ("school",)), ("kompas", "may_serve", ("behaviour",)), ("pristav", "may_serve", ()))


@pytest.fixture
def lenka(story: Story) -> Browser:
    browser = story.house.signed_in("lenka")
    browser.client.set_cookie("lang", "en")
    return browser


@pytest.fixture
def network(story: Story) -> None:
    """School, SVP and an NGO stand around the family, as their relation says."""
    with story.inside():
        for agency, relation, areas in NETWORK:
            cases.involve(
                story.case_id, story.house.ids.agencies[agency], relation=Relation(relation), since=date(2026, 2, 1),
                areas=areas, concerned=(story.gabina,) if agency == "skola" else (), by=story.lenka,
            )  # fmt: skip


def row(browser: Browser, name: str) -> str:
    """How the fields of a person's row begin."""
    for label in browser.page.soup.find_all("label"):
        if name in label.get_text(" ") and str(label.get("for", "")).endswith("chosen"):
            return str(label["for"]).removesuffix("chosen")
    raise AssertionError(f"{name} is not on the page: {browser.page.text}")


def drafted(story: Story) -> Conference:
    with story.inside():
        draft = draft_of(story.case_id)
        found = conference_of(draft.id) if draft else None
    assert found is not None
    return found


def to_people(story: Story, lenka: Browser) -> None:
    """Lenka has written the goal and chooses people now."""
    lenka.open(f"/cases/{story.case_id}/conferences/new")
    lenka.press("Continue", is_realistic="yes", because="Škola i matka chtějí.")
    assert lenka.page.heading == "Whom do you need at the table?"


def to_check(lenka: Browser, day: str = "10. 3. 2026") -> None:
    """From the list of people on to the last step."""
    lenka.press("Continue", meets_on=day, wall_from="13:00")
    lenka.press("Continue")
    assert lenka.page.heading == "Check and send"


class Counting:
    """Counts what a coordinator has to do: pages that open, and inputs that she fills, chooses or ticks."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.pages = [browser.page.heading]
        self.inputs = 0

    def press(self, button: str, **typed: str | bool) -> None:
        self.inputs += len(typed)
        self.browser.press_with(button, dict(typed))
        assert not self.browser.page.mistakes, self.browser.page.mistakes
        self.pages.append(self.browser.page.heading)


def test_five_people_are_convened_on_five_pages_with_at_most_twelve_inputs(
    story: Story, lenka: Browser, network: None
) -> None:  # fmt: skip
    with story.inside():
        cases.involve(
            story.case_id, story.house.ids.agencies["javor"], relation=Relation.MAY_SERVE, since=date(2026, 2, 1),
            areas=(), concerned=(), by=story.lenka,
        )  # fmt: skip
    lenka.open(f"/cases/{story.case_id}/conferences/new")
    counted = Counting(lenka)
    counted.press("Continue", is_realistic="yes", because="Škola i matka chtějí.")
    ticks: dict[str, str | bool] = {
        f"{row(lenka, name)}chosen": True for name in ("Součková", "Křížová", "Dvořáčková", "Zeman", "Tereza Malá")
    }
    counted.press("Continue", **ticks, **{f"{row(lenka, 'Zeman')}role": "facilitator"})
    counted.press("Continue", meets_on="10. 3. 2026", wall_from="13:00")
    counted.press("Continue")
    steps = counted.pages.copy()
    counted.press("Send 5 invitations")
    assert len(steps) == len(set(steps)) == 5
    assert counted.inputs <= 12, counted.inputs
    conference = story_conference(story)
    assert conference.state is ConferenceState.CONVENED
    workers = [each for each in conference.invitations if each.worker_id and each.role != Role.COORDINATOR]
    assert len(workers) == 5
    assert all(each.outward_reasons and each.inward_reason for each in workers), "nothing was left out to be so quick"
    assert conference.goal == GOAL
    assert [each.name for each in conference.invitations if each.is_family] == ["Jana Vlčková", "Gabriela Vlčková"]


def story_conference(story: Story) -> Conference:
    with story.inside():
        found = db.session.query(Conference).filter_by(case_id=story.case_id).order_by(Conference.number.desc()).first()
        assert found is not None
        whole = conference_of(found.id)
        assert whole is not None
        return whole


# --- what the house proposes -----------------------------------------------------------------------------------------


@pytest.mark.rule("S2-24", "S2-15", "S2-22")
def test_agencies_that_serve_and_that_may_stand_apart_each_with_its_reason(
    story: Story, lenka: Browser, network: None
) -> None:  # fmt: skip
    to_people(story, lenka)
    soup = lenka.page.soup
    assert "Součková" in soup.find(id="serves").get_text()  # type: ignore[union-attr]
    assert "Křížová" in soup.find(id="may_serve").get_text()  # type: ignore[union-attr]
    assert "Already works with the family: school." in lenka.page.text
    assert "Could help the family: the child's behaviour." in lenka.page.text
    lenka.press("Search", searched="Probační")
    lenka.press("Add")
    fields = row(lenka, "Kučera")
    lenka.press_with(
        "Continue",
        {
            f"{row(lenka, 'Součková')}chosen": True, f"{fields}chosen": True, f"{fields}relation": "serves",
            f"{fields}since": "20. 2. 2026",
        },
    )  # fmt: skip
    to_check(lenka)
    lenka.press("Send 2 invitations", despite="Povedu ho sama.")
    invited = {each.name: each for each in story_conference(story).invitations}
    assert invited["Mgr. Ivana Součková"].outward_reasons == ("knows",)
    assert invited["Mgr. Jan Kučera"].outward_reasons == ("service",)
    with story.inside():
        involvement = db.session.query(Involvement).filter_by(agency_id=story.house.ids.agencies["probace"]).one()
        assert (involvement.relation, involvement.since) == (Relation.SERVES, date(2026, 2, 20))
    assert "20. 2. 2026" in lenka.open(f"/cases/{story.case_id}/people").text.replace("20 Feb 2026", "20. 2. 2026")


@pytest.mark.rule("S2-24", "S2-22")
def test_without_a_reason_nobody_is_invited_and_no_agency_enters(story: Story, lenka: Browser, network: None) -> None:
    to_people(story, lenka)
    lenka.press("Search", searched="Probační")
    lenka.press("Add")
    lenka.press_with(
        "Continue",
        {
            f"{row(lenka, 'Kučera')}chosen": True, f"{row(lenka, 'Kučera')}inward": "",
            f"{row(lenka, 'Součková')}chosen": True, f"{row(lenka, 'Součková')}first": "",
        },
    )  # fmt: skip
    to_check(lenka)
    assert "The reason for inviting Mgr. Jan Kučera is missing." in lenka.page.text
    assert "The reason for inviting Mgr. Ivana Součková is missing." in lenka.page.text
    assert not lenka.page.has_button("Send")
    with story.inside():
        assert db.session.query(Involvement).filter_by(agency_id=story.house.ids.agencies["probace"]).count() == 0


def test_an_untouched_reason_follows_the_role_and_a_written_one_stays(
    story: Story, lenka: Browser, network: None
) -> None:  # fmt: skip
    to_people(story, lenka)
    alena, martina = row(lenka, "Křížová"), row(lenka, "Dvořáčková")
    lenka.press_with(
        "Continue",
        {
            f"{alena}chosen": True, f"{alena}role": "facilitator",
            f"{martina}chosen": True, f"{martina}role": "interpreter", f"{martina}inward": "Umí ukrajinsky.",
        },
    )  # fmt: skip
    invited = {each.name: each for each in drafted(story).invitations}
    led, interprets = invited["PhDr. Alena Křížová"], invited["Bc. Martina Dvořáčková"]
    assert (led.outward_reasons, led.inward_reason) == (("leads",), "Leads the meeting.")
    assert interprets.inward_reason == "Umí ukrajinsky."


def test_what_to_bring_is_proposed_by_the_kind_of_organisation_and_can_be_changed(
    story: Story, lenka: Browser, network: None
) -> None:  # fmt: skip
    to_people(story, lenka)
    lenka.press_with("Continue", {f"{row(lenka, name)}chosen": True for name in ("Součková", "Křížová")})
    lenka.press("Continue", meets_on="10. 3. 2026", wall_from="13:00")
    assert lenka.page.heading == "What should they bring?"
    assert "Attendance and results in brief" in lenka.page.whole
    assert "Which programme you can offer" in lenka.page.whole
    assert "Nothing to bring. Think about what you want to say." in lenka.page.whole
    lenka.press_with("Continue", {"rows-0-prepare": "Výpis docházky za únor."})
    assert drafted(story).invitations[0].to_prepare == "Výpis docházky za únor."
    lenka.open(f"/conferences/{drafted(story).id}/people")
    lenka.press("Continue")
    assert drafted(story).invitations[0].to_prepare == "Výpis docházky za únor.", "the list of people keeps it"


def test_the_next_meeting_begins_with_what_was_written_for_the_last_one(story: Story, lenka: Browser) -> None:
    story.convened(story.relative(story.mother))
    to_people(story, lenka)
    assert "Zná docházku a požadavky školy." in lenka.page.text
    assert "Zeman" in lenka.page.soup.find(id="before").get_text()  # type: ignore[union-attr]
    lenka.press_with("Continue", {f"{row(lenka, 'Zeman')}chosen": True})
    zeman = next(each for each in drafted(story).invitations if "Zeman" in each.name)
    assert (zeman.role, zeman.inward_reason) == (Role.FACILITATOR, "Zná docházku a požadavky školy.")
    assert "MěÚ Podlesí, zasedačka 204" in lenka.page.whole, "and with the place"


# --- two people of one organisation ----------------------------------------------------------------------------------


@pytest.mark.rule("S2-27")
def test_two_people_of_the_school_come_each_with_a_function(story: Story, lenka: Browser, network: None) -> None:
    to_people(story, lenka)
    lenka.press_with("Continue", {f"{row(lenka, name)}chosen": True for name in ("Součková", "Beran")})
    to_check(lenka)
    lenka.press("Send 2 invitations", despite="Povedu ho sama.")
    assert "výchovná poradkyně, ZŠ Na Kopci" in lenka.page.text
    assert "třídní učitel, ZŠ Na Kopci" in lenka.page.text


@pytest.mark.rule("S2-27")
def test_one_person_is_not_on_the_list_twice(story: Story, lenka: Browser, network: None) -> None:
    with story.inside():
        draft = actions.begin(story.case_id, by=story.lenka)
    lenka.open(f"/conferences/{draft}/people")
    address, sent = lenka.filled("Continue", {f"{row(lenka, 'Součková')}chosen": True})
    double = row(lenka, "Beran")
    key = next(value for name, value in sent if name == f"{row(lenka, 'Součková')}key")
    forged = dict(sent) | {f"{double}key": key, f"{double}chosen": "y"}
    lenka.post(address, forged)
    assert any("is on the list twice" in mistake for mistake in lenka.page.mistakes)


# --- the family ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-15")
def test_the_family_of_the_household_is_on_the_list_in_advance_and_nobody_else(
    story: Story, lenka: Browser, network: None
) -> None:  # fmt: skip
    with story.inside():
        little = Member("Eliška Vlčková", Kinship.DAUGHTER, True, date(2020, 7, 8), SafeContact.NONE, "", "")
        cases.add_member(story.case_id, little, by=story.lenka)
    to_people(story, lenka)
    boxes = [box for box in lenka.page.soup.select("input[type=checkbox]") if box.has_attr("checked")]
    ticked = [lenka.page.soup.find("label", attrs={"for": box["id"]}).get_text(" ") for box in boxes]  # type: ignore[union-attr]
    assert len(ticked) == 2
    assert any("Jana Vlčková" in each for each in ticked)
    assert any("Gabriela Vlčková" in each for each in ticked)
    assert [option["value"] for option in lenka.page.soup.select("select[name$=how_told] option[selected]")][:1] == [
        "in_person"
    ]


@pytest.mark.rule("S2-15")
def test_taking_the_family_off_asks_for_a_reason(story: Story, lenka: Browser, network: None) -> None:
    to_people(story, lenka)
    off = {f"{row(lenka, name)}chosen": False for name in ("Jana", "Gabriela")}
    lenka.press_with("Continue", {**off, f"{row(lenka, 'Součková')}chosen": True})
    to_check(lenka)
    assert "Nobody from the family is on the list. Add them, or write why" in lenka.page.text
    assert not lenka.page.has_button("Send")


@pytest.mark.rule("S2-28")
def test_a_family_that_is_only_informed_is_shown_with_the_reason(story: Story, lenka: Browser, network: None) -> None:
    why = "První sladění služeb, matka souhlasila."
    to_people(story, lenka)
    lenka.press_with(
        "Continue", {f"{row(lenka, 'Součková')}chosen": True, "kind": "working", "without_family_because": why}
    )  # fmt: skip
    to_check(lenka)
    lenka.press("Send 1 invitation", despite="Povedu ho sama.")
    assert story.house.deliver()
    conference = story_conference(story)
    assert conference.kind == MeetingKind.WORKING
    for page in (f"/conferences/{conference.id}", f"/conferences/{conference.id}/attendance"):
        text = lenka.open(page).text
        assert "Jana Vlčková" in text
        assert "nformed only" in text
        assert why in text
    family = [each for each in conference.invitations if each.is_family]
    assert [each.attendance for each in family] == [Attendance.INFORMED_ONLY, Attendance.INFORMED_ONLY]
    assert not [each for each in family if each.comes]


@pytest.mark.rule("S2-28")
def test_one_of_the_family_is_not_left_out_without_a_word(story: Story, lenka: Browser, network: None) -> None:
    to_people(story, lenka)
    typed: dict[str, str | bool] = {f"{row(lenka, 'Gabriela')}chosen": False, f"{row(lenka, 'Součková')}chosen": True}
    lenka.press_with("Continue", typed)  # type: ignore[arg-type]
    to_check(lenka)
    assert "Gabriela Vlčková will only be informed. Write why they are not coming this time." in lenka.page.text
    assert not lenka.page.has_button("Send")
    lenka.follow("Gabriela Vlčková will only be informed.")
    lenka.press_with("Continue", {f"{row(lenka, 'Gabriela')}why_not": "Nechce mluvit před školou."})
    lenka.press("Send 1 invitation", despite="Povedu ho sama.")
    assert "Nechce mluvit před školou." in lenka.page.text
    assert story.house.deliver(), "and yet nobody of the family got a mail"


def test_a_meeting_led_by_the_child_is_not_held_without_it(story: Story, lenka: Browser, network: None) -> None:
    to_people(story, lenka)
    off = {f"{row(lenka, 'Gabriela')}chosen": False, f"{row(lenka, 'Gabriela')}why_not": "Je nemocná."}
    lenka.press_with("Continue", {**off, "kind": "led_by_child"})
    to_check(lenka)
    assert "A meeting led by the child needs the child." in lenka.page.text


# --- the right tool --------------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-14")
def test_a_meeting_that_is_not_the_right_tool_is_not_convened_and_another_one_is_named(
    story: Story, lenka: Browser
) -> None:  # fmt: skip
    story.prepared()
    lenka.open(f"/conferences/{story.conference_id}/check")
    address, sent = lenka.filled("Send 6 invitations", {"despite": "Spěchá to."})
    lenka.open(f"/conferences/{story.conference_id}/goal")
    lenka.press("Continue", unsuited=["one_agency", "nobody_spoke"], other_way="Zavolám do Přístavu.")
    lenka.post(address, dict(sent))
    text = lenka.page.text
    assert "one organisation can manage it alone. Agree directly with that one" in text
    assert "nobody has talked with the family yet. Talk with it first" in text
    assert story.house.deliver() == []
    assert set(story.conference().unsuited) == {"nobody_spoke", "one_agency"}
    lenka.open(f"/conferences/{story.conference_id}/goal")
    assert "Zavolám do Přístavu." in lenka.page.whole
    lenka.press("Continue", unsuited=[], other_way="")
    lenka.post(address, dict(lenka_fresh(story, lenka)))
    assert story.conference().state is ConferenceState.CONVENED


def lenka_fresh(story: Story, lenka: Browser) -> list[tuple[str, str]]:
    lenka.open(f"/conferences/{story.conference_id}/check")
    return lenka.filled("Send 6 invitations", {"despite": "Spěchá to."})[1]


def test_before_a_court_the_parents_are_asked_to_come(story: Story, lenka: Browser) -> None:
    story.prepared()
    lenka.open(f"/conferences/{story.conference_id}/goal")
    lenka.press("Continue", before_court=True)
    page = lenka.open(f"/conferences/{story.conference_id}/check")
    assert "before a motion to the court" in page.text
    assert "its reasons are discussed with the parents, and none of them is invited" in page.text


# --- what the house cautions of --------------------------------------------------------------------------------------


def test_too_soon_for_a_school_needs_a_word_why_and_nothing_more(story: Story, lenka: Browser) -> None:
    story.prepared()
    lenka.open(f"/conferences/{story.conference_id}/check")
    assert "Fewer than 10 days remain. Move the meeting, or write why it is urgent." in lenka.page.text
    lenka.press("Send 6 invitations", despite="")
    assert lenka.page.mistakes == ["Write in one sentence why it should be so. It stays with the meeting."]
    assert story.conference().state is ConferenceState.DRAFT
    lenka.press("Send 6 invitations", despite="Matka jde ve středu k soudu.")
    assert "Matka jde ve středu k soudu." in lenka.page.text
    assert story.conference().despite == "Matka jde ve středu k soudu."


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 8), "Sunday 8 March 2026 is a weekend. Choose Monday 9 March 2026"),
        (date(2026, 4, 6), "Monday 6 April 2026 is a public holiday. Choose Tuesday 7 April 2026"),
        (date(2026, 4, 6), "The meeting is more than a month away."),
    ],
)
def test_the_day_itself_is_cautioned_of(story: Story, lenka: Browser, day: date, said: str) -> None:
    story.prepared()
    with story.inside():
        assert story.conference_id is not None
        actions.set_time(story.conference_id, when(meets_on=day, answer_by=None), by=story.lenka)
    assert said in lenka.open(f"/conferences/{story.conference_id}/check").text


def test_everything_that_nobody_could_do_is_said_at_once(story: Story, lenka: Browser) -> None:
    story.prepared(players=("vrata", "ivana", "petr"))
    with story.inside():
        blank = {"citace: odpovědnost": ""}
        town_settings.change(story.house.ids.agencies["podlesi"], blank, by="house")
    page = lenka.open(f"/conferences/{story.conference_id}/check")
    for sentence in (
        "Spolek Most enters the case with this meeting and has neither consent nor legal title yet.",
        "Nobody can sign the pledge yet, the town has not filled in: Pledge: the law on liability.",
        "Several people read the mailbox of Josef Vrátný",
        "The family does not know of the meeting yet. Tell them by Monday 2 March 2026",
        "Nobody takes the minutes, so they fall to you.",
    ):
        assert sentence in page.text, sentence
    assert page.has_button("Send 3 invitations"), "and none of it forbids the meeting"


def test_a_convenor_who_leads_the_meeting_herself_is_told_and_it_stays_with_the_meeting(
    story: Story, lenka: Browser
) -> None:  # fmt: skip
    story.prepared(players=("ivana", "tereza"))
    page = lenka.open(f"/conferences/{story.conference_id}/check")
    assert (
        "Bc. Lenka Horáková holds two roles that should be apart: convenes the meeting, leads the meeting." in page.text
    )
    lenka.press("Send 2 invitations", despite="Nikdo jiný tu není.")
    own = next(each for each in story.conference().invitations if each.role == Role.COORDINATOR)
    assert own.also == Role.FACILITATOR
    assert "coordinator, leads the meeting" in lenka.page.text


def test_one_from_the_office_may_lead_and_write_and_is_told_that_these_should_be_apart(
    story: Story, lenka: Browser, network: None
) -> None:  # fmt: skip
    to_people(story, lenka)
    tereza = row(lenka, "Tereza Malá")
    both = {f"{tereza}chosen": True, f"{tereza}role": "leads the meeting and takes the minutes"}
    lenka.press_with("Continue", {**both, f"{row(lenka, 'Součková')}chosen": True})  # type: ignore[dict-item]
    to_check(lenka)
    assert (
        "Bc. Tereza Malá holds two roles that should be apart: leads the meeting, takes the minutes." in lenka.page.text
    )
    lenka.press("Send 2 invitations", despite="Jiný člověk tu není.")
    tereza_row = next(each for each in story_conference(story).invitations if "Malá" in each.name)
    assert (tereza_row.role, tereza_row.also) == (Role.MINUTE_TAKER, Role.FACILITATOR)


def test_a_mother_alone_before_six_workers_is_too_few(story: Story, lenka: Browser) -> None:
    story.prepared(story.relative(story.mother))
    page = lenka.open(f"/conferences/{story.conference_id}/check")
    assert "There will be 7 workers and 1 from the family." in page.text


# --- parents who must not meet ---------------------------------------------------------------------------------------


@pytest.fixture
def father(story: Story) -> None:
    """Roman wants to come too, and mail is safe for him."""
    with story.inside():
        roman = Member("Roman Vlček", Kinship.FATHER, False, None, SafeContact.EMAIL, "", "roman@doma.example")
        cases.change_member(story.father, roman, by=story.lenka)


def both_parents(story: Story, lenka: Browser) -> None:
    """Both parents are on the list, told by mail; the time comes next."""
    to_people(story, lenka)
    typed: dict[str, str | bool] = {f"{row(lenka, 'Součková')}chosen": True}
    for name in ("Jana", "Roman"):
        typed |= {f"{row(lenka, name)}chosen": True, f"{row(lenka, name)}how_told": "email"}
    lenka.press_with("Continue", typed)  # type: ignore[arg-type]
    assert lenka.page.heading == "When and where will you meet?"


def part(browser: Browser, name: str) -> str:
    """How the fields of somebody's part begin."""
    group = next(each for each in browser.page.soup.find_all("fieldset") if name in each.find("legend").get_text())
    return str(group.find("input")["id"]).removesuffix("begins")


@pytest.mark.rule("S2-12")
def test_parents_invited_apart_read_their_own_part_and_nothing_of_each_other(
    story: Story, lenka: Browser, network: None, father: None
) -> None:  # fmt: skip
    both_parents(story, lenka)
    jana, roman = part(lenka, "Jana"), part(lenka, "Roman")
    apart = {f"{jana}begins": "13:00", f"{jana}ends": "13:45", f"{roman}begins": "14:00", f"{roman}ends": "15:00"}
    lenka.press_with("Continue", {"meets_on": "10. 3. 2026", "wall_from": "13:00", "wall_to": "15:00", **apart})
    lenka.press("Continue")
    assert "13:00–13:45" in lenka.page.text
    lenka.follow("Change : Goal")
    lenka.press_with("Continue", {"unsuited": ["parents_in_conflict"]})
    assert lenka.page.heading == "Check and send", "whoever came to change one thing is back at once"
    lenka.press("Send 3 invitations", despite="Povedu ho sama.")
    letters = {to: message.get_content() for to, message in story.house.deliver() if to.endswith("doma.example")}
    assert set(letters) == {"jana@doma.example", "roman@doma.example"}
    assert "13:00" in letters["jana@doma.example"]
    assert "14:00" in letters["roman@doma.example"]
    assert "14:00" not in letters["jana@doma.example"]
    assert "13:00" not in letters["roman@doma.example"]
    for words in letters.values():
        assert not [name for name in ("Jan", "Roman", "Vlč") if name in words]
    with story.inside():
        conference = story_conference(story)
        rows = {each.name: each for each in conference.invitations}
        assert not rows["Jana Vlčková"].meets(rows["Roman Vlček"])
        assert rows["Jana Vlčková"].meets(rows["Mgr. Ivana Součková"])
        assert rows["Roman Vlček"].begins_at > rows["Jana Vlčková"].ends_at  # type: ignore[operator]


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        (("13:00", "14:15", "14:00", "15:00"), "are invited apart, and their parts overlap"),
        (("12:00", "13:30", "14:00", "15:00"), "does not lie within the meeting"),
        (("13:00", "", "14:00", "15:00"), "Write from when and to when Jana Vlčková is invited, or neither."),
    ],
)
def test_parts_that_let_them_meet_are_refused_and_kept(
    story: Story, lenka: Browser, network: None, father: None, times: tuple[str, ...], sentence: str
) -> None:  # fmt: skip
    both_parents(story, lenka)
    fields = [f"{part(lenka, name)}{word}" for name in ("Jana", "Roman") for word in ("begins", "ends")]
    typed = {"meets_on": "10. 3. 2026", "wall_from": "13:00", "wall_to": "15:00"}
    lenka.press_with("Continue", {**typed, **dict(zip(fields, times, strict=True))})
    assert any(sentence in mistake for mistake in lenka.page.mistakes), lenka.page.mistakes
    assert all(time in lenka.page.whole for time in times)
    assert drafted(story).starts_at is None, "nothing of it is kept half"


def test_only_one_of_two_parents_in_a_part_is_said_before_sending(
    story: Story, lenka: Browser, network: None, father: None
) -> None:  # fmt: skip
    both_parents(story, lenka)
    roman = part(lenka, "Roman")
    apart = {f"{roman}begins": "14:00", f"{roman}ends": "15:00"}
    lenka.press_with("Continue", {"meets_on": "10. 3. 2026", "wall_from": "13:00", **apart})
    lenka.press("Continue")
    assert "Roman Vlček is invited to a part of the meeting and Jana Vlčková to the whole" in lenka.page.text
    lenka.open(f"/conferences/{drafted(story).id}/time")
    lenka.press("Continue", wall_from="9:00", wall_to="10:00")
    assert any("does not lie within the meeting" in mistake for mistake in lenka.page.mistakes), "it stays behind"


# --- roles of private persons ----------------------------------------------------------------------------------------


def companion(story: Story, **known: object) -> None:
    whole = {
        "name": "Věra Nováková", "kind": PersonKind.SUPPORT_PERSON, "beside": story.mother, "tongue": "",
        "safe_contact": SafeContact.NONE, "phone": "", "email": "",
    }  # fmt: skip
    with story.inside():
        cases.add_companion(story.case_id, cases.Companion(**(whole | known)), by=story.lenka)  # type: ignore[arg-type]


def test_a_support_person_sits_beside_the_mother_and_is_never_counted_as_family(
    story: Story, lenka: Browser, network: None
) -> None:  # fmt: skip
    companion(story)
    to_people(story, lenka)
    lenka.press_with("Continue", {f"{row(lenka, name)}chosen": True for name in ("Součková", "Nováková")})
    to_check(lenka)
    lenka.press("Send 1 invitation", despite="Povedu ho sama.")
    assert "accompanies somebody, sits beside: Jana Vlčková" in lenka.page.text
    vera = next(each for each in story_conference(story).invitations if "Nováková" in each.name)
    assert (vera.role, vera.accompanies_id, vera.is_family) == (Role.SUPPORT_PERSON, story.mother, False)
    assert vera.seat is not None
    assert vera.seat.accompanies_id == story.mother


@pytest.mark.parametrize(
    ("kind", "subject", "words"),
    [
        (PersonKind.SUPPORT_PERSON, "Pozvánka na schůzku", "Někdo si přeje, abyste přišli."),
        (PersonKind.INTERPRETER, "Prosba o tlumočení", "o tlumočení na schůzce v úterý 10. března 2026, 13:00–15:00."),
    ],
)
def test_who_comes_for_the_family_reads_of_the_pledge_and_is_counted_among_the_letters(
    story: Story, lenka: Browser, network: None, kind: PersonKind, subject: str, words: str
) -> None:  # fmt: skip
    companion(story, kind=kind, safe_contact=SafeContact.EMAIL, email="vera@posta.example", tongue="polština")
    to_people(story, lenka)
    assert lenka.page.soup.find("select", {"name": f"{row(lenka, 'Nováková')}how_told"}) is not None
    chosen = {f"{row(lenka, name)}chosen": True for name in ("Součková", "Nováková")}
    lenka.press_with("Continue", {**chosen, f"{row(lenka, 'Nováková')}how_told": "email"})
    lenka.press("Continue", meets_on="10. 3. 2026", wall_from="13:00")
    role = "accompanies somebody" if kind == PersonKind.SUPPORT_PERSON else "interprets"
    assert f"Věra Nováková {role}" in lenka.page.text, "nobody calls them family"
    lenka.press("Continue")
    lenka.press("Send 2 invitations", despite="Povedu ho sama.")
    (message,) = [message for to, message in story.house.deliver() if to == "vera@posta.example"]
    letter = squeezed(text_of(message))
    assert str(message["Subject"]) == subject
    assert words in letter
    assert "podepíšete slib mlčenlivosti, na místě na papíře" in letter
    assert not [word for word in FAMILY_WORDS if word in letter]


def test_a_way_that_is_not_the_safe_one_is_refused_without_denying_that_there_is_one(
    story: Story, lenka: Browser, network: None
) -> None:  # fmt: skip
    companion(story, safe_contact=SafeContact.PHONE, phone="600 111 222")
    to_people(story, lenka)
    told = f"{row(lenka, 'Nováková')}how_told"
    lenka.press_with("Continue", {f"{row(lenka, 'Nováková')}chosen": True, told: "email"})
    assert lenka.page.mistakes == [
        "This way is not safe for Věra Nováková, another one is. "
        "Choose that one, or give the message in person or on paper."
    ]


def test_a_proxy_is_admitted_with_a_reason_and_a_representative_of_the_child_without_one(
    story: Story, lenka: Browser, network: None
) -> None:  # fmt: skip
    companion(story, name="JUDr. Marek Vondra", kind=PersonKind.PROXY)
    companion(story, name="Mgr. Nina Opatrná", kind=PersonKind.MINOR_REPRESENTATIVE, beside=story.gabina)
    to_people(story, lenka)
    invited = {f"{row(lenka, name)}chosen": True for name in ("Součková", "Vondra", "Opatrná")}
    lenka.press_with("Continue", invited)  # type: ignore[arg-type]
    to_check(lenka)
    assert (
        "JUDr. Marek Vondra is an attorney or proxy of a parent, and your town does not invite them." in lenka.page.text
    )
    assert "Opatrná is" not in lenka.page.text
    lenka.follow("JUDr. Marek Vondra is an attorney")
    lenka.press_with("Continue", {f"{row(lenka, 'Vondra')}admitted": "Matka bez něj nepřijde."})
    lenka.press("Send 1 invitation", despite="Povedu ho sama.")
    assert "Matka bez něj nepřijde." in lenka.page.text


def test_a_town_may_let_proxies_come_like_anybody(story: Story, lenka: Browser, network: None) -> None:
    companion(story, name="JUDr. Marek Vondra", kind=PersonKind.PROXY)
    with story.inside():
        town_settings.change(story.house.ids.agencies["podlesi"], {"proxies": "like_anybody"}, by="house")
    to_people(story, lenka)
    invited = {f"{row(lenka, name)}chosen": True for name in ("Součková", "Vondra")}
    lenka.press_with("Continue", invited)  # type: ignore[arg-type]
    to_check(lenka)
    assert lenka.page.has_button("Send 1 invitation")


def test_a_child_that_needs_an_interpreter_is_said_until_one_of_that_language_comes(
    story: Story, lenka: Browser, network: None
) -> None:  # fmt: skip
    with story.inside():
        gabina = Member(
            "Gabriela Vlčková", Kinship.DAUGHTER, True, date(2011, 9, 2), SafeContact.NONE, "", "", "ukrajinština"
        )  # fmt: skip
        cases.change_member(story.gabina, gabina, by=story.lenka)
    companion(story, name="Oleh Bondar", kind=PersonKind.INTERPRETER, beside=None, tongue="Ukrajinština")
    to_people(story, lenka)
    lenka.press_with("Continue", {f"{row(lenka, 'Součková')}chosen": True})
    to_check(lenka)
    assert "Gabriela Vlčková needs an interpreter, language: ukrajinština." in lenka.page.text
    lenka.open(f"/conferences/{drafted(story).id}/people")
    lenka.press_with("Continue", {f"{row(lenka, 'Bondar')}chosen": True})
    lenka.press("Continue")
    lenka.press("Continue")
    assert "needs an interpreter" not in lenka.page.text


# --- another way than a meeting --------------------------------------------------------------------------------------


def test_a_preparation_is_closed_as_another_way_and_taken_up_again(story: Story, lenka: Browser) -> None:
    lenka.open(f"/cases/{story.case_id}/conferences/new")
    lenka.press("Close the preparation as another way", unsuited=["family_decides"], other_way="Babička rodinu svolá.")
    assert lenka.page.heading == "Another way than a meeting"
    assert lenka.page.soup.find("input", {"name": "tool", "checked": True})["value"] == "family_conference"
    assert lenka.press("Close the preparation", why="").mistakes, "why is asked"
    lenka.press("Close the preparation", why="Babička rodinu svolá.")
    assert lenka.page.notice == "The preparation is closed, nobody was invited. It stays in what happened at the case."
    assert "Another way chosen" in lenka.page.text
    assert "Another way than a meeting: a family group conference. Babička rodinu svolá." in lenka.page.text
    home = lenka.open("/")
    assert "For your cases another way than a meeting was chosen." in home.text
    assert not home.has_link("Convene a meeting"), "an unopened case that waits for nothing is not pressed for"

    draft = drafted(story)
    for step in ("goal", "people", "time", "bring", "check"):
        assert lenka.open(f"/conferences/{draft.id}/{step}").address.endswith("/another-way"), step
    assert lenka.open(f"/cases/{story.case_id}/conferences/new").heading == "Another way than a meeting"
    assert "Babička rodinu svolá." in lenka.page.text
    lenka.press("Prepare the meeting after all")
    assert lenka.page.heading == "What should the meeting achieve?"
    assert GOAL in str(lenka.page.soup.find("textarea", {"name": "goal"})), "what was typed is still there"
    happened = lenka.open(f"/cases/{story.case_id}/timeline").text
    assert "A meeting is prepared after all." in happened
    assert "Babička rodinu svolá." in happened
    assert lenka.open("/").has_link("Convene a meeting")


def test_a_preparation_that_rests_is_not_written_into_and_nobody_else_ends_it(story: Story) -> None:
    with story.inside():
        story.prepared()
        assert story.conference_id is not None
        with pytest.raises(Refused, match="coordinator convenes"):
            actions.choose_other_way(
                story.conference_id, tool=OtherTool.TALK, why="Nejdřív rozhovor.", by=story.key("jitka")
            )
        actions.choose_other_way(story.conference_id, tool=OtherTool.TALK, why="Nejdřív rozhovor.", by=story.lenka)
        for deed in (
            lambda: actions.convene(story.conference_id, despite="Spěchá to.", by=story.lenka),
            lambda: actions.set_goal(story.conference_id, goal="Jiný", is_realistic=True, because="", by=story.lenka),
            lambda: actions.begin(story.case_id, goal=Goal("Jiný", True, ""), by=story.lenka),
        ):
            with pytest.raises(Refused, match="Another way than a meeting was chosen"):
                deed()
        with pytest.raises(Refused, match="chosen already"):
            actions.choose_other_way(story.conference_id, tool=OtherTool.OTHER, why="Znovu.", by=story.lenka)
        actions.take_up_again(story.conference_id, by=story.lenka)
        actions.take_up_again(story.conference_id, by=story.lenka)
        assert actions.convene(story.conference_id, despite="Spěchá to.", by=story.lenka) == 6
    assert not story.house.signed_in("ivana").open(f"/conferences/{story.conference_id}/another-way").text.count("Nejd")


def test_convening_in_spite_of_a_caution_asks_why_whoever_convenes(story: Story) -> None:
    with story.inside():
        conference_id = story.prepared()
        with pytest.raises(Refused, match="why it should be so"):
            actions.convene(conference_id, by=story.lenka)
        actions.convene(conference_id, despite="  Škola s termínem souhlasila. ", by=story.lenka)
    assert story.conference().despite == "Škola s termínem souhlasila."


def test_every_page_of_a_draft_opens_whatever_is_missing(story: Story, lenka: Browser) -> None:
    """Whoever keeps the address of a page, or goes back, comes to it before the meeting has a day."""
    with story.inside():
        story.conference_id = actions.begin(story.case_id, by=story.lenka)
    known = [rule for rule in story.house.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    pages = [rule.rule for rule in known if rule.arguments == {"conference_id"}]
    assert len(pages) > 10
    addresses = [page.replace("<uuid:conference_id>", str(story.conference_id)) for page in pages]
    assert not [address for address in addresses if lenka.client.get(address).status_code >= 500]
