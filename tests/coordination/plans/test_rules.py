"""What a plan needs before it holds, and what one version changes, as plain decisions."""

from dataclasses import replace
from datetime import date

from coordination.plans.rules import Change, DraftTask, PlanState, changes, obstacles_to_approval, state
from coordination.tasks.rules import Schedule, State, TaskText

TODAY = date(2026, 3, 3)
WHOLE = TaskText("Sepíše požadavky.", "list předán", True, Schedule.ONCE, due_on=date(2026, 3, 12))


def obstacles(
    *tasks: DraftTask, goals: tuple[str, ...] = ("Gábina dokončí 8. třídu.",), on: date | None = TODAY
) -> list[str]:
    """The fields of everything in the way."""
    found = obstacles_to_approval(
        goals=goals, tasks=tasks, evaluation_on=on, evaluation_rules="Společně nad plánem.", today=TODAY
    )
    return [reason.field or "" for reason in found]


def test_a_whole_plan_has_nothing_in_its_way() -> None:
    assert obstacles(DraftTask(1, WHOLE)) == []


def test_everything_that_is_missing_is_told_at_once() -> None:
    assert obstacles(goals=("",), on=None) == ["goals", "tasks", "evaluation_on"]
    assert obstacles(DraftTask(7, replace(WHOLE, has_person=False)), on=date(2026, 3, 2)) == ["task-7", "evaluation_on"]


def test_a_date_that_has_passed_hinders_a_new_task_but_not_one_carried_over() -> None:
    passed = replace(WHOLE, due_on=date(2026, 3, 1))
    assert obstacles(DraftTask(1, passed)) == ["task-1"]
    assert obstacles(DraftTask(1, passed, carried=True)) == []


def test_a_plan_is_agreed_once_everybody_has_said_yes() -> None:
    assert state(False, [State.DRAFT]) == PlanState.DRAFT
    assert state(True, [State.ACCEPTED, State.OFFERED]) == PlanState.OPEN_POINTS
    assert state(True, [State.ACCEPTED, State.DECLINED]) == PlanState.OPEN_POINTS
    assert state(True, [State.ACCEPTED, State.CONFIRMED, State.CANCELLED]) == PlanState.AGREED


def test_a_version_tells_what_it_changes() -> None:
    assert changes(None, None, WHOLE, "a") == (Change.NEW,)
    assert changes(WHOLE, "a", WHOLE, "a") == ()
    assert changes(WHOLE, "a", replace(WHOLE, due_on=date(2026, 3, 20)), "b") == (Change.PERSON, Change.DATE)
    assert changes(WHOLE, "a", replace(WHOLE, text="Jinak.", criterion="jinak"), "a") == (Change.TEXT, Change.CRITERION)
