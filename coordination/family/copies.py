"""One reader's copy of what was agreed: what of the plan they may read, in the words of their summary.

The page and the paper of a member of the family are made from the same copy, so that neither can say more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _

from agencies.directory.models import Agency
from agencies.staff.models import Worker
from coordination.cases.models import Person, person
from coordination.conferences.children import guide_and_signal
from coordination.conferences.composing import HELPLINE, may_be_named
from coordination.conferences.paper_trail import printed_when, words_of
from coordination.conferences.papers import Comes
from coordination.family import days, models, rules
from coordination.family.models import FamilySummary, SummaryLine
from coordination.family.rules import Picture, Reply
from coordination.seats.models import Seat, coordinator_of
from coordination.seats.rules import Role
from coordination.tasks.documents import letterhead
from coordination.tasks.models import TaskLine
from coordination.tasks.rules import Outcome, State
from foundation import clock, town_settings
from foundation.access import Facts, decide
from foundation.database import db

_TITLES = ("Bc.", "Mgr.", "Ing.", "PhDr.", "MUDr.", "JUDr.", "RNDr.", "PaedDr.", "MgA.", "BcA.", "doc.", "prof.", "et")


@dataclass(frozen=True)
class OwnTask:
    """What the reader does, in their words, and what can be said to it."""

    id: UUID
    number: int
    sentence: str
    beside: str
    when: str
    state: str
    """done, reported, running or not_yet."""
    picture: Picture
    replies: Sequence[Reply]
    said: Reply | None
    """What they have said to it last."""
    fingerprint: str
    told: str = ""
    """What the coordinator said to their wish to have it otherwise."""
    new_wording: str = ""


@dataclass(frozen=True)
class Promise:
    """What somebody else does for the reader."""

    who: str
    sentence: str
    when: str
    state: str
    picture: Picture


@dataclass(frozen=True)
class Helper:
    """Whom the reader may call."""

    name: str
    does: str
    phone: str
    in_charge: bool = False
    """The coordinator: what they do is a sentence of the page; of others it is the name of their organisation."""


@dataclass(frozen=True)
class Meets:
    """When and where the reader is expected next, and what they may know of it beforehand."""

    starts: datetime
    ends: datetime
    place: str
    comes: Sequence[Comes]
    answer: str = ""
    """What the reader has answered: accepted, declined, or nothing yet (no_reply)."""
    guide: str = ""
    """Who stays beside a child, for its sake alone."""
    signal: str = ""
    """The sign for „it is too much“ that was agreed with the child."""


@dataclass(frozen=True)
class Sender:
    """Whose paper it is, and whom to call."""

    town: str
    office: str
    phone: str
    coordinator: str


@dataclass(frozen=True)
class Copy:
    """Everything that stands on one reader's page and paper."""

    number: int
    approved_on: date
    for_child: bool
    first_name: str
    greeting: str
    agreed: str
    words: str
    own: Sequence[OwnTask]
    promises: Sequence[Promise]
    meets: Meets | None
    evaluation_on: date | None
    helpers: Sequence[Helper]
    town: str
    office: str
    phone: str
    coordinator: str
    helpline: str


def copy_for(seat: Seat, facts: Facts, summary: FamilySummary, *, year: bool = False) -> Copy:
    """What a summary says to its reader today, a draft as if approved now; tasks that `facts` do not open are left out.

    `year`: days are written with their year, as on paper.
    """
    found = models.planned(seat.case_id)
    lines = {line.task.id: line for line in found[2]} if found else {}
    held = [(one, lines[one.task_id]) for one in summary.lines if one.kept and one.task_id in lines]
    readable = [(one, line) for one, line in held if may_read(facts, line) and line.state != State.CANCELLED]
    own = [pair for pair in readable if pair[1].seat is not None and pair[1].seat.id == seat.id]
    others = [pair for pair in readable if pair not in own]
    said = models.by_seat(models.answers_of(seat.id))
    reader = _reader(seat)
    office, coordinator = db.session.get_one(Agency, seat.town_id), coordinator_of(seat.case_id)
    town, phone = letterhead(seat.town_id, seat.case_id)
    return Copy(
        number=summary.number,
        approved_on=clock.in_prague(summary.approved_at or clock.now()).date(),
        for_child=seat.role == Role.CHILD,
        first_name=reader.name.split()[0] if reader.name.split() else "",
        greeting=summary.greeting,
        agreed=summary.agreed,
        words=summary.words,
        own=[_own(one, line, said.get(line.task.id), year=year) for one, line in own],
        promises=[_promise(one, line, year=year) for one, line in others],
        meets=meets(seat),
        evaluation_on=found[1].evaluation_on if found else None,
        helpers=_helpers(seat, coordinator, phone, [line for _one, line in readable]),
        town=town,
        office=", ".join(filter(None, (office.name, office.address))),
        phone=phone,
        coordinator=without_titles(coordinator.name),
        helpline=town_settings.get(seat.town_id, HELPLINE) if seat.role == Role.CHILD else "",
    )


def sender(seat: Seat) -> Sender:
    """Who hands a paper to the holder of a place."""
    office, (town, phone) = db.session.get_one(Agency, seat.town_id), letterhead(seat.town_id, seat.case_id)
    coordinator = without_titles(coordinator_of(seat.case_id).name)
    return Sender(town, ", ".join(filter(None, (office.name, office.address))), phone, coordinator)


def may_read(facts: Facts, line: TaskLine) -> bool:
    """Whether a task is for this reader: `decide` says so, and nobody else of the family but a child answers for it."""
    return decide(facts, "own_summary", "R", clock.now(), line.audience).allowed


def offered_lines(seat: Seat, facts: Facts) -> list[TaskLine]:
    """The tasks of the plan that may stand in a summary, own ones first."""
    found = models.planned(seat.case_id)
    lines = [line for line in (found[2] if found else ()) if line.state != State.CANCELLED and may_read(facts, line)]
    return sorted(lines, key=lambda line: (line.seat is None or line.seat.id != seat.id, line.task.number))


def without_titles(name: str) -> str:
    """`Bc. Lenka Horáková` as the family says it."""
    return " ".join(part for part in name.partition(",")[0].split() if part not in _TITLES)


def _reader(seat: Seat) -> Person:
    found = person(seat.person_id) if seat.person_id else None
    assert found is not None  # a place of the family is a person's
    return found


def _own(one: SummaryLine, line: TaskLine, said: models.FamilyAnswer | None, *, year: bool) -> OwnTask:
    return OwnTask(
        id=line.task.id, number=line.task.number, sentence=one.sentence, beside=one.beside,
        when=days.when(line, year=year), state=_state(line), picture=rules.picture(one.sentence),
        replies=rules.replies(line.state, line.outcome), said=Reply(said.reply) if said else None,
        fingerprint=line.fingerprint, told=(said.told or "") if said else "",
        new_wording=(said.new_wording or "") if said else "",
    )  # fmt: skip


def _promise(one: SummaryLine, line: TaskLine, *, year: bool) -> Promise:
    return Promise(
        who=one.beside or (without_titles(line.seat.name) if line.seat else ""), sentence=one.sentence,
        when=days.when(line, year=year), state=_state(line), picture=rules.picture(one.sentence),
    )  # fmt: skip


def _state(line: TaskLine) -> str:
    if line.state == State.CONFIRMED:
        return "done"
    if line.state == State.REPORTED:
        return "done" if line.outcome == Outcome.DONE else "running" if line.outcome == Outcome.PARTLY else "not_yet"
    return "running" if line.checks and line.state == State.ACCEPTED else "not_yet"


def meets(seat: Seat) -> Meets | None:
    """When and where the holder of a place is expected next, and who else will be there, as their letter says it.

    Parents who are asked to parts of their own learn neither of the other's hour nor of whoever comes to it alone.
    """
    meeting = models.next_meeting(seat)
    own = models.own_invitation(seat, meeting) if meeting else None
    if meeting is None or own is None:
        return None
    starts, ends, place = printed_when(own, meeting)
    assert starts is not None
    assert ends is not None
    words = words_of(own.id)
    comes = [
        Comes(row.name, row.why if words and not row.new else "")
        for row in may_be_named(meeting, own, words)
        if row.named
    ]
    guide, signal = guide_and_signal(own) if seat.role == Role.CHILD else ("", "")
    return Meets(starts, ends, place, comes, str(own.answer), without_titles(guide) if guide else "", signal)


def _helpers(seat: Seat, coordinator: Seat, phone: str, lines: Sequence[TaskLine]) -> list[Helper]:
    """The coordinator, then workers who do something for the reader and have a number of their own; three at most."""
    found = [Helper(without_titles(coordinator.name), _("is in charge of the plan"), phone, in_charge=True)]
    for line in lines:
        worker_id = line.seat.worker_id if line.seat else None
        worker = db.session.get(Worker, worker_id) if worker_id and line.seat != coordinator else None
        if worker is None or not worker.phone or line.seat is None:
            continue
        name = without_titles(line.seat.name)
        if name not in {one.name for one in found}:
            found.append(Helper(name, line.seat.agency_name, worker.phone))
    return found[:3]
