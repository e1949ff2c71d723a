"""The meeting ahead, and a mail system that refuses whom the story names."""

from tests.coordination.reminders.conftest import Ahead, ahead, ahead_on_each, subject, text

__all__ = ["Ahead", "ahead", "ahead_on_each", "subject", "text"]
