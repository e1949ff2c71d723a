"""When a service may speak of its clients with a body: their agreement, or a law that obliges it (S1-54, S1-55)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from foundation.reasons import Reason, reason


class Purpose(StrEnum):
    """For what clients let the service speak with somebody else (S1-54)."""

    CONFERENCE = "conference"
    STANDPOINT = "standpoint"
    LETTER = "letter"
    TALK = "talk"


class HowTold(StrEnum):
    """On which way the clients learned that the law obliges the service (S1-55)."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    LETTER = "letter"


@dataclass(frozen=True)
class Agreed:
    """An agreement as the rule sees it."""

    body: str
    purposes: frozenset[str]
    until: datetime
    """The first instant at which it no longer holds."""
    signed_by: frozenset[UUID]
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Titled:
    """A statutory title as the rule sees it."""

    body: str
    until: datetime | None
    told: bool
    """Whether the clients were told before."""
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Permit:
    """Whether the service may, and whether it must."""

    reasons: tuple[Reason, ...]
    """All that stands in the way; none: it may."""
    compulsory: bool = False
    """A law obliges the service: it cannot decline (S1-55)."""


def body_key(agency_id: UUID | None, name: str) -> str:
    """By what two mentions of one body are known for the same: its entry in the directory, else its name."""
    return str(agency_id) if agency_id is not None else " ".join(name.split()).casefold()


def may_cooperate(
    agreements: Iterable[Agreed], titles: Iterable[Titled], body: str, purpose: Purpose, now: datetime, *,
    users: Collection[UUID],
) -> Permit:  # fmt: skip
    """Whether a service may speak with `body` for `purpose` at `now`; every client must have signed, and a law takes
    the place of their agreement once they were told of it (S1-54, S1-55)."""
    binding = [one for one in titles if one.body == body and _holds(one.until, one.ended_at, now)]
    known = [one for one in agreements if one.body == body]
    against = [_against(one, purpose, now, users) for one in known]
    if any(one.told for one in binding) or any(not reasons for reasons in against):
        return Permit((), compulsory=bool(binding))
    if binding:
        return Permit(
            (reason("The law obliges you, but the clients were not told yet. Tell them and write it down."),),
            compulsory=True,
        )
    if not known:
        return Permit((reason("There is no agreement of the clients with this body, nor a legal title."),))
    return Permit(tuple({why.sentence: why for reasons in against for why in reasons}.values()))


def _against(agreed: Agreed, purpose: Purpose, now: datetime, users: Collection[UUID]) -> tuple[Reason, ...]:
    """Why one agreement does not suffice."""
    if agreed.withdrawn_at is not None and agreed.withdrawn_at <= now:
        return (reason("The clients have withdrawn their agreement with this body."),)
    wrong = []
    if agreed.until <= now:
        wrong.append(reason("The agreement of the clients with this body has expired."))
    if purpose not in agreed.purposes:
        wrong.append(_NOT_FOR[purpose])
    if not users or not set(users) <= agreed.signed_by:
        wrong.append(reason("The agreement with this body is not signed by every client yet."))
    return tuple(wrong)


_NOT_FOR = {
    Purpose.CONFERENCE: reason("The agreement of the clients does not speak of a conference."),
    Purpose.STANDPOINT: reason("The agreement of the clients does not speak of a standpoint."),
    Purpose.LETTER: reason("The agreement of the clients does not speak of a letter."),
    Purpose.TALK: reason("The agreement of the clients does not speak of a talk."),
}


def _holds(until: datetime | None, ended_at: datetime | None, now: datetime) -> bool:
    return (until is None or now < until) and (ended_at is None or now < ended_at)


def against_agreement(
    body: str, purposes: Collection[str], scope: str, until: date | None, *, today: date, users: int
) -> list[Reason]:
    """What an agreement lacks before it can be printed and signed (S1-54)."""
    wrong = []
    if not users:
        wrong.append(reason("Nobody can agree yet. Enter an adult of the family in the file first."))
    if not body.strip():
        wrong.append(reason("Choose with whom, or write it.", "body"))
    if not purposes:
        wrong.append(reason("Choose for what.", "purposes"))
    if not scope.strip():
        wrong.append(reason("Write what may be said. Whatever is not written here, stays with you.", "scope"))
    if until is None:
        wrong.append(reason("Write until when it holds.", "until"))
    elif until < today:
        wrong.append(reason("This day has passed.", "until"))
    return wrong


def against_signing(
    people: Collection[UUID], unsigned: Collection[UUID], signed_on: date | None, original: str, *, today: date,
    over: bool,
) -> list[Reason]:  # fmt: skip
    """Why signatures under a sheet cannot be filed."""
    if over:
        return [reason("The agreement no longer holds. Make a new one.")]
    wrong = []
    if not people:
        wrong.append(reason("Tick who has signed.", "people"))
    elif not set(people) <= set(unsigned):
        wrong.append(reason("Somebody of them has signed already. Reload the page.", "people"))
    if signed_on is None:
        wrong.append(reason("Write the day beside the signature.", "signed_on"))
    elif signed_on > today:
        wrong.append(reason("This day is still to come.", "signed_on"))
    if not original.strip():
        wrong.append(reason("Write where the original lies.", "original"))
    return wrong


def against_title(body: str, citation: str, why: str, until: date | None, *, today: date) -> list[Reason]:
    """What a statutory title lacks (S1-55)."""
    wrong = []
    if not citation.strip():
        wrong.append(
            reason("The service has not written which law obliges it. The manager does so in the settings.")
        )  # fmt: skip
    if not body.strip():
        wrong.append(reason("Choose who asks you, or write it.", "body"))
    if not why.strip():
        wrong.append(reason("Write what you are asked for and when.", "why"))
    if until is not None and until < today:
        wrong.append(reason("This day has passed.", "until"))
    return wrong


def against_telling(told_on: date | None, how: HowTold | None, *, today: date, over: bool) -> list[Reason]:
    """What the record lacks that the clients were told (S1-55)."""
    if over:
        return [reason("The legal title no longer holds.")]
    wrong = []
    if told_on is None:
        wrong.append(reason("Write when you told them.", "told_on"))
    elif told_on > today:
        wrong.append(reason("This day is still to come.", "told_on"))
    if how is None:
        wrong.append(reason("Choose how you told them.", "how"))
    return wrong
