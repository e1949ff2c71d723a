"""Who may do what with diagnostics; reading them and all the rest is the care of the file."""

from agencies.circles.standing import KEY_WORKER
from agencies.diagnostics.standing import ASKED, ASKING, DIAGNOSTICIAN, OUTPUT, REQUEST
from foundation.access import Right, resource

resource(ASKING, {KEY_WORKER: Right("RW")})
resource(REQUEST, {ASKED: Right("RW")})
resource(OUTPUT, {DIAGNOSTICIAN: Right("RW")})
