"""Handing in a signed sheet: a photo, a scan or a signed PDF, by whoever collects or by the signer."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.towns.models import phone_of
from coordination.pledges import actions, models
from coordination.pledges.actions import Filed
from coordination.pledges.pages import COLLECTING, OWN, by, code_of, pages, seat_of
from coordination.pledges.sheets import (
    asks_nobody,
    facts_of_seat_collected,
    possible_confirmers,
    sheet_of,
    waiting_sheet,
)
from coordination.seats.models import Seat, facts_at_case, signed_seats
from foundation import access, clock, language
from foundation.access import requires
from foundation.reasons import Reason, Refused, reason
from foundation.signatures.examination import Examined, examined
from foundation.web import (
    DayField,
    Dropdown,
    Form,
    PaperScan,
    TextLine,
    Tick,
    attachment,
    limiter,
    notice,
    takes_files,
)

_WHAT_FITS = _l("PDF, JPEG or PNG, at most 15 MB. A photo from a phone is enough.")


class OwnSheetForm(Form):
    """A sheet of the signer's own."""

    file = PaperScan(_l("The signed sheet"), missing=_l("Choose the file."), hint=_WHAT_FITS)
    signed_on = DayField(_l("Day on the sheet"), missing=_l("Enter the day that stands on the sheet."))
    original = TextLine(_l("Where the original lies"), 200)
    as_paper = Tick(
        _l("If the electronic signature is not taken as a qualified one, hand the file in like a paper"),
        hint=_l("Somebody then compares it and confirms it."),
    )


class SheetForm(OwnSheetForm):
    """A sheet that whoever collects hands in."""

    wording = Dropdown(_l("Wording on the sheet"), missing=_l("Choose which version of the wording stands on it."))
    name = TextLine(_l("Name on the sheet"), 120, missing=_l("Write the name as it stands on the sheet."))
    function = TextLine(_l("Function on the sheet"), 120, optional=True)
    agency = TextLine(_l("Organisation on the sheet"), 120, optional=True)
    original = TextLine(
        _l("Where the original lies"), 200, hint=_l("Reference or file number, for example č. j. or sp. zn.")
    )
    confirmer = Dropdown(
        _l("Who compares it with the original"), missing=None,
        hint=_l("Somebody else from your office. They see this sheet and the code of the case, nothing else."),
    )  # fmt: skip


@pages.route("/seats/<uuid:seat_id>/pledge/sheet", methods=["GET", "POST"])
@requires(COLLECTING, facts=facts_of_seat_collected)
@limiter.limit("30 per minute", methods=["POST"])
@takes_files
def hand_in(seat_id: UUID) -> str | Response:
    seat = seat_of(seat_id)
    form = _form_for(seat)
    if form.submitted():
        try:
            sheet_id = actions.file_sheet(seat_id, _filed(form), _read(form), by=by())
            return _after_filing(sheet_id, url_for(".seat", seat_id=seat_id))
        except Refused as refused:
            form.refuse(refused.reasons)
    seat = seat_of(seat_id)
    return render_template(
        "coordination/pledges/hand_in.html",
        form=form, seat=seat, code=code_of(seat.case_id), asks_nobody=asks_nobody(seat.town_id),
        in_the_way=_in_the_way(seat),
    )  # fmt: skip


def _form_for(seat: Seat) -> Any:
    confirmers = possible_confirmers(seat, besides=access.actor().worker_id)
    form = SheetForm(
        data={
            "name": seat.name, "function": seat.function, "agency": seat.agency_name, "signed_on": clock.today(),
            "wording": str(models.offered_text(seat).wording.id),
            "confirmer": str(confirmers[0].id) if len(confirmers) == 1 else None,
        }
    )  # fmt: skip
    form.wording.choices = [
        (str(each.id), _version(each.version, each.valid_from)) for each in models.versions_for(seat)
    ]
    form.confirmer.choices = [("", _("choose a colleague")), *((str(one.id), one.name) for one in confirmers)]
    return form


def _version(number: int, since: Any) -> str:
    day = language.day(clock.in_prague(since).date())
    return str(_("version %(number)s, in force from %(day)s", number=number, day=day))


def _read(form: Any) -> Examined:
    return examined(form.file.data.read() if form.file.data else b"", "file")


def _filed(form: Any) -> Filed:
    return Filed(
        name=form.name.data or "", function=form.function.data or "", agency=form.agency.data or "",
        signed_on=form.signed_on.data or date.min, original=form.original.data or "",
        wording_id=UUID(form.wording.data), confirmer_id=UUID(form.confirmer.data) if form.confirmer.data else None,
        as_paper=form.as_paper.data,
    )  # fmt: skip


def _after_filing(sheet_id: UUID, way: str) -> Response:
    sheet = sheet_of(sheet_id) or abort(404)
    if sheet.confirmed_at is not None:
        notice(_("The sheet is handed in and the pledge holds."))
    else:
        who = sheet.confirmer.name if sheet.confirmer else ""
        notice(_("The sheet is handed in. It holds once it is confirmed; %(who)s is asked to.", who=who))
    return redirect(way, 303)


def _in_the_way(seat: Seat) -> list[Reason]:
    """Why handing in makes no sense now, told before anybody fills the form."""
    if seat.id in signed_seats([seat.id]):
        return [reason("This pledge is signed already, nothing more is needed.")]
    if waiting_sheet(seat.id) is not None:
        return [reason("Another sheet of this person waits for confirmation. Decide about that one first.")]
    return list(models.offered_text(seat).unfilled)


# --- the signer's own ------------------------------------------------------------------------------------------------


@pages.route("/cases/<uuid:case_id>/pledge/sheet", methods=["GET", "POST"])
@requires(OWN, facts=facts_at_case)
@limiter.limit("30 per minute", methods=["POST"])
@takes_files
def hand_in_own(case_id: UUID) -> str | Response:
    seat = _own_seat()
    form = OwnSheetForm(signed_on=clock.today(), original=_("with the one who signed"))
    if form.submitted():
        try:
            sheet_id = actions.file_sheet(seat.id, _own_filed(form, seat), _read(form), by=by())
            return _after_filing(sheet_id, url_for(".sign", case_id=case_id))
        except Refused as refused:
            form.refuse(refused.reasons)
    return _own_page(form, _own_seat())


def _own_seat() -> Seat:
    seat_id = access.facts().seat_id
    return models.seat(seat_id) if seat_id else abort(404)


def _own_page(form: Form, seat: Seat) -> str:
    return render_template(
        "coordination/pledges/hand_in_own.html",
        form=form, code=seat.frame.code, case_id=seat.case_id, in_the_way=_in_the_way(seat),
        phone=phone_of(seat.town_id), fetch=Form(prefix="fetch"),
    )  # fmt: skip


def _own_filed(form: OwnSheetForm, seat: Seat) -> Filed:
    return Filed(
        name=seat.name, function=seat.function, agency=seat.agency_name, signed_on=form.signed_on.data or date.min,
        original=form.original.data or "", wording_id=models.offered_text(seat).wording.id,
        as_paper=form.as_paper.data,
    )  # fmt: skip


@pages.post("/cases/<uuid:case_id>/pledge/for-signing")
@requires(OWN, facts=facts_at_case)
def own_for_signing(case_id: UUID) -> str | Response:
    """The own pledge as a PDF to be signed electronically."""
    form, seat = Form(prefix="fetch"), _own_seat()
    if form.submitted():
        try:
            copy = actions.issue_for_signing(seat.id, by=by())
            return attachment(copy.content, "application/pdf", copy.file_name)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _own_page(OwnSheetForm(formdata=None, signed_on=clock.today()), _own_seat())
