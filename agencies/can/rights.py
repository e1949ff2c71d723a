"""Who may do what in a special procedure; towards the file of one that holds only named people are anything (S1-56)."""

from agencies.can.standing import LEADING, PROCEDURE
from agencies.circles.standing import ASSESSOR, COUNSELLOR, FIRST_CONTACT, KEY_WORKER, NAMED
from foundation.access import Right, resource

resource(
    PROCEDURE,
    {
        KEY_WORKER: Right("RW", closed="R"),
        **{role: Right("RW") for role in (COUNSELLOR, ASSESSOR, FIRST_CONTACT, NAMED)},
    },
)
resource(LEADING, {role: Right("RW") for role in (KEY_WORKER, FIRST_CONTACT)})
