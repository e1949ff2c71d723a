"""Opinions side by side and the office's own decision (S2-32, S2-33); options considered and the chosen one (S2-13)."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from coordination.conferences.models import Conference, facts_of_conference
from coordination.seats.models import Seat, open_seats
from coordination.seats.rules import Role
from coordination.standpoints import actions, questions
from coordination.standpoints.models import TABLE
from coordination.standpoints.pages import (
    WRITERS,
    Answer,
    MeantForm,
    SaidFields,
    conference_with,
    for_writers,
    ids,
    meant_of,
    named,
    only,
    own_name,
    page,
    pages,
    to_table,
)
from coordination.standpoints.questions import Option, Question
from coordination.standpoints.rules import View
from coordination.standpoints.words import VIEWS
from coordination.tasks.models import to_change
from foundation import access
from foundation.access import Actor, Facts, requires
from foundation.reasons import Refused
from foundation.web import Choice, Choices, Form, TextBlock, TogetherForm, notice, saved

# --- asking ----------------------------------------------------------------------------------------------------------


class QuestionForm(MeantForm):
    """One question, and whose opinion it asks."""

    text = TextBlock(
        _l("What do you ask?"), 400, rows=2, hint=_l("One thing. For example: Should we propose an admonition now?")
    )
    asked = Choices(_l("Whom you ask"), optional=False)


@pages.route("/conferences/<uuid:conference_id>/questions/new", methods=["GET", "POST"])
@requires(TABLE, facts=for_writers)
def ask_opinion(conference_id: UUID) -> Answer:
    conference = conference_with(conference_id)
    form = QuestionForm()
    form.offer_people(conference.case_id)
    form.asked.choices = [(str(seat.id), named(seat)) for seat in _askable(conference)]
    if form.submitted():
        try:
            actions.ask(conference_id, form.text.data or "", ids(form.asked.data), form.meant, actor=access.actor())
            notice(_("The question lies on the table. Those whom you ask see it."))
            return to_table(conference_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page("ask_opinion", conference_with(conference_id), form=form)


def _askable(conference: Conference) -> list[Seat]:
    """Everybody at the table but the one who decides, whoever leads the meeting and whoever only helps somebody."""
    silent = (Role.COORDINATOR, Role.FACILITATOR, Role.SUPPORT_PERSON, Role.INTERPRETER)
    return [seat for seat in open_seats(conference.case_id) if seat.role not in silent]


# --- one question ----------------------------------------------------------------------------------------------------


def _question_with(question_id: UUID) -> Question:
    return questions.question_of(question_id) or abort(404)


def _of_question(actor: Actor, question_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards a question: nothing when it is not for them; who is asked reads it."""
    question = questions.question_of(question_id)
    facts = facts_of_conference(actor, question.conference_id) if question is not None else None
    return facts if question is not None and questions.readable_question(facts, question) else None


@partial(to_change, TABLE)
def _for_answering(actor: Actor, question_id: UUID, **_: object) -> Facts | None:
    """For those whom the question asks."""
    facts, question = _of_question(actor, question_id), questions.question_of(question_id)
    asked = question is not None and facts is not None and facts.seat_id in {seat.id for seat in question.asked}
    return facts if asked else None


@partial(to_change, TABLE)
def _for_writing_down(actor: Actor, question_id: UUID, **_: object) -> Facts | None:
    return only(_of_question(actor, question_id), WRITERS)


@partial(to_change, TABLE)
def _for_deciding(actor: Actor, question_id: UUID, **_: object) -> Facts | None:
    return only(_of_question(actor, question_id), (Role.COORDINATOR,))


class OpinionForm(Form):
    """One opinion and its reason."""

    view = Choice(
        _l("What do you think?"), [(code, word) for code, word in VIEWS.items()], missing=_l("Choose one answer.")
    )  # fmt: skip
    why = TextBlock(_l("Why?"), 1000, rows=3, hint=_l("Your name stands beside it. Opinions are not counted."))


class SpokenOpinionForm(SaidFields, OpinionForm):
    """The same, said by somebody else."""


@pages.get("/questions/<uuid:question_id>")
@requires(TABLE, facts=_of_question, looked=True)
def question(question_id: UUID) -> str:
    found = _question_with(question_id)
    facts = access.facts()
    asked = facts.seat_id in {seat.id for seat in found.asked}
    return page(
        "question", conference_with(found.conference_id), question=found, views=VIEWS, own_seat=facts.seat_id,
        answers=asked and found.decided_at is None and access.may(TABLE, "W"),
    )  # fmt: skip


@pages.route("/questions/<uuid:question_id>/opinion", methods=["GET", "POST"])
@requires(TABLE, facts=_for_answering)
def answer_question(question_id: UUID) -> Answer:
    found, seat_id = _question_with(question_id), access.facts().seat_id
    held = next((one for one in found.opinions if one.seat_id == seat_id), None)
    form = OpinionForm(data={"view": held.view, "why": held.reason} if held else {})
    if form.submitted():
        try:
            actions.answer(question_id, view=View(form.view.data), why=form.why.data or "", actor=access.actor())
            notice(_("Thank you. Your opinion stands beside the others; the office decides."))
            return _to_question(question_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    found = _question_with(question_id)
    return page("opinion", conference_with(found.conference_id), form=form, question=found, seat=None)


@pages.route("/questions/<uuid:question_id>/opinions/<uuid:seat_id>", methods=["GET", "POST"])
@requires(TABLE, facts=_for_writing_down)
def opinion_as_said(question_id: UUID, seat_id: UUID) -> Answer:
    form = SpokenOpinionForm(said_to=own_name())
    if seat_id not in {seat.id for seat in _question_with(question_id).asked}:
        abort(404)
    if form.submitted():
        try:
            actions.write_down_opinion(
                question_id, seat_id, view=View(form.view.data), why=form.why.data or "", said=form.circumstances,
                actor=access.actor(),
            )  # fmt: skip
            notice(_("Written down as said."))
            return _to_question(question_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    found = _question_with(question_id)
    seat = next(one for one in found.asked if one.id == seat_id)
    return page("opinion", conference_with(found.conference_id), form=form, question=found, seat=seat)


class DecisionForm(TogetherForm):
    """What the office decides."""

    decision = TextBlock(
        _l("What does the office decide, and why?"), 1000, rows=4,
        hint=_l("The opinions are heard and not counted. The decision is yours."),
    )  # fmt: skip


@pages.route("/questions/<uuid:question_id>/decision", methods=["GET", "POST"])
@requires(TABLE, facts=_for_deciding)
def decide_question(question_id: UUID) -> Answer:
    form = _decision_form(question_id)

    def deed() -> None:
        actions.decide(question_id, form.decision.data or "", version=form.seen, actor=access.actor())

    theirs = saved(form, deed, lambda: _decision_form(question_id, formdata=None))
    if theirs is None:
        notice(_("The decision is recorded."))
        return _to_question(question_id)
    found = _question_with(question_id)
    made = page(
        "decide_question", conference_with(found.conference_id), form=form, question=found, views=VIEWS, theirs=theirs
    )
    return made, 409 if theirs else 200


def _decision_form(question_id: UUID, **more: Any) -> DecisionForm:
    found = _question_with(question_id)
    return DecisionForm(data={"decision": found.decision or "", "version": str(found.version)}, **more)


def _to_question(question_id: UUID) -> Response:
    return redirect(url_for(".question", question_id=question_id), 303)


# --- options ---------------------------------------------------------------------------------------------------------


class OptionForm(MeantForm):
    """One of the ways that the table considers."""

    text = TextBlock(_l("What could be done?"), 400, rows=2, hint=_l("One way, in one sentence."))
    speaks_for = TextBlock(_l("What speaks for it"), 600, rows=2, optional=True)
    speaks_against = TextBlock(_l("What speaks against it"), 600, rows=2, optional=True)


def _option_form(conference: Conference, option: Option | None, **more: Any) -> OptionForm:
    held = {
        **meant_of(option), "text": option.text, "speaks_for": option.speaks_for,
        "speaks_against": option.speaks_against, "version": str(option.version),
    } if option else {}  # fmt: skip
    form = OptionForm(data=held, **more)
    form.offer_people(conference.case_id)
    return form


@pages.route("/conferences/<uuid:conference_id>/options/new", methods=["GET", "POST"])
@requires(TABLE, facts=for_writers)
def consider(conference_id: UUID) -> Answer:
    form = _option_form(conference_with(conference_id), None)
    if form.submitted():
        try:
            actions.consider(
                conference_id, form.text.data or "", form.meant, speaks_for=form.speaks_for.data or "",
                speaks_against=form.speaks_against.data or "", actor=access.actor(),
            )  # fmt: skip
            notice(_("Written down."))
            return to_table(conference_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page("option", conference_with(conference_id), form=form, option=None, theirs={})


def _option_with(option_id: UUID) -> Option:
    return questions.option_of(option_id) or abort(404)


@partial(to_change, TABLE)
def _for_option(actor: Actor, option_id: UUID, **_: object) -> Facts | None:
    option = questions.option_of(option_id)
    return only(facts_of_conference(actor, option.conference_id), WRITERS) if option is not None else None


@pages.route("/options/<uuid:option_id>", methods=["GET", "POST"])
@requires(TABLE, facts=_for_option, looked=True)
def option(option_id: UUID) -> Answer:
    conference_id = _option_with(option_id).conference_id
    form = _option_form(conference_with(conference_id), _option_with(option_id))

    def deed() -> None:
        actions.write_option(
            option_id, form.text.data or "", form.meant, speaks_for=form.speaks_for.data or "",
            speaks_against=form.speaks_against.data or "", version=form.seen, actor=access.actor(),
        )  # fmt: skip

    def saved_last() -> OptionForm:
        return _option_form(conference_with(conference_id), _option_with(option_id), formdata=None)

    theirs = saved(form, deed, saved_last)
    if theirs is None:
        notice(_("Saved."))
        return to_table(conference_id)
    made = page("option", conference_with(conference_id), form=form, option=_option_with(option_id), theirs=theirs)
    return made, 409 if theirs else 200


class ChoiceForm(Form):
    """Why one of the ways is chosen."""

    because = TextBlock(_l("Why this one?"), 600, rows=3, hint=_l("It stands in the minutes beside the others."))


@pages.route("/options/<uuid:option_id>/choose", methods=["GET", "POST"])
@requires(TABLE, facts=_for_option)
def choose_option(option_id: UUID) -> Answer:
    conference_id = _option_with(option_id).conference_id
    form = ChoiceForm(data={"because": _option_with(option_id).chosen_because or ""})
    if form.submitted():
        try:
            actions.choose(option_id, form.because.data or "", actor=access.actor())
            notice(_("Chosen. The others stay written down beside it."))
            return to_table(conference_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page(
        "choose_option", conference_with(conference_id), form=form, option=_option_with(option_id),
        others=[one for one in questions.options_at(conference_id) if one.id != option_id], once=Form(formdata=None),
    )  # fmt: skip


@pages.post("/options/<uuid:option_id>/leave")
@requires(TABLE, facts=_for_option)
def leave_option(option_id: UUID) -> Answer:
    conference_id = _option_with(option_id).conference_id
    if Form().submitted():
        actions.leave(option_id, actor=access.actor())
        notice(_("It is only considered again."))
    return to_table(conference_id)
