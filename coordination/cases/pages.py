"""Where the pages of cases (případ) are announced; each aspect has its own room beside."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from foundation import access

pages = Blueprint("cases", __name__)

Answer = str | Response | tuple[str, int]


def by() -> str:
    """Whoever does the deed, as the log book names them."""
    return access.actor().key


def options(names: dict[str, Any], codes: Collection[str] | None = None) -> list[tuple[str, Any]]:
    """Code words with their names as a field offers them; `codes` narrows them."""
    return [(str(code), name) for code, name in names.items() if codes is None or code in codes]
