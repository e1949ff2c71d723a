"""Confirming a sheet that was handed in: a second worker compares it with the original, or its signer knows it."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from coordination.pledges import actions, models
from coordination.pledges.letters import CONFIRM
from coordination.pledges.pages import COLLECTING, OWN, by, code_of, pages
from coordination.pledges.sheets import PledgeSheet, facts_of_sheet, possible_confirmers, sheet_of, waiting_sheet
from coordination.seats.models import facts_at_case
from foundation import access, links
from foundation.access import Actor, Door, Facts, public, requires
from foundation.reasons import Refused
from foundation.signatures.scans import Scan, scan_of
from foundation.web import Dropdown, Form, TextBlock, attachment, notice

HANDED_IN = "handed_in_sheet"


def _sheet(sheet_id: UUID) -> PledgeSheet:
    return sheet_of(sheet_id) or abort(404)


@pages.get("/pledge-sheets/<uuid:sheet_id>")
@requires(HANDED_IN, facts=facts_of_sheet, looked=True)
def sheet(sheet_id: UUID) -> str:
    return _page(_sheet(sheet_id), Form())


def _page(found: PledgeSheet, form: Form) -> str:
    return render_template(
        "coordination/pledges/sheet.html",
        form=form,
        sheet=found,
        code=code_of(found.case_id),
        collects=access.facts().role != "confirmer" and access.may(COLLECTING, "R"),
        may_decide=access.may(HANDED_IN, "W") and not found.decided,
        uploaded_here=found.filed_by == by(),
    )


@pages.post("/pledge-sheets/<uuid:sheet_id>/confirmation")
@requires(HANDED_IN, facts=facts_of_sheet)
def confirm(sheet_id: UUID) -> str | Response:
    form, asked = Form(), access.facts().role == "confirmer"
    if form.submitted():
        try:
            actions.confirm(sheet_id, by=by())
            notice(_("The sheet is confirmed and the pledge holds. Thank you."))
            return redirect(url_for("overview.home") if asked else _to_seat(sheet_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _page(_sheet(sheet_id), form)


def _to_seat(sheet_id: UUID) -> str:
    return url_for(".seat", seat_id=_sheet(sheet_id).seat_id)


class RejectionForm(Form):
    """What is wrong with a sheet."""

    why = TextBlock(_l("What is wrong"), 500, rows=3, hint=_l("Whoever handed the sheet in reads it."))


@pages.route("/pledge-sheets/<uuid:sheet_id>/rejection", methods=["GET", "POST"])
@requires(HANDED_IN, facts=facts_of_sheet)
def reject(sheet_id: UUID) -> str | Response:
    form, asked = RejectionForm(), access.facts().role == "confirmer"
    if form.submitted():
        try:
            actions.reject(sheet_id, why=form.why.data or "", by=by())
            notice(_("The sheet is rejected. It stays on record with the reason."))
            return redirect(url_for("overview.home") if asked else _to_seat(sheet_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    found = _sheet(sheet_id)
    return render_template("coordination/pledges/reject.html", form=form, sheet=found, code=code_of(found.case_id))


class AskForm(Form):
    """Who else compares the sheet."""

    confirmer = Dropdown(_l("Who compares it with the original"), missing=None)


@pages.route("/pledge-sheets/<uuid:sheet_id>/confirmer", methods=["GET", "POST"])
@requires(COLLECTING, facts=facts_of_sheet)
def ask_another(sheet_id: UUID) -> str | Response:
    form = _ask_form(_sheet(sheet_id))
    if form.submitted():
        try:
            chosen = UUID(form.confirmer.data) if form.confirmer.data else None
            actions.ask_another(sheet_id, chosen, by=by())
            notice(_("The letter leaves within a minute."))
            return redirect(url_for(".sheet", sheet_id=sheet_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    found = _sheet(sheet_id)
    return render_template("coordination/pledges/ask_another.html", form=form, sheet=found, code=code_of(found.case_id))


def _ask_form(found: PledgeSheet) -> Any:
    uploader = UUID(found.filed_by.removeprefix("worker:"))
    form = AskForm(confirmer=str(found.confirmer_id or ""))
    able = possible_confirmers(found.seat, besides=uploader)
    form.confirmer.choices = [("", _("choose a colleague")), *((str(one.id), one.name) for one in able)]
    return form


@pages.get("/pledge-sheets/<uuid:sheet_id>/scan")
@requires(HANDED_IN, facts=facts_of_sheet, looked=True)
def scan(sheet_id: UUID) -> Response:
    return _download(_sheet(sheet_id).scan)


def _download(found: Scan) -> Response:
    return attachment(found.content, found.media_type, found.file_name)


@pages.get("/o/<token>/pledge-sheet")
@public
def confirm_by_link(token: str) -> Response:
    """Lead the second worker from the letter to the sheet; whoever came by the link alone is sent to the code first."""
    link, who = links.resolve(token), access.actor()
    if link is None or link.purpose != CONFIRM:
        return redirect(url_for("links.enter", token=token), 303)
    if who.worker_id != link.holder or who.door < Door.CODE:
        return redirect(url_for("accounts.code", token=token), 303)
    return redirect(url_for(".sheet", sheet_id=link.subject), 303)


# --- the signer's own ------------------------------------------------------------------------------------------------


def _own_waiting() -> PledgeSheet:
    seat_id = access.facts().seat_id
    return (waiting_sheet(seat_id) if seat_id else None) or abort(404)


def _own_scan(seat_id: UUID | None) -> Scan | None:
    """The sheet that waits for the signer, or the one that was confirmed."""
    if seat_id is None:
        return None
    waiting, signed = waiting_sheet(seat_id), models.signed_pledge(models.seat(seat_id))
    if waiting is not None:
        return waiting.scan
    return scan_of(signed.signature.scan_id) if signed and signed.signature.scan_id else None


def _facts_of_own_scan(actor: Actor, case_id: UUID) -> Facts | None:
    """Where nothing was handed in there is nothing to look at, and no look is noted."""
    facts = facts_at_case(actor, case_id)
    return facts if facts is not None and _own_scan(facts.seat_id) is not None else None


@pages.get("/cases/<uuid:case_id>/pledge/sheet/scan")
@requires(OWN, facts=_facts_of_own_scan, looked=True)
def own_scan(case_id: UUID) -> Response:
    return _download(_own_scan(access.facts().seat_id) or abort(404))


class OwnSheetDecision(Form):
    """The signer knows the sheet."""


@pages.route("/cases/<uuid:case_id>/pledge/sheet/confirmation", methods=["GET", "POST"])
@requires(OWN, facts=facts_at_case)
def confirm_own(case_id: UUID) -> str | Response:
    form = OwnSheetDecision()
    found = _own_waiting()
    if form.submitted():
        try:
            actions.confirm_own(found.seat_id, door=access.facts().door, by=by())
            notice(_("You have confirmed your signature, the pledge holds. Thank you."))
            return redirect(url_for(".sign", case_id=case_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template(
        "coordination/pledges/confirm_own.html", form=form, sheet=_own_waiting(), code=code_of(case_id)
    )


@pages.route("/cases/<uuid:case_id>/pledge/sheet/objection", methods=["GET", "POST"])
@requires(OWN, facts=facts_at_case)
def object_own(case_id: UUID) -> str | Response:
    """The signer says that the sheet is not theirs."""
    form, found = RejectionForm(), _own_waiting()
    if form.submitted():
        try:
            actions.reject(found.id, why=form.why.data or "", by=by())
            notice(_("The sheet is rejected, it opens nothing. The coordinator sees why."))
            return redirect(url_for(".sign", case_id=case_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template(
        "coordination/pledges/object_own.html", form=form, sheet=_own_waiting(), code=code_of(case_id)
    )
