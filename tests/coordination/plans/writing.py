"""How the coordinator of the story writes a plan and gets it approved, page by page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import delete, select

from agencies.accounts.rules import SessionDoor
from coordination.plans.models import Goal, Plan, PlanVersion
from coordination.plans.models_of_conditions import Commitment, Condition
from coordination.plans.models_of_risks import Risk
from coordination.tasks.models import Task, TaskStep, TaskWording
from foundation.database import db, transaction
from tests.browsing import Browser, Page
from tests.conftest import House
from tests.world import Case, build

TALK = "Sepíše požadavky školy srozumitelně pro Gábinu"
SIGN = "list předán Gábině i matce"
EVALUATION = "21. 4. 2026"


def english(house: House, key: str, door: SessionDoor = SessionDoor.ACCOUNT2) -> Browser:
    """The browser of a person of the cast who reads the house in English."""
    browser = house.signed_in(key, door)
    browser.client.set_cookie("lang", "en")
    return browser


@dataclass
class Table:
    """A case whose meeting has been convened and has no plan yet."""

    house: House
    case: Case
    browsers: dict[str, Browser] = field(default_factory=dict)

    def sits(self, key: str) -> Browser:
        """The browser of somebody at the table, always the same one."""
        return self.browsers.setdefault(key, english(self.house, key))

    @property
    def plan_page(self) -> str:
        return f"/cases/{self.case.case_id}/plan"

    def plan_id(self) -> UUID:
        """The plan, once it is begun."""
        with self.house.app.app_context():
            return db.session.scalars(select(Plan.id).where(Plan.case_id == self.case.case_id)).one()

    def task_id(self, number: int) -> UUID:
        """The task with a number."""
        with self.house.app.app_context():
            return db.session.scalars(
                select(Task.id).where(Task.case_id == self.case.case_id, Task.number == number)
            ).one()

    def begins(self) -> Browser:
        """Lenka begins the plan from the meeting."""
        lenka = self.sits("lenka")
        lenka.open(self.plan_page)
        lenka.press("Begin the plan")
        return lenka

    def adds(self, responsible: str | None, text: str = TALK, **typed: str | list[str]) -> Browser:
        """Lenka adds a task; `responsible` is the beginning of the name in the list."""
        lenka = self.sits("lenka")
        lenka.open(self.plan_page)
        lenka.follow("Add a task")
        answers: dict[str, str | list[str] | None] = {"text": text, "criterion": SIGN, "due_on": "12. 3. 2026", **typed}
        if responsible:
            answers["responsible"] = responsible
        page = lenka.press_with("Save", {name: value for name, value in answers.items() if value is not None})
        assert page.status == 200, page.text
        return lenka

    def evaluates(self, on: str = EVALUATION) -> None:
        """Lenka writes when and how the plan will be evaluated."""
        lenka = self.sits("lenka")
        lenka.open(self.plan_page)
        lenka.follow("Write the evaluation")
        lenka.press("Save", evaluation_on=on, evaluation_rules="Sejdeme se všichni a projdeme úkol po úkolu.")

    def approves(self) -> Browser:
        """Lenka presses the button that lets the version hold."""
        lenka = self.sits("lenka")
        lenka.open(self.plan_page)
        lenka.press("Approve version")
        return lenka

    def paper(self, key: str) -> Page:
        """Somebody opens their copy of the plan, printed in Czech."""
        browser = self.sits(key)
        browser.open(self.plan_page)
        address, values = browser.filled("Open the plan (PDF)")
        browser.client.set_cookie("lang", "cs")
        page = browser.post(address, dict(values))
        browser.client.set_cookie("lang", "en")
        return page

    def agreed(self, *responsible: str) -> Browser:
        """The whole way: a plan with one task for each of these people, approved."""
        self.begins()
        for person in responsible or ("Mgr. Ivana Součková",):
            self.adds(person)
        self.evaluates()
        lenka = self.approves()
        assert re.search("Version 1 holds", lenka.page.text), lenka.page.text
        return lenka


def convened(house: House) -> Table:
    """The case of the world without its ready-made plan."""
    case = build(house, "open", "PS-7F3K")
    with house.app.app_context(), transaction() as session:
        for model in (Condition, Commitment, Risk, TaskStep, TaskWording, Task, Goal, PlanVersion, Plan):
            session.execute(delete(model))
    return Table(house, case)
