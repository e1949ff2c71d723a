"""Questions of opinion with everybody's answer (S2-32, S2-33), and options considered and chosen (S2-13)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from coordination.seats.models import Seat
from coordination.standpoints.models import TABLE, AsSaid, ForWhom, may_read
from coordination.standpoints.rules import View
from foundation import clock
from foundation.access import Facts, decide
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

question_asked = Table(
    "question_asked",
    Base.metadata,
    Column("question_id", ForeignKey("question.id"), primary_key=True),
    Column("seat_id", ForeignKey("seat.id"), primary_key=True),
)
"""Whose opinion a question asks."""


class Question(ForWhom, Base):
    """What the office asks named people before it decides itself; their answers are heard and never counted."""

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("open_to = 'named' OR readers = ''", name="readers"),
        CheckConstraint("(decided_at IS NULL) = (decision IS NULL)", name="decision"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="deciding"),
    )
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    text: Mapped[str] = mapped_column(Encrypted("question.text"))
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_seat: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"))
    asked_by_name: Mapped[str] = mapped_column(Encrypted("question.asked_by_name"))
    decision: Mapped[str | None] = mapped_column(Encrypted("question.decision"))
    """What the office decided, in its own words, with why; the opinions do not decide."""
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    decided_by_name: Mapped[str | None] = mapped_column(Encrypted("question.decided_by_name"))
    version: Mapped[int] = mapped_column()
    asked: Mapped[list[Seat]] = relationship(secondary=question_asked, lazy="raise")
    opinions: Mapped[list["Opinion"]] = relationship(
        back_populates="question", order_by="(Opinion.at, Opinion.id)", lazy="raise"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def author_seat(self) -> UUID | None:
        return self.asked_by_seat

    @property
    def unanswered(self) -> list[Seat]:
        """Who was asked and has not answered."""
        answered = {opinion.seat_id for opinion in self.opinions}
        return [seat for seat in self.asked if seat.id not in answered]


class Opinion(AsSaid, Base):
    """What one person answers to a question, and why."""

    __tablename__ = "opinion"
    __table_args__ = (
        UniqueConstraint("question_id", "seat_id"),
        CheckConstraint("(said_where IS NULL) = (said_on IS NULL)", name="as_said"),
    )
    id: Mapped[Key]
    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"))
    view: Mapped[View] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Encrypted("opinion.reason"))
    at: Mapped[datetime]
    by: Mapped[str]
    version: Mapped[int] = mapped_column()
    question: Mapped[Question] = relationship(back_populates="opinions", lazy="raise")
    seat: Mapped[Seat] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}


class Option(ForWhom, Base):
    """One of the ways that the table considers; the chosen one says why (S2-13)."""

    __tablename__ = "considered_option"
    __table_args__ = (
        UniqueConstraint("conference_id", "position"),
        CheckConstraint("open_to = 'named' OR readers = ''", name="readers"),
        CheckConstraint("(chosen_at IS NULL) = (chosen_because IS NULL)", name="chosen_with_a_reason"),
        CheckConstraint("(chosen_at IS NULL) = (chosen_by IS NULL)", name="choosing"),
    )
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Encrypted("considered_option.text"))
    speaks_for: Mapped[str] = mapped_column(Encrypted("considered_option.speaks_for"), default="")
    speaks_against: Mapped[str] = mapped_column(Encrypted("considered_option.speaks_against"), default="")
    considered_at: Mapped[datetime]
    considered_by: Mapped[str]
    considered_by_seat: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"))
    chosen_at: Mapped[datetime | None]
    chosen_by: Mapped[str | None]
    chosen_because: Mapped[str | None] = mapped_column(Encrypted("considered_option.chosen_because"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def author_seat(self) -> UUID | None:
        return self.considered_by_seat


_WHOLE = (selectinload(Question.asked), selectinload(Question.opinions).joinedload(Opinion.seat))


def question_of(question_id: UUID) -> Question | None:
    """One question with who is asked and everybody's answer."""
    return db.session.scalar(select(Question).where(Question.id == question_id).options(*_WHOLE))


def questions_at(conference_id: UUID) -> Sequence[Question]:
    """The questions of one meeting in the order in which they were asked. Three queries; not filtered."""
    of_meeting = select(Question).where(Question.conference_id == conference_id).options(*_WHOLE)
    return db.session.scalars(of_meeting.order_by(Question.asked_at, Question.id)).all()


def readable_question(facts: Facts | None, question: Question) -> bool:
    """Whether `facts` open a question; whoever is asked reads it, for whomever else it is meant."""
    if facts is None:
        return False
    asked = facts.seat_id is not None and facts.seat_id in {seat.id for seat in question.asked}
    return decide(facts, TABLE, "R", clock.now()).allowed if asked else may_read(facts, TABLE, question, clock.now())


def option_of(option_id: UUID) -> Option | None:
    """One option."""
    return db.session.get(Option, option_id)


def options_at(conference_id: UUID) -> Sequence[Option]:
    """What the table of one meeting considered, in order. One query; not filtered."""
    of_meeting = select(Option).where(Option.conference_id == conference_id)
    return db.session.scalars(of_meeting.order_by(Option.position)).all()
