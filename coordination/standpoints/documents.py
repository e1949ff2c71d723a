"""The letter that asks for a standpoint: neutral, its link leads behind the door, asked again before it leaves."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from agencies.staff.models import Worker
from coordination.conferences.documents import errand_ends, invitation_unwanted, letterhead
from coordination.conferences.models import Invitation, invitation_of
from coordination.seats.models import Seat
from coordination.standpoints.requests import StandpointRequest, request_to, unanswered
from foundation import clock, links, outbox
from foundation.database import db
from foundation.links import Link
from foundation.outbox import Letter, Neutral

PURPOSE = "standpoints.write"
"""The errand of writing a standpoint: its subject is the invitation, its holder the worker."""
ASKED = "standpoints.asked"


def invited_of(conference_id: UUID, agency_id: UUID) -> Sequence[Invitation]:
    """The workers of an agency who are asked to a meeting and sit at the case now."""
    asked = select(Invitation).join(Invitation.seat).where(Invitation.conference_id == conference_id)
    theirs = asked.where(Seat.agency_id == agency_id, Invitation.taken_back_at.is_(None), Seat.to_at.is_(None))
    whole = (contains_eager(Invitation.seat), joinedload(Invitation.conference))
    return db.session.scalars(theirs.options(*whole).order_by(Invitation.position)).all()


def ask_for_standpoint(request: StandpointRequest, *, reminds: bool = False) -> list[str]:
    """File the letter to each worker of the agency; answers who can only be told by word. Inside a transaction."""
    to_tell = []
    for invitation in invited_of(request.conference_id, request.agency_id):
        worker = db.session.get_one(Worker, invitation.worker_id)
        if worker.email is None:
            to_tell.append(invitation.name)
        else:
            _file(request, invitation, worker.email, reminds=reminds)
    return to_tell


def ask_again(invitation: Invitation) -> bool:
    """File the letter anew for one worker; False when nobody waits for a standpoint or no letter reaches them."""
    worker = db.session.get(Worker, invitation.worker_id) if invitation.worker_id else None
    if worker is None or worker.email is None or _not_asked(invitation) is not None:
        return False
    assert invitation.seat is not None
    assert invitation.seat.agency_id is not None
    request = request_to(invitation.conference_id, invitation.seat.agency_id)
    assert request is not None
    _file(request, invitation, worker.email, reminds=request.reminded_at is not None)
    return True


def _file(request: StandpointRequest, invitation: Invitation, to: str, *, reminds: bool) -> None:
    head = letterhead(request.case_id)
    neutral = Neutral(
        town=head.town, phone=head.phone, date=invitation.begins_at, deadline=request.answer_by,
        case_code=head.case_code, variant="again" if reminds else "",
    )  # fmt: skip
    outbox.file(
        ASKED, town_id=head.town_id, case_id=head.case_id, to=to, language="cs", neutral=neutral, about=invitation.id
    )


# --- asked again right before sending --------------------------------------------------------------------------------


def _unwanted(letter: Letter) -> str | None:
    return invitation_unwanted(letter) or _not_asked(invitation_of(letter.about))


def _not_asked(invitation: Invitation | None) -> str | None:
    """Why nobody waits for the standpoint of an invited worker's agency."""
    if invitation is None or invitation.seat is None or invitation.seat.agency_id is None:
        return "nobody is asked to the meeting any more"
    request = request_to(invitation.conference_id, invitation.seat.agency_id)
    if request is None:
        return "the request is taken back"
    waits = {one.id for one in unanswered(invitation.conference_id)}
    return None if request.id in waits else "the organisation has answered"


def _link(letter: Letter) -> dict[str, str]:
    """The personal link, made when the letter leaves."""
    invitation = invitation_of(letter.about)
    assert invitation is not None
    assert invitation.worker_id is not None
    token = links.issue(
        PURPOSE, subject=invitation.id, holder=invitation.worker_id, until=errand_ends(invitation.conference),
        to=letter.recipient, language=letter.language, town_id=letter.town_id,
    )  # fmt: skip
    return {"link": links.url(token)}


def _errand_open(link: Link) -> bool:
    """Whether the holder still sits there; an answered request may be reworded through its link."""
    invitation = invitation_of(link.subject)
    seat = invitation.seat if invitation is not None else None
    return seat is not None and seat.worker_id == link.holder and seat.is_open(clock.now())


outbox.kind(ASKED, template="coordination/standpoints/letters/asked", still_wanted=_unwanted, at_sending=_link)
links.purpose(PURPOSE, "standpoints.by_link", _errand_open)
