"""The deeds of co-operation: an agreement is made, signed, withdrawn; a statutory title recorded, told, ended."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from agencies.circles import actions as circles
from agencies.circles.models import Circle
from agencies.circles.standing import CARE
from agencies.cooperation import models, rules
from agencies.cooperation.models import CITATION, CooperationAgreement, CooperationSignature, StatutoryTitle
from agencies.cooperation.rules import HowTold
from agencies.directory.models import agency_of
from foundation import audit, clock, town_settings
from foundation.access import Actor
from foundation.database import transaction
from foundation.reasons import refuse_if

_on_change: list[Callable[[Session, UUID], None]] = []


def on_change(listener: Callable[[Session, UUID], None]) -> Callable[[Session, UUID], None]:
    """Announce what follows when the ground on which a file may be spoken of has changed; inside the transaction."""
    _on_change.append(listener)
    return listener


@dataclass(frozen=True)
class Body:
    """With whom: an entry of the directory, or a name for one that it does not hold."""

    agency_id: UUID | None = None
    written: str = ""

    @property
    def name(self) -> str:
        agency = agency_of(self.agency_id) if self.agency_id else None
        return agency.name if agency is not None else self.written.strip()


def agree(
    circle_id: UUID, body: Body, purposes: Collection[str], scope: str, until: date | None, *, actor: Actor
) -> UUID:
    """Write down with whom, for what and until when the clients let the service speak; it holds once every client has
    signed the sheet (S1-54). Raises Refused."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor, CARE)
        refuse_if(
            rules.against_agreement(
                body.name, purposes, scope, until, today=clock.today(), users=len(models.users_of(circle_id))
            )
        )  # fmt: skip
        assert until is not None
        made = CooperationAgreement(
            circle_id=circle_id, body_id=body.agency_id, body=body.name, purposes=tuple(sorted(purposes)),
            scope=scope.strip(), until=clock.end_of(until), made_at=clock.now(), made_by=actor.key,
        )  # fmt: skip
        session.add(made)
        session.flush()
        audit.record(circle.agency_id, actor.key, "co-operation written", circle.about, agreement=str(made.id))
        return made.id


def sign(agreement_id: UUID, people: Collection[UUID], signed_on: date | None, original: str, *, actor: Actor) -> None:
    """File the clients' signatures under the sheet of an agreement (S1-54). Raises Refused."""
    with transaction() as session:
        agreement, circle = _held(session, agreement_id, actor)
        signed = {one.person_id for one in agreement.signatures}
        unsigned = [one.id for one in models.users_of(circle.id) if one.id not in signed]
        refuse_if(
            rules.against_signing(
                people, unsigned, signed_on, original, today=clock.today(), over=agreement.over
            )
        )  # fmt: skip
        assert signed_on is not None
        for person_id in people:
            agreement.signatures.append(
                CooperationSignature(
                    person_id=person_id, signed_on=signed_on, original=original.strip(), filed_at=clock.now(),
                    filed_by=actor.key,
                )
            )  # fmt: skip
        _changed(session, circle)
        audit.record(
            circle.agency_id, actor.key, "co-operation signed", circle.about, agreement=str(agreement_id),
            signatures=len(people),
        )  # fmt: skip


def withdraw(agreement_id: UUID, *, actor: Actor) -> None:
    """A client takes the agreement back, for all of them: from this instant nothing may be said (S1-54)."""
    with transaction() as session:
        agreement, circle = _held(session, agreement_id, actor)
        if agreement.withdrawn_at is None:
            agreement.withdrawn_at, agreement.withdrawn_recorded_by = clock.now(), actor.key
            _changed(session, circle)
            audit.record(
                circle.agency_id, actor.key, "co-operation withdrawn", circle.about, agreement=str(agreement_id)
            )


def _held(session: Session, agreement_id: UUID, actor: Actor) -> tuple[CooperationAgreement, Circle]:
    agreement = session.get_one(CooperationAgreement, agreement_id)
    circle = circles.held(session, agreement.circle_id, actor, CARE)
    session.refresh(agreement)
    return agreement, circle


def record_title(
    circle_id: UUID, body: Body, why: str, until: date | None, *, told_on: date | None = None,
    how: HowTold | None = None, actor: Actor,
) -> UUID:  # fmt: skip
    """Record that a law obliges the service to co-operate with a body, by the citation that its settings hold; with
    the day on which the clients were told, when they were (S1-55). Raises Refused."""
    with transaction() as session:
        circle = circles.held(session, circle_id, actor, CARE)
        citation, today = town_settings.get(circle.agency_id, CITATION), clock.today()
        wrong = rules.against_title(body.name, citation, why, until, today=today)
        if told_on is not None or how is not None:
            wrong += rules.against_telling(told_on, how, today=today, over=False)
        refuse_if(wrong)
        title = StatutoryTitle(
            circle_id=circle_id, body_id=body.agency_id, body=body.name, citation=citation.strip(), why=why.strip(),
            until=clock.end_of(until) if until else None, recorded_at=clock.now(), recorded_by=actor.key,
            told_on=told_on, told_how=how, told_by=actor.key if told_on else None,
        )  # fmt: skip
        session.add(title)
        session.flush()
        _changed(session, circle)
        audit.record(circle.agency_id, actor.key, "statutory title recorded", circle.about, title=str(title.id))
        return title.id


def tell(title_id: UUID, told_on: date | None, how: HowTold | None, *, actor: Actor) -> None:
    """Write down when and how the clients were told that the law obliges the service (S1-55). Raises Refused."""
    with transaction() as session:
        title, circle = _held_title(session, title_id, actor)
        refuse_if(rules.against_telling(told_on, how, today=clock.today(), over=title.over))
        title.told_on, title.told_how, title.told_by = told_on, how, actor.key
        _changed(session, circle)
        audit.record(circle.agency_id, actor.key, "clients told of title", circle.about, title=str(title_id))


def end_title(title_id: UUID, *, actor: Actor) -> None:
    """The law obliges the service no longer; from this instant it is the clients' agreement that counts (S1-55)."""
    with transaction() as session:
        title, circle = _held_title(session, title_id, actor)
        if title.ended_at is None:
            title.ended_at, title.ended_by = clock.now(), actor.key
            _changed(session, circle)
            audit.record(circle.agency_id, actor.key, "statutory title ended", circle.about, title=str(title_id))


def _held_title(session: Session, title_id: UUID, actor: Actor) -> tuple[StatutoryTitle, Circle]:
    title = session.get_one(StatutoryTitle, title_id)
    circle = circles.held(session, title.circle_id, actor, CARE)
    session.refresh(title)
    return title, circle


def _changed(session: Session, circle: Circle) -> None:
    session.flush()
    for follow in _on_change:
        follow(session, circle.id)
