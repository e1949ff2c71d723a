"""Needs put before the table, offers made, taken back and accepted: an accepted offer is an agency at work (S2-35)."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.cooperation.rules import Purpose
from coordination.seats.clients import against
from coordination.seats.models import Involvement, Seat
from coordination.seats.rules import Relation, Role
from coordination.standpoints import needs, rules
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
from coordination.standpoints.actions.writing import OfferText
from coordination.standpoints.models import OWN, TABLE
from coordination.standpoints.needs import Need, Offer
from coordination.standpoints.rules import OfferState
from coordination.tasks.actions import Said
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import ChangedMeanwhile, together, transaction
from foundation.reasons import Refused, reason, refuse_if

Listener = Callable[[Session, Offer, Actor], None]
_listeners: list[Listener] = []


def on_acceptance(listener: Listener) -> Listener:
    """Announce what a feature above does when an offer is accepted, inside the same transaction."""
    _listeners.append(listener)
    return listener


# --- needs -----------------------------------------------------------------------------------------------------------


def raise_need(conference_id: UUID, text: str, meant: Meant = EVERYONE, *, actor: Actor) -> UUID:
    """Put a need before the table (S2-31). Raises Refused."""
    with transaction() as session:
        conference = meeting(session, conference_id)
        who = doer(session, conference.case_id, TABLE, actor=actor, roles=WRITERS)
        need = Need(
            case_id=conference.case_id, conference_id=conference.id, raised_at=clock.now(), raised_by=who.key,
            raised_by_seat=who.seat_id, raised_by_name=who.name,
        )  # fmt: skip
        _write_need(session, need, text, meant, who)
        _note(who, "need raised", f"need:{need.id}", need.case_id)
        return need.id


def write_need(need_id: UUID, text: str, meant: Meant, *, version: int, actor: Actor) -> None:
    """Word a need anew. Raises ChangedMeanwhile, Refused."""
    with together() as session:
        need, who = _need(session, need_id, actor)
        if need.version != version:
            raise ChangedMeanwhile
        _write_need(session, need, text, meant, who)
        _note(who, "need written", f"need:{need.id}", need.case_id)


def withdraw_need(need_id: UUID, *, actor: Actor) -> None:
    """Nobody looks for help with it any more. Raises Refused."""
    with transaction() as session:
        need, who = _need(session, need_id, actor)
        need.withdrawn_at = clock.now()
        session.flush()
        _note(who, "need withdrawn", f"need:{need.id}", need.case_id)


def _need(session: Session, need_id: UUID, actor: Actor) -> tuple[Need, Doer]:
    session.get(Need, need_id, with_for_update=True)
    need = needs.need_of(need_id)
    if need is None or need.withdrawn_at is not None:
        raise Refused([reason("Somebody has taken this need back meanwhile.")])
    return need, doer(session, need.case_id, TABLE, actor=actor, roles=WRITERS)


def _write_need(session: Session, need: Need, text: str, meant: Meant, who: Doer) -> None:
    if not text.strip():
        raise Refused([reason("The need is missing. Write what the family needs and nobody does yet.", field="text")])
    check_meant(meant, who, need.case_id)
    need.text = text
    meant.put_on(need)
    session.add(need)
    session.flush()


# --- offers ----------------------------------------------------------------------------------------------------------


def offer(
    conference_id: UUID, text: OfferText, meant: Meant = EVERYONE, *, covers: Collection[UUID] = (), actor: Actor
) -> UUID:
    """Offer something for one's own agency, perhaps as the answer to needs. Raises Refused."""
    with transaction() as session:
        conference = meeting(session, conference_id, open_table=True)
        who = doer(session, conference.case_id, OWN, actor=actor)
        if who.seat_id is None:
            raise Refused([no_longer()])
        seat = seat_at(session, who.seat_id, conference.case_id)
        refuse_if(against(seat, Purpose.STANDPOINT))
        return _new_offer(session, conference.id, seat, text, meant, covers, who, said=None)


def offer_as_said(
    conference_id: UUID, seat_id: UUID, text: OfferText, meant: Meant = EVERYONE, *, covers: Collection[UUID] = (),
    said: Said, actor: Actor,
) -> UUID:  # fmt: skip
    """Write down what somebody else at the table offered. Raises Refused."""
    with transaction() as session:
        conference = meeting(session, conference_id)
        who = doer(session, conference.case_id, OWN, actor=actor, roles=WRITERS)
        seat = seat_at(session, seat_id, conference.case_id)
        if seat.person_id is not None:
            raise Refused([no_longer()])
        return _new_offer(session, conference.id, seat, text, meant, covers, who, said=said)


def _new_offer(
    session: Session, conference_id: UUID, seat: Seat, text: OfferText, meant: Meant, covers: Collection[UUID],
    who: Doer, *, said: Said | None,
) -> UUID:  # fmt: skip
    made = Offer(case_id=seat.case_id, conference_id=conference_id, seat_id=seat.id, offered_at=clock.now(), covers=[])
    _write_offer(session, made, text, meant, covers, who)
    heard(made, said)
    session.flush()
    _note(who, "offer written down" if said else "offer made", f"offer:{made.id}", made.case_id)
    return made.id


def write_offer(
    offer_id: UUID, text: OfferText, meant: Meant, *, covers: Collection[UUID], version: int, actor: Actor
) -> None:
    """Word an offer anew: its own maker, the coordinator or the minute taker. Raises ChangedMeanwhile, Refused."""
    with together() as session:
        found, who = _offer(session, offer_id, actor)
        if found.version != version:
            raise ChangedMeanwhile
        refuse_if(rules.rewriting_obstacles(found.state))
        _write_offer(session, found, text, meant, covers, who)
        _note(who, "offer written", f"offer:{found.id}", found.case_id)


def withdraw_offer(offer_id: UUID, *, why: str, actor: Actor) -> None:
    """Take an offer back; one that was accepted says why. The agency stays at the case. Raises Refused."""
    with transaction() as session:
        found, who = _offer(session, offer_id, actor)
        refuse_if(rules.withdrawal_obstacles(found.state, why))
        found.withdrawn_at, found.withdrawn_by, found.withdrawn_why = clock.now(), who.key, why or None
        session.flush()
        _note(who, "offer withdrawn", f"offer:{found.id}", found.case_id)


def accept_offer(offer_id: UUID, *, from_on: date | None, focus: Sequence[str], actor: Actor) -> UUID:
    """Accept an offer: its agency works with the family from that day on, aimed at these areas (S2-22, S2-35, S2-36).

    Answers the involvement. A ground to read by is no part of it: without consent or title nothing opens. Raises
    Refused with all reasons.
    """
    with transaction() as session:
        found, who = _offer(session, offer_id, actor)
        if who.facts.role != Role.COORDINATOR:
            raise Refused([no_longer()])
        refuse_if(rules.acceptance_obstacles(found.state, from_on))
        if from_on is None or found.seat.agency_id is None:
            raise Refused([no_longer()])
        involvement = _involved(session, found.case_id, found.seat.agency_id, from_on, focus)
        found.from_on, found.focus, found.involvement_id = from_on, tuple(focus), involvement.id
        found.accepted_at, found.accepted_by, found.accepted_by_name = clock.now(), who.key, who.name
        session.flush()
        _note(who, "offer accepted", f"offer:{found.id}", found.case_id, involvement=str(involvement.id))
        for listener in _listeners:
            listener(session, found, actor)
        return involvement.id


def _involved(session: Session, case_id: UUID, agency_id: UUID, since: date, areas: Sequence[str]) -> Involvement:
    """The place of an agency at a case: it serves from now on; the areas in which it served before stay."""
    held = select(Involvement).where(Involvement.case_id == case_id, Involvement.agency_id == agency_id)
    found = session.scalar(held.with_for_update())
    if found is None:
        found = Involvement(case_id=case_id, agency_id=agency_id, relation=Relation.SERVES, since=since, areas=())
    elif found.relation == Relation.MAY_SERVE:
        found.since = since
    found.relation = Relation.SERVES
    found.areas = tuple(dict.fromkeys((*found.areas, *areas)))
    session.add(found)
    session.flush()
    return found


def _offer(session: Session, offer_id: UUID, actor: Actor) -> tuple[Offer, Doer]:
    """An offer under the lock, for its maker and for those who write for the table."""
    session.get(Offer, offer_id, with_for_update=True)
    found = needs.offer_of(offer_id)
    if found is None:
        raise Refused([no_longer()])
    who = doer(session, found.case_id, TABLE, actor=actor)
    if found.state is OfferState.DRAFT or (who.facts.role not in WRITERS and who.seat_id != found.seat_id):
        raise Refused([no_longer()])
    return found, who


def _write_offer(
    session: Session, found: Offer, text: OfferText, meant: Meant, covers: Collection[UUID], who: Doer
) -> None:
    refuse_if(rules.offer_obstacles(text.what, from_on=text.from_on, until_on=text.until_on))
    check_meant(meant, who, found.case_id)
    raised = {need.id: need for need in needs.needs_of(found.case_id)}
    found.what, found.from_on, found.until_on = text.what, text.from_on, text.until_on
    meant.put_on(found)
    found.focus = text.focus
    found.covers = [raised[one] for one in covers if one in raised]
    session.add(found)
    session.flush()


def _note(who: Doer, verb: str, about: str, case_id: UUID, **content: str) -> None:
    audit.record(who.facts.town_id, who.key, verb, about, case=str(case_id), **content)
