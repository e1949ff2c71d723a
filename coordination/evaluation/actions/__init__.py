"""The deeds of evaluation: say how the plan goes and how a meeting was, close a case, open it again."""

from coordination.evaluation.actions.closing import HowItEnds, close, reopen
from coordination.evaluation.actions.feedback import (
    ask_for_feedback,
    feedback_at_home,
    give_feedback,
    write_feedback_down,
)
from coordination.evaluation.actions.judging import Judged, judge, judge_as_said, judge_at_home

__all__ = [
    "HowItEnds", "Judged", "ask_for_feedback", "close", "feedback_at_home", "give_feedback", "judge", "judge_as_said",
    "judge_at_home", "reopen", "write_feedback_down",
]  # fmt: skip
