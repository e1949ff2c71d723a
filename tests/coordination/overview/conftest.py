"""A case with everybody at it, readers in English, and a count of what a page asks of the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from agencies.staff.models import Worker
from coordination.conferences.models import Invitation
from coordination.conferences.rules import Answer
from coordination.seats.models import Seat
from coordination.seats.rules import Role
from coordination.tasks.models import Task, TaskStep, TaskWording
from coordination.tasks.rules import Outcome, Schedule, Step
from foundation import clock, language
from foundation.database import db, transaction
from tests import world
from tests.browsing import Browser
from tests.conftest import House
from tests.world import Case

Reader = Callable[[str], Browser]


@pytest.fixture
def case(house: House) -> Case:
    """The open case of the world, coordinated by lenka."""
    return world.build(house, "open", "PS-7F3K")


@pytest.fixture
def reads(house: House) -> Reader:
    """A signed-in person who reads English."""

    def come(key: str) -> Browser:
        browser = house.signed_in(key)
        browser.client.set_cookie(language.COOKIE, "en")
        return browser

    return come


def step(house: House, case: Case, key: str, taken: Step, **said: object) -> None:
    """Let a task of the case go one step on."""
    with house.app.app_context(), transaction() as session:
        task = session.get_one(Task, case.tasks[key])
        task.last_step = taken
        if taken is Step.REPORTED:
            said.setdefault("outcome", Outcome.DONE)
        session.add(TaskStep(task_id=task.id, number=2, at=clock.now(), step=taken, by="x", by_name=key, **said))


def due(house: House, case: Case, key: str, day: date) -> None:
    """Let a task of the case be due once, on this day."""
    with house.app.app_context(), transaction() as session:
        locked = (
            session.query(TaskWording).filter_by(task_id=case.tasks[key]).filter(TaskWording.locked_at.is_not(None))
        )
        wording = locked.one()
        wording.schedule, wording.due_on, wording.from_on, wording.until_on = Schedule.ONCE, day, None, None


def answered(house: House, case: Case, *keys: str) -> None:
    """Let people say that they come."""
    with house.app.app_context(), transaction() as session:
        for key in keys:
            invitation = session.get_one(Invitation, case.invitations[key])
            invitation.answer, invitation.answered_at = Answer.ACCEPTED, clock.now()


def crowd(house: House, case: Case, count: int) -> None:
    """Seat many more people at the case, each invited, unpledged, and asked for a task."""
    with house.app.app_context(), transaction() as session:
        for number in range(count):
            worker = Worker(name=f"Mgr. Host {number:02}", email=f"host{number}@nakopci.example")
            session.add(worker)
            session.flush()
            seat = Seat(
                town_id=house.ids.agencies["podlesi"], case_id=case.case_id, worker_id=worker.id,
                role=Role.AGENCY_WORKER, name=worker.name, function="učitel", agency_name="ZŠ Na Kopci",
                involvement_id=case.involvements["skola"], from_at=clock.now() - timedelta(days=1),
            )  # fmt: skip
            task = Task(
                case_id=case.case_id, plan_id=case.plan_id, number=100 + number, created_at=clock.now(),
                last_step=Step.OFFERED,
            )  # fmt: skip
            session.add_all([seat, task])
            session.flush()
            session.add_all(
                [
                    Invitation(
                        conference_id=case.conference_id, position=100 + number, worker_id=worker.id,
                        role=Role.AGENCY_WORKER, name=worker.name, function="učitel", agency_name="ZŠ Na Kopci",
                        outward_reasons=("knows",), inward_reason="zná docházku", seat_id=seat.id,
                    ),
                    TaskWording(
                        task_id=task.id, plan_version=1, goal_id=case.goal_id, text=f"Úkol hosta {number}",
                        criterion="je to vidět", seat_id=seat.id, schedule=Schedule.ONCE, due_on=date(2026, 3, 12),
                        locked_at=clock.now(),
                    ),
                    TaskStep(
                        task_id=task.id, number=1, at=clock.now(), step=Step.OFFERED, by="house", by_name="Lenka"
                    ),
                ]
            )  # fmt: skip


def more_tasks(house: House, case: Case, key: str, count: int) -> None:
    """Offer one person many more tasks."""
    with house.app.app_context(), transaction() as session:
        for number in range(count):
            task = Task(
                case_id=case.case_id, plan_id=case.plan_id, number=200 + number, created_at=clock.now(),
                last_step=Step.OFFERED,
            )  # fmt: skip
            session.add(task)
            session.flush()
            session.add(
                TaskWording(
                    task_id=task.id, plan_version=1, goal_id=case.goal_id, text=f"Další úkol {number}",
                    criterion="je to vidět", seat_id=case.seats[key], schedule=Schedule.ONCE, due_on=date(2026, 3, 13),
                    locked_at=clock.now(),
                )
            )  # fmt: skip
            session.add(TaskStep(task_id=task.id, number=1, at=clock.now(), step=Step.OFFERED, by="h", by_name="L"))


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """Everything that the database is asked meanwhile."""
    asked: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    with house.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def cost(house: House, browser: Browser, address: str) -> int:
    """How many statements a page costs, its look noted before."""
    browser.open(address)
    with statements(house) as asked:
        assert browser.open(address).status == 200
    return len(asked)
