"""The private persons who come to the table for one of the family: support persons, interpreters, representatives."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.cases import actions, models
from coordination.cases.actions import Companion
from coordination.cases.models import CONTACT_NAMES, PERSON_KIND_NAMES, Person
from coordination.cases.pages import Answer, by, options, pages
from coordination.cases.rules import PersonKind, SafeContact
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Choice, Dropdown, Form, MailAddress, Phone, TextLine, notice

CONTACTS = "protected_address_contact"
_KINDS = {kind: name for kind, name in PERSON_KIND_NAMES.items() if kind != PersonKind.FAMILY}


class CompanionForm(Form):
    """Somebody who comes for one of the family."""

    name = TextLine(_l("Name and surname"), 120, missing=_l("Write the name."))
    kind = Choice(
        _l("As what they come"),
        options(_KINDS),
        hints={
            PersonKind.SUPPORT_PERSON: _l("Somebody whom a member of the family wants beside them."),
            PersonKind.MINOR_REPRESENTATIVE: _l("Appointed for the child. They can always come."),
            PersonKind.PROXY: _l("Comes only when you write why you admit them, unless your town decided otherwise."),
        },
    )
    beside = Dropdown(_l("For whom of the family"), optional=True)
    tongue = TextLine(_l("Interprets which language"), 60, optional=True)
    safe_contact = Choice(
        _l("Safe contact"), options(CONTACT_NAMES), hint=_l("The only way on which we send anything to this person.")
    )
    phone = Phone(_l("Phone"), optional=True)
    email = MailAddress(_l("E-mail"), optional=True)

    def companion(self) -> Companion:
        """The filled form as the deed takes it."""
        return Companion(
            name=self.name.data or "", kind=PersonKind(self.kind.data),
            beside=UUID(self.beside.data) if self.beside.data else None, tongue=self.tongue.data or "",
            safe_contact=SafeContact(self.safe_contact.data), phone=self.phone.data or "", email=self.email.data or "",
        )  # fmt: skip


@pages.route("/cases/<uuid:case_id>/companions/new", methods=["GET", "POST"])
@requires(CONTACTS, facts=models.facts_of_writing)
def add_companion(case_id: UUID) -> Answer:
    form = _form(case_id, {"kind": PersonKind.SUPPORT_PERSON, "safe_contact": SafeContact.NONE})
    if form.submitted():
        try:
            actions.add_companion(case_id, form.companion(), by=by())
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            notice(_("Saved. When you invite people to a meeting, they stand on the list."))
            return redirect(url_for(".people", case_id=case_id), 303)
    return render_template("coordination/cases/companion.html", form=form, case=models.case(case_id), person=None)


@pages.route("/companions/<uuid:companion_id>", methods=["GET", "POST"])
@requires(CONTACTS, facts=models.facts_of_companion, looked=True)
def companion(companion_id: UUID) -> Answer:
    person = models.person(companion_id) or abort(404)
    form = _form(person.case_id, _known_of(person))
    if form.submitted():
        try:
            actions.change_companion(companion_id, form.companion(), by=by())
        except Refused as refused:
            form.refuse(refused.reasons)
        else:
            notice(_("Saved."))
            return redirect(url_for(".people", case_id=person.case_id), 303)
    return render_template(
        "coordination/cases/companion.html", form=form, case=models.case(person.case_id), person=person
    )


def _form(case_id: UUID, known: dict[str, Any]) -> CompanionForm:
    form = CompanionForm(data=known)
    family = [(str(person.id), f"{person.name}, {person.kinship_name}") for person in models.members(case_id)]
    form.beside.choices = [("", _("for all of them")), *family]
    return form


def _known_of(person: Person) -> dict[str, Any]:
    return {
        "name": person.name, "kind": person.kind, "tongue": person.tongue, "safe_contact": person.safe_contact,
        "beside": str(person.accompanies_id) if person.accompanies_id else "", "phone": person.phone,
        "email": person.email,
    }  # fmt: skip
