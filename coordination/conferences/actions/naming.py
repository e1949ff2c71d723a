"""Saying who comes: an agency's contact, whoever sends a substitute, or the coordinator who was told."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from agencies.staff import rules as staff
from agencies.staff.models import Worker, function_of, holders_of, workers_by_agency
from coordination.conferences import documents, documents_of_naming, rules_of_naming
from coordination.conferences.actions.admitting import (
    admit,
    admit_newcomer,
    give_way,
    locked,
    standing_of,
    withdraw_waiting,
)
from coordination.conferences.actions.answering import give_answer, note_answer, tell_calendar
from coordination.conferences.actions.coordinating import refuse_stranger
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.namings import Naming, waiting_for
from coordination.conferences.rules import Answer, HowTold
from foundation import audit, clock
from foundation.database import db, transaction
from foundation.reasons import Reason, refuse_if


@dataclass(frozen=True)
class Named:
    """The person meant: a worker of the list, or a new one as typed.

    `shared` answers whether several people read the mailbox; None: not asked yet.
    """

    worker_id: UUID | None = None
    name: str = ""
    function: str = ""
    email: str | None = None
    shared: bool | None = None


def name_for_agency(invitation_id: UUID, named: Named, *, by: str) -> bool:
    """Its contact says whom an agency sends; answers whether the invitation leaves at once or waits for a yes."""
    with transaction() as session:
        conference, invitation = locked(session, invitation_id)
        refuse_if([*_too_late(conference), *_not_open(invitation)])
        naming = _naming(session, conference, invitation, named, by)
        documents_of_naming.stop_asking(invitation, why="somebody is named")
        at_once = not rules_of_naming.needs_a_yes(
            known=naming.worker_id is not None, has_own_address=_has_own_address(naming), as_substitute=False
        )
        if at_once:
            admit(session, conference, invitation, naming, by=by)
        _record(conference, naming, by, waits=not at_once)
        return at_once


def name_substitute(invitation_id: UUID, named: Named, *, by: str) -> None:
    """Whoever cannot come says who comes instead; another one named before gives way, the coordinator has the word."""
    with transaction() as session:
        conference, invitation = locked(session, invitation_id)
        if give_answer(invitation, Answer.SUBSTITUTE, note="", by=by):
            tell_calendar(invitation)
        withdraw_waiting(session, invitation, by)
        naming = _naming(session, conference, invitation, named, by)
        _record(conference, naming, by)


def name_as_said(invitation_id: UUID, named: Named, *, told: HowTold, by: str) -> None:
    """The coordinator was told who comes. A new person is entered without an address.

    Whoever says yes to a person must not have written the address to which that person's link goes.
    """
    with transaction() as session:
        conference, invitation = locked(session, invitation_id)
        refuse_stranger(conference.case_id, by)
        refuse_if(_too_late_to_note(conference, invitation))
        _refuse_unclear(named)
        refuse_if(standing_of(session, conference, invitation, named.worker_id).told())
        withdraw_waiting(session, invitation, by)
        naming = _written(invitation, named, by)
        session.add(naming)
        session.flush()
        if naming.worker_id is None:
            admit_newcomer(session, invitation, naming, by)
        if invitation.awaits_person:
            documents_of_naming.stop_asking(invitation, why="somebody is named")
        else:
            give_way(session, conference, invitation, by)
            note_answer(invitation, Answer.SUBSTITUTE, by=by)
        admit(session, conference, invitation, naming, by=by)
        _record(conference, naming, by, told=str(told))


def ask_again(invitation_id: UUID, *, by: str) -> HowTold:
    """Send the question to the agency's contact once more; answers how it can be asked."""
    with transaction() as session:
        conference, invitation = locked(session, invitation_id)
        refuse_stranger(conference.case_id, by)
        refuse_if([*_too_late(conference), *_not_open(invitation)])
        documents_of_naming.stop_asking(invitation, why="asked again")
        head = documents.letterhead(conference.case_id)
        invitation.how_told = documents_of_naming.ask_who_comes(conference, invitation, head)
        audit.record(
            conference.town_id, by, "asked who comes", f"invitation:{invitation.id}", how=str(invitation.how_told)
        )
        return invitation.how_told


# --- parts of these deeds --------------------------------------------------------------------------------------------


def _too_late(conference: Conference) -> Iterable[Reason]:
    return rules_of_naming.against_time(
        starts_at=conference.starts_at, cancelled=conference.cancelled_at is not None, now=clock.now()
    )


def _too_late_to_note(conference: Conference, invitation: Invitation) -> Iterable[Reason]:
    yield from rules_of_naming.against_noting(
        held=conference.held_at is not None, cancelled=conference.cancelled_at is not None
    )
    yield from rules_of_naming.against_second_name(named=False, taken_back=not invitation.stands)


def _not_open(invitation: Invitation) -> Iterable[Reason]:
    """Why an agency is not asked any more whom it sends."""
    named = not invitation.awaits_person or bool(waiting_for([invitation.id]))
    return rules_of_naming.against_second_name(named=named, taken_back=not invitation.stands)


def _refuse_unclear(named: Named) -> None:
    refuse_if(
        rules_of_naming.against_words(chosen=named.worker_id is not None, name=named.name, function=named.function)
    )


def _naming(session: Session, conference: Conference, invitation: Invitation, named: Named, by: str) -> Naming:
    """Keep who is named by somebody outside the office; refused in the same words whatever is behind it."""
    _refuse_unclear(named)
    known = named.worker_id or _colleague_with(named.email, invitation)
    if known is None:
        refuse_if(
            staff.against_address(
                named.email, answered=named.shared is not None, shared=bool(named.shared), holders=(),
                out_of_reach=False,
            )
        )  # fmt: skip
    else:
        refuse_if(standing_of(session, conference, invitation, known).untold())
    naming = _written(invitation, Named(known) if known else named, by)
    session.add(naming)
    session.flush()
    return naming


def _colleague_with(email: str | None, invitation: Invitation) -> UUID | None:
    """The worker of the agency whose own address was typed; whose an address of anybody else is, nobody is told."""
    if not email or invitation.agency_id is None:
        return None
    here = {post.worker_id for post in workers_by_agency([invitation.agency_id]).get(invitation.agency_id, ())}
    return next((one.id for one in holders_of(email) if one.id in here and not one.mailbox_shared), None)


def _written(invitation: Invitation, named: Named, by: str) -> Naming:
    worker = db.session.get_one(Worker, named.worker_id) if named.worker_id else None
    function = function_of(worker.id, invitation.agency_id) if worker and invitation.agency_id else ""
    return Naming(
        invitation_id=invitation.id, instead_of=invitation.worker_id, worker_id=named.worker_id,
        name=worker.name if worker else named.name.strip(), function=function or named.function.strip(),
        email=None if worker else named.email or None, mailbox_shared=bool(named.shared), named_at=clock.now(),
        named_by=by,
    )  # fmt: skip


def _has_own_address(naming: Naming) -> bool:
    worker = db.session.get(Worker, naming.worker_id) if naming.worker_id else None
    return worker is not None and worker.email is not None and not worker.mailbox_shared


def _record(conference: Conference, naming: Naming, by: str, **content: object) -> None:
    audit.record(
        conference.town_id, by, "person named", f"invitation:{naming.invitation_id}", conference=str(conference.id),
        naming=str(naming.id), worker=str(naming.worker_id) if naming.worker_id else None,
        instead_of=str(naming.instead_of) if naming.instead_of else None, **content,
    )  # fmt: skip
