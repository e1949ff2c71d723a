"""What a conference sends out of the house: neutral letters, calendar entries and the mailed link, never a name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from agencies.directory.models import Agency
from agencies.staff.models import Worker
from coordination.cases.models import Person
from coordination.conferences.models import INVITATION, Conference, Invitation, excluded_workers, invitation_of
from coordination.conferences.rules import LINK_OUTLIVES, Answer, HowTold, answer_day
from coordination.seats.models import CaseFrame, coordinator_of
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
    conference: Conference,
    head: Letterhead,
    invitation: Invitation | None = None,
    *,
    variant: str = "",
    link: str | None = None,
) -> Neutral:
    """Everything that a letter about the meeting may say, or about the part to which somebody is asked."""
    assert conference.starts_at is not None
    day = clock.in_prague(conference.starts_at).date()
    begins, ends = _span(conference, invitation)
    return Neutral(
        town=head.town,
        phone=head.phone,
        date=begins,
        time_from=begins,
        time_to=ends,
        deadline=answer_day(conference.answer_by, meets_on=day, today=clock.today()),
        place=None if conference.place_is_sensitive else conference.place,
        case_code=head.case_code,
        link=link,
        variant=variant,
    )


def entry_details(conference: Conference, head: Letterhead, invitation: Invitation | None = None) -> EntryDetails:
    """The neutral entry in somebody's calendar."""
    begins, ends = _span(conference, invitation)
    return EntryDetails(
        what=What.MEETING,
        town=head.town,
        phone=head.phone,
        front_door=links.front_door(),
        case_code=head.case_code,
        starts=begins,
        ends=ends,
        place=None if conference.place_is_sensitive else conference.place,
        accepted=invitation is not None and invitation.answer == Answer.ACCEPTED,
    )


def _span(conference: Conference, invitation: Invitation | None) -> tuple[datetime | None, datetime | None]:
    """From when to when somebody is asked; without an invitation the whole meeting."""
    if invitation is None:
        return conference.starts_at, conference.ends_at
    return invitation.part_from or conference.starts_at, invitation.part_to or conference.ends_at


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
    variant = "convenor" if convenor else "substitute" if invitation.substitute_for else ""
    outbox.file(
        "conferences.invitation",
        town_id=head.town_id,
        case_id=head.case_id,
        to=worker.email,
        language="cs",
        neutral=invitation_letter(conference, head, invitation, variant=variant),
        about=invitation.id,
        calendar=entry_for(conference, invitation, worker, head),
    )
    return HowTold.EMAIL


def entry_for(
    conference: Conference, invitation: Invitation, worker: Worker, head: Letterhead, *, asks_again: bool | None = None
) -> CalendarPart:
    """The meeting for the calendar of a worker who has an address; whoever is known to come need not say so."""
    assert worker.email is not None
    details = entry_details(conference, head, invitation)
    return calendar_entries.request(conference.id, worker.id, worker.email, details, asks_again=asks_again)


def _invite_family(conference: Conference, invitation: Invitation, head: Letterhead) -> HowTold:
    to = safe_mail(invitation)
    if to is not None:
        ask_private_person(conference, invitation, to, head)
    return invitation.how_told or HowTold.IN_PERSON


def ask_private_person(conference: Conference, invitation: Invitation, to: str, head: Letterhead) -> None:
    """File the invitation to a safe address; who comes for one of the family reads that they will sign a pledge."""
    variant = _FOR_COMPANIONS.get(Role(invitation.role), "")
    file_to_family("conferences.family_invitation", conference, invitation, to, head, variant=variant)


_FOR_COMPANIONS = {
    Role.SUPPORT_PERSON: "beside",
    Role.MINOR_REPRESENTATIVE: "beside",
    Role.INTERPRETER: "interprets",
}
"""Which letter goes to somebody who comes for one of the family."""


def safe_mail(invitation: Invitation) -> str | None:
    """The address to which a letter to a private person does no harm, when they are told by mail at all."""
    person = db.session.get(Person, invitation.person_id) if invitation.person_id else None
    return person.safe_mail if person is not None and invitation.how_told == HowTold.EMAIL else None


def file_to_family(
    kind: str, conference: Conference, invitation: Invitation, to: str, head: Letterhead, *, variant: str = ""
) -> None:  # fmt: skip
    """File a letter to the safe address of somebody of the family, or of somebody close to it."""
    outbox.file(
        kind,
        town_id=head.town_id,
        case_id=head.case_id,
        to=to,
        language="cs",
        neutral=invitation_letter(conference, head, invitation, variant=variant),
        about=invitation.id,
        order_key=family_order(invitation),
    )


def family_order(invitation: Invitation) -> str:
    """The order in which letters about one meeting reach a member of the family."""
    return f"family:{invitation.id}"


# --- the errand of the mailed link -----------------------------------------------------------------------------------


def _unwanted(invitation: Invitation | None) -> str | None:
    """Why nobody is invited any more; None while they are."""
    if invitation is None or invitation.conference.cancelled_at is not None:
        return "the meeting is called off"
    if not invitation.stands:
        return "the invitation is taken back"
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


def invitation_unwanted(letter: Letter) -> str | None:
    """Why a letter about an invitation must not leave any more.

    The link that it will carry is for this person alone: it follows them to another mailbox, or stays.
    """
    invitation = invitation_of(letter.about)
    worker = db.session.get(Worker, invitation.worker_id) if invitation and invitation.worker_id else None
    if worker is None or worker.email != letter.recipient:
        return "the address has changed"
    why = _unwanted(invitation)
    if why is None and invitation is not None and (invitation.ends_at or clock.now()) < clock.now():
        return "the meeting is over"
    return why


def family_unwanted(letter: Letter) -> str | None:
    """Why a letter must not go to a member of the family: besides the above, the mailbox may no longer be safe."""
    invitation = invitation_of(letter.about)
    person = db.session.get(Person, invitation.person_id) if invitation and invitation.person_id else None
    if person is None or person.safe_mail != letter.recipient:
        return "the contact is no longer safe"
    if letter.kind != "conferences.family_cancelled":
        return _unwanted(invitation)
    return None if outbox.anything_left(db.session(), letter.order_key or "") else "nothing to cancel"


def own_link(letter: Letter) -> dict[str, str]:
    """The link of a letter, made when it leaves; the convenor's leads to the page behind her own door."""
    invitation = invitation_of(letter.about)
    assert invitation is not None
    return {"link": link_for(invitation, letter)}


def link_for(invitation: Invitation, letter: Letter) -> str:
    """The link by which a letter leads one invited person to their invitation."""
    if invitation.role == Role.COORDINATOR or invitation.worker_id is None:
        return page_of(invitation.conference_id)
    token = links.issue(
        INVITATION,
        subject=invitation.id,
        holder=invitation.worker_id,
        until=errand_ends(invitation.conference),
        to=letter.recipient,
        language=letter.language,
        town_id=invitation.conference.town_id,
    )
    return links.url(token)


def page_of(conference_id: UUID) -> str:
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
            link=page_of(conference.id),
        ),
        about=conference.id,
    )  # fmt: skip


def _not_hers(letter: Letter) -> str | None:
    """Why somebody who handed the case over is not told of its letters any more."""
    convenor = db.session.get(Worker, coordinator_of(letter.case_id).worker_id) if letter.case_id else None
    return None if convenor is not None and convenor.email == letter.recipient else "somebody else convenes meanwhile"


def _conference_of_letter(letter: Letter) -> Conference | None:
    asked = select(Conference).join(Invitation, Invitation.conference_id == Conference.id, isouter=True)
    return db.session.scalars(
        asked.where((Conference.id == letter.about) | (Invitation.id == letter.about)).limit(1)
    ).first()


links.purpose(INVITATION, "conferences.answer", _still_open)
outbox.kind(
    "conferences.invitation",
    template=f"{LETTERS}/invitation",
    still_wanted=invitation_unwanted,
    at_sending=own_link,
)
outbox.kind("conferences.family_invitation", template=f"{LETTERS}/family_invitation", still_wanted=family_unwanted)
outbox.kind("conferences.undelivered", template=f"{LETTERS}/undelivered", still_wanted=_not_hers)
ABOUT_MEETING = frozenset(
    {
        "conferences.invitation",
        "conferences.family_invitation",
        "conferences.family_cancelled",
        "conferences.cancelled",
        "conferences.answer_recorded",
        "conferences.answer_kept",
        "conferences.changed",
        "conferences.family_changed",
        "conferences.uninvited",
        "conferences.name_asked",
        "conferences.substitute_named",
        "conferences.substitute_declined",
    }
)
"""Letters whose failure the convenor must hear of."""
