"""What a task sends out of the house: neutral letters to its responsible worker, and the deadline for the calendar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from agencies.directory.models import Agency
from agencies.staff.models import Worker
from coordination.seats.models import CaseFrame, Seat, coordinator_of
from coordination.tasks.models import Task, TaskLine, line_of
from coordination.tasks.rules import RUNNING, Schedule, State, answer_by
from foundation import calendar_entries, clock, links, outbox
from foundation.calendar_entries import EntryDetails, What
from foundation.database import db
from foundation.links import Link
from foundation.outbox import CalendarPart, Letter, Neutral

PURPOSE = "tasks.offer"
GRACE = timedelta(days=14)
"""How long after its date the link to a task still opens it."""
_LETTERS = "coordination/tasks/letters"


@dataclass(frozen=True)
class Errand:
    """A task and the worker who gets letters about it; nothing in it names the family."""

    task: Task
    worker: Worker
    email: str
    due_on: date
    repeated: bool
    town_id: UUID
    town: str
    phone: str
    case_code: str


def errand(line: TaskLine) -> Errand | None:
    """Whom to write about a task; None for a member of the family, a closed seat and a worker without an address."""
    seat, session = line.seat, db.session
    if seat is None or seat.worker_id is None or line.due_on is None or not seat.is_open(clock.now()):
        return None
    return _errand_of(line, session.get_one(Worker, seat.worker_id))


def errand_of_former(line: TaskLine, worker_id: UUID) -> Errand | None:
    """Whom to tell that a task is no longer theirs, open seat or not."""
    return _errand_of(line, db.session.get_one(Worker, worker_id)) if line.due_on else None


def _errand_of(line: TaskLine, worker: Worker) -> Errand | None:
    if not worker.email or line.due_on is None:
        return None
    town_id = db.session.get_one(CaseFrame, line.task.case_id).town_id
    town, phone = letterhead(town_id, line.task.case_id)
    return Errand(
        task=line.task, worker=worker, email=worker.email, due_on=line.due_on,
        repeated=line.wording.schedule != Schedule.ONCE, town_id=town_id, town=town, phone=phone,
        case_code=line.case_code,
    )  # fmt: skip


def letterhead(town_id: UUID, case_id: UUID) -> tuple[str, str]:
    """The town's name and the phone under which its coordinator is reached."""
    town = db.session.get_one(Agency, town_id)
    coordinator = coordinator_of(case_id)
    worker = db.session.get(Worker, coordinator.worker_id) if coordinator.worker_id else None
    return town.signs_as, (worker.phone if worker else None) or town.phone or ""


def offered(to: Errand) -> Letter:
    """The letter that offers a task and asks for an answer."""
    deadline = answer_by(clock.today(), to.due_on)
    return _file("tasks.offered", to, _neutral(to, link=_link(to), deadline=deadline))


def date_agreed(to: Errand, former: date | None = None) -> Letter:
    """The letter with the day that holds, and its entry for the calendar."""
    details = EntryDetails(
        what=What.REPEATED_END if to.repeated else What.DEADLINE,
        town=to.town,
        phone=to.phone,
        front_door=links.front_door(),
        case_code=to.case_code,
        day=to.due_on,
        number=to.task.number,
        accepted=True,
    )
    entry = calendar_entries.request(to.task.id, to.worker.id, to.email, details)
    return _file("tasks.date_agreed", to, _neutral(to, link=_link(to), former=former), entry)


def date_kept(to: Errand) -> Letter:
    """The letter saying that the date stays."""
    return _file("tasks.date_kept", to, _neutral(to, link=_link(to)))


def answer_recorded(to: Errand) -> Letter:
    """The letter to a worker whose spoken word was written down."""
    return _file("tasks.answer_recorded", to, _neutral(to, link=_link(to), variant="task"))


def date_given_back(to: Errand) -> Letter | None:
    """The letter that takes the date of a declined task out of the calendar; None when it never stood there."""
    entry = calendar_entries.cancel(to.task.id, to.worker.id)
    return None if entry is None else _withdrawal(to, entry)


def done_early(to: Errand) -> Letter | None:
    """The letter that takes the date of a confirmed task out of the calendar; None when it does not stand there."""
    entry = calendar_entries.cancel(to.task.id, to.worker.id)
    return None if entry is None else _file("tasks.done", to, _without_link(to), entry)


def handed_on(to: Errand) -> Letter:
    """The letter saying that a colleague is asked instead, as was proposed; the date leaves the calendar."""
    outbox.take_back(about=to.task.id, why="handed on before it left")
    return _file("tasks.handed_on", to, _without_link(to), calendar_entries.cancel(to.task.id, to.worker.id))


def stays_yours(to: Errand) -> Letter:
    """The letter saying that no colleague takes the task over."""
    return _file("tasks.stays_yours", to, _neutral(to, link=_link(to)))


def withdrawn(to: Errand) -> Letter:
    """The letter saying that the task is no longer theirs; its entry leaves the calendar and its links stop opening."""
    outbox.take_back(about=to.task.id, why="withdrawn before it left")
    entry = calendar_entries.cancel(to.task.id, to.worker.id)
    links.revoke(PURPOSE, to.task.id, to.worker.id)
    return _withdrawal(to, entry)


def _withdrawal(to: Errand, entry: CalendarPart | None) -> Letter:
    return _file("tasks.withdrawn", to, _without_link(to), entry)


def _without_link(to: Errand) -> Neutral:
    return Neutral(to.town, to.phone, number=to.task.number, case_code=to.case_code)


def _neutral(
    to: Errand, *, link: str, deadline: date | None = None, former: date | None = None, variant: str = ""
) -> Neutral:
    return Neutral(
        town=to.town, phone=to.phone, date=to.due_on, former_date=former, deadline=deadline, link=link,
        case_code=to.case_code, number=to.task.number, variant=variant,
    )  # fmt: skip


def link_again(to: Errand) -> str:
    """A fresh link to a task that is still open, however long after its date."""
    return _link(to, until=clock.end_of(max(to.due_on, clock.today()) + GRACE))


def _link(to: Errand, until: datetime | None = None) -> str:
    until = until or clock.end_of(to.due_on + GRACE)
    return links.url(
        links.issue(
            PURPOSE, subject=to.task.id, holder=to.worker.id, until=until, to=to.email, town_id=to.town_id
        )
    )  # fmt: skip


def _file(kind: str, to: Errand, neutral: Neutral, entry: CalendarPart | None = None) -> Letter:
    return outbox.file(
        kind, town_id=to.town_id, to=to.email, language="cs", neutral=neutral, about=to.task.id,
        case_id=to.task.case_id, calendar=entry,
    )  # fmt: skip


# --- asked again right before sending -------------------------------------------------------------------------------


def _no_longer(letter: Letter, *states: State) -> str | None:
    line = line_of(letter.about)
    if line is None or line.state not in states:
        return "the task stands otherwise meanwhile"
    return None if _still_addressed(line, letter.recipient) else "the task is somebody else's meanwhile"


def _still_addressed(line: TaskLine, recipient: str) -> bool:
    seat = line.seat
    worker = db.session.get(Worker, seat.worker_id) if seat and seat.worker_id else None
    return worker is not None and worker.email == recipient and seat is not None and seat.is_open(clock.now())


def _errand_open(link: Link) -> bool:
    line = line_of(link.subject)
    if line is None or line.seat is None or line.state in (State.CONFIRMED, State.CANCELLED):
        return False
    return line.seat.worker_id == link.holder and line.seat.is_open(clock.now())


def seat_behind(link: Link) -> Seat | None:
    """The seat for which a link to a task was mailed."""
    line = line_of(link.subject)
    return line.seat if line else None


outbox.kind("tasks.offered", template=f"{_LETTERS}/offered", still_wanted=lambda it: _no_longer(it, State.OFFERED))
outbox.kind("tasks.date_agreed", template=f"{_LETTERS}/date_agreed", still_wanted=lambda it: _no_longer(it, *RUNNING))
outbox.kind("tasks.date_kept", template=f"{_LETTERS}/date_kept", still_wanted=lambda it: _no_longer(it, State.OFFERED))
outbox.kind(
    "tasks.answer_recorded",
    template="coordination/conferences/letters/answer_recorded",
    still_wanted=lambda it: _no_longer(it, *(set(State) - {State.CANCELLED})),
)
outbox.kind("tasks.done", template=f"{_LETTERS}/done")
outbox.kind("tasks.handed_on", template=f"{_LETTERS}/handed_on", says_more_than_calendar=True)
outbox.kind("tasks.stays_yours", template=f"{_LETTERS}/stays_yours", still_wanted=lambda it: _no_longer(it, *RUNNING))
outbox.kind("tasks.withdrawn", template=f"{_LETTERS}/withdrawn", says_more_than_calendar=True)
links.purpose(PURPOSE, "tasks.by_link", _errand_open)
