"""The letter that asks how a meeting was: neutral, its link leads behind the door, asked again before it leaves."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from agencies.staff.models import Worker
from coordination.conferences.documents import errand_ends, letterhead
from coordination.conferences.models import Conference, Invitation, invitation_of
from coordination.evaluation.models_of_feedback import feedback_at, feedback_of
from coordination.seats.models import Seat
from coordination.seats.rules import Role
from foundation import clock, links, outbox
from foundation.database import db
from foundation.links import Link
from foundation.outbox import Letter, Neutral

PURPOSE = "evaluation.feedback"
"""The errand of saying how a meeting was: its subject is the invitation, its holder the worker."""
_WITHIN = timedelta(days=7)


def ask_everybody(conference: Conference) -> tuple[int, list[str]]:
    """File the letter to everybody who still has to say it; how many leave, and whom only a word reaches."""
    answered = {one.seat_id for one in feedback_at(conference.id)}
    letters, to_tell = 0, []
    for invitation in _invited(conference):
        if invitation.seat_id in answered:
            continue
        worker = db.session.get(Worker, invitation.worker_id) if invitation.worker_id else None
        if worker is None or worker.email is None:
            to_tell.append(invitation.name)
            continue
        _file(conference, invitation, worker.email)
        letters += 1
    return letters, to_tell


def _invited(conference: Conference) -> list[Invitation]:
    asked = select(Invitation).join(Invitation.seat).where(Invitation.conference_id == conference.id)
    here = asked.where(Invitation.taken_back_at.is_(None), Seat.to_at.is_(None), Seat.role != Role.COORDINATOR)
    return list(db.session.scalars(here.options(joinedload(Invitation.seat)).order_by(Invitation.position)))


def _file(conference: Conference, invitation: Invitation, to: str) -> None:
    head = letterhead(conference.case_id)
    neutral = Neutral(
        town=head.town, phone=head.phone, date=conference.starts_at, deadline=clock.today() + _WITHIN,
        case_code=head.case_code,
    )  # fmt: skip
    outbox.file(
        PURPOSE, town_id=head.town_id, case_id=head.case_id, to=to, language="cs", neutral=neutral, about=invitation.id
    )


def _unwanted(letter: Letter) -> str | None:
    invitation = invitation_of(letter.about)
    worker = db.session.get(Worker, invitation.worker_id) if invitation and invitation.worker_id else None
    if invitation is None or worker is None or worker.email != letter.recipient:
        return "the address has changed"
    if invitation.seat is None or not invitation.seat.is_open(clock.now()):
        return "they no longer sit at the table"
    answered = feedback_of(invitation.conference_id, invitation.seat.id) is not None
    return "they have said it already" if answered else None


def _link(letter: Letter) -> dict[str, str]:
    """The personal link, made when the letter leaves."""
    invitation = invitation_of(letter.about)
    assert invitation is not None
    assert invitation.worker_id is not None
    until = max(errand_ends(invitation.conference), clock.now() + 2 * _WITHIN)
    token = links.issue(
        PURPOSE, subject=invitation.id, holder=invitation.worker_id, until=until, to=letter.recipient,
        language=letter.language, town_id=letter.town_id,
    )  # fmt: skip
    return {"link": links.url(token)}


def _errand_open(link: Link) -> bool:
    """Whether the holder still sits there; what was said may be said otherwise through the same link."""
    invitation = invitation_of(link.subject)
    seat = invitation.seat if invitation is not None else None
    return seat is not None and seat.worker_id == link.holder and seat.is_open(clock.now())


outbox.kind(PURPOSE, template="coordination/evaluation/letters/feedback", still_wanted=_unwanted, at_sending=_link)
links.purpose(PURPOSE, "evaluation.feedback_by_link", _errand_open)
