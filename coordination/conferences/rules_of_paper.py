"""What stands in the way of an invitation on paper: talking first, printing it, handing it over on a safe way."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from coordination.cases.rules import SafeContact
from coordination.conferences.rules import ConferenceState, no_safe_way
from coordination.seats.rules import HowHanded, Role
from foundation.reasons import Reason, reason


class LetterKind(StrEnum):
    """Whose eyes a letter is written for."""

    AGENCY = "agency"
    PARENT = "parent"
    CHILD = "child"


def kind_of(role: Role, *, family: bool) -> LetterKind:
    """Which of the three letters somebody gets."""
    if not family:
        return LetterKind.AGENCY
    return LetterKind.CHILD if role == Role.CHILD else LetterKind.PARENT


WAYS = (HowHanded.HANDED, HowHanded.POSTED, HowHanded.DATA_BOX)
FAMILY_WAYS = (HowHanded.HANDED, HowHanded.POSTED)
"""A family has no data box that we would write to: somebody else may open it."""
MOST_FAMILY_PAGES = 2


def wrong_talk(*, talked_on: date | None, why_not: str, talked: bool, today: date) -> tuple[Reason, ...]:
    """Why the answer to „Mluvili jste spolu?“ says too little (S2-10)."""
    if talked and talked_on is None:
        return (reason("Write when you talked with each other.", field="talked_on"),)
    if talked and talked_on is not None and talked_on > today:
        return (reason("This day is still to come. Enter the day when you talked.", field="talked_on"),)
    if not talked and not why_not.strip():
        return (reason("Write in one sentence why you have not talked yet.", field="why_not"),)
    return ()


def obstacles_to_printing(
    state: ConferenceState,
    *,
    starts_at: datetime | None,
    only_informed: bool,
    left: bool,
    talk_missing: bool,
    now: datetime,
) -> tuple[Reason, ...]:
    """Why no invitation is printed for somebody, whatever stands in it."""
    if state is ConferenceState.DRAFT:
        return (reason("The meeting is not convened yet. Check and send it first, then print."),)
    if state is ConferenceState.CANCELLED:
        return (reason("The meeting does not take place, nobody is invited to it any more."),)
    if state is ConferenceState.HELD or starts_at is None or now >= starts_at:
        return (reason("The meeting has begun, an invitation would come too late."),)
    if only_informed:
        return (reason("This person is only told of the meeting and not invited to it. Tell them in person."),)
    wrong = []
    if left:
        wrong.append(reason("This person is no longer at the table. Nothing is printed for them."))
    if talk_missing:
        wrong.append(reason("First note whether you have talked with each other. The letter may go either way."))
    return tuple(wrong)


def missing_words(
    kind: LetterKind, *, about: str, comes: Sequence[object], guide: str, signal: str, helpline: str
) -> tuple[Reason, ...]:
    """What only the coordinator knows and a letter cannot do without; all at once."""
    if kind is LetterKind.AGENCY:
        return ()
    wrong = []
    if kind is LetterKind.PARENT and not about.strip():
        wrong.append(reason("What the meeting is about is missing. Write one to three short sentences.", "about"))
    if not comes:
        wrong.append(reason("The letter names nobody who comes. Choose at least one person.", "people"))
    if kind is LetterKind.CHILD:
        wrong += _missing_for_child(guide, signal, helpline)
    return tuple(wrong)


def _missing_for_child(guide: str, signal: str, helpline: str) -> list[Reason]:
    wrong = []
    if not guide.strip():
        wrong.append(reason("Who stays beside the child is missing. Write the name.", "guide"))
    if not signal.strip():
        wrong.append(reason("The sign for “it is too much” is missing. Agree on one with the child.", "signal"))
    if not helpline.strip():
        wrong.append(
            reason(
                "A letter to a child cannot be issued yet: the town has not filled in its helpline for children. "
                "The administrator does so in the settings.",
                "helpline",
            )
        )
    return wrong


def too_long(kind: LetterKind, pages: int) -> tuple[Reason, ...]:
    """Why a letter is too long for its reader."""
    if kind is LetterKind.AGENCY or pages <= MOST_FAMILY_PAGES:
        return ()
    return (
        reason(
            "The letter would have %(pages)s pages, two are as many as people read. "
            "Shorten the sentences, or name fewer people.",
            pages=pages,
        ),
    )


def obstacles_to_handing_over(
    how: HowHanded,
    *,
    name: str,
    contact: SafeContact | None,
    on: date,
    printed_on: date,
    today: date,
    handed_already: bool,
) -> tuple[Reason, ...]:
    """Why it cannot be recorded that a printed letter reached somebody so; `contact` is None for a worker."""
    wrong = []
    if handed_already:
        wrong.append(reason("This copy is handed over already. Print another one first."))
    if contact is not None:
        wrong += unsafe_way(how, name=name, contact=contact)
    if on > today:
        wrong.append(reason("This day is still to come. Enter the day when it was handed over.", "on"))
    elif on < printed_on:
        wrong.append(
            reason("The letter was printed later than that. Enter the day when it was really handed over.", "on")
        )
    return tuple(wrong)


def unsafe_way(how: HowHanded, *, name: str, contact: SafeContact) -> tuple[Reason, ...]:
    """Why handing a letter over on this way could harm a member of the family (L13)."""
    if how == HowHanded.HANDED or (how == HowHanded.POSTED and contact == SafeContact.PAPER):
        return ()
    if contact == SafeContact.NONE:
        return (no_safe_way(name, "how"),)
    return (
        reason(
            "For %(name)s another way is safe, this letter could fall into wrong hands. Hand it over in person.",
            field="how",
            name=name,
        ),
    )


def wrong_slip_day(said_on: date, *, today: date) -> tuple[Reason, ...]:
    """Why somebody cannot have answered on this day."""
    if said_on > today:
        return (reason("This day is still to come. Enter the day when they answered.", field="said_on"),)
    return ()
