"""Who is named to come for an agency, by its contact or by whoever cannot come; what was decided about it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from agencies.staff.models import Worker
from coordination.conferences.models import Invitation, facts_of_invitation, substitute_of
from coordination.conferences.rules import Answer
from coordination.conferences.rules_of_naming import Sending, Settled
from coordination.seats.models import Exclusion, Seat
from foundation import clock
from foundation.access import Actor, Facts
from foundation.database import Base, Key, db
from foundation.encryption import Encrypted


class Naming(Base):
    """One person named to come: for an agency that was asked (S2-27), or in the place of somebody who cannot."""

    __tablename__ = "naming"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (settled_how IS NULL)", name="settled_how"),
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled_by"),
        CheckConstraint("settled_how <> 'confirmed' OR worker_id IS NOT NULL", name="confirmed_is_somebody"),
        CheckConstraint("declined_why IS NULL OR settled_how = 'declined'", name="why_declined"),
    )
    id: Mapped[Key]
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), index=True)
    instead_of: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"))
    """Who cannot come; None: the agency had named nobody yet."""
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"))
    """A worker whom the house knows; a new person becomes one with the coordinator's yes."""
    name: Mapped[str]
    function: Mapped[str]
    email: Mapped[str | None] = mapped_column(Encrypted("naming.email"))
    mailbox_shared: Mapped[bool]
    named_at: Mapped[datetime]
    named_by: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_how: Mapped[Settled | None] = mapped_column(String(16))
    settled_by: Mapped[str | None]
    declined_why: Mapped[str | None] = mapped_column(Encrypted("naming.declined_why"))


Index(
    "uq_naming_waiting",
    Naming.invitation_id,
    unique=True,
    sqlite_where=Naming.settled_at.is_(None),
    postgresql_where=Naming.settled_at.is_(None),
)


def naming_of(naming_id: UUID) -> Naming | None:
    """One naming of a person."""
    return db.session.get(Naming, naming_id)


def waiting_for(invitation_ids: Collection[UUID]) -> dict[UUID, Naming]:
    """Who is named and waits for the coordinator's yes, by invitation. One query, none without an invitation."""
    if not invitation_ids:
        return {}
    waiting = select(Naming).where(Naming.invitation_id.in_(invitation_ids), Naming.settled_at.is_(None))
    return {each.invitation_id: each for each in db.session.scalars(waiting)}


def last_naming(invitation_id: UUID) -> Naming | None:
    """Who was named last for an invitation, whatever became of it."""
    named = select(Naming).where(Naming.invitation_id == invitation_id)
    return db.session.scalars(named.order_by(Naming.named_at.desc(), Naming.settled_at.is_not(None)).limit(1)).first()


def sending(invitation: Invitation) -> Sending | None:
    """How far it is with the substitute of an invited person; None for whoever sends none."""
    if invitation.answer != Answer.SUBSTITUTE:
        return None
    if substitute_of(invitation.id) is not None:
        return Sending.INVITED
    last = last_naming(invitation.id)
    if last is not None and last.settled_at is None:
        return Sending.WAITS
    declined = last is not None and last.instead_of is not None and last.settled_how == Settled.DECLINED
    return Sending.DECLINED if declined else Sending.NOBODY


def without_substitute(invitations: Iterable[Invitation]) -> frozenset[UUID]:
    """Of invitations to which a substitute is sent those for which nobody is named or invited. Two queries at most."""
    begun = clock.now()
    sent = {
        one.id
        for one in invitations
        if one.answer == Answer.SUBSTITUTE and one.conference.starts_at and one.conference.starts_at > begun
    }
    if not sent:
        return frozenset()
    held = (Invitation.taken_back_at.is_(None), Seat.to_at.is_(None))
    replaced = select(Invitation.substitute_for).join(Invitation.seat).where(Invitation.substitute_for.in_(sent), *held)
    return frozenset(sent - set(db.session.scalars(replaced)) - set(waiting_for(sent)))


def shut_out_names(case_id: UUID) -> list[str]:
    """How those are called who must never see a case."""
    out = select(Worker.name).join(Exclusion, Exclusion.worker_id == Worker.id).where(Exclusion.case_id == case_id)
    return list(db.session.scalars(out))


def facts_of_naming(actor: Actor, naming_id: UUID) -> Facts | None:
    """What `actor` is towards the naming of a person: nothing but the coordinator of its case."""
    naming = naming_of(naming_id)
    return facts_of_invitation(actor, naming.invitation_id) if naming is not None else None
