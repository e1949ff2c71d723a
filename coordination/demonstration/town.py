"""The invented town of the story: where its people stand in the database, and when something happens there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from agencies.accounts.visitors import Visitor
from coordination.demonstration.people import BODIES, BY_KEY
from foundation import clock
from foundation.access import Door


@dataclass(frozen=True)
class Town:
    """Where the invented people stand in the database, and by how much the sample days are moved."""

    agencies: dict[str, UUID]
    workers: dict[str, UUID]
    moved: timedelta

    def day(self, day: int, month: int) -> date:
        """A day of the sample year, moved."""
        return date(2026, month, day) + self.moved

    @contextmanager
    def on(self, day: int, month: int, hour: int = 9, minute: int = 0) -> Iterator[None]:
        """Do something at this time of the story."""
        wall = datetime.combine(self.day(day, month), time(hour, minute), clock.PRAGUE)
        with clock.standing_at(wall.astimezone(UTC)):
            yield

    def visitor(self, key: str) -> Visitor:
        """One of the people, come by the strongest door."""
        colleague = BY_KEY[key]
        return Visitor(
            worker_id=self.workers[key],
            name=colleague.name,
            door=Door.ACCOUNT2,
            agencies=(next(body.name for body in BODIES if body.key == colleague.body),),
            offices=frozenset({(str(colleague.role), self.agencies[colleague.body])}),
            session_id=self.workers[key],
            seen_at=clock.now(),
        )

    def key(self, name: str) -> str:
        """How the log book names one of the people."""
        return f"worker:{self.workers[name]}"
