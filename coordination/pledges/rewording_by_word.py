"""A new material wording for those whom no letter reaches: a line for their coordinator to tell, until it is signed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, or_, select

from agencies.staff.models import Worker
from coordination.cases.by_word import Matter, ToTell, matter, put_down
from coordination.pledges.models import signed_version
from coordination.seats.models import CaseFrame, Seat, has_signed, signed_seats, sits
from coordination.seats.rules import FAMILY
from foundation import audit
from foundation.database import db, transaction
from foundation.wordings import Wording

AT_ONCE = 50


def put_down_some(town_id: UUID, wording: Wording) -> int:
    """Put down a slice of those who signed an earlier version and have no address; answers how many were looked at."""
    with transaction() as session:
        unknown = _unknown(town_id, wording).with_for_update(of=Seat, key_share=True, skip_locked=True)
        by_case: dict[UUID, list[Seat]] = defaultdict(list)
        for seat in session.scalars(unknown):
            by_case[seat.case_id].append(seat)
        new = sum(
            put_down(
                session, case_id, NEW_WORDING, wording.id,
                workers=[seat.worker_id for seat in seats if seat.worker_id],
                persons=[seat.person_id for seat in seats if seat.person_id],
            )
            for case_id, seats in by_case.items()
        )  # fmt: skip
        if new:
            audit.record(town_id, "house", "new wording to be told", f"wording:{wording.id}", people=new)
        return sum(map(len, by_case.values()))


def _unknown(town_id: UUID, wording: Wording) -> Select[Seat]:
    """Open seats of people without an address who must sign again, and of whom no line says so."""
    same = (ToTell.case_id == Seat.case_id, ToTell.matter == NEW_WORDING, ToTell.subject == wording.id)
    holder = or_(ToTell.worker_id == Seat.worker_id, ToTell.person_id == Seat.person_id)
    return (
        select(Seat)
        .join(Seat.frame)
        .outerjoin(Worker, Worker.id == Seat.worker_id)
        .where(Seat.town_id == town_id, CaseFrame.closed_at.is_(None), Worker.email.is_(None), sits())
        .where(signed_version(wording, earlier=True), ~signed_version(wording, earlier=False), ~has_signed())
        .where(~select(ToTell.id).where(*same, holder).correlate(Seat).exists())
        .order_by(Seat.id)
        .limit(AT_ONCE)
    )


# --- the line of the coordinator -------------------------------------------------------------------------------------


def _still_unsigned(rows: Sequence[ToTell]) -> Collection[UUID]:
    """The newest line about each person who still sits there and has not signed."""
    cases = {one.case_id for one in rows}
    seats = db.session.scalars(select(Seat).where(Seat.case_id.in_(cases), sits())).all()
    signed = signed_seats([seat.id for seat in seats])
    asked = {(seat.case_id, seat.worker_id, seat.person_id) for seat in seats if seat.id not in signed}
    newest = {(one.case_id, one.worker_id, one.person_id): one.id for one in sorted(rows, key=lambda row: row.since)}
    return {row_id for key, row_id in newest.items() if key in asked}


def _seat_of(one: ToTell) -> Seat | None:
    held = (Seat.worker_id == one.worker_id) if one.worker_id else (Seat.person_id == one.person_id)
    return db.session.scalars(select(Seat).where(Seat.case_id == one.case_id, held, sits()).limit(1)).first()


def _sentence(one: ToTell) -> str:
    seat = _seat_of(one)
    if seat is not None and seat.role in FAMILY:
        return str(_("The promise of silence has a new text. You may read and sign it again, you need not."))
    return str(_("The pledge of confidentiality has a new wording. Please read and sign it; until then the content "
                 "is closed."))  # fmt: skip


def _pledge_page(one: ToTell) -> tuple[str, str] | None:
    seat = _seat_of(one)
    return (str(_("Sheet to sign on paper")), url_for("pledges.seat", seat_id=seat.id)) if seat is not None else None


NEW_WORDING = matter(
    "pledges.new_wording",
    Matter(
        line=lambda one: str(_("Tell of the new wording of the pledge: %(name)s", name=one.name)),
        sentence=_sentence,
        wanted=_still_unsigned,
        page=_pledge_page,
    ),
)
