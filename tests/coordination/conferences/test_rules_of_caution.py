"""What is said before a meeting is convened and does not forbid it, as plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.conferences import rules_of_caution as rules
from coordination.conferences.rules_of_caution import CONVENES, LEADS, WRITES, Caution, Dated, Duties
from foundation.reasons import reason

TODAY = date(2026, 2, 23)


def of_day(days: int, **facts: object) -> list[str]:
    dated = Dated(today=TODAY, meets_on=TODAY + timedelta(days=days), shown="Neděle", next_working="pondělí", **facts)  # type: ignore[arg-type]
    return [each.reason.sentence % each.reason.values for each in rules.of_day(dated)]


@pytest.mark.parametrize(
    ("days", "school", "said"),
    [
        (6, False, "Fewer than 7 days"),
        (7, False, ""),
        (9, True, "Fewer than 10 days"),
        (10, True, ""),
        (31, True, ""),
        (32, False, "more than a month away"),
    ],
)
def test_people_learn_of_it_in_time_and_do_not_wait_long(days: int, school: bool, said: str) -> None:
    found = " ".join(of_day(days, school=school))
    assert said in found
    assert bool(said) == bool(found)


def test_a_weekend_and_a_holiday_name_the_next_working_day() -> None:
    assert of_day(14, weekend=True) == ["Neděle is a weekend. Choose pondělí, or write why it should be so."]
    assert of_day(14, weekend=True, holiday=True) == [
        "Neděle is a public holiday. Choose pondělí, or write why it should be so."
    ]


@pytest.mark.parametrize(
    ("leads", "writes", "together"),
    [
        (["Petr"], ["Tereza"], {}),
        ([], ["Tereza"], {"Lenka": (CONVENES, LEADS)}),
        ([], [], {"Lenka": (CONVENES, LEADS, WRITES)}),
        (["Petr"], [], {}),
        (["Tereza"], ["Tereza"], {"Tereza": (LEADS, WRITES)}),
    ],
)
def test_roles_that_should_be_apart(
    leads: list[str], writes: list[str], together: dict[str, tuple[str, ...]]
) -> None:  # fmt: skip
    assert rules.held_together(Duties("Lenka", leads, writes)) == together


@pytest.mark.parametrize(("workers", "family", "said"), [(8, 2, False), (9, 2, True), (5, 1, True), (20, 0, False)])
def test_parents_do_not_face_a_crowd(workers: int, family: int, said: bool) -> None:
    assert bool(list(rules.of_ratio(workers=workers, family=family))) is said


def test_before_a_court_the_parents_are_there() -> None:
    assert list(rules.of_court(before_court=True, parents_come=False))
    assert not list(rules.of_court(before_court=True, parents_come=True))
    assert not list(rules.of_court(before_court=False, parents_come=False))


@given(st.lists(st.booleans()), st.text(max_size=5))
def test_a_reason_is_asked_exactly_where_a_caution_asks_why(asking: list[bool], despite: str) -> None:
    cautions = [Caution(reason("x"), asks_why=each) for each in asking]
    assert bool(rules.why_missing(cautions, despite)) == (any(asking) and not despite.strip())


def test_mailboxes_that_carry_no_pledge_or_no_letter_are_named() -> None:
    said = list(rules.of_mailboxes(shared=["Josef", "Jana"], without=["Petr"]))
    assert [one.reason.values for one in said] == [{"names": "Josef, Jana"}, {"names": "Petr"}]
    assert not any(one.asks_why for one in said), "nobody is kept from convening by a mailbox"
    assert not list(rules.of_mailboxes(shared=[], without=[]))
