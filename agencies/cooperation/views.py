"""The counter of co-operation: agreements with a body and their signatures, laws that oblige, in the file."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.circles.models import Circle, ServicePerson, circle_of
from agencies.circles.rules import State
from agencies.circles.standing import CARE, of_circle
from agencies.circles.views import show_in_file, to_write
from agencies.cooperation import actions, documents, models
from agencies.cooperation.actions import Body
from agencies.cooperation.models import CITATION, PURPOSE_NAMES, TOLD_NAMES, CooperationAgreement, StatutoryTitle
from agencies.cooperation.rules import HowTold
from agencies.directory.models import agencies
from foundation import access, town_settings
from foundation.access import Actor, Facts, requires
from foundation.database import db
from foundation.web import Choice, Choices, DayField, Dropdown, Form, TextBlock, TextLine, attachment, notice

Answer = str | Response
pages = Blueprint("cooperation", __name__)


def of_agreement(actor: Actor, agreement_id: UUID, **_rest: object) -> Facts | None:
    """Somebody before one agreement: what they are towards its file."""
    agreement = db.session.get(CooperationAgreement, agreement_id)
    return None if agreement is None else of_circle(actor, agreement.circle_id)


def of_title(actor: Actor, title_id: UUID, **_rest: object) -> Facts | None:
    """Somebody before one statutory title: what they are towards its file."""
    title = db.session.get(StatutoryTitle, title_id)
    return None if title is None else of_circle(actor, title.circle_id)


class _BodyForm(Form):
    body = Dropdown(_l("With whom"), missing=None)
    written = TextLine(_l("Somebody who is not in the list"), 160, optional=True)

    def offer_bodies(self, circle: Circle) -> None:
        """Fill in the directory, without the service itself."""
        known = [(str(one.id), one.name) for one in agencies() if one.id != circle.agency_id]
        self.body.choices = [("", _("Choose")), *known]

    def chosen(self) -> Body:
        """Who is meant: an entry of the directory before what was typed."""
        return Body(UUID(self.body.data)) if self.body.data else Body(written=self.written.data or "")


# --- the agreement of the clients -------------------------------------------------------------------------------------


class AgreeForm(_BodyForm):
    purposes = Choices(_l("For what"), list(PURPOSE_NAMES.items()))
    scope = TextBlock(
        _l("What may be said"), 1500, rows=3,
        hint=_l("In the clients’ words. Whatever is not written here, stays with you."),
    )  # fmt: skip
    until = DayField(_l("Until when it holds"), hint=_l("For example “in 3 months”."))


@pages.route("/service/files/<uuid:circle_id>/agreement", methods=["GET", "POST"])
@requires(CARE, to_write(of_circle, CARE))
def agree(circle_id: UUID) -> Answer:
    form = AgreeForm()
    form.offer_bodies(_circle(circle_id))
    if form.did(
        lambda: actions.agree(
            circle_id, form.chosen(), form.purposes.data or (), form.scope.data or "", form.until.data,
            actor=access.actor(),
        )
    ):  # fmt: skip
        notice(_("Written down. Print the sheet; it holds once every client has signed it."))
        return _back(circle_id)
    return _page("agree", circle_id, form)


class SignForm(Form):
    people = Choices(_l("Who has signed"))
    signed_on = DayField(_l("Day beside the signature"))
    original = TextLine(_l("Where the original lies"), 200, hint=_l("For example: folder of agreements 2026, sheet 7."))


@pages.route("/service/cooperation-agreements/<uuid:agreement_id>/signatures", methods=["GET", "POST"])
@requires(CARE, to_write(of_agreement, CARE))
def sign(agreement_id: UUID) -> Answer:
    agreement = db.session.get_one(CooperationAgreement, agreement_id)
    circle_id, form = agreement.circle_id, SignForm()
    form.people.choices = [(str(one.id), one.name) for one in _unsigned(agreement)]
    if form.did(
        lambda: actions.sign(
            agreement_id, [UUID(one) for one in form.people.data or ()], form.signed_on.data, form.original.data or "",
            actor=access.actor(),
        )
    ):  # fmt: skip
        notice(_("The signatures are filed."))
        return _back(circle_id)
    return _page("sign", circle_id, form, agreement=db.session.get_one(CooperationAgreement, agreement_id))


def _unsigned(agreement: CooperationAgreement) -> list[ServicePerson]:
    signed = {one.person_id for one in agreement.signatures}
    return [one for one in models.users_of(agreement.circle_id) if one.id not in signed]


@pages.route("/service/cooperation-agreements/<uuid:agreement_id>/withdrawal", methods=["GET", "POST"])
@requires(CARE, to_write(of_agreement, CARE))
def withdraw(agreement_id: UUID) -> Answer:
    circle_id, form = db.session.get_one(CooperationAgreement, agreement_id).circle_id, Form()
    if form.did(lambda: actions.withdraw(agreement_id, actor=access.actor())):
        notice(_("The agreement is withdrawn. From this moment nothing may be said there, unless a law orders it."))
        return _back(circle_id)
    return _page("withdraw", circle_id, form, agreement=db.session.get_one(CooperationAgreement, agreement_id))


@pages.get("/service/cooperation-agreements/<uuid:agreement_id>/sheet.pdf")
@requires(CARE, of_agreement, looked=True)
def paper(agreement_id: UUID) -> Response:
    """The sheet for the pens of the clients."""
    sheet = documents.agreement_sheet(db.session.get_one(CooperationAgreement, agreement_id))
    return attachment(sheet, "application/pdf", "souhlas-se-spolupraci.pdf")


# --- a law that obliges -----------------------------------------------------------------------------------------------


class TitleForm(_BodyForm):
    body = Dropdown(_l("Who asks you"), missing=None)
    why = TextBlock(_l("What you are asked for and when"), 800, rows=2)
    until = DayField(_l("Until when it holds"), optional=True)
    told_on = DayField(_l("When you told the clients"), optional=True, hint=_l("You can write it down later too."))
    how = Choice(_l("How you told them"), list(TOLD_NAMES.items()), optional=True)


@pages.route("/service/files/<uuid:circle_id>/legal-title", methods=["GET", "POST"])
@requires(CARE, to_write(of_circle, CARE))
def record_title(circle_id: UUID) -> Answer:
    form = TitleForm()
    form.offer_bodies(_circle(circle_id))
    if form.did(
        lambda: actions.record_title(
            circle_id, form.chosen(), form.why.data or "", form.until.data, told_on=form.told_on.data,
            how=_way(form.how.data), actor=access.actor(),
        )
    ):  # fmt: skip
        notice(_("The legal title is recorded. You cannot decline there; you can send a substitute or be excused."))
        return _back(circle_id)
    citation = town_settings.get(_circle(circle_id).agency_id, CITATION)
    return _page("record_title", circle_id, form, citation=citation)


class TellForm(Form):
    told_on = DayField(_l("When you told the clients"))
    how = Choice(_l("How you told them"), list(TOLD_NAMES.items()), missing=None)


@pages.route("/service/legal-titles/<uuid:title_id>/told", methods=["GET", "POST"])
@requires(CARE, to_write(of_title, CARE))
def tell(title_id: UUID) -> Answer:
    circle_id, form = db.session.get_one(StatutoryTitle, title_id).circle_id, TellForm()
    if form.did(lambda: actions.tell(title_id, form.told_on.data, _way(form.how.data), actor=access.actor())):
        notice(_("Written down. Nothing stands in the way of taking part."))
        return _back(circle_id)
    return _page("tell", circle_id, form, title=db.session.get_one(StatutoryTitle, title_id))


def _way(chosen: str | None) -> HowTold | None:
    return HowTold(chosen) if chosen else None


@pages.post("/service/legal-titles/<uuid:title_id>/end")
@requires(CARE, of_title)
def end_title(title_id: UUID) -> Answer:
    circle_id = db.session.get_one(StatutoryTitle, title_id).circle_id
    if Form().did(lambda: actions.end_title(title_id, actor=access.actor())):
        notice(_("The legal title no longer holds. Now the agreement of the clients counts."))
    return _back(circle_id)


# --- in the file ------------------------------------------------------------------------------------------------------

_BEFORE = (State.NEW_CONTACT, State.INTAKE_BOOKED, State.INTAKE_DONE)
"""Until the assessment nobody is in direct care, and nobody speaks of the family elsewhere."""


def _part_of_file(circle: Circle) -> str:
    if circle.state in _BEFORE or not access.may(CARE, "R"):
        return ""
    agreements = models.agreements_of(circle.id)
    return render_template(
        "agencies/cooperation/part_of_file.html", circle=circle, writes=access.may(CARE, "W"),
        once=Form(formdata=None), titles=models.titles_of(circle.id),
        agreements=[(one, [] if one.over else [who.name for who in _unsigned(one)]) for one in agreements],
    )  # fmt: skip


show_in_file(80, _part_of_file)


def _circle(circle_id: UUID) -> Circle:
    return db.session.get_one(Circle, circle_id)


def _page(name: str, circle_id: UUID, form: Form, **values: object) -> str:
    return render_template(f"agencies/cooperation/{name}.html", form=form, circle=circle_of(circle_id), **values)


def _back(circle_id: UUID) -> Response:
    return redirect(url_for("circles.file", circle_id=circle_id) + "#cooperation", 303)
