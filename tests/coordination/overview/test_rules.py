"""In which group a thing stands, what is asked of whom, and what comes next in a case."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from coordination.overview.rules import (
    Ask,
    Group,
    Progress,
    SoFar,
    StepName,
    ask_of_task,
    group_of_task,
    is_soon,
    next_day,
    next_step,
    steps,
)
from coordination.tasks.rules import State

TODAY = date(2026, 4, 14)
NOW = datetime(2026, 4, 14, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "late_since", "due_on", "group"),
    [
        (State.ACCEPTED, date(2026, 4, 10), date(2026, 4, 10), Group.LATE),
        (State.OTHER_DATE, date(2026, 4, 10), date(2026, 4, 10), Group.LATE),
        (State.DECLINED, None, date(2026, 5, 1), Group.WAITING),
        (State.OTHER_DATE, None, date(2026, 5, 1), Group.WAITING),
        (State.REPORTED, None, date(2026, 4, 1), Group.WAITING),
        (State.ACCEPTED, None, TODAY, Group.SOON),
        (State.OFFERED, None, date(2026, 4, 15), Group.SOON),
        (State.OFFERED, None, date(2026, 5, 1), Group.MISSING),
        (State.ACCEPTED, None, date(2026, 4, 16), None),
        (State.CONFIRMED, None, TODAY, None),
        (State.CANCELLED, None, TODAY, None),
    ],
)
def test_a_task_stands_where_somebody_must_act(
    state: State, late_since: date | None, due_on: date, group: Group | None
) -> None:
    assert group_of_task(state, late_since, due_on, TODAY) is group


def test_soon_is_today_and_tomorrow() -> None:
    around = [TODAY + timedelta(days=days) for days in (-1, 0, 1, 2)]
    assert [is_soon(day, TODAY) for day in around] == [False, True, True, False]
    assert not is_soon(None, TODAY)


def test_a_worker_answers_an_offer_and_reports_what_was_accepted() -> None:
    far, week = TODAY + timedelta(days=8), TODAY + timedelta(days=7)
    assert ask_of_task(State.OFFERED, far, TODAY) is Ask.ACCEPT
    assert [ask_of_task(State.ACCEPTED, day, TODAY) for day in (far, week, TODAY, date(2026, 4, 1), None)] == [
        None, Ask.REPORT, Ask.REPORT, Ask.REPORT, Ask.REPORT,
    ]  # fmt: skip
    waits_for_the_coordinator = (State.OTHER_DATE, State.DECLINED, State.REPORTED)
    assert [ask_of_task(state, TODAY, TODAY) for state in waits_for_the_coordinator] == [None, None, None]


def test_a_repeated_task_is_due_at_the_end_of_its_first_period_without_a_check() -> None:
    weeks = [date(2026, 4, 6), date(2026, 4, 13), date(2026, 4, 20)]
    end = date(2026, 4, 24)
    assert next_day(end, (), ()) == end
    assert next_day(end, weeks, ()) == date(2026, 4, 12)
    assert next_day(end, weeks, {weeks[0]}) == date(2026, 4, 19)
    assert next_day(end, weeks, {weeks[0], weeks[1]}) == end
    assert next_day(end, weeks, set(weeks)) == end


NEW = SoFar(
    members=0,
    agencies=0,
    ungrounded=(),
    convened=False,
    held=False,
    starts_at=None,
    unanswered=(),
    unpledged=(),
    has_plan=False,
    has_draft=False,
    approved=False,
    tasks=0,
    not_accepted=(),
)


def _progress(so_far: SoFar, now: datetime = NOW) -> dict[StepName, Progress]:
    return {step.name: step.progress for step in steps(so_far, now)}


def test_a_new_case_begins_with_its_family() -> None:
    found = steps(NEW, NOW)
    first = next_step(found)
    assert first is not None
    assert first.name is StepName.DESCRIBE
    assert [step.name for step in found if step.progress is Progress.LOCKED] == [
        StepName.ANSWERS,
        StepName.PLEDGES,
        StepName.HOLD,
        StepName.PLAN,
        StepName.APPROVE,
        StepName.TASKS,
    ]


def test_a_convened_meeting_names_who_owes_what() -> None:
    convened = replace(
        NEW,
        members=3,
        agencies=2,
        ungrounded=("SVP Kompas",),
        convened=True,
        starts_at=NOW + timedelta(days=7),
        unanswered=("Beran", "Křížová"),
        unpledged=("Zeman",),
    )
    found = {step.name: step for step in steps(convened, NOW)}
    assert (found[StepName.ANSWERS].progress, found[StepName.ANSWERS].count) == (Progress.MISSING, 2)
    assert found[StepName.PLEDGES].names == ("Zeman",)
    assert found[StepName.AGENCIES].names == ("SVP Kompas",)
    assert found[StepName.HOLD].progress is Progress.LOCKED


def test_a_meeting_can_be_held_only_once_it_has_begun() -> None:
    convened = replace(NEW, members=1, agencies=2, convened=True, starts_at=NOW)
    assert _progress(convened)[StepName.HOLD] is Progress.TODO
    assert _progress(convened, NOW - timedelta(minutes=30))[StepName.HOLD] is Progress.TODO, "people gather"
    assert _progress(convened, NOW - timedelta(minutes=31))[StepName.HOLD] is Progress.LOCKED


def test_once_people_gather_nobody_asks_who_had_answered():
    silent = replace(NEW, members=1, agencies=2, convened=True, starts_at=NOW, unanswered=("Vlčková",))
    assert _progress(silent, NOW - timedelta(days=1))[StepName.ANSWERS] is Progress.MISSING
    assert _progress(silent)[StepName.ANSWERS] is Progress.DONE


def test_after_the_meeting_come_plan_approval_and_acceptance() -> None:
    held = replace(NEW, members=1, agencies=2, held=True)
    assert _progress(held)[StepName.PLAN] is Progress.TODO
    written = replace(held, has_plan=True, has_draft=True)
    assert _progress(written)[StepName.APPROVE] is Progress.TODO
    approved = replace(held, has_plan=True, approved=True, tasks=2, not_accepted=("Malá",))
    assert _progress(approved)[StepName.TASKS] is Progress.MISSING
    done = replace(approved, not_accepted=())
    assert next_step(steps(done, NOW)) is None
