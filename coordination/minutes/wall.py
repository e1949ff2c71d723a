"""The wall (plátno): the meeting as it is projected, and nothing that somebody in the room may not read.

A whitelist: only the values of `Wall` reach the page, so that no note, reason or address can stray onto it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Response, make_response, request

from coordination.conferences.models import Conference
from coordination.minutes.now import agenda_at
from coordination.minutes.pages import AGENDA, leading, meeting_with, page, pages, spoken
from coordination.minutes.room import Room, room_of
from coordination.minutes.rules_of_agenda import ItemKind
from coordination.minutes.table import ITEM_NAMES, AgendaItem, sitting_of
from coordination.plans.models import plan_of
from coordination.standpoints.canvas import aloud
from coordination.standpoints.models import standpoints_at
from coordination.standpoints.needs import Need, needs_of
from coordination.standpoints.questions import questions_at
from coordination.tasks.models import TaskLine, lines_of_plan
from coordination.tasks.rules import Schedule, State
from foundation.access import requires
from foundation.signatures import fingerprint

_TASKS_FIRST = (ItemKind.PLAN, ItemKind.READING, ItemKind.CLOSING)
"""While people talk about these, the tasks stand above the needs."""


@dataclass(frozen=True)
class WallTask:
    """One task as everybody in the room reads it."""

    number: int
    text: str
    who: str
    day: date | None
    since: date | None
    """Of a repeated task: its first day, by which its rhythm is told."""
    schedule: str
    accepted: bool

    @property
    def is_open(self) -> bool:
        """Whether something of it is still to be agreed: the person, the day, or their yes."""
        return not (self.accepted and self.who and self.day)


@dataclass(frozen=True)
class WallNeed:
    """What the family needs, and who offers to help with it."""

    text: str
    offers: Sequence[tuple[str, str]]
    """Who offers, and what."""


@dataclass(frozen=True)
class Wall:
    """Everything that is projected; equal ones are equal."""

    begun: bool
    ended: bool
    item: str
    place: int
    items: int
    tasks_first: bool
    marks: Sequence[str]
    """One word for each person there, for the picture of the table."""
    unpledged: Sequence[str]
    is_open: bool
    needs: Sequence[WallNeed] = ()
    tasks: Sequence[WallTask] = ()
    questions: Sequence[str] = ()
    voices: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()
    """While it is the family's turn: who of them says what, if everybody in the room may read it."""

    @property
    def uncovered(self) -> int:
        """Needs with which nobody helps yet."""
        return sum(not one.offers for one in self.needs)

    @property
    def unsettled(self) -> int:
        """Tasks with something still to agree."""
        return sum(one.is_open for one in self.tasks)

    @property
    def has_open_points(self) -> bool:
        return bool(self.questions or self.uncovered or self.unsettled)


@pages.get("/conferences/<uuid:conference_id>/wall")
@requires(AGENDA, facts=leading, looked=True)
def wall(conference_id: UUID) -> Response:
    """Whoever leads the meeting projects it; without a script the page renews itself, else it asks (304 if the same).

    `?dark` shows nothing but the table: for a break, or while something is said that shall not stand above it.
    """
    conference, dark = meeting_with(conference_id), "dark" in request.args
    shown = wall_of(conference)
    tag = fingerprint(f"{shown!r} {spoken()} {dark}")
    unchanged = tag in request.if_none_match
    answer = make_response("", 304) if unchanged else make_response(
        page("wall", conference, wall=shown, tag=tag, dark=dark)
    )  # fmt: skip
    answer.set_etag(tag)
    return answer


def wall_of(conference: Conference) -> Wall:
    """What may be projected at this moment; a fixed number of queries."""
    sitting, items, room = sitting_of(conference.id), agenda_at(conference), room_of(conference)
    place, item = next(((place, one) for place, one in enumerate(items, 1) if one.is_present), (0, None))
    going_on = sitting is not None and sitting.ended_at is None
    is_open = going_on and room.is_open
    return Wall(
        begun=sitting is not None,
        ended=sitting is not None and not going_on,
        item=_name(item, is_open=is_open),
        place=place,
        items=len(items),
        tasks_first=item is not None and item.kind in _TASKS_FIRST,
        marks=[one.mark for one in room.people],
        unpledged=room.unpledged,
        is_open=is_open,
        needs=_needs(conference, room) if is_open else (),
        tasks=_tasks(conference, room) if is_open else (),
        questions=_questions(conference, room) if is_open else (),
        voices=_voices(conference, room) if is_open and item is not None and item.kind == ItemKind.VOICE else (),
    )


def _name(item: AgendaItem | None, *, is_open: bool) -> str:
    """What the item is called; a name that somebody typed may speak of the family and waits like everything else."""
    if item is None:
        return ""
    return item.name if is_open else str(ITEM_NAMES[item.kind])


def _voices(conference: Conference, room: Room) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    said = [one for one in standpoints_at(conference.id) if one.person_id is not None and not one.is_kept_close]
    return [(one.speaker, aloud(one)) for one in said if room.all_may_see(one.audience)]


def _needs(conference: Conference, room: Room) -> list[WallNeed]:
    return [_need(one, room) for one in needs_of(conference.case_id) if room.all_may_see(one.audience)]


def _need(one: Need, room: Room) -> WallNeed:
    made = [offer for offer in one.covered_by if room.all_may_see(offer.audience)]
    return WallNeed(one.text, [(offer.seat.agency_name or offer.seat.name, offer.what) for offer in made])


def _tasks(conference: Conference, room: Room) -> list[WallTask]:
    """The tasks that are being agreed, else those of the plan that holds; what is over is not shown."""
    plan = plan_of(conference.case_id)
    version = (plan.draft or plan.in_force) if plan else None
    if plan is None or version is None:
        return []
    lines = lines_of_plan(plan.id, version.number, in_force=version is plan.in_force)
    gone = (State.CONFIRMED, State.CANCELLED)
    return [_task(line) for line in lines if line.state not in gone and room.all_may_see(line.audience)]


def _task(line: TaskLine) -> WallTask:
    seat, wording = line.seat, line.wording
    repeated = wording.schedule != Schedule.ONCE
    return WallTask(
        number=line.task.number,
        text=wording.text,
        who=", ".join(filter(None, (seat.name, seat.agency_name))) if seat else wording.for_agency,
        day=line.due_on,
        since=wording.from_on if repeated else None,
        schedule=str(wording.schedule),
        accepted=line.state in (State.ACCEPTED, State.REPORTED),
    )


def _questions(conference: Conference, room: Room) -> list[str]:
    """What the office has asked and not decided yet."""
    asked = questions_at(conference.id)
    return [one.text for one in asked if one.decided_at is None and room.all_may_see(one.audience)]
