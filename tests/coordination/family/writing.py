"""How the coordinator puts paper and number into the family's hands, and how they open their page with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from pypdf import PdfReader
from sqlalchemy import select

from coordination.seats.models import Disclosure, Seat
from coordination.seats.rules import Role
from coordination.tasks.models import Task, TaskStep
from foundation import clock
from foundation.database import db, transaction
from tests.browsing import Browser, squeezed
from tests.conftest import House
from tests.coordination.plans.writing import Table, convened

JANA, GABINA, ROMAN = "Jana Vlčková", "Gabriela Vlčková", "Roman Vlček"
NUMBER = "274916"
AGREED = "Chceme, aby Gábina dokončila 8. třídu. Chceme, aby vám vycházely peníze. Nejste na to sama."
OWN, SCHOOLS = "Podá žádost o náhradní výživné", "Sepíše požadavky školy srozumitelně pro Gábinu"
SOFT_OWN, SOFT_SCHOOLS = "Podáte žádost o náhradní výživné", "Napíše, co škola od Gábiny čeká"


@dataclass
class AtHome:
    """A case with an approved plan, seen from the family's kitchen."""

    house: House
    table: Table

    @property
    def lenka(self) -> Browser:
        return self.table.sits("lenka")

    @property
    def office_page(self) -> str:
        return f"/cases/{self.table.case.case_id}/family"

    def seat_id(self, name: str) -> UUID:
        with self.house.app.app_context():
            seats = db.session.scalars(select(Seat).where(Seat.case_id == self.table.case.case_id))
            return next(seat.id for seat in seats if seat.name == name)

    def seats(self, key: str, name: str) -> None:
        """Give another member of the family a seat."""
        case = self.table.case
        with self.house.app.app_context(), transaction() as session:
            session.add(
                Seat(
                    town_id=self.house.ids.agencies["podlesi"], case_id=case.case_id, person_id=case.people[key],
                    role=Role.PARENT, name=name, function="", agency_name="", from_at=clock.now(),
                )
            )  # fmt: skip

    def writes(self, name: str, *, button: str = "Approve", agreed: str = AGREED, **typed: str | bool) -> Browser:
        """Lenka writes somebody's summary and approves it."""
        self.lenka.open(self.office_page)
        words = "Write the summary" if self.lenka.page.has_link(f"Write the summary {name}") else "Change the summary"
        self.lenka.follow(f"{words} {name}")
        self.lenka.press_with(button, {"agreed": agreed, **typed})
        return self.lenka

    def gives_number(self, name: str, number: str = NUMBER, **typed: str | bool) -> Browser:
        """Somebody chooses a number at the table."""
        self.lenka.open(self.office_page)
        again = self.lenka.page.has_link(f"New number {name}")
        self.lenka.follow(f"{'New number' if again else 'Choose a number'} {name}")
        self.lenka.press_with("This number holds", {"number": number, "again": number, **typed})
        return self.lenka

    def prints(self, name: str) -> str:
        """Lenka prints somebody's paper; answers what stands on it."""
        self.lenka.open(self.office_page)
        page = self.lenka.press(f"Print the paper {name}")
        assert page.headers["Content-Type"] == "application/pdf", page.text
        self.paper = page.content
        return squeezed(" ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.content)).pages))

    def address_on_paper(self, name: str) -> str:
        """Print somebody's paper and read the address on it."""
        found = re.search(r"localhost(/r/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})", self.prints(name))
        assert found
        return found[1]

    def ready(self, name: str = JANA, **typed: str | bool) -> str:
        """Summary, number and paper in one go; answers the address on the paper."""
        self.writes(name, **typed)
        self.gives_number(name)
        return self.address_on_paper(name)

    def phone(self) -> Browser:
        """A phone in the kitchen that knows nothing yet."""
        browser = self.house.stranger()
        browser.client.set_cookie("lang", "en")
        return browser

    def opens(self, address: str, number: str = NUMBER, phone: Browser | None = None) -> Browser:
        """Somebody types the number at the address of their paper."""
        phone = phone or self.phone()
        phone.open(address)
        phone.press("Open", number=number)
        return phone

    def steps(self, number: int = 1) -> list[str]:
        """The life of a task."""
        with self.house.app.app_context():
            lived = select(TaskStep.step).join(Task).where(Task.number == number).order_by(TaskStep.number)
            return [str(step) for step in db.session.scalars(lived)]

    def disclosures(self) -> list[tuple[str, str, int | None]]:
        """Every paper and page that reached somebody: which, how, in what version."""
        with self.house.app.app_context():
            made = db.session.scalars(select(Disclosure).order_by(Disclosure.at, Disclosure.how))
            return [(one.paper, str(one.how), one.version) for one in made]


def agreed(house: House) -> AtHome:
    """The plan: task 1 is Jana's, task 2 the school's about Gábina, task 3 the father's business alone."""
    table = convened(house)
    table.begins()
    table.adds(JANA, OWN, due_on="31. 3. 2026")
    table.adds("Mgr. Ivana Součková", SCHOOLS, concerns=[GABINA])
    table.adds("Mgr. Petr Zeman", "Promluví s otcem o jeho práci", concerns=[f"{ROMAN} Kanárek-jméno"])
    table.evaluates()
    table.approves()
    return AtHome(house, table)
