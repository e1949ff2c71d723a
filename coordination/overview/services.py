"""Who does what for the family (přehled služeb): each agency, since when, in which areas, by whom, with which tasks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from agencies.directory.models import Agency, Service
from coordination.cases.models import AREA_NAMES, RELATION_NAMES, Person, members, words_of
from coordination.overview.story import Reader
from coordination.seats.models import CaseFrame, Involvement, Seat, involvement_member, open_seats
from coordination.seats.rules import Role
from coordination.tasks.models import TaskLine, offered_tasks
from coordination.tasks.rules import State
from foundation.access import Facts
from foundation.database import db

_OVER = frozenset({State.CONFIRMED, State.CANCELLED, State.DECLINED})


@dataclass(frozen=True)
class AtWork:
    """One agency at a case, as far as its reader may know."""

    involvement: Involvement | None
    """None: the town's own office, which coordinates."""
    agency: Agency
    concerned: Sequence[Person]
    """The members whom its work concerns and whom the reader may know of; empty: the whole family."""
    people: Sequence[Seat]
    tasks: Sequence[TaskLine]
    """What its people have promised and not finished."""
    area_words: tuple[str, ...]
    """In what it helps, as far as the reader's ground names it."""
    offers: Sequence[Service]
    """What it could do besides; for the coordinator, who brings services in."""

    @property
    def relation(self) -> str:
        """Whether it serves the family or may."""
        return str(RELATION_NAMES[self.involvement.relation]) if self.involvement else ""

    @property
    def areas(self) -> str:
        """In what it helps, in words."""
        return words_of(AREA_NAMES, self.area_words)


def at_work(case_id: UUID, facts: Facts) -> list[AtWork]:
    """Every agency at a case, the longest there first; nobody but the coordinator reads of one without a seat.

    Eight queries, however many agencies there are.
    """
    reader, coordinates = Reader(facts), facts.role == Role.COORDINATOR
    seats, tasks = open_seats(case_id), _open_tasks(case_id, reader)
    at_table = [(one, agency, _people_of(one, agency, seats)) for one, agency in _at_case(case_id)]
    shown = [(one, agency, people) for one, agency, people in at_table if coordinates or people]
    concerned = _concerned(case_id, [one.id for one, *_rest in shown if one], reader)
    offers = _offers([agency.id for _one, agency, _people in shown]) if coordinates else {}
    return [
        AtWork(
            involvement=one, agency=agency, concerned=concerned.get(one.id, ()) if one else (), people=people,
            area_words=tuple(area for area in (one.areas if one else ()) if reader.may_read_of(area)),
            tasks=[task for seat in people for task in tasks.get(seat.id, ())], offers=offers.get(agency.id, ()),
        )
        for one, agency, people in shown
    ]  # fmt: skip


def _at_case(case_id: UUID) -> list[tuple[Involvement | None, Agency]]:
    """The agencies, and before them the town's office where it coordinates and does nothing else."""
    rows = db.session.execute(
        select(Involvement, Agency)
        .join(Agency, Agency.id == Involvement.agency_id)
        .where(Involvement.case_id == case_id)
        .order_by(Involvement.since, Agency.name)
    ).all()
    town = db.session.scalars(
        select(Agency).join(CaseFrame, CaseFrame.town_id == Agency.id).where(CaseFrame.id == case_id)
    ).one()
    found: list[tuple[Involvement | None, Agency]] = [(one, agency) for one, agency in rows]
    return found if any(agency.id == town.id for _one, agency in found) else [(None, town), *found]


def _people_of(involvement: Involvement | None, agency: Agency, seats: Sequence[Seat]) -> list[Seat]:
    """Who sits there for an agency; the coordinator and the minute taker sit for the town."""
    return [
        seat
        for seat in seats
        if (involvement is not None and seat.involvement_id == involvement.id)
        or (seat.role in (Role.COORDINATOR, Role.MINUTE_TAKER) and seat.town_id == agency.id)
    ]


def _open_tasks(case_id: UUID, reader: Reader) -> dict[UUID, list[TaskLine]]:
    found: dict[UUID, list[TaskLine]] = defaultdict(list)
    for task in reader.tasks_among(offered_tasks([case_id])):
        if task.seat is not None and task.state not in _OVER:
            found[task.seat.id].append(task)
    return found


def _concerned(case_id: UUID, involvement_ids: Sequence[UUID], reader: Reader) -> dict[UUID, list[Person]]:
    known = {person.id: person for person in reader.members_among(members(case_id))}
    found: dict[UUID, list[Person]] = defaultdict(list)
    ties = select(involvement_member.c.involvement_id, involvement_member.c.person_id)
    for involvement_id, person_id in db.session.execute(
        ties.where(involvement_member.c.involvement_id.in_(involvement_ids))
    ):
        if person_id in known:
            found[involvement_id].append(known[person_id])
    return {key: sorted(people, key=lambda person: person.position) for key, people in found.items()}


def _offers(agency_ids: Sequence[UUID]) -> dict[UUID, list[Service]]:
    found: dict[UUID, list[Service]] = defaultdict(list)
    offered = (
        select(Service).where(Service.agency_id.in_(agency_ids), Service.ended_at.is_(None)).order_by(Service.name)
    )
    for service in db.session.scalars(offered):
        found[service.agency_id].append(service)
    return found
