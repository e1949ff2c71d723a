"""A meeting as it is at this moment, as far as the visitor may read it: plain values, so that equal ones are equal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.conferences.models import Conference, Invitation
from coordination.conferences.participants import participants
from coordination.minutes.models import minutes_of
from coordination.minutes.rules import SectionCode
from coordination.minutes.rules_of_agenda import ItemKind
from coordination.minutes.table import (
    AgendaItem,
    Presence,
    Sitting,
    TimedItem,
    agenda_of,
    presences,
    sitting_of,
    timed,
    usual_agenda,
)
from coordination.plans.models import plan_of
from coordination.seats.rules import Role
from coordination.standpoints.canvas import Column, aloud, columns_of
from coordination.standpoints.models import OTHERS
from coordination.tasks.models import TaskLine, lines_of_plan
from foundation import access

PLAN = "plan_goals_all_tasks"
ONE_LINE = 180
"""Signs of a standpoint that the page of the meeting shows."""


@dataclass(frozen=True)
class AtTable:
    """One person: how they are there."""

    invitation: Invitation
    mark: str
    about: str
    pledge: str
    attendance: str
    came: datetime | None
    left: datetime | None

    @property
    def is_here(self) -> bool:
        """Whether they sit at the table at this moment."""
        return self.attendance in ("present", "late", "left_early") and self.left is None

    def __repr__(self) -> str:
        return repr(
            (str(self.invitation.id), self.mark, self.about, self.pledge, self.attendance, self.came, self.left)
        )  # fmt: skip


@dataclass(frozen=True)
class Now:
    """All that the page of a meeting shows and that may change while it is open."""

    sitting: Sitting | None
    agenda: Sequence[TimedItem]
    people: Sequence[AtTable]
    tasks: Sequence[TaskLine]
    plan_id: UUID | None
    drafts: bool
    """Whether a version of the plan is being written, so that tasks can be added."""
    voices: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    """While it is the family's turn: who of them says what, as they opened it to the table."""
    said: Sequence[tuple[str, str]]
    """Who says what, in a few words; an organisation without a word is there too."""
    brief: str
    unpledged: str

    @property
    def begun(self) -> bool:
        """Whether the meeting has begun: before that nobody reads of the family here (S2-29)."""
        return self.sitting is not None

    @property
    def going_on(self) -> bool:
        return self.sitting is not None and self.sitting.ended_at is None

    @property
    def missing(self) -> list[str]:
        """Who is expected and has not come."""
        return [one.invitation.name for one in self.people if not one.attendance]

    @property
    def there(self) -> int:
        """How many are at the table at this moment."""
        return sum(one.is_here for one in self.people)

    def __repr__(self) -> str:
        items = [
            (str(one.item.id), one.item.name, one.item.minutes, one.item.led_by, one.item.version, one.at, one.over)
            for one in self.agenda
        ]
        tasks = [
            (one.task.number, one.wording.text, one.shown_as, one.due_on, one.seat.name if one.seat else "")
            for one in self.tasks
        ]
        ended = self.sitting.ended_at if self.sitting else None
        said = (self.brief, self.unpledged, list(self.said), list(self.voices))
        return repr((self.begun, ended, items, list(self.people), tasks, self.drafts, said))


def now_at(conference: Conference) -> Now:
    """The meeting as the visitor of the present page may see it now; a fixed number of queries."""
    sitting = sitting_of(conference.id)
    lines, plan_id, drafts = _tasks(conference) if sitting else ([], None, False)
    minutes = minutes_of(conference.id) if sitting else None
    may_read = access.may("brief_goal_areas_members", "R")
    agenda = agenda_at(conference)
    columns = columns_of(conference) if sitting and access.may(OTHERS, "R") else []
    return Now(
        sitting=sitting,
        agenda=timed(agenda, conference.starts_at),
        people=people_at(conference),
        tasks=lines,
        plan_id=plan_id,
        drafts=drafts,
        voices=_voices(columns) if any(one.is_present and one.kind == ItemKind.VOICE for one in agenda) else [],
        said=_said(columns),
        brief=minutes.text(SectionCode.BRIEF) if minutes and may_read else "",
        unpledged=sitting.unpledged or "" if sitting and access.may("who_has_pledged", "R") else "",
    )


def agenda_at(conference: Conference) -> Sequence[AgendaItem]:
    """The agenda of a meeting; the usual one while nobody has prepared another."""
    return agenda_of(conference.id) or usual_agenda(conference)


def _said(columns: Sequence[Column]) -> list[tuple[str, str]]:
    """What lies on the table in a few words; what the family said to a few alone stays off this page."""
    return [(one.heading, _first_words(one)) for one in columns if not one.hidden and not _is_kept_close(one)]


def _is_kept_close(column: Column) -> bool:
    return column.standpoint is not None and column.standpoint.is_kept_close


def _voices(columns: Sequence[Column]) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    heard = [one.standpoint for one in columns if one.of_family and one.standpoint and not _is_kept_close(one)]
    return [(one.speaker, aloud(one)) for one in heard]


def _first_words(column: Column) -> str:
    """What somebody says, as far as one line holds it; empty while they have said nothing."""
    words = [one.text or ", ".join(offer.what for offer in one.offers) for one in column.said]
    whole = " ".join(word.strip() for word in words if word.strip())
    return whole if len(whole) <= ONE_LINE else f"{whole[: ONE_LINE - 1].rstrip()}…"


def people_at(conference: Conference) -> list[AtTable]:
    """Everybody who is expected, or was there, as far as the visitor of the page may see them."""
    times = presences(conference.id)
    return [
        _at_table(line.invitation, line.mark, line.about, line.pledge, times.get(line.invitation.id))
        for line in participants(conference)
        if line.invitation.comes and not line.invitation.awaits_person
        if not line.left or line.invitation.attendance
    ]


def _at_table(each: Invitation, mark: str, about: str, pledge: str, times: Presence | None) -> AtTable:
    came, left = (times.arrived_at, times.left_at) if times else (None, None)
    return AtTable(each, mark, about, pledge, str(each.attendance or ""), came, left)


def _tasks(conference: Conference) -> tuple[list[TaskLine], UUID | None, bool]:
    """The tasks of the plan that the visitor may read: of the draft for those who write it, else of what holds."""
    plan = plan_of(conference.case_id) if access.may(PLAN, "R") else None
    if plan is None:
        return [], None, False
    writes = access.facts().role in (Role.COORDINATOR, Role.MINUTE_TAKER)
    version = (plan.draft if writes else None) or plan.in_force
    if version is None:
        return [], plan.id, plan.draft is not None
    lines = lines_of_plan(plan.id, version.number, in_force=version is plan.in_force)
    shown = [line for line in lines if access.may(PLAN, "R", line.audience)]
    return shown, plan.id, plan.draft is not None
