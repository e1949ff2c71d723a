"""The private note: one's own about a meeting, never on a canvas, in minutes or in an export."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.conferences.models import facts_of_conference
from coordination.standpoints import actions
from coordination.standpoints.actions.noting import NOTES
from coordination.standpoints.models import note_of
from coordination.standpoints.pages import Answer, conference_with, page, pages
from foundation import access
from foundation.access import Actor, Facts, requires
from foundation.web import TextBlock, TogetherForm, notice, saved


class NoteForm(TogetherForm):
    """A note for oneself."""

    text = TextBlock(_l("Only for you"), 4000, rows=8, optional=True)


def _for_noting(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    facts = facts_of_conference(actor, conference_id)
    return facts if facts is not None and facts.seat_id is not None else None


@pages.route("/conferences/<uuid:conference_id>/note", methods=["GET", "POST"])
@requires(NOTES, facts=_for_noting)
def note(conference_id: UUID) -> Answer:
    seat_id = access.facts().seat_id or abort(404)
    form = _note_form(conference_id, seat_id)

    def deed() -> None:
        actions.write_note(conference_id, form.text.data or "", version=form.seen, actor=access.actor())

    theirs = saved(form, deed, lambda: _note_form(conference_id, seat_id, formdata=None))
    if theirs is None:
        notice(_("Saved. Only you read it."))
        return redirect(url_for(".note", conference_id=conference_id), 303)
    return page("note", conference_with(conference_id), form=form, theirs=theirs), 409 if theirs else 200


def _note_form(conference_id: UUID, seat_id: UUID, **more: Any) -> NoteForm:
    held = note_of(conference_id, seat_id)
    return NoteForm(data={"text": held.text if held else "", "version": str(held.version) if held else "0"}, **more)
