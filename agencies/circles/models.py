"""Tables and questions of the circles: the file, its family, its chain of key workers, its team, whom it keeps out."""

import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, and_, exists, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from agencies.circles.rules import PARENTS, ExclusionKind, HandOverReason, Held, Outcome, Part, Relation, State
from agencies.directory.models import Agency
from agencies.staff.models import Post, Worker, workers_by_agency
from foundation import clock
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted, EncryptedJson

STATE_NAMES: dict[str, LazyString] = {
    State.NEW_CONTACT: _l("new contact"),
    State.INTAKE_BOOKED: _l("intake booked"),
    State.INTAKE_DONE: _l("intake held"),
    State.ASSESSMENT_DONE: _l("assessed"),
    State.PROCESS_OPENED: _l("counselling opened"),
    State.CLIENT: _l("client"),
    State.CLOSED: _l("ended"),
}
OUTCOME_NAMES: dict[str, LazyString] = {
    Outcome.BASIC_COUNSELLING: _l("one-off advice"),
    Outcome.REFERRED: _l("referred elsewhere"),
    Outcome.WITHDRAWN: _l("withdrew"),
    Outcome.ENDED: _l("cooperation ended"),
}
PART_NAMES: dict[str, LazyString] = {
    Part.COUNSELLOR: _l("counsellor"),
    Part.ASSESSOR: _l("assessor"),
    Part.DIAGNOSTICIAN: _l("diagnostician"),
    Part.MEDIATOR: _l("mediator"),
    Part.THERAPIST: _l("therapist"),
}
RELATION_NAMES: dict[str, LazyString] = {
    Relation.MOTHER: _l("mother"),
    Relation.FATHER: _l("father"),
    Relation.CHILD: _l("child"),
    Relation.OTHER_ADULT: _l("another adult"),
    Relation.MINOR_REPRESENTATIVE: _l("the child's representative"),
}
HAND_OVER_NAMES: dict[str, LazyString] = {
    HandOverReason.EXPERTISE: _l("other expertise is needed now"),
    HandOverReason.ORDER: _l("another order prevails"),
    HandOverReason.LEAVING: _l("the key worker cannot go on"),
}
EXCLUSION_NAMES: dict[str, LazyString] = {
    ExclusionKind.PERSONAL_RELATION: _l("a personal relation to the family"),
    ExclusionKind.EARLIER_EXPERIENCE: _l("a bad experience earlier"),
    ExclusionKind.ANTIPATHY: _l("the client does not wish it"),
    ExclusionKind.OTHER: _l("another reason of the client"),
}
"""All of them as people read them."""
_UNMISTAKABLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Circle(Base):
    """The file of one applicant or client at a counselling service, and the people who work with it."""

    __tablename__ = "circle"
    __table_args__ = (
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="outcome"),
        CheckConstraint("state != 'client' OR client_since IS NOT NULL", name="client_signed"),
    )
    id: Mapped[Key]
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    """Random; the only name of the file outside itself."""
    name: Mapped[str] = mapped_column(Encrypted("circle.name"))
    """How those who work with it call the file."""
    state: Mapped[State] = mapped_column(String(20), default=State.NEW_CONTACT)
    """Moved by the deeds of the rooms above, never by a form."""
    taken_by: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    """Who took the first contact."""
    opened_at: Mapped[datetime]
    client_since: Mapped[datetime | None]
    """The instant of the signature under the informed consent (S1-42)."""
    closed_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(String(20))
    restricted_at: Mapped[datetime | None]
    """Since when the special procedure for abuse and neglect (CAN) holds: only named people read the file (S1-56)."""
    agency: Mapped[Agency] = relationship()
    taker: Mapped[Worker] = relationship()
    family: Mapped[list["ServicePerson"]] = relationship(order_by="ServicePerson.entered_at", lazy="raise")

    @property
    def state_name(self) -> str:
        """The state as people read it; of an ended file how it ended."""
        return str(OUTCOME_NAMES[self.outcome] if self.outcome else STATE_NAMES[self.state])

    @property
    def about(self) -> str:
        """The file as the log book names it."""
        return f"circle:{self.id}"


class ServicePerson(Base):
    """Somebody of the family in a file of the service."""

    __tablename__ = "service_person"
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    name: Mapped[str] = mapped_column(Encrypted("service_person.name"))
    relation: Mapped[Relation] = mapped_column(String(24))
    reach: Mapped[str] = mapped_column(Encrypted("service_person.reach"))
    """How this person wants to be reached: a phone, an address; empty: not at all."""
    entered_at: Mapped[datetime]

    @property
    def relation_name(self) -> str:
        """Who it is, as people read it."""
        return str(RELATION_NAMES[self.relation])

    @property
    def is_parent(self) -> bool:
        return self.relation in PARENTS


class KeyWorker(Base):
    """One link of the chain of key workers; the end of one is the beginning of the next (S1-24)."""

    __tablename__ = "key_worker"
    __table_args__ = (CheckConstraint("to_at IS NULL OR to_at >= from_at", name="ends_after_it_begins"),)
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    because: Mapped[HandOverReason | None] = mapped_column(String(16))
    """Why the file came over; None: named at the assessment."""
    note: Mapped[str] = mapped_column(Encrypted("key_worker.note"))
    taken_over: Mapped[Any | None] = mapped_column(EncryptedJson("key_worker.taken_over"))
    """What was open when the file came over, a list of [kind, text]; None: nobody wrote it down then (S1-25)."""
    worker: Mapped[Worker] = relationship()

    @property
    def because_name(self) -> str:
        """Why, as people read it."""
        return str(HAND_OVER_NAMES[self.because] if self.because else _l("named at the assessment"))

    @property
    def open_by_kind(self) -> dict[str, list[str]]:
        """What was open then, by its name; what no room names any more is left out."""
        found: dict[str, list[str]] = {}
        for kind, text in self.taken_over or ():
            if kind in _open_work:
                found.setdefault(str(_open_work[kind][0]), []).append(text)
        return found


Index(
    "uq_key_worker_now", KeyWorker.circle_id, unique=True,
    sqlite_where=KeyWorker.to_at.is_(None), postgresql_where=KeyWorker.to_at.is_(None),
)  # fmt: skip


class TeamPlace(Base):
    """Somebody's place in the team of a file, from–to."""

    __tablename__ = "team_place"
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    part: Mapped[Part] = mapped_column(String(16))
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    worker: Mapped[Worker] = relationship()

    @property
    def part_name(self) -> str:
        """As what, as people read it."""
        return str(PART_NAMES[self.part])


class CircleExclusion(Base):
    """A worker who never works with a file and never learns that it is there (S1-53)."""

    __tablename__ = "circle_exclusion"
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    kind: Mapped[ExclusionKind] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Encrypted("circle_exclusion.note"))
    from_at: Mapped[datetime]
    by: Mapped[str]
    lifted_at: Mapped[datetime | None]
    worker: Mapped[Worker] = relationship()

    @property
    def kind_name(self) -> str:
        """Why, as people read it."""
        return str(EXCLUSION_NAMES[self.kind])


class NamedReader(Base):
    """Somebody who reads a file while the special procedure holds; everybody else stays out (S1-56)."""

    __tablename__ = "named_reader"
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    from_at: Mapped[datetime]
    by: Mapped[str]
    to_at: Mapped[datetime | None]
    worker: Mapped[Worker] = relationship()


Index(
    "uq_named_reader_now", NamedReader.circle_id, NamedReader.worker_id, unique=True,
    sqlite_where=NamedReader.to_at.is_(None), postgresql_where=NamedReader.to_at.is_(None),
)  # fmt: skip


_open_work: dict[str, tuple[LazyString, Callable[[UUID], Sequence[str]]]] = {}


def goes_along(kind: str, name: LazyString, what: Callable[[UUID], Sequence[str]]) -> None:
    """Let a room above tell what is open or agreed in a file when it is handed over: its name, one line for each
    (S1-25)."""
    _open_work[kind] = (name, what)


def open_work(circle_id: UUID) -> list[tuple[str, str]]:
    """Everything that is open or agreed in a file now, as kind and text."""
    return [(kind, text) for kind, (_name, what) in _open_work.items() for text in what(circle_id)]


def link_of(key_worker_id: UUID) -> KeyWorker | None:
    """One link of the chain, when it came about by handing the file over."""
    link = db.session.get(KeyWorker, key_worker_id, options=[joinedload(KeyWorker.worker)])
    return link if link is not None and link.because is not None else None


def new_code() -> str:
    """A random code that no file has yet; signs that are easily mistaken for one another are left out."""
    while True:
        code = "PR-" + "".join(secrets.choice(_UNMISTAKABLE) for _ in range(4))
        if db.session.scalar(select(Circle.id).where(Circle.code == code)) is None:
            return code


def circle_of(circle_id: UUID) -> Circle | None:
    """One file."""
    return db.session.get(Circle, circle_id)


def family_of(circle_id: UUID) -> Sequence[ServicePerson]:
    """The family of a file, in the order in which they were entered; those entered together, the parents first."""
    found = db.session.scalars(select(ServicePerson).where(ServicePerson.circle_id == circle_id))
    order = list(Relation)
    return sorted(found, key=lambda one: (one.entered_at, order.index(one.relation), one.name))


def chain_of(circle_id: UUID) -> Sequence[KeyWorker]:
    """The key workers of a file, the first first."""
    found = select(KeyWorker).where(KeyWorker.circle_id == circle_id).options(joinedload(KeyWorker.worker))
    return db.session.scalars(found.order_by(KeyWorker.from_at, KeyWorker.to_at.is_(None))).all()


def held_chain(circle_id: UUID) -> list[Held]:
    """The chain as the rules see it."""
    return [Held(one.worker_id, one.from_at, one.to_at) for one in chain_of(circle_id)]


def key_worker_of(circle_id: UUID) -> KeyWorker | None:
    """The present key worker; None before the assessment."""
    present = select(KeyWorker).where(KeyWorker.circle_id == circle_id, KeyWorker.to_at.is_(None))
    return db.session.scalars(present.options(joinedload(KeyWorker.worker))).first()


def team_of(circle_id: UUID) -> Sequence[TeamPlace]:
    """The present team, the longest in it first; the key worker is not a place of the team."""
    present = select(TeamPlace).where(TeamPlace.circle_id == circle_id, TeamPlace.to_at.is_(None))
    return db.session.scalars(present.options(joinedload(TeamPlace.worker)).order_by(TeamPlace.from_at)).all()


def cooperating(circle_id: UUID) -> dict[UUID, str]:
    """Everybody who works with a file today, by name: the key worker and the team (S1-52).

    While the special procedure holds, of the team only those who are named in it (S1-56).
    """
    key, team = key_worker_of(circle_id), team_of(circle_id)
    held = {key.worker_id: key.worker.name} if key is not None else {}
    out = unnamed(circle_id, [place.worker_id for place in team])
    return held | {place.worker_id: place.worker.name for place in team if place.worker_id not in out}


def worked_on(circle_id: UUID, day: date) -> dict[UUID, str]:
    """Everybody who worked with a file on a day, by name: key worker and team of then, without those whom it keeps out
    now or whom its special procedure does not name (S1-52, S1-53, S1-56)."""
    first, after = clock.midnight(day), clock.end_of(day)
    found: dict[UUID, str] = {}
    for held in (KeyWorker, TeamPlace):
        here = and_(
            held.circle_id == circle_id, held.from_at < after, or_(held.to_at.is_(None), held.to_at >= first)
        )  # fmt: skip
        names = select(Worker.id, Worker.name).join(held, held.worker_id == Worker.id).where(here)
        found |= dict(db.session.execute(names.order_by(held.from_at)).all())
    key = key_worker_of(circle_id)
    out = excluded(circle_id) | unnamed(circle_id, found.keys() - {key.worker_id if key is not None else None})
    return {worker_id: name for worker_id, name in found.items() if worker_id not in out}


def named_of(circle_id: UUID) -> Sequence[NamedReader]:
    """Whom the special procedure of a file names now, the first first (S1-56)."""
    found = select(NamedReader).where(NamedReader.circle_id == circle_id, NamedReader.to_at.is_(None))
    return db.session.scalars(found.options(joinedload(NamedReader.worker)).order_by(NamedReader.from_at)).all()


def unnamed(circle_id: UUID, workers: Collection[UUID]) -> frozenset[UUID]:
    """Who of these workers stays out of a file because the special procedure does not name them; nobody without it."""
    circle = circle_of(circle_id)
    if circle is None or circle.restricted_at is None:
        return frozenset()
    return frozenset(workers) - {one.worker_id for one in named_of(circle_id)}


def exclusions_of(circle_id: UUID) -> Sequence[CircleExclusion]:
    """Whom a file keeps out now."""
    found = select(CircleExclusion).where(CircleExclusion.circle_id == circle_id, CircleExclusion.lifted_at.is_(None))
    return db.session.scalars(found.options(joinedload(CircleExclusion.worker)).order_by(CircleExclusion.from_at)).all()


def excluded(circle_id: UUID) -> frozenset[UUID]:
    """The workers whom a file keeps out now."""
    found = select(CircleExclusion.worker_id).where(
        CircleExclusion.circle_id == circle_id, CircleExclusion.lifted_at.is_(None)
    )
    return frozenset(db.session.scalars(found))


def colleagues_for(circle: Circle, besides: Collection[UUID] = ()) -> list[Post]:
    """Who of the service may be asked to work with a file today: nobody whom it keeps out (S1-53)."""
    out = excluded(circle.id) | set(besides)
    posts = workers_by_agency([circle.agency_id]).get(circle.agency_id, [])
    return list({post.worker_id: post for post in posts if post.worker_id not in out}.values())


def keeps_out(worker_id: UUID) -> ColumnElement[bool]:
    """The condition on a file that it keeps a worker out now (S1-53)."""
    return exists().where(
        CircleExclusion.circle_id == Circle.id,
        CircleExclusion.worker_id == worker_id,
        CircleExclusion.lifted_at.is_(None),
    )


def open_to(worker_id: UUID, agency_id: UUID) -> Sequence[Circle]:
    """The files of a service as one of its workers may know of them: without those that keep the worker out."""
    found = select(Circle).where(Circle.agency_id == agency_id, ~keeps_out(worker_id))
    return db.session.scalars(found.order_by(Circle.opened_at, Circle.id)).all()


def working_with(worker_id: UUID) -> frozenset[UUID]:
    """The files with which a worker works today: as key worker, in the team, named in a special procedure, or as the
    one who took the contact."""
    key = select(KeyWorker.circle_id).where(KeyWorker.worker_id == worker_id, KeyWorker.to_at.is_(None))
    team = select(TeamPlace.circle_id).where(TeamPlace.worker_id == worker_id, TeamPlace.to_at.is_(None))
    nobody_yet = ~exists().where(KeyWorker.circle_id == Circle.id)
    taken = select(Circle.id).where(Circle.taken_by == worker_id, nobody_yet)
    named = select(NamedReader.circle_id).where(NamedReader.worker_id == worker_id, NamedReader.to_at.is_(None))
    open_team = and_(Circle.id.in_(team), Circle.restricted_at.is_(None))
    found = select(Circle.id).where(or_(Circle.id.in_(key), open_team, Circle.id.in_(taken), Circle.id.in_(named)))
    return frozenset(db.session.scalars(found))


def in_care_of(worker_id: UUID) -> frozenset[UUID]:
    """The files in whose direct care a worker is today: as key worker, or in the team otherwise than to assess."""
    key = select(KeyWorker.circle_id).where(KeyWorker.worker_id == worker_id, KeyWorker.to_at.is_(None))
    team = select(TeamPlace.circle_id).where(
        TeamPlace.worker_id == worker_id, TeamPlace.to_at.is_(None), TeamPlace.part != Part.ASSESSOR
    )
    return frozenset(db.session.scalars(key.union(team))) & working_with(worker_id)
