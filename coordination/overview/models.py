"""Questions over several features: what a coordinator's cases owe, what a worker is asked for, a town's cases."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, defer

from coordination.cases.models import FamilyCase
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.rules import Answer
from coordination.overview.rules import Ask, ask_of_task
from coordination.seats.models import (
    CaseFrame,
    Exclusion,
    Pledge,
    Seat,
    grounds_of,
    members_concerned,
    signed_seats,
)
from coordination.seats.rules import FAMILY, Ending, KnownGround, Role, SeatState, joined, state, within_tie
from coordination.tasks.models import TaskLine, offered_tasks, open_tasks_of
from foundation import clock
from foundation.access import Actor, Door, Facts, Ground, decide
from foundation.database import db
from foundation.outbox.models import Letter
from foundation.signatures import Method, Signature

SHOWN_FOR = timedelta(days=30)
"""How long an undelivered letter stays on the first page."""


@dataclass(frozen=True)
class CaseName:
    """How a coordinator tells her cases apart."""

    id: UUID
    code: str
    nickname: str
    reference: str


@dataclass(frozen=True)
class SeatNow:
    """A seat, what it lacks before its content opens, and its pledge as a word of the state list."""

    seat: Seat
    lacks: SeatState
    pledge: str
    """signed, paper, refused, superseded or pending."""

    @property
    def picture(self) -> str:
        """The mark of the seat on the picture of the table."""
        if self.seat.role in FAMILY:
            return "family"
        if self.seat.role == Role.COORDINATOR:
            return "coordinator"
        return {"signed": "signed", "paper": "paper", "refused": "refused"}.get(self.pledge, "waiting")

    @property
    def owes_pledge(self) -> bool:
        """Whether a signature is still to come; the family's summaries never wait for one."""
        return self.seat.role not in FAMILY and self.pledge in ("pending", "superseded")

    @property
    def owes_ground(self) -> bool:
        return self.lacks is SeatState.GROUND_MISSING


@dataclass(frozen=True)
class Desk:
    """Everything the cases of one coordinator owe."""

    cases: Mapping[UUID, CaseName]
    seats: Sequence[SeatNow]
    tasks: Sequence[TaskLine]
    invitations: Sequence[Invitation]
    """To meetings that are convened and not yet held, the nearest first."""
    undelivered: Sequence[Letter]

    @property
    def nearest(self) -> Conference | None:
        """The meeting that comes next."""
        now = clock.now()
        coming = [one.conference for one in self.invitations if not _is_over(one.conference, now)]
        return min(coming, key=_start, default=None)

    def meetings(self) -> Sequence[Conference]:
        """The convened meetings, each once, the nearest first."""
        return sorted({one.conference.id: one.conference for one in self.invitations}.values(), key=_start)

    def invited_to(self, conference: Conference) -> Sequence[Invitation]:
        """Everybody who is still asked to a meeting; whoever has left the table is not."""
        here = {one.seat.id for one in self.seats}
        return [
            one
            for one in self.invitations
            if one.conference_id == conference.id and one.chosen and (one.seat_id is None or one.seat_id in here)
        ]

    def seats_at(self, case_id: UUID) -> Sequence[SeatNow]:
        return [one for one in self.seats if one.seat.case_id == case_id]


def _start(conference: Conference) -> datetime:
    assert conference.starts_at is not None  # a convened conference has its time (CHECK)
    return conference.starts_at


def _is_over(conference: Conference, now: datetime) -> bool:
    return conference.ends_at is not None and conference.ends_at <= now


def desk_of(actor: Actor) -> Desk:
    """What burns in the cases that `actor` coordinates; nothing at a door that opens no content.

    Eleven queries, however much burns.
    """
    cases = _coordinated(actor)
    if not cases:
        return Desk({}, (), (), (), ())
    ids = list(cases)
    return Desk(
        cases=cases,
        seats=seats_now(_held_at(ids)),
        tasks=offered_tasks(ids),
        invitations=_invitations_to_come(ids),
        undelivered=_undelivered(ids),
    )


def _coordinated(actor: Actor) -> dict[UUID, CaseName]:
    now = clock.now()
    mine = (
        select(
            FamilyCase.id,
            CaseFrame,
            FamilyCase.nickname,
            FamilyCase.office_reference,
            Seat.from_at,
            Exclusion.id.is_not(None),
        )
        .join(CaseFrame, CaseFrame.id == FamilyCase.id)
        .join(Seat, Seat.case_id == FamilyCase.id)
        .outerjoin(Exclusion, and_(Exclusion.case_id == FamilyCase.id, Exclusion.worker_id == Seat.worker_id))
        .where(Seat.worker_id == actor.worker_id, Seat.role == Role.COORDINATOR, _held(now))
        .where(CaseFrame.closed_at.is_(None))
        .order_by(CaseFrame.drafted_at.desc())
    )
    found = {}
    for case_id, frame, nickname, reference, since, excluded in db.session.execute(mine):
        facts = Facts(
            Role.COORDINATOR, actor.door, f"case:{case_id}", frame.town_id, denied=excluded, member_from=since,
            state=frame.state,
        )  # fmt: skip
        if decide(facts, "participants_and_answers", "R", now).allowed:
            found[case_id] = CaseName(case_id, frame.code, nickname, reference)
    return found


def _held(now: datetime) -> ColumnElement[bool]:
    return and_(Seat.from_at <= now, or_(Seat.to_at.is_(None), Seat.to_at > now))


def _held_at(case_ids: Collection[UUID]) -> Sequence[Seat]:
    held = select(Seat).where(Seat.case_id.in_(case_ids), _held(clock.now()))
    return db.session.scalars(held.order_by(Seat.role != Role.COORDINATOR, Seat.agency_name, Seat.name)).all()


def seats_now(seats: Sequence[Seat]) -> list[SeatNow]:
    """What each of these seats lacks and how its pledge stands. Four queries, however many seats there are."""
    return with_grounds(seats, grounds_of({seat.involvement_id for seat in seats}))


def with_grounds(seats: Sequence[Seat], grounds: Mapping[UUID | None, Sequence[KnownGround]]) -> list[SeatNow]:
    """The same, when the grounds of their involvements are known already."""
    now = clock.now()
    signed = signed_seats([seat.id for seat in seats])
    words = _pledge_words([seat.id for seat in seats], signed)
    return [
        SeatNow(
            seat=seat,
            lacks=state(
                Role(seat.role),
                signed=seat.id in signed,
                grounded=joined(grounds.get(seat.involvement_id, ()), now) is not None,
                ended_at=seat.to_at,
                ended_how=Ending(seat.ended_how) if seat.ended_how else None,
                now=now,
            ),
            pledge=words.get(seat.id, "pending"),
        )
        for seat in seats
    ]


def _pledge_words(seat_ids: Collection[UUID], signed: frozenset[UUID]) -> dict[UUID, str]:
    """Newer pledges of a seat win; a pledge of an earlier seat of the same holder shows as signed."""
    words = dict.fromkeys(signed, "signed")
    rows = (
        select(Pledge.seat_id, Pledge.refused_at, Signature.method)
        .outerjoin(Signature, Signature.id == Pledge.signature_id)
        .where(Pledge.seat_id.in_(seat_ids))
        .order_by(func.coalesce(Pledge.signed_at, Pledge.refused_at))
    )
    for seat_id, refused_at, method in db.session.execute(rows):
        if seat_id in signed:
            words[seat_id] = "paper" if method in (Method.PAPER, Method.AT_TABLE) else "signed"
        else:
            words[seat_id] = "refused" if refused_at else "superseded"
    return words


_TO_COME = (Conference.convened_at.is_not(None), Conference.held_at.is_(None), Conference.cancelled_at.is_(None))
_UNREAD_HERE = (defer(Invitation.inward_reason), defer(Invitation.answer_note))


def _invitations_to_come(case_ids: Collection[UUID]) -> Sequence[Invitation]:
    waiting = (
        select(Invitation)
        .join(Invitation.conference)
        .options(contains_eager(Invitation.conference), *_UNREAD_HERE)
        .where(Conference.case_id.in_(case_ids), *_TO_COME)
        .order_by(Conference.starts_at, Invitation.position)
    )
    return db.session.scalars(waiting).all()


def _undelivered(case_ids: Collection[UUID]) -> Sequence[Letter]:
    """Letters that did not arrive and that no later letter of the same kind to the same end has made good."""
    later = aliased(Letter)
    made_good = select(later.id).where(
        later.about == Letter.about, later.kind == Letter.kind, later.filed_at > Letter.filed_at
    )
    return db.session.scalars(
        select(Letter)
        .where(Letter.case_id.in_(case_ids), Letter.undelivered_at > clock.now() - SHOWN_FOR, ~made_good.exists())
        .order_by(Letter.undelivered_at.desc())
    ).all()


# --- what a worker is asked for --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """One thing the house asks of a worker; before the pledge it tells a code and a date, nothing else."""

    ask: Ask
    case_id: UUID
    code: str
    day: date
    seat: Seat
    invitation: Invitation | None = None
    task: TaskLine | None = None


@dataclass(frozen=True)
class Inbox:
    """What all cases together want of a worker, the nearest day first."""

    asked: Sequence[Asked]
    closed: Sequence[Seat]
    """Seats whose pledge is signed and whose ground is missing: nothing is asked, the coordinator must add it."""
    meetings: Sequence[tuple[Seat, Invitation]]
    """Convened meetings, the nearest first."""
    signed: frozenset[UUID]
    """The seats whose pledge is signed."""


def inbox_of(actor: Actor) -> Inbox:
    """Everything asked of a worker at the seats held now, except as a coordinator. Ten queries, however much it is."""
    seats = _seats_held(actor)
    if not seats:
        return Inbox((), (), (), frozenset())
    facts = facts_of_seats(seats, actor.door)
    invitations = _invitations_of([seat.id for seat in seats])
    tasks = open_tasks_of(actor.worker_id) if actor.worker_id else []
    asked: list[Asked] = []
    for seat in seats:
        theirs = [one for one in invitations if one.seat_id == seat.id]
        asked += _asked_at(seat, facts[seat.id], theirs, [task for task in tasks if task.seat == seat])
    by_id = {seat.id: seat for seat in seats}
    closed = [
        seat
        for seat in seats
        if facts[seat.id].signed and seat.role == Role.AGENCY_WORKER and not facts[seat.id].ground
    ]
    signed = frozenset(seat.id for seat in seats if facts[seat.id].signed)
    meetings = [(by_id[one.seat_id], one) for one in invitations if one.seat_id and one.answer != Answer.DECLINED]
    return Inbox(sorted(asked, key=lambda one: (one.day, list(Ask).index(one.ask), one.code)), closed, meetings, signed)


def _waits_for_ground(seat: Seat, facts: Facts) -> bool:
    return seat.role == Role.AGENCY_WORKER and facts.signed and not facts.denied and facts.ground is None


def _asked_at(
    seat: Seat, facts: Facts, invitations: Sequence[Invitation], tasks: Sequence[TaskLine]
) -> Iterable[Asked]:
    now, code = clock.now(), seat.frame.code
    for one in invitations:
        if one.answer == Answer.NO_REPLY and decide(facts, "own_invitation_and_answer", "W", now).allowed:
            day = one.conference.answer_by or clock.in_prague(_start(one.conference)).date()
            yield Asked(Ask.ANSWER, seat.case_id, code, day, seat, invitation=one)
    meeting = min((clock.in_prague(_start(one.conference)).date() for one in invitations), default=None)
    from_day = meeting or clock.in_prague(seat.from_at).date()
    if not facts.signed and decide(facts, "own_pledge", "W", now).allowed:
        yield Asked(Ask.PLEDGE, seat.case_id, code, from_day, seat)
        return
    if not decide(facts, "own_task", "R", now).allowed:
        return
    if seat.takes_part_at is None:
        yield Asked(Ask.TAKE_PART, seat.case_id, code, from_day, seat)
    for task in tasks:
        ask = ask_of_task(task.state)
        if ask and decide(facts, "own_task", "W", now, task.audience).allowed:
            yield Asked(ask, seat.case_id, code, task.due_on or clock.today(), seat, task=task)


def _seats_held(actor: Actor) -> Sequence[Seat]:
    held = (
        select(Seat)
        .join(Seat.frame)
        .options(contains_eager(Seat.frame), defer(Seat.inward_reason))
        .where(Seat.worker_id == actor.worker_id, Seat.role != Role.COORDINATOR, _held(clock.now()))
        .where(CaseFrame.closed_at.is_(None))
    )
    return db.session.scalars(held).all()


def _invitations_of(seat_ids: Collection[UUID]) -> Sequence[Invitation]:
    theirs = (
        select(Invitation)
        .join(Invitation.conference)
        .options(contains_eager(Invitation.conference), *_UNREAD_HERE)
        .where(Invitation.seat_id.in_(seat_ids), *_TO_COME, Conference.ends_at > clock.now())
        .order_by(Conference.starts_at)
    )
    return db.session.scalars(theirs).all()


def facts_of_seats(seats: Sequence[Seat], door: Door) -> dict[UUID, Facts]:
    """What the holder of each seat is towards its case, as `facts_of_seat` tells it for one. Five queries."""
    now = clock.now()
    signed = signed_seats([seat.id for seat in seats])
    involvement_ids = {seat.involvement_id for seat in seats}
    grounds, ties = grounds_of(involvement_ids), members_concerned(involvement_ids)
    excluded = _excluded(seats)
    found = {}
    for seat in seats:
        known = joined(grounds.get(seat.involvement_id, ()), now)
        tie = ties.get(seat.involvement_id, frozenset())
        found[seat.id] = Facts(
            role=seat.role,
            door=door,
            about=f"case:{seat.case_id}",
            town_id=seat.town_id,
            denied=(seat.case_id, seat.worker_id) in excluded,
            member_from=seat.from_at,
            member_to=seat.to_at,
            signed=seat.id in signed,
            ground=Ground(known.until, within_tie(known.members, tie)) if known else None,
            state=seat.frame.state,
            seat_id=seat.id,
        )
    return found


def _excluded(seats: Sequence[Seat]) -> frozenset[tuple[UUID, UUID | None]]:
    here = select(Exclusion.case_id, Exclusion.worker_id).where(Exclusion.case_id.in_([seat.case_id for seat in seats]))
    return frozenset(db.session.execute(here))


# --- the town --------------------------------------------------------------------------------------------------------

ON_ONE_PAGE = 50


@dataclass(frozen=True)
class CaseInTown:
    """What the head of a department reads of a case: its code, who coordinates it, and its state."""

    id: UUID
    code: str
    coordinator: str
    state: str


def cases_in_towns(actor: Actor, *, after: str = "") -> tuple[Sequence[CaseInTown], bool]:
    """A page of the cases in the towns that `actor` heads, by code, and whether more follow. One query."""
    now = clock.now()
    towns = [agency_id for role, agency_id in actor.offices if role == "head"]
    coordinates = and_(Seat.case_id == CaseFrame.id, Seat.role == Role.COORDINATOR, _held(now))
    excluded = and_(Exclusion.case_id == CaseFrame.id, Exclusion.worker_id == actor.worker_id)
    rows = (
        select(CaseFrame, func.min(Seat.name))
        .outerjoin(Seat, coordinates)
        .outerjoin(Exclusion, excluded)
        .where(CaseFrame.town_id.in_(towns), CaseFrame.code > after, Exclusion.id.is_(None))
        .where(CaseFrame.opened_at.is_not(None), CaseFrame.erased_at.is_(None))
        .group_by(CaseFrame.id)
        .order_by(CaseFrame.code)
        .limit(ON_ONE_PAGE + 1)
    )
    found = [
        CaseInTown(frame.id, frame.code, coordinator or "", frame.state)
        for frame, coordinator in db.session.execute(rows)
        if decide(
            Facts("head", actor.door, f"case:{frame.id}", frame.town_id, state=frame.state),
            "family_has_a_case",
            "R",
            now,
        ).allowed
    ]
    return found[:ON_ONE_PAGE], len(found) > ON_ONE_PAGE
