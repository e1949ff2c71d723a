"""The deeds at the end of a case: close it, open it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.evaluation import documents, models, rules
from coordination.evaluation.by_word import put_down_end
from coordination.evaluation.models import CLOSING, CaseClosing, ClosedTask
from coordination.evaluation.rules import Disposition, Result
from coordination.seats.models import CaseFrame, facts_at_case, held_frame
from coordination.tasks import actions as tasks
from coordination.tasks.models import TaskLine
from foundation import audit, clock, language
from foundation.access import Actor, decide
from foundation.database import transaction
from foundation.reasons import Refused, reason, refuse_if


@dataclass(frozen=True)
class HowItEnds:
    """What is said when a case is closed."""

    result: Result | None
    why: str
    helped: str
    tasks: Mapping[UUID, Disposition]
    """What becomes of each open task, by its id."""


def close(case_id: UUID, said: HowItEnds, *, actor: Actor) -> int:
    """Close a case: its content shuts for everybody but the office; answers how many are told. Raises Refused."""
    with transaction() as session:
        frame = _held(session, case_id, actor)
        if frame.state != "open":
            raise Refused([reason("The case is closed already.")])
        lines = models.open_lines(case_id)
        coming = [language.day(one.day) for one in models.coming_meetings(case_id) if one.day]
        refuse_if(
            rules.against_closing(said.result, said.why, [models.as_open(line) for line in lines], said.tasks, coming)
        )
        assert said.result is not None  # refused above
        closing = CaseClosing(
            case_id=case_id, result=said.result, why=said.why.strip(), helped=said.helped.strip(),
            closed_at=clock.now(), closed_by=actor.key,
        )  # fmt: skip
        session.add(closing)
        session.flush()
        for line in lines:
            _settle(session, closing, line, said.tasks[line.task.id], actor)
        put_down_end(session, closing, documents.addresses(case_id)[1])
        told = documents.tell_everybody(frame)
        frame.closed_at = clock.now()
        audit.record(frame.town_id, actor.key, "case closed", f"case:{case_id}", result=said.result.value)
        return told


def _settle(session: Session, closing: CaseClosing, line: TaskLine, how: Disposition, actor: Actor) -> None:
    session.add(ClosedTask(closing_id=closing.id, task_id=line.task.id, how=how))
    if how is Disposition.CONFIRMED:
        tasks.confirm_at_closing(session, line, actor)
    elif how is Disposition.CANCELLED:
        tasks.cancel_at_closing(session, line, actor)


def reopen(case_id: UUID, *, because: str, actor: Actor) -> None:
    """Open a closed case again: seats, pledges and grounds hold as they did. Raises Refused."""
    with transaction() as session:
        frame = _held(session, case_id, actor)
        closing = next((one for one in models.closings_of(case_id) if one.reopened_at is None), None)
        if frame.state != "closed":
            raise Refused([reason("The case is open already.")])
        refuse_if(rules.against_reopening(because))
        frame.closed_at = None
        if closing is not None:
            closing.reopened_at, closing.reopened_by = clock.now(), actor.key
            closing.reopened_because = because.strip()
        audit.record(frame.town_id, actor.key, "case opened again", f"case:{case_id}")


def _held(session: Session, case_id: UUID, actor: Actor) -> CaseFrame:
    frame = held_frame(session, case_id)
    if not decide(facts_at_case(actor, case_id), CLOSING, "W", clock.now()).allowed:
        raise Refused([reason("You can no longer do this at the present case. Nothing was changed.")])
    return frame
