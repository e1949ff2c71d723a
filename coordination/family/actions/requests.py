"""The deeds of a request: asked for on the family's page, taken back there, answered by the coordinator."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.family import requests, rules_of_requests
from coordination.family.actions.places import locked, own
from coordination.family.requests import FamilyRequest
from coordination.family.rules_of_requests import About, CallTime, Outcome
from coordination.seats.models import Seat
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import Refused, reason, refuse_if
from foundation.working_days import next_working


@dataclass(frozen=True)
class Asking:
    """What the family asks for."""

    about: About | None
    words: str = ""
    call_time: CallTime | None = None
    agreement_id: UUID | None = None


def ask(asking: Asking, *, actor: Actor) -> UUID:
    """Ask the office for something; answers the request's id. Raises Refused."""
    with transaction() as session:
        seat, _facts = own(session, actor)
        if seat.frame.state == "closed":
            raise Refused([reason("This page has ended. Call us, nothing was lost.")])
        return keep(session, seat, asking, actor)


def keep(session: Session, seat: Seat, asking: Asking, actor: Actor) -> UUID:
    """The same inside the transaction of a larger deed."""
    waiting = [one for one in requests.requests_of(seat.id) if one.waits]
    again = any((one.about, one.agreement_id) == (asking.about, asking.agreement_id) for one in waiting)
    again = again and asking.about not in rules_of_requests.NEEDS_WORDS
    refuse_if(rules_of_requests.against_asking(asking.about, asking.call_time, asking.words, again=again))
    assert asking.about is not None  # refused above
    kept = FamilyRequest(
        seat_id=seat.id, case_id=seat.case_id, about=asking.about, agreement_id=asking.agreement_id,
        words=asking.words.strip(), call_time=asking.call_time if asking.about is About.CALL else None,
        answer_by=_answer_by(asking.about), at=clock.now(), by=actor.key,
    )  # fmt: skip
    session.add(kept)
    session.flush()
    content = {"case": str(seat.case_id), "request": str(kept.id), "what": asking.about.value}
    audit.record(seat.town_id, actor.key, "family asked", f"seat:{seat.id}", **content)
    return kept.id


def _answer_by(about: About) -> date:
    day = clock.today()
    for _working_day in range(rules_of_requests.days_to_answer(about)):
        day = next_working(day)
    return day


def withdraw(request_id: UUID, *, actor: Actor) -> None:
    """Take a request back; it no longer stands before the office. Raises Refused."""
    with transaction() as session:
        seat, _facts = own(session, actor)
        asked = session.get(FamilyRequest, request_id, with_for_update=True)
        refuse_if(rules_of_requests.against_settling(asked is not None and asked.seat_id == seat.id and asked.waits))
        assert asked is not None  # refused above
        asked.withdrawn_at = clock.now()
        audit.record(seat.town_id, actor.key, "request taken back", f"seat:{seat.id}", request=str(asked.id))


def answer(request_id: UUID, *, outcome: Outcome, words: str, actor: Actor) -> None:
    """Answer a request; the family reads the answer on its page. Raises Refused."""
    with transaction() as session:
        asked = session.get(FamilyRequest, request_id)
        if asked is None:
            raise Refused(rules_of_requests.against_settling(waits=False))
        seat, _facts = locked(session, asked.seat_id, actor)  # the place first, as taking it back locks them
        session.refresh(asked, with_for_update=True)
        refuse_if([*rules_of_requests.against_settling(asked.waits), *rules_of_requests.against_answer(words)])
        asked.answered_at, asked.answered_by = clock.now(), actor.key
        asked.outcome, asked.answer = outcome, words.strip()
        content = {"request": str(asked.id), "outcome": outcome.value}
        audit.record(seat.town_id, actor.key, "request answered", f"seat:{seat.id}", **content)
