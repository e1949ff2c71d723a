"""Minutes that somebody is to finish: of which meetings, how far they are, and by when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from coordination.conferences.models import Conference
from coordination.minutes import rules
from coordination.minutes.models import Minutes, MinutesComment
from coordination.minutes.rules import MinutesState
from foundation import clock
from foundation.database import db


@dataclass(frozen=True)
class Unfinished:
    """A meeting that was held and whose minutes are not approved."""

    conference_id: UUID
    case_id: UUID
    number: int
    state: MinutesState
    due_on: date
    """By when they are ready, as announced at the table or as is usual."""
    comments_until: date | None
    unsettled: int
    """Comments that nobody has answered."""

    @property
    def late(self) -> bool:
        """Whether people still wait for them although their day has passed."""
        return self.state is MinutesState.DRAFT and self.due_on < clock.today()


def unfinished_in(case_ids: Collection[UUID]) -> Sequence[Unfinished]:
    """The meetings of these cases without approved minutes, the oldest first; one query, none without a case.

    A meeting that was entered afterwards owes none: its paper lies in the file.
    """
    if not case_ids:
        return ()
    comments = select(func.count()).where(MinutesComment.minutes_id == Minutes.id, MinutesComment.answered_at.is_(None))
    wanted = (
        select(Conference.id, Conference.case_id, Conference.number, Conference.starts_at)
        .add_columns(Minutes.due_on, Minutes.comments_until, Minutes.sent_at)
        .add_columns(comments.correlate(Minutes).scalar_subquery())
        .join(Minutes, Minutes.conference_id == Conference.id, isouter=True)
        .where(Conference.case_id.in_(case_ids), Conference.held_at.is_not(None), Conference.entered_at.is_(None))
        .where(Minutes.approved_at.is_(None))
        .order_by(Conference.starts_at)
    )
    return [_unfinished(row) for row in db.session.execute(wanted)]


def _unfinished(row: Any) -> Unfinished:
    conference_id, case_id, number, starts_at, due_on, comments_until, sent_at, unsettled = row
    return Unfinished(
        conference_id=conference_id,
        case_id=case_id,
        number=number,
        state=rules.state(
            sent=sent_at is not None, comments_until=comments_until, approved=False, today=clock.today()
        ),
        due_on=due_on or rules.usual_due_day(clock.in_prague(starts_at).date()),
        comments_until=comments_until,
        unsettled=unsettled,
    )  # fmt: skip
