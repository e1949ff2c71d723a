"""The letters of the staff: a changed address is told to the old and to the new one."""

from collections.abc import Callable

from agencies.staff.models import Worker, writing_town
from foundation import clock, links, outbox
from foundation.database import db
from foundation.outbox import Letter

_LETTERS = "agencies/staff/letters"

_own_page: list[Callable[[Worker], str | None]] = []


def own_page(address_of: Callable[[Worker], str | None]) -> Callable[[Worker], str | None]:
    """Announce where a worker finds all of his or her own: the address, with a fresh token, for a new mailbox.

    None: there is nothing, and the front door will do.
    """
    _own_page[:] = [address_of]
    return address_of


def tell_of_new_address(worker: Worker, *, former: str | None, present: str | None) -> None:
    """File the notices of a changed address, inside the deed; nothing when there is no town to write for."""
    town = writing_town(worker.id)
    if town is None:
        return
    neutral = outbox.Neutral(town=town.signs_as, phone=town.phone or "", date=clock.today())
    for kind, address in (("staff.address_changed_old", former), ("staff.address_changed_new", present)):
        if address:
            outbox.file(kind, town_id=town.id, to=address, language="cs", neutral=neutral, about=worker.id)


def _moved_on(letter: Letter) -> str | None:
    worker = db.session.get(Worker, letter.about)
    return None if worker is not None and worker.email == letter.recipient else "the address has changed again"


def _new_link(letter: Letter) -> dict[str, str]:
    """The link to everything that is open, made when the letter leaves."""
    worker = db.session.get_one(Worker, letter.about)
    return {"link": (_own_page[0](worker) if _own_page else None) or links.front_door()}


outbox.kind("staff.address_changed_old", template=f"{_LETTERS}/address_changed_old")
outbox.kind(
    "staff.address_changed_new",
    template=f"{_LETTERS}/address_changed_new",
    still_wanted=_moved_on,
    at_sending=_new_link,
)
