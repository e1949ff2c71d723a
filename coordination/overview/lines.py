"""The rows of the first page in words: a date, a case, a state, one sentence, and the one place where it is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from coordination.conferences.models import Conference, Invitation
from coordination.conferences.rules import Answer
from coordination.conferences.words import OWN_ANSWERS as OWN_ANSWERS
from coordination.conferences.words import ROLES
from coordination.overview.models import Asked, CaseName, Desk, Inbox, SeatNow, Sitting, result_day
from coordination.overview.rules import Ask, Group, group_of_task, is_soon
from coordination.seats.models import Seat
from coordination.seats.rules import Role
from coordination.tasks.models import TaskLine
from coordination.tasks.rules import State
from foundation import clock, language
from foundation.access import Facts
from foundation.outbox.models import Letter


@dataclass(frozen=True)
class Shown:
    """A state for the macro of state words."""

    of: str
    code: str
    days: int = 0
    why: str = ""
    word: str = ""


@dataclass(frozen=True)
class Line:
    """One thing and one action."""

    day: date | None
    state: Shown
    what: str
    more: str
    label: str
    address: str
    case: CaseName | None = None
    code: str = ""
    late: bool = False
    time: str = ""
    """Orders the lines of one day."""

    @property
    def leaf(self) -> str:
        """The kind of the calendar leaf."""
        if self.late:
            return "late"
        return "" if self.day is not None and self.day >= clock.today() and self.coming else "plain"

    coming: bool = False
    """Whether the day is the one to look forward to, not the one when it happened."""

    @property
    def day_word(self) -> str | None:
        """Yesterday, today, tomorrow; otherwise the leaf shows its weekday."""
        if self.day is None:
            return None
        words = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
        return words.get((self.day - clock.today()).days)


def burning(desk: Desk, worker_id: UUID | None) -> dict[Group, list[Line]]:
    """Every row of a coordinator's first page in its group and order."""
    found: dict[Group, list[Line]] = {group: [] for group in Group}
    for task in desk.tasks:
        group = group_of_task(task.state, task.late_since, task.due_on, clock.today())
        if group is not None:
            found[group].append(_task(task, desk.cases[task.task.case_id], group, worker_id))
    found[Group.WAITING] += [_undelivered(letter, desk) for letter in desk.undelivered]
    for seat in desk.seats:
        if seat.owes_ground:
            found[Group.WAITING].append(_ground(seat, desk.cases[seat.seat.case_id]))
        elif seat.pledge == "refused":
            found[Group.WAITING].append(_refused(seat, desk.cases[seat.seat.case_id]))
    for meeting in desk.meetings():
        _of_meeting(meeting, desk, found, worker_id)
    return _in_order(found)


def _in_order(found: dict[Group, list[Line]]) -> dict[Group, list[Line]]:
    for lines in found.values():
        lines.sort(key=lambda line: (line.day or date.max, line.time, line.what))
    found[Group.WAITING].sort(key=lambda line: line.day or date.min, reverse=True)
    return found


def _of_meeting(meeting: Conference, desk: Desk, found: dict[Group, list[Line]], worker_id: UUID | None) -> None:
    case, day = desk.cases[meeting.case_id], day_of(meeting)
    if meeting.ends_at is not None and meeting.ends_at <= clock.now():
        found[Group.WAITING].append(_attendance(meeting, case))
    elif is_soon(day, clock.today()):
        found[Group.SOON].append(_meeting(meeting, case))
    if day < clock.today():
        return
    asked = desk.invited_to(meeting)
    for invitation in (one for one in asked if one.answer == Answer.NO_REPLY):
        last_day = is_soon(meeting.answer_by, clock.today())
        found[Group.SOON if last_day else Group.MISSING].append(_answer(invitation, case, last_day=last_day))
    for seat in desk.seats_at(meeting.case_id):
        if seat.owes_pledge and (seat.seat.role != Role.COORDINATOR or seat.seat.worker_id == worker_id):
            found[Group.MISSING].append(_pledge(seat, meeting, case))


def day_of(meeting: Conference) -> date:
    """The day of a convened meeting, in Prague."""
    return clock.in_prague(_starts(meeting)).date()


def _starts(meeting: Conference) -> datetime:
    assert meeting.starts_at is not None
    return meeting.starts_at


def _person(name: str, *about: str) -> str:
    return ", ".join(part for part in (name, *about) if part)


def _task(task: TaskLine, case: CaseName, group: Group, worker_id: UUID | None) -> Line:
    seat = task.seat
    own = seat is not None and seat.worker_id == worker_id
    who = _person(seat.name, seat.agency_name) if seat else ""
    happened = clock.in_prague(task.last.at).date() if task.last else task.due_on
    return Line(
        day=happened if group == Group.WAITING else task.late_since or task.due_on,
        state=Shown("task", task.shown_as, days=task.days_late),
        what=task.wording.text,
        more=_word_about(task, who) or (_("In charge: you") if own else _("In charge: %(who)s", who=who)),
        label={State.DECLINED: _("Decide"), State.OTHER_DATE: _("Decide"), State.REPORTED: _("Confirm")}.get(
            task.state, _("Open the task")
        ),
        address=url_for("tasks.show", task_id=task.task.id),
        case=case,
        late=group == Group.LATE,
        coming=group != Group.WAITING,
    )


def _word_about(task: TaskLine, who: str) -> str:
    """What the one in charge has said last."""
    last = task.last
    if last is None:
        return ""
    if task.state == State.OTHER_DATE and last.proposed_on:
        proposed = _("%(who)s proposes %(day)s.", who=who, day=language.short_day(last.proposed_on))
        return f"{proposed} {_quoted(last.reason)}".strip()
    if task.state in (State.DECLINED, State.REPORTED) and last.reason:
        return f"{who}: {_quoted(last.reason)}"
    return ""


def _quoted(words: str | None) -> str:
    return _("“%(words)s”", words=words) if words else ""


def _ground(seat: SeatNow, case: CaseName) -> Line:
    return Line(
        day=clock.in_prague(seat.seat.from_at).date(),
        state=Shown("preparation", "missing", word=_("agreement or legal title missing")),
        what=_("%(who)s cannot open the content", who=_person(seat.seat.name, seat.seat.agency_name)),
        more=_("Add who agreed, to what and until when, or state the legal title."),
        label=_("Add the ground"),
        address=url_for("cases.involvement", involvement_id=seat.seat.involvement_id)
        if seat.seat.involvement_id
        else url_for("cases.involve", case_id=case.id),
        case=case,
    )


def _refused(seat: SeatNow, case: CaseName) -> Line:
    return Line(
        day=clock.in_prague(seat.seat.from_at).date(),
        state=Shown("pledge", "refused"),
        what=_("%(who)s will not sign the pledge", who=seat.seat.name),
        more=_("Without a pledge the content stays closed. Talk it over, or invite somebody else."),
        label=_("See the pledges"),
        address=url_for("pledges.who", case_id=case.id),
        case=case,
    )


def _whys() -> dict[str, str]:
    return {
        "no_such_address": _("no such address"),
        "mailbox_full": _("mailbox full"),
        "refused": _("refused by the mail server"),
        "silent": _("mail server silent"),
    }


def _undelivered(letter: Letter, desk: Desk) -> Line:
    invitation = next((one for one in desk.invitations if one.id == letter.about), None)
    task = next((one for one in desk.tasks if one.task.id == letter.about), None)
    assert letter.case_id is not None
    if invitation is not None:
        who, address = invitation.name, url_for("conferences.show", conference_id=invitation.conference_id)
    elif task is not None:
        who, address = task.seat.name if task.seat else "", url_for("tasks.show", task_id=task.task.id)
    else:
        who, address = letter.recipient, url_for("overview.case", case_id=letter.case_id)
    return Line(
        day=clock.in_prague(letter.undelivered_at).date() if letter.undelivered_at else None,
        state=Shown("letter", "undelivered", why=_whys().get(letter.undelivered_why or "", "")),
        what=_("A letter did not arrive: %(who)s", who=who or letter.recipient),
        more=_("Call the recipient, or correct the address and send again."),
        label=_("Put it right"),
        address=address,
        case=desk.cases[letter.case_id],
    )


def _attendance(meeting: Conference, case: CaseName) -> Line:
    return Line(
        day=day_of(meeting),
        state=Shown("preparation", "todo", word=_("attendance not recorded")),
        what=_("Meeting %(number)s: who was there", number=meeting.number),
        more=_("Record it for everybody, then the plan can begin."),
        label=_("Record attendance"),
        address=url_for("conferences.attendance", conference_id=meeting.id),
        case=case,
    )


def _meeting(meeting: Conference, case: CaseName) -> Line:
    times = language.span(meeting.starts_at, meeting.ends_at) if meeting.starts_at and meeting.ends_at else ""
    return Line(
        day=day_of(meeting),
        state=Shown("preparation", "done", word=_("convened")),
        what=_("Meeting %(number)s", number=meeting.number),
        more=_person(times, meeting.place),
        label=_("Open"),
        address=url_for("conferences.show", conference_id=meeting.id),
        case=case,
        coming=True,
        time=_starts(meeting).isoformat(),
    )


def _answer(invitation: Invitation, case: CaseName, *, last_day: bool) -> Line:
    meeting = invitation.conference
    who = _person(invitation.function, invitation.agency_name)
    by = _("Answer by %(day)s.", day=language.short_day(meeting.answer_by)) if meeting.answer_by else ""
    return Line(
        day=meeting.answer_by if last_day else day_of(meeting),
        state=Shown("invitation", Answer.NO_REPLY.value),
        what=_("Answer to the invitation: %(name)s", name=invitation.name),
        more=". ".join(part for part in (who, by) if part),
        label=_("Open the meeting"),
        address=url_for("conferences.show", conference_id=meeting.id),
        case=case,
        coming=last_day,
    )


def _pledge(seat: SeatNow, meeting: Conference, case: CaseName) -> Line:
    own = seat.seat.role == Role.COORDINATOR
    return Line(
        day=day_of(meeting),
        state=Shown("pledge", seat.pledge),
        what=_("Your own pledge of confidentiality")
        if own
        else _("Pledge of confidentiality: %(name)s", name=seat.seat.name),
        more=_person(seat.seat.function, seat.seat.agency_name),
        label=_("Sign") if own else _("See the pledges"),
        address=url_for("pledges.sign" if own else "pledges.who", case_id=case.id),
        case=case,
    )


def sentence_of_the_day(found: dict[Group, list[Line]]) -> str:
    """What the page comes to, in one breath; empty when nothing burns."""
    late, waiting = len(found[Group.LATE]), len(found[Group.WAITING])
    parts = [ngettext("%(num)s task is overdue.", "%(num)s tasks are overdue.", late)] * (late > 0)
    parts += [ngettext("%(num)s thing waits for you.", "%(num)s things wait for you.", waiting)] * (waiting > 0)
    rest = any(found[group] for group in (Group.SOON, Group.MISSING))
    return " ".join([*parts, *([_("The rest can wait.")] if parts and rest else [])])


# --- what a worker is asked for --------------------------------------------------------------------------------------


def asked(inbox: Inbox) -> list[Line]:
    """The rows of a worker's first page, the nearest day first."""
    return [_ASKS[one.ask](one) for one in inbox.asked]


def _answer_asked(one: Asked) -> Line:
    assert one.invitation is not None
    return _ask(
        one,
        Shown("invitation", Answer.NO_REPLY.value),
        _("Answer whether the date suits you"),
        when_and_where(one.invitation.conference, open_content=False),
        _("Give an answer"),
        url_for("conferences.my_answer", conference_id=one.invitation.conference_id),
    )


def _pledge_asked(one: Asked) -> Line:
    return _ask(
        one,
        Shown("pledge", "pending"),
        _("Sign the pledge of confidentiality"),
        _("For now you see only date and place. Your signed pledge opens the content."),
        _("Read and sign"),
        url_for("pledges.sign", case_id=one.case_id),
    )


def _part_asked(one: Asked) -> Line:
    return _ask(
        one,
        Shown("preparation", "todo", word=_("new")),
        _("Read whose family it is, and take part"),
        _("If you must step aside, do it there with one click."),
        _("Open"),
        url_for("conferences.introduction", case_id=one.case_id),
    )


def _task_asked(one: Asked) -> Line:
    assert one.task is not None
    accept = one.ask == Ask.ACCEPT
    return _ask(
        one,
        Shown("task", one.task.shown_as, days=one.task.days_late),
        one.task.wording.text,
        _("It is done when: %(sign)s", sign=one.task.wording.criterion),
        _("Give an answer") if accept else _("Report the result"),
        url_for("tasks.show", task_id=one.task.task.id),
        late=one.task.late_since is not None,
    )


def upcoming(inbox: Inbox) -> list[Line]:
    """The tasks of a worker that ask for nothing yet, the nearest day first."""
    found = [_task_of_later(one, task) for one, task in inbox.upcoming]
    return sorted(found, key=lambda line: (line.day or date.max, line.code))


def _task_of_later(one: Sitting, task: TaskLine) -> Line:
    waits = task.state == State.OTHER_DATE
    sign = _("It is done when: %(sign)s", sign=task.wording.criterion)
    return Line(
        day=task.due_on if waits else result_day(task),
        state=Shown("task", task.shown_as, days=task.days_late),
        what=task.wording.text,
        more=_("The coordinator decides about the date that you propose.") if waits else sign,
        label=_("Open the task"),
        address=url_for("tasks.show", task_id=task.task.id),
        code=one.nickname or one.seat.frame.code,
        late=task.late_since is not None,
        coming=True,
    )


def way_in(one: Sitting) -> str:
    """Where the holder of a seat can go: to the case, else to the pledge, else to whom it concerns."""
    if one.opens:
        return url_for("overview.case", case_id=one.seat.case_id)
    if not one.facts.signed and one.may("own_pledge", "W"):
        return url_for("pledges.sign", case_id=one.seat.case_id)
    return url_for("conferences.introduction", case_id=one.seat.case_id)


def as_whom(seat: Seat) -> str:
    """For whom somebody sits there, and as what besides taking part."""
    role = "" if seat.role == Role.AGENCY_WORKER else str(ROLES[seat.role])
    return _person(seat.agency_name or seat.function, role)


_ASKS = {
    Ask.ANSWER: _answer_asked,
    Ask.PLEDGE: _pledge_asked,
    Ask.TAKE_PART: _part_asked,
    Ask.ACCEPT: _task_asked,
    Ask.REPORT: _task_asked,
}


def _ask(one: Asked, state: Shown, what: str, more: str, label: str, address: str, *, late: bool = False) -> Line:
    return Line(
        day=one.day, state=state, what=what, more=more, label=label, address=address, code=one.code, late=late,
        coming=True,
    )  # fmt: skip


def when_and_where(meeting: Conference, *, open_content: bool) -> str:
    """When and where people meet; a sensitive place only for those to whom the content opens."""
    starts = _starts(meeting)
    when = language.long_day(clock.in_prague(starts).date())
    times = language.span(starts, meeting.ends_at) if meeting.ends_at else language.wall_time(starts)
    hidden = meeting.place_is_sensitive and not open_content
    return _person(when, times, _("the place opens with your pledge") if hidden else meeting.place)


def days_until(meeting: Conference) -> int:
    """How many days remain; 0 today."""
    return max(0, (day_of(meeting) - clock.today()) // timedelta(days=1))


def surname(name: str) -> str:
    """A name without titles and first names, for short lists."""
    return (name.partition(",")[0].split() or [""])[-1]


def names(people: Iterable[str], most: int = 4) -> str:
    """A few names, and how many more there are."""
    known: Sequence[str] = [name for name in people if name]
    more = len(known) - most
    if more <= 0:
        return ", ".join(known)
    return str(_("%(names)s and %(count)s more", names=", ".join(known[:most]), count=more))


# --- a case ----------------------------------------------------------------------------------------------------------


def short_moment(starts: datetime | None, ends: datetime | None = None) -> str:
    """`út 3. 3. 2026, 13:00–14:45`."""
    if starts is None:
        return ""
    times = language.span(starts, ends) if ends else language.wall_time(starts)
    return f"{language.short_day(clock.in_prague(starts).date())}, {times}"


def about(seat: Seat) -> str:
    """What somebody does and where."""
    return _person(seat.function, seat.agency_name)


_SEATING = ("coordinator", "family", "refused", "waiting", "paper", "signed")


def in_seating_order(seats: Iterable[SeatNow]) -> list[SeatNow]:
    """Family and open pledges before settled ones."""
    return sorted(seats, key=lambda one: (_SEATING.index(one.picture), one.seat.agency_name, one.seat.name))


_WRITES_DOWN = frozenset({Role.COORDINATOR, Role.MINUTE_TAKER})


def may_open(task: TaskLine, facts: Facts) -> bool:
    """Whether the page of a task is there for this reader: its own person, and those who write down what was said."""
    return facts.role in _WRITES_DOWN or (task.seat is not None and task.seat.id == facts.seat_id)
