"""The whole story of one case (případ), as far as its reader may know it: each part asks its own door."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from agencies.directory.models import Agency
from coordination.cases.models import FamilyCase, Person, members
from coordination.conferences.models import Conference, Invitation, conferences_of
from coordination.conferences.rules import Answer, ConferenceState
from coordination.overview.models import SeatNow, with_grounds
from coordination.overview.rules import SoFar, Step, next_step, steps
from coordination.plans.models import Plan, PlanVersion
from coordination.pledges.standings import Roll
from coordination.seats.models import CaseFrame, Involvement, Seat, grounds_of, open_seats
from coordination.seats.rules import KnownGround, Role, joined
from coordination.tasks.models import TaskLine, offered_tasks
from coordination.tasks.rules import OPEN_POINTS, RUNNING, State
from foundation import clock
from foundation.access import EVERYBODY, Audience, Facts, decide
from foundation.database import db


@dataclass(frozen=True)
class AgencyHere:
    """An agency at the case and whether anything lets its workers know."""

    involvement: Involvement
    agency: Agency
    grounded: bool


@dataclass(frozen=True)
class PlanNow:
    """The plan of the case: its versions without their text."""

    plan: Plan
    versions: Sequence[PlanVersion]

    @property
    def approved(self) -> PlanVersion | None:
        """The version that holds."""
        return next((version for version in reversed(self.versions) if version.approved_at), None)

    @property
    def draft(self) -> PlanVersion | None:
        """The version that people are writing."""
        return next((version for version in self.versions if not version.approved_at), None)


@dataclass(frozen=True)
class Story:
    """One case for one reader; a part that the reader may not see is empty."""

    frame: CaseFrame
    facts: Facts
    family: FamilyCase | None
    members: Sequence[Person]
    seats: Sequence[SeatNow]
    roll: Roll
    """How many have signed, of everybody who is asked: the same for every reader, also of a seat that is not named."""
    people_shown: bool
    """Whether the seats may be named; a head only learns how many have pledged."""
    pledges_shown: bool
    agencies: Sequence[AgencyHere]
    """For the coordinator, and the head who reads with a reason."""
    conferences: Sequence[Conference]
    """The newest first."""
    conferences_shown: bool
    invitations: Sequence[Invitation]
    """To the meeting that comes next; of anybody but the coordinator only the reader's own."""
    tasks: Sequence[TaskLine]
    plan: PlanNow | None

    @property
    def coordinates(self) -> bool:
        """Whether the reader coordinates the case."""
        return self.facts.role == Role.COORDINATOR

    @property
    def coordinator(self) -> Seat | None:
        return next((one.seat for one in self.seats if one.seat.role == Role.COORDINATOR), None)

    @property
    def own(self) -> SeatNow | None:
        """The reader's own seat."""
        return next((one for one in self.seats if one.seat.id == self.facts.seat_id), None)

    @property
    def own_invitation(self) -> Invitation | None:
        """The reader's own to a meeting that has not begun; the coordinator has nothing to answer."""
        own = (one for one in self.invitations if one.seat_id == self.facts.seat_id and not self.coordinates)
        ahead = {one.id for one in self.conferences if one.starts_at is not None and one.starts_at > clock.now()}
        return next((one for one in own if one.conference_id in ahead), None)

    @property
    def present_meeting(self) -> Conference | None:
        """The meeting that is convened, else the one in preparation, else the last one held."""
        for wanted in (ConferenceState.CONVENED, ConferenceState.DRAFT, ConferenceState.HELD):
            of_state = [one for one in self.conferences if one.state == wanted and one.set_aside_at is None]
            if of_state:
                return min(of_state, key=_starts) if wanted == ConferenceState.CONVENED else of_state[0]
        return None

    @property
    def resting(self) -> Conference | None:
        """The meeting that nobody prepares any more, because another way was chosen."""
        return next((one for one in self.conferences if one.set_aside_at is not None), None)

    @property
    def next_date(self) -> datetime | None:
        """When people meet next."""
        meeting = self.present_meeting
        return meeting.starts_at if meeting and meeting.state == ConferenceState.CONVENED else None

    @property
    def past_meetings(self) -> Sequence[Conference]:
        """Everything but drafts, the newest first."""
        return [one for one in self.conferences if one.state != ConferenceState.DRAFT]

    @property
    def open_tasks(self) -> Sequence[TaskLine]:
        """What is still to be done, the late ones first."""
        going = [task for task in self.tasks if task.state in RUNNING or task.state in (State.DECLINED, State.REPORTED)]
        return sorted(going, key=lambda task: (not task.late_since, task.due_on or date.max, task.task.number))

    @property
    def steps(self) -> Sequence[Step]:
        """What a coordinator still has to do."""
        return steps(self.so_far, clock.now()) if self.coordinates else ()

    @property
    def next_step(self) -> Step | None:
        return next_step(self.steps) if self.frame.state in ("draft", "open") else None

    @property
    def so_far(self) -> SoFar:
        """The case as plain values."""
        meeting = self.present_meeting
        state = meeting.state if meeting else None
        held = any(one.state == ConferenceState.HELD for one in self.conferences)
        return SoFar(
            members=len(self.members),
            agencies=len(self.agencies),
            ungrounded=tuple(one.agency.name for one in self.agencies if not one.grounded),
            convened=state == ConferenceState.CONVENED,
            held=held and state != ConferenceState.CONVENED,
            starts_at=meeting.starts_at if meeting else None,
            unanswered=tuple(one.name for one in self.invitations if one.answer == Answer.NO_REPLY and self._sits(one)),
            unpledged=tuple(one.seat.name for one in self.seats if one.state.missing),
            has_plan=self.plan is not None,
            has_draft=self.plan is not None and self.plan.draft is not None,
            approved=self.plan is not None and self.plan.approved is not None,
            tasks=len(self.tasks),
            not_accepted=tuple(task.seat.name if task.seat else "" for task in self.tasks if task.state in OPEN_POINTS),
        )

    def _sits(self, invitation: Invitation) -> bool:
        return invitation.seat_id is None or any(one.seat.id == invitation.seat_id for one in self.seats)

    @property
    def needs_attention(self) -> bool:
        """Whether something is late or waits for the coordinator."""
        waits = any(task.late_since or task.state in (State.DECLINED, State.OTHER_DATE) for task in self.tasks)
        return self.coordinates and (waits or any(one.owes_ground for one in self.seats))


def _starts(conference: Conference) -> datetime:
    assert conference.starts_at is not None
    return conference.starts_at


def story_of(case_id: UUID, facts: Facts) -> Story:
    """The case for a reader whose `facts` the door has found; at most twelve queries, whatever the case holds."""
    reader = Reader(facts)
    may = reader.may
    people_shown = may("participants_and_answers")
    handles = facts.role == Role.COORDINATOR
    family = db.session.get_one(FamilyCase, case_id) if may("brief_goal_areas_members") else None
    of_office = handles or (facts.role == "head" and may("grounds_and_consents"))
    agencies, grounds = _agencies(case_id) if of_office else ([], {})
    seats = with_grounds(open_seats(case_id), grounds) if people_shown or may("who_has_pledged") else []
    conferences = conferences_of(case_id) if may("case_code_and_date") else []
    return Story(
        frame=family.frame if family else db.session.get_one(CaseFrame, case_id),
        facts=facts,
        family=family,
        members=reader.members_among(members(case_id)) if family else [],
        seats=[one for one in seats if reader.may_know_of(one.seat)],
        roll=Roll([one.state for one in seats]),
        people_shown=people_shown,
        pledges_shown=may("who_has_pledged"),
        agencies=agencies,
        conferences=conferences,
        conferences_shown=may("conference_and_agenda"),
        invitations=_invitations_to(conferences, None if handles else facts.seat_id) if facts.seat_id else [],
        tasks=reader.tasks_among(offered_tasks([case_id])) if may("plan_goals_all_tasks") else [],
        plan=_plan(case_id) if may("plan_goals_all_tasks") else None,
    )


@dataclass(frozen=True)
class Reader:
    """What one reader of a case may know."""

    facts: Facts

    def may(self, resource: str, audience: Audience = EVERYBODY) -> bool:
        return decide(self.facts, resource, "R", clock.now(), audience).allowed

    def members_among(self, family: Sequence[Person]) -> list[Person]:
        """The members whom the reader's ground names."""
        return [
            member
            for member in family
            if self.may("brief_goal_areas_members", Audience(members=frozenset({member.id})))
        ]

    def may_read_of(self, area: str) -> bool:
        """Whether the reader's ground names this area of trouble."""
        return self.may("brief_goal_areas_members", Audience(areas=frozenset({area})))

    def may_know_of(self, seat: Seat) -> bool:
        """Somebody of the family, or who comes for one of them, is known to those who may know of that member."""
        if seat.tells_of is None:
            return True
        return self.may("participants_and_answers", Audience(members=frozenset({seat.tells_of})))

    def tasks_among(self, tasks: Sequence[TaskLine]) -> list[TaskLine]:
        return [task for task in tasks if self.may("plan_goals_all_tasks", task.audience)]


def _agencies(case_id: UUID) -> tuple[list[AgencyHere], Mapping[UUID | None, Sequence[KnownGround]]]:
    """The agencies at the case, the longest there first, and their grounds; the town's own office needs none."""
    rows = (
        select(Involvement, Agency)
        .join(Agency, Agency.id == Involvement.agency_id)
        .where(Involvement.case_id == case_id)
        .order_by(Involvement.since, Agency.name)
    )
    found, now = db.session.execute(rows).all(), clock.now()
    grounds = grounds_of([involvement.id for involvement, _ in found])
    return [
        AgencyHere(involvement, agency, agency.convenes or joined(grounds.get(involvement.id, ()), now) is not None)
        for involvement, agency in found
    ], grounds


def _invitations_to(conferences: Collection[Conference], seat_id: UUID | None) -> Sequence[Invitation]:
    """Invitations to meetings that are to come, of one seat or (None) of all."""
    coming = [one.id for one in conferences if one.state == ConferenceState.CONVENED and one.entered_at is None]
    holds = (Invitation.chosen, Invitation.taken_back_at.is_(None), Invitation.informed_only_because.is_(None))
    asked = select(Invitation).where(Invitation.conference_id.in_(coming), *holds)
    if seat_id is not None:
        asked = asked.where(Invitation.seat_id == seat_id)
    return db.session.scalars(asked.order_by(Invitation.position)).all()


def _plan(case_id: UUID) -> PlanNow | None:
    rows = (
        select(Plan, PlanVersion)
        .join(PlanVersion, PlanVersion.plan_id == Plan.id)
        .where(Plan.case_id == case_id)
        .order_by(PlanVersion.number)
    )
    found = db.session.execute(rows).all()
    return PlanNow(found[0][0], [version for _, version in found]) if found else None
