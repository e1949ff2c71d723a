"""Reminders (připomínky): who is written or called before a meeting, when, and never twice about one thing in a day."""
