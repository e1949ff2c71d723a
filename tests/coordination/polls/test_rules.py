"""How the answers are weighed, and when a date needs a reason."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from coordination.polls import rules
from coordination.polls.rules import Suits, Voter, weighed

NOW = datetime(2026, 2, 16, 8, 0, tzinfo=UTC)
TODAY = date(2026, 2, 16)
MOTHER = Voter(uuid4(), "Jana Vlčková", "", True)
TEACHER = Voter(uuid4(), "Mgr. Ivana Součková", "ZŠ Na Kopci", False)
OFFICER = Voter(uuid4(), "Bc. Petr Novák", "PMS", False)


def span(day: int, hour: int = 13) -> tuple[UUID, datetime, datetime]:
    starts = datetime(2026, 3, day, hour, 0, tzinfo=UTC)
    return uuid4(), starts, starts + timedelta(hours=2)


def sentences(found: list[rules.Reason]) -> list[str]:
    return [each.sentence for each in found]


def test_the_familys_no_weighs_more_than_everybody_elses() -> None:
    early, late = span(3), span(4)
    said = {
        (early[0], MOTHER.id): Suits.NO, (early[0], TEACHER.id): Suits.YES, (early[0], OFFICER.id): Suits.YES,
        (late[0], MOTHER.id): Suits.IF_NEED_BE, (late[0], TEACHER.id): Suits.NO, (late[0], OFFICER.id): Suits.NO,
    }  # fmt: skip
    found = weighed([early, late], [MOTHER, TEACHER, OFFICER], said)
    assert [each.option for each in found] == [late[0], early[0]]
    assert found[0].may_write == [TEACHER, OFFICER]
    assert found[1].without_family == [MOTHER]


def test_of_two_equal_dates_the_earlier_one_is_proposed() -> None:
    late, early = span(5), span(4)
    said = {(each[0], one.id): Suits.YES for each in (late, early) for one in (MOTHER, TEACHER)}
    assert rules.best(weighed([late, early], [MOTHER, TEACHER], said)).option == early[0]  # type: ignore[union-attr]


def test_nothing_is_proposed_before_anybody_has_answered_or_when_nobody_can() -> None:
    only = span(4)
    assert rules.best(weighed([only], [MOTHER], {})) is None
    assert rules.best(weighed([only], [MOTHER], {(only[0], MOTHER.id): Suits.NO})) is None
    assert rules.best([]) is None


def test_a_date_without_the_family_asks_why() -> None:
    only = span(4)
    for said in ({}, {(only[0], MOTHER.id): Suits.NO}):
        chosen = weighed([only], [MOTHER, TEACHER], said)[0]
        assert [each.field for each in rules.against_choosing(chosen, " ", now=NOW)] == ["why"]
        assert not rules.against_choosing(chosen, "Matka pošle babičku.", now=NOW)
    willing = weighed([only], [MOTHER, TEACHER], {(only[0], MOTHER.id): Suits.IF_NEED_BE})[0]
    assert not rules.against_choosing(willing, "", now=NOW)
    assert rules.against_choosing(willing, "", now=only[1])


def test_dates_are_two_to_eight_all_different_and_answered_before_the_first() -> None:
    one, other = span(3)[1:], span(4)[1:]
    days = [date(2026, 3, 3), date(2026, 3, 4)]
    assert not rules.against_offering([one, other], date(2026, 3, 2), today=TODAY, days=days)
    assert len(rules.against_offering([one], date(2026, 3, 2), today=TODAY, days=days[:1])) == 1
    assert len(rules.against_offering([one, one], date(2026, 3, 2), today=TODAY, days=days[:1])) == 1
    for wrong in (None, date(2026, 2, 15), date(2026, 3, 3)):
        assert [each.field for each in rules.against_offering([one, other], wrong, today=TODAY, days=days)] == [
            "answer_by"
        ]


def test_a_month_is_the_horizon() -> None:
    assert not rules.is_far(TODAY + timedelta(days=31), today=TODAY)
    assert rules.is_far(TODAY + timedelta(days=32), today=TODAY)


def test_nobody_is_reminded_twice_in_a_day_but_whoever_is_new_is_asked() -> None:
    yesterday = TODAY - timedelta(days=1)
    assert not rules.against_asking_again(yesterday, today=TODAY, silent=2, new=0)
    assert rules.against_asking_again(TODAY, today=TODAY, silent=2, new=0)
    assert not rules.against_asking_again(TODAY, today=TODAY, silent=2, new=1)
    assert rules.against_asking_again(yesterday, today=TODAY, silent=0, new=0)


@given(st.lists(st.tuples(*[st.sampled_from([None, *Suits])] * 3), min_size=1, max_size=6))
def test_everybody_stands_under_each_date_exactly_once(answers: list[tuple[Suits | None, ...]]) -> None:
    voters, spans = [MOTHER, TEACHER, OFFICER], [span(3 + index) for index in range(len(answers))]
    said = {
        (each[0], voter.id): word
        for each, words in zip(spans, answers, strict=True)
        for voter, word in zip(voters, words, strict=True)
        if word is not None
    }
    found = weighed(spans, voters, said)
    assert sorted(each.starts_at for each in found) == [each[1] for each in spans]
    for each in found:
        everybody = [*each.yes, *each.if_need_be, *each.no, *each.silent]
        assert sorted(one.name for one in everybody) == sorted(one.name for one in voters)
    family_noes = [sum(one.family for one in each.no) for each in found]
    assert family_noes == sorted(family_noes)


def test_dates_all_beyond_a_month_are_offered_only_when_that_is_meant() -> None:
    near, far = TODAY + timedelta(days=31), TODAY + timedelta(days=32)
    spans = [span(3)[1:], span(4)[1:]]
    answer_by = TODAY + timedelta(days=7)
    wrong = rules.against_offering(spans, answer_by, today=TODAY, days=[far, far])
    assert [each.field for each in wrong] == ["far"]
    assert not rules.against_offering(spans, answer_by, today=TODAY, days=[near, far])
    assert not rules.against_offering(spans, answer_by, today=TODAY, days=[far, far], far_is_meant=True)
