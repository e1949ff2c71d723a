"""Who may do what with sign-ins: the owner with the own ones, nobody with anybody else's."""

from uuid import UUID

from agencies.accounts.models import account_of, session_of
from foundation import access
from foundation.access import Actor, Door, Facts, Right

access.resource("own_account", {"owner": Right("RW")})
access.resource("own_devices", {"owner": Right("RW", door=Door.CODE)})


def own(actor: Actor) -> Facts | None:
    """Whoever is signed in, before the own sign-ins."""
    if actor.worker_id is None:
        return None
    return Facts(role="owner", door=actor.door, about=f"worker:{actor.worker_id}")


def own_account(actor: Actor) -> Facts | None:
    """Whoever is signed in and has an account, before the own password and second factor."""
    return own(actor) if actor.worker_id is not None and account_of(actor.worker_id) is not None else None


def own_device(actor: Actor, session_id: UUID) -> Facts | None:
    """Whoever is signed in, before one of the own devices."""
    login = session_of(session_id)
    return own(actor) if login is not None and login.worker_id == actor.worker_id else None
