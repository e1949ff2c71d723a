"""The agencies around a family, and why each of them may know: the consents and legal titles as they were recorded."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from agencies.directory.models import Agency
from coordination.cases.models import HOW_GIVEN_NAMES, RELATION_NAMES, Person, words_of
from coordination.cases.rules import WARNED_FROM, Ended, GroundState, ground_missing, ground_state
from coordination.seats.models import (
    CaseFrame,
    Consent,
    Involvement,
    LegalTitle,
    Seat,
    consent_member,
    in_order,
    involvement_member,
    legal_title_member,
)
from coordination.seats.rules import KnownGround
from foundation import clock, language
from foundation.database import db
from foundation.reasons import Reason


def involvement_of(case_id: UUID, agency_id: UUID) -> Involvement | None:
    """What an agency does at a case, if it is there."""
    return db.session.scalar(
        select(Involvement).where(Involvement.case_id == case_id, Involvement.agency_id == agency_id)
    )


def concerned_by(involvement_id: UUID) -> frozenset[UUID]:
    """The members that an involvement names; empty: the whole family."""
    named = select(involvement_member.c.person_id).where(involvement_member.c.involvement_id == involvement_id)
    return frozenset(db.session.scalars(named))


@dataclass(frozen=True)
class RecordedGround:
    """One consent or legal title as the coordinator reads it."""

    id: UUID
    involvement_id: UUID
    consent: bool
    words: str
    """Whose consent, or which law."""
    detail: str
    """When and how the consent was given, or why the agency needs to know."""
    since: datetime
    until: datetime | None
    ended_at: datetime | None
    areas: tuple[str, ...]
    members: frozenset[UUID]
    giver: UUID | None = None
    """Whose consent it is; None for a legal title."""
    given_on: date | None = None

    @property
    def known(self) -> KnownGround:
        """The same as plain values, for the rules."""
        return KnownGround(
            self.since, self.until, self.ended_at, self.members or None, frozenset(self.areas) or None
        )  # fmt: skip

    @property
    def days_left(self) -> int | None:
        """In how many days it ends by itself; None: it does not, or it has ended."""
        last = self.last_day
        return (last - clock.today()).days if last is not None and self.state is GroundState.HOLDS else None

    @property
    def ends_soon(self) -> bool:
        """Whether it ends so soon that the coordinator is warned."""
        return self.days_left is not None and self.days_left <= WARNED_FROM.days

    @property
    def state(self) -> GroundState:
        return ground_state(until=self.until, ended_at=self.ended_at, now=clock.now())

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, as people in Prague count it; None: no end is set."""
        return clock.in_prague(self.until - timedelta(seconds=1)).date() if self.until else None

    @property
    def ended_on(self) -> date | None:
        """The day on which it was taken back, or after which it ran out."""
        return clock.in_prague(self.ended_at).date() if self.ended_at else self.last_day


def recorded_grounds(involvement_ids: Collection[UUID]) -> dict[UUID, list[RecordedGround]]:
    """Every ground of these involvements, newest first, withdrawn and expired ones too. Five queries."""
    found: dict[UUID, list[RecordedGround]] = defaultdict(list)
    for ground in sorted(
        [*_consents(involvement_ids), *_titles(involvement_ids)], key=lambda ground: ground.since, reverse=True
    ):
        found[ground.involvement_id].append(ground)
    return found


def recorded(kind: type[Consent] | type[LegalTitle], ground_id: UUID | None) -> RecordedGround | None:
    """One consent or legal title, as the coordinator reads it."""
    place = db.session.scalar(select(kind.involvement_id).where(kind.id == ground_id)) if ground_id else None
    grounds = recorded_grounds([place])[place] if place else ()
    return next((ground for ground in grounds if ground.id == ground_id), None)


def _consents(involvement_ids: Collection[UUID]) -> list[RecordedGround]:
    wanted = select(Consent, Person).join(Person, Consent.given_by == Person.id)
    rows = db.session.execute(wanted.where(Consent.involvement_id.in_(involvement_ids))).all()
    named: dict[UUID, set[UUID]] = defaultdict(set)
    ids = [consent.id for consent, _person in rows]
    members = select(consent_member.c.consent_id, consent_member.c.person_id)
    for consent_id, person_id in db.session.execute(members.where(consent_member.c.consent_id.in_(ids))):
        named[consent_id].add(person_id)
    return [
        RecordedGround(
            id=consent.id, involvement_id=consent.involvement_id, consent=True,
            words=f"{giver.name} ({giver.kinship_name})",
            detail=f"{language.day(consent.given_on)}, {words_of(HOW_GIVEN_NAMES, [consent.how])}",
            since=consent.since, until=consent.until, ended_at=consent.withdrawn_at, areas=consent.areas,
            members=frozenset(named[consent.id]), giver=giver.id, given_on=consent.given_on,
        )
        for consent, giver in rows
    ]  # fmt: skip


def _titles(involvement_ids: Collection[UUID]) -> list[RecordedGround]:
    rows = db.session.scalars(select(LegalTitle).where(LegalTitle.involvement_id.in_(involvement_ids))).all()
    named: dict[UUID, set[UUID]] = defaultdict(set)
    ids = [title.id for title in rows]
    members = select(legal_title_member.c.legal_title_id, legal_title_member.c.person_id)
    for title_id, person_id in db.session.execute(members.where(legal_title_member.c.legal_title_id.in_(ids))):
        named[title_id].add(person_id)
    return [
        RecordedGround(
            id=title.id, involvement_id=title.involvement_id, consent=False, words=title.citation, detail=title.why,
            since=title.since, until=title.until, ended_at=title.ended_at, areas=title.areas,
            members=frozenset(named[title.id]),
        )
        for title in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class AgencyAtCase:
    """An agency at a case, with its grounds and what is missing."""

    involvement: Involvement
    agency: Agency
    concerned: frozenset[UUID]
    grounds: tuple[RecordedGround, ...]
    missing: tuple[Reason, ...]
    """Why its workers read nothing; empty for the town's own office, whose seats rest on their task."""

    @property
    def relation_name(self) -> str:
        return str(RELATION_NAMES[self.involvement.relation])

    @property
    def never_open(self) -> bool:
        """Whether nothing has opened the case to it so far."""
        return bool(self.missing) and not self.grounds


def agencies_at(case_id: UUID) -> Sequence[AgencyAtCase]:
    """The agencies at a case, the longest there first. Seven queries however many there are."""
    town_id = db.session.scalar(select(CaseFrame.town_id).where(CaseFrame.id == case_id))
    rows = db.session.execute(
        select(Involvement, Agency)
        .join(Agency, Involvement.agency_id == Agency.id)
        .where(Involvement.case_id == case_id)
        .order_by(Involvement.since, Agency.name)
    )
    known = rows.all()
    ids = [found.id for found, _agency in known]
    grounds = recorded_grounds(ids)
    named: dict[UUID, set[UUID]] = defaultdict(set)
    ties = select(involvement_member.c.involvement_id, involvement_member.c.person_id)
    for involvement_id, person_id in db.session.execute(ties.where(involvement_member.c.involvement_id.in_(ids))):
        named[involvement_id].add(person_id)
    return [
        AgencyAtCase(
            involvement=found,
            agency=agency,
            concerned=frozenset(named[found.id]),
            grounds=tuple(grounds[found.id]) if found.id in grounds else (),
            missing=() if agency.id == town_id else missing_ground(agency.name, grounds.get(found.id, [])),
        )
        for found, agency in known
    ]


def missing_ground(agency: str, grounds: Collection[RecordedGround]) -> tuple[Reason, ...]:
    """What the coordinator is told when an agency has no ground that holds."""
    holds = any(ground.state is GroundState.HOLDS for ground in grounds)
    over = [ground for ground in grounds if ground.ended_on is not None]
    latest = max(over, key=lambda ground: ground.ended_at or ground.until or ground.since, default=None)
    last = Ended(latest.consent, latest.state, language.day(latest.ended_on)) if latest and latest.ended_on else None
    return ground_missing(agency, holds=holds, last=last)


def seats_of_involvement(involvement_id: UUID) -> Sequence[Seat]:
    """Who sits at the case for one agency now, by name."""
    now = clock.now()
    held = select(Seat).where(Seat.involvement_id == involvement_id, or_(Seat.to_at.is_(None), Seat.to_at > now))
    return in_order(db.session.scalars(held))
