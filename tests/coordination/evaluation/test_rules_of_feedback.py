"""Three short answers, after the meeting."""

import pytest

from coordination.evaluation.rules_of_feedback import Again, Slip, against_feedback


@pytest.mark.parametrize("slip", [Slip(heard=0), Slip(at_ease=5), Slip(again=Again.NO), Slip(words="Moc dlouhé.")])
def test_one_answer_is_enough_once_the_meeting_has_begun(slip: Slip) -> None:
    assert not against_feedback(slip, begun=True)
    assert against_feedback(slip, begun=False)


def test_nothing_is_no_answer_and_nobody_answers_beside_the_scale() -> None:
    assert against_feedback(Slip(words=" "), begun=True)
    assert against_feedback(Slip(heard=7), begun=True)
