"""What a case must say before it exists, and what a consent or a legal title must say before it opens anything."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from foundation.reasons import Reason, reason


class Kinship(StrEnum):
    """What a person is to the family."""

    MOTHER = "mother"
    FATHER = "father"
    DAUGHTER = "daughter"
    SON = "son"
    GRANDMOTHER = "grandmother"
    GRANDFATHER = "grandfather"
    STEPPARENT = "stepparent"
    FOSTER_PARENT = "foster_parent"
    SIBLING = "sibling"
    RELATIVE = "relative"
    CLOSE_PERSON = "close_person"
    OUTSIDER = "outsider"
    """Not of the family at all: somebody who only comes for one of them."""


class PersonKind(StrEnum):
    """As what a private person belongs to the case; whoever is not of the family is never counted as its member."""

    FAMILY = "family"
    SUPPORT_PERSON = "support_person"
    INTERPRETER = "interpreter"
    MINOR_REPRESENTATIVE = "minor_representative"
    PROXY = "proxy"
    """An attorney or proxy of a parent; whether one is admitted, the convenor decides (domain 0.4)."""


PARENTS = frozenset({Kinship.MOTHER, Kinship.FATHER, Kinship.STEPPARENT, Kinship.FOSTER_PARENT})
CHILDREN = frozenset({Kinship.DAUGHTER, Kinship.SON, Kinship.SIBLING})
MAY_CONSENT = frozenset({Kinship.MOTHER, Kinship.FATHER, Kinship.FOSTER_PARENT})


class SafeContact(StrEnum):
    """The one way on which a message to a person does no harm."""

    NONE = "none"
    PHONE = "phone"
    PAPER = "paper"
    EMAIL = "email"


class Area(StrEnum):
    """Where the trouble is (S2-53)."""

    FINANCE = "finance"
    MAINTENANCE = "maintenance"
    SCHOOL = "school"
    PARENTING = "parenting"
    HOUSING = "housing"
    HEALTH = "health"
    BEHAVIOUR = "behaviour"
    RELATIONSHIPS = "relationships"
    SAFETY = "safety"
    ADDICTION = "addiction"
    WORK = "work"
    LEISURE = "leisure"


LONGEST_BRIEF = 1200
"""How many characters present a family to the table (S2-30); read aloud it is under two minutes."""


class HowGiven(StrEnum):
    """How a parent agreed."""

    WRITTEN = "written"
    SAID = "said"
    BY_PHONE = "by_phone"


class GroundState(StrEnum):
    """Whether a consent or a legal title opens anything."""

    HOLDS = "holds"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Settled(StrEnum):
    """How the offer of a case ended; with the first two it has another coordinator."""

    ACCEPTED = "accepted"
    APPOINTED = "appointed"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


class Told(StrEnum):
    """How somebody was told whom no letter reaches."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    PAPER = "paper"


def telling_obstacles(how: Told, *, name: str, may_be_called: bool) -> tuple[Reason, ...]:
    """Why it cannot be noted that somebody was told so."""
    if how != Told.PHONE or may_be_called:
        return ()
    return (reason("A call to %(name)s could do harm. Tell them in person or on paper.", "how", name=name),)


def missing_in_brief(situation: str, need_of_help: str, nickname: str) -> tuple[Reason, ...]:
    """What a case cannot do without (S2-05); all at once."""
    missing = []
    if not nickname.strip():
        missing.append(
            reason("The name that your office uses is missing. Write it, a first name will do.", field="nickname")
        )
    if not situation.strip():
        missing.append(
            reason("The family's situation is missing. Describe it in two or three sentences.", field="situation")
        )
    if not need_of_help.strip():
        missing.append(
            reason(
                "What the family cannot solve alone is missing. Write it, it is why people meet.", field="need_of_help"
            )
        )
    return tuple(missing)


def unsafe_contact(contact: SafeContact, phone: str, email: str) -> tuple[Reason, ...]:
    """Why a safe contact cannot be used: the address it needs is missing."""
    if contact == SafeContact.PHONE and not phone:
        return (reason("The phone number is missing. Add it, or choose another safe contact.", field="phone"),)
    if contact == SafeContact.EMAIL and not email:
        return (reason("The e-mail address is missing. Add it, or choose another safe contact.", field="email"),)
    return ()


def companion_obstacles(
    kind: PersonKind, *, beside: Kinship | None, tongue: str
) -> tuple[Reason, ...]:  # fmt: skip
    """What must be known of somebody who comes for one of the family; `beside` is that member, as kin."""
    if kind is PersonKind.INTERPRETER:
        return () if tongue else (reason("Write which language they interpret.", field="tongue"),)
    if beside is None:
        return (reason("Choose for whom of the family they come.", field="beside"),)
    if kind is PersonKind.MINOR_REPRESENTATIVE and beside not in CHILDREN:
        return (reason("A representative of the child comes for a child. Choose the child.", field="beside"),)
    if kind is PersonKind.PROXY and beside not in PARENTS:
        return (reason("An attorney or proxy of a parent comes for a parent. Choose the parent.", field="beside"),)
    return ()


def consent_obstacles(
    *, given_on: date, until: date, today: date, members: Collection[UUID], areas: Collection[str]
) -> tuple[Reason, ...]:
    """Why a consent says too little or something impossible; all at once."""
    wrong = list(_scope_missing(members, areas))
    if given_on > today:
        wrong.append(
            reason("The day of the consent is in the future. Enter the day when it was given.", field="given_on")
        )
    if until < today:
        wrong.append(reason("The last day has already passed. Enter today or a later day.", field="until"))
    return tuple(wrong)


def legal_title_obstacles(
    *, until: date | None, today: date, members: Collection[UUID], areas: Collection[str], why: str
) -> tuple[Reason, ...]:
    """Why a legal title says too little or something impossible; all at once."""
    wrong = list(_scope_missing(members, areas))
    if until is not None and until < today:
        wrong.append(reason("The last day has already passed. Enter today or a later day.", field="until"))
    if not why.strip():
        wrong.append(reason("Write in one sentence why the agency needs to know.", field="why"))
    return tuple(wrong)


def giver_obstacles(*, may_consent: bool) -> tuple[Reason, ...]:
    """Why a consent of this person opens nothing."""
    if may_consent:
        return ()
    return (
        reason(
            "Only a parent or a foster parent of this family can agree. Choose one, or add them to the family first.",
            field="given_by",
        ),
    )


def others_obstacles(names: Collection[str]) -> tuple[Reason, ...]:
    """Why a parent's consent does not reach the other one; `names`: the parents among those whom it would open."""
    if not names:
        return ()
    return (
        reason(
            "%(names)s must agree alone. Leave them out here, and record their own consent.",
            field="members",
            names=", ".join(names),
        ),
    )


def exclusion_obstacles(*, why: str, coordinates: bool) -> tuple[Reason, ...]:
    """Why a worker cannot be shut out of a case; `coordinates`: it is the worker who coordinates it."""
    wrong = []
    if coordinates:
        wrong.append(
            reason("Whoever coordinates the case cannot be shut out of it. Hand the case over first.", field="worker")
        )
    if not why.strip():
        wrong.append(reason("Write in one sentence why this worker must not see the case.", field="reason"))
    return tuple(wrong)


WARNED_FROM = timedelta(days=14)
"""How long before its last day the coordinator is warned that a consent or a legal title ends."""
ANSWER_WITHIN = timedelta(days=7)
"""By when whoever is offered a case answers; until then, and after it too, the case stays where it is."""


def hand_over_obstacles(*, why: str, possible: bool) -> tuple[Reason, ...]:
    """Why a case cannot be passed to this worker; `possible`: a coordinator of the town who is not shut out."""
    wrong = []
    if not possible:
        wrong.append(
            reason("This person cannot take the case over. Choose another coordinator of your town.", field="to")
        )
    if not why.strip():
        wrong.append(reason("Write in one sentence why the case is handed over.", field="reason"))
    return tuple(wrong)


def already_offered(name: str) -> Reason:
    """A case is offered to one person at a time (S2-50)."""
    return reason(
        "There is always one coordinator. The handover holds once %(name)s accepts; "
        "until then the case stays with you.",
        name=name,
    )


def no_offer() -> Reason:
    """The offer was taken back, answered already, or is not this person's."""
    return reason("This case is not offered to you any more. You need not do anything.")


def missing_refusal(why: str) -> tuple[Reason, ...]:
    """Whoever does not take a case over says why."""
    return () if why.strip() else (reason("Write in one sentence why you do not take the case over.", field="reason"),)


READING_HOLDS = timedelta(minutes=60)
"""How long a written reason opens the content of a case to the head of the department."""


def missing_reason_to_read(why: str) -> tuple[Reason, ...]:
    """Why the content does not open to the head of the department."""
    if why.strip():
        return ()
    return (
        reason(
            "Write in one sentence why you need to read the content. Whoever coordinates the case will see it.",
            field="reason",
        ),
    )


def ground_state(*, until: datetime | None, ended_at: datetime | None, now: datetime) -> GroundState:
    """How a consent or a legal title stands; one that was taken back before it ran out is withdrawn."""
    if ended_at is not None and ended_at <= now:
        return GroundState.WITHDRAWN
    return GroundState.EXPIRED if until is not None and until <= now else GroundState.HOLDS


@dataclass(frozen=True)
class Ended:
    """The ground that ended last: its kind, how, and on which day as people read it."""

    consent: bool
    how: GroundState
    day: str


def ground_missing(agency: str, *, holds: bool, last: Ended | None) -> tuple[Reason, ...]:
    """What the coordinator is told of an agency whose content is closed; `last`: the ground that ended last."""
    if holds:
        return ()
    if last is None:
        return (
            reason(
                "%(agency)s has neither consent nor legal title, the content is closed. "
                "Add who agreed, to what and until when, or state the legal title.",
                agency=agency,
            ),
        )
    if not last.consent:
        return (
            reason(
                "The legal title ended on %(date)s, the content is closed for: %(agency)s. "
                "State a new one, agree a consent, or close the seat.",
                agency=agency,
                date=last.day,
            ),
        )
    if last.how is GroundState.WITHDRAWN:
        return (
            reason(
                "The consent was withdrawn on %(date)s, the content is closed for: %(agency)s. "
                "Agree a new one, state a legal title, or close the seat.",
                agency=agency,
                date=last.day,
            ),
        )
    return (
        reason(
            "The consent expired on %(date)s, the content is closed for: %(agency)s. "
            "Agree a new one, state a legal title, or close the seat.",
            agency=agency,
            date=last.day,
        ),
    )


def _scope_missing(members: Collection[UUID], areas: Collection[str]) -> tuple[Reason, ...]:
    missing = []
    if not members:
        missing.append(reason("Choose at least one member of the family whom it concerns.", field="members"))
    if not areas:
        missing.append(reason("Choose at least one area that it opens.", field="areas"))
    return tuple(missing)


def against_assessing(made_on: date | None, causes: str, child: str, family: str, *, today: date) -> Iterator[Reason]:
    """Why an assessment cannot be kept (S2-19); the areas are those of decree 473/2012, § 1."""
    if made_on is None:
        yield reason("Write on which day it was assessed.", "made_on")
    elif made_on > today:
        yield reason("This day has not come yet. Write when it was assessed.", "made_on")
    if not causes.strip():
        yield reason("Write what caused the situation.", "causes")
    if not child.strip():
        yield reason("Write how the child is.", "child")
    if not family.strip():
        yield reason("Write how the family is.", "family")
