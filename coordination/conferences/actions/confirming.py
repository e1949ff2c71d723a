"""The coordinator's word about named people: yes, no, and taking an invitation back."""

from uuid import UUID

from coordination.conferences import documents, documents_of_naming, rules_of_naming
from coordination.conferences.actions.admitting import (
    admit,
    admit_newcomer,
    end_invitation,
    give_way,
    locked,
    settle,
    standing_of,
)
from coordination.conferences.actions.coordinating import refuse_stranger
from coordination.conferences.models import Conference, Invitation
from coordination.conferences.namings import Naming
from coordination.conferences.rules_of_naming import Settled
from foundation import audit, clock
from foundation.database import transaction
from foundation.reasons import Reason, refuse_if


def confirm(naming_id: UUID, *, why: str, by: str) -> None:
    """Say yes to a named person: they are invited, and whoever came in the same place before is taken back.

    `why` is why this very person, for after the pledge (S2-24).
    """
    with transaction() as session:
        naming = session.get_one(Naming, naming_id)
        conference, invitation = locked(session, naming.invitation_id)
        session.refresh(naming)
        refuse_stranger(conference.case_id, by)
        standing = standing_of(session, conference, invitation, naming.worker_id)
        refuse_if(
            [
                *_not_open(conference, invitation, naming),
                *rules_of_naming.against_reason(why, name=naming.name),
                *standing.told(),
            ]
        )
        if naming.worker_id is None:
            admit_newcomer(session, invitation, naming, by)
        give_way(session, conference, invitation, by)
        invited = admit(session, conference, invitation, naming, why=why, by=by)
        audit.record(
            conference.town_id, by, "named person confirmed", f"invitation:{invited.id}",
            conference=str(conference.id), naming=str(naming_id), worker=str(invited.worker_id),
        )  # fmt: skip


def decline(naming_id: UUID, *, why: str, by: str) -> None:
    """Say no to a named person. Whoever named them is asked for somebody else; the reason stays in the office."""
    with transaction() as session:
        naming = session.get_one(Naming, naming_id)
        conference, invitation = locked(session, naming.invitation_id)
        session.refresh(naming)
        refuse_stranger(conference.case_id, by)
        refuse_if(_not_open(conference, invitation, naming))
        settle(naming, Settled.DECLINED, by)
        naming.declined_why = why
        session.flush()
        if conference.starts_at is not None and conference.starts_at > clock.now():
            _ask_for_another(conference, invitation)
        audit.record(
            conference.town_id, by, "named person declined", f"invitation:{invitation.id}",
            conference=str(conference.id), naming=str(naming_id), why=why,
        )  # fmt: skip


def _not_open(conference: Conference, invitation: Invitation, naming: Naming) -> list[Reason]:
    return [
        *rules_of_naming.against_settling(settled=naming.settled_at is not None),
        *rules_of_naming.against_noting(
            held=conference.held_at is not None, cancelled=conference.cancelled_at is not None
        ),
        *rules_of_naming.against_second_name(named=False, taken_back=not invitation.stands),
    ]


def _ask_for_another(conference: Conference, invitation: Invitation) -> None:
    head = documents.letterhead(conference.case_id)
    if invitation.awaits_person:
        invitation.how_told = documents_of_naming.ask_who_comes(conference, invitation, head, another=True)
    elif invitation.seat is not None and invitation.seat.is_open(clock.now()):
        documents_of_naming.tell_of_refusal(conference, invitation, head)


def take_back(invitation_id: UUID, *, by: str) -> None:
    """Nobody is asked to this meeting by this invitation any more: an agency without a name, or a substitute.

    Whoever sent the substitute is invited again.
    """
    with transaction() as session:
        conference, invitation = locked(session, invitation_id)
        refuse_stranger(conference.case_id, by)
        refuse_if(
            [
                *rules_of_naming.against_taking_back(
                    possible=invitation.awaits_person or invitation.substitute_for is not None,
                    taken_back=not invitation.stands,
                ),
                *rules_of_naming.against_noting(
                    held=conference.held_at is not None, cancelled=conference.cancelled_at is not None
                ),
            ]
        )
        end_invitation(session, conference, invitation, by)
        _ask_first_again(conference, invitation)
        audit.record(
            conference.town_id, by, "invitation taken back", f"invitation:{invitation.id}",
            conference=str(conference.id),
        )  # fmt: skip


def _ask_first_again(conference: Conference, invitation: Invitation) -> None:
    """Whoever had sent the substitute has the meeting in the calendar again and is asked once more."""
    first = next((each for each in conference.invitations if each.id == invitation.substitute_for), None)
    before = conference.starts_at is not None and conference.starts_at > clock.now()
    if first is None or not before or not first.stands or first.seat is None or first.seat.to_at is not None:
        return
    first.ask_again()
    first.how_told = documents.invite(conference, first, documents.letterhead(conference.case_id))
