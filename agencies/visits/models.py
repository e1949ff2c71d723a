"""Tables and questions of the visits: who came when to whom, what keeps parents apart, what was found."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from agencies.circles.models import ServicePerson
from agencies.circles.rules import Relation
from agencies.intake.models import also_busy
from agencies.staff.models import Worker
from agencies.visits.rules import COUNTED, Along, Approach, Coming, Kind, ObstacleKind
from foundation import clock, town_settings
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

APPROACH_NAMES: dict[str, LazyString] = {
    Approach.JOINT: _l("divorce or custody: mediation, family therapy, joint work"),
    Approach.RELATIONS: _l("locating problems, assessing relations in the family"),
    Approach.OTHER: _l("counselling on something else"),
}
KIND_NAMES: dict[str, LazyString] = {
    Kind.CONSULTATION: _l("consultation"),
    Kind.MEDIATION: _l("mediation"),
    Kind.FAMILY_THERAPY: _l("family therapy"),
    Kind.GROUP_EDUCATION: _l("group education"),
}
ALONG_NAMES: dict[str, LazyString] = {
    Along.MINOR_REPRESENTATIVE: _l("the child's representative"),
    Along.ATTORNEY: _l("an attorney"),
    Along.PARENT_PROXY: _l("a parent's proxy"),
    Along.OTHER: _l("somebody else"),
}
OBSTACLE_NAMES: dict[str, LazyString] = {
    ObstacleKind.ACUTE_CONFLICT: _l("an acute conflict"),
    ObstacleKind.INDISPOSITION: _l("one of them is not up to it now"),
}
"""All of them as people read them."""
WITHOUT_PLAN = "service_visits_without_plan"
town_settings.define(
    WITHOUT_PLAN,
    _l("How many visits need no written plan"),
    hint=_l("A number. Booking the next one asks for an individual plan."),
    longest=3,
    default="6",
    of="service",
)
_RELATIONS = list(Relation)


class Visit(Base):
    """A visit of a family or of some of it, with one professional (S1-07)."""

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_begins"),
        CheckConstraint(
            "(held_at IS NULL OR missed_at IS NULL) AND (held_at IS NULL OR called_off_at IS NULL)"
            " AND (missed_at IS NULL OR called_off_at IS NULL)",
            name="one_end",
        ),
    )
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    approach: Mapped[Approach] = mapped_column(String(12))
    kind: Mapped[Kind] = mapped_column(String(20))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    moved: Mapped[int] = mapped_column(default=0)
    """How often its time has changed; the sequence of its calendar entry."""
    along: Mapped[Along | None] = mapped_column(String(24))
    along_name: Mapped[str] = mapped_column(Encrypted("visit.along_name"), default="")
    child_note: Mapped[str] = mapped_column(Encrypted("visit.child_note"), default="")
    child_prepared: Mapped[bool] = mapped_column(default=False)
    because: Mapped[str] = mapped_column(Encrypted("visit.because"), default="")
    booked_at: Mapped[datetime]
    booked_by: Mapped[str]
    held_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    called_off_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Encrypted("visit.note"), default="")
    """What it was about: the contact record."""
    worker: Mapped[Worker] = relationship()
    people: Mapped[list["VisitPerson"]] = relationship()

    @property
    def kind_name(self) -> str:
        """What happens there, as people read it."""
        return str(KIND_NAMES[self.kind])

    @property
    def along_word(self) -> str:
        """Who comes along besides the family, as people read it."""
        return f"{self.along_name} ({ALONG_NAMES[self.along]})" if self.along else ""

    @property
    def asked(self) -> list["VisitPerson"]:
        """Who of the family is asked to it, the parents first."""
        return sorted(self.people, key=lambda one: (_RELATIONS.index(one.person.relation), one.person.name))

    @property
    def counts(self) -> bool:
        """Whether it counts as a visit: held, and no group education (S1-46)."""
        return self.held_at is not None and self.kind in COUNTED

    @property
    def is_ahead(self) -> bool:
        """Whether it is booked and nothing is written down of it yet."""
        return self.held_at is None and self.missed_at is None and self.called_off_at is None

    @property
    def coming(self) -> Coming:
        """It as the rules see it."""
        who = [one.person for one in self.people]
        return Coming(
            Approach(self.approach), Kind(self.kind), frozenset(one.id for one in who if one.is_parent),
            any(one.relation == Relation.CHILD for one in who),
        )  # fmt: skip


class VisitPerson(Base):
    """One of the family at a visit: asked, and afterwards whether they came."""

    __tablename__ = "visit_person"
    __table_args__ = (UniqueConstraint("visit_id", "person_id"),)
    id: Mapped[Key]
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("service_person.id"), index=True)
    came: Mapped[bool | None]
    """None: not written down yet."""
    person: Mapped[ServicePerson] = relationship()


class Obstacle(Base):
    """What keeps the parents from meeting for now; respected, and nobody's fault (S1-27)."""

    __tablename__ = "visit_obstacle"
    __table_args__ = (CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended"),)
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    kind: Mapped[ObstacleKind] = mapped_column(String(16))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_person.id"), index=True)
    """Whom it concerns; None: both of them."""
    note: Mapped[str] = mapped_column(Encrypted("visit_obstacle.note"), default="")
    since: Mapped[date]
    review_on: Mapped[date]
    by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    person: Mapped[ServicePerson | None] = relationship()

    @property
    def kind_name(self) -> str:
        """What it is, as people read it."""
        return str(OBSTACLE_NAMES[self.kind])


class Findings(Base):
    """What the work with the relations in a family has shown, for both parents (S1-32)."""

    __tablename__ = "visit_findings"
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    text: Mapped[str] = mapped_column(Encrypted("visit_findings.text"))
    written_at: Mapped[datetime]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    writer: Mapped[Worker] = relationship()
    handed: Mapped[list["FindingsHanded"]] = relationship(order_by="FindingsHanded.on")

    def lacking(self, parents: Collection[ServicePerson]) -> list[ServicePerson]:
        """Which parent has not got them yet."""
        have = {one.person_id for one in self.handed}
        return [one for one in parents if one.id not in have]


class FindingsHanded(Base):
    """That one parent has got the findings."""

    __tablename__ = "visit_findings_handed"
    __table_args__ = (UniqueConstraint("findings_id", "person_id"),)
    id: Mapped[Key]
    findings_id: Mapped[UUID] = mapped_column(ForeignKey("visit_findings.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("service_person.id"), index=True)
    on: Mapped[date]
    by: Mapped[str]
    person: Mapped[ServicePerson] = relationship()


_WHOLE = (joinedload(Visit.worker), selectinload(Visit.people).joinedload(VisitPerson.person))


def visits_of(circle_id: UUID) -> Sequence[Visit]:
    """Every visit of a file that was not called off, the first first."""
    found = select(Visit).where(Visit.circle_id == circle_id, Visit.called_off_at.is_(None))
    return db.session.scalars(found.options(*_WHOLE).order_by(Visit.starts_at, Visit.id)).all()


def whole(visit_id: UUID) -> Visit:
    """One visit with everybody who stands in it."""
    return db.session.scalars(select(Visit).where(Visit.id == visit_id).options(*_WHOLE)).one()


def former_of(circle_id: UUID) -> list[Visit]:
    """What was held or is booked at a file, the first first; what nobody came to does not count."""
    return [one for one in visits_of(circle_id) if one.missed_at is None]


def most_without_plan(agency_id: UUID) -> int:
    """After how many visits a written plan is due (S1-46); what nobody can read as a number is six."""
    held = town_settings.get(agency_id, WITHOUT_PLAN).strip()
    return int(held) if held.isascii() and held.isdigit() else 6


def educated(circle_id: UUID) -> frozenset[UUID]:
    """Who of the family has been to group education (S1-28)."""
    found = (
        select(VisitPerson.person_id)
        .join(Visit)
        .where(Visit.circle_id == circle_id, Visit.kind == Kind.GROUP_EDUCATION, VisitPerson.came.is_(True))
    )
    return frozenset(db.session.scalars(found))


def obstacle_of(circle_id: UUID) -> Obstacle | None:
    """The temporary obstacle that holds at a file; None without one."""
    found = select(Obstacle).where(Obstacle.circle_id == circle_id, Obstacle.ended_at.is_(None))
    return db.session.scalars(found.options(joinedload(Obstacle.person)).order_by(Obstacle.since)).first()


def findings_of(circle_id: UUID) -> Sequence[Findings]:
    """Everything that was found at a file, the newest first."""
    found = select(Findings).where(Findings.circle_id == circle_id).order_by(Findings.written_at.desc())
    return db.session.scalars(
        found.options(joinedload(Findings.writer), selectinload(Findings.handed).joinedload(FindingsHanded.person))
    ).all()


@dataclass(frozen=True)
class Ahead:
    """What the board tells of a file's visits."""

    next_at: datetime | None
    review_on: date | None
    """When the obstacle that holds is looked at again."""


def ahead_of(ids: Collection[UUID]) -> dict[UUID, Ahead]:
    """The next visit and the obstacle of many files. Two queries."""
    booked = (
        select(Visit.circle_id, func.min(Visit.starts_at))
        .where(
            Visit.circle_id.in_(ids), Visit.called_off_at.is_(None), Visit.held_at.is_(None), Visit.missed_at.is_(None)
        )
        .group_by(Visit.circle_id)
    )
    held = (
        select(Obstacle.circle_id, func.min(Obstacle.review_on))
        .where(Obstacle.circle_id.in_(ids), Obstacle.ended_at.is_(None))
        .group_by(Obstacle.circle_id)
    )
    starts: dict[UUID, datetime] = dict(db.session.execute(booked).all())
    reviews: dict[UUID, date] = dict(db.session.execute(held).all())
    found: dict[UUID, Ahead] = defaultdict(lambda: Ahead(None, None))
    found |= {one: Ahead(starts.get(one), reviews.get(one)) for one in {*starts, *reviews}}
    return found


def busy_with_visits(worker_id: UUID, since: datetime) -> list[tuple[datetime, datetime]]:
    """When a worker is taken by visits after an instant."""
    found = select(Visit.starts_at, Visit.ends_at).where(
        Visit.worker_id == worker_id, Visit.called_off_at.is_(None), Visit.missed_at.is_(None), Visit.ends_at > since
    )
    return [(starts, ends) for starts, ends in db.session.execute(found)]


also_busy(busy_with_visits)


def day_of(visit: Visit) -> date:
    """The day of a visit as people in Prague count it."""
    return clock.in_prague(visit.starts_at).date()
