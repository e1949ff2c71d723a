"""Preparing a conference, step by step: the goal, the people, when and where, check and send."""

from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as PlainForm

from coordination.cases.models import case as case_of
from coordination.conferences import actions, documents
from coordination.conferences.actions import Asked, When
from coordination.conferences.invitees import Candidate, candidates, to_add
from coordination.conferences.models import Conference, conference_of, facts_of_beginning, facts_of_convening
from coordination.conferences.pages import by, pages
from coordination.conferences.rules import ConferenceState, HowTold
from coordination.conferences.words import FOR_FAMILY, FOR_WORKERS, OUTWARD, ROLES, TOLD
from coordination.seats.rules import Role
from foundation import clock, language
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Choice, DayField, Dropdown, Form, TextBlock, TextLine, Tick, TimeField, notice

Answer = str | Response
AGENDA = "conference_and_agenda"
STEPS = (_l("Goal"), _l("Who"), _l("When and where"), _l("Check"))


def _draft(conference_id: UUID) -> Conference:
    """The draft; a meeting that is convened already shows its own page instead."""
    conference = conference_of(conference_id) or abort(404)
    if conference.state is not ConferenceState.DRAFT:
        abort(redirect(url_for("conferences.show", conference_id=conference_id), 303))
    return conference


def _page(step: int, name: str, conference: Conference, form: Form, **also: Any) -> str:
    case = case_of(conference.case_id)
    return render_template(
        f"coordination/conferences/{name}.html",
        form=form,
        conference=conference,
        case=case,
        steps=STEPS,
        step=step,
        **also,
    )


def _onwards(conference: Conference, endpoint: str) -> Response:
    """To the next step, or home when the coordinator goes on another time."""
    if "later" in request.form:
        notice(_("Saved. You can go on any time, nothing has been sent."))
        return redirect(url_for("overview.case", case_id=conference.case_id), 303)
    return redirect(url_for(endpoint, conference_id=conference.id), 303)


def _done(form: Form, deed: Callable[[], object]) -> bool:
    """Do the deed of a sent form; its refusal goes to the form."""
    if not form.submitted():
        return False
    try:
        deed()
    except Refused as refused:
        form.refuse(refused.reasons)
        return False
    return True


# --- beginning, and the goal -----------------------------------------------------------------------------------------


@pages.route("/cases/<uuid:case_id>/conferences/new", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_beginning)
def new(case_id: UUID) -> Answer:
    form = Form()
    if form.submitted():
        return redirect(url_for("conferences.goal", conference_id=actions.begin(case_id, by=by())), 303)
    return render_template("coordination/conferences/new.html", form=form, case=case_of(case_id))


class GoalForm(Form):
    """What the meeting is to achieve, and why that is realistic (S2-14)."""

    goal = TextBlock(
        _l("What should the meeting achieve?"),
        400,
        rows=3,
        hint=_l("One sentence: what will be different, and how everyone will know."),
    )
    is_realistic = Choice(
        _l("Can it be managed?"),
        [("yes", _l("Yes, with the people whom you invite")), ("no", _l("Not like this"))],
        missing=None,
        hints={"no": _l("Cut the goal to what can be managed, or choose another way than a meeting.")},
    )
    because = TextBlock(
        _l("Why is the goal realistic?"), 400, rows=2, hint=_l("One sentence: what that rests on.")
    )  # fmt: skip


@pages.route("/conferences/<uuid:conference_id>/goal", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_convening, looked=True)
def goal(conference_id: UUID) -> Answer:
    draft = _draft(conference_id)
    said = {True: "yes", False: "no"}.get(draft.goal_is_realistic) if draft.goal_is_realistic is not None else None
    form = GoalForm(goal=draft.goal, is_realistic=said, because=draft.realistic_because)
    if _done(form, lambda: actions.set_goal(conference_id, **_goal_of(form), by=by())):
        return _onwards(draft, "conferences.people")
    return _page(1, "goal", draft, form)


def _goal_of(form: GoalForm) -> dict[str, Any]:
    realistic = {"yes": True, "no": False}.get(form.is_realistic.data or "")
    return {"goal": form.goal.data, "is_realistic": realistic, "because": form.because.data}


# --- the people ------------------------------------------------------------------------------------------------------

_WORKER_ROLES = [(role.value, ROLES[role]) for role in FOR_WORKERS]
_ROLES_ELSEWHERE = [each for each in _WORKER_ROLES if each[0] != Role.MINUTE_TAKER]
"""The minutes are taken by the town's own people."""
_SENTENCES = [("", _l("choose a sentence")), *OUTWARD.items()]
_MORE = [("", _l("no second sentence")), *OUTWARD.items()]


class RowForm(PlainForm):
    """One person who can be invited."""

    key = HiddenField()
    chosen = Tick(_l("Invite"))
    role = Dropdown(_l("As what"), _WORKER_ROLES, missing=None)
    first = Dropdown(_l("Sentence on the invitation"), _SENTENCES, missing=None)
    second = Dropdown(_l("Second sentence"), _MORE, optional=True)
    inward = TextLine(_l("Why this very person"), 300)
    prepare = TextLine(_l("What to prepare"), 300)
    how_told = Dropdown(_l("How we invite them"), [(each.value, TOLD[each]) for each in FOR_FAMILY], missing=None)


class PeopleForm(Form):
    """Everybody who can be invited, a row for each."""

    rows = FieldList(FormField(RowForm))
    searched = TextLine(_l("Add from the directory of organisations"), 100)


@pages.route("/conferences/<uuid:conference_id>/people", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_convening, looked=True)
def people(conference_id: UUID) -> Answer:
    draft = _draft(conference_id)
    known = {each.key: each for each in candidates(draft, _found())}
    form = PeopleForm(rows=[_row_of(each) for each in known.values()], searched=request.args.get("q", ""))
    for row in form.rows:
        if row.form.key.data in known and known[row.form.key.data].group != "office":
            row.form.role.choices = _ROLES_ELSEWHERE
    if _done(form, lambda: actions.list_people(conference_id, _asked(form, known), by=by())):
        return _after_people(draft, form)
    rows = [(known[row.form.key.data], row.form) for row in form.rows if row.form.key.data in known]
    searched = request.args.get("q", "").strip()
    found = to_add(searched, {each.agency_id for each in known.values()}) if searched else ()
    return _page(2, "people", draft, form, rows=rows, found=found, searched=searched)


def _found() -> list[UUID]:
    """The agencies that the coordinator has brought onto the page from the directory."""
    added = []
    for word in request.args.getlist("added")[:40]:
        try:
            added.append(UUID(word))
        except ValueError:
            continue
    return added


def _row_of(candidate: Candidate) -> dict[str, Any]:
    listed = candidate.listed
    reasons = (*(listed.outward_reasons if listed else ()), "", "")
    return {
        "key": candidate.key,
        "chosen": listed is not None and listed.chosen,
        "role": "" if candidate.person_id else str(candidate.role),
        "first": reasons[0],
        "second": reasons[1],
        "inward": listed.inward_reason if listed else "",
        "prepare": listed.to_prepare if listed else "",
        "how_told": str(listed.how_told) if listed and listed.how_told else HowTold.IN_PERSON.value,
    }


def _asked(form: PeopleForm, known: dict[str, Candidate]) -> list[Asked]:
    """The rows as filled, in the order of the form; a person who works nowhere any more is left out."""
    return [_row_filled(known[row.form.key.data], row.form) for row in form.rows if row.form.key.data in known]


def _row_filled(candidate: Candidate, row: RowForm) -> Asked:
    family = candidate.person_id is not None
    reasons = tuple(dict.fromkeys(filter(None, (row.first.data, row.second.data))))
    return Asked(
        worker_id=candidate.worker_id,
        person_id=candidate.person_id,
        agency_id=candidate.agency_id,
        role=candidate.role if family else Role(row.role.data or candidate.role),
        name=candidate.name,
        function=candidate.function,
        agency_name=candidate.agency_name,
        chosen=row.chosen.data,
        outward_reasons=() if family else reasons,
        inward_reason=row.inward.data or "",
        to_prepare=row.prepare.data or "",
        how_told=HowTold(row.how_told.data or HowTold.IN_PERSON) if family else None,
    )


def _after_people(draft: Conference, form: PeopleForm) -> Response:
    added = [str(each) for each in _found()]
    if "add" in request.form:
        return redirect(
            url_for("conferences.people", conference_id=draft.id, added=[*added, request.form["add"]]), 303
        )  # fmt: skip
    if "find" in request.form:
        where = url_for("conferences.people", conference_id=draft.id, added=added, q=form.searched.data)
        return redirect(f"{where}#directory", 303)
    return _onwards(draft, "conferences.time")


# --- when and where --------------------------------------------------------------------------------------------------

_TWICE = [("first", _l("the first one, in summer time")), ("second", _l("the second one, in winter time"))]


class TimeForm(Form):
    """When and where the meeting is."""

    meets_on = DayField(_l("Day"), hint=_l("For example 3. 3. 2026, “in 14 days” or “next Tuesday”."))
    wall_from = TimeField(_l("From"))
    wall_to = TimeField(_l("To"))
    second_from = Choice(_l("This start comes twice that night. Which one?"), _TWICE, missing=None)
    second_to = Choice(_l("This end comes twice that night. Which one?"), _TWICE, missing=None)
    place = TextLine(_l("Place"), 200, hint=_l("Address, room, and whether one can get in without stairs."))
    place_is_sensitive = Tick(
        _l("Keep the place out of letters and calendars"), hint=_l("For a shelter or a consulting room.")
    )
    answer_by = DayField(
        _l("Answer by"), optional=True, hint=_l("When left empty, three days before the meeting.")
    )  # fmt: skip


@pages.route("/conferences/<uuid:conference_id>/time", endpoint="time", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_convening)
def time_and_place(conference_id: UUID) -> Answer:
    draft = _draft(conference_id)
    form = TimeForm(data=_time_of(draft))
    if _done(form, lambda: actions.set_time(conference_id, _when(form), by=by())):
        return _onwards(draft, "conferences.check")
    return _page(3, "time", draft, form)


def _time_of(draft: Conference) -> dict[str, Any]:
    kept = {name: getattr(draft, name) for name in ("meets_on", "place", "place_is_sensitive", "answer_by")}
    for name, wall, instant in (("from", draft.wall_from, draft.starts_at), ("to", draft.wall_to, draft.ends_at)):
        kept[f"wall_{name}"] = time.fromisoformat(wall) if wall else None
        kept[f"second_{name}"] = _which(instant)
    return kept


def _which(instant: datetime | None) -> str | None:
    """Which of two equal times an instant is; None on every other night."""
    if instant is None:
        return None
    shown = clock.in_prague(instant)
    if shown.replace(fold=0).utcoffset() == shown.replace(fold=1).utcoffset():
        return None
    return "second" if shown.fold else "first"


def _when(form: TimeForm) -> When:
    second = {"first": False, "second": True}
    return When(
        meets_on=form.meets_on.data,
        wall_from=form.wall_from.data,
        wall_to=form.wall_to.data,
        place=form.place.data or "",
        place_is_sensitive=form.place_is_sensitive.data,
        answer_by=form.answer_by.data,
        second_from=second.get(form.second_from.data or ""),
        second_to=second.get(form.second_to.data or ""),
    )


# --- check and send --------------------------------------------------------------------------------------------------


@pages.route("/conferences/<uuid:conference_id>/check", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_convening, looked=True)
def check(conference_id: UUID) -> Answer:
    draft, form = _draft(conference_id), Form()
    if _done(form, lambda: actions.convene(conference_id, by=by())):
        notice(_("The meeting is convened. The letters leave within a minute, here you see how they fare."))
        return redirect(url_for("conferences.show", conference_id=conference_id), 303)
    draft, refused = _draft(conference_id), bool(form.reasons_above)
    form.reasons_above = []  # the page says them with the way to the step that mends each
    return _page(
        4, "check", draft, form, obstacles=_in_the_way(draft), refused=refused, send=_send(draft), **_previewed(draft)
    )


def _in_the_way(draft: Conference) -> list[tuple[str, str]]:
    """Each obstacle with the address of the step that mends it."""
    return [
        (_(each.sentence, **each.values), url_for(f"conferences.{each.field}", conference_id=draft.id))
        for each in actions.obstacles(draft)
    ]


def _send(draft: Conference) -> str:
    """What the button says, with the right plural."""
    letters = actions.invited_by_mail(draft)
    if letters == 0:
        return str(_("Convene the meeting"))
    return str(ngettext("Send %(num)s invitation", "Send %(num)s invitations", letters))


def _previewed(draft: Conference) -> dict[str, Any]:
    """The letter as an invited worker reads it, and the title in the calendar; nothing while there is no date."""
    invited: Sequence[Any] = [each for each in draft.invitations if each.chosen]
    if draft.starts_at is None:
        return {"letter": None, "entry": None, "invited": invited, "answer_by": draft.answer_by}
    subject, _gap, body = documents.preview(draft, language.current()).partition("\n")
    head = documents.letterhead(draft.case_id)
    return {
        "letter": (subject.removeprefix("Subject:").strip(), body.strip()),
        "entry": documents.entry_details(draft, head),
        "invited": invited,
        "answer_by": documents.invitation_letter(draft, head).deadline,
    }
