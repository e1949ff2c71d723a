"""The page of one agreement: its text, its signatures, and what its reader can do about it now."""

from flask import render_template

from coordination.agreements import models, rules_of_signing
from coordination.agreements.composing import articles_of, parties_of
from coordination.agreements.models import Agreement
from coordination.agreements.pages import ENDED_BY, STATES
from coordination.agreements.rights import PREPARING
from coordination.agreements.rules_of_signing import AgreementState
from coordination.conferences.models import Conference
from coordination.seats.models import CaseFrame, Seat
from coordination.seats.rules import Role
from foundation import access
from foundation.database import db
from foundation.web import Form


def page(agreement: Agreement, form: Form) -> str:
    """The agreement with what can be done about it now."""
    facts, actor = access.facts(), access.actor()
    seat = db.session.get(Seat, facts.seat_id) if facts.seat_id else None
    known = models.signatures_of(agreement)
    sheets = models.sheets_of(agreement.id)
    waiting = next((sheet for sheet in sheets if not sheet.decided), None)
    opened = facts.state in ("draft", "open")
    return render_template(
        "coordination/agreements/show.html",
        form=form,
        agreement=agreement,
        frame=db.session.get_one(CaseFrame, agreement.case_id),
        parties=parties_of(agreement),
        articles=articles_of(agreement),
        states=STATES,
        ended_by=ENDED_BY,
        coordinates=facts.role == Role.COORDINATOR,
        may_change=opened and access.may(PREPARING, "W"),
        signs=opened and seat is not None and seat.worker_id == agreement.seat.worker_id,
        missing=rules_of_signing.obstacles_to_offering(agreement.settled) if agreement.offered_at is None else (),
        unsigned=rules_of_signing.not_concluded(agreement.missing_signers)
        if agreement.state is AgreementState.WAITING
        else (),
        by_parent=known.get(agreement.parent_signature_id) if agreement.parent_signature_id else None,
        by_worker=known.get(agreement.worker_signature_id) if agreement.worker_signature_id else None,
        waiting=waiting,
        may_confirm=waiting is not None and waiting.filed_by != actor.key,
        sheets=sheets,
        meeting=db.session.get(Conference, agreement.conference_id) if agreement.conference_id else None,
    )
