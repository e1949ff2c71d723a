"""Tables and questions of the staff: workers and their posts."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, and_, case, func, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from agencies.directory.models import Agency, Unit, town_contacts
from agencies.staff.rules import Profession, Role, normalized
from foundation import clock
from foundation.database import Base, Key, db

ROLE_NAMES: dict[str, LazyString] = {
    Role.WORKER: _l("takes part in meetings"),
    Role.MANAGER: _l("keeps the organisation's entry"),
    Role.COORDINATOR: _l("coordinates cases"),
    Role.HEAD: _l("heads the department"),
    Role.ADMINISTRATOR: _l("runs the system"),
}
"""The roles as people read them."""
PROFESSION_NAMES: dict[str, LazyString] = {
    Profession.SOCIAL_WORKER: _l("social worker"),
    Profession.SOCIAL_SERVICES_WORKER: _l("social-services worker"),
    Profession.PSYCHOLOGIST: _l("psychologist"),
    Profession.COUNSELLOR: _l("counsellor of couples and families"),
    Profession.THERAPIST: _l("family therapist"),
    Profession.MEDIATOR: _l("mediator (by profession)"),
    Profession.OTHER: _l("another profession"),
}
"""The professions of a counselling service as people read them."""


class Worker(Base):
    """A person who works at one or more agencies."""

    __tablename__ = "worker"
    id: Mapped[Key]
    name: Mapped[str]
    """With titles, as it is printed."""
    email: Mapped[str | None]
    """Normalized; None: letters go on paper."""
    mailbox_shared: Mapped[bool] = mapped_column(default=False)
    """Several people read the mailbox: nothing can be signed through it."""
    phone: Mapped[str | None]
    email_changed_at: Mapped[datetime | None]
    posts: Mapped[list["Post"]] = relationship(back_populates="worker", order_by="Post.from_on")


Index("ix_worker_email", Worker.email)
Index(
    "uq_worker_email_own",
    Worker.email,
    unique=True,
    sqlite_where=Worker.mailbox_shared.is_(False),
    postgresql_where=Worker.mailbox_shared.is_(False),
)


class Post(Base):
    """One worker's place at one agency: the function people read, the role the house goes by, from when until when."""

    __tablename__ = "post"
    __table_args__ = (CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ends_after_it_begins"),)
    id: Mapped[Key]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    function: Mapped[str]
    """What the person does there, as "výchovná poradkyně"."""
    role: Mapped[Role] = mapped_column(String(16))
    profession: Mapped[Profession | None] = mapped_column(String(24))
    """At a counselling service what the person is by training; None elsewhere."""
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    """The first day on which the post no longer holds, in Prague; a post ended today is over at once."""
    confirmed_by: Mapped[str | None]
    """Who said yes to a person whom the agency's contact had named; None: entered by those who keep its people."""
    worker: Mapped[Worker] = relationship(back_populates="posts")
    agency: Mapped[Agency] = relationship()
    unit: Mapped[Unit | None] = relationship()

    @property
    def role_name(self) -> str:
        """The role as people read it."""
        return str(ROLE_NAMES[self.role])


def _on(day: date) -> ColumnElement[bool]:
    return (Post.from_on <= day) & or_(Post.to_on.is_(None), Post.to_on > day)


_WHOLE = (joinedload(Post.worker), joinedload(Post.agency), joinedload(Post.unit))


def worker_of(worker_id: UUID) -> Worker | None:
    """One worker."""
    return db.session.get(Worker, worker_id)


def post_of(post_id: UUID) -> Post | None:
    """One post with its worker, agency and unit."""
    return db.session.get(Post, post_id, options=_WHOLE)


def posts_today(worker_id: UUID) -> Sequence[Post]:
    """The posts that a worker holds today, the oldest first."""
    held = select(Post).where(Post.worker_id == worker_id, _on(clock.today()))
    return db.session.scalars(held.options(*_WHOLE).order_by(Post.from_on, Post.id)).all()


def offices_today(worker_id: UUID) -> frozenset[tuple[str, UUID]]:
    """Every post of today as (role, agency)."""
    held = select(Post.role, Post.agency_id).where(Post.worker_id == worker_id, _on(clock.today()))
    return frozenset((str(role), agency_id) for role, agency_id in db.session.execute(held))


def all_posts(worker_id: UUID) -> Sequence[Post]:
    """Every post of a worker, past and coming ones included, the newest first."""
    ever = select(Post).where(Post.worker_id == worker_id)
    return db.session.scalars(ever.options(*_WHOLE).order_by(Post.from_on.desc(), Post.id)).all()


def posts_at(agency_id: UUID) -> Sequence[Post]:
    """The posts held at an agency today or later, by the name of the person."""
    open_end = or_(Post.to_on.is_(None), Post.to_on > clock.today())
    here = select(Post).join(Worker).where(Post.agency_id == agency_id, open_end)
    return db.session.scalars(here.options(*_WHOLE).order_by(Worker.name, Post.from_on)).all()


def workers_by_agency(agency_ids: Collection[UUID] | None = None) -> dict[UUID, list[Post]]:
    """Today's posts of open agencies by agency; each post carries its worker, unit and function (S2-27)."""
    held = (
        select(Post)
        .join(Worker)
        .join(Agency, Post.agency_id == Agency.id)
        .where(_on(clock.today()), Agency.closed_at.is_(None))
    )
    if agency_ids is not None:
        held = held.where(Post.agency_id.in_(agency_ids))
    found: dict[UUID, list[Post]] = defaultdict(list)
    for post in db.session.scalars(held.options(*_WHOLE).order_by(Agency.name, Worker.name)):
        found[post.agency_id].append(post)
    return dict(found)


def people_at_agencies() -> dict[UUID, int]:
    """How many people work at each agency today."""
    counted = (
        select(Post.agency_id, func.count(Post.worker_id.distinct())).where(_on(clock.today())).group_by(Post.agency_id)
    )
    return dict(db.session.execute(counted).all())


def function_of(worker_id: UUID, agency_id: UUID) -> str:
    """What a worker does at an agency, the newest post there; empty when there never was one."""
    there = select(Post.function).where(Post.worker_id == worker_id, Post.agency_id == agency_id)
    return db.session.scalars(there.order_by(Post.from_on.desc()).limit(1)).first() or ""


def with_role(role: Role, agency_id: UUID) -> Sequence[Worker]:
    """Who holds a role at an agency today."""
    holding = select(Worker).join(Post).where(Post.agency_id == agency_id, Post.role == role, _on(clock.today()))
    return db.session.scalars(holding.order_by(Worker.name).distinct()).all()


@dataclass(frozen=True)
class Spokesperson:
    """Who answers for an agency when nobody in particular is meant."""

    name: str
    """Whom to call."""
    phone: str
    email: str | None
    """The agency's own; a town only notes whom it calls, so that nobody there can have its letters sent to herself."""


def spokesperson_of(agency: Agency, town_id: UUID) -> Spokesperson:
    """Whom a town asks at an agency: by letter at its own contact's address or its manager's, by phone as it noted."""
    managers = with_role(Role.MANAGER, agency.id)
    manager = next((one for one in managers if one.email), managers[0] if managers else None)
    noted = next(iter(town_contacts(agency.id, frozenset({town_id}))), None)
    return Spokesperson(
        name=(noted.name if noted else None) or agency.contact_name or (manager.name if manager else ""),
        phone=(noted.phone if noted else None) or agency.phone or (manager.phone if manager else None) or "",
        email=agency.contact_email or (manager.email if manager else None),
    )


def holders_of(email: str, *, besides: UUID | None = None) -> Sequence[Worker]:
    """The workers with this address."""
    same = select(Worker).where(Worker.email == normalized(email)).order_by(Worker.name)
    return db.session.scalars(same if besides is None else same.where(Worker.id != besides)).all()


def writing_town(worker_id: UUID) -> Agency | None:
    """The town in whose name letters about a worker's own account and address go out.

    The town office where the worker works, otherwise the oldest town of the house; None before there is any.
    """
    own = and_(Post.worker_id == worker_id, _on(clock.today()))
    towns = select(Agency).join(Post).where(Agency.convenes)
    own_first = towns.order_by(case((own, 0), else_=1), Post.from_on, Agency.name)
    return db.session.scalars(own_first.limit(1)).first()
