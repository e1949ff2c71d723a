"""Who may do what with each part of a case: one row a resource, one entry a role, as the doors read it.

The oracle of the access test says the same in its own words and is never made from this table.
"""

from coordination.seats.rules import Role
from foundation.access import Door, Right, resource

_COORDINATOR = Right("RW", closed="R")
_COORDINATOR_READS = Right("R", closed="R")
_HEAD = Right("R", draft="", closed="R")
_HEAD_WITH_REASON = Right("R", reasoned=True, draft="", closed="R")
"""The head of the department reads content only for a reason written down first."""


def _town_worker(actions: str, closed: str = "") -> Right:
    """A minute taker or facilitator: a pledged seat."""
    return Right(actions, door=Door.CODE, member=True, pledge=True, draft="", closed=closed)


def _agency(actions: str, closed: str = "") -> Right:
    """An agency's worker: pledged and with a ground."""
    return Right(actions, door=Door.CODE, member=True, pledge=True, ground=True, draft="", closed=closed)


def _of_child(actions: str, closed: str = "") -> Right:
    """A representative of the child: pledged, and only about the child represented."""
    return Right(actions, door=Door.CODE, member=True, pledge=True, ground=True, draft="", closed=closed)


def _before_pledge(actions: str, door: Door = Door.CODE, closed: str = "", ended_may_read: bool = False) -> Right:
    """What a seat may do before its pledge: the neutral invitation, the pledge itself, and the task handed to it."""
    return Right(
        actions,
        door=door,
        member=True,
        draft="R" if door == Door.LINK else "",
        closed=closed,
        ended_may_read=ended_may_read,
    )


def _family(actions: str, closed: str = "") -> Right:
    """A member of the family, come by the own number; the pledge never stands before the own things."""
    return Right(actions, door=Door.NUMBER, member=True, ground=True, draft="", closed=closed)


_WORKERS = (
    Role.MINUTE_TAKER,
    Role.FACILITATOR,
    Role.AGENCY_WORKER,
    Role.SUPPORT_PERSON,
    Role.INTERPRETER,
    Role.MINOR_REPRESENTATIVE,
)

resource(
    "own_invitation_and_answer",
    {Role.COORDINATOR: _COORDINATOR, "head": _HEAD}
    | {role: _before_pledge("RW", Door.LINK) for role in _WORKERS}
    | {role: Right("RW", door=Door.NUMBER, member=True, draft="") for role in (Role.PARENT, Role.CHILD)},
)
resource(
    "case_code_and_date",
    {Role.COORDINATOR: _COORDINATOR_READS, "head": _HEAD} | {role: _before_pledge("R", Door.LINK) for role in _WORKERS},
)
resource(
    "own_pledge",
    {Role.COORDINATOR: Right("RW", closed="R", member=True)}
    | {role: _before_pledge("RW", closed="R", ended_may_read=True) for role in _WORKERS},
)
resource(
    "family_has_a_case",
    {
        Role.COORDINATOR: _COORDINATOR_READS,
        "head": _HEAD,
        Role.MINUTE_TAKER: _town_worker("R"),
        Role.FACILITATOR: _town_worker("R"),
        Role.AGENCY_WORKER: _agency("R"),
        Role.MINOR_REPRESENTATIVE: _of_child("R"),
    },
)
resource(
    "brief_goal_areas_members",
    {
        Role.COORDINATOR: _COORDINATOR,
        "head": _HEAD_WITH_REASON,
        Role.MINUTE_TAKER: _town_worker("R"),
        Role.FACILITATOR: _town_worker("R"),
        Role.AGENCY_WORKER: _agency("R"),
        Role.MINOR_REPRESENTATIVE: _of_child("R"),
    },
)
resource(
    "participants_and_answers",
    {
        Role.COORDINATOR: _COORDINATOR,
        "head": _HEAD_WITH_REASON,
        Role.MINUTE_TAKER: _town_worker("R"),
        Role.FACILITATOR: _town_worker("R"),
        Role.AGENCY_WORKER: _agency("R"),
        Role.MINOR_REPRESENTATIVE: _of_child("R"),
    },
)
resource(
    "who_has_pledged",
    {
        Role.COORDINATOR: _COORDINATOR_READS,
        "head": _HEAD,
        Role.MINUTE_TAKER: _town_worker("R"),
        Role.FACILITATOR: _town_worker("R"),
        Role.AGENCY_WORKER: _agency("R"),
    },
)
resource(
    "conference_and_agenda",
    {
        Role.COORDINATOR: _COORDINATOR,
        "head": _HEAD_WITH_REASON,
        Role.MINUTE_TAKER: _town_worker("RW"),
        Role.FACILITATOR: _town_worker("RW"),
        Role.AGENCY_WORKER: _agency("R"),
        Role.MINOR_REPRESENTATIVE: _of_child("R"),
    },
)
resource(
    "attendance",
    {
        Role.COORDINATOR: _COORDINATOR,
        "head": _HEAD_WITH_REASON,
        Role.MINUTE_TAKER: _town_worker("RW"),
        Role.FACILITATOR: _town_worker("R"),
        Role.AGENCY_WORKER: _agency("R"),
        Role.MINOR_REPRESENTATIVE: _of_child("R"),
    },
)
_MINUTES = {
    Role.FACILITATOR: _town_worker("R"),
    Role.AGENCY_WORKER: _agency("R"),
    Role.MINOR_REPRESENTATIVE: _of_child("R"),
}
resource(
    "minutes",
    {
        Role.COORDINATOR: _COORDINATOR,
        "head": _HEAD_WITH_REASON,
        Role.MINUTE_TAKER: _town_worker("RW"),
        **_MINUTES,
    },
)
_CONCERNED = Right("R", door=Door.NONE, member=True, ground=True, draft="")
"""A member of the family reads on paper what concerns them; nobody waits for their pledge."""
resource(
    "minutes_on_paper",
    {
        Role.COORDINATOR: _COORDINATOR_READS,
        Role.MINUTE_TAKER: _town_worker("R"),
        **_MINUTES,
        Role.PARENT: _CONCERNED,
        Role.CHILD: _CONCERNED,
    },
)
_READS_ALONG = Right("R", door=Door.CODE, member=True, pledge=True, ground=True, draft="")
"""Whoever sits beside one of the family reads in the room what that member may read, once they have pledged."""
resource(
    "shown_in_the_room",
    {
        Role.COORDINATOR: _COORDINATOR_READS,
        "head": _HEAD_WITH_REASON,
        Role.MINUTE_TAKER: _town_worker("R"),
        **_MINUTES,
        Role.SUPPORT_PERSON: _READS_ALONG,
        Role.INTERPRETER: _READS_ALONG,
        Role.PARENT: _CONCERNED,
        Role.CHILD: _CONCERNED,
    },
)
resource("family_assessment", {Role.COORDINATOR: _COORDINATOR, "head": _HEAD_WITH_REASON})
resource(
    "family_informed_record",
    {Role.COORDINATOR: _COORDINATOR, "head": _HEAD_WITH_REASON, Role.MINUTE_TAKER: _town_worker("R")},
)
resource(
    "plan_goals_all_tasks",
    {
        Role.COORDINATOR: _COORDINATOR,
        "head": _HEAD_WITH_REASON,
        Role.MINUTE_TAKER: _town_worker("RW"),
        Role.FACILITATOR: _town_worker("R"),
        Role.AGENCY_WORKER: _agency("R"),
        Role.MINOR_REPRESENTATIVE: _of_child("R"),
    },
)
resource(
    "own_standpoint_and_offer",
    # The coordinator and the minute taker write theirs, and everybody else's as it was said; the family its own voice.
    {
        Role.COORDINATOR: _COORDINATOR,
        "head": _HEAD_WITH_REASON,
        Role.MINUTE_TAKER: _town_worker("RW"),
        Role.AGENCY_WORKER: _agency("RW"),
        Role.MINOR_REPRESENTATIVE: _of_child("RW"),
        Role.PARENT: _family("RW"),
        Role.CHILD: _family("RW"),
    },
)
resource(
    "others_standpoints",
    {
        Role.COORDINATOR: _COORDINATOR_READS,
        "head": _HEAD_WITH_REASON,
        Role.MINUTE_TAKER: _town_worker("R"),
        Role.FACILITATOR: _town_worker("R"),
        Role.AGENCY_WORKER: _agency("R"),
        Role.MINOR_REPRESENTATIVE: _of_child("R"),
    },
)
resource(
    "private_notes",
    # Never the head's, not even for a reason: a note is its writer's alone.
    {
        Role.COORDINATOR: Right("RW", closed="R", member=True),
        Role.MINUTE_TAKER: _town_worker("RW"),
        Role.FACILITATOR: _town_worker("RW"),
    },
)
resource(
    "needs_offers_opinions_conditions_risks",
    {
        Role.COORDINATOR: _COORDINATOR,
        "head": _HEAD_WITH_REASON,
        Role.MINUTE_TAKER: _town_worker("RW"),
        Role.FACILITATOR: _town_worker("R"),
        Role.AGENCY_WORKER: _agency("RW"),
    },
)
resource(
    "requirements_sheet",
    {Role.COORDINATOR: _COORDINATOR, "head": _HEAD_WITH_REASON, Role.AGENCY_WORKER: _agency("R")},
)
resource(
    "own_task",
    {
        Role.COORDINATOR: _COORDINATOR,
        "head": _HEAD_WITH_REASON,
        Role.MINUTE_TAKER: _town_worker("RW", closed="R"),
        Role.FACILITATOR: _town_worker("RW", closed="R"),
        Role.AGENCY_WORKER: _agency("RW", closed="R"),
        Role.MINOR_REPRESENTATIVE: _of_child("RW", closed="R"),
        Role.PARENT: Right("RW", door=Door.NUMBER, member=True, draft=""),
        Role.CHILD: Right("RW", door=Door.NUMBER, member=True, draft=""),
    },
)
resource(
    "grounds_and_consents",
    # A seat reads its own ground, also once it holds no longer: whoever is shut out may know why.
    {Role.COORDINATOR: _COORDINATOR, "head": _HEAD_WITH_REASON, Role.AGENCY_WORKER: _town_worker("R")},
)
resource("exclusion_and_reason", {Role.COORDINATOR: _COORDINATOR})
resource("protected_address_contact", {Role.COORDINATOR: _COORDINATOR})
resource("case_list_timeline", {Role.COORDINATOR: _COORDINATOR_READS, "head": _HEAD})
resource(
    "who_saw_what",
    # The head learns who read with a reason; a seat learns of its own looks, the family of those that are about them.
    {Role.COORDINATOR: _COORDINATOR_READS, "head": _HEAD, Role.AGENCY_WORKER: _agency("R")}
    | {role: _family("R") for role in (Role.PARENT, Role.CHILD)},
)
resource("step_aside_refusal_reasons", {Role.COORDINATOR: _COORDINATOR_READS})
resource("letters_and_undelivered", {Role.COORDINATOR: _COORDINATOR_READS})
resource("papers_handed_out", {Role.COORDINATOR: _COORDINATOR_READS, "head": _HEAD_WITH_REASON})
resource(
    "own_summary",
    {
        Role.COORDINATOR: _COORDINATOR,
        "head": _HEAD_WITH_REASON,
        Role.PARENT: _family("R", closed="R"),
        Role.CHILD: _family("R", closed="R"),
        # whoever accompanies one of the family, pledged, once that one lets them (coordination/family/companions)
        Role.SUPPORT_PERSON: Right("R", door=Door.NUMBER, member=True, pledge=True, ground=True, draft=""),
    },
)
resource(
    "own_feed",  # neutral entries alone, see calendar_entries
    {
        Role.COORDINATOR: Right("R"),
        Role.MINUTE_TAKER: _town_worker("R"),
        Role.FACILITATOR: _town_worker("R"),
        Role.AGENCY_WORKER: _agency("R"),
    },
)
# Beyond the rows of the oracle: what the office does about a case.
resource("agency_notes", {Role.AGENCY_WORKER: _agency("RW")})  # its own people's at the table, never the office's
resource("reason_for_reading", {"head": Right("RW", draft="", closed="RW")})
resource("case_closing", {Role.COORDINATOR: Right("RW", draft="", closed="RW")})
resource("hand_over", {Role.COORDINATOR: Right("RW", closed="RW")})
resource("offered_case", {"receiver": Right("RW", closed="RW")})
resource("appointing", {"head": Right("RW", closed="RW")})
