"""Whom a conference can invite: who works with the family, who leads the meeting, who was found, and the family."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from agencies.directory.models import Agency, agencies
from agencies.staff.models import Post, workers_by_agency
from coordination.cases.models import Person, members
from coordination.cases.rules import SafeContact
from coordination.conferences.models import Conference, Invitation
from coordination.seats.models import Involvement, coordinator_of
from coordination.seats.rules import Role
from foundation.database import db


@dataclass(frozen=True)
class Candidate:
    """One person who can be invited, with what the draft already says about them."""

    key: str
    group: str
    """involved, office, found or family."""
    worker_id: UUID | None
    person_id: UUID | None
    agency_id: UUID | None
    name: str
    function: str
    agency_name: str
    role: Role
    has_address: bool
    listed: Invitation | None

    @property
    def about(self) -> str:
        """What stands below the name."""
        return ", ".join(filter(None, (self.function, self.agency_name)))


def candidates(conference: Conference, found: Collection[UUID] = ()) -> list[Candidate]:
    """Everybody who can be invited, group by group; `found` are agencies added from the directory."""
    involved = set(
        db.session.scalars(select(Involvement.agency_id).where(Involvement.case_id == conference.case_id))
    )  # fmt: skip
    listed = {each.worker_id or each.person_id: each for each in conference.invitations}
    asked = {each.agency_id for each in conference.invitations if each.agency_id}
    groups = {"involved": involved - {conference.town_id}, "office": {conference.town_id}}
    groups["found"] = (asked | set(found)) - involved - {conference.town_id}
    posts = workers_by_agency(set().union(*groups.values()))
    own = coordinator_of(conference.case_id).worker_id
    rows = []
    for group, ids in groups.items():
        there = (post for agency_id, held in posts.items() if agency_id in ids for post in held)
        rows += [_of_post(post, group, listed) for post in _once_each(there) if post.worker_id != own]
    return rows + [_of_person(person, listed) for person in members(conference.case_id)]


def _once_each(posts: Iterable[Post]) -> list[Post]:
    """The first post of each worker at each agency."""
    seen: dict[tuple[UUID, UUID], Post] = {}
    for post in posts:
        seen.setdefault((post.agency_id, post.worker_id), post)
    return list(seen.values())


def _of_post(post: Post, group: str, listed: dict[UUID | None, Invitation]) -> Candidate:
    invitation = listed.get(post.worker_id)
    if invitation is not None and invitation.agency_id != post.agency_id:
        invitation = None
    usual = Role.MINUTE_TAKER if group == "office" else Role.AGENCY_WORKER
    return Candidate(
        key=f"post:{post.id}",
        group=group,
        worker_id=post.worker_id,
        person_id=None,
        agency_id=post.agency_id,
        name=post.worker.name,
        function=post.function,
        agency_name=post.agency.name,
        role=Role(invitation.role) if invitation else usual,
        has_address=post.worker.email is not None,
        listed=invitation,
    )


def _of_person(person: Person, listed: dict[UUID | None, Invitation]) -> Candidate:
    return Candidate(
        key=f"person:{person.id}",
        group="family",
        worker_id=None,
        person_id=person.id,
        agency_id=None,
        name=person.name,
        function="",
        agency_name="",
        role=person.seat_role,
        has_address=person.safe_contact == SafeContact.EMAIL,
        listed=listed.get(person.id),
    )


def to_add(searched: str, shown: Collection[UUID | None]) -> Sequence[Agency]:
    """The agencies of the directory that a search finds and that do not stand on the page yet."""
    return [agency for agency in agencies(matching=searched) if agency.id not in shown][:12]
