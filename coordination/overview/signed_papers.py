"""The rows of the first page about signed agreements that somebody handed in and that wait for a comparison."""

from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from coordination.agreements.models import AgreementSheet, waiting_papers
from coordination.overview.lines import Line, Shown
from coordination.overview.models import Desk
from coordination.overview.rules import Group
from foundation import clock


def add_signed_papers(found: dict[Group, list[Line]], desk: Desk, worker_id: UUID | None) -> None:
    """Put the papers that the coordinator compares among what waits for her; what she handed in waits for others."""
    for sheet in waiting_papers(list(desk.cases)):
        own = sheet.filed_by == f"worker:{worker_id}"
        found[Group.MISSING if own else Group.WAITING].append(_line(sheet, desk, own=own))


def _line(sheet: AgreementSheet, desk: Desk, *, own: bool) -> Line:
    agreement = sheet.agreement
    return Line(
        day=clock.in_prague(sheet.filed_at).date(),
        state=Shown("pledge", "waiting_confirmation"),
        what=_(
            "Signed agreement: %(parent)s and %(organisation)s",
            parent=agreement.person.name, organisation=agreement.seat.agency_name,
        ),
        more=_("The organisation compares it with the original. Until then it is not concluded.")
        if own
        else _("%(name)s handed it in. Compare it with the original; until then it is not concluded.",
               name=sheet.filed_by_name),
        label=_("See the agreement") if own else _("Compare and confirm"),
        address=url_for("agreements.show", agreement_id=agreement.id),
        case=desk.cases[agreement.case_id],
    )  # fmt: skip
