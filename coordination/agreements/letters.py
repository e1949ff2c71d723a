"""The neutral letter to the worker of the organisation: an agreement lies there and waits for a signature."""

from datetime import timedelta

from agencies.staff.models import worker_of
from coordination.agreements.models import Agreement, agreement_of
from coordination.agreements.rules_of_signing import AgreementState
from coordination.seats.models import CaseFrame, Seat
from coordination.tasks.documents import letterhead
from foundation import clock, links, outbox
from foundation.database import db
from foundation.links import Link
from foundation.outbox import Letter, Neutral

PURPOSE = "agreements.sign"
SIGN_WITHIN = timedelta(days=7)
"""By when a signature is asked for."""


def ask_to_sign(agreement: Agreement) -> None:
    """File the letter to the worker who acts for the organisation; inside the transaction of the deed."""
    worker = worker_of(agreement.seat.worker_id) if agreement.seat.worker_id else None
    if worker is None or not worker.email or agreement.worker_signature_id is not None:
        return
    town, phone = letterhead(agreement.town_id, agreement.case_id)
    deadline = clock.today() + SIGN_WITHIN
    frame = db.session.get_one(CaseFrame, agreement.case_id)
    token = links.issue(
        PURPOSE, subject=agreement.id, holder=worker.id, until=clock.now() + links.LONGEST, to=worker.email,
        town_id=agreement.town_id,
    )  # fmt: skip
    outbox.file(
        "agreements.waiting", town_id=agreement.town_id, case_id=agreement.case_id, to=worker.email, language="cs",
        neutral=Neutral(town, phone, deadline=deadline, case_code=frame.code, link=links.url(token)),
        about=agreement.id,
    )  # fmt: skip


def _waits_for(agreement: Agreement | None) -> Seat | None:
    """The seat of the worker whose signature is still missing, if it is held."""
    if agreement is None or agreement.state is not AgreementState.WAITING or agreement.worker_signature_id is not None:
        return None
    return agreement.seat if agreement.seat.is_open(clock.now()) else None


def _unwanted(letter: Letter) -> str | None:
    return None if _waits_for(agreement_of(letter.about)) else "the agreement waits for this signature no more"


def _errand_open(link: Link) -> bool:
    seat = _waits_for(agreement_of(link.subject))
    return seat is not None and seat.worker_id == link.holder


outbox.kind("agreements.waiting", template="coordination/agreements/letters/waiting", still_wanted=_unwanted)
links.purpose(PURPOSE, "agreements.by_link", _errand_open)
