"""The deeds of a circle: it begins, moves on, ends; its key worker changes, its team grows, a worker is kept out."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from agencies.circles import models, rules
from agencies.circles.models import Circle, CircleExclusion, KeyWorker, NamedReader, ServicePerson, TeamPlace
from agencies.circles.rules import ExclusionKind, HandOverReason, Outcome, Part, Relation, State
from agencies.circles.standing import CARE, EXCLUSIONS, FILE, TEAM, of_circle, posts_at_service
from agencies.staff.models import worker_of
from foundation import audit, clock
from foundation.access import Actor, decide
from foundation.database import transaction
from foundation.reasons import Reason, Refused, reason, refuse_if

_on_excluded: list[Callable[[Circle, UUID], None]] = []
_on_handed_over: list[Callable[[Circle, UUID, UUID], None]] = []
_on_end: list[Callable[[Circle], list[Reason]]] = []


def on_excluded(listener: Callable[[Circle, UUID], None]) -> None:
    """Announce what follows when a worker is kept out of a file; called inside the transaction."""
    _on_excluded.append(listener)


def on_handed_over(listener: Callable[[Circle, UUID, UUID], None]) -> None:
    """Announce what follows when the file goes from one key worker to another; called inside the transaction."""
    _on_handed_over.append(listener)


def on_end(listener: Callable[[Circle], list[Reason]]) -> None:
    """Announce what keeps a file from being ended; called inside the transaction."""
    _on_end.append(listener)


def held(session: Session, circle_id: UUID, actor: Actor, resource: str = FILE) -> Circle:
    """The file, held until the deed is done; raises Refused for whoever may no longer write there.

    Every deed of the rooms above begins with this: what was allowed when the page was opened may be over (S1-53).
    """
    circle = session.get(Circle, circle_id, with_for_update={"key_share": False}, populate_existing=True)
    facts = of_circle(actor, circle_id)
    if circle is None or not decide(facts, resource, "W", clock.now()).allowed:
        raise Refused([reason("You can no longer do this with the present file. Nothing was changed.")])
    return circle


def begin(session: Session, *, agency_id: UUID, name: str, taken_by: UUID) -> Circle:
    """A new file; a part of the deed of the first contact."""
    circle = Circle(
        agency_id=agency_id, code=models.new_code(), name=name.strip(), state=State.NEW_CONTACT, taken_by=taken_by,
        opened_at=clock.now(),
    )  # fmt: skip
    session.add(circle)
    session.flush()
    return circle


def move(circle: Circle, to: State) -> None:
    """Move a file on; a part of the deed that moves it. Raises Refused for a step backwards."""
    if not rules.may_move(circle.state, to):
        raise Refused([reason("The file is further on already. Reload the page to see where it stands.")])
    circle.state = to
    if to is State.CLIENT:
        circle.client_since = clock.now()


def end(circle: Circle, outcome: Outcome) -> None:
    """End a file; a part of the deed that ends it. Raises Refused when a room above has something open."""
    refuse_if([why for listen in _on_end for why in listen(circle)])
    circle.state, circle.closed_at, circle.outcome = State.CLOSED, clock.now(), outcome


def name_key_worker(session: Session, circle: Circle, worker_id: UUID) -> KeyWorker:
    """The first key worker of a file; a part of the deed of the assessment (S1-21)."""
    first = KeyWorker(circle_id=circle.id, worker_id=worker_id, from_at=clock.now(), note="")
    session.add(first)
    session.flush()
    return first


def hand_over(
    circle_id: UUID, *, to: UUID | None, because: HandOverReason | None, note: str, stays: bool, actor: Actor
) -> None:
    """Hand a file to another key worker at one instant: team and open tasks go along, the former one may stay in the
    team. Raises Refused (S1-23, S1-24, S1-25)."""
    with transaction() as session:
        circle = held(session, circle_id, actor, TEAM)
        present = models.key_worker_of(circle_id)
        if present is None:
            raise Refused([reason("The file has no key worker yet. The assessment names the first one.")])
        refuse_if(
            rules.against_handing_over(
                because, to, present.worker_id, at_service=at_service(to, circle.agency_id),
                excluded=to in models.excluded(circle_id), name=name_of(to),
            )
        )  # fmt: skip
        assert to is not None
        now = clock.now()
        former = present.worker_id
        present.to_at = now
        session.flush()
        link = KeyWorker(circle_id=circle_id, worker_id=to, from_at=now, because=because, note=note.strip())
        session.add(link)
        for place in models.team_of(circle_id):
            if place.worker_id == to:
                place.to_at = now
        if stays:
            session.add(TeamPlace(circle_id=circle_id, worker_id=former, part=Part.COUNSELLOR, from_at=now))
            if models.unnamed(circle_id, [former]):
                name_reader(session, circle, former, by=actor.key)
        for follow in _on_handed_over:
            follow(circle, former, to)
        link.taken_over = models.open_work(circle_id)
        audit.record(
            circle.agency_id, actor.key, "file handed over", circle.about, former=str(former), present=str(to),
            because=str(because),
        )  # fmt: skip


def join(circle_id: UUID, *, worker_id: UUID | None, part: Part, actor: Actor) -> None:
    """Let somebody of the service work with a file; only the key worker puts the team together (S1-22)."""
    with transaction() as session:
        circle = held(session, circle_id, actor, TEAM)
        if worker_id is None:
            raise Refused([reason("Choose whom you need.", "worker")])
        put_into_team(session, circle, worker_id, part)
        audit.record(
            circle.agency_id, actor.key, "team joined", circle.about, worker=str(worker_id), part=str(part)
        )  # fmt: skip


def put_into_team(session: Session, circle: Circle, worker_id: UUID, part: Part) -> TeamPlace:
    """A place in the team; a part of a larger deed. Raises Refused for an excluded worker or a stranger."""
    already = any(place.worker_id == worker_id and place.part == part for place in models.team_of(circle.id))
    refuse_if(against_working(circle, worker_id, already=already))
    place = TeamPlace(circle_id=circle.id, worker_id=worker_id, part=part, from_at=clock.now())
    session.add(place)
    session.flush()
    return place


def against_working(circle: Circle, worker_id: UUID, *, already: bool = False) -> list[Reason]:
    """Why somebody cannot work with a file: kept out of it, not at the service today, or there already (S1-53)."""
    return rules.against_joining(
        name_of(worker_id), at_service=at_service(worker_id, circle.agency_id),
        excluded=worker_id in models.excluded(circle.id), already=already,
        unnamed=bool(models.unnamed(circle.id, [worker_id])),
    )  # fmt: skip


def restrict(circle: Circle) -> None:
    """From now on only named people read the file; a part of the deed that begins the special procedure (S1-56)."""
    circle.restricted_at = clock.now()


def open_again(circle: Circle) -> None:
    """The team reads the file again; a part of the deed that ends the special procedure (S1-56)."""
    circle.restricted_at = None
    for one in models.named_of(circle.id):
        one.to_at = clock.now()


def name_reader(session: Session, circle: Circle, worker_id: UUID | None, *, by: str) -> None:
    """Name somebody who reads the file in the special procedure; a part of a larger deed. Raises Refused (S1-56)."""
    key = models.key_worker_of(circle.id)
    answers = key.worker_id if key is not None else circle.taken_by
    refuse_if(
        rules.against_naming(
            name_of(worker_id), chosen=worker_id is not None, at_service=at_service(worker_id, circle.agency_id),
            excluded=worker_id in models.excluded(circle.id),
            already=worker_id == answers or worker_id in {one.worker_id for one in models.named_of(circle.id)},
        )
    )  # fmt: skip
    session.add(NamedReader(circle_id=circle.id, worker_id=worker_id, from_at=clock.now(), by=by))
    session.flush()


def leave(place_id: UUID, *, actor: Actor) -> None:
    """End somebody's place in the team."""
    with transaction() as session:
        place = session.get_one(TeamPlace, place_id)
        circle = held(session, place.circle_id, actor, TEAM)
        if place.to_at is None:
            place.to_at = clock.now()
            audit.record(circle.agency_id, actor.key, "team left", circle.about, worker=str(place.worker_id))


def exclude(circle_id: UUID, *, worker_id: UUID | None, kind: ExclusionKind | None, note: str, actor: Actor) -> None:
    """Keep a worker out of a file from this instant: everywhere, and without ever telling why (S1-53). Raises
    Refused."""
    with transaction() as session:
        circle = held(session, circle_id, actor, EXCLUSIONS)
        if worker_id is None:
            raise Refused([reason("Choose the worker.", "worker")])
        key = models.key_worker_of(circle_id)
        refuse_if(
            rules.against_excluding(
                name_of(worker_id), kind, key_worker=key is not None and key.worker_id == worker_id,
                already=worker_id in models.excluded(circle_id),
            )
        )  # fmt: skip
        assert kind is not None
        kept_out = CircleExclusion(circle_id=circle_id, worker_id=worker_id, kind=kind, note=note.strip())
        kept_out.from_at, kept_out.by = clock.now(), actor.key
        session.add(kept_out)
        for place in models.team_of(circle_id):
            if place.worker_id == worker_id:
                place.to_at = clock.now()
        for reader in models.named_of(circle_id):
            if reader.worker_id == worker_id:
                reader.to_at = clock.now()
        session.flush()
        for follow in _on_excluded:
            follow(circle, worker_id)
        audit.record(circle.agency_id, actor.key, "worker kept out", circle.about, worker=str(worker_id))


def lift(exclusion_id: UUID, *, actor: Actor) -> None:
    """A worker is no longer kept out, when the client says so."""
    with transaction() as session:
        kept_out = session.get_one(CircleExclusion, exclusion_id)
        circle = held(session, kept_out.circle_id, actor, EXCLUSIONS)
        if kept_out.lifted_at is None:
            kept_out.lifted_at = clock.now()
            audit.record(
                circle.agency_id, actor.key, "worker let in again", circle.about, worker=str(kept_out.worker_id)
            )  # fmt: skip


def add_person(circle_id: UUID, *, name: str, relation: Relation | None, reach: str, actor: Actor) -> None:
    """Enter somebody of the family in the file. Raises Refused."""
    with transaction() as session:
        circle = held(session, circle_id, actor)
        refuse_if(rules.against_person(name, relation, [one.relation for one in models.family_of(circle_id)]))
        assert relation is not None
        enter_person(session, circle, name=name, relation=relation, reach=reach)
        audit.record(circle.agency_id, actor.key, "family entered", circle.about, relation=str(relation))


def enter_person(session: Session, circle: Circle, *, name: str, relation: Relation, reach: str) -> ServicePerson:
    """Somebody of the family; a part of a larger deed."""
    person = ServicePerson(
        circle_id=circle.id, name=name.strip(), relation=relation, reach=reach.strip(), entered_at=clock.now()
    )  # fmt: skip
    session.add(person)
    session.flush()
    return person


def correct_person(
    person_id: UUID, *, name: str, relation: Relation | None, reach: str, actor: Actor
) -> None:  # fmt: skip
    """Correct the entry of somebody of the family. Raises Refused."""
    with transaction() as session:
        person = session.get_one(ServicePerson, person_id)
        circle = held(session, person.circle_id, actor)
        others = [one.relation for one in models.family_of(circle.id) if one.id != person_id]
        refuse_if(rules.against_person(name, relation, others))
        assert relation is not None
        person.name, person.relation, person.reach = name.strip(), relation, reach.strip()
        audit.record(circle.agency_id, actor.key, "family corrected", circle.about, relation=str(relation))


def end_cooperation(circle_id: UUID, *, outcome: Outcome, actor: Actor) -> None:
    """The cooperation ends: a client's, or an applicant's who no longer wants it. Raises Refused."""
    with transaction() as session:
        circle = held(session, circle_id, actor, CARE)
        end(circle, outcome)
        audit.record(circle.agency_id, actor.key, "file ended", circle.about, outcome=str(outcome))


def at_service(worker_id: UUID | None, agency_id: UUID) -> bool:
    """Whether somebody works at the service today."""
    return worker_id is not None and posts_at_service(worker_id, agency_id)


def name_of(worker_id: UUID | None) -> str:
    """The name of a worker for a sentence; empty for nobody."""
    worker = worker_of(worker_id) if worker_id is not None else None
    return worker.name if worker is not None else ""
