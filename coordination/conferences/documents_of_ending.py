"""What tells somebody that a meeting, or their part in it, has ended: after their invitation, and never before it."""

from agencies.staff.models import Worker
from coordination.conferences import documents
from coordination.conferences.documents import LETTERS, Letterhead
from coordination.conferences.models import INVITATION, Conference, Invitation
from coordination.seats.models import Seat
from foundation import calendar_entries, clock, links, outbox
from foundation.database import db
from foundation.outbox import CalendarPart, Neutral

SEAT_CLOSED = "conferences.seat_closed"


def call_off(conference: Conference, invitation: Invitation, head: Letterhead) -> None:
    """File what tells an invited person that the meeting does not take place, after their invitation.

    Whatever else about it still waits, an answer or a reminder, does not leave any more.
    """
    outbox.take_back(about=invitation.id, why="called off")
    if invitation.person_id is not None:
        _call_off_family(conference, invitation, head)
        return
    ending = calendar_entries.cancel(conference.id, _worker(invitation).id)
    _file("conferences.cancelled", invitation, head, _called_off(conference, head), ending)


def call_off_again(conference: Conference, invitation: Invitation, head: Letterhead) -> bool:
    """The same once more to a worker whom it did not reach; False when they have nothing to take out of a calendar."""
    return _file("conferences.cancelled", invitation, head, _called_off(conference, head), _end_again(invitation))


def _called_off(conference: Conference, head: Letterhead) -> Neutral:
    return Neutral(
        town=head.town, phone=head.phone, date=conference.starts_at, time_from=conference.starts_at,
        deadline=conference.another_by, variant="another_date" if conference.another_by else "no_other_date",
    )  # fmt: skip


def _call_off_family(conference: Conference, invitation: Invitation, head: Letterhead) -> None:
    to = documents.safe_mail(invitation)
    if to is not None:
        documents.file_to_family("conferences.family_cancelled", conference, invitation, to, head)


def close_seat(seat: Seat, invitations: list[Invitation], head: Letterhead) -> None:
    """File the letter that ends somebody's part, with the end of each coming meeting in their calendar."""
    neutral = _seat_closed(seat, head)
    told = [
        _file(SEAT_CLOSED, each, head, neutral, calendar_entries.cancel(each.conference.id, _worker(each).id))
        for each in invitations
    ]
    if not any(told):
        _file_closing(seat, head, neutral)


def close_seat_again(seat: Seat, invitation: Invitation | None, head: Letterhead) -> bool:
    """The same once more where it did not arrive; with `invitation` the end of that meeting goes along."""
    neutral = _seat_closed(seat, head)
    if invitation is not None:
        return _file(SEAT_CLOSED, invitation, head, neutral, _end_again(invitation))
    return _file_closing(seat, head, neutral)


def _seat_closed(seat: Seat, head: Letterhead) -> Neutral:
    return Neutral(town=head.town, phone=head.phone, date=seat.to_at or clock.now(), case_code=head.case_code)


def _file_closing(seat: Seat, head: Letterhead, neutral: Neutral) -> bool:
    worker = db.session.get(Worker, seat.worker_id) if seat.worker_id else None
    if worker is None or not worker.email:
        return False
    outbox.file(
        SEAT_CLOSED, town_id=head.town_id, case_id=head.case_id, to=worker.email, language="cs", neutral=neutral,
        about=seat.id,
    )  # fmt: skip
    return True


def tell_of_taking_off(conference: Conference, invitation: Invitation, head: Letterhead) -> None:
    """File what takes the meeting out of one worker's calendar; a private person hears it from the coordinator."""
    outbox.take_back(about=invitation.id, why="taken off the meeting")
    if invitation.worker_id is None:
        return
    links.revoke(INVITATION, invitation.id, invitation.worker_id)
    ending = calendar_entries.cancel(conference.id, _worker(invitation).id)
    _file("conferences.uninvited", invitation, head, _taken_off(invitation, head), ending)


def tell_of_taking_off_again(invitation: Invitation, head: Letterhead) -> bool:
    """The same once more to a worker whom it did not reach."""
    return _file("conferences.uninvited", invitation, head, _taken_off(invitation, head), _end_again(invitation))


def _taken_off(invitation: Invitation, head: Letterhead) -> Neutral:
    return Neutral(town=head.town, phone=head.phone, date=invitation.begins_at, time_from=invitation.begins_at)


# --- what all of them share ------------------------------------------------------------------------------------------


def _worker(invitation: Invitation) -> Worker:
    return db.session.get_one(Worker, invitation.worker_id)


def _end_again(invitation: Invitation) -> CalendarPart | None:
    worker = _worker(invitation)
    return calendar_entries.end_again(invitation.conference_id, worker.id, worker.email) if worker.email else None


def _file(
    kind: str, invitation: Invitation, head: Letterhead, neutral: Neutral, ending: CalendarPart | None
) -> bool:  # fmt: skip
    """File a letter with the end of the meeting in a worker's calendar; False when it never stood there."""
    to = _worker(invitation).email
    if ending is None or to is None:
        return False
    outbox.file(
        kind, town_id=head.town_id, case_id=head.case_id, to=to, language="cs", neutral=neutral, about=invitation.id,
        calendar=ending,
    )  # fmt: skip
    return True


outbox.kind(
    "conferences.family_cancelled", template=f"{LETTERS}/family_cancelled", still_wanted=documents.family_unwanted
)
outbox.kind("conferences.cancelled", template=f"{LETTERS}/cancelled")
outbox.kind(SEAT_CLOSED, template=f"{LETTERS}/seat_closed", says_more_than_calendar=True)
outbox.kind("conferences.uninvited", template=f"{LETTERS}/uninvited")
