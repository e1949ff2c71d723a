"""Sheets that come back signed: handed in, confirmed by somebody else, or rejected with a reason; none is deleted."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.staff.models import Worker
from agencies.towns.models import phone_of
from coordination.pledges import letters, models, rules
from coordination.pledges.actions.keeping import keep
from coordination.pledges.rules import CONFIRM_WITHIN, Worth
from coordination.pledges.sheets import (
    IssuedSheet,
    PledgeSheet,
    asks_nobody,
    issued_to,
    possible_confirmers,
    signer_key,
    waiting_sheet,
    works_at_town,
)
from coordination.seats.models import Seat, coordinator_of, signed_seats
from foundation import audit, clock, links, signatures
from foundation.access import Door
from foundation.database import db, transaction
from foundation.reasons import Reason, reason, refuse_if
from foundation.signatures import Certificate, Confirmation, Method, OnSheet
from foundation.signatures.examination import Examined, SignedFile, signed_file
from foundation.signatures.issuers import roots_of
from foundation.signatures.scans import keep as keep_scan
from foundation.wordings import Wording

FILE = "file"
"""The field of every form that takes a sheet."""


@dataclass(frozen=True)
class Filed:
    """What is said of a sheet that is handed in; of a PDF that carries a qualified signature its own words count."""

    name: str
    function: str
    agency: str
    signed_on: date
    original: str
    wording_id: UUID
    confirmer_id: UUID | None = None
    """Who is asked to compare it with the original."""
    as_paper: bool = False
    """A PDF whose electronic signature is whole but not a qualified one is handed in to be compared like a paper."""


def file_sheet(seat_id: UUID, filed: Filed, examined: Examined, *, by: str) -> UUID:
    """Hand in a signed sheet of the holder of a seat; answers the sheet, or one that was confirmed at once.

    It holds once somebody else has confirmed it: a second worker of the town, whom `filed` names, or the signer. It is
    confirmed at once when the town asks nobody, and when its signer hands in their own qualified signature. Raises
    Refused with all reasons. `examined` comes from `signatures.examination.examined`.
    """
    seat = models.seat(seat_id)
    own = by == signer_key(seat)
    found, issued = _electronic(seat, filed, examined, roots=roots_of(seat.town_id))
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        confirmer = _confirmer(seat, filed, by=by, own=own)
        at_once = own if found else asks_nobody(seat.town_id) and not own
        refuse_if([
            *_against_wording(seat, filed),
            *rules.filing_obstacles(
                signed=seat.id in signed_seats([seat.id]), waiting=waiting_sheet(seat.id) is not None,
                signed_on=filed.signed_on, today=clock.today(), original=filed.original,
                needs_confirmer=confirmer is None and not at_once,
            ),
        ])  # fmt: skip
        sheet = _kept(session, seat, filed, examined, by=by, found=found, issued=issued)
        sheet.confirmer_id = None if at_once else confirmer
        session.flush()
        audit.record(
            seat.town_id, by, "pledge sheet filed", f"pledge_sheet:{sheet.id}",
            case=str(seat.case_id), scan=sheet.scan.sha256, signed_on=filed.signed_on.isoformat(),
        )  # fmt: skip
        if at_once:
            _hold(session, sheet, seat, confirmation=None if own else Confirmation.SWITCHED_OFF, confirmer="", by=by)
        else:
            letters.ask_to_confirm(sheet)
            if not own:
                letters.tell_of_sheet(sheet, seat)
        return sheet.id


def _electronic(
    seat: Seat, filed: Filed, examined: Examined, *, roots: list[bytes]
) -> tuple[Certificate | None, IssuedSheet | None]:
    """The certificate of a qualified signature and the sheet that was issued for it; neither for a plain paper.

    Raises Refused for an electronic signature that is not taken, unless it is handed in as a paper.
    """
    if not examined.signatures:
        return None, None
    known = {sheet.sha256: sheet for sheet in issued_to(seat.id)}
    read = signed_file(
        examined.content, issued=[(sheet.sha256, sheet.size) for sheet in known.values()], roots=roots
    )  # fmt: skip
    issued = known.get(read.issued_sha256)
    found = _worth(read, issued)
    if found is Worth.QUALIFIED:
        return read.certificate, issued
    if filed.as_paper and found in rules.SOUND:
        return None, None
    issuer = read.certificate.issuer if read.certificate else ""
    refuse_if(rules.against_worth(found, named=read.named, issuer=issuer, field=FILE))
    return None, None


def _worth(read: SignedFile, issued: IssuedSheet | None) -> Worth:
    return rules.worth(
        signatures=read.signatures,
        whole=read.whole,
        intact=read.intact,
        ours=issued is not None,
        trusted=read.trusted,
        qualified=read.qualified,
        names_signer=issued is not None and rules.same_person(read.named, issued.name),
    )


def _confirmer(seat: Seat, filed: Filed, *, by: str, own: bool) -> UUID | None:
    """Who is asked: of a sheet that its signer hands in the coordinator, else the worker who was chosen."""
    if own:
        return coordinator_of(seat.case_id).worker_id
    uploader = UUID(by.removeprefix("worker:"))
    able = {worker.id for worker in possible_confirmers(seat, besides=uploader)}
    return filed.confirmer_id if filed.confirmer_id in able else None


def _against_wording(seat: Seat, filed: Filed) -> list[Reason]:
    wording = db.session.get(Wording, filed.wording_id)
    if wording is None or wording.name != models.wording_name(seat.role):
        return [reason("Choose which version of the wording stands on the sheet.", "wording")]
    return [*models.offered_text(seat, wording).unfilled]


def _kept(
    session: Session, seat: Seat, filed: Filed, examined: Examined, *, by: str, found: Certificate | None,
    issued: IssuedSheet | None,
) -> PledgeSheet:  # fmt: skip
    """The sheet with its scan; a qualified signature signs what was issued, whatever is said beside it."""
    if found is not None and issued is not None:
        filed = replace(
            filed, name=issued.name, function=issued.function, agency=issued.agency, wording_id=issued.wording_id
        )
    wording = session.get_one(Wording, filed.wording_id)
    scan = keep_scan(
        examined.content, examined.kind, received_sha256=examined.received_sha256, town_id=seat.town_id,
        about=f"case:{seat.case_id}", by=by,
    )  # fmt: skip
    sheet = PledgeSheet(
        town_id=seat.town_id, case_id=seat.case_id, seat_id=seat.id, wording_id=wording.id,
        text=issued.text if issued is not None else models.offered_text(seat, wording).text,
        method=Method.QUALIFIED if found else Method.PAPER, name=filed.name, function=filed.function,
        agency=filed.agency, signed_on=filed.signed_on, original=filed.original, scan_id=scan.id,
        certificate=asdict(found) if found else None, filed_at=clock.now(), filed_by=by,
        filed_by_name=seat.name if by == signer_key(seat) else _name_of(by),
        confirm_by=clock.today() + CONFIRM_WITHIN,
    )  # fmt: skip
    session.add(sheet)
    session.flush()
    return sheet


def _name_of(key: str) -> str:
    worker = db.session.get(Worker, UUID(key.removeprefix("worker:")))
    return worker.name if worker else ""


def _held(session: Session, sheet_id: UUID) -> PledgeSheet:
    """A sheet as it stands while nobody else signs or decides for its seat: the seat first, as whoever signs does."""
    seat_id = session.scalars(select(PledgeSheet.seat_id).where(PledgeSheet.id == sheet_id)).one()
    session.get_one(Seat, seat_id, with_for_update=True)
    return session.get_one(PledgeSheet, sheet_id)


def confirm(sheet_id: UUID, *, by: str) -> None:
    """Confirm that a sheet is its original: from now on it holds. Raises Refused with the reason."""
    with transaction() as session:
        sheet = _held(session, sheet_id)
        of_town = works_at_town(UUID(by.removeprefix("worker:")), sheet.town_id)
        _confirmed(session, sheet, as_whom=Confirmation.SECOND_WORKER, by=by, may=of_town)


def confirm_own(seat_id: UUID, *, door: Door, by: str) -> None:
    """The signer confirms the sheet that waits for the own seat. Raises Refused, LookupError when none waits."""
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        sheet = waiting_sheet(seat_id)
        if sheet is None:
            raise LookupError(seat_id)
        refuse_if(models.mailbox_obstacles(session.get_one(Worker, seat.worker_id), door, phone_of(seat.town_id)))
        _confirmed(session, sheet, as_whom=Confirmation.SIGNER, by=by, may=by == signer_key(seat))


def _confirmed(session: Session, sheet: PledgeSheet, *, as_whom: Confirmation, by: str, may: bool) -> None:
    seat = session.get_one(Seat, sheet.seat_id)
    refuse_if(rules.confirmation_obstacles(
        decided=sheet.decided, signed=seat.id in signed_seats([seat.id]), uploaded_by_same=by == sheet.filed_by,
        of_town_or_signer=may and (as_whom is Confirmation.SIGNER or by != signer_key(seat)),
    ))  # fmt: skip
    _hold(session, sheet, seat, confirmation=as_whom, confirmer=_name_of(by), by=by)


def _hold(
    session: Session, sheet: PledgeSheet, seat: Seat, *, confirmation: Confirmation | None, confirmer: str, by: str
) -> None:
    """Let a sheet hold: from here on its signature is the pledge of the seat."""
    certificate = Certificate(**sheet.certificate) if sheet.certificate else None
    signature = signatures.sign(
        town_id=sheet.town_id, about=f"case:{sheet.case_id}", signer_key=signer_key(seat), name=sheet.name,
        function=sheet.function, agency=sheet.agency, wording_id=sheet.wording_id, text=sheet.text,
        seen_sha256=signatures.fingerprint(sheet.text), method=Method(sheet.method), factors=("sheet",),
        sheet=OnSheet(
            scan_id=sheet.scan_id, signed_on=sheet.signed_on, original=sheet.original, confirmation=confirmation,
            confirmer=confirmer, certificate=certificate,
        ),
    )  # fmt: skip
    sheet.confirmed_at, sheet.confirmed_by, sheet.signature_id = clock.now(), by, signature.id
    session.flush()
    if sheet.confirmer_id is not None:
        links.revoke(letters.CONFIRM, sheet.id, sheet.confirmer_id)
    keep(session, seat, signature, by=by, verb="pledge signed on a sheet")


def reject(sheet_id: UUID, *, why: str, by: str) -> None:
    """Reject a wrong sheet: another person's, unreadable, not the signer's. It stays with the reason."""
    with transaction() as session:
        sheet = _held(session, sheet_id)
        refuse_if(rules.rejection_obstacles(decided=sheet.decided))
        if not why.strip():
            refuse_if([reason("Write what is wrong with the sheet. Whoever handed it in reads it.", "why")])
        sheet.rejected_at, sheet.rejected_by, sheet.rejection_reason = clock.now(), by, why
        session.flush()
        if sheet.confirmer_id is not None:
            links.revoke(letters.CONFIRM, sheet.id, sheet.confirmer_id)
        audit.record(sheet.town_id, by, "pledge sheet rejected", f"pledge_sheet:{sheet_id}", case=str(sheet.case_id))


def ask_another(sheet_id: UUID, confirmer_id: UUID | None, *, by: str) -> None:
    """Ask another worker of the town to compare a sheet; the former one's link stops opening it."""
    with transaction() as session:
        sheet = _held(session, sheet_id)
        refuse_if(rules.rejection_obstacles(decided=sheet.decided))
        uploader = UUID(sheet.filed_by.removeprefix("worker:")) if sheet.filed_by.startswith("worker:") else None
        able = {worker.id for worker in possible_confirmers(sheet.seat, besides=uploader)}
        if confirmer_id is None or confirmer_id not in able:
            refuse_if([
                reason("Choose somebody else from your office to compare the sheet with the original.", "confirmer")
            ])  # fmt: skip
        if sheet.confirmer_id is not None:
            links.revoke(letters.CONFIRM, sheet.id, sheet.confirmer_id)
        sheet.confirmer_id, sheet.confirm_by = confirmer_id, clock.today() + CONFIRM_WITHIN
        session.flush()
        letters.ask_to_confirm(sheet)
        audit.record(
            sheet.town_id, by, "asked to confirm", f"pledge_sheet:{sheet_id}", confirmer=str(confirmer_id)
        )  # fmt: skip
