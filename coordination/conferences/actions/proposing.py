"""Proposing a meeting, and the coordinator's decision about it (S2-52)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coordination.conferences import documents_of_proposing, rules_of_proposing
from coordination.conferences.actions.coordinating import case_is_over, refuse_stranger
from coordination.conferences.actions.preparing import preparation_of
from coordination.conferences.proposals import PROPOSING, MeetingProposal, facts_of_proposing, proposals_of
from coordination.conferences.rules_of_proposing import Outcome
from coordination.seats.models import held_frame
from foundation import audit, clock
from foundation.access import Actor, decide
from foundation.database import transaction
from foundation.reasons import Refused, reason, refuse_if


@dataclass(frozen=True)
class MeetingProposed:
    """Why the table should meet, and on which day the proposer would like it, if on any."""

    why: str
    wished_on: date | None


def propose(case_id: UUID, said: MeetingProposed, *, actor: Actor) -> UUID:
    """Propose a meeting to the coordinator; Refused with all reasons."""
    with transaction() as session:
        frame = held_frame(session, case_id)
        facts = facts_of_proposing(actor, case_id)
        if facts is None or facts.seat_id is None or not decide(facts, PROPOSING, "W", clock.now()).allowed:
            raise Refused([reason("You can no longer propose a meeting here. Call the coordinator.")])
        waits = any(one.settled_at is None for one in proposals_of(facts.seat_id))
        refuse_if(rules_of_proposing.obstacles_to_proposing(
            why=said.why, wished_on=said.wished_on, today=clock.today(), waits=waits
        ))  # fmt: skip
        proposal = MeetingProposal(
            case_id=case_id, seat_id=facts.seat_id, proposed_at=clock.now(), proposed_by=actor.key, why=said.why,
            wished_on=said.wished_on,
        )  # fmt: skip
        session.add(proposal)
        session.flush()
        audit.record(frame.town_id, actor.key, "meeting proposed", f"meeting_proposal:{proposal.id}", case=str(case_id))
        return proposal.id


def accept_proposal(proposal_id: UUID, *, by: str) -> UUID:
    """Take a proposal up: a meeting is prepared with its reason as the goal and its day; answers the draft.

    A preparation that goes on already keeps what is written in it.
    """
    with transaction() as session:
        proposal = session.get_one(MeetingProposal, proposal_id)
        frame = held_frame(session, proposal.case_id)
        session.refresh(proposal)
        refuse_stranger(proposal.case_id, by)
        refuse_if(
            [*case_is_over(frame), *rules_of_proposing.obstacles_to_settling(settled=proposal.outcome is not None)]
        )
        draft, begun = preparation_of(session, frame, by=by)
        if begun:
            draft.goal, draft.initiated_by = proposal.why, proposal.proposed_by
            draft.meets_on = proposal.wished_on
        proposal.settled_at, proposal.settled_by, proposal.outcome = clock.now(), by, Outcome.TAKEN_UP
        proposal.conference_id = draft.id
        session.flush()
        audit.record(
            frame.town_id, by, "proposal taken up", f"meeting_proposal:{proposal_id}", conference=str(draft.id)
        )
        return draft.id


def decline_proposal(proposal_id: UUID, *, why: str, by: str) -> None:
    """Decline a proposal; whoever made it is told by a neutral letter and reads the reason behind the own door."""
    with transaction() as session:
        proposal = session.get_one(MeetingProposal, proposal_id)
        frame = held_frame(session, proposal.case_id)
        session.refresh(proposal)
        refuse_stranger(proposal.case_id, by)
        refuse_if(rules_of_proposing.obstacles_to_declining(settled=proposal.outcome is not None, why=why))
        proposal.settled_at, proposal.settled_by, proposal.outcome = clock.now(), by, Outcome.DECLINED
        proposal.declined_why = why
        session.flush()
        documents_of_proposing.tell_of_answer(proposal)
        audit.record(frame.town_id, by, "proposal declined", f"meeting_proposal:{proposal_id}")
