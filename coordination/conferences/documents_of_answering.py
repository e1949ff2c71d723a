"""What follows an answer: the entry with it for the calendar, and the word to whoever did not write it themselves."""

from agencies.staff.models import Worker
from coordination.conferences.documents import LETTERS, Letterhead, entry_for, invitation_unwanted, own_link
from coordination.conferences.models import Conference, Invitation
from foundation import outbox
from foundation.database import db
from foundation.outbox import CalendarPart, Neutral


def confirm_answer(conference: Conference, invitation: Invitation, head: Letterhead) -> None:
    """File the letter that carries an answer into the worker's calendar; an older one that still waits stays here."""
    worker = db.session.get_one(Worker, invitation.worker_id)
    if worker.email is None:
        return
    outbox.take_back(about=invitation.id, kind="conferences.answer_kept", why="a newer answer follows")
    neutral = Neutral(
        town=head.town, phone=head.phone, date=invitation.begins_at, time_from=invitation.begins_at,
        variant=str(invitation.answer),
    )  # fmt: skip
    entry = entry_for(conference, invitation, worker, head)
    _file_answer("conferences.answer_kept", invitation, worker.email, head, neutral, entry)


def tell_of_recorded_answer(conference: Conference, invitation: Invitation, head: Letterhead, *, news: bool) -> None:
    """File the letter that lets a worker correct what the coordinator wrote down for them.

    `news`: to their calendar it is, so the letter carries it there too.
    """
    worker = db.session.get(Worker, invitation.worker_id) if invitation.worker_id else None
    if worker is None or worker.email is None:
        return
    neutral = Neutral(town=head.town, phone=head.phone, date=conference.starts_at, variant="meeting")
    entry = entry_for(conference, invitation, worker, head) if news else None
    _file_answer("conferences.answer_recorded", invitation, worker.email, head, neutral, entry)


def _file_answer(
    kind: str, invitation: Invitation, to: str, head: Letterhead, neutral: Neutral, entry: CalendarPart | None
) -> None:  # fmt: skip
    outbox.file(
        kind,
        town_id=head.town_id,
        case_id=head.case_id,
        to=to,
        language="cs",
        neutral=neutral,
        about=invitation.id,
        calendar=entry,
    )


outbox.kind(
    "conferences.answer_recorded",
    template=f"{LETTERS}/answer_recorded",
    still_wanted=invitation_unwanted,
    at_sending=own_link,
)
outbox.kind(
    "conferences.answer_kept",
    template=f"{LETTERS}/answer_kept",
    still_wanted=invitation_unwanted,
    at_sending=own_link,
)
