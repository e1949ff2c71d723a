"""The agencies at a case, and why each may know of the family: consents of parents and legal titles."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agencies.directory.models import agencies, agency_of
from coordination.cases import actions, circle, models, rules
from coordination.cases.models import (
    AREA_NAMES,
    HOW_GIVEN_NAMES,
    RELATION_NAMES,
    Person,
    words_of,
)
from coordination.cases.pages import Answer, by, options, pages
from coordination.seats.models import CaseFrame, Consent, Involvement, LegalTitle, signed_seats
from coordination.seats.rules import Relation, Role
from foundation import access, clock, town_settings
from foundation.access import requires
from foundation.database import db
from foundation.language import day
from foundation.reasons import Reason, Refused, refuse_if
from foundation.web import (
    CheckedForm,
    Choice,
    Choices,
    DayField,
    Dropdown,
    Form,
    TextBlock,
    notice,
)

GROUNDS = "grounds_and_consents"


def _key(value: str | UUID) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


# --- agencies at the case --------------------------------------------------------------------------------------------


class InvolvementForm(Form):
    """What an agency does at a case."""

    agency = Dropdown(_l("Organisation"))
    relation = Choice(_l("What it has to do with the family"), options(RELATION_NAMES))
    since = DayField(_l("Since when"), missing=_l("Write the day, today will do."))
    areas = Choices(_l("In which areas"), options(AREA_NAMES), optional=True)
    members = Choices(
        _l("Whom it concerns"), optional=True, hint=_l("Tick nobody if it concerns the whole family."), coerce=_key
    )


@pages.route("/cases/<uuid:case_id>/agencies/new", methods=["GET", "POST"])
@requires(GROUNDS, facts=models.facts_of_writing)
def involve(case_id: UUID) -> Answer:
    form = InvolvementForm(data=_known_involvement(case_id))
    form.agency.choices = [("", ""), *((str(agency.id), agency.name) for agency in agencies())]
    form.members.choices = [(person.id, person.name) for person in models.members(case_id)]
    if form.submitted():
        involvement_id = actions.involve(
            case_id, UUID(form.agency.data), relation=Relation(form.relation.data), since=form.since.data,
            areas=form.areas.data or (), concerned=form.members.data or (), by=by(),
        )  # fmt: skip
        notice(_("Saved. Now record why it may know."))
        return redirect(url_for(".involvement", involvement_id=involvement_id), 303)
    return render_template("coordination/cases/involve.html", form=form, case=models.case(case_id))


def _known_involvement(case_id: UUID) -> dict[str, Any]:
    """What is known of the agency that the address names, so that it can be corrected; else today as a beginning."""
    asked = request.args.get("agency", type=UUID)
    known = circle.involvement_of(case_id, asked) if asked else None
    if known is None:
        return {"since": clock.today(), "agency": str(asked) if asked else None}
    return {
        "agency": str(known.agency_id), "relation": known.relation, "since": known.since, "areas": known.areas,
        "members": list(circle.concerned_by(known.id)),
    }  # fmt: skip


@pages.get("/involvements/<uuid:involvement_id>")
@requires(GROUNDS, facts=models.facts_of_involvement, looked=True)
def involvement(involvement_id: UUID) -> str:
    found, case_id = _found(involvement_id)
    at_case = next(known for known in circle.agencies_at(case_id) if known.involvement.id == found.id)
    if access.facts().role not in (Role.COORDINATOR, "head"):
        return _own_grounds(at_case, case_id)
    sitting = circle.seats_of_involvement(involvement_id)
    return render_template(
        "coordination/cases/involvement.html",
        case=models.case(case_id),
        at=at_case,
        sitting=sitting,
        signed=signed_seats([seat.id for seat in sitting]),
        names={person.id: person.name for person in models.members(case_id)},
        may_change=access.may(GROUNDS, "W"),
        areas=partial(words_of, AREA_NAMES),
    )


def _own_grounds(at_case: circle.AgencyAtCase, case_id: UUID) -> str:
    """For the agency's own worker: which grounds there are; whom they concern only as far as one holds now."""
    ground = access.facts().ground
    family = models.members(case_id) if ground else ()
    readable = {p.id: p.name for p in family if ground and (ground.members is None or p.id in ground.members)}
    return render_template(
        "coordination/cases/own_grounds.html",
        frame=db.session.get_one(CaseFrame, case_id),
        at=at_case,
        names=readable,
        opened=ground is not None,
        areas=partial(words_of, AREA_NAMES),
    )


def _found(involvement_id: UUID) -> tuple[Involvement, UUID]:
    found = models.involvement(involvement_id) or abort(404)
    return found, found.case_id


# --- consents and legal titles ---------------------------------------------------------------------------------------


def _concerned() -> Any:
    return Choices(_l("About whom it lets the organisation know"), coerce=_key)


def _opened_areas() -> Any:
    return Choices(_l("About which areas"), options(AREA_NAMES))


class _GroundForm(CheckedForm):
    """What a consent and a legal title have in common; it is saved only after its meaning was read."""

    members: Choices
    areas: Choices


class ConsentForm(_GroundForm):
    """A parent's agreement."""

    given_by = Choice(_l("Who agreed"), coerce=_key)
    given_on = DayField(_l("When"), missing=_l("Write the day when it was given."))
    how = Choice(_l("How"), options(HOW_GIVEN_NAMES))
    members = _concerned()
    areas = _opened_areas()
    until = DayField(
        _l("Until when it holds"),
        missing=_l("Write the last day on which it holds."),
        hint=_l("For example in 6 months."),
    )

    parents: dict[UUID, str]
    """Everybody of the family who agrees for themselves."""

    def obstacles(self) -> tuple[Reason, ...]:
        chosen = self.members.data or ()
        others = [name for key, name in self.parents.items() if key in chosen and key != self.given_by.data]
        missing = rules.consent_obstacles(
            given_on=self.given_on.data, until=self.until.data, today=clock.today(), members=chosen,
            areas=self.areas.data or (),
        )  # fmt: skip
        return (*rules.others_obstacles(others), *missing)


@pages.route("/involvements/<uuid:involvement_id>/consents/new", methods=["GET", "POST"])
@requires(GROUNDS, facts=models.facts_of_recording)
def consent(involvement_id: UUID) -> Answer:
    found, case_id = _found(involvement_id)
    family = models.members(case_id)
    form = _offered(
        ConsentForm(data={"given_on": clock.today()} | _scope_of(found) | _prolonged(found, Consent)), family
    )
    form.given_by.choices = [(p.id, f"{p.name} ({p.kinship_name})") for p in family if p.may_consent]
    form.parents = {p.id: p.name for p in family if p.may_consent}
    if form.submitted():
        record = partial(
            actions.record_consent, involvement_id, given_by=form.given_by.data, given_on=form.given_on.data,
            how=form.how.data, concerned=form.members.data, areas=form.areas.data, until=form.until.data, by=by(),
        )  # fmt: skip
        return _read_then_saved(form, found, record)
    return _ground_page(form, found)


class LegalTitleForm(_GroundForm):
    """A law that lets an agency know."""

    citation = Choice(_l("Which law"))
    why = TextBlock(_l("Why the organisation needs to know"), 1000, rows=2, hint=_l("One sentence."))
    members = _concerned()
    areas = _opened_areas()
    until = DayField(_l("Until when it holds"), optional=True)

    def obstacles(self) -> tuple[Reason, ...]:
        return rules.legal_title_obstacles(
            until=self.until.data, today=clock.today(), members=self.members.data or (), areas=self.areas.data or (),
            why=self.why.data or "",
        )  # fmt: skip


@pages.route("/involvements/<uuid:involvement_id>/legal-titles/new", methods=["GET", "POST"])
@requires(GROUNDS, facts=models.facts_of_recording)
def legal_title(involvement_id: UUID) -> Answer:
    found, case_id = _found(involvement_id)
    form = _offered(LegalTitleForm(data=_scope_of(found) | _prolonged(found, LegalTitle)), models.members(case_id))
    form.citation.choices = [(line, line) for line in _titles_of_town(case_id)]
    if form.submitted():
        record = partial(
            actions.record_legal_title, involvement_id, citation=form.citation.data, why=form.why.data,
            concerned=form.members.data, areas=form.areas.data, until=form.until.data, by=by(),
        )  # fmt: skip
        return _read_then_saved(form, found, record)
    return _ground_page(form, found)


def _titles_of_town(case_id: UUID) -> list[str]:
    town_id = db.session.get_one(CaseFrame, case_id).town_id
    return [line.strip() for line in town_settings.get(town_id, "legal_titles").splitlines() if line.strip()]


def _scope_of(found: Involvement) -> dict[str, Any]:
    """A ground usually covers what the involvement does."""
    return {"areas": found.areas, "members": list(circle.concerned_by(found.id))}


def _prolonged(found: Involvement, kind: type[Consent] | type[LegalTitle]) -> dict[str, Any]:
    """What the address asks to prolong: the same people and areas, for a new day and a new end.

    A parent agrees anew each time, so prolonging is a consent of its own; the former one stays as it was.
    """
    known = circle.recorded(kind, request.args.get("like", type=UUID))
    if known is None or known.involvement_id != found.id:
        return {}
    scope: dict[str, Any] = {"areas": known.areas, "members": list(known.members)}
    return scope | ({"given_by": known.giver} if known.consent else {"citation": known.words, "why": known.detail})


def _offered(form: Any, family: Sequence[Person]) -> Any:
    form.members.choices = [(person.id, person.name) for person in family]
    return form


def _read_then_saved(form: Any, found: Involvement, record: partial[UUID]) -> Answer:
    """The first sending shows what the ground would open and for whom; the second, of the same, saves it."""
    try:
        sentence = _what_opens(form, found)
        if not form.has_read(sentence):
            refuse_if(form.obstacles())
            return _ground_page(form, found, sentence)
        record()
    except Refused as refused:
        form.refuse(refused.reasons)
        return _ground_page(form, found)
    notice(_("Saved. It holds from now on."))
    return redirect(url_for(".consents", case_id=found.case_id), 303)


def _what_opens(form: Any, found: Involvement) -> str:
    """One paragraph: which agency will read about whom and what, until when, and for whose eyes it opens."""
    agency = agency_of(found.agency_id) or abort(404)
    tie = circle.concerned_by(found.id)
    opened = [p.name for p in models.members(found.case_id) if p.id in form.members.data and (not tie or p.id in tie)]
    sitting = circle.seats_of_involvement(found.id)
    signed = signed_seats([seat.id for seat in sitting])
    return " ".join(
        [
            _scope_sentence(agency.name, opened, words_of(AREA_NAMES, form.areas.data), form.until.data),
            _eyes_sentence(
                [s.name for s in sitting if s.id in signed], [s.name for s in sitting if s.id not in signed]
            ),
        ]
    )


def _scope_sentence(agency: str, members: list[str], areas: str, until: date | None) -> str:
    if not members:
        return str(_("It opens nothing: %(agency)s is at the case because of other members.", agency=agency))
    known = {"agency": agency, "members": ", ".join(members), "areas": areas}
    if until is None:
        return str(_("%(agency)s will read about: %(members)s. Areas: %(areas)s. No end is set.", **known))
    return str(
        _("%(agency)s will read about: %(members)s. Areas: %(areas)s. Until %(until)s.", **known, until=day(until))
    )


def _eyes_sentence(signed: list[str], others: list[str]) -> str:
    if not signed and not others:
        return str(_("Nobody from there has a seat yet; it opens to those who come and sign the pledge."))
    sentences = []
    if signed:
        sentences.append(_("It opens at once to: %(names)s.", names=", ".join(signed)))
    if others:
        sentences.append(_("After signing the pledge to: %(names)s.", names=", ".join(others)))
    return " ".join(map(str, sentences))


def _ground_page(form: Any, found: Involvement, sentence: str = "") -> str:
    return render_template(
        "coordination/cases/consent.html" if isinstance(form, ConsentForm) else "coordination/cases/legal_title.html",
        form=form,
        case=models.case(found.case_id),
        agency=agency_of(found.agency_id),
        involvement=found,
        sentence=sentence,
    )
