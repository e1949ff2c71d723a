"""Letters that are written anew as things are now, and the word to a coordinator that an address has changed."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from agencies.staff import documents as staff
from agencies.staff.models import Worker, writing_town
from coordination.cases.models import Person
from coordination.conferences import documents as conferences
from coordination.conferences import documents_of_answering as answers
from coordination.conferences import documents_of_ending as endings
from coordination.conferences import documents_of_naming as naming
from coordination.conferences.models import Conference, Invitation, invitation_of
from coordination.conferences.rules import ConferenceState, HowTold
from coordination.plans import letters as plans
from coordination.pledges import letters as pledges
from coordination.seats.models import CaseFrame, Pledge, Seat, coordinator_of, sits
from coordination.standpoints import documents as standpoints
from coordination.tasks import documents as tasks
from coordination.tasks.documents import Errand
from coordination.tasks.models import line_of
from coordination.tasks.rules import RUNNING, State
from foundation import clock, links, outbox
from foundation.database import db
from foundation.outbox import Letter, Neutral
from foundation.signatures import Signature

LETTERS = "coordination/correspondence/letters"


def again(letter: Letter) -> bool:
    """File anew what a letter says, as it is now, to the person's present address; inside a transaction.

    False when nobody waits for it any more, or when it cannot be said again.
    """
    write = _AGAIN.get(letter.kind)
    return write is not None and write(letter)


def can_come_again(letter: Letter) -> bool:
    """Whether the house can say anew what a letter says."""
    return letter.kind in _AGAIN


# --- a meeting -------------------------------------------------------------------------------------------------------


def _waits_for_meeting(letter: Letter) -> tuple[Conference, Invitation] | None:
    """The meeting to which somebody is still asked; None once it is over, called off, or the person has left."""
    found = invitation_of(letter.about)
    if found is None or not found.stands or found.conference.state is not ConferenceState.CONVENED:
        return None
    begun = found.conference.starts_at is None or found.conference.starts_at <= clock.now()
    left = found.seat is not None and not found.seat.is_open(clock.now())
    return None if begun or left else (found.conference, found)


def _invitation(letter: Letter) -> bool:
    """The meeting as it is to be now: the same version of the entry, never one that no longer holds."""
    waits = _waits_for_meeting(letter)
    if waits is None:
        return False
    conference, invitation = waits
    if invitation.person_id is not None and db.session.get_one(Person, invitation.person_id).safe_mail is None:
        return False
    return conferences.invite(conference, invitation, conferences.letterhead(conference.case_id)) == HowTold.EMAIL


def _who_comes(letter: Letter) -> bool:
    waits = _waits_for_meeting(letter)
    if waits is None or naming.not_asked(waits[1]) is not None:
        return False
    conference, invitation = waits
    head = conferences.letterhead(conference.case_id)
    return naming.ask_who_comes(conference, invitation, head) == HowTold.EMAIL


def _recorded_answer(letter: Letter) -> bool:
    waits = _waits_for_meeting(letter)
    if waits is None or not _has_address(waits[1].worker_id):
        return False
    head = conferences.letterhead(waits[0].case_id)
    news = letter.calendar_method is not None
    answers.tell_of_recorded_answer(*waits, head, news=news)
    return True


def _kept_answer(letter: Letter) -> bool:
    waits = _waits_for_meeting(letter)
    if waits is None or not _has_address(waits[1].worker_id):
        return False
    answers.confirm_answer(*waits, conferences.letterhead(waits[0].case_id))
    return True


def _has_address(worker_id: UUID | None) -> bool:
    worker = db.session.get(Worker, worker_id) if worker_id else None
    return worker is not None and worker.email is not None


def _has_not_begun(invitation: Invitation) -> bool:
    starts = invitation.conference.starts_at
    return starts is not None and starts > clock.now() and _has_address(invitation.worker_id)


def _called_off(letter: Letter) -> bool:
    """As long as the day is to come, somebody could go there in vain."""
    found = invitation_of(letter.about)
    if found is None or found.conference.state is not ConferenceState.CANCELLED or not _has_not_begun(found):
        return False
    return endings.call_off_again(found.conference, found, conferences.letterhead(found.conference.case_id))


def _taken_off(letter: Letter) -> bool:
    found = invitation_of(letter.about)
    if found is None or found.stands or not _has_not_begun(found):
        return False
    return endings.tell_of_taking_off_again(found, conferences.letterhead(found.conference.case_id))


def _closed_seat(letter: Letter) -> bool:
    """Unless the person sits there again, or by another seat."""
    found = invitation_of(letter.about)
    seat = found.seat if found is not None else db.session.get(Seat, letter.about)
    if seat is None or seat.worker_id is None or seat.is_open(clock.now()) or _sits_there(seat):
        return False
    return endings.close_seat_again(seat, found, conferences.letterhead(seat.case_id))


def _sits_there(seat: Seat) -> bool:
    held = select(Seat.id).where(Seat.case_id == seat.case_id, Seat.worker_id == seat.worker_id, sits())
    return db.session.scalar(held.limit(1)) is not None


def _standpoint(letter: Letter) -> bool:
    waits = _waits_for_meeting(letter)
    return waits is not None and standpoints.ask_again(waits[1])


# --- a task, a plan, a pledge ----------------------------------------------------------------------------------------


def _task(write: Callable[[Errand], object], *states: State) -> Callable[[Letter], bool]:
    def written(letter: Letter) -> bool:
        line = line_of(letter.about)
        to = tasks.errand(line) if line is not None and line.state in states else None
        if to is None:
            return False
        write(to)
        return True

    return written


def _new_version(letter: Letter) -> bool:
    return plans.tell_again(letter.about)


def _signed(letter: Letter) -> bool:
    pledge = db.session.get(Pledge, letter.about)
    seat = db.session.get(Seat, pledge.seat_id) if pledge is not None else None
    signature = db.session.get(Signature, pledge.signature_id) if pledge is not None and pledge.signature_id else None
    if pledge is None or seat is None or signature is None or not _has_address(seat.worker_id):
        return False
    pledges.tell_signer(pledge, signature, seat)
    return True


_AGAIN: dict[str, Callable[[Letter], bool]] = {
    "conferences.invitation": _invitation,
    "conferences.changed": _invitation,
    "conferences.family_invitation": _invitation,
    "conferences.family_changed": _invitation,
    "conferences.name_asked": _who_comes,
    "conferences.answer_recorded": _recorded_answer,
    "conferences.answer_kept": _kept_answer,
    "conferences.cancelled": _called_off,
    "conferences.uninvited": _taken_off,
    "conferences.seat_closed": _closed_seat,
    standpoints.ASKED: _standpoint,
    "tasks.offered": _task(tasks.offered, State.OFFERED),
    "tasks.date_agreed": _task(tasks.date_agreed, *RUNNING),
    "tasks.date_kept": _task(tasks.date_kept, State.OFFERED),
    "tasks.answer_recorded": _task(tasks.answer_recorded, *(set(State) - {State.CANCELLED})),
    "plans.new_version": _new_version,
    pledges.SIGNED: _signed,
    pledges.PAPER_WAITS: pledges.paper_waits_again,
}


# --- an address has changed ------------------------------------------------------------------------------------------


def tell_coordinator(seat: Seat) -> None:
    """File the word to a coordinator that somebody at her table is written to elsewhere; it names nobody."""
    frame = db.session.get_one(CaseFrame, seat.case_id)
    coordinator = db.session.get(Worker, coordinator_of(seat.case_id).worker_id)
    if coordinator is None or coordinator.email is None:
        return
    head = conferences.letterhead(seat.case_id)
    outbox.file(
        "correspondence.address_changed",
        town_id=frame.town_id,
        case_id=frame.id,
        to=coordinator.email,
        language="cs",
        neutral=Neutral(
            town=head.town, phone=head.phone, date=clock.today(), case_code=frame.code, link=_list_of_post()
        ),
        about=seat.id,
    )  # fmt: skip


def _list_of_post() -> str:
    """The address of the list; letters leave where no page is being answered."""
    return links.front_door() + current_app.url_map.bind("house").build("correspondence.post").lstrip("/")


outbox.kind("correspondence.address_changed", template=f"{LETTERS}/address_changed")


# --- everything of one's own, for a new mailbox ----------------------------------------------------------------------

OWN = "correspondence.own_page"
LASTS = timedelta(days=60)


@staff.own_page
def own_page(worker: Worker) -> str | None:
    """The address, with a fresh token, that leads whoever sits at any table to all of their own."""
    town = writing_town(worker.id)
    if worker.email is None or town is None or not _sits_anywhere(worker.id):
        return None
    until = clock.now() + LASTS
    token = links.issue(
        OWN, subject=worker.id, holder=worker.id, until=until, to=worker.email, town_id=town.id
    )  # fmt: skip
    return links.url(token)


def _sits_anywhere(worker_id: UUID) -> bool:
    return db.session.scalar(select(Seat.id).where(Seat.worker_id == worker_id, sits()).limit(1)) is not None


links.purpose(OWN, "correspondence.own_page", lambda link: _sits_anywhere(link.holder))
