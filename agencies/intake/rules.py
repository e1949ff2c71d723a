"""What a first contact (první kontakt) and an intake (úvodní konzultace) must be, and advice that needs no name."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from agencies.circles.rules import State
from agencies.staff.rules import Profession
from foundation.reasons import Reason, reason


class Channel(StrEnum):
    """How the first contact came (S1-01)."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    EMAIL = "email"


class Topic(StrEnum):
    """What one-off advice was about; for the annual report, never about anybody in particular."""

    RELATIONSHIP = "relationship"
    DIVORCE = "divorce"
    UPBRINGING = "upbringing"
    VIOLENCE = "violence"
    MONEY = "money"
    OTHER = "other"


FRONT = frozenset({Profession.SOCIAL_WORKER, Profession.SOCIAL_SERVICES_WORKER})
"""Who takes first contacts as a rule (S1-03)."""
LENGTH = timedelta(hours=1)
"""How long an intake takes."""


def takes_contacts(profession: Profession | None) -> bool:
    """Whether somebody of this profession takes first contacts without a word why."""
    return profession in FRONT


def against_contact(
    *, name: str, reach: str, subject: str, channel: Channel | None, profession: Profession | None, exception: str
) -> list[Reason]:
    """Everything that a first contact lacks (S1-01, S1-03, S1-04)."""
    wrong = []
    if channel is None:
        wrong.append(reason("Choose how the contact came: by phone, in person or by e-mail.", "channel"))
    if not name.strip():
        wrong.append(reason("Write the name, or give one-off advice without a name.", "name"))
    if not reach.strip():
        wrong.append(reason("Write how to reach them, so that the day can be agreed.", "reach"))
    if not subject.strip():
        wrong.append(reason("Write in a sentence what it is about.", "subject"))
    if not takes_contacts(profession) and not exception.strip():
        wrong.append(
            reason(
                "A social worker or a social-services worker takes the first contact. Write why it is somebody else"
                " this time.",
                "exception",
            )
        )
    return wrong


def against_second_visit(*, name: str, reach: str) -> list[Reason]:
    """Without a name only one-off advice is possible (S1-16)."""
    if name.strip() and reach.strip():
        return []
    return [
        reason(
            "Without a name only one-off advice is possible. Book a second visit once the client gives a name and"
            " consents.",
            "name",
        )
    ]


def first_free(
    starts: Iterable[datetime], busy: Collection[tuple[datetime, datetime]], now: datetime, *, count: int = 3
) -> list[datetime]:
    """The first instants among `starts` that lie ahead and meet nothing that is booked (S1-08); each takes LENGTH."""
    found: list[datetime] = []
    for start in starts:
        if len(found) == count:
            break
        if start > now and not meets(start, start + LENGTH, busy):
            found.append(start)
    return found


def meets(start: datetime, end: datetime, busy: Iterable[tuple[datetime, datetime]]) -> bool:
    """Whether a stretch of time meets one that is taken; what only touches it does not."""
    return any(begins < end and start < ends for begins, ends in busy)


def against_booking(
    *, start: datetime | None, now: datetime, taken: bool, name: str, excluded: bool, by_phone: bool,
    client_asked: bool, worker_can: bool,
) -> list[Reason]:  # fmt: skip
    """Everything that keeps an intake from being booked (S1-08, S1-09, S1-53)."""
    wrong = []
    if start is None:
        wrong.append(reason("Choose the day and the hour.", "slot"))
    elif start <= now:
        wrong.append(reason("This time is over. Choose a later one.", "slot"))
    elif taken:
        wrong.append(reason("%(name)s has something else then. Choose another time.", "slot", name=name))
    if excluded:
        wrong.append(reason("%(name)s cannot work on this case. Choose somebody else.", "worker", name=name))
    if by_phone and not (client_asked and worker_can):
        wrong.append(
            reason(
                "A phone consultation needs the client's wish and your ability to hold it. Confirm both, or offer a"
                " visit.",
                "client_asked" if not client_asked else "worker_can",
            )
        )
    return wrong


def against_holding(*, informed: bool, by_phone: bool, consented: bool, situation: str, urgent: bool) -> list[Reason]:
    """Everything that keeps an intake from being held; nothing delays a crisis (S1-05, S1-10, S1-11)."""
    if urgent:
        return []
    wrong = []
    if by_phone and not consented:
        wrong.append(
            reason(
                "Without verbal consent no personal data can be stored. Read the consent text aloud, or continue as"
                " anonymous advice.",
                "situation" if situation.strip() else None,
            )
        )
    if not informed:
        wrong.append(reason("Give the basic information on the service first, then tick it.", "informed"))
    return wrong


def against_spoken_consent(state: State, *, by_phone: bool) -> list[Reason]:
    """Why no spoken consent is recorded (S1-10): it belongs to a phone intake, and a no, which erases, to the time
    before the assessment."""
    if not by_phone:
        return [reason("A consent is spoken by phone. Whoever comes signs it on the way to becoming a client.")]
    return against_advice_instead(state)


def against_advice_instead(state: State) -> list[Reason]:
    """Why a file can no longer end as a contact that needed no more (S1-12)."""
    if state in (State.NEW_CONTACT, State.INTAKE_BOOKED, State.INTAKE_DONE):
        return []
    return [reason("The assessment was held already. What ends now is the work in the file.")]


def against_advice(said: str, topic: Topic | None, *, offers: bool, service: str) -> list[Reason]:
    """Everything that one-off advice lacks; another service comes only in addition to it (S1-12, S1-14)."""
    wrong = []
    if topic is None:
        wrong.append(reason("Choose what the advice was about.", "topic"))
    if not said.strip():
        wrong.append(
            reason(
                "Passing on to another service needs a record of the advice given. Write what was said; only offer the"
                " service, the client may refuse.",
                "said",
            )
            if offers
            else reason("Write in a sentence or two what you advised.", "said")
        )
    if offers and not service.strip():
        wrong.append(reason("Write which service was offered.", "service"))
    return wrong
