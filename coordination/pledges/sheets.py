"""Sheets: what was given out for a signature, and what came back signed; the tables and the questions about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agencies.accounts.visitors import HandedOver
from agencies.staff.models import Worker, posts_today, workers_by_agency
from agencies.staff.rules import Role as PostRole
from coordination.seats.models import CaseFrame, Exclusion, Seat, facts_at_case
from coordination.seats.rules import Role
from foundation import clock, town_settings
from foundation.access import Actor, Door, Facts
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted, EncryptedJson
from foundation.signatures import Method
from foundation.signatures.scans import Scan
from foundation.wordings import Wording

CONFIRMATION = "potvrzení papíru"
SWITCHED_OFF = "off"
town_settings.define(
    CONFIRMATION,
    _l("Who confirms a pledge on paper"),
    hint=_l("An office with one worker may switch the second person off; each paper then says so."),
    default="second",
    choices=(
        ("second", _l("a second worker of the office, or the signer")),
        (SWITCHED_OFF, _l("nobody, the office has one worker")),
    ),
)


class IssuedSheet(Base):
    """A PDF that was given out to be signed electronically; what comes back must lie on exactly these bytes."""

    __tablename__ = "issued_sheet"
    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    wording_id: Mapped[UUID] = mapped_column(ForeignKey("wording.id"))
    text: Mapped[str] = mapped_column(Encrypted("issued_sheet.text"))
    name: Mapped[str] = mapped_column(Encrypted("issued_sheet.name"))
    function: Mapped[str]
    agency: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str]


class PledgeSheet(Base):
    """A signed sheet that somebody handed in; it holds once it is confirmed. A wrong one is rejected and stays."""

    __tablename__ = "pledge_sheet"
    __table_args__ = (
        CheckConstraint("method IN ('paper', 'qualified')", name="method"),
        CheckConstraint("method != 'qualified' OR certificate IS NOT NULL", name="qualified_needs_certificate"),
        CheckConstraint("(confirmed_at IS NULL) = (signature_id IS NULL)", name="confirmed_is_signed"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by IS NULL)", name="confirmed_by_somebody"),
        CheckConstraint("(rejected_at IS NULL) = (rejected_by IS NULL)", name="rejected_by_somebody"),
        CheckConstraint("(rejected_at IS NULL) = (rejection_reason IS NULL)", name="rejected_with_a_reason"),
        CheckConstraint("confirmed_at IS NULL OR rejected_at IS NULL", name="decided_once"),
        Index("uq_pledge_sheet_waiting", "seat_id", unique=True,
              sqlite_where=Column("confirmed_at").is_(None) & Column("rejected_at").is_(None),
              postgresql_where=Column("confirmed_at").is_(None) & Column("rejected_at").is_(None)),
    )  # fmt: skip
    id: Mapped[Key]
    town_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    wording_id: Mapped[UUID] = mapped_column(ForeignKey("wording.id"))
    text: Mapped[str] = mapped_column(Encrypted("pledge_sheet.text"))
    method: Mapped[Method] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Encrypted("pledge_sheet.name"))
    function: Mapped[str]
    agency: Mapped[str]
    """As they stand on the sheet."""
    signed_on: Mapped[date]
    original: Mapped[str] = mapped_column(Encrypted("pledge_sheet.original"))
    scan_id: Mapped[UUID] = mapped_column(ForeignKey("scan.id"))
    certificate: Mapped[Any | None] = mapped_column(EncryptedJson("pledge_sheet.certificate"))
    filed_at: Mapped[datetime]
    filed_by: Mapped[str]
    filed_by_name: Mapped[str]
    confirmer_id: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"), index=True)
    """Who is asked to compare it with the original; None: the signer handed it in or the town asks nobody."""
    confirm_by: Mapped[date]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None]
    signature_id: Mapped[UUID | None] = mapped_column(ForeignKey("signature.id"))
    rejected_at: Mapped[datetime | None]
    rejected_by: Mapped[str | None]
    rejection_reason: Mapped[str | None] = mapped_column(Encrypted("pledge_sheet.rejection_reason"))
    seat: Mapped[Seat] = relationship()
    scan: Mapped[Scan] = relationship()
    wording: Mapped[Wording] = relationship()
    confirmer: Mapped[Worker | None] = relationship()

    @property
    def decided(self) -> bool:
        """Whether it was confirmed or rejected."""
        return self.confirmed_at is not None or self.rejected_at is not None

    @property
    def state(self) -> str:
        """waiting, confirmed or rejected."""
        if self.rejected_at is not None:
            return "rejected"
        return "confirmed" if self.confirmed_at is not None else "waiting"


_WAITS = (PledgeSheet.confirmed_at.is_(None), PledgeSheet.rejected_at.is_(None))


def sheet_of(sheet_id: UUID) -> PledgeSheet | None:
    """One sheet, decided ones included."""
    return db.session.get(PledgeSheet, sheet_id)


def waiting_sheet(seat_id: UUID) -> PledgeSheet | None:
    """The sheet of a seat that waits for confirmation; there is one at most."""
    return db.session.scalar(select(PledgeSheet).where(PledgeSheet.seat_id == seat_id, *_WAITS))


def sheets_of_seats(seat_ids: Collection[UUID]) -> Sequence[PledgeSheet]:
    """Every sheet that was handed in for these seats, the newest first."""
    theirs = select(PledgeSheet).where(PledgeSheet.seat_id.in_(seat_ids))
    return db.session.scalars(theirs.order_by(PledgeSheet.filed_at.desc())).all()


def waiting_at(case_ids: Collection[UUID]) -> Sequence[PledgeSheet]:
    """The sheets of these cases that wait for confirmation, the oldest first. One query, none without a case."""
    if not case_ids:
        return ()
    there = select(PledgeSheet).where(PledgeSheet.case_id.in_(case_ids), *_WAITS)
    return db.session.scalars(there.order_by(PledgeSheet.filed_at)).all()


@dataclass(frozen=True)
class ToConfirm:
    """A sheet that a worker is asked to compare with its original: nothing of the case but its code."""

    sheet_id: UUID
    code: str
    confirm_by: date


def to_confirm(worker_id: UUID) -> Sequence[ToConfirm]:
    """What a worker is asked to confirm, as long as they work at the town and are not excluded. One query."""
    excluded = select(Exclusion.id).where(
        Exclusion.worker_id == worker_id, Exclusion.case_id == PledgeSheet.case_id
    )  # fmt: skip
    asked = (
        select(PledgeSheet.id, CaseFrame.code, PledgeSheet.confirm_by)
        .join(CaseFrame, CaseFrame.id == PledgeSheet.case_id)
        .where(PledgeSheet.confirmer_id == worker_id, *_WAITS, ~excluded.exists())
        .where(CaseFrame.closed_at.is_(None))
        .order_by(PledgeSheet.confirm_by)
    )
    return [ToConfirm(*row) for row in db.session.execute(asked)]


def issued_to(seat_id: UUID) -> Sequence[IssuedSheet]:
    """What was given out to the holder of a seat to be signed electronically, the newest first."""
    theirs = select(IssuedSheet).where(IssuedSheet.seat_id == seat_id)
    return db.session.scalars(theirs.order_by(IssuedSheet.at.desc())).all()


def asks_nobody(town_id: UUID) -> bool:
    """Whether this town has switched the second worker off."""
    return town_settings.get(town_id, CONFIRMATION) == SWITCHED_OFF


def works_at_town(worker_id: UUID | None, town_id: UUID) -> bool:
    """Whether a worker holds a post at the town office today."""
    return worker_id is not None and any(post.agency_id == town_id for post in posts_today(worker_id))


def possible_confirmers(seat: Seat, *, besides: UUID | None) -> list[Worker]:
    """Who of the town office could compare a sheet: nobody who handed it in, signed it, or must never see the case.

    Whoever only runs the system sees no content and is left out.
    """
    excluded = frozenset(db.session.scalars(select(Exclusion.worker_id).where(Exclusion.case_id == seat.case_id)))
    posts = workers_by_agency([seat.town_id]).get(seat.town_id, [])
    able = {post.worker_id: post.worker for post in posts if post.role != PostRole.ADMINISTRATOR}
    return [worker for key, worker in able.items() if key not in excluded | {besides, seat.worker_id}]


# --- what the doors ask ----------------------------------------------------------------------------------------------

COLLECT = frozenset({Role.COORDINATOR, Role.MINUTE_TAKER})
"""Who hands out sheets and takes them back at the table."""


def facts_of_seat_collected(actor: Actor, seat_id: UUID) -> Facts | None:
    """What `actor` is towards the case of a seat, for the pages of whoever collects pledges."""
    case_id = db.session.scalar(select(Seat.case_id).where(Seat.id == seat_id))
    return facts_at_case(actor, case_id) if case_id is not None else None


def facts_of_sheet(actor: Actor, sheet_id: UUID) -> Facts | None:
    """What `actor` is towards a handed-in sheet: they collect at its case, or are asked to confirm this very one."""
    sheet = sheet_of(sheet_id)
    if sheet is None:
        return None
    facts = facts_at_case(actor, sheet.case_id)
    asked = actor.worker_id is not None and sheet.confirmer_id == actor.worker_id and not sheet.decided
    if facts is None or facts.role in COLLECT or not asked:
        return facts
    return Facts(
        role="confirmer",
        door=actor.door,
        about=f"pledge_sheet:{sheet_id}",
        town_id=sheet.town_id,
        in_town=works_at_town(actor.worker_id, sheet.town_id),
        denied=facts.denied,
        state=facts.state,
    )


def facts_at_table(actor: Actor) -> Facts | None:
    """What whoever holds the witness's device is towards the one seat for which it was handed over."""
    if not isinstance(actor, HandedOver):
        return None
    seat = db.session.get(Seat, actor.errand)
    if seat is None:
        return None
    return Facts(
        role="signer_at_table",
        door=Door.NONE,
        about=f"seat:{seat.id}",
        town_id=seat.town_id,
        state=seat.frame.state,
        seat_id=seat.id,
    )


def is_seat(errand: UUID) -> bool:
    """Whether a device was handed over for the pledge of a seat."""
    return db.session.get(Seat, errand) is not None


def signer_key(seat: Seat) -> str:
    """How the log book names the holder of a seat."""
    return f"worker:{seat.worker_id}" if seat.worker_id else f"person:{seat.person_id}"


def waits_since(sheet: PledgeSheet) -> date:
    """The day on which a sheet was handed in, in Prague."""
    return clock.in_prague(sheet.filed_at).date()
