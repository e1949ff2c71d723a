"""Tasks accepted aloud at the table: several in one press, told like any yes, and by nobody for who was not there."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from coordination.minutes import actions
from coordination.tasks.models import Task, TaskStep
from coordination.tasks.rules import Step
from foundation import audit, clock
from foundation.audit import AuditEntry
from foundation.database import db
from foundation.outbox import Letter
from tests.coordination.minutes.meeting import Meeting
from tests.coordination.minutes.test_wall import come

YES = "Accepted aloud at the table"


def tasks(meeting: Meeting, *keys: str) -> list[str]:
    """The ids of the tasks of these people."""
    return [str(meeting.case.tasks[key]) for key in keys]


def yeses(meeting: Meeting) -> dict[str, TaskStep]:
    """By which step each task was accepted."""
    with meeting.house.app.app_context():
        steps = db.session.scalars(select(TaskStep).where(TaskStep.step == Step.ACCEPTED)).all()
        return {str(step.task_id): step for step in steps}


@pytest.mark.rule("S2-03")
def test_several_say_yes_and_one_press_writes_it_down_as_said(meeting: Meeting) -> None:
    lenka = meeting.opens()
    come(meeting, "ivana", "petr")
    lenka.open(meeting.live)
    before = _counted(meeting)
    lenka.follow(YES)
    assert "silence is no agreement" in lenka.page.text
    lenka.press_with("Write down their yes", {"tasks": tasks(meeting, "ivana", "petr")})
    assert "2 yeses are written down" in lenka.page.text
    found = yeses(meeting)
    for one in tasks(meeting, "ivana", "petr"):
        step = found[one]
        assert (step.said_where, str(step.said_on), step.said_to) == ("at_table", "2026-03-03", "Bc. Lenka Horáková")
    letters, entries = _counted(meeting)
    assert letters >= before[0] + 2
    assert entries == before[1] + 2
    with meeting.house.app.app_context():
        assert audit.verify() == []
    # Whoever has said yes can still say otherwise, by their own door.
    ivana = meeting.sits("ivana")
    ivana.open(f"/tasks/{tasks(meeting, 'ivana')[0]}")
    assert re.search(r"at the table", ivana.page.text)
    ivana.open(f"/tasks/{tasks(meeting, 'ivana')[0]}/decline")
    ivana.press("Decline the task", reason="Přece jen to nestihnu.")
    with meeting.house.app.app_context():
        assert db.session.get_one(Task, meeting.case.tasks["ivana"]).last_step == Step.DECLINED


def _counted(meeting: Meeting) -> tuple[int, int]:
    """Letters on their way, and lines about accepted tasks in the log book."""
    with meeting.house.app.app_context():
        letters = db.session.scalar(select(func.count()).select_from(Letter)) or 0
        lines = select(func.count()).select_from(AuditEntry).where(AuditEntry.verb == "task accepted")
        return letters, db.session.scalar(lines) or 0


def test_nobody_says_yes_for_somebody_who_was_not_there_and_then_nothing_is_written(meeting: Meeting) -> None:
    lenka = meeting.opens()
    come(meeting, "petr")
    lenka.open(f"{meeting.page}/accepted-aloud")
    assert "Not at the table" in lenka.page.text
    away = lenka.page.whole[lenka.page.whole.index("Not at the table") :]
    assert "Mgr. Ivana Součková" in away.replace("\N{NO-BREAK SPACE}", " ")
    lenka.press_with("Write down their yes", {"tasks": []})
    assert lenka.page.mistakes == ["Tick who has said yes aloud."]
    had = set(yeses(meeting))
    from agencies.accounts.visitors import Visitor  # only here: a press that no page offers
    from foundation.access import Door
    from foundation.reasons import Refused

    with meeting.house.app.app_context():
        actor = Visitor(
            worker_id=meeting.house.worker("lenka"), name="", door=Door.ACCOUNT2, agencies=(),
            offices=frozenset({("coordinator", meeting.house.ids.agencies["podlesi"])}),
            session_id=meeting.house.worker("lenka"), seen_at=clock.now(),
        )  # fmt: skip
        from coordination.tasks.models import line_of

        marks = {meeting.case.tasks[key]: line_of(meeting.case.tasks[key]) for key in ("petr", "ivana")}
        seen = {task_id: line.fingerprint for task_id, line in marks.items() if line}
        with pytest.raises(Refused) as refused:
            actions.accept_aloud(meeting.case.conference_id, seen, actor=actor)
        assert "was not at the table" in refused.value.reasons[0].sentence
    assert set(yeses(meeting)) == had, "all of them or none"


def test_it_is_written_on_the_day_of_the_meeting_by_those_who_keep_the_minutes(meeting: Meeting) -> None:
    lenka = meeting.sits("lenka")
    lenka.open(f"{meeting.page}/accepted-aloud")
    assert "The meeting has not begun yet" in lenka.page.text
    meeting.opens()
    come(meeting, "ivana", "petr")
    assert meeting.sits("tereza").open(f"{meeting.page}/accepted-aloud").status == 200
    for key in ("petr", "ivana", "martina"):
        assert meeting.sits(key).open(f"{meeting.page}/accepted-aloud").status == 404
    lenka.open(f"/cases/{meeting.case.case_id}/plan?version=1")
    assert YES in lenka.page.text
    lenka.follow(YES)
    had = set(yeses(meeting))
    meeting.house.hand.on(4, 3, 9)
    lenka.press_with("Write down their yes", {"tasks": tasks(meeting, "ivana")})
    assert lenka.page.mistakes == ["The meeting was on another day. Write the word down at the task itself."]
    assert set(yeses(meeting)) == had


def test_whoever_has_answered_meanwhile_is_not_overruled(meeting: Meeting) -> None:
    lenka = meeting.opens()
    come(meeting, "ivana", "petr")
    lenka.open(f"{meeting.page}/accepted-aloud")
    ivana = meeting.sits("ivana")
    ivana.open(f"/tasks/{tasks(meeting, 'ivana')[0]}/decline")
    ivana.press("Decline the task", reason="Nestihnu to.")
    had = set(yeses(meeting))
    lenka.press_with("Write down their yes", {"tasks": tasks(meeting, "ivana", "petr")})
    assert lenka.page.status == 409
    assert set(yeses(meeting)) == had


def test_of_somebody_without_a_mailbox_the_page_of_the_task_says_how_they_learn_of_it(meeting: Meeting) -> None:
    lenka = meeting.sits("lenka")
    lenka.open(f"/tasks/{tasks(meeting, 'jana')[0]}")
    assert "Jana Vlčková gets no letter about it. Tell them, leave it with them on paper" in lenka.page.text
    lenka.open(f"/tasks/{tasks(meeting, 'ivana')[0]}")
    assert "gets no letter" not in lenka.page.text
