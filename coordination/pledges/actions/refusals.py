"""What follows a refusal: the coordinator's decision, and the note of both on paper."""

from uuid import UUID

from agencies.directory.models import Agency
from agencies.staff.models import Worker
from coordination.pledges import documents_of_refusal as documents
from coordination.pledges import models, rules
from coordination.pledges.actions.signing import Copy
from coordination.pledges.documents_of_refusal import RefusalNote
from coordination.pledges.rules import Decision
from coordination.pledges.words_on_paper import REFUSAL, RefusalWords
from coordination.seats.models import Pledge, Seat
from coordination.seats.rules import FAMILY, Role
from foundation import audit, town_settings, wordings
from foundation.database import db, transaction
from foundation.reasons import Refused, refuse_if
from foundation.wordings import Wording


def decide_after_refusal(seat_id: UUID, decision: Decision, *, by: str) -> None:
    """Note what the coordinator decided about somebody who will not sign. Raises Refused."""
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        refused = models.refusal_at(seat)
        if refused is None:
            raise Refused(rules.nothing_refused())
        refuse_if(rules.decision_obstacles(decision, family=seat.role in FAMILY))
        pledge = session.get_one(Pledge, refused.id)
        pledge.refusal_decision = decision
        session.flush()
        audit.record(
            seat.town_id, by, "decided after a refusal", f"pledge:{pledge.id}", case=str(seat.case_id),
            decision=decision.value,
        )  # fmt: skip


def note_of_refusal(seat_id: UUID, *, language: str) -> Copy:
    """The note of a refusal on paper; the same facts give the same paper. Raises Refused while it cannot be issued."""
    seat = models.seat(seat_id)
    refused = models.refusal_at(seat)
    if refused is None or refused.refused_at is None:
        raise Refused(rules.nothing_refused())
    words = REFUSAL[language]
    text = _instruction(Role(seat.role), words)
    values = town_settings.of_town(seat.town_id)
    refuse_if(wordings.unfilled(text, values, called=town_settings.label_of))
    town, code = db.session.get_one(Agency, seat.town_id), seat.frame.code
    note = RefusalNote(
        town=words.town.format(name=town.signs_as),
        unit=town.name,
        case_code=code,
        name=seat.name,
        about=", ".join(filter(None, (seat.function, seat.agency_name))),
        wording_number=db.session.get_one(Wording, refused.wording_id).version,
        refused_at=refused.refused_at,
        reason=refused.refusal_reason or "",
        decision=Decision(refused.refusal_decision) if refused.refusal_decision else None,
        possible=rules.possible_decisions(family=seat.role in FAMILY),
        instruction=wordings.filled(text, values),
        written_by=_name_of(refused.refused_by),
        language=language,
    )
    return Copy(documents.refusal_note(note), f"odmitnuti-slibu-{code}.pdf")


def _instruction(role: Role, words: RefusalWords) -> str:
    if role == Role.INTERPRETER:
        return words.to_interpreter
    bound = role not in FAMILY and role != Role.SUPPORT_PERSON
    return words.to_bound if bound else words.to_person


def _name_of(key: str | None) -> str:
    """Who wrote the refusal down; empty where the log book alone knows."""
    kind, _colon, worker_id = (key or "").partition(":")
    worker = db.session.get(Worker, UUID(worker_id)) if kind == "worker" else None
    return worker.name if worker else ""
