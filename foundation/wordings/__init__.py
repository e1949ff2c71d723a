"""Texts that are signed or handed out: shipped or a town's own, never changed once written, confirmed by each town."""

from foundation.wordings.blanks import blanks, filled, unfilled
from foundation.wordings.models import (
    Wording,
    WordingConfirmed,
    WordingTakenBack,
    confirmed,
    current,
    line_of,
    next_number,
    still_opens,
)
from foundation.wordings.shipping import Shipped, load_shipped, shipped
from foundation.wordings.writing import NewVersion, confirm, obstacles, take_back, write

__all__ = [
    "NewVersion", "Shipped", "Wording", "WordingConfirmed", "WordingTakenBack", "blanks", "confirm", "confirmed",
    "current", "filled", "line_of", "load_shipped", "next_number", "obstacles", "shipped", "still_opens", "take_back",
    "unfilled", "write",
]  # fmt: skip
