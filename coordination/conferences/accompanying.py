"""The page of a child who is to come: how it was prepared, and after the meeting how it was (S2-47)."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from coordination.cases.models import case as case_of
from coordination.conferences import actions
from coordination.conferences.actions import Prepared, TalkAfterwards
from coordination.conferences.children import RECORD, facts_of_child, possible_guides, preparations_of
from coordination.conferences.models import Conference, Invitation, conference_of
from coordination.conferences.pages import by, pages
from coordination.conferences.rules import ConferenceState
from coordination.seats.rules import Role
from foundation import access, clock
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import DayField, Dropdown, Form, TextBlock, TextLine, notice

Answer = str | Response


class PreparationForm(Form):
    """What is agreed with a child before it comes."""

    talked_by = TextLine(_l("Who talked with the child"), 120, hint=_l("Somebody whom the child trusts."))
    talked_on = DayField(_l("When"))
    why_comes = TextBlock(_l("Why the child comes, by age and maturity"), 500, rows=2)
    told = TextBlock(
        _l("What the child was told, and what it said"), 800, rows=3, optional=True,
        hint=_l("Who will be there and why, what will be said."),
    )  # fmt: skip
    guide = Dropdown(_l("Who stays beside the child"), missing=None, hint=_l("The child's guide comes only for them."))
    own_side = TextLine(_l("Who is on the child's side"), 200)
    signal = TextLine(_l("The sign for “it is too much”"), 120)
    leaves_with = TextLine(_l("Who leaves with the child, and what then"), 200)


class AfterwardsForm(Form):
    """The talk after the meeting."""

    after_by = TextLine(_l("Who talked with the child"), 120)
    after_on = DayField(_l("When"))
    after_said = TextBlock(_l("How it was, in the child's words"), 800, rows=3, optional=True)


def _child(conference_id: UUID, person_id: UUID) -> tuple[Conference, Invitation]:
    conference = conference_of(conference_id) or abort(404)
    asked = (each for each in conference.invitations if each.person_id == person_id and each.role == Role.CHILD)
    return conference, next(asked, None) or abort(404)


@pages.route("/conferences/<uuid:conference_id>/children/<uuid:person_id>", methods=["GET", "POST"])
@requires(RECORD, facts=facts_of_child, looked=True)
def child(conference_id: UUID, person_id: UUID) -> Answer:
    conference, invitation = _child(conference_id, person_id)
    form = _form(conference, invitation)
    if form.submitted():
        try:
            actions.prepare_child(conference_id, person_id, _prepared(form), by=by())
            notice(_("The preparation is written down."))
            return redirect(_back(conference_of(conference_id) or conference), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _page("child", form, conference_id, person_id)


def _form(conference: Conference, invitation: Invitation) -> PreparationForm:
    record = preparations_of(conference.id).get(invitation.person_id) if invitation.person_id else None
    words = ("talked_by", "talked_on", "why_comes", "told", "own_side", "signal", "leaves_with")
    kept = {name: getattr(record, name) for name in words} if record else {"talked_on": clock.today()}
    form = PreparationForm(data={**kept, "guide": str(record.guide_id) if record else ""})
    form.guide.choices = [
        ("", _("choose who")),
        *((str(each.invitee), ", ".join(filter(None, (each.name, each.function or each.agency_name))))
          for each in possible_guides(conference, invitation)),
    ]  # fmt: skip
    return form


def _prepared(form: PreparationForm) -> Prepared:
    return Prepared(
        talked_by=form.talked_by.data or "", talked_on=form.talked_on.data, why_comes=form.why_comes.data or "",
        told=form.told.data or "", guide=UUID(form.guide.data) if form.guide.data else None,
        own_side=form.own_side.data or "", signal=form.signal.data or "", leaves_with=form.leaves_with.data or "",
    )  # fmt: skip


@pages.route("/conferences/<uuid:conference_id>/children/<uuid:person_id>/afterwards", methods=["GET", "POST"])
@requires(RECORD, facts=facts_of_child, looked=True)
def child_afterwards(conference_id: UUID, person_id: UUID) -> Answer:
    _child(conference_id, person_id)
    record = preparations_of(conference_id).get(person_id)
    kept = {"after_by": record.after_by, "after_on": record.after_on, "after_said": record.after_said} if record else {}
    form = AfterwardsForm(data={**kept, "after_on": kept.get("after_on") or clock.today()})
    if form.submitted():
        talk = TalkAfterwards(form.after_by.data or "", form.after_on.data, form.after_said.data or "")
        try:
            actions.talk_afterwards(conference_id, person_id, talk, by=by())
            notice(_("The talk is written down."))
            return redirect(url_for(".show", conference_id=conference_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _page("child_afterwards", form, conference_id, person_id)


def _back(conference: Conference) -> str:
    step = ".check" if conference.state is ConferenceState.DRAFT else ".show"
    return url_for(step, conference_id=conference.id)


def _page(name: str, form: Form, conference_id: UUID, person_id: UUID) -> str:
    conference, invitation = _child(conference_id, person_id)
    record = preparations_of(conference_id).get(person_id)
    guide = next((each.name for each in conference.invitations if record and each.invitee == record.guide_id), "")
    return render_template(
        f"coordination/conferences/{name}.html",
        form=form, conference=conference, invitation=invitation, record=record, guide=guide,
        case=case_of(conference.case_id), may_write=access.may(RECORD, "W"), back_to=_back(conference),
    )  # fmt: skip
