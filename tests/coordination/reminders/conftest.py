"""A meeting of Lenka's on Tuesday 17 March 2026, 13:00, convened three weeks ahead, on either database."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, time
from email.message import EmailMessage
from uuid import UUID

import pytest
from flask import has_app_context
from sqlalchemy import select

from agencies.staff.models import Worker
from coordination.cases import actions as cases
from coordination.cases.actions import Opener
from coordination.cases.models import Person
from coordination.cases.rules import Kinship, SafeContact
from coordination.conferences import actions as conferences
from coordination.conferences.models import Invitation
from coordination.conferences.rules import Answer, HowTold
from coordination.reminders.models import Reminder
from coordination.seats.models import CaseFrame
from foundation import language
from foundation.database import db, transaction
from foundation.outbox import Letter
from tests.browsing import Browser
from tests.cast import BY_KEY
from tests.conftest import House, text_of
from tests.coordination.conferences.conftest import GOAL, WITHOUT_FAMILY, Story, brief, when
from tests.coordination.plans.writing import english

TABLE = ("ivana", "alena", "martina", "petr")
REMINDED = ("Prosíme o odpověď", "Zítra:", "Připomínka:", "Prosíme o slib", "Schůzka", "Z vaší organizace")
"""How the subjects of reminders begin."""


@dataclass
class Ahead:
    """The story with its meeting ahead."""

    story: Story
    house: House

    def inside(self) -> AbstractContextManager[object]:
        return nullcontext() if has_app_context() else self.house.app.app_context()

    def convened_without_post(self, meets_on: date) -> UUID:
        """Convene while nobody carries letters."""
        return self.convened(players=("ivana", "alena"), carried=False, meets_on=meets_on)

    def convened(self, *also: UUID, players: tuple[str, ...] = TABLE, told: HowTold = HowTold.IN_PERSON,
                 carried: bool = True, **at: object) -> UUID:  # fmt: skip
        """Convene, with these members of the family; `at` changes day, times and place."""
        relatives = [self.story.relative(person_id, told) for person_id in also]
        where = {"meets_on": date(2026, 3, 17), "answer_by": None, "place": "MěÚ Podlesí, zasedačka 204"} | at
        with self.inside():
            by, people = self.story.lenka, [*map(self.story.asked, players), *relatives]
            conference_id = self.story.conference_id = conferences.begin(self.story.case_id, by=by)
            conferences.set_goal(conference_id, goal=GOAL, is_realistic=True, because="Všichni chtějí.", by=by)
            because = "" if also else WITHOUT_FAMILY
            conferences.list_people(conference_id, people, without_family_because=because, by=by)
            conferences.set_time(conference_id, when(**where), by=by)
            conferences.convene(conference_id, despite="Spěchá to.", by=by)
        if carried:
            self.house.deliver()
        return conference_id

    def answers(self, player: str, answer: Answer = Answer.ACCEPTED) -> None:
        with self.inside():
            invitation = self.story.invitation(player)
            conferences.answer(invitation.id, answer=answer, note="", by=self.story.key(player))
        self.house.deliver()

    def reminded(self) -> dict[str, EmailMessage]:
        """Let the postman do his duty and carry what is due; the reminders that came, by whom they are for."""
        post = [(to, message) for to, message in self.house.deliver() if subject(message).startswith(REMINDED)]
        assert len(dict(post)) == len(post), "nobody gets two"
        return {next((key for key in BY_KEY if BY_KEY[key].email == to), to): message for to, message in post}

    def subjects(self) -> dict[str, str]:
        return {who: subject(message) for who, message in self.reminded().items()}

    def reminders(self) -> list[Reminder]:
        with self.inside():
            db.session.rollback()
            return list(db.session.scalars(select(Reminder).order_by(Reminder.due_at)))

    def letters(self, kind: str) -> list[Letter]:
        with self.inside():
            db.session.rollback()
            return list(db.session.scalars(select(Letter).where(Letter.kind == kind)))

    def change(self, player: str, **changes: object) -> None:
        """Let something stand otherwise about a worker."""
        with self.inside(), transaction() as session:
            worker = session.get_one(Worker, self.house.worker(player))
            for name, value in changes.items():
                setattr(worker, name, value)

    def change_mother(self, **changes: object) -> None:
        with self.inside(), transaction() as session:
            mother = session.get_one(Person, self.story.mother)
            for name, value in changes.items():
                setattr(mother, name, value)

    def moved_to(self, day: int, month: int, hour: int = 13) -> None:
        """Lenka moves the meeting."""
        assert self.story.conference_id is not None
        new = when(meets_on=date(2026, month, day), wall_from=time(hour), wall_to=time(hour + 1, 45), answer_by=None)
        with self.inside():
            conferences.move(self.story.conference_id, new, despite="Dřív to nejde.", by=self.story.lenka)

    def invitation(self, player: str) -> Invitation:
        return self.story.invitation(player)

    def lenka(self) -> Browser:
        return english(self.house, "lenka")


def subject(message: EmailMessage) -> str:
    return language.plain(str(message["Subject"]))


def text(message: EmailMessage) -> str:
    """The words of a letter, with plain spaces."""
    return language.plain(text_of(message)).replace("\r\n", "\n")


def _ahead(house: House) -> Ahead:
    with house.app.app_context():
        lenka = house.worker("lenka")
        opener = Opener(f"worker:{lenka}", lenka, BY_KEY["lenka"].name, BY_KEY["lenka"].function,
                        house.ids.agencies["podlesi"], "Městský úřad Podlesí")  # fmt: skip
        case_id = cases.open_case(opener, brief())
        people = (
            ("Jana Vlčková", Kinship.MOTHER, SafeContact.EMAIL, "", "jana@doma.example"),
            ("Roman Vlček", Kinship.FATHER, SafeContact.NONE, "", ""),
            ("Gabriela Vlčková", Kinship.DAUGHTER, SafeContact.NONE, "", ""),
        )
        ids = [
            cases.add_member(case_id, cases.Member(name, kin, True, None, contact, phone, email), by=opener.key)
            for name, kin, contact, phone, email in people
        ]
        code = db.session.get_one(CaseFrame, case_id).code
        return Ahead(Story(house, case_id, code, *ids), house)


@pytest.fixture
def ahead(house: House) -> Ahead:
    return _ahead(house)


@pytest.fixture
def ahead_on_each(any_house: House) -> Ahead:
    """The same on each of the two databases."""
    return _ahead(any_house)
