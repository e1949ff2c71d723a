"""Dates that are kept in calendars while one is looked for: what Lenka's house files, as a calendar takes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.staff.models import Worker
from coordination.conferences import actions as conferences
from coordination.conferences.rules_of_convening import OtherTool
from coordination.polls import actions
from coordination.polls.actions import release_dates
from coordination.polls.models import holds_of, open_poll
from coordination.polls.rules import Suits
from foundation import clock
from foundation.database import db
from tests.browsing import Browser
from tests.conftest import House, calendar_of, text_of
from tests.coordination.conferences.conftest import FAMILY_WORDS, Story, opened
from tests.coordination.conferences.test_views import english
from tests.coordination.polls.test_views import TWO, offers, page_of, says, writes_down
from tests.foundation.busy_times.test_reader import calendar
from tests.journeys.calendars import Shelf
from tests.journeys.readers import Read, read_alike


class Search:
    """A search for a date with its calendars: what Alena's and Martina's hold after each round of the postman."""

    def __init__(self, house: House) -> None:
        self.story = opened(house)
        self.story.prepared(self.story.relative(self.story.mother), players=("alena", "martina"))
        self.shelf, self.told = Shelf(), list[tuple[str, Read | None, str]]()
        self.lenka = english(house.signed_in("lenka"))

    def offers(self, holds: bool = True, **changes: str) -> None:
        offers(self.lenka, self.story, **({"holds": "y"} if holds else {}), **changes)
        self.post()

    def post(self) -> list[tuple[str, Read | None, str]]:
        """The postman comes: to whom, the calendar file as four readers understand it, the subject."""
        self.story.house.hand.forward(timedelta(minutes=2))
        letters = self.story.house.deliver()
        self.shelf.take(letters)
        self.told = [
            (to, read_alike(calendar_of(message).encode()) if message.is_multipart() else None, str(message["Subject"]))
            for to, message in letters
        ]
        for _to, message in letters:
            said = message.as_string() + text_of(message) + (calendar_of(message) if message.is_multipart() else "")
            assert not [word for word in FAMILY_WORDS if word in said]
        return self.told

    def address(self, player: str = "alena") -> str:
        with self.story.inside():
            return str(db.session.get_one(Worker, self.story.house.worker(player)).email)

    def says(self, tuesday: str, thursday: str, player: str = "alena") -> list[tuple[str, Read | None, str]]:
        """One of them answers by the link that was mailed first, and the post comes."""
        says(self.question(player), tuesday, thursday)
        return self.post()

    def question(self, player: str = "alena") -> Browser:
        browser = english(self.story.house.stranger())
        browser.open("/o/" + text_of(self.story.house.letters_to(player)[0]).split("/o/")[1].split()[0])
        return browser

    def kept(self, player: str = "alena") -> list[tuple[int, str]]:
        """The days and states of what stands in somebody's calendar."""
        events = self.shelf.events(self.address(player))
        return sorted((event["DTSTART"].dt.day, str(event["STATUS"])) for event in events)

    def chooses(self, place: int) -> None:
        self.lenka.open(page_of(self.story))
        options = {
            "10 March" in label.get_text(): str(box["value"])
            for box in self.lenka.page.soup.select("input[name=option]")
            for label in self.lenka.page.soup.select(f"label[for={box['id']}]")
        }
        self.lenka.press("Choose this date", option=options[place == 0], why="Babička přijde za ni.")
        assert "The date is chosen" in self.lenka.page.notice

    def convenes(self) -> None:
        with self.story.inside():
            assert self.story.conference_id is not None
            conferences.convene(self.story.conference_id, despite="Spěchá to.", by=self.story.lenka)


@pytest.fixture
def search(house: House) -> Search:
    return Search(house)


@pytest.mark.rule("C-05", "S2-12")
def test_a_date_that_suits_is_kept_and_becomes_the_meeting_under_the_same_name(search: Search) -> None:
    search.offers()
    ((to, held, subject),) = search.says("if_need_be", "yes")
    assert held is not None
    assert (to, subject) == (search.address(), "Předběžně: pracovní setkání 12. 3. 2026")
    assert {name: held[name] for name in ("method", "sequence", "status", "transp", "partstat", "rsvp")} == {
        "method": "REQUEST", "sequence": 0, "status": "TENTATIVE", "transp": "OPAQUE", "partstat": "ACCEPTED",
        "rsvp": False,
    }  # fmt: skip
    assert held["summary"].startswith("Možné pracovní setkání (PS-")
    assert search.kept() == [(12, "TENTATIVE")]
    search.chooses(1)
    assert search.post() == []  # the invitation is the word that a date is chosen
    search.convenes()
    ((meeting, _),) = [(read, to) for to, read, _subject in search.post() if to == search.address()]
    assert meeting is not None
    assert (meeting["uid"], meeting["method"], meeting["sequence"]) == (held["uid"], "REQUEST", 1)
    assert (meeting["status"], meeting["partstat"]) == ("CONFIRMED", "NEEDS-ACTION")
    assert meeting["summary"].startswith("Pracovní setkání (PS-")
    assert meeting["stamp"] > held["stamp"]
    assert search.kept() == [(12, "CONFIRMED")]


def test_the_dates_that_were_not_chosen_go_one_letter_each(search: Search) -> None:
    search.offers()
    assert len(search.says("yes", "yes")) == 2
    assert search.kept() == [(10, "TENTATIVE"), (12, "TENTATIVE")]
    search.chooses(0)
    ((to, gone, subject),) = search.post()
    assert gone is not None
    assert (to, gone["method"], gone["status"], gone["sequence"]) == (search.address(), "CANCEL", "CANCELLED", 1)
    assert subject == "Už si nemusíte držet: 12. 3. 2026"
    assert search.kept() == [(10, "TENTATIVE")]
    search.convenes()
    assert [to for to, _read, _subject in search.post()].count(search.address()) == 1
    assert search.kept() == [(10, "CONFIRMED")]


@pytest.mark.rule("S2-12")
def test_unless_the_convenor_wants_it_no_calendar_hears_of_dates_that_may_never_hold(search: Search) -> None:
    search.offers(holds=False)
    assert search.says("yes", "yes") == []
    assert search.kept() == []


def test_an_answer_that_is_changed_takes_its_date_along_and_says_nothing_twice(search: Search) -> None:
    search.offers()
    ((_to, held, _subject),) = search.says("yes", "no")
    assert search.says("yes", "no") == []
    ((_to, gone, _subject),) = search.says("if_need_be", "no")
    ((_to, again, _subject),) = search.says("yes", "no")
    assert held is not None
    assert gone is not None
    assert again is not None
    assert (gone["method"], again["method"]) == ("CANCEL", "REQUEST")
    assert [each["sequence"] for each in (held, gone, again)] == [0, 1, 2]
    assert len({each["uid"] for each in (held, gone, again)}) == 1
    assert search.kept() == [(10, "TENTATIVE")]


def test_a_date_that_is_given_up_before_its_letter_has_left_is_not_written_of_at_all(search: Search) -> None:
    search.offers()
    says(search.question(), "yes", "no")
    says(search.question(), "no", "yes")
    ((_to, held, _subject),) = search.post()
    assert held is not None
    assert held["starts"].day == 12


def test_a_date_that_suits_again_before_the_post_comes_is_one_letter(search: Search) -> None:
    search.offers()
    search.says("yes", "no")
    says(search.question(), "no", "no")
    ((_to, again, _subject),) = search.says("yes", "no")
    assert again is not None
    assert (again["method"], again["sequence"]) == ("REQUEST", 2)
    assert search.kept() == [(10, "TENTATIVE")]


def test_without_a_date_the_word_of_it_ends_the_first_one_and_no_second_letter_says_the_same(search: Search) -> None:
    search.offers()
    search.says("yes", "no")
    search.says("yes", "yes", player="martina")
    search.lenka.open(page_of(search.story))
    search.lenka.press("End without a date")
    told = search.post()
    mine = [(read and read["method"], subject) for to, read, subject in told if to == search.address()]
    assert mine == [("CANCEL", "Termín se zatím nenašel")]
    hers = [subject for to, _read, subject in told if to == search.address("martina")]
    assert hers == ["Termín se zatím nenašel", "Už si nemusíte držet: 12. 3. 2026"]
    assert search.kept() == search.kept("martina") == []


def test_whoever_has_kept_nothing_hears_that_no_date_was_found_without_a_calendar_file(search: Search) -> None:
    search.offers()
    search.says("yes", "no")
    search.says("no", "no", player="martina")
    search.lenka.open(page_of(search.story))
    search.lenka.press("End without a date")
    assert [read for to, read, _subject in search.post() if to == search.address("martina")] == [None]


def test_the_familys_word_keeps_nothing_and_a_workers_word_by_phone_does(search: Search) -> None:
    search.offers()
    writes_down(search.lenka, search.story, "Jana Vlčková", "yes", "yes")
    assert search.post() == []
    writes_down(search.lenka, search.story, search.story.asked("alena").name, "yes", "no")
    assert [to for to, _read, _subject in search.post()] == [search.address()]


def _other_way(story: Story) -> None:
    assert story.conference_id is not None
    conferences.choose_other_way(story.conference_id, tool=OtherTool.MEDIATION, why="Chce to rodina.", by=story.lenka)


def _taken_off(story: Story) -> None:
    assert story.conference_id is not None
    rows = [story.relative(story.mother), story.asked("martina")]
    conferences.list_people(story.conference_id, rows, by=story.lenka)


@pytest.mark.parametrize("ends", [_other_way, _taken_off])
def test_whatever_ends_the_search_the_postman_takes_the_dates_out(
    search: Search, ends: Callable[[Story], None]
) -> None:
    search.offers()
    search.says("yes", "yes")
    with search.story.inside():
        ends(search.story)
    with search.story.inside():
        release_dates()
        release_dates()
    assert [(read and read["method"], to) for to, read, _subject in search.post()] == [("CANCEL", search.address())] * 2
    assert search.kept() == []


def test_a_meeting_convened_without_a_choice_takes_its_own_date_over_and_frees_the_others(search: Search) -> None:
    search.offers(**{"rows-0-meets_on": "3. 3. 2026", "rows-0-wall_from": "13:00", "rows-0-wall_to": "14:45"})
    search.says("yes", "yes")
    search.convenes()
    meeting = search.story.conference()
    assert meeting.starts_at is not None
    search.post()
    assert clock.in_prague(meeting.starts_at).day == 3
    assert search.kept() == [(3, "CONFIRMED")]


def test_other_dates_offered_after_a_choice_free_the_chosen_one(search: Search) -> None:
    search.offers()
    search.says("yes", "no")
    search.chooses(0)
    search.lenka.open(page_of(search.story))
    search.lenka.press_with("Offer these dates", TWO | {"rows-0-meets_on": "11. 3. 2026", "holds": "y"})
    search.post()
    assert search.kept() == []
    with search.story.inside():
        assert search.story.conference_id is not None
        assert holds_of(search.story.conference_id) == []


def test_what_we_keep_ourselves_takes_no_time_when_the_calendar_marks_the_dates(search: Search) -> None:
    search.offers()
    search.says("yes", "no")
    (event,) = search.shelf.events(search.address())
    hour = "DTSTART;TZID=Europe/Prague:20260310T130000 DURATION:PT1H"
    school = search.question()
    names = [str(each["name"]) for each in school.page.soup.select("input[type=radio]")][::3]
    empty = dict.fromkeys(names, "")
    page = school.hand_in("Mark by the calendar", {"calendar": calendar(f"UID:{event['UID']} {hour}")}, dict(empty))
    assert page.text.count("Your calendar is free then.") == 2
    page = school.hand_in("Mark by the calendar", {"calendar": calendar(f"UID:other {hour}")}, dict(empty))
    assert page.text.count("Your calendar is free then.") == 1


# --- any search ------------------------------------------------------------------------------------------------------

PLAYERS = ("alena", "martina")
WORD = st.sampled_from(Suits)
ACTS = st.one_of(
    st.tuples(st.just("says"), st.sampled_from(PLAYERS), WORD, WORD),
    st.tuples(st.just("says"), st.sampled_from(PLAYERS), WORD, WORD),
    st.tuples(st.just("post")),
)
ENDS = st.sampled_from(["chosen first", "chosen second", "given up", "goes on"])


@given(acts=st.lists(ACTS, max_size=8), end=ENDS, post_before_convening=st.booleans())
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_whatever_is_said_and_whenever_the_post_comes_calendars_hold_what_the_house_keeps(
    house: House, acts: list[tuple[str, ...]], end: str, post_before_convening: bool
) -> None:
    """The shelf itself minds that SEQUENCE never falls, DTSTAMP rises and nothing is cancelled that is not there."""
    house.deliver()
    search = Search(house)
    search.offers()
    said = dict.fromkeys(PLAYERS, (Suits.NO, Suits.NO))
    story, draft = search.story, search.story.conference()
    rows = {each.worker_id: each.id for each in draft.invitations}
    with story.inside():
        poll = open_poll(draft.id)
        assert poll is not None
        options = [each.id for each in poll.options]
    for act in acts:
        if act[0] == "post":
            search.post()
            continue
        player, *words = act[1:]
        said[player] = (Suits(words[0]), Suits(words[1]))
        with story.inside():
            mine = dict(zip(options, said[player], strict=True))
            actions.answer(draft.id, rows[house.worker(player)], mine, None, by=story.lenka)
    with story.inside():
        if end.startswith("chosen"):
            actions.choose(draft.id, options[end == "chosen second"], why="Babička přijde.", by=story.lenka)
        elif end == "given up":
            actions.give_up(draft.id, by=story.lenka)
    stays = {"chosen first": {0}, "chosen second": {1}, "given up": set(), "goes on": {0, 1}}[end]
    if post_before_convening:
        told = search.post()
        uids = [(to, read["uid"]) for to, read, _subject in told if read]
        assert len(uids) == len(set(uids)), "two letters about one date"
        for player in PLAYERS:
            kept = [day for place, day in enumerate((10, 12)) if place in stays and said[player][place] == Suits.YES]
            assert search.kept(player) == [(day, "TENTATIVE") for day in kept], player
    if end.startswith("chosen"):
        search.convenes()
        told = search.post()
        for player in PLAYERS:
            assert search.kept(player) == [(10 if end == "chosen first" else 12, "CONFIRMED")], player
            mine = [read["uid"] for to, read, _subject in told if to == search.address(player) and read]
            assert len(mine) == len(set(mine)), "two letters about one date"
