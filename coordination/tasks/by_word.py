"""A task that was cancelled, for whoever gets no letter about it: a line for the coordinator to tell."""

from collections.abc import Collection, Sequence
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from coordination.cases.by_word import Matter, ToTell, matter, put_down
from coordination.seats.models import CaseFrame
from coordination.tasks.models import Task, TaskLine
from coordination.tasks.rules import Step
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
