"""The letter that says that the joint work has ended."""

from uuid import UUID

from sqlalchemy import select

from agencies.staff.models import Worker
from coordination.conferences.documents import letterhead
from coordination.seats.models import CaseFrame, Seat, open_seats
from coordination.seats.rules import Role
from foundation import clock, links, outbox
from foundation.database import db
from foundation.outbox import Letter, Neutral

LETTERS = "coordination/evaluation/letters"


def addresses(case_id: UUID) -> tuple[list[str], list[Seat]]:
    """Where the letter goes, and who at the table gets none: without an address, or not here as a worker."""
    seats = [seat for seat in open_seats(case_id) if seat.role != Role.COORDINATOR]
    known = select(Worker).where(Worker.id.in_([seat.worker_id for seat in seats]), Worker.email.is_not(None))
    workers = {worker.id: worker for worker in db.session.scalars(known)}
    return sorted({str(one.email) for one in workers.values()}), [one for one in seats if one.worker_id not in workers]


def tell_everybody(frame: CaseFrame) -> int:
    """File the letter to everybody who works at the case and has an address; answers how many."""
    head, (written, _unwritten) = letterhead(frame.id), addresses(frame.id)
    for address in written:
        outbox.file(
            "evaluation.closed",
            town_id=head.town_id,
            case_id=head.case_id,
            to=address,
            language="cs",
            neutral=Neutral(
                town=head.town, phone=head.phone, date=clock.today(), case_code=head.case_code,
                front_door=links.front_door(),
            ),
            about=frame.id,
        )  # fmt: skip
    return len(written)


def _unwanted(letter: Letter) -> str | None:
    frame = db.session.get(CaseFrame, letter.about) if letter.about else None
    return None if frame is not None and frame.closed_at is not None else "the case is open again"


outbox.kind("evaluation.closed", template=f"{LETTERS}/closed", still_wanted=_unwanted)
