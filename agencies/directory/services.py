"""What an agency offers to families (služby): entered, corrected and ended by its own people, with its capacity."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.directory import actions, models, rights
from agencies.directory.actions import Offer
from agencies.directory.models import CAPACITY_NAMES, Agency, Service
from agencies.directory.pages import pages
from agencies.directory.rules import Capacity
from foundation.access import actor, requires
from foundation.reasons import Refused
from foundation.web import Choice, Count, Dropdown, Form, TextBlock, TextLine, notice


class ServiceForm(Form):
    """What the service is and for whom."""

    name = TextLine(_l("Name of the service"), 200, missing=_l("Write the name, for example “debt counselling”."))
    for_whom = TextLine(_l("For whom"), 200, optional=True, hint=_l("For example “families with children up to 15”."))
    description = TextBlock(
        _l("What it does"),
        500,
        rows=3,
        optional=True,
        hint=_l("Two sentences that a colleague from elsewhere understands."),
    )
    unit = Dropdown(_l("Which unit provides it"), optional=True)

    def of(self, agency: Agency) -> "ServiceForm":
        """The form with the units of an agency to choose from."""
        self.unit.choices = [("", _("the whole organisation")), *((str(one.id), one.name) for one in agency.units)]
        return self

    def offer(self) -> Offer:
        """What was typed, as the directory keeps it."""
        return Offer(
            name=self.name.data or "",
            for_whom=self.for_whom.data or None,
            description=self.description.data or None,
            unit_id=UUID(self.unit.data) if self.unit.data else None,
        )


@pages.route("/agencies/<uuid:agency_id>/services/new", methods=["GET", "POST"])
@requires("directory", rights.to_change)
def offer_service(agency_id: UUID) -> str | Response:
    agency = models.agency_of(agency_id) or abort(404)
    form = ServiceForm().of(agency)
    if form.submitted():
        try:
            service_id = actions.offer_service(agency_id, form.offer(), by=actor().key)
            notice(_("The service is in the directory. Say now whether it has free places."))
            return redirect(url_for("directory.capacity", service_id=service_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    agency = models.agency_of(agency_id) or abort(404)
    return render_template("agencies/directory/service.html", form=form, agency=agency, service=None)


@pages.route("/services/<uuid:service_id>", methods=["GET", "POST"])
@requires("directory", rights.of_service)
def correct_service(service_id: UUID) -> str | Response:
    service = models.service_of(service_id) or abort(404)
    form = ServiceForm(**_kept(service)).of(service.agency)
    agency_id = service.agency_id
    if form.submitted():
        try:
            actions.correct_service(service_id, form.offer(), by=actor().key)
            notice(_("The service is saved."))
            return redirect(url_for("directory.agency", agency_id=agency_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    service = models.service_of(service_id) or abort(404)
    return render_template("agencies/directory/service.html", form=form, agency=service.agency, service=service)


def _kept(service: Service) -> dict[str, Any]:
    return {
        "name": service.name,
        "for_whom": service.for_whom,
        "description": service.description,
        "unit": str(service.unit_id or ""),
    }


class CapacityForm(Form):
    """Whether the service can take somebody now."""

    capacity = Choice(
        _l("Can the service take somebody now?"), [(str(code), CAPACITY_NAMES[code]) for code in Capacity]
    )
    places = Count(_l("How many free places"), optional=True)
    note = TextLine(_l("Note"), 200, optional=True, hint=_l("For example “about six weeks”. Nothing about families."))


@pages.route("/services/<uuid:service_id>/capacity", methods=["GET", "POST"])
@requires("directory", rights.of_service)
def capacity(service_id: UUID) -> str | Response:
    service = models.service_of(service_id) or abort(404)
    form = CapacityForm(capacity=str(service.capacity), places=service.places, note=service.capacity_note)
    agency_id = service.agency_id
    if form.submitted():
        try:
            actions.state_capacity(
                service_id, capacity=Capacity(form.capacity.data), places=form.places.data, note=form.note.data or None,
                by=actor().key,
            )  # fmt: skip
            notice(_("Thank you. Everybody who looks for a service sees it with today’s date."))
            return redirect(url_for("directory.agency", agency_id=agency_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template("agencies/directory/capacity.html", form=form, service=models.service_of(service_id))


@pages.route("/services/<uuid:service_id>/end", methods=["GET", "POST"])
@requires("directory", rights.of_service)
def end_service(service_id: UUID) -> str | Response:
    service, form = models.service_of(service_id) or abort(404), Form()
    agency_id = service.agency_id
    if form.submitted():
        actions.end_service(service_id, by=actor().key)
        notice(_("The service is not offered any more."))
        return redirect(url_for("directory.agency", agency_id=agency_id), 303)
    return render_template("agencies/directory/end_service.html", form=form, service=service)
