"""Giving out sheets: for the pen, and a PDF to be signed electronically, whose exact bytes are remembered."""

import hashlib
from uuid import UUID

from agencies.directory.models import Agency
from coordination.pledges import documents, models, rules
from coordination.pledges.actions.signing import Copy
from coordination.pledges.sheets import IssuedSheet
from coordination.seats.models import Seat, signed_seats
from foundation import audit, clock
from foundation.database import db, transaction
from foundation.reasons import refuse_if


def pen_sheet(seat_id: UUID) -> Copy:
    """The pledge of one person to be signed with a pen; nothing is written down, a sheet is only paper."""
    seat = models.seat(seat_id)
    offer = models.offered_text(seat)
    refuse_if(offer.unfilled)
    town, code = db.session.get_one(Agency, seat.town_id), seat.frame.code
    content = documents.pledge_paper(documents.sheet_paper(seat, offer, town=town, case_code=code))
    return Copy(content, f"slib-{code}.pdf")


def issue_for_signing(seat_id: UUID, *, by: str) -> Copy:
    """The pledge of one person as a PDF to be signed electronically; only these very bytes count when it comes back.

    The same data give the same bytes, so a second download is the same sheet.
    """
    seat = models.seat(seat_id)
    offer = models.offered_text(seat)
    refuse_if([*rules.issuing_obstacles(signed=seat.id in signed_seats([seat.id])), *offer.unfilled])
    town, code = db.session.get_one(Agency, seat.town_id), seat.frame.code
    content = documents.pledge_paper(documents.sheet_paper(seat, offer, town=town, case_code=code, for_signing=True))
    digest, wording_id, text = hashlib.sha256(content).hexdigest(), offer.wording.id, offer.text
    with transaction() as session:
        held = session.get_one(Seat, seat_id)
        issued = IssuedSheet(
            case_id=held.case_id, seat_id=seat_id, wording_id=wording_id, text=text, name=held.name,
            function=held.function, agency=held.agency_name, sha256=digest, size=len(content), at=clock.now(), by=by,
        )  # fmt: skip
        session.add(issued)
        audit.record(held.town_id, by, "pledge sheet issued", f"seat:{seat_id}", case=str(held.case_id), sha256=digest)
    return Copy(content, f"slib-{code}-k-podpisu.pdf")
