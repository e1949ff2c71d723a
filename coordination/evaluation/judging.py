"""How the plan goes: one's own word, somebody's word as it was said, and everybody's side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.wrappers import Response

from coordination.cases.models import case as case_of
from coordination.conferences.models import Conference, facts_of_conference
from coordination.conferences.pages import show_to_everybody
from coordination.evaluation import actions
from coordination.evaluation.actions import Judged
from coordination.evaluation.actions.judging import PLAN
from coordination.evaluation.models_of_judging import (
    Evaluation,
    EvaluationMark,
    Round,
    Thing,
    evaluation_of,
    evaluations_of,
    meetings,
    place,
    readable,
    round_at,
)
from coordination.evaluation.pages import Answer, pages
from coordination.evaluation.rules_of_judging import LONGEST, LONGEST_WHY, About, Word, marks_for, too_late
from coordination.evaluation.words import UNSAID, in_words, offered
from coordination.seats.models import Seat, open_seats
from coordination.seats.rules import FAMILY, Role
from coordination.standpoints.models import OTHERS, OWN, facts_of_table, visible_to
from coordination.standpoints.pages import SPEAKERS, MeantForm, SaidFields, meant_of, only, own_name
from coordination.standpoints.rules import OpenTo
from coordination.standpoints.words import VOICE_OPEN_TO
from coordination.tasks.models import to_change
from coordination.tasks.pages import WHERE_NAMES
from coordination.tasks.rules import SaidWhere
from foundation import access
from foundation.access import Actor, Facts, requires
from foundation.database import db
from foundation.web import Choice, Dropdown, TextBlock, TextLine, limiter, notice, saved

_UNSAID = "unsaid"
WHERE = {**WHERE_NAMES, SaidWhere.ON_PAPER: _l("on paper")}
_HEARD = (Role.COORDINATOR, *SPEAKERS, *FAMILY)
"""Whose word stands beside the others."""


def _for(actor: Actor, conference_id: UUID, roles: Sequence[str]) -> Facts | None:
    """For some of those who sit there; nobody where no plan held when the meeting met."""
    facts = only(facts_of_conference(actor, conference_id), roles)
    return facts if facts is not None and facts.seat_id and round_at(conference_id) else None


@partial(to_change, OWN)
def for_judging(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    """For those who say on a page of their own how the plan goes."""
    return _for(actor, conference_id, SPEAKERS)


@partial(to_change, OWN)
def _to_write_down(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    """For the coordinator, who writes her own word where she writes down everybody's."""
    return _for(actor, conference_id, (Role.COORDINATOR,))


def _to_compare(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    facts = facts_of_table(actor, conference_id)
    return facts if facts is not None and round_at(conference_id) else None


# --- saying it -------------------------------------------------------------------------------------------------------


class JudgingForm(MeantForm):
    """What helped and what should be different; a mark and a reason for each thing are added for the plan at hand."""

    helped = TextBlock(_l("What helped?"), LONGEST, rows=3, optional=True)
    otherwise = TextBlock(_l("What should be different?"), LONGEST, rows=3, optional=True)

    def judged(self, things: Sequence[Thing]) -> Judged:
        """The filled form as the deed takes it."""
        return Judged({thing.field: self._word(thing.field) for thing in things},
                      self.helped.data or "", self.otherwise.data or "")  # fmt: skip

    def _word(self, name: str) -> Word:
        mark = str(self[name].data or _UNSAID)
        return Word(None if mark == _UNSAID else int(mark), self[f"{name}_why"].data or "")


class HeardForm(SaidFields, JudgingForm):
    """The same, said by somebody else, or ticked on the paper of the family."""

    said_where = Choice(
        _l("Where was it said?"), [(one.value, name) for one, name in WHERE.items()],
        missing=_l("Choose where it was said."),
    )  # fmt: skip


class HeardAtHomeForm(HeardForm):
    """The same, said by one of the family, who may say it to the coordinator alone."""

    open_to = Choice(
        _l("Who at the table may read it"), [(str(code), word) for code, word in VOICE_OPEN_TO.items()],
        default=OpenTo.ALONE,
    )  # fmt: skip


def form_of(
    kind: type[JudgingForm], things: Sequence[Thing], held: Evaluation | None, *, by_child: bool = False,
    **options: Any,
) -> JudgingForm:  # fmt: skip
    """A form with two fields for each thing, filled with what was said last."""
    fields: dict[str, Any] = {}
    for thing in things:
        marks = marks_for(thing.about, by_child=by_child)
        choices = [*offered(thing.about, marks), (_UNSAID, UNSAID)]
        choose = Choice if len(marks) == len(marks_for(About.TASK)) else Dropdown
        fields[thing.field] = choose(thing.text, choices, default=_UNSAID)
        fields[f"{thing.field}_why"] = TextLine(_l("Why"), LONGEST_WHY, optional=True)
    made: type[JudgingForm] = type(f"{kind.__name__}OfPlan", (kind,), fields)
    data = {**_values(things, held), **options.pop("data", {})}
    return made(data=data, **options)


def _values(things: Sequence[Thing], held: Evaluation | None) -> dict[str, Any]:
    if held is None:
        return {"version": "0"}
    values: dict[str, Any] = {
        "version": str(held.version), "helped": held.helped, "otherwise": held.otherwise, **meant_of(held),
    }  # fmt: skip
    if held.is_as_said:
        values |= {"said_where": held.said_where, "said_on": held.said_on, "said_to": held.said_to}
    for thing in things:
        one = held.about(thing)
        values[thing.field] = _UNSAID if one is None or one.mark is None else str(one.mark)
        values[f"{thing.field}_why"] = one.why if one is not None else ""
    return values


def _page(template: str, found: Round, **values: Any) -> str:
    return render_template(
        f"coordination/evaluation/{template}.html", conference=found.conference, case=case_of(found.conference.case_id),
        may=access.may, where_names=WHERE, About=About, in_words=in_words, **values,
    )  # fmt: skip


def _found(conference_id: UUID) -> Round:
    return round_at(conference_id) or abort(404)


def _to_all(conference_id: UUID) -> Response:
    target = ".judged" if access.may(OTHERS, "R") else ".judge"
    return redirect(url_for(target, conference_id=conference_id), 303)


@pages.route("/conferences/<uuid:conference_id>/evaluation/own", methods=["GET", "POST"])
@requires(OWN, facts=for_judging, looked=True)
@limiter.limit("60 per minute", methods=["POST"])
def judge(conference_id: UUID) -> Answer:
    seat_id = access.facts().seat_id or abort(404)
    things = readable(_found(conference_id).things(), partial(access.may, PLAN, "R"))
    form = _own_form(conference_id, seat_id, things)

    def deed() -> None:
        actions.judge(conference_id, form.judged(things), form.meant, version=form.seen, actor=access.actor())

    theirs = saved(form, deed, lambda: _own_form(conference_id, seat_id, things, formdata=None))
    if theirs is None:
        notice(_("Thank you. Your word stands beside those of the others."))
        return _to_all(conference_id)
    found, held = _found(conference_id), evaluation_of(conference_id, seat_id)
    made = _page("judge", found, form=form, theirs=theirs, things=things, held=held,
                 closed=too_late(newest=found.newest))  # fmt: skip
    return made, 409 if theirs else 200


def _own_form(conference_id: UUID, seat_id: UUID, things: Sequence[Thing], **options: Any) -> JudgingForm:
    form = form_of(JudgingForm, things, evaluation_of(conference_id, seat_id), **options)
    form.offer_people(_found(conference_id).conference.case_id, besides=seat_id)
    return form


@pages.route("/conferences/<uuid:conference_id>/evaluation/<uuid:seat_id>", methods=["GET", "POST"])
@requires(OWN, facts=_to_write_down, looked=True)
def judge_as_said(conference_id: UUID, seat_id: UUID) -> Answer:
    seat, things = _heard_seat(conference_id, seat_id), _found(conference_id).things()
    form, name, own = _heard_form(conference_id, seat, things), seat.name, _is_own(seat_id)

    def deed() -> None:
        judged, seen, who = form.judged(things), form.seen, access.actor()
        if isinstance(form, HeardForm):
            said = form.circumstances
            actions.judge_as_said(conference_id, seat_id, judged, form.meant, said=said, version=seen, actor=who)
        else:
            actions.judge(conference_id, judged, form.meant, version=seen, actor=who)

    def saved_last() -> JudgingForm:
        return _heard_form(conference_id, _heard_seat(conference_id, seat_id), things, formdata=None)

    theirs = saved(form, deed, saved_last)
    if theirs is None:
        notice(_("Saved.") if own else _("Written down as said: %(name)s.", name=name))
        return _to_all(conference_id)
    found, held = _found(conference_id), evaluation_of(conference_id, seat_id)
    made = _page(
        "judge_as_said", found, form=form, theirs=theirs, things=things, held=held, own=own,
        seat=_heard_seat(conference_id, seat_id), closed=too_late(newest=found.newest),
    )  # fmt: skip
    return made, 409 if theirs else 200


def _is_own(seat_id: UUID) -> bool:
    return seat_id == access.facts().seat_id


def _heard_seat(conference_id: UUID, seat_id: UUID) -> Seat:
    """Somebody at the table whose word can be written down."""
    seat = db.session.get(Seat, seat_id)
    here = seat is not None and seat.case_id == _found(conference_id).conference.case_id
    return seat if seat is not None and here and seat.role in _HEARD else abort(404)


def _heard_form(conference_id: UUID, seat: Seat, things: Sequence[Thing], **options: Any) -> JudgingForm:
    kind = JudgingForm if _is_own(seat.id) else HeardAtHomeForm if seat.role in FAMILY else HeardForm
    held, child = evaluation_of(conference_id, seat.id), seat.role == Role.CHILD
    told = {} if held is not None and held.is_as_said else {"said_to": own_name()}
    form = form_of(kind, things, held, by_child=child, data=told, **options)
    form.offer_people(seat.case_id, besides=seat.id)
    return form


# --- side by side ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Earlier:
    """What somebody said of the same thing at a former meeting."""

    conference: Conference
    said: Evaluation
    mark: EvaluationMark


@dataclass(frozen=True)
class Row:
    """One thing, what each says of it, and what was said of it before."""

    thing: Thing
    said: Sequence[EvaluationMark | None]
    """In the order of the columns."""
    earlier: Sequence[Earlier]


@dataclass(frozen=True)
class Comparison:
    """Everything that a reader may read of an evaluation."""

    columns: Sequence[Evaluation]
    rows: Sequence[Row]
    tried: Sequence[Row]
    """Tasks of former versions, with what was said of them."""

    @property
    def of_family(self) -> bool:
        """Whether the reader reads a word of the family."""
        return any(one.of_family for one in self.columns)


def compared(found: Round) -> Comparison:
    """The evaluation at a meeting as far as the visitor of the page may read it."""
    facts, conference = access.facts(), found.conference
    said = {
        key: visible_to(facts, all_of, resource=OTHERS) for key, all_of in evaluations_of(conference.case_id).items()
    }
    former = [one for one in meetings(conference.case_id) if _before(one, conference) and said.get(one.id)]
    columns, may_read = said.get(conference.id, []), partial(access.may, PLAN, "R")

    def row(thing: Thing) -> Row:
        return Row(thing, [one.about(thing) for one in columns], _earlier(thing, former, said))

    things, tried = readable(found.things(), may_read), readable(found.tried_before(), may_read)
    return Comparison(columns, [row(thing) for thing in things], [row(thing) for thing in tried])


@dataclass(frozen=True)
class SaidLast:
    """What was said of the goals at the last meeting at which anybody evaluated, for whoever closes the case."""

    conference: Conference
    columns: Sequence[Evaluation]
    goals: Sequence[Row]


def said_last(case_id: UUID) -> SaidLast | None:
    """The last evaluation of a case as far as the visitor may read it; None while nobody has said anything."""
    evaluated = set(evaluations_of(case_id))
    latest = next((one for one in reversed(meetings(case_id)) if one.id in evaluated), None)
    found = round_at(latest.id) if latest is not None else None
    if found is None:
        return None
    comparison = compared(found)
    goals = [row for row in comparison.rows if row.thing.about is not About.TASK]
    return SaidLast(found.conference, comparison.columns, goals) if comparison.columns else None


def _before(one: Conference, conference: Conference) -> bool:
    assert one.starts_at is not None  # both are convened
    assert conference.starts_at is not None
    return one.starts_at < conference.starts_at


def _earlier(
    thing: Thing, former: Sequence[Conference], said: Mapping[UUID, Sequence[Evaluation]]
) -> list[Earlier]:  # fmt: skip
    marks = ((meeting, one, one.about(thing)) for meeting in former for one in said[meeting.id])
    return [Earlier(meeting, one, mark) for meeting, one, mark in marks if mark is not None]


@pages.get("/conferences/<uuid:conference_id>/evaluation")
@requires(OTHERS, facts=_to_compare, looked=True)
def judged(conference_id: UUID) -> str:
    found, facts = _found(conference_id), access.facts()
    coordinates = facts.role == Role.COORDINATOR and access.may(OWN, "W")
    given = {one.seat_id for one in evaluations_of(found.conference.case_id).get(conference_id, ())}
    return _page(
        "judged", found, comparison=compared(found), own_seat=facts.seat_id, newest=found.newest,
        silent=_silent(found, given) if coordinates and found.newest else (),
        own_page=_own_page(conference_id),
        given=given, version=found.version, coordinates=coordinates and found.newest,
    )  # fmt: skip


def _own_page(conference_id: UUID) -> str:
    """Where the visitor says how it is going; empty for whoever does not."""
    actor, facts = access.actor(), access.facts()
    if not access.may(OWN, "W"):
        return ""
    if for_judging(actor, conference_id=conference_id) is not None:
        return url_for("evaluation.judge", conference_id=conference_id)
    if facts.seat_id and _to_write_down(actor, conference_id=conference_id) is not None:
        return url_for("evaluation.judge_as_said", conference_id=conference_id, seat_id=facts.seat_id)
    return ""


def _silent(found: Round, given: set[UUID]) -> list[Seat]:
    """Who has not said yet how the plan goes, for the coordinator who asks them."""
    seats = [seat for seat in open_seats(found.conference.case_id) if seat.role in _HEARD and seat.id not in given]
    return sorted((seat for seat in seats if seat.id != access.facts().seat_id), key=place)


@show_to_everybody
def beside_meeting(conference: Conference) -> Markup:
    """The ways to the evaluation, for the page of the meeting."""
    found, seat_id = round_at(conference.id), access.facts().seat_id
    if found is None:
        return Markup()
    held = evaluation_of(conference.id, seat_id) if seat_id else None
    compares = access.may(OTHERS, "R") and _to_compare(access.actor(), conference_id=conference.id) is not None
    part = render_template(
        "coordination/evaluation/beside_meeting.html", conference=conference, given=held is not None,
        own_page=_own_page(conference.id) if found.newest else "", compares=compares,
    )  # fmt: skip
    return Markup(part)  # noqa: S704  (rendered and escaped by the line above)
