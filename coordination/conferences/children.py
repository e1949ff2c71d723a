"""How a child was prepared for a meeting, and what was talked about afterwards (S2-47)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, and_, select
from sqlalchemy.orm import Mapped, mapped_column

from coordination.conferences.models import Conference, Invitation, facts_of_conference
from coordination.conferences.rules import Attendance
from coordination.seats.rules import Role
from foundation import access, clock
from foundation.access import Actor, Audience, Facts
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

WAS_THERE = frozenset({Attendance.PRESENT, Attendance.LATE, Attendance.LEFT_EARLY})
RECORD = "family_informed_record"
"""The right by which the record is read and written."""


class ChildPreparation(Base):
    """One child was prepared for one meeting."""

    __tablename__ = "child_preparation"
    __table_args__ = (
        UniqueConstraint("conference_id", "person_id"),
        CheckConstraint("(after_on IS NULL) = (after_by IS NULL)", name="talk_afterwards"),
    )
    id: Mapped[Key]
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    talked_by: Mapped[str] = mapped_column(Encrypted("child_preparation.talked_by"))
    talked_on: Mapped[date]
    why_comes: Mapped[str] = mapped_column(Encrypted("child_preparation.why_comes"))
    """Why it comes, by age and maturity."""
    told: Mapped[str] = mapped_column(Encrypted("child_preparation.told"))
    """What it was told: who will be there and why, what will be said; and what it said to it."""
    guide_id: Mapped[UUID]
    """Whoever stays beside the child: a worker or a private person who is asked to the meeting."""
    own_side: Mapped[str] = mapped_column(Encrypted("child_preparation.own_side"))
    """Who is on its side."""
    signal: Mapped[str] = mapped_column(Encrypted("child_preparation.signal"))
    leaves_with: Mapped[str] = mapped_column(Encrypted("child_preparation.leaves_with"))
    """Who leaves with it when it is too much, and what then."""
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    after_on: Mapped[date | None]
    after_by: Mapped[str | None] = mapped_column(Encrypted("child_preparation.after_by"))
    after_said: Mapped[str | None] = mapped_column(Encrypted("child_preparation.after_said"))
    """What was talked about after the meeting."""


@dataclass(frozen=True)
class ChildLine:
    """A child who is asked to a meeting, with its record as far as its reader needs it."""

    invitation: Invitation
    record: ChildPreparation | None
    guide: str
    whole: bool
    """Whether the reader reads the whole record; a guide and whoever leads the meeting learn only the signal."""


def children_to_come(invitations: Iterable[Invitation]) -> list[Invitation]:
    """The children who are asked to come."""
    return [each for each in invitations if each.role == Role.CHILD and each.comes and each.stands]


def preparations_of(conference_id: UUID) -> dict[UUID, ChildPreparation]:
    """The records of a meeting by child; one query."""
    of_meeting = select(ChildPreparation).where(ChildPreparation.conference_id == conference_id)
    return {one.person_id: one for one in db.session.scalars(of_meeting)}


def unprepared(conference: Conference) -> list[str]:
    """The children who are to come and have no record, by name."""
    known = preparations_of(conference.id)
    return [each.name for each in children_to_come(conference.invitations) if each.person_id not in known]


def unprepared_there(conference: Conference) -> list[str]:
    """The children who were there and have no record, by name."""
    known = preparations_of(conference.id)
    there = (each for each in conference.invitations if each.role == Role.CHILD and each.attendance in WAS_THERE)
    return [each.name for each in there if each.person_id not in known]


def possible_guides(conference: Conference, child: Invitation) -> Sequence[Invitation]:
    """Who can stay beside a child: anybody who comes to the meeting, but no other child."""
    asked = [each for each in conference.invitations if each.comes and each.stands and not each.awaits_person]
    return [each for each in asked if each.id != child.id and each.role != Role.CHILD]


def children_shown(conference: Conference, own: Invitation | None) -> list[ChildLine]:
    """The children asked to a meeting, for whoever needs to know: the whole record, or what a guide and leader need."""
    asked = [
        each
        for each in conference.invitations
        if each.role == Role.CHILD and (each in children_to_come([each]) or each.attendance in WAS_THERE)
    ]
    if not asked:
        return []
    known, names = preparations_of(conference.id), {each.invitee: each.name for each in conference.invitations}
    whole = access.may(RECORD, "R")
    shown = []
    for each in asked:
        record = known.get(each.person_id) if each.person_id else None
        beside = own is not None and record is not None and record.guide_id == own.invitee
        leads = own is not None and Role.FACILITATOR in (own.role, own.also)
        if whole or ((beside or leads) and record is not None):
            shown.append(ChildLine(each, record, names.get(record.guide_id, "") if record else "", whole))
    return shown


def guides_of(conference: Conference) -> dict[UUID, str]:
    """Whom somebody guides at a meeting, as far as the visitor may know of the child: its name by whoever guides it."""
    names = {each.person_id: each.name for each in conference.invitations if each.role == Role.CHILD and _known(each)}
    if not names:
        return {}
    records = preparations_of(conference.id).values()
    return {one.guide_id: names[one.person_id] for one in records if one.person_id in names}


def _known(child: Invitation) -> bool:
    about = Audience(members=frozenset({child.person_id}) if child.person_id else None)
    return access.may("participants_and_answers", "R", about)


def guide_and_signal(invitation: Invitation) -> tuple[str, str]:
    """Who stays beside a child at a meeting and which signal it has, for the letter to it; empty until recorded."""
    record = preparations_of(invitation.conference_id).get(invitation.person_id) if invitation.person_id else None
    if record is None:
        return "", ""
    asked = db.session.scalars(select(Invitation).where(Invitation.conference_id == invitation.conference_id))
    return next((each.name for each in asked if each.invitee == record.guide_id), ""), record.signal


def owed_talks(case_ids: Collection[UUID]) -> Sequence[tuple[Conference, str, UUID]]:
    """The meetings at which a prepared child was and after which nobody has talked with it, the oldest first.

    Each with the child's name and id. One query, none without a case.
    """
    if not case_ids:
        return ()
    there = (
        select(Conference, Invitation.name, ChildPreparation.person_id)
        .join(ChildPreparation, ChildPreparation.conference_id == Conference.id)
        .join(
            Invitation,
            and_(Invitation.conference_id == Conference.id, Invitation.person_id == ChildPreparation.person_id),
        )
        .where(Conference.case_id.in_(case_ids), Conference.cancelled_at.is_(None), Conference.ends_at <= clock.now())
        .where(Invitation.attendance.in_(WAS_THERE), ChildPreparation.after_on.is_(None))
        .order_by(Conference.starts_at, Invitation.position)
    )
    return [(meeting, name, person_id) for meeting, name, person_id in db.session.execute(there)]


def facts_of_child(actor: Actor, conference_id: UUID, person_id: UUID) -> Facts | None:
    """What `actor` is towards a meeting, for the page of a child who is asked to it."""
    asked = select(Invitation.id).where(Invitation.conference_id == conference_id, Invitation.person_id == person_id)
    child = db.session.scalar(asked.where(Invitation.role == Role.CHILD).limit(1))
    return facts_of_conference(actor, conference_id) if child is not None else None
