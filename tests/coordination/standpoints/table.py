"""The table of the example before and during its first meeting, page by page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from coordination.seats.models import LegalTitle, Pledge
from coordination.standpoints.models import Standpoint
from foundation import clock, signatures, wordings
from foundation.database import db, transaction
from tests.browsing import Browser
from tests.cast import AGENCIES, BY_KEY, TITLE
from tests.conftest import House
from tests.world import Case, build

ABSENCES = "Od ledna 27 neomluvených hodin."
TIRED = "Učitelé už ztratili trpělivost."
PROGRAMME = "Ambulantní program na tři měsíce, jednou týdně."


@dataclass
class Table:
    """A convened meeting at which the school, the centre, the NGO and the probation service are expected."""

    house: House
    case: Case
    browsers: dict[str, Browser] = field(default_factory=dict)

    def sits(self, key: str) -> Browser:
        """The browser of somebody at the table, always the same one, in English."""
        if key not in self.browsers:
            door = SessionDoor.ACCOUNT2 if key in ("lenka", "tereza", "hana") else SessionDoor.CODE
            self.browsers[key] = self.house.signed_in(key, door)
            self.browsers[key].client.set_cookie("lang", "en")
        return self.browsers[key]

    @property
    def meeting(self) -> str:
        return f"/conferences/{self.case.conference_id}"

    def at(self, key: str, link: str = "") -> Browser:
        """Somebody on the page of the meeting, or one link further."""
        browser = self.sits(key)
        browser.open(self.meeting)
        assert browser.page.status == 200, browser.page.text
        if link:
            browser.follow(link)
        return browser

    def speaks(self, key: str, **typed: str | list[str] | bool) -> Browser:
        """Somebody puts a standpoint on the table."""
        browser = self.at(key, "My standpoint")
        browser.press_with("Put it on the table", typed)
        assert browser.page.status == 200, browser.page.text
        return browser

    def canvas(self, key: str = "lenka") -> Browser:
        return self.at(key, "Standpoints side by side")

    def lies(self, key: str = "lenka") -> Browser:
        """Somebody before what lies on the table."""
        return self.at(key, "Needs, offers and questions")

    def standpoint_id(self, key: str) -> UUID:
        with self.house.app.app_context():
            wanted = select(Standpoint.id).where(Standpoint.seat_id == self.case.seats[key])
            return db.session.scalars(wanted).one()


def laid(house: House) -> Table:
    """The case of the world; Alena has a ground to know of Gábina, and Martina has signed."""
    case = build(house, "open", "PS-7F3K")
    with house.app.app_context(), transaction() as session:
        now = clock.now()
        session.add(
            LegalTitle(
                case_id=case.case_id, involvement_id=case.involvements["kompas"], citation=TITLE, why="program",
                areas=("behaviour",), since=now - timedelta(days=1), until=None, recorded_by="house",
            )
        )  # fmt: skip
        town = house.ids.agencies["podlesi"]
        wording, martina = wordings.current("pledges.professional", town), BY_KEY["martina"]
        signed = signatures.sign(
            town_id=town, about=f"case:{case.case_id}", signer_key=f"worker:{house.worker('martina')}",
            name=martina.name, function=martina.function, agency=AGENCIES["pristav"][0], wording_id=wording.id,
            text=wording.text, seen_sha256=signatures.fingerprint(wording.text),
            method=signatures.Method.ACCOUNT, factors=("password", "totp"),
        )  # fmt: skip
        session.add(
            Pledge(
                case_id=case.case_id, seat_id=case.seats["martina"], wording_id=wording.id, signature_id=signed.id,
                signed_at=now,
            )
        )  # fmt: skip
    return Table(house, case)


def column(page_text: str, heading: str, following: str) -> str:
    """What the canvas says between two headings."""
    return page_text.split(heading, 1)[1].split(following, 1)[0]


SAID = {"said_where": "at_table", "said_on": "23. 2. 2026", "said_to": "Bc. Lenka Horáková"}
DAY = date(2026, 3, 9)
