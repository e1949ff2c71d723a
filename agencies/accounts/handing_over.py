"""Handing the own device over for one errand, and taking it back: between the two nothing of the owner opens."""

from uuid import UUID

from agencies.accounts import proofs, rules
from agencies.accounts.models import LoginSession, account_of
from agencies.accounts.visitors import Visitor
from foundation import audit, clock
from foundation.database import transaction
from foundation.reasons import Refused


def hand_over(owner: Visitor, errand: UUID) -> None:
    """Hand the device over; from the next request on it shows the errand and nothing else."""
    with transaction() as session:
        login = session.get_one(LoginSession, owner.session_id)
        login.handed_over_at, login.handed_over_for, login.handed_over_tries = clock.now(), errand, 0
        audit.record(None, owner.key, "device handed over", f"worker:{owner.worker_id}", errand=str(errand))


def needs_code(owner: Visitor) -> bool:
    """Whether the owner proves themselves by the second factor; only in the demonstration there is none."""
    account = account_of(owner.worker_id)
    return account is not None and account.disabled_at is None


def take_back(owner: Visitor, *, code: str) -> None:
    """Open the device to its owner again. Raises Refused for a wrong code; the fifth one signs the device out."""
    with transaction() as session:
        login = session.get_one(LoginSession, owner.session_id, with_for_update=True)
        account = account_of(owner.worker_id)
        fits = True
        if account is not None and account.disabled_at is None:
            step = rules.fresh_step(proofs.steps_of(code, account.totp_secret), last=account.totp_last_step)
            fits, account.totp_last_step = step is not None, step or account.totp_last_step
        login.handed_over_tries += not fits
        against = [*rules.against_taking_back(fits=fits, tries=login.handed_over_tries)]
        if not against:
            login.handed_over_at = login.handed_over_for = None
        elif login.handed_over_tries >= rules.TRIES_AT_GIVING_BACK:
            login.ended_at, login.ended_why = clock.now(), "not given back"
        verb = "device given back" if not against else "device not given back"
        audit.record(None, owner.key, verb, f"worker:{owner.worker_id}")
    if against:
        raise Refused(against)  # after the try has been counted
