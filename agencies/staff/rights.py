"""Who may take people on, change them and end their posts: the manager of the own agency, and the administrator."""

from uuid import UUID

from agencies.directory import rights as directory
from agencies.staff.actions import Reach
from agencies.staff.models import post_of, worker_of
from foundation import access
from foundation.access import Actor, Facts, Right

access.resource("accounts_and_posts", {"agency_manager": Right("RW"), "administrator": Right("RW")})


def of_worker(actor: Actor, worker_id: UUID) -> Facts | None:
    """Somebody before the page of a worker: the strongest word holds only within reach of all the worker's posts."""
    if worker_of(worker_id) is None:
        return None
    about = f"worker:{worker_id}"
    if actor.worker_id is not None and Reach(actor).worker(worker_id):
        office = any(role == "administrator" for role, _ in actor.offices)
        return Facts(role="administrator" if office else "agency_manager", door=actor.door, about=about)
    role = directory.role_at(actor, None)
    return Facts(role="agency_colleague" if role == "administrator" else role, door=actor.door, about=about)


def of_agency(actor: Actor, agency_id: UUID) -> Facts | None:
    """Somebody who takes people on at an agency."""
    facts = directory.of_agency(actor, agency_id)
    return facts if facts is not None and facts.role in ("administrator", "agency_manager") else None


def of_post(actor: Actor, post_id: UUID) -> Facts | None:
    """Somebody who changes or ends one post: an office's role is the administrator's alone."""
    post = post_of(post_id)
    if post is None or actor.worker_id is None or Reach(actor).against_post(post):
        return None
    office = any(role == "administrator" for role, _ in actor.offices)
    role = "administrator" if office else "agency_manager"
    return Facts(role=role, door=actor.door, about=f"worker:{post.worker_id}")


def of_post_to_give(actor: Actor, agency_id: UUID, worker_id: UUID) -> Facts | None:
    """Somebody who gives a worker a further post: both the agency and the worker must be within reach."""
    facts = of_agency(actor, agency_id)
    worker = of_worker(actor, worker_id)
    return facts if worker is not None and worker.role in ("administrator", "agency_manager") else None
