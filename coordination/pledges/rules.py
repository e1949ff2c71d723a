"""When a pledge can be signed or refused, and what its signer is told when the content stays closed."""

from enum import StrEnum

from foundation.reasons import Reason, reason


class PledgeStanding(StrEnum):
    """Where the pledge of one seat stands."""

    PENDING = "pending"
    SIGNED = "signed"
    REFUSED = "refused"
    SUPERSEDED = "superseded"


def standing(*, signed: bool, signed_before: bool, refused: bool) -> PledgeStanding:
    """Where a pledge stands; `signed`: under a wording that still opens the content, `signed_before`: under another."""
    if signed:
        return PledgeStanding.SIGNED
    if refused:
        return PledgeStanding.REFUSED
    return PledgeStanding.SUPERSEDED if signed_before else PledgeStanding.PENDING


def signing_obstacles(*, held: bool, strong_door: bool) -> tuple[Reason, ...]:
    """Why nobody can sign here; `held`: the seat is held now, `strong_door`: the signer came by account or code."""
    if not held:
        return (reason("Your place at the table has been closed meanwhile, there is nothing to sign."),)
    if not strong_door:
        return (reason("A pledge is signed after a code or with an account. Have a code sent to you."),)
    return ()


def refusal_obstacles(*, held: bool, signed: bool) -> tuple[Reason, ...]:
    """Why a pledge cannot be refused any more."""
    if signed:
        return (
            reason("You have signed already, and a signed pledge holds on. To leave the case, choose to step aside."),
        )
    if not held:
        return (reason("Your place at the table has been closed meanwhile, there is nothing to refuse."),)
    return ()


def changed_meanwhile() -> tuple[Reason, ...]:
    """What the signer is told when the text changed while it lay open."""
    return (reason("The text changed while it lay open here. Read it once more and sign what you see now."),)


def content_closed(*, grounded: bool, ever_grounded: bool, phone: str) -> tuple[Reason, ...]:
    """What a worker with a signed pledge is told while the content stays closed for want of a ground."""
    if grounded:
        return ()
    if ever_grounded:
        return (
            reason(
                "The content has closed, the ground for reading has ended. Your pledge still holds. "
                "Questions: %(phone)s.",
                phone=phone,
            ),
        )
    return (
        reason(
            "The content does not open yet: an agreement or a legal title is missing. "
            "The coordinator will add it, you need not do anything. Questions: %(phone)s.",
            phone=phone,
        ),
    )
