"""Where the pages of a town (město) are announced; each aspect has its own room beside."""

from flask import Blueprint

from foundation import access

pages = Blueprint("towns", __name__)
SETTINGS = "town_settings_wordings"


def by() -> str:
    """Whoever does the deed, as the log book names them."""
    return access.actor().key
