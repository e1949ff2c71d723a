"""What makes a plan likely to fail, tried alone: every hint is explained and goes away once it is mended."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.plans.rules_of_hints import MOST_FOR_FAMILY, Hint, HintedTask, hints
from foundation.working_days import is_working, next_working

GOOD = HintedTask(
    1, "Podá žádost o náhradní výživné", "potvrzení o podání", "Jana Vlčková", of_family=True, helpers=1,
    last_day=date(2026, 3, 31),
)  # fmt: skip
IF_NOT = "Zavoláme si týž den."

words = st.text("abcčdeě ščřž.", max_size=40)
tasks = st.lists(
    st.builds(
        HintedTask,
        number=st.integers(1, 40),
        text=words | st.sampled_from(["Zlepšit docházku", "Zavolá matce", "Zkouška z češtiny"]),
        criterion=words,
        person=st.sampled_from(["", "Alena", "Jana", "Lenka"]),
        of_family=st.booleans(),
        helpers=st.integers(0, 2),
        last_day=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        waits_until=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    ),
    max_size=12,
    unique_by=lambda task: task.number,
)


def said(found: tuple[Hint, ...]) -> list[str]:
    return [hint.reason.sentence % hint.reason.values for hint in found]


def test_a_good_plan_gets_no_advice() -> None:
    assert hints([GOOD], what_if_not=IF_NOT) == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Zlepšit docházku", "zlepšit"), ("Škola se bude snažit", "snažit"), ("Řešit dluhy", "řešit"),
        ("Matka zváží terapii", "zváží"), ("Spolupracovat se školou", "spolupracovat"),
        ("Průběžně hlídat", "průběžně"), ("Improve attendance", "improve"), ("Try to call", "try"),
    ],
)  # fmt: skip
def test_a_vague_word_is_named(text: str, word: str) -> None:
    (found,) = hints([replace(GOOD, text=text)], what_if_not=IF_NOT)
    assert found.task == 1
    assert found.reason.values == {"word": word}


@pytest.mark.parametrize(
    "text", ["Podá zkoušku z češtiny", "Napíše řešení úlohy", "Zavolá matce", "Doprovodí Elišku", "Zajistí kroužek"]
)
def test_a_plain_verb_is_left_alone(text: str) -> None:
    assert hints([replace(GOOD, text=text)], what_if_not=IF_NOT) == ()


@pytest.mark.parametrize("sign", ["hotovo", "Splněno.", "uvidíme", GOOD.text])
def test_a_sign_that_says_nothing_is_no_sign(sign: str) -> None:
    (found,) = hints([replace(GOOD, criterion=sign)], what_if_not=IF_NOT)
    assert found.reason.sentence.startswith("Nobody can tell when the task is done.")


def test_no_sign_at_all_is_no_hint_for_the_plan_cannot_be_approved_without_one() -> None:
    assert hints([replace(GOOD, criterion="")], what_if_not=IF_NOT) == ()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 4, 6), "6. 4. 2026 is a public holiday. Better choose 7. 4. 2026."),
        (date(2026, 3, 28), "28. 3. 2026 is a weekend. Better choose 30. 3. 2026."),
    ],
)
def test_a_day_on_which_nobody_works_names_the_next_one(day: date, sentence: str) -> None:
    assert said(hints([replace(GOOD, last_day=day)], what_if_not=IF_NOT)) == [sentence]


def test_a_task_that_is_due_before_the_one_it_waits_for_is_told() -> None:
    late = replace(GOOD, waits_until=date(2026, 4, 2))
    assert said(hints([late], what_if_not=IF_NOT)) == [
        "The task is due on 31. 3. 2026 but waits for another one until 2. 4. 2026. Move one of the dates."
    ]


def test_one_person_who_carries_most_of_the_plan_is_told_of() -> None:
    heavy = [replace(GOOD, number=number, person="Alena", helpers=0, of_family=False) for number in range(1, 4)]
    assert said(hints(heavy, what_if_not=IF_NOT)) == [
        "Alena has 3 of 3 tasks. Share them out, or add who will help."
    ]  # fmt: skip
    assert hints([replace(task, helpers=1) for task in heavy], what_if_not=IF_NOT) == ()
    assert hints(heavy[:2], what_if_not=IF_NOT) == ()


def test_a_family_with_too_many_tasks_and_an_offer_without_a_task_and_no_way_out_are_told_of() -> None:
    many = [replace(GOOD, number=number, person=f"člen {number}") for number in range(1, MOST_FOR_FAMILY + 2)]
    found = said(hints(many, what_if_not=" ", offers=["Přístav", "Přístav"]))
    assert found == [
        "The family has 6 tasks at once, 5 is as many as people manage. "
        "Put off what can wait, or give a task to an agency.",
        "Přístav offers help but has no task. Turn the offer into a task.",
        "What follows if a task fails is missing. Write who calls whom and what you try next.",
    ]
    assert said(hints(many[1:], what_if_not=IF_NOT)) == []


@given(tasks, words, st.lists(st.sampled_from(["Přístav", "Kompas"])))
def test_advice_never_fails_and_is_about_tasks_of_the_plan(
    plan: list[HintedTask], if_not: str, offers: list[str]
) -> None:
    found = hints(plan, what_if_not=if_not, offers=offers)
    assert {hint.task for hint in found} <= {None, *(task.number for task in plan)}
    assert all(hint.reason.sentence % hint.reason.values for hint in found)
    assert len(set(said(found))) == len(said(found)) or any(hint.task for hint in found)


@given(tasks, words, st.randoms())
def test_the_order_of_the_tasks_does_not_matter(plan: list[HintedTask], if_not: str, chance: object) -> None:
    shuffled = list(plan)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random, said so only by hypothesis
    assert set(said(hints(plan, what_if_not=if_not))) == set(said(hints(shuffled, what_if_not=if_not)))


@given(tasks)
def test_every_hint_about_a_task_goes_away_once_it_is_mended(plan: list[HintedTask]) -> None:
    mended = [
        replace(
            task, text=GOOD.text, criterion=GOOD.criterion, waits_until=None,
            last_day=next_working(task.last_day) if task.last_day and not is_working(task.last_day) else task.last_day,
        )
        for task in plan
    ]  # fmt: skip
    assert [hint for hint in hints(mended, what_if_not=IF_NOT) if hint.task] == []
