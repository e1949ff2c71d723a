"""The deeds of a key: a number is chosen, the page opened by it, closed, and the key taken back."""

import hashlib
import secrets
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from agencies.accounts import sessions
from agencies.accounts.proofs import digest, keyed, password_digest, password_fits
from coordination.family import models, rules
from coordination.family.actions.places import locked
from coordination.family.models import DOOR, PAPER, FamilyKey, FamilyTry
from coordination.family.rules import HowGiven
from coordination.seats.models import Disclosure, Seat
from coordination.seats.rules import HowHanded
from foundation import audit, clock, links
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import Reason, Refused, refuse_if


class DeadLink(Exception):
    """The address opens nothing; why, nobody is told."""


class WrongNumber(Refused):
    """The number was not taken; the try is counted already."""


def choose_number(seat_id: UUID, *, number: str, again: str, how: HowGiven, lost: bool, actor: Actor) -> None:
    """Give a place a new number; the former one ends, and what is open by it. Raises Refused.

    `lost`: the paper is lost, so that its address dies too; otherwise papers that were handed out keep opening.
    """
    with transaction() as session:
        seat, _facts = locked(session, seat_id, actor)
        refuse_if([*rules.against_number(number, models.births(seat.case_id)), *rules.against_repeat(number, again)])
        _give(session, seat, number, how, lost, actor)


def draw_number(seat_id: UUID, *, how: HowGiven, lost: bool, actor: Actor) -> str:
    """The same with a number that the house draws; answers it, for this one moment. Raises Refused."""
    with transaction() as session:
        seat, _facts = locked(session, seat_id, actor)
        births = models.births(seat.case_id)
        number = _drawn()
        while any(rules.against_number(number, births)):
            number = _drawn()
        _give(session, seat, number, how, lost, actor)
        return number


def _drawn() -> str:
    return f"{secrets.randbelow(10**rules.FIGURES):0{rules.FIGURES}}"


def _give(session: Session, seat: Seat, number: str, how: HowGiven, lost: bool, actor: Actor) -> None:
    former = models.key_of(seat.id)
    _end(session, seat, former, actor, "a new number")
    if lost and seat.person_id is not None:
        links.revoke(DOOR, seat.id, seat.person_id)
    key_id = uuid4()
    kept = password_digest(_keyed(key_id, number))
    session.add(
        FamilyKey(id=key_id, seat_id=seat.id, number_hash=kept, how=how, given_at=clock.now(), given_by=actor.key)
    )
    session.flush()
    link = models.link_of(seat)
    if link is not None:
        link.expires_at = clock.end_of(models.last_day_of(seat.case_id, seat))
    session.flush()
    content = {"how": how.value, "again": former is not None, "paper_lost": lost}
    audit.record(seat.town_id, actor.key, "number given", f"seat:{seat.id}", **content)


def _keyed(key_id: UUID, number: str) -> str:
    return keyed("family number", f"{key_id}:{number}")


def end_key(seat_id: UUID, *, actor: Actor) -> None:
    """Take the key back: the number and every printed address end, and what is open by them. Raises Refused."""
    with transaction() as session:
        seat, _facts = locked(session, seat_id, actor)
        _end(session, seat, models.key_of(seat_id), actor, "key taken back")
        if seat.person_id is not None:
            links.revoke(DOOR, seat.id, seat.person_id)
        audit.record(seat.town_id, actor.key, "key taken back", f"seat:{seat.id}")


def _end(session: Session, seat: Seat, key: FamilyKey | None, actor: Actor, why: str) -> None:
    if key is not None:
        key.ended_at, key.ended_by = clock.now(), actor.key
    sessions.end_at_seat(session, seat.id, why=why)
    session.flush()


# --- at the door ------------------------------------------------------------------------------------------------------


def enter(printed: str, *, number: str, browser_secret: str, device: str) -> str:
    """Open the page of a place by its number; answers the secret of the new session.

    Five wrong numbers pause the browser that made them for an hour, thirty from anywhere the address itself. Raises
    DeadLink, and WrongNumber once the try is counted.
    """
    against: list[Reason] = []
    with transaction() as session:
        link = links.resolve(links.as_typed(printed))
        if link is None or link.purpose != DOOR:
            raise DeadLink
        seat = session.get_one(Seat, link.subject)
        known = models.key_of(seat.id)
        key = session.get(FamilyKey, known.id, with_for_update=True) if known else None
        if key is None or not models.door_open(link):
            raise DeadLink  # spent while this one waited for the lock
        against = _against(session, key, number, digest(browser_secret))
        if not against:
            return _opened(session, seat, device)
        audit.record(seat.town_id, "stranger", "number refused", f"seat:{seat.id}")
    raise WrongNumber(against)


def _against(session: Session, key: FamilyKey, number: str, browser_hash: str) -> list[Reason]:
    """Why this browser does not get in now; a wrong number is counted."""
    now = clock.now()
    tries = models.tries_of(key.id, browser_hash)
    paused = list(rules.against_trying(tries, now))
    if paused or password_fits(_keyed(key.id, number), key.number_hash):
        return paused
    session.add(FamilyTry(key_id=key.id, browser_hash=browser_hash, at=now))
    session.flush()
    tries.append(now)
    return list(rules.against_trying(tries, now)) or [rules.wrong_number(rules.left(tries, now))]


def _opened(session: Session, seat: Seat, device: str) -> str:
    secret = sessions.begin_at_seat(session, seat.id, device=device)
    audit.record(seat.town_id, f"seat:{seat.id}", "page opened", f"seat:{seat.id}")
    note_reading(session, seat)
    return secret


def note_reading(session: Session, seat: Seat) -> None:
    """Keep as a disclosure that the summary that holds has reached its reader by the page; once for each version."""
    summary = models.summary_of(seat.id)
    if summary is None or models.was_opened(seat.id, summary.number):
        return
    told = "\n".join([summary.greeting, summary.agreed, summary.words, *(one.sentence for one in summary.lines)])
    session.add(
        Disclosure(
            case_id=seat.case_id, seat_id=seat.id, paper=PAPER, version=summary.number, how=HowHanded.OPENED,
            ground="family", sha256=hashlib.sha256(told.encode()).hexdigest(), at=clock.now(), by=f"seat:{seat.id}",
        )
    )  # fmt: skip
    session.flush()


def close(*, actor: Actor) -> None:
    """End the page that is open in this browser."""
    if actor.seat_id is None or actor.session_id is None:
        return
    with transaction() as session:
        sessions.end_one(session, actor.session_id, why="closed")
