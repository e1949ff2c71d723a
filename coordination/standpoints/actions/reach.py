"""What every deed at the table asks first, under a lock: who does it, whether they may, for whom their words are."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.cases.models import members
from coordination.conferences.models import Conference
from coordination.conferences.rules import ConferenceState
from coordination.seats.models import Seat, facts_at_case, open_seats
from coordination.seats.rules import Role
from coordination.standpoints import rules
from coordination.standpoints.models import AsSaid, ForWhom
from coordination.standpoints.rules import OpenTo
from coordination.tasks.actions import Said
from coordination.tasks.rules import wrong_word
from foundation import clock
from foundation.access import Actor, Audience, Facts, decide
from foundation.reasons import Reason, Refused, reason, refuse_if

WRITERS = (Role.COORDINATOR, Role.MINUTE_TAKER)
"""Who writes down for others, and what concerns the whole table."""


@dataclass(frozen=True)
class Meant:
    """For whom somebody's words are, as they chose it."""

    concerns: tuple[UUID, ...] = ()
    areas: tuple[str, ...] = ()
    open_to: OpenTo = OpenTo.TABLE
    readers: tuple[UUID, ...] = ()

    def put_on(self, thing: ForWhom) -> None:
        """Write it on what was said."""
        thing.concerns = tuple(str(one) for one in self.concerns)
        thing.areas, thing.open_to = self.areas, self.open_to
        thing.readers = tuple(str(one) for one in self.readers) if self.open_to is OpenTo.NAMED else ()


EVERYONE = Meant()
COORDINATOR_ALONE = Meant(open_to=OpenTo.ALONE)


@dataclass(frozen=True)
class Doer:
    """Who does a deed: their rights, and how the log book and the table name them."""

    facts: Facts
    key: str
    name: str
    seat_id: UUID | None


def doer(session: Session, case_id: UUID, resource: str, *, actor: Actor, roles: Collection[str] | None = None) -> Doer:
    """Whoever writes, when they may; `roles` narrows it. Raises Refused."""
    facts = facts_at_case(actor, case_id)
    allowed = decide(facts, resource, "W", clock.now()).allowed
    if facts is None or not allowed or (roles is not None and facts.role not in roles):
        raise Refused([no_longer()])
    seat = session.get(Seat, facts.seat_id) if facts.seat_id else None
    return Doer(facts, actor.key, seat.name if seat else "", facts.seat_id)


def no_longer() -> Reason:
    return reason("You can no longer write here. Nothing was saved, call the coordinator.")


def meeting(session: Session, conference_id: UUID, *, open_table: bool = False) -> Conference:
    """One meeting; with `open_table` only one at which people still speak for themselves. Raises Refused."""
    found = session.get(Conference, conference_id)
    if found is None:
        raise Refused([no_longer()])
    if open_table:
        state = found.state
        refuse_if(
            rules.table_is_closed(
                cancelled=state is ConferenceState.CANCELLED, held=state is ConferenceState.HELD
            )
        )  # fmt: skip
    elif found.cancelled_at is not None:
        refuse_if(rules.table_is_closed(cancelled=True, held=False))
    return found


def check_meant(meant: Meant, who: Doer, case_id: UUID) -> None:
    """Refuse words about members or areas that the writer may not know, or for people who do not sit there."""
    known = {one.id for one in members(case_id)}
    about = Audience(members=frozenset(meant.concerns) or None)
    knows = decide(who.facts, "brief_goal_areas_members", "R", clock.now(), about).allowed
    if not set(meant.concerns) <= known or not knows:
        raise Refused([reason("Choose only from the members of the family that are offered.", field="concerns")])
    check_readers(meant, case_id)


def check_readers(meant: Meant, case_id: UUID) -> None:
    """Refuse words for nobody, or for people who do not sit there."""
    refuse_if(rules.not_for_anybody(meant.open_to, meant.readers))
    if not set(meant.readers) <= {seat.id for seat in open_seats(case_id)}:
        raise Refused([reason("Somebody you named has left the table. Choose again.", field="readers")])


def seat_at(session: Session, seat_id: UUID, case_id: UUID) -> Seat:
    """Somebody's seat, locked: words of one person are written one after another. Raises Refused."""
    seat = session.get(Seat, seat_id, with_for_update=True)
    if seat is None or seat.case_id != case_id or not seat.is_open(clock.now()):
        raise Refused([reason("This person is no longer at the table. Nothing was saved.")])
    return seat


def heard(thing: AsSaid, said: Said | None) -> None:
    """Write where, when and to whom something was said; None: it is the person's own hand. Raises Refused."""
    if said is None:
        thing.said_where = thing.said_on = thing.said_to = None
        return
    refuse_if(wrong_word(said.on, said.to, clock.today()))
    thing.said_where, thing.said_on, thing.said_to = said.where, said.on, said.to
