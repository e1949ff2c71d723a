"""What a conference sends out of the house: neutral letters, calendar entries and the mailed link, never a name."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from agencies.directory.models import Agency
from agencies.staff.models import Worker
from coordination.cases.models import Person
from coordination.cases.rules import SafeContact
from coordination.conferences.models import INVITATION, Conference, Invitation, excluded_workers, invitation_of
from coordination.conferences.rules import LINK_OUTLIVES, HowTold, usual_answer_day
from coordination.seats.models import CaseFrame, Seat, coordinator_of
from coordination.seats.rules import Role
from foundation import calendar_entries, clock, links, outbox
from foundation.calendar_entries import EntryDetails, What
from foundation.database import db
from foundation.links import Link
from foundation.outbox import CalendarPart, Letter, Neutral
from foundation.outbox.rendering import render

LETTERS = "coordination/conferences/letters"


@dataclass(frozen=True)
class Letterhead:
    """In whose name a conference writes: the town, its phone, the outward code of the case."""

    town: str
    phone: str
    town_id: UUID
    case_id: UUID
    case_code: str


def letterhead(case_id: UUID) -> Letterhead:
    """The letterhead of everything about one case."""
    frame = db.session.get_one(CaseFrame, case_id)
    town = db.session.get_one(Agency, frame.town_id)
    return Letterhead(town.signs_as, town.phone or _coordinators_phone(case_id), town.id, case_id, frame.code)


def _coordinators_phone(case_id: UUID) -> str:
    worker_id = coordinator_of(case_id).worker_id
    worker = db.session.get(Worker, worker_id) if worker_id else None
    return (worker.phone if worker else None) or ""


def invitation_letter(
    conference: Conference, head: Letterhead, *, variant: str = "", link: str | None = None
) -> Neutral:
    """Everything that a letter about the meeting may say."""
    assert conference.starts_at is not None
    day = clock.in_prague(conference.starts_at).date()
    return Neutral(
        town=head.town,
        phone=head.phone,
        date=conference.starts_at,
        time_from=conference.starts_at,
        time_to=conference.ends_at,
        deadline=conference.answer_by or usual_answer_day(day, clock.today()),
        place=None if conference.place_is_sensitive else conference.place,
        case_code=head.case_code,
        link=link,
        variant=variant,
    )


def entry_details(conference: Conference, head: Letterhead, *, accepted: bool = False) -> EntryDetails:
    """The neutral entry in somebody's calendar."""
    return EntryDetails(
        what=What.MEETING,
        town=head.town,
        phone=head.phone,
        front_door=links.front_door(),
        case_code=head.case_code,
        starts=conference.starts_at,
        ends=conference.ends_at,
        place=None if conference.place_is_sensitive else conference.place,
        accepted=accepted,
    )


def preview(conference: Conference, spoken: str) -> str:
    """The letter as an invited worker will read it, its first line the subject; the link is only hinted at."""
    neutral = invitation_letter(conference, letterhead(conference.case_id), link=f"{links.front_door()}o/…")
    return render(f"{LETTERS}/invitation", neutral, spoken)


# --- filing; each of these inside the transaction of its deed --------------------------------------------------------


def invite(conference: Conference, invitation: Invitation, head: Letterhead) -> HowTold:
    """File the one letter to an invited person, if there is a way that is safe; answers how they are told."""
    if invitation.person_id is not None:
        return _invite_family(conference, invitation, head)
    worker = db.session.get_one(Worker, invitation.worker_id)
    if worker.email is None:
        return HowTold.PAPER
    convenor = invitation.role == Role.COORDINATOR
    details = entry_details(conference, head, accepted=convenor)
    outbox.file(
        "conferences.invitation",
        town_id=head.town_id,
        case_id=head.case_id,
        to=worker.email,
        language="cs",
        neutral=invitation_letter(conference, head, variant="convenor" if convenor else ""),
        about=invitation.id,
        calendar=calendar_entries.request(conference.id, worker.id, worker.email, details),
    )
    return HowTold.EMAIL


def _invite_family(conference: Conference, invitation: Invitation, head: Letterhead) -> HowTold:
    told = invitation.how_told or HowTold.IN_PERSON
    person = db.session.get_one(Person, invitation.person_id)
    if told == HowTold.EMAIL and person.safe_contact == SafeContact.EMAIL and person.email:
        _file_to_family("conferences.family_invitation", conference, invitation, person.email, head)
    return told


def _file_to_family(kind: str, conference: Conference, invitation: Invitation, to: str, head: Letterhead) -> None:
    neutral = invitation_letter(conference, head)
    outbox.file(
        kind,
        town_id=head.town_id,
        case_id=head.case_id,
        to=to,
        language="cs",
        neutral=neutral,
        about=invitation.id,
        order_key=f"family:{invitation.id}",
    )


def call_off(conference: Conference, invitation: Invitation, head: Letterhead, *, another_by: date | None) -> None:
    """File what tells an invited person that the meeting does not take place, after their invitation."""
    if invitation.person_id is not None:
        _call_off_family(conference, invitation, head)
        return
    _end_entry(
        "conferences.cancelled", conference, invitation, head,
        Neutral(
            town=head.town, phone=head.phone, date=conference.starts_at, time_from=conference.starts_at,
            deadline=another_by, variant="another_date" if another_by else "no_other_date",
        ),
    )  # fmt: skip


def _call_off_family(conference: Conference, invitation: Invitation, head: Letterhead) -> None:
    person = db.session.get_one(Person, invitation.person_id)
    safe = invitation.how_told == HowTold.EMAIL and person.safe_contact == SafeContact.EMAIL
    outbox.take_back(about=invitation.id, why="called off")
    if safe and person.email:
        _file_to_family("conferences.family_cancelled", conference, invitation, person.email, head)


def close_seat(seat: Seat, invitations: list[Invitation], head: Letterhead) -> None:
    """File the letter that ends somebody's part, with the end of each coming meeting in their calendar."""
    neutral = Neutral(town=head.town, phone=head.phone, date=clock.now(), case_code=head.case_code)
    told = [_end_entry("conferences.seat_closed", each.conference, each, head, neutral) for each in invitations]
    worker = db.session.get(Worker, seat.worker_id) if seat.worker_id else None
    if not any(told) and worker is not None and worker.email:
        _file_closing(seat.id, worker.email, head, neutral, None)


def _file_closing(about: UUID, to: str, head: Letterhead, neutral: Neutral, calendar: CalendarPart | None) -> None:
    outbox.file(
        "conferences.seat_closed",
        town_id=head.town_id,
        case_id=head.case_id,
        to=to,
        language="cs",
        neutral=neutral,
        about=about,
        calendar=calendar,
    )


def _end_entry(
    kind: str, conference: Conference, invitation: Invitation, head: Letterhead, neutral: Neutral
) -> bool:  # fmt: skip
    """File a letter with the end of the meeting in a worker's calendar; False when it never stood there."""
    worker = db.session.get_one(Worker, invitation.worker_id)
    cancellation = calendar_entries.cancel(conference.id, worker.id)
    if cancellation is None or worker.email is None:
        return False
    outbox.file(
        kind,
        town_id=head.town_id,
        case_id=head.case_id,
        to=worker.email,
        language="cs",
        neutral=neutral,
        about=invitation.id,
        calendar=cancellation,
    )
    return True


def tell_of_recorded_answer(conference: Conference, invitation: Invitation, head: Letterhead) -> None:
    """File the letter that lets a worker correct what the coordinator wrote down for them."""
    worker = db.session.get(Worker, invitation.worker_id) if invitation.worker_id else None
    if worker is None or worker.email is None:
        return
    outbox.file(
        "conferences.answer_recorded",
        town_id=head.town_id,
        case_id=head.case_id,
        to=worker.email,
        language="cs",
        neutral=Neutral(town=head.town, phone=head.phone, date=conference.starts_at, variant="meeting"),
        about=invitation.id,
    )


# --- the errand of the mailed link -----------------------------------------------------------------------------------


def _unwanted(invitation: Invitation | None) -> str | None:
    """Why nobody is invited any more; None while they are."""
    if invitation is None or invitation.conference.cancelled_at is not None:
        return "the meeting is called off"
    if invitation.seat is None or not invitation.seat.is_open(clock.now()):
        return "the seat is closed"
    if invitation.worker_id in excluded_workers(invitation.conference.case_id):
        return "the worker is excluded"
    return None


def _still_open(link: Link) -> bool:
    return _unwanted(invitation_of(link.subject)) is None


def errand_ends(conference: Conference) -> datetime:
    """Until when a mailed invitation opens the door."""
    assert conference.ends_at is not None
    return conference.ends_at + LINK_OUTLIVES


def _invitation_unwanted(letter: Letter) -> str | None:
    return _unwanted(invitation_of(letter.about))


def _family_unwanted(letter: Letter) -> str | None:
    """Why a letter must not go to a member of the family: besides the above, the mailbox may no longer be safe."""
    invitation = invitation_of(letter.about)
    person = db.session.get(Person, invitation.person_id) if invitation and invitation.person_id else None
    if person is None or person.safe_contact != SafeContact.EMAIL or person.email != letter.recipient:
        return "the contact is no longer safe"
    if letter.kind != "conferences.family_cancelled":
        return _unwanted(invitation)
    return None if outbox.anything_left(db.session(), letter.order_key or "") else "nothing to cancel"


def _own_link(letter: Letter) -> dict[str, str]:
    """The link of a letter, made when it leaves; the convenor's leads to the page behind her own door."""
    invitation = invitation_of(letter.about)
    assert invitation is not None
    if invitation.role == Role.COORDINATOR or invitation.worker_id is None:
        return {"link": _page(invitation.conference_id)}
    token = links.issue(
        INVITATION,
        subject=invitation.id,
        holder=invitation.worker_id,
        until=errand_ends(invitation.conference),
        to=letter.recipient,
        language=letter.language,
        town_id=letter.town_id,
    )
    return {"link": links.url(token)}


def _page(conference_id: UUID) -> str:
    """The address of a conference's page; letters leave where no page is being answered."""
    pages = current_app.url_map.bind("house")
    return links.front_door() + pages.build("conferences.show", {"conference_id": conference_id}).lstrip("/")


@outbox.on_undelivered
def tell_convenor(letter: Letter) -> None:
    """Tell the convenor that somebody was not reached; never about a letter to herself."""
    if letter.kind not in ABOUT_MEETING or letter.case_id is None:
        return
    conference = _conference_of_letter(letter)
    convenor = db.session.get(Worker, coordinator_of(letter.case_id).worker_id)
    if conference is None or convenor is None or convenor.email is None or convenor.email == letter.recipient:
        return
    head = letterhead(letter.case_id)
    outbox.file(
        "conferences.undelivered",
        town_id=head.town_id,
        case_id=head.case_id,
        to=convenor.email,
        language="cs",
        neutral=Neutral(
            town=head.town, phone=head.phone, date=conference.starts_at, case_code=head.case_code,
            link=_page(conference.id),
        ),
        about=conference.id,
    )  # fmt: skip


def _conference_of_letter(letter: Letter) -> Conference | None:
    asked = select(Conference).join(Invitation, Invitation.conference_id == Conference.id, isouter=True)
    return db.session.scalars(
        asked.where((Conference.id == letter.about) | (Invitation.id == letter.about)).limit(1)
    ).first()


links.purpose(INVITATION, "conferences.answer", _still_open)
outbox.kind(
    "conferences.invitation",
    template=f"{LETTERS}/invitation",
    still_wanted=_invitation_unwanted,
    at_sending=_own_link,
)
outbox.kind(
    "conferences.answer_recorded",
    template=f"{LETTERS}/answer_recorded",
    still_wanted=_invitation_unwanted,
    at_sending=_own_link,
)
outbox.kind("conferences.family_invitation", template=f"{LETTERS}/family_invitation", still_wanted=_family_unwanted)
outbox.kind("conferences.family_cancelled", template=f"{LETTERS}/family_cancelled", still_wanted=_family_unwanted)
outbox.kind("conferences.cancelled", template=f"{LETTERS}/cancelled")
outbox.kind("conferences.seat_closed", template=f"{LETTERS}/seat_closed", says_more_than_calendar=True)
outbox.kind("conferences.undelivered", template=f"{LETTERS}/undelivered")
ABOUT_MEETING = frozenset(
    {
        "conferences.invitation",
        "conferences.family_invitation",
        "conferences.family_cancelled",
        "conferences.cancelled",
        "conferences.answer_recorded",
    }
)
"""Letters whose failure the convenor must hear of."""
