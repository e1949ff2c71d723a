"""The page on which it is written down how the family learned of a meeting, and read what was written (S2-26)."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from coordination.cases.models import case as case_of
from coordination.cases.models import members
from coordination.conferences import actions
from coordination.conferences.actions import Told
from coordination.conferences.informed import still_to_tell, told_of
from coordination.conferences.models import conference_of, facts_of_conference
from coordination.conferences.pages import by, pages
from coordination.conferences.rules import ConferenceState, HowTold
from coordination.conferences.words import TOLD
from coordination.seats.models import coordinator_of
from foundation import access, clock
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Choices, DayField, Dropdown, Form, TextBlock, TextLine, notice

Answer = str | Response
RECORD = "family_informed_record"
_WAYS = (HowTold.IN_PERSON, HowTold.PHONE, HowTold.PAPER, HowTold.EMAIL)


def _key(value: str | UUID) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


class InformedForm(Form):
    """Whom somebody told of the meeting, and what."""

    people = Choices(_l("Who was told"), coerce=_key)
    told_on = DayField(_l("When"), missing=_l("Write the day, today will do."))
    how = Dropdown(_l("How"), [(way.value, TOLD[way]) for way in _WAYS])
    told_by = TextLine(_l("Who told them"), 120, missing=_l("Write the name of the one who told them."))
    words = TextBlock(
        _l("What they were told"),
        1000,
        rows=3,
        missing=_l("Write in one sentence what they were told."),
        hint=_l("What the meeting is, why, who comes, whom they can bring. And what they said to it."),
    )

    def told(self) -> Told:
        """The filled form as the deed takes it."""
        return Told(
            people=self.people.data or (), told_on=self.told_on.data, how=HowTold(self.how.data),
            told_by=self.told_by.data or "", content=self.words.data or "",
        )  # fmt: skip


@pages.route("/conferences/<uuid:conference_id>/family-informed", methods=["GET", "POST"])
@requires(RECORD, facts=facts_of_conference, looked=True)
def informed(conference_id: UUID) -> Answer:
    conference = conference_of(conference_id) or abort(404)
    form = _form(conference.case_id)
    if form.submitted():
        try:
            actions.inform(conference_id, form.told(), by=by())
            _say_who_knows(conference_id)
            return redirect(
                url_for(".check" if _is_draft(conference_id) else ".show", conference_id=conference_id), 303
            )
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template(
        "coordination/conferences/informed.html",
        form=form,
        conference=conference_of(conference_id),
        case=case_of(conference.case_id),
        records=told_of(conference_id),
        told=TOLD,
        may_write=access.may(RECORD, "W"),
        back_to=url_for(".check" if _is_draft(conference_id) else ".show", conference_id=conference_id),
    )


def _say_who_knows(conference_id: UUID) -> None:
    conference = conference_of(conference_id)
    left = still_to_tell(conference) if conference is not None else []
    if left:
        notice(_("Saved. Not told yet: %(names)s.", names=", ".join(left)))
    else:
        notice(_("Saved. The family knows of the meeting."))


def _form(case_id: UUID) -> InformedForm:
    form = InformedForm(told_on=clock.today(), how=HowTold.IN_PERSON.value, told_by=coordinator_of(case_id).name)
    form.people.choices = [(person.id, f"{person.name}, {person.kinship_name}") for person in members(case_id)]
    return form


def _is_draft(conference_id: UUID) -> bool:
    conference = conference_of(conference_id)
    return conference is not None and conference.state is ConferenceState.DRAFT
