"""When a pledge can be signed, refused, handed in or confirmed, and what its signer is told while content is closed."""

import re
import unicodedata
from datetime import date, timedelta
from enum import StrEnum

from foundation.reasons import Reason, reason

CONFIRM_WITHIN = timedelta(days=7)
"""By when a handed-in sheet is to be confirmed."""


class PledgeStanding(StrEnum):
    """Where the pledge of one seat stands."""

    PENDING = "pending"
    SIGNED = "signed"
    WAITING = "waiting_confirmation"
    REFUSED = "refused"
    SUPERSEDED = "superseded"


def standing(*, signed: bool, signed_before: bool, refused: bool, waiting: bool = False) -> PledgeStanding:
    """Where a pledge stands; `signed`: under a wording that still opens the content, `signed_before`: under another,
    `waiting`: a sheet was handed in and nobody has confirmed it yet."""
    if signed:
        return PledgeStanding.SIGNED
    if waiting:
        return PledgeStanding.WAITING
    if refused:
        return PledgeStanding.REFUSED
    return PledgeStanding.SUPERSEDED if signed_before else PledgeStanding.PENDING


class NextStep(StrEnum):
    """What somebody who collects pledges does next about one of them."""

    NOTHING = "nothing"
    SAY_WHOM = "say_whom"
    CONFIRM = "confirm"
    TALK = "talk"
    WAIT_FOR_LINK = "wait_for_link"
    TABLE_OR_PAPER = "table_or_paper"
    OWN = "own"


def next_step(standing: PledgeStanding, *, own: bool, says_whom: bool, reached_by_mail: bool, family: bool) -> NextStep:
    """What comes next about one pledge; `own`: it is that of the one who asks, `says_whom`: the wording lacks nobody's
    name, `reached_by_mail`: the signer has a mailbox of their own. Nobody waits for the family's signature."""
    if standing is PledgeStanding.SIGNED or (family and standing is not PledgeStanding.WAITING):
        return NextStep.NOTHING
    if standing is PledgeStanding.WAITING:
        return NextStep.CONFIRM
    if own:
        return NextStep.OWN
    if not says_whom:
        return NextStep.SAY_WHOM
    if standing is PledgeStanding.REFUSED:
        return NextStep.TALK
    return NextStep.WAIT_FOR_LINK if reached_by_mail else NextStep.TABLE_OR_PAPER


def signing_obstacles(*, held: bool, strong_door: bool) -> tuple[Reason, ...]:
    """Why nobody can sign here; `held`: the seat is held now, `strong_door`: the signer came by account or code."""
    if not held:
        return (reason("Your place at the table has been closed meanwhile, there is nothing to sign."),)
    if not strong_door:
        return (reason("A pledge is signed after a code or with an account. Have a code sent to you."),)
    return ()


def table_obstacles(*, held: bool, signed: bool, witness_is_signer: bool, witness_of_town: bool) -> tuple[Reason, ...]:
    """Why nobody can sign at the table before this witness."""
    if signed:
        return (reason("This pledge is signed already, nothing more is needed."),)
    if not held:
        return (reason("This place at the table has been closed meanwhile, there is nothing to sign."),)
    if witness_is_signer:
        return (reason("Nobody is their own witness. Sign your own pledge with your account."),)
    if not witness_of_town:
        return (reason("Only somebody who works at the town office can be the witness."),)
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


def as_said_obstacles(*, held: bool, signed: bool) -> tuple[Reason, ...]:
    """Why the refusal of somebody else cannot be written down."""
    if signed:
        return (reason("This pledge is signed already, a refusal cannot be written down any more."),)
    if not held:
        return (reason("This place at the table has been closed meanwhile, there is nothing to refuse."),)
    return ()


class Decision(StrEnum):
    """What the coordinator decides about somebody who will not sign."""

    LEAVES = "leaves"
    OWN_TASK = "own_task"
    POSTPONED = "postponed"
    PARENT_STAYS = "parent_stays"


def possible_decisions(*, family: bool) -> tuple[Decision, ...]:
    """A refusal never shuts the family out of a meeting about its own child (domain 1.4)."""
    if family:
        return (Decision.PARENT_STAYS, Decision.POSTPONED)
    return (Decision.LEAVES, Decision.OWN_TASK, Decision.POSTPONED)


def decision_obstacles(decision: Decision, *, family: bool) -> tuple[Reason, ...]:
    """Why this cannot be decided about this person."""
    if decision in possible_decisions(family=family):
        return ()
    if family:
        return (reason("Nobody of the family is sent away for not signing. Choose another way.", "decision"),)
    return (reason("Only somebody of the family stays without a pledge. Choose another way.", "decision"),)


def nothing_refused() -> tuple[Reason, ...]:
    """Why there is nothing to decide and no note to print."""
    return (reason("This person has not refused the pledge, or has signed since."),)


def changed_meanwhile() -> tuple[Reason, ...]:
    """What the signer is told when the text changed while it lay open."""
    return (reason("The text changed while it lay open here. Read it once more and sign what you see now."),)


def whom_missing() -> Reason:
    """Why a support person cannot sign: their wording names the person whom they accompany."""
    return reason(
        "It is not written yet whom this person accompanies, and the pledge says it. The coordinator adds it."
    )


# --- a sheet that is handed in ---------------------------------------------------------------------------------------


def issuing_obstacles(*, signed: bool) -> tuple[Reason, ...]:
    """Why no sheet is given out to be signed electronically."""
    return (reason("This pledge is signed already, nothing more is needed."),) if signed else ()


def filing_obstacles(
    *, signed: bool, waiting: bool, signed_on: date, today: date, original: str, needs_confirmer: bool
) -> tuple[Reason, ...]:
    """Why a sheet cannot be handed in; `signed`: the pledge is signed already, `waiting`: another sheet waits,
    `needs_confirmer`: nobody is named who compares it with the original."""
    if signed:
        return (reason("This pledge is signed already, nothing more is needed."),)
    if waiting:
        return (reason("Another sheet of this person waits for confirmation. Decide about that one first."),)
    wrong = []
    if signed_on > today:
        wrong.append(reason("The day on the sheet is in the future. Enter the day that stands there.", "signed_on"))
    if not original.strip():
        wrong.append(reason("It is missing where the original lies. Write its reference or file number.", "original"))
    if needs_confirmer:
        wrong.append(
            reason("Choose somebody else from your office to compare the sheet with the original.", "confirmer")
        )
    return tuple(wrong)


def confirmation_obstacles(
    *, decided: bool, signed: bool, uploaded_by_same: bool, of_town_or_signer: bool
) -> tuple[Reason, ...]:
    """Why somebody cannot confirm a sheet."""
    if decided:
        return (reason("This sheet has been decided meanwhile."),)
    if signed:
        return (reason("This pledge is signed already, nothing more is needed."),)
    if uploaded_by_same:
        return (reason("Whoever uploaded the sheet cannot confirm it. Ask another worker, or the signer."),)
    if not of_town_or_signer:
        return (reason("A sheet is confirmed by somebody from the town office, or by the signer."),)
    return ()


def rejection_obstacles(*, decided: bool) -> tuple[Reason, ...]:
    """Why a sheet cannot be rejected any more."""
    return (reason("This sheet has been decided meanwhile."),) if decided else ()


def voiding_obstacles(*, signed: bool) -> tuple[Reason, ...]:
    """Why a signature cannot be declared void."""
    return () if signed else (reason("There is no signature here that could be void."),)


class Worth(StrEnum):
    """What a PDF is worth that came with an electronic signature."""

    QUALIFIED = "qualified"
    NOT_ONE = "not_one"
    CHANGED = "changed"
    ANOTHER_TEXT = "another_text"
    ISSUER_UNKNOWN = "issuer_unknown"
    NOT_QUALIFIED = "not_qualified"
    SOMEBODY_ELSE = "somebody_else"


def worth(
    *, signatures: int, whole: bool, intact: bool, ours: bool, trusted: bool, qualified: bool, names_signer: bool
) -> Worth:
    """The first thing that keeps an electronic signature from being taken as a qualified one, else that it is one."""
    if signatures != 1:
        return Worth.NOT_ONE
    if not (whole and intact):
        return Worth.CHANGED
    if not ours:
        return Worth.ANOTHER_TEXT
    if not trusted:
        return Worth.ISSUER_UNKNOWN
    if not qualified:
        return Worth.NOT_QUALIFIED
    return Worth.QUALIFIED if names_signer else Worth.SOMEBODY_ELSE


def against_worth(found: Worth, *, named: str, issuer: str, field: str) -> tuple[Reason, ...]:
    """What is said of a PDF whose electronic signature is not taken as a qualified one."""
    sentences = {
        Worth.NOT_ONE: reason(
            "The PDF must carry exactly one electronic signature. Sign the file that you downloaded here, once.", field
        ),
        Worth.CHANGED: reason(
            "The file was changed after it was signed, so the signature does not hold. Sign the original file again.",
            field,
        ),
        Worth.ANOTHER_TEXT: reason(
            "The signature is whole, but it does not lie on the file that you downloaded here, so it is not clear "
            "what it covers. Download the file and sign it without saving it in another way.",
            field,
        ),
        Worth.ISSUER_UNKNOWN: reason(
            "The signature is whole, but the town does not know the issuer of the certificate (%(issuer)s). "
            "It is not taken as a qualified one.",
            field,
            issuer=issuer,
        ),
        Worth.NOT_QUALIFIED: reason(
            "The signature is whole, but the certificate does not say that it is a qualified one. "
            "It is not taken as a qualified one.",
            field,
        ),
        Worth.SOMEBODY_ELSE: reason(
            "The signature is whole, but the certificate belongs to somebody else: %(named)s.", field, named=named
        ),
    }
    return (sentences[found],) if found in sentences else ()


SOUND = frozenset({Worth.ISSUER_UNKNOWN, Worth.NOT_QUALIFIED, Worth.ANOTHER_TEXT})
"""Signatures that are whole: such a file may be handed in like a sheet of paper, and somebody compares it."""

_TITLES = frozenset(
    {
        "bc", "mgr", "ing", "ingarch", "mudr", "mddr", "mvdr", "judr", "phdr", "rndr", "pharmdr", "paeddr", "thdr",
        "thlic", "thmgr", "phd", "csc", "drsc", "dis", "doc", "prof", "bca", "mga", "mba", "msc", "llm", "dr",
    }
)  # fmt: skip


def _words_of_name(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("ph.d", "phd")
    words = re.findall(r"[^\W\d_]+", re.sub(r"(?<=\w)\.(?=\w)", "", letters))
    return frozenset(word for word in words if word not in _TITLES)


def same_person(one: str, other: str) -> bool:
    """Whether two names can be those of one person: every word of the shorter stands in the longer, titles aside."""
    first, second = sorted((_words_of_name(one), _words_of_name(other)), key=len)
    return len(first) >= 2 and first <= second


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
