"""Step 2: whom the goal needs at the table, as what each comes and why; the family is there until it is taken off."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as PlainForm

from coordination.cases.models import RELATION_NAMES, members
from coordination.conferences import actions
from coordination.conferences.actions import Asked
from coordination.conferences.invitees import Candidate, candidates, to_add
from coordination.conferences.models import Conference, facts_of_convening
from coordination.conferences.pages import by, pages
from coordination.conferences.preparing import steps
from coordination.conferences.preparing.steps import AGENDA, Answer
from coordination.conferences.rules import HowTold, MeetingKind
from coordination.conferences.rules_of_naming import LONGEST_FUNCTION
from coordination.conferences.suggestions import Usual
from coordination.conferences.words import FOR_FAMILY, FOR_WORKERS, MEETING_KINDS, OUTWARD, ROLES, TOLD
from coordination.seats.rules import Relation, Role
from foundation import clock
from foundation.access import requires
from foundation.web import Choice, DayField, Dropdown, Form, TextBlock, TextLine, Tick

_BOTH = f"{Role.MINUTE_TAKER} {Role.FACILITATOR}"
_AT_OFFICE = [
    *((role.value, ROLES[role]) for role in FOR_WORKERS),
    (_BOTH, _l("leads the meeting and takes the minutes")),
]
_ELSEWHERE = [(role.value, ROLES[role]) for role in FOR_WORKERS if role != Role.MINUTE_TAKER]
"""The minutes are taken by the town's own people."""
_SENTENCES = [("", _l("choose a sentence")), *OUTWARD.items()]
_MORE = [("", _l("no second sentence")), *OUTWARD.items()]
_NOBODY = ("", _l("beside nobody in particular"))


class RowForm(PlainForm):
    """One person who can be invited."""

    key = HiddenField()
    chosen = Tick(_l("Invite"))
    wanted = TextLine(
        _l("Whom you need from there"), LONGEST_FUNCTION, hint=_l("Only the function, for example “class teacher”.")
    )
    role = Dropdown(_l("As what"), _AT_OFFICE, missing=None)
    first = Dropdown(_l("Sentence on the invitation"), _SENTENCES, missing=None)
    second = Dropdown(_l("Second sentence"), _MORE, optional=True)
    inward = TextLine(_l("Why this very person"), 300)
    beside = Dropdown(_l("Sits beside"), [_NOBODY], optional=True)
    tongue = TextLine(_l("Interprets which language"), 60, optional=True)
    relation = Dropdown(_l("What it has to do with the family"), list(RELATION_NAMES.items()), missing=None)
    since = DayField(_l("At the case since"), optional=True)
    how_told = Dropdown(_l("How we invite them"), [(each.value, TOLD[each]) for each in FOR_FAMILY], missing=None)
    why_not = TextLine(_l("If they do not come: why"), 300, optional=True)
    admitted = TextLine(_l("Why you admit them"), 300, optional=True)


class PeopleForm(Form):
    """Everybody who can be invited, a row for each."""

    rows = FieldList(FormField(RowForm))
    searched = TextLine(_l("Add from the directory of organisations"), 100)
    kind = Choice(_l("What kind of meeting it is"), list(MEETING_KINDS.items()), missing=None)
    without_family_because = TextBlock(
        _l("Why without the family"), 400, rows=2, optional=True,
        hint=_l("Only for a meeting without the family. It stays with the meeting and stands in its minutes."),
    )  # fmt: skip


@pages.route("/conferences/<uuid:conference_id>/people", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_convening, looked=True)
def people(conference_id: UUID) -> Answer:
    draft = steps.draft(conference_id)
    known = {each.key: each for each in candidates(draft, _found())}
    form = _form(draft, known)
    if form.did(lambda: _keep(draft, form, known)):
        return _after(draft, form)
    rows = [(known[row.form.key.data], row.form) for row in form.rows if row.form.key.data in known]
    searched = request.args.get("q", "").strip()
    found = to_add(searched, {each.agency_id for each in known.values()}) if searched else ()
    return steps.page(
        "people", draft.case_id, draft, form, rows=rows, found=found, searched=searched, sentences=OUTWARD, roles=ROLES
    )


def _found() -> list[UUID]:
    """The agencies that the coordinator has brought onto the page from the directory."""
    added = []
    for word in request.args.getlist("added")[:40]:
        try:
            added.append(UUID(word))
        except ValueError:
            continue
    return added


def _form(draft: Conference, known: dict[str, Candidate]) -> PeopleForm:
    form = PeopleForm(
        rows=[row_of(each) for each in known.values()], searched=request.args.get("q", ""), kind=str(draft.kind),
        without_family_because=draft.without_family_because or "",
    )  # fmt: skip
    beside = beside_whom(draft.case_id)
    for row in form.rows:
        if row.form.key.data in known:
            offer(row.form, known[row.form.key.data], beside)
    return form


def beside_whom(case_id: UUID) -> list[tuple[str, Any]]:
    """The members of the family beside whom somebody can sit."""
    return [_NOBODY, *((str(person.id), person.name) for person in members(case_id))]


def offer(row: RowForm, candidate: Candidate, beside: list[tuple[str, Any]]) -> None:
    """Offer what can be chosen for this very person."""
    row.beside.choices = beside
    if candidate.group != "office":
        row.role.choices = _ELSEWHERE


def row_of(candidate: Candidate) -> dict[str, Any]:
    """The row of one person as it was written, or as the house proposes it."""
    listed, usual = candidate.listed, candidate.usual(candidate.role)
    written = listed is not None and not candidate.is_family
    reasons = (*(listed.outward_reasons if listed and written else usual.outward), "", "")
    return {
        "key": candidate.key,
        "chosen": listed.comes if listed is not None else candidate.expected,
        "wanted": candidate.function if candidate.awaits_person else "",
        "role": _role_shown(candidate),
        "first": reasons[0],
        "second": reasons[1],
        "inward": listed.inward_reason if listed else usual.inward,
        "beside": str((listed.accompanies_id if listed else candidate.beside) or ""),
        "tongue": (listed.tongue if listed else candidate.tongue) or "",
        "relation": str((listed.relation if listed else None) or Relation.MAY_SERVE),
        "since": (listed.involved_since if listed else None) or clock.today(),
        "how_told": str((listed.how_told if listed else None) or candidate.told),
        "why_not": (listed.informed_only_because if listed else "") or "",
        "admitted": (listed.admitted_because if listed else "") or "",
    }


def _role_shown(candidate: Candidate) -> str:
    """The roles as the list of roles offers them; a private person's is not chosen there."""
    if candidate.private:
        return ""
    also = candidate.listed.also if candidate.listed else None
    return f"{candidate.role} {also}" if also else str(candidate.role)


def _keep(draft: Conference, form: PeopleForm, known: dict[str, Candidate]) -> None:
    kind = MeetingKind(form.kind.data or MeetingKind.WITH_FAMILY)
    because = form.without_family_because.data or ""
    rows = [(known[row.form.key.data], row.form) for row in form.rows if row.form.key.data in known]
    asked = [filled(candidate, row, kind) for candidate, row in rows]
    actions.list_people(draft.id, asked, by=by(), kind=kind, without_family_because=because)


def filled(candidate: Candidate, row: RowForm, kind: MeetingKind) -> Asked:
    """The row as the deed takes it; a person who works nowhere any more is left out before."""
    if candidate.is_family:
        return _member_filled(candidate, row, kind)
    role, also = _role(candidate, row)
    said = _said(candidate, row, role)
    return Asked(
        worker_id=candidate.worker_id, person_id=candidate.person_id, agency_id=candidate.agency_id, role=role,
        also=also, name=candidate.name, agency_name=candidate.agency_name,
        function=(row.wanted.data or "") if candidate.awaits_person else candidate.function,
        chosen=row.chosen.data, outward_reasons=said.outward, inward_reason=said.inward, to_prepare=said.prepare,
        how_told=HowTold(row.how_told.data or candidate.told) if candidate.private else None,
        accompanies_id=UUID(row.beside.data) if row.beside.data else None,
        tongue=(row.tongue.data or None) if role == Role.INTERPRETER else None,
        admitted_because=(row.admitted.data or None) if candidate.proxy else None,
        relation=Relation(row.relation.data or Relation.MAY_SERVE) if candidate.new_agency else None,
        involved_since=(row.since.data or clock.today()) if candidate.new_agency else None,
    )  # fmt: skip


def _member_filled(candidate: Candidate, row: RowForm, kind: MeetingKind) -> Asked:
    """A member of the family: asked to come, or only informed when expected and not asked (S2-28)."""
    comes = row.chosen.data and kind is not MeetingKind.WORKING
    informed = candidate.expected and not comes
    listed = candidate.listed
    prepare = listed.to_prepare if listed and listed.comes else candidate.usual(candidate.role).prepare
    return Asked(
        worker_id=None, person_id=candidate.person_id, agency_id=None, role=candidate.role, name=candidate.name,
        function="", agency_name="", chosen=comes or informed, inward_reason=row.inward.data or "",
        to_prepare=prepare if comes else "", how_told=HowTold(row.how_told.data or candidate.told) if comes else None,
        informed_only_because=(row.why_not.data or "") if informed else None,
    )  # fmt: skip


def _role(candidate: Candidate, row: RowForm) -> tuple[Role, Role | None]:
    if candidate.private:
        return candidate.role, None
    role, _space, also = (row.role.data or str(candidate.role)).partition(" ")
    return Role(role), Role(also) if also else None


def _said(candidate: Candidate, row: RowForm, role: Role) -> Usual:
    """The reasons as written; where nobody touched what the house proposed, it follows the role now chosen.

    Nothing is kept of an untouched proposal for somebody who is not invited.
    """
    shown, former, proposed = row_of(candidate), candidate.usual(candidate.role), candidate.usual(role)
    first, second, inward = row.first.data or "", row.second.data or "", row.inward.data or ""
    written = tuple(dict.fromkeys(filter(None, (first, second))))
    as_shown = (first, second, inward) == (shown["first"], shown["second"], shown["inward"])
    if as_shown and (written, inward) == (former.outward, former.inward):
        return replace(proposed, prepare=_prepare(candidate, role)) if row.chosen.data else Usual()
    return Usual(written, inward, _prepare(candidate, role))


def _prepare(candidate: Candidate, role: Role) -> str:
    """What they are to bring: as somebody wrote it, else what is usual in the role."""
    listed = candidate.listed
    if listed is None or listed.to_prepare == candidate.usual(Role(listed.role)).prepare:
        return candidate.usual(role).prepare
    return listed.to_prepare


def _after(draft: Conference, form: PeopleForm) -> Response:
    added, back = [str(each) for each in _found()], request.args.get("back")
    if "add" in request.form:
        return redirect(
            url_for("conferences.people", conference_id=draft.id, added=[*added, request.form["add"]], back=back), 303
        )  # fmt: skip
    if "find" in request.form:
        where = url_for("conferences.people", conference_id=draft.id, added=added, q=form.searched.data, back=back)
        return redirect(f"{where}#directory", 303)
    return steps.onwards(draft, "conferences.time")
