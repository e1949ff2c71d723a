"""Preparing a conference in five steps: the goal, the people, when and where, what to bring, check and send."""

from coordination.conferences.preparing import bring, check, goal, other_way, people, when

__all__ = ["bring", "check", "goal", "other_way", "people", "when"]
