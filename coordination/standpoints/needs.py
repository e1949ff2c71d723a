"""Needs raised to the table and the offers that cover them (S2-21, S2-31, S2-35)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from coordination.seats.models import Seat
from coordination.standpoints.models import AsSaid, ForWhom
from coordination.standpoints.rules import OfferState, offer_state
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted

offer_need = Table(
    "offer_need",
    Base.metadata,
    Column("offer_id", ForeignKey("offer.id"), primary_key=True),
    Column("need_id", ForeignKey("need.id"), primary_key=True),
)
"""Which needs an offer covers."""


class Need(ForWhom, Base):
    """What the family needs and nobody does yet, put before everybody at the table."""

    __tablename__ = "need"
    __table_args__ = (CheckConstraint("open_to = 'named' OR readers = ''", name="readers"),)
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    """The meeting at which it was raised; it stays open over the later ones."""
    text: Mapped[str] = mapped_column(Encrypted("need.text"))
    raised_at: Mapped[datetime]
    raised_by: Mapped[str]
    raised_by_seat: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"))
    raised_by_name: Mapped[str] = mapped_column(Encrypted("need.raised_by_name"))
    withdrawn_at: Mapped[datetime | None]
    """Since when nobody looks for help with it any more."""
    version: Mapped[int] = mapped_column()
    offers: Mapped[list["Offer"]] = relationship(secondary=offer_need, back_populates="covers", lazy="raise")

    __mapper_args__ = {"version_id_col": version}

    @property
    def author_seat(self) -> UUID | None:
        return self.raised_by_seat

    @property
    def covered_by(self) -> list["Offer"]:
        """The offers that cover it now, made or accepted; none: it is open (S2-31)."""
        held = (OfferState.OFFERED, OfferState.ACCEPTED)
        return [offer for offer in self.offers if offer.state in held]


class Offer(ForWhom, AsSaid, Base):
    """What an agency can do for the family, from when, aimed at which areas."""

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint("open_to = 'named' OR readers = ''", name="readers"),
        CheckConstraint("(said_where IS NULL) = (said_on IS NULL)", name="as_said"),
        CheckConstraint("offered_at IS NOT NULL OR standpoint_id IS NOT NULL", name="draft_in_standpoint"),
        CheckConstraint("accepted_at IS NULL OR (offered_at IS NOT NULL AND from_on IS NOT NULL)", name="accepted"),
        CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", name="accepting"),
        CheckConstraint("(accepted_at IS NULL) = (involvement_id IS NULL)", name="accepted_involves"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawing"),
        CheckConstraint("until_on >= from_on", name="ends_after_start"),
    )
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conference.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    """Who offers, for their agency."""
    standpoint_id: Mapped[UUID | None] = mapped_column(ForeignKey("standpoint.id"), unique=True)
    """The standpoint of which it is the offer; None: it stands alone, for example as an answer to a need."""
    what: Mapped[str] = mapped_column(Encrypted("offer.what"))
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    focus: Mapped[tuple[str, ...]] = mapped_column(default=())
    """The areas at which it is aimed (S2-36); of each a reader learns as far as their ground names it."""
    offered_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[str | None]
    accepted_by_name: Mapped[str | None] = mapped_column(Encrypted("offer.accepted_by_name"))
    involvement_id: Mapped[UUID | None] = mapped_column(ForeignKey("involvement.id"))
    """The place of the agency at the case to which the accepted offer led (S2-35)."""
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id", ondelete="SET NULL"))
    """The task that was made of it, as long as it is in the plan."""
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_why: Mapped[str | None] = mapped_column(Encrypted("offer.withdrawn_why"))
    version: Mapped[int] = mapped_column()
    seat: Mapped[Seat] = relationship(lazy="raise_on_sql")
    covers: Mapped[list[Need]] = relationship(secondary=offer_need, back_populates="offers", lazy="raise")

    __mapper_args__ = {"version_id_col": version}

    @property
    def author_seat(self) -> UUID | None:
        return self.seat_id

    @property
    def state(self) -> OfferState:
        return offer_state(
            offered_at=self.offered_at, accepted_at=self.accepted_at, withdrawn_at=self.withdrawn_at
        )  # fmt: skip


def need_of(need_id: UUID) -> Need | None:
    """One need with the offers that cover it."""
    return db.session.scalar(select(Need).where(Need.id == need_id).options(_WITH_OFFERS))


def offer_of(offer_id: UUID) -> Offer | None:
    """One offer with who makes it and what it covers."""
    return db.session.scalar(select(Offer).where(Offer.id == offer_id).options(*_WHOLE))


def offer_in(standpoint_id: UUID) -> Offer | None:
    """The offer that a standpoint carries."""
    return db.session.scalar(select(Offer).where(Offer.standpoint_id == standpoint_id).options(*_WHOLE))


def needs_of(case_id: UUID) -> Sequence[Need]:
    """What has been raised at a case and not taken back, the oldest first. Three queries; not filtered."""
    held = select(Need).where(Need.case_id == case_id, Need.withdrawn_at.is_(None)).options(_WITH_OFFERS)
    return db.session.scalars(held.order_by(Need.raised_at, Need.id)).all()


def offers_of(case_id: UUID) -> Sequence[Offer]:
    """Everything offered at a case, withdrawn too, the oldest first; no drafts. Two queries; not filtered."""
    made = select(Offer).where(Offer.case_id == case_id, Offer.offered_at.is_not(None)).options(*_WHOLE)
    return db.session.scalars(made.order_by(Offer.offered_at, Offer.id)).all()


_WITH_OFFERS = selectinload(Need.offers).joinedload(Offer.seat)
_WHOLE = (joinedload(Offer.seat), selectinload(Offer.covers))
