"""The coming meetings at which somebody would sit without knowing whom it concerns, once their ground ends."""

from collections import defaultdict
from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from coordination.cases.closing import Closing, Hanging, on_closing
from coordination.conferences.models import Conference, Invitation, invitations_of_seat
from coordination.conferences.rules import Answer
from foundation import clock
from foundation.language import short_day


@on_closing
def meetings_in_the_dark(ending: Closing) -> Iterator[Hanging]:
    """Convened meetings to which those are invited who would read nothing any more."""
    if not ending.shuts:
        return
    invited: dict[Conference, list[str]] = defaultdict(list)
    for seat in ending.seats:
        for invitation in invitations_of_seat(seat.id):
            if _to_come(invitation, ending):
                invited[invitation.conference].append(seat.name)
    for meeting, names in sorted(invited.items(), key=lambda one: one[0].number):
        assert meeting.starts_at is not None
        words = _(
            "Meeting %(number)s on %(day)s: nothing of the content opens to %(names)s.",
            number=meeting.number,
            day=short_day(clock.in_prague(meeting.starts_at).date()),
            names=", ".join(names),
        )
        yield Hanging(str(words), url_for("conferences.show", conference_id=meeting.id))


def _to_come(invitation: Invitation, ending: Closing) -> bool:
    meeting = invitation.conference
    convened = meeting.convened_at is not None and meeting.cancelled_at is None and meeting.held_at is None
    later = meeting.starts_at is not None and meeting.starts_at > ending.at
    return convened and later and invitation.answer != Answer.DECLINED
