"""Questions over several features: what a coordinator's cases owe, what a worker is asked for, a town's cases."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, defer

from coordination.cases.models import FamilyCase
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.rules import Answer
from coordination.overview.rules import Ask, ask_of_task, next_day
from coordination.seats.models import CaseFrame, Exclusion, Pledge, Seat, grounds_of, has_signed, in_order
from coordination.seats.rules import FAMILY, Ending, KnownGround, Role, SeatState, joined, state
from coordination.tasks.models import TaskLine, offered_tasks, tasks_of_worker
from coordination.tasks.rules import RUNNING
from foundation import clock
from foundation.access import EVERYBODY, Actor, Audience, Facts, decide
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


Places = Sequence[tuple[Seat, Facts]]
"""Where somebody sits or sat, and what they are there: `seats.places_of`."""


def desk_of(places: Places) -> Desk:
    """What burns in the cases that somebody coordinates; nothing at a door that opens no content.

    Nine queries, however much burns.
    """
    cases = _coordinated(places)
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


def _coordinated(places: Places) -> dict[UUID, CaseName]:
    now = clock.now()
    mine = [
        seat.case_id
        for seat, facts in places
        if seat.role == Role.COORDINATOR
        and seat.is_open(now)
        and seat.frame.closed_at is None
        and decide(facts, "participants_and_answers", "R", now).allowed
    ]
    return names_of(mine)


def names_of(case_ids: Collection[UUID]) -> dict[UUID, CaseName]:
    """How these cases are called, the newest first; whoever asks has asked the door of each. One query."""
    if not case_ids:
        return {}
    called = (
        select(FamilyCase.id, CaseFrame.code, FamilyCase.nickname, FamilyCase.office_reference)
        .join(CaseFrame, CaseFrame.id == FamilyCase.id)
        .where(FamilyCase.id.in_(case_ids))
        .order_by(CaseFrame.drafted_at.desc())
    )
    return {case_id: CaseName(case_id, *named) for case_id, *named in db.session.execute(called)}


def _held(now: datetime) -> ColumnElement[bool]:
    return and_(Seat.from_at <= now, or_(Seat.to_at.is_(None), Seat.to_at > now))


def _held_at(case_ids: Collection[UUID]) -> Sequence[Seat]:
    held = select(Seat).where(Seat.case_id.in_(case_ids), _held(clock.now()))
    return in_order(db.session.scalars(held))


def seats_now(seats: Sequence[Seat]) -> list[SeatNow]:
    """What each of these seats lacks and how its pledge stands. Two queries, however many seats there are."""
    return with_grounds(seats, grounds_of({seat.involvement_id for seat in seats}))


def with_grounds(seats: Sequence[Seat], grounds: Mapping[UUID | None, Sequence[KnownGround]]) -> list[SeatNow]:
    """The same, when the grounds of their involvements are known already."""
    pledges = _pledge_words([seat.id for seat in seats])
    now = clock.now()
    return [
        SeatNow(
            seat=seat,
            lacks=_lacks(seat, joined(grounds.get(seat.involvement_id, ()), now), signed=pledges[seat.id] in SIGNED),
            pledge=pledges[seat.id],
        )
        for seat in seats
    ]


SIGNED = frozenset({"signed", "paper"})
"""The words of a pledge that opens the case."""


def _lacks(seat: Seat, ground: object, *, signed: bool) -> SeatState:
    return state(
        Role(seat.role),
        signed=signed,
        grounded=ground is not None,
        ended_at=seat.to_at,
        ended_how=Ending(seat.ended_how) if seat.ended_how else None,
        now=clock.now(),
    )


def _pledge_words(seat_ids: Collection[UUID]) -> dict[UUID, str]:
    """Newer pledges of a seat win; a pledge of an earlier seat of the same holder shows as signed."""
    words: dict[UUID, str] = {}
    rows = (
        select(Seat.id, has_signed(), Pledge.id, Pledge.refused_at, Signature.method)
        .outerjoin(Pledge, Pledge.seat_id == Seat.id)
        .outerjoin(Signature, Signature.id == Pledge.signature_id)
        .where(Seat.id.in_(seat_ids))
        .order_by(func.coalesce(Pledge.signed_at, Pledge.refused_at))
    )
    for seat_id, signed, pledge_id, refused_at, method in db.session.execute(rows):
        if signed:
            words[seat_id] = "paper" if method in (Method.PAPER, Method.AT_TABLE) else "signed"
        elif pledge_id is None:
            words[seat_id] = "pending"
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
class Sitting:
    """A seat that a worker holds at a case that goes on, as far as it opens to them."""

    seat: Seat
    facts: Facts
    lacks: SeatState
    nickname: str
    """How the family is called at the table; empty until its holder may know."""
    meeting: Conference | None
    """The convened meeting that comes next."""
    tasks: Sequence[TaskLine]
    """The holder's own, as long as they are on somebody's hands, the nearest date first."""

    @property
    def opens(self) -> bool:
        """Whether the page of the case is there for the holder."""
        return self.may("family_has_a_case")

    @property
    def word(self) -> str:
        """The word for the seat: what it lacks, or that the case is open; some roles pledge and read no case."""
        return "pledged" if self.lacks is SeatState.OPEN and not self.opens else self.lacks.value

    def may(self, resource: str, action: str = "R", audience: Audience = EVERYBODY) -> bool:
        """Whether the door lets the holder do this."""
        return decide(self.facts, resource, action, clock.now(), audience).allowed


@dataclass(frozen=True)
class Past:
    """What is left to a worker of a case that is closed, or of a seat that has ended: the own pledge, own tasks."""

    seat: Seat
    signed: bool
    tasks: Sequence[TaskLine]


@dataclass(frozen=True)
class Inbox:
    """What all cases together want of a worker, the nearest day first, and where the worker sits."""

    asked: Sequence[Asked]
    sittings: Sequence[Sitting]
    """The nearest meeting first."""
    meetings: Sequence[tuple[Seat, Invitation]]
    """Convened meetings, the nearest first."""
    past: Sequence[Past]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of any case is there for the worker."""
        return not (self.asked or self.sittings or self.past)

    @property
    def closed(self) -> Sequence[Seat]:
        """Seats whose pledge is signed and whose ground is missing: nothing is asked, the coordinator must add it."""
        return [one.seat for one in self.sittings if one.lacks is SeatState.GROUND_MISSING]

    @property
    def signed(self) -> frozenset[UUID]:
        """The seats whose pledge is signed."""
        return frozenset(one.seat.id for one in self.sittings if one.facts.signed)

    @property
    def told_where(self) -> frozenset[UUID]:
        """The seats whose holder may know a place that stays out of letters."""
        return frozenset(one.seat.id for one in self.sittings if one.may("conference_and_agenda"))

    @property
    def upcoming(self) -> Sequence[tuple[Sitting, TaskLine]]:
        """Tasks on the worker's hands that ask for nothing yet, the nearest date first."""
        now_asked = {one.task.task.id for one in self.asked if one.task is not None}
        rest = [(one, task) for one in self.sittings for task in one.tasks if task.task.id not in now_asked]
        return sorted(rest, key=lambda pair: (pair[1].due_on or date.max, pair[0].seat.frame.code))


def inbox_of(places: Places) -> Inbox:
    """Everything asked of a worker at the seats held now, except as a coordinator. Five queries, however much it is."""
    now = clock.now()
    beside = [(seat, facts) for seat, facts in places if seat.role != Role.COORDINATOR]
    worker_id = next((seat.worker_id for seat, _ in beside), None)
    if worker_id is None:
        return Inbox((), (), (), ())
    held = [(seat, facts) for seat, facts in beside if seat.is_open(now) and seat.frame.closed_at is None]
    tasks = tasks_of_worker(worker_id)
    invitations = _invitations_of([seat.id for seat, _ in held])
    names = names_of([seat.case_id for seat, facts in held if decide(facts, _NAMED, "R", now).allowed])
    sittings, asked = [], []
    for seat, facts in held:
        theirs = [one for one in invitations if one.seat_id == seat.id]
        sitting = _sitting(seat, facts, names, theirs, [task for task in tasks if task.seat == seat])
        sittings += [sitting] if sitting.may("case_code_and_date") else []
        asked += list(_asked_at(sitting, theirs))
    by_id = {seat.id: seat for seat, _ in held}
    return Inbox(
        asked=sorted(asked, key=lambda one: (one.day, list(Ask).index(one.ask), one.code)),
        sittings=sorted(
            sittings, key=lambda one: (_start(one.meeting) if one.meeting else _NEVER, one.seat.frame.code)
        ),
        meetings=[(by_id[one.seat_id], one) for one in invitations if one.seat_id and one.answer != Answer.DECLINED],
        past=list(_past([place for place in beside if place not in held], tasks)),
    )


_NAMED = "brief_goal_areas_members"
"""Whoever may read this may read how the family is called."""
_NEVER = datetime.max.replace(tzinfo=UTC)


def _sitting(
    seat: Seat,
    facts: Facts,
    names: Mapping[UUID, CaseName],
    invitations: Sequence[Invitation],
    tasks: Iterable[TaskLine],
) -> Sitting:
    now = clock.now()
    return Sitting(
        seat=seat,
        facts=facts,
        lacks=_lacks(seat, facts.ground, signed=facts.signed),
        nickname=names[seat.case_id].nickname if seat.case_id in names else "",
        meeting=next((one.conference for one in invitations), None),
        tasks=[
            task
            for task in tasks
            if task.state in RUNNING and decide(facts, "own_task", "R", now, task.audience).allowed
        ],
    )


def _asked_at(sitting: Sitting, invitations: Sequence[Invitation]) -> Iterable[Asked]:
    seat, code = sitting.seat, sitting.seat.frame.code
    for one in invitations:
        if one.answer == Answer.NO_REPLY and sitting.may("own_invitation_and_answer", "W"):
            last_day = one.conference.answer_by or clock.in_prague(_start(one.conference)).date()
            yield Asked(Ask.ANSWER, seat.case_id, code, last_day, seat, invitation=one)
    meeting = min((clock.in_prague(_start(one.conference)).date() for one in invitations), default=None)
    from_day = meeting or clock.in_prague(seat.from_at).date()
    if not sitting.facts.signed and sitting.may("own_pledge", "W"):
        yield Asked(Ask.PLEDGE, seat.case_id, code, from_day, seat)
        return
    if not sitting.may("own_task"):
        return
    if seat.takes_part_at is None:
        yield Asked(Ask.TAKE_PART, seat.case_id, code, from_day, seat)
    for task in sitting.tasks:
        ask = ask_of_task(task.state, result_day(task), clock.today())
        day = result_day(task) if ask == Ask.REPORT else task.due_on
        if ask and sitting.may("own_task", "W", task.audience):
            yield Asked(ask, seat.case_id, code, day or clock.today(), seat, task=task)


def result_day(task: TaskLine) -> date | None:
    """The day by which the next result of a task is due."""
    return next_day(task.due_on, task.periods, {check.period_from for check in task.checks})


def _past(places: Places, tasks: Sequence[TaskLine]) -> Iterable[Past]:
    """The newest first, and only where something is left to open."""
    now = clock.now()
    for seat, facts in sorted(places, key=lambda place: place[0].from_at, reverse=True):
        own = [
            task for task in tasks if task.seat == seat and decide(facts, "own_task", "R", now, task.audience).allowed
        ]
        signed = facts.signed and decide(facts, "own_pledge", "R", now).allowed
        if signed or own:
            yield Past(seat, signed, own)


def _invitations_of(seat_ids: Collection[UUID]) -> Sequence[Invitation]:
    theirs = (
        select(Invitation)
        .join(Invitation.conference)
        .options(contains_eager(Invitation.conference), *_UNREAD_HERE)
        .where(Invitation.seat_id.in_(seat_ids), *_TO_COME, Conference.ends_at > clock.now())
        .order_by(Conference.starts_at)
    )
    return db.session.scalars(theirs).all()


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
        select(CaseFrame, Seat.name)
        .outerjoin(Seat, coordinates)
        .outerjoin(Exclusion, excluded)
        .where(CaseFrame.town_id.in_(towns), CaseFrame.code > after, Exclusion.id.is_(None))
        .where(CaseFrame.opened_at.is_not(None), CaseFrame.erased_at.is_(None))
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
