"""A page costs the same number of queries for one participant and for forty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, delete, event, select

from coordination.plans.models import Goal, PlanVersion
from coordination.plans.models_of_conditions import Commitment, Condition
from coordination.plans.models_of_risks import Risk
from coordination.plans.rules_of_conditions import Kind
from coordination.tasks.models import Task, TaskStep, TaskWording
from coordination.tasks.rules import Schedule, Step
from foundation import clock
from foundation.database import db, transaction
from tests.conftest import House
from tests.doors import give_doors
from tests.house.test_access import KNOWN, Clients
from tests.house.test_pages import Visit, visits
from tests.world import Case, build, crowd, hand_in, look_for_date

LEADS_ON = "cases.tell"
"""The page of a telling; the one of the world has been told already."""


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def costs(clients: Clients, pages: list[Visit]) -> dict[Visit, list[str]]:
    """What each page asks of the database, the look at it noted before."""
    found = {}
    for page in pages:
        clients.of(page.actor).get(page.path)
        with counted() as asked:
            response = clients.of(page.actor).get(page.path)
        assert response.status_code == 200, page
        found[page] = asked
    return found


@pytest.mark.parametrize("state", ["open", "draft"])
def test_forty_cost_no_more_than_one(house: House, state: str) -> None:
    case = build(house, state, "PS-AAAA")
    hand_in(house, case)
    give_doors(house, case)
    if state == "draft":
        look_for_date(house, case)
    clients = Clients(house, [case])
    known = [page for page in visits(house, {state: case}) if KNOWN[page.actor][0] is not None]
    pages = [page for page in known if page.endpoint != LEADS_ON]
    few = costs(clients, pages)
    crowd(house, case, 40)
    many = costs(clients, pages)
    wrong = [
        f"{page.endpoint} by {page.actor}: {len(few[page])} for few, {len(many[page])} for forty, such as "
        + max(many[page], key=many[page].count)
        for page in pages
        if len(few[page]) != len(many[page])
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("how_many", [1, 40])
def test_the_crowd_is_there(house: House, how_many: int) -> None:
    case = build(house, "open", "PS-CCCC")
    before = len(case.seats)
    crowd(house, case, how_many)
    assert len(case.seats) == before + how_many


def plan_of(house: House, case: Case, first: int, last: int) -> None:
    """Add tasks to both versions of the plan, each with a goal, a promise, its condition and a risk."""
    seat_id, now = case.seats["ivana"], clock.now()
    with house.app.app_context(), transaction() as session:
        versions = db.session.scalars(select(PlanVersion).where(PlanVersion.plan_id == case.plan_id)).all()
        for number in range(first, last + 1):
            task = Task(
                case_id=case.case_id, plan_id=case.plan_id, number=200 + number, created_at=now, last_step=Step.OFFERED
            )
            session.add(task)
            session.flush()
            session.add(
                TaskStep(task_id=task.id, number=1, at=now, step=Step.OFFERED, by="house", by_name="Bc. Lenka Horáková")
            )
            for version in versions:
                origin = uuid4()
                goal = Goal(plan_version_id=version.id, position=9 + number, statement=f"Cíl {number}", sign="je vidět")
                promise = Commitment(
                    plan_version_id=version.id, origin_id=origin, position=9 + number, seat_id=seat_id,
                    text=f"Slibuje {number}", steps="rozhovor",
                )  # fmt: skip
                risk = Risk(
                    plan_version_id=version.id, origin_id=origin, position=9 + number, text=f"Riziko {number}",
                    help="kreslení", watcher_id=seat_id,
                )  # fmt: skip
                session.add_all([goal, promise, risk])
                session.flush()
                condition = Condition(
                    commitment_id=promise.id, origin_id=origin, position=1, kind=Kind.NUMBER, text="žádná hodina",
                    most=0, until_on=date(2026, 6, 30), criterion="", judge_id=seat_id,
                )  # fmt: skip
                wording = TaskWording(
                    task_id=task.id, plan_version=version.number, goal_id=goal.id, text=f"Úkol {number}",
                    criterion="hotovo", seat_id=seat_id, helpers=(str(case.seats["tereza"]),),
                    waits_for=(str(case.tasks["ivana"]),), schedule=Schedule.ONCE,
                    due_on=date(2026, 2, 20 + number % 8), locked_at=now if version.approved_at else None,
                )  # fmt: skip
                session.add_all([condition, wording])


PLAN_PAGES = ("plans.", "tasks.", "minutes.", "overview.")


def test_a_plan_of_forty_tasks_costs_no_more_than_one_of_one(house: House) -> None:
    case = build(house, "open", "PS-AAAA")
    hand_in(house, case)
    give_doors(house, case)
    with house.app.app_context(), transaction() as session:  # the one of the addresses stays
        kept = case.tasks["ivana"]
        for row in (TaskWording, TaskStep):
            session.execute(delete(row).where(row.task_id.in_([one for one in case.tasks.values() if one != kept])))
        assert session.scalars(select(TaskWording.task_id).distinct()).all() == [kept]
    clients = Clients(house, [case])
    known = [page for page in visits(house, {"open": case}) if KNOWN[page.actor][0] is not None]
    pages = [page for page in known if page.endpoint.startswith(PLAN_PAGES) and str(case.case_id) in page.path]
    pages += [
        Visit("plans.show", actor, f"/cases/{case.case_id}/plan?version=1") for actor in ("coordinator", "minute_taker")
    ]
    assert {"plans.show", "overview.case"} <= {page.endpoint for page in pages}
    plan_of(house, case, 1, 1)
    few = costs(clients, pages)
    plan_of(house, case, 2, 40)
    many = costs(clients, pages)
    wrong = [
        f"{page}: {len(few[page])} for one, {len(many[page])} for forty, such as "
        + max(many[page], key=many[page].count)
        for page in pages
        if len(few[page]) < len(many[page])
    ]
    assert not wrong, "\n".join(wrong)
