"""The deeds of the staff: somebody is taken on, corrected, given a post; a post ends."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from agencies.directory.models import Agency, Unit, towns
from agencies.staff import documents, rules
from agencies.staff.models import (
    Post,
    Worker,
    all_posts,
    holders_of,
    offices_today,
    posts_at,
    posts_today,
    with_role,
)
from agencies.staff.rules import Profession, Role
from foundation import audit, clock, links
from foundation.access import Actor, Door
from foundation.database import transaction
from foundation.reasons import Reason, reason, refuse_if


@dataclass(frozen=True)
class House:
    """The house itself: what is done at its command line and when the demonstration is filled."""

    key: str = "house"
    door: Door = Door.ACCOUNT2
    worker_id: UUID | None = None
    offices: frozenset[tuple[str, UUID]] = frozenset()
    session_id: UUID | None = None
    seat_id: UUID | None = None


HOUSE = House()


@dataclass(frozen=True)
class Contact:
    """How a worker is reached. `shared` answers whether several people read the mailbox; None: not asked yet."""

    email: str | None = None
    shared: bool | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Place:
    """A post to be given."""

    agency_id: UUID
    function: str
    role: Role = Role.WORKER
    unit_id: UUID | None = None
    profession: Profession | None = None
    from_on: date | None = None
    """None: today."""
    to_on: date | None = None


_on_mailbox_changed: list[Callable[[Worker], Iterable[Reason]]] = []
_on_address_changed: list[Callable[[Worker, str | None], None]] = []
_on_left: list[Callable[[Worker], None]] = []


def on_mailbox_changed(listener: Callable[[Worker], Iterable[Reason]]) -> None:
    """Announce what follows when the address of a worker changed or became shared.

    Called inside the transaction; reasons that the listener answers with refuse the change.
    """
    _on_mailbox_changed.append(listener)


def on_address_changed(listener: Callable[[Worker, str | None], None]) -> Callable[[Worker, str | None], None]:
    """Announce what follows when a worker is written to elsewhere; told the former address, inside the transaction."""
    _on_address_changed.append(listener)
    return listener


def on_left(listener: Callable[[Worker], None]) -> None:
    """Announce what follows when the last post of a worker has ended; called inside the transaction."""
    _on_left.append(listener)


def take_on(*, name: str, contact: Contact, place: Place, by: Actor) -> UUID:
    """Take a new worker on: the person and the first post."""
    with transaction() as session:
        reach = Reach(by)
        refuse_if(
            [*reach.against(place.agency_id), *_against_contact(contact, reach), *_against_place(place, reach, session)]
        )
        worker = Worker(name=name, email=_kept(contact), mailbox_shared=bool(contact.shared), phone=contact.phone)
        session.add(worker)
        session.flush()
        refuse_if(_share_mailbox(worker))
        post = _post(worker, place, session)
        about = f"worker:{worker.id}"
        audit.record(
            None, by.key, "worker taken on", about, post=str(post.id), agency=str(place.agency_id), role=place.role
        )
        return worker.id


def take_on_named(session: Session, *, name: str, contact: Contact, place: Place, by: str) -> Worker:
    """Take on somebody whom an agency has named and a coordinator has said yes to; a part of the deed of that yes.

    Neither of the two could do it alone, so the reach of either is not asked. The address must be nobody else's.
    """
    holders = holders_of(contact.email) if contact.email else ()
    here = {post.worker_id for post in posts_at(place.agency_id)}
    refuse_if(
        rules.against_address(
            _kept(contact), answered=True, shared=bool(contact.shared), holders=[each.name for each in holders],
            out_of_reach=any(each.id not in here for each in holders),
        )
    )  # fmt: skip
    worker = Worker(name=name, email=_kept(contact), mailbox_shared=bool(contact.shared), phone=contact.phone)
    session.add(worker)
    session.flush()
    refuse_if(_share_mailbox(worker))
    post = _post(worker, place, session)
    post.confirmed_by = by
    audit.record(
        None, by, "worker taken on", f"worker:{worker.id}", post=str(post.id), agency=str(place.agency_id),
        role=place.role, named="by the agency",
    )  # fmt: skip
    return worker


def correct(worker_id: UUID, *, name: str, contact: Contact, by: Actor) -> None:
    """Correct a worker's name and contact. A new address is told to the old and the new one and kills open links."""
    with transaction() as session:
        worker = session.get_one(Worker, worker_id)
        reach = Reach(by)
        refuse_if([*reach.against_worker(worker_id), *_against_contact(contact, reach, worker)])
        former, present = worker.email, _kept(contact)
        mailbox_changed = (former, worker.mailbox_shared) != (present, bool(contact.shared))
        worker.name, worker.phone = name, contact.phone
        worker.email, worker.mailbox_shared = present, bool(contact.shared)
        if former != present:
            worker.email_changed_at = clock.now()
            links.revoke_all(holder=worker_id)
            documents.tell_of_new_address(worker, former=former, present=present)
            session.flush()
            for follow in _on_address_changed:
                follow(worker, former)
        if mailbox_changed:
            session.flush()
            refuse_if([*_share_mailbox(worker), *(why for listen in _on_mailbox_changed for why in listen(worker))])
        audit.record(
            None,
            by.key,
            "worker corrected",
            f"worker:{worker_id}",
            address=[former, present],
            shared=worker.mailbox_shared,
        )


def add_post(worker_id: UUID, *, place: Place, by: Actor) -> UUID:
    """Give a worker a further post, at the same or at another agency."""
    with transaction() as session:
        worker = session.get_one(Worker, worker_id)
        reach = Reach(by)
        refuse_if(
            [*reach.against(place.agency_id), *reach.against_worker(worker_id), *_against_place(place, reach, session)]
        )
        post = _post(worker, place, session)
        content = {"post": str(post.id), "agency": str(place.agency_id), "role": place.role}
        audit.record(None, by.key, "post given", f"worker:{worker_id}", **content)
        return post.id


def correct_post(
    post_id: UUID, *, function: str, unit_id: UUID | None, by: Actor, profession: Profession | None = None
) -> None:
    """Correct what a post is called and to which unit it belongs; another role is another post."""
    with transaction() as session:
        post = session.get_one(Post, post_id)
        refuse_if([*Reach(by).against(post.agency_id), *_against_unit(unit_id, post.agency_id, session)])
        former = [post.function, str(post.unit_id)]
        post.function, post.unit_id, post.profession = function, unit_id, profession
        about = f"worker:{post.worker_id}"
        audit.record(
            None, by.key, "post corrected", about, post=str(post_id), changed=[former, [function, str(unit_id)]]
        )


def end_post(post_id: UUID, *, last_day: date | None, by: Actor) -> None:
    """End a post after `last_day`, or at once (None). Whoever has no post left is signed out at the same moment."""
    with transaction() as session:
        post = session.get_one(Post, post_id)
        session.get_one(Agency, post.agency_id, with_for_update={"key_share": True})  # one of two administrators stays
        today = clock.today()
        to_on = max(today, post.from_on) if last_day is None else last_day + timedelta(days=1)
        last_administrator = post.role == Role.ADMINISTRATOR and len(with_role(Role.ADMINISTRATOR, post.agency_id)) == 1
        reasons = rules.against_ending(from_on=post.from_on, to_on=to_on, last_administrator=last_administrator)
        refuse_if([*Reach(by).against_post(post), *reasons])
        post.to_on = to_on
        session.flush()
        if not posts_today(post.worker_id):
            links.revoke_all(holder=post.worker_id)
            for listen in _on_left:
                listen(post.worker)
        audit.record(None, by.key, "post ended", f"worker:{post.worker_id}", post=str(post_id), to_on=to_on.isoformat())


class Reach:
    """Whom and which agencies the doer of a deed may change; read anew inside the deed."""

    def __init__(self, by: Actor) -> None:
        self.everywhere = by is HOUSE
        self.offices = offices_today(by.worker_id) if by.worker_id else frozenset()
        self.towns = {town.id for town in towns()}

    @property
    def gives_offices(self) -> bool:
        """Whether the doer gives and ends the roles of the office."""
        return self.everywhere or any(role == Role.ADMINISTRATOR for role, _ in self.offices)

    def agency(self, agency_id: UUID) -> bool:
        """Whether the doer changes the people of an agency."""
        return self.everywhere or rules.may_change(self.offices, self.towns, agency_id)

    def worker(self, worker_id: UUID) -> bool:
        """Whether the doer changes a worker: by all posts of today, by all former ones where there is none."""
        posts = posts_today(worker_id) or all_posts(worker_id)
        held = {(str(post.role), post.agency_id) for post in posts}
        return self.everywhere or rules.may_change_worker(self.offices, self.towns, held)

    def against(self, agency_id: UUID) -> tuple[Reason, ...]:
        """Why the doer cannot change the people of an agency."""
        return () if self.agency(agency_id) else (_OUT_OF_REACH,)

    def against_worker(self, worker_id: UUID) -> tuple[Reason, ...]:
        """Why the doer cannot change a worker."""
        return () if self.worker(worker_id) else (_OUT_OF_REACH,)

    def against_post(self, post: Post) -> tuple[Reason, ...]:
        """Why the doer cannot end a post."""
        office = post.role in rules.OFFICES and not self.gives_offices
        return (_OUT_OF_REACH,) if office or not self.agency(post.agency_id) else ()


_OUT_OF_REACH = reason("This is changed by the organisation's own manager or by the administrator. Ask one of them.")


def _kept(contact: Contact) -> str | None:
    return rules.normalized(contact.email) if contact.email else None


def _against_contact(contact: Contact, reach: Reach, worker: Worker | None = None) -> Iterable[Reason]:
    holders = holders_of(contact.email, besides=worker.id if worker else None) if contact.email else ()
    return rules.against_address(
        _kept(contact), answered=contact.shared is not None, shared=bool(contact.shared),
        holders=[holder.name for holder in holders],
        out_of_reach=any(not reach.worker(holder.id) for holder in holders),
    )  # fmt: skip


def _share_mailbox(worker: Worker) -> list[Reason]:
    """The other readers of a mailbox cannot sign through it either; answers why one of them must not share it."""
    if not worker.email:
        return []
    against = []
    for holder in holders_of(worker.email, besides=worker.id):
        holder.mailbox_shared = True
        against += [why for listen in _on_mailbox_changed for why in listen(holder)]
    return against


def _against_place(place: Place, reach: Reach, session: Session) -> Iterable[Reason]:
    agency = session.get_one(Agency, place.agency_id)
    return [
        *rules.against_post(
            place.role, convenes=agency.convenes, gives_offices=reach.gives_offices,
            from_on=place.from_on or clock.today(), to_on=place.to_on,
        ),
        *_against_unit(place.unit_id, place.agency_id, session),
    ]  # fmt: skip


def _against_unit(unit_id: UUID | None, agency_id: UUID, session: Session) -> Iterable[Reason]:
    unit = session.get(Unit, unit_id) if unit_id else None
    return rules.against_unit(fits=unit_id is None or (unit is not None and unit.agency_id == agency_id))


def _post(worker: Worker, place: Place, session: Session) -> Post:
    post = Post(
        worker=worker, agency_id=place.agency_id, unit_id=place.unit_id, function=place.function, role=place.role,
        profession=place.profession, from_on=place.from_on or clock.today(), to_on=place.to_on,
    )  # fmt: skip
    session.add(post)
    session.flush()
    return post
