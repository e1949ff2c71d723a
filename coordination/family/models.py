"""The family's keys, summaries and answers, and the questions that pages ask about them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, UniqueConstraint, and_, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from agencies.accounts.models import opened_at_seat
from coordination.cases.models import Person, members
from coordination.conferences.models import Conference, Invitation
from coordination.family import rules
from coordination.family.rules import HowGiven, Reply, Settled, Wish
from coordination.plans.models import Plan, PlanVersion, plan_of
from coordination.seats.models import Disclosure, Seat, facts_at_case, facts_at_own_seat
from coordination.seats.rules import FAMILY, HowHanded, Role
from coordination.tasks.models import TaskLine, line_of, lines_of_plan, offered_tasks
from coordination.tasks.rules import SaidWhere
from foundation import clock, links
from foundation.access import Actor, Facts, Ground
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted
from foundation.links import Link
from foundation.signatures import fingerprint

DOOR = "family.door"
"""The errand of a printed address: to open the page of one place by its number."""
PAPER = "family_summary"
"""How disclosures name the summary."""


class FamilyKey(Base):
    """The six figures that open the page of one place; a new number ends the former key."""

    __tablename__ = "family_key"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ending"),
        Index("uq_family_key_living", "seat_id", unique=True, sqlite_where=Column("ended_at").is_(None),
              postgresql_where=Column("ended_at").is_(None)),
    )  # fmt: skip
    id: Mapped[Key]
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    number_hash: Mapped[str]
    """Argon2 over a keyed hash: of no use without the key of the house, slow to guess with it."""
    how: Mapped[HowGiven] = mapped_column(String(16))
    given_at: Mapped[datetime]
    given_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class FamilyTry(Base):
    """One wrong number, in which browser, known only by a hash of its cookie."""

    __tablename__ = "family_try"
    __table_args__ = (Index("ix_family_try_key_browser", "key_id", "browser_hash"),)
    id: Mapped[Key]
    key_id: Mapped[UUID] = mapped_column(ForeignKey("family_key.id"))
    browser_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class FamilySummary(Base):
    """One version of what one member of the family is told; a draft until it is approved, then locked for good."""

    __tablename__ = "family_summary"
    __table_args__ = (
        UniqueConstraint("seat_id", "number"),
        CheckConstraint("(approved_at IS NULL) = (approved_by IS NULL)", name="approval"),
    )
    id: Mapped[Key]
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    number: Mapped[int]
    plan_version: Mapped[int]
    """The version of the plan from which it was made."""
    greeting: Mapped[str] = mapped_column(Encrypted("family_summary.greeting"))
    """How the reader is called, `paní Vlčková`; empty: without a name."""
    agreed: Mapped[str] = mapped_column(Encrypted("family_summary.agreed"))
    words: Mapped[str] = mapped_column(Encrypted("family_summary.words"))
    """The child's own words, as they were said."""
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None]
    approved_by_name: Mapped[str | None]
    despite: Mapped[str | None] = mapped_column(Encrypted("family_summary.despite"))
    """Why it went out although it reads hard; None when it reads well."""
    version: Mapped[int] = mapped_column()
    lines: Mapped[list["SummaryLine"]] = relationship(
        order_by="SummaryLine.position", lazy="raise", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def fingerprint(self) -> str:
        """What lies before whoever reads it now."""
        return fingerprint(f"{self.id} {self.version}")


class SummaryLine(Base):
    """One task in the words of a summary, or left out of it."""

    __tablename__ = "family_summary_line"
    __table_args__ = (UniqueConstraint("summary_id", "task_id"),)
    id: Mapped[Key]
    summary_id: Mapped[UUID] = mapped_column(ForeignKey("family_summary.id"), index=True)
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"))
    position: Mapped[int]
    kept: Mapped[bool]
    sentence: Mapped[str] = mapped_column(Encrypted("family_summary_line.sentence"))
    beside: Mapped[str] = mapped_column(Encrypted("family_summary_line.beside"))
    """With whom (`s paní Dvořáčkovou`) in an own task, who does it in one of others (`paní Součková ze školy`)."""


class FamilyAnswer(Base):
    """One word of the family on its plan or on one own task; said on the page, or spoken and written down as said."""

    __tablename__ = "family_answer"
    __table_args__ = (
        CheckConstraint("(said_where IS NULL) = (said_on IS NULL)", name="as_said"),
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled"),
        CheckConstraint("(wish IS NULL) OR (reply = 'other')", name="wish"),
        CheckConstraint("(settled_how IS NULL) OR (reply = 'other')", name="decided_wish"),
        Index("ix_family_answer_seat_id_at", "seat_id", "at"),
    )
    id: Mapped[Key]
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    summary_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_summary.id"))
    """What they had read; None when it was spoken before there was any."""
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    """The task it is about; None: the whole plan."""
    reply: Mapped[Reply] = mapped_column(String(12))
    wish: Mapped[Wish | None] = mapped_column(String(8))
    day: Mapped[date | None]
    """The other day that would suit."""
    words: Mapped[str] = mapped_column(Encrypted("family_answer.words"))
    calls: Mapped[bool]
    """Whether somebody is to call, instead of talking at the next meeting."""
    answer_by: Mapped[date | None]
    """By which day somebody calls, as the family was told."""
    at: Mapped[datetime]
    by: Mapped[str]
    said_where: Mapped[SaidWhere | None] = mapped_column(String(16))
    said_on: Mapped[date | None]
    said_to: Mapped[str | None] = mapped_column(Encrypted("family_answer.said_to"))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
    settled_note: Mapped[str | None] = mapped_column(Encrypted("family_answer.settled_note"))
    settled_how: Mapped[Settled | None] = mapped_column(String(12))
    """How a wish for something else was decided; None for every other answer."""
    new_wording: Mapped[str | None] = mapped_column(Encrypted("family_answer.new_wording"))
    """How the task is to be from now on, where the wish was met."""
    told: Mapped[str | None] = mapped_column(Encrypted("family_answer.told"))
    """What the coordinator says to the wish; the family reads it."""

    @property
    def wants_otherwise(self) -> bool:
        """Whether another way or another person is wished, which the coordinator decides about here.

        Another day is a proposed date of the task and is decided there.
        """
        return self.reply == Reply.OTHER and self.day is None

    @property
    def waits(self) -> bool:
        """Whether somebody still has to talk with the family about it."""
        return Reply(self.reply) in rules.WAITS and self.settled_at is None


class SaySo(Base):
    """A member of the family lets somebody who accompanies them read their summary, until they take it back."""

    __tablename__ = "family_say_so"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ending"),
        Index("uq_family_say_so_living", "seat_id", "companion_seat_id", unique=True,
              sqlite_where=Column("ended_at").is_(None), postgresql_where=Column("ended_at").is_(None)),
    )  # fmt: skip
    id: Mapped[Key]
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    """Whose summary it is."""
    companion_seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    """Who may read it."""
    given_at: Mapped[datetime]
    given_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


# --- keys -------------------------------------------------------------------------------------------------------------


def seat_of(seat_id: UUID) -> Seat | None:
    """The place of a member of the family; None for every other one."""
    seat = db.session.get(Seat, seat_id)
    return seat if seat is not None and seat.role in FAMILY and seat.person_id is not None else None


def key_of(seat_id: UUID) -> FamilyKey | None:
    """The key that opens a place now."""
    return db.session.scalar(select(FamilyKey).where(FamilyKey.seat_id == seat_id, FamilyKey.ended_at.is_(None)))


def tries_of(key_id: UUID, browser_hash: str | None = None) -> list[datetime]:
    """The wrong tries at a key; with `browser_hash` only those of one browser."""
    tried = select(FamilyTry.at).where(FamilyTry.key_id == key_id)
    return list(
        db.session.scalars(tried if browser_hash is None else tried.where(FamilyTry.browser_hash == browser_hash))
    )


def link_of(seat: Seat) -> Link | None:
    """The printed addresses of a place, while they open it."""
    return links.living(DOOR, seat.id, seat.person_id) if seat.person_id else None


def door_open(link: Link) -> bool:
    """Whether a printed address still leads to a page: the place is held and its key not spent."""
    seat = seat_of(link.subject)
    key = key_of(link.subject)
    if seat is None or key is None or not seat.is_open(clock.now()) or seat.frame.state in ("draft", "erased"):
        return False
    tried = select(func.count()).select_from(FamilyTry).where(FamilyTry.key_id == key.id)
    return not rules.spent(db.session.scalar(tried) or 0)


def births(case_id: UUID) -> list[date]:
    """The days of birth in a family."""
    return [day for day in (one.birthday for one in members(case_id)) if day is not None]


def last_day_of(case_id: UUID, seat: Seat) -> date:
    """The last day of the door of a place."""
    days = [line.due_on for line in offered_tasks([case_id])]
    plan, meeting = plan_of(case_id), next_meeting(seat)
    if plan is not None and plan.in_force is not None:
        days.append(plan.in_force.evaluation_on)
    if meeting is not None and meeting.starts_at is not None:
        days.append(clock.in_prague(meeting.starts_at).date())
    return rules.lasts_until(days, clock.today())


def next_meeting(seat: Seat) -> Conference | None:
    """The next convened meeting to which the holder of a place is asked."""
    asked = (
        select(Conference)
        .join(Invitation, Invitation.conference_id == Conference.id)
        .options(selectinload(Conference.invitations).joinedload(Invitation.seat))
        .where(Conference.case_id == seat.case_id, Invitation.person_id == seat.person_id)
        .where(Invitation.chosen, Invitation.taken_back_at.is_(None), Invitation.informed_only_because.is_(None))
        .where(Conference.convened_at.is_not(None), Conference.cancelled_at.is_(None))
        .where(Conference.ends_at > clock.now())
        .order_by(Conference.starts_at)
    )
    return db.session.scalars(asked.limit(1)).first()


def own_invitation(seat: Seat, meeting: Conference) -> Invitation | None:
    """How the holder of a place is asked to a meeting."""
    asked = (one for one in meeting.invitations if one.person_id == seat.person_id and one.taken_back_at is None)
    return next(asked, None)


# --- what a page or a paper may say -----------------------------------------------------------------------------------


def ground_of(seat: Seat, until: datetime | None) -> Ground:
    """Of whom a member of the family reads; being of the family is the ground."""
    family = members(seat.case_id)
    children = [one.id for one in family if one.is_child]
    assert seat.person_id is not None
    return Ground(until, rules.tells_of(seat.person_id, children, is_parent=seat.role == Role.PARENT))


def facts_of_member(actor: Actor, **_: object) -> Facts | None:
    """What whoever came by the own number is towards the own things; nothing once the printed addresses are dead."""
    facts = facts_at_own_seat(actor)
    seat = seat_of(actor.seat_id) if actor.seat_id else None
    link = link_of(seat) if seat is not None else None
    if facts is None or seat is None or link is None:
        return None
    return replace(facts, ground=ground_of(seat, link.expires_at))


def facts_on_paper(seat: Seat, facts: Facts) -> Facts:
    """The same for a paper that is put into the member's hands."""
    return replace(facts, ground=ground_of(seat, None))


def facts_of_own_task(actor: Actor, task_id: UUID, **_: object) -> Facts | None:
    """The same for one task, if it is the member's own."""
    line = line_of(task_id)
    own = line is not None and line.seat is not None and line.seat.id == actor.seat_id
    return facts_of_member(actor) if own else None


def facts_of_own_meeting(actor: Actor, **_: object) -> Facts | None:
    """The same for the next meeting, if the member is asked to one."""
    seat = seat_of(actor.seat_id) if actor.seat_id else None
    return facts_of_member(actor) if seat is not None and next_meeting(seat) is not None else None


def facts_of_own_answer(actor: Actor, answer_id: UUID, **_: object) -> Facts | None:
    """The same for one answer, if the member gave it."""
    found = db.session.get(FamilyAnswer, answer_id)
    return facts_of_member(actor) if found is not None and found.seat_id == actor.seat_id else None


def facts_of_office(actor: Actor, case_id: UUID, **_: object) -> Facts | None:
    """What `actor` is towards all that the family is told: the coordinator, or the head; the family has own pages."""
    facts = facts_at_case(actor, case_id)
    return facts if facts is not None and facts.role in (Role.COORDINATOR, "head") else None


def facts_of_place(actor: Actor, seat_id: UUID, **_: object) -> Facts | None:
    """The same for the coordinator alone, about one place of the family."""
    seat = seat_of(seat_id)
    facts = facts_at_case(actor, seat.case_id) if seat else None
    return facts if facts is not None and facts.role == Role.COORDINATOR else None


def facts_of_answer(actor: Actor, answer_id: UUID, **_: object) -> Facts | None:
    """The same about one answer."""
    found = db.session.get(FamilyAnswer, answer_id)
    return facts_of_place(actor, found.seat_id) if found else None


# --- summaries --------------------------------------------------------------------------------------------------------

_WHOLE = (selectinload(FamilySummary.lines),)


def summaries_of(seat_id: UUID) -> Sequence[FamilySummary]:
    """Every version for one place, the newest first. Two queries."""
    wanted = select(FamilySummary).where(FamilySummary.seat_id == seat_id).options(*_WHOLE)
    return db.session.scalars(wanted.order_by(FamilySummary.number.desc())).all()


def draft_of(seat_id: UUID) -> FamilySummary | None:
    """The version that is being written."""
    return next((one for one in summaries_of(seat_id) if one.approved_at is None), None)


def summary_of(seat_id: UUID) -> FamilySummary | None:
    """The version that holds: the last one approved."""
    return next((one for one in summaries_of(seat_id) if one.approved_at is not None), None)


def was_opened(seat_id: UUID, number: int) -> bool:
    """Whether a version has reached its reader by the page."""
    made = (Disclosure.seat_id == seat_id, Disclosure.paper == PAPER, Disclosure.version == number)
    opened = select(Disclosure.id).where(*made, Disclosure.how == HowHanded.OPENED)
    return db.session.scalar(opened.limit(1)) is not None


def handed_of(seat_id: UUID) -> Sequence[Disclosure]:
    """When and how a summary reached the holder of a place, the newest first."""
    made = (Disclosure.seat_id == seat_id, Disclosure.paper == PAPER)
    return db.session.scalars(select(Disclosure).where(*made).order_by(Disclosure.at.desc())).all()


def received_by(seat_id: UUID) -> FamilySummary | None:
    """The newest version that has reached its reader, on paper or by the page; None: none yet."""
    made = {one.version for one in handed_of(seat_id)}
    return next((one for one in summaries_of(seat_id) if one.number in made), None)


def planned(case_id: UUID) -> tuple[Plan, PlanVersion, list[TaskLine]] | None:
    """The plan that holds, with its tasks by number; None without any."""
    plan = plan_of(case_id)
    version = plan.in_force if plan else None
    return (plan, version, lines_of_plan(plan.id, version.number, in_force=True)) if plan and version else None


def task_numbers(case_id: UUID) -> dict[UUID, int]:
    """The number of each task of a case."""
    return {line.task.id: line.task.number for line in offered_tasks([case_id])}


# --- answers ----------------------------------------------------------------------------------------------------------


def answer_of(answer_id: UUID) -> FamilyAnswer | None:
    """One answer."""
    return db.session.get(FamilyAnswer, answer_id)


def answers_of(seat_id: UUID) -> Sequence[FamilyAnswer]:
    """Everything that the holder of a place has said, the newest first."""
    wanted = select(FamilyAnswer).where(FamilyAnswer.seat_id == seat_id)
    return db.session.scalars(wanted.order_by(FamilyAnswer.at.desc(), FamilyAnswer.id)).all()


@dataclass(frozen=True)
class Waiting:
    """An answer after which somebody talks with the family, with whose it is and how they may be called."""

    answer: FamilyAnswer
    seat: Seat
    person: Person
    task_number: int | None = None

    @property
    def phone(self) -> str:
        """The number on which a call does no harm; empty: only in person."""
        return self.person.safe_phone


def waiting_answers(case_ids: Collection[UUID]) -> list[Waiting]:
    """The answers of these cases after which nobody has talked with the family yet, the oldest first. One query.

    A wish for another day waits as the step of its task, where it is decided.
    """
    otherwise = and_(FamilyAnswer.reply == Reply.OTHER, FamilyAnswer.day.is_(None))
    wanted = (
        select(FamilyAnswer, Seat, Person)
        .join(Seat, Seat.id == FamilyAnswer.seat_id)
        .join(Person, Person.id == Seat.person_id)
        .where(FamilyAnswer.case_id.in_(case_ids), FamilyAnswer.settled_at.is_(None))
        .where(or_(FamilyAnswer.reply.in_((Reply.DISAGREE, Reply.HELP)), otherwise))
        .order_by(FamilyAnswer.at, FamilyAnswer.id)
    )
    return [Waiting(answer, seat, person) for answer, seat, person in db.session.execute(wanted)]


@dataclass(frozen=True)
class Place:
    """One member of the family at the table, as the coordinator's page shows it."""

    seat: Seat
    person: Person
    key: FamilyKey | None
    link: Link | None
    spent: bool
    opened: Sequence[datetime]
    """When the page was opened, the newest first."""
    draft: FamilySummary | None
    summary: FamilySummary | None
    answers: Sequence[FamilyAnswer]
    printed: bool = True
    """Whether a paper has ever carried the address of the page."""

    @property
    def door(self) -> str:
        """The state of the door in a word: open, paused, ended, none; unprinted while no paper carries its address."""
        if self.key is None:
            return "none"
        if self.spent:
            return "paused"
        if self.link is not None:
            return "open"
        return "ended" if self.printed else "unprinted"


def tongue_at(seat_id: UUID) -> str | None:
    """The language in which the holder of a place has to be spoken to, as the office wrote it down."""
    return db.session.scalar(select(Person.tongue).join(Seat, Seat.person_id == Person.id).where(Seat.id == seat_id))


def places(case_id: UUID) -> list[Place]:
    """Everybody of the family who sits at the table now, in the order in which the family is named."""
    now = clock.now()
    held = select(Seat).where(Seat.case_id == case_id, Seat.role.in_(FAMILY), Seat.to_at.is_(None), Seat.from_at <= now)
    seated = {seat.person_id: seat for seat in db.session.scalars(held)}
    return [_place(seated[one.id], one) for one in members(case_id) if one.id in seated]


def _place(seat: Seat, person: Person) -> Place:
    key, versions = key_of(seat.id), summaries_of(seat.id)
    return Place(
        seat=seat,
        person=person,
        key=key,
        link=link_of(seat),
        spent=key is not None and rules.spent(len(tries_of(key.id))),
        opened=opened_at_seat(seat.id),
        draft=next((one for one in versions if one.approved_at is None), None),
        summary=next((one for one in versions if one.approved_at is not None), None),
        answers=answers_of(seat.id),
        printed=key is not None and _ever_addressed(seat.id),
    )


def _ever_addressed(seat_id: UUID) -> bool:
    """Whether a paper with the address of the page was printed for this place, living or not."""
    printed = select(Link.id).where(Link.purpose == DOOR, Link.subject == seat_id)
    return db.session.scalar(printed.limit(1)) is not None


def by_seat(answers: Sequence[FamilyAnswer]) -> dict[UUID | None, FamilyAnswer]:
    """The last word on each task, and on the whole plan (None)."""
    found: dict[UUID | None, list[FamilyAnswer]] = defaultdict(list)
    for answer in answers:
        found[answer.task_id].append(answer)
    return {about: max(said, key=lambda one: one.at) for about, said in found.items()}
