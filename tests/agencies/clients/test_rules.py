"""Everything heard before counselling opens, a verdict on each expectation, one signature of each adult."""

from hypothesis import given
from hypothesis import strategies as st

from agencies.circles.rules import Relation, State
from agencies.clients.rules import (
    ADULTS,
    Expectation,
    Point,
    against_asking_for_mediation,
    against_consent,
    against_opening,
    against_order,
)

NAMES = {point: str(point) for point in Point}


@given(st.sets(st.sampled_from(Point)), st.sampled_from(State))
def test_the_process_opens_only_when_everything_was_told(told: set[Point], state: State) -> None:
    allowed = state is State.ASSESSMENT_DONE and told == set(Point)
    assert (not against_opening(state, told, NAMES)) == allowed


def test_what_was_not_heard_is_named() -> None:
    (why,) = against_opening(State.ASSESSMENT_DONE, set(Point) - {Point.RULES, Point.METHODS}, NAMES)
    assert why.values["points"] == "methods, rules"


@given(st.lists(st.tuples(st.text(min_size=1), st.sampled_from([True, False, None]), st.text()), max_size=4))
def test_each_expectation_has_a_verdict_and_a_no_its_reason(rows: list[tuple[str, bool | None, str]]) -> None:
    expected = [Expectation(*row) for row in rows]
    wrong = against_order("Hádky.", expected, because="", first=True)
    whole = bool(rows) and all(
        verdict is True or (verdict is False and why.strip()) for _text, verdict, why in rows
    )  # fmt: skip
    assert (not wrong) == whole


def test_a_changed_order_says_why() -> None:
    expected = [Expectation("dohoda", True)]
    assert not against_order("Péče.", expected, because="", first=True)
    assert [one.field for one in against_order("Péče.", expected, because=" ", first=False)] == ["because"]


@given(st.sampled_from(State), st.sampled_from(Relation), st.booleans(), st.booleans())
def test_only_an_adult_with_an_order_signs_once(state: State, relation: Relation, order: bool, signed: bool) -> None:
    wrong = against_consent(state, relation, has_order=order, signed=signed)
    may = state in (State.PROCESS_OPENED, State.CLIENT) and relation in ADULTS and order and not signed
    assert (not wrong) == may


def test_mediation_is_for_two() -> None:
    assert against_asking_for_mediation([Relation.MOTHER, Relation.CHILD])
    assert not against_asking_for_mediation([Relation.MOTHER, Relation.FATHER])
