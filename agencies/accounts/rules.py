"""What a password must be, when a try is paused, which code counts, how long a session lasts."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from foundation.reasons import Reason, reason

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
SET_UP_LASTS = timedelta(days=7)
DAY_AT_WORK = timedelta(hours=12)
READ_THROUGH = timedelta(hours=2)
"""How long a page stays open that was opened by a number: the phone may be somebody else's in the evening."""
IDLE = timedelta(hours=2)
KEPT = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=5)
CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
CODES_AN_HOUR = 6
PAUSE = timedelta(minutes=15)
TRIES_BEFORE_PAUSE = 5
GUARD_WINDOW = timedelta(hours=1)
GUARD_TRIES = 50
STEP_SECONDS = 30

GUESSED_FIRST = (
    "password", "heslo", "qwert", "qwertz", "12345678", "abcdefgh", "letmein", "tajneheslo", "mojeheslo", "spolecne",
    "koordinator",
)  # fmt: skip
"""What attackers try first; a password may not be one of these with figures or repeats around it."""


class SessionDoor(StrEnum):
    """By which proof a session began."""

    NUMBER = "number"
    CODE = "code"
    ACCOUNT2 = "account2"


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def against_password(password: str, *, name: str, email: str) -> Iterator[Reason]:
    """Why a password is not taken. Length counts, not a mixture of signs; what everybody would guess is refused."""
    if len(password) < SHORTEST_PASSWORD:
        yield reason(
            "The password has %(length)s characters, it needs at least 12. Three or four unrelated words are "
            "easy to remember.",
            "password",
            length=len(password),
        )
        return
    if len(password) > LONGEST_PASSWORD:
        yield reason("The password is too long, at most 200 characters fit.", "password")
        return
    plain = _plain(password)
    own = [part for part in map(_plain, re.split(r"[\W_]+", f"{name} {email}")) if len(part) > 3]
    rest = plain
    for word in sorted((*own, *GUESSED_FIRST), key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest.strip("0123456789")) < 4 or len(set(plain)) < 5:
        yield reason(
            "This password can be guessed: it is your name, your address, a usual word or a run of characters. "
            "Choose another one.",
            "password",
        )


def against_repeat(password: str, again: str) -> Iterator[Reason]:
    """Why two typings of a password are not the same one."""
    if password != again:
        yield reason("The two passwords differ. Type the new one twice the same.", "again")


def fresh_step(matching: Collection[int], *, last: int) -> int | None:
    """The step of a code that counts: it must be later than the last one taken, so that no code counts twice."""
    return min((step for step in matching if step > last), default=None)


def pause_until(failed: Sequence[datetime], *, now: datetime) -> datetime | None:
    """Until when one source waits after its failures (newest first); None: it may try."""
    if len(failed) < TRIES_BEFORE_PAUSE:
        return None
    until = failed[0] + PAUSE
    return until if now < until else None


def against_trying(
    *, own_source: Sequence[datetime], all_sources: Sequence[datetime], known_device: bool, now: datetime
) -> Iterator[Reason]:
    """Why nobody may try to sign in from here now.

    A source pauses for its own failures only, so nobody locks a colleague out from elsewhere. Very many failures from
    everywhere pause unknown browsers; a browser where the owner has signed in before stays open.
    """
    if pause_until(own_source, now=now) is not None:
        yield reason(
            "There were too many tries from here. Wait a quarter of an hour, or ask the administrator for a new "
            "set-up link."
        )
    elif len(all_sources) >= GUARD_TRIES and not known_device:
        yield reason(
            "Somebody is guessing this sign-in. For now it works only in a browser where you have signed in "
            "before. Elsewhere wait an hour."
        )


class CodeState(StrEnum):
    """How an asked code stands."""

    NONE = "none"
    WAITING = "waiting"
    OVER = "over"
    SPENT = "spent"


def code_state(
    *, asked_at: datetime | None, valid_until: datetime | None, tries: int, used: bool, now: datetime
) -> CodeState:
    """Whether a code can still be entered: an hour at most until its letter leaves, then ten minutes and five tries."""
    if asked_at is None:
        return CodeState.NONE
    if tries >= CODE_TRIES:
        return CodeState.SPENT
    last = valid_until or asked_at + timedelta(hours=1)
    return CodeState.OVER if used or now >= last else CodeState.WAITING


def stays_until(door: str, created_at: datetime, now: datetime, *, kept: bool = False) -> datetime:
    """Until when a session in use lasts: by account 12 hours and 2 idle ones, by code 12 hours or 30 days, by number 2
    hours."""
    if door == SessionDoor.NUMBER:
        return created_at + READ_THROUGH
    if kept:
        return created_at + KEPT
    end = created_at + DAY_AT_WORK
    return min(end, now + IDLE) if door == SessionDoor.ACCOUNT2 else end


def device_words(agent: str) -> str:
    """Browser and system in words from what a browser says of itself; only for the owner's eyes."""
    browsers = (
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("Chrom", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )
    found = [next((name for mark, name in names if mark in agent), "") for names in (browsers, systems)]
    return " · ".join(filter(None, found))


def against_inviting(*, name: str, email: str | None, shared: bool, works: bool) -> Iterator[Reason]:
    """Why nobody can be sent the link to set up an account."""
    if not works:
        yield reason("%(name)s holds no post today. Add one first.", name=name)
    if not email:
        yield reason("%(name)s has no mail address, the link would go nowhere. Enter one first.", name=name)
    elif shared:
        yield reason(
            "Several people read this mailbox, whoever opens the letter first would have the account. Enter an "
            "address of one's own first."
        )


def against_finished(*, done: bool) -> Iterator[Reason]:
    """Why an errand of setting up no longer counts."""
    if done:
        yield reason("This set-up is over. Ask the administrator for a new link.")


def against_mailbox(*, email: str | None, shared: bool, phone: str) -> Iterator[Reason]:
    """Why no code goes to a mailbox."""
    if not email:
        yield reason(
            "We have no mail address of yours. Sign at the table or on paper. Questions: %(phone)s.", phone=phone
        )
    elif shared:
        yield reason(
            "Several people read this mailbox, a pledge cannot be signed through it. Sign at the table or on paper, "
            "or let your organisation enter an address of your own. Questions: %(phone)s.",
            phone=phone,
        )


def against_switched_off(*, disabled: bool, phone: str) -> Iterator[Reason]:
    """Why no code lets somebody in whose account the administrator has switched off."""
    if disabled:
        yield reason("Your account is switched off, no code opens it. Questions: %(phone)s.", phone=phone)


def against_asking(*, asked_lately: int, phone: str) -> Iterator[Reason]:
    """Why no further code is mailed now: nobody's mailbox is to be filled with them."""
    if asked_lately >= CODES_AN_HOUR:
        yield reason(
            "Several codes are on their way already. Look into your mail, or wait an hour. Questions: %(phone)s.",
            phone=phone,
        )


def against_code(state: CodeState, *, fits: bool, tries: int, phone: str) -> Iterator[Reason]:
    """Why a typed code is not taken; `tries` counts this one."""
    if state is CodeState.SPENT or (state is CodeState.WAITING and not fits and tries >= CODE_TRIES):
        yield reason(
            "There were too many tries, the code no longer holds. Have a new one sent, or call %(phone)s.",
            "code",
            phone=phone,
        )
    elif state is not CodeState.WAITING:
        yield reason(
            "The code has expired or was meant for another browser. Have a new one sent, it holds for ten minutes.",
            "code",
        )
    elif not fits:
        yield reason("The code does not match. Copy it again, tries left: %(left)s.", "code", left=CODE_TRIES - tries)


TRIES_AT_GIVING_BACK = 5


def against_taking_back(*, fits: bool, tries: int) -> Iterator[Reason]:
    """Why a device that was handed over does not open to its owner; `tries` counts this one."""
    if not fits and tries >= TRIES_AT_GIVING_BACK:
        yield reason("There were too many tries. For safety the device is signed out, sign in again.", "code")
    elif not fits:
        left = TRIES_AT_GIVING_BACK - tries
        yield reason("The code does not match. Copy it again, tries left: %(left)s.", "code", left=left)


def against_town(*, namesakes: int, address_taken: bool) -> Iterator[Reason]:
    """Why a town cannot be made."""
    if namesakes:
        yield reason("An office of this name is already there. A town is made only once.")
    if address_taken:
        yield reason("Somebody with this mail address is already there. Give the administrator another one.")


def half_hidden(email: str) -> str:
    """An address that its owner recognizes and nobody else learns."""
    name, _, place = email.partition("@")
    return f"{name[:1]}…@{place}" if place else ""
