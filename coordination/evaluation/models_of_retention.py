"""What a town has set about keeping closed cases, and which of them that concerns."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, false, or_

from coordination.evaluation import rules_of_retention as rules
from coordination.seats.models import CaseFrame
from foundation import clock, town_settings

YEARS, BY_LAW = "retention_years", "retention_by_law"
town_settings.define(
    YEARS,
    _l("How many years a closed case is kept"),
    hint=_l("A number, from the shredding plan of your office. Years are counted from the January after the closing."),
    longest=3,
)
town_settings.define(
    BY_LAW,
    _l("By what a closed case is kept"),
    hint=_l("It stands beside the day until which a case is kept."),
    default="skartační plán úřadu podle zákona č. 499/2004 Sb.",
)


@dataclass(frozen=True)
class Retention:
    """How a town keeps its closed cases."""

    years: int | None
    """None while the town has not written a number of years."""
    by_law: str

    def until(self, closed_at: datetime) -> date | None:
        """The last day on which a case closed then must be kept; None while the town has not said how long."""
        return None if self.years is None else rules.kept_until(clock.in_prague(closed_at).date(), self.years)


def retention_of(town_id: UUID) -> Retention:
    """How a town keeps its closed cases. Two queries."""
    years = rules.years_of(town_settings.get(town_id, YEARS))
    return Retention(years, town_settings.get(town_id, BY_LAW).strip())


def time_is_over(town_ids: Collection[UUID]) -> ColumnElement[bool]:
    """That a closed case of one of these towns need not be kept any longer. Two queries for each town."""
    over: list[ColumnElement[bool]] = []
    for town_id in town_ids:
        years = retention_of(town_id).years
        if years is not None:
            before = clock.midnight(rules.over_if_closed_before(clock.today(), years))
            over.append(and_(CaseFrame.town_id == town_id, CaseFrame.closed_at < before))
    return or_(*over) if over else false()
