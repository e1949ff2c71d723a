"""A member of the family lets somebody who accompanies them read along, and takes it back."""

from uuid import UUID

from sqlalchemy import select

from coordination.family.actions.places import own
from coordination.family.companions import companions_of
from coordination.family.models import SaySo
from foundation import audit, clock
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import Refused, reason


def let_read(companion_seat_id: UUID, *, reads: bool, actor: Actor) -> None:
    """Let a companion read one's own summary from now on, or no longer. Raises Refused.

    Twice the same changes nothing; only who accompanies them now can be let in.
    """
    with transaction() as session:
        seat, _facts = own(session, actor)
        beside = {one.seat.id: one for one in companions_of(seat)}
        held = (SaySo.seat_id == seat.id, SaySo.companion_seat_id == companion_seat_id, SaySo.ended_at.is_(None))
        living = session.scalars(select(SaySo).where(*held)).first()
        if reads and companion_seat_id not in beside:
            raise Refused([reason("This person no longer comes with you. Call us, nothing was changed.")])
        if reads == (living is not None):
            return
        now = clock.now()
        if living is not None:
            living.ended_at, living.ended_by = now, actor.key
        else:
            session.add(SaySo(seat_id=seat.id, companion_seat_id=companion_seat_id, given_at=now, given_by=actor.key))
        session.flush()
        content = {"case": str(seat.case_id), "companion": str(companion_seat_id), "reads": reads}
        audit.record(seat.town_id, actor.key, "reading along", f"seat:{seat.id}", **content)
