"""The counter of the table: each aspect has its own room beside this one."""

from coordination.standpoints import asking, at_table, canvas, noting, own, recording, requesting, softening
from coordination.standpoints.pages import pages

__all__ = [
    "asking", "at_table", "canvas", "noting", "own", "pages", "recording", "requesting", "softening",
]  # fmt: skip
