"""Saying how the plan goes: by one's own hand, as it was said to the coordinator, on the family's own page."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from coordination.evaluation.models_of_judging import (
    Evaluation,
    EvaluationMark,
    Round,
    Thing,
    evaluation_fingerprint,
    evaluation_of,
    readable,
    round_at,
)
from coordination.evaluation.rules_of_judging import Word, against_judging, marks_for, too_late
from coordination.seats.models import CaseFrame, Seat
from coordination.seats.rules import Role
from coordination.standpoints.actions.reach import (
    COORDINATOR_ALONE,
    EVERYONE,
    Doer,
    Meant,
    check_meant,
    check_readers,
    doer,
    heard,
    no_longer,
    seat_at,
)
from coordination.standpoints.models import OWN
from coordination.tasks.actions import Said
from foundation import audit, clock
from foundation.access import Actor, Audience, decide
from foundation.database import ChangedMeanwhile, together
from foundation.reasons import Refused, refuse_if, refuse_unseen

PLAN = "plan_goals_all_tasks"


@dataclass(frozen=True)
class Judged:
    """What one person says: a word about each thing by the name of its field, what helped, what should be different."""

    words: Mapping[str, Word] = field(default_factory=dict)
    helped: str = ""
    otherwise: str = ""


def judge(conference_id: UUID, judged: Judged, meant: Meant = EVERYONE, *, version: int, actor: Actor) -> None:
    """Say by one's own hand how the plan goes, or say it otherwise.

    Raises ChangedMeanwhile when it has another version than `version` (0: none yet), Refused.
    """
    with _one_after_another() as session:
        found, who = _open_round(session, conference_id, actor)
        if who.seat_id is None:
            raise Refused([no_longer()])
        seat = seat_at(session, who.seat_id, found.conference.case_id)
        held = _with_version(evaluation_of(conference_id, seat.id), version)
        check_meant(meant, who, seat.case_id)
        _write(session, found, seat, held, judged, meant, None, _known(found, who), by=who.key)


def judge_as_said(
    conference_id: UUID, seat_id: UUID, judged: Judged, meant: Meant = EVERYONE, *, said: Said, version: int,
    actor: Actor,
) -> None:  # fmt: skip
    """Write down how somebody else says that the plan goes; for the coordinator. Raises ChangedMeanwhile, Refused."""
    with _one_after_another() as session:
        found, who = _open_round(session, conference_id, actor, roles=(Role.COORDINATOR,))
        seat = seat_at(session, seat_id, found.conference.case_id)
        if seat.id == who.seat_id:
            raise Refused([no_longer()])
        held = _with_version(evaluation_of(conference_id, seat.id), version)
        check_meant(meant, who, seat.case_id)
        _write(session, found, seat, held, judged, meant, said, found.things(), by=who.key)


def judge_at_home(
    session: Session, found: Round, seat: Seat, things: Sequence[Thing], judged: Judged,
    meant: Meant = COORDINATOR_ALONE, *, seen: str, by: str,
) -> None:  # fmt: skip
    """A parent's or a child's own words, from their own hand; inside the transaction of whoever opened the door.

    Whether they may say them, and about which things, is decided at that door. Raises Refused, SeenOtherwise.
    """
    refuse_if(too_late(newest=found.newest))
    held = evaluation_of(found.conference.id, seat.id)
    refuse_unseen(seen, evaluation_fingerprint(held))
    check_readers(meant, seat.case_id)
    _write(session, found, seat, held, judged, meant, None, things, by=by)


def _open_round(
    session: Session, conference_id: UUID, actor: Actor, roles: Sequence[Role] | None = None
) -> tuple[Round, Doer]:
    found = round_at(conference_id)
    if found is None:
        raise Refused([no_longer()])
    who = doer(session, found.conference.case_id, OWN, actor=actor, roles=roles)
    refuse_if(too_late(newest=found.newest))
    return found, who


def _known(found: Round, who: Doer) -> list[Thing]:
    """The things of which the writer may know."""

    def may_read(audience: Audience) -> bool:
        return decide(who.facts, PLAN, "R", clock.now(), audience).allowed

    return readable(found.things(), may_read)


def _write(
    session: Session, found: Round, seat: Seat, held: Evaluation | None, judged: Judged, meant: Meant,
    said: Said | None, things: Sequence[Thing], *, by: str,
) -> None:  # fmt: skip
    child = seat.role == Role.CHILD
    asked = {thing.field: marks_for(thing.about, by_child=child) for thing in things}
    refuse_if(against_judging(judged.words, asked, judged.helped + judged.otherwise))
    now = clock.now()
    one = held or Evaluation(
        case_id=seat.case_id, conference_id=found.conference.id, seat_id=seat.id, given_at=now, marks=[]
    )
    one.plan_version = found.version.number
    one.helped, one.otherwise = judged.helped.strip(), judged.otherwise.strip()
    meant.put_on(one)
    heard(one, said)
    one.changed_at, one.changed_by = now, by
    flag_modified(one, "changed_at")  # a mark alone changes another table, and who comes second is to learn of it
    session.add(one)
    session.flush()
    for thing in things:
        if thing.field in judged.words:
            _mark(one, thing, judged.words[thing.field])
    session.flush()
    town_id = session.get_one(CaseFrame, seat.case_id).town_id
    verb = "evaluation written down" if said else "evaluation given"
    audit.record(town_id, by, verb, f"evaluation:{one.id}", case=str(seat.case_id), version=one.version)


def _mark(one: Evaluation, thing: Thing, word: Word) -> None:
    """Put one mark where it belongs; what was said of things that were not asked now stays."""
    held = one.about(thing)
    if word.is_empty:
        if held is not None:
            one.marks.remove(held)
        return
    if held is None:
        goal_id, task_id = thing.key
        held = EvaluationMark(goal_id=goal_id, task_id=task_id)
        one.marks.append(held)
    held.mark, held.why = word.mark, word.why.strip()


@contextmanager
def _one_after_another() -> Iterator[Session]:
    """As `together`; two first words of one person at the same moment are also two who write."""
    try:
        with together() as session:
            yield session
    except IntegrityError as error:
        raise ChangedMeanwhile from error


def _with_version(held: Evaluation | None, version: int) -> Evaluation | None:
    if (held.version if held else 0) != version:
        raise ChangedMeanwhile
    return held
