"""What somebody is towards a file of a counselling service: read anew at each page and inside each deed."""

from uuid import UUID

from agencies.circles import models
from agencies.circles.models import Circle
from agencies.circles.rules import Part
from agencies.directory.models import agency_of
from agencies.directory.rules import AgencyKind
from agencies.staff.models import posts_today
from foundation.access import Actor, Facts

KEY_WORKER, COUNSELLOR, ASSESSOR = "key_worker", "counsellor", "assessor"
FIRST_CONTACT, MANAGER, COLLEAGUE = "first_contact", "service_manager", "service_colleague"
NAMED = "named_reader"
"""Reads a file because the special procedure names them, and works with it in no other way (S1-56)."""
ROLES = (KEY_WORKER, COUNSELLOR, ASSESSOR, FIRST_CONTACT, NAMED, MANAGER, COLLEAGUE)

DESK = "service_desk"
"""The board with codes and days left, the first contact, advice without a name."""
HEAD = "client_head"
"""That there is a file, its code, state, days left, key worker and team."""
FILE = "client_file"
"""What the file says of the family."""
CARE = "client_care"
"""What only those write who are in direct care: orders, visits, plans, letters."""
TEAM = "client_team"
"""Who works with the file, and handing it over (S1-22, S1-25)."""
EXCLUSIONS = "client_exclusions"
"""Whom the file keeps out, and why."""
SETTINGS = "service_settings"
"""What the service decides for itself: its hours, its week, its thresholds."""
FIGURES = "service_figures"
"""Numbers for the annual report."""


def of_desk(actor: Actor, agency_id: UUID, **_rest: object) -> Facts | None:
    """Somebody before the desk of a counselling service."""
    agency = agency_of(agency_id)
    if agency is None or agency.kind != AgencyKind.COUNSELLING or agency.closed_at is not None:
        return None
    return Facts(_at_service(actor, agency_id), actor.door, f"agency:{agency_id}", town_id=agency_id)


def of_any_desk(actor: Actor, **_rest: object) -> Facts | None:
    """Somebody before the page that leads to the desk of the own service."""
    services = own_services(actor)
    return of_desk(actor, services[0]) if services else None


def own_services(actor: Actor) -> list[UUID]:
    """The counselling services at which somebody works today."""
    homes = sorted({agency_id for _role, agency_id in actor.offices})
    found = [agency_of(agency_id) for agency_id in homes]
    return [one.id for one in found if one is not None and one.kind == AgencyKind.COUNSELLING and not one.closed_at]


def of_circle(actor: Actor, circle_id: UUID, **_rest: object) -> Facts | None:
    """Somebody before one file; whoever is kept out finds that it does not exist, whatever else they are (S1-53)."""
    circle = models.circle_of(circle_id)
    if circle is None:
        return None
    denied = actor.worker_id is not None and actor.worker_id in models.excluded(circle_id)
    state = "closed" if circle.closed_at is not None else "open"
    role = None if denied else role_at(actor, circle)
    return Facts(role, actor.door, circle.about, town_id=circle.agency_id, denied=denied, state=state)


def role_at(actor: Actor, circle: Circle) -> str | None:
    """What a worker of the service is towards a file: the strongest word that holds today.

    While the special procedure holds, whoever it does not name is a colleague who reads nothing, team and manager
    alike; only when the key worker has left the service the manager may hand the file over, still unread (S1-56).
    """
    at_service = _at_service(actor, circle.agency_id)
    if at_service is None or actor.worker_id is None:
        return None
    key = models.key_worker_of(circle.id)
    if key is not None and key.worker_id == actor.worker_id:
        return KEY_WORKER
    restricted, answers = circle.restricted_at is not None, key is None and circle.taken_by == actor.worker_id
    if not answers and models.unnamed(circle.id, [actor.worker_id]):
        left = key is not None and not posts_at_service(key.worker_id, circle.agency_id)
        return MANAGER if at_service == MANAGER and left else COLLEAGUE
    parts = {place.part for place in models.team_of(circle.id) if place.worker_id == actor.worker_id}
    if parts - {Part.ASSESSOR}:
        return COUNSELLOR
    if answers:
        return FIRST_CONTACT
    if parts:
        return ASSESSOR
    if restricted:
        return NAMED
    return MANAGER if at_service == MANAGER else COLLEAGUE


def posts_at_service(worker_id: UUID, agency_id: UUID) -> bool:
    """Whether somebody holds a post at the service today."""
    return any(post.agency_id == agency_id for post in posts_today(worker_id))


def _at_service(actor: Actor, agency_id: UUID) -> str | None:
    held = {role for role, home in actor.offices if home == agency_id}
    if not held or actor.worker_id is None:
        return None
    return MANAGER if "manager" in held else COLLEAGUE
