"""The deeds of evaluation: say how the plan goes, close a case, open it again."""

from coordination.evaluation.actions.closing import HowItEnds, close, reopen
from coordination.evaluation.actions.judging import Judged, judge, judge_as_said, judge_at_home

__all__ = ["HowItEnds", "Judged", "close", "judge", "judge_as_said", "judge_at_home", "reopen"]
