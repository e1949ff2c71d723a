"""Whom a conference can invite: who serves the family or may, the office, who was found, the family and its people."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select

from agencies.directory.models import Agency, agencies
from agencies.staff.models import Post, workers_by_agency
from coordination.cases.models import Person, companions, involvements, members
from coordination.cases.rules import PersonKind, SafeContact
from coordination.conferences import rules
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.rules import HowTold
from coordination.conferences.suggestions import FOR_FAMILY, Known, Usual, usual
from coordination.seats.models import Involvement, coordinator_of
from coordination.seats.rules import FAMILY, Relation, Role
from foundation.database import db
from foundation.reasons import Reason

OLD_ENOUGH = 12
"""From this age a child of the household is invited unless somebody says otherwise; a younger one by decision only."""
ROLES_OF = {
    PersonKind.SUPPORT_PERSON: Role.SUPPORT_PERSON,
    PersonKind.PROXY: Role.SUPPORT_PERSON,
    PersonKind.INTERPRETER: Role.INTERPRETER,
    PersonKind.MINOR_REPRESENTATIVE: Role.MINOR_REPRESENTATIVE,
}
"""As what somebody sits who comes for one of the family; a proxy sits beside a parent like anybody close."""


@dataclass(frozen=True)
class Candidate:
    """One person who can be invited, with what the draft already says about them."""

    key: str
    group: str
    """serves, may_serve, before, office, found, family or companion."""
    name: str
    role: Role
    listed: Invitation | None
    worker_id: UUID | None = None
    person_id: UUID | None = None
    agency_id: UUID | None = None
    function: str = ""
    agency_name: str = ""
    kin: str = ""
    """What a private person is to the family; said here only, not kept with the invitation."""
    has_address: bool = False
    known: Known | None = None
    since: date | None = None
    """Since when the agency is at the case."""
    new_agency: bool = False
    """Whether the agency enters the case with this invitation."""
    expected: bool = False
    """Whether the person is on the list until somebody takes them off (S2-15)."""
    told: HowTold = HowTold.IN_PERSON
    proxy: bool = False
    beside: UUID | None = None
    tongue: str = ""

    @property
    def is_family(self) -> bool:
        return self.group == "family"

    @property
    def awaits_person(self) -> bool:
        """Whether an agency is meant that says later whom it sends."""
        return self.worker_id is None and self.person_id is None

    @property
    def private(self) -> bool:
        """Whether no organisation stands behind the person."""
        return self.person_id is not None

    @property
    def about(self) -> str:
        """What stands below the name."""
        return ", ".join(filter(None, (self.kin, self.function, self.agency_name)))

    def usual(self, role: Role) -> Usual:
        """What the house proposes for this person in this role."""
        if self.is_family:
            return Usual(prepare=str(FOR_FAMILY))
        return usual(self.known or Known(None, None, (), None), role)


@dataclass(frozen=True)
class Asked:
    """One row of the list of people, as the coordinator filled it; each word stands in the invitation."""

    worker_id: UUID | None
    person_id: UUID | None
    agency_id: UUID | None
    role: Role
    name: str
    function: str
    agency_name: str
    chosen: bool
    outward_reasons: tuple[str, ...] = ()
    inward_reason: str = ""
    to_prepare: str = ""
    how_told: HowTold | None = None
    also: Role | None = None
    informed_only_because: str | None = None
    accompanies_id: UUID | None = None
    tongue: str | None = None
    admitted_because: str | None = None
    relation: Relation | None = None
    involved_since: date | None = None

    @property
    def invitee(self) -> UUID | None:
        """The worker, the private person, or the agency that says later who comes."""
        return self.worker_id or self.person_id or self.agency_id

    @property
    def is_family(self) -> bool:
        return self.person_id is not None and self.role in FAMILY

    @property
    def awaits_person(self) -> bool:
        return self.worker_id is None and self.person_id is None

    @property
    def says_something(self) -> bool:
        """Whether losing the row would lose something that was typed or chosen."""
        wanted = self.function if self.awaits_person else ""
        typed = (self.outward_reasons, self.inward_reason, self.to_prepare, self.admitted_because, wanted)
        return self.chosen or any(typed)


def is_unsafe(person: Person | None, told: HowTold | None) -> bool:
    """Whether telling a private person on this way could do harm."""
    if person is None:
        return True
    needs = {HowTold.EMAIL: SafeContact.EMAIL, HowTold.PHONE: SafeContact.PHONE}.get(told or HowTold.IN_PERSON)
    return told == HowTold.DATA_BOX or (needs is not None and person.safe_contact != needs)


def harm_of(name: str, person: Person | None, field: str) -> Reason:
    """Why `is_unsafe` says so, in words."""
    known = person is not None and person.safe_contact != SafeContact.NONE
    return rules.another_way_is_safe(name, field) if known else rules.no_safe_way(name, field)


@dataclass(frozen=True)
class Network:
    """What is known of agencies and people before anybody is invited."""

    town_id: UUID
    involved: Mapping[UUID, Involvement]
    listed: Mapping[UUID | None, Invitation]
    former: Mapping[UUID | None, Invitation] = field(default_factory=dict)


def candidates(conference: Conference, found: Collection[UUID] = ()) -> list[Candidate]:
    """Everybody who can be invited, group by group; `found` are agencies added from the directory."""
    network = Network(
        town_id=conference.town_id,
        involved={each.agency_id: each for each in involvements(conference.case_id)},
        listed={each.invitee: each for each in conference.invitations},
        former=_former(conference.case_id),
    )
    asked = {each.agency_id for each in conference.invitations if each.agency_id}
    there_already = set(network.involved) | {network.town_id}
    before = {each.agency_id for each in network.former.values() if each.agency_id} - there_already
    groups = {
        "serves": _related(network, Relation.SERVES),
        "may_serve": _related(network, Relation.MAY_SERVE),
        "before": before,
        "office": {network.town_id},
        "found": (asked | set(found)) - there_already - before,
    }
    everywhere = set().union(*groups.values())
    posts, own = workers_by_agency(everywhere), coordinator_of(conference.case_id).worker_id
    open_ones = select(Agency).where(Agency.id.in_(everywhere), Agency.closed_at.is_(None)).order_by(Agency.name)
    there, rows = db.session.scalars(open_ones).all(), []
    for group, ids in groups.items():
        for agency in (one for one in there if one.id in ids):
            held = _once_each(posts.get(agency.id, ()))
            rows += [_of_post(post, group, network) for post in held if post.worker_id != own]
            rows += [_of_agency(agency, group, network)] if group != "office" else []
    family = [_of_member(person, network) for person in members(conference.case_id)]
    return [*rows, *family, *(_of_companion(person, network) for person in companions(conference.case_id))]


def _related(network: Network, relation: Relation) -> set[UUID]:
    return {
        agency_id
        for agency_id, involvement in network.involved.items()
        if involvement.relation == relation and agency_id != network.town_id
    }


def _former(case_id: UUID) -> dict[UUID | None, Invitation]:
    """The last invitation of everybody who was ever asked to a meeting of the case."""
    asked = (
        select(Invitation)
        .join(Conference, Invitation.conference_id == Conference.id)
        .where(Conference.case_id == case_id, Conference.convened_at.is_not(None))
        .order_by(Conference.convened_at)
    )
    return {each.invitee: each for each in db.session.scalars(asked)}


def _once_each(posts: Iterable[Post]) -> list[Post]:
    """The first post of each worker at each agency."""
    seen: dict[tuple[UUID, UUID], Post] = {}
    for post in posts:
        seen.setdefault((post.agency_id, post.worker_id), post)
    return list(seen.values())


def _of_post(post: Post, group: str, network: Network) -> Candidate:
    invitation, former = network.listed.get(post.worker_id), network.former.get(post.worker_id)
    if invitation is not None and invitation.agency_id != post.agency_id:
        invitation = None
    if former is not None and former.agency_id != post.agency_id:
        former = None
    involvement = network.involved.get(post.agency_id)
    new = involvement is None and group != "office"
    relation = Relation(involvement.relation) if involvement else Relation.MAY_SERVE if new else None
    usual_role = Role(former.role) if former else Role.MINUTE_TAKER if group == "office" else Role.AGENCY_WORKER
    return Candidate(
        key=f"post:{post.id}", group=group, name=post.worker.name,
        role=Role(invitation.role) if invitation else usual_role, listed=invitation, worker_id=post.worker_id,
        agency_id=post.agency_id, function=post.function, agency_name=post.agency.name,
        has_address=post.worker.email is not None,
        known=Known(
            kind=post.unit.kind if post.unit else post.agency.kind,
            relation=relation,
            areas=involvement.areas if involvement else (), former=former,
        ),
        since=involvement.since if involvement else None, new_agency=new,
    )  # fmt: skip


def _of_agency(agency: Agency, group: str, network: Network) -> Candidate:
    """Somebody from an agency whom nobody knows yet: its contact says who comes."""
    involvement, listed = network.involved.get(agency.id), network.listed.get(agency.id)
    relation = Relation(involvement.relation) if involvement else Relation.MAY_SERVE
    return Candidate(
        key=f"agency:{agency.id}", group=group, name=agency.name, listed=listed, agency_id=agency.id,
        role=Role(listed.role) if listed else Role.AGENCY_WORKER, function=listed.function if listed else "",
        agency_name=agency.name,
        known=Known(agency.kind, relation, involvement.areas if involvement else (), former=None),
        since=involvement.since if involvement else None, new_agency=group == "found",
    )  # fmt: skip


def _of_member(person: Person, network: Network) -> Candidate:
    old_enough = person.age is None or person.age >= OLD_ENOUGH
    return Candidate(
        key=f"person:{person.id}", group="family", name=person.name, role=person.seat_role,
        listed=network.listed.get(person.id), person_id=person.id, kin=person.kinship_name,
        has_address=person.safe_contact == SafeContact.EMAIL, told=_as_last_time(person, network),
        expected=person.in_household and (person.is_parent or (person.is_child and old_enough)),
        tongue=person.tongue or "",
    )  # fmt: skip


def _of_companion(person: Person, network: Network) -> Candidate:
    kind = PersonKind(person.kind)
    return Candidate(
        key=f"person:{person.id}", group="companion", name=person.name, role=ROLES_OF[kind],
        listed=network.listed.get(person.id), person_id=person.id, kin=person.kind_name,
        has_address=person.safe_contact == SafeContact.EMAIL,
        told=_as_last_time(person, network, otherwise=_ON_SAFE_CONTACT.get(person.safe_contact, HowTold.IN_PERSON)),
        known=Known(None, None, (), network.former.get(person.id)), proxy=kind == PersonKind.PROXY,
        beside=person.accompanies_id, tongue=person.tongue or "",
    )  # fmt: skip


_ON_SAFE_CONTACT = {
    SafeContact.EMAIL: HowTold.EMAIL,
    SafeContact.PHONE: HowTold.PHONE,
    SafeContact.PAPER: HowTold.PAPER,
}
"""How somebody who comes for one of the family is told first; the family itself hears it best in person."""


def _as_last_time(person: Person, network: Network, *, otherwise: HowTold = HowTold.IN_PERSON) -> HowTold:
    """How a private person was told last time, if that is still safe."""
    former = network.former.get(person.id)
    told = former.how_told if former else None
    return HowTold(told) if told and not is_unsafe(person, told) else otherwise


def to_add(searched: str, shown: Collection[UUID | None]) -> Sequence[Agency]:
    """The agencies of the directory that a search finds and that do not stand on the page yet."""
    return [agency for agency in agencies(matching=searched) if agency.id not in shown][:12]
