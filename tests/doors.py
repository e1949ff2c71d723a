"""The family's own doors in the test world: papers, numbers, summaries and one answer, for parents and child."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from agencies.accounts.models import LoginSession
from agencies.accounts.proofs import digest, keyed, new_secret, password_digest
from agencies.accounts.rules import SessionDoor
from coordination.agreements.models import Agreement
from coordination.family.models import DOOR, FamilyAnswer, FamilyKey, FamilySummary, SaySo, SummaryLine
from coordination.family.requests import FamilyRequest
from coordination.family.rules import HowGiven, Reply
from coordination.family.rules_of_requests import About, CallTime
from coordination.seats.models import Seat
from coordination.seats.rules import Role
from foundation import clock, links, wordings
from foundation.database import transaction
from tests.browsing import Browser
from tests.conftest import House
from tests.world import Case

NUMBER = "274916"
WORDS_OF = {"jana": "Kanárek-matka", "gabina": "Kanárek-dítě", "roman": "Kanárek-otec"}
"""What stands in the summary of one of them alone."""


@dataclass(frozen=True)
class Doors:
    """What one case has of the family's door."""

    printed: dict[str, str]
    answer_id: UUID
    request_id: UUID
    agreement_id: UUID
    """An agreement on cooperation that lies before the mother."""


def give_doors(house: House, case: Case) -> Doors:
    """The father gets a seat too; each of the three a number, a paper and a summary, the mother asks for help."""
    now = clock.now()
    with house.app.app_context(), transaction() as session:
        town = house.ids.agencies["podlesi"]
        father = Seat(
            town_id=town, case_id=case.case_id, person_id=case.people["roman"], role=Role.PARENT,
            name="Roman Vlček Kanárek-jméno", function="", agency_name="", from_at=now - timedelta(days=5),
        )  # fmt: skip
        session.add(father)
        session.flush()
        case.seats["roman"] = father.id
        printed = {}
        for key, word in WORDS_OF.items():
            seat_id, key_id = case.seats[key], UUID(int=case.seats[key].int ^ 1)
            session.add(
                FamilyKey(
                    id=key_id, seat_id=seat_id, number_hash=_hashed(key_id), how=HowGiven.AT_TABLE,
                    given_at=now, given_by="house",
                )
            )  # fmt: skip
            printed[key] = links.issue_printed(
                DOOR, subject=seat_id, holder=case.people[key], until=clock.end_of(date(2026, 7, 26)), town_id=town
            )
            session.add(
                FamilySummary(
                    seat_id=seat_id, number=1, plan_version=1, greeting="", agreed=f"{word}. Dvě. Tři.", words="",
                    approved_at=now, approved_by="house", approved_by_name="Bc. Lenka Horáková",
                    lines=[
                        SummaryLine(
                            task_id=case.tasks[who], position=place, kept=True, sentence=f"{word} {who}", beside=""
                        )
                        for place, who in enumerate(("jana", "ivana", "lenka"), 1)
                    ],
                )
            )  # fmt: skip
        answer = FamilyAnswer(
            seat_id=case.seats["jana"], case_id=case.case_id, task_id=case.tasks["jana"], reply=Reply.HELP,
            words=WORDS_OF["jana"], calls=True, answer_by=date(2026, 3, 6), at=now, by=f"seat:{case.seats['jana']}",
        )  # fmt: skip
        session.add(answer)
        asked = FamilyRequest(
            seat_id=case.seats["jana"], case_id=case.case_id, about=About.CALL, call_time=CallTime.MORNING,
            words=WORDS_OF["jana"], answer_by=date(2026, 3, 6), at=now, by=f"seat:{case.seats['jana']}",
        )  # fmt: skip
        session.add(asked)
        agreement = Agreement(
            town_id=town, case_id=case.case_id, number=3, involvement_id=case.involvements["pristav"],
            seat_id=case.seats["martina"], person_id=case.people["jana"],
            terms={"reason": WORDS_OF["jana"], "goals": "Večery mají řád"}, drafted_at=now, drafted_by="house",
            offered_at=now, offered_by="house", text=WORDS_OF["jana"],
            wording_id=wordings.current("agreements.cooperation", town).id,
        )  # fmt: skip
        session.add(agreement)
        session.add(
            SaySo(
                seat_id=case.seats["jana"], companion_seat_id=case.seats["klara"], given_at=now,
                given_by=f"seat:{case.seats['jana']}",
            )
        )  # fmt: skip
        session.flush()
        doors = Doors(printed, answer.id, asked.id, agreement.id)
        house.known[f"doors of {case.case_id}"] = doors
        return doors


def _hashed(key_id: UUID) -> str:
    return password_digest(keyed("family number", f"{key_id}:{NUMBER}"))


def at_seat(house: House, seat_id: UUID) -> Browser:
    """A browser in which the page of a place is open by its number."""
    secret, now = new_secret(), clock.now()
    with house.app.app_context(), transaction() as session:
        session.add(
            LoginSession(
                secret_hash=digest(secret), seat_id=seat_id, door=SessionDoor.NUMBER, device="Chrome · Android",
                created_at=now, last_seen_at=now, expires_at=now + timedelta(days=365),
            )
        )  # fmt: skip
    browser = house.stranger()
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = secret
        cookie["_fresh"] = True
    return browser
