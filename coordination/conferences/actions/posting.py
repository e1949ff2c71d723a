"""Invitations on paper: whether people talked first, the words of a letter, its printing, its way to the person."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordination.conferences import papers, rules_of_paper
from coordination.conferences.actions.coordinating import case_is_over, held_conference, refuse_stranger
from coordination.conferences.composing import Composed, compose, is_still_asked, person_of
from coordination.conferences.informed import FamilyInformed
from coordination.conferences.models import Conference, Invitation, conference_of, invitation_of
from coordination.conferences.paper_trail import (
    LetterWords,
    PrintedLetter,
    TalkBeforeLetter,
    copies_for,
    copies_of,
    printed_when,
    talk_with,
    words_of,
)
from coordination.conferences.rules import HowTold
from coordination.seats.models import CaseFrame, Disclosure, coordinator_of
from coordination.seats.rules import HowHanded
from foundation import audit, clock
from foundation.database import db, transaction
from foundation.pdf import pages_of
from foundation.reasons import Reason, Refused, SeenOtherwise, reason, refuse_if, refuse_unseen


@dataclass(frozen=True)
class Words:
    """What the coordinator writes into one letter; fields that a kind of letter has no use for stay empty."""

    language: str = "cs"
    greeting: str = ""
    document_number: str = ""
    access: str = ""
    about: str = ""
    comes: Sequence[tuple[UUID, str, bool]] = ()
    familiar: bool = False
    guide: str = ""
    guide_phone: str = ""
    signal: str = ""


@dataclass(frozen=True)
class PrintedPaper:
    """A printed letter on its way to the coordinator's printer."""

    content: bytes
    file_name: str


def note_talk(
    invitation_id: UUID, *, talked: bool, talked_on: date | None = None, why_not: str = "", by: str
) -> None:  # fmt: skip
    """Keep whether the coordinator talked with a member of the family before writing to them (S2-10)."""
    refuse_if(rules_of_paper.wrong_talk(talked=talked, talked_on=talked_on, why_not=why_not, today=clock.today()))
    with transaction() as session:
        invitation = _to_write(session, invitation_id, by)
        if invitation.person_id is None or not invitation.is_family:
            raise Refused([reason("This is asked about members of the family only.")])
        talk = talk_with(invitation.conference_id, invitation.person_id) or TalkBeforeLetter(
            conference_id=invitation.conference_id, person_id=invitation.person_id
        )
        talk.talked_on, talk.why_not = (talked_on, None) if talked else (None, why_not)
        talk.at, talk.by = clock.now(), by
        session.add(talk)
        _record(invitation, by, "talk before a letter noted", person=str(invitation.person_id), talked=talked)


def write_letter(invitation_id: UUID, words: Words, *, by: str) -> None:
    """Keep what stands in somebody's letter, who comes of this meeting alone; any part may still be missing."""
    with transaction() as session:
        invitation = _to_write(session, invitation_id, by)
        of_meeting = select(Invitation.id).where(Invitation.conference_id == invitation.conference_id)
        asked = set(session.scalars(of_meeting))
        kept = words_of(invitation_id) or LetterWords(invitation_id=invitation_id)
        for name in ("language", "greeting", "document_number", "access", "about", "familiar"):
            setattr(kept, name, getattr(words, name))
        kept.guide, kept.guide_phone, kept.signal = words.guide, words.guide_phone, words.signal
        kept.comes = [[str(key), why, named] for key, why, named in words.comes if key in asked]
        kept.at, kept.by = clock.now(), by
        session.add(kept)
        _record(invitation, by, "letter written")


def print_letter(invitation_id: UUID, *, by: str) -> PrintedPaper:
    """Print somebody's invitation and keep what exactly was printed. Raises Refused with everything that is missing."""
    conference, invitation = with_everybody(invitation_id)
    composed = compose_for(conference, invitation)
    refuse_if(composed.missing)
    content = papers.letter_paper(composed.letter)  # drawing takes its time, so it is done before the first write
    refuse_if(rules_of_paper.too_long(composed.kind, pages_of(content)))
    with transaction() as session:
        _to_write(session, invitation_id, by)
        conference, invitation = with_everybody(invitation_id)
        if compose_for(conference, invitation) != composed:
            raise SeenOtherwise
        starts, ends, place = printed_when(invitation, conference)
        sha256 = hashlib.sha256(content).hexdigest()
        session.add(
            PrintedLetter(
                invitation_id=invitation_id, number=len(copies_of(invitation_id)) + 1, sha256=sha256, starts_at=starts,
                ends_at=ends, place=place, to_agency=invitation.awaits_person, at=clock.now(), by=by,
            )
        )  # fmt: skip
        _record(invitation, by, "invitation printed", sha256=sha256)
    return PrintedPaper(content, papers.file_name(composed.letter))


def compose_for(conference: Conference, invitation: Invitation) -> Composed:
    """The letter as it would be printed now. Raises Refused where no letter may be printed at all."""
    refuse_if(in_the_way(conference, invitation))
    return compose(conference, invitation, words_of(invitation.id))


def in_the_way(conference: Conference, invitation: Invitation) -> tuple[Reason, ...]:
    """Why no invitation is printed for this person, whatever stands in it."""
    return rules_of_paper.obstacles_to_printing(
        conference.state,
        starts_at=conference.starts_at,
        only_informed=not invitation.comes,
        left=not is_still_asked(invitation),
        talk_missing=talk_is_missing(invitation),
        now=clock.now(),
    )


def talk_is_missing(invitation: Invitation) -> bool:
    """Whether a member of the family is to be written to, and nobody has said whether people talked (S2-10)."""
    if invitation.person_id is None or not invitation.is_family:
        return False
    return talk_with(invitation.conference_id, invitation.person_id) is None


@dataclass(frozen=True)
class Handing:
    """How a printed letter reached its person."""

    how: HowHanded
    on: date
    document_number: str = ""
    file_reference: str = ""


def hand_over_letter(invitation_id: UUID, handing: Handing, *, seen: str | None = None, by: str) -> None:
    """Record that the newest printed copy reached its person; `seen` is the fingerprint that lay before the writer."""
    with transaction() as session:
        invitation = _to_write(session, invitation_id, by)
        copies = copies_for(invitation)
        if not copies or (invitation.seat_id is None and not invitation.awaits_person):
            raise Refused([reason("Nothing has been printed for this person yet. Print the invitation first.")])
        copy, person = copies[0], person_of(invitation)
        refuse_unseen(seen, copy.sha256)
        refuse_if(
            rules_of_paper.obstacles_to_handing_over(
                handing.how, name=invitation.name, contact=person.safe_contact if person else None, on=handing.on,
                printed_on=copy.printed_on, today=clock.today(),
                handed_already=copy.handed_on is not None,
            )
        )  # fmt: skip
        if invitation.seat_id is not None:
            copy.disclosure_id = _disclosed(session, invitation, invitation.seat_id, copy, handing.how, by)
        copy.handed_on, copy.handed_how, copy.recorded_by = handing.on, handing.how, by
        copy.document_number, copy.file_reference = handing.document_number or None, handing.file_reference or None
        if handing.how == HowHanded.HANDED:
            _family_knows(session, invitation, handing.on, by)
        _record(
            invitation, by, "invitation handed over", sha256=copy.sha256, how=str(handing.how), on=str(handing.on)
        )  # fmt: skip


def _disclosed(
    session: Session, invitation: Invitation, seat_id: UUID, copy: PrintedLetter, how: HowHanded, by: str
) -> UUID:
    disclosure = Disclosure(
        case_id=invitation.conference.case_id, seat_id=seat_id, paper=PAPER, version=None, how=how,
        ground="own invitation", sha256=copy.sha256, at=clock.now(), by=by,
    )  # fmt: skip
    session.add(disclosure)
    session.flush()
    return disclosure.id


def _family_knows(session: Session, invitation: Invitation, on: date, by: str) -> None:
    """Whoever holds the invitation in their hands has been told of the meeting (S2-26)."""
    if invitation.person_id is None or not invitation.is_family:
        return
    words = words_of(invitation.id)
    session.add(
        FamilyInformed(
            conference_id=invitation.conference_id, person_id=invitation.person_id, told_on=on, how=HowTold.PAPER,
            told_by=coordinator_of(invitation.conference.case_id).name,
            content=" ".join(filter(None, (HANDED_OVER, words.about if words else ""))), recorded_at=clock.now(),
            recorded_by=by,
        )
    )  # fmt: skip


HANDED_OVER = "Pozvánka na papíře."
"""What the record of a family informed says of its own accord; the rest is in the words of the letter."""
PAPER = "invitation"
"""How the list of disclosures names this paper."""


def _to_write(session: Session, invitation_id: UUID, by: str) -> Invitation:
    """The invitation, if it is the coordinator of an open case who writes about it."""
    asked_to = session.scalar(select(Invitation.conference_id).where(Invitation.id == invitation_id))
    conference = held_conference(session, asked_to) if asked_to else None
    invitation = invitation_of(invitation_id)
    if conference is None or invitation is None:
        raise Refused([reason("This person is no longer on the list.")])
    refuse_stranger(conference.case_id, by)
    refuse_if(case_is_over(session.get_one(CaseFrame, conference.case_id)))
    return invitation


def with_everybody(invitation_id: UUID) -> tuple[Conference, Invitation]:
    """The meeting with everybody invited, and one of them."""
    conference_id = db.session.get_one(Invitation, invitation_id).conference_id
    conference = conference_of(conference_id)
    assert conference is not None
    return conference, next(each for each in conference.invitations if each.id == invitation_id)


def _record(invitation: Invitation, by: str, verb: str, **content: object) -> None:
    about = f"invitation:{invitation.id}"
    audit.record(invitation.conference.town_id, by, verb, about, conference=str(invitation.conference_id), **content)
