"""The board: a card for every open file of a service, in the column where it stands; asked at once however many."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from agencies.assessment.models import Clock, clocks_of
from agencies.circles.models import Circle, KeyWorker, TeamPlace, open_to, working_with
from agencies.circles.rules import Part, State
from agencies.intake.models import Contact, Intake
from agencies.intake.rules import FRONT
from agencies.staff.models import workers_by_agency
from agencies.visits.models import Ahead, ahead_of
from foundation.database import db

COLUMNS: dict[str, tuple[LazyString, tuple[State, ...]]] = {
    "contact": (_l("New contact"), (State.NEW_CONTACT,)),
    "intake": (_l("Intake consultation"), (State.INTAKE_BOOKED,)),
    "assessment": (_l("Assessment"), (State.INTAKE_DONE,)),
    "process": (_l("Counselling process"), (State.ASSESSMENT_DONE, State.PROCESS_OPENED)),
    "client": (_l("Client"), (State.CLIENT,)),
}
"""The columns of the board: heading and states."""


@dataclass(frozen=True)
class Card:
    """One file on the board. Who does not work with it sees its code and its clock, nothing else."""

    circle: Circle
    mine: bool
    week: Clock
    contact: Contact | None
    intake: Intake | None
    key_worker: str
    shut: bool
    """Whether the special procedure shuts it to the head as well (S1-56)."""
    visits: Ahead
    assessors: tuple[str, ...]

    @property
    def begun(self) -> bool:
        """Whether the assessment's week runs and nobody has concluded it."""
        return self.circle.state == State.INTAKE_DONE

    @property
    def late(self) -> bool:
        return self.begun and self.week.left is not None and self.week.left < 0


@dataclass(frozen=True)
class Board:
    """All open files of a service as one of its workers may know of them."""

    columns: dict[str, list[Card]] = field(default_factory=dict)

    @property
    def cards(self) -> list[Card]:
        return [card for column in self.columns.values() for card in column]

    @property
    def late(self) -> list[Card]:
        """Whose assessment should have been done."""
        return [card for card in self.cards if card.late]

    @property
    def ending_today(self) -> list[Card]:
        """Whose week ends today."""
        return [card for card in self.cards if card.begun and card.week.left == 0]


def board_for(worker_id: UUID, agency_id: UUID) -> Board:
    """The board of a service for one of its workers: without the files that keep the worker out (S1-53)."""
    circles = [circle for circle in open_to(worker_id, agency_id) if circle.closed_at is None]
    ids = [circle.id for circle in circles]
    mine, clocks = working_with(worker_id), clocks_of(circles)
    contacts, intakes = _contacts(ids), _intakes(ids)
    keys, assessors = _key_workers(ids), _assessors(ids)
    ahead = ahead_of(ids)
    here = {post.worker_id for post in workers_by_agency([agency_id]).get(agency_id, [])}
    columns: dict[str, list[Card]] = {name: [] for name in COLUMNS}
    for circle in circles:
        column = next(name for name, (_heading, states) in COLUMNS.items() if circle.state in states)
        key = keys.get(circle.id)
        columns[column].append(
            Card(
                circle, circle.id in mine, clocks[circle.id], contacts.get(circle.id), intakes.get(circle.id),
                key.worker.name if key else "",
                circle.restricted_at is not None and (key is None or key.worker_id in here),
                ahead[circle.id], tuple(assessors[circle.id]),
            )
        )  # fmt: skip
    columns["assessment"].sort(key=lambda card: card.week.left if card.week.left is not None else 99)
    columns["contact"].sort(key=lambda card: not (card.contact and card.contact.urgent))
    return Board(columns)


def _contacts(ids: Collection[UUID]) -> dict[UUID, Contact]:
    return {one.circle_id: one for one in db.session.scalars(select(Contact).where(Contact.circle_id.in_(ids)))}


def _intakes(ids: Collection[UUID]) -> dict[UUID, Intake]:
    found = select(Intake).where(Intake.circle_id.in_(ids), Intake.called_off_at.is_(None)).order_by(Intake.starts_at)
    return {one.circle_id: one for one in db.session.scalars(found.options(joinedload(Intake.worker)))}


def _key_workers(ids: Collection[UUID]) -> dict[UUID, KeyWorker]:
    found = select(KeyWorker).where(KeyWorker.circle_id.in_(ids), KeyWorker.to_at.is_(None))
    return {one.circle_id: one for one in db.session.scalars(found.options(joinedload(KeyWorker.worker)))}


def _assessors(ids: Collection[UUID]) -> dict[UUID, list[str]]:
    found = select(TeamPlace).where(
        TeamPlace.circle_id.in_(ids), TeamPlace.to_at.is_(None), TeamPlace.part == Part.ASSESSOR
    )
    named: dict[UUID, list[str]] = defaultdict(list)
    for place in db.session.scalars(found.options(joinedload(TeamPlace.worker)).order_by(TeamPlace.from_at)):
        named[place.circle_id].append(place.worker.name)
    return named


def taken_by_others(agency_id: UUID, since: datetime) -> Sequence[tuple[Contact, Circle]]:
    """First contacts that another professional took since an instant, with their files, the last first (S1-04)."""
    by_another = or_(Contact.profession.is_(None), Contact.profession.not_in(FRONT))
    found = (
        select(Contact, Circle)
        .join(Circle, Circle.id == Contact.circle_id)
        .where(Circle.agency_id == agency_id, Contact.came_at >= since, by_another)
        .options(joinedload(Circle.taker))
        .order_by(Contact.came_at.desc())
    )
    return [(one, circle) for one, circle in db.session.execute(found)]
