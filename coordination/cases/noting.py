"""The counter for the notes that an organisation keeps for itself."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.cases import actions, models
from coordination.cases.agency_notes import NOTES, AgencyNote, facts_of_notes, facts_of_own_note, notes_for
from coordination.cases.pages import Answer, by, pages
from coordination.seats.models import Seat
from foundation import access
from foundation.access import requires
from foundation.database import db
from foundation.reasons import Refused
from foundation.web import Form, TextBlock, notice


class NoteForm(Form):
    """One note."""

    text = TextBlock(_l("Note"), 2000, rows=4, missing=_l("Write the note."))


@pages.route("/cases/<uuid:case_id>/notes", methods=["GET", "POST"])
@requires(NOTES, facts=facts_of_notes)
def notes(case_id: UUID) -> Answer:
    form, seat = NoteForm(), db.session.get(Seat, access.facts().seat_id) or abort(404)
    if form.submitted():
        try:
            actions.add_agency_note(seat.id, form.text.data or "", by=by())
            notice(_("Noted. Only your organisation reads it."))
            return redirect(url_for(".notes", case_id=case_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template(
        "coordination/cases/notes.html", form=form, once=Form(formdata=None), case=models.case(case_id), seat=seat,
        notes=notes_for(seat),
    )  # fmt: skip


@pages.post("/notes/<uuid:note_id>/remove")
@requires(NOTES, facts=facts_of_own_note)
def remove_note(note_id: UUID) -> Answer:
    note = db.session.get(AgencyNote, note_id) or abort(404)
    case_id = note.case_id
    if Form().submitted():
        actions.remove_agency_note(note_id, by=by())
        notice(_("The note is gone for good."))
    return redirect(url_for(".notes", case_id=case_id), 303)
