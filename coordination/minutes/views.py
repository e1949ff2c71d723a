"""The counter of a meeting and its minutes, by aspect: agenda, the meeting, its wall, writing, handing out."""

from coordination.minutes import aloud, going_on, handing_out, planning, wall, writing
from coordination.minutes.pages import pages

__all__ = ["aloud", "going_on", "handing_out", "pages", "planning", "wall", "writing"]
