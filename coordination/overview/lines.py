"""What a row of the first page is: a date, a case, a state, one sentence, and the one place where it is done."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from coordination.overview.models import CaseName
from foundation import clock


@dataclass(frozen=True)
class Shown:
    """A state for the macro of state words."""

    of: str
    code: str
    days: int = 0
    why: str = ""
    word: str = ""


@dataclass(frozen=True)
class Line:
    """One thing and one action."""

    day: date | None
    state: Shown
    what: str
    more: str
    label: str
    address: str
    case: CaseName | None = None
    code: str = ""
    late: bool = False
    time: str = ""
    """Orders the lines of one day."""
    seat: UUID | None = None
    """Whose word or signature is missing; the rows of one person are drawn together."""
    meeting: UUID | None = None
    """For which meeting; None: for all of them."""
    also: tuple[Shown, ...] = ()
    """What else the same person owes."""

    def joins(self, other: "Line") -> bool:
        """Whether the two speak of one person and no two meetings."""
        return self.seat == other.seat and (self.meeting is None or other.meeting in (None, self.meeting))

    def with_also(self, state: Shown) -> "Line":
        """The same row with one more thing that is owed; none twice."""
        return self if state in (self.state, *self.also) else replace(self, also=(*self.also, state))

    @property
    def leaf(self) -> str:
        """The kind of the calendar leaf."""
        if self.late:
            return "late"
        return "" if self.day is not None and self.day >= clock.today() and self.coming else "plain"

    coming: bool = False
    """Whether the day is the one to look forward to, not the one when it happened."""

    @property
    def day_word(self) -> str | None:
        """Yesterday, today, tomorrow; otherwise the leaf shows its weekday."""
        if self.day is None:
            return None
        words = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
        return words.get((self.day - clock.today()).days)
