"""What an agency (instituce) may be and what its entry must say."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from foundation.reasons import Reason, reason


class AgencyKind(StrEnum):
    """What kind of body an agency or one of its units is (S2-06)."""

    TOWN_OFFICE = "town_office"
    CHILD_PROTECTION = "child_protection"
    PREVENTION = "prevention"
    NGO = "ngo"
    SVP = "svp"
    PMS = "pms"
    SCHOOL = "school"
    COUNSELLING = "counselling"
    HEALTH = "health"
    POLICE = "police"
    COURT = "court"
    OTHER = "other"


class Capacity(StrEnum):
    """Whether a service can take somebody now, as the agency itself says."""

    FREE = "free"
    WAITING_LIST = "waiting_list"
    FULL = "full"
    UNKNOWN = "unknown"


CAPACITY_HOLDS = timedelta(days=60)
"""How long a statement about capacity is believed; an older one is shown with the advice to ask."""


def capacity_is_old(stated_on: date | None, today: date) -> bool:
    """Whether nobody has said for a long time how many people a service can take."""
    return stated_on is not None and today - stated_on > CAPACITY_HOLDS


def against_agency(*, namesakes: int) -> Iterator[Reason]:
    """Why an agency cannot be entered under its name; `namesakes` counts open agencies that already bear it."""
    if namesakes:
        yield reason(
            "An organisation of this name is already in the directory. Open it there, or tell the two apart by "
            "the town.",
            "name",
        )


def against_closing(*, convenes: bool, people: int) -> Iterator[Reason]:
    """Why an agency cannot be closed; `people` counts its posts of today."""
    if convenes:
        yield reason("A town office cannot be closed here, its cases would be left alone.")
    if people:
        yield reason("People still work here: %(people)s. End their posts first.", people=people)


def against_unit(*, taken: bool) -> Iterator[Reason]:
    """Why a unit cannot be entered under its name."""
    if taken:
        yield reason("A unit of this name is already there. Choose another name.", "name")


def against_service(*, taken: bool) -> Iterator[Reason]:
    """Why a service cannot be entered under its name; `taken`: the agency offers one of this name already."""
    if taken:
        yield reason("The organisation already offers a service of this name. Correct that one.", "name")


def against_capacity(capacity: Capacity, places: int | None) -> Iterator[Reason]:
    """Why a statement about capacity contradicts itself."""
    if places and capacity is not Capacity.FREE:
        yield reason(
            "Free places are written, yet the service does not say it has any. Correct one of the two.", "places"
        )
