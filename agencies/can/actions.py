"""The deeds of the special procedure: it begins at once, people are named, steps are done, it ends with a reason."""

from uuid import UUID

from sqlalchemy.orm import Session

from agencies.can import models, rules
from agencies.can.models import CanProcedure, CanStep
from agencies.can.standing import LEADING, PROCEDURE
from agencies.circles import actions as circles
from agencies.circles.models import Circle, NamedReader, key_worker_of
from agencies.circles.standing import FILE
from foundation import audit, clock, wordings
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import Reason, reason, refuse_if
from foundation.wordings import NewVersion


def begin(circle_id: UUID, *, concern: str, actor: Actor) -> UUID:
    """Switch a file to the service's own procedure, in whatever state it stands; whoever begins it is named (S1-56).
    Answers the procedure. Raises Refused."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor, FILE)
        refuse_if(rules.against_beginning(concern, runs=models.running(circle_id) is not None))
        assert actor.worker_id is not None
        procedure = CanProcedure(
            circle_id=circle_id, wording_id=models.checklist_of(circle.agency_id).id, concern=concern.strip(),
            begun_at=clock.now(), begun_by=actor.worker_id,
        )  # fmt: skip
        session.add(procedure)
        session.flush()
        circles.restrict(circle)
        key = key_worker_of(circle_id)
        if actor.worker_id != (key.worker_id if key is not None else circle.taken_by):
            circles.name_reader(session, circle, actor.worker_id, by=actor.key)
        audit.record(
            circle.agency_id, actor.key, "special procedure begun", circle.about, procedure=str(procedure.id),
            version=models.checklist_of(circle.agency_id).version,
        )  # fmt: skip
        return procedure.id


def _held(session: Session, procedure_id: UUID, actor: Actor, resource: str) -> tuple[CanProcedure, Circle]:
    procedure = session.get_one(CanProcedure, procedure_id)
    circle = circles.held(session, procedure.circle_id, actor, resource)
    session.refresh(procedure)  # it may have ended while the page was open
    return procedure, circle


def tick(procedure_id: UUID, number: int, *, note: str, actor: Actor) -> None:
    """A step is done: who, when, and what is to be known of it. Raises Refused."""
    with transaction() as session:
        procedure, circle = _held(session, procedure_id, actor, PROCEDURE)
        refuse_if(
            rules.against_ticking(
                number, procedure.steps, done=number in models.done_steps(procedure_id), ended_at=procedure.ended_at
            )
        )
        assert actor.worker_id is not None
        session.add(
            CanStep(
                procedure_id=procedure_id, number=number, note=note.strip(), done_at=clock.now(),
                done_by=actor.worker_id,
            )
        )  # fmt: skip
        audit.record(circle.agency_id, actor.key, "step of the procedure done", circle.about, step=number)


def untick(step_id: UUID, *, actor: Actor) -> None:
    """A step was ticked by mistake; the log book keeps that it was."""
    with transaction() as session:
        step = session.get_one(CanStep, step_id)
        procedure, circle = _held(session, step.procedure_id, actor, PROCEDURE)
        refuse_if(_ended(procedure))
        audit.record(
            circle.agency_id, actor.key, "step of the procedure taken back", circle.about, step=step.number,
            done_by=str(step.done_by), done_at=step.done_at.isoformat(),
        )  # fmt: skip
        session.delete(step)


def name(procedure_id: UUID, *, worker_id: UUID | None, actor: Actor) -> None:
    """Let somebody of the service read the file while the procedure holds; only whoever answers for the file does so
    (S1-56). Raises Refused."""
    with transaction() as session:
        procedure, circle = _held(session, procedure_id, actor, LEADING)
        refuse_if(_ended(procedure))
        circles.name_reader(session, circle, worker_id, by=actor.key)
        audit.record(circle.agency_id, actor.key, "named in the procedure", circle.about, worker=str(worker_id))


def unname(reader_id: UUID, *, actor: Actor) -> None:
    """Somebody no longer reads the file."""
    with transaction() as session:
        reader = session.get_one(NamedReader, reader_id)
        circle = circles.held(session, reader.circle_id, actor, LEADING)
        if reader.to_at is None:
            reader.to_at = clock.now()
            audit.record(
                circle.agency_id, actor.key, "no longer named in the procedure", circle.about,
                worker=str(reader.worker_id),
            )  # fmt: skip


def end(procedure_id: UUID, *, because: str, actor: Actor) -> None:
    """The procedure ends: the team reads the file again. Raises Refused without a reason (S1-56)."""
    with transaction() as session:
        procedure, circle = _held(session, procedure_id, actor, LEADING)
        refuse_if([*_ended(procedure), *rules.against_ending(because)])
        assert actor.worker_id is not None
        procedure.ended_at, procedure.ended_by, procedure.because = clock.now(), actor.worker_id, because.strip()
        circles.open_again(circle)
        audit.record(circle.agency_id, actor.key, "special procedure ended", circle.about, procedure=str(procedure_id))


def _ended(procedure: CanProcedure) -> list[Reason]:
    if procedure.ended_at is None:
        return []
    return [reason("The special procedure has ended, its record does not change any more.")]


def write_checklist(agency_id: UUID, *, former_id: UUID, text: str, by: str) -> None:
    """The service writes its own checklist, or the next version of it; a procedure that holds goes on by the version
    by which it began. Raises Refused."""
    refuse_if(rules.against_checklist(text))
    wordings.write(former_id, agency_id, NewVersion(text, material=True, valid_from=None, confirmed=True), by=by)


def _keeps_open(circle: Circle) -> list[Reason]:
    if circle.restricted_at is None:
        return []
    return [reason("The special procedure holds. End it first, with its reason.")]


circles.on_end(_keeps_open)
