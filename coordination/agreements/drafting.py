"""Beginning an agreement, writing into it, putting it before its parties, withdrawing it while it is not concluded."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as PlainForm

from coordination.agreements import actions, models
from coordination.agreements.actions import Beginning, Written
from coordination.agreements.composing import PASSING
from coordination.agreements.models import Agreement
from coordination.agreements.pages import found, pages
from coordination.agreements.reading import page
from coordination.agreements.rights import PREPARING
from coordination.seats.models import CaseFrame, Seat, open_seats
from coordination.seats.rules import Role
from foundation import access
from foundation.access import Audience, requires
from foundation.database import ChangedMeanwhile, db
from foundation.language import day
from foundation.reasons import Refused, reason
from foundation.web import Choice, DayField, Dropdown, Form, TextBlock, TextLine, notice

Answer = str | Response


class BeginForm(Form):
    """With whom, who acts for the organisation, and where it is made."""

    person_id = Choice(_l("Which parent"), missing=_l("Choose the parent."))
    seat_id = Choice(_l("Who acts for the organisation"), missing=_l("Choose who acts for the organisation."))
    conference_id = Dropdown(_l("Where it is made"), missing=None)
    language = Choice(_l("Language of the agreement"), [("cs", "Čeština"), ("en", "English")])


@pages.route("/cases/<uuid:case_id>/agreements/new", methods=["GET", "POST"])
@requires(PREPARING, facts=models.facts_of_beginning)
def begin(case_id: UUID) -> Answer:
    form = _begin_form(case_id)
    if form.submitted():
        try:
            start = Beginning(
                UUID(form.person_id.data), UUID(form.seat_id.data),
                UUID(form.conference_id.data) if form.conference_id.data else None, form.language.data,
            )  # fmt: skip
            begun = actions.begin(case_id, start, actor=access.actor())
            return redirect(url_for(".write", agreement_id=begun), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template(
        "coordination/agreements/begin.html", form=form, frame=db.session.get_one(CaseFrame, case_id),
        possible=bool(form.person_id.choices and form.seat_id.choices),
    )  # fmt: skip


def _begin_form(case_id: UUID) -> BeginForm:
    parents, workers = _parties_for_reader(case_id)
    meetings = models.follow_ups(case_id)
    mine = access.facts().seat_id
    form = BeginForm(
        data={
            "person_id": str(parents[0].id) if len(parents) == 1 else None,
            "seat_id": next((str(seat.id) for seat in workers if seat.id == mine or len(workers) == 1), None),
            "conference_id": str(meetings[0].id) if meetings else "",
            "language": "cs",
        }
    )
    form.person_id.choices = [(str(one.id), one.name) for one in parents]
    form.seat_id.choices = [(str(seat.id), f"{seat.name}, {seat.agency_name}") for seat in workers]
    form.conference_id.choices = [
        *((str(one.id), _("meeting %(number)s, %(day)s", number=one.number, day=day(one.day))) for one in meetings
          if one.day),
        ("", _("outside a meeting, for example on a visit")),
    ]  # fmt: skip
    return form


def _parties_for_reader(case_id: UUID) -> tuple[list[Any], list[Seat]]:
    """Parents and workers to choose from: a worker prepares only for the own organisation and for known parents."""
    parents, workers = models.parties_at(case_id)
    known = [
        one for one in parents if access.may("participants_and_answers", "R", Audience(members=frozenset({one.id})))
    ]
    facts = access.facts()
    own = db.session.get(Seat, facts.seat_id) if facts.role != Role.COORDINATOR and facts.seat_id else None
    if own is not None:
        workers = [seat for seat in workers if seat.involvement_id == own.involvement_id]
    return known, workers


# --- writing ---------------------------------------------------------------------------------------------------------


class PassingForm(PlainForm):
    """One thing that may be told."""

    what = TextLine(_l("What"), 200)
    to_whom = TextLine(_l("To whom"), 200)
    why = TextLine(_l("Why"), 200)
    until = TextLine(_l("Until when"), 80)


class AgreementForm(Form):
    """The whole agreement; it is kept as it is, complete or not."""

    version = HiddenField()
    seat_id = Dropdown(_l("Who acts for the organisation"), missing=_l("Choose who acts for the organisation."))
    reference = TextLine(_l("The organisation's number of the agreement"), 40, optional=True)
    address = TextLine(
        _l("Where the parent lives"), 200, optional=True,
        hint=_l("Only if the parent wants it printed. A protected address stays out."),
    )  # fmt: skip
    reason = TextBlock(_l("Why the agreement is made"), 600, rows=3, hint=_l("In the parent's words."))
    goals = TextBlock(_l("What they want to reach"), 1200, rows=4, hint=_l("One goal on a line, at least one."))
    organisation_does = TextBlock(_l("What the organisation does"), 1200, rows=5, hint=_l("One step on a line."))
    parent_does = TextBlock(
        _l("What the parent does"), 1200, rows=3, optional=True,
        hint=_l("One step on a line. To be at home or to excuse oneself stands there already."),
    )  # fmt: skip
    visits = TextLine(_l("How often and where"), 200, hint=_l("For example: Tuesday and Thursday at 15:00, at home."))
    from_on = DayField(_l("From"))
    until_on = DayField(_l("Until"))
    excuse = TextLine(_l("How the parent excuses themselves"), 200, hint=_l("For example: a day ahead, and a phone."))
    price = TextLine(_l("Price"), 80)
    law = TextLine(_l("Which law binds the worker to silence"), 600)
    passings = FieldList(FormField(PassingForm), min_entries=3, max_entries=12)
    evaluation_on = DayField(_l("When they evaluate it together"))
    ends_when = TextLine(_l("When the organisation can end it"), 200, hint=_l("It goes on: … can end it when"))
    complaints = TextLine(_l("Who receives complaints, and where"), 200)
    answer_within = TextLine(_l("By when a complaint is answered"), 80)

    def written(self) -> Written:
        """The filled form as the deed takes it."""
        words = ("reason", "goals", "organisation_does", "parent_does", "visits", "excuse", "price", "law",
                 "ends_when", "complaints", "answer_within")  # fmt: skip
        terms: dict[str, Any] = {name: self[name].data or "" for name in words}
        rows = [{name: row.form[name].data or "" for name in PASSING} for row in self.passings]
        terms["passings"] = [row for row in rows if any(row.values())]
        return Written(
            seat_id=UUID(self.seat_id.data), reference=self.reference.data or "", address=self.address.data or "",
            terms=terms, from_on=self.from_on.data, until_on=self.until_on.data,
            evaluation_on=self.evaluation_on.data,
        )  # fmt: skip


@pages.route("/agreements/<uuid:agreement_id>/write", methods=["GET", "POST"])
@requires(PREPARING, facts=models.facts_of_open_agreement, looked=True)
def write(agreement_id: UUID) -> Answer:
    agreement = found(agreement_id)
    if agreement.offered_at is not None or agreement.withdrawn_at is not None:
        return redirect(url_for(".show", agreement_id=agreement_id), 303)
    form = _form_of(agreement)
    if form.submitted():
        try:
            typed = form.version.data or ""
            version = int(typed) if typed.isdigit() else -1
            actions.write(agreement_id, form.written(), version=version, actor=access.actor())
            notice(_("Saved."))
            return redirect(url_for(".show", agreement_id=agreement_id), 303)
        except ChangedMeanwhile:
            form.refuse([_changed()])
            form.version.data = str(found(agreement_id).version)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template(
        "coordination/agreements/write.html", form=form, agreement=found(agreement_id),
        frame=db.session.get_one(CaseFrame, agreement.case_id),
    )  # fmt: skip


def _changed() -> Any:
    return reason(
        "Somebody else has changed the agreement meanwhile. What you typed is still here; look at theirs on the page "
        "of the agreement, then save again."
    )


def _form_of(agreement: Agreement) -> AgreementForm:
    kept = {
        **agreement.terms, "seat_id": str(agreement.seat_id), "reference": agreement.reference,
        "address": agreement.address, "from_on": agreement.from_on, "until_on": agreement.until_on,
        "evaluation_on": agreement.evaluation_on, "version": str(agreement.version),
    }  # fmt: skip
    kept["passings"] = [*agreement.terms.get("passings", ()), {}]
    form = AgreementForm(data=kept)
    able = [seat for seat in open_seats(agreement.case_id) if seat.involvement_id == agreement.involvement_id]
    names = {str(seat.id): f"{seat.name}, {seat.function}" for seat in able}
    names.setdefault(str(agreement.seat_id), agreement.seat.name)
    form.seat_id.choices = list(names.items())
    return form


@pages.post("/agreements/<uuid:agreement_id>/offer")
@requires(PREPARING, facts=models.facts_of_open_agreement)
def offer(agreement_id: UUID) -> Answer:
    """Put it before its parties; from then on the text stands."""
    form = Form()
    if form.submitted():
        try:
            actions.offer(agreement_id, actor=access.actor())
            notice(_("The agreement lies before both parties. It is concluded once both have signed."))
            return redirect(url_for(".show", agreement_id=agreement_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page(found(agreement_id), form)


@pages.post("/agreements/<uuid:agreement_id>/draft")
@requires(PREPARING, facts=models.facts_of_open_agreement)
def take_back(agreement_id: UUID) -> Answer:
    """Take it back to be changed while nobody has signed."""
    form = Form()
    if form.submitted():
        try:
            actions.take_back(agreement_id, actor=access.actor())
            notice(_("The agreement is a draft again."))
            return redirect(url_for(".write", agreement_id=agreement_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page(found(agreement_id), form)
