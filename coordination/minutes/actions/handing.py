"""Who gets the minutes in which form, and every copy that reached somebody (domain 1.7)."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordination.conferences.models import Conference
from coordination.minutes import documents, rules
from coordination.minutes.actions.together import conference_for, minutes_for, together
from coordination.minutes.content import Piece, from_json
from coordination.minutes.copies import Reader, copy_for, reader_of, seats_at
from coordination.minutes.gathering import came, table_paper
from coordination.minutes.list_paper import AgendaLine, Attendee
from coordination.minutes.models import Minutes, MinutesException, paper_name
from coordination.minutes.paper import Addendum, MinutesPaper
from coordination.minutes.rules import CopyForm, ForWhom
from coordination.minutes.table import agenda_of, presences, timed
from coordination.plans.actions import ground_of
from coordination.pledges.standings import states_of
from coordination.seats.models import Disclosure, Seat
from coordination.seats.rules import FAMILY, HowHanded, Role
from foundation import audit, clock
from foundation.access import Actor
from foundation.language import wall_time
from foundation.reasons import Reason, Refused, reason, refuse_if


def make_exception(minutes_id: UUID, seat_id: UUID, form: CopyForm, why: str, *, actor: Actor) -> None:
    """Let somebody get the minutes in another form than usual, with the reason; the usual one without a word ends it.

    What pledge, ground and audience close stays closed: an exception is about the form alone. Raises Refused.
    """
    with together() as session:
        conference, found, facts = minutes_for(session, minutes_id, actor)
        if facts.role != Role.COORDINATOR:
            raise Refused([reason("Only the coordinator of the case does this.")])
        seat = _seat_at(conference, seat_id)
        reader = reader_of(found, seat)
        refuse_if(rules.obstacles_to_exception(form, reader.usual, why))
        kept = session.scalar(
            select(MinutesException).where(
                MinutesException.minutes_id == minutes_id, MinutesException.seat_id == seat_id
            )
        )
        if form == reader.usual and not why.strip():
            if kept is not None:
                session.delete(kept)
        else:
            kept = kept or MinutesException(minutes_id=minutes_id, seat_id=seat_id)
            kept.form, kept.why, kept.at, kept.by = form, why, clock.now(), actor.key
            session.add(kept)
        session.flush()
        audit.record(
            conference.town_id, actor.key, "form of the minutes chosen", f"minutes:{minutes_id}", seat=str(seat_id),
            form=str(form),
        )  # fmt: skip


def _seat_at(conference: Conference, seat_id: UUID) -> Seat:
    found = next((seat for seat in seats_at(conference) if seat.id == seat_id), None)
    if found is None:
        raise Refused([reason("This person was not asked to the meeting. Choose somebody else.", field="seat_id")])
    return found


@dataclass(frozen=True)
class Paper:
    """A paper as it left the house."""

    content: bytes
    file_name: str


def open_own(minutes_id: UUID, *, language: str, actor: Actor) -> Paper:
    """One's own copy of the latest version; that it was opened is kept as a disclosure. Raises Refused."""
    with together() as session:
        conference, found, facts = minutes_for(session, minutes_id, actor, "R")
        seat = session.get(Seat, facts.seat_id) if facts.seat_id else None
        if seat is None:
            raise Refused([_no_paper()])
        return _disclose(session, conference, found, seat, HowHanded.OPENED, language, actor)


def hand_over(minutes_id: UUID, *, seat_id: UUID, how: HowHanded, language: str, actor: Actor) -> Paper:
    """The copy of somebody at the table or of the family, printed for them. Raises Refused."""
    with together() as session:
        conference, found, facts = minutes_for(session, minutes_id, actor)
        if facts.role != Role.COORDINATOR:
            raise Refused([reason("Only the coordinator of the case does this.")])
        return _disclose(session, conference, found, _seat_at(conference, seat_id), how, language, actor)


def _disclose(
    session: Session, conference: Conference, found: Minutes, seat: Seat, how: HowHanded, language: str, actor: Actor
) -> Paper:
    reader, latest = reader_of(found, seat), found.latest
    if latest is None:
        raise Refused([reason("The minutes were not sent to anybody yet. Send them for comments first.")])
    if not reader.gets_something:
        raise Refused([_no_paper()])
    paper = paper_for(reader, conference, found, language)
    content = documents.minutes_paper(paper)
    sha256 = hashlib.sha256(content).hexdigest()
    session.add(
        Disclosure(
            case_id=found.case_id, seat_id=seat.id, paper=paper_name(conference.number), version=latest.number,
            how=how, ground=_ground(seat), sha256=sha256, at=clock.now(), by=actor.key,
        )
    )  # fmt: skip
    session.flush()
    audit.record(
        conference.town_id, actor.key, f"minutes {how.value}", f"minutes:{found.id}", version=latest.number,
        seat=str(seat.id), form=str(reader.form), sha256=sha256,
    )  # fmt: skip
    code = paper.content.frame["case_code"]
    return Paper(content, f"zapis-{code}-{conference.number}-v{latest.number}.pdf")


def _ground(seat: Seat) -> str:
    """A member of the family reads by being concerned; everybody else as with the plan."""
    return "concerned" if seat.role in FAMILY else ground_of(seat)


def paper_for(reader: Reader, conference: Conference, found: Minutes, language: str) -> MinutesPaper:
    """The values of one copy of the latest version, filtered for its reader."""
    latest = found.latest
    assert latest is not None
    counted = [seat.id for seat in seats_at(conference)]
    seat = reader.seat
    who = ", ".join(filter(None, (seat.agency_name, seat.function))) or _kin(seat, language)
    return MinutesPaper(
        content=copy_for(reader, from_json(latest.content)), version=latest.number,
        number=counted.index(seat.id) + 1 if seat.id in counted else len(counted), count=len(counted), recipient=who,
        check_code=audit.check_code(conference.town_id), extract=reader.form is CopyForm.EXTRACT,
        addenda=addenda_for(reader, found), language=language,
    )  # fmt: skip


def _kin(seat: Seat, language: str) -> str:
    words = {"cs": ("rodina", "dítě"), "en": ("family", "child")}[language]
    return words[seat.role == Role.CHILD]


def addenda_for(reader: Reader, found: Minutes) -> list[Addendum]:
    """The addenda that are for this reader."""
    return [
        Addendum(one.number, clock.in_prague(one.at).date(), one.by_name, one.text)
        for one in found.addenda
        if reader.gets_something and reader.reads(Piece((one.text,), one.concerns, for_whom=ForWhom(one.for_whom)))
    ]


def _no_paper() -> Reason:
    return reason(
        "The minutes cannot be given to this person: the signed pledge, the agreement or the legal title is missing, "
        "or they get nothing of them.",
        field="seat_id",
    )


# --- papers for the table --------------------------------------------------------------------------------------------


def print_attendance_list(conference_id: UUID, *, language: str, actor: Actor) -> Paper:
    """The list to sign at the table; nobody of the family stands on it."""
    with together() as session:
        conference = conference_for(session, conference_id, "attendance", actor)
        paper = table_paper(conference, language)
        content = documents.attendance_list(paper, _attendees(conference))
        audit.record(
            conference.town_id, actor.key, "attendance list printed", f"conference:{conference_id}",
            sha256=hashlib.sha256(content).hexdigest(),
        )  # fmt: skip
        return Paper(content, f"prezence-{paper.case_code}-{conference.number}.pdf")


def _attendees(conference: Conference) -> list[Attendee]:
    asked = [each for each in came(conference) if each.stands and each.person_id is None]
    pledges = states_of([each.seat for each in asked if each.seat is not None])
    times = presences(conference.id)
    found = []
    for each in asked:
        pledge, time = pledges.get(each.seat_id) if each.seat_id else None, times.get(each.id)
        found.append(
            Attendee(
                each.name, ", ".join(filter(None, (each.agency_name, each.function))),
                pledge.word if pledge else "pending",
                wall_time(time.arrived_at) if time and time.arrived_at else "",
                wall_time(time.left_at) if time and time.left_at else "",
            )
        )  # fmt: skip
    return found


def print_agenda(conference_id: UUID, *, language: str, actor: Actor) -> Paper:
    """The agenda to lie on the table."""
    with together() as session:
        conference = conference_for(session, conference_id, "conference_and_agenda", actor)
        paper = table_paper(conference, language)
        items = [
            AgendaLine(one.item.name, one.item.minutes, one.at, one.item.led_by)
            for one in timed(agenda_of(conference_id), conference.starts_at)
        ]
        if not items:
            raise Refused([reason("The agenda is empty. Take the usual one or write your own.")])
        content = documents.agenda_paper(paper, items)
        audit.record(conference.town_id, actor.key, "agenda printed", f"conference:{conference_id}")
        return Paper(content, f"program-{paper.case_code}-{conference.number}.pdf")
