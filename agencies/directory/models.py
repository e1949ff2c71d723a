"""Tables and questions of the directory: agencies, their units, and what a town notes beside them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from agencies.directory.rules import AgencyKind, Capacity, capacity_is_old
from foundation import clock
from foundation.database import Base, Key, db
from foundation.language import folded

KIND_NAMES: dict[str, LazyString] = {
    AgencyKind.TOWN_OFFICE: _l("town office"),
    AgencyKind.CHILD_PROTECTION: _l("child protection (OSPOD)"),
    AgencyKind.PREVENTION: _l("prevention department"),
    AgencyKind.NGO: _l("NGO, social service"),
    AgencyKind.SVP: _l("educational care centre (SVP)"),
    AgencyKind.PMS: _l("Probation and Mediation Service"),
    AgencyKind.SCHOOL: _l("school"),
    AgencyKind.COUNSELLING: _l("counselling service"),
    AgencyKind.HEALTH: _l("health care"),
    AgencyKind.POLICE: _l("police"),
    AgencyKind.COURT: _l("court"),
    AgencyKind.OTHER: _l("other organisation"),
}
"""The kinds as people read them."""
CAPACITY_NAMES: dict[str, LazyString] = {
    Capacity.FREE: _l("has free places"),
    Capacity.WAITING_LIST: _l("has a waiting list"),
    Capacity.FULL: _l("takes nobody now"),
    Capacity.UNKNOWN: _l("not said, ask"),
}
"""What a service says of its capacity, as people read it."""


class Agency(Base):
    """A body that can sit at the table; a town is an agency that convenes."""

    __tablename__ = "agency"
    id: Mapped[Key]
    name: Mapped[str]
    kind: Mapped[AgencyKind] = mapped_column(String(32))
    convenes: Mapped[bool] = mapped_column(default=False)
    town_name: Mapped[str | None]
    """How letters name the town of an office that convenes."""
    phone: Mapped[str | None]
    address: Mapped[str | None]
    contact_name: Mapped[str | None]
    contact_email: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    units: Mapped[list["Unit"]] = relationship(order_by="Unit.name", back_populates="agency")
    services: Mapped[list["Service"]] = relationship(
        order_by="Service.name",
        primaryjoin="and_(Service.agency_id == Agency.id, Service.ended_at.is_(None))",
        viewonly=True,
    )
    """What it offers now."""

    @property
    def kind_name(self) -> str:
        """The kind as people read it."""
        return str(KIND_NAMES[self.kind])

    @property
    def signs_as(self) -> str:
        """The town as letters name it."""
        return self.town_name or self.name


class Unit(Base):
    """A part of an agency that has a name and a kind of its own, as a department of an office."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)
    id: Mapped[Key]
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str]
    kind: Mapped[AgencyKind] = mapped_column(String(32))
    agency: Mapped[Agency] = relationship(back_populates="units")

    @property
    def kind_name(self) -> str:
        """The kind as people read it."""
        return str(KIND_NAMES[self.kind])


class Service(Base):
    """What an agency, or one of its units, offers to families, and whether it can take somebody now."""

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint("places IS NULL OR (places >= 0 AND capacity = 'free')", name="places_when_free"),
        CheckConstraint("(capacity = 'unknown') = (capacity_on IS NULL)", name="capacity_has_day"),
    )
    id: Mapped[Key]
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    for_whom: Mapped[str | None]
    description: Mapped[str | None]
    capacity: Mapped[Capacity] = mapped_column(String(16), default=Capacity.UNKNOWN)
    places: Mapped[int | None]
    """How many people it can take, where it counts them."""
    capacity_note: Mapped[str | None]
    capacity_on: Mapped[date | None]
    """The day on which the agency said so."""
    ended_at: Mapped[datetime | None]
    agency: Mapped[Agency] = relationship()
    unit: Mapped[Unit | None] = relationship()

    @property
    def capacity_name(self) -> str:
        """The capacity as people read it."""
        return str(CAPACITY_NAMES[self.capacity])

    @property
    def capacity_is_old(self) -> bool:
        """Whether the statement is so old that one should ask."""
        return capacity_is_old(self.capacity_on, clock.today())


class TownContact(Base):
    """What one town notes about an agency beside the agency's own entry: whom it calls there."""

    __tablename__ = "town_contact"
    __table_args__ = (UniqueConstraint("town_id", "agency_id"),)
    id: Mapped[Key]
    town_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    name: Mapped[str | None]
    phone: Mapped[str | None]
    note: Mapped[str | None]
    changed_at: Mapped[datetime]


def agency_of(agency_id: UUID) -> Agency | None:
    """One agency, closed ones included."""
    return db.session.get(Agency, agency_id)


def unit_of(unit_id: UUID) -> Unit | None:
    """One unit."""
    return db.session.get(Unit, unit_id)


def service_of(service_id: UUID) -> Service | None:
    """One service, ended ones included."""
    return db.session.get(Service, service_id)


def agencies(*, matching: str = "", kind: str | None = None, closed: bool = False) -> Sequence[Agency]:
    """Agencies by name, with units and services.

    `kind` also finds agencies with a unit of that kind; `matching` looks into the names of the agency, its units and
    its services and for whom they are, without regard to accents.
    """
    whole = (selectinload(Agency.units), selectinload(Agency.services))
    wanted = select(Agency).options(*whole).order_by(Agency.convenes.desc(), Agency.name)
    if not closed:
        wanted = wanted.where(Agency.closed_at.is_(None))
    if kind:
        having_unit = select(Unit.agency_id).where(Unit.kind == kind)
        wanted = wanted.where((Agency.kind == kind) | Agency.id.in_(having_unit))
    found = db.session.scalars(wanted).all()
    # SQLite folds only unaccented letters, so Czech names are compared here; a directory has hundreds of rows.
    return [agency for agency in found if folded(matching) in _searched(agency)]


def _searched(agency: Agency) -> str:
    offered = [word for each in agency.services for word in (each.name, each.for_whom or "", each.description or "")]
    return folded(" · ".join([agency.name, *(unit.name for unit in agency.units), *offered]))


def towns() -> Sequence[Agency]:
    """The agencies that convene, the oldest name first."""
    return db.session.scalars(
        select(Agency).where(Agency.convenes, Agency.closed_at.is_(None)).order_by(Agency.name)
    ).all()


def namesakes(name: str, *, besides: UUID | None = None) -> int:
    """How many open agencies already bear this name."""
    same = select(func.count()).select_from(Agency).where(Agency.name == name, Agency.closed_at.is_(None))
    return db.session.scalar(same if besides is None else same.where(Agency.id != besides)) or 0


def units_of(agency_id: UUID) -> Sequence[Unit]:
    """The units of one agency by name."""
    return db.session.scalars(select(Unit).where(Unit.agency_id == agency_id).order_by(Unit.name)).all()


def town_contacts(agency_id: UUID, town_ids: frozenset[UUID]) -> Sequence[TownContact]:
    """What these towns note about an agency."""
    return db.session.scalars(
        select(TownContact).where(TownContact.agency_id == agency_id, TownContact.town_id.in_(town_ids))
    ).all()
