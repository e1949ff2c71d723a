"""Saying one's standpoint: drafted, given to the table, written down as said, softened for the family's summary."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from agencies.cooperation.rules import Purpose
from coordination.cases.models import Person
from coordination.conferences.models import Conference
from coordination.seats.clients import against
from coordination.seats.models import CaseFrame
from coordination.seats.rules import Role
from coordination.standpoints import needs, rules
from coordination.standpoints.actions.reach import (
    COORDINATOR_ALONE,
    EVERYONE,
    WRITERS,
    Doer,
    Meant,
    check_meant,
    check_readers,
    doer,
    heard,
    meeting,
    no_longer,
    seat_at,
)
from coordination.standpoints.models import (
    OTHERS,
    OWN,
    Standpoint,
    may_read,
    own_standpoint,
    standpoint_of,
    voice_fingerprint,
    voice_of,
)
from coordination.standpoints.needs import Offer
from coordination.standpoints.rules import OfferState
from coordination.tasks.actions import Said
from coordination.tasks.rules import wrong_word
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import ChangedMeanwhile, together, transaction
from foundation.reasons import Refused, reason, refuse_if, refuse_unseen
from foundation.signatures.examination import Examined
from foundation.signatures.scans import keep as keep_scan


@dataclass(frozen=True)
class OfferText:
    """What an agency offers, from when, until when, aimed at which areas."""

    what: str = ""
    from_on: date | None = None
    until_on: date | None = None
    focus: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """What one participant says, topic by topic; any may be empty."""

    facts: str = ""
    concern: str = ""
    strengths: str = ""
    condition: str = ""
    offer: OfferText = OfferText()
    about: str = ""
    wanted: str | None = None
    """What one of the family wants spoken about, and whom there (None: as it was); of a worker both stay empty."""

    @property
    def spoken(self) -> tuple[str, ...]:
        return (
            self.about,
            self.wanted or "",
            self.facts,
            self.concern,
            self.strengths,
            self.condition,
            self.offer.what,
        )


@dataclass(frozen=True)
class File:
    """What becomes of the one file: a new one, or the former one taken away."""

    new: Examined | None = None
    remove: bool = False


# --- one's own -------------------------------------------------------------------------------------------------------


def save_draft(
    conference_id: UUID, words: Words, meant: Meant = EVERYONE, *, file: File = File(), version: int, actor: Actor
) -> UUID:
    """Keep what is written so far for its author alone; a standpoint that is given already changes at once.

    Raises ChangedMeanwhile when it has another version than `version` (0: none yet), Refused.
    """
    return _own(conference_id, words, meant, file, version, actor, give=False)


def give(
    conference_id: UUID, words: Words, meant: Meant = EVERYONE, *, file: File = File(), version: int, actor: Actor
) -> UUID:
    """Put one's standpoint on the table, for those whom it is meant for. Raises ChangedMeanwhile, Refused."""
    return _own(conference_id, words, meant, file, version, actor, give=True)


def _own(
    conference_id: UUID, words: Words, meant: Meant, file: File, version: int, actor: Actor, *, give: bool
) -> UUID:
    with _one_after_another() as session:
        conference = meeting(session, conference_id, open_table=True)
        who = doer(session, conference.case_id, OWN, actor=actor)
        if who.seat_id is None:
            raise Refused([no_longer()])
        seat = seat_at(session, who.seat_id, conference.case_id)
        found = _with_version(own_standpoint(conference_id, seat.id), version)
        if give or (found is not None and found.given_at is not None):
            refuse_if(against(seat, Purpose.STANDPOINT))
        standpoint = found or _begun(conference, seat_id=seat.id)
        return _written(session, standpoint, words, meant, file, who, said=None, give=give)


# --- written down for somebody ---------------------------------------------------------------------------------------


def record(
    conference_id: UUID, seat_id: UUID, words: Words, meant: Meant = EVERYONE, *, file: File = File(),
    said: Said | None, version: int, actor: Actor,
) -> UUID:  # fmt: skip
    """Write down what a worker at the table said, or one's own when it is one's own seat (`said` None).

    For the coordinator and the minute taker. Raises ChangedMeanwhile, Refused.
    """
    with _one_after_another() as session:
        conference = meeting(session, conference_id)
        who = doer(session, conference.case_id, OWN, actor=actor, roles=WRITERS)
        seat = seat_at(session, seat_id, conference.case_id)
        own = seat.id == who.seat_id
        if own == (said is not None) or seat.person_id is not None:
            raise Refused([no_longer()])
        if against(seat, Purpose.STANDPOINT):
            raise Refused([
                reason("This organisation takes part only provisionally, nothing can be kept in its name. Ask it.")
            ])  # fmt: skip
        found = _with_version(own_standpoint(conference_id, seat.id), version)
        standpoint = found or _begun(conference, seat_id=seat.id)
        return _written(session, standpoint, words, meant, file, who, said=said, give=True)


def record_voice(
    conference_id: UUID, person_id: UUID, words: Words, meant: Meant = EVERYONE, *, said: Said, version: int,
    actor: Actor,
) -> UUID:  # fmt: skip
    """Write down what one of the family wants to be heard at the table, as said. Raises ChangedMeanwhile, Refused."""
    with _one_after_another() as session:
        conference = meeting(session, conference_id)
        who = doer(session, conference.case_id, OWN, actor=actor, roles=WRITERS)
        held = _voice(session, conference, person_id)
        if held is not None and not may_read(who.facts, OTHERS, held, clock.now()):
            raise Refused([no_longer()])  # what one may not read one does not write over
        found = _with_version(held, version)
        standpoint = found or _begun(conference, person_id=person_id)
        return _written(session, standpoint, words, meant, File(), who, said=said, give=True)


def say(
    session: Session, conference_id: UUID, person_id: UUID, words: Words, meant: Meant = COORDINATOR_ALONE, *,
    seen: str | None = None, by: str,
) -> UUID:  # fmt: skip
    """A parent's or a child's own words, from their own hand; inside the transaction of whoever opened the door.

    Whether the person may say them is decided at that door, and who may read them by that person; what was written
    down as said before is replaced. `seen`: the fingerprint of what lay before them. Raises Refused, SeenOtherwise.
    """
    conference = meeting(session, conference_id, open_table=True)
    session.get(Person, person_id, with_for_update=True)
    held = _voice(session, conference, person_id)
    refuse_unseen(seen, voice_fingerprint(held))
    refuse_if(rules.nothing_said(words.spoken))
    check_readers(meant, conference.case_id)
    standpoint = held or _begun(conference, person_id=person_id)
    _fill(standpoint, words)
    meant.put_on(standpoint)
    heard(standpoint, None)
    standpoint.noted_at = None
    standpoint.given_at = standpoint.given_at or clock.now()
    standpoint.changed_at, standpoint.changed_by = clock.now(), by
    session.add(standpoint)
    session.flush()
    _note(session, standpoint, by, "voice given")
    return standpoint.id


def unsay(session: Session, conference_id: UUID, person_id: UUID, *, seen: str | None = None, by: str) -> None:
    """Take one's own words back before the meeting; inside the transaction of whoever opened the door.

    The log book keeps that something was said and taken back, not what. Raises Refused, SeenOtherwise.
    """
    conference = meeting(session, conference_id, open_table=True)
    session.get(Person, person_id, with_for_update=True)
    held = _voice(session, conference, person_id)
    refuse_unseen(seen, voice_fingerprint(held))
    if held is None:
        return
    _note(session, held, by, "voice taken back")
    session.delete(held)
    session.flush()


def note_voice(standpoint_id: UUID, *, seen: str, actor: Actor) -> None:
    """The coordinator has read what one of the family wrote by itself, as it lay before her. Raises Refused."""
    with transaction() as session:
        standpoint = _given(session, standpoint_id)
        who = doer(session, standpoint.case_id, OWN, actor=actor, roles=(Role.COORDINATOR,))
        if not standpoint.is_unread:
            return
        refuse_unseen(seen, voice_fingerprint(standpoint))
        standpoint.noted_at = clock.now()
        session.flush()
        _note(session, standpoint, who.key, "voice read")


def _voice(session: Session, conference: Conference, person_id: UUID) -> Standpoint | None:
    person = session.get(Person, person_id)
    if person is None or person.case_id != conference.case_id or not (person.is_parent or person.in_household):
        raise Refused([no_longer()])
    return voice_of(conference.id, person_id)


# --- the sentence for the family -------------------------------------------------------------------------------------


def propose_sentence(standpoint_id: UUID, sentence: str, *, agreed: Said | None, actor: Actor) -> None:
    """Propose how the family's summary tells a standpoint; what was said stays as it was said (S2-37).

    `agreed`: the author has said yes to it, where, when and to whom. Raises Refused.
    """
    with transaction() as session:
        standpoint = _given(session, standpoint_id)
        who = doer(session, standpoint.case_id, OWN, actor=actor, roles=WRITERS)
        refuse_if(rules.sentence_obstacles(sentence))
        _agreed(standpoint, agreed)
        standpoint.softened = sentence
        own = standpoint.seat_id is not None and standpoint.seat_id == who.seat_id
        standpoint.softened_agreed_at = clock.now() if agreed is not None or own else None
        session.flush()
        _note(session, standpoint, who.key, "sentence for the family proposed")


def agree_to_sentence(standpoint_id: UUID, sentence: str, *, actor: Actor) -> None:
    """The author agrees to the sentence, or to another one of their own. Raises Refused."""
    with transaction() as session:
        standpoint = _given(session, standpoint_id)
        who = doer(session, standpoint.case_id, OWN, actor=actor)
        if standpoint.seat_id is None or standpoint.seat_id != who.seat_id:
            raise Refused([no_longer()])
        refuse_if(rules.sentence_obstacles(sentence))
        standpoint.softened, standpoint.softened_agreed_at = sentence, clock.now()
        _agreed(standpoint, None)
        session.flush()
        _note(session, standpoint, who.key, "sentence for the family agreed")


def _agreed(standpoint: Standpoint, said: Said | None) -> None:
    if said is not None:
        refuse_if(wrong_word(said.on, said.to, clock.today()))
    standpoint.agreed_where, standpoint.agreed_on = (said.where, said.on) if said else (None, None)
    standpoint.agreed_to = said.to if said else None


def _given(session: Session, standpoint_id: UUID) -> Standpoint:
    session.get(Standpoint, standpoint_id, with_for_update=True)
    standpoint = standpoint_of(standpoint_id)
    if standpoint is None or standpoint.given_at is None:
        raise Refused([no_longer()])
    return standpoint


# --- what they share -------------------------------------------------------------------------------------------------


@contextmanager
def _one_after_another() -> Iterator[Session]:
    """As `together`; two first words of one person at the same moment are also two who write."""
    try:
        with together() as session:
            yield session
    except IntegrityError as error:
        raise ChangedMeanwhile from error


def _with_version(standpoint: Standpoint | None, version: int) -> Standpoint | None:
    if (standpoint.version if standpoint else 0) != version:
        raise ChangedMeanwhile
    return standpoint


def _begun(conference: Conference, *, seat_id: UUID | None = None, person_id: UUID | None = None) -> Standpoint:
    return Standpoint(
        case_id=conference.case_id, conference_id=conference.id, seat_id=seat_id, person_id=person_id,
        begun_at=clock.now(),
    )  # fmt: skip


def _fill(standpoint: Standpoint, words: Words) -> None:
    standpoint.about, standpoint.wanted = words.about, standpoint.wanted if words.wanted is None else words.wanted
    standpoint.facts, standpoint.concern = words.facts, words.concern
    standpoint.strengths, standpoint.condition = words.strengths, words.condition


def _written(
    session: Session, standpoint: Standpoint, words: Words, meant: Meant, file: File, who: Doer, *,
    said: Said | None, give: bool,
) -> UUID:  # fmt: skip
    check_meant(meant, who, standpoint.case_id)
    offer = words.offer
    refuse_if([
        *(rules.nothing_said(words.spoken) if give or standpoint.given_at else ()),
        *rules.ends_before_it_begins(offer.from_on, offer.until_on),
    ])  # fmt: skip
    _fill(standpoint, words)
    meant.put_on(standpoint)
    heard(standpoint, said)
    now = clock.now()
    standpoint.given_at = standpoint.given_at or (now if give else None)
    standpoint.changed_at, standpoint.changed_by = now, who.key
    session.add(standpoint)
    session.flush()
    _keep_file(session, standpoint, file, who)
    _keep_offer(session, standpoint, offer, meant, said)
    given = standpoint.given_at is not None
    verb = "standpoint written down" if said else "standpoint given" if given else "standpoint drafted"
    _note(session, standpoint, who.key, verb)
    return standpoint.id


def _keep_file(session: Session, standpoint: Standpoint, file: File, who: Doer) -> None:
    """Keep the one file of a standpoint; a former one stays in the cabinet and opens to nobody."""
    if file.new is not None:
        town_id = session.get_one(CaseFrame, standpoint.case_id).town_id
        scan = keep_scan(
            file.new.content, file.new.kind, received_sha256=file.new.received_sha256, town_id=town_id,
            about=f"standpoint:{standpoint.id}", by=who.key,
        )  # fmt: skip
        standpoint.scan_id = scan.id
    elif file.remove:
        standpoint.scan_id = None
    session.flush()


def _keep_offer(session: Session, standpoint: Standpoint, text: OfferText, meant: Meant, said: Said | None) -> None:
    """The offer of a standpoint is a row of its own: made, changed, or taken back with the words that carried it."""
    if standpoint.seat_id is None:
        return
    offer = needs.offer_in(standpoint.id)
    if offer is not None and offer.state is OfferState.ACCEPTED:
        return  # people count on it; the form does not offer it for change
    if not text.what.strip():
        _drop(session, offer)
        return
    if offer is None:
        offer = Offer(
            case_id=standpoint.case_id, conference_id=standpoint.conference_id, seat_id=standpoint.seat_id,
            standpoint_id=standpoint.id,
        )  # fmt: skip
    offer.what, offer.from_on, offer.until_on = text.what, text.from_on, text.until_on
    meant.put_on(offer)
    offer.focus = text.focus
    heard(offer, said)
    offer.offered_at = offer.offered_at or standpoint.given_at
    offer.withdrawn_at = offer.withdrawn_by = offer.withdrawn_why = None
    session.add(offer)
    session.flush()


def _drop(session: Session, offer: Offer | None) -> None:
    if offer is None:
        return
    offer.covers.clear()
    session.flush()
    session.delete(offer)
    session.flush()


def _note(session: Session, standpoint: Standpoint, by: str, verb: str, **content: str) -> None:
    town_id = session.get_one(CaseFrame, standpoint.case_id).town_id
    about = f"standpoint:{standpoint.id}"
    audit.record(town_id, by, verb, about, case=str(standpoint.case_id), version=standpoint.version, **content)
