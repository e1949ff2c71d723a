"""What the minutes send out of the house: neutral letters that they are ready, and papers from filtered data."""

from datetime import timedelta
from uuid import UUID

from agencies.staff.models import Worker
from coordination.conferences.models import Conference
from coordination.minutes.copies import readers, seats_at
from coordination.minutes.list_paper import agenda_paper as agenda_paper
from coordination.minutes.list_paper import attendance_list as attendance_list
from coordination.minutes.models import Minutes
from coordination.minutes.models import minutes as minutes_by_id
from coordination.minutes.paper import minutes_paper as minutes_paper
from coordination.seats.models import CaseFrame, Seat
from coordination.tasks.documents import letterhead
from foundation import clock, links, outbox
from foundation.database import db
from foundation.links import Link
from foundation.outbox import Letter, Neutral

PURPOSE = "minutes.read"
LASTS = timedelta(days=60)
OPEN, FINAL = "minutes.open", "minutes.final"


def tell(kind: str, conference: Conference, minutes: Minutes, *, besides: UUID | None) -> int:
    """File one letter for each worker who gets something of the minutes, inside a transaction; answers how many."""
    told = 0
    getting = [one for one in readers(minutes, seats_at(conference)) if one.gets_something]
    for reader in getting:
        worker = db.session.get(Worker, reader.seat.worker_id) if reader.seat.worker_id else None
        if worker is not None and worker.email and worker.id != besides:
            _tell(kind, conference, minutes, reader.seat, worker)
            told += 1
    return told


def _tell(kind: str, conference: Conference, minutes: Minutes, seat: Seat, worker: Worker) -> None:
    frame = db.session.get_one(CaseFrame, minutes.case_id)
    town, phone = letterhead(frame.town_id, minutes.case_id)
    to = worker.email or ""
    token = links.issue(
        PURPOSE, subject=minutes.id, holder=worker.id, until=clock.now() + LASTS, to=to, town_id=frame.town_id
    )
    latest = minutes.latest
    neutral = Neutral(
        town, phone, date=conference.starts_at, deadline=minutes.comments_until, case_code=frame.code,
        version=latest.number if latest else 1, link=links.url(token),
    )  # fmt: skip
    outbox.file(
        kind, town_id=frame.town_id, to=to, language="cs", neutral=neutral, about=seat.id, case_id=minutes.case_id
    )  # fmt: skip


def _still_wanted(letter: Letter) -> str | None:
    seat = db.session.get(Seat, letter.about)
    held = seat is not None and seat.is_open(clock.now())
    return None if held else "the seat of the recipient is closed meanwhile"


def _errand_open(link: Link) -> bool:
    found = minutes_by_id(link.subject)
    return found is not None


outbox.kind(OPEN, template="coordination/minutes/letters/open", still_wanted=_still_wanted)
outbox.kind(FINAL, template="coordination/minutes/letters/final", still_wanted=_still_wanted)
links.purpose(PURPOSE, "minutes.by_link", _errand_open)
