"""Who is asked to a meeting of the invented family, and how the family is told."""

from uuid import UUID

from coordination.conferences import actions as conferences
from coordination.conferences.actions import Asked
from coordination.conferences.models import Invitation, conference_of
from coordination.conferences.rules import HowTold
from coordination.demonstration.people import BODIES, BY_KEY
from coordination.demonstration.town import Town as Town
from coordination.seats.rules import Role
from foundation import clock

PLACE = "Městský úřad, zasedačka 204, vstup bez bariér"


def asked(
    town: Town, key: str, role: Role, outward: str, inward: str, prepare: str = "Stručné stanovisko a nabídku."
) -> Asked:
    """A worker asked to a meeting, with the reasons that go outward and inward."""
    colleague = BY_KEY[key]
    body = next(body for body in BODIES if body.key == colleague.body)
    return Asked(
        worker_id=town.workers[key],
        person_id=None,
        agency_id=town.agencies[colleague.body],
        role=role,
        name=colleague.name,
        function=colleague.function,
        agency_name=body.name,
        chosen=True,
        outward_reasons=(outward,),
        inward_reason=inward,
        to_prepare=prepare,
    )


def agency(town: Town, key: str, function: str, outward: str, inward: str) -> Asked:
    """An organisation that says later whom it sends."""
    body = next(body for body in BODIES if body.key == key)
    return Asked(
        worker_id=None,
        person_id=None,
        agency_id=town.agencies[key],
        role=Role.AGENCY_WORKER,
        name=body.name,
        function=function,
        agency_name=body.name,
        chosen=True,
        outward_reasons=(outward,),
        inward_reason=inward,
        to_prepare="Co můžete nabídnout.",
    )


def relative(person_id: UUID, name: str, role: Role, *, only_informed: bool = False) -> Asked:
    """One of the family asked to a meeting."""
    return Asked(
        worker_id=None,
        person_id=person_id,
        agency_id=None,
        role=role,
        name=name,
        function="",
        agency_name="",
        chosen=True,
        how_told=None if only_informed else HowTold.IN_PERSON,
        informed_only_because="" if only_informed else None,
    )


def invitations(meeting: UUID) -> dict[str, Invitation]:
    """The invitations to a meeting by the name of whoever is asked."""
    found = conference_of(meeting)
    assert found is not None
    return {invitation.name: invitation for invitation in found.invitations}


def name_of(key: str) -> str:
    """The name of one of the invented people."""
    return BY_KEY[key].name


def inform(town: Town, meeting: UUID, people: tuple[UUID, ...], content: str) -> None:
    """Lenka tells the family of a meeting on a visit."""
    told = conferences.Told(people, clock.today(), HowTold.IN_PERSON, "Bc. Lenka Horáková", content)
    conferences.inform(meeting, told, by=town.key("lenka"))
