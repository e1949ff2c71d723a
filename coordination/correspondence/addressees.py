"""To whom a letter was, found by what it is about: the person, where they work, how they are reached now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from agencies.directory.models import Agency, TownContact
from agencies.staff.models import Post, Worker
from agencies.staff.rules import Role as PostRole
from coordination.cases.models import Person
from coordination.conferences.models import Invitation
from coordination.seats.models import Pledge, Seat
from coordination.tasks.models import Task, TaskWording
from foundation import clock
from foundation.database import db
from foundation.outbox import Letter


@dataclass(frozen=True)
class Addressee:
    """Whom a letter was to reach."""

    name: str
    function: str = ""
    agency: str = ""
    worker: Worker | None = None
    person: Person | None = None
    agency_id: UUID | None = None

    @property
    def about(self) -> str:
        return ", ".join(filter(None, (self.function, self.agency)))

    @property
    def phone(self) -> str:
        """The number under which this person may be called."""
        if self.person is not None:
            return self.person.safe_phone
        return (self.worker.phone or "") if self.worker is not None else ""

    @property
    def address(self) -> str | None:
        """Where a letter may go now."""
        if self.person is not None:
            return self.person.safe_mail
        return self.worker.email if self.worker is not None else None


def addressees_of(letters: Collection[Letter]) -> Mapping[UUID, Addressee]:
    """The addressee of each letter by its id; who cannot be told is missing. Five queries, however many they are."""
    about = {letter.about for letter in letters}
    if not about:
        return {}
    by_thing = _invited(about) | _seated(about)
    found = {letter.id: by_thing.get(letter.about) for letter in letters}
    return {
        letter.id: addressee
        for letter in letters
        if (addressee := found[letter.id]) is not None and _is_theirs(letter, addressee)
    }


def _is_theirs(letter: Letter, addressee: Addressee) -> bool:
    """Whether the letter was to this person: a task may be somebody else's by now."""
    worker = addressee.worker
    if worker is None or worker.email == letter.recipient:
        return True
    return worker.email_changed_at is not None and worker.email_changed_at >= letter.filed_at


def _invited(about: Collection[UUID]) -> dict[UUID, Addressee]:
    rows = (
        select(Invitation, Worker, Person)
        .outerjoin(Worker, Worker.id == Invitation.worker_id)
        .outerjoin(Person, Person.id == Invitation.person_id)
        .where(Invitation.id.in_(about))
    )
    return {
        one.id: Addressee(one.name, one.function, one.agency_name, worker, person, one.agency_id)
        for one, worker, person in db.session.execute(rows)
    }


def _seated(about: Collection[UUID]) -> dict[UUID, Addressee]:
    """Whom the seats, pledges and tasks among these things belong to; of a task its newest wording tells."""
    seats: dict[UUID, UUID] = {}
    for thing, seat_id in (
        *db.session.execute(select(Seat.id, Seat.id).where(Seat.id.in_(about))),
        *db.session.execute(select(Pledge.id, Pledge.seat_id).where(Pledge.id.in_(about))),
        *db.session.execute(
            select(Task.id, TaskWording.seat_id)
            .join(TaskWording, TaskWording.task_id == Task.id)
            .where(Task.id.in_(about), TaskWording.seat_id.is_not(None))
            .order_by(TaskWording.plan_version)
        ),
    ):
        seats[thing] = seat_id
    rows = select(Seat, Worker).outerjoin(Worker, Worker.id == Seat.worker_id).where(Seat.id.in_(seats.values()))
    holders = {
        seat.id: Addressee(seat.name, seat.function, seat.agency_name, worker)
        for seat, worker in (db.session.execute(rows) if seats else ())
    }
    return {thing: holders[seat_id] for thing, seat_id in seats.items() if seat_id in holders}


@dataclass(frozen=True)
class Keeper:
    """Who may correct the addresses of an agency's people, and whom the town calls there."""

    managers: tuple[str, ...]
    phone: str
    """The agency's own number."""
    town_calls: str = ""
    town_phone: str = ""
    """Whom the town noted beside, and their number."""


def keepers_of(worker_ids: Collection[UUID], town_id: UUID) -> Mapping[UUID, Keeper]:
    """By worker: whose right it is to correct the address, and the town's own contact beside. Three queries."""
    if not worker_ids:
        return {}
    today = clock.today()
    held = (Post.from_on <= today, Post.to_on.is_(None) | (Post.to_on > today))
    works = select(Post.worker_id, Post.agency_id).where(Post.worker_id.in_(worker_ids), *held)
    homes: dict[UUID, UUID] = dict(db.session.execute(works).all())
    managers: dict[UUID, list[str]] = {}
    manages = select(Post.agency_id, Worker.name).join(Worker, Worker.id == Post.worker_id)
    for agency_id, name in db.session.execute(
        manages.where(Post.agency_id.in_(homes.values()), Post.role == PostRole.MANAGER, *held)
    ):
        managers.setdefault(agency_id, []).append(name)
    noted = {
        agency_id: (phone or "", (contact.name or "") if contact else "", (contact.phone or "") if contact else "")
        for agency_id, phone, contact in db.session.execute(
            select(Agency.id, Agency.phone, TownContact)
            .outerjoin(TownContact, (TownContact.agency_id == Agency.id) & (TownContact.town_id == town_id))
            .where(Agency.id.in_(homes.values()))
        )
    }
    return {
        worker_id: Keeper(tuple(managers.get(agency_id, ())), *noted.get(agency_id, ("", "", "")))
        for worker_id, agency_id in homes.items()
    }
