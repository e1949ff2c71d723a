"""Who may collect the pledges of others, look at a sheet that was handed in, and sign at the table."""

from coordination.seats.rules import Role
from foundation.access import Door, Right, resource

_MINUTE_TAKER = Right("RW", door=Door.ACCOUNT2, member=True, pledge=True, draft="")
"""The device that is handed over at the table must be that of somebody who signed in with a second factor."""

resource("collecting_pledges", {Role.COORDINATOR: Right("RW", closed="R"), Role.MINUTE_TAKER: _MINUTE_TAKER})
resource(
    "handed_in_sheet",
    {
        Role.COORDINATOR: Right("RW", closed="R"),
        Role.MINUTE_TAKER: _MINUTE_TAKER,
        "confirmer": Right("RW", door=Door.CODE, draft=""),
    },
)
resource("pledge_at_table", {"signer_at_table": Right("RW", door=Door.NONE, draft="")})
