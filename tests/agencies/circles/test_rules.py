"""One key worker at every instant, only forwards, and nobody who is kept out."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from agencies.circles.rules import (
    ExclusionKind,
    HandOverReason,
    Held,
    Relation,
    State,
    against_excluding,
    against_handing_over,
    against_joining,
    against_person,
    key_worker_at,
    may_move,
)

START = datetime(2026, 2, 9, 8, tzinfo=UTC)
HANA, ONDREJ = UUID(int=1), UUID(int=2)


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=8), st.integers(0, 90_000))
def test_there_is_exactly_one_key_worker_at_any_instant_after_the_first(lengths: list[int], later: int) -> None:
    """The end of one is the beginning of the next, so that no instant has none or two (S1-24)."""
    chain, at = [], START
    for place, minutes in enumerate(lengths):
        ends = at + timedelta(minutes=minutes)
        chain.append(Held(UUID(int=place), at, ends if place < len(lengths) - 1 else None))
        at = ends
    instant = START + timedelta(minutes=later)
    holding = [held for held in chain if held.from_at <= instant and (held.to_at is None or instant < held.to_at)]
    assert len(holding) == 1
    assert key_worker_at(chain, instant) == holding[0].worker_id
    assert key_worker_at(chain, START - timedelta(seconds=1)) is None


@given(st.sampled_from(State), st.sampled_from(State))
def test_a_file_never_goes_back(state: State, to: State) -> None:
    order = list(State)
    assert may_move(state, to) == (state is not State.CLOSED and order.index(to) > order.index(state))


def test_a_hand_over_names_everything_that_is_missing_at_once() -> None:
    wrong = against_handing_over(None, None, HANA, at_service=False, excluded=False, name="")
    assert [one.field for one in wrong] == ["worker", "because"]
    order = HandOverReason.ORDER
    assert against_handing_over(order, ONDREJ, HANA, at_service=True, excluded=False, name="Ondřej") == []
    assert against_handing_over(order, HANA, HANA, at_service=True, excluded=False, name="Hana")
    assert against_handing_over(order, ONDREJ, HANA, at_service=True, excluded=True, name="Ondřej")
    assert against_handing_over(order, ONDREJ, HANA, at_service=False, excluded=False, name="Ondřej")


def test_whoever_is_kept_out_joins_no_team() -> None:
    assert against_joining("Zora", at_service=True, excluded=True, already=False)
    assert against_joining("Zora", at_service=False, excluded=False, already=False)
    assert against_joining("Zora", at_service=True, excluded=False, already=True)
    assert not against_joining("Zora", at_service=True, excluded=False, already=False)


def test_a_key_worker_is_kept_out_only_after_the_hand_over() -> None:
    kind = ExclusionKind.PERSONAL_RELATION
    assert against_excluding("Zora", kind, key_worker=True, already=False)
    assert against_excluding("Zora", kind, key_worker=False, already=True)
    assert against_excluding("Zora", None, key_worker=False, already=False)
    assert not against_excluding("Zora", kind, key_worker=False, already=False)


def test_a_file_has_one_mother() -> None:
    assert against_person("Zuzana", Relation.MOTHER, [Relation.MOTHER])
    assert against_person(" ", None, [])
    assert not against_person("Klára", Relation.CHILD, [Relation.CHILD])
