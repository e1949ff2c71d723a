"""What an intervision asks for, on plain values."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.intervisions import rules
from foundation.reasons import Reason

HANA, ONDREJ, JAN, ZORA = uuid4(), uuid4(), uuid4(), uuid4()
NAMES = {HANA: "Hana", ONDREJ: "Ondřej", JAN: "Jan", ZORA: "Zora"}
TEAM = {HANA, ONDREJ}


def against(*who: UUID) -> list[Reason]:
    return rules.against_participants({each: NAMES[each] for each in who}, TEAM, {ZORA})


def test_two_workers_of_the_file_talk_it_over() -> None:
    assert against(HANA, ONDREJ) == []
    assert [why.field for why in against(HANA)] == ["participants"]
    assert len(against()) == 1


def test_each_who_does_not_belong_is_refused_by_name() -> None:
    wrong = against(HANA, JAN, ZORA)
    assert [why.values["name"] for why in wrong] == ["Jan", "Zora"]
    assert "did not work with the file" in wrong[0].sentence
    assert "cannot work on this case" in wrong[1].sentence


@given(st.sets(st.sampled_from(sorted(NAMES))))
def test_nobody_outside_the_team_ever_takes_part(who: set[UUID]) -> None:
    assert bool(against(*who)) == (not who <= TEAM or len(who) < rules.AT_LEAST)


@pytest.mark.parametrize(
    ("ahead", "discussed", "fields"),
    [(0, "Jak dál.", []), (1, "Jak dál.", ["held_on"]), (-30, "Jak dál.", ["held_on"]), (0, " ", ["discussed"])],
)
def test_a_record_has_its_day_and_what_was_discussed(ahead: int, discussed: str, fields: list[str]) -> None:
    today = date(2026, 3, 10)
    wrong = rules.against_writing(
        today + timedelta(days=ahead), discussed, today=today, since=today - timedelta(days=20)
    )
    assert [why.field for why in wrong] == fields


def test_everything_that_is_missing_is_said_at_once() -> None:
    today = date(2026, 3, 10)
    assert [why.field for why in rules.against_writing(None, "", today=today, since=today)] == ["held_on", "discussed"]


def test_a_record_is_finished_once_and_with_conclusions() -> None:
    assert rules.against_finishing("Shodli jsme se.", finished=False) == []
    assert [why.field for why in rules.against_finishing(" ", finished=False)] == ["conclusions"]
    assert rules.against_finishing("Shodli jsme se.", finished=True)
    assert rules.against_mending(finished=True)


def test_the_report_goes_a_year_back_and_not_before_the_first_file() -> None:
    today = date(2026, 3, 31)
    assert list(rules.months(today, date(2026, 2, 2))) == [date(2026, 3, 1), date(2026, 2, 1)]
    assert not list(rules.months(today, None))
    year = list(rules.months(today, date(2020, 1, 1)))
    assert (len(year), year[-1]) == (12, date(2025, 4, 1))
