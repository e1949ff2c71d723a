"""What of the plan one of the family is asked about, in the words of their summary."""

from flask_babel import gettext as _

from coordination.evaluation.models_of_feedback import feedback_of, last_meeting
from coordination.evaluation.models_of_judging import (
    Round,
    Thing,
    evaluation_fingerprint,
    evaluation_of,
    judged_at,
    present_round,
)
from coordination.evaluation.rules_of_judging import About
from coordination.family import copies, models
from coordination.family.models import FamilySummary, SummaryLine, facts_of_member
from coordination.seats.models import Seat
from coordination.seats.rules import Role
from coordination.tasks.models import TaskLine
from foundation.access import Actor, Facts


def asked_of(seat: Seat, facts: Facts, summary: FamilySummary, found: Round) -> list[Thing]:
    """The whole, then the tasks of the summary that the plan still has and `facts` open, as the summary says them."""
    told = {one.task_id: one for one in summary.lines if one.kept}
    things = []
    for thing in found.things():
        if thing.about is About.WHOLE:
            things.append(Thing(thing.about, thing.number, thing.key, str(_("Is what we wanted going well?")),
                                thing.audience))  # fmt: skip
        elif thing.line is not None and thing.line.task.id in told and copies.may_read(facts, thing.line):
            text = _as_told(told[thing.line.task.id], thing.line, seat)
            things.append(Thing(thing.about, thing.number, thing.key, text, thing.audience, thing.line))
    return sorted(things, key=lambda one: (one.about is not About.WHOLE, not _is_own(one, seat), one.number))


def _as_told(one: SummaryLine, line: TaskLine, seat: Seat) -> str:
    """A task as the summary tells it: an own one by its sentence, another's with the name before it."""
    if line.seat is None or line.seat.id == seat.id:
        return one.sentence
    who = one.beside or copies.without_titles(line.seat.name)
    return f"{who} {one.sentence}" if seat.role == Role.CHILD else f"{who}: {one.sentence}"


def _is_own(thing: Thing, seat: Seat) -> bool:
    return thing.line is not None and thing.line.seat is not None and thing.line.seat.id == seat.id


def lies_before(found: Round, seat: Seat) -> str:
    """What lay before whoever says how it goes: at which meeting, and what they had said of it."""
    return f"{found.conference.id}/{evaluation_fingerprint(evaluation_of(found.conference.id, seat.id))}"


def open_round(seat: Seat) -> Round | None:
    """The evaluation that the holder of a place is asked for; None while they have no summary or nothing to judge."""
    return present_round(seat.case_id) if models.summary_of(seat.id) is not None else None


def judges_now(seat: Seat) -> str | None:
    """What the first page offers whoever has a summary: `ask` to say how it goes, `change` what was said; None while
    nothing is asked."""
    meeting = judged_at(seat.case_id)
    if meeting is None:
        return None
    return "ask" if evaluation_of(meeting, seat.id) is None else "change"


def facts_of_own_evaluation(actor: Actor, **_: object) -> Facts | None:
    """What whoever came by the own number is towards the own evaluation; nothing where none is asked for."""
    seat = models.seat_of(actor.seat_id) if actor.seat_id else None
    return facts_of_member(actor) if seat is not None and open_round(seat) is not None else None


def was_there(seat: Seat) -> str | None:
    """What the first page offers about the last meeting: `ask` how it was, `change` the answer; None before any."""
    met = last_meeting(seat)
    if met is None:
        return None
    return "ask" if feedback_of(met.id, seat.id) is None else "change"


def facts_of_own_feedback(actor: Actor, **_: object) -> Facts | None:
    """What whoever came by the own number is towards the last meeting to which they were asked; nothing before one."""
    seat = models.seat_of(actor.seat_id) if actor.seat_id else None
    return facts_of_member(actor) if seat is not None and last_meeting(seat) is not None else None
