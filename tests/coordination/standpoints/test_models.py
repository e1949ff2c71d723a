"""Who reads what was said: the door's own decision, with the audience of each thing."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from coordination.seats.rules import Role
from coordination.standpoints.models import OTHERS, Standpoint, may_read
from coordination.standpoints.rules import OpenTo
from foundation.access import Door, Facts, Ground

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
MEMBERS = [uuid4() for _ in range(3)]
SEATS = [uuid4() for _ in range(3)]
AREAS = ["school", "finance", "health"]

some_members = st.lists(st.sampled_from(MEMBERS), unique=True)
some_areas = st.lists(st.sampled_from(AREAS), unique=True)
some_seats = st.lists(st.sampled_from(SEATS), unique=True)


def facts(role: str, seat: UUID, members: list[UUID] | None = None, areas: list[str] | None = None) -> Facts:
    ground = Ground(members=frozenset(members) if members else None, areas=frozenset(areas) if areas else None)
    return Facts(
        role=role, door=Door.ACCOUNT2, about="case", member_from=datetime(2026, 1, 1, tzinfo=UTC), signed=True,
        ground=ground, seat_id=seat,
    )  # fmt: skip


@given(some_members, some_areas, some_members, some_areas, st.sampled_from(list(OpenTo)), some_seats)
def test_an_agency_reads_exactly_what_is_meant_for_it_and_its_ground_names(
    about: list[UUID], areas: list[str], known: list[UUID], known_areas: list[str], open_to: OpenTo, named: list[UUID]
) -> None:
    readers = tuple(str(one) for one in named) if open_to is OpenTo.NAMED else ()
    said = Standpoint(
        seat_id=SEATS[0], concerns=tuple(map(str, about)), areas=tuple(areas), open_to=open_to, readers=readers
    )
    reader = facts(Role.AGENCY_WORKER, SEATS[1], known, known_areas)
    within = (not known or set(about) <= set(known)) and (not known_areas or set(areas) <= set(known_areas))
    meant = open_to is OpenTo.TABLE or (open_to is OpenTo.NAMED and SEATS[1] in named)
    assert may_read(reader, OTHERS, said, NOW) == (within and meant)
    assert may_read(facts(Role.AGENCY_WORKER, SEATS[0], known, known_areas), OTHERS, said, NOW), "one's own"
    for role in (Role.COORDINATOR, Role.MINUTE_TAKER, Role.FACILITATOR):
        assert may_read(facts(role, SEATS[2]), OTHERS, said, NOW)
    for role in (Role.SUPPORT_PERSON, Role.INTERPRETER, Role.PARENT, "administrator"):
        assert not may_read(facts(role, SEATS[2]), OTHERS, said, NOW)
