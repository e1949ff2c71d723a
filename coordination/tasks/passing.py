"""What becomes of a coordinator's tasks when the case is handed over: they move with it, and so do their dates."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordination.cases.actions import Passed, on_hand_over
from coordination.seats.models import Seat
from coordination.tasks import documents
from coordination.tasks.actions import Signer, put_forward, take_from_former
from coordination.tasks.models import TaskLine, TaskWording, held_tasks, line_of, tasks_of_seat
from coordination.tasks.rules import State, Step, may_follow
from foundation import clock, links
from foundation.calendar_entries import entry_of

_OVER = (State.CONFIRMED, State.CANCELLED)
_AGREED = (State.OFFERED, State.ACCEPTED)
"""States in which the task is somebody's word; the new one gives their own."""


@on_hand_over
def pass_tasks_on(session: Session, passed: Passed) -> None:
    """Whatever the former coordinator still answers for is the new one's: an amendment, with who and when."""
    signer = Signer(passed.by, passed.present.name, passed.present.id)
    held_tasks(passed.former.case_id)
    for seat in filter(None, (passed.former, passed.besides)):
        _write_into_drafts(session, seat, passed.present)
        for line in tasks_of_seat(seat.id):
            if line.state not in _OVER:
                _pass_on(session, line, passed, signer)


def _pass_on(session: Session, line: TaskLine, passed: Passed, signer: Signer) -> None:
    assert line.seat is not None
    assert line.seat.worker_id is not None
    entry = entry_of(line.task.id, line.seat.worker_id)
    in_calendar = entry is not None and entry.cancelled_at is None
    if in_calendar:
        take_from_former(line)
    links.revoke(documents.PURPOSE, line.task.id, line.seat.worker_id)
    task = line.task
    task.passed_to_seat_id, task.passed_at, task.passed_by = passed.present.id, clock.now(), passed.by
    session.flush()
    present = line_of(task.id)
    assert present is not None
    if present.state in _AGREED and may_follow(present.state, Step.OFFERED):
        put_forward(session, present, signer, accepted_by=passed.present.worker_id if passed.accepted else None)
    if in_calendar and present.state == State.ACCEPTED and (to := documents.errand(present)) is not None:
        documents.date_agreed(to)


def _write_into_drafts(session: Session, former: Seat, present: Seat) -> None:
    """A version that is just being written names the new one; whoever writes it now sees both texts."""
    unlocked = select(TaskWording).where(TaskWording.seat_id == former.id, TaskWording.locked_at.is_(None))
    for wording in session.scalars(unlocked.with_for_update().execution_options(populate_existing=True)):
        wording.seat_id = present.id
    session.flush()
