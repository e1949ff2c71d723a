"""Tables and questions of the co-operation: agreements of clients with a body, and laws that oblige the service."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agencies.circles.models import CircleExclusion, ServicePerson, family_of
from agencies.clients.models import InformedConsent, consents_of
from agencies.clients.rules import ADULTS
from agencies.cooperation.rules import Agreed, HowTold, Permit, Purpose, Titled, body_key, may_cooperate
from foundation import clock, town_settings
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

CITATION = "citace: povinná účast"
town_settings.define(
    CITATION,
    _l("Co-operation: the law by which taking part is compulsory"),
    hint=_l("As it stands in the text, for example a paragraph and an act. Without it no legal title can be recorded."),
    longest=300,
    of="service",
    needed=True,
)
PURPOSE_NAMES: dict[str, LazyString] = {
    Purpose.CONFERENCE: _l("taking part in a conference"),
    Purpose.STANDPOINT: _l("a standpoint"),
    Purpose.LETTER: _l("a letter"),
    Purpose.TALK: _l("a talk"),
}
TOLD_NAMES: dict[str, LazyString] = {
    HowTold.IN_PERSON: _l("in person"),
    HowTold.PHONE: _l("by phone"),
    HowTold.LETTER: _l("by letter"),
}
"""Both as people read them."""


class CooperationAgreement(Base):
    """What the clients let the service say to one body, for what, until when; printed, then signed (S1-54)."""

    __tablename__ = "cooperation_agreement"
    __table_args__ = (CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_recorded_by IS NULL)", name="withdrawal"),)
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    body_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    body: Mapped[str] = mapped_column(Encrypted("cooperation_agreement.body"))
    """Its name as it stood; alone for one that the directory does not hold."""
    purposes: Mapped[tuple[str, ...]]
    scope: Mapped[str] = mapped_column(Encrypted("cooperation_agreement.scope"))
    until: Mapped[datetime]
    """The first instant at which it no longer holds: the midnight after its last day, in Prague."""
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_recorded_by: Mapped[str | None]
    signatures: Mapped[list["CooperationSignature"]] = relationship(
        order_by="CooperationSignature.signed_on, CooperationSignature.id", lazy="selectin"
    )

    @property
    def last_day(self) -> date:
        return clock.in_prague(self.until - timedelta(seconds=1)).date()

    @property
    def over(self) -> bool:
        """Whether it was withdrawn or has expired."""
        return self.withdrawn_at is not None or self.until <= clock.now()

    @property
    def purpose_names(self) -> list[str]:
        return [str(PURPOSE_NAMES[one]) for one in self.purposes]

    @property
    def known(self) -> Agreed:
        """As the rule sees it."""
        return Agreed(
            body_key(self.body_id, self.body), frozenset(self.purposes), self.until,
            frozenset(one.person_id for one in self.signatures), self.withdrawn_at,
        )  # fmt: skip


class CooperationSignature(Base):
    """One client's signature on the sheet of an agreement: the day beside it, and where the original lies."""

    __tablename__ = "cooperation_signature"
    __table_args__ = (UniqueConstraint("agreement_id", "person_id"),)
    id: Mapped[Key]
    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("cooperation_agreement.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("service_person.id"))
    signed_on: Mapped[date]
    original: Mapped[str] = mapped_column(Encrypted("cooperation_signature.original"))
    filed_at: Mapped[datetime]
    filed_by: Mapped[str]
    person: Mapped[ServicePerson] = relationship(lazy="joined")


class StatutoryTitle(Base):
    """A law obliges the service to co-operate with one body; the clients need not agree, they are told (S1-55)."""

    __tablename__ = "statutory_title"
    __table_args__ = (
        CheckConstraint(
            "(told_on IS NULL) = (told_how IS NULL) AND (told_on IS NULL) = (told_by IS NULL)", name="told"
        ),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ending"),
    )
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    body_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    body: Mapped[str] = mapped_column(Encrypted("statutory_title.body"))
    citation: Mapped[str]
    """As the service had it in its settings when this was recorded."""
    why: Mapped[str] = mapped_column(Encrypted("statutory_title.why"))
    until: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    told_on: Mapped[date | None]
    told_how: Mapped[HowTold | None] = mapped_column(String(16))
    told_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]

    @property
    def last_day(self) -> date | None:
        return clock.in_prague(self.until - timedelta(seconds=1)).date() if self.until else None

    @property
    def over(self) -> bool:
        """Whether it was ended or its time is up."""
        return self.ended_at is not None or (self.until is not None and self.until <= clock.now())

    @property
    def told_name(self) -> str:
        """How the clients were told, as people read it."""
        return str(TOLD_NAMES[self.told_how]) if self.told_how else ""

    @property
    def known(self) -> Titled:
        """As the rule sees it."""
        return Titled(body_key(self.body_id, self.body), self.until, self.told_on is not None, self.ended_at)


def users_of(circle_id: UUID) -> list[ServicePerson]:
    """Who agrees to a co-operation: everybody who has signed the informed consent, before that every adult."""
    signed = {one.person_id: one.person for one in consents_of(circle_id)}
    return list(signed.values()) or [one for one in family_of(circle_id) if one.relation in ADULTS]


def agreements_of(circle_id: UUID) -> Sequence[CooperationAgreement]:
    """Every agreement of a file, the newest first."""
    found = select(CooperationAgreement).where(CooperationAgreement.circle_id == circle_id)
    return db.session.scalars(found.order_by(CooperationAgreement.made_at.desc(), CooperationAgreement.id)).all()


def titles_of(circle_id: UUID) -> Sequence[StatutoryTitle]:
    """Every statutory title of a file, the newest first."""
    found = select(StatutoryTitle).where(StatutoryTitle.circle_id == circle_id)
    return db.session.scalars(found.order_by(StatutoryTitle.recorded_at.desc(), StatutoryTitle.id)).all()


@dataclass(frozen=True)
class Ground:
    """Everything that a file says of co-operation, gathered so that many files cost as much as one."""

    agreements: tuple[Agreed, ...]
    titles: tuple[Titled, ...]
    users: frozenset[UUID]
    kept_out: frozenset[UUID]

    def permit(self, body_id: UUID, purpose: Purpose, now: datetime) -> Permit:
        """Whether the service may, and must, speak with a body of the directory."""
        return may_cooperate(self.agreements, self.titles, str(body_id), purpose, now, users=self.users)


def grounds_of_files(circle_ids: Collection[UUID]) -> dict[UUID, Ground]:
    """What each of these files says of co-operation. Six queries, however many there are; none for none."""
    if not circle_ids:
        return {}
    agreements: dict[UUID, list[Agreed]] = defaultdict(list)
    for made in db.session.scalars(select(CooperationAgreement).where(CooperationAgreement.circle_id.in_(circle_ids))):
        agreements[made.circle_id].append(made.known)
    titles: dict[UUID, list[Titled]] = defaultdict(list)
    for title in db.session.scalars(select(StatutoryTitle).where(StatutoryTitle.circle_id.in_(circle_ids))):
        titles[title.circle_id].append(title.known)
    signed, adults, out = defaultdict[UUID, set[UUID]](set), defaultdict[UUID, set[UUID]](set), defaultdict(set)
    consents = select(InformedConsent.circle_id, InformedConsent.person_id)
    for circle_id, person_id in db.session.execute(consents.where(InformedConsent.circle_id.in_(circle_ids))):
        signed[circle_id].add(person_id)
    people = select(ServicePerson.circle_id, ServicePerson.id).where(ServicePerson.relation.in_(ADULTS))
    for circle_id, person_id in db.session.execute(people.where(ServicePerson.circle_id.in_(circle_ids))):
        adults[circle_id].add(person_id)
    shut = select(CircleExclusion.circle_id, CircleExclusion.worker_id).where(CircleExclusion.lifted_at.is_(None))
    for circle_id, worker_id in db.session.execute(shut.where(CircleExclusion.circle_id.in_(circle_ids))):
        out[circle_id].add(worker_id)
    return {
        one: Ground(
            tuple(agreements[one]), tuple(titles[one]), frozenset(signed[one] or adults[one]), frozenset(out[one])
        )
        for one in circle_ids
    }
