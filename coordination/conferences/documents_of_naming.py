"""What is sent about who comes for an agency: the question to its contact, and word to whoever is replaced."""

from agencies.directory.models import Agency
from agencies.staff.models import Spokesperson, Worker, spokesperson_of
from coordination.conferences.documents import LETTERS, Letterhead, invitation_letter, own_link
from coordination.conferences.models import Conference, Invitation, invitation_of
from coordination.conferences.namings import waiting_for
from coordination.conferences.rules import ConferenceState, HowTold
from foundation import calendar_entries, clock, links, outbox
from foundation.database import db
from foundation.links import Link
from foundation.outbox import CalendarPart, Letter, Neutral

NAMING = "conferences.naming"
"""The errand of saying who comes: its subject is the invitation of the agency, its holder the agency, no person."""


def whom_to_ask(conference: Conference, invitation: Invitation) -> Spokesperson:
    """Who says whom an agency sends."""
    return spokesperson_of(db.session.get_one(Agency, invitation.agency_id), conference.town_id)


# --- the question to an agency ---------------------------------------------------------------------------------------


def ask_who_comes(
    conference: Conference, invitation: Invitation, head: Letterhead, *, another: bool = False
) -> HowTold:
    """File the question to the agency's contact; answers how it is asked: where no letter can go somebody calls.

    `another`: whoever was named cannot be invited.
    """
    contact = whom_to_ask(conference, invitation)
    if contact.email is None:
        return HowTold.PHONE
    outbox.file(
        "conferences.name_asked",
        town_id=head.town_id,
        case_id=head.case_id,
        to=contact.email,
        language="cs",
        neutral=invitation_letter(conference, head, variant="another" if another else ""),
        about=invitation.id,
    )
    return HowTold.EMAIL


def stop_asking(invitation: Invitation, *, why: str) -> None:
    """Nobody waits for a name any more: the link dies, and a letter that has not left stays; inside a transaction."""
    outbox.take_back(about=invitation.id, why=why)
    if invitation.agency_id is not None:
        links.revoke(NAMING, invitation.id, invitation.agency_id)


def not_asked(invitation: Invitation | None) -> str | None:
    """Why an agency is not asked any more whom it sends; None while it is."""
    if invitation is None or not invitation.awaits_person or not invitation.stands:
        return "somebody is named"
    conference = invitation.conference
    if conference.state is not ConferenceState.CONVENED:
        return "the meeting is called off"
    if conference.starts_at is None or conference.starts_at <= clock.now():
        return "the meeting has begun"
    return "somebody is named" if waiting_for([invitation.id]) else None


def _still_open(link: Link) -> bool:
    """Whether the errand goes on, and the address that it was mailed to is still the contact's."""
    invitation = invitation_of(link.subject)
    if invitation is None or not_asked(invitation) is not None:
        return False
    return link.to == whom_to_ask(invitation.conference, invitation).email


def _question_unwanted(letter: Letter) -> str | None:
    invitation = invitation_of(letter.about)
    why = not_asked(invitation)
    if why is not None or invitation is None:
        return why
    same = whom_to_ask(invitation.conference, invitation).email == letter.recipient
    return None if same else "the organisation has another address"


def naming_link(letter: Letter) -> dict[str, str]:
    """The link at which an agency says who comes, made when its letter leaves."""
    invitation = invitation_of(letter.about)
    assert invitation is not None
    assert invitation.agency_id is not None
    assert invitation.conference.starts_at is not None
    token = links.issue(
        NAMING,
        subject=invitation.id,
        holder=invitation.agency_id,
        until=invitation.conference.starts_at,
        to=letter.recipient,
        language=letter.language,
        town_id=letter.town_id,
    )
    return {"link": links.url(token)}


# --- word to whoever sends a substitute ------------------------------------------------------------------------------


def tell_of_substitute(conference: Conference, invitation: Invitation, head: Letterhead) -> None:
    """File the letter to somebody in whose place another one comes; the meeting leaves their calendar."""
    assert invitation.worker_id is not None
    ending = calendar_entries.cancel(conference.id, invitation.worker_id)
    _file("conferences.substitute_named", conference, invitation, head, ending)


def tell_of_refusal(conference: Conference, invitation: Invitation, head: Letterhead) -> None:
    """File the letter to somebody whose substitute cannot be invited, why is not said."""
    _file("conferences.substitute_declined", conference, invitation, head)


def _file(
    kind: str, conference: Conference, invitation: Invitation, head: Letterhead, calendar: CalendarPart | None = None
) -> None:  # fmt: skip
    worker = db.session.get_one(Worker, invitation.worker_id)
    if worker.email is None:
        return
    outbox.file(
        kind,
        town_id=head.town_id,
        case_id=head.case_id,
        to=worker.email,
        language="cs",
        neutral=Neutral(town=head.town, phone=head.phone, date=conference.starts_at),
        about=invitation.id,
        calendar=calendar,
    )


def _refusal_unwanted(letter: Letter) -> str | None:
    invitation = invitation_of(letter.about)
    if invitation is None or not invitation.stands or invitation.seat is None:
        return "the invitation is taken back"
    if not invitation.seat.is_open(clock.now()):
        return "the seat is closed"
    return None if invitation.conference.state is ConferenceState.CONVENED else "the meeting is called off"


links.purpose(NAMING, "conferences.say_who_comes", _still_open)
outbox.kind(
    "conferences.name_asked",
    template=f"{LETTERS}/name_asked",
    still_wanted=_question_unwanted,
    at_sending=naming_link,
)
outbox.kind("conferences.substitute_named", template=f"{LETTERS}/substitute_named", says_more_than_calendar=True)
outbox.kind(
    "conferences.substitute_declined",
    template=f"{LETTERS}/substitute_declined",
    still_wanted=_refusal_unwanted,
    at_sending=own_link,
)
