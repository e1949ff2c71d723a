"""Who may be named and when: pure decisions, and the one refusal behind which nothing can be seen."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.conferences import rules_of_naming as rules

START = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
FAMILY = ("Jana", "Vlčková", "Gabriela", "Gábina", "Matěj", "Vlček", "Eva", "Roman")


@pytest.mark.parametrize("what", list(product([False, True], repeat=5)))
def test_one_sentence_whatever_is_behind_it(what: tuple[bool, ...]) -> None:
    excluded, invited, left, other_role, works_there = what
    found = rules.against_person(
        excluded=excluded, invited=invited, left=left, other_role=other_role, works_there=works_there
    )
    possible = works_there and not (excluded or invited or left or other_role)
    assert found == (() if possible else (rules.NOT_THIS_ONE,))


def test_the_coordinator_hears_each_reason() -> None:
    found = list(rules.against_invitee(name="Olga", excluded=True, invited=True, other_role=True, works_there=True))
    assert len(found) == 3
    gone = list(rules.against_invitee(name="Olga", excluded=True, invited=True, other_role=True, works_there=False))
    assert len(gone) == 1


@given(st.booleans(), st.booleans(), st.booleans())
def test_nobody_unknown_and_no_substitute_gets_in_without_a_yes(known: bool, own: bool, substitute: bool) -> None:
    waits = rules.needs_a_yes(known=known, has_own_address=own, as_substitute=substitute)
    assert waits or (known and own and not substitute)


@pytest.mark.parametrize(
    ("chosen", "name", "function", "field"),
    [(True, "", "", None), (True, "Eva", "", "name"), (False, "", "", "worker"), (False, "Eva", "", "function"),
     (False, " ", "učitelka", "worker"), (False, "Eva", "učitelka", None)],
)  # fmt: skip
def test_one_person_is_meant_and_a_new_one_has_a_function(
    chosen: bool, name: str, function: str, field: str | None
) -> None:
    found = list(rules.against_words(chosen=chosen, name=name, function=function))
    assert [one.field for one in found] == ([field] if field else [])


@pytest.mark.parametrize(("later", "possible"), [(-1, True), (0, False), (1, False)])
def test_until_the_meeting_begins(later: int, possible: bool) -> None:
    now = START + timedelta(seconds=later)
    assert bool(list(rules.against_time(starts_at=START, cancelled=False, now=now))) is not possible
    assert list(rules.against_time(starts_at=START, cancelled=True, now=now))


@pytest.mark.parametrize(
    "function",
    ["učitelka Gabriely", "kdo zná Gábinu", "třídní Matěje", "za Vlčkovy", "pomáhá Evě", "s Janou", "u Vlčka"],
)
def test_a_function_that_names_the_family_is_refused(function: str) -> None:
    (found,) = rules.against_wanted(function, "rows-0-wanted", family=FAMILY)
    assert found.field == "rows-0-wanted"


@pytest.mark.parametrize(
    "function",
    [
        "třídní učitel 8. B",
        "výchovná poradkyně",
        "školní psycholog",
        "evaluátor",
        "matikář",
        "janitor",
        "romanista",
        "",
    ],
)
def test_a_function_stays_a_function(function: str) -> None:
    assert rules.against_wanted(function, "f", family=FAMILY) == ()


@given(st.text(), st.lists(st.text(max_size=12), max_size=4))
def test_no_text_breaks_the_guard(function: str, names: list[str]) -> None:
    rules.against_wanted(function, "f", family=names)
    assert rules.namesake(function, names) or function not in names


def test_namesakes_are_the_same_without_titles_and_in_any_order() -> None:
    assert rules.namesake("Mgr. Olga Nová", ["Nová Olga, Ph.D."])
    assert not rules.namesake("Olga Nováková", ["Mgr. Olga Nová"])
