"""How the people of the example meet and write their minutes, page by page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select, update

from agencies.accounts.rules import SessionDoor
from coordination.conferences.informed import FamilyInformed
from coordination.conferences.models import Invitation
from coordination.conferences.rules import Attendance, HowTold
from coordination.minutes.models import (
    Minutes,
    MinutesAddendum,
    MinutesComment,
    MinutesException,
    MinutesSection,
    MinutesVersion,
)
from coordination.minutes.table import AgendaItem
from foundation import clock
from foundation.database import db, transaction
from tests.browsing import Browser, Page
from tests.conftest import House
from tests.world import Case, build

BRIEF = "Matka je na tři děti sama a nestíhá. Gábina chybí ve škole."
AGREED = "Škola zkusí novou domluvu do konce roku."
DISAGREED = "Škola chtěla podat podnět hned."
OF_ELISKA = "Eliška se bojí tmy a spí s matkou."


@dataclass
class Meeting:
    """A case whose first meeting is on 3 March 2026 from 13:00 to 15:00."""

    house: House
    case: Case
    browsers: dict[str, Browser] = field(default_factory=dict)

    def sits(self, key: str, door: SessionDoor = SessionDoor.ACCOUNT2) -> Browser:
        """The browser of somebody at the table, always the same one, in English."""
        if key not in self.browsers:
            self.browsers[key] = self.house.signed_in(key, door)
            self.browsers[key].client.set_cookie("lang", "en")
        return self.browsers[key]

    @property
    def page(self) -> str:
        return f"/conferences/{self.case.conference_id}"

    @property
    def live(self) -> str:
        return f"{self.page}/live"

    @property
    def minutes_page(self) -> str:
        return f"{self.page}/minutes"

    def minutes_id(self) -> UUID:
        """The minutes, once they are begun."""
        with self.house.app.app_context():
            return db.session.scalars(select(Minutes.id).where(Minutes.conference_id == self.case.conference_id)).one()

    def opens(self, despite: str = "Martina podepíše na papíře hned teď.") -> Browser:
        """Lenka begins the meeting."""
        lenka = self.sits("lenka")
        lenka.open(f"{self.page}/opening")
        typed = {"despite": despite} if "What you agreed about them" in lenka.page.text else {}
        lenka.press("Begin the meeting", **typed)
        return lenka

    def all_came(self, *, late: str = "") -> None:
        """Everybody invited is there or excused; the family was only told."""
        with self.house.app.app_context(), transaction() as session:
            for each in session.scalars(select(Invitation).where(Invitation.conference_id == self.case.conference_id)):
                each.attendance = Attendance.INFORMED_ONLY if each.is_family else Attendance.PRESENT
                each.attendance_by = "house"

    def family_knows(self) -> None:
        """The mother was told on 26 February, and does not come this time."""
        with self.house.app.app_context(), transaction() as session:
            session.add(
                FamilyInformed(
                    conference_id=self.case.conference_id, person_id=self.case.people["jana"],
                    told_on=date(2026, 2, 26), how=HowTold.IN_PERSON, told_by="Bc. Lenka Horáková",
                    content="Souhlasila.",
                    recorded_at=clock.now(),
                    recorded_by="house",
                )
            )  # fmt: skip
            of_family = Invitation.conference_id == self.case.conference_id, Invitation.person_id.is_not(None)
            session.execute(update(Invitation).where(*of_family).values(informed_only_because="První sladění služeb."))

    def ends(self) -> Browser:
        """The whole meeting: begun, everybody came, ended at 14:45 with the days announced."""
        self.family_knows()
        lenka = self.opens()
        self.all_came()
        self.house.hand.on(3, 3, 14, 45)
        lenka.open(f"{self.page}/closing")
        lenka.press("End the meeting", due_on="5. 3. 2026", comments_until="12. 3. 2026")
        assert "The meeting has ended" in lenka.page.text, lenka.page.text
        return lenka

    def writes(self, who: str, part: str, text: str, **typed: str | list[str]) -> Page:
        """Somebody writes one part."""
        browser = self.sits(who)
        browser.open(f"/minutes/{self.minutes_id()}/parts/{part}")
        return browser.press_with("Save", {"text": text, **typed})

    def sent(self) -> Browser:
        """Written and sent for comments on 5 March."""
        self.ends()
        self.writes("tereza", "brief", BRIEF)
        self.writes("tereza", "agreed", AGREED)
        self.writes("tereza", "disagreed", DISAGREED, for_whom="workers")
        self.writes("tereza", "strengths", OF_ELISKA, concerns=[str(self.case.people["eliska"])])
        self.house.hand.on(5, 3, 10)
        tereza = self.sits("tereza")
        tereza.open(self.minutes_page)
        tereza.press("Send for comments")
        assert "Version 1 is out" in tereza.page.text, tereza.page.text
        return tereza

    def approved(self) -> Browser:
        """Approved on 13 March, nobody had a word against it."""
        self.sent()
        self.house.hand.on(13, 3, 9)
        lenka = self.sits("lenka")
        lenka.open(self.minutes_page)
        lenka.press("Approve and lock")
        assert "approved and locked" in lenka.page.text, lenka.page.text
        return lenka


def convened(house: House) -> Meeting:
    """The case of the world without its ready-made agenda and minutes, a quarter of an hour before the meeting."""
    case = build(house, "open", "PS-7F3K")
    with house.app.app_context(), transaction() as session:
        written = (
            MinutesAddendum,
            MinutesComment,
            MinutesException,
            MinutesSection,
            MinutesVersion,
            Minutes,
            AgendaItem,
        )
        for model in written:
            session.execute(delete(model))
    house.hand.on(3, 3, 12, 45)
    return Meeting(house, case)
