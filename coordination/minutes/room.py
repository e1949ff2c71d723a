"""Who sits in the room just now, and what of the family all of them may read: the narrowest of their rights decides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from coordination.cases.models import members
from coordination.conferences.models import Conference
from coordination.minutes.now import AtTable, people_at
from coordination.pledges.standings import states_of
from coordination.seats.models import CaseFrame, Seat, facts_of_seats
from coordination.seats.rules import FAMILY, Role
from foundation import access, clock
from foundation.access import EVERYBODY, Audience, Door, Facts, Ground, decide
from foundation.database import db

RESOURCE = "shown_in_the_room"
"""What decides about a thing on the wall, for each person in the room in turn."""
_BESIDE_FAMILY = (*FAMILY, Role.SUPPORT_PERSON, Role.INTERPRETER)
"""They read along what their member of the family may read."""


@dataclass(frozen=True)
class Room:
    """Everybody who is there, with what each of them is towards the case."""

    people: Sequence[AtTable]
    facts: Sequence[Facts]
    unpledged: Sequence[str]
    """Who is there and has not signed; until they have, or have left, nothing of the family is shown."""

    @property
    def is_open(self) -> bool:
        """Whether anything of the family may be shown at all."""
        return not self.unpledged and self.all_may_see(EVERYBODY)

    def all_may_see(self, audience: Audience) -> bool:
        """Whether everybody in the room, and whoever projects, may read a thing for this audience."""
        now = clock.now()
        together = [*self.facts, access.facts()]
        return len(self.facts) == len(self.people) > 0 and all(
            decide(one, RESOURCE, "R", now, audience).allowed for one in together
        )


def room_of(conference: Conference) -> Room:
    """The room of a meeting as it is now. A few queries, however many people are there."""
    people = [one for one in people_at(conference) if one.is_here]
    seats = [one.invitation.seat for one in people if one.invitation.seat is not None]
    pledges = states_of(seats)
    return Room(
        people=people,
        facts=list(_facts(conference, seats).values()),
        unpledged=[seat.name for seat in seats if pledges[seat.id].missing],
    )


def _facts(conference: Conference, seats: Sequence[Seat]) -> dict[UUID, Facts]:
    """What each person in the room may read: the family and those beside it of the children and of one adult alone."""
    found = facts_of_seats(db.session.get_one(CaseFrame, conference.case_id), seats, Door.ACCOUNT2)
    beside = [seat for seat in seats if seat.role in _BESIDE_FAMILY]
    children = frozenset(one.id for one in members(conference.case_id) if one.is_child) if beside else frozenset()
    for seat in beside:
        of_child = seat.role == Role.CHILD or seat.tells_of in children
        own = frozenset({seat.tells_of} if seat.tells_of else ())
        found[seat.id] = replace(found[seat.id], ground=Ground(members=own if of_child else own | children))
    return found
