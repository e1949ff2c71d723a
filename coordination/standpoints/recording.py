"""Writing down what others say: the standpoint of a worker at the table, the voice of the family."""

from typing import Any
from uuid import UUID

from flask import abort
from flask_babel import gettext as _

from coordination.cases.models import Person, person
from coordination.conferences.models import Conference
from coordination.seats.models import Seat
from coordination.seats.rules import FAMILY
from coordination.standpoints import actions
from coordination.standpoints.actions import Words
from coordination.standpoints.models import OWN, own_standpoint, voice_of
from coordination.standpoints.own import WordsForm, fixed_offer, values_of
from coordination.standpoints.pages import (
    Answer,
    MeantForm,
    SaidFields,
    conference_with,
    for_recorders,
    own_name,
    page,
    pages,
    readable_family,
    to_canvas,
)
from coordination.standpoints.rules import LONGEST
from coordination.standpoints.words import VOICE
from foundation import access
from foundation.access import requires
from foundation.database import db
from foundation.web import (
    TextBlock,
    notice,
    saved,
    takes_files,
)


class RecordForm(SaidFields, WordsForm):
    """The same, said by somebody else."""


# --- somebody else's, as it was said ---------------------------------------------------------------------------------


@pages.route("/conferences/<uuid:conference_id>/standpoints/<uuid:seat_id>", methods=["GET", "POST"])
@requires(OWN, facts=for_recorders, looked=True)
@takes_files
def record(conference_id: UUID, seat_id: UUID) -> Answer:
    conference = conference_with(conference_id)
    seat = db.session.get(Seat, seat_id)
    if seat is None or seat.case_id != conference.case_id or seat.role in FAMILY:
        abort(404)
    own_seat, name = seat_id == access.facts().seat_id, seat.name
    form = _record_form(conference_id, seat_id, own_seat)

    def deed() -> None:
        actions.record(
            conference_id, seat_id, form.words, form.meant, file=form.handed_in(),
            said=form.circumstances if isinstance(form, RecordForm) else None, version=form.seen, actor=access.actor(),
        )  # fmt: skip

    theirs = saved(form, deed, lambda: _record_form(conference_id, seat_id, own_seat, formdata=None))
    if theirs is None:
        notice(_("Saved.") if own_seat else _("Written down as said: %(name)s.", name=name))
        return to_canvas(conference_id)
    conference, standpoint = conference_with(conference_id), own_standpoint(conference_id, seat_id)
    shown = standpoint if standpoint is not None and (standpoint.given_at or own_seat) else None
    made = page(
        "record", conference, form=form, theirs=theirs, seat=db.session.get_one(Seat, seat_id), own=own_seat,
        standpoint=shown, fixed=fixed_offer(shown),
    )  # fmt: skip
    return made, 409 if theirs else 200


def _record_form(conference_id: UUID, seat_id: UUID, own_seat: bool, **more: Any) -> WordsForm:
    """The form with what lies on the table; a draft that its author has not given stays the author's alone."""
    conference, standpoint = conference_with(conference_id), own_standpoint(conference_id, seat_id)
    values = values_of(standpoint)
    if standpoint is not None and standpoint.given_at is None and not own_seat:
        values = {"version": str(standpoint.version)}
    kind = WordsForm if own_seat else RecordForm
    form = kind(data={"said_to": own_name(), **values}, **more)
    form.offer_people(conference.case_id, besides=seat_id)
    return form


# --- the voice of the family -----------------------------------------------------------------------------------------


class VoiceForm(SaidFields, MeantForm):
    """What a parent or a child wants to be heard, in their own words."""

    facts = TextBlock(VOICE["facts"], LONGEST, rows=3, optional=True)
    concern = TextBlock(VOICE["concern"], LONGEST, rows=3, optional=True)
    strengths = TextBlock(VOICE["strengths"], LONGEST, rows=3, optional=True)
    condition = TextBlock(VOICE["condition"], LONGEST, rows=3, optional=True)

    @property
    def words(self) -> Words:
        """The filled form as the deed takes it."""
        return Words(
            facts=self.facts.data or "", concern=self.concern.data or "", strengths=self.strengths.data or "",
            condition=self.condition.data or "",
        )  # fmt: skip


@pages.route("/conferences/<uuid:conference_id>/voices/<uuid:person_id>", methods=["GET", "POST"])
@requires(OWN, facts=for_recorders, looked=True)
def voice(conference_id: UUID, person_id: UUID) -> Answer:
    conference, speaker = conference_with(conference_id), _of_family(conference_id, person_id)
    form, name = _voice_form(conference, person_id), speaker.name

    def deed() -> None:
        actions.record_voice(
            conference_id,
            person_id,
            form.words,
            form.meant,
            said=form.circumstances,
            version=form.seen,
            actor=access.actor(),
        )

    theirs = saved(form, deed, lambda: _voice_form(conference_with(conference_id), person_id, formdata=None))
    if theirs is None:
        notice(_("Written down as said: %(name)s.", name=name))
        return to_canvas(conference_id)
    held = voice_of(conference_id, person_id)
    made = page(
        "voice", conference_with(conference_id), form=form, theirs=theirs, speaker=_of_family(conference_id, person_id),
        standpoint=held,
    )  # fmt: skip
    return made, 409 if theirs else 200


def _of_family(conference_id: UUID, person_id: UUID) -> Person:
    found, conference = person(person_id), conference_with(conference_id)
    known = {one.id for one in readable_family(conference.case_id)}
    return found if found is not None and found.id in known else abort(404)


def _voice_form(conference: Conference, person_id: UUID, **more: Any) -> VoiceForm:
    standpoint = voice_of(conference.id, person_id)
    form = VoiceForm(data={"said_to": own_name(), **values_of(standpoint)}, **more)
    form.offer_people(conference.case_id)
    return form
