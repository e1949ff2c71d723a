"""The letters of the staff: a changed address is told to the old and to the new one."""

from collections.abc import Callable

from agencies.staff.models import Worker, writing_town
from foundation import clock, links, outbox

for _kind in ("address_changed_old", "address_changed_new"):
    outbox.kind(f"staff.{_kind}", template=f"agencies/staff/letters/{_kind}")

_own_page: list[Callable[[Worker], str]] = []


def own_page(address_of: Callable[[Worker], str]) -> None:
    """Announce where a worker finds all of his or her own: the address, with a fresh token, for a new mailbox."""
    _own_page[:] = [address_of]


def tell_of_new_address(worker: Worker, *, former: str | None, present: str | None) -> None:
    """File the notices of a changed address, inside the deed; nothing when there is no town to write for."""
    town = writing_town(worker.id)
    if town is None:
        return
    link = _own_page[0](worker) if _own_page and present else links.front_door()
    neutral = outbox.Neutral(town=town.signs_as, phone=town.phone or "", date=clock.today(), link=link)
    for kind, address in (("staff.address_changed_old", former), ("staff.address_changed_new", present)):
        if address:
            outbox.file(kind, town_id=town.id, to=address, language="cs", neutral=neutral, about=worker.id)
