"""Conferences and their invitations, and the questions about them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from coordination.conferences.rules import Answer, Attendance, ConferenceState, HowTold
from coordination.seats.models import CaseFrame, Exclusion, Seat, facts_at_case, facts_of_seat
from coordination.seats.rules import Role
from foundation import clock, links
from foundation.access import Actor, Door, Facts, decide
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted


class Conference(Base):
    """One meeting of the case; its first is number 1 (S2-25)."""

    __tablename__ = "conference"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("convened_at IS NULL OR starts_at IS NOT NULL", name="convened_has_time"),
        CheckConstraint(
            "held_at IS NULL OR (convened_at IS NOT NULL AND cancelled_at IS NULL)", name="held_was_convened"
        ),
    )
    id: Mapped[Key]
    town_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    number: Mapped[int]
    follow_up_of: Mapped[UUID | None] = mapped_column(ForeignKey("conference.id"))
    initiated_by: Mapped[str]
    goal: Mapped[str] = mapped_column(Encrypted("conference.goal"))
    goal_is_realistic: Mapped[bool | None]
    """None: nobody has said yet."""
    realistic_because: Mapped[str] = mapped_column(Encrypted("conference.realistic_because"))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    meets_on: Mapped[date | None]
    """The day, kept while the draft has no times yet."""
    wall_from: Mapped[str] = mapped_column(String(5), default="")
    wall_to: Mapped[str] = mapped_column(String(5), default="")
    """What a clock in Prague is to show (13:00), kept while the draft lacks the rest."""
    place: Mapped[str] = mapped_column(Encrypted("conference.place"), default="")
    place_is_sensitive: Mapped[bool] = mapped_column(default=False)
    """A sensitive place stays out of letters and calendars."""
    answer_by: Mapped[date | None]
    drafted_at: Mapped[datetime]
    convened_at: Mapped[datetime | None]
    convened_by: Mapped[str | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    cancelled_why: Mapped[str | None] = mapped_column(Encrypted("conference.cancelled_why"))
    held_at: Mapped[datetime | None]
    held_by: Mapped[str | None]
    version: Mapped[int] = mapped_column()
    invitations: Mapped[list["Invitation"]] = relationship(order_by="Invitation.position", lazy="raise")

    __mapper_args__ = {"version_id_col": version}

    @property
    def state(self) -> ConferenceState:
        if self.cancelled_at:
            return ConferenceState.CANCELLED
        if self.held_at:
            return ConferenceState.HELD
        return ConferenceState.CONVENED if self.convened_at else ConferenceState.DRAFT

    @property
    def day(self) -> date | None:
        """The day in Prague on which people meet, as far as it is known."""
        return clock.in_prague(self.starts_at).date() if self.starts_at else self.meets_on


class Invitation(Base):
    """One person asked to one conference; the seat it leads to is given when the conference is convened."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("conference_id", "worker_id"),
        UniqueConstraint("conference_id", "person_id"),
        CheckConstraint("(worker_id IS NULL) != (person_id IS NULL)", name="one_invitee"),
        CheckConstraint("(answer = 'no_reply') = (answered_at IS NULL)", name="answered"),
    )
    id: Mapped[Key]
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    position: Mapped[int]
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    role: Mapped[Role] = mapped_column(String(24))
    chosen: Mapped[bool] = mapped_column(default=True)
    """False only in a draft: something was written beside a name that is not invited (yet)."""
    name: Mapped[str] = mapped_column(Encrypted("invitation.name"))
    function: Mapped[str]
    agency_name: Mapped[str]
    outward_reasons: Mapped[tuple[str, ...]]
    inward_reason: Mapped[str] = mapped_column(Encrypted("invitation.inward_reason"))
    to_prepare: Mapped[str] = mapped_column(Encrypted("invitation.to_prepare"), default="")
    how_told: Mapped[HowTold | None] = mapped_column(String(16))
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"), index=True)
    answer: Mapped[Answer] = mapped_column(String(16), default=Answer.NO_REPLY)
    answer_note: Mapped[str | None] = mapped_column(Encrypted("invitation.answer_note"))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    attendance: Mapped[Attendance | None] = mapped_column(String(16))
    attendance_by: Mapped[str | None]
    conference: Mapped[Conference] = relationship(overlaps="invitations", lazy="raise")
    seat: Mapped[Seat | None] = relationship(lazy="raise")

    @property
    def is_family(self) -> bool:
        """Whether a member of the family is asked, not a worker."""
        return self.person_id is not None


def conference_of(conference_id: UUID) -> Conference | None:
    """One conference with its invitations and their seats."""
    whole = selectinload(Conference.invitations).joinedload(Invitation.seat)
    return db.session.scalar(select(Conference).where(Conference.id == conference_id).options(whole))


def expected(conference: Conference) -> list[Invitation]:
    """Whose attendance is asked: everybody but those who left the case before the meeting began."""
    begins = conference.starts_at
    return [
        each
        for each in conference.invitations
        if each.seat is None or each.seat.to_at is None or (begins is not None and each.seat.to_at > begins)
    ]


def invitation_of(invitation_id: UUID) -> Invitation | None:
    """One invitation with its conference and seat."""
    whole = (joinedload(Invitation.conference), joinedload(Invitation.seat))
    return db.session.scalar(select(Invitation).where(Invitation.id == invitation_id).options(*whole))


def own_invitation(conference_id: UUID, worker_id: UUID) -> Invitation | None:
    """A worker's invitation to a conference, with both; one that is only being prepared has no seat yet and is none."""
    asked = select(Invitation).where(Invitation.conference_id == conference_id, Invitation.worker_id == worker_id)
    whole = (joinedload(Invitation.conference), joinedload(Invitation.seat))
    return db.session.scalar(asked.where(Invitation.seat_id.is_not(None)).options(*whole))


def conferences_of(case_id: UUID) -> Sequence[Conference]:
    """The conferences of a case, the newest first, the draft included."""
    return db.session.scalars(
        select(Conference).where(Conference.case_id == case_id).order_by(Conference.number.desc())
    ).all()


def draft_of(case_id: UUID) -> Conference | None:
    """The conference that is being prepared; a case has one at most."""
    preparing = (Conference.convened_at.is_(None), Conference.cancelled_at.is_(None))
    return db.session.scalar(select(Conference).where(Conference.case_id == case_id, *preparing).limit(1))


def next_number(case_id: UUID, *, besides: UUID | None = None) -> int:
    """The number of the case's next conference."""
    numbers = select(func.max(Conference.number)).where(Conference.case_id == case_id)
    return (db.session.scalar(numbers if besides is None else numbers.where(Conference.id != besides)) or 0) + 1


def last_held(case_id: UUID) -> Conference | None:
    """The last conference that took place."""
    held = select(Conference).where(Conference.case_id == case_id, Conference.held_at.is_not(None))
    return db.session.scalars(held.order_by(Conference.number.desc()).limit(1)).first()


def invitations_of_seat(seat_id: UUID) -> Sequence[Invitation]:
    """Everything that the holder of a seat was invited to, the newest first."""
    asked = select(Invitation).join(Invitation.conference).where(Invitation.seat_id == seat_id)
    whole = (joinedload(Invitation.conference), joinedload(Invitation.seat))
    return db.session.scalars(asked.options(*whole).order_by(Conference.number.desc())).all()


def excluded_workers(case_id: UUID) -> frozenset[UUID]:
    """Who must never see this family's case."""
    return frozenset(db.session.scalars(select(Exclusion.worker_id).where(Exclusion.case_id == case_id)))


# --- what the doors ask ----------------------------------------------------------------------------------------------


def facts_of_conference(actor: Actor, conference_id: UUID) -> Facts | None:
    """What `actor` is towards the case of a conference; a draft is there for its coordinator alone."""
    conference = db.session.get(Conference, conference_id)
    if conference is None:
        return None
    facts = facts_at_case(actor, conference.case_id)
    hidden = conference.state is ConferenceState.DRAFT and (facts is None or facts.role != Role.COORDINATOR)
    return None if hidden else facts


def facts_of_attending(actor: Actor, conference_id: UUID) -> Facts | None:
    """As above, for the page on which somebody writes down who was there: only for whoever may."""
    facts = facts_of_conference(actor, conference_id)
    return facts if decide(facts, "attendance", "W", clock.now()).allowed else None


def facts_of_convening(actor: Actor, conference_id: UUID) -> Facts | None:
    """As above, for what only the coordinator does: convening and calling off (S2-52)."""
    return _while_she_may_convene(facts_of_conference(actor, conference_id))


def facts_of_beginning(actor: Actor, case_id: UUID) -> Facts | None:
    """What `actor` is towards a case, for beginning a conference: nothing but its coordinator (S2-18, S2-52)."""
    return _while_she_may_convene(facts_at_case(actor, case_id))


def _while_she_may_convene(facts: Facts | None) -> Facts | None:
    """The facts of the coordinator of a case that is not over; None for everybody and everything else."""
    convenes = facts is not None and facts.role == Role.COORDINATOR and facts.state in ("draft", "open")
    return facts if convenes else None


def facts_of_own_seat(actor: Actor, case_id: UUID) -> Facts | None:
    """What an invited person is towards the case, for the pages on which they decide about their own seat."""
    facts = facts_at_case(actor, case_id)
    return facts if facts is not None and facts.seat_id is not None and facts.role != Role.COORDINATOR else None


def facts_of_own_invitation(actor: Actor, conference_id: UUID) -> Facts | None:
    """As `facts_of_own_seat`, for a conference to which `actor` is invited."""
    found = own_invitation(conference_id, actor.worker_id) if actor.worker_id else None
    return facts_of_own_seat(actor, found.conference.case_id) if found else None


def facts_of_invitation(actor: Actor, invitation_id: UUID) -> Facts | None:
    """What `actor` is towards the conference of an invitation."""
    conference_id = db.session.scalar(select(Invitation.conference_id).where(Invitation.id == invitation_id))
    return facts_of_convening(actor, conference_id) if conference_id is not None else None


def facts_of_seat_as_coordinator(actor: Actor, seat_id: UUID) -> Facts | None:
    """What `actor` is towards somebody's seat: nothing but the coordinator of its case."""
    case_id = db.session.scalar(select(Seat.case_id).where(Seat.id == seat_id))
    return facts_of_beginning(actor, case_id) if case_id is not None else None


def facts_of_link(actor: Actor, token: str) -> Facts | None:
    """What the holder of a mailed invitation is towards the case; the link alone is the weakest door."""
    link = links.resolve(token)
    invitation = invitation_of(link.subject) if link is not None and link.purpose == INVITATION else None
    if link is None or invitation is None or invitation.seat is None:
        return None
    door = max(Door.LINK, actor.door) if actor.worker_id == link.holder else Door.LINK
    return facts_of_seat(db.session.get_one(CaseFrame, invitation.seat.case_id), invitation.seat, door)


INVITATION = "conferences.invitation"
"""The errand of a mailed invitation: its subject is the invitation, its holder the worker."""
