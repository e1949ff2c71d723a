"""What is sent when a convened meeting is moved or one person is taken off it, to each on a way that is safe."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from agencies.staff.models import Worker
from coordination.cases.models import Person
from coordination.conferences import documents, documents_of_naming
from coordination.conferences.documents import LETTERS, Letterhead, entry_for, invitation_letter
from coordination.conferences.models import Conference, Invitation, replaced_at
from coordination.conferences.rules import HowTold, answer_day
from coordination.conferences.rules_of_moving import Change, Meeting
from coordination.seats.rules import Role
from foundation import calendar_entries, clock, links, outbox
from foundation.database import db
from foundation.outbox.rendering import render

_VARIANTS = {
    Change.DAY: "",
    Change.HOURS: "hours",
    Change.PLACE: "place",
    Change.HIDDEN: "hidden",
    Change.SHOWN: "shown",
}


def concerned(conference: Conference) -> list[Invitation]:
    """Whom a change of the meeting concerns: everybody asked who has not left and sends nobody else."""
    replaced, now = replaced_at(conference), clock.now()
    return [
        each
        for each in conference.invitations
        if each.stands and each.chosen and each.id not in replaced
        if each.awaits_person or (each.seat is not None and each.seat.is_open(now))
    ]


def ways(conference: Conference, invitations: Sequence[Invitation]) -> dict[UUID, HowTold]:
    """How each of these people hears of something: by mail where there is a safe address, else by somebody's own word.

    Two queries, however many there are, and one for each agency that has not named its person.
    """
    emails = {each.id: each.email for each in _rows(Worker, [each.worker_id for each in invitations])}
    people = {each.id: each for each in _rows(Person, [each.person_id for each in invitations])}
    return {each.id: _way(conference, each, emails, people) for each in invitations}


def _way(
    conference: Conference, invitation: Invitation, emails: dict[UUID, str | None], people: dict[UUID, Person]
) -> HowTold:  # fmt: skip
    if invitation.awaits_person:
        asked = documents_of_naming.whom_to_ask(conference, invitation).email
        return HowTold.EMAIL if asked else HowTold.PHONE
    if invitation.worker_id is not None:
        return HowTold.EMAIL if emails.get(invitation.worker_id) else HowTold.PAPER
    assert invitation.person_id is not None
    told, person = HowTold(invitation.how_told or HowTold.IN_PERSON), people[invitation.person_id]
    if told != HowTold.EMAIL:
        return told
    return HowTold.EMAIL if person.safe_mail and invitation.comes else HowTold.IN_PERSON


Row = TypeVar("Row", Worker, Person)


def _rows(table: type[Row], ids: Collection[UUID | None]) -> Sequence[Row]:
    wanted = [each for each in ids if each is not None]
    return db.session.scalars(select(table).where(table.id.in_(wanted))).all()


def preview(conference: Conference, new: Meeting, change: Change, answer_by: date | None, spoken: str) -> str:
    """The letter as an invited worker will read it, its first line the subject; the link is only hinted at."""
    present = invitation_letter(conference, documents.letterhead(conference.case_id), variant=_VARIANTS[change])
    letter = replace(
        present, date=new.starts_at, time_from=new.starts_at, time_to=new.ends_at, former_date=present.time_from,
        former_to=present.time_to, place=None if new.place_is_sensitive else new.place,
        deadline=answer_day(answer_by, meets_on=new.day, today=clock.today()), link=f"{links.front_door()}o/…",
    )  # fmt: skip
    return render(f"{LETTERS}/changed", letter, spoken)


# --- filing; each of these inside the transaction of its deed --------------------------------------------------------

_MOVED = "changed before it left"


def tell_of_change(
    conference: Conference, invitation: Invitation, former: Meeting, change: Change, head: Letterhead
) -> None:  # fmt: skip
    """File what tells one person of a change, where a letter can; whatever still waits with the former version stays.

    Whom no word of the meeting has reached yet is invited to it as it is now.
    """
    if invitation.awaits_person:
        if documents_of_naming.not_asked(invitation) is None:
            documents_of_naming.stop_asking(invitation, why=_MOVED)
            invitation.how_told = documents_of_naming.ask_who_comes(conference, invitation, head)
        return
    outbox.take_back(about=invitation.id, why=_MOVED)
    if invitation.person_id is None:
        _tell_worker(conference, invitation, former, change, head)
    else:
        _tell_private_person(conference, invitation, change, head)


def _tell_worker(
    conference: Conference, invitation: Invitation, former: Meeting, change: Change, head: Letterhead
) -> None:  # fmt: skip
    worker = db.session.get_one(Worker, invitation.worker_id)
    told_before = calendar_entries.replace_waiting(conference.id, worker.id, why=_MOVED)
    if worker.email is None or not told_before:
        invitation.how_told = documents.invite(conference, invitation, head)
        return
    variant = "convenor" if invitation.role == Role.COORDINATOR else _VARIANTS[change]
    letter = invitation_letter(conference, head, invitation, variant=variant)
    outbox.file(
        "conferences.changed",
        town_id=head.town_id,
        case_id=head.case_id,
        to=worker.email,
        language="cs",
        neutral=replace(letter, former_date=former.starts_at, former_to=former.ends_at),
        about=invitation.id,
        calendar=entry_for(conference, invitation, worker, head, asks_again=change.asks_again),
    )


def _tell_private_person(conference: Conference, invitation: Invitation, change: Change, head: Letterhead) -> None:
    """Only on the safe contact; everybody else hears it from the coordinator."""
    address = documents.safe_mail(invitation)
    if address is None or not invitation.comes:
        return
    if not outbox.anything_left(db.session(), documents.family_order(invitation)):
        documents.ask_private_person(conference, invitation, address, head)
    elif change.asks_again:
        variant = "place" if change is Change.PLACE else ""
        documents.file_to_family("conferences.family_changed", conference, invitation, address, head, variant=variant)


outbox.kind(
    "conferences.changed",
    template=f"{LETTERS}/changed",
    still_wanted=documents.invitation_unwanted,
    at_sending=documents.own_link,
)
outbox.kind("conferences.family_changed", template=f"{LETTERS}/family_changed", still_wanted=documents.family_unwanted)
