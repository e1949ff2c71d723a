"""Collecting pledges: who has signed and who is missing, and the page of one pledge with every way to get it."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from coordination.cases.models import members
from coordination.pledges import actions, models
from coordination.pledges.pages import COLLECTING, by, code_of, pages, seat_of
from coordination.pledges.refusals import DECIDED
from coordination.pledges.sheets import facts_of_seat_collected, sheets_of_seats
from coordination.pledges.standings import may_name, next_steps, roll, states_of
from coordination.seats.models import Seat, facts_at_case, open_seats
from coordination.seats.rules import Role
from foundation import access, language
from foundation.access import requires
from foundation.reasons import Refused
from foundation.signatures.scans import scan_of
from foundation.web import Choice, Form, TextBlock, attachment, notice


@pages.get("/cases/<uuid:case_id>/pledges")
@requires("who_has_pledged", facts=facts_at_case, looked=True)
def who(case_id: UUID) -> str:
    seats = [seat for seat in open_seats(case_id) if may_name(seat)]
    listed = roll(states_of(seats).values())
    collects = access.may(COLLECTING, "W")
    return render_template(
        "coordination/pledges/who.html",
        code=code_of(case_id),
        case_id=case_id,
        roll=listed,
        collects=collects,
        nexts=next_steps(listed.states, own_seat=access.facts().seat_id) if collects else {},
        reasons=models.refusal_reasons(case_id) if access.may("step_aside_refusal_reasons", "R") else {},
    )


@pages.get("/seats/<uuid:seat_id>/pledge")
@requires(COLLECTING, facts=facts_of_seat_collected, looked=True)
def seat(seat_id: UUID) -> str:
    return _page(seat_of(seat_id), Form())


def _page(of: Seat, form: Form) -> str:
    state = states_of([of])[of.id]
    signed = models.signed_pledge(of)
    offer = models.offered_text(of)
    return render_template(
        "coordination/pledges/seat.html",
        form=form,
        seat=of,
        code=code_of(of.case_id),
        state=state,
        step=next_steps([state], own_seat=access.facts().seat_id)[of.id],
        signed=signed,
        scan=scan_of(signed.signature.scan_id) if signed and signed.signature.scan_id else None,
        offer=offer,
        accompanied=models.accompanied(of),
        sheets=sheets_of_seats([of.id]),
        void=models.voided_at_seat(of),
        own=of.id == access.facts().seat_id,
        may_write=access.may(COLLECTING, "W"),
        refused=models.refusal_at(of) if access.may("step_aside_refusal_reasons", "R") else None,
        decided=DECIDED,
    )


@pages.get("/seats/<uuid:seat_id>/pledge/sheet.pdf")
@requires(COLLECTING, facts=facts_of_seat_collected, looked=True)
def pen_sheet(seat_id: UUID) -> str | Response:
    """The sheet for the pen, with everything known filled in."""
    of = seat_of(seat_id)
    try:
        copy = actions.pen_sheet(of.id)
    except Refused as refused:
        form = Form()
        form.refuse(refused.reasons)
        return _page(of, form)
    return attachment(copy.content, "application/pdf", copy.file_name)


@pages.post("/seats/<uuid:seat_id>/pledge/for-signing")
@requires(COLLECTING, facts=facts_of_seat_collected)
def for_signing(seat_id: UUID) -> str | Response:
    form = Form()
    if form.submitted():
        try:
            copy = actions.issue_for_signing(seat_id, by=by())
            return attachment(copy.content, "application/pdf", copy.file_name)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _page(seat_of(seat_id), form)


@pages.post("/seats/<uuid:seat_id>/pledge/copy")
@requires(COLLECTING, facts=facts_of_seat_collected, write="R")
def copy(seat_id: UUID) -> str | Response:
    """The proof of a pledge, for whoever must show it later."""
    form = Form()
    if form.submitted():
        try:
            made = actions.hand_copy(seat_id, language=language.current(), by=by())
        except LookupError:
            abort(404)
        return attachment(made.content, "application/pdf", made.file_name)
    return _page(seat_of(seat_id), form)


class SaidRefusalForm(Form):
    """That somebody said they will not sign."""

    reason = TextBlock(
        _l("The reason as it was said"), 1000, rows=3, optional=True,
        hint=_l("Nobody has to give one. Only the coordinator reads it."),
    )  # fmt: skip


@pages.route("/seats/<uuid:seat_id>/pledge/refusal", methods=["GET", "POST"])
@requires(COLLECTING, facts=facts_of_seat_collected)
def refuse_as_said(seat_id: UUID) -> str | Response:
    of, form = seat_of(seat_id), SaidRefusalForm()
    if form.did(lambda: actions.refuse_as_said(seat_id, why=form.reason.data or "", by=by())):
        notice(_("Written down: the pledge was refused."))
        return redirect(url_for(".seat", seat_id=seat_id), 303)
    return render_template("coordination/pledges/refuse_as_said.html", form=form, seat=of, code=code_of(of.case_id))


class VoidForm(Form):
    """Why a signature is void."""

    why = TextBlock(_l("Why the signature is void"), 500, rows=3)


@pages.route("/seats/<uuid:seat_id>/pledge/void", methods=["GET", "POST"])
@requires(COLLECTING, facts=facts_of_seat_collected)
def void(seat_id: UUID) -> str | Response:
    of, form = seat_of(seat_id), VoidForm()
    if form.did(lambda: actions.void(seat_id, why=form.why.data or "", by=by())):
        notice(_("The signature is void. It stays on record, and the pledge can be signed anew."))
        return redirect(url_for(".seat", seat_id=seat_id), 303)
    return render_template(
        "coordination/pledges/void.html",
        form=form, seat=of, code=code_of(of.case_id), signed=models.signed_pledge(of),
    )  # fmt: skip


@pages.route("/seats/<uuid:seat_id>/pledge/accompanied", methods=["GET", "POST"])
@requires(COLLECTING, facts=facts_of_seat_collected)
def say_whom(seat_id: UUID) -> str | Response:
    """Whom a support person accompanies."""
    of = seat_of(seat_id)
    if of.role != Role.SUPPORT_PERSON:
        return redirect(url_for(".seat", seat_id=seat_id), 303)
    form = _whom_form(of)
    if form.submitted():
        actions.say_whom(seat_id, UUID(form.whom.data or ""), by=by())
        notice(_("Saved."))
        return redirect(url_for(".seat", seat_id=seat_id), 303)
    return render_template("coordination/pledges/say_whom.html", form=form, seat=of, code=code_of(of.case_id))


def _whom_form(of: Seat) -> Any:
    family = [
        (str(person.id), f"{person.name}, {person.kinship_name}")
        for person in members(of.case_id)
        if access.may("brief_goal_areas_members", "R", access.Audience(members=frozenset({person.id})))
    ]
    fields = {"whom": Choice(_("Whom this person accompanies"), family, missing=_("Choose one of the family."))}
    return type("WhomForm", (Form,), fields)(data={"whom": str(of.accompanies_id or "") or None})
