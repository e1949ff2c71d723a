"""Tables and questions of the clients: what they have heard, their orders, their consents."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from agencies.circles.models import ServicePerson
from agencies.clients.rules import Expectation, Point
from foundation import town_settings
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted, EncryptedJson
from foundation.signatures import Signature

CONSENT = "clients.informed_consent"
POINT_NAMES: dict[str, LazyString] = {
    Point.ACTIVITY: _l("what the service does"),
    Point.MISSION: _l("its mission"),
    Point.TARGET_GROUP: _l("for whom it is"),
    Point.METHODS: _l("its methods"),
    Point.RULES: _l("the basic rules"),
    Point.RIGHTS: _l("rights and duties of clients"),
    Point.CONFIDENTIALITY: _l("how it treats confidential information"),
    Point.COURSE: _l("how the service goes on"),
}
"""The points as people read them."""
_CITATION = _l("As it stands in the text, for example a paragraph and an act. Without it no consent can be signed.")
BLANKS = {
    "činnosti": (_l("Consent: what the service offers"), "", "poradenství, mediaci a skupinovou edukaci"),
    "co služba nedělá": (_l("Consent: what the service does not do"), "", "znalecké posudky ani léčbu"),
    "cena": (_l("Consent: the price"), "", "Služba je zdarma."),
    "stížnost služby": (_l("Consent: who reads complaints"), "", "vedoucí služby"),
    "citace: mlčenlivost služby": (_l("Consent: the law on confidentiality of the service"), _CITATION, ""),
    "citace: sdělení údajů": (_l("Consent: the law on what must be told to others"), _CITATION, ""),
    "citace: smlouva": (_l("Consent: the law on the contract"), _CITATION, ""),
    "rozsah údajů": (_l("Consent: which data"), "", "jméno, kontakt a záznamy o spolupráci"),
    "účel údajů": (_l("Consent: why the data"), "", "poskytování služby"),
    "doba uchování údajů": (_l("Consent: how long the data are kept"), _l("For example “pět let”."), ""),
    "pověřenec": (_l("Consent: the data protection officer"), "", "vedoucí služby"),
    "dozorový úřad": (_l("Consent: the supervisory authority"), "", "Úřad pro ochranu osobních údajů"),
}
"""What a service fills in of the consent: label, hint, what stands there until it has."""
for _name, (_label, _hint, _default) in BLANKS.items():
    town_settings.define(_name, _label, hint=_hint, longest=300, default=_default, of="service", needed=not _default)


class ProcessOpening(Base):
    """That counselling was opened: who told what, when."""

    __tablename__ = "process_opening"
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), unique=True)
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    told: Mapped[tuple[str, ...]]


class ClientOrder(Base):
    """One version of what the clients want; a changed order is a new version, the old one stays (S1-33)."""

    __tablename__ = "client_order"
    __table_args__ = (
        UniqueConstraint("circle_id", "number"),
        CheckConstraint("number > 0", name="number"),
    )
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    number: Mapped[int]
    problem: Mapped[str] = mapped_column(Encrypted("client_order.problem"))
    expected: Mapped[Any] = mapped_column(EncryptedJson("client_order.expected"))
    """A list of [text, can be met, why]."""
    because: Mapped[str] = mapped_column(Encrypted("client_order.because"))
    written_at: Mapped[datetime]
    written_by: Mapped[str]

    @property
    def expectations(self) -> list[Expectation]:
        """What they expect, with the verdict on each."""
        return [Expectation(text, can_meet, why) for text, can_meet, why in self.expected]

    def met(self, can_meet: bool) -> list[Expectation]:
        """What can be met, or what cannot."""
        return [one for one in self.expectations if one.can_meet is can_meet]


class MediationAsked(Base):
    """That the parents asked for mediation (S1-34)."""

    __tablename__ = "mediation_asked"
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    asked_on: Mapped[date]
    by: Mapped[str]


class InformedConsent(Base):
    """One adult's signature under the informed consent: the contract, and the consent to data processing (S1-43)."""

    __tablename__ = "informed_consent"
    __table_args__ = (CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn"),)
    id: Mapped[Key]
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("service_person.id"), index=True)
    signature_id: Mapped[UUID] = mapped_column(ForeignKey("signature.id"), unique=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    person: Mapped[ServicePerson] = relationship()
    signature: Mapped[Signature] = relationship()


Index(
    "uq_informed_consent_holds", InformedConsent.person_id, unique=True,
    sqlite_where=InformedConsent.withdrawn_at.is_(None), postgresql_where=InformedConsent.withdrawn_at.is_(None),
)  # fmt: skip


def opening_of(circle_id: UUID) -> ProcessOpening | None:
    """When the process was opened; None before."""
    return db.session.scalars(select(ProcessOpening).where(ProcessOpening.circle_id == circle_id)).first()


def orders_of(circle_id: UUID) -> Sequence[ClientOrder]:
    """Every version of the order, the present one first."""
    found = select(ClientOrder).where(ClientOrder.circle_id == circle_id).order_by(ClientOrder.number.desc())
    return db.session.scalars(found).all()


def mediation_asked(circle_id: UUID) -> MediationAsked | None:
    """The last time the parents asked for mediation."""
    found = select(MediationAsked).where(MediationAsked.circle_id == circle_id).order_by(MediationAsked.asked_on.desc())
    return db.session.scalars(found).first()


def consents_of(circle_id: UUID) -> Sequence[InformedConsent]:
    """Every signed consent, withdrawn ones included, the first first."""
    found = select(InformedConsent).join(Signature).where(InformedConsent.circle_id == circle_id)
    whole = found.options(joinedload(InformedConsent.person), joinedload(InformedConsent.signature))
    return db.session.scalars(whole.order_by(Signature.at)).all()


def has_signed(person_id: UUID) -> bool:
    """Whether somebody's consent holds."""
    found = select(InformedConsent.id).where(
        InformedConsent.person_id == person_id, InformedConsent.withdrawn_at.is_(None)
    )
    return db.session.scalar(found) is not None
