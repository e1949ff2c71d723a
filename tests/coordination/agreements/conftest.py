"""The case of Gábina after its first meeting, with a second one for her mother, Martina and Lenka (domain 5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

import pytest

from agencies.accounts.rules import SessionDoor
from coordination.cases import actions as cases
from coordination.conferences import actions
from coordination.conferences.rules import Attendance, HowTold
from coordination.seats.models import Involvement
from foundation.database import db
from tests.browsing import Browser
from tests.cast import BY_KEY, TITLE
from tests.conftest import Hand, House
from tests.coordination.conferences.conftest import Story, brief, story, when

__all__ = ["brief", "story"]


@dataclass
class Table:
    """Lenka's case, whose first meeting was held, and whose second one is convened for 9 March."""

    house: House
    story: Story
    first: UUID
    second: UUID

    def sits(self, key: str, door: SessionDoor = SessionDoor.ACCOUNT2) -> Browser:
        """Somebody of the cast, reading in English."""
        browser = self.house.signed_in(key, door)
        browser.client.set_cookie("lang", "en")
        return browser


@pytest.fixture
def table(house: House, story: Story, hand: Hand) -> Table:
    first = story.convened(players=("ivana", "martina", "petr", "tereza"))
    for key in ("ivana", "martina", "petr", "tereza"):
        story.pledge(key)
    story.ground("ivana")
    with house.app.app_context():
        agency = house.ids.agencies[BY_KEY["martina"].agency]
        involvement = db.session.query(Involvement).filter_by(case_id=story.case_id, agency_id=agency).one()
        cases.record_legal_title(
            involvement.id, citation=TITLE, why="Dochází do rodiny.", concerned={story.mother, story.gabina},
            areas=("finance",), until=date(2026, 12, 31), by=story.lenka,
        )  # fmt: skip
    story.informed()
    hand.on(3, 3, 15)
    with house.app.app_context():
        there = {each.id: Attendance.PRESENT for each in story.conference().invitations}
        actions.record_attendance(first, there, by=story.lenka)
        actions.mark_held(first, by=story.lenka)
    hand.on(4, 3)
    with house.app.app_context():
        second = actions.begin(story.case_id, by=story.lenka)
        actions.set_goal(
            second, goal="Matka a Přístav se domluví.", is_realistic=True, because="Matka chce.", by=story.lenka
        )
        people = [story.asked("martina"), story.relative(story.mother, HowTold.IN_PERSON)]
        actions.list_people(second, people, by=story.lenka)
        actions.set_time(
            second, when(meets_on=date(2026, 3, 9), wall_from=time(10), wall_to=time(11), answer_by=None),
            by=story.lenka,
        )  # fmt: skip
        actions.convene(second, despite="Martina může hned.", by=story.lenka)
    story.conference_id = second
    return Table(house, story, first, second)
