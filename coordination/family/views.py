"""The office's counter of the family's door: who has what, the summary, the number, what the family said."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Response, abort, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField

from agencies.accounts.entrance import SixFigures
from coordination.cases.models import case as case_of
from coordination.cases.models import person
from coordination.evaluation.models_of_judging import present_round
from coordination.family import (
    actions,
    agreement_at_home,
    at_home,
    beside,
    copies,
    dates_at_home,
    evaluation_at_home,
    evaluations,
    feedback_at_home,
    models,
    readings,
    requests,
    requests_at_home,
    requests_at_office,
    seen_as,
    sentences,
    tongues,
    voice_at_home,
    wishes,
)
from coordination.family.actions import LineText, Saying, SummaryText
from coordination.family.models import FamilySummary, facts_of_answer, facts_of_office, facts_of_place
from coordination.family.pages import Answer, pages
from coordination.family.rules import LONGEST_SENTENCE, TO_PLAN, HowGiven, Reply
from coordination.seats.models import Seat, facts_of_seat
from coordination.seats.rules import Role
from coordination.tasks.actions import Said
from coordination.tasks.models import TaskLine, to_change
from coordination.tasks.rules import SaidWhere
from foundation import access, clock
from foundation.access import Door, requires
from foundation.database import ChangedMeanwhile
from foundation.reasons import Refused
from foundation.web import Choice, DayField, Form, TextBlock, TextLine, Tick, notice

__all__ = [
    "agreement_at_home",
    "at_home",
    "beside",
    "dates_at_home",
    "evaluation_at_home",
    "feedback_at_home",
    "pages",
    "requests_at_home",
    "requests_at_office",
    "seen_as",
    "voice_at_home",
    "wishes",
]


_to_write = to_change("own_summary", facts_of_place)
_to_settle = to_change("own_summary", facts_of_answer)


def _seat(seat_id: UUID) -> Seat:
    return models.seat_of(seat_id) or abort(404)


def _page(template: str, case_id: UUID, **values: Any) -> str:
    return render_template(f"coordination/family/{template}.html", case=case_of(case_id), **values)


def _to_case(case_id: UUID) -> AnyResponse:
    return redirect(url_for("family.show", case_id=case_id), 303)


# --- who has what -----------------------------------------------------------------------------------------------------


@pages.get("/cases/<uuid:case_id>/family")
@requires("own_summary", facts=facts_of_office, looked=True)
def show(case_id: UUID) -> str:
    places = models.places(case_id)
    return _page(
        "show", case_id, places=places, planned=models.planned(case_id), doors=sentences.DOORS, once=Form(),
        said=sentences.SAID, wishes=sentences.WISHES, may_write=access.may("own_summary", "W"),
        handed={place.seat.id: models.handed_of(place.seat.id) for place in places},
        numbers=models.task_numbers(case_id), asked=requests.requests_at(case_id), abouts=sentences.ASKED,
        outcomes=sentences.OUTCOMES, times=sentences.CALL_TIMES, without_titles=copies.without_titles,
        judges={place.seat.id for place in places if evaluations.open_round(place.seat) is not None},
        evaluated=present_round(case_id),
        speaks={place.seat.id: tongues.of_words(models.tongue_at(place.seat.id)) for place in places},
    )  # fmt: skip


# --- the summary ------------------------------------------------------------------------------------------------------


class SummaryForm(Form):
    """What one member of the family is told; the fields of each task are added for the plan at hand."""

    version = HiddenField()
    greeting = TextLine(_l("How the reader is called"), 80, optional=True)
    agreed = TextBlock(
        _l("What we agreed"), 700, rows=6,
        hint=_l("Three to six short sentences, in the words of the family. Dates and people stand below."),
    )  # fmt: skip
    words = TextBlock(_l("The child's own words"), 200, rows=2, optional=True, hint=_l("As they were said, unchanged."))

    despite = TextBlock(
        _l("Why it goes out although it reads hard"), 300, rows=2, optional=True,
        hint=_l("Only when it cannot be said more simply. It is kept with the summary."),
    )  # fmt: skip

    @property
    def seen(self) -> int | None:
        """The version that lay before the writer; None when there was none."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None

    def text(self, lines: Sequence[TaskLine], own: UUID) -> SummaryText:
        """The filled form as the deed takes it."""
        return SummaryText(
            self.greeting.data or "", self.agreed.data or "", (self.words.data or "") if "words" in self else "",
            [
                LineText(
                    line.task.id, kept=_is_own(line, own) or bool(self[f"keep_{line.task.number}"].data),
                    sentence=self[f"sentence_{line.task.number}"].data or "",
                    beside=self[f"beside_{line.task.number}"].data or "",
                )
                for line in lines
            ],
            self.despite.data or "",
        )  # fmt: skip

    def texts(self, lines: Sequence[TaskLine], own: UUID) -> dict[str, str]:
        """What stands in the form for the family to read, by the name of each field."""
        kept = [one for one in self.text(lines, own).lines if one.kept]
        numbers = {line.task.id: line.task.number for line in lines}
        return {"agreed": self.agreed.data or ""} | {f"sentence_{numbers[one.task_id]}": one.sentence for one in kept}


def _is_own(line: TaskLine, seat_id: UUID) -> bool:
    return line.seat is not None and line.seat.id == seat_id


def _form_for(seat: Seat, lines: Sequence[TaskLine], **options: Any) -> SummaryForm:
    """A form with three fields for each task, filled with the draft, else the last version, else the plan's words."""
    fields: dict[str, Any] = {}
    for line in lines:
        number, own = line.task.number, _is_own(line, seat.id)
        beside = _l("With whom") if own else _l("Who does it")
        fields[f"keep_{number}"] = Tick(_l("The family reads this"))
        fields[f"sentence_{number}"] = TextBlock(_l("For the family"), LONGEST_SENTENCE, rows=2, optional=True)
        fields[f"beside_{number}"] = TextLine(beside, 80, optional=True)
    made: type[SummaryForm] = type("SummaryFormOfPlan", (SummaryForm,), fields)
    form = made(data=_filled(seat, lines), **options)
    if seat.role != Role.CHILD:
        del form.words
    return form


def _filled(seat: Seat, lines: Sequence[TaskLine]) -> dict[str, Any]:
    draft, held = models.draft_of(seat.id), models.summary_of(seat.id)
    last: FamilySummary | None = draft or held
    known = {one.task_id: one for one in last.lines} if last else {}
    found = models.planned(seat.case_id)
    goals = [goal.statement for goal in found[1].goals if not goal.concerns] if found else []
    values: dict[str, Any] = {
        "version": str(draft.version) if draft else "",
        "greeting": last.greeting if last else "",
        "agreed": last.agreed if last else " ".join(f"{goal.rstrip('.')}." for goal in goals),
        "words": last.words if last else "",
        "despite": (draft.despite or "") if draft else "",  # a new version is to be thought over anew
    }
    for line in lines:
        one, number = known.get(line.task.id), line.task.number
        values[f"keep_{number}"] = one.kept if one else line.seat is None or line.seat.role != Role.COORDINATOR
        values[f"sentence_{number}"] = one.sentence if one else line.wording.text
        values[f"beside_{number}"] = one.beside if one else _who(line, seat)
    return values


def _who(line: TaskLine, seat: Seat) -> str:
    if line.seat is None or _is_own(line, seat.id):
        return ""
    return ", ".join(filter(None, (copies.without_titles(line.seat.name), line.seat.agency_name)))


@pages.route("/seats/<uuid:seat_id>/summary", methods=["GET", "POST"])
@requires("own_summary", facts=_to_write)
def write(seat_id: UUID) -> Answer:
    seat = _seat(seat_id)
    lines = _lines(seat)
    form = _form_for(seat, lines)
    if "preview" in request.form:
        form.validate_on_submit()  # nothing is saved, so that the form is not tied to its one effect
        return _write_page(seat_id, form)
    if form.submitted():
        approves = "approve" in request.form
        deed = actions.approve if approves else actions.write
        case_id = seat.case_id
        try:
            deed(seat_id, form.text(lines, seat_id), version=form.seen, actor=access.actor())
        except Refused as refused:
            form.refuse(refused.reasons)
            return _write_page(seat_id, form)
        except ChangedMeanwhile:
            form.reasons_above.append(
                _("Somebody else saved this summary meanwhile. Copy what you wrote, open it again and put it in.")
            )
            return _write_page(seat_id, form), 409
        notice(_("This is what the family reads from now on.") if approves else _("The draft is kept."))
        return _to_case(case_id) if approves else redirect(url_for("family.write", seat_id=seat_id), 303)
    return _write_page(seat_id, form)


def _lines(seat: Seat) -> list[TaskLine]:
    facts = models.facts_on_paper(seat, facts_of_seat(seat.frame, seat, Door.NUMBER))
    return copies.offered_lines(seat, facts)


def _write_page(seat_id: UUID, form: SummaryForm) -> str:
    seat = _seat(seat_id)
    reading = readings.reading_of(form.texts(_lines(seat), seat_id), seat.town_id)
    rows = [
        (line, _is_own(line, seat_id), *(form[f"{name}_{line.task.number}"] for name in ("keep", "sentence", "beside")))
        for line in _lines(seat)
    ]
    return _page(
        "write", seat.case_id, form=form, reading=reading, easy=readings.EASY, seat=seat,
        rows=rows, planned=models.planned(seat.case_id), for_child=seat.role == Role.CHILD,
        against=seen_as.against_received(seat, form.text(_lines(seat), seat_id)), draft=models.draft_of(seat_id),
    )  # fmt: skip


@pages.post("/seats/<uuid:seat_id>/summary/paper")
@requires("own_summary", facts=_to_write)
def paper(seat_id: UUID) -> AnyResponse:
    seat = _seat(seat_id)
    case_id = seat.case_id
    if not Form().submitted():
        return _to_case(case_id)
    key = tongues.known(request.form.get("language")) or tongues.of_words(models.tongue_at(seat_id))
    made = actions.hand_over(seat_id, language=tongues.TONGUES[key].catalogue, actor=access.actor())
    return _sent(made)


@pages.post("/seats/<uuid:seat_id>/evaluation/paper")
@requires("own_summary", facts=_to_write)
def evaluation_paper(seat_id: UUID) -> AnyResponse:
    case_id = _seat(seat_id).case_id
    if not Form().submitted():
        return _to_case(case_id)
    key = tongues.known(request.form.get("language")) or tongues.of_words(models.tongue_at(seat_id))
    try:
        return _sent(actions.print_evaluation(seat_id, language=tongues.TONGUES[key].catalogue, actor=access.actor()))
    except Refused as refused:
        notice(" ".join(_(one.sentence, **one.values) for one in refused.reasons), "warn")
        return _to_case(case_id)


def _sent(made: actions.Paper) -> Response:
    return send_file(BytesIO(made.content), "application/pdf", as_attachment=True, download_name=made.file_name)


# --- the number -------------------------------------------------------------------------------------------------------


class KeyForm(Form):
    """A number chosen at the table, or drawn by the house and told."""

    how = Choice(
        _l("How does the number reach its owner?"), [(one.value, name) for one, name in sentences.HOW_GIVEN.items()],
        default=HowGiven.AT_TABLE.value, missing=_l("Choose how the number reaches its owner."),
    )  # fmt: skip
    number = SixFigures(
        _l("The six digits"), 12, hint=_l("No birth date, no run like 123456."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )  # fmt: skip
    again = SixFigures(_l("The same once more"), 12, render_kw={"inputmode": "numeric", "autocomplete": "off"})
    lost = Tick(_l("The paper is lost: former addresses shall open nothing any more"))


@pages.route("/seats/<uuid:seat_id>/key", methods=["GET", "POST"])
@requires("own_summary", facts=_to_write)
def key(seat_id: UUID) -> Answer:
    form, seat = KeyForm(), _seat(seat_id)
    case_id, draws = seat.case_id, "draw" in request.form
    drawn = ""
    if form.submitted():
        how, lost = HowGiven(form.how.data), bool(form.lost.data)
        try:
            if draws:
                how = HowGiven.IN_PERSON if how is HowGiven.AT_TABLE else how  # nobody chose what the house drew
                drawn = actions.draw_number(seat_id, how=how, lost=lost, actor=access.actor())
                form = KeyForm(formdata=None)
            else:
                typed, again = form.number.data or "", form.again.data or ""
                actions.choose_number(seat_id, number=typed, again=again, how=how, lost=lost, actor=access.actor())
                notice(_("The number holds. Do not write it down anywhere; nobody can look it up."))
                return _to_case(case_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _page("key", case_id, form=form, seat=_seat(seat_id), drawn=drawn, known=models.key_of(seat_id))


@pages.post("/seats/<uuid:seat_id>/key/end")
@requires("own_summary", facts=_to_write)
def end_key(seat_id: UUID) -> AnyResponse:
    case_id = _seat(seat_id).case_id
    if Form().submitted():
        actions.end_key(seat_id, actor=access.actor())
        notice(_("The number and every printed address open nothing any more."))
    return _to_case(case_id)


# --- what the family says ---------------------------------------------------------------------------------------------

_WHERE = {
    SaidWhere.AT_TABLE: _l("at the table"),
    SaidWhere.ON_VISIT: _l("on a visit"),
    SaidWhere.BY_PHONE: _l("by phone"),
}


class AsSaid(Form):
    """What a family without a phone said about the plan, and where, when and to whom."""

    reply = Choice(
        _l("What was said?"), [(one.value, sentences.REPLIES[one]) for one in TO_PLAN],
        missing=_l("Choose what was said."),
    )  # fmt: skip
    words = TextBlock(_l("In their words"), 600, rows=3, optional=True)
    said_where = Choice(
        _l("Where was it said?"), [(one.value, name) for one, name in _WHERE.items()],
        missing=_l("Choose where it was said."),
    )  # fmt: skip
    said_on = DayField(_l("When?"), default=clock.today)
    said_to = TextLine(_l("To whom?"), 120)


@pages.route("/seats/<uuid:seat_id>/as-said", methods=["GET", "POST"])
@requires("own_summary", facts=_to_write)
def as_said(seat_id: UUID) -> Answer:
    seat, form = _seat(seat_id), AsSaid(said_to=str(getattr(access.actor(), "name", "")))
    case_id = seat.case_id
    if form.submitted():
        on: date | None = form.said_on.data
        said = Said(SaidWhere(form.said_where.data), on, form.said_to.data or "")
        try:
            saying = Saying(Reply(form.reply.data), words=form.words.data or "")
            actions.write_down(seat_id, saying, said=said, actor=access.actor())
            notice(_("Written down as said."))
            return _to_case(case_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    seat = _seat(seat_id)
    own = [line for line in _lines(seat) if _is_own(line, seat_id)]
    return _page("as_said", case_id, form=form, seat=seat, own=own)


class SettleForm(Form):
    """What was agreed on the phone or at the door."""

    note = TextBlock(_l("What did you agree?"), 500, rows=3, missing=_l("Write in one sentence what you agreed."))


@pages.route("/answers/<uuid:answer_id>/settle", methods=["GET", "POST"])
@requires("own_summary", facts=_to_settle)
def settle(answer_id: UUID) -> Answer:
    form, answer = SettleForm(), models.answer_of(answer_id) or abort(404)
    if answer.wants_otherwise:
        return redirect(url_for("family.decide", answer_id=answer_id), 303)
    case_id = answer.case_id
    if form.submitted():
        try:
            actions.settle(answer_id, note=form.note.data or "", actor=access.actor())
            notice(_("Noted. It no longer stands on the first page."))
            return _to_case(case_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    answer = models.answer_of(answer_id) or abort(404)
    seat = _seat(answer.seat_id)
    return _page(
        "settle", case_id, form=form, answer=answer, seat=seat, said=sentences.SAID, wishes=sentences.WISHES,
        person=person(seat.person_id) if seat.person_id else None, numbers=models.task_numbers(case_id),
    )  # fmt: skip
