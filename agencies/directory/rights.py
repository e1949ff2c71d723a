"""Who may read and change the directory: everybody with an account reads, an agency's own people of trust change it."""

from uuid import UUID

from agencies.directory import models
from foundation import access, clock
from foundation.access import Actor, Door, Facts, Right

READ, CHANGE = Right("R"), Right("RW")

access.resource(
    "directory",
    {
        "coordinator": READ,
        "head": READ,
        "agency_manager": CHANGE,
        "agency_colleague": READ,
        "other_town": READ,
        "administrator": CHANGE,
    },
)
access.resource(
    "towns_contact_in_directory",
    {"coordinator": CHANGE, "head": CHANGE, "administrator": READ},
)


def role_at(actor: Actor, agency_id: UUID | None, *, convenes: bool = False) -> str | None:
    """What somebody is towards one agency, or towards the list (None): the strongest word that holds."""
    if actor.worker_id is None:
        return None
    if _administers(actor, agency_id, convenes):
        return "administrator"
    if agency_id is not None and ("manager", agency_id) in actor.offices:
        return "agency_manager"
    held = {role for role, _ in actor.offices}
    return next((role for role in ("coordinator", "head") if role in held), "agency_colleague")


def _administers(actor: Actor, agency_id: UUID | None, convenes: bool) -> bool:
    """An administrator runs everything but the offices of other towns; one of the house and no town runs those too."""
    homes = {home for role, home in actor.offices if role == "administrator"}
    return bool(homes) and (not convenes or agency_id in homes or not homes <= {town.id for town in models.towns()})


def of_list(actor: Actor) -> Facts:
    """Somebody before the list of agencies."""
    return Facts(role=role_at(actor, None), door=actor.door, about="directory")


def of_agency(actor: Actor, agency_id: UUID) -> Facts | None:
    """Somebody before one agency."""
    agency = models.agency_of(agency_id)
    if agency is None:
        return None
    return Facts(role=role_at(actor, agency_id, convenes=agency.convenes), door=actor.door, about=f"agency:{agency_id}")


def of_unit(actor: Actor, unit_id: UUID) -> Facts | None:
    """Somebody before one unit of an agency."""
    unit = models.unit_of(unit_id)
    return None if unit is None else of_agency(actor, unit.agency_id)


def of_contact(actor: Actor, agency_id: UUID) -> Facts | None:
    """Somebody before what the own town notes about an agency; the town is the one whose office is held."""
    town_id = own_town(actor)
    if town_id is None or models.agency_of(agency_id) is None:
        return None
    roles = {role for role, home in actor.offices if home == town_id}
    role = next((role for role in ("coordinator", "head", "administrator") if role in roles), None)
    return Facts(role=role, door=actor.door, about=f"agency:{agency_id}", town_id=town_id)


def own_town(actor: Actor) -> UUID | None:
    """The town at whose office somebody coordinates, heads or administers; None for everybody else."""
    if actor.door < Door.ACCOUNT2:
        return None
    for role in ("coordinator", "head", "administrator"):
        homes = sorted(home for held, home in actor.offices if held == role)
        if homes:
            return homes[0]
    return None


def _writers(facts: Facts | None, resource: str = "directory") -> Facts | None:
    """Only for those who may write: the page of a form is not there for anybody else."""
    return facts if facts is not None and access.decide(facts, resource, "W", clock.now()).allowed else None


def to_enter(actor: Actor) -> Facts | None:
    """Somebody who enters a new agency."""
    return _writers(of_list(actor))


def to_change(actor: Actor, agency_id: UUID) -> Facts | None:
    """Somebody who changes the entry of an agency."""
    return _writers(of_agency(actor, agency_id))


def to_change_unit(actor: Actor, unit_id: UUID) -> Facts | None:
    """Somebody who changes a unit of an agency."""
    return _writers(of_unit(actor, unit_id))


def of_service(actor: Actor, service_id: UUID) -> Facts | None:
    """Somebody who changes a service of an agency; one that has ended stays as it is."""
    service = models.service_of(service_id)
    return None if service is None or service.ended_at is not None else to_change(actor, service.agency_id)


def to_close(actor: Actor, agency_id: UUID) -> Facts | None:
    """Somebody who closes an agency: the administrator alone."""
    facts = to_change(actor, agency_id)
    return facts if facts is not None and facts.role == "administrator" else None


def to_note(actor: Actor, agency_id: UUID) -> Facts | None:
    """Somebody who notes the own town's contact."""
    return _writers(of_contact(actor, agency_id), "towns_contact_in_directory")
