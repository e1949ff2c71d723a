"""The steps of a checklist, and what a special procedure asks for."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from agencies.can.rules import (
    MOST_STEPS,
    against_beginning,
    against_checklist,
    against_ending,
    against_ticking,
    steps_of,
)

WORDS = st.text(st.characters(categories=("L", "N")), min_size=1)


@given(st.lists(WORDS, min_size=1, max_size=20))
def test_each_line_with_a_dash_is_a_step_and_nothing_else(words: list[str]) -> None:
    text = "Úvod.\n\n" + "\n".join(f"- {word}\nvysvětlení" for word in words)
    assert steps_of(text) == tuple(words)


def test_a_checklist_needs_a_step_and_can_be_too_long() -> None:
    assert [one.field for one in against_checklist("Jen slova.\n- \n-bez mezery")] == ["text"]
    assert not against_checklist("- krok")
    assert not against_checklist("- krok\n" * MOST_STEPS)
    assert against_checklist("- krok\n" * (MOST_STEPS + 1))


def test_the_procedure_begins_with_words_and_ends_with_a_reason() -> None:
    assert [one.field for one in against_beginning(" ", runs=False)] == ["concern"]
    assert against_beginning("Modřiny na ruce.", runs=True)
    assert not against_beginning("Modřiny na ruce.", runs=False)
    assert [one.field for one in against_ending("\n")] == ["because"]
    assert not against_ending("Podezření se nepotvrdilo.")


def test_a_step_is_ticked_once_and_while_the_procedure_holds() -> None:
    steps, ended = ("první", "druhý"), datetime(2026, 3, 3, tzinfo=UTC)
    assert not against_ticking(2, steps, done=False, ended_at=None)
    for number, done, at in ((0, False, None), (3, False, None), (1, True, None), (1, False, ended)):
        assert against_ticking(number, steps, done=done, ended_at=at)
