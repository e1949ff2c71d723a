"""Who sits at a conference, as its page shows it: answer, pledge, ground, letter; a few queries for any number."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from coordination.conferences.models import Conference, Invitation
from coordination.conferences.rules import Answer, ConferenceState
from coordination.conferences.words import ROLES, WHY_UNDELIVERED
from coordination.seats.models import Pledge, grounds_of, signed_seats
from coordination.seats.rules import Ending, Role, SeatState, joined, state
from foundation import access, clock, outbox
from foundation.access import Audience
from foundation.database import db
from foundation.outbox import Letter
from foundation.signatures import Method, Signature


@dataclass(frozen=True)
class Participant:
    """One line of the table."""

    invitation: Invitation
    pledge: str
    """signed, paper, refused, waiting; empty for the family."""
    seat_state: SeatState | None
    lacks_ground: bool
    """Nothing opens to this worker's organisation yet, pledge or not."""
    letter: Letter | None

    @property
    def about(self) -> str:
        """Function, organisation and role in words."""
        role = "" if self.invitation.role == Role.AGENCY_WORKER else str(ROLES[self.invitation.role])
        return ", ".join(filter(None, (self.invitation.function, self.invitation.agency_name, role)))

    @property
    def left(self) -> bool:
        """Whether this person's seat is closed."""
        return self.seat_state in (SeatState.STEPPED_ASIDE, SeatState.CLOSED)

    @property
    def answer(self) -> str:
        """The answer; coming stays provisional until the seat is open (S1-54)."""
        coming = self.invitation.answer == Answer.ACCEPTED
        if coming and self.seat_state in (SeatState.PLEDGE_MISSING, SeatState.GROUND_MISSING):
            return "provisional" if self.seat_state is SeatState.GROUND_MISSING else "accepted"
        return str(self.invitation.answer)

    @property
    def letter_why(self) -> str:
        """Why the letter did not arrive, in words."""
        why = self.letter.undelivered_why if self.letter else None
        return str(WHY_UNDELIVERED.get(why, why)) if why else ""

    @property
    def mark(self) -> str:
        """Which seat the picture of the table draws."""
        if self.invitation.is_family:
            return "family"
        if self.invitation.role == Role.COORDINATOR:
            return "coordinator"
        return self.pledge if self.pledge in ("signed", "paper", "refused") else "waiting"


def participants(conference: Conference) -> list[Participant]:
    """Everybody invited whom the visitor of the page may see, in the order of the invitations."""
    shown = [each for each in conference.invitations if each.chosen and _visible(each)]
    seats = [each.seat for each in shown if each.seat is not None]
    signed, pledges = signed_seats([seat.id for seat in seats]), _pledges([seat.id for seat in seats])
    grounds = grounds_of([seat.involvement_id for seat in seats])
    letters = _letters(conference)
    lines = []
    for each in shown:
        seat, found, grounded = each.seat, None, False
        if seat is not None and not each.is_family:
            grounded = joined(grounds.get(seat.involvement_id, ()), clock.now()) is not None
            found = state(
                Role(seat.role), signed=seat.id in signed, grounded=grounded, ended_at=seat.to_at,
                ended_how=Ending(seat.ended_how) if seat.ended_how else None, now=clock.now(),
            )  # fmt: skip
        word = _pledge_word(seat.id in signed, pledges.get(seat.id)) if seat and not each.is_family else ""
        open_seat = seat is not None and seat.is_open(clock.now())
        lacks = each.role == Role.AGENCY_WORKER and open_seat and not grounded
        lines.append(Participant(each, word, found, lacks, letters.get(each.id)))
    coordinates = access.facts().role == Role.COORDINATOR
    return lines if coordinates else [line for line in lines if not line.left or line.invitation.attendance]


def _visible(invitation: Invitation) -> bool:
    about = frozenset({invitation.person_id}) if invitation.person_id else None
    return access.may("participants_and_answers", "R", Audience(members=about))


def _pledges(seat_ids: Sequence[object]) -> dict[object, tuple[bool, Method | None]]:
    rows = select(Pledge.seat_id, Pledge.refused_at, Signature.method).outerjoin(
        Signature, Signature.id == Pledge.signature_id
    )
    found = db.session.execute(rows.where(Pledge.seat_id.in_(seat_ids)))
    return {seat_id: (refused is not None, method) for seat_id, refused, method in found}


def _pledge_word(signed: bool, known: tuple[bool, Method | None] | None) -> str:
    refused, method = known or (False, None)
    if signed:
        return "paper" if method == Method.PAPER else "signed"
    if refused:
        return "refused"
    return "superseded" if method is not None else "waiting"


def _letters(conference: Conference) -> dict[object, Letter]:
    """The newest letter to each invited person; nobody but the coordinator is shown any."""
    if not access.may("letters_and_undelivered", "R") or conference.state is ConferenceState.DRAFT:
        return {}
    newest: dict[object, Letter] = {}
    for letter in outbox.letters_about([each.id for each in conference.invitations]):
        newest.setdefault(letter.about, letter)
    return newest


def without_ground(lines: Sequence[Participant]) -> list[str]:
    """The organisations to which nothing opens yet, each once (for the coordinator)."""
    return list(dict.fromkeys(line.invitation.agency_name for line in lines if line.lacks_ground))
