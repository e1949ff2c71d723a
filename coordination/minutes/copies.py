"""One reader's copy of minutes: what of them they may read, in the form in which they get them (domain 1.7)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from coordination.cases.models import members
from coordination.conferences.models import Conference
from coordination.minutes import rules
from coordination.minutes.content import Content, Piece
from coordination.minutes.models import Minutes
from coordination.minutes.rules import CopyForm, ForWhom, MinutesState
from coordination.seats.models import CaseFrame, Seat, facts_of_seats
from coordination.seats.rules import FAMILY, Role
from coordination.tasks.models import offered_tasks
from foundation import clock
from foundation.access import Audience, Door, Facts, Ground, decide
from foundation.database import db

RESOURCE = "minutes_on_paper"
"""What decides about a copy: the table of rights, for the family too, who read it on paper alone."""
_READ_ALL = (Role.MINUTE_TAKER, Role.FACILITATOR)
"""Whoever records or leads the meeting reads what is meant for a few at the table."""


@dataclass(frozen=True)
class Reader:
    """For whom a copy is made, what they may read, and in which form they get it."""

    seat: Seat
    facts: Facts
    usual: CopyForm
    form: CopyForm
    why: str = ""
    """Why it is another form than the usual one."""

    @property
    def may_read(self) -> bool:
        """Whether anything at all may be given to them now."""
        return decide(self.facts, RESOURCE, "R", clock.now()).allowed

    @property
    def gets_something(self) -> bool:
        return self.form is not CopyForm.NOTHING and self.may_read

    def reads(self, piece: Piece) -> bool:
        """Whether one piece is for this reader."""
        return decide(self.facts, RESOURCE, "R", clock.now(), self._towards(piece)).allowed

    def _towards(self, piece: Piece) -> Audience:
        seats = None if piece.seats is None else frozenset(UUID(one) for one in piece.seats)
        if self.seat.role in _READ_ALL:
            seats = None
        elif not self._is_meant(piece.for_whom):
            seats = frozenset()
        return Audience(
            members=frozenset(UUID(one) for one in piece.members) or None, seats=seats,
            areas=frozenset(piece.areas) or None,
        )  # fmt: skip

    def _is_meant(self, for_whom: ForWhom) -> bool:
        of_family = self.seat.role in FAMILY
        return {
            ForWhom.EVERYBODY: True,
            ForWhom.WORKERS: not of_family,
            ForWhom.FAMILY: of_family,
            ForWhom.OFFICE: False,
        }[for_whom]


def copy_for(reader: Reader, content: Content) -> Content:
    """What stands in this reader's copy; the workers' words and the family's sentence never stand side by side."""
    extract = reader.form is CopyForm.EXTRACT

    def keeps(part: str, piece: Piece) -> bool:
        if extract and part not in rules.EXTRACT_PARTS:
            return False
        if piece.for_whom == ForWhom.FAMILY and reader.seat.role not in FAMILY:
            return False
        return reader.reads(piece)

    return content.only(keeps) if reader.gets_something else Content(content.frame)


def readers(minutes: Minutes, seats: Sequence[Seat]) -> list[Reader]:
    """Everybody at the table with the form in which they get the minutes. At most seven queries for any number."""
    facts, busy = facts_of_copies(minutes.case_id, seats), _with_task(minutes.case_id)
    exceptions = {one.seat_id: one for one in minutes.exceptions}
    approved = minutes.state is MinutesState.APPROVED
    found = []
    for seat in seats:
        may_read = decide(facts[seat.id], RESOURCE, "R", clock.now()).allowed
        usual = rules.usual_form(seat.role, has_task=seat.id in busy, may_read=may_read, approved=approved)
        other = exceptions.get(seat.id)
        form = CopyForm(other.form) if other else usual
        found.append(Reader(seat, facts[seat.id], usual, form, other.why if other else ""))
    return found


def reader_of(minutes: Minutes, seat: Seat) -> Reader:
    """The same for one seat."""
    return readers(minutes, [seat])[0]


def facts_of_copies(case_id: UUID, seats: Sequence[Seat]) -> dict[UUID, Facts]:
    """What the holders of seats are towards copies; a parent reads about the children and, of adults, about themselves.

    A child reads about itself.
    """
    found = facts_of_seats(db.session.get_one(CaseFrame, case_id), seats, Door.ACCOUNT2)
    if not any(seat.role in FAMILY for seat in seats):
        return found
    children = frozenset(person.id for person in members(case_id) if person.is_child)
    for seat in seats:
        if seat.role in FAMILY and seat.person_id is not None:
            about = {seat.person_id} if seat.role == Role.CHILD else {seat.person_id, *children}
            found[seat.id] = replace(found[seat.id], ground=Ground(members=frozenset(about)))
    return found


def _with_task(case_id: UUID) -> Collection[UUID]:
    """The seats that have a task in the plan."""
    return {line.seat.id for line in offered_tasks([case_id]) if line.seat is not None}


def seats_at(conference: Conference) -> list[Seat]:
    """Whose copies are made: everybody who was asked and has a seat, each once, in the order of the invitations."""
    asked = [each for each in conference.invitations if each.seat is not None and each.chosen and each.stands]
    found: Mapping[UUID, Seat] = {each.seat.id: each.seat for each in asked if each.seat is not None}
    return list(found.values())
