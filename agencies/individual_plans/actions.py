"""The deeds of an individual plan: the need is found or taken back, the plan is written, evaluated, ended."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from agencies.circles import actions as circles
from agencies.circles.models import Circle, goes_along
from agencies.circles.rules import State
from agencies.circles.standing import CARE
from agencies.individual_plans import models, rules
from agencies.individual_plans.models import IndividualPlan, IndividualPlanReview, IndividualPlanVersion, LongTermNeed
from agencies.individual_plans.rules import Goal, PlanText, Result, Step, Verdict
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import transaction
from foundation.language import day
from foundation.reasons import Reason, Refused, reason, refuse_if


def find_need(circle_id: UUID, why: str, *, actor: Actor) -> None:
    """A worker in direct care finds that a longer cooperation is needed: a plan waits to be made (S1-44). Raises
    Refused."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor, CARE)
        refuse_if(rules.against_need(State(circle.state), why, already=models.need_of(circle_id) is not None))
        assert actor.worker_id is not None
        need = LongTermNeed(circle_id=circle_id, why=why.strip(), found_at=clock.now(), found_by=actor.worker_id)
        session.add(need)
        audit.record(circle.agency_id, actor.key, "long-term need found", circle.about)


def take_need_back(circle_id: UUID, because: str, *, actor: Actor) -> None:
    """No longer cooperation is needed after all; no plan waits to be made (S1-44). Raises Refused."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor, CARE)
        need = models.need_of(circle_id)
        refuse_if(
            rules.against_lifting(
                because, stands=need is not None, planned=models.written_plan(circle_id) is not None
            )
        )  # fmt: skip
        assert need is not None
        need.over_at, need.over_because = clock.now(), because.strip()
        audit.record(circle.agency_id, actor.key, "long-term need taken back", circle.about)


def write(circle_id: UUID, plan: PlanText, *, because: str, seen: str, actor: Actor) -> UUID:
    """Make the plan that answers the need, or change it: a new version, the former one stays (S1-44, S1-45). `seen`
    is how the plan stood before the writer, "0" for none. Answers the plan. Raises Refused."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor, CARE)
        need, running = models.need_of(circle_id), models.written_plan(circle_id)
        _refuse_changed(running, seen)
        refuse_if(
            rules.against_plan(
                plan, state=State(circle.state), needed=need is not None, because=because, first=running is None,
                today=clock.today(),
            )
        )  # fmt: skip
        assert need is not None
        assert plan.review_on is not None
        assert actor.worker_id is not None
        if running is None:
            running = IndividualPlan(circle_id=circle_id, need_id=need.id, review_on=plan.review_on)
            session.add(running)
            session.flush()
        running.review_on = plan.review_on
        version = IndividualPlanVersion(
            plan_id=running.id, number=len(running.versions) + 1, situation=plan.situation.strip(),
            wanted=models.kept([_tidy(goal) for goal in plan.goals if goal]), sources=plan.sources.strip(),
            risks=plan.risks.strip(), review_on=plan.review_on, because=because.strip(), written_at=clock.now(),
            written_by=actor.worker_id,
        )  # fmt: skip
        session.add(version)
        audit.record(circle.agency_id, actor.key, "individual plan written", circle.about, version=version.number)
        return running.id


def _refuse_changed(plan: IndividualPlan | None, seen: str) -> None:
    if (plan.stands if plan is not None else "0") != seen:
        raise Refused([reason("Somebody else has just changed the plan. Read it, then write yours.")])


def _tidy(goal: Goal) -> Goal:
    steps = tuple(Step(one.what.strip(), one.who.strip(), one.until) for one in goal.steps if one)
    return Goal(goal.wish.strip(), goal.aim, goal.sign.strip(), steps)


def _held(session: Session, plan_id: UUID, seen: str, actor: Actor) -> tuple[IndividualPlan, Circle]:
    plan = session.get_one(IndividualPlan, plan_id)
    circle = circles.held(session, plan.circle_id, actor, CARE)
    session.refresh(plan)
    if plan.running:
        _refuse_changed(plan, seen)
    return plan, circle


def review(
    plan_id: UUID, outcomes: Sequence[tuple[Verdict | None, str]], *, on: date | None, ends: bool | None,
    next_on: date | None, seen: str, actor: Actor,
) -> None:  # fmt: skip
    """Worker and client go through the plan: a verdict on each goal, in their order, and what comes next. A plan that
    is to end stays due until it has. Raises Refused."""
    with transaction() as session:
        plan, circle = _held(session, plan_id, seen, actor)
        refuse_if(
            rules.against_review(
                outcomes, on, next_on, running=plan.running, ends=ends, since=plan.begun_on, today=clock.today()
            )
        )
        assert on is not None
        assert actor.worker_id is not None
        next_on = None if ends else next_on
        plan.review_on = next_on or clock.today()
        plan.reviews.append(
            IndividualPlanReview(
                version_id=plan.present.id, on=on, found=[[verdict, note.strip()] for verdict, note in outcomes],
                next_on=next_on, written_at=clock.now(), written_by=actor.worker_id,
            )
        )  # fmt: skip
        audit.record(circle.agency_id, actor.key, "individual plan evaluated", circle.about)


def end(plan_id: UUID, result: Result | None, note: str, *, seen: str, actor: Actor) -> None:
    """The plan ends with its result, and the need that it answered is over. Raises Refused."""
    with transaction() as session:
        plan, circle = _held(session, plan_id, seen, actor)
        refuse_if(rules.against_ending(result, note, running=plan.running, reviewed=plan.reviewed))
        plan.ended_at, plan.ended_by, plan.result, plan.result_note = clock.now(), actor.key, result, note.strip()
        plan.need.over_at = clock.now()
        audit.record(circle.agency_id, actor.key, "individual plan ended", circle.about, result=str(result))


# --- what keeps deeds below -------------------------------------------------------------------------------------------


def _still_runs(circle: Circle) -> list[Reason]:
    """A file does not end with an open plan: first it is said what the plan came to."""
    if models.written_plan(circle.id) is None:
        return []
    return [reason("The individual plan still runs. End it first and say with what result.")]


circles.on_end(_still_runs)


def _steps(circle_id: UUID) -> list[str]:
    plan = models.written_plan(circle_id)
    return [
        f"{step.what} ({', '.join(filter(None, (step.who, day(step.until, 'cs') if step.until else '')))})"
        for goal in (plan.present.goals if plan is not None else ())
        for step in goal.steps
    ]


goes_along("steps", _l("Steps of the individual plan"), _steps)
