"""Who has pledged: one word for each seat, the same on every page, and who is counted."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select

from agencies.staff.models import Worker
from coordination.pledges import rules
from coordination.pledges.models import WHOM, accompanied_by, wording_name
from coordination.pledges.rules import NextStep, PledgeStanding
from coordination.pledges.sheets import PledgeSheet, waiting_at
from coordination.seats.models import Pledge, Seat, in_order, signed_seats
from coordination.seats.rules import FAMILY, Role
from foundation import access, clock, wordings
from foundation.database import db
from foundation.signatures import Method, Signature

_WORDS = {Method.PAPER: "paper", Method.AT_TABLE: "at_table", Method.QUALIFIED: "qualified"}
"""Signatures that the pages call otherwise than signed electronically."""


@dataclass(frozen=True)
class PledgeState:
    """Where the pledge of one seat stands; never why it was refused."""

    seat: Seat
    standing: PledgeStanding
    at: datetime | None = None
    """When it was signed or refused."""
    method: Method | None = None
    signed_on: date | None = None
    """The day on the sheet, where there is one."""
    sheet: PledgeSheet | None = None
    """The sheet that waits for confirmation."""

    @property
    def on(self) -> date | None:
        """The day of the signature or the refusal."""
        return self.signed_on or (clock.in_prague(self.at).date() if self.at else None)

    @property
    def of_family(self) -> bool:
        """Nobody waits for the signature of a member of the family (DESIGN: pledge and family)."""
        return self.seat.role in FAMILY

    @property
    def signed(self) -> bool:
        return self.standing is PledgeStanding.SIGNED

    @property
    def asked(self) -> bool:
        """Whether this pledge is counted: everybody at the table is asked, the coordinator too, but not the family."""
        return not self.of_family

    @property
    def missing(self) -> bool:
        """Whether a signature of somebody who is asked is still to come."""
        return self.asked and not self.signed

    @property
    def word(self) -> str:
        """The state as the pages draw it; empty for a member of the family who has not signed."""
        if self.signed:
            return _WORDS.get(self.method, "signed") if self.method else "signed"
        if self.of_family and self.standing is not PledgeStanding.WAITING:
            return ""
        return self.standing.value

    @property
    def mark(self) -> str:
        """The mark of the seat on the picture of the table."""
        if self.of_family:
            return "family"
        if self.seat.role == Role.COORDINATOR:
            return "coordinator"
        if self.signed:
            return "paper" if self.method == Method.PAPER else "signed"
        return "refused" if self.standing is PledgeStanding.REFUSED else "waiting"


def states_of(seats: Sequence[Seat]) -> dict[UUID, PledgeState]:
    """Where the pledge of each of these seats stands, ended ones too. Three queries however many there are."""
    if not seats:
        return {}
    signed = signed_seats([one.id for one in seats])
    said = _said_by_holders(seats)
    waiting = {sheet.seat_id: sheet for sheet in waiting_at({one.case_id for one in seats})}
    return {one.id: _state(one, one.id in signed, said.get(_holder(one), []), waiting.get(one.id)) for one in seats}


def pledge_states(case_id: UUID) -> dict[UUID, PledgeState]:
    """Where the pledge of each seat of a case stands, ended seats too. Four queries however many there are."""
    return states_of(db.session.scalars(select(Seat).where(Seat.case_id == case_id)).all())


Said = tuple[Pledge, Method | None, date | None]


def _holder(of: Seat) -> tuple[UUID, UUID | None]:
    return of.case_id, of.worker_id or of.person_id


def _said_by_holders(seats: Sequence[Seat]) -> dict[tuple[UUID, UUID | None], list[Said]]:
    """What the holders of these seats have said in each case, at whatever seat they sat then, the oldest first."""
    rows = (
        select(Pledge, Signature.method, Signature.signed_on, Seat.worker_id, Seat.person_id)
        .join(Seat, Pledge.seat_id == Seat.id)
        .outerjoin(Signature, Pledge.signature_id == Signature.id)
        .where(Pledge.case_id.in_({one.case_id for one in seats}), Pledge.voided_at.is_(None))
        .where(or_(Seat.worker_id.is_not(None), Seat.person_id.is_not(None)))
        .order_by(Pledge.signed_at, Pledge.refused_at)
    )
    said: dict[tuple[UUID, UUID | None], list[Said]] = {}
    for pledge, method, signed_on, worker_id, person_id in db.session.execute(rows):
        said.setdefault((pledge.case_id, worker_id or person_id), []).append((pledge, method, signed_on))
    return said


def _state(of: Seat, signed: bool, said: Sequence[Said], waiting: PledgeSheet | None) -> PledgeState:
    last = max((each for each in said if each[0].signed_at), key=lambda each: str(each[0].signed_at), default=None)
    refused = [pledge for pledge, *_ in said if pledge.refused_at is not None and pledge.seat_id == of.id]
    found = rules.standing(
        signed=signed, signed_before=last is not None, refused=bool(refused), waiting=waiting is not None
    )
    if found in (PledgeStanding.SIGNED, PledgeStanding.SUPERSEDED) and last:
        pledge, method, signed_on = last
        return PledgeState(of, found, pledge.signed_at, Method(method) if method else None, signed_on)
    if found is PledgeStanding.WAITING and waiting:
        return PledgeState(of, found, signed_on=waiting.signed_on, sheet=waiting)
    return PledgeState(of, found, refused[-1].refused_at if refused else None)


@dataclass(frozen=True)
class Roll:
    """The pledges of a table: how many are asked, how many have signed, who is missing."""

    states: Sequence[PledgeState]

    @property
    def asked(self) -> int:
        return sum(one.asked for one in self.states)

    @property
    def signed(self) -> int:
        return sum(one.asked and one.signed for one in self.states)

    @property
    def missing(self) -> Sequence[PledgeState]:
        return [one for one in self.states if one.missing]

    @property
    def waiting(self) -> Sequence[PledgeState]:
        """Sheets that wait for confirmation, those of the family too."""
        return [one for one in self.states if one.sheet is not None]

    @property
    def all_signed(self) -> bool:
        """Whether everybody who is asked has signed; an empty table has nobody who could."""
        return bool(self.asked) and not self.missing


def roll(states: Iterable[PledgeState]) -> Roll:
    """The pledges of these seats in the order of lists."""
    known = {one.seat.id: one for one in states}
    return Roll([known[seat.id] for seat in in_order(one.seat for one in known.values())])


def may_name(seat: Seat) -> bool:
    """Whether the visitor of the present page may read this name: workers are named to everybody who may ask, somebody
    of the family, or who comes for one of them, to whoever may know of that member."""
    about = frozenset({seat.tells_of}) if seat.tells_of else None
    return about is None or access.may("participants_and_answers", "R", access.Audience(members=about))


def next_steps(states: Collection[PledgeState], *, own_seat: UUID | None) -> dict[UUID, NextStep]:
    """What comes next about each of these pledges. Two queries, and one for each kind of wording."""
    mailboxes = _own_mailboxes({one.seat.worker_id for one in states})
    whom = accompanied_by(one.seat for one in states)
    kinds = {(one.seat.role, one.seat.town_id) for one in states}
    with_blank = {role for role, town_id in kinds if _names_somebody(role, town_id)}
    return {
        one.seat.id: rules.next_step(
            one.standing,
            own=one.seat.id == own_seat,
            says_whom=one.seat.role not in with_blank or one.seat.id in whom,
            reached_by_mail=one.seat.worker_id in mailboxes,
            family=one.of_family,
        )
        for one in states
    }


def _names_somebody(role: Role, town_id: UUID) -> bool:
    return WHOM in wordings.blanks(wordings.current(wording_name(role), town_id).text)


def _own_mailboxes(worker_ids: Collection[UUID | None]) -> frozenset[UUID]:
    """Which of these workers have an address that nobody else reads."""
    theirs = select(Worker.id).where(Worker.id.in_([key for key in worker_ids if key]), Worker.email.is_not(None))
    return frozenset(db.session.scalars(theirs.where(Worker.mailbox_shared.is_(False))))
