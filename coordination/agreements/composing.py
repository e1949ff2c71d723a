"""The text of an agreement in the language of its parties, and what it is prefilled with where rights allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from agencies.directory.models import agency_of
from agencies.staff.models import worker_of
from coordination.agreements.models import COOPERATION, LAW, Agreement, lines_of
from coordination.agreements.rules_of_composing import Composed, Passing, Terms, as_text, composed
from coordination.cases.models import Person, case, members
from coordination.plans.models import plan_of
from coordination.seats.models import Involvement, Seat, open_seats
from coordination.tasks.models import TaskLine, lines_of_plan
from coordination.tasks.rules import State
from foundation import clock, town_settings, wordings
from foundation.access import Audience, Facts, decide
from foundation.language import cz, day
from foundation.wordings import Wording

TITLE = {"cs": "Dohoda o spolupráci", "en": "Agreement on cooperation"}
_NOTHING_PASSED = {
    "cs": "Organizace nebude o vás nikomu nic předávat.",
    "en": "The organisation will pass on nothing about you to anybody.",
}
_PARENT = {"cs": "Rodič: %s", "en": "Parent: %s"}
_BORN = {"cs": "datum narození %s", "en": "born on %s"}
_LIVES = {"cs": "bydliště %s", "en": "living at %s"}
_ORGANISATION = {"cs": "Organizace: %s, zastupuje %s", "en": "Organisation: %s, represented by %s"}
PLAN = "plan_goals_all_tasks"
MONTHS = 6
"""For how long an agreement is offered when nobody has said otherwise (domain 5.1, meeting 2)."""


@dataclass(frozen=True)
class Parties:
    """Who makes the agreement, as printed."""

    parent: str
    born: str
    address: str
    organisation: str
    worker: str


def parties_of(agreement: Agreement) -> Parties:
    """The two parties as they are named today."""
    person, seat = agreement.person, agreement.seat
    agency = agency_of(agreement.involvement.agency_id)
    born = day(person.birthday, agreement.language) if person.birthday else ""
    return Parties(person.name, born, agreement.address, agency.name if agency else seat.agency_name, seat.name)


def wording_of(agreement: Agreement) -> Wording:
    """The wording on which it stands: the one it was put before the parties with, else the one that holds now."""
    if agreement.wording_id is not None:
        known = wordings.line_of(COOPERATION, agreement.town_id, agreement.language)
        found = next((one for one in known if one.id == agreement.wording_id), None)
        if found is not None:
            return found
    return wordings.current(COOPERATION, agreement.town_id, agreement.language)


def articles_of(agreement: Agreement) -> list[Composed]:
    """The agreement article by article, as it is read, printed and signed."""
    return composed(wording_of(agreement).text, terms_of(agreement), nothing_passed=_NOTHING_PASSED[agreement.language])


def text_of(agreement: Agreement) -> str:
    """The exact text that the parties sign; the typography of the page is part of it."""
    language, parties = agreement.language, parties_of(agreement)
    about = [parties.parent, *([_BORN[language] % parties.born] if parties.born else [])]
    about += [_LIVES[language] % parties.address] if parties.address else []
    lines = (_PARENT[language] % ", ".join(about), _ORGANISATION[language] % (parties.organisation, parties.worker))
    text = as_text(TITLE[language], lines, articles_of(agreement))
    return cz(text) if language == "cs" else text


def terms_of(agreement: Agreement) -> Terms:
    """What the parties settle, its days in words."""
    said, language = agreement.terms, agreement.language

    def shown(known: date | None) -> str:
        return day(known, language) if known else ""

    passings = [Passing(*(str(row.get(name, "")) for name in PASSING)) for row in said.get("passings", ())]
    return Terms(
        reason=said.get("reason", ""), goals=lines_of(said.get("goals", "")),
        organisation_does=lines_of(said.get("organisation_does", "")),
        parent_does=lines_of(said.get("parent_does", "")), visits=said.get("visits", ""),
        begins=shown(agreement.from_on), ends=shown(agreement.until_on), excuse=said.get("excuse", ""),
        price=said.get("price", ""), law=said.get("law", ""), passings=tuple(passings),
        evaluated=shown(agreement.evaluation_on), ends_when=said.get("ends_when", ""),
        complaints=said.get("complaints", ""), answer_within=said.get("answer_within", ""),
    )  # fmt: skip


PASSING = ("what", "to_whom", "why", "until")
"""The cells of one row about what may be told."""


# --- what stands there before anybody writes -------------------------------------------------------------------------


def prefilled(
    case_id: UUID, involvement: Involvement, seat: Seat, person: Person, *, starts: date, facts: Facts
) -> tuple[dict[str, Any], date]:
    """What the plan and the case say already, as far as its reader may know it; and the day of the evaluation."""
    plan = plan_of(case_id)
    version = plan.in_force if plan is not None else None
    tasks: Sequence[TaskLine] = ()
    goals: list[str] = []
    if plan is not None and version is not None:
        in_force = lines_of_plan(plan.id, version.number, in_force=True)
        tasks = [line for line in in_force if _may(facts, PLAN, line.audience)]
        goals = [goal.statement for goal in version.goals if _may(facts, PLAN, goal.audience)]
    agency, worker = agency_of(involvement.agency_id), worker_of(seat.worker_id) if seat.worker_id else None
    phone = (worker.phone if worker else "") or (agency.phone if agency else "") or ""
    evaluated = version.evaluation_on if version is not None and version.evaluation_on else None
    terms = {
        "reason": _reason(case_id, facts),
        "goals": "\n".join(goals),
        "organisation_does": "\n".join(_of(tasks, {seat.id})),
        "parent_does": "\n".join(_of(tasks, _seats_of(case_id, person))),
        "visits": "", "excuse": phone, "price": "zdarma",
        "law": town_settings.get(involvement_town(case_id), LAW), "passings": [],
        "ends_when": "", "complaints": _complaints(agency), "answer_within": "30 dnů",
    }  # fmt: skip
    return terms, evaluated if evaluated and evaluated > starts else months_later(starts, 1)


def involvement_town(case_id: UUID) -> UUID:
    """The town whose settings hold for a case."""
    return case(case_id).frame.town_id


def _reason(case_id: UUID, facts: Facts) -> str:
    """The parent's own view, for those who may read what is said about the whole family."""
    family = frozenset(one.id for one in members(case_id))
    return case(case_id).parents_view if _may(facts, "brief_goal_areas_members", Audience(members=family)) else ""


def _may(facts: Facts, resource: str, audience: Audience) -> bool:
    return decide(facts, resource, "R", clock.now(), audience).allowed


def _of(tasks: Sequence[TaskLine], seats: set[UUID]) -> list[str]:
    """The tasks of the holders of these seats that are not over, as lines."""
    over = (State.CANCELLED, State.DECLINED)
    return [line.wording.text for line in tasks if line.seat and line.seat.id in seats and line.state not in over]


def _seats_of(case_id: UUID, person: Person) -> set[UUID]:
    return {seat.id for seat in open_seats(case_id) if seat.person_id == person.id}


def _complaints(agency: Any) -> str:
    if agency is None:
        return ""
    return ", ".join(filter(None, (agency.contact_name or agency.name, agency.address)))


def months_later(start: date, months: int) -> date:
    """The same day some months later, or the last one of that month."""
    year, month = divmod(start.month - 1 + months, 12)
    for last in (start.day, 30, 29, 28):
        try:
            return date(start.year + year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(start)
