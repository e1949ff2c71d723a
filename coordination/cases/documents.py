"""What leaves the house when a case is handed over: neutral letters to whoever is asked, to the table, the family."""

from uuid import UUID

from flask import current_app
from sqlalchemy import select

from agencies.directory.models import Agency
from agencies.staff.models import Worker
from coordination.cases.hand_overs import HandOver
from coordination.cases.models import Person
from coordination.seats.models import CaseFrame, Exclusion, Seat, coordinator_of, open_seats
from foundation import clock, links, outbox
from foundation.database import db
from foundation.links import LONGEST, Link
from foundation.outbox import Letter, Neutral

CONTACT = "cases.contact"
"""The errand of seeing who is in charge now: its subject is the seat, its holder the worker."""
_LETTERS = "coordination/cases/letters"


def name_of(worker_id: UUID) -> str:
    """A worker's name as it is printed."""
    return db.session.get_one(Worker, worker_id).name


def _neutral(frame: CaseFrame, **fields: object) -> Neutral:
    town = db.session.get_one(Agency, frame.town_id)
    coordinator = db.session.get_one(Worker, coordinator_of(frame.id).worker_id)
    phone = town.phone or coordinator.phone or ""
    return Neutral(town=town.signs_as, phone=phone, case_code=frame.code, **fields)  # type: ignore[arg-type]


def _page(endpoint: str, case_id: UUID) -> str:
    """The address of a page behind the recipient's own door; letters leave where no page is being answered."""
    pages = current_app.url_map.bind("house")
    return links.front_door() + pages.build(endpoint, {"case_id": case_id}).lstrip("/")


# --- filing; each of these inside the transaction of its deed --------------------------------------------------------


def offered(frame: CaseFrame, offer: HandOver) -> None:
    """File the letter that asks another coordinator whether they take a case over."""
    link = _page("overview.take_over", frame.id)
    _to_worker("cases.handover_offered", frame, offer, _neutral(frame, deadline=offer.answer_by, link=link))


def appointed(frame: CaseFrame, given: HandOver) -> None:
    """File the letter that tells a coordinator of the case that the head gave them."""
    link = _page("overview.case", frame.id)
    _to_worker("cases.appointed", frame, given, _neutral(frame, date=clock.now(), link=link))


def _to_worker(kind: str, frame: CaseFrame, about: HandOver, neutral: Neutral) -> None:
    worker = db.session.get_one(Worker, about.to_worker_id)
    if worker.email is not None:
        outbox.file(
            kind, town_id=frame.town_id, case_id=frame.id, to=worker.email, language="cs", neutral=neutral,
            about=about.id,
        )  # fmt: skip


def declined(frame: CaseFrame, offer: HandOver) -> None:
    """File the letter to the coordinator who offered the case that her offer is answered; never how or why."""
    coordinator = db.session.get_one(Worker, coordinator_of(frame.id).worker_id)
    if coordinator.email is not None:
        outbox.file(
            "cases.handover_declined", town_id=frame.town_id, case_id=frame.id, to=coordinator.email, language="cs",
            neutral=_neutral(frame, link=_page("cases.hand_over", frame.id)), about=offer.id,
        )  # fmt: skip


def handed_over(frame: CaseFrame, present: Seat) -> frozenset[UUID]:
    """File a letter to everybody at the table, and a word to the family where a letter does no harm.

    Answers the seats whose holders are written to.
    """
    written_to = set()
    seats = [seat for seat in open_seats(frame.id) if seat.id != present.id]
    for seat in seats:
        to = _address_of(seat)
        if to is None:
            continue
        kind = "cases.handed_over" if seat.worker_id else "cases.family_new_contact"
        neutral = _neutral(frame, date=clock.now()) if seat.worker_id else _neutral(frame)
        outbox.file(
            kind, town_id=frame.town_id, case_id=frame.id, to=to, language="cs", neutral=neutral, about=seat.id
        )  # fmt: skip
        written_to.add(seat.id)
    return frozenset(written_to)


def _address_of(seat: Seat) -> str | None:
    """Where the holder of an open seat can be written to now; a member of the family only where it does no harm."""
    if not seat.is_open(clock.now()):
        return None
    if seat.worker_id is not None:
        shut_out = select(Exclusion.id).where(Exclusion.case_id == seat.case_id, Exclusion.worker_id == seat.worker_id)
        worker = db.session.get_one(Worker, seat.worker_id)
        return worker.email if db.session.scalar(shut_out) is None else None
    person = db.session.get_one(Person, seat.person_id)
    return person.safe_mail


@outbox.bar
def _harmful(letter: Letter) -> str | None:
    """No letter about a case goes to a mailbox of its family that is not their safe contact, whatever kind it is."""
    unsafe = letter.case_id is not None and does_harm(letter.case_id, letter.recipient)
    return "the contact is not safe" if unsafe else None


def does_harm(case_id: UUID, address: str) -> bool:
    """Whether an address belongs to a mailbox of the family that is not its safe contact."""
    of_case = select(Person).where(Person.case_id == case_id)
    known = [one for one in db.session.scalars(of_case) if (one.email or "").casefold() == address.casefold()]
    return bool(known) and not any(one.safe_mail for one in known)


# --- asked again right before sending -------------------------------------------------------------------------------


def _offer_unwanted(letter: Letter) -> str | None:
    offer = db.session.get(HandOver, letter.about)
    return None if offer is not None and offer.settled_at is None else "the case is not offered any more"


def _answer_unwanted(letter: Letter) -> str | None:
    """The answer concerns whoever offered, as long as she is in charge."""
    offer = db.session.get(HandOver, letter.about)
    seat = db.session.get(Seat, offer.from_seat_id) if offer is not None else None
    return None if seat is not None and seat.is_open(clock.now()) else "somebody else is in charge meanwhile"


def _appointment_unwanted(letter: Letter) -> str | None:
    given = db.session.get(HandOver, letter.about)
    seat = db.session.get(Seat, given.to_seat_id) if given is not None and given.to_seat_id is not None else None
    return None if seat is not None and seat.is_open(clock.now()) else "somebody else is in charge meanwhile"


def _contact_unwanted(letter: Letter) -> str | None:
    seat = db.session.get(Seat, letter.about)
    return None if seat is not None and _address_of(seat) == letter.recipient else "nobody is told at this address"


def _own_link(letter: Letter) -> dict[str, str]:
    """The link of a letter, made when it leaves."""
    seat = db.session.get_one(Seat, letter.about)
    assert seat.worker_id is not None
    token = links.issue(
        CONTACT, subject=seat.id, holder=seat.worker_id, until=clock.now() + LONGEST, to=letter.recipient,
        language=letter.language, town_id=letter.town_id,
    )  # fmt: skip
    return {"link": links.url(token)}


def _errand_open(link: Link) -> bool:
    seat = db.session.get(Seat, link.subject)
    return seat is not None and seat.worker_id == link.holder and _address_of(seat) is not None


links.purpose(CONTACT, "cases.by_link", _errand_open)
outbox.kind("cases.handover_offered", template=f"{_LETTERS}/handover_offered", still_wanted=_offer_unwanted)
outbox.kind("cases.handover_declined", template=f"{_LETTERS}/handover_declined", still_wanted=_answer_unwanted)
outbox.kind("cases.appointed", template=f"{_LETTERS}/appointed", still_wanted=_appointment_unwanted)
outbox.kind(
    "cases.handed_over", template=f"{_LETTERS}/handed_over", still_wanted=_contact_unwanted, at_sending=_own_link
)
outbox.kind("cases.family_new_contact", template=f"{_LETTERS}/family_new_contact", still_wanted=_contact_unwanted)
