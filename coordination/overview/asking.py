"""What a worker is asked for, in words: each row one thing and the one place where it is done."""

from dataclasses import replace
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from coordination.conferences.rules import Answer
from coordination.overview.lines import Line, Shown
from coordination.overview.models import Asked, Inbox, Sitting, result_day
from coordination.overview.rules import Ask
from coordination.overview.words import when_and_where
from coordination.tasks.models import TaskLine
from coordination.tasks.rules import State
from foundation import clock


def asked(inbox: Inbox) -> list[Line]:
    """The rows of a worker's first page, the nearest day first."""
    return [_waiting(_ASKS[one.ask](one), inbox, one.task) for one in inbox.asked]


def _waiting(line: Line, inbox: Inbox, task: TaskLine | None) -> Line:
    """The same row; of a task that waits for others it says so before anything else."""
    numbers = inbox.first.get(task.task.id, ()) if task is not None else ()
    if not numbers:
        return line
    first = ngettext(
        "Waits for task %(numbers)s, which is not done yet.", "Waits for tasks %(numbers)s, which are not done yet.",
        len(numbers), numbers=", ".join(map(str, numbers)),
    )  # fmt: skip
    return replace(line, more=f"{first} {line.more}")


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


def _name_asked(one: Asked) -> Line:
    assert one.invitation is not None
    return _ask(
        one,
        Shown("invitation", Answer.SUBSTITUTE.value),
        _("Say who comes instead of you"),
        _("The invitation then goes to them directly."),
        _("Say who comes"),
        url_for("conferences.my_substitute", conference_id=one.invitation.conference_id),
    )


def _pledge_asked(one: Asked) -> Line:
    if one.sheet is not None:
        return _ask(
            one,
            Shown("pledge", "waiting_confirmation"),
            _("Confirm the sheet with your signature"),
            _("Somebody handed in a sheet with your signature. Say whether it is yours."),
            _("Look and confirm"),
            url_for("pledges.sign", case_id=one.case_id),
        )
    return _ask(
        one,
        Shown("pledge", "superseded" if one.signed_before else "pending"),
        _("Sign the new wording of the pledge") if one.signed_before else _("Sign the pledge of confidentiality"),
        _("The pledge has changed in substance. Until you sign it again, the content is closed.")
        if one.signed_before
        else _("For now you see only date and place. Your signed pledge opens the content."),
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
    found = [_waiting(_task_of_later(one, task), inbox, task) for one, task in inbox.upcoming]
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


def _standpoint_asked(one: Asked) -> Line:
    assert one.invitation is not None
    return _ask(
        one,
        Shown("invitation", Answer.NO_REPLY.value),
        _("Write a short standpoint"),
        _("Five short fields, read only by those for whom you mean them."),
        _("Write the standpoint"),
        url_for("standpoints.own", conference_id=one.invitation.conference_id),
        late=one.day < clock.today(),
    )


_ASKS = {
    Ask.ANSWER: _answer_asked,
    Ask.NAME: _name_asked,
    Ask.PLEDGE: _pledge_asked,
    Ask.TAKE_PART: _part_asked,
    Ask.STANDPOINT: _standpoint_asked,
    Ask.ACCEPT: _task_asked,
    Ask.REPORT: _task_asked,
}


def _ask(one: Asked, state: Shown, what: str, more: str, label: str, address: str, *, late: bool = False) -> Line:
    return Line(
        day=one.day, state=state, what=what, more=more, label=label, address=address, code=one.code, late=late,
        coming=True,
    )  # fmt: skip
