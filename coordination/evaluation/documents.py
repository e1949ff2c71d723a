"""The letter that says that the joint work has ended."""

from sqlalchemy import select

from agencies.staff.models import Worker
from coordination.conferences.documents import letterhead
from coordination.seats.models import CaseFrame, open_seats
from coordination.seats.rules import Role
from foundation import clock, links, outbox
from foundation.database import db
from foundation.outbox import Letter, Neutral

LETTERS = "coordination/evaluation/letters"


def tell_everybody(frame: CaseFrame) -> int:
    """File the letter to everybody who works at the case and has an address; answers how many."""
    head = letterhead(frame.id)
    seats = [seat for seat in open_seats(frame.id) if seat.worker_id and seat.role != Role.COORDINATOR]
    known = select(Worker).where(Worker.id.in_([seat.worker_id for seat in seats]), Worker.email.is_not(None))
    workers = {worker.id: worker for worker in db.session.scalars(known)}
    for worker in workers.values():
        assert worker.email is not None
        outbox.file(
            "evaluation.closed",
            town_id=head.town_id,
            case_id=head.case_id,
            to=worker.email,
            language="cs",
            neutral=Neutral(
                town=head.town, phone=head.phone, date=clock.today(), case_code=head.case_code,
                front_door=links.front_door(),
            ),
            about=frame.id,
        )  # fmt: skip
    return len(workers)


def _unwanted(letter: Letter) -> str | None:
    frame = db.session.get(CaseFrame, letter.about) if letter.about else None
    return None if frame is not None and frame.closed_at is not None else "the case is open again"


outbox.kind("evaluation.closed", template=f"{LETTERS}/closed", still_wanted=_unwanted)
