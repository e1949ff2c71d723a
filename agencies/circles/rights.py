"""Who may do what with the files of a counselling service: one row a resource, one entry a role.

The oracle of the access test says the same in its own words and is never made from this table.
"""

from agencies.circles.standing import (
    ASSESSOR,
    CARE,
    COLLEAGUE,
    COUNSELLOR,
    DESK,
    EXCLUSIONS,
    FIGURES,
    FILE,
    FIRST_CONTACT,
    HEAD,
    KEY_WORKER,
    MANAGER,
    NAMED,
    SETTINGS,
    TEAM,
)
from foundation.access import Right, resource

resource(DESK, {role: Right("RW") for role in (MANAGER, COLLEAGUE)})
resource(SETTINGS, {MANAGER: Right("RW"), COLLEAGUE: Right("R")})
resource(FIGURES, {role: Right("R") for role in (MANAGER, COLLEAGUE)})
resource(
    HEAD,
    {role: Right("R", closed="R") for role in (KEY_WORKER, COUNSELLOR, ASSESSOR, FIRST_CONTACT, NAMED, MANAGER)},
)
resource(
    FILE,
    {
        KEY_WORKER: Right("RW", closed="R"),
        COUNSELLOR: Right("RW", closed="R"),
        ASSESSOR: Right("RW"),
        FIRST_CONTACT: Right("RW"),
        NAMED: Right("R"),
    },
)
resource(
    CARE,
    {
        KEY_WORKER: Right("RW", closed="R"),
        COUNSELLOR: Right("RW", closed="R"),
        ASSESSOR: Right("R"),
        NAMED: Right("R"),
    },
)
resource(
    TEAM,
    {KEY_WORKER: Right("RW", closed="R"), COUNSELLOR: Right("R", closed="R"), MANAGER: Right("RW", closed="R")},
)
resource(
    EXCLUSIONS,
    {KEY_WORKER: Right("RW", closed="R"), FIRST_CONTACT: Right("RW"), MANAGER: Right("RW", closed="R")},
)
