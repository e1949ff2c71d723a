"""Writing down what others say: the standpoint of a worker at the table, the voice of the family."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.cases.models import Person, person
from coordination.conferences.models import Conference
from coordination.seats.models import Seat
from coordination.seats.rules import FAMILY, Role
from coordination.standpoints import actions
from coordination.standpoints.actions import Words
from coordination.standpoints.models import OWN, facts_of_standpoint, own_standpoint, standpoint_of, voice_of
from coordination.standpoints.own import WordsForm, fixed_offer, values_of
from coordination.standpoints.pages import (
    Answer,
    MeantForm,
    SaidFields,
    conference_with,
    for_recorders,
    may_write_down,
    only,
    own_name,
    page,
    pages,
    readable_family,
    to_canvas,
)
from coordination.standpoints.rules import LONGEST, OpenTo
from coordination.standpoints.words import VOICE, VOICE_OPEN_TO
from coordination.tasks.models import to_change
from foundation import access, clock
from foundation.access import Actor, Facts, requires
from foundation.database import db
from foundation.reasons import Refused
from foundation.web import (
    Choice,
    ReadForm,
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

    about = TextBlock(
        VOICE["about"], LONGEST, rows=3, optional=True, hint=_l("One thing on a line, the first one first.")
    )
    wanted = TextBlock(
        _l("Whom I want there"), LONGEST, rows=2, optional=True,
        hint=_l("Also whom not. Only the coordinator reads this, whoever reads the rest."),
    )  # fmt: skip
    facts = TextBlock(VOICE["facts"], LONGEST, rows=3, optional=True)
    concern = TextBlock(VOICE["concern"], LONGEST, rows=3, optional=True)
    strengths = TextBlock(VOICE["strengths"], LONGEST, rows=3, optional=True)
    condition = TextBlock(VOICE["condition"], LONGEST, rows=3, optional=True)
    open_to = Choice(
        _l("Who at the table may read it"), [(str(code), word) for code, word in VOICE_OPEN_TO.items()],
        default=OpenTo.TABLE,
    )  # fmt: skip

    @property
    def words(self) -> Words:
        """The filled form as the deed takes it."""
        return Words(
            about=self.about.data or "", wanted=self.wanted.data or "" if "wanted" in self else None,
            facts=self.facts.data or "", concern=self.concern.data or "",
            strengths=self.strengths.data or "", condition=self.condition.data or "",
        )  # fmt: skip


@pages.route("/conferences/<uuid:conference_id>/voices/<uuid:person_id>", methods=["GET", "POST"])
@requires(OWN, facts=for_recorders, looked=True)
def voice(conference_id: UUID, person_id: UUID) -> Answer:
    conference, speaker = conference_with(conference_id), _of_family(conference_id, person_id)
    if not may_write_down(voice_of(conference_id, person_id)):
        abort(404)
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


def _usually(conference: Conference) -> OpenTo:
    """Said at the table, everybody there has heard it; said before the meeting, it was said to the coordinator."""
    begun = conference.starts_at is not None and conference.starts_at <= clock.now()
    return OpenTo.TABLE if begun else OpenTo.ALONE


@partial(to_change, OWN)
def for_reading(actor: Actor, standpoint_id: UUID, **_: object) -> Facts | None:
    """For the coordinator, about what one of the family wrote by itself."""
    thing = standpoint_of(standpoint_id)
    own_hand = thing is not None and thing.person_id is not None and not thing.is_as_said
    return only(facts_of_standpoint(actor, standpoint_id), (Role.COORDINATOR,)) if own_hand else None


@pages.post("/standpoints/<uuid:standpoint_id>/read")
@requires(OWN, facts=for_reading)
def note_voice(standpoint_id: UUID) -> Answer:
    """The coordinator says that she has read what one of the family wrote by itself."""
    form, conference_id = ReadForm(), (standpoint_of(standpoint_id) or abort(404)).conference_id
    if form.submitted():
        try:
            actions.note_voice(standpoint_id, seen=form.seen, actor=access.actor())
            notice(_("Noted. It no longer waits on your first page."))
        except Refused as refused:
            notice(" ".join(_(one.sentence, **one.values) for one in refused.reasons), "warn")
    return to_canvas(conference_id)


def _voice_form(conference: Conference, person_id: UUID, **more: Any) -> VoiceForm:
    standpoint = voice_of(conference.id, person_id)
    form = VoiceForm(data={"said_to": own_name(), "open_to": _usually(conference), **values_of(standpoint)}, **more)
    if access.facts().role != Role.COORDINATOR:
        del form.wanted
    form.offer_people(conference.case_id)
    return form
