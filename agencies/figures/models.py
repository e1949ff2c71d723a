"""What is counted of the work of a service, one query for each kind of thing; nobody's name is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from agencies.assessment.models import Assessment
from agencies.circles.models import Circle
from agencies.figures.rules import DAYS, WAITED, HalfYear, Shown, counted, shown, span_of
from agencies.intake.models import Advice, Contact, Intake
from agencies.intake.rules import FRONT, Channel
from agencies.intervisions.models import Intervision
from foundation import clock
from foundation.database import db


@dataclass(frozen=True)
class Figures:
    """Everything that a service learns about one half-year."""

    channels: Shown
    """First contacts, in the order of `Channel` (S1-01)."""
    takers: Shown
    """First contacts that a social worker took, and those that another professional took (S1-04)."""
    advice: Shown
    """One-off advice: without a name, in a file, with another service offered besides (S1-12 to S1-15)."""
    waits: Shown
    """Days from the request to the intake that was held, in the spans of `WAITED` (S1-08)."""
    crises: Shown
    """Intakes held: with a crisis intervention, and the others (S1-11)."""
    assessed: Shown
    """Assessments done in time, and late (S1-17)."""
    clients: Shown
    """New clients by the days since their first contact, in the spans of `DAYS` (S1-42)."""
    intervisions: tuple[tuple[date, int], ...]
    """By month, its first day and how many; about no family, so that nothing is kept back (S1-51)."""


def counts_since(agency_id: UUID) -> date | None:
    """The day of the first contact of a service; None before it."""
    first = db.session.scalar(select(func.min(Circle.opened_at)).where(Circle.agency_id == agency_id))
    return clock.in_prague(first).date() if first is not None else None


def figures_of(agency_id: UUID, period: HalfYear) -> Figures:
    """The numbers of a service in one half-year. Six queries, however much there is."""
    since, until = clock.midnight(period.first), clock.midnight(period.after)
    contacts = db.session.execute(
        select(Contact.channel, Contact.profession)
        .join(Circle, Circle.id == Contact.circle_id)
        .where(Circle.agency_id == agency_id, Contact.came_at >= since, Contact.came_at < until)
    ).all()
    intakes = db.session.scalars(
        select(Intake)
        .join(Circle, Circle.id == Intake.circle_id)
        .where(Circle.agency_id == agency_id, Intake.held_at.is_not(None))
        .where(Intake.starts_at >= since, Intake.starts_at < until)
    ).all()
    order = list(Channel)
    return Figures(
        channels=shown(counted((order.index(Channel(channel)) for channel, _profession in contacts), len(order))),
        takers=shown(counted((0 if profession in FRONT else 1 for _channel, profession in contacts), 2)),
        advice=_advice(agency_id, period),
        waits=shown(counted((span_of(one.waited, WAITED) for one in intakes), len(WAITED) + 1)),
        crises=shown(counted((0 if one.urgent else 1 for one in intakes), 2)),
        assessed=_assessed(agency_id, since, until),
        clients=_clients(agency_id, since, until),
        intervisions=_intervisions(agency_id, period),
    )


def _advice(agency_id: UUID, period: HalfYear) -> Shown:
    given = db.session.execute(
        select(Advice.circle_id, Advice.offered).where(
            Advice.agency_id == agency_id, Advice.on >= period.first, Advice.on < period.after
        )
    )
    return shown(counted((2 if offered else 0 if circle_id is None else 1 for circle_id, offered in given), 3))


def _assessed(agency_id: UUID, since: datetime, until: datetime) -> Shown:
    done = db.session.execute(
        select(Assessment.done_at, Assessment.due_on)
        .join(Circle, Circle.id == Assessment.circle_id)
        .where(Circle.agency_id == agency_id, Assessment.done_at >= since, Assessment.done_at < until)
    )
    late = (due is not None and clock.in_prague(at).date() > due for at, due in done)
    return shown(counted((1 if one else 0 for one in late), 2))


def _clients(agency_id: UUID, since: datetime, until: datetime) -> Shown:
    signed = db.session.execute(
        select(Circle.opened_at, Circle.client_since).where(
            Circle.agency_id == agency_id, Circle.client_since >= since, Circle.client_since < until
        )
    )
    ways = (
        (clock.in_prague(at).date() - clock.in_prague(came).date()).days for came, at in signed if at is not None
    )  # fmt: skip
    return shown(counted(map(span_of, ways), len(DAYS) + 1))


def _intervisions(agency_id: UUID, period: HalfYear) -> tuple[tuple[date, int], ...]:
    held = db.session.scalars(
        select(Intervision.held_on)
        .join(Circle, Circle.id == Intervision.circle_id)
        .where(Circle.agency_id == agency_id)
        .where(Intervision.held_on >= period.first, Intervision.held_on < period.after)
    ).all()
    return tuple((first, sum(on.replace(day=1) == first for on in held)) for first in _months(period))


def _months(period: HalfYear) -> Iterator[date]:
    for number in range(6):
        yield period.first.replace(month=period.first.month + number)
