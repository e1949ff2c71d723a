"""Where the pages of conferences (případová konference) are announced; each aspect has its own room beside."""

from flask import Blueprint

from foundation import access

pages = Blueprint("conferences", __name__)


def by() -> str:
    """Whoever does the deed, as the log book names them."""
    return access.actor().key
