"""Questions over several features: what a coordinator's cases owe, what a worker is asked for, a town's cases."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import contains_eager, defer

from coordination.cases.hand_overs import HandOver, offers_not_taken
from coordination.cases.models import FamilyCase
from coordination.cases.rules import WARNED_FROM
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.namings import Naming, waiting_for, without_substitute
from coordination.conferences.rules import Answer
from coordination.correspondence.models import undelivered_in
from coordination.correspondence.rules import SHOWN_FOR
from coordination.overview.rules import Ask, ask_of_task, next_day
from coordination.pledges.sheets import PledgeSheet, waiting_at
from coordination.pledges.standings import PledgeState, states_of
from coordination.protection_plans.models import ProtectionPlan, near
from coordination.seats.models import CaseFrame, Opening, Pledge, Seat, facts_at_case, in_order, openings_of
from coordination.seats.readings import Reading, readings_of
from coordination.seats.rules import Ending, KnownGround, Role, SeatState, joined, narrows_at, state
from coordination.standpoints.requests import StandpointRequest, owed_at
from coordination.tasks.beside import still_first
from coordination.tasks.models import TaskLine, offered_tasks, tasks_of_worker
from coordination.tasks.rules import RUNNING
from foundation import clock
from foundation.access import EVERYBODY, Actor, Audience, Facts, decide
from foundation.database import db
from foundation.outbox.models import Letter


@dataclass(frozen=True)
class CaseName:
    """How a coordinator tells her cases apart."""

    id: UUID
    code: str
    nickname: str
    reference: str


@dataclass(frozen=True)
class SeatNow:
    """A seat, what it lacks before its content opens, and where its pledge stands."""

    seat: Seat
    lacks: SeatState
    state: PledgeState

    @property
    def pledge(self) -> str:
        """The pledge as a word of the state list; empty for a member of the family who has not signed."""
        return self.state.word

    @property
    def picture(self) -> str:
        """The mark of the seat on the picture of the table."""
        return self.state.mark

    @property
    def owes_pledge(self) -> bool:
        """Whether a signature is still to come; the family's summaries never wait for one."""
        return self.state.missing and self.pledge in ("pending", "superseded")

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
    protection: Sequence[ProtectionPlan] = ()
    """Child protection plans whose day is near and that nobody has drawn up."""
    readings: Sequence[tuple[Reading, str]] = ()
    """Who read one of the cases with a written reason, until the coordinator has taken note of it."""
    named: Mapping[UUID, Naming] = field(default_factory=dict)
    """Who is named to come and waits for the coordinator's yes, by invitation."""
    narrowing: Sequence[tuple[SeatNow, datetime]] = ()
    """A seat of each agency that will read about fewer members once a ground has ended, and from when."""
    unanswered: Sequence[tuple[HandOver, str]] = ()
    """Hand-overs that nobody takes: declined lately, or without an answer on its day, each with who was asked."""
    rests: bool = False
    """Whether every case that is coordinated waits for nothing: another way than a meeting was chosen."""

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
            if one.conference_id == conference.id and one.comes and one.stands
            if one.seat_id is None or one.seat_id in here
        ]

    def owe_name(self, conference: Conference) -> Sequence[Invitation]:
        """Agencies that have named nobody yet, and people who send a substitute without saying whom."""
        asked = self.invited_to(conference)
        replaced = {one.substitute_for for one in asked}
        return [
            one
            for one in asked
            if one.id not in self.named
            if one.awaits_person or (one.answer == Answer.SUBSTITUTE and one.id not in replaced)
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

    Twelve queries, however much burns.
    """
    mine = _coordinated(places)
    cases = names_of(mine, waiting=True)
    if not cases:
        return Desk({}, (), (), (), (), rests=bool(mine))
    ids = list(cases)
    invitations = _invitations_to_come(ids)
    held = _held_at(ids)
    openings = openings_of([seat.involvement_id for seat in held])
    seats = with_grounds(held, {known: opening.grounds for known, opening in openings.items()})
    return Desk(
        cases=cases,
        seats=seats,
        tasks=offered_tasks(ids),
        invitations=invitations,
        undelivered=undelivered_in(ids),
        protection=near(ids),
        readings=readings_of(ids, unnoticed=True),
        named=waiting_for([one.id for one in invitations]),
        narrowing=_narrowing(seats, openings),
        unanswered=offers_not_taken(ids, since=clock.now() - SHOWN_FOR),
    )


def _narrowing(seats: Sequence[SeatNow], openings: Mapping[UUID | None, Opening]) -> Sequence[tuple[SeatNow, datetime]]:
    """The agencies whose ground ends within the days of the warning, unless another one opens the same."""
    at_table = {one.seat.involvement_id: one for one in seats if one.seat.role == Role.AGENCY_WORKER}
    ends = {
        known: narrows_at(openings[known].grounds, openings[known].tie, clock.now(), WARNED_FROM + timedelta(days=1))
        for known in at_table
    }
    return [(at_table[known], at) for known, at in ends.items() if at is not None]


def _coordinated(places: Places) -> Sequence[UUID]:
    now = clock.now()
    return [
        seat.case_id
        for seat, facts in places
        if seat.role == Role.COORDINATOR
        and seat.is_open(now)
        and seat.frame.closed_at is None
        and decide(facts, "participants_and_answers", "R", now).allowed
    ]


def closed_cases_of(places: Places) -> dict[UUID, CaseName]:
    """The closed cases that somebody coordinates, by what they are called. One query, none where there is none."""
    now = clock.now()
    closed = [
        seat.case_id
        for seat, facts in places
        if seat.role == Role.COORDINATOR
        and seat.is_open(now)
        and seat.frame.closed_at is not None
        and decide(facts, "case_closing", "W", now).allowed
    ]
    return names_of(closed)


def resting() -> ColumnElement[bool]:
    """Whether the case in the query around was never opened and another way than a meeting was chosen for it."""
    set_aside = select(Conference.id).where(Conference.case_id == CaseFrame.id, Conference.set_aside_at.is_not(None))
    return and_(CaseFrame.opened_at.is_(None), set_aside.correlate(CaseFrame).exists())


def names_of(case_ids: Collection[UUID], *, waiting: bool = False) -> dict[UUID, CaseName]:
    """How these cases are called, the newest first; whoever asks has asked the door of each. One query.

    `waiting`: without those that wait for nothing, because another way was chosen.
    """
    if not case_ids:
        return {}
    called = (
        select(FamilyCase.id, CaseFrame.code, FamilyCase.nickname, FamilyCase.office_reference)
        .join(CaseFrame, CaseFrame.id == FamilyCase.id)
        .where(FamilyCase.id.in_(case_ids), *([not_(resting())] if waiting else []))
        .order_by(CaseFrame.drafted_at.desc())
    )
    return {case_id: CaseName(case_id, *named) for case_id, *named in db.session.execute(called)}


def _held(now: datetime) -> ColumnElement[bool]:
    return and_(Seat.from_at <= now, or_(Seat.to_at.is_(None), Seat.to_at > now))


def _held_at(case_ids: Collection[UUID]) -> Sequence[Seat]:
    held = select(Seat).where(Seat.case_id.in_(case_ids), _held(clock.now()))
    return in_order(db.session.scalars(held))


def with_grounds(seats: Sequence[Seat], grounds: Mapping[UUID | None, Sequence[KnownGround]]) -> list[SeatNow]:
    """What each of these seats lacks and how its pledge stands, when the grounds of their involvements are known."""
    states, now = states_of(seats), clock.now()
    return [
        SeatNow(
            seat=seat,
            lacks=_lacks(seat, joined(grounds.get(seat.involvement_id, ()), now), signed=states[seat.id].signed),
            state=states[seat.id],
        )
        for seat in seats
    ]


def _lacks(seat: Seat, ground: object, *, signed: bool) -> SeatState:
    return state(
        Role(seat.role),
        signed=signed,
        grounded=ground is not None,
        ended_at=seat.to_at,
        ended_how=Ending(seat.ended_how) if seat.ended_how else None,
        now=clock.now(),
    )


_TO_COME = (Conference.convened_at.is_not(None), Conference.held_at.is_(None), Conference.cancelled_at.is_(None))
_HOLDS = Invitation.taken_back_at.is_(None)
_UNREAD_HERE = (defer(Invitation.inward_reason), defer(Invitation.answer_note))


def _invitations_to_come(case_ids: Collection[UUID]) -> Sequence[Invitation]:
    waiting = (
        select(Invitation)
        .join(Invitation.conference)
        .options(contains_eager(Invitation.conference), *_UNREAD_HERE)
        .where(Conference.case_id.in_(case_ids), *_TO_COME, _HOLDS)
        .order_by(Conference.starts_at, Invitation.position)
    )
    return db.session.scalars(waiting).all()


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
    sheet: PledgeSheet | None = None
    """A sheet with the worker's signature that somebody else handed in."""
    signed_before: bool = False
    """An earlier wording of the pledge is signed, the one that holds is not."""


@dataclass(frozen=True)
class Sitting:
    """A seat that a worker holds at a case that goes on, as far as it opens to them."""

    seat: Seat
    facts: Facts
    lacks: SeatState
    nickname: str
    """How the family is called at the table; empty until its holder may know."""
    coordinator: str
    """Who of the office is in charge."""
    meeting: Conference | None
    """The convened meeting that comes next."""
    tasks: Sequence[TaskLine]
    """The holder's own, as long as they are on somebody's hands, the nearest date first."""
    sheet: PledgeSheet | None = None
    """A sheet with the holder's signature that waits for confirmation."""
    signed_before: bool = False
    """An earlier wording of the pledge is signed, the one that holds is not."""

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
    first: Mapping[UUID, Sequence[int]] = field(default_factory=dict)
    """By task of the worker, the numbers of the tasks that come first and are not done."""

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
    """Everything asked of a worker at the seats held now, except as a coordinator.

    Eleven queries at most, however much it is.
    """
    now = clock.now()
    beside = [(seat, facts) for seat, facts in places if seat.role != Role.COORDINATOR]
    worker_id = next((seat.worker_id for seat, _ in beside), None)
    if worker_id is None:
        return Inbox((), (), (), ())
    held = [(seat, facts) for seat, facts in beside if seat.is_open(now) and seat.frame.closed_at is None]
    tasks = tasks_of_worker(worker_id)
    invitations = _invitations_of([seat.id for seat, _ in held])
    names = names_of([seat.case_id for seat, facts in held if decide(facts, _NAMED, "R", now).allowed])
    silent = without_substitute(invitations)
    in_charge = _coordinators([seat.case_id for seat, _ in held])
    sheets = {sheet.seat_id: sheet for sheet in waiting_at({seat.case_id for seat, facts in held if not facts.signed})}
    before = _signed_before([seat.id for seat, facts in held if not facts.signed])
    owed = owed_at({one.conference_id for one in invitations})
    sittings, asked = [], []
    for seat, facts in held:
        theirs = [one for one in invitations if one.seat_id == seat.id]
        own = [task for task in tasks if task.seat == seat]
        sitting = _sitting(seat, facts, names, in_charge, theirs, own, sheets.get(seat.id), before)
        sittings += [sitting] if sitting.may("case_code_and_date") else []
        asked += list(_asked_at(sitting, theirs, silent, owed))
    by_id = {seat.id: seat for seat, _ in held}
    return Inbox(
        asked=sorted(asked, key=lambda one: (one.day, list(Ask).index(one.ask), one.code)),
        sittings=sorted(
            sittings, key=lambda one: (_start(one.meeting) if one.meeting else _NEVER, one.seat.frame.code)
        ),
        meetings=[(by_id[one.seat_id], one) for one in invitations if one.seat_id and one.answer != Answer.DECLINED],
        past=list(_past([place for place in beside if place not in held], tasks)),
        first=still_first(tasks),
    )


_NAMED = "brief_goal_areas_members"
"""Whoever may read this may read how the family is called."""
_NEVER = datetime.max.replace(tzinfo=UTC)


def _sitting(
    seat: Seat,
    facts: Facts,
    names: Mapping[UUID, CaseName],
    in_charge: Mapping[UUID, str],
    invitations: Sequence[Invitation],
    tasks: Iterable[TaskLine],
    sheet: PledgeSheet | None,
    before: Collection[UUID],
) -> Sitting:
    now = clock.now()
    return Sitting(
        seat=seat,
        facts=facts,
        lacks=_lacks(seat, facts.ground, signed=facts.signed),
        nickname=names[seat.case_id].nickname if seat.case_id in names else "",
        coordinator=in_charge.get(seat.case_id, ""),
        meeting=next((one.conference for one in invitations), None),
        tasks=[
            task
            for task in tasks
            if task.state in RUNNING and decide(facts, "own_task", "R", now, task.audience).allowed
        ],
        sheet=sheet,
        signed_before=seat.id in before,
    )


def _signed_before(seat_ids: Collection[UUID]) -> frozenset[UUID]:
    """Of these seats those that have signed some wording of the pledge."""
    if not seat_ids:
        return frozenset()
    signed = select(Pledge.seat_id).where(
        Pledge.seat_id.in_(seat_ids), Pledge.signed_at.is_not(None), Pledge.voided_at.is_(None)
    )
    return frozenset(db.session.scalars(signed))


def _coordinators(case_ids: Collection[UUID]) -> dict[UUID, str]:
    now_in_charge = select(Seat.case_id, Seat.name).where(Seat.role == Role.COORDINATOR, Seat.to_at.is_(None))
    return dict(db.session.execute(now_in_charge.where(Seat.case_id.in_(case_ids))).all())


def _asked_at(
    sitting: Sitting,
    invitations: Sequence[Invitation],
    silent: Collection[UUID],
    owed: Mapping[tuple[UUID, UUID], StandpointRequest],
) -> Iterable[Asked]:
    """`silent`: the invitations to which a substitute is sent and nobody is named; `owed`: standpoints asked for."""
    seat, code = sitting.seat, sitting.seat.frame.code
    for one in invitations:
        ask = Ask.ANSWER if one.answer == Answer.NO_REPLY else Ask.NAME if one.id in silent else None
        if ask is not None and sitting.may("own_invitation_and_answer", "W"):
            last_day = one.conference.answer_by or clock.in_prague(_start(one.conference)).date()
            yield Asked(ask, seat.case_id, code, last_day, seat, invitation=one)
    meeting = min((clock.in_prague(_start(one.conference)).date() for one in invitations), default=None)
    from_day = meeting or clock.in_prague(seat.from_at).date()
    if not sitting.facts.signed and sitting.may("own_pledge", "W"):
        waits_for_others = sitting.sheet is not None and sitting.sheet.filed_by == f"worker:{seat.worker_id}"
        if not waits_for_others:
            yield Asked(
                Ask.PLEDGE, seat.case_id, code, from_day, seat, sheet=sitting.sheet, signed_before=sitting.signed_before
            )
        return
    if not sitting.may("own_task"):
        return
    if seat.takes_part_at is None:
        yield Asked(Ask.TAKE_PART, seat.case_id, code, from_day, seat)
    yield from _standpoints_asked(sitting, invitations, owed)
    for task in sitting.tasks:
        ask = ask_of_task(task.state, result_day(task), clock.today())
        day = result_day(task) if ask == Ask.REPORT else task.due_on
        if ask and sitting.may("own_task", "W", task.audience):
            yield Asked(ask, seat.case_id, code, day or clock.today(), seat, task=task)


def _standpoints_asked(
    sitting: Sitting, invitations: Sequence[Invitation], owed: Mapping[tuple[UUID, UUID], StandpointRequest]
) -> Iterable[Asked]:
    """The standpoints for which the agency of the seat is asked and which nobody there has given."""
    seat = sitting.seat
    if seat.agency_id is None or seat.role != Role.AGENCY_WORKER or not sitting.may("own_standpoint_and_offer", "W"):
        return
    for one in invitations:
        request = owed.get((one.conference_id, seat.agency_id))
        if request is not None:
            yield Asked(Ask.STANDPOINT, seat.case_id, seat.frame.code, request.answer_by, seat, invitation=one)


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
        .where(Invitation.seat_id.in_(seat_ids), *_TO_COME, _HOLDS, Conference.ends_at > clock.now())
        .order_by(Conference.starts_at)
    )
    return db.session.scalars(theirs).all()


def facts_of_timeline(actor: Actor, case_id: UUID) -> Facts | None:
    """What `actor` is towards the timeline of a case: nothing but its coordinator; a head reads the list alone."""
    facts = facts_at_case(actor, case_id)
    return facts if facts is not None and facts.role == Role.COORDINATOR else None
