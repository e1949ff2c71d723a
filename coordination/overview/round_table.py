"""The table seen from above: who sits at the nearest meeting, whose pledge fills the seat, who has not answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from coordination.conferences.models import Conference, Invitation
from coordination.conferences.rules import Answer
from coordination.overview.models import CaseName, Desk, SeatNow
from coordination.overview.words import day_of, days_until
from coordination.pledges.standings import Roll
from coordination.seats.rules import Role

_ORDER = ("coordinator", "signed", "paper", "waiting", "refused", "family")
"""Clockwise from the top."""


@dataclass(frozen=True)
class RoundTable:
    """The nearest meeting of a coordinator at a glance."""

    meeting: Conference
    case: CaseName
    seats: tuple[str, ...]
    """One mark for each seat."""
    coming: int
    unanswered: int
    roll: Roll
    """The pledges of those who are asked to this meeting."""

    @property
    def day(self) -> date:
        return day_of(self.meeting)

    @property
    def days(self) -> int:
        """How many days remain."""
        return days_until(self.meeting)

    @property
    def sentence(self) -> str:
        """The picture for those who do not see it."""
        return sentence_of(len(self.seats), self.roll)


def round_table(desk: Desk) -> RoundTable | None:
    """The nearest meeting; None when nothing is convened."""
    meeting = desk.nearest
    if meeting is None:
        return None
    asked = desk.invited_to(meeting)
    invited = {one.seat_id for one in asked}
    here = [one for one in desk.seats_at(meeting.case_id) if one.seat.id in invited or _is_coordinator(one)]
    family = sum(one.person_id is not None and one.seat_id is None for one in asked)
    return RoundTable(
        meeting=meeting,
        case=desk.cases[meeting.case_id],
        seats=(*marks(here), *["family"] * family),
        coming=sum(one.answer == Answer.ACCEPTED or _is_sent(one, asked) for one in asked),
        unanswered=sum(one.answer == Answer.NO_REPLY for one in asked),
        roll=Roll([one.state for one in here]),
    )


def _is_sent(one: Invitation, asked: Sequence[Invitation]) -> bool:
    """Whether somebody comes in this place who has no invitation of their own yet."""
    return one.answer == Answer.SUBSTITUTE and all(other.substitute_for != one.id for other in asked)


def _is_coordinator(one: SeatNow) -> bool:
    return one.seat.role == Role.COORDINATOR


def marks(seats: Sequence[SeatNow]) -> tuple[str, ...]:
    """One mark for each seat, clockwise from the top."""
    return tuple(sorted((one.picture for one in seats), key=_ORDER.index))


def sentence_of(count: int, pledges: Roll) -> str:
    """How many sit at the table and how many pledges are signed."""
    return str(
        _(
            "Seats at the table: %(count)s. Pledges signed: %(signed)s, missing: %(waiting)s.",
            count=count,
            signed=pledges.signed,
            waiting=len(pledges.missing),
        )
    )
