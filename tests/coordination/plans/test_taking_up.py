"""An accepted offer becomes a task; here only how its words are cut, the way itself is walked from the table."""

from hypothesis import given
from hypothesis import strategies as st

from coordination.plans.actions.taking_up import LONGEST, shortened


@given(st.text())
def test_a_task_takes_one_line_of_an_offer_cut_at_a_word(text: str) -> None:
    task = shortened(text)
    assert len(task) <= LONGEST
    assert task == " ".join(task.split())
    whole = " ".join(text.split())
    assert task == whole or (task.endswith("…") and whole.startswith(task[:-1].rstrip(",;:–-")))


def test_a_long_offer_keeps_whole_words() -> None:
    assert shortened("slovo " * 40).endswith("slovo…")
