"""A table that is laid for pledges: the case of Gábina, who sits there, and how each of them signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from coordination.cases.models import FamilyCase, Person
from coordination.seats.models import CaseFrame, Consent, Involvement, Seat, consent_member
from coordination.seats.rules import Relation, Role
from foundation import clock
from foundation.database import transaction
from tests.browsing import Browser
from tests.cast import BY_KEY
from tests.conftest import House


@dataclass(frozen=True)
class Case:
    """The case of Gábina with its table laid: the coordinator, the school, the minute taker."""

    id: UUID
    code: str
    involvement: UUID
    seats: dict[str, UUID]


def laid(house: House) -> Case:
    """The case of Gábina with its table laid."""
    town = house.ids.agencies["podlesi"]
    with house.app.app_context(), transaction() as session:
        frame = CaseFrame(town_id=town, code="PS-7F3K", drafted_at=clock.now(), opened_at=clock.now())
        session.add(frame)
        session.flush()
        session.add(
            FamilyCase(
                id=frame.id,
                office_reference="Om 14/2026",
                nickname="Gábina",
                situation="27 neomluvených hodin.",
                need_of_help="Peníze.",
                parents_view="",
                goal="Gábina dokončí 8. třídu.",
                areas=("school",),
            )  # fmt: skip
        )
        session.add(Person(case_id=frame.id, name="Jana Vlčková", kinship="mother", in_household=True, position=1))
        school = Involvement(
            case_id=frame.id, agency_id=house.ids.agencies["skola"], relation=Relation.SERVES,
            since=clock.today(), areas=("school",),
        )  # fmt: skip
        bridge = Involvement(
            case_id=frame.id, agency_id=house.ids.agencies["most"], relation=Relation.MAY_SERVE,
            since=clock.today(), areas=("school",),
        )  # fmt: skip
        session.add_all([school, bridge])
        session.flush()
        seats = {}
        for key, role, involvement in (
            ("lenka", Role.COORDINATOR, None),
            ("ivana", Role.AGENCY_WORKER, school.id),
            ("vrata", Role.AGENCY_WORKER, bridge.id),
            ("tereza", Role.MINUTE_TAKER, None),
        ):
            seat = Seat(
                town_id=town, case_id=frame.id, worker_id=house.worker(key), involvement_id=involvement, role=role,
                name=BY_KEY[key].name, function=BY_KEY[key].function, agency_name="ZŠ Na Kopci", from_at=clock.now(),
            )  # fmt: skip
            session.add(seat)
            session.flush()
            seats[key] = seat.id
        return Case(frame.id, frame.code, school.id, seats)


def english(house: House, key: str, door: SessionDoor = SessionDoor.CODE) -> Browser:
    browser = house.signed_in(key, door)
    browser.client.set_cookie("lang", "en")
    return browser


def speaking(browser: Browser, language: str) -> Browser:
    """The same person, who from now on reads another language."""
    browser.client.set_cookie("lang", language)
    return browser


def signed_by(house: House, case: Case, key: str, door: SessionDoor = SessionDoor.CODE) -> Browser:
    browser = english(house, key, door)
    browser.open(f"/cases/{case.id}/pledge")
    browser.press("I sign the pledge", read=True)
    return browser


def consented(house: House, case: Case, days: int = 30) -> UUID:
    """Jana lets the school know."""
    with house.app.app_context(), transaction() as session:
        mother = session.scalars(select(Person).where(Person.case_id == case.id)).one()
        consent = Consent(
            case_id=case.id, involvement_id=case.involvement, given_by=mother.id, given_on=clock.today(), how="said",
            areas=("school",), since=clock.now(), until=clock.now() + timedelta(days=days), recorded_by="worker:x",
        )  # fmt: skip
        session.add(consent)
        session.flush()
        session.execute(consent_member.insert().values(consent_id=consent.id, person_id=mother.id))
        return consent.id
