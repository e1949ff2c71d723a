"""What a circle is allowed to be: its state, its one key worker (klíčový pracovník), its team, whom it keeps out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from foundation.reasons import Reason, reason


class State(StrEnum):
    """How far a counselling service is with somebody (domain.md 3A)."""

    NEW_CONTACT = "new_contact"
    INTAKE_BOOKED = "intake_booked"
    INTAKE_DONE = "intake_done"
    ASSESSMENT_DONE = "assessment_done"
    PROCESS_OPENED = "process_opened"
    CLIENT = "client"
    CLOSED = "closed"


IN_ORDER = tuple(State)
"""The way from the first contact; nobody goes back on it."""


class Outcome(StrEnum):
    """How the work with somebody ended."""

    BASIC_COUNSELLING = "basic_counselling"
    """One-off advice was enough."""
    REFERRED = "referred"
    """Another service was offered, besides the advice."""
    WITHDRAWN = "withdrawn"
    """The applicant no longer wants it."""
    ENDED = "ended"
    """The cooperation of a client ended."""


class Part(StrEnum):
    """As what somebody of the service works in a circle."""

    COUNSELLOR = "counsellor"
    ASSESSOR = "assessor"
    DIAGNOSTICIAN = "diagnostician"
    MEDIATOR = "mediator"
    THERAPIST = "therapist"


class HandOverReason(StrEnum):
    """Why a circle gets another key worker (S1-23)."""

    EXPERTISE = "expertise"
    """Another expertise is needed now."""
    ORDER = "order"
    """Another order prevails."""
    LEAVING = "leaving"
    """The key worker leaves, or is kept out."""


class ExclusionKind(StrEnum):
    """Why a worker is kept out of a circle (S1-53)."""

    PERSONAL_RELATION = "personal_relation"
    EARLIER_EXPERIENCE = "earlier_experience"
    ANTIPATHY = "antipathy"
    OTHER = "other"


class Relation(StrEnum):
    """Who somebody is in the family of a file."""

    MOTHER = "mother"
    FATHER = "father"
    CHILD = "child"
    OTHER_ADULT = "other_adult"
    MINOR_REPRESENTATIVE = "minor_representative"


PARENTS = frozenset({Relation.MOTHER, Relation.FATHER})


def may_move(state: State, to: State) -> bool:
    """Whether a file can go from one state to another: only forwards, and from everywhere to its end."""
    return state is not State.CLOSED and IN_ORDER.index(to) > IN_ORDER.index(state)


@dataclass(frozen=True)
class Held:
    """From when until when somebody was key worker."""

    worker_id: UUID
    from_at: datetime
    to_at: datetime | None


def key_worker_at(chain: Sequence[Held], instant: datetime) -> UUID | None:
    """Whoever was key worker at an instant; None only before the first one (S1-21, S1-24)."""
    for held in chain:
        if held.from_at <= instant and (held.to_at is None or instant < held.to_at):
            return held.worker_id
    return None


def against_handing_over(
    because: HandOverReason | None,
    to: UUID | None,
    present: UUID | None,
    *,
    at_service: bool,
    excluded: bool,
    name: str,
) -> list[Reason]:
    """Everything that keeps a file from its new key worker (S1-23, S1-53)."""
    wrong = []
    if to is None:
        wrong.append(reason("The case needs exactly one key worker. Choose one.", "worker"))
    elif to == present:
        wrong.append(reason("%(name)s is the key worker already. Choose somebody else.", "worker", name=name))
    elif excluded:
        wrong.append(reason("%(name)s cannot work on this case. Choose somebody else.", "worker", name=name))
    elif not at_service:
        wrong.append(reason("%(name)s does not work at the service today. Choose somebody else.", "worker", name=name))
    if because is None:
        wrong.append(
            reason("A handover needs a reason: other expertise, or another order. Choose it.", "because")
        )  # fmt: skip
    return wrong


def against_joining(
    name: str, *, at_service: bool, excluded: bool, already: bool, unnamed: bool = False
) -> list[Reason]:
    """Everything that keeps somebody out of the team (S1-53, S1-56)."""
    if excluded:
        return [reason("%(name)s cannot work on this case. Choose somebody else.", "worker", name=name)]
    if not at_service:
        return [reason("%(name)s does not work at the service today. Choose somebody else.", "worker", name=name)]
    if already:
        return [reason("%(name)s is in the team already.", "worker", name=name)]
    if unnamed:
        return [
            reason(
                "The special procedure holds, only named people read the file. Name %(name)s there first.", "worker",
                name=name,
            )
        ]  # fmt: skip
    return []


def against_naming(name: str, *, chosen: bool, at_service: bool, excluded: bool, already: bool) -> list[Reason]:
    """Everything that keeps somebody from reading a file in the special procedure (S1-53, S1-56)."""
    if not chosen:
        return [reason("Choose whom you name.", "worker")]
    if excluded:
        return [reason("%(name)s cannot work on this case. Choose somebody else.", "worker", name=name)]
    if not at_service:
        return [reason("%(name)s does not work at the service today. Choose somebody else.", "worker", name=name)]
    return [reason("%(name)s is named already.", "worker", name=name)] if already else []


def against_excluding(name: str, kind: ExclusionKind | None, *, key_worker: bool, already: bool) -> list[Reason]:
    """Everything that keeps a worker from being kept out: the file must have somebody who answers for it first."""
    wrong = []
    if key_worker:
        wrong.append(
            reason("%(name)s is the key worker. Hand the file over to somebody else first.", "worker", name=name)
        )  # fmt: skip
    if already:
        wrong.append(reason("%(name)s is kept out already.", "worker", name=name))
    if kind is None:
        wrong.append(reason("Choose why this worker is kept out. The worker never reads it.", "kind"))
    return wrong


def against_person(name: str, relation: Relation | None, present: Collection[Relation]) -> list[Reason]:
    """What is missing of somebody of the family; a file has one mother and one father."""
    wrong = []
    if not name.strip():
        wrong.append(reason("Write the name.", "name"))
    if relation is None:
        wrong.append(reason("Choose who it is in the family.", "relation"))
    elif relation in PARENTS and relation in present:
        wrong.append(reason("The file has this parent already. Correct the entry there.", "relation"))
    return wrong
