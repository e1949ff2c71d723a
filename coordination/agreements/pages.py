"""Where the pages of agreements (dohoda o spolupráci) are announced; each aspect has its own room beside."""

from uuid import UUID

from flask import Blueprint, abort
from flask_babel import lazy_gettext as _l

from coordination.agreements.models import Agreement, agreement_of
from coordination.agreements.rules_of_signing import AgreementState, EndedBy

pages = Blueprint("agreements", __name__)

STATES = {
    AgreementState.DRAFT: _l("being prepared"),
    AgreementState.WAITING: _l("waits for signatures"),
    AgreementState.CONCLUDED: _l("concluded"),
    AgreementState.WITHDRAWN: _l("withdrawn"),
    AgreementState.ENDED: _l("ended"),
}
ENDED_BY = {
    EndedBy.PARENT: _l("the parent"),
    EndedBy.ORGANISATION: _l("the organisation"),
    EndedBy.BOTH: _l("both together"),
}


def found(agreement_id: UUID) -> Agreement:
    """One agreement, for a page whose door is open already."""
    return agreement_of(agreement_id) or abort(404)
