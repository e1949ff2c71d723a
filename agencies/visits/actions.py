"""The deeds of the visits: booked, moved, called off, held or missed; obstacles respected, findings handed over."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.circles import actions as circles
from agencies.circles.models import Circle, ServicePerson, cooperating, family_of, goes_along
from agencies.circles.rules import Relation
from agencies.circles.standing import CARE
from agencies.individual_plans.models import written_plan
from agencies.intake.models import taken
from agencies.intake.rules import LENGTH
from agencies.visits import models, rules
from agencies.visits.models import Findings, FindingsHanded, Obstacle, Visit, VisitPerson
from agencies.visits.rules import COUNTED, Along, Approach, Coming, Kind, ObstacleKind, Told
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import db, transaction
from foundation.language import day
from foundation.reasons import Reason, Refused, reason, refuse_if


@dataclass(frozen=True)
class Booking:
    """A visit as a worker plans it. A time, a worker or an approach that nobody chose is None."""

    approach: Approach | None
    kind: Kind
    worker_id: UUID | None
    starts_at: datetime | None
    people: Collection[UUID] = ()
    along: Along | None = None
    along_name: str = ""
    told: Told = field(default_factory=Told)


def book(circle_id: UUID, wanted: Booking, *, actor: Actor) -> UUID:
    """Book a visit with one professional (S1-07); what is unusual wants a reason (S1-26, S1-28, S1-30, S1-31).
    Answers the visit. Raises Refused, an attorney or a parent's proxy always (S1-57)."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor, CARE)
        family = {one.id: one for one in family_of(circle_id)}
        people = [family[one] for one in wanted.people if one in family]
        wrong = [
            *_against_worker(circle_id, wanted.worker_id),
            *_against_time(wanted.worker_id, wanted.starts_at),
            *rules.against_people(
                chosen=bool(people) or wanted.along is not None, along=wanted.along, along_name=wanted.along_name
            ),
        ]
        if wanted.approach is None:
            wrong.append(reason("Choose how you work with the family.", "approach"))
        elif people:
            wrong += _against_coming(circle, _coming(wanted, people), wanted.told, family.values())
        refuse_if(wrong)
        assert wanted.worker_id is not None
        assert wanted.starts_at is not None
        visit = Visit(
            circle_id=circle_id, worker_id=wanted.worker_id, approach=wanted.approach, kind=wanted.kind,
            starts_at=wanted.starts_at, ends_at=wanted.starts_at + LENGTH, along=wanted.along,
            along_name=wanted.along_name.strip() if wanted.along else "", child_note=wanted.told.child_note.strip(),
            child_prepared=wanted.told.child_prepared, because=wanted.told.because.strip(), booked_at=clock.now(),
            booked_by=actor.key, people=[VisitPerson(person_id=one.id) for one in people],
        )  # fmt: skip
        session.add(visit)
        session.flush()
        audit.record(
            circle.agency_id, actor.key, "visit booked", circle.about, visit=str(visit.id), kind=str(wanted.kind),
            worker=str(wanted.worker_id),
        )  # fmt: skip
        return visit.id


def _coming(wanted: Booking, people: Collection[ServicePerson]) -> Coming:
    assert wanted.approach is not None
    return Coming(
        wanted.approach, wanted.kind, frozenset(one.id for one in people if one.is_parent),
        any(one.relation == Relation.CHILD for one in people),
    )  # fmt: skip


def _against_worker(circle_id: UUID, worker_id: UUID | None) -> list[Reason]:
    """A visit is with one particular professional who works with the file (S1-07, S1-53)."""
    if worker_id is None:
        return [reason("Choose with whom.", "worker")]
    if worker_id not in cooperating(circle_id):
        name = circles.name_of(worker_id)
        return [reason("%(name)s does not work with the file. Choose somebody of the team.", "worker", name=name)]
    return []


def _against_time(worker_id: UUID | None, starts_at: datetime | None) -> list[Reason]:
    busy = worker_id is not None and starts_at is not None and taken(worker_id, starts_at)
    return rules.against_time(starts_at, clock.now(), taken=busy, name=circles.name_of(worker_id))


def _against_coming(circle: Circle, coming: Coming, told: Told, family: Collection[ServicePerson]) -> list[Reason]:
    former = [one.coming for one in models.former_of(circle.id)]
    obstacle = models.obstacle_of(circle.id)
    strange = rules.unusual(
        coming, former, parents={one.id: one.name for one in family if one.is_parent},
        educated=models.educated(circle.id), obstacle_until=obstacle.review_on if obstacle else None,
    )  # fmt: skip
    strange += rules.against_going_on_unplanned(
        sum(one.kind in COUNTED for one in former) + 1, models.most_without_plan(circle.agency_id),
        planned=written_plan(circle.id) is not None, counts=coming.kind in COUNTED,
    )  # fmt: skip
    return [*rules.against_child(coming, former, told), *([] if told.because.strip() else strange)]


def _ahead(session: Session, visit_id: UUID, actor: Actor) -> tuple[Visit, Circle]:
    """A visit of which nothing is written down yet; raises Refused for any other."""
    visit = session.get_one(Visit, visit_id)
    circle = circles.held(session, visit.circle_id, actor, CARE)
    session.refresh(visit)
    if not visit.is_ahead:
        raise Refused([reason("This visit is written down or called off already.")])
    return visit, circle


def move(visit_id: UUID, starts_at: datetime | None, *, actor: Actor) -> None:
    """Give a visit another time; everything else stays. Raises Refused."""
    with transaction() as session:
        visit, circle = _ahead(session, visit_id, actor)
        refuse_if(_against_time(visit.worker_id if starts_at != visit.starts_at else None, starts_at))
        assert starts_at is not None
        visit.starts_at, visit.ends_at, visit.moved = starts_at, starts_at + LENGTH, visit.moved + 1
        audit.record(circle.agency_id, actor.key, "visit moved", circle.about, visit=str(visit_id))


def call_off(visit_id: UUID, *, actor: Actor) -> None:
    """Call a visit off before it begins; nobody is to blame. Raises Refused."""
    with transaction() as session:
        visit, circle = _ahead(session, visit_id, actor)
        visit.called_off_at = clock.now()
        audit.record(circle.agency_id, actor.key, "visit called off", circle.about, visit=str(visit_id))


def miss(visit_id: UUID, *, actor: Actor) -> None:
    """Nobody came. It does not count as a visit. Raises Refused."""
    with transaction() as session:
        visit, circle = _ahead(session, visit_id, actor)
        if visit.starts_at > clock.now():
            raise Refused([reason("The visit has not begun yet.")])
        visit.missed_at = clock.now()
        for one in visit.people:
            one.came = False
        audit.record(circle.agency_id, actor.key, "visit missed", circle.about, visit=str(visit_id))


def hold(visit_id: UUID, *, came: Collection[UUID], note: str, actor: Actor) -> None:
    """Write a visit down: who came and what it was about. Raises Refused."""
    with transaction() as session:
        visit, circle = _ahead(session, visit_id, actor)
        there = {one.person_id for one in visit.people} & set(came)
        refuse_if(
            rules.against_holding(
                starts_at=visit.starts_at, now=clock.now(), came=bool(there) or visit.along is not None, note=note
            )
        )  # fmt: skip
        visit.held_at, visit.note = clock.now(), note.strip()
        for one in visit.people:
            one.came = one.person_id in there
        audit.record(circle.agency_id, actor.key, "visit held", circle.about, visit=str(visit_id))


def respect_obstacle(
    circle_id: UUID, *, kind: ObstacleKind | None, person_id: UUID | None, note: str, review_on: date | None,
    actor: Actor,
) -> None:  # fmt: skip
    """Write down what keeps the parents from meeting for now; one holds at a time (S1-27). Raises Refused."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor, CARE)
        refuse_if(rules.against_obstacle(kind, review_on, clock.today()))
        assert kind is not None
        assert review_on is not None
        whom = next((one.id for one in family_of(circle_id) if one.id == person_id), None)
        former = models.obstacle_of(circle_id)
        if former is not None:
            former.ended_at, former.ended_by = clock.now(), actor.key
        session.add(
            Obstacle(
                circle_id=circle_id, kind=kind, person_id=whom, note=note.strip(), since=clock.today(),
                review_on=review_on, by=actor.key,
            )
        )  # fmt: skip
        audit.record(circle.agency_id, actor.key, "obstacle respected", circle.about, kind=str(kind))


def end_obstacle(obstacle_id: UUID, *, actor: Actor) -> None:
    """The parents can meet again (S1-27). Without effect on one that has ended. Raises Refused."""
    with transaction() as session:
        obstacle = session.get_one(Obstacle, obstacle_id)
        circle = circles.held(session, obstacle.circle_id, actor, CARE)
        if obstacle.ended_at is None:
            obstacle.ended_at, obstacle.ended_by = clock.now(), actor.key
            audit.record(circle.agency_id, actor.key, "obstacle ended", circle.about)


def write_findings(circle_id: UUID, text: str, *, actor: Actor) -> UUID:
    """Write what was found, for both parents (S1-32). Answers the findings. Raises Refused."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor, CARE)
        if not text.strip():
            raise Refused([reason("Write what was found.", "text")])
        assert actor.worker_id is not None
        found = Findings(circle_id=circle_id, text=text.strip(), written_at=clock.now(), written_by=actor.worker_id)
        session.add(found)
        session.flush()
        audit.record(circle.agency_id, actor.key, "findings written", circle.about)
        return found.id


def hand_findings(findings_id: UUID, *, parent_id: UUID | None, on: date | None, actor: Actor) -> None:
    """Write down that one parent has got the findings and talked them over (S1-32). Raises Refused."""
    with transaction() as session:
        found = session.get_one(Findings, findings_id)
        circle = circles.held(session, found.circle_id, actor, CARE)
        session.refresh(found)
        parents = {one.id for one in family_of(circle.id) if one.is_parent}
        parent = parent_id if parent_id in parents else None
        refuse_if(
            rules.against_handing(
                parent, on, today=clock.today(), since=clock.in_prague(found.written_at).date(),
                already=parent in {one.person_id for one in found.handed},
            )
        )  # fmt: skip
        assert parent is not None
        assert on is not None
        found.handed.append(FindingsHanded(person_id=parent, on=on, by=actor.key))
        audit.record(circle.agency_id, actor.key, "findings handed over", circle.about, findings=str(findings_id))


# --- what follows from deeds below ------------------------------------------------------------------------------------


def _kept_out(circle: Circle, worker_id: UUID) -> None:
    """What is booked with a worker who is kept out is called off (S1-53)."""
    for visit in models.visits_of(circle.id):
        if visit.worker_id == worker_id and visit.is_ahead:
            visit.called_off_at = clock.now()


def _still_booked(circle: Circle) -> list[Reason]:
    booked = select(Visit.id).where(
        Visit.circle_id == circle.id, Visit.held_at.is_(None), Visit.missed_at.is_(None),
        Visit.called_off_at.is_(None),
    )  # fmt: skip
    if db.session.scalar(booked.limit(1)) is None:
        return []
    return [reason("A visit is booked or not written down yet. Call it off or write it down first.")]


circles.on_excluded(_kept_out)
circles.on_end(_still_booked)


def _booked(circle_id: UUID) -> list[str]:
    return [
        f"{day(clock.in_prague(one.starts_at).date(), 'cs')}, {one.worker.name}"
        for one in models.visits_of(circle_id)
        if one.is_ahead
    ]


goes_along("visits", _l("Visits that are booked"), _booked)
