"""When a case can be closed."""

from uuid import uuid4

from coordination.evaluation import rules
from coordination.evaluation.rules import Disposition, OpenTask, Result

REPORTED, RUNNING = OpenTask(uuid4(), 3, True), OpenTask(uuid4(), 5, False)


def test_every_open_task_needs_a_word_and_all_that_is_missing_is_said_at_once() -> None:
    found = rules.against_closing(None, " ", [REPORTED, RUNNING], {}, ["3. 3. 2026"])
    assert [one.field for one in found] == [None, "result", "why", "task_3", "task_5"]


def test_what_nobody_reported_cannot_be_confirmed() -> None:
    said = {REPORTED.id: Disposition.CONFIRMED, RUNNING.id: Disposition.CONFIRMED}
    found = rules.against_closing(Result.MET, "Cíl je splněn.", [REPORTED, RUNNING], said, [])
    assert [one.field for one in found] == ["task_5"]
    said[RUNNING.id] = Disposition.HANDED_ON
    assert not rules.against_closing(Result.MET, "Cíl je splněn.", [REPORTED, RUNNING], said, [])


def test_opening_again_needs_a_reason() -> None:
    assert [one.field for one in rules.against_reopening(" ")] == ["because"]
    assert not rules.against_reopening("Gábina zase nechodí do školy.")
