"""Moving a convened meeting: another time or place, and everybody whom it concerns is asked again or told."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from coordination.conferences import (
    documents,
    documents_of_moving,
    readiness,
    rules,
    rules_of_caution,
    rules_of_moving,
)
from coordination.conferences.actions.admitting import withdraw_waiting
from coordination.conferences.actions.coordinating import case_is_over, held_conference, refuse_stranger
from coordination.conferences.actions.preparing import When, read_times
from coordination.conferences.models import Conference, FormerAnswer, Invitation, Move
from coordination.conferences.rules import Answer
from coordination.conferences.rules_of_caution import Caution
from coordination.conferences.rules_of_moving import Change, Meeting, Part
from coordination.seats.models import CaseFrame
from coordination.seats.rules import Role
from foundation import audit, clock
from foundation.database import transaction
from foundation.reasons import Reason, refuse_if


def move(conference_id: UUID, when: When, *, despite: str = "", by: str) -> Change:
    """Let a convened meeting be at another time or place; answers what became different.

    People who may not be able to come are asked again, and what they had answered stays in the history. Refused with
    all reasons, and when the house warns of the new day and nobody says why it should be so: `despite`.
    """
    with transaction() as session:
        conference = to_change(session, conference_id, by)
        refuse_if(_against(conference, when, despite))
        former, new = meeting_of(conference), meeting_meant(when)
        change, concerned = rules_of_moving.difference(former, new), differences(conference, new)
        _set(conference, when, asks_again=change.asks_again)
        if change is not Change.NOTHING:
            kept = _keep_former(session, conference, former, despite, by)
            _tell(session, conference, concerned, kept)
        audit.record(
            conference.town_id, by, "conference moved", f"conference:{conference_id}", change=str(change),
            starts_at=former.starts_at.isoformat(), ends_at=former.ends_at.isoformat(),
        )  # fmt: skip
        return change


def to_change(session: Session, conference_id: UUID, by: str) -> Conference:
    """A conference as it stands while nobody else changes the case, for its coordinator; Refused once it is settled."""
    conference = held_conference(session, conference_id)
    assert conference is not None
    refuse_stranger(conference.case_id, by)
    refuse_if(
        [
            *case_is_over(session.get_one(CaseFrame, conference.case_id)),
            *rules_of_moving.obstacles_to_changing(
                conference.state, starts_at=conference.starts_at, now=clock.now()
            ),
        ]
    )  # fmt: skip
    return conference


def obstacles_to_changing(conference: Conference) -> tuple[Reason, ...]:
    """Why a conference can no longer be changed, for its page."""
    return rules_of_moving.obstacles_to_changing(conference.state, starts_at=conference.starts_at, now=clock.now())


def obstacles_to_move(conference: Conference, when: When) -> list[Reason]:
    """Why a conference cannot be moved so; nothing is asked about a new day that is only unusual."""
    starts, ends, wrong = read_times(when)
    missing = rules_of_moving.missing_parts(
        day=when.meets_on, starts=when.wall_from, ends=when.wall_to, place=when.place
    )  # fmt: skip
    late = rules.wrong_answer_day(when.answer_by, meets_on=when.meets_on, today=clock.today())
    if missing or wrong or starts is None or ends is None:
        return [*missing, *wrong, *late]
    change = rules_of_moving.difference(meeting_of(conference), meeting_meant(when))
    another = when.answer_by is not None and when.answer_by != conference.answer_by
    return [*late, *rules_of_moving.nothing_new(change, another_answer_day=another)]


def cautions(conference: Conference, day: date) -> list[Caution]:
    """Why another day is not a good one for a conference; nothing is said of the present one."""
    if day == conference.day:
        return []
    return list(readiness.of_day(day, documents_of_moving.concerned(conference)))


def _against(conference: Conference, when: When, despite: str) -> Sequence[Reason]:
    wrong = obstacles_to_move(conference, when)
    if not wrong and when.meets_on is not None:
        wrong += rules_of_caution.why_missing(cautions(conference, when.meets_on), despite)
    return wrong


def meeting_of(conference: Conference) -> Meeting:
    """When and where a convened conference is."""
    assert conference.starts_at is not None
    assert conference.ends_at is not None
    day = clock.in_prague(conference.starts_at).date()
    return Meeting(conference.starts_at, conference.ends_at, day, conference.place, conference.place_is_sensitive)


def meeting_meant(when: When) -> Meeting:
    """The same for what was typed; nothing of it is missing."""
    starts, ends, _ = read_times(when)
    assert starts is not None
    assert ends is not None
    return Meeting(starts, ends, clock.in_prague(starts).date(), when.place, when.place_is_sensitive)


def differences(conference: Conference, new: Meeting) -> dict[UUID, tuple[Meeting, Change]]:
    """Whom it concerns that a conference becomes another one: when and where they were asked, and what is different.

    Somebody who is asked to a part that stays as it was has nothing to hear.
    """
    former = meeting_of(conference)
    found: dict[UUID, tuple[Meeting, Change]] = {}
    for each in documents_of_moving.concerned(conference):
        part = _part_of(each)
        own = rules_of_moving.within(former, part)
        change = rules_of_moving.difference(
            own, rules_of_moving.within(new, rules_of_moving.moved_part(part, former, new))
        )  # fmt: skip
        if change is not Change.NOTHING:
            found[each.id] = (own, change)
    return found


def _part_of(invitation: Invitation) -> Part | None:
    if invitation.part_from is None or invitation.part_to is None:
        return None
    return invitation.part_from, invitation.part_to


def _set(conference: Conference, when: When, *, asks_again: bool) -> None:
    former, new = meeting_of(conference), meeting_meant(when)
    conference.starts_at, conference.ends_at, conference.meets_on = new.starts_at, new.ends_at, new.day
    conference.wall_from, conference.wall_to = (f"{clock.in_prague(one):%H:%M}" for one in (new.starts_at, new.ends_at))
    conference.place, conference.place_is_sensitive = new.place, new.place_is_sensitive
    if asks_again or when.answer_by is not None:
        conference.answer_by = when.answer_by
    for each in conference.invitations:
        each.part_from, each.part_to = rules_of_moving.moved_part(_part_of(each), former, new) or (None, None)


def _keep_former(session: Session, conference: Conference, former: Meeting, why: str, by: str) -> Move:
    kept = Move(
        conference_id=conference.id, moved_at=clock.now(), moved_by=by, starts_at=former.starts_at,
        ends_at=former.ends_at, place=former.place, place_is_sensitive=former.place_is_sensitive, why=why.strip(),
    )  # fmt: skip
    session.add(kept)
    session.flush()
    return kept


def _tell(
    session: Session, conference: Conference, concerned: dict[UUID, tuple[Meeting, Change]], kept: Move
) -> None:  # fmt: skip
    """Each person hears what is different for them, and no more; those who may be hindered are asked again."""
    head = documents.letterhead(conference.case_id)
    for each in conference.invitations:
        if each.id in concerned:
            former, change = concerned[each.id]
            if change.asks_again:
                _ask_anew(session, each, kept)
            documents_of_moving.tell_of_change(conference, each, former, change, head)
    session.flush()


def _ask_anew(session: Session, invitation: Invitation, kept: Move) -> None:
    """The answer falls; what it was stays in the history. The convenor moves her own meeting, she comes."""
    if invitation.answer == Answer.NO_REPLY or invitation.role == Role.COORDINATOR:
        return
    withdraw_waiting(session, invitation, kept.moved_by)
    assert invitation.answered_at is not None
    session.add(
        FormerAnswer(
            move_id=kept.id, invitation_id=invitation.id, answer=invitation.answer, note=invitation.answer_note,
            answered_at=invitation.answered_at, answered_by=invitation.answered_by,
        )
    )  # fmt: skip
    invitation.ask_again()
    invitation.answer_note = None
