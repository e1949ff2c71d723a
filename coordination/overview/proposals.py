"""Proposed meetings that wait for the coordinator, as lines of her first page and of the case."""

from collections.abc import Collection
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from coordination.conferences.proposals import MeetingProposal, waiting_proposals
from coordination.overview.lines import Line, Shown
from coordination.overview.models import Desk
from coordination.overview.rules import Group
from coordination.seats.models import Seat
from foundation import clock, language


def add_proposals(groups: dict[Group, list[Line]], desk: Desk) -> None:
    """Put what is proposed before what has waited longer."""
    found = [_line(one, seat, desk) for one, seat in waiting_proposals(desk.cases)]
    groups[Group.WAITING][:0] = found


def proposals_at(case_id: UUID) -> Collection[tuple[MeetingProposal, Seat]]:
    """What is proposed at one case and waits."""
    return waiting_proposals([case_id])


def _line(proposal: MeetingProposal, seat: Seat, desk: Desk) -> Line:
    wished = language.day(proposal.wished_on) if proposal.wished_on else ""
    return Line(
        day=clock.in_prague(proposal.proposed_at).date(),
        state=Shown("preparation", "todo", word=_("proposed meeting")),
        what=_("%(who)s proposes a meeting", who=seat.name),
        more=_("Wished day: %(day)s", day=wished) if wished else _("You decide whether to convene it."),
        label=_("Read and decide"),
        address=url_for("conferences.proposal", proposal_id=proposal.id),
        case=desk.cases[proposal.case_id],
    )
