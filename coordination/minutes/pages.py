"""Where the pages of a meeting and its minutes are announced, who may open them, and what they share."""

from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from agencies.accounts.codes import after_code
from coordination.cases.models import case as case_of
from coordination.conferences.models import Conference, conference_of, facts_of_conference
from coordination.minutes import models
from coordination.minutes.actions import Paper
from coordination.minutes.documents import PURPOSE
from coordination.minutes.models import (
    Minutes,
    facts_of_comment,
    facts_of_invited,
    facts_of_item,
    facts_of_meeting,
    facts_of_minutes,
    facts_of_minutes_at,
    only_writing,
)
from coordination.minutes.table import item_of
from coordination.seats.rules import Role
from foundation import access, language
from foundation.access import Actor, Facts

pages = Blueprint("minutes", __name__)
after_code(PURPOSE, "minutes.by_link")

AGENDA, ATTENDANCE, MINUTES = "conference_and_agenda", "attendance", "minutes"
Answer = str | AnyResponse | tuple[str, int]


# --- who stands before the door --------------------------------------------------------------------------------------


def planning(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    """Whoever writes the agenda of a meeting, also of one that is being prepared."""
    return only_writing(AGENDA, facts_of_conference(actor, conference_id))


def planning_item(actor: Actor, item_id: UUID, **_: object) -> Facts | None:
    """The same by an item."""
    return only_writing(AGENDA, facts_of_item(actor, item_id))


def leading(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    """Whoever begins a convened meeting and goes from item to item."""
    return only_writing(AGENDA, facts_of_meeting(actor, conference_id))


def at_door(actor: Actor, invitation_id: UUID, **_: object) -> Facts | None:
    """Whoever notes who came."""
    return only_writing(ATTENDANCE, facts_of_invited(actor, invitation_id))


def at_door_of(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    """The same for a whole meeting."""
    return only_writing(ATTENDANCE, facts_of_meeting(actor, conference_id))


def recording(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    """Whoever writes the minutes of a meeting."""
    return only_writing(MINUTES, facts_of_minutes_at(actor, conference_id))


def recording_item(actor: Actor, item_id: UUID, **_: object) -> Facts | None:
    """The same by an item of the agenda."""
    found = facts_of_item(actor, item_id)
    item = item_of(item_id)
    return only_writing(MINUTES, facts_of_minutes_at(actor, item.conference_id)) if found and item else None


def writing(actor: Actor, minutes_id: UUID, **_: object) -> Facts | None:
    """The same by the minutes."""
    return only_writing(MINUTES, facts_of_minutes(actor, minutes_id))


def coordinating(actor: Actor, minutes_id: UUID, **_: object) -> Facts | None:
    """The coordinator alone: approval, addenda, who gets what."""
    found = writing(actor, minutes_id)
    return found if found is not None and found.role == Role.COORDINATOR else None


def answering(actor: Actor, comment_id: UUID, **_: object) -> Facts | None:
    """Whoever answers a comment."""
    return only_writing(MINUTES, facts_of_comment(actor, comment_id))


def with_seat(actor: Actor, minutes_id: UUID, **_: object) -> Facts | None:
    """Whoever has a seat and so a copy of their own."""
    found = facts_of_minutes(actor, minutes_id)
    return found if found is not None and found.seat_id is not None and found.state == "open" else None


# --- what the pages share --------------------------------------------------------------------------------------------


def meeting_with(conference_id: UUID) -> Conference:
    return conference_of(conference_id) or abort(404)


def minutes_with(minutes_id: UUID) -> Minutes:
    return models.minutes(minutes_id) or abort(404)


def page(template: str, conference: Conference, **values: Any) -> str:
    return render_template(
        f"coordination/minutes/{template}.html", conference=conference, case=case_of(conference.case_id),
        coordinates=access.facts().role == Role.COORDINATOR, **values,
    )  # fmt: skip


def to_agenda(conference_id: UUID) -> AnyResponse:
    return redirect(url_for("minutes.agenda", conference_id=conference_id), 303)


def to_live(conference_id: UUID) -> AnyResponse:
    return redirect(url_for("minutes.live", conference_id=conference_id), 303)


def to_minutes(conference_id: UUID) -> AnyResponse:
    return redirect(url_for("minutes.show", conference_id=conference_id), 303)


def sent(paper: Paper) -> Response:
    return send_file(
        BytesIO(paper.content), "application/pdf", as_attachment=True, download_name=paper.file_name
    )  # fmt: skip


def spoken() -> str:
    """The language of the visitor, in which a paper for them is printed."""
    return language.chosen()
