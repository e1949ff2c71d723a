"""What waits for whom on a day: the lines of the letters of the day, before anybody writes them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import func, select

from agencies.directory.models import Agency
from agencies.staff.models import Worker, spokesperson_of
from coordination.cases.documents import does_harm
from coordination.conferences.models import Invitation, excluded_workers
from coordination.conferences.rules import usual_answer_day
from coordination.reminders import rules, rules_of_digest
from coordination.reminders.digests import choices, told_by_digest
from coordination.reminders.models import DAILY, SWITCH, Invited, day_of, invited, times_before
from coordination.reminders.rules import Kind
from coordination.reminders.rules_of_digest import Days, Errand, Rung
from coordination.seats.models import CaseFrame, coordinator_of
from coordination.tasks.models import Task, TaskLine, accepted_steps, tasks_on_hands
from coordination.tasks.rules import State, answer_by
from foundation import clock, town_settings, working_days
from foundation.database import db
from foundation.outbox import Letter


@dataclass(frozen=True)
class Owed:
    """One thing that one worker owes."""

    errand: Errand
    subject: UUID
    case_id: UUID
    town_id: UUID
    case_code: str
    worker: Worker
    agency_id: UUID | None
    deadline: date
    days: Days
    number: int | None = None
    """Of a task."""
    told_on: date | None = None
    """When a single letter told the worker of it last."""
    conference_id: UUID | None = None
    """Of an invitation."""

    @property
    def late(self) -> bool:
        return self.deadline < clock.today()


@dataclass(frozen=True)
class Line:
    """One line for one address."""

    owed: Owed
    rung: Rung
    news: bool

    @property
    def key(self) -> tuple[Errand, UUID, Rung]:
        """What tells this line from others in the same letter."""
        return (self.owed.errand, self.owed.subject, self.rung)


def lines_by_address(subjects: Collection[UUID] | None = None) -> dict[str, list[Line]]:
    """Everything that waits, by the address that is to hear of it, the nearest day first.

    `subjects`: only of these invitations and tasks. Whoever is told of a thing by a letter of their own today does not
    hear of it again; whoever has switched the letter off, or is away, gets none.
    """
    wanted = cache(lambda town_id: town_settings.get(town_id, DAILY) != "off")
    owed = [one for one in (*_of_tasks(subjects), *_of_meetings(subjects)) if wanted(one.town_id)]
    told = told_by_digest({one.subject for one in owed}) if owed else {}
    chosen = choices() if owed else {}
    found: dict[str, dict[tuple[Errand, UUID], Line]] = defaultdict(dict)
    own_contact, in_charge = cache(_contact), cache(_coordinator)
    for one in owed:
        choice = chosen.get(one.worker.id)
        away = choice is not None and choice.away
        for rung in Rung:
            since = rules_of_digest.step(rung, one.days, clock.today(), away=away)
            if since is None:
                continue
            to, reader = _reader(rung, one, own_contact, in_charge)
            wants = chosen.get(reader) if reader is not None else None
            if to is None or (wants is not None and (wants.off_since is not None or wants.away)):
                continue
            if does_harm(one.case_id, to) or (rung == Rung.WORKER and one.told_on == clock.today()):
                continue
            before = told.get((to, one.subject, one.errand))
            if rung == Rung.WORKER and one.told_on is not None:
                before = max(before or one.told_on, one.told_on)
            line = Line(one, rung, rules_of_digest.is_news(since, before))
            found[to].setdefault((one.errand, one.subject), line)
    order = {to: sorted(lines.values(), key=lambda line: line.owed.deadline) for to, lines in found.items()}
    return dict(order)


def _reader(
    rung: Rung, one: Owed, contact: Callable[[UUID, UUID], str | None], in_charge: Callable[[UUID], Worker | None]
) -> tuple[str | None, UUID | None]:
    """The address of a rung, and the worker who reads it where it is known."""
    if rung == Rung.WORKER:
        return one.worker.email, one.worker.id
    if rung == Rung.COORDINATOR:
        coordinator = in_charge(one.case_id)
        return (coordinator.email, coordinator.id) if coordinator is not None else (None, None)
    if one.agency_id is None or one.agency_id == one.town_id:
        return None, None  # at the town's own office nobody stands between the worker and the coordinator
    to = contact(one.agency_id, one.town_id)
    readers = select(Worker.id).where(Worker.email == to)
    shut_out = excluded_workers(one.case_id)
    ids = list(db.session.scalars(readers)) if to else []
    return (None, None) if shut_out & set(ids) else (to, next(iter(ids), None))


def _contact(agency_id: UUID, town_id: UUID) -> str | None:
    return spokesperson_of(db.session.get_one(Agency, agency_id), town_id).email


def _coordinator(case_id: UUID) -> Worker | None:
    worker_id = coordinator_of(case_id).worker_id
    return db.session.get(Worker, worker_id) if worker_id else None


# --- tasks -----------------------------------------------------------------------------------------------------------


def _of_tasks(subjects: Collection[UUID] | None) -> Iterable[Owed]:
    which = () if subjects is None else (Task.id.in_(subjects),)
    lines = [line for line in tasks_on_hands(*which) if line.due_on is not None]
    told = _letters_about({line.task.id for line in lines})
    accepted = accepted_steps([line.task.id for line in lines])
    for line in lines:
        seat = line.seat
        assert seat is not None
        assert seat.worker_id is not None  # the query asks for it
        worker = db.session.get_one(Worker, seat.worker_id)
        deadline = _deadline(line)
        yes = accepted.get(line.task.id)
        said_on = clock.in_prague(yes.at).date() if yes is not None and line.state == State.ACCEPTED else None
        yield Owed(
            Errand.TASK_ANSWER if line.state == State.OFFERED else Errand.TASK, line.task.id, line.task.case_id,
            seat.town_id, line.case_code, worker, seat.agency_id, deadline, _days(deadline), line.task.number,
            max(filter(None, [told.get((line.task.id, worker.email or "")), said_on]), default=None),
        )  # fmt: skip


def _deadline(line: TaskLine) -> date:
    assert line.due_on is not None
    if line.state == State.OFFERED and line.last is not None:
        return answer_by(clock.in_prague(line.last.at).date(), line.due_on)
    return line.late_since or line.due_on


def _letters_about(task_ids: Collection[UUID]) -> Mapping[tuple[UUID, str], date]:
    """The day on which each of these tasks was last written about to each address."""
    last = func.max(func.coalesce(Letter.handed_over_at, Letter.filed_at))
    rows = select(Letter.about, Letter.recipient, last).where(Letter.about.in_(task_ids), Letter.closed_at.is_(None))
    found = db.session.execute(rows.group_by(Letter.about, Letter.recipient))
    return {(about, to): clock.in_prague(at).date() for about, to, at in found}


# --- meetings --------------------------------------------------------------------------------------------------------


def _of_meetings(subjects: Collection[UUID] | None) -> Iterable[Owed]:
    which = () if subjects is None else (Invitation.id.in_(subjects),)
    waiting = [each for each in invited(*which) if each.worker is not None]
    switched_on = cache(lambda town_id: town_settings.get(town_id, SWITCH) != "off")
    frames = _frames({each.invitation.conference.case_id for each in waiting})
    for each in waiting:
        kind, conference = rules.kind_owed(each.standing), each.invitation.conference
        frame = frames[conference.case_id]
        if kind is None or each.address(kind) is None or not switched_on(frame.town_id):
            continue
        if each.worker is None or each.worker.id in excluded_workers(conference.case_id):
            continue
        if any(letter.held_up for letter in each.told):
            continue  # the letter of the day never overtakes the one that tells of the meeting
        day = _answer_day(each) if kind == Kind.ANSWER else day_of(each.begins_at)
        before = _days(day) if kind == Kind.ANSWER else _days_of_pledge(each)
        errand = Errand.ANSWER if kind == Kind.ANSWER else Errand.PLEDGE
        yield Owed(
            errand, each.invitation.id, frame.id, frame.town_id, frame.code, each.worker, each.invitation.agency_id,
            day, before, told_on=each.told_alone_on, conference_id=conference.id,
        )  # fmt: skip


def _frames(case_ids: Collection[UUID]) -> Mapping[UUID, CaseFrame]:
    found: Sequence[CaseFrame] = db.session.scalars(select(CaseFrame).where(CaseFrame.id.in_(case_ids))).all()
    return {one.id: one for one in found}


def _answer_day(each: Invited) -> date:
    conference = each.invitation.conference
    assert conference.convened_at is not None
    convened_on = clock.in_prague(conference.convened_at).date()
    return conference.answer_by or usual_answer_day(day_of(each.begins_at), convened_on)


def _days(deadline: date) -> Days:
    return Days(working_days.last_working_before(deadline), working_days.next_working(deadline))


def _days_of_pledge(each: Invited) -> Days:
    """A pledge is asked for a week before the meeting; after the meeting nobody is reminded of it."""
    week = clock.in_prague(times_before(each.begins_at).week).date()
    return Days(week, working_days.next_working(day_of(each.begins_at)))
