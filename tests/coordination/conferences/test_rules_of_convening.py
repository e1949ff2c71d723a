"""What stands in the way of convening, as plain values."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.conferences.rules import MeetingKind, usual_answer_day
from coordination.conferences.rules_of_convening import (
    Aim,
    Invitee,
    OtherTool,
    Unsuited,
    obstacles_to_convening,
    tool_instead,
)
from foundation.reasons import Reason

NOW = datetime(2026, 2, 23, 8, tzinfo=UTC)
AIM = Aim(goal="Tři úkoly", is_realistic=True, because="Všichni chtějí.")
IVANA = Invitee("Ivana", "skola", has_outward_reason=True, has_inward_reason=True)
JANA = Invitee("Jana", None, is_family=True)
GABINA = Invitee("Gabina", None, is_family=True, is_child=True)


def obstacles(aim: Aim = AIM, *invitees: Invitee) -> tuple[Reason, ...]:
    return obstacles_to_convening(
        aim, town_office="urad", invitees=invitees or (IVANA, JANA), starts_at=NOW + timedelta(days=8), place="Úřad",
        now=NOW,
    )  # fmt: skip


def sentences(*args: object) -> str:
    return " ".join(each.sentence % each.values for each in obstacles(*args))  # type: ignore[arg-type]


def test_a_school_and_the_mother_are_enough() -> None:
    assert obstacles() == ()


def test_every_other_tool_is_named_and_led_to_the_step_where_it_is_ticked() -> None:
    for code in Unsuited:
        found = obstacles(replace(AIM, unsuited=(code.value,)))
        assert len(found) == 1, code
        assert found[0].field == "goal"
        assert found[0].sentence.startswith("A meeting is not the right tool now")
    assert len(obstacles(replace(AIM, unsuited=tuple(code.value for code in Unsuited)))) == len(Unsuited)


def test_another_way_chosen_instead_stands_in_the_refusal() -> None:
    told = sentences(replace(AIM, is_realistic=False, other_way="Zajdeme za třídní."))
    assert "choose another way: Zajdeme za třídní." in told


def test_without_the_family_somebody_says_why() -> None:
    assert "Nobody from the family is on the list" in sentences(AIM, IVANA)
    assert obstacles(replace(AIM, without_family_because="První sladění."), IVANA) == ()
    working = replace(AIM, kind=MeetingKind.WORKING)
    assert "Nobody from the family is on the list" in sentences(working, IVANA)
    assert "and yet it is invited: Jana" in sentences(working, IVANA, JANA)


def test_whoever_is_only_informed_has_a_reason_of_their_own_or_that_of_the_whole_family() -> None:
    informed = replace(GABINA, only_informed=True)
    assert "Gabina will only be informed" in sentences(AIM, IVANA, JANA, informed)
    assert obstacles(AIM, IVANA, JANA, replace(informed, why_only_informed="Nechce.")) == ()
    alone = replace(AIM, kind=MeetingKind.WORKING, without_family_because="První sladění.")
    assert obstacles(alone, IVANA, replace(JANA, only_informed=True), informed) == ()


def test_a_meeting_led_by_the_child_needs_the_child() -> None:
    led = replace(AIM, kind=MeetingKind.LED_BY_CHILD)
    assert "needs the child" in sentences(led, IVANA, JANA)
    assert obstacles(led, IVANA, JANA, GABINA) == ()
    assert "needs the child" in sentences(led, IVANA, JANA, replace(GABINA, only_informed=True, why_only_informed="x"))


@pytest.mark.parametrize("name", ["Petr", "Alena"])
def test_a_proxy_is_admitted_only_with_a_reason(name: str) -> None:
    proxy = replace(IVANA, name=name, agency=None, proxy=True)
    assert f"{name} is an attorney or proxy" in sentences(AIM, IVANA, JANA, proxy)
    assert obstacles(AIM, IVANA, JANA, replace(proxy, admitted=True)) == ()


def test_who_comes_for_somebody_sits_beside_somebody() -> None:
    assert "beside whom Eva will sit" in sentences(AIM, IVANA, JANA, replace(IVANA, name="Eva", beside_nobody=True))


@given(
    st.builds(
        Aim, goal=st.sampled_from(["", "cíl"]), is_realistic=st.sampled_from([None, True, False]),
        because=st.sampled_from(["", "proto"]), unsuited=st.lists(st.sampled_from(list(Unsuited)), max_size=2),
        kind=st.sampled_from(list(MeetingKind)), without_family_because=st.sampled_from(["", "proto"]),
    ),
    st.lists(st.sampled_from([IVANA, JANA, GABINA, replace(JANA, only_informed=True), replace(IVANA, excluded=True)])),
)  # fmt: skip
def test_each_obstacle_leads_to_a_step_of_the_preparation(aim: Aim, invitees: list[Invitee]) -> None:
    found = obstacles_to_convening(
        aim, town_office="urad", invitees=invitees, starts_at=None, place="", now=NOW
    )  # fmt: skip
    assert {each.field for each in found} <= {"goal", "people", "time"}
    assert [each for each in found if each.field == "time"]
    assert bool(aim.goal) or any("realistic goal is missing" in each.sentence for each in found)


@given(st.lists(st.sampled_from(list(Unsuited)), unique=True))
def test_every_mark_names_a_tool_and_danger_comes_before_all(marks: list[Unsuited]) -> None:
    tool = tool_instead(marks)
    assert (tool is None) == (not marks)
    if Unsuited.ACUTE_DANGER in marks:
        assert tool is OtherTool.PROTECT
    assert tool_instead([*marks, "unheard of"]) is tool


@pytest.mark.parametrize(
    ("meets_on", "today", "by"),
    [
        (date(2026, 3, 5), date(2026, 2, 23), date(2026, 3, 2)),
        (date(2026, 3, 3), date(2026, 2, 23), date(2026, 2, 27)),
        (date(2026, 3, 4), date(2026, 2, 23), date(2026, 2, 27)),
        (date(2026, 3, 3), date(2026, 3, 1), date(2026, 3, 1)),
        (date(2026, 3, 3), date(2026, 3, 9), date(2026, 3, 3)),
    ],
)
def test_people_answer_three_days_before_and_never_on_a_weekend_unless_it_is_today(
    meets_on: date, today: date, by: date
) -> None:
    assert usual_answer_day(meets_on, today) == by
