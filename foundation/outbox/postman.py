"""The postman: takes letter after letter, asks whether it is still wanted, hands it over; may die at any moment."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session, defer

from foundation import clock
from foundation.database import transaction
from foundation.outbox import models
from foundation.outbox.envelope import checked_address, message
from foundation.outbox.filing import kind_of
from foundation.outbox.models import Letter, Why
from foundation.outbox.rendering import complete
from foundation.outbox.senders import Sender, Trouble, Undeliverable, sender_for

LEASE = timedelta(minutes=5)
"""Longer than the slowest conversation with a mail system; then another postman may take the letter."""
GIVE_UP_AFTER = timedelta(days=3)
LONGEST_WAIT = timedelta(hours=1)
PAUSE = 1.0
"""Seconds between two rounds."""
MINUTE = timedelta(minutes=1)

log = logging.getLogger(__name__)

_on_undelivered: list[Callable[[Letter], None]] = []
_bars: list[Callable[[Letter], str | None]] = []
_every_minute: list[Callable[[], object]] = []


def on_undelivered(callback: Callable[[Letter], None]) -> Callable[[Letter], None]:
    """Have `callback` told of each letter that will not arrive, inside the transaction that notes it."""
    _on_undelivered.append(callback)
    return callback


def every_minute(duty: Callable[[], object]) -> Callable[[], object]:
    """Have the postman do `duty` each minute, in an application context; it must bear being done by several at once."""
    _every_minute.append(duty)
    return duty


def bar(guard: Callable[[Letter], str | None]) -> Callable[[Letter], str | None]:
    """Have `guard` asked of every letter of whatever kind, right before it leaves: None, or why it must never leave."""
    _bars.append(guard)
    return guard


def barred(letter: Letter) -> str | None:
    """Why a letter must not leave, whoever wants it; None: it may."""
    return next((why for why in (guard(letter) for guard in _bars) if why), None)


@dataclass(frozen=True)
class _Taken:
    """A claimed letter, ready to leave."""

    letter_id: UUID
    attempt: int
    perhaps_left_before: datetime | None
    recipient: str
    content: bytes


def deliver_due(sender: Sender, now: datetime | None = None, *, lease: timedelta = LEASE) -> bool:
    """One round: hand over every letter that is due. False when the mail system answers nobody and waiting is better.

    Each letter has its own short transactions: one claims it, one makes it ready, none is open while the mail system
    is talked to, one notes what came of it. A postman who dies between the last two leaves a letter that is sent
    again, under the same Message-ID.
    """
    try:
        while True:
            taken, more = _take(now or clock.now(), lease)
            if taken is not None and not _hand_over(sender, taken, now):
                return False
            if not more:
                return True
    finally:
        sender.close()


def _take(now: datetime, lease: timedelta) -> tuple[_Taken | None, bool]:
    """The next letter that shall leave, and whether there may be more."""
    with transaction() as session:
        letter_id = models.claim(session, now, lease)
    if letter_id is None:
        return None, False
    try:
        with transaction() as session:
            letter = session.get_one(Letter, letter_id, with_for_update=True)
            return _ready(session, letter, now) if letter.try_at is not None else None, True
    except Exception as error:
        _set_aside(letter_id, now, error)
        return None, True


def _ready(session: Session, letter: Letter, now: datetime) -> _Taken | None:
    """The letter's message, or None when it was closed as unwanted."""
    kind = kind_of(letter)
    unwanted = letter.taken_back_why or barred(letter) or kind.still_wanted(letter)
    calendar = letter.calendar.encode() if letter.calendar else None
    key, number = letter.order_key or "", letter.order_number
    if letter.calendar_method == "CANCEL" and not models.stands_outside(session, key, before=number):
        calendar = None
        unwanted = unwanted or (None if kind.says_more_than_calendar else "nothing to cancel")
    if unwanted:
        letter.close(now, unwanted)
        return None
    text = complete(letter.body or "", kind.at_sending(letter) if kind.at_sending else {})
    mail = message(
        text,
        to=letter.recipient,
        sender_name=letter.sender_name,
        message_id=letter.message_id,
        at=now,
        calendar=calendar,
        method=letter.calendar_method,
    )
    recipient = checked_address(letter.recipient).addr_spec
    taken = _Taken(letter.id, letter.attempts, letter.perhaps_left_at, recipient, mail.as_bytes())
    letter.perhaps_left_at = letter.perhaps_left_at or now
    return taken


def _hand_over(sender: Sender, taken: _Taken, now: datetime | None) -> bool:
    """Talk to the mail system and note what came of it; False when it answers nobody."""
    try:
        sender.send(taken.content, taken.recipient)
    except Trouble as trouble:
        _note(taken, now, trouble=trouble)
        return not trouble.system_down
    except Undeliverable as refusal:
        _note(taken, now, refusal=refusal)
    except Exception as error:
        _note(taken, now, trouble=Trouble(_named(error), perhaps_left=True))
    else:
        _note(taken, now)
    return True


def _note(
    taken: _Taken, at: datetime | None, *, trouble: Trouble | None = None, refusal: Undeliverable | None = None
) -> None:
    now = at or clock.now()
    with transaction() as session:
        letter = session.get(Letter, taken.letter_id, with_for_update=True)
        if letter is None or letter.try_at is None:
            return
        if trouble is None and refusal is None:
            letter.hand_over(now)
            log.info("letter %s handed over", letter.id)
            return
        if letter.attempts != taken.attempt:
            return  # the lease ran out and another postman has the letter; his word counts
        if refusal is not None or not (trouble and trouble.perhaps_left):
            letter.perhaps_left_at = taken.perhaps_left_before
        if refusal is not None:
            letter.last_trouble = refusal.code
            _give_up(letter, now, refusal.why)
        elif trouble is not None:
            _try_later(letter, now, trouble.code)


def _try_later(letter: Letter, now: datetime, trouble: str) -> None:
    log.info("letter %s waits: %s", letter.id, trouble)
    if now - letter.due_at >= GIVE_UP_AFTER:
        letter.last_trouble = trouble
        _give_up(letter, now, Why.SILENT)
    else:
        letter.postpone(now + backoff(letter.attempts), trouble)


def _give_up(letter: Letter, now: datetime, why: Why) -> None:
    letter.give_up(now, why)
    log.warning("letter %s not delivered: %s", letter.id, why)
    for callback in _on_undelivered:
        callback(letter)


def backoff(attempts: int) -> timedelta:
    """How long a letter waits after so many tries: half a minute at first, twice as long each time, at most an hour."""
    seconds: int = 30 * 2 ** min(attempts - 1, 10)
    return min(timedelta(seconds=seconds), LONGEST_WAIT)


def _set_aside(letter_id: UUID, now: datetime, error: Exception) -> None:
    """A letter that cannot be made ready must not stand in the way of the others."""
    log.error("letter %s could not be made ready: %s", letter_id, _named(error))
    with transaction() as session:
        letter = session.get(Letter, letter_id, options=[defer(Letter.recipient)])  # perhaps this is what will not open
        if letter is not None and letter.try_at is not None:
            _try_later(letter, now, _named(error))


def _named(error: Exception) -> str:
    """A fault without its message, which may hold an address or a text: its type and the place where it arose."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" at {Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place is not None else ""
    return f"fault {type(error).__name__}{where}"


def run(
    app: Flask,
    *,
    once: bool = False,
    stop: threading.Event | None = None,
    sender: Sender | None = None,
    pause: float = PAUSE,
) -> None:
    """Carry letters and do the duties of each minute until `stop` is set; `once` does a single round of both.

    Any number of postmen may run at once, in threads, processes and on several machines with one PostgreSQL.
    """
    stop = stop or threading.Event()
    failed_rounds = 0
    next_duties: datetime | None = None
    with app.app_context():
        way_out = sender or sender_for(app.extensions["settings"])
    if way_out is None:
        log.warning("no mail system is set: letters wait")
    while not stop.is_set():
        now = clock.now()
        if next_duties is None or not now < next_duties <= now + MINUTE:  # also when the clock was set back
            next_duties = now + MINUTE
            _do_duties(app)
        went_well = way_out is None or _round(app, way_out)
        failed_rounds = 0 if went_well else failed_rounds + 1
        if once:
            return
        stop.wait(pause if went_well else min(pause * 2**failed_rounds, 60.0))


def _do_duties(app: Flask) -> None:
    for duty in _every_minute:
        try:
            with app.app_context():
                duty()
        except Exception as error:  # one duty that fails must stop neither the others nor the post
            log.error("duty %s failed: %s", duty.__qualname__, _named(error))


def _round(app: Flask, sender: Sender) -> bool:
    try:
        with app.app_context():
            return deliver_due(sender)
    except Exception as error:  # the database is away for a while: the letters are safe in it
        log.error("round broken off: %s", _named(error))
        return False
