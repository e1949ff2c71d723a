"""What the first page tells whoever runs the system: what the town lacks before its first meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from agencies.staff.models import with_role
from agencies.staff.rules import Role as PostRole
from coordination.pledges.models import blanks_left
from coordination.seats.rules import Role
from foundation.access import Actor


@dataclass(frozen=True)
class Lacking:
    """What stands in the way of a town's first meeting, and where it is put right."""

    town_id: UUID
    blanks: Sequence[str]
    """Settings without which nobody can sign the pledge, as the page of settings calls them."""
    nobody_coordinates: bool

    def __bool__(self) -> bool:
        return bool(self.blanks) or self.nobody_coordinates


def lacking(who: Actor) -> Lacking | None:
    """What the town lacks that `who` administers; None for everybody else."""
    town_id = next((home for role, home in who.offices if role == PostRole.ADMINISTRATOR), None)
    if town_id is None:
        return None
    return Lacking(
        town_id=town_id,
        blanks=blanks_left(town_id, (Role.AGENCY_WORKER,)),
        nobody_coordinates=not with_role(PostRole.COORDINATOR, town_id),
    )
