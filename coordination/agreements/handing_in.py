"""Agreements on paper: the print, handing in what came back signed, comparing it, rejecting it."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from coordination.agreements import actions, models, rules_of_signing
from coordination.agreements.actions import Sheet
from coordination.agreements.pages import found, pages
from coordination.agreements.reading import page
from coordination.agreements.rights import AGREEMENT, PREPARING
from coordination.seats.models import CaseFrame
from foundation import access
from foundation.access import requires
from foundation.database import db
from foundation.reasons import Refused
from foundation.signatures.examination import examined
from foundation.signatures.scans import scan_of
from foundation.web import DayField, Form, PaperScan, TextBlock, TextLine, attachment, limiter, notice, takes_files


@pages.post("/agreements/<uuid:agreement_id>/paper")
@requires(AGREEMENT, facts=models.facts_of_agreement, write="R")
def paper(agreement_id: UUID) -> str | Response:
    """One of the two copies as a PDF."""
    form = Form()
    if form.submitted():
        copy = 1 if request.form.get("copy") == "1" else 2
        made = actions.print_copy(agreement_id, copy=copy, actor=access.actor())
        return attachment(made.content, "application/pdf", made.file_name)
    return page(found(agreement_id), form)


class PaperForm(Form):
    """A signed paper: the file, the days beside the signatures, where the original lies."""

    file = PaperScan(
        _l("The signed agreement"), missing=_l("Choose the file."),
        hint=_l("PDF, JPEG or PNG, at most 15 MB. A photo from a phone is enough."),
    )  # fmt: skip
    parent_on = DayField(_l("Day beside the parent's signature"), optional=True)
    worker_on = DayField(_l("Day beside the worker's signature"), optional=True)
    original = TextLine(_l("Where the original lies"), 200, hint=_l("For example: folder of agreements 2026, sheet 7."))


@pages.route("/agreements/<uuid:agreement_id>/sheet", methods=["GET", "POST"])
@requires(PREPARING, facts=models.facts_of_open_agreement, looked=True)
@limiter.limit("30 per minute", methods=["POST"])
@takes_files
def hand_in(agreement_id: UUID) -> str | Response:
    form = PaperForm()
    if form.submitted():
        try:
            sheet = Sheet(form.parent_on.data, form.worker_on.data, form.original.data or "")
            content = form.file.data.read() if form.file.data else b""
            actions.file_paper(agreement_id, sheet, examined(content, "file"), actor=access.actor())
            notice(_("The paper is handed in. It holds once the other side has compared it with the original."))
            return redirect(url_for(".show", agreement_id=agreement_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    agreement = found(agreement_id)
    both = agreement.signatures == 2
    return render_template(
        "coordination/agreements/hand_in.html", form=form, agreement=agreement,
        frame=db.session.get_one(CaseFrame, agreement.case_id),
        in_the_way=rules_of_signing.obstacles_to_signing(agreement.state, signed=both),
    )  # fmt: skip


@pages.get("/agreement-sheets/<uuid:paper_id>/scan")
@requires(AGREEMENT, facts=models.facts_of_paper, looked=True)
def scan(paper_id: UUID) -> Response:
    sheet = models.sheet_of(paper_id) or abort(404)
    kept = scan_of(sheet.scan_id)
    return attachment(kept.content, kept.media_type, kept.file_name)


@pages.post("/agreement-sheets/<uuid:paper_id>/confirmation")
@requires(PREPARING, facts=models.facts_of_open_paper)
def confirm(paper_id: UUID) -> str | Response:
    form, sheet = Form(), models.sheet_of(paper_id) or abort(404)
    agreement_id = sheet.agreement_id
    if form.submitted():
        try:
            actions.confirm(paper_id, actor=access.actor())
            notice(_("The paper is confirmed."))
            return redirect(url_for(".show", agreement_id=agreement_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page(found(agreement_id), form)


class RejectForm(Form):
    """What is wrong with a handed-in paper."""

    why = TextBlock(_l("What is wrong with it"), 500, rows=2)


@pages.route("/agreement-sheets/<uuid:paper_id>/rejection", methods=["GET", "POST"])
@requires(PREPARING, facts=models.facts_of_open_paper)
def reject(paper_id: UUID) -> str | Response:
    form, sheet = RejectForm(), models.sheet_of(paper_id) or abort(404)
    agreement_id = sheet.agreement_id
    if form.submitted():
        try:
            actions.reject(paper_id, why=form.why.data or "", actor=access.actor())
            notice(_("The paper is rejected. It stays here with the reason."))
            return redirect(url_for(".show", agreement_id=agreement_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    agreement = found(agreement_id)
    return render_template(
        "coordination/agreements/reject.html", form=form, agreement=agreement,
        frame=db.session.get_one(CaseFrame, agreement.case_id),
    )  # fmt: skip
