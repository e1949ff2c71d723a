"""One scale for everybody: numbers for goals, three of them in words for tasks and for a child."""

from hypothesis import given
from hypothesis import strategies as st

from coordination.evaluation.rules_of_judging import (
    IN_NUMBERS,
    IN_THREE,
    About,
    Rung,
    Word,
    against_judging,
    field_of,
    marks_for,
    rung,
)

ASKED = {"whole": IN_NUMBERS, "task_1": IN_THREE}


@given(st.sampled_from(IN_NUMBERS))
def test_every_number_has_a_word_and_a_higher_one_never_a_lower_word(mark: int) -> None:
    rungs = list(Rung)
    assert mark == 10 or rungs.index(rung(mark)) <= rungs.index(rung(mark + 1))
    assert (rung(0), rung(5), rung(10)) == (Rung.NOTHING, Rung.HALF, Rung.FULLY)


def test_a_child_answers_everything_in_three_words_that_lie_on_the_same_scale() -> None:
    assert set(marks_for(About.GOAL, by_child=True)) < set(marks_for(About.GOAL))
    assert marks_for(About.TASK) == marks_for(About.TASK, by_child=True) == IN_THREE


def test_one_answer_is_enough_and_none_is_not() -> None:
    assert against_judging({"whole": Word(None, " ")}, ASKED, " ")
    assert not against_judging({"whole": Word(0)}, ASKED, "")
    assert not against_judging({"whole": Word(None)}, ASKED, "Docházení do SVP.")


@given(st.integers(-20, 20))
def test_nobody_answers_beside_the_scale(mark: int) -> None:
    assert bool(against_judging({"task_1": Word(mark)}, ASKED, "")) == (mark not in IN_THREE)
    assert bool(against_judging({"whole": Word(mark)}, ASKED, "")) == (mark not in range(11))


def test_nobody_answers_what_was_not_asked() -> None:
    assert against_judging({field_of(About.TASK, 7): Word(5)}, ASKED, "")
