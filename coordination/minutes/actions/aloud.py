"""Tasks that people have accepted aloud at the table, written down together as they were said (DESIGN, idea 3)."""

from collections.abc import Mapping
from uuid import UUID

from coordination.conferences.models import Conference, Invitation
from coordination.conferences.rules import Attendance
from coordination.minutes import rules
from coordination.minutes.actions.together import conference_for, name_of, together
from coordination.minutes.table import sitting_of
from coordination.seats.models import Seat, facts_at_case
from coordination.tasks import actions as tasks
from coordination.tasks.actions import Said
from coordination.tasks.models import held_tasks, line_of
from coordination.tasks.rules import SaidWhere
from foundation import clock
from foundation.access import Actor, Facts
from foundation.reasons import Refused, reason, refuse_if

MINUTES = "minutes"
THERE = frozenset({Attendance.PRESENT, Attendance.LATE, Attendance.LEFT_EARLY})


def was_there(conference: Conference, seat: Seat | None) -> bool:
    """Whether the holder of a seat was at the table of a meeting, by whichever of their seats they were asked."""
    return seat is not None and any(
        each.attendance in THERE and _same_person(each, seat) for each in conference.invitations
    )


def _same_person(each: Invitation, seat: Seat) -> bool:
    if each.seat_id == seat.id:
        return True
    return (each.worker_id or each.person_id) == (seat.worker_id or seat.person_id)


def accept_aloud(conference_id: UUID, yes: Mapping[UUID, str], *, actor: Actor) -> int:
    """Write down that the persons of these tasks have said yes at the table; all of them or none. Raises Refused.

    `yes` names the tasks by their ids, each with the fingerprint that lay before whoever writes. Each person is told as
    after any acceptance, and can answer otherwise by their own link. Nobody says yes for somebody who was not there.
    """
    with together() as session:
        conference = conference_for(session, conference_id, MINUTES, actor)
        sitting = sitting_of(conference_id)
        begun = clock.in_prague(sitting.opened_at).date() if sitting else None
        refuse_if(rules.not_on_the_spot(begun, clock.today(), count=len(yes)))
        facts = facts_at_case(actor, conference.case_id)
        assert isinstance(facts, Facts)
        said = Said(SaidWhere.AT_TABLE, begun, name_of(session, facts) or getattr(actor, "name", ""))
        held_tasks(conference.case_id)
        for task_id in sorted(yes):
            line = line_of(task_id)
            if line is None or line.task.case_id != conference.case_id:
                raise Refused(
                    [reason("This task is no longer open to you. Call the coordinator, nothing was changed.")]
                )
            if not was_there(conference, line.seat):
                name = line.seat.name if line.seat else ""
                refuse_if([rules.not_at_table(line.task.number, name)])
            tasks.accept_as_said(session, task_id, said=said, seen=yes[task_id], actor=actor)
        return len(yes)
