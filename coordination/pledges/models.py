"""What is known of the pledges of a case: the text that lies before a signer, and who has signed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from agencies.accounts.rules import against_mailbox
from agencies.staff.models import Worker
from agencies.towns.models import announce_wording, phone_of
from coordination.pledges import rules
from coordination.pledges.rules import PledgeStanding
from coordination.seats.models import Pledge, Seat, grounds_of, signed_seats
from coordination.seats.rules import Role, joined
from foundation import clock, language, signatures, town_settings, wordings
from foundation.access import Door
from foundation.database import db
from foundation.reasons import Reason
from foundation.signatures import Method, Signature
from foundation.wordings import Wording

PROFESSIONAL = "pledges.professional"
SUPPORT_PERSON = "pledges.support_person"
FAMILY = "pledges.family"
INTERPRETER = "pledges.interpreter"

announce_wording(PROFESSIONAL, _l("Pledge of confidentiality: worker of an organisation"))
announce_wording(SUPPORT_PERSON, _l("Pledge of confidentiality: support person"))
announce_wording(FAMILY, _l("Pledge of confidentiality: family"))
announce_wording(INTERPRETER, _l("Pledge of confidentiality: interpreter"))

_HOW_IT_READS = _l("It stands in the pledge in the middle of a sentence. Have it checked by the town's lawyer.")
town_settings.define(
    "citace: povinnost podle profese",
    _l("Pledge: the law that already binds to silence"),
    hint=_HOW_IT_READS,
    longest=600,
)
town_settings.define("citace: odpovědnost", _l("Pledge: the law on liability"), hint=_HOW_IT_READS, longest=600)
town_settings.define("citace: tlumočníci", _l("Pledge: the law on interpreters"), hint=_HOW_IT_READS, longest=600)
town_settings.define("doba uchování", _l("Pledge: how long the signature is kept"), hint=_l("For example “deset let”."))


@dataclass(frozen=True)
class OfferedText:
    """The exact text that a signer sees and signs."""

    wording: Wording
    text: str
    sha256: str
    unfilled: tuple[Reason, ...]
    """Why the town cannot hand it out yet."""
    specimen: bool
    """The town has not confirmed the wording."""

    @property
    def articles(self) -> list[str]:
        """The numbered lines without their numbers."""
        return [line.partition(". ")[2] for line in self.text.splitlines() if line[:1].isdigit()]

    @property
    def paragraphs(self) -> list[str]:
        """The other lines."""
        return [line for line in self.text.splitlines() if line and not line[:1].isdigit()]


def wording_name(role: Role) -> str:
    """Which wording the holder of a seat signs."""
    return INTERPRETER if role == Role.INTERPRETER else PROFESSIONAL


def offered_text(seat: Seat) -> OfferedText:
    """The text that lies before the holder of a seat now, filled with the words of the town that convenes."""
    wording = wordings.current(wording_name(seat.role))
    values = town_settings.of_town(seat.town_id)
    # What is signed is what is shown, to the byte: the typography of the page is part of the text.
    text = language.cz(wordings.filled(wording.text, values))
    return OfferedText(
        wording=wording,
        text=text,
        sha256=signatures.fingerprint(text),
        unfilled=wordings.unfilled(wording.text, values),
        specimen=not wordings.confirmed(wording, seat.town_id),
    )


def seat(seat_id: UUID) -> Seat:
    """One seat, for a page whose door is open already."""
    return db.session.get_one(Seat, seat_id)


def mailbox_obstacles(worker: Worker, door: Door, phone: str) -> tuple[Reason, ...]:
    """Why a worker cannot sign who has proved no more than a mailbox: several people read it."""
    if door is not Door.CODE:
        return ()
    return tuple(against_mailbox(email=worker.email, shared=worker.mailbox_shared, phone=phone))


def _seats_of_holder(of: Seat) -> Iterable[UUID]:
    same = select(Seat.id).where(Seat.case_id == of.case_id)
    mine = Seat.worker_id == of.worker_id if of.worker_id else Seat.person_id == of.person_id
    return db.session.scalars(same.where(mine))


@dataclass(frozen=True)
class SignedPledge:
    """A signed pledge with its evidence and its wording."""

    pledge: Pledge
    signature: Signature
    wording: Wording

    @property
    def on(self) -> date:
        """The day of the signature in Prague."""
        return clock.in_prague(self.signature.at).date()


def signed_pledge(of: Seat) -> SignedPledge | None:
    """What the holder of a seat signed last for its case, at this seat or an earlier one."""
    row = db.session.execute(
        select(Pledge, Signature, Wording)
        .join(Signature, Pledge.signature_id == Signature.id)
        .join(Wording, Pledge.wording_id == Wording.id)
        .where(Pledge.seat_id.in_(list(_seats_of_holder(of))))
        .order_by(Pledge.signed_at.desc())
        .limit(1)
    ).first()
    return None if row is None else SignedPledge(row[0], row[1], row[2])


def pledge_at(seat_id: UUID, wording_id: UUID) -> Pledge | None:
    """What was said at a seat to one wording: a signature or a refusal."""
    return db.session.scalar(select(Pledge).where(Pledge.seat_id == seat_id, Pledge.wording_id == wording_id))


@dataclass(frozen=True)
class PledgeState:
    """Where the pledge of one seat stands; never why it was refused."""

    seat_id: UUID
    standing: PledgeStanding
    at: datetime | None = None
    """When it was signed or refused."""
    method: Method | None = None

    @property
    def on(self) -> date | None:
        """The day of the signature or the refusal in Prague."""
        return clock.in_prague(self.at).date() if self.at else None

    @property
    def word(self) -> str:
        """The state as the pages draw it: a pledge signed on paper has a mark of its own."""
        return "paper" if self.method == Method.PAPER else self.standing.value


def pledge_states(case_id: UUID) -> dict[UUID, PledgeState]:
    """Where the pledge of each seat of a case stands, ended seats too. Three queries however many there are."""
    seats = db.session.scalars(select(Seat).where(Seat.case_id == case_id)).all()
    signed = signed_seats([one.id for one in seats])
    rows = db.session.execute(
        select(Pledge, Signature.method, Seat.worker_id, Seat.person_id)
        .join(Seat, Pledge.seat_id == Seat.id)
        .outerjoin(Signature, Pledge.signature_id == Signature.id)
        .where(Pledge.case_id == case_id)
        .order_by(Pledge.signed_at, Pledge.refused_at)
    )
    said: dict[UUID, list[tuple[Pledge, Method | None]]] = {}
    for pledge, method, worker_id, person_id in rows:
        said.setdefault(worker_id or person_id or pledge.seat_id, []).append((pledge, method))
    return {
        one.id: _state(one, one.id in signed, said.get(one.worker_id or one.person_id or one.id, [])) for one in seats
    }


def _state(of: Seat, signed: bool, said: Sequence[tuple[Pledge, Method | None]]) -> PledgeState:
    last_signed = max((p for p in said if p[0].signed_at), key=lambda p: str(p[0].signed_at), default=None)
    refused = [pledge for pledge, _method in said if pledge.refused_at is not None and pledge.seat_id == of.id]
    found = rules.standing(signed=signed, signed_before=last_signed is not None, refused=bool(refused))
    if found in (PledgeStanding.SIGNED, PledgeStanding.SUPERSEDED) and last_signed:
        return PledgeState(of.id, found, last_signed[0].signed_at, last_signed[1])
    return PledgeState(of.id, found, refused[-1].refused_at if refused else None)


def refusal_reasons(case_id: UUID) -> dict[UUID, str]:
    """Why pledges of a case were refused, by seat; for the coordinator alone."""
    rows = db.session.execute(
        select(Pledge.seat_id, Pledge.refusal_reason).where(Pledge.case_id == case_id, Pledge.refused_at.is_not(None))
    )
    return {seat_id: why for seat_id, why in rows if why}


def content_closed(of: Seat) -> tuple[Reason, ...]:
    """Why the content stays closed to the holder of a seat although the pledge is signed; empty for whoever reads.

    Only an agency's worker needs a ground; the town's own people sit there by their task.
    """
    if of.role != Role.AGENCY_WORKER:
        return ()
    known = grounds_of([of.involvement_id]).get(of.involvement_id, [])
    grounded = joined(known, clock.now()) is not None
    return rules.content_closed(grounded=grounded, ever_grounded=bool(known), phone=phone_of(of.town_id))
