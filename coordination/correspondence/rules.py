"""When a letter that did not arrive can be sent again, and how a coordinator settles it otherwise."""

from datetime import datetime, timedelta
from enum import StrEnum

from foundation.reasons import Reason, reason

SHOWN_FOR = timedelta(days=30)
"""How long an undelivered letter, and a changed address, waits for the coordinator."""
LEAVES_AT_LEAST = timedelta(hours=48)
"""How long before a meeting its invitation must have left (F4)."""
PATIENCE = timedelta(minutes=15)
"""A letter that has waited no longer is only on its way."""
NOT_SOONER = timedelta(minutes=10)
"""How long the same letter is not sent to the same address again: nothing can have changed there."""


class How(StrEnum):
    """How something about a letter or an address was settled."""

    BY_PHONE = "by_phone"
    ON_PAPER = "on_paper"
    IN_PERSON = "in_person"
    NOT_NEEDED = "not_needed"
    TAKEN_NOTE = "taken_note"


SETTLING = (How.BY_PHONE, How.ON_PAPER, How.IN_PERSON, How.NOT_NEEDED)
"""How a letter is settled without the post."""


def against_sending_again(
    *, undelivered_at: datetime | None, said_since: bool, known_how: bool, address: str | None, former: str,
    now: datetime,
) -> tuple[Reason, ...]:  # fmt: skip
    """Why a letter is not sent again.

    `said_since`: a later letter says the same. `known_how`: the house can say it anew. `address`: the person's present
    one, as far as a letter may go there, `former`: the one from which the letter came back.
    """
    if undelivered_at is None or said_since:
        return (reason("A newer letter about the same has left already, or is about to."),)
    if not known_how:
        return (reason("This letter cannot be written anew. Call the recipient, and note that it is settled."),)
    if not address:
        return (reason("We have no address to which a letter may go. Call the recipient, or hand it over on paper."),)
    if address == former and now - undelivered_at < NOT_SOONER:
        return (
            reason(
                "The letter has just come back from this very address. Call the recipient and have the address "
                "corrected, or try again in ten minutes."
            ),
        )
    return ()


def nobody_waits() -> tuple[Reason, ...]:
    """Why nothing was sent although everything was in order."""
    return (reason("Nobody waits for this letter any more, so nothing was sent."),)


def against_settling(*, undelivered: bool) -> tuple[Reason, ...]:
    """Why nothing can be noted about a letter."""
    return () if undelivered else (reason("The letter has not come back, there is nothing to settle."),)
