"""Answering the invitation, and taking part once the family is known."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordination.conferences import documents, documents_of_answering, rules, rules_of_naming, rules_of_paper
from coordination.conferences.actions.admitting import withdraw_waiting
from coordination.conferences.actions.coordinating import refuse_stranger
from coordination.conferences.models import Conference, Invitation, invitation_of, invitations_of_seat, substitute_of
from coordination.conferences.rules import Answer, ConferenceState, HowTold
from coordination.seats.clients import against, gate_of
from coordination.seats.models import CaseFrame, Seat, facts_of_seat, held_frame
from coordination.seats.rules import Role
from foundation import audit, calendar_entries, clock
from foundation.access import Door, decide
from foundation.database import db, transaction
from foundation.ics import Partstat
from foundation.reasons import Reason, Refused, reason, refuse_if, refuse_unseen

_PARTSTAT = {
    Answer.ACCEPTED: Partstat.ACCEPTED,
    Answer.SUBSTITUTE: Partstat.DECLINED,
    Answer.WRITTEN_ONLY: Partstat.DECLINED,
    Answer.DECLINED: Partstat.DECLINED,
}


def answer(invitation_id: UUID, *, answer: Answer, note: str, by: str, seen: str | None = None) -> None:
    """Keep what an invited person answers about the date; it can change until the meeting begins (Refused after).

    Their calendar learns of it, so that nobody is asked twice. `seen` is the fingerprint of the meeting that lay before
    them: a yes to one date is never kept as a yes to another.
    """
    with transaction() as session:
        invitation, news = _answered(session, invitation_id, answer, note, by, seen)
        invitation.answer_told = invitation.answer_said_on = None
        if news:
            tell_calendar(invitation)
        _record_answer(invitation, by)


def answer_as_said(
    invitation_id: UUID, *, answer: Answer, told: HowTold, note: str, by: str, said_on: date | None = None
) -> None:
    """Keep an answer that the coordinator heard or has on paper; the person gets a letter and can correct it.

    `said_on` is the day of the call or of the slip, today when nobody says.
    """
    said_on = said_on or clock.today()
    refuse_if(rules_of_paper.wrong_slip_day(said_on, today=clock.today()))
    with transaction() as session:
        invitation, news = _answered(session, invitation_id, answer, note, by)
        refuse_stranger(invitation.conference.case_id, by)
        head = documents.letterhead(invitation.conference.case_id)
        documents_of_answering.tell_of_recorded_answer(invitation.conference, invitation, head, news=news)
        invitation.answer_told, invitation.answer_said_on = told, said_on
        _record_answer(invitation, by, told=str(told), said_on=str(said_on))


def _answered(
    session: Session, invitation_id: UUID, answer: Answer, note: str, by: str, seen: str | None = None
) -> tuple[Invitation, bool]:  # fmt: skip
    """The invitation with the answer kept while nobody moves the meeting; and whether that is news to the calendar."""
    case_id = session.scalar(
        select(Conference.case_id).join(Conference.invitations).where(Invitation.id == invitation_id)
    )
    if case_id is None:
        raise Refused([_HOLDS_NO_MORE])
    held_frame(session, case_id)
    invitation = invitation_of(invitation_id)
    assert invitation is not None
    refuse_unseen(seen, invitation.fingerprint)
    return invitation, give_answer(invitation, answer, note=note, by=by)


_HOLDS_NO_MORE = reason("The invitation does not hold any more. Call us if that is a mistake.")


def give_answer(invitation: Invitation, answer: Answer, *, note: str, by: str) -> bool:
    """Keep an answer, inside the deed that gives it; a substitute named before it waits no more.

    Answers whether it is news to the person's calendar; telling it is left to the deed.
    """
    if not invitation.stands or invitation.seat is None or not invitation.seat.is_open(clock.now()):
        raise Refused([_HOLDS_NO_MORE])
    conference = invitation.conference
    refuse_if(
        [
            *rules.obstacles_to_answering(
                starts_at=conference.starts_at, cancelled=conference.cancelled_at is not None, now=clock.now()
            ),
            *rules_of_naming.against_coming_back(
                substituted=substitute_of(invitation.id) is not None and answer != Answer.SUBSTITUTE
            ),
            *_against_declining(invitation, answer, note),
        ]
    )
    if answer != Answer.SUBSTITUTE:
        withdraw_waiting(db.session(), invitation, by)
    return note_answer(invitation, answer, note=note, by=by)


def _against_declining(invitation: Invitation, answer: Answer, note: str) -> list[Reason]:
    """Whom a law obliges sends a substitute or is excused with a reason, and does not just decline (S1-55)."""
    gate = gate_of(invitation.seat) if invitation.seat is not None else None
    kept = invitation.answer_note if answer == invitation.answer else None
    return rules.against_declining(answer, note or kept or "", compulsory=gate is not None and gate.compulsory)


def note_answer(invitation: Invitation, answer: Answer, *, note: str = "", by: str) -> bool:
    """Write an answer down, whatever stands against it; answers the same."""
    if note or answer != invitation.answer:
        invitation.answer_note = note or None  # the form never shows a note back, so silence does not take it away
    invitation.answer = answer
    invitation.answered_at, invitation.answered_by = clock.now(), by
    return _is_news_to_calendar(invitation)


def tell_calendar(invitation: Invitation) -> None:
    """Send the entry with the answer that was given, inside the deed that gives it."""
    documents_of_answering.confirm_answer(
        invitation.conference, invitation, documents.letterhead(invitation.conference.case_id)
    )  # fmt: skip


def _is_news_to_calendar(invitation: Invitation) -> bool:
    """Keep the answer as calendars say it; whether the person's own shows something else.

    Whoever comes after all gets the entry back that a substitute's invitation ended.
    """
    if invitation.worker_id is None:
        return False
    about, holder = invitation.conference_id, invitation.worker_id
    if invitation.answer == Answer.ACCEPTED and calendar_entries.has_ended(about, holder):
        return True
    provisional = invitation.answer == Answer.ACCEPTED and _waits_for_ground(invitation)
    return calendar_entries.answer(about, holder, Partstat.TENTATIVE if provisional else _PARTSTAT[invitation.answer])


def _waits_for_ground(invitation: Invitation) -> bool:
    """Whether the organisation's ground, or its clients' agreement, for taking part is still to come (S1-54)."""
    seat = invitation.seat
    if seat is None or seat.role != Role.AGENCY_WORKER:
        return False
    facts = facts_of_seat(db.session.get_one(CaseFrame, seat.case_id), seat, Door.CODE)
    if not facts.signed:
        return False
    gate = gate_of(seat)
    return facts.ground is None or (gate is not None and gate.closed)


def _record_answer(invitation: Invitation, by: str, **content: str) -> None:
    conference = invitation.conference
    audit.record(
        conference.town_id, by, "invitation answered", f"invitation:{invitation.id}",
        conference=str(conference.id), answer=str(invitation.answer), **content,
    )  # fmt: skip


def take_part(seat_id: UUID, *, by: str) -> None:
    """The holder, told whose family it is, agrees to take part; Refused before the pledge and the ground."""
    with transaction() as session:
        seat = session.get_one(Seat, seat_id, with_for_update=True)
        if seat.takes_part_at is not None or not seat.is_open(clock.now()):
            return
        refuse_untold(session, seat)
        refuse_if(against(seat))
        seat.takes_part_at = clock.now()
        confirm_what_was_provisional(seat)
        audit.record(seat.town_id, by, "takes part", f"seat:{seat_id}", case=str(seat.case_id))


def confirm_what_was_provisional(seat: Seat) -> None:
    """A yes that waited for this stands in the calendar from now on as a yes, and one that lost its ground does not."""
    for each in invitations_of_seat(seat.id):
        convened = each.stands and each.conference.state is ConferenceState.CONVENED
        coming = convened and (each.begins_at or clock.now()) > clock.now()
        if coming and each.answer == Answer.ACCEPTED and _is_news_to_calendar(each):
            tell_calendar(each)


def refuse_untold(session: Session, seat: Seat) -> None:
    """Nobody takes part unseen: the pledge comes first, and for an agency the ground on which it may know."""
    facts = facts_of_seat(session.get_one(CaseFrame, seat.case_id), seat, Door.CODE)
    may_know = decide(facts, "family_has_a_case", "R", clock.now()).allowed
    if not facts.signed or (seat.role == Role.AGENCY_WORKER and not may_know):
        raise Refused([reason("You cannot take part before you may know whom it concerns. Call the coordinator.")])
