"""What stands in the way of convening a meeting: its goal, its people, its time, and whether it is the right tool."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coordination.conferences.rules import MeetingKind, another_way_is_safe, no_safe_way
from foundation.reasons import Reason, reason


class Unsuited(StrEnum):
    """What speaks for another tool than a meeting (domain 1.2)."""

    ACUTE_DANGER = "acute_danger"
    ONE_AGENCY = "one_agency"
    ALREADY_DECIDED = "already_decided"
    VIOLENCE = "violence"
    PARENTS_IN_CONFLICT = "parents_in_conflict"
    NOBODY_SPOKE = "nobody_spoke"
    FAMILY_DECIDES = "family_decides"


class OtherTool(StrEnum):
    """What is done instead of a meeting."""

    TALK = "talk"
    ONE_AGENCY = "one_agency"
    EXPLAIN = "explain"
    PROTECT = "protect"
    APART = "apart"
    MEDIATION = "mediation"
    FAMILY_CONFERENCE = "family_conference"
    OTHER = "other"


INSTEAD = {
    Unsuited.ACUTE_DANGER: OtherTool.PROTECT,
    Unsuited.NOBODY_SPOKE: OtherTool.TALK,
    Unsuited.VIOLENCE: OtherTool.APART,
    Unsuited.PARENTS_IN_CONFLICT: OtherTool.MEDIATION,
    Unsuited.FAMILY_DECIDES: OtherTool.FAMILY_CONFERENCE,
    Unsuited.ONE_AGENCY: OtherTool.ONE_AGENCY,
    Unsuited.ALREADY_DECIDED: OtherTool.EXPLAIN,
}
"""Which tool each mark speaks for, the most pressing first."""


def tool_instead(unsuited: Iterable[str]) -> OtherTool | None:
    """The tool for which the marks speak; of several the most pressing one, None where nothing is marked."""
    ticked = set(unsuited)
    return next((tool for code, tool in INSTEAD.items() if code in ticked), None)


def obstacles_to_another_way(*, why: str, set_aside: bool) -> tuple[Reason, ...]:
    """Why a preparation cannot be ended by another way."""
    if set_aside:
        return (reason("Another way is chosen already. Take the preparation up again if you want to change it."),)
    if not why.strip():
        return (reason("Write in one sentence why another way will help more.", field="why"),)
    return ()


def preparation_rests() -> tuple[Reason, ...]:
    """Why nothing is written into a preparation that was ended by another way."""
    return (reason("Another way than a meeting was chosen. Take the preparation up again first."),)


@dataclass(frozen=True)
class Invitee:
    """One person on the list, as far as convening asks."""

    name: str
    agency: str | None
    has_outward_reason: bool = False
    has_inward_reason: bool = False
    is_family: bool = False
    is_child: bool = False
    only_informed: bool = False
    why_only_informed: str = ""
    excluded: bool = False
    unsafe: bool = False
    """The way on which the person is to be told would do harm."""
    safe_otherwise: bool = False
    """There is another way that does none."""
    minutes_from_elsewhere: bool = False
    """To take the minutes without working at the town office."""
    other_role: bool = False
    """Sits at the case already, as something else."""
    lacks_function: bool = False
    """An agency that is to send somebody, and nobody has written whom (S2-27)."""
    proxy: bool = False
    """Comes as a parent's attorney or proxy, and the town invites none."""
    admitted: bool = False
    """The convenor has written why this proxy comes all the same."""
    beside_nobody: bool = False
    """Is to sit beside a member of the family, and nobody has said beside whom."""


@dataclass(frozen=True)
class Aim:
    """What a meeting is for, as far as convening asks."""

    goal: str
    is_realistic: bool | None
    because: str
    unsuited: Sequence[str] = ()
    other_way: str = ""
    kind: MeetingKind = MeetingKind.WITH_FAMILY
    without_family_because: str = ""


def obstacles_to_convening(
    aim: Aim, *, town_office: str, invitees: Sequence[Invitee], starts_at: datetime | None, place: str, now: datetime
) -> tuple[Reason, ...]:
    """Everything that stands in the way, all at once; each names the step on which it is mended."""
    return (
        *_goal_obstacles(aim),
        *_tool_obstacles(aim.unsuited),
        *_table_obstacles(town_office, invitees),
        *_family_obstacles(aim, invitees),
        *(each for invitee in invitees for each in obstacles_to_inviting(invitee)),
        *_time_obstacles(starts_at, place, now),
    )


def _goal_obstacles(aim: Aim) -> Iterator[Reason]:
    """S2-14: only if a realistic goal can be set."""
    if not aim.goal.strip():
        yield reason(
            "The meeting cannot be convened yet, a realistic goal is missing. "
            "Write what it should achieve and how you will know.",
            field="goal",
        )
    if aim.is_realistic is False and aim.other_way.strip():
        yield reason(
            "The goal is marked as not realistic. Cut it to what can be managed, or choose another way: %(way)s.",
            field="goal",
            way=aim.other_way.strip().rstrip("."),
        )
    elif aim.is_realistic is False:
        yield reason(
            "The goal is marked as not realistic. Cut it to what can be managed, or choose another way.", field="goal"
        )
    elif aim.is_realistic is None:
        yield reason("It is missing whether the goal can be managed. Say yes or no.", field="goal")
    if aim.is_realistic is not False and not aim.because.strip():
        yield reason("Why the goal is realistic is missing. Write in one sentence what that rests on.", field="goal")


_OTHER_TOOL = {
    Unsuited.ACUTE_DANGER: reason(
        "A meeting is not the right tool now: somebody is in acute danger. Act at once and by the procedure for an "
        "endangered child; meet when the child is safe.",
        field="goal",
    ),
    Unsuited.ONE_AGENCY: reason(
        "A meeting is not the right tool now: one organisation can manage it alone. Agree directly with that one, "
        "nobody else need know of the family.",
        field="goal",
    ),
    Unsuited.ALREADY_DECIDED: reason(
        "A meeting is not the right tool now: the decision has been taken. Tell it to those whom it concerns "
        "personally and explain it.",
        field="goal",
    ),
    Unsuited.VIOLENCE: reason(
        "A meeting is not the right tool now: one table could harm somebody because of violence at home. Speak with "
        "each alone, or invite them apart and take this tick away.",
        field="goal",
    ),
    Unsuited.PARENTS_IN_CONFLICT: reason(
        "A meeting is not the right tool now: the parents are in an acute conflict. Wait until it calms down, offer "
        "mediation, or invite each to a part of their own.",
        field="goal",
    ),
    Unsuited.NOBODY_SPOKE: reason(
        "A meeting is not the right tool now: nobody has talked with the family yet. Talk with it first, best in "
        "person.",
        field="goal",
    ),
    Unsuited.FAMILY_DECIDES: reason(
        "A meeting is not the right tool now: the family can and wants to decide by itself. Offer it a family group "
        "conference, where workers come only at the end.",
        field="goal",
    ),
}  # fmt: skip


def _tool_obstacles(unsuited: Iterable[str]) -> Iterator[Reason]:
    """A meeting that is not the right tool is not convened; each sentence names another one."""
    ticked = set(unsuited)
    return (why for code, why in _OTHER_TOOL.items() if code in ticked)


def _table_obstacles(town_office: str, invitees: Iterable[Invitee]) -> Iterator[Reason]:
    if len({invitee.agency for invitee in invitees if invitee.agency} | {town_office}) < 2:
        yield reason("A meeting needs at least two organisations, your office counts. Add one more.", field="people")


def _family_obstacles(aim: Aim, invitees: Sequence[Invitee]) -> Iterator[Reason]:
    """S2-15 and S2-28: the family comes, or somebody has written why not."""
    family = [invitee for invitee in invitees if invitee.is_family]
    coming = [invitee for invitee in family if not invitee.only_informed]
    explained = bool(aim.without_family_because.strip())
    if aim.kind == MeetingKind.WORKING and coming:
        yield reason(
            "The meeting is without the family, and yet it is invited: %(names)s. Choose a meeting with the family, "
            "or take them off.",
            field="people",
            names=", ".join(invitee.name for invitee in coming),
        )
    elif not coming and not explained:
        yield reason(
            "Nobody from the family is on the list. Add them, or write why they are not coming this time.",
            field="people",
        )
    if aim.kind == MeetingKind.LED_BY_CHILD and not any(invitee.is_child for invitee in coming):
        yield reason(
            "A meeting led by the child needs the child. Invite the child, or choose another kind of meeting.",
            field="people",
        )
    if coming or explained:
        for invitee in family:
            if invitee.only_informed and not (invitee.why_only_informed.strip() or (not coming and explained)):
                yield why_not(invitee.name, field="people")


def why_not(name: str, field: str) -> Reason:
    """What is asked about a member of the family who will only be informed (S2-28)."""
    return reason("%(name)s will only be informed. Write why they are not coming this time.", field=field, name=name)


def obstacles_to_inviting(invitee: Invitee) -> Iterator[Reason]:
    """Why this person cannot be invited, or not like this (S2-24)."""
    if invitee.minutes_from_elsewhere:
        yield reason(
            "%(name)s is not from your office and cannot take the minutes. Choose another role.",
            field="people",
            name=invitee.name,
        )
    if invitee.lacks_function:
        yield reason(
            "It is missing whom you need from %(agency)s. Write the function, for example “class teacher”.",
            field="people",
            agency=invitee.name,
        )
    if invitee.other_role:
        yield reason(
            "%(name)s sits at this case in another role. Keep that role, or take them off the case first.",
            field="people",
            name=invitee.name,
        )
    if invitee.beside_nobody:
        yield beside_whom(invitee.name, field="people")
    if invitee.proxy and not invitee.admitted:
        yield proxy_not_admitted(invitee.name, field="people")
    if invitee.excluded:
        yield reason("%(name)s cannot work on this case. Choose somebody else.", field="people", name=invitee.name)
    elif invitee.unsafe and not invitee.only_informed:
        say = another_way_is_safe if invitee.safe_otherwise else no_safe_way
        yield say(invitee.name, field="people")
    elif not invitee.is_family and not (invitee.has_outward_reason and invitee.has_inward_reason):
        yield reason(
            "The reason for inviting %(name)s is missing. Choose a sentence for the invitation "
            "and write in one sentence what they can contribute.",
            field="people",
            name=invitee.name,
        )


def beside_whom(name: str, field: str) -> Reason:
    """What is asked about somebody who comes for a member of the family."""
    return reason(
        "It is missing beside whom %(name)s will sit. Choose the member of the family.", field=field, name=name
    )


def proxy_not_admitted(name: str, field: str) -> Reason:
    """Why a parent's attorney or proxy is not invited; a representative of the child always is (domain 0.4)."""
    return reason(
        "%(name)s is an attorney or proxy of a parent, and your town does not invite them. "
        "Write why you admit this one, or take them off.",
        field=field,
        name=name,
    )


def _time_obstacles(starts_at: datetime | None, place: str, now: datetime) -> Iterator[Reason]:
    if starts_at is None:
        yield reason("The meeting has no date yet. Choose when and where you will meet.", field="time")
    elif starts_at <= now:
        yield reason("The start is in the past. Choose a later time.", field="time")
    if not place.strip():
        yield reason("The place is missing. Write where you will meet.", field="time")
