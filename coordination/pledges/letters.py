"""The letters about a pledge: to whoever has signed, and to those who are to confirm a sheet."""

from datetime import datetime, timedelta
from uuid import UUID

from agencies.directory.models import Agency
from agencies.staff.models import Worker
from agencies.towns.models import phone_of
from coordination.pledges.sheets import PledgeSheet, sheet_of, works_at_town
from coordination.seats.models import CaseFrame, Pledge, Seat
from foundation import clock, links, outbox
from foundation.database import db
from foundation.links import Link
from foundation.outbox import Letter, Neutral
from foundation.signatures import Signature

SIGNED = "pledges.signed"
PAPER_WAITS = "pledges.paper_waits"
COPY = "pledges.copy"
"""The errand of a signer: the own pledge, signed or waiting; its subject is the seat."""
CONFIRM = "pledges.confirm"
"""The errand of a second worker: one sheet to compare with its original."""
OPEN_FOR = timedelta(days=60)


def tell_signer(pledge: Pledge, signature: Signature, seat: Seat) -> None:
    """File the notice to the signer, so that a signature by somebody else does not stay unnoticed."""
    worker = _worker(seat)
    if worker is None or not worker.email:
        return
    neutral = _neutral(seat.town_id, seat.case_id, date=signature.at, time_from=signature.at)
    outbox.file(
        SIGNED,
        town_id=seat.town_id,
        to=worker.email,
        language="cs",
        neutral=neutral,
        about=pledge.id,
        case_id=seat.case_id,
    )


def ask_to_confirm(sheet: PledgeSheet) -> None:
    """File the letter to the second worker who is asked to compare a sheet with its original."""
    confirmer = db.session.get(Worker, sheet.confirmer_id) if sheet.confirmer_id else None
    if confirmer is not None and confirmer.email:
        _file_waiting(sheet, confirmer.email, variant="second_worker")


def tell_of_sheet(sheet: PledgeSheet, seat: Seat) -> None:
    """File the letter to the signer of a sheet that somebody else handed in; a shared mailbox could not confirm it."""
    worker = _worker(seat)
    if worker is not None and worker.email and not worker.mailbox_shared:
        _file_waiting(sheet, worker.email, variant="signer")


def paper_waits_again(letter: Letter) -> bool:
    """File anew, to the present address, what was said of a sheet; False when nobody waits for it any more."""
    sheet = sheet_of(letter.about)
    if sheet is None or sheet.decided:
        return False
    signer = _worker(sheet.seat)
    if sheet.confirmer is not None and (signer is None or letter.recipient != signer.email):
        ask_to_confirm(sheet)
        return sheet.confirmer.email is not None
    tell_of_sheet(sheet, sheet.seat)
    return signer is not None and bool(signer.email) and not signer.mailbox_shared


def _file_waiting(sheet: PledgeSheet, to: str, *, variant: str) -> None:
    neutral = _neutral(
        sheet.town_id, sheet.case_id, date=sheet.signed_on, deadline=sheet.confirm_by, variant=variant
    )  # fmt: skip
    outbox.file(
        PAPER_WAITS,
        town_id=sheet.town_id,
        to=to,
        language="cs",
        neutral=neutral,
        about=sheet.id,
        case_id=sheet.case_id,
    )


def _worker(seat: Seat) -> Worker | None:
    return db.session.get(Worker, seat.worker_id) if seat.worker_id else None


def _neutral(town_id: UUID, case_id: UUID, **fields: object) -> Neutral:
    town, frame = db.session.get_one(Agency, town_id), db.session.get_one(CaseFrame, case_id)
    return Neutral(
        town=town.signs_as, phone=phone_of(town_id), case_code=frame.code, **fields  # type: ignore[arg-type]
    )  # fmt: skip


# --- at sending ------------------------------------------------------------------------------------------------------


def _link_to_own_pledge(letter: Letter) -> dict[str, str]:
    pledge = db.session.get_one(Pledge, letter.about)
    seat = db.session.get_one(Seat, pledge.seat_id)
    return {"link": _own(seat, letter.recipient, (pledge.signed_at or clock.now()) + OPEN_FOR)}


def _own(seat: Seat, to: str, until: datetime) -> str:
    assert seat.worker_id is not None  # nobody else is written to
    return links.url(
        links.issue(COPY, subject=seat.id, holder=seat.worker_id, until=until, to=to, town_id=seat.town_id)
    )


def _link_to_sheet(letter: Letter) -> dict[str, str]:
    sheet = sheet_of(letter.about)
    assert sheet is not None
    until = clock.now() + OPEN_FOR
    if _for_confirmer(letter, sheet):
        assert sheet.confirmer_id is not None
        token = links.issue(
            CONFIRM, subject=sheet.id, holder=sheet.confirmer_id, until=until, to=letter.recipient,
            town_id=sheet.town_id,
        )  # fmt: skip
        return {"link": links.url(token)}
    return {"link": _own(sheet.seat, letter.recipient, until)}


def _for_confirmer(letter: Letter, sheet: PledgeSheet) -> bool:
    return sheet.confirmer is not None and letter.recipient == sheet.confirmer.email


def _why_not_signed_any_more(letter: Letter) -> str | None:
    pledge = db.session.get(Pledge, letter.about)
    return None if pledge is not None and _still_there(pledge.case_id) else "the case is gone"


def _why_not_waiting(letter: Letter) -> str | None:
    sheet = sheet_of(letter.about)
    if sheet is None or sheet.decided or not _still_there(sheet.case_id):
        return "the sheet has been decided"
    signer = _worker(sheet.seat)
    known = _for_confirmer(letter, sheet) or (signer is not None and letter.recipient == signer.email)
    return None if known else "somebody else is asked now"


def _still_there(case_id: UUID) -> bool:
    frame = db.session.get(CaseFrame, case_id)
    return frame is not None and frame.erased_at is None


def _own_errand_open(link: Link) -> bool:
    seat = db.session.get(Seat, link.subject)
    return seat is not None and _still_there(seat.case_id)


def _confirming_open(link: Link) -> bool:
    sheet = sheet_of(link.subject)
    asked = sheet is not None and not sheet.decided and sheet.confirmer_id == link.holder
    return bool(sheet and asked and works_at_town(link.holder, sheet.town_id) and _still_there(sheet.case_id))


_LETTERS = "coordination/pledges/letters"
outbox.kind(
    SIGNED,
    template=f"{_LETTERS}/signed",
    still_wanted=_why_not_signed_any_more,
    at_sending=_link_to_own_pledge,
)
outbox.kind(PAPER_WAITS, template=f"{_LETTERS}/paper_waits", still_wanted=_why_not_waiting, at_sending=_link_to_sheet)
links.purpose(COPY, "pledges.by_link", _own_errand_open)
links.purpose(CONFIRM, "pledges.confirm_by_link", _confirming_open)
