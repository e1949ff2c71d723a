"""What has to be told by word or on paper (vyřídit), because no letter reaches whom it concerns."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from agencies.staff.models import Worker
from agencies.towns.models import phone_of
from coordination.cases.models import Person, facts_of_writing, members
from coordination.cases.rules import Told
from coordination.seats.models import CaseFrame, Seat, coordinator_of, open_seats
from foundation import clock
from foundation.access import Actor, Facts
from foundation.database import Base, Key, db


class ToTell(Base):
    """One thing that the coordinator tells one person, since no letter goes there; one row for each matter and person.

    `subject` is what it is about: the seat of the new coordinator, the wording that holds now.
    """

    __tablename__ = "to_tell"
    __table_args__ = (
        CheckConstraint("(worker_id IS NULL) != (person_id IS NULL)", name="one_person"),
        CheckConstraint("(told_at IS NULL) = (told_by IS NULL)", name="telling"),
        CheckConstraint("(told_at IS NULL) = (told_how IS NULL)", name="told_how"),
        UniqueConstraint("case_id", "matter", "subject", "worker_id", name="uq_to_tell_worker"),
        UniqueConstraint("case_id", "matter", "subject", "person_id", name="uq_to_tell_person"),
    )
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    matter: Mapped[str] = mapped_column(String(24))
    subject: Mapped[UUID]
    since: Mapped[datetime]
    told_at: Mapped[datetime | None]
    told_by: Mapped[str | None]
    told_how: Mapped[Told | None] = mapped_column(String(16))
    worker: Mapped[Worker | None] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")

    @property
    def name(self) -> str:
        """Whom to tell."""
        whom = self.person or self.worker
        return whom.name if whom else ""

    @property
    def since_day(self) -> date:
        """Since which day in Prague it waits."""
        return clock.in_prague(self.since).date()

    @property
    def may_be_called(self) -> bool:
        """Whether a call does no harm."""
        return self.person is None or bool(self.person.safe_phone)

    @property
    def phone(self) -> str:
        """The number under which they may be called; empty when none is safe, or none known."""
        whom = self.person or self.worker
        return (whom.phone or "") if whom is not None and self.may_be_called else ""


# --- what there is to tell -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Matter:
    """A kind of thing that is told: in one line, in the sentence to say, and until when it is still wanted."""

    line: Callable[[ToTell], str]
    sentence: Callable[[ToTell], str]
    wanted: Callable[[Sequence[ToTell]], Collection[UUID]]
    """Which of these rows still say something that holds, by their ids."""
    page: Callable[[ToTell], tuple[str, str] | None] = lambda _one: None
    """A link to go on with: its words and its address."""


_matters: dict[str, Matter] = {}


def matter(name: str, told: Matter) -> str:
    """Announce a kind of thing that is told by word."""
    _matters[name] = told
    return name


def matter_of(one: ToTell) -> Matter:
    return _matters[one.matter]


_WITH_PERSON = (joinedload(ToTell.worker), joinedload(ToTell.person))


def waiting_in(case_ids: Collection[UUID]) -> Sequence[ToTell]:
    """What the coordinator of these cases still has to tell, the oldest first; one query, and one for each matter."""
    if not case_ids:
        return ()
    waiting = select(ToTell).where(ToTell.case_id.in_(case_ids), ToTell.told_at.is_(None)).options(*_WITH_PERSON)
    return _still_wanted(db.session.scalars(waiting.order_by(ToTell.since, ToTell.id)).all())


def one_waiting(to_tell_id: UUID) -> ToTell | None:
    """One of them; None when it is told, or no longer so."""
    asked = select(ToTell).where(ToTell.id == to_tell_id, ToTell.told_at.is_(None)).options(*_WITH_PERSON)
    return next(iter(_still_wanted(db.session.scalars(asked).all())), None)


def _still_wanted(rows: Sequence[ToTell]) -> Sequence[ToTell]:
    by_matter: dict[str, list[ToTell]] = defaultdict(list)
    for one in rows:
        by_matter[one.matter].append(one)
    wanted = {kept for name, of_matter in by_matter.items() for kept in _matters[name].wanted(of_matter)}
    return [one for one in rows if one.id in wanted]


def put_down(
    session: Session, case_id: UUID, name: str, subject: UUID, *, workers: Iterable[UUID] = (),
    persons: Iterable[UUID] = (),
) -> int:  # fmt: skip
    """Write down whom somebody has to tell, inside the transaction of the deed; answers how many are new."""
    known = session.execute(
        select(ToTell.worker_id, ToTell.person_id).where(
            ToTell.case_id == case_id, ToTell.matter == name, ToTell.subject == subject
        )
    ).all()
    there = {worker_id or person_id for worker_id, person_id in known}
    rows = [
        ToTell(case_id=case_id, matter=name, subject=subject, since=clock.now(), worker_id=worker_id, person_id=other)
        for worker_id, other in (*((key, None) for key in workers), *((None, key) for key in persons))
        if (worker_id or other) not in there
    ]
    session.add_all(rows)
    session.flush()
    return len(rows)


def facts_of_telling(actor: Actor, to_tell_id: UUID) -> Facts | None:
    """What `actor` is towards the case in which something is to be told."""
    case_id = db.session.scalar(select(ToTell.case_id).where(ToTell.id == to_tell_id))
    return facts_of_writing(actor, case_id) if case_id is not None else None


# --- who coordinates now ---------------------------------------------------------------------------------------------


def put_down_new_contact(session: Session, frame: CaseFrame, present: Seat, *, written_to: Collection[UUID]) -> None:
    """Who of the table and the family learns from the new coordinator herself that she is in charge.

    `written_to`: the seats whose holders get a letter. Children hear it from whoever stands beside them.
    """
    seats = [seat for seat in open_seats(frame.id) if seat.id != present.id]
    reached = {seat.person_id for seat in seats if seat.id in written_to}
    family = [person for person in members(frame.id) if not person.is_child]
    at_table = {seat.person_id for seat in seats if seat.person_id} - {one.id for one in members(frame.id)}
    put_down(
        session, frame.id, NEW_CONTACT, present.id,
        workers=[seat.worker_id for seat in seats if seat.worker_id and seat.id not in written_to],
        persons=[key for key in (*(one.id for one in family), *at_table) if key and key not in reached],
    )  # fmt: skip


def _of_present_coordinator(rows: Sequence[ToTell]) -> Collection[UUID]:
    """Once the case has changed hands again, the next coordinator tells it anew."""
    now = select(Seat.id).where(Seat.id.in_({one.subject for one in rows}), Seat.to_at.is_(None))
    present = set(db.session.scalars(now))
    return {one.id for one in rows if one.subject in present}


def _new_contact(one: ToTell) -> str:
    """The sentence of the letter that cannot go; to the family without a word of its matter."""
    seat = coordinator_of(one.case_id)
    phone = phone_of(seat.town_id)
    if one.person is not None:
        return str(_("I am your new contact at the office: %(name)s, %(phone)s. What was agreed still holds.",
                     name=seat.name, phone=phone))  # fmt: skip
    return str(_("I am in charge from now on: %(name)s, %(phone)s. Dates, tasks and your pledge still hold.",
                 name=seat.name, phone=phone))  # fmt: skip


NEW_CONTACT = matter(
    "cases.new_contact",
    Matter(
        line=lambda one: str(_("Tell who coordinates now: %(name)s", name=one.name)),
        sentence=_new_contact,
        wanted=_of_present_coordinator,
        page=lambda one: (str(_("People of the case")), url_for("cases.people", case_id=one.case_id)),
    ),
)
