"""Who may read, prepare and sign an agreement; the office is no party, so the coordinator reads and prepares only."""

from coordination.seats.rules import Role
from foundation.access import Door, Right, resource

_PARTY = Right("RW", door=Door.CODE, member=True, pledge=True, ground=True, draft="")

AGREEMENT = "cooperation_agreement"
PREPARING = "preparing_agreement"
AT_TABLE = "agreement_at_table"

_PARENT = Right("RW", door=Door.NUMBER, member=True, ground=True, draft="")
"""The parent as a party, by the own door; being of the family is the ground, and no pledge stands before it."""

resource(AGREEMENT, {Role.COORDINATOR: Right("R", closed="R"), Role.AGENCY_WORKER: _PARTY, Role.PARENT: _PARENT})
resource(PREPARING, {Role.COORDINATOR: Right("RW", closed="R"), Role.AGENCY_WORKER: _PARTY})
resource(AT_TABLE, {"signer_at_table": Right("RW", door=Door.NONE, draft="")})
