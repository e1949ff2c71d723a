"""Tables and questions of the intake: contacts, booked consultations, spoken consents, one-off advice."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from agencies.intake.rules import FRONT, LENGTH, Channel, Topic, first_free
from agencies.staff.models import Post, Worker, workers_by_agency
from agencies.staff.rules import Profession
from foundation import clock, town_settings, working_days
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

CHANNEL_NAMES: dict[str, LazyString] = {
    Channel.PHONE: _l("by phone"),
    Channel.IN_PERSON: _l("in person"),
    Channel.EMAIL: _l("by e-mail"),
}
TOPIC_NAMES: dict[str, LazyString] = {
    Topic.RELATIONSHIP: _l("relationship"),
    Topic.DIVORCE: _l("divorce, care of children"),
    Topic.UPBRINGING: _l("upbringing"),
    Topic.VIOLENCE: _l("violence"),
    Topic.MONEY: _l("money, housing, benefits"),
    Topic.OTHER: _l("something else"),
}
"""All of them as people read them."""
CONSENT, INFORMATION = "intake.verbal_consent", "intake.information"
"""The wordings read aloud and handed over at the intake."""
HOURS = "service_hours"
town_settings.define(
    HOURS,
    _l("Hours of intakes"),
    hint=_l("First and last hour at which an intake may begin, as “9–15”."),
    default="9–15",
    of="service",
)


class Contact(Base):
    """The first contact of a file: how it came, what it is about, who took it (S1-01)."""

    __tablename__ = "service_contact"
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), unique=True)
    channel: Mapped[Channel] = mapped_column(String(12))
    came_at: Mapped[datetime]
    subject: Mapped[str] = mapped_column(Encrypted("service_contact.subject"))
    urgent: Mapped[bool]
    """A crisis: nothing may delay the help (S1-11)."""
    profession: Mapped[Profession | None] = mapped_column(String(24))
    """As what the taker took it."""
    exception: Mapped[str] = mapped_column(Encrypted("service_contact.exception"))
    """Why somebody else than a social worker took it; empty: nobody else did (S1-04)."""

    @property
    def channel_name(self) -> str:
        """How it came, as people read it."""
        return str(CHANNEL_NAMES[self.channel])


class Intake(Base):
    """An intake consultation: booked, held or called off; the crisis intervention inside it (S1-11)."""

    __tablename__ = "intake"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_begins"),
        CheckConstraint("held_at IS NULL OR called_off_at IS NULL", name="held_or_called_off"),
        CheckConstraint("NOT by_phone OR (client_asked AND worker_can) OR urgent", name="phone_on_request"),
    )
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    requested_on: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    by_phone: Mapped[bool]
    client_asked: Mapped[bool]
    worker_can: Mapped[bool]
    urgent: Mapped[bool]
    held_at: Mapped[datetime | None]
    called_off_at: Mapped[datetime | None]
    information_id: Mapped[UUID | None] = mapped_column(ForeignKey("wording.id"))
    """The version of the basic information that was given (S1-05)."""
    situation: Mapped[str] = mapped_column(Encrypted("intake.situation"), default="")
    crisis: Mapped[str] = mapped_column(Encrypted("intake.crisis"), default="")
    worker: Mapped[Worker] = relationship()

    @property
    def waited(self) -> int:
        """Days from the request to the consultation (S1-08)."""
        return (clock.in_prague(self.starts_at).date() - self.requested_on).days


class SpokenConsent(Base):
    """What somebody answered by phone to the question whether their data may be written down (S1-10)."""

    __tablename__ = "spoken_consent"
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    given: Mapped[bool]
    at: Mapped[datetime]
    wording_id: Mapped[UUID] = mapped_column(ForeignKey("wording.id"))
    """The version that was read aloud."""
    heard_by: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    listener: Mapped[Worker] = relationship()


class Advice(Base):
    """Basic social counselling: in a file, or without any name or contact at all (S1-12, S1-15)."""

    __tablename__ = "service_advice"
    __table_args__ = (
        CheckConstraint(
            "circle_id IS NOT NULL OR (offered = '' AND accepted IS NULL)", name="nameless_is_advice_alone"
        ),
    )
    id: Mapped[Key]
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    circle_id: Mapped[UUID | None] = mapped_column(ForeignKey("circle.id"), index=True)
    """None: given without a name."""
    on: Mapped[date]
    topic: Mapped[Topic] = mapped_column(String(16))
    said: Mapped[str] = mapped_column(Encrypted("service_advice.said"))
    offered: Mapped[str] = mapped_column(String(200), default="")
    """The other service that was offered in addition; the name of a service, never of a person."""
    accepted: Mapped[bool | None]
    own_choice: Mapped[bool] = mapped_column(default=False)
    """The applicant prefers the other service; otherwise the worker found that it fits better (S1-13)."""
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    worker: Mapped[Worker] = relationship()

    @property
    def topic_name(self) -> str:
        """What it was about, as people read it."""
        return str(TOPIC_NAMES[self.topic])


def contact_of(circle_id: UUID) -> Contact | None:
    """The first contact of a file."""
    return db.session.scalars(select(Contact).where(Contact.circle_id == circle_id)).first()


def intakes_of(circle_id: UUID) -> Sequence[Intake]:
    """Every intake of a file that was not called off, the latest last."""
    found = select(Intake).where(Intake.circle_id == circle_id, Intake.called_off_at.is_(None))
    return db.session.scalars(found.options(joinedload(Intake.worker)).order_by(Intake.starts_at)).all()


def intake_of(intake_id: UUID) -> Intake | None:
    """One intake with its worker."""
    return db.session.get(Intake, intake_id, options=[joinedload(Intake.worker)])


def consents_of(circle_id: UUID) -> Sequence[SpokenConsent]:
    """What was answered to the reading aloud, the latest last."""
    found = select(SpokenConsent).where(SpokenConsent.circle_id == circle_id).order_by(SpokenConsent.at)
    return db.session.scalars(found.options(joinedload(SpokenConsent.listener))).all()


def consented(circle_id: UUID) -> bool:
    """Whether the last spoken answer was a yes."""
    answers = consents_of(circle_id)
    return bool(answers) and answers[-1].given


def advice_of(circle_id: UUID) -> Sequence[Advice]:
    """The one-off advice of a file."""
    found = select(Advice).where(Advice.circle_id == circle_id).order_by(Advice.on)
    return db.session.scalars(found.options(joinedload(Advice.worker))).all()


def advice_given(agency_id: UUID, since: date) -> dict[str, int]:
    """How often one-off advice was given since a day: all, without a name, with another service offered."""
    given = select(
        func.count(), func.count().filter(Advice.circle_id.is_(None)), func.count().filter(Advice.offered != "")
    ).where(Advice.agency_id == agency_id, Advice.on >= since)
    total, nameless, referred = db.session.execute(given).one()
    return {"all": total, "nameless": nameless, "referred": referred}


# --- free time -------------------------------------------------------------------------------------------------------

_busy_elsewhere: list[Callable[[UUID, datetime], Sequence[tuple[datetime, datetime]]]] = []


def also_busy(source: Callable[[UUID, datetime], Sequence[tuple[datetime, datetime]]]) -> None:
    """Let a room above tell when a worker is taken after an instant: pairs of beginning and end."""
    _busy_elsewhere.append(source)


def busy(worker_id: UUID, since: datetime) -> list[tuple[datetime, datetime]]:
    """When a worker is taken after an instant: by intakes here and by what rooms above have booked."""
    booked = select(Intake.starts_at, Intake.ends_at).where(
        Intake.worker_id == worker_id, Intake.called_off_at.is_(None), Intake.ends_at > since
    )
    here = [(starts, ends) for starts, ends in db.session.execute(booked)]
    return [*here, *(taken for source in _busy_elsewhere for taken in source(worker_id, since))]


def hours_of(agency_id: UUID) -> range:
    """The hours at which an intake may begin; what nobody can read as hours is nine to three."""
    first, _dash, last = town_settings.get(agency_id, HOURS).replace("-", "–").partition("–")
    try:
        found = range(int(first), int(last) + 1)
    except ValueError:
        return range(9, 16)
    return found if found and found[0] >= 0 and found[-1] < 24 else range(9, 16)


def possible_starts(agency_id: UUID, days: int = 60) -> Iterator[datetime]:
    """Every hour of the coming working days at which an intake may begin, the nearest first."""
    hours, today = hours_of(agency_id), clock.today()
    for day in (today + timedelta(days=ahead) for ahead in range(days)):
        if working_days.is_working(day):
            for hour in hours:
                yield clock.instant(day, time(hour), second=False)


def free_for(worker_id: UUID, agency_id: UUID, count: int = 3) -> list[datetime]:
    """The first free hours of a worker (S1-08)."""
    now = clock.now()
    return first_free(possible_starts(agency_id), busy(worker_id, now), now, count=count)


def taken(worker_id: UUID, starts: datetime) -> bool:
    """Whether a worker has something else in the hour that begins then."""
    return any(begins < starts + LENGTH and starts < ends for begins, ends in busy(worker_id, starts))


def front_of(agency_id: UUID) -> list[Post]:
    """Who of a service takes first contacts today (S1-03)."""
    return [post for post in workers_by_agency([agency_id]).get(agency_id, []) if post.profession in FRONT]


def profession_of(worker_id: UUID, agency_id: UUID) -> Profession | None:
    """What somebody is by training at a service today."""
    here = [post for post in workers_by_agency([agency_id]).get(agency_id, []) if post.worker_id == worker_id]
    return next((post.profession for post in here if post.profession is not None), None)
