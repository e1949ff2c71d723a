"""When an agreement can be put before its parties, signed, confirmed, taken back or ended; plain values only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from foundation.reasons import Reason, reason


class AgreementState(StrEnum):
    """Where an agreement stands."""

    DRAFT = "draft"
    WAITING = "waiting"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class EndedBy(StrEnum):
    """Who ended an agreement before its last day."""

    PARENT = "parent"
    ORGANISATION = "organisation"
    BOTH = "both"


def state(
    *, offered: bool, signatures: int, withdrawn: bool, ended_on: date | None, until_on: date | None, today: date
) -> AgreementState:
    """Where an agreement stands: concluded only with both signatures (S2-45), ended from the day on which it ends.

    `until_on` is the last day on which it holds.
    """
    if withdrawn:
        return AgreementState.WITHDRAWN
    if not offered:
        return AgreementState.DRAFT
    if signatures < 2:
        return AgreementState.WAITING
    over = (ended_on is not None and ended_on <= today) or (until_on is not None and until_on < today)
    return AgreementState.ENDED if over else AgreementState.CONCLUDED


@dataclass(frozen=True)
class Settled:
    """What has been written so far, as far as the rules ask."""

    reason: str = ""
    goals: Sequence[str] = ()
    organisation_does: Sequence[str] = ()
    visits: str = ""
    from_on: date | None = None
    until_on: date | None = None
    excuse: str = ""
    law: str = ""
    evaluation_on: date | None = None
    ends_when: str = ""
    complaints: str = ""
    answer_within: str = ""


def obstacles_to_offering(settled: Settled) -> tuple[Reason, ...]:
    """Everything that is missing before the parties can sign, all at once (S2-46: at least one goal)."""
    wrong = []
    if not settled.reason.strip():
        wrong.append(reason("It is missing why the agreement is made. Write it in the parent's words.", "reason"))
    if not settled.goals:
        wrong.append(reason("The agreement has no goal. Write at least one.", "goals"))
    if not settled.organisation_does:
        wrong.append(reason("It is missing what the organisation does. Write at least one step.", "organisation_does"))
    if not settled.visits.strip():
        wrong.append(reason("It is missing how often and where they meet.", "visits"))
    wrong += _wrong_days(settled)
    if not settled.excuse.strip():
        wrong.append(reason("It is missing how the parent excuses themselves.", "excuse"))
    if not settled.law.strip():
        wrong.append(reason("It is missing which law binds the worker to silence.", "law"))
    if not settled.ends_when.strip():
        wrong.append(reason("It is missing when the organisation can end the agreement.", "ends_when"))
    if not settled.complaints.strip():
        wrong.append(reason("It is missing who receives complaints.", "complaints"))
    if not settled.answer_within.strip():
        wrong.append(reason("It is missing by when complaints are answered.", "answer_within"))
    return tuple(wrong)


def _wrong_days(settled: Settled) -> list[Reason]:
    begins, ends, evaluated = settled.from_on, settled.until_on, settled.evaluation_on
    wrong = []
    if begins is None:
        wrong.append(reason("It is missing since when the agreement holds.", "from_on"))
    if ends is None:
        wrong.append(reason("It is missing until when the agreement holds.", "until_on"))
    elif begins is not None and ends <= begins:
        wrong.append(reason("The agreement ends before it begins. Correct one of the days.", "until_on"))
    if evaluated is None:
        wrong.append(reason("It is missing when the parties evaluate it together.", "evaluation_on"))
    elif (begins is not None and evaluated < begins) or (ends is not None and evaluated > ends):
        wrong.append(
            reason("The day of the evaluation lies outside the agreement. Choose one within it.", "evaluation_on")
        )
    return wrong


def not_concluded(missing: Sequence[str]) -> tuple[Reason, ...]:
    """Whose signature an agreement lacks (S2-45)."""
    if not missing:
        return ()
    return (
        reason(
            "The agreement is not concluded, a signature is missing: %(who)s. Ask for it, or upload the signed paper.",
            who=", ".join(missing),
        ),
    )


def no_party() -> tuple[Reason, ...]:
    """Why somebody cannot sign: the office is no party, and nobody signs for another worker."""
    return (reason("Only the worker named in the agreement signs for the organisation. The office is no party."),)


def obstacles_to_writing(at: AgreementState) -> tuple[Reason, ...]:
    """Why the text can no longer change."""
    if at is AgreementState.DRAFT:
        return ()
    if at is AgreementState.WAITING:
        return (reason("The agreement lies before the parties. Take it back first, then it can be changed."),)
    return (reason("This agreement can no longer be changed. Make a new one."),)


def obstacles_to_taking_back(at: AgreementState, *, signatures: int) -> tuple[Reason, ...]:
    """Why an agreement that lies before the parties cannot become a draft again."""
    if at is not AgreementState.WAITING:
        return (reason("The agreement does not wait for signatures."),)
    if signatures:
        return (reason("Somebody has signed already, the text can no longer change. Withdraw it and make a new one."),)
    return ()


def obstacles_to_signing(at: AgreementState, *, signed: bool) -> tuple[Reason, ...]:
    """Why a party cannot sign now; one who has signed need not again."""
    if at is AgreementState.DRAFT:
        return (reason("The agreement is still being prepared. It can be signed once it is put before the parties."),)
    if signed:
        return (reason("This signature is there already, nothing more is needed."),)
    if at is not AgreementState.WAITING:
        return (reason("This agreement does not wait for signatures any more."),)
    return ()


def obstacles_to_filing(
    at: AgreementState, *, waits: bool, parent_on: date | None, worker_on: date | None, parent_signed: bool,
    worker_signed: bool, original: str, today: date,
) -> tuple[Reason, ...]:  # fmt: skip
    """Why a signed paper cannot be handed in; `waits`: another paper of this agreement waits for confirmation."""
    wrong = list(obstacles_to_signing(at, signed=parent_signed and worker_signed))
    if wrong:
        return tuple(wrong)
    if waits:
        return (reason("Another paper waits for confirmation. Decide about that one first."),)
    if parent_on is None and worker_on is None:
        wrong.append(reason("Enter for at least one signature the day that stands beside it.", "parent_on"))
    for day, signed, field in ((parent_on, parent_signed, "parent_on"), (worker_on, worker_signed, "worker_on")):
        if day is not None and signed:
            wrong.append(reason("This signature is there already. Leave the day empty.", field))
        if day is not None and day > today:
            wrong.append(reason("The day on the sheet is in the future. Enter the day that stands there.", field))
    if not original.strip():
        wrong.append(reason("It is missing where the original lies. Write its reference or file number.", "original"))
    return tuple(wrong)


def obstacles_to_confirming(*, decided: bool, filed_by_same: bool, at: AgreementState) -> tuple[Reason, ...]:
    """Why somebody cannot confirm that a handed-in paper is its original."""
    if decided:
        return (reason("This sheet has been decided meanwhile."),)
    if filed_by_same:
        return (reason("Whoever handed the paper in cannot confirm it. The other side does."),)
    if at is not AgreementState.WAITING:
        return (reason("This agreement does not wait for signatures any more."),)
    return ()


def obstacles_to_withdrawing(at: AgreementState) -> tuple[Reason, ...]:
    """Why an agreement cannot be withdrawn; a concluded one is ended instead."""
    if at in (AgreementState.DRAFT, AgreementState.WAITING):
        return ()
    if at is AgreementState.CONCLUDED:
        return (reason("The agreement is concluded. It can be ended, not withdrawn."),)
    return (reason("The agreement is over already."),)


def obstacles_to_ending(
    at: AgreementState, *, ends_on: date, from_on: date | None, today: date, how: EndedBy, why: str
) -> tuple[Reason, ...]:
    """Why an agreement cannot be ended so; the parent may at any time and without a reason, the organisation says why.

    `ends_on` is the day from which it holds no more.
    """
    if at is AgreementState.ENDED:
        return (reason("The agreement is over already."),)
    if at is not AgreementState.CONCLUDED:
        return (reason("Only a concluded agreement can be ended. Withdraw this one instead."),)
    wrong = []
    if from_on is not None and ends_on < from_on:
        wrong.append(reason("The agreement cannot end before it began. Enter a later day.", "ends_on"))
    if ends_on > today:
        wrong.append(reason("Enter the day on which it ended, today at the latest.", "ends_on"))
    if how is EndedBy.ORGANISATION and not why.strip():
        wrong.append(reason("The organisation ends it in writing. Write why.", "why"))
    return tuple(wrong)
