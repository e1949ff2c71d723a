"""What a post (pracovní místo) may be, whose mailbox it is, and who may change whom."""

import unicodedata
from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum
from uuid import UUID

from foundation.reasons import Reason, reason

SHARED_BEGINNINGS = (
    "info@",
    "skola@",
    "posta@",
    "podatelna@",
    "epodatelna@",
    "kontakt@",
    "poradna@",
    "office@",
    "mesto@",
    "obec@",
    "kancelar@",
    "sekretariat@",
    "urad@",
    "ospod@",
    "reditelstvi@",
)
"""Addresses that usually belong to an office and not to a person."""


class Role(StrEnum):
    """What a post allows in the house; what the person does at work is the post's function."""

    WORKER = "worker"
    MANAGER = "manager"
    COORDINATOR = "coordinator"
    HEAD = "head"
    ADMINISTRATOR = "administrator"


class Profession(StrEnum):
    """What somebody of a counselling service is by training; its rules go by it (S1-03, S1-18)."""

    SOCIAL_WORKER = "social_worker"
    SOCIAL_SERVICES_WORKER = "social_services_worker"
    PSYCHOLOGIST = "psychologist"
    COUNSELLOR = "counsellor"
    THERAPIST = "therapist"
    MEDIATOR = "mediator"
    OTHER = "other"


TOWN_ROLES = frozenset({Role.COORDINATOR, Role.HEAD})
"""Offices that exist only where meetings are convened."""
OFFICES = TOWN_ROLES | {Role.ADMINISTRATOR}
"""Roles that only an administrator gives, and whose holders only an administrator changes."""


def normalized(email: str) -> str:
    """An address in the one form in which addresses are compared and kept."""
    return unicodedata.normalize("NFC", email).strip().lower()


def looks_shared(email: str) -> bool:
    """Whether an address sounds like an office mailbox; the person who enters it is asked."""
    return normalized(email).startswith(SHARED_BEGINNINGS)


def against_address(
    email: str | None, *, answered: bool, shared: bool, holders: Collection[str], out_of_reach: bool
) -> Iterator[Reason]:
    """Why an address cannot be kept yet.

    `answered`: the question who reads the mailbox was answered, `shared`: with "several people"; `holders`: other
    workers with the same address, `out_of_reach`: one of them works where the asking person changes nothing.
    """
    if not email:
        return
    if holders and out_of_reach:
        yield reason(
            "This address belongs to %(name)s of another organisation. Enter another one, or ask the administrator.",
            "email", name=", ".join(holders),
        )  # fmt: skip
    elif holders and not shared:
        yield reason(
            "This address also belongs to %(name)s. Enter another one, or choose below that several people read it.",
            "email", name=", ".join(holders),
        )  # fmt: skip
    elif looks_shared(email) and not answered:
        yield reason(
            "Does only this person read this mailbox? Answer below. A pledge can be signed only through an "
            "address of one's own.",
            "mailbox",
        )


def against_post(
    role: str, *, convenes: bool, gives_offices: bool, from_on: date, to_on: date | None
) -> Iterator[Reason]:
    """Why a post cannot be given. `convenes`: the agency is a town office, `gives_offices`: an administrator asks."""
    if role in TOWN_ROLES and not convenes:
        yield reason("Only a town office has a coordinator or a head of department. Choose another role.", "role")
    if role in OFFICES and not gives_offices:
        yield reason("Only the administrator gives this role. Choose another one, or ask the administrator.", "role")
    if to_on is not None and to_on < from_on:
        yield reason("The end is before the beginning. Correct one of the days.", "to_on")


def against_unit(*, fits: bool) -> Iterator[Reason]:
    """Why a post cannot belong to a unit."""
    if not fits:
        yield reason("This unit belongs to another organisation. Choose again.", "unit")


def against_ending(*, from_on: date, to_on: date, last_administrator: bool) -> Iterator[Reason]:
    """Why a post cannot end on this day."""
    if to_on < from_on:
        yield reason("The end is before the beginning. Correct one of the days.", "last_day")
    if last_administrator:
        yield reason("This is the last administrator, nobody could let people in. Appoint another one first.")


def may_change(offices: frozenset[tuple[str, UUID]], towns: Collection[UUID], agency_id: UUID) -> bool:
    """Whether the holder of these offices changes the people of an agency.

    A manager does so at the own agency; an administrator at every agency but the offices of other towns (`towns` are
    the agencies that convene), unless the administrator belongs to the house and to no town.
    """
    if (Role.MANAGER, agency_id) in offices:
        return True
    return any(
        role == Role.ADMINISTRATOR and (home == agency_id or agency_id not in towns or home not in towns)
        for role, home in offices
    )


def may_change_worker(
    offices: frozenset[tuple[str, UUID]], towns: Collection[UUID], posts: Collection[tuple[str, UUID]]
) -> bool:  # fmt: skip
    """Whether the holder of these offices changes a worker with these posts: all of them must lie within reach.

    Otherwise giving somebody a second post would be a way to that person's mailbox and account.
    """
    if any(role in OFFICES for role, _ in posts) and not any(role == Role.ADMINISTRATOR for role, _ in offices):
        return False
    return bool(posts) and all(may_change(offices, towns, agency_id) for _, agency_id in posts)
