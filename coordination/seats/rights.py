"""Who may do what with each part of a case: one row a resource, one entry a role, as the doors read it.

The oracle of the access test says the same in its own words and is never made from this table.
"""

from coordination.seats.rules import Role
from foundation.access import Door, Right, resource

_COORDINATOR = Right("RW", closed="R")
_COORDINATOR_READS = Right("R", closed="R")
_HEAD = Right("R", draft="", closed="R")


def _town_worker(actions: str, closed: str = "") -> Right:
    """A minute taker or facilitator: a pledged seat."""
    return Right(actions, door=Door.CODE, member=True, pledge=True, draft="", closed=closed)


def _agency(actions: str, closed: str = "") -> Right:
    """An agency's worker: pledged and with a ground."""
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
    {Role.COORDINATOR: _COORDINATOR, "head": _HEAD} | {role: _before_pledge("RW", Door.LINK) for role in _WORKERS},
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
        Role.MINOR_REPRESENTATIVE: _town_worker("R"),
    },
)
resource(
    "brief_goal_areas_members",
    {
        Role.COORDINATOR: _COORDINATOR,
        Role.MINUTE_TAKER: _town_worker("R"),
        Role.FACILITATOR: _town_worker("R"),
        Role.AGENCY_WORKER: _agency("R"),
        Role.MINOR_REPRESENTATIVE: _town_worker("R"),
    },
)
resource(
    "participants_and_answers",
    {
        Role.COORDINATOR: _COORDINATOR,
        Role.MINUTE_TAKER: _town_worker("R"),
        Role.FACILITATOR: _town_worker("R"),
        Role.AGENCY_WORKER: _agency("R"),
        Role.MINOR_REPRESENTATIVE: _town_worker("R"),
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
        Role.MINUTE_TAKER: _town_worker("RW"),
        Role.FACILITATOR: _town_worker("R"),
        Role.AGENCY_WORKER: _agency("R"),
        Role.MINOR_REPRESENTATIVE: _town_worker("R"),
    },
)
resource(
    "attendance",
    {
        Role.COORDINATOR: _COORDINATOR,
        Role.MINUTE_TAKER: _town_worker("RW"),
        Role.FACILITATOR: _town_worker("R"),
        Role.AGENCY_WORKER: _agency("R"),
        Role.MINOR_REPRESENTATIVE: _town_worker("R"),
    },
)
resource(
    "plan_goals_all_tasks",
    {
        Role.COORDINATOR: _COORDINATOR,
        Role.MINUTE_TAKER: _town_worker("RW"),
        Role.FACILITATOR: _town_worker("R"),
        Role.AGENCY_WORKER: _agency("R"),
        Role.MINOR_REPRESENTATIVE: _town_worker("R"),
    },
)
resource(
    "own_task",
    {
        Role.COORDINATOR: _COORDINATOR,
        Role.MINUTE_TAKER: _town_worker("RW", closed="R"),
        Role.FACILITATOR: _town_worker("RW", closed="R"),
        Role.AGENCY_WORKER: _agency("RW", closed="R"),
        Role.MINOR_REPRESENTATIVE: _town_worker("RW", closed="R"),
    },
)
resource(
    "grounds_and_consents",
    # A seat reads its own ground, also once it holds no longer: whoever is shut out may know why.
    {Role.COORDINATOR: _COORDINATOR, Role.AGENCY_WORKER: _town_worker("R")},
)
resource("exclusion_and_reason", {Role.COORDINATOR: _COORDINATOR})
resource("protected_address_contact", {Role.COORDINATOR: _COORDINATOR})
resource("case_list_timeline", {Role.COORDINATOR: _COORDINATOR_READS, "head": _HEAD})
resource("step_aside_refusal_reasons", {Role.COORDINATOR: _COORDINATOR_READS})
resource("letters_and_undelivered", {Role.COORDINATOR: _COORDINATOR_READS})
resource("papers_handed_out", {Role.COORDINATOR: _COORDINATOR_READS})
resource("own_summary", {Role.COORDINATOR: _COORDINATOR})
