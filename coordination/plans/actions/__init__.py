"""The deeds of a plan, by aspect: begin it, write it, approve it, record words and conditions, hand out copies."""

from coordination.plans.actions.approving import approve, obstacles
from coordination.plans.actions.beginning import begin, begin_new_version
from coordination.plans.actions.papers import Paper, ground_of, hand_over, open_paper
from coordination.plans.actions.promising import (
    CommitmentDraft,
    ConditionDraft,
    remove_commitment,
    remove_condition,
    write_commitment,
    write_condition,
)
from coordination.plans.actions.recording import Recorded, SaidWord, record_condition, record_words
from coordination.plans.actions.taking_up import take_up
from coordination.plans.actions.watching import RiskDraft, remove_risk, write_risk
from coordination.plans.actions.writing import (
    EvaluationText,
    GoalText,
    TaskDraft,
    remove_goal,
    remove_task,
    write_evaluation,
    write_goal,
    write_task,
)

__all__ = [
    "CommitmentDraft",
    "ConditionDraft",
    "EvaluationText",
    "GoalText",
    "Paper",
    "Recorded",
    "RiskDraft",
    "SaidWord",
    "TaskDraft",
    "approve",
    "begin",
    "begin_new_version",
    "ground_of",
    "hand_over",
    "obstacles",
    "open_paper",
    "record_condition",
    "record_words",
    "remove_commitment",
    "remove_condition",
    "remove_goal",
    "remove_risk",
    "remove_task",
    "take_up",
    "write_commitment",
    "write_condition",
    "write_evaluation",
    "write_goal",
    "write_risk",
    "write_task",
]
