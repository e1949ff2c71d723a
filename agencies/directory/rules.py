"""What an agency (instituce) may be and what its entry must say."""

from collections.abc import Iterator
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
