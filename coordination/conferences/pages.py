"""Where the pages of conferences (případová konference) are announced; each aspect has its own room beside."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint
from markupsafe import Markup

from coordination.conferences.models import Conference
from foundation import access

pages = Blueprint("conferences", __name__)

Part = Callable[[Conference], Markup]
_beside: list[Part] = []


def show_beside(part: Part) -> Part:
    """Let a feature above this one show its part to the coordinator on the page of a meeting that is to come."""
    _beside.append(part)
    return part


def parts_beside(conference: Conference) -> list[Markup]:
    """What other features show on the page of a meeting."""
    return [part(conference) for part in _beside]


_for_everybody: list[Part] = []


def show_to_everybody(part: Part) -> Part:
    """Let a feature above this one show its part to everybody who may read the page of a convened meeting."""
    _for_everybody.append(part)
    return part


def parts_for_everybody(conference: Conference) -> list[Markup]:
    """What other features show everybody on the page of a meeting."""
    return [part(conference) for part in _for_everybody]


_beside_time: list[Part] = []


def show_beside_time(part: Part) -> Part:
    """Let a feature above this one offer another way of finding the time, on the step that asks when and where."""
    _beside_time.append(part)
    return part


def parts_beside_time(draft: Conference) -> list[Markup]:
    """Other ways of finding the time of a meeting that is being prepared."""
    return [part(draft) for part in _beside_time]


Former = Callable[[UUID, Conference | None], Markup]
_formerly: list[Former] = []


def show_formerly(part: Former) -> Former:
    """Let a feature above this one show what came before a meeting, beside it and beside its preparation.

    It gets the case and the meeting (None: not begun yet), and asks itself what the visitor may read.
    """
    _formerly.append(part)
    return part


def parts_formerly(case_id: UUID, conference: Conference | None) -> list[Markup]:
    """What came before a meeting; empty where nothing did."""
    return [shown for shown in (part(case_id, conference) for part in _formerly) if shown]


def by() -> str:
    """Whoever does the deed, as the log book names them."""
    return access.actor().key
