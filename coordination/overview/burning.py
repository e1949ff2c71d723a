"""What burns today: every row of a coordinator's first page in its group and order."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from coordination.cases.hand_overs import HandOver
from coordination.conferences.models import Conference
from coordination.conferences.rules import Answer
from coordination.overview import lines_of_cases, lines_of_meetings, lines_of_seats, lines_of_tasks
from coordination.overview.lines import Line
from coordination.overview.models import Desk
from coordination.overview.rules import Group, group_of_task, is_soon
from coordination.overview.words import day_of
from coordination.seats.models import CaseFrame
from coordination.seats.rules import Role
from foundation import clock


def burning(
    desk: Desk, worker_id: UUID | None, offers: Iterable[tuple[HandOver, CaseFrame]] = ()
) -> dict[Group, list[Line]]:  # fmt: skip
    """Every row of a coordinator's first page in its group and order; `offers`: the cases offered to her."""
    found: dict[Group, list[Line]] = {group: [] for group in Group}
    for task in desk.tasks:
        group = group_of_task(task.state, task.late_since, task.due_on, clock.today())
        if group is not None:
            found[group].append(lines_of_tasks.task_line(task, desk.cases[task.task.case_id], group, worker_id))
    found[Group.WAITING] += [
        lines_of_cases.not_taken(offer, name, desk.cases[offer.case_id]) for offer, name in desk.unanswered
    ]
    found[Group.WAITING] += [lines_of_cases.offered(offer, frame) for offer, frame in offers]
    found[Group.WAITING] += [
        lines_of_cases.has_read(reading, name, desk.cases[reading.case_id]) for reading, name in desk.readings
    ]
    for plan in desk.protection:
        late = plan.due_on < clock.today()
        found[Group.LATE if late else Group.SOON].append(
            lines_of_cases.protection_plan(plan, desk.cases[plan.case_id], late=late)
        )
    for seat in desk.seats:
        if seat.owes_ground:
            found[Group.WAITING].append(lines_of_seats.ground(seat, desk.cases[seat.seat.case_id]))
        elif seat.pledge == "refused":
            found[Group.WAITING].append(lines_of_seats.refused(seat, desk.cases[seat.seat.case_id]))
        if seat.state.sheet is not None:
            found[Group.WAITING].append(
                lines_of_seats.sheet_waits(seat, seat.state.sheet, desk.cases[seat.seat.case_id], worker_id)
            )
    found[Group.WAITING] += [
        lines_of_seats.ground_ends(seat, at, desk.cases[seat.seat.case_id]) for seat, at in desk.narrowing
    ]
    for meeting in desk.meetings():
        _of_meeting(meeting, desk, found, worker_id)
    found[Group.MISSING] += _new_wordings(desk)
    return in_order(found)


def _of_meeting(meeting: Conference, desk: Desk, found: dict[Group, list[Line]], worker_id: UUID | None) -> None:
    case, day = desk.cases[meeting.case_id], day_of(meeting)
    if meeting.entered_at is not None:
        found[Group.WAITING].append(lines_of_meetings.to_settle(meeting, case))
        return
    if meeting.ends_at is not None and meeting.ends_at <= clock.now():
        found[Group.WAITING].append(lines_of_meetings.attendance(meeting, case))
    elif is_soon(day, clock.today()):
        found[Group.SOON].append(lines_of_meetings.comes(meeting, case))
    if day < clock.today():
        return
    asked = desk.invited_to(meeting)
    found[Group.WAITING] += [
        lines_of_meetings.named(one, desk.named[one.id], case) for one in asked if one.id in desk.named
    ]
    silent = desk.owe_name(meeting)
    last_day = is_soon(meeting.answer_by, clock.today())
    found[Group.SOON if last_day else Group.MISSING] += [
        lines_of_meetings.nobody_named(one, case, last_day=last_day) for one in silent
    ]
    named_later = {one.id for one in silent} | set(desk.named)
    for invitation in (one for one in asked if one.answer == Answer.NO_REPLY and one.id not in named_later):
        found[Group.SOON if last_day else Group.MISSING].append(
            lines_of_meetings.answer(invitation, case, last_day=last_day)
        )
    for seat in desk.seats_at(meeting.case_id):
        if seat.owes_pledge and (seat.seat.role != Role.COORDINATOR or seat.seat.worker_id == worker_id):
            found[Group.MISSING].append(lines_of_seats.pledge(seat, day, case))


def _new_wordings(desk: Desk) -> Iterable[Line]:
    """One row for each case whose people must sign again; where a meeting comes, it names them one by one."""
    meeting_soon = {meeting.case_id for meeting in desk.meetings() if day_of(meeting) >= clock.today()}
    for case in desk.cases.values():
        again = [one for one in desk.seats_at(case.id) if one.owes_pledge and one.pledge == "superseded"]
        if again and case.id not in meeting_soon:
            yield lines_of_seats.sign_again(again, case)


def one_row_a_person(found: dict[Group, list[Line]]) -> None:
    """Let whoever owes several things have one row, in the group that is read first; the rest stands beside it."""
    rows: list[tuple[Group, Line]] = []
    of_seat: dict[UUID, list[int]] = defaultdict(list)
    for group, line in [(its, line) for its in Group for line in found[its]]:
        before = next((at for at in of_seat[line.seat] if line.joins(rows[at][1])), None) if line.seat else None
        if before is not None:
            rows[before] = (rows[before][0], rows[before][1].with_also(line.state))
            continue
        if line.seat:
            of_seat[line.seat].append(len(rows))
        rows.append((group, line))
    for group in Group:
        found[group] = [line for its, line in rows if its is group]


def in_order(found: dict[Group, list[Line]]) -> dict[Group, list[Line]]:
    """The rows of each group as they are read; so that what is new never hides behind what has long waited."""
    for lines in found.values():
        lines.sort(key=lambda line: (line.day or date.max, line.time, line.what))
    found[Group.WAITING].sort(key=_newest_then_nearest)
    return found


def _newest_then_nearest(line: Line) -> tuple[bool, int]:
    """What has happened comes first, the newest at the top; what is to come after it, the nearest at the top."""
    day = (line.day or date.min).toordinal()
    return line.coming, day if line.coming else -day


def sentence_of_the_day(found: dict[Group, list[Line]]) -> str:
    """What the page comes to, in one breath; empty when nothing burns."""
    late, waiting = len(found[Group.LATE]), len(found[Group.WAITING])
    parts = [ngettext("%(num)s task is overdue.", "%(num)s tasks are overdue.", late)] * (late > 0)
    parts += [ngettext("%(num)s thing waits for you.", "%(num)s things wait for you.", waiting)] * (waiting > 0)
    rest = any(found[group] for group in (Group.SOON, Group.MISSING))
    return " ".join([*parts, *([_("The rest can wait.")] if parts and rest else [])])
