"""What a visit must be: who comes, who does not, what comes before joint work, when a written plan is due."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from foundation.reasons import Reason, reason


class Approach(StrEnum):
    """In which way a service works with the family."""

    JOINT = "joint"
    """A divorce or a dispute about custody, the parents want mediation or other joint work (S1-26)."""
    RELATIONS = "relations"
    """Problems are located or relations in the family assessed; the children join (S1-29)."""
    OTHER = "other"
    """Counselling on something else (S1-35)."""


class Kind(StrEnum):
    """What happens at a visit."""

    CONSULTATION = "consultation"
    MEDIATION = "mediation"
    FAMILY_THERAPY = "family_therapy"
    GROUP_EDUCATION = "group_education"


class Along(StrEnum):
    """Who comes along, besides those who stand in the file."""

    ATTORNEY = "attorney"
    PARENT_PROXY = "parent_proxy"
    MINOR_REPRESENTATIVE = "minor_representative"
    OTHER = "other"


class ObstacleKind(StrEnum):
    """What keeps the parents from meeting for now, and is nobody's fault (S1-27)."""

    ACUTE_CONFLICT = "acute_conflict"
    INDISPOSITION = "indisposition"


JOINT_WORK = frozenset({Kind.MEDIATION, Kind.FAMILY_THERAPY})
"""What group education precedes as a rule (S1-28)."""
COUNTED = frozenset(Kind) - {Kind.GROUP_EDUCATION}
"""What counts as a visit when a written plan falls due (S1-46)."""


@dataclass(frozen=True)
class Coming:
    """Who is asked to a visit and what for, as far as the rules go."""

    approach: Approach
    kind: Kind
    parents: frozenset[UUID] = frozenset()
    children: bool = False


@dataclass(frozen=True)
class Told:
    """What a worker writes beside a booking."""

    child_note: str = ""
    """Why a child joins, or what was agreed on its coming (S1-29, S1-35)."""
    child_prepared: bool = False
    """Whether the parent has prepared the child (S1-36)."""
    because: str = ""
    """Why something is done otherwise than usual."""


def against_people(*, chosen: bool, along: Along | None, along_name: str) -> list[Reason]:
    """Whom a visit cannot be booked with: nobody, an attorney, a parent's proxy (S1-57); the child's representative
    may come (S1-58)."""
    wrong = []
    if not chosen:
        wrong.append(reason("Tick who comes.", "people"))
    if along in (Along.ATTORNEY, Along.PARENT_PROXY):
        wrong.append(
            reason(
                "Attorneys and proxies of parents are not invited to consultations: parents decide for themselves, in"
                " safety and trust, and in the best interest of the children. The child's representative may come.",
                "along",
            )
        )
    elif along is not None and not along_name.strip():
        wrong.append(reason("Write who it is.", "along_name"))
    return wrong


def against_time(start: datetime | None, now: datetime, *, taken: bool, name: str) -> list[Reason]:
    """Why a visit cannot begin then."""
    if start is None:
        return [reason("Choose the day and the hour.", "slot")]
    if start <= now:
        return [reason("This time is over. Choose a later one.", "slot")]
    if taken:
        return [reason("%(name)s has something else then. Choose another time.", "slot", name=name)]
    return []


def against_child(coming: Coming, former: Sequence[Coming], told: Told) -> list[Reason]:
    """What is to be said before a child comes: why it joins (S1-29), what was agreed (S1-35), that it is prepared
    (S1-36)."""
    if not coming.children:
        return []
    wrong = []
    first = not any(one.approach is coming.approach for one in former)
    if coming.approach is Approach.RELATIONS and not told.child_note.strip():
        wrong.append(reason("Write why the child joins.", "child_note"))
    if coming.approach is Approach.OTHER and first and not told.child_note.strip():
        wrong.append(reason("Write what you have agreed with the parent on the child's coming.", "child_note"))
    if not told.child_prepared and not told.because.strip():
        wrong.append(
            reason("Has the parent prepared the child? Tick it, or write why it comes unprepared.", "child_prepared")
        )
    return wrong


def unusual(
    coming: Coming, former: Sequence[Coming], *, parents: Mapping[UUID, str], educated: Collection[UUID],
    obstacle_until: date | None,
) -> list[Reason]:  # fmt: skip
    """What is done otherwise than usual and wants a reason.

    `former`: what was held or is booked, the first first. `parents`: those of the file by name. `educated`: who of
    them has been to group education. `obstacle_until`: until when a temporary obstacle is respected, None for none.
    """
    found = [
        *_alone(coming, former, parents, obstacle_until),
        *_despite(coming, obstacle_until),
        *_uneducated(coming, parents, educated),
        *_together(coming, former),
        *_again(coming, former, parents),
    ]
    return [one for one in found if one is not None]


def _alone(
    coming: Coming, former: Sequence[Coming], parents: Mapping[UUID, str], obstacle_until: date | None
) -> list[Reason]:
    """Parents who want joint work come to the first consultation together, unless an obstacle holds (S1-26)."""
    if coming.approach is not Approach.JOINT or coming.kind is Kind.GROUP_EDUCATION or obstacle_until is not None:
        return []
    if any(one.approach is Approach.JOINT and one.kind in COUNTED for one in former):
        return []
    missing = [name for parent, name in parents.items() if parent not in coming.parents]
    if len(parents) < 2 or not missing:
        return []
    return [
        reason(
            "Both parents are invited to the first consultation together. Tick %(names)s as well, or write why not.",
            "because", names=", ".join(missing),
        )
    ]  # fmt: skip


def _despite(coming: Coming, obstacle_until: date | None) -> list[Reason]:
    """A temporary obstacle is respected: nobody is asked to sit together meanwhile (S1-27)."""
    if obstacle_until is None or len(coming.parents) < 2 or coming.kind is Kind.GROUP_EDUCATION:
        return []
    return [
        reason(
            "For now the parents do not meet. Ask each one alone, end the obstacle, or write why they can meet.",
            "because",
        )
    ]


def _uneducated(coming: Coming, parents: Mapping[UUID, str], educated: Collection[UUID]) -> list[Reason]:
    """Group education precedes mediation and family therapy as a rule (S1-28)."""
    if coming.kind not in JOINT_WORK:
        return []
    missing = [parents[one] for one in parents if one in coming.parents and one not in educated]
    if not missing:
        return []
    return [
        reason(
            "Group education comes first as a rule, %(names)s has not been there. Book it first, or write why not.",
            "because", names=", ".join(missing),
        )
    ]  # fmt: skip


def _together(coming: Coming, former: Sequence[Coming]) -> list[Reason]:
    """Where relations are assessed each parent comes alone first (S1-30)."""
    if coming.approach is not Approach.RELATIONS or coming.kind is not Kind.CONSULTATION or len(coming.parents) < 2:
        return []
    alone = {
        parent
        for one in former
        if one.approach is Approach.RELATIONS and len(one.parents) == 1
        for parent in one.parents
    }
    if coming.parents <= alone:
        return []
    return [
        reason(
            "Where relations are assessed you speak with each parent alone first. Book them apart, or write why not.",
            "because",
        )
    ]


def _again(coming: Coming, former: Sequence[Coming], parents: Mapping[UUID, str]) -> list[Reason]:
    """The parents bring the children by turns (S1-31)."""
    if coming.approach is not Approach.RELATIONS or not coming.children or len(coming.parents) != 1:
        return []
    brought = [one for one in former if one.approach is Approach.RELATIONS and one.children]
    if len(parents) < 2 or not brought or brought[-1].parents != coming.parents:
        return []
    name = parents[next(iter(coming.parents))]
    return [
        reason(
            "%(name)s brought the children last time. Let the other parent bring them, or write why not.",
            "because", name=name,
        )
    ]  # fmt: skip


def against_going_on_unplanned(number: int, most: int, *, planned: bool, counts: bool) -> list[Reason]:
    """Beyond about six visits the work rests on a written individual plan, or on a reason why not (S1-46).

    `number`: which visit of the file this would be; `most`: how many need no plan.
    """
    if not counts or planned or number <= most:
        return []
    return [
        reason(
            "This would be visit %(number)s. After %(most)s visits a written individual plan is due. Make it first, or"
            " write why not.", "because", number=number, most=most,
        )
    ]  # fmt: skip


def against_holding(*, starts_at: datetime, now: datetime, came: bool, note: str) -> list[Reason]:
    """What the record of a visit lacks."""
    if starts_at > now:
        return [reason("The visit has not begun yet.")]
    wrong = []
    if not came:
        wrong.append(reason("Tick who came. If nobody did, write the visit down as missed.", "came"))
    if not note.strip():
        wrong.append(reason("Write in a few sentences what the visit was about.", "note"))
    return wrong


def against_obstacle(kind: ObstacleKind | None, review_on: date | None, today: date) -> list[Reason]:
    """What a temporary obstacle lacks (S1-27)."""
    wrong = []
    if kind is None:
        wrong.append(reason("Choose what keeps the parents from meeting.", "kind"))
    if review_on is None:
        wrong.append(reason("Write when you look at it again.", "review_on"))
    elif review_on <= today:
        wrong.append(reason("This day has passed. Enter a later day.", "review_on"))
    return wrong


def against_handing(parent: UUID | None, on: date | None, *, today: date, since: date, already: bool) -> list[Reason]:
    """What keeps the findings from a parent (S1-32)."""
    wrong = []
    if parent is None:
        wrong.append(reason("Choose the parent.", "parent"))
    elif already:
        wrong.append(reason("This parent has the findings already.", "parent"))
    if on is None:
        wrong.append(reason("Write the day on which the parent got it.", "on"))
    elif on > today:
        wrong.append(reason("This day is still to come.", "on"))
    elif on < since:
        wrong.append(reason("On this day there were no findings yet.", "on"))
    return wrong
