"""The letter that a plan has a new version, to everybody at the table who may read it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from agencies.staff.models import Worker
from coordination.plans.models import Plan, PlanVersion
from coordination.seats.models import CaseFrame, Seat, facts_of_seat, open_seats
from coordination.tasks.documents import letterhead
from foundation import clock, links, outbox
from foundation.access import Door, decide
from foundation.database import db
from foundation.links import Link
from foundation.outbox import Letter, Neutral

PURPOSE = "plans.read"
LASTS = timedelta(days=60)


def tell_of_new_version(plan: Plan, version: PlanVersion, *, besides: UUID | None) -> None:
    """File one letter for each worker who may read the plan; inside a transaction."""
    frame = db.session.get_one(CaseFrame, plan.case_id)
    for seat, worker in _readers(frame):
        if worker.id != besides and worker.email:
            _tell(frame, plan, version, seat, worker.id, worker.email)


def tell_again(seat_id: UUID) -> bool:
    """File the letter anew for the holder of a seat, about the version that holds now; False when it is not theirs."""
    seat = db.session.get(Seat, seat_id)
    frame = db.session.get(CaseFrame, seat.case_id) if seat is not None else None
    worker = db.session.get(Worker, seat.worker_id) if seat is not None and seat.worker_id else None
    found = db.session.scalar(select(Plan).where(Plan.case_id == frame.id)) if frame is not None else None
    in_force = _in_force(found) if found is not None else None
    if seat is None or frame is None or worker is None or not worker.email or found is None or in_force is None:
        return False
    if not _may_read(frame, seat):
        return False
    _tell(frame, found, in_force, seat, worker.id, worker.email)
    return True


def _in_force(plan: Plan) -> PlanVersion | None:
    approved = select(PlanVersion).where(PlanVersion.plan_id == plan.id, PlanVersion.approved_at.is_not(None))
    return db.session.scalars(approved.order_by(PlanVersion.number.desc()).limit(1)).first()


def _tell(frame: CaseFrame, plan: Plan, version: PlanVersion, seat: Seat, worker_id: UUID, to: str) -> None:
    town, phone = letterhead(frame.town_id, plan.case_id)
    token = links.issue(
        PURPOSE, subject=plan.id, holder=worker_id, until=clock.now() + LASTS, to=to, town_id=frame.town_id
    )
    neutral = Neutral(town, phone, version=version.number, case_code=frame.code, link=links.url(token))
    outbox.file(
        "plans.new_version", town_id=frame.town_id, to=to, language="cs", neutral=neutral,
        about=seat.id, case_id=plan.case_id,
    )  # fmt: skip


def _readers(frame: CaseFrame) -> list[tuple[Seat, Worker]]:
    seats = {seat.worker_id: seat for seat in open_seats(frame.id) if seat.worker_id and _may_read(frame, seat)}
    workers = db.session.scalars(select(Worker).where(Worker.id.in_(seats))).all()
    return [(seats[worker.id], worker) for worker in workers]


def _may_read(frame: CaseFrame, seat: Seat) -> bool:
    facts = facts_of_seat(frame, seat, Door.ACCOUNT2)
    return decide(facts, "plan_goals_all_tasks", "R", clock.now()).allowed


def _still_wanted(letter: Letter) -> str | None:
    seat = db.session.get(Seat, letter.about)
    frame = db.session.get(CaseFrame, seat.case_id) if seat else None
    return None if seat and frame and _may_read(frame, seat) else "the plan is closed to the recipient meanwhile"


def _errand_open(link: Link) -> bool:
    plan = db.session.get(Plan, link.subject)
    held = select(Seat).where(Seat.case_id == plan.case_id, Seat.worker_id == link.holder) if plan else None
    now = clock.now()
    return held is not None and any(seat.is_open(now) for seat in db.session.scalars(held))


outbox.kind("plans.new_version", template="coordination/plans/letters/new_version", still_wanted=_still_wanted)
links.purpose(PURPOSE, "plans.by_link", _errand_open)
