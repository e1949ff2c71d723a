"""Asking somebody to a part of a meeting; a part of the deed that sets its time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from coordination.conferences import rules_of_parts
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.readiness import places
from foundation import clock
from foundation.reasons import Reason


@dataclass(frozen=True)
class PartMeant:
    """From when to when somebody is asked, as typed; neither: to the whole meeting."""

    invitation_id: UUID
    begins: time | None
    ends: time | None
    field: str
    """Where the page asks for it."""


def set_parts(
    draft: Conference, parts: Sequence[PartMeant], *, day: date | None, starts_at: datetime | None,
    ends_at: datetime | None,
) -> list[Reason]:  # fmt: skip
    """Write the parts into a draft; answers why they are impossible, and then nothing of it may be kept.

    Whoever sits beside a person is asked to the same part.
    """
    rows = {each.id: each for each in draft.invitations}
    known = [part for part in parts if part.invitation_id in rows]
    asked = [part for part in known if part.begins or part.ends]
    half = [part for part in asked if not (part.begins and part.ends)]
    if half:
        return [rules_of_parts.half_written(rows[part.invitation_id].name, part.field) for part in half]
    if asked and (day is None or starts_at is None or ends_at is None):
        return [rules_of_parts.without_day(asked[0].field)]
    for part in known:
        _ask(draft, rows[part.invitation_id], _span(part, day))
    if not asked or starts_at is None or ends_at is None:
        return []
    fields = {part.invitation_id: part.field for part in known}
    found = places(draft.invitations, starts_at=starts_at, ends_at=ends_at, fields=fields)
    return list(rules_of_parts.obstacles_to_parts(found, starts_at=starts_at, ends_at=ends_at))


def _span(part: PartMeant, day: date | None) -> tuple[datetime, datetime] | None:
    """The instants meant; on the night with two equal hours the first is meant."""
    if day is None or part.begins is None or part.ends is None:
        return None
    begins, ends = (_instant(day, wall) for wall in (part.begins, part.ends))
    return begins, ends


def _instant(day: date, wall: time) -> datetime:
    try:
        return clock.instant(day, wall, second=False)
    except clock.NoSuchTime:
        return clock.instant(day, wall.replace(hour=wall.hour + 1))


def _ask(draft: Conference, invitation: Invitation, span: tuple[datetime, datetime] | None) -> None:
    beside = [each for each in draft.invitations if each.person_id and each.accompanies_id == invitation.person_id]
    for each in (invitation, *beside):
        each.part_from, each.part_to = span or (None, None)
