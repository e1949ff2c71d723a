"""The counter of the directory: the list, one agency, its entry, its units, the town's own contact."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.wrappers import Response

from agencies.directory import actions, models, rights, services
from agencies.directory.models import KIND_NAMES, Agency
from agencies.directory.pages import pages
from agencies.directory.rules import AgencyKind
from foundation.access import actor, facts, may, requires
from foundation.reasons import Refused
from foundation.web import Dropdown, Form, MailAddress, Phone, TextBlock, TextLine, notice

__all__ = ["pages", "services"]

_beside: list[Callable[[Agency], Markup]] = []
_counts: list[Callable[[], Mapping[UUID, int]]] = []


def show_beside(part: Callable[[Agency], Markup]) -> None:
    """Let a feature above this one show its part on the page of an agency."""
    _beside.append(part)


def count_people(count: Callable[[], Mapping[UUID, int]]) -> None:
    """Let the feature that knows people tell how many work at each agency."""
    _counts[:] = [count]


def _kinds() -> list[tuple[str, str]]:
    return [(str(kind), str(KIND_NAMES[kind])) for kind in AgencyKind]


class EntryForm(Form):
    name = TextLine(_l("Name of the organisation"), 200, missing=_l("Write the name as it stands on letters."))
    kind = Dropdown(
        _l("Kind"),
        choices=lambda: [("", _("Choose")), *_kinds()],
        missing=_l("Choose what kind of organisation it is."),
    )
    phone = Phone(_l("Phone"), optional=True, hint=_l("The number that is answered in working hours."))
    address = TextLine(_l("Address"), 300, optional=True)
    contact_name = TextLine(
        _l("Contact person"),
        200,
        optional=True,
        hint=_l("Who names the people that the organisation sends to a meeting."),
    )
    contact_email = MailAddress(_l("Mail of the contact person"), optional=True)

    def entry(self) -> actions.Entry:
        """What was typed, as the directory keeps it."""
        return actions.Entry(
            name=self.name.data or "",
            kind=AgencyKind(self.kind.data),
            phone=self.phone.data or None,
            address=self.address.data or None,
            contact_name=self.contact_name.data or None,
            contact_email=self.contact_email.data or None,
        )


@pages.get("/agencies")
@requires("directory", rights.of_list)
def agencies() -> str:
    matching, kind = request.args.get("q", "").strip()[:80], request.args.get("kind") or None
    kind = kind if kind in KIND_NAMES else None
    people: Mapping[UUID, int] = _counts[0]() if _counts else {}
    return render_template(
        "agencies/directory/agencies.html",
        found=models.agencies(matching=matching, kind=kind),
        people=people, matching=matching, kind=kind, kinds=_kinds(), may_enter=may("directory", "W"),
    )  # fmt: skip


@pages.get("/agencies/<uuid:agency_id>")
@requires("directory", rights.of_agency)
def agency(agency_id: UUID) -> str:
    shown = models.agency_of(agency_id) or abort(404)
    town_id = rights.own_town(actor())
    contacts = models.town_contacts(agency_id, frozenset([town_id])) if town_id and town_id != agency_id else ()
    return render_template(
        "agencies/directory/agency.html",
        agency=shown, units=models.units_of(agency_id), parts=[part(shown) for part in _beside],
        may_change=may("directory", "W"), town_id=town_id, contact=contacts[0] if contacts else None,
        may_close=facts().role == "administrator" and not shown.convenes,
        may_note=any(role in ("coordinator", "head") for role, _home in actor().offices),
    )  # fmt: skip


@pages.route("/agencies/new", methods=["GET", "POST"])
@requires("directory", rights.to_enter)
def enter() -> str | Response:
    form = EntryForm()
    if form.submitted():
        try:
            agency_id = actions.enter(form.entry(), by=actor().key)
            notice(_("The organisation is in the directory. Now add the people who work there."))
            return redirect(url_for("directory.agency", agency_id=agency_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template("agencies/directory/enter.html", form=form, agency=None)


@pages.route("/agencies/<uuid:agency_id>/entry", methods=["GET", "POST"])
@requires("directory", rights.to_change)
def correct(agency_id: UUID) -> str | Response:
    shown = models.agency_of(agency_id) or abort(404)
    form = EntryForm(obj=shown)
    if form.submitted():
        try:
            actions.correct(agency_id, form.entry(), by=actor().key)
            notice(_("The entry is saved."))
            return redirect(url_for("directory.agency", agency_id=agency_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template("agencies/directory/enter.html", form=form, agency=models.agency_of(agency_id))


class CloseForm(Form):
    pass


@pages.route("/agencies/<uuid:agency_id>/closing", methods=["GET", "POST"])
@requires("directory", rights.to_close)
def close(agency_id: UUID) -> str | Response:
    form, people = CloseForm(), (_counts[0]() if _counts else {}).get(agency_id, 0)
    if form.submitted():
        try:
            actions.close(agency_id, people=people, by=actor().key)
            notice(_("The organisation is closed and is offered nowhere any more."))
            return redirect(url_for("directory.agencies"), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template(
        "agencies/directory/close.html", form=form, agency=models.agency_of(agency_id), people=people
    )


class UnitForm(Form):
    name = TextLine(_l("Name of the unit"), 200, missing=_l("Write the name, for example “prevention department”."))
    kind = Dropdown(
        _l("Kind"), choices=lambda: [("", _("Choose")), *_kinds()], missing=_l("Choose what kind of body the unit is.")
    )


@pages.route("/agencies/<uuid:agency_id>/units/new", methods=["GET", "POST"])
@requires("directory", rights.to_change)
def add_unit(agency_id: UUID) -> str | Response:
    form = UnitForm()
    if form.submitted():
        try:
            actions.add_unit(agency_id, name=form.name.data or "", kind=AgencyKind(form.kind.data), by=actor().key)
            notice(_("The unit is added."))
            return redirect(url_for("directory.agency", agency_id=agency_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template("agencies/directory/unit.html", form=form, agency=models.agency_of(agency_id), unit=None)


@pages.route("/units/<uuid:unit_id>", methods=["GET", "POST"])
@requires("directory", rights.to_change_unit)
def correct_unit(unit_id: UUID) -> str | Response:
    unit = models.unit_of(unit_id) or abort(404)
    agency_id, form = unit.agency_id, UnitForm(obj=unit)
    if form.submitted():
        try:
            actions.correct_unit(unit_id, name=form.name.data or "", kind=AgencyKind(form.kind.data), by=actor().key)
            notice(_("The unit is saved."))
            return redirect(url_for("directory.agency", agency_id=agency_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template(
        "agencies/directory/unit.html", form=form, agency=models.agency_of(agency_id), unit=models.unit_of(unit_id)
    )


class ContactForm(Form):
    name = TextLine(_l("Whom we call there"), 200, optional=True)
    phone = Phone(_l("Phone"), optional=True)
    note = TextBlock(
        _l("Note"), 500, rows=3, optional=True, hint=_l("For example when to call. Nothing about families.")
    )

    def noted(self) -> dict[str, Any]:
        """What was typed; an empty field is nothing."""
        return {"name": self.name.data or None, "phone": self.phone.data or None, "note": self.note.data or None}


@pages.route("/agencies/<uuid:agency_id>/our-contact", methods=["GET", "POST"])
@requires("towns_contact_in_directory", rights.to_note)
def note_contact(agency_id: UUID) -> str | Response:
    town_id = rights.own_town(actor()) or abort(404)
    known = models.town_contacts(agency_id, frozenset([town_id]))
    form = ContactForm(obj=known[0] if known else None)
    if form.submitted():
        actions.note_contact(agency_id, town_id=town_id, **form.noted(), by=actor().key)
        notice(_("The contact is saved, only your office sees it."))
        return redirect(url_for("directory.agency", agency_id=agency_id), 303)
    return render_template("agencies/directory/note_contact.html", form=form, agency=models.agency_of(agency_id))
