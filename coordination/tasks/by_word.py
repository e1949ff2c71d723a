"""What the coordinator decided about a task, for whoever gets no letter about it: a line to tell."""

from collections.abc import Collection, Sequence
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from coordination.cases.by_word import Matter, ToTell, matter, put_down
from coordination.seats.models import CaseFrame
from coordination.tasks.models import Task, TaskLine, TaskStep, line_of
from coordination.tasks.rules import Step
from foundation import language
from foundation.database import db


def put_down_cancelled(session: Session, line: TaskLine) -> None:
    """Note that one of the family or a private person is to be told that nobody wants the task of them any more."""
    if line.seat is not None and line.seat.person_id is not None:
        put_down(session, line.task.case_id, CANCELLED, line.task.id, persons=[line.seat.person_id])


def _still_cancelled(rows: Sequence[ToTell]) -> Collection[UUID]:
    """Rows about tasks that are cancelled, at cases that go on."""
    wanted = select(Task.id).join(CaseFrame, CaseFrame.id == Task.case_id)
    wanted = wanted.where(Task.id.in_({one.subject for one in rows}), Task.last_step == Step.CANCELLED)
    there = set(db.session.scalars(wanted.where(CaseFrame.closed_at.is_(None))))
    return {one.id for one in rows if one.subject in there}


def _sentence(one: ToTell) -> str:
    task = db.session.get_one(Task, one.subject)
    return str(_("Task %(number)s is cancelled. You need not do it any more.", number=task.number))


CANCELLED = matter(
    "tasks.cancelled",
    Matter(
        line=lambda one: str(_("Tell that a task is cancelled: %(name)s", name=one.name)),
        sentence=_sentence,
        wanted=_still_cancelled,
        page=lambda one: (str(_("Open the task")), url_for("tasks.show", task_id=one.subject)),
    ),
)


# --- which day holds --------------------------------------------------------------------------------------------------


def put_down_day(session: Session, line: TaskLine, decided: TaskStep) -> None:
    """Note that one of the family or a private person is to be told what was decided about the day they asked for."""
    if line.seat is not None and line.seat.person_id is not None:
        put_down(session, line.task.case_id, DAY_DECIDED, decided.id, persons=[line.seat.person_id])


def _still_last(rows: Sequence[ToTell]) -> Collection[UUID]:
    """Rows about decisions after which nothing happened to the task, at cases that go on."""
    later = aliased(TaskStep)
    newest = select(func.max(later.number)).where(later.task_id == TaskStep.task_id).correlate(TaskStep)
    wanted = select(TaskStep.id).join(Task, Task.id == TaskStep.task_id).join(CaseFrame, CaseFrame.id == Task.case_id)
    wanted = wanted.where(TaskStep.id.in_({one.subject for one in rows}), TaskStep.number == newest.scalar_subquery())
    there = set(db.session.scalars(wanted.where(CaseFrame.closed_at.is_(None))))
    return {one.id for one in rows if one.subject in there}


def _day_sentence(one: ToTell) -> str:
    decided = db.session.get_one(TaskStep, one.subject)
    line = line_of(decided.task_id)
    assert line is not None
    assert line.due_on is not None
    said = {"number": line.task.number, "date": language.day(line.due_on)}
    if decided.step == Step.DATE_AGREED:
        return str(_("Task %(number)s: the day you asked for holds, %(date)s.", **said))
    return str(_("Task %(number)s: the date stays, %(date)s. Why: %(reason)s", reason=decided.reason, **said))


def _task_of_decision(one: ToTell) -> tuple[str, str]:
    decided = db.session.get_one(TaskStep, one.subject)
    return str(_("Open the task")), url_for("tasks.show", task_id=decided.task_id)


DAY_DECIDED = matter(
    "tasks.day_decided",
    Matter(
        line=lambda one: str(_("Tell which day of a task holds: %(name)s", name=one.name)),
        sentence=_day_sentence,
        wanted=_still_last,
        page=_task_of_decision,
    ),
)
