"""The counter of the clients: opening the process, the order, the informed consent."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.circles.models import Circle, ServicePerson, circle_of, family_of
from agencies.circles.rules import State
from agencies.circles.standing import CARE, of_circle
from agencies.circles.views import of_person, show_in_file, to_write
from agencies.clients import actions, documents, models, rules
from agencies.clients.actions import Paper
from agencies.clients.composing import consent_text
from agencies.clients.models import POINT_NAMES, InformedConsent
from agencies.clients.rules import Expectation, Point
from foundation import access
from foundation.access import Actor, Facts, requires
from foundation.database import db
from foundation.reasons import Refused
from foundation.signatures.examination import examined
from foundation.web import (
    Choice,
    Choices,
    DayField,
    Form,
    PaperScan,
    ReadForm,
    TextBlock,
    TextLine,
    attachment,
    notice,
    takes_files,
)

Answer = str | Response
pages = Blueprint("clients", __name__)
EXPECTED = range(1, 5)
"""How many expectations a form has room for."""


def of_consent(actor: Actor, consent_id: UUID) -> Facts | None:
    """Somebody before one signed consent."""
    consent = db.session.get(InformedConsent, consent_id)
    return None if consent is None else of_circle(actor, consent.circle_id)


# --- the beginning ----------------------------------------------------------------------------------------------------


class OpenForm(Form):
    told = Choices(_l("What the client has heard"), list(POINT_NAMES.items()))


@pages.route("/service/files/<uuid:circle_id>/opening", methods=["GET", "POST"])
@requires(CARE, to_write(of_circle, CARE))
def open_process(circle_id: UUID) -> Answer:
    form = OpenForm()
    told = {Point(one) for one in form.told.data or []}
    if form.did(lambda: actions.open_process(circle_id, told, actor=access.actor())):
        notice(_("Counselling is open. The order is next."))
        return redirect(url_for(".order", circle_id=circle_id), 303)
    return render_template("agencies/clients/open_process.html", form=form, circle=circle_of(circle_id))


# --- the order --------------------------------------------------------------------------------------------------------


class _OrderForm(ReadForm):
    problem = TextBlock(_l("What the client wants to solve"), 1500, rows=3)
    because = TextLine(_l("What made the order change"), 300)

    def expectations(self) -> list[Expectation]:
        """What was typed, without empty lines."""
        rows = [
            (self[f"text_{n}"].data, self[f"verdict_{n}"].data, self[f"why_{n}"].data or "") for n in EXPECTED
        ]  # fmt: skip
        said = {"yes": True, "no": False}
        return [Expectation(text, said.get(verdict), why) for text, verdict, why in rows if text]


def _order_form(values: dict[str, str]) -> _OrderForm:
    fields: dict[str, object] = {}
    for n in EXPECTED:
        fields[f"text_{n}"] = TextLine(_l("Expectation"), 300, optional=n > 1)
        fields[f"verdict_{n}"] = Choice(
            _l("Can it be met?"), [("yes", _l("yes, we can")), ("no", _l("no, we cannot"))], missing=None
        )
        fields[f"why_{n}"] = TextLine(_l("Why not"), 300, optional=True)
    made: type[_OrderForm] = type("OrderForm", (_OrderForm,), fields)
    return made(data=values)


@pages.route("/service/files/<uuid:circle_id>/order", methods=["GET", "POST"])
@requires(CARE, to_write(of_circle, CARE))
def order(circle_id: UUID) -> Answer:
    former = next(iter(models.orders_of(circle_id)), None)
    values = {"problem": former.problem} if former else {}
    for n, one in enumerate(former.expectations if former else [], 1):
        values |= {f"text_{n}": one.text, f"verdict_{n}": "yes" if one.can_meet else "no", f"why_{n}": one.why}
    form, number = _order_form(values), former.number if former else 0
    form.lays_before(str(number))
    if form.did(
        lambda: actions.write_order(
            circle_id, form.problem.data or "", form.expectations(), because=form.because.data or "",
            seen=form.seen, actor=access.actor(),
        )
    ):  # fmt: skip
        notice(_("The order is written."))
        return _back(circle_id)
    changed = former if form.seen != str(number) else None
    form.read.data = str(number)
    return render_template(
        "agencies/clients/order.html", form=form, circle=circle_of(circle_id), changes=number > 0, rows=EXPECTED,
        changed=changed,
    )  # fmt: skip


@pages.post("/service/files/<uuid:circle_id>/mediation")
@requires(CARE, of_circle)
def ask_for_mediation(circle_id: UUID) -> Answer:
    form = Form()
    try:
        if form.submitted():
            actions.ask_for_mediation(circle_id, actor=access.actor())
            notice(_("The request for mediation is written down. Group education comes first as a rule."))
    except Refused as refused:
        notice(" ".join(_(one.sentence, **one.values) for one in refused.reasons), kind="warn")
    return _back(circle_id)


# --- the consent ------------------------------------------------------------------------------------------------------


class SignForm(ReadForm):
    """One adult agrees to exactly this text."""


@pages.route("/service/people/<uuid:person_id>/consent", methods=["GET", "POST"])
@requires(CARE, to_write(of_person, CARE))
def sign(person_id: UUID) -> Answer:
    person = db.session.get_one(ServicePerson, person_id)
    circle_id, form, text = person.circle_id, SignForm(), consent_text(person_id)
    form.lays_before(text.fingerprint)
    if form.did(lambda: actions.sign(person_id, seen=form.seen, actor=access.actor())):
        notice(
            _("Signed. From this moment %(name)s is a client.", name=db.session.get_one(ServicePerson, person_id).name)
        )
        return _back(circle_id)
    return _sign_page("sign", form, person_id)


class PaperForm(Form):
    file = PaperScan(
        _l("The signed sheet"), missing=_l("Choose the file."),
        hint=_l("PDF, JPEG or PNG, at most 15 MB. A photo from a phone is enough."),
    )  # fmt: skip
    signed_on = DayField(_l("Day beside the signature"))
    original = TextLine(_l("Where the original lies"), 200, hint=_l("For example: folder of agreements 2026, sheet 7."))
    check_code = TextLine(_l("Check code of the sheet"), 40, hint=_l("It stands at the foot of the sheet."))


@pages.route("/service/people/<uuid:person_id>/consent-on-paper", methods=["GET", "POST"])
@requires(CARE, to_write(of_person, CARE))
@takes_files
def sign_on_paper(person_id: UUID) -> Answer:
    circle_id, form = db.session.get_one(ServicePerson, person_id).circle_id, PaperForm()

    def file() -> None:
        content = form.file.data.read() if form.file.data else b""
        paper = Paper(
            form.signed_on.data, form.original.data or "", form.check_code.data or "", examined(content, "file")
        )  # fmt: skip
        actions.sign_on_paper(person_id, paper, actor=access.actor())

    if form.did(file):
        notice(_("The paper is filed. The consent holds."))
        return _back(circle_id)
    return _sign_page("sign_on_paper", form, person_id)


def _sign_page(name: str, form: Form, person_id: UUID) -> str:
    person = db.session.get_one(ServicePerson, person_id)
    circle, text = circle_of(person.circle_id) or abort(404), consent_text(person_id)
    against = rules.against_consent(
        State(circle.state), person.relation, has_order=bool(models.orders_of(circle.id)),
        signed=models.has_signed(person_id),
    )  # fmt: skip
    return render_template(
        f"agencies/clients/{name}.html", form=form, circle=circle, person=person, text=text,
        against=[_(one.sentence, **one.values) for one in (*against, *text.unfilled)],
    )  # fmt: skip


@pages.get("/service/people/<uuid:person_id>/consent.pdf")
@requires(CARE, of_person, looked=True)
def paper(person_id: UUID) -> Response:
    """The sheet for the pen: the exact text, lines for the day and the signatures."""
    return attachment(documents.consent_sheet(person_id), "application/pdf", "informovany-souhlas.pdf")


@pages.post("/service/consents/<uuid:consent_id>/withdrawal")
@requires(CARE, of_consent)
def withdraw(consent_id: UUID) -> Answer:
    circle_id = db.session.get_one(InformedConsent, consent_id).circle_id
    if Form().did(lambda: actions.withdraw(consent_id, actor=access.actor())):
        notice(_("The consent is withdrawn. Nothing rests on it any more; what the law asks for goes on."))
    return _back(circle_id)


# --- in the file ------------------------------------------------------------------------------------------------------


def _part_of_file(circle: Circle) -> str:
    if circle.state in (State.NEW_CONTACT, State.INTAKE_BOOKED, State.INTAKE_DONE):
        return ""
    consents = models.consents_of(circle.id)
    holding = {one.person_id for one in consents if one.withdrawn_at is None}
    adults = [one for one in family_of(circle.id) if one.relation in rules.ADULTS]
    return render_template(
        "agencies/clients/part_of_file.html", circle=circle, opening=models.opening_of(circle.id),
        orders=models.orders_of(circle.id), consents=consents, once=Form(formdata=None), may=access.may,
        unsigned=[one for one in adults if one.id not in holding], asked=models.mediation_asked(circle.id),
        points=POINT_NAMES,
    )  # fmt: skip


show_in_file(30, _part_of_file)


def _back(circle_id: UUID) -> Response:
    return redirect(url_for("circles.file", circle_id=circle_id), 303)
