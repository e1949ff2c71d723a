"""Conferences and their invitations, and the questions about them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship, selectinload

from coordination.conferences.rules import Answer, Attendance, ConferenceState, HowTold, MeetingKind
from coordination.conferences.rules_of_convening import OtherTool
from coordination.seats.models import CaseFrame, Exclusion, Seat, facts_at_case, facts_of_seat
from coordination.seats.rules import FAMILY, Relation, Role
from foundation import clock, links
from foundation.access import Actor, Door, Facts, decide
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted
from foundation.signatures import fingerprint


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
        CheckConstraint("kind IN ('with_family', 'led_by_child', 'working')", name="kind"),
        CheckConstraint("uninformed_because IS NULL OR held_at IS NOT NULL", name="uninformed"),
        CheckConstraint("unprepared_because IS NULL OR held_at IS NOT NULL", name="unprepared"),
        CheckConstraint("(entered_at IS NULL) = (entered_by IS NULL)", name="entering"),
        CheckConstraint("entered_at IS NULL OR ends_at <= entered_at", name="entered_afterwards"),
        CheckConstraint("set_aside_at IS NULL OR convened_at IS NULL", name="set_aside_draft"),
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
    kind: Mapped[MeetingKind] = mapped_column(String(16), default=MeetingKind.WITH_FAMILY)
    without_family_because: Mapped[str | None] = mapped_column(Encrypted("conference.without_family_because"))
    """Why nobody of the family comes this time (S2-15, S2-28)."""
    unsuited: Mapped[tuple[str, ...]] = mapped_column(default=())
    """What speaks for another tool than a meeting, as ticked by the coordinator."""
    other_way: Mapped[str | None] = mapped_column(Encrypted("conference.other_way"))
    """The way chosen instead of a meeting, in her words."""
    before_court: Mapped[bool] = mapped_column(default=False)
    """The reasons for a motion to the court are discussed here before it is made."""
    despite: Mapped[str | None] = mapped_column(Encrypted("conference.despite"))
    """Why it was convened although the house had warned: why it is urgent, why one person has two roles."""
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
    set_aside_at: Mapped[datetime | None]
    """Since when another way is chosen and nobody prepares this meeting; `OtherWay` says which and why."""
    convened_at: Mapped[datetime | None]
    convened_by: Mapped[str | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    cancelled_why: Mapped[str | None] = mapped_column(Encrypted("conference.cancelled_why"))
    another_by: Mapped[date | None]
    """By which day another date was promised when the meeting was called off; None: none was."""
    held_at: Mapped[datetime | None]
    held_by: Mapped[str | None]
    uninformed_because: Mapped[str | None] = mapped_column(Encrypted("conference.uninformed_because"))
    """Why it was held although nothing says how the family learned of it (S2-26)."""
    unprepared_because: Mapped[str | None] = mapped_column(Encrypted("conference.unprepared_because"))
    """Why it was held although nothing says how a child who was there was prepared (S2-47)."""
    entered_at: Mapped[datetime | None]
    """When it was written down afterwards (zapsáno dodatečně); None: it was convened here."""
    entered_by: Mapped[str | None]
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
        CheckConstraint(
            "(worker_id IS NULL OR person_id IS NULL)"
            " AND (worker_id IS NOT NULL OR person_id IS NOT NULL OR agency_id IS NOT NULL)",
            name="one_invitee",
        ),
        CheckConstraint("(answer = 'no_reply') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(taken_back_at IS NULL) = (taken_back_by IS NULL)", name="taking_back"),
        CheckConstraint("(part_from IS NULL) = (part_to IS NULL)", name="whole_part"),
        CheckConstraint("part_to > part_from", name="part_ends_after_start"),
        CheckConstraint("(relation IS NULL) = (involved_since IS NULL)", name="new_agency"),
        CheckConstraint("also <> role", name="two_roles"),
        CheckConstraint("(answer_told IS NULL) = (answer_said_on IS NULL)", name="answer_as_said"),
    )
    id: Mapped[Key]
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    position: Mapped[int]
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    """Alone it is an agency that has not said yet who comes; `name` is its own then, `function` the one wanted."""
    role: Mapped[Role] = mapped_column(String(24))
    also: Mapped[Role | None] = mapped_column(String(24))
    """What the same person does at this meeting besides; the seat follows the first."""
    chosen: Mapped[bool] = mapped_column(default=True)
    """False only in a draft: something was written beside a name that is not invited (yet)."""
    name: Mapped[str] = mapped_column(Encrypted("invitation.name"))
    function: Mapped[str]
    agency_name: Mapped[str]
    outward_reasons: Mapped[tuple[str, ...]]
    inward_reason: Mapped[str] = mapped_column(Encrypted("invitation.inward_reason"))
    to_prepare: Mapped[str] = mapped_column(Encrypted("invitation.to_prepare"), default="")
    informed_only_because: Mapped[str | None] = mapped_column(Encrypted("invitation.informed_only_because"))
    """Why this member of the family is only told of the meeting and does not come (S2-28); None: they are invited."""
    accompanies_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """The member beside whom this person sits: as a support person, a child's guide, a representative."""
    tongue: Mapped[str | None] = mapped_column(Encrypted("invitation.tongue"))
    """Of an interpreter: the language."""
    admitted_because: Mapped[str | None] = mapped_column(Encrypted("invitation.admitted_because"))
    """Why a parent's attorney or proxy is admitted."""
    part_from: Mapped[datetime | None]
    part_to: Mapped[datetime | None]
    """The part of the meeting to which this person is asked; None: to the whole."""
    relation: Mapped[Relation | None] = mapped_column(String(16))
    involved_since: Mapped[date | None]
    """As what and since when an agency enters the case with this invitation; None: it is there already."""
    how_told: Mapped[HowTold | None] = mapped_column(String(16))
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"), index=True)
    substitute_for: Mapped[UUID | None] = mapped_column(ForeignKey("invitation.id"))
    """The invitation of the person in whose place this one comes."""
    taken_back_at: Mapped[datetime | None]
    """Since when this person is not asked to the meeting any more; the row stays, so that it can be told."""
    taken_back_by: Mapped[str | None]
    taken_back_why: Mapped[str | None] = mapped_column(Encrypted("invitation.taken_back_why"))
    answer: Mapped[Answer] = mapped_column(String(16), default=Answer.NO_REPLY)
    answer_note: Mapped[str | None] = mapped_column(Encrypted("invitation.answer_note"))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    answer_told: Mapped[HowTold | None] = mapped_column(String(16))
    """On which way the answer came, when somebody else wrote it down; None: the person's own."""
    answer_said_on: Mapped[date | None]
    """The day on which it was said, or of the slip that it stands on."""
    attendance: Mapped[Attendance | None] = mapped_column(String(16))
    attendance_by: Mapped[str | None]
    conference: Mapped[Conference] = relationship(overlaps="invitations", lazy="raise_on_sql")
    seat: Mapped[Seat | None] = relationship(lazy="raise")

    def ask_again(self) -> None:
        """Forget the answer, and how it came, so that the person is asked anew."""
        self.answer = Answer.NO_REPLY
        self.answered_at = self.answered_by = self.answer_told = self.answer_said_on = None

    @property
    def is_family(self) -> bool:
        """Whether a member of the family is asked, not a worker and nobody who only comes for one of them."""
        return self.person_id is not None and self.role in FAMILY

    @property
    def tells_of(self) -> UUID | None:
        """The member of the family of whom one learns by learning that this private person is asked."""
        if self.person_id is None:
            return None
        return self.person_id if self.is_family else self.accompanies_id

    @property
    def comes(self) -> bool:
        """Whether the person is asked to come; who is only informed is not."""
        return self.chosen and self.informed_only_because is None

    @property
    def begins_at(self) -> datetime | None:
        """When it begins for this person."""
        return self.part_from or self.conference.starts_at

    @property
    def ends_at(self) -> datetime | None:
        """When it ends for this person."""
        return self.part_to or self.conference.ends_at

    @property
    def fingerprint(self) -> str:
        """What lies before whoever answers now: another version of the meeting is another question."""
        return fingerprint(f"{self.id} {self.conference.version}")

    @property
    def invitee(self) -> UUID | None:
        """The worker, the member of the family, or the agency that says later who comes."""
        return self.worker_id or self.person_id or self.agency_id

    def meets(self, other: "Invitation") -> bool:
        """Whether the two are asked to the same time; who is not, learns nothing of the other."""
        if self.begins_at is None or self.ends_at is None or other.begins_at is None or other.ends_at is None:
            return True
        return self.begins_at < other.ends_at and other.begins_at < self.ends_at

    @property
    def awaits_person(self) -> bool:
        """Whether an agency is asked that has not said yet whom it sends."""
        return self.worker_id is None and self.person_id is None

    @property
    def stands(self) -> bool:
        """Whether the meeting is still asked for."""
        return self.taken_back_at is None


Index(
    "uq_invitation_agency_alone",
    Invitation.conference_id,
    Invitation.agency_id,
    unique=True,
    sqlite_where=Invitation.worker_id.is_(None) & Invitation.person_id.is_(None),
    postgresql_where=Invitation.worker_id.is_(None) & Invitation.person_id.is_(None),
)


class Move(Base):
    """When and where a convened meeting was to be before it was moved."""

    __tablename__ = "conference_move"
    id: Mapped[Key]
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    moved_at: Mapped[datetime]
    moved_by: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(Encrypted("conference_move.place"))
    place_is_sensitive: Mapped[bool]
    why: Mapped[str] = mapped_column(Encrypted("conference_move.why"))
    """Why it is urgent, or waits long; empty when nobody had to say."""
    answers: Mapped[list["FormerAnswer"]] = relationship(lazy="raise")


class FormerAnswer(Base):
    """What somebody had answered about the former time or place."""

    __tablename__ = "former_answer"
    __table_args__ = (UniqueConstraint("move_id", "invitation_id"),)
    id: Mapped[Key]
    move_id: Mapped[UUID] = mapped_column(ForeignKey("conference_move.id"))
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"), index=True)
    answer: Mapped[Answer] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Encrypted("former_answer.note"))
    answered_at: Mapped[datetime]
    answered_by: Mapped[str | None]
    invitation: Mapped[Invitation] = relationship(lazy="raise")


class OtherWay(Base):
    """Another way than a meeting, chosen while it was being prepared; taking the preparation up again ends it."""

    __tablename__ = "other_way"
    __table_args__ = (CheckConstraint("(taken_up_at IS NULL) = (taken_up_by IS NULL)", name="taking_up"),)
    id: Mapped[Key]
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    tool: Mapped[OtherTool] = mapped_column(String(24))
    why: Mapped[str] = mapped_column(Encrypted("other_way.why"))
    at: Mapped[datetime]
    by: Mapped[str]
    taken_up_at: Mapped[datetime | None]
    taken_up_by: Mapped[str | None]


def other_way_of(conference_id: UUID) -> OtherWay | None:
    """The way that is chosen now instead of this meeting."""
    chosen = (OtherWay.conference_id == conference_id, OtherWay.taken_up_at.is_(None))
    return db.session.scalar(select(OtherWay).where(*chosen))


def other_ways_of(case_id: UUID) -> Sequence[OtherWay]:
    """Every other way that was chosen at a case, those taken back too."""
    of_case = select(OtherWay).join(Conference, Conference.id == OtherWay.conference_id)
    return db.session.scalars(of_case.where(Conference.case_id == case_id).order_by(OtherWay.at)).all()


def conference_of(conference_id: UUID) -> Conference | None:
    """One conference with its invitations and their seats."""
    whole = selectinload(Conference.invitations).joinedload(Invitation.seat)
    return db.session.scalar(select(Conference).where(Conference.id == conference_id).options(whole))


def expected(conference: Conference) -> list[Invitation]:
    """Whose attendance is asked: everybody but those who left the case before it began and those who send another."""
    begins, replaced = conference.starts_at, replaced_at(conference)
    return [
        each
        for each in conference.invitations
        if each.stands and not each.awaits_person and each.id not in replaced
        if each.seat is None or each.seat.to_at is None or (begins is not None and each.seat.to_at > begins)
    ]


def replaced_at(conference: Conference) -> frozenset[UUID]:
    """The invitations in whose place somebody else is invited, as long as that one has not left the case."""
    held = (each for each in conference.invitations if each.stands and each.seat and each.seat.to_at is None)
    return frozenset(each.substitute_for for each in held if each.substitute_for)


def substitute_of(invitation_id: UUID) -> Invitation | None:
    """The invitation of whoever comes in the place of somebody, as long as that one has not left the case."""
    instead = select(Invitation).join(Invitation.seat).options(contains_eager(Invitation.seat))
    held = (Invitation.substitute_for == invitation_id, Invitation.taken_back_at.is_(None), Seat.to_at.is_(None))
    return db.session.scalars(instead.where(*held).limit(1)).first()


def invitation_of(invitation_id: UUID) -> Invitation | None:
    """One invitation with its conference and seat."""
    whole = (joinedload(Invitation.conference), joinedload(Invitation.seat))
    return db.session.scalar(select(Invitation).where(Invitation.id == invitation_id).options(*whole))


def own_invitation(conference_id: UUID, worker_id: UUID) -> Invitation | None:
    """A worker's invitation to a conference, with both; one that is only being prepared has no seat yet and is none."""
    asked = select(Invitation).where(Invitation.conference_id == conference_id, Invitation.worker_id == worker_id)
    whole = (joinedload(Invitation.conference), joinedload(Invitation.seat))
    standing = (Invitation.seat_id.is_not(None), Invitation.taken_back_at.is_(None))
    return db.session.scalar(asked.where(*standing).options(*whole))


def moves_of(conference_id: UUID) -> Sequence[Move]:
    """When and where a meeting was to be before, the latest first, with what people had answered then."""
    whole = selectinload(Move.answers).joinedload(FormerAnswer.invitation)
    found = select(Move).where(Move.conference_id == conference_id).options(whole)
    return db.session.scalars(found.order_by(Move.moved_at.desc(), Move.id)).all()


def was_asked_before(invitation_id: UUID) -> bool:
    """Whether somebody had answered about a time or place that holds no more."""
    given = select(FormerAnswer.id).where(FormerAnswer.invitation_id == invitation_id)
    return db.session.scalar(given.limit(1)) is not None


def conferences_of(case_id: UUID) -> Sequence[Conference]:
    """The conferences of a case by the day of the meeting, the newest first, the draft before all."""
    of_case = select(Conference).where(Conference.case_id == case_id)
    drafts_first = Conference.convened_at.is_(None).desc()
    return db.session.scalars(
        of_case.order_by(drafts_first, Conference.starts_at.desc(), Conference.number.desc())
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
    return held_before(case_id, clock.now())


def held_before(case_id: UUID, moment: datetime) -> Conference | None:
    """The last conference that took place before a moment; one entered afterwards may bear a later number."""
    held = select(Conference).where(Conference.case_id == case_id, Conference.held_at.is_not(None))
    earlier = held.where(Conference.starts_at < moment).order_by(Conference.starts_at.desc())
    return db.session.scalars(earlier.limit(1)).first()


def last_place(case_id: UUID) -> str | None:
    """Where the case met last, unless that place is kept out of sight."""
    met = select(Conference).where(Conference.case_id == case_id, Conference.convened_at.is_not(None))
    last = db.session.scalars(met.order_by(Conference.starts_at.desc()).limit(1)).first()
    return last.place if last is not None and not last.place_is_sensitive else None


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
    if facts is None or facts.seat_id is None or actor.seat_id is not None:
        return None  # whoever came by the key of a place has pages of their own
    return facts if facts.role != Role.COORDINATOR else None


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
