"""When an assessment (posouzení) is due, who assesses, and what it must say."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from agencies.staff.rules import Profession
from foundation.reasons import Reason, reason

WEEK = timedelta(days=7)
"""No later than a week (S1-17)."""
ASSESSORS = 2
"""At least so many different professionals (S1-18)."""
PROFESSIONAL = frozenset(Profession) - {Profession.SOCIAL_SERVICES_WORKER, Profession.OTHER}
"""Which professions count as professional where a service has not said otherwise; the social worker does."""


class Anchor(StrEnum):
    """From which day the week runs; the other one only warns (S1-17)."""

    INTAKE = "intake"
    CONTACT = "contact"


def due_on(anchor: Anchor, *, contact_on: date, intake_on: date | None) -> date | None:
    """The last day of the assessment; None while the day it runs from is not there yet."""
    begins = intake_on if anchor is Anchor.INTAKE else contact_on
    return begins + WEEK if begins is not None else None


def warned_on(anchor: Anchor, *, contact_on: date, intake_on: date | None) -> date | None:
    """The day after which the other anchor warns."""
    other = Anchor.CONTACT if anchor is Anchor.INTAKE else Anchor.INTAKE
    return due_on(other, contact_on=contact_on, intake_on=intake_on)


def against_assessors(
    chosen: Mapping[UUID, tuple[str, Profession | None]], professional: Collection[Profession]
) -> list[Reason]:
    """Why these do not assess: too few of them, or somebody who is no professional (S1-18).

    `chosen` by worker: name and profession, so that nobody counts twice.
    """
    wrong = [
        reason(
            "%(name)s does not assess: the service counts other professions as professional.", "assessors", name=name
        )
        for name, profession in chosen.values()
        if profession not in professional
    ]
    if len(chosen) < ASSESSORS:
        wrong.append(reason("At least two professional workers assess. Add the second one.", "assessors"))
    return wrong


def against_concluding(outlook: str, key_worker: UUID | None) -> list[Reason]:
    """What the assessment does not say yet (S1-19, S1-20)."""
    wrong = []
    if not outlook.strip():
        wrong.append(reason("Write how the situation is likely to develop.", "outlook"))
    if key_worker is None:
        wrong.append(reason("The case needs exactly one key worker. Choose one.", "key_worker"))
    return wrong
