"""Who sits at a conference, as its page shows it: answer, pledge, ground, letter; a few queries for any number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from agencies.staff.models import Worker
from coordination.cases.models import Person
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.namings import Naming, waiting_for
from coordination.conferences.rules import Answer, ConferenceState
from coordination.conferences.words import ROLES, WHY_UNDELIVERED
from coordination.pledges.standings import PledgeState, Roll, roll, states_of
from coordination.seats.clients import Gate, gates_of
from coordination.seats.models import grounds_of
from coordination.seats.rules import Ending, Role, SeatState, joined, state
from foundation import access, clock, outbox
from foundation.access import Audience
from foundation.database import db
from foundation.outbox import Letter


@dataclass(frozen=True)
class Participant:
    """One line of the table."""

    invitation: Invitation
    pledge_state: PledgeState | None
    """None for whoever has no seat yet."""
    seat_state: SeatState | None
    gate: Gate | None
    """What stands between a counselling service and its final participation; None where nothing of that kind does."""
    lacks_ground: bool
    """Nothing opens to this worker's organisation yet, pledge or not."""
    letter: Letter | None
    naming: Naming | None = None
    """Who is named here and waits for the coordinator's yes; for her eyes."""
    comes_for: str = ""
    """The name of the person in whose place this one comes."""
    replaced_by: str = ""
    """The name of the person who comes instead."""
    beside: str = ""
    """Whom of the family the person accompanies, for those who may know of that member."""

    @property
    def owes_name(self) -> bool:
        """Whether nobody is named yet, for an agency that was asked or in the place of somebody who cannot come."""
        sends = self.invitation.answer == Answer.SUBSTITUTE and not self.replaced_by
        return self.naming is None and not self.left and (self.invitation.awaits_person or sends)

    @property
    def pledge(self) -> str:
        """The word of the pledge; empty for a member of the family who has not signed."""
        return self.pledge_state.word if self.pledge_state else ""

    @property
    def about(self) -> str:
        """Function, organisation and roles in words."""
        each = self.invitation
        role = "" if each.role == Role.AGENCY_WORKER else str(ROLES[each.role])
        also = str(ROLES[each.also]) if each.also else ""
        if each.awaits_person:
            return str(_("wanted: %(function)s", function=", ".join(filter(None, (each.function, role, also)))))
        beside = _("sits beside: %(name)s", name=self.beside) if self.beside else ""
        return ", ".join(filter(None, (each.function, each.agency_name, role, also, beside)))

    @property
    def left(self) -> bool:
        """Whether this person's seat is closed, or nobody is asked by this invitation any more."""
        return self.seat_state in (SeatState.STEPPED_ASIDE, SeatState.CLOSED) or not self.invitation.stands

    @property
    def answer(self) -> str:
        """The answer; coming stays provisional until the seat is open and a service may come (S1-54, S1-55)."""
        coming = self.invitation.answer == Answer.ACCEPTED
        if coming and self.gate is not None and self.gate.closed:
            return "provisional"
        declines = self.invitation.answer in (Answer.DECLINED, Answer.WRITTEN_ONLY)
        if declines and self.gate is not None and self.gate.compulsory:
            return "excused"
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
        return self.pledge_state.mark if self.pledge_state else "waiting"


def participants(conference: Conference) -> list[Participant]:
    """Everybody invited whom the visitor of the page may see, in the order of the invitations."""
    shown = [each for each in conference.invitations if each.chosen and _visible(each)]
    seats = [each.seat for each in shown if each.seat is not None]
    pledges, gates = states_of(seats), gates_of(seats)
    grounds = grounds_of([seat.involvement_id for seat in seats])
    letters, names = _letters(conference), _names(shown)
    lines = []
    for each in shown:
        seat, found, grounded = each.seat, None, False
        if seat is not None and not each.is_family:
            grounded = joined(grounds.get(seat.involvement_id, ()), clock.now()) is not None
            found = state(
                Role(seat.role), signed=pledges[seat.id].signed, grounded=grounded, ended_at=seat.to_at,
                ended_how=Ending(seat.ended_how) if seat.ended_how else None, now=clock.now(),
            )  # fmt: skip
        open_seat = seat is not None and seat.is_open(clock.now())
        lacks = each.role == Role.AGENCY_WORKER and open_seat and not grounded
        pledge = pledges[seat.id] if seat is not None else None
        place, beside = _in_whose_place(each, shown), names.get(each.accompanies_id, "")
        gate = gates.get(seat.id) if seat is not None else None
        lines.append(Participant(each, pledge, found, gate, lacks, letters.get(each.id), None, *place, beside))
    coordinates = access.facts().role == Role.COORDINATOR
    if coordinates:
        named = waiting_for([each.id for each in shown if each.stands])
        return [replace(line, naming=named.get(line.invitation.id)) for line in lines]
    return [line for line in lines if not line.left or line.invitation.attendance]


def _in_whose_place(invitation: Invitation, shown: Sequence[Invitation]) -> tuple[str, str]:
    """For whom this person comes, and who comes for this person, by name."""
    held = (each for each in shown if each.stands and each.seat is not None and each.seat.to_at is None)
    return (
        next((each.name for each in shown if each.id == invitation.substitute_for), ""),
        next((each.name for each in held if each.substitute_for == invitation.id), ""),
    )


def _visible(invitation: Invitation) -> bool:
    """Somebody of the family, or who comes only for one of them, is known to those who may know of that member."""
    return _may_know(invitation.tells_of)


def _may_know(member: UUID | None) -> bool:
    about = frozenset({member}) if member else None
    return access.may("participants_and_answers", "R", Audience(members=about))


def _names(invitations: Iterable[Invitation]) -> dict[UUID | None, str]:
    """The accompanied members of whom the visitor may know, by name."""
    wanted = {each.accompanies_id for each in invitations if each.accompanies_id and _may_know(each.accompanies_id)}
    if not wanted:
        return {}
    return {person.id: person.name for person in db.session.scalars(select(Person).where(Person.id.in_(wanted)))}


def _letters(conference: Conference) -> dict[object, Letter]:
    """The newest letter to each invited person; nobody but the coordinator is shown any."""
    if not access.may("letters_and_undelivered", "R") or conference.state is ConferenceState.DRAFT:
        return {}
    newest: dict[object, Letter] = {}
    for letter in outbox.letters_about([each.id for each in conference.invitations]):
        newest.setdefault(letter.about, letter)
    return newest


def who_wrote(conference: Conference) -> dict[str, str]:
    """By whom answers were written down for others, their names by their keys in the log book; one query."""
    keys = {str(each.answered_by) for each in conference.invitations if each.answer_told}
    ids = [UUID(key.removeprefix("worker:")) for key in keys if key.startswith("worker:")]
    known = db.session.execute(select(Worker.id, Worker.name).where(Worker.id.in_(ids)))
    return {f"worker:{worker_id}": name for worker_id, name in known}


def who_entered(conference: Conference) -> str:
    """The name of whoever wrote a meeting down afterwards; empty for one that was convened here."""
    if conference.entered_by is None:
        return ""
    worker = db.session.get(Worker, UUID(conference.entered_by.removeprefix("worker:")))
    return worker.name if worker else ""


def table_of(lines: Sequence[Participant]) -> Roll:
    """The pledges of everybody who still sits at the table of a meeting."""
    return roll(line.pledge_state for line in lines if line.pledge_state is not None and not line.left)


def without_ground(lines: Sequence[Participant]) -> list[str]:
    """The organisations to which nothing opens yet, each once (for the coordinator)."""
    return list(dict.fromkeys(line.invitation.agency_name for line in lines if line.lacks_ground))
