"""The blanks of a wording: the names between braces that a town's settings fill in."""

import re
from collections.abc import Callable, Mapping

from foundation.reasons import Reason, reason

_BLANK = re.compile(r"\{(?P<name>[^{}]+)\}")


def blanks(text: str) -> tuple[str, ...]:
    """The names between braces that a wording leaves to be filled in."""
    return tuple(found["name"] for found in _BLANK.finditer(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The wording with its blanks filled; a blank without a value stays as it is (see `unfilled`).

    A value that ends with a full stop before the sentence's own does not double it.
    """

    def value(found: re.Match[str]) -> str:
        given = values.get(found["name"]) or found[0]
        return given.removesuffix(".") if text[found.end() : found.end() + 1] == "." else given

    return _BLANK.sub(value, text)


def unfilled(text: str, values: Mapping[str, str], *, called: Callable[[str], str] = str) -> tuple[Reason, ...]:
    """Why a wording cannot be issued yet: blanks that the town's settings leave empty, as they are `called` there."""
    missing = [name for name in blanks(text) if not values.get(name)]
    if not missing:
        return ()
    return (
        reason(
            "This text cannot be issued yet, the town has not filled in: %(names)s. "
            "The administrator does so in the settings.",
            names=", ".join(called(name) for name in missing),
        ),
    )
