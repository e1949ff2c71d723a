"""Everybody's calendar through the whole life of a meeting: what the house thinks and what a calendar shows agree."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, time, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from agencies.directory.models import Agency
from coordination.cases import actions as cases
from coordination.cases.actions import Opener
from coordination.conferences import actions, documents
from coordination.conferences.models import Invitation, invitation_of
from coordination.conferences.rules import Answer, HowTold
from foundation import calendar_entries, clock
from foundation.calendar_entries import CalendarEntry
from foundation.database import db, transaction
from foundation.reasons import Refused
from tests.cast import BY_KEY, MORNING
from tests.conftest import House, calendar_of, text_of
from tests.coordination.conferences.conftest import FAMILY_WORDS, Story, brief, story, when
from tests.journeys.calendars import Shelf, reply
from tests.journeys.readers import Read, read_alike

__all__ = ["story"]

IVANA = str(BY_KEY["ivana"].email)
Letters = list[tuple[str, EmailMessage]]


def files(letters: Letters, to: str = IVANA) -> list[Read]:
    """The calendar files of somebody's letters, as all four readers understand them."""
    return [
        read_alike(calendar_of(message).encode())
        for recipient, message in letters
        if recipient == to and message.is_multipart()
    ]


@contextmanager
def does(story: Story) -> Iterator[Any]:
    """Inside the house: the meeting's id."""
    with story.inside():
        yield story.conference_id


# --- one life, act by act --------------------------------------------------------------------------------------------


@pytest.mark.rule("C-05", "S2-12")
def test_every_act_of_a_meetings_life_is_read_alike_by_four_readers(story: Story) -> None:
    story.convened(players=("ivana", "alena"))
    invitation = story.invitation("ivana").id
    acts: dict[str, Callable[[], object]] = {
        "invited": lambda: None,
        "said yes": lambda: actions.answer(invitation, answer=Answer.ACCEPTED, note="", by=story.key("ivana")),
        "moved": lambda: actions.move(story.conference_id, when(meets_on=date(2026, 3, 10)), by=story.lenka),
        "said no": lambda: actions.answer_as_said(
            invitation, answer=Answer.DECLINED, told=HowTold.PHONE, note="", by=story.lenka
        ),
        "another place": lambda: actions.move(
            story.conference_id, when(meets_on=date(2026, 3, 10), place="Knihovna; 1. patro"), by=story.lenka
        ),
        "place hidden": lambda: actions.move(
            story.conference_id,
            when(meets_on=date(2026, 3, 10), place="Knihovna; 1. patro", place_is_sensitive=True),
            by=story.lenka,
        ),
        "taken off": lambda: actions.take_off(invitation, why="", by=story.lenka),
        "invited again": lambda: actions.invite_late(story.conference_id, story.asked("ivana"), by=story.lenka),
        "the night in spring": lambda: actions.move(
            story.conference_id,
            when(meets_on=date(2026, 3, 29), wall_from=time(1, 30), wall_to=time(3, 30), answer_by=None),
            despite="zkouška",
            by=story.lenka,
        ),  # fmt: skip
        "the night in autumn": lambda: actions.move(
            story.conference_id,
            when(
                meets_on=date(2026, 10, 25),
                wall_from=time(2, 30),
                wall_to=time(2, 30),
                answer_by=None,
                second_from=False,
                second_to=True,
            ),
            despite="zkouška",
            by=story.lenka,
        ),  # fmt: skip
        "called off": lambda: actions.call_off(story.conference_id, why="", another_by=None, by=story.lenka),
    }
    shelf, told = Shelf(), {}
    for act, deed in acts.items():
        with story.inside():
            deed()
        story.house.hand.forward(timedelta(minutes=1))
        letters = story.house.deliver()
        shelf.take(letters)
        (told[act],) = files(letters)
    assert {act: (read["method"], read["sequence"], read["partstat"]) for act, read in told.items()} == {
        "invited": ("REQUEST", 0, "NEEDS-ACTION"),
        "said yes": ("REQUEST", 0, "ACCEPTED"),
        "moved": ("REQUEST", 1, "NEEDS-ACTION"),
        "said no": ("REQUEST", 1, "DECLINED"),
        "another place": ("REQUEST", 2, "NEEDS-ACTION"),
        "place hidden": ("REQUEST", 3, "NEEDS-ACTION"),
        "taken off": ("CANCEL", 4, "NEEDS-ACTION"),
        "invited again": ("REQUEST", 5, "NEEDS-ACTION"),
        "the night in spring": ("REQUEST", 6, "NEEDS-ACTION"),
        "the night in autumn": ("REQUEST", 7, "NEEDS-ACTION"),
        "called off": ("CANCEL", 8, "NEEDS-ACTION"),
    }
    assert len({read["uid"] for read in told.values()}) == 1
    stamps = [read["stamp"] for read in told.values()]
    assert stamps == sorted(set(stamps))
    assert [told[act]["location"] for act in ("another place", "place hidden", "invited again")] == [
        "Knihovna; 1. patro", "", "",
    ]  # fmt: skip
    spring, autumn = told["the night in spring"], told["the night in autumn"]
    assert (spring["ends"] - spring["starts"].astimezone(UTC)) == timedelta(hours=1)
    assert (autumn["ends"] - autumn["starts"]) == timedelta(hours=1)
    assert shelf.events(IVANA) == []


@pytest.mark.rule("C-05")
@pytest.mark.parametrize("organizer", [True, False], ids=["as most calendars", "as Exchange"])
def test_an_answer_from_a_calendar_is_known_to_the_next_version_until_the_end(story: Story, organizer: bool) -> None:
    """REQUEST, REPLY, update, CANCEL: what the calendar answered stands in everything that comes after it."""
    story.convened(players=("ivana", "alena"))
    shelf = Shelf().take(story.house.deliver())
    (event,) = shelf.events(IVANA)
    answered = read_alike(reply(event, "TENTATIVE", clock.now(), organizer=organizer))
    assert (answered["method"], answered["partstat"]) == ("REPLY", "TENTATIVE")
    assert (answered["organizer"] is not None) is organizer
    with does(story) as conference_id, transaction():
        entry = db.session.scalars(select(CalendarEntry).filter_by(uid=answered["uid"])).one()
        assert (entry.about, f"mailto:{entry.recipient}", entry.sequence) == (
            conference_id, answered["attendee"], answered["sequence"],
        )  # fmt: skip
        calendar_entries.answer(entry.about, entry.holder, answered["partstat"])
    with story.inside():
        conference = story.conference()
        invitation = next(each for each in conference.invitations if each.worker_id == story.house.worker("ivana"))
        with transaction() as session:
            session.get_one(Agency, conference.town_id).phone = "469 000 299"
            documents.invite(conference, invitation, documents.letterhead(conference.case_id))
    letters = story.house.deliver()
    (update,) = files(letters)
    assert (update["sequence"], update["partstat"]) == (0, "TENTATIVE")
    assert "469 000 299" in update["description"]
    assert shelf.take(letters).partstats(IVANA) == ["TENTATIVE"]
    with does(story) as conference_id:
        actions.call_off(conference_id, why="", another_by=None, by=story.lenka)
    letters = story.house.deliver()
    (end,) = files(letters)
    assert (end["method"], end["sequence"], end["partstat"]) == ("CANCEL", 1, "TENTATIVE")
    assert shelf.take(letters).events(IVANA) == []


# --- two deeds at once -----------------------------------------------------------------------------------------------


@pytest.fixture
def table(any_house: House) -> Story:
    """A case of Lenka's, on each of the two databases."""
    with any_house.app.app_context():
        lenka, town = any_house.worker("lenka"), any_house.ids.agencies["podlesi"]
        opener = Opener(f"worker:{lenka}", lenka, BY_KEY["lenka"].name, BY_KEY["lenka"].function, town, "MěÚ Podlesí")
        case_id = cases.open_case(opener, brief())
        return Story(any_house, case_id, "", case_id, case_id, case_id)


def test_a_yes_and_a_move_at_once_never_make_a_yes_to_the_new_date(table: Story) -> None:
    table.convened(players=("ivana", "alena"))
    table.house.deliver()
    shelf = Shelf().take(table.house.sink.received)
    for day in (10, 11, 12, 13):
        with table.inside():
            invitation = invitation_of(table.invitation("ivana").id)
            assert invitation is not None
            seen, known = invitation.fingerprint, invitation.id
        together = threading.Barrier(2)

        def says_yes(known: Any = known, seen: str = seen, together: threading.Barrier = together) -> None:
            with table.house.app.app_context():
                together.wait(timeout=30)
                with suppress(Refused):
                    actions.answer(known, answer=Answer.ACCEPTED, note="", by=table.key("ivana"), seen=seen)

        def moves(day: int = day, together: threading.Barrier = together) -> None:
            with table.house.app.app_context():
                together.wait(timeout=30)
                actions.move(table.conference_id, when(meets_on=date(2026, 3, day), answer_by=None), by=table.lenka)

        with ThreadPoolExecutor(2) as people:
            for done in [people.submit(says_yes), people.submit(moves)]:
                done.result(timeout=60)
        assert table.invitation("ivana").answer == Answer.NO_REPLY
        shelf.take(table.house.deliver())
        (event,) = shelf.events(IVANA)
        assert (event["DTSTART"].dt.day, shelf.partstats(IVANA)) == (day, ["NEEDS-ACTION"])


# --- any life --------------------------------------------------------------------------------------------------------

PLAYERS = ("ivana", "alena")
OPEN, SECRET = ("Radnice", "Knihovna"), ("Azylový dům Naděje", "Azylový dům Světlo")
PARTSTAT = {
    Answer.NO_REPLY: "NEEDS-ACTION",
    Answer.ACCEPTED: "ACCEPTED",
    Answer.SUBSTITUTE: "DECLINED",
    Answer.WRITTEN_ONLY: "DECLINED",
    Answer.DECLINED: "DECLINED",
}
PLAYER = st.sampled_from(PLAYERS)
ACTS = st.one_of(
    st.tuples(st.just("moves"), st.integers(5, 8), st.sampled_from((9, 13))),
    st.tuples(st.just("meets_at"), st.sampled_from((*OPEN, *SECRET))),
    st.tuples(st.just("answers"), PLAYER, st.sampled_from(sorted(set(Answer) - {Answer.NO_REPLY}))),
    st.tuples(st.just("is_heard"), PLAYER, st.sampled_from((Answer.ACCEPTED, Answer.DECLINED))),
    st.tuples(st.just("takes_off"), PLAYER),
    st.tuples(st.just("invites"), PLAYER),
    st.tuples(st.just("removes"), PLAYER),
    st.tuples(st.just("steps_aside"), PLAYER),
    st.tuples(st.just("mailbox_full"), PLAYER),
    st.tuples(st.just("mailbox_empty"), PLAYER),
    st.tuples(st.just("post_comes")),
    st.tuples(st.just("post_comes")),
)


@dataclass
class Life:
    """One meeting and what is done to it, with the calendars of those invited."""

    story: Story
    day: int = 3
    hour: int = 13
    place: str = OPEN[0]
    full: set[str] = field(default_factory=set)
    shelf: Shelf = field(default_factory=Shelf)
    letters: Letters = field(default_factory=list)

    def begin(self) -> None:
        """A case of its own with a convened meeting: no other life reaches into this one."""
        house, lenka = self.story.house, BY_KEY["lenka"]
        house.hand.at(MORNING)
        house.sink.handle_RCPT = self._takes  # type: ignore[attr-defined]
        with self.story.inside():
            town = house.ids.agencies["podlesi"]
            opener = Opener(self.story.lenka, house.worker("lenka"), lenka.name, lenka.function, town, "MěÚ Podlesí")
            self.story = replace(self.story, case_id=cases.open_case(opener, brief()), conference_id=None)
        self.story.prepared(players=PLAYERS)
        with does(self.story) as conference_id:
            actions.set_time(conference_id, self._when(), by=self.story.lenka)
            actions.convene(conference_id, despite="Spěchá to.", by=self.story.lenka)

    def act(self, name: str, *said: Any) -> None:
        """Let something happen; what the house refuses does not."""
        try:
            with self.story.inside():
                getattr(self, f"_{name}")(*said)
        except Refused:
            pass

    def ends(self) -> None:
        """The mail system takes everything again, and the postman has come."""
        self.full.clear()
        self._post_comes()
        self.story.house.hand.forward(timedelta(hours=2))
        self._post_comes()

    def agrees(self) -> None:
        """What the house thinks of each person's entry stands in their calendar, and nothing else does."""
        invited = {each.worker_id: each for each in self.story.conference().invitations}
        for player in PLAYERS:
            row, events = invited[self.story.house.worker(player)], self.shelf.events(str(BY_KEY[player].email))
            asked = row.stands and row.seat is not None and row.seat.to_at is None
            if not asked or row.conference_id != self.story.conference_id or self.story.conference().cancelled_at:
                assert events == [], player
                continue
            (event,) = events
            conference = self.story.conference()
            assert (event["DTSTART"].dt, event["DTEND"].dt) == (conference.starts_at, conference.ends_at)
            assert str(event.get("LOCATION", "")) == ("" if conference.place_is_sensitive else conference.place)
            assert event["ATTENDEE"].params["PARTSTAT"] == PARTSTAT[Answer(row.answer)], player

    def told_nothing_secret(self) -> None:
        for _, message in self.letters:
            said = message.as_string() + text_of(message)
            said += calendar_of(message) if message.is_multipart() else ""
            assert not [word for word in ("Azyl", "Naděje", "Světlo", *FAMILY_WORDS) if word in said]

    # --- the acts

    def _moves(self, day: int, hour: int) -> None:
        self.day, self.hour, before = day, hour, (self.day, self.hour)
        self._changes(lambda: setattr(self, "day", before[0]) or setattr(self, "hour", before[1]))

    def _meets_at(self, place: str) -> None:
        self.place, before = place, self.place
        self._changes(lambda: setattr(self, "place", before))

    def _changes(self, undo: Callable[[], object]) -> None:
        try:
            actions.move(self.story.conference_id, self._when(), despite="zkouška", by=self.story.lenka)
        except Refused:
            undo()

    def _answers(self, player: str, answer: Answer) -> None:
        actions.answer(self._row(player).id, answer=Answer(answer), note="", by=self.story.key(player))

    def _is_heard(self, player: str, answer: Answer) -> None:
        row = self._row(player)
        actions.answer_as_said(row.id, answer=Answer(answer), told=HowTold.PHONE, note="", by=self.story.lenka)

    def _takes_off(self, player: str) -> None:
        actions.take_off(self._row(player).id, why="", by=self.story.lenka)

    def _invites(self, player: str) -> None:
        actions.invite_late(self.story.conference_id, self.story.asked(player), by=self.story.lenka)

    def _removes(self, player: str) -> None:
        actions.remove(self.story.seat(player).id, reason="", by=self.story.lenka)

    def _steps_aside(self, player: str) -> None:
        actions.step_aside(self.story.seat(player).id, reason="", by=self.story.key(player))

    def _mailbox_full(self, player: str) -> None:
        self.full.add(str(BY_KEY[player].email))

    def _mailbox_empty(self, player: str) -> None:
        self.full.discard(str(BY_KEY[player].email))

    def _post_comes(self) -> None:
        self.story.house.hand.forward(timedelta(minutes=45))
        arrived = self.story.house.deliver()
        self.letters += arrived
        self.shelf.take(arrived)

    def _row(self, player: str) -> Invitation:
        return self.story.invitation(player)

    def _when(self) -> actions.When:
        return when(
            meets_on=date(2026, 3, self.day), wall_from=time(self.hour), wall_to=time(self.hour + 2),
            place=self.place, place_is_sensitive=self.place in SECRET, answer_by=None,
        )  # fmt: skip

    async def _takes(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.full:
            return "452 4.2.2 Mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@given(acts=st.lists(ACTS, min_size=1, max_size=14))
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_whatever_happens_and_whenever_the_post_comes_the_calendars_agree_with_the_house(
    story: Story, acts: list[tuple[Any, ...]]
) -> None:
    """The shelf itself minds that SEQUENCE never falls, DTSTAMP rises and nothing is cancelled that is not there."""
    life = Life(story)
    life.begin()
    for name, *said in acts:
        life.act(name, *said)
    life.ends()
    life.agrees()
    with does(life.story) as conference_id:
        actions.call_off(conference_id, why="", another_by=None, by=story.lenka)
    life.ends()
    life.agrees()
    life.told_nothing_secret()
    for player in PLAYERS:
        uids = {read["uid"] for read in files(life.letters, str(BY_KEY[player].email))}
        assert len(uids) <= 1, "one name for life"
