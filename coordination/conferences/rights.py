"""Who may propose a meeting: a worker of an agency at the table; the coordinator convenes and need not ask."""

from coordination.conferences.proposals import PROPOSING
from coordination.seats.rules import Role
from foundation.access import Door, Right, resource

resource(PROPOSING, {Role.AGENCY_WORKER: Right("RW", door=Door.CODE, member=True, pledge=True, ground=True, draft="")})
