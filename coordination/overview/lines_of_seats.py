"""The rows of the first page about people at the table: their grounds and their pledges."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from coordination.overview.lines import Line, Shown
from coordination.overview.models import CaseName, SeatNow
from coordination.overview.words import names, with_about
from coordination.pledges.sheets import PledgeSheet, ToConfirm, waits_since
from coordination.seats.rules import Role
from foundation import clock, language


def ground(seat: SeatNow, case: CaseName) -> Line:
    return Line(
        day=clock.in_prague(seat.seat.from_at).date(),
        state=Shown("preparation", "missing", word=_("agreement or legal title missing")),
        what=_("%(who)s cannot open the content", who=with_about(seat.seat.name, seat.seat.agency_name)),
        more=_("Add who agreed, to what and until when, or state the legal title."),
        label=_("Add the ground"),
        address=url_for("cases.involvement", involvement_id=seat.seat.involvement_id)
        if seat.seat.involvement_id
        else url_for("cases.involve", case_id=case.id),
        case=case,
    )


def ground_ends(seat: SeatNow, at: datetime, case: CaseName) -> Line:
    last = clock.in_prague(at - timedelta(seconds=1)).date()
    left = (last - clock.today()).days
    return Line(
        day=last,
        state=Shown(
            "preparation", "missing",
            word=ngettext("ends in %(num)s day", "ends in %(num)s days", left) if left else _("its last day is today"),
        ),
        what=_("A consent or legal title ends: %(agency)s", agency=seat.seat.agency_name),
        more=_("Agree a new one in time, or see what closes with it."),
        label=_("See the consents"),
        address=url_for("cases.consents", case_id=case.id),
        case=case,
        coming=True,
    )  # fmt: skip


def refused(seat: SeatNow, case: CaseName) -> Line:
    return Line(
        day=clock.in_prague(seat.seat.from_at).date(),
        state=Shown("pledge", "refused"),
        what=_("%(who)s will not sign the pledge", who=seat.seat.name),
        more=_("Without a pledge the content stays closed. Talk it over, or invite somebody else."),
        label=_("See the pledges"),
        address=url_for("pledges.who", case_id=case.id),
        case=case,
    )


def sheet_waits(seat: SeatNow, sheet: PledgeSheet, case: CaseName, worker_id: UUID | None) -> Line:
    by = language.short_day(sheet.confirm_by)
    asked = sheet.confirmer.name if sheet.confirmer else ""
    mine = sheet.confirmer_id == worker_id
    return Line(
        day=waits_since(sheet),
        state=Shown("pledge", "waiting_confirmation"),
        what=_("A sheet with a pledge waits for confirmation: %(name)s", name=seat.seat.name),
        more=_("You are asked to compare it with the original, by %(day)s.", day=by)
        if mine
        else _("%(who)s is asked, by %(day)s. Until then it does not hold.", who=asked, day=by),
        label=_("Compare and confirm") if mine else _("See the sheet"),
        address=url_for("pledges.sheet", sheet_id=sheet.id),
        case=case,
    )


def sheets_to_confirm(found: Iterable[ToConfirm]) -> list[Line]:
    """The sheets that a worker is asked to compare with their originals."""
    return [
        Line(
            day=one.confirm_by,
            state=Shown("pledge", "waiting_confirmation"),
            what=_("Compare a sheet with a pledge with its original"),
            more=_("Until somebody else confirms it, it does not hold."),
            label=_("Compare and confirm"),
            address=url_for("pledges.sheet", sheet_id=one.sheet_id),
            code=one.code,
            coming=True,
        )
        for one in found
    ]


def pledge(seat: SeatNow, day: date | None, case: CaseName) -> Line:
    own = seat.seat.role == Role.COORDINATOR
    return Line(
        day=day,
        state=Shown("pledge", seat.pledge),
        what=_("Your own pledge of confidentiality")
        if own
        else _("Pledge of confidentiality: %(name)s", name=seat.seat.name),
        more=with_about(seat.seat.function, seat.seat.agency_name),
        label=_("Sign") if own else _("See the pledges"),
        address=url_for("pledges.sign" if own else "pledges.who", case_id=case.id),
        case=case,
        seat=seat.seat.id,
    )


def sign_again(again: Sequence[SeatNow], case: CaseName) -> Line:
    return Line(
        day=clock.today(),
        state=Shown("pledge", "superseded"),
        what=ngettext(
            "%(num)s person has not signed the new wording of the pledge",
            "%(num)s people have not signed the new wording of the pledge",
            len(again),
        ),
        more=names([one.seat.name for one in again]),
        label=_("See the pledges"),
        address=url_for("pledges.who", case_id=case.id),
        case=case,
    )
