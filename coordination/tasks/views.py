"""Tasks (úkoly): one page where its person answers and reports, and where a spoken word is written down."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.accounts.codes import after_code
from coordination.seats.models import coordinator_of, facts_at_case
from coordination.seats.rules import Role
from coordination.tasks import actions, handing_on, models, passing, rules, touched
from coordination.tasks.actions import Said
from coordination.tasks.beside import beside
from coordination.tasks.documents import PURPOSE
from coordination.tasks.hand_ons import last_of
from coordination.tasks.models import (
    Check,
    TaskStep,
    facts_for_answering,
    facts_for_coordinator,
    facts_for_writing_down,
    facts_of_task,
)
from coordination.tasks.pages import (
    CHECK_NAMES,
    OUTCOME_NAMES,
    WHERE_NAMES,
    Answer,
    done,
    line_at,
    page,
    pages,
    to_task,
)
from coordination.tasks.rules import CheckOutcome, Outcome, SaidWhere, Step
from foundation import access, clock, links
from foundation.access import Door, public, requires
from foundation.web import Choice, DayField, ReadForm, TextBlock, TextLine, notice

__all__ = ["handing_on", "pages", "passing", "touched"]

after_code(PURPOSE, "tasks.by_link")


# --- the task ---------------------------------------------------------------------------------------------------------


@pages.get("/tasks/<uuid:task_id>")
@requires("own_task", facts=facts_of_task, looked=True)
def show(task_id: UUID) -> str:
    return _task_page(task_id, ReadForm())


def _task_page(task_id: UUID, form: ReadForm) -> str:
    role = access.facts().role
    line = line_at(task_id)
    return page(
        "show", task_id, form=form, steps=models.steps_of(task_id), role=role, may_act=access.may("own_task", "W"),
        coordinates=role == Role.COORDINATOR, writes_down=role in (Role.COORDINATOR, Role.MINUTE_TAKER),
        follows=rules.FOLLOWS[line.state], coordinator=coordinator_of(line.task.case_id), today=clock.today(),
        access_to_plan=access.may("plan_goals_all_tasks", "R"), words_of=_words_of, note_of=_note_of,
        hand_on=last_of(line),
        beside=beside(line, partial(access.may, "plan_goals_all_tasks", "R")),
    )  # fmt: skip


def _words_of(step: TaskStep) -> str:
    """What was said with a step, for those whom it concerns: not for whoever answers for the task after them."""
    facts = access.facts()
    at_head = (Role.COORDINATOR,) if step.step == Step.DECLINED else (Role.COORDINATOR, Role.MINUTE_TAKER)
    own = step.seat_id is not None and step.seat_id == facts.seat_id
    return (step.reason or "") if own or facts.role in at_head else ""


def _note_of(check: Check) -> str:
    """The same for one period of a repeated task."""
    writes = access.facts().role in (Role.COORDINATOR, Role.MINUTE_TAKER)
    return (check.note or "") if writes or check.by == access.actor().key else ""


def _answered(task_id: UUID, deed: Callable[..., None], thanks: str) -> Answer:
    """One press on the page of the task: done, or the page again with why not."""
    form = ReadForm()
    if done(form, lambda: deed(task_id, seen=form.seen, actor=access.actor())):
        notice(thanks)
        return to_task(task_id)
    return (_task_page(task_id, form), 409) if form.mistakes else to_task(task_id)


@pages.get("/o/<token>/task")
@public
def by_link(token: str) -> Response:
    """Lead a mailed link on: to the code, to what is still missing, or to the task itself."""
    link = links.resolve(token)
    who = access.actor()
    if link is None or link.purpose != PURPOSE:
        return redirect(url_for("links.enter", token=token), 303)
    if who.worker_id != link.holder or who.door < Door.CODE:
        return redirect(url_for("accounts.code", token=token), 303)
    line = line_at(link.subject)
    facts = facts_at_case(who, line.task.case_id)
    if facts is not None and not facts.signed and facts.role != Role.COORDINATOR:
        return redirect(url_for("pledges.sign", case_id=line.task.case_id), 303)
    return to_task(link.subject)


# --- its person answers -----------------------------------------------------------------------------------------------


@pages.post("/tasks/<uuid:task_id>/accept")
@requires("own_task", facts=facts_for_answering)
def accept(task_id: UUID) -> Answer:
    return _answered(task_id, actions.accept, _("You have accepted the task. Thank you."))


class Declining(ReadForm):
    """Why somebody gives a task back."""

    reason = TextBlock(_l("Why not?"), 500, rows=3, hint=_l("One sentence. Only the coordinator reads it."))


@pages.route("/tasks/<uuid:task_id>/decline", methods=["GET", "POST"])
@requires("own_task", facts=facts_for_answering)
def decline(task_id: UUID) -> Answer:
    form = Declining()
    if done(form, lambda: actions.decline(task_id, why=form.reason.data or "", seen=form.seen, actor=access.actor())):
        notice(_("Your answer is with the coordinator. The task is not yours."))
        return to_task(task_id)
    return page("decline", task_id, form=form)


class OtherDate(ReadForm):
    """Another date, and why if one likes."""

    proposed_on = DayField(_l("Which day suits you?"), hint=_l("For example 20. 3., “by Friday” or “in 14 days”."))
    reason = TextBlock(_l("Why?"), 500, rows=2, optional=True)


@pages.route("/tasks/<uuid:task_id>/other-date", methods=["GET", "POST"])
@requires("own_task", facts=facts_for_answering)
def other_date(task_id: UUID) -> Answer:
    form = OtherDate()

    def deed() -> None:
        on, why = form.proposed_on.data, form.reason.data or ""
        actions.propose_date(task_id, proposed_on=on, why=why, seen=form.seen, actor=access.actor())

    if done(form, deed):
        notice(_("Your date is with the coordinator. You will be told what holds."))
        return to_task(task_id)
    return page("other_date", task_id, form=form)


class Reporting(ReadForm):
    """How it went."""

    outcome = Choice(
        _l("How did it go?"), [(one.value, name) for one, name in OUTCOME_NAMES.items()],
        missing=_l("Choose how it went. One word is enough."),
    )  # fmt: skip
    note = TextBlock(_l("One sentence about it"), 500, rows=2, optional=True)


@pages.route("/tasks/<uuid:task_id>/report", methods=["GET", "POST"])
@requires("own_task", facts=facts_for_answering)
def report(task_id: UUID) -> Answer:
    form = Reporting()

    def deed() -> None:
        actions.report(
            task_id, outcome=Outcome(form.outcome.data), note=form.note.data or "", seen=form.seen, actor=access.actor()
        )

    if done(form, deed):
        notice(_("Noted. The coordinator sees it now."))
        return to_task(task_id)
    return page("report", task_id, form=form)


class Checking(ReadForm):
    """How one period of a repeated task went."""

    outcome = Choice(
        _l("How did it go?"), [(one.value, name) for one, name in CHECK_NAMES.items()],
        missing=_l("Choose how it went. One word is enough."),
    )  # fmt: skip
    note = TextBlock(_l("One sentence about it"), 500, rows=2, optional=True)


@pages.route("/tasks/<uuid:task_id>/periods/<period>", methods=["GET", "POST"])
@requires("own_task", facts=facts_for_answering)
def check(task_id: UUID, period: str) -> Answer:
    form, line = Checking(), line_at(task_id)
    starts = next((day for day in line.periods if day.isoformat() == period), None)
    if starts is None:
        return to_task(task_id)

    def deed() -> None:
        outcome, note = CheckOutcome(form.outcome.data), form.note.data or ""
        actions.check(task_id, starts, outcome=outcome, note=note, seen=form.seen, actor=access.actor())

    if done(form, deed):
        notice(_("Noted. The coordinator sees it now."))
        return to_task(task_id)
    return page("check", task_id, form=form, starts=starts)


# --- a spoken word ----------------------------------------------------------------------------------------------------


class AsSaid(ReadForm):
    """What somebody said, and where, when and to whom."""

    answer = Choice(
        _l("What was said?"),
        [
            ("accept", _l("Takes the task on")),
            ("other_date", _l("Wants another date")),
            ("decline", _l("Declines the task")),
            *((one.value, name) for one, name in OUTCOME_NAMES.items()),
        ],
        missing=_l("Choose what was said."),
    )
    proposed_on = DayField(_l("Which day was proposed?"), optional=True, hint=_l("Only when another date was wanted."))
    reason = TextBlock(_l("In their words"), 500, rows=2, optional=True, hint=_l("Needed when the task is declined."))
    said_where = Choice(
        _l("Where was it said?"), [(one.value, name) for one, name in WHERE_NAMES.items()],
        missing=_l("Choose where it was said."),
    )  # fmt: skip
    said_on = DayField(_l("When?"), default=clock.today)
    said_to = TextLine(_l("To whom?"), 120)

    @property
    def said(self) -> Said:
        """The circumstances of the word."""
        return Said(SaidWhere(self.said_where.data), self.said_on.data, self.said_to.data or "")


def _write_down(task_id: UUID, form: AsSaid) -> None:
    who, said, words, answer = access.actor(), form.said, form.reason.data or "", form.answer.data
    if answer == "accept":
        actions.write_down_acceptance(task_id, said=said, words=words, seen=form.seen, actor=who)
    elif answer == "decline":
        actions.write_down_refusal(task_id, said=said, why=words, seen=form.seen, actor=who)
    elif answer == "other_date":
        day = form.proposed_on.data
        actions.write_down_other_date(task_id, said=said, proposed_on=day, why=words, seen=form.seen, actor=who)
    else:
        actions.write_down_report(task_id, said=said, outcome=Outcome(answer), note=words, seen=form.seen, actor=who)


@pages.route("/tasks/<uuid:task_id>/as-said", methods=["GET", "POST"])
@requires("own_task", facts=facts_for_writing_down)
def as_said(task_id: UUID) -> Answer:
    form = AsSaid(said_to=_own_name())
    if done(form, lambda: _write_down(task_id, form)):
        notice(_("Written down as said."))
        return to_task(task_id)
    return page("as_said", task_id, form=form)


def _own_name() -> str:
    return str(getattr(access.actor(), "name", ""))


class PeriodAsSaid(Checking):
    """What somebody said about one period."""

    said_where = Choice(
        _l("Where was it said?"), [(one.value, name) for one, name in WHERE_NAMES.items()],
        missing=_l("Choose where it was said."),
    )  # fmt: skip
    said_on = DayField(_l("When?"), default=clock.today)
    said_to = TextLine(_l("To whom?"), 120)


@pages.route("/tasks/<uuid:task_id>/periods/<period>/as-said", methods=["GET", "POST"])
@requires("own_task", facts=facts_for_writing_down)
def check_as_said(task_id: UUID, period: str) -> Answer:
    form, line = PeriodAsSaid(said_to=_own_name()), line_at(task_id)
    starts = next((day for day in line.periods if day.isoformat() == period), None)
    if starts is None:
        return to_task(task_id)

    def deed() -> None:
        said = Said(SaidWhere(form.said_where.data), form.said_on.data, form.said_to.data or "")
        outcome, note = CheckOutcome(form.outcome.data), form.note.data or ""
        actions.write_down_check(
            task_id, starts, said=said, outcome=outcome, note=note, seen=form.seen, actor=access.actor()
        )

    if done(form, deed):
        notice(_("Written down as said."))
        return to_task(task_id)
    return page("check", task_id, form=form, starts=starts)


# --- the coordinator decides ------------------------------------------------------------------------------------------


@pages.post("/tasks/<uuid:task_id>/agree-date")
@requires("own_task", facts=facts_for_coordinator)
def agree_date(task_id: UUID) -> Answer:
    return _answered(
        task_id, actions.agree_date, _("The other date holds. The person is told, and their calendar too.")
    )


class Keeping(ReadForm):
    """Why the date stays."""

    reason = TextBlock(
        _l("Why does the date stay?"), 500, rows=3, hint=_l("The person who asked reads it after signing in.")
    )


@pages.route("/tasks/<uuid:task_id>/keep-date", methods=["GET", "POST"])
@requires("own_task", facts=facts_for_coordinator)
def keep_date(task_id: UUID) -> Answer:
    form = Keeping()
    if done(form, lambda: actions.keep_date(task_id, why=form.reason.data or "", seen=form.seen, actor=access.actor())):
        notice(_("The date stays. The person is asked to accept or decline."))
        return to_task(task_id)
    return page("keep_date", task_id, form=form)


@pages.post("/tasks/<uuid:task_id>/confirm")
@requires("own_task", facts=facts_for_coordinator)
def confirm(task_id: UUID) -> Answer:
    return _answered(task_id, actions.confirm, _("The result is confirmed."))


class Cancelling(ReadForm):
    """Why nobody needs the task any more."""

    reason = TextBlock(_l("Why is it cancelled?"), 500, rows=2, optional=True)


@pages.route("/tasks/<uuid:task_id>/cancel", methods=["GET", "POST"])
@requires("own_task", facts=facts_for_coordinator)
def cancel(task_id: UUID) -> Answer:
    form = Cancelling()
    if done(form, lambda: actions.cancel(task_id, why=form.reason.data or "", seen=form.seen, actor=access.actor())):
        notice(_("The task is cancelled and leaves the calendar of its person."))
        return to_task(task_id)
    return page("cancel", task_id, form=form)
