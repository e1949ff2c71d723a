"""The counter of agreements: which there are at a case, and one of them as its parties and the coordinator read it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import render_template

from coordination.agreements import drafting, ending, handing_in, models, signing, table
from coordination.agreements.composing import parties_of
from coordination.agreements.models import Agreement, agreements_at
from coordination.agreements.pages import STATES, found, pages
from coordination.agreements.reading import page
from coordination.agreements.rights import AGREEMENT, PREPARING
from coordination.agreements.rules_of_signing import AgreementState
from coordination.cases.models import AREA_NAMES, words_of
from coordination.seats.models import CaseFrame, facts_at_case
from foundation import access, clock
from foundation.access import Audience, requires
from foundation.database import db
from foundation.web import Form

__all__ = ["drafting", "ending", "handing_in", "pages", "signing", "table"]


@dataclass(frozen=True)
class Line:
    """One agreement in the list; whoever is no party and does not coordinate reads no more than that it exists."""

    agreement: Agreement
    organisation: str
    areas: str
    since: date | None
    opens: bool
    """Whether this reader may open it."""


@pages.get("/cases/<uuid:case_id>/agreements")
@requires("participants_and_answers", facts=facts_at_case, looked=True)
def index(case_id: UUID) -> str:
    """Every agreement that this reader may know of."""
    lines = lines_for_reader(case_id)
    return render_template(
        "coordination/agreements/index.html",
        frame=db.session.get_one(CaseFrame, case_id), lines=lines, states=STATES, begins=_may_begin(case_id),
    )  # fmt: skip


def lines_for_reader(case_id: UUID) -> list[Line]:
    """The agreements of a case as far as the visitor of the page may know of them."""
    actor, shown = access.actor(), []
    for agreement in agreements_at(case_id):
        about = Audience(members=frozenset({agreement.person_id}))
        opens = access.decide(models.facts_of_agreement(actor, agreement.id), AGREEMENT, "R", clock.now()).allowed
        public = agreement.state in (AgreementState.CONCLUDED, AgreementState.ENDED)
        if opens or (public and access.may("participants_and_answers", "R", about)):
            areas = words_of(AREA_NAMES, agreement.involvement.areas)
            organisation = parties_of(agreement).organisation
            shown.append(Line(agreement, organisation, areas, agreement.from_on, opens))
    return shown


def _may_begin(case_id: UUID) -> bool:
    facts = models.facts_of_beginning(access.actor(), case_id)
    return access.decide(facts, PREPARING, "W", clock.now()).allowed


@pages.get("/agreements/<uuid:agreement_id>")
@requires(AGREEMENT, facts=models.facts_of_agreement, looked=True)
def show(agreement_id: UUID) -> str:
    return page(found(agreement_id), Form())
