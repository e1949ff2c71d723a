"""The neutral letter to whoever proposed a meeting that the coordinator does not convene."""

from agencies.staff.models import worker_of
from coordination.conferences.documents import letterhead
from coordination.conferences.proposals import MeetingProposal, proposal_of
from coordination.seats.models import CaseFrame, Seat
from foundation import clock, links, outbox
from foundation.database import db
from foundation.links import LONGEST, Link
from foundation.outbox import Letter, Neutral

PURPOSE = "conferences.proposal"


def tell_of_answer(proposal: MeetingProposal) -> None:
    """File the letter that the proposal has an answer; inside the transaction of the deed."""
    seat = db.session.get_one(Seat, proposal.seat_id)
    worker = worker_of(seat.worker_id) if seat.worker_id else None
    if worker is None or not worker.email:
        return
    head, frame = letterhead(proposal.case_id), db.session.get_one(CaseFrame, proposal.case_id)
    token = links.issue(
        PURPOSE, subject=proposal.id, holder=worker.id, until=clock.now() + LONGEST, to=worker.email,
        town_id=frame.town_id,
    )  # fmt: skip
    neutral = Neutral(head.town, head.phone, case_code=frame.code, link=links.url(token))
    outbox.file(
        "conferences.proposal_answered", town_id=frame.town_id, case_id=proposal.case_id, to=worker.email,
        language="cs", neutral=neutral, about=proposal.id,
    )  # fmt: skip


def _proposer(proposal: MeetingProposal | None) -> Seat | None:
    """The seat of whoever proposed it, as long as it is held."""
    seat = db.session.get(Seat, proposal.seat_id) if proposal is not None else None
    return seat if seat is not None and seat.is_open(clock.now()) else None


def _unwanted(letter: Letter) -> str | None:
    return None if _proposer(proposal_of(letter.about)) else "whoever proposed it has left the table"


def _errand_open(link: Link) -> bool:
    seat = _proposer(proposal_of(link.subject))
    return seat is not None and seat.worker_id == link.holder


outbox.kind(
    "conferences.proposal_answered", template="coordination/conferences/letters/proposal_answered",
    still_wanted=_unwanted,
)  # fmt: skip
links.purpose(PURPOSE, "conferences.proposal_by_link", _errand_open)
