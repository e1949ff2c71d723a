"""Filing: a letter is written and checked inside the deed that causes it; what cannot be written undoes the deed."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from foundation import clock
from foundation.database import db
from foundation.ics import one_line
from foundation.outbox.envelope import checked_address, house_host
from foundation.outbox.models import CalendarPart, Letter, next_number
from foundation.outbox.rendering import Neutral, render


@dataclass(frozen=True)
class Kind:
    """One kind of letter."""

    name: str
    template: str
    still_wanted: Callable[[Letter], str | None]
    at_sending: Callable[[Letter], dict[str, str]] | None
    says_more_than_calendar: bool


_kinds: dict[str, Kind] = {}


def _always_wanted(_letter: Letter) -> str | None:
    return None


def kind(
    name: str,
    *,
    template: str,
    still_wanted: Callable[[Letter], str | None] = _always_wanted,
    at_sending: Callable[[Letter], dict[str, str]] | None = None,
    says_more_than_calendar: bool = False,
) -> None:
    """Announce a kind of letter, by the feature that files it.

    `template` names the texts without language and ending ("coordination/tasks/letters/offered"). `still_wanted` is
    asked right before sending, in the transaction of the claim: None, or why the letter is to be closed instead.
    `at_sending` supplies "code" or "link", which are kept nowhere, at the same moment; it may write. A letter that
    `says_more_than_calendar` leaves, without its cancellation, even when nothing of the calendar entry ever left.
    """
    if name in _kinds and _kinds[name].template != template:
        raise ValueError(f"{name} is announced twice")
    _kinds[name] = Kind(name, template, still_wanted, at_sending, says_more_than_calendar)


def kind_of(letter: Letter) -> Kind:
    """What is known of a filed letter's kind."""
    return _kinds[letter.kind]


class OutsideADeed(RuntimeError):
    """A letter is filed only inside `transaction()`, together with the deed that causes it."""


def file(
    kind: str,
    *,
    town_id: UUID | None,
    to: str,
    language: str,
    neutral: Neutral,
    about: UUID,
    case_id: UUID | None = None,
    due_at: datetime | None = None,
    calendar: CalendarPart | None = None,
    order_key: str | None = None,
) -> Letter:
    """File a letter of an announced kind; inside a transaction.

    `about` is the thing whose page shows the letter's state. It leaves at `due_at`, or at once. Raises KeyError for an
    unknown kind, UnusableAddress for `to`, and what `rendering.render` raises.
    """
    session = _session_of_deed()
    announced = _kinds[kind]
    checked_address(to)
    now = clock.now()
    text = render(announced.template, neutral, language, late=announced.at_sending is not None)
    content = calendar.content.decode() if calendar else None
    key = order_key or (calendar.order_key if calendar else None)
    letter = Letter(
        kind=kind,
        town_id=town_id,
        case_id=case_id,
        about=about,
        recipient=to,
        sender_name=f"Město {one_line(neutral.town, 80)}",
        language=language,
        filed_at=now,
        due_at=due_at or now,
        try_at=due_at or now,
        message_id=f"<{uuid4()}@{house_host()}>",
        body=text,
        body_hash=hashlib.sha256(text.encode()).hexdigest(),
        calendar=content,
        calendar_hash=hashlib.sha256(content.encode()).hexdigest() if content else None,
        calendar_method=calendar.method if calendar else None,
        order_key=key,
        order_number=next_number(session, key) if key else None,
    )
    session.add(letter)
    session.flush()
    return letter


def _session_of_deed() -> Session:
    session = db.session()
    if not session.in_transaction() or not session.connection().get_execution_options().get("writes"):
        raise OutsideADeed
    return session
