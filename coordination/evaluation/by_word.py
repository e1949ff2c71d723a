"""Whom the coordinator tells herself that a case has ended; it stays in her list although the case is closed."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.towns.models import phone_of
from coordination.cases.by_word import Matter, ToTell, matter, put_down, waiting_in
from coordination.evaluation.models import CaseClosing
from coordination.seats.models import Seat, coordinator_of, facts_at_case
from foundation.access import Actor, Facts
from foundation.database import db


def put_down_end(session: Session, closing: CaseClosing, unwritten: Iterable[Seat]) -> int:
    """Write down everybody at the table whom the letter does not reach; answers how many they are."""
    seats = list(unwritten)
    return put_down(
        session, closing.case_id, ENDED, closing.id,
        workers=[seat.worker_id for seat in seats if seat.worker_id],
        persons=[seat.person_id for seat in seats if seat.person_id],
    )  # fmt: skip


def ends_to_tell(case_ids: Collection[UUID]) -> Sequence[ToTell]:
    """Who of these closed cases still has to be told of the end, the oldest first."""
    return [one for one in waiting_in(case_ids) if one.matter == ENDED]


def facts_of_end(actor: Actor, to_tell_id: UUID) -> Facts | None:
    """What `actor` is towards the case in which something is to be told, also once it is closed."""
    case_id = db.session.scalar(select(ToTell.case_id).where(ToTell.id == to_tell_id))
    return facts_at_case(actor, case_id) if case_id is not None else None


def _not_opened_again(rows: Sequence[ToTell]) -> Collection[UUID]:
    held = select(CaseClosing.id).where(
        CaseClosing.id.in_({one.subject for one in rows}), CaseClosing.reopened_at.is_(None)
    )  # fmt: skip
    closings = set(db.session.scalars(held))
    return {one.id for one in rows if one.subject in closings}


def _sentence(one: ToTell) -> str:
    phone = phone_of(coordinator_of(one.case_id).town_id)
    if one.person is not None:
        return str(_("What we did together with the others at the table has ended. You can still call us: %(phone)s.",
                     phone=phone))  # fmt: skip
    return str(_("The joint work has ended. Your pledge of confidentiality goes on, so do the tasks that stay yours."))


ENDED = matter(
    "evaluation.ended",
    Matter(
        line=lambda one: str(_("Tell that the joint work has ended: %(name)s", name=one.name)),
        sentence=_sentence,
        wanted=_not_opened_again,
    ),
)
