"""Step 3: when and where the meeting is."""

from collections.abc import Collection
from datetime import time
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as PlainForm

from agencies.directory.models import Agency
from coordination.conferences import actions
from coordination.conferences.actions import PartMeant
from coordination.conferences.models import Conference, Invitation, facts_of_convening, last_place
from coordination.conferences.pages import by, pages, parts_beside_time
from coordination.conferences.preparing import steps
from coordination.conferences.preparing.steps import AGENDA, Answer
from coordination.conferences.when_and_where import WhenAndWhereForm, usual_end, which_of_two
from foundation import clock
from foundation.access import requires
from foundation.database import db
from foundation.web import TimeField


class PartForm(PlainForm):
    """The part of the meeting to which one of the family is invited; nothing: the whole."""

    key = HiddenField()
    begins = TimeField(_l("From"), optional=True)
    ends = TimeField(_l("To"), optional=True)


class TimeForm(WhenAndWhereForm):
    """When and where the meeting is; without an end it takes two hours."""

    wall_to = TimeField(_l("To"), optional=True)
    parts = FieldList(FormField(PartForm))

    def ends(self) -> time | None:
        """The end as typed, or two hours after the start."""
        return super().ends() or usual_end(self.wall_from.data)


@pages.route("/conferences/<uuid:conference_id>/time", endpoint="time", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_convening)
def time_and_place(conference_id: UUID) -> Answer:
    draft = steps.draft(conference_id)
    family = {str(each.id): each for each in draft.invitations if each.is_family and each.comes}
    form = TimeForm(data=_time_of(draft) | {"parts": [_part_of(each) for each in family.values()]})
    if form.did(lambda: actions.set_time(conference_id, form.when(), parts=_parts(form, family), by=by())):
        return steps.onwards(draft, "conferences.bring")
    parts = [(family[row.form.key.data], row.form) for row in form.parts if row.form.key.data in family]
    return steps.page("time", draft.case_id, draft, form, parts=parts, beside=parts_beside_time(draft))


def _part_of(invitation: Invitation) -> dict[str, Any]:
    part = {"begins": invitation.part_from, "ends": invitation.part_to}
    shown = {name: clock.in_prague(instant).time() for name, instant in part.items() if instant is not None}
    return {"key": str(invitation.id), **shown}


def _parts(form: TimeForm, family: Collection[str]) -> list[PartMeant]:
    return [
        PartMeant(UUID(row.form.key.data), row.form.begins.data, row.form.ends.data, f"parts-{index}-ends")
        for index, row in enumerate(form.parts)
        if row.form.key.data in family
    ]


def _time_of(draft: Conference) -> dict[str, Any]:
    kept: dict[str, Any] = {
        name: getattr(draft, name) for name in ("meets_on", "place", "place_is_sensitive", "answer_by")
    }
    for name, wall, instant in (("from", draft.wall_from, draft.starts_at), ("to", draft.wall_to, draft.ends_at)):
        kept[f"wall_{name}"] = time.fromisoformat(wall) if wall else None
        kept[f"second_{name}"] = which_of_two(instant)
    kept["place"] = draft.place or usual_place(draft)
    return kept


def usual_place(draft: Conference) -> str:
    """Where the last meeting of the case was, else the office."""
    town = db.session.get_one(Agency, draft.town_id)
    return last_place(draft.case_id) or ", ".join(filter(None, (town.name, town.address)))
