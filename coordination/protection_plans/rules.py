"""When a child protection plan is due, and when its day is near."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta

from foundation.reasons import Reason, reason

NEAR = timedelta(days=7)
"""How long before its day the plan stands on the coordinator's first page."""


def due_on(registered_on: date) -> date:
    """The last day for the plan: one calendar month after the child was registered, on the last day of a shorter
    month (domain.md 2)."""
    year, month = divmod(registered_on.month, 12)
    year, month = registered_on.year + year, month + 1
    return date(year, month, min(registered_on.day, monthrange(year, month)[1]))


def is_near(registered_on: date, drawn_up_on: date | None, today: date) -> bool:
    """Whether somebody has to think of it now."""
    return drawn_up_on is None and due_on(registered_on) - NEAR <= today


def against_dates(registered_on: date | None, drawn_up_on: date | None, today: date) -> list[Reason]:
    """What is wrong with the two days of a child protection plan."""
    wrong = []
    if registered_on is None:
        wrong.append(reason("Write on which day the child was registered.", "registered_on"))
    elif registered_on > today:
        wrong.append(reason("This day is still to come.", "registered_on"))
    if drawn_up_on is not None and drawn_up_on > today:
        wrong.append(reason("This day is still to come.", "drawn_up_on"))
    elif drawn_up_on is not None and registered_on is not None and drawn_up_on < registered_on:
        wrong.append(reason("The plan cannot be older than the registration.", "drawn_up_on"))
    return wrong


def concerns(members: Collection[str], child: str) -> bool:
    """Whether a task is about a child: named with it, or about the family as a whole."""
    return not members or child in members
