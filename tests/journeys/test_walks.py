"""Everything that can happen to a table, in any order: after each step nobody reads more than the plain rule says.

The rule is told here once more, in a few lines of its own, and never asks the house. Letters are put into calendars
that obey nothing but METHOD, UID and SEQUENCE, and at the end they show what the house believes.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from app import create_app
from coordination.cases import actions as cases
from coordination.cases.actions import Member, Opener
from coordination.cases.rules import Kinship, SafeContact
from coordination.conferences import actions
from coordination.conferences.models import Invitation
from coordination.conferences.rules import Answer
from coordination.pledges import actions as pledges
from coordination.pledges import models as pledge_models
from coordination.pledges.actions import Signer
from coordination.seats.models import CaseFrame, Involvement, LegalTitle, Seat
from coordination.seats.rules import Relation, Role
from foundation import audit, calendar_entries, clock, wordings
from foundation.access import Door
from foundation.audit import Look
from foundation.database import db
from foundation.reasons import Refused
from foundation.wordings import NewVersion
from tests.browsing import Browser
from tests.cast import AGENCIES, BY_KEY, MORNING, TITLE, Ids
from tests.conftest import Hand, House, Sink, settings_for, text_of
from tests.coordination.conferences.conftest import FAMILY_WORDS, Story, brief, when
from tests.journeys.calendars import Shelf

AT_TABLE = ("ivana", "tomas", "alena", "martina", "petr", "tereza")
NEEDS_GROUND = {"ivana": "skola", "tomas": "skola", "alena": "kompas", "martina": "pristav"}
AGENCIES_HERE = ("skola", "kompas", "pristav")
PLACE = when().place
MOTHER = Member("Jana Vlčková", Kinship.MOTHER, True, date(1987, 5, 1), SafeContact.NONE, "", "")
player = st.sampled_from(AT_TABLE)
agency = st.sampled_from(AGENCIES_HERE)


@dataclass(frozen=True)
class Coordinating:
    """A coordinator of the town, come by account and second factor."""

    key: str
    worker_id: UUID
    town_id: UUID
    door: Door = Door.ACCOUNT2
    session_id: UUID | None = None
    seat_id: UUID | None = None

    @property
    def offices(self) -> frozenset[tuple[str, UUID]]:
        return frozenset({("coordinator", self.town_id)})


@dataclass
class Known:
    """What whoever only watched would say of the case."""

    coordinator: str = "lenka"
    seated: set[str] = field(default_factory=set)
    invited: set[str] = field(default_factory=set)
    signed: dict[str, int] = field(default_factory=dict)
    oldest_text: int = 1
    newest_text: int = 1
    grounds: set[str] = field(default_factory=set)
    excluded: set[str] = field(default_factory=set)
    convened: bool = False
    meets: tuple[date, str] | None = None
    opened: bool = False

    def may_read(self, who: str) -> bool:
        """The plain rule: office, or a seat that is held, pledged under a text that still holds, and grounded."""
        if who in self.excluded:
            return False
        if who == self.coordinator:
            return True
        pledged = self.signed.get(who, 0) >= self.oldest_text
        grounded = who not in NEEDS_GROUND or NEEDS_GROUND[who] in self.grounds
        return self.opened and who in self.seated and pledged and grounded


class Walk(RuleBasedStateMachine):
    """One case and everybody around it."""

    furnished: tuple[Path, Ids]
    folder: Path
    hand: Hand
    sink: Sink
    number = count()

    def __init__(self) -> None:
        super().__init__()
        template, ids = self.furnished
        path = self.folder / f"walk-{next(self.number)}.db"
        shutil.copy(template, path)
        self.hand.at(MORNING)
        self.sink.received.clear()
        self.app = create_app(settings_for(f"sqlite:///{path}", self.sink.address))
        self.house = House(self.app, ids, self.hand, self.sink)
        self.known = Known()
        self.shelf = Shelf()
        self.story = self._opened()
        self.browsers: dict[str, Browser] = {
            who: self.house.signed_in(who, SessionDoor.ACCOUNT2) for who in ("lenka", "jitka", *AT_TABLE, "olga")
        }

    def teardown(self) -> None:
        with self.app.app_context():
            assert audit.verify() == []
            self._calendars_show_what_the_house_believes()
            db.session.remove()
            db.engine.dispose()

    def _opened(self) -> Story:
        house = self.house
        with self.app.app_context():
            opener = Opener(
                f"worker:{house.worker('lenka')}", house.worker("lenka"), BY_KEY["lenka"].name,
                BY_KEY["lenka"].function, house.ids.agencies["podlesi"], AGENCIES["podlesi"][0],
            )  # fmt: skip
            case_id = cases.open_case(opener, brief())
            frame = db.session.get_one(CaseFrame, case_id)
            mother = cases.add_member(case_id, MOTHER, by=opener.key)
            for each in AGENCIES_HERE:
                cases.involve(
                    case_id, house.ids.agencies[each], relation=Relation.SERVES, since=clock.today(),
                    areas=("school",), concerned=(), by=opener.key,
                )  # fmt: skip
            return Story(house, case_id, frame.code, mother, mother, mother)

    @property
    def by(self) -> str:
        return self.story.key(self.known.coordinator)

    def seat_of(self, who: str) -> Seat | None:
        held = select(Seat).where(Seat.case_id == self.story.case_id, Seat.worker_id == self.house.worker(who))
        return db.session.scalars(held.where(Seat.to_at.is_(None))).first()

    # --- what people do ----------------------------------------------------------------------------------------------

    @precondition(lambda self: not self.known.convened)
    @rule(people=st.sets(player, min_size=1, max_size=4))
    def convene(self, people: set[str]) -> None:
        """An excluded person on the list stops it all, so does an office alone; everybody else gets a seat."""
        story = self.story
        with self.app.app_context():
            story.conference_id = actions.begin(story.case_id, by=self.by)
            chosen = sorted(people - self.known.excluded)
            forbidden = sorted(people & self.known.excluded)
            if forbidden:
                with pytest.raises(Refused):
                    actions.list_people(story.conference_id, [story.asked(who) for who in people], by=self.by)
            if not chosen:
                return
            actions.set_goal(
                story.conference_id, goal="Docházka", is_realistic=True, because="Všichni chtějí.", by=self.by
            )
            rows = [story.asked(who) for who in chosen]
            actions.list_people(story.conference_id, rows, without_family_because="Matka si to přeje.", by=self.by)
            day = clock.today() + timedelta(days=8)
            actions.set_time(story.conference_id, when(meets_on=day, answer_by=day - timedelta(days=2)), by=self.by)
            if all(BY_KEY[who].agency == "podlesi" for who in chosen):
                with pytest.raises(Refused):
                    actions.convene(story.conference_id, despite="Spěchá to.", by=self.by)
                return
            actions.convene(story.conference_id, despite="Spěchá to.", by=self.by)
        self.known.seated |= set(chosen)
        self.known.invited, self.known.meets = set(chosen), (day, PLACE)
        self.known.convened = self.known.opened = True

    @precondition(lambda self: self.known.convened)
    @rule()
    def call_off(self) -> None:
        assert self.story.conference_id is not None
        with self.app.app_context():
            actions.call_off(self.story.conference_id, why="Nejde to.", another_by=None, by=self.by)
        self.known.convened = False

    @precondition(lambda self: self.known.convened)
    @rule(who=player, said=st.sampled_from([Answer.ACCEPTED, Answer.DECLINED, Answer.WRITTEN_ONLY]))
    def answer(self, who: str, said: Answer) -> None:
        with self.app.app_context():
            asked = select(Invitation).where(
                Invitation.conference_id == self.story.conference_id, Invitation.worker_id == self.house.worker(who)
            )
            invitation = db.session.scalars(asked).first()
            if invitation is None:
                return
            invitation_id = invitation.id
            if who in self.known.seated & self.known.invited:
                actions.answer(invitation_id, answer=said, note="", by=self.story.key(who))
            else:
                with pytest.raises(Refused):
                    actions.answer(invitation_id, answer=said, note="", by=self.story.key(who))

    @precondition(lambda self: self.known.convened)
    @rule(later=st.integers(8, 12), elsewhere=st.booleans())
    def move(self, later: int, elsewhere: bool) -> None:
        assert self.story.conference_id is not None
        day, place = clock.today() + timedelta(days=later), "Školní jídelna" if elsewhere else PLACE
        moved = when(meets_on=day, answer_by=day - timedelta(days=2), place=place)
        with self.app.app_context():
            if self.known.meets == (day, place):
                with pytest.raises(Refused):
                    actions.move(self.story.conference_id, moved, despite="Jinak to nejde.", by=self.by)
            else:
                actions.move(self.story.conference_id, moved, despite="Jinak to nejde.", by=self.by)
        self.known.meets = (day, place)

    @precondition(lambda self: self.known.convened)
    @rule(who=player)
    def invite_late(self, who: str) -> None:
        """Nobody is invited twice, and nobody who is shut out."""
        assert self.story.conference_id is not None
        with self.app.app_context():
            if who in self.known.excluded or who in self.known.seated & self.known.invited:
                with pytest.raises(Refused):
                    actions.invite_late(self.story.conference_id, self.story.asked(who), by=self.by)
                return
            try:
                actions.invite_late(self.story.conference_id, self.story.asked(who), by=self.by)
            except Refused:
                assert who in self.known.invited, "whoever left the case is not invited to the same meeting again"
                return
        self.known.seated.add(who)
        self.known.invited.add(who)

    @precondition(lambda self: self.known.convened)
    @rule(who=player)
    def take_off(self, who: str) -> None:
        """The meeting leaves one calendar; the seat at the case stays."""
        if who not in self.known.seated & self.known.invited:
            return
        with self.app.app_context():
            actions.take_off(self._invitation(who), why="Stačí písemně.", by=self.by)
        self.known.invited.discard(who)

    def _invitation(self, who: str) -> UUID:
        asked = select(Invitation.id).where(
            Invitation.conference_id == self.story.conference_id,
            Invitation.worker_id == self.house.worker(who),
            Invitation.taken_back_at.is_(None),
        )
        return db.session.scalars(asked).one()

    @rule()
    def hand_over(self) -> None:
        """The case goes from one coordinator of the town to the other, in the instant of the yes."""
        after = "jitka" if self.known.coordinator == "lenka" else "lenka"
        with self.app.app_context():
            case_id = self.story.case_id
            receiver = self.house.worker(after)
            cases.offer(case_id, to=receiver, why="Odchází.", note="", actor=self._office(self.known.coordinator))
            cases.accept(case_id, actor=self._office(after))
        self.known.coordinator = after

    def _office(self, who: str) -> Coordinating:
        return Coordinating(self.story.key(who), self.house.worker(who), self.house.ids.agencies["podlesi"])

    @rule(who=player)
    def sign(self, who: str) -> None:
        with self.app.app_context():
            seat = self.seat_of(who)
            if seat is None:
                return
            seen, someone = pledge_models.offered_text(seat).sha256, BY_KEY[who]
            signer = Signer(someone.name, someone.function, AGENCIES[someone.agency][0])
            pledges.sign(seat.id, signer, seen_sha256=seen, door=Door.ACCOUNT2, by=self.story.key(who))
        # one signature a person and case, and only what no longer opens is signed anew
        if self.known.signed.get(who, 0) < self.known.oldest_text:
            self.known.signed[who] = self.known.newest_text

    @rule(material=st.booleans())
    def new_text(self, material: bool) -> None:
        """The head writes the pledge anew: a material version closes what the former one opened."""
        with self.app.app_context():
            town = self.house.ids.agencies["podlesi"]
            former = wordings.current("pledges.professional", town)
            self.hand.forward(timedelta(minutes=1))
            text = f"{former.text}\nZnění {self.known.newest_text + 1}."
            wordings.write(
                former.id,
                town,
                NewVersion(text=text, material=material, valid_from=None, confirmed=False),
                by=self.story.key("hana"),
            )
        self.known.newest_text += 1
        if material:
            self.known.oldest_text = self.known.newest_text

    @rule(where=agency)
    def ground_given(self, where: str) -> None:
        with self.app.app_context():
            cases.record_legal_title(
                self._involvement(where).id, citation=TITLE, why="Bez nich to nejde.", concerned={self.story.mother},
                areas=("school",), until=date(2026, 12, 31), by=self.by,
            )  # fmt: skip
        self.known.grounds.add(where)

    @rule(where=agency)
    def ground_ended(self, where: str) -> None:
        with self.app.app_context():
            running = select(LegalTitle).where(LegalTitle.involvement_id == self._involvement(where).id)
            for title_id in [title.id for title in db.session.scalars(running.where(LegalTitle.ended_at.is_(None)))]:
                cases.end_legal_title(title_id, by=self.by)
        self.known.grounds.discard(where)

    def _involvement(self, where: str) -> Involvement:
        here = select(Involvement).where(
            Involvement.case_id == self.story.case_id, Involvement.agency_id == self.house.ids.agencies[where]
        )
        return db.session.scalars(here).one()

    @rule(who=player, how=st.sampled_from(["removed", "steps aside"]))
    def leave(self, who: str, how: str) -> None:
        with self.app.app_context():
            seat = self.seat_of(who)
            if seat is None:
                return
            if how == "removed":
                actions.remove(seat.id, reason="Dál bez ní.", by=self.by)
            else:
                actions.step_aside(seat.id, reason="Znám je osobně.", by=self.story.key(who))
        self.known.seated.discard(who)

    @rule(who=player)
    def exclude(self, who: str) -> None:
        if len(self.known.excluded) == 2:
            return  # a table of which everybody is shut out tells nothing more
        with self.app.app_context():
            cases.exclude(self.story.case_id, self.house.worker(who), why="sousedka", by=self.by)
        self.known.excluded.add(who)
        self.known.seated.discard(who)

    @rule(hours=st.integers(1, 20))
    def time_passes(self, hours: int) -> None:
        self.hand.forward(timedelta(minutes=hours))

    @rule()
    def post_goes(self) -> None:
        """Nothing that leaves says whose family it is about, and each calendar is changed in order."""
        arrived = self.house.deliver()
        for _recipient, message in arrived:
            whole = " ".join([text_of(message), *(str(value) for value in message.values())])
            assert not [word for word in FAMILY_WORDS if word in whole]
        self.shelf.take(arrived)

    # --- what holds after every step ---------------------------------------------------------------------------------

    @invariant()
    def everybody_reads_what_the_rule_says_and_no_more(self) -> None:
        for who, browser in self.browsers.items():
            answer = browser.client.get(f"/cases/{self.story.case_id}")
            assert (answer.status_code == 200) is self.known.may_read(who), f"{who}: {answer.status_code}"
            if answer.status_code != 200:
                text = answer.get_data(as_text=True)
                assert not [word for word in FAMILY_WORDS if word in text], who

    @invariant()
    def whoever_read_stands_in_the_log_book(self) -> None:
        with self.app.app_context():
            seen = set(db.session.scalars(select(Look.who).where(Look.about == f"case:{self.story.case_id}")))
        reading = {self.story.key(who) for who in self.browsers if self.known.may_read(who)}
        assert reading <= seen

    @invariant()
    def one_person_coordinates(self) -> None:
        with self.app.app_context():
            held = select(Seat).where(Seat.case_id == self.story.case_id, Seat.role == Role.COORDINATOR)
            (seat,) = db.session.scalars(held.where(Seat.to_at.is_(None))).all()
            assert seat.worker_id == self.house.worker(self.known.coordinator)

    def _calendars_show_what_the_house_believes(self) -> None:
        self.shelf.take(self.house.deliver())
        entries = db.session.scalars(select(calendar_entries.CalendarEntry)).all()
        standing = {(entry.recipient, entry.uid) for entry in entries if entry.cancelled_at is None}
        shown = {(who, str(event["UID"])) for who in self.shelf.of for event in self.shelf.events(who)}
        assert shown == standing


DEEP = os.environ.get("DEEP") == "1"
HOW_MANY, HOW_LONG = (300, 30) if DEEP else (12, 18)


@pytest.mark.deep
def test_a_table_in_any_order(furnished: tuple[Path, Ids], tmp_path: Path, hand: Hand, sink: Sink) -> None:
    Walk.furnished, Walk.folder, Walk.hand, Walk.sink = furnished, tmp_path, hand, sink
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Walk,
        settings=settings(
            max_examples=HOW_MANY,
            stateful_step_count=HOW_LONG,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=not DEEP,
            # a shorter way to the same fault is looked for only where there is time
            phases=tuple(Phase) if DEEP else (Phase.explicit, Phase.generate),
        ),
    )
