"""Asking for opinions and deciding alone (S2-32, S2-33); considering options and choosing with a reason (S2-13)."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordination.seats.models import open_seats
from coordination.seats.rules import Role
from coordination.standpoints import questions, rules
from coordination.standpoints.actions.reach import (
    EVERYONE,
    WRITERS,
    Doer,
    Meant,
    check_meant,
    doer,
    heard,
    meeting,
    no_longer,
    seat_at,
)
from coordination.standpoints.models import TABLE
from coordination.standpoints.questions import Opinion, Option, Question
from coordination.standpoints.rules import View
from coordination.tasks.actions import Said
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import ChangedMeanwhile, together, transaction
from foundation.reasons import Refused, reason, refuse_if

# --- questions -------------------------------------------------------------------------------------------------------


def ask(conference_id: UUID, text: str, asked: Collection[UUID], meant: Meant = EVERYONE, *, actor: Actor) -> UUID:
    """Ask named people at the table for their opinion. Raises Refused."""
    with transaction() as session:
        conference = meeting(session, conference_id)
        who = doer(session, conference.case_id, TABLE, actor=actor, roles=WRITERS)
        refuse_if(rules.question_obstacles(text, asked))
        check_meant(meant, who, conference.case_id)
        seats = {seat.id: seat for seat in open_seats(conference.case_id)}
        if not set(asked) <= set(seats):
            raise Refused([reason("Somebody you named has left the table. Choose again.", field="asked")])
        question = Question(
            case_id=conference.case_id, conference_id=conference.id, text=text, asked_at=clock.now(),
            asked_by=who.key, asked_by_seat=who.seat_id, asked_by_name=who.name, asked=[seats[one] for one in asked],
        )  # fmt: skip
        meant.put_on(question)
        session.add(question)
        session.flush()
        _note(who, "opinion asked", f"question:{question.id}", question.case_id)
        return question.id


def answer(question_id: UUID, *, view: View | None, why: str, actor: Actor) -> None:
    """Say one's own opinion and why; a second word replaces the first until the office has decided. Raises Refused."""
    with together() as session:
        question, who = _question(session, question_id, actor)
        if who.seat_id is None:
            raise Refused([no_longer()])
        _answered(session, question, who.seat_id, view, why, None, who)


def write_down_opinion(
    question_id: UUID, seat_id: UUID, *, view: View | None, why: str, said: Said, actor: Actor
) -> None:
    """Write down the opinion that somebody said. Raises Refused."""
    with together() as session:
        question, who = _question(session, question_id, actor, WRITERS)
        _answered(session, question, seat_id, view, why, said, who)


def _answered(
    session: Session, question: Question, seat_id: UUID, view: View | None, why: str, said: Said | None, who: Doer
) -> None:
    if seat_id not in {seat.id for seat in question.asked}:
        raise Refused([reason("This person was not asked. Nothing was saved.")])
    seat_at(session, seat_id, question.case_id)
    refuse_if(rules.opinion_obstacles(view, why, decided=question.decided_at is not None))
    assert view is not None
    held = select(Opinion).where(Opinion.question_id == question.id, Opinion.seat_id == seat_id)
    opinion = session.scalar(held) or Opinion(question_id=question.id, seat_id=seat_id)
    opinion.view, opinion.reason, opinion.at, opinion.by = view, why, clock.now(), who.key
    heard(opinion, said)
    session.add(opinion)
    session.flush()
    verb = "opinion written down" if said else "opinion given"
    _note(who, verb, f"question:{question.id}", question.case_id, seat=str(seat_id))


def decide(question_id: UUID, decision: str, *, version: int, actor: Actor) -> None:
    """What the office decides, having heard the opinions; nothing is counted. Only the coordinator.

    Raises ChangedMeanwhile, Refused.
    """
    with together() as session:
        question, who = _question(session, question_id, actor, (Role.COORDINATOR,))
        if question.version != version:
            raise ChangedMeanwhile
        refuse_if(rules.decision_obstacles(decision))
        question.decision, question.decided_at = decision, clock.now()
        question.decided_by, question.decided_by_name = who.key, who.name
        session.flush()
        _note(who, "decided by the office", f"question:{question.id}", question.case_id)


def _question(
    session: Session, question_id: UUID, actor: Actor, roles: Collection[str] | None = None
) -> tuple[Question, Doer]:
    session.get(Question, question_id, with_for_update=True)
    question = questions.question_of(question_id)
    if question is None:
        raise Refused([no_longer()])
    return question, doer(session, question.case_id, TABLE, actor=actor, roles=roles)


# --- options ---------------------------------------------------------------------------------------------------------


def consider(
    conference_id: UUID, text: str, meant: Meant = EVERYONE, *, speaks_for: str = "", speaks_against: str = "",
    actor: Actor,
) -> UUID:  # fmt: skip
    """Write down one of the ways that the table considers. Raises Refused."""
    with transaction() as session:
        conference = meeting(session, conference_id)
        who = doer(session, conference.case_id, TABLE, actor=actor, roles=WRITERS)
        session.refresh(conference, with_for_update=True)  # places in the list are given one after another
        last = session.scalar(select(func.max(Option.position)).where(Option.conference_id == conference_id)) or 0
        option = Option(
            case_id=conference.case_id, conference_id=conference.id, position=last + 1, considered_at=clock.now(),
            considered_by=who.key, considered_by_seat=who.seat_id,
        )  # fmt: skip
        _write_option(session, option, text, meant, speaks_for, speaks_against, who)
        _note(who, "option considered", f"option:{option.id}", option.case_id)
        return option.id


def write_option(
    option_id: UUID, text: str, meant: Meant, *, speaks_for: str, speaks_against: str, version: int, actor: Actor
) -> None:
    """Word an option anew. Raises ChangedMeanwhile, Refused."""
    with together() as session:
        option, who = _option(session, option_id, actor, WRITERS)
        if option.version != version:
            raise ChangedMeanwhile
        _write_option(session, option, text, meant, speaks_for, speaks_against, who)
        _note(who, "option written", f"option:{option.id}", option.case_id)


def choose(option_id: UUID, because: str, *, actor: Actor) -> None:
    """Choose one of several ways, with the reason. Raises Refused."""
    with transaction() as session:
        option, who = _option(session, option_id, actor, WRITERS)
        others = questions.options_at(option.conference_id)
        refuse_if(rules.choice_obstacles(because, considered=len(others)))
        option.chosen_at, option.chosen_by, option.chosen_because = clock.now(), who.key, because
        session.flush()
        _note(who, "option chosen", f"option:{option.id}", option.case_id)


def leave(option_id: UUID, *, actor: Actor) -> None:
    """It is only considered again, not chosen. Raises Refused."""
    with transaction() as session:
        option, who = _option(session, option_id, actor, WRITERS)
        option.chosen_at = option.chosen_by = option.chosen_because = None
        session.flush()
        _note(who, "option left", f"option:{option.id}", option.case_id)


def _option(session: Session, option_id: UUID, actor: Actor, roles: Collection[str]) -> tuple[Option, Doer]:
    option = session.get(Option, option_id, with_for_update=True)
    if option is None:
        raise Refused([no_longer()])
    return option, doer(session, option.case_id, TABLE, actor=actor, roles=roles)


def _write_option(
    session: Session, option: Option, text: str, meant: Meant, speaks_for: str, speaks_against: str, who: Doer
) -> None:
    if not text.strip():
        raise Refused([reason("The way is missing. Write what could be done, in one sentence.", field="text")])
    check_meant(meant, who, option.case_id)
    option.text, option.speaks_for, option.speaks_against = text, speaks_for, speaks_against
    meant.put_on(option)
    session.add(option)
    session.flush()


def _note(who: Doer, verb: str, about: str, case_id: UUID, **content: str) -> None:
    audit.record(who.facts.town_id, who.key, verb, about, case=str(case_id), **content)
