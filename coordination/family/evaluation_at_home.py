"""How the plan goes, said by one of the family on the own page, for whom they choose."""

from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.conferences.models import conference_of
from coordination.evaluation.actions import Judged
from coordination.evaluation.models_of_judging import Round, Thing, evaluation_of
from coordination.evaluation.rules_of_judging import About, Word, marks_for
from coordination.evaluation.words import UNSAID, offered
from coordination.family import actions, models
from coordination.family.evaluations import asked_of, facts_of_own_evaluation, lies_before, open_round
from coordination.family.frame import PREFIX, around, own_coordinator, own_seat, page, refuse
from coordination.family.pages import Answer, pages
from coordination.family.sentences import named
from coordination.family.tongues import in_czech
from coordination.family.voice_at_home import LONGEST, readers_at
from coordination.seats.models import Seat
from coordination.seats.rules import Role
from coordination.standpoints.models import OWN
from coordination.standpoints.pages import ids
from coordination.standpoints.rules import OpenTo
from foundation import access
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Choice, Choices, Dropdown, ReadForm, TextBlock, limiter, notice

_UNSAID = "unsaid"


class EvaluationForm(ReadForm):
    """What helped, what should be different, who may read it; a field for each thing is added for the plan at hand."""

    helped = TextBlock(_l("What helped?"), LONGEST, rows=3, optional=True)
    otherwise = TextBlock(_l("What should be different?"), LONGEST, rows=3, optional=True)
    open_to = Choice(
        _l("Who may read what you say?"), missing=_l("Choose who may read it."), default=OpenTo.ALONE.value
    )
    readers = Choices(_l("Whom do you choose?"), optional=True)

    def judged(self, things: Sequence[Thing]) -> Judged:
        """The filled form as the deed takes it."""
        marks = {thing.field: str(self[thing.field].data or _UNSAID) for thing in things}
        words = {name: Word(None if mark == _UNSAID else int(mark)) for name, mark in marks.items()}
        return Judged(words, self.helped.data or "", self.otherwise.data or "")


@pages.route(f"{PREFIX}/evaluation", methods=["GET", "POST"])
@requires(OWN, facts=facts_of_own_evaluation, looked=True)
@limiter.limit("30 per minute", methods=["POST"])
def evaluation() -> Answer:
    seat = own_seat()
    things = _things(seat)
    form = _form(seat, things)
    if form.submitted():
        try:
            open_to, readers = OpenTo(form.open_to.data), ids(form.readers.data)
            actions.say_how_it_goes(form.judged(things), open_to, readers, seen=form.seen, actor=access.actor())
            notice(_("Thank you. Your word counts as much as ours."))
            return redirect(url_for("family.agreed"), 303)
        except Refused as refused:
            refuse(form, refused)
    seat = own_seat()
    found = _round(seat)
    form.lays_before(lies_before(found, seat))
    return page(
        "evaluation", form=form, fields=[(thing, form[thing.field]) for thing in things], About=About,
        held=evaluation_of(found.conference.id, seat.id), coordinator=own_coordinator(), **around(seat),
    )  # fmt: skip


def _round(seat: Seat) -> Round:
    return open_round(seat) or abort(404)


def _things(seat: Seat) -> list[Thing]:
    summary = models.summary_of(seat.id) or abort(404)
    return asked_of(seat, access.facts(), summary, _round(seat))


def _form(seat: Seat, things: Sequence[Thing]) -> EvaluationForm:
    found, by_child = _round(seat), seat.role == Role.CHILD
    fields: dict[str, Any] = {}
    for thing in things:
        marks = marks_for(thing.about, by_child=by_child)
        choices = [*offered(thing.about, marks), (_UNSAID, UNSAID)]
        choose = Choice if len(marks) == len(marks_for(About.TASK)) else Dropdown
        label = named("%(name)s", in_czech(thing.text)) if thing.about is About.TASK else thing.text
        fields[thing.field] = choose(label, choices, default=_UNSAID)
    made: type[EvaluationForm] = type("EvaluationFormOfPlan", (EvaluationForm,), fields)
    form = made(data=_values(seat, found, things))
    readers = readers_at(seat, conference_of(found.conference.id) or found.conference)
    form.open_to.choices = [
        (OpenTo.ALONE.value, named(_("Only %(name)s", name="%(name)s"), in_czech(own_coordinator()))),
        (OpenTo.TABLE.value, _("Everyone at the table")),
        *([(OpenTo.NAMED.value, _("Only people I choose"))] if readers else []),
    ]
    form.readers.choices = readers
    return form


def _values(seat: Seat, found: Round, things: Sequence[Thing]) -> dict[str, Any]:
    held = evaluation_of(found.conference.id, seat.id)
    if held is None:
        return {}
    chosen = str(held.open_to) if held.open_to in (OpenTo.TABLE, OpenTo.NAMED) else OpenTo.ALONE.value
    values = {"helped": held.helped, "otherwise": held.otherwise, "open_to": chosen, "readers": list(held.readers)}
    said = {thing.field: held.about(thing) for thing in things}
    marks = {name: _UNSAID if one is None or one.mark is None else str(one.mark) for name, one in said.items()}
    return {**values, **marks}
