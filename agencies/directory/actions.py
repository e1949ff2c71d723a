"""The deeds of the directory: agencies, units and services are entered and corrected; a town notes its own contact."""

from dataclasses import asdict, dataclass, replace
from uuid import UUID

from sqlalchemy import func, select

from agencies.directory import rules
from agencies.directory.models import Agency, Service, TownContact, Unit, namesakes
from foundation import audit, clock
from foundation.database import db, transaction
from foundation.reasons import refuse_if


@dataclass(frozen=True)
class Entry:
    """What the directory says of one agency."""

    name: str
    kind: rules.AgencyKind
    phone: str | None = None
    address: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None


def enter(entry: Entry, *, by: str) -> UUID:
    """Put an agency into the directory."""
    with transaction() as session:
        refuse_if(rules.against_agency(namesakes=namesakes(entry.name)))
        agency = Agency(**asdict(entry))
        session.add(agency)
        session.flush()
        audit.record(None, by, "agency entered", f"agency:{agency.id}", name=entry.name, kind=entry.kind)
        return agency.id


def correct(agency_id: UUID, entry: Entry, *, by: str) -> None:
    """Correct what the directory says of an agency; the kind of a town office stays."""
    with transaction() as session:
        agency = session.get_one(Agency, agency_id)
        refuse_if(rules.against_agency(namesakes=namesakes(entry.name, besides=agency_id)))
        wanted = asdict(entry) | ({"kind": agency.kind} if agency.convenes else {})
        changed = {
            name: [getattr(agency, name), value] for name, value in wanted.items() if getattr(agency, name) != value
        }
        for name, value in wanted.items():
            setattr(agency, name, value)
        if changed:
            audit.record(None, by, "agency corrected", f"agency:{agency_id}", changed=changed)


def close(agency_id: UUID, *, people: int, by: str) -> None:
    """Close an agency: it is offered nowhere any more and stays readable where it took part."""
    with transaction() as session:
        agency = session.get_one(Agency, agency_id)
        refuse_if(rules.against_closing(convenes=agency.convenes, people=people))
        agency.closed_at = agency.closed_at or clock.now()
        audit.record(None, by, "agency closed", f"agency:{agency_id}", name=agency.name)


def add_unit(agency_id: UUID, *, name: str, kind: rules.AgencyKind, by: str) -> UUID:
    """Add a unit to an agency, with a kind of its own (S2-06)."""
    with transaction() as session:
        agency = session.get_one(Agency, agency_id)
        refuse_if(rules.against_unit(taken=_taken(agency_id, name)))
        unit = Unit(agency=agency, name=name, kind=kind)
        session.add(unit)
        session.flush()
        audit.record(None, by, "unit added", f"agency:{agency_id}", unit=str(unit.id), name=name, kind=kind)
        return unit.id


def correct_unit(unit_id: UUID, *, name: str, kind: rules.AgencyKind, by: str) -> None:
    """Correct the name or the kind of a unit."""
    with transaction() as session:
        unit = session.get_one(Unit, unit_id)
        refuse_if(rules.against_unit(taken=_taken(unit.agency_id, name, besides=unit_id)))
        changed = {"name": [unit.name, name], "kind": [unit.kind, kind]}
        unit.name, unit.kind = name, kind
        audit.record(None, by, "unit corrected", f"agency:{unit.agency_id}", unit=str(unit_id), changed=changed)


def _taken(agency_id: UUID, name: str, *, besides: UUID | None = None) -> bool:
    same = select(func.count()).select_from(Unit).where(Unit.agency_id == agency_id, Unit.name == name)
    return bool(db.session.scalar(same if besides is None else same.where(Unit.id != besides)))


@dataclass(frozen=True)
class Offer:
    """What an agency says of one of its services."""

    name: str
    for_whom: str | None = None
    description: str | None = None
    unit_id: UUID | None = None


def offer_service(agency_id: UUID, offer: Offer, *, by: str) -> UUID:
    """Enter a service that an agency offers; its capacity is not known yet."""
    with transaction() as session:
        session.get_one(Agency, agency_id, with_for_update=True)
        refuse_if(rules.against_service(taken=_offered(agency_id, offer.name)))
        service = Service(agency_id=agency_id, **asdict(_within(agency_id, offer)))
        session.add(service)
        session.flush()
        audit.record(None, by, "service offered", f"agency:{agency_id}", service=str(service.id), name=offer.name)
        return service.id


def correct_service(service_id: UUID, offer: Offer, *, by: str) -> None:
    """Correct what is said of a service."""
    with transaction() as session:
        service = session.get_one(Service, service_id, with_for_update=True)
        refuse_if(rules.against_service(taken=_offered(service.agency_id, offer.name, besides=service_id)))
        wanted = asdict(_within(service.agency_id, offer))
        changed = {
            name: [str(getattr(service, name)), str(value)]
            for name, value in wanted.items()
            if getattr(service, name) != value
        }
        for name, value in wanted.items():
            setattr(service, name, value)
        if changed:
            about = f"agency:{service.agency_id}"
            audit.record(None, by, "service corrected", about, service=str(service_id), changed=changed)


def state_capacity(
    service_id: UUID, *, capacity: rules.Capacity, places: int | None, note: str | None, by: str
) -> None:
    """Keep what an agency says today of how many people a service can take."""
    with transaction() as session:
        service = session.get_one(Service, service_id, with_for_update=True)
        refuse_if(rules.against_capacity(capacity, places))
        service.capacity, service.places, service.capacity_note = capacity, places, note
        service.capacity_on = None if capacity is rules.Capacity.UNKNOWN else clock.today()
        about = f"agency:{service.agency_id}"
        audit.record(None, by, "capacity stated", about, service=str(service_id), capacity=str(capacity), places=places)


def end_service(service_id: UUID, *, by: str) -> None:
    """End a service: it is offered no more. Doing it twice changes nothing."""
    with transaction() as session:
        service = session.get_one(Service, service_id, with_for_update=True)
        if service.ended_at is None:
            service.ended_at = clock.now()
            audit.record(None, by, "service ended", f"agency:{service.agency_id}", service=str(service_id))


def _offered(agency_id: UUID, name: str, *, besides: UUID | None = None) -> bool:
    same = select(func.count()).select_from(Service).where(Service.agency_id == agency_id, Service.name == name)
    same = same.where(Service.ended_at.is_(None))
    return bool(db.session.scalar(same if besides is None else same.where(Service.id != besides)))


def _within(agency_id: UUID, offer: Offer) -> Offer:
    """The offer, its unit only if that is one of the same agency."""
    unit = db.session.get(Unit, offer.unit_id) if offer.unit_id else None
    return offer if unit is not None and unit.agency_id == agency_id else replace(offer, unit_id=None)


def note_contact(
    agency_id: UUID, *, town_id: UUID, name: str | None, phone: str | None, note: str | None, by: str
) -> None:
    """Note whom a town calls at an agency, beside the agency's own entry."""
    with transaction() as session:
        session.get_one(Agency, agency_id, with_for_update={"key_share": True})
        known = select(TownContact).where(TownContact.town_id == town_id, TownContact.agency_id == agency_id)
        contact = session.scalar(known) or TownContact(town_id=town_id, agency_id=agency_id)
        contact.name, contact.phone, contact.note, contact.changed_at = name, phone, note, clock.now()
        session.add(contact)
        audit.record(town_id, by, "contact noted", f"agency:{agency_id}")
