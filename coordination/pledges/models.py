"""What is known of the pledges of a case: the text that lies before a signer, and who has signed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, distinct, func, or_, select
from sqlalchemy.orm import aliased

from agencies.accounts.rules import against_mailbox
from agencies.staff.models import Worker
from agencies.towns.models import Reach, announce_wording, phone_of
from coordination.cases.models import Person
from coordination.pledges import rules
from coordination.seats.models import CaseFrame, Pledge, Seat, grounds_of, has_signed, sits
from coordination.seats.rules import FAMILY as OF_FAMILY
from coordination.seats.rules import Role, joined
from foundation import clock, language, signatures, town_settings, wordings
from foundation.access import Door
from foundation.database import db
from foundation.reasons import Reason
from foundation.signatures import Signature
from foundation.wordings import Wording

PROFESSIONAL = "pledges.professional"
SUPPORT_PERSON = "pledges.support_person"
FAMILY = "pledges.family"
INTERPRETER = "pledges.interpreter"


def _reach(town_id: UUID, name: str) -> Reach:
    """How many holders of seats at the open cases of a town have signed a wording that still opens them."""
    holders = func.count(distinct(func.coalesce(Seat.worker_id, Seat.person_id)))
    signed = (
        select(holders, func.count(distinct(Seat.case_id)))
        .join(Seat.frame)
        .where(Seat.town_id == town_id, CaseFrame.closed_at.is_(None), has_signed(name=name), sits())
    )
    people, cases = db.session.execute(signed).one()
    return Reach(people, cases)


announce_wording(PROFESSIONAL, _l("Pledge of confidentiality: worker of an organisation"), reach=_reach)
announce_wording(SUPPORT_PERSON, _l("Pledge of confidentiality: support person"), reach=_reach)
announce_wording(FAMILY, _l("Pledge of confidentiality: family"), reach=_reach)
announce_wording(INTERPRETER, _l("Pledge of confidentiality: interpreter"), reach=_reach)

_HOW_IT_READS = _l("It stands in the pledge in the middle of a sentence. Have it checked by the town's lawyer.")
town_settings.define(
    "citace: povinnost podle profese",
    _l("Pledge: the law that already binds to silence"),
    hint=_HOW_IT_READS,
    longest=600,
    needed=True,
)
town_settings.define(
    "citace: odpovědnost", _l("Pledge: the law on liability"), hint=_HOW_IT_READS, longest=600, needed=True
)
town_settings.define(
    "citace: tlumočníci", _l("Pledge: the law on interpreters"), hint=_HOW_IT_READS, longest=600, needed=True
)
town_settings.define(
    "doba uchování", _l("Pledge: how long the signature is kept"), hint=_l("For example “deset let”."), needed=True
)


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


WHOM = "jméno"
"""The blank of the support person's wording: whom they accompany."""


def wording_name(role: Role) -> str:
    """Which wording the holder of a seat signs."""
    if role in OF_FAMILY:
        return FAMILY
    return {Role.INTERPRETER: INTERPRETER, Role.SUPPORT_PERSON: SUPPORT_PERSON}.get(Role(role), PROFESSIONAL)


def offered_text(seat: Seat, wording: Wording | None = None) -> OfferedText:
    """The text that lies before the holder of a seat, filled with the words of the town that convenes.

    `wording`: a former version, for a sheet that carries it; None: the one that holds now.
    """
    wording = wording or wordings.current(wording_name(seat.role), seat.town_id)
    values = town_settings.of_town(seat.town_id) | {WHOM: accompanied(seat)}
    # What is signed is what is shown, to the byte: the typography of the page is part of the text.
    text = language.cz(wordings.filled(wording.text, values))
    missing = (rules.whom_missing(),) if WHOM in wordings.blanks(wording.text) and not values[WHOM] else ()
    return OfferedText(
        wording=wording,
        text=text,
        sha256=signatures.fingerprint(text),
        unfilled=(*missing, *_unfilled(wording.text, values)),
        specimen=not wordings.confirmed(wording, seat.town_id),
    )


def _unfilled(text: str, values: dict[str, str]) -> tuple[Reason, ...]:
    named = values | {WHOM: values[WHOM] or WHOM}
    return wordings.unfilled(text, named, called=town_settings.label_of)


def blanks_left(town_id: UUID, roles: Iterable[Role]) -> list[str]:
    """What the town has not filled in of the texts that holders of these roles sign, as its settings call it."""
    values, left = town_settings.of_town(town_id), {}
    for name in {wording_name(role) for role in roles}:
        for blank in wordings.blanks(wordings.current(name, town_id).text):
            if blank != WHOM and not values.get(blank):
                left[town_settings.label_of(blank)] = True
    return list(left)


def accompanied(seat: Seat) -> str:
    """The name of the person whom a support person accompanies; empty for anybody else, and until it is written."""
    whom = accompanied_by([seat]).get(seat.id)
    return db.session.get_one(Person, whom).name if whom else ""


def accompanied_by(seats: Iterable[Seat]) -> dict[UUID, UUID]:
    """Whom the holders of these seats accompany: as written at the seat, else about the private person who sits there.

    One query at most.
    """
    listed = list(seats)
    known = {seat.id: seat.accompanies_id for seat in listed}
    people = {seat.person_id for seat in listed if seat.person_id and not seat.accompanies_id}
    if people:
        named = dict(db.session.execute(select(Person.id, Person.accompanies_id).where(Person.id.in_(people))).all())
        known |= {seat.id: named.get(seat.person_id) for seat in listed if seat.person_id in people}
    return {seat_id: whom for seat_id, whom in known.items() if whom is not None}


def versions_for(seat: Seat) -> Sequence[Wording]:
    """Every version of the wording that the holder of a seat signs which has ever held in the town, newest first."""
    line = wordings.line_of(wording_name(seat.role), seat.town_id)
    return [wording for wording in line if wording.valid_from <= clock.now()]


def seat(seat_id: UUID) -> Seat:
    """One seat, for a page whose door is open already."""
    return db.session.get_one(Seat, seat_id)


def mailbox_obstacles(worker: Worker, door: Door, phone: str) -> tuple[Reason, ...]:
    """Why a worker cannot sign who has proved no more than a mailbox: several people read it."""
    if door is not Door.CODE:
        return ()
    return tuple(against_mailbox(email=worker.email, shared=worker.mailbox_shared, phone=phone))


def signed_version(wording: Wording, *, earlier: bool) -> ColumnElement[bool]:
    """Whether the holder of `Seat` signed an earlier version of a wording for the case, or this one or a later."""
    same, signed = aliased(Seat), aliased(Wording)
    holder = or_(same.worker_id == Seat.worker_id, same.person_id == Seat.person_id)
    version = signed.version < wording.version if earlier else signed.version >= wording.version
    return (
        select(Pledge.id)
        .join(same, Pledge.seat_id == same.id)
        .join(signed, Pledge.wording_id == signed.id)
        .where(same.case_id == Seat.case_id, holder, Pledge.signed_at.is_not(None))
        .where(Pledge.voided_at.is_(None))
        .where(signed.name == wording.name, signed.language == wording.language, version)
        .correlate(Seat)
        .exists()
    )


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
        """The day of the signature."""
        return self.signature.day


def signed_pledge(of: Seat) -> SignedPledge | None:
    """What the holder of a seat signed last for its case, at this seat or an earlier one."""
    row = db.session.execute(
        select(Pledge, Signature, Wording)
        .join(Signature, Pledge.signature_id == Signature.id)
        .join(Wording, Pledge.wording_id == Wording.id)
        .where(Pledge.seat_id.in_(list(_seats_of_holder(of))), Pledge.voided_at.is_(None))
        .order_by(Pledge.signed_at.desc())
        .limit(1)
    ).first()
    return None if row is None else SignedPledge(row[0], row[1], row[2])


def pledge_at(seat_id: UUID, wording_id: UUID) -> Pledge | None:
    """What was said at a seat to one wording, a signature or a refusal; what was declared void is not asked."""
    said = select(Pledge).where(Pledge.seat_id == seat_id, Pledge.wording_id == wording_id)
    return db.session.scalar(said.where(Pledge.voided_at.is_(None)))


def refusal_at(of: Seat) -> Pledge | None:
    """What the holder of a seat refused last and has not signed since, at this seat or an earlier one."""
    living = select(Pledge).where(Pledge.seat_id.in_(list(_seats_of_holder(of))), Pledge.voided_at.is_(None))
    newest = living.order_by(func.coalesce(Pledge.signed_at, Pledge.refused_at).desc()).limit(1)
    last = db.session.scalars(newest).first()
    return last if last is not None and last.refused_at is not None else None


def voided_at_seat(of: Seat) -> Sequence[Pledge]:
    """What the holder of a seat signed for its case and was declared void, the newest first."""
    voided = select(Pledge).where(Pledge.seat_id.in_(list(_seats_of_holder(of))), Pledge.voided_at.is_not(None))
    return db.session.scalars(voided.order_by(Pledge.voided_at.desc())).all()


def refusal_reasons(case_id: UUID) -> dict[UUID, str]:
    """Why pledges of a case were refused, by seat; for the coordinator alone."""
    rows = db.session.execute(
        select(Pledge.seat_id, Pledge.refusal_reason).where(
            Pledge.case_id == case_id, Pledge.refused_at.is_not(None), Pledge.voided_at.is_(None)
        )
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
