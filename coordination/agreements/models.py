"""Agreements on cooperation and the papers that came back signed, and the questions about them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship, selectinload

from agencies.accounts.visitors import HandedOver
from agencies.towns.models import announce_wording
from coordination.agreements import rules_of_signing
from coordination.agreements.rules_of_signing import AgreementState, EndedBy, Settled
from coordination.cases.models import Person, involvements, members
from coordination.conferences.models import Conference, conferences_of
from coordination.seats.models import CaseFrame, Involvement, Seat, facts_at_case, open_seats
from coordination.seats.rules import Role
from foundation import clock
from foundation.access import Actor, Door, Facts
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted, EncryptedJson
from foundation.signatures import Signature, fingerprint
from foundation.signatures.scans import Scan
from foundation.town_settings import define

COOPERATION = "agreements.cooperation"
LAW = "citace: mlčenlivost služby"

announce_wording(COOPERATION, _l("Agreement on cooperation of a parent and an organisation"))
define(
    LAW,
    _l("Agreement: the law that binds a social service to silence"),
    hint=_l("It is offered to whoever writes an agreement. Have it checked by the town's lawyer."),
    longest=600,
)


class Agreement(Base):
    """An agreement of one parent with one organisation (S2-45); the office is no party and signs nothing."""

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("(offered_at IS NULL) = (text IS NULL)", name="offered_has_text"),
        CheckConstraint("(offered_at IS NULL) = (wording_id IS NULL)", name="offered_has_wording"),
        CheckConstraint(
            "offered_at IS NOT NULL OR (parent_signature_id IS NULL AND worker_signature_id IS NULL)",
            name="signed_was_offered",
        ),
        CheckConstraint(
            "(concluded_at IS NOT NULL) = (parent_signature_id IS NOT NULL AND worker_signature_id IS NOT NULL)",
            name="concluded_by_both",
        ),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawal"),
        CheckConstraint("withdrawn_at IS NULL OR concluded_at IS NULL", name="concluded_is_ended"),
        CheckConstraint("(ended_on IS NULL) = (ended_by IS NULL)", name="ending"),
        CheckConstraint("ended_on IS NULL OR concluded_at IS NOT NULL", name="ended_was_concluded"),
    )
    id: Mapped[Key]
    town_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_frame.id"), index=True)
    number: Mapped[int]
    """The place among the agreements of its case."""
    conference_id: Mapped[UUID | None] = mapped_column(ForeignKey("conference.id"))
    """The follow-up meeting at which it is made; None: on a visit."""
    involvement_id: Mapped[UUID] = mapped_column(ForeignKey("involvement.id"), index=True)
    """The organisation as a party."""
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    """Who acts for the organisation and signs for it."""
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    """The parent as a party."""
    language: Mapped[str] = mapped_column(String(2), default="cs")
    reference: Mapped[str] = mapped_column(default="")
    """The organisation's own number of the agreement."""
    address: Mapped[str] = mapped_column(Encrypted("agreement.address"), default="")
    """Where the parent lives, where they want it printed."""
    terms: Mapped[Any] = mapped_column(EncryptedJson("agreement.terms"))
    """What the parties settle, by the names of the form's fields: words, and lists of lines."""
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    """The last day on which it holds."""
    evaluation_on: Mapped[date | None]
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[str]
    offered_at: Mapped[datetime | None]
    """When it was put before the parties; from then on the text stands."""
    offered_by: Mapped[str | None]
    wording_id: Mapped[UUID | None] = mapped_column(ForeignKey("wording.id"))
    text: Mapped[str | None] = mapped_column(Encrypted("agreement.text"))
    """What the parties sign, to the byte."""
    parent_signature_id: Mapped[UUID | None] = mapped_column(ForeignKey("signature.id"))
    worker_signature_id: Mapped[UUID | None] = mapped_column(ForeignKey("signature.id"))
    concluded_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_why: Mapped[str | None] = mapped_column(Encrypted("agreement.withdrawn_why"))
    ended_on: Mapped[date | None]
    """The day on which it ended; from that day on it holds no more."""
    ended_how: Mapped[EndedBy | None] = mapped_column(String(16))
    ended_why: Mapped[str | None] = mapped_column(Encrypted("agreement.ended_why"))
    ended_by: Mapped[str | None]
    """Who wrote the ending down."""
    version: Mapped[int] = mapped_column()
    involvement: Mapped[Involvement] = relationship()
    seat: Mapped[Seat] = relationship()
    person: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def signatures(self) -> int:
        """How many of the two have signed."""
        return (self.parent_signature_id is not None) + (self.worker_signature_id is not None)

    @property
    def state(self) -> AgreementState:
        return rules_of_signing.state(
            offered=self.offered_at is not None, signatures=self.signatures, withdrawn=self.withdrawn_at is not None,
            ended_on=self.ended_on, until_on=self.until_on, today=clock.today(),
        )  # fmt: skip

    @property
    def settled(self) -> Settled:
        """What is written so far, as the rules ask for it."""
        said = self.terms
        return Settled(
            reason=said.get("reason", ""), goals=lines_of(said.get("goals", "")),
            organisation_does=lines_of(said.get("organisation_does", "")), visits=said.get("visits", ""),
            from_on=self.from_on, until_on=self.until_on, excuse=said.get("excuse", ""), law=said.get("law", ""),
            evaluation_on=self.evaluation_on, ends_when=said.get("ends_when", ""),
            complaints=said.get("complaints", ""), answer_within=said.get("answer_within", ""),
        )  # fmt: skip

    @property
    def missing_signers(self) -> tuple[str, ...]:
        """Whose signature is still missing, by name."""
        missing = []
        if self.parent_signature_id is None:
            missing.append(self.person.name)
        if self.worker_signature_id is None:
            missing.append(self.seat.name)
        return tuple(missing)

    @property
    def fingerprint(self) -> str:
        """Of the text that lies before the parties."""
        return fingerprint(self.text or "")


class AgreementSheet(Base):
    """A signed paper that somebody handed in; it holds once the other side has compared it with the original."""

    __tablename__ = "agreement_sheet"
    __table_args__ = (
        CheckConstraint("parent_on IS NOT NULL OR worker_on IS NOT NULL", name="somebody_signed"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by IS NULL)", name="confirming"),
        CheckConstraint("(rejected_at IS NULL) = (rejected_by IS NULL)", name="rejecting"),
        CheckConstraint("confirmed_at IS NULL OR rejected_at IS NULL", name="decided_once"),
    )
    id: Mapped[Key]
    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    scan_id: Mapped[UUID] = mapped_column(ForeignKey("scan.id"))
    parent_on: Mapped[date | None]
    worker_on: Mapped[date | None]
    """The days beside the signatures; None: that one is not on the paper."""
    original: Mapped[str] = mapped_column(Encrypted("agreement_sheet.original"))
    filed_at: Mapped[datetime]
    filed_by: Mapped[str]
    filed_by_name: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None]
    rejected_at: Mapped[datetime | None]
    rejected_by: Mapped[str | None]
    rejected_why: Mapped[str | None] = mapped_column(Encrypted("agreement_sheet.rejected_why"))
    agreement: Mapped[Agreement] = relationship()
    scan: Mapped[Scan] = relationship()

    @property
    def decided(self) -> bool:
        return self.confirmed_at is not None or self.rejected_at is not None


def lines_of(text: str) -> tuple[str, ...]:
    """The lines that somebody typed below each other, without blank ones."""
    return tuple(line.strip(" –-•\t") for line in text.splitlines() if line.strip(" –-•\t"))


def agreement_of(agreement_id: UUID) -> Agreement | None:
    """One agreement with its parties."""
    return db.session.get(Agreement, agreement_id)


def agreements_at(case_id: UUID) -> Sequence[Agreement]:
    """Every agreement of a case with its parties, the newest first."""
    parties = (selectinload(Agreement.involvement), selectinload(Agreement.seat), selectinload(Agreement.person))
    at_case = select(Agreement).where(Agreement.case_id == case_id).options(*parties)
    return db.session.scalars(at_case.order_by(Agreement.number.desc())).all()


def agreements_with(person_id: UUID) -> Sequence[Agreement]:
    """What lies before one parent or has been concluded with them, the newest first; for the parent's own door."""
    theirs = select(Agreement).where(Agreement.person_id == person_id, Agreement.offered_at.is_not(None))
    theirs = theirs.options(joinedload(Agreement.seat))
    return db.session.scalars(theirs.order_by(Agreement.offered_at.desc())).all()


def next_number(case_id: UUID) -> int:
    """The number of the case's next agreement."""
    return (db.session.scalar(select(func.max(Agreement.number)).where(Agreement.case_id == case_id)) or 0) + 1


def sheet_of(sheet_id: UUID) -> AgreementSheet | None:
    """One handed-in paper, decided ones included."""
    return db.session.get(AgreementSheet, sheet_id)


def sheets_of(agreement_id: UUID) -> Sequence[AgreementSheet]:
    """Every paper that was handed in for an agreement, the newest first."""
    theirs = select(AgreementSheet).where(AgreementSheet.agreement_id == agreement_id)
    return db.session.scalars(theirs.order_by(AgreementSheet.filed_at.desc(), AgreementSheet.id)).all()


def waiting_sheet(agreement_id: UUID) -> AgreementSheet | None:
    """The paper that waits for confirmation; there is one at most."""
    return next((sheet for sheet in sheets_of(agreement_id) if not sheet.decided), None)


def signatures_of(agreement: Agreement) -> dict[UUID, Signature]:
    """The signatures of the parties by their ids; one query."""
    ids = {agreement.parent_signature_id, agreement.worker_signature_id} - {None}
    return {one.id: one for one in db.session.scalars(select(Signature).where(Signature.id.in_(ids)))}


def waiting_papers(case_ids: Collection[UUID]) -> Sequence[AgreementSheet]:
    """Handed-in papers of these cases that wait for confirmation, the oldest first. One query, none without a case."""
    if not case_ids:
        return ()
    undecided = (AgreementSheet.confirmed_at.is_(None), AgreementSheet.rejected_at.is_(None))
    of_agreement = contains_eager(AgreementSheet.agreement)
    parties = (of_agreement.joinedload(Agreement.seat), of_agreement.joinedload(Agreement.person))
    there = select(AgreementSheet).join(AgreementSheet.agreement).options(*parties)
    there = there.where(Agreement.case_id.in_(case_ids), *undecided)
    return db.session.scalars(there.order_by(AgreementSheet.filed_at)).all()


# --- what the doors ask ----------------------------------------------------------------------------------------------


def facts_of_agreement(actor: Actor, agreement_id: UUID) -> Facts | None:
    """What `actor` is towards an agreement: the coordinator, or a worker of the organisation.

    A worker whose ground does not name the parent may not know that there is one.
    """
    agreement = agreement_of(agreement_id)
    return _facts_of_party(actor, agreement) if agreement is not None else None


def _facts_of_party(actor: Actor, agreement: Agreement) -> Facts | None:
    facts = facts_at_case(actor, agreement.case_id)
    if facts is None or facts.role == Role.COORDINATOR:
        return facts
    seat = db.session.get(Seat, facts.seat_id) if facts.seat_id else None
    if facts.role != Role.AGENCY_WORKER or seat is None or seat.involvement_id != agreement.involvement_id:
        return None
    members = facts.ground.members if facts.ground is not None else None
    return facts if members is None or agreement.person_id in members else None


def facts_of_open_agreement(actor: Actor, agreement_id: UUID) -> Facts | None:
    """As `facts_of_agreement`, for what changes it: nobody once the case is closed."""
    facts = facts_of_agreement(actor, agreement_id)
    return facts if facts is not None and facts.state in ("draft", "open") else None


def facts_of_worker(actor: Actor, agreement_id: UUID) -> Facts | None:
    """As `facts_of_open_agreement`, for what only the organisation does: the office is no party."""
    facts = facts_of_open_agreement(actor, agreement_id)
    return facts if facts is not None and facts.role == Role.AGENCY_WORKER else None


def facts_of_witness(actor: Actor, agreement_id: UUID) -> Facts | None:
    """As `facts_of_open_agreement`, for whoever hands her device to the parent at the table: the coordinator."""
    facts = facts_of_open_agreement(actor, agreement_id)
    return facts if facts is not None and facts.role == Role.COORDINATOR else None


def facts_of_paper(actor: Actor, paper_id: UUID) -> Facts | None:
    """What `actor` is towards a handed-in paper: the same as towards its agreement."""
    sheet = sheet_of(paper_id)
    return facts_of_agreement(actor, sheet.agreement_id) if sheet is not None else None


def facts_of_open_paper(actor: Actor, paper_id: UUID) -> Facts | None:
    """The same for deciding about it."""
    sheet = sheet_of(paper_id)
    return facts_of_open_agreement(actor, sheet.agreement_id) if sheet is not None else None


def facts_of_beginning(actor: Actor, case_id: UUID) -> Facts | None:
    """What `actor` is towards a case, for preparing an agreement there: its coordinator, or a worker of an agency."""
    facts = facts_at_case(actor, case_id)
    prepares = (
        facts is not None and facts.role in (Role.COORDINATOR, Role.AGENCY_WORKER) and facts.state in ("draft", "open")
    )
    return facts if prepares else None


def facts_at_table(actor: Actor) -> Facts | None:
    """What whoever holds the witness's device is towards the one agreement for which it was handed over."""
    if not isinstance(actor, HandedOver):
        return None
    agreement = agreement_of(actor.errand)
    if agreement is None:
        return None
    frame = db.session.get_one(CaseFrame, agreement.case_id)
    return Facts(
        role="signer_at_table", door=Door.NONE, about=f"agreement:{agreement.id}", town_id=agreement.town_id,
        state=frame.state,
    )  # fmt: skip


def is_agreement(errand: UUID) -> bool:
    """Whether a device was handed over for an agreement."""
    return agreement_of(errand) is not None


def parties_at(case_id: UUID) -> tuple[list[Person], list[Seat]]:
    """Who can make an agreement at a case: the parents, and the workers of organisations other than the office."""
    frame = db.session.get_one(CaseFrame, case_id)
    workers = [seat for seat in open_seats(case_id) if seat.role == Role.AGENCY_WORKER and seat.involvement_id]
    involved = {one.id: one for one in involvements(case_id)}
    outside = [
        seat
        for seat in workers
        if seat.involvement_id in involved and involved[seat.involvement_id].agency_id != frame.town_id
    ]
    return [person for person in members(case_id) if person.is_parent], outside


def follow_ups(case_id: UUID) -> list[Conference]:
    """The further meetings of a case at which an agreement can be made: convened or held, the newest first."""
    met = (one for one in conferences_of(case_id) if one.number > 1 and one.convened_at and not one.cancelled_at)
    return list(met)
