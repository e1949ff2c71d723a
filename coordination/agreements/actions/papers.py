"""Agreements on paper: printed for the pen, handed in as a scan, compared with the original by the other side."""

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from agencies.staff.models import worker_of
from coordination.agreements import models, rules_of_signing
from coordination.agreements.actions.drafting import to_change
from coordination.agreements.actions.signing import keep
from coordination.agreements.documents import PAPER, paper_of
from coordination.agreements.models import Agreement, AgreementSheet
from coordination.pledges.sheets import asks_nobody, works_at_town
from coordination.seats.models import CaseFrame, Disclosure
from coordination.seats.rules import HowHanded
from foundation import audit, clock
from foundation.access import Actor, decide
from foundation.database import db, transaction
from foundation.reasons import Refused, reason, refuse_if
from foundation.signatures import Confirmation, Method, OnSheet
from foundation.signatures.examination import Examined
from foundation.signatures.scans import keep as keep_scan


@dataclass(frozen=True)
class Sheet:
    """What stands on a handed-in paper: the days beside the signatures (None: not signed there), where it lies."""

    parent_on: date | None
    worker_on: date | None
    original: str


@dataclass(frozen=True)
class Paper:
    """A paper that leaves as a download."""

    content: bytes
    file_name: str


def file_paper(agreement_id: UUID, sheet: Sheet, examined: Examined, *, actor: Actor) -> UUID:
    """Hand in a signed paper; it holds once the other side has compared it: the worker's the coordinator, and hers he.

    Where the town has one worker and asks nobody, hers holds at once and its proof says so. Raises Refused.
    """
    with transaction() as session:
        agreement = to_change(session, agreement_id, actor)
        refuse_if(rules_of_signing.obstacles_to_filing(
            agreement.state, waits=models.waiting_sheet(agreement_id) is not None, parent_on=sheet.parent_on,
            worker_on=sheet.worker_on, parent_signed=agreement.parent_signature_id is not None,
            worker_signed=agreement.worker_signature_id is not None, original=sheet.original, today=clock.today(),
        ))  # fmt: skip
        scan = keep_scan(
            examined.content, examined.kind, received_sha256=examined.received_sha256, town_id=agreement.town_id,
            about=f"agreement:{agreement_id}", by=actor.key,
        )  # fmt: skip
        worker = worker_of(actor.worker_id) if actor.worker_id else None
        kept = AgreementSheet(
            agreement_id=agreement_id, scan_id=scan.id, parent_on=sheet.parent_on, worker_on=sheet.worker_on,
            original=sheet.original, filed_at=clock.now(), filed_by=actor.key,
            filed_by_name=worker.name if worker else "",
        )  # fmt: skip
        session.add(kept)
        session.flush()
        audit.record(
            agreement.town_id, actor.key, "agreement paper filed", f"agreement_sheet:{kept.id}",
            agreement=str(agreement_id), scan=scan.sha256,
        )  # fmt: skip
        if asks_nobody(agreement.town_id) and works_at_town(actor.worker_id, agreement.town_id):
            _hold(session, kept, agreement, Confirmation.SWITCHED_OFF, confirmer="", by=actor.key)
        return kept.id


def confirm(sheet_id: UUID, *, actor: Actor) -> None:
    """Confirm that a paper is its original: from now on it holds. Raises Refused with the reason."""
    with transaction() as session:
        sheet = session.get_one(AgreementSheet, sheet_id)
        agreement = to_change(session, sheet.agreement_id, actor)
        session.refresh(sheet)
        refuse_if(rules_of_signing.obstacles_to_confirming(
            decided=sheet.decided, filed_by_same=sheet.filed_by == actor.key, at=agreement.state
        ))  # fmt: skip
        of_town = works_at_town(actor.worker_id, agreement.town_id)
        worker = worker_of(actor.worker_id) if actor.worker_id else None
        how = Confirmation.SECOND_WORKER if of_town else Confirmation.SIGNER
        _hold(session, sheet, agreement, how, confirmer=worker.name if worker else "", by=actor.key)


def _hold(
    session: Session, sheet: AgreementSheet, agreement: Agreement, how: Confirmation, *, confirmer: str, by: str
) -> None:
    """Let a paper hold: the signatures on it that are not there yet become those of the parties."""
    sheet.confirmed_at, sheet.confirmed_by = clock.now(), by
    for of_parent, signed_on in ((True, sheet.parent_on), (False, sheet.worker_on)):
        there = agreement.parent_signature_id if of_parent else agreement.worker_signature_id
        if signed_on is None or there is not None:
            continue
        on_sheet = OnSheet(
            scan_id=sheet.scan_id, signed_on=signed_on, original=sheet.original, confirmation=how, confirmer=confirmer
        )
        keep(
            session, agreement, of_parent=of_parent,
            name=agreement.person.name if of_parent else agreement.seat.name,
            function="" if of_parent else agreement.seat.function, seen=agreement.fingerprint, method=Method.PAPER,
            factors=("sheet",), sheet=on_sheet, by=by,
        )  # fmt: skip
    session.flush()


def reject(sheet_id: UUID, *, why: str, actor: Actor) -> None:
    """Reject a wrong paper; it stays with the reason."""
    with transaction() as session:
        sheet = session.get_one(AgreementSheet, sheet_id)
        agreement = to_change(session, sheet.agreement_id, actor)
        session.refresh(sheet)
        if sheet.decided:
            raise Refused([reason("This sheet has been decided meanwhile.")])
        if not why.strip():
            raise Refused([reason("Write what is wrong with the sheet. Whoever handed it in reads it.", "why")])
        sheet.rejected_at, sheet.rejected_by, sheet.rejected_why = clock.now(), actor.key, why
        session.flush()
        audit.record(
            agreement.town_id, actor.key, "agreement paper rejected", f"agreement_sheet:{sheet_id}",
            agreement=str(agreement.id),
        )  # fmt: skip


def print_copy(agreement_id: UUID, *, copy: int, actor: Actor) -> Paper:
    """Print one of the two equal copies and note that it was handed out."""
    agreement = db.session.get_one(Agreement, agreement_id)
    facts = models.facts_of_agreement(actor, agreement_id)
    if facts is None or facts.seat_id is None or not decide(facts, "cooperation_agreement", "R", clock.now()).allowed:
        raise LookupError(agreement_id)
    content = paper_of(agreement, copy=copy)
    code, number = db.session.get_one(CaseFrame, agreement.case_id).code, agreement.number
    case_id, town_id, seat_id = agreement.case_id, agreement.town_id, facts.seat_id
    digest = hashlib.sha256(content).hexdigest()
    with transaction() as session:
        session.add(
            Disclosure(
                case_id=case_id, seat_id=seat_id, paper=PAPER, version=number, how=HowHanded.OPENED,
                ground="party" if facts.role != "coordinator" else "office", sha256=digest, at=clock.now(),
                by=actor.key,
            )
        )  # fmt: skip
        audit.record(town_id, actor.key, "agreement printed", f"agreement:{agreement_id}", sha256=digest, copy=copy)
    return Paper(content, f"dohoda-{code}-{number}.pdf")
