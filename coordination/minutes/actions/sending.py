"""Minutes on their way: out for comments, commented, approved and locked, corrected by an addendum."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.conferences.actions.leaving import end_seat
from coordination.conferences.models import Conference, conferences_of, invitations_of_seat
from coordination.conferences.rules import ConferenceState
from coordination.minutes import documents, models, rules
from coordination.minutes.actions.together import minutes_for, name_of, together
from coordination.minutes.content import as_json
from coordination.minutes.copies import reader_of
from coordination.minutes.gathering import content_of
from coordination.minutes.models import Minutes, MinutesAddendum, MinutesComment, MinutesVersion, minutes_of
from coordination.minutes.rules import ForWhom, MinutesState, SectionCode
from coordination.seats.models import Seat
from coordination.seats.rules import Ending, Role
from coordination.tasks.models import tasks_of_seat
from coordination.tasks.rules import RUNNING, State
from foundation import audit, clock
from foundation.access import Actor, Facts
from foundation.language import day
from foundation.reasons import Reason, Refused, reason, refuse_if, refuse_unseen
from foundation.signatures import fingerprint

ADDENDUM = 3000
"""Signs that an addendum may have."""


def send(minutes_id: UUID, *, actor: Actor) -> int:
    """Send what the minutes say now for comments; answers the number of the version. Raises Refused."""
    with together() as session:
        conference, found, facts = minutes_for(session, minutes_id, actor)
        refuse_if(obstacles_to_sending(conference, found))
        found.sent_at = found.sent_at or clock.now()
        version = _new_version(session, conference, found, facts, actor, approved=False)
        told = documents.tell(documents.OPEN, conference, found, besides=actor.worker_id)
        audit.record(
            conference.town_id, actor.key, "minutes sent for comments", f"minutes:{minutes_id}",
            version=version.number, letters=told, sha256=version.sha256,
        )  # fmt: skip
        return version.number


def obstacles_to_sending(conference: Conference, found: Minutes) -> tuple[Reason, ...]:
    """Everything that keeps these minutes from going out."""
    return rules.obstacles_to_sending(
        held=conference.state is ConferenceState.HELD, approved=found.approved_at is not None, due_on=found.due_on,
        comments_until=found.comments_until, today=clock.today(), brief=found.text(SectionCode.BRIEF),
    )  # fmt: skip


def _new_version(
    session: Session, conference: Conference, found: Minutes, facts: Facts, actor: Actor, *, approved: bool
) -> MinutesVersion:
    session.flush()
    content = as_json(content_of(conference, found))
    version = MinutesVersion(
        minutes_id=found.id, number=len(found.versions) + 1, content=content, sha256=fingerprint(str(content)),
        made_at=clock.now(), made_by=actor.key, made_by_name=name_of(session, facts), approved=approved,
    )  # fmt: skip
    found.versions.append(version)
    session.flush()
    return version


# --- comments --------------------------------------------------------------------------------------------------------


def comment(minutes_id: UUID, text: str, *, actor: Actor) -> None:
    """Say what should be otherwise, as somebody who has got the minutes. Raises Refused."""
    with together() as session:
        conference, found, facts = minutes_for(session, minutes_id, actor, "R")
        seat = session.get(Seat, facts.seat_id) if facts.seat_id else None
        if seat is None or found.latest is None or not reader_of(found, seat).gets_something:
            raise Refused([reason("You have not got these minutes, so there is nothing to comment. Call us.")])
        refuse_if(rules.obstacles_to_comment(found.state, text))
        session.add(
            MinutesComment(
                minutes_id=minutes_id, seat_id=seat.id, of_version=found.latest.number, name=seat.name, text=text,
                at=clock.now(),
            )
        )  # fmt: skip
        session.flush()
        audit.record(conference.town_id, actor.key, "minutes commented", f"minutes:{minutes_id}")


def comment_as_said(minutes_id: UUID, seat_id: UUID, text: str, *, actor: Actor) -> None:
    """Write down what somebody at the table, or of the family, said about the minutes. Raises Refused."""
    with together() as session:
        conference, found, facts = minutes_for(session, minutes_id, actor)
        seat = session.get(Seat, seat_id)
        if seat is None or seat.case_id != found.case_id:
            raise Refused([reason("This person is no longer at the table. Choose somebody else.", field="seat_id")])
        refuse_if(rules.obstacles_to_comment(found.state, text))
        latest = found.latest
        session.add(
            MinutesComment(
                minutes_id=minutes_id, seat_id=seat.id, of_version=latest.number if latest else 0, name=seat.name,
                text=text, told_by=name_of(session, facts), at=clock.now(),
            )
        )  # fmt: skip
        session.flush()
        audit.record(conference.town_id, actor.key, "comment written down", f"minutes:{minutes_id}", seat=str(seat_id))


def answer_comment(comment_id: UUID, *, worked_in: bool, answer: str, seen: str | None = None, actor: Actor) -> None:
    """Say what was done about a comment; one that is not worked in needs a word. Raises Refused, SeenOtherwise.

    `seen` is the fingerprint of the answer that lay before whoever answers: two who write at once overwrite nothing.
    None comes from whoever has just read it inside.
    """
    with together() as session:
        found = session.get(MinutesComment, comment_id)
        if found is None:
            raise Refused([reason("This comment does not exist.")])
        conference, minutes, _facts = minutes_for(session, found.minutes_id, actor)
        session.refresh(found)
        refuse_unseen(seen, found.answered_so_far)
        if minutes.approved_at:
            raise Refused([rules.locked()])
        if not worked_in and not answer.strip():
            raise Refused([reason("Write why it is not worked in. The person reads it.", field="answer")])
        found.worked_in, found.answer = worked_in, answer or None
        found.answered_at, found.answered_by = clock.now(), actor.key
        session.flush()
        audit.record(
            conference.town_id, actor.key, "comment answered", f"minutes:{minutes.id}", worked_in=worked_in
        )  # fmt: skip


# --- approval --------------------------------------------------------------------------------------------------------


def approve(minutes_id: UUID, *, seen: str | None = None, actor: Actor) -> int:
    """Lock the minutes; answers the number of the version that holds. Raises Refused with everything that is missing.

    Those who led the meeting and took its minutes leave the case with it, unless they have a task or another meeting.
    `seen` is the fingerprint of what lay before the person; None comes from whoever has just read it inside.
    """
    with together() as session:
        conference, found, facts = minutes_for(session, minutes_id, actor)
        _only_coordinator(facts)
        refuse_unseen(seen, models.fingerprint_of(found))
        refuse_if(obstacles_to_approval(found))
        now = clock.now()
        found.approved_at, found.approved_by = now, actor.key
        found.approved_by_name = name_of(session, facts)
        version = _new_version(session, conference, found, facts, actor, approved=True)
        told = documents.tell(documents.FINAL, conference, found, besides=actor.worker_id)
        left = _let_go(session, conference, actor)
        audit.record(
            conference.town_id, actor.key, "minutes approved", f"minutes:{minutes_id}", version=version.number,
            letters=told, left=left, sha256=version.sha256,
        )  # fmt: skip
        return version.number


def obstacles_to_approval(found: Minutes) -> tuple[Reason, ...]:
    """Everything that keeps these minutes from being approved now."""
    until = found.comments_until
    return rules.obstacles_to_approval(
        found.state, comments_until=until, unsettled=[one.name for one in found.unsettled],
        written=day(until) if until else "",
    )  # fmt: skip


def _only_coordinator(facts: Facts) -> None:
    if facts.role != Role.COORDINATOR:
        raise Refused([reason("Only the coordinator of the case does this.")])


def _let_go(session: Session, conference: Conference, actor: Actor) -> int:
    """Close the seats of those whose part at the case ends with the approval; answers how many."""
    left = 0
    for each in conference.invitations:
        seat = each.seat
        if seat is None or seat.role not in (Role.MINUTE_TAKER, Role.FACILITATOR) or not seat.is_open(clock.now()):
            continue
        busy = [line for line in tasks_of_seat(seat.id) if line.state in (*RUNNING, State.REPORTED)]
        if not rules.keeps_its_seat(open_tasks=busy, other_meetings=_others(seat, conference)):
            end_seat(session, seat, how=Ending.LEFT, why="", by=actor.key)
            left += 1
    return left


def _others(seat: Seat, conference: Conference) -> list[datetime | None]:
    """Other meetings to which the holder of a seat is asked and whose minutes are not approved."""
    waiting = {
        one.id
        for one in conferences_of(conference.case_id)
        if one.id != conference.id and one.convened_at and not one.cancelled_at
        if (known := minutes_of(one.id)) is None or known.approved_at is None
    }
    return [
        each.conference.starts_at
        for each in invitations_of_seat(seat.id)
        if each.conference_id in waiting and each.stands
    ]  # fmt: skip


def add_addendum(
    minutes_id: UUID,
    text: str,
    *,
    concerns: tuple[UUID, ...] = (),
    for_whom: ForWhom = ForWhom.EVERYBODY,
    actor: Actor,
) -> int:
    """Correct approved minutes by an addendum; answers its number. Raises Refused."""
    with together() as session:
        conference, found, facts = minutes_for(session, minutes_id, actor)
        _only_coordinator(facts)
        if found.state is not MinutesState.APPROVED:
            raise Refused([reason("The minutes are not approved yet. Change them directly.")])
        if not text.strip():
            raise Refused([reason("The addendum is empty. Write what it corrects.", field="text")])
        number = len(found.addenda) + 1
        session.add(
            MinutesAddendum(
                minutes_id=minutes_id, number=number, text=text, concerns=tuple(str(one) for one in concerns),
                for_whom=for_whom, at=clock.now(), by=actor.key, by_name=name_of(session, facts),
            )
        )  # fmt: skip
        session.flush()
        audit.record(conference.town_id, actor.key, "addendum added", f"minutes:{minutes_id}", number=number)
        return number
