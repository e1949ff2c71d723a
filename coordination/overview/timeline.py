"""What has happened at a case (průběh), the newest first: read from the facts themselves, for its coordinator alone."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from agencies.directory.models import Agency
from coordination.cases.models import Person
from coordination.conferences.models import Conference, other_ways_of
from coordination.conferences.words import TOOLS
from coordination.evaluation.models import closings_of
from coordination.overview.rules import Happening
from coordination.overview.story import Story
from coordination.overview.words import names, quoted, short_moment, surname, with_about
from coordination.plans.models import PlanVersion
from coordination.seats.models import Consent, Involvement, LegalTitle, Pledge, Seat
from coordination.seats.rules import Ending
from coordination.tasks.models import Task, TaskStep
from coordination.tasks.rules import Outcome, Step
from foundation import clock, language
from foundation.database import db


@dataclass(frozen=True)
class Event:
    """One thing that happened, as a sentence."""

    at: datetime
    kind: Happening
    point: str
    """The point of it, shown bold."""
    more: str = ""
    when: str = ""
    """What stands instead of the day and the time."""
    address: str = ""
    """The page that tells more."""

    @property
    def moment(self) -> str:
        """When it happened, as people read it."""
        return self.when or short_moment(self.at)


def events_of(story: Story) -> list[Event]:
    """Everything that happened at a case, the newest first; seven queries besides what the story holds."""
    case_id = story.frame.id
    found = [
        *_of_frame(story),
        *_of_agencies(story),
        *_of_grounds(case_id),
        *_of_meetings(story.conferences),
        *_of_other_ways(case_id),
        *_of_pledges(case_id),
        *_of_seats(case_id),
        *_of_plan(story.plan.versions if story.plan else (), case_id),
        *_of_tasks(case_id),
    ]
    now = clock.now()
    return sorted((event for event in found if event.at <= now), key=lambda event: event.at, reverse=True)


def _on_day(at: datetime) -> str:
    return language.short_day(clock.in_prague(at).date())


def _last_day(until: datetime) -> date:
    """The last day on which something holds that ends at this instant."""
    return clock.in_prague(until - timedelta(microseconds=1)).date()


# --- the case, the agencies, and why they may know -------------------------------------------------------------------


def _of_frame(story: Story) -> Iterable[Event]:
    frame = story.frame
    yield Event(frame.drafted_at, Happening.PEOPLE, _("The case was opened."))
    page = url_for("evaluation.closing", case_id=frame.id)
    for one in closings_of(frame.id):
        yield Event(one.closed_at, Happening.PLAN, _("The case was closed."), quoted(one.why), "", page)
        if one.reopened_at:
            because = quoted(one.reopened_because or "")
            yield Event(one.reopened_at, Happening.PLAN, _("The case was opened again."), because, "", page)


def _of_agencies(story: Story) -> Iterable[Event]:
    for one in story.agencies:
        at = clock.midnight(one.involvement.since)
        page = url_for("cases.involvement", involvement_id=one.involvement.id)
        yield Event(
            at, Happening.PEOPLE, _("Joins the case: %(agency)s.", agency=one.agency.name), "", _on_day(at), page
        )


def _of_grounds(case_id: UUID) -> Iterable[Event]:
    consents = (
        select(Consent, Person.name, Agency.name)
        .join(Person, Person.id == Consent.given_by)
        .join(Involvement, Involvement.id == Consent.involvement_id)
        .join(Agency, Agency.id == Involvement.agency_id)
        .where(Consent.case_id == case_id)
    )
    for consent, parent, agency in db.session.execute(consents):
        page = url_for("cases.involvement", involvement_id=consent.involvement_id)
        until = language.day(_last_day(consent.until))
        more = _("%(person)s, until %(day)s.", person=parent, day=until)
        yield Event(consent.since, Happening.PEOPLE, _("Consent recorded: %(agency)s.", agency=agency), more, "", page)
        if consent.withdrawn_at:
            point = _("Consent withdrawn: %(agency)s.", agency=agency)
            yield Event(consent.withdrawn_at, Happening.PEOPLE, point, parent, "", page)
        else:
            yield Event(consent.until, Happening.PEOPLE, _("Consent expired: %(agency)s.", agency=agency), "", "", page)
    titles = (
        select(LegalTitle, Agency.name)
        .join(Involvement, Involvement.id == LegalTitle.involvement_id)
        .join(Agency, Agency.id == Involvement.agency_id)
        .where(LegalTitle.case_id == case_id)
    )
    for title, agency in db.session.execute(titles):
        page = url_for("cases.involvement", involvement_id=title.involvement_id)
        point = _("Legal title stated: %(agency)s.", agency=agency)
        yield Event(title.since, Happening.PEOPLE, point, title.citation, "", page)
        ended_at = title.ended_at or title.until
        if ended_at:
            point = _("Legal title ended: %(agency)s.", agency=agency)
            yield Event(ended_at, Happening.PEOPLE, point, "", "", page)


# --- meetings, pledges, seats ----------------------------------------------------------------------------------------


def _of_meetings(conferences: Iterable[Conference]) -> Iterable[Event]:
    for one in conferences:
        page, number = url_for("conferences.show", conference_id=one.id), one.number
        if one.entered_at:
            yield Event(
                one.entered_at,
                Happening.PEOPLE,
                _("Meeting %(number)s entered afterwards.", number=number),
                "",
                "",
                page,
            )
        elif one.convened_at and one.starts_at:
            point = _("Meeting %(number)s convened", number=number)
            more = _("for %(moment)s.", moment=short_moment(one.starts_at))
            yield Event(one.convened_at, Happening.PEOPLE, point, more, "", page)
        if one.cancelled_at:
            point = _("Meeting %(number)s called off.", number=number)
            yield Event(one.cancelled_at, Happening.MEETING, point, one.cancelled_why or "", "", page)
        elif one.held_at and one.starts_at:
            mark = _("entered afterwards") if one.entered_at else ""
            when = ", ".join(filter(None, (short_moment(one.starts_at, one.ends_at), one.place, mark)))
            yield Event(one.starts_at, Happening.MEETING, _("Meeting %(number)s:", number=number), one.goal, when, page)


def _of_other_ways(case_id: UUID) -> Iterable[Event]:
    for one in other_ways_of(case_id):
        page = url_for("conferences.other_way", conference_id=one.conference_id)
        more = f"{TOOLS[one.tool]}. {one.why}"
        yield Event(one.at, Happening.MEETING, _("Another way than a meeting:"), more, "", page)
        if one.taken_up_at:
            yield Event(one.taken_up_at, Happening.MEETING, _("A meeting is prepared after all."), "", "", page)


def _of_pledges(case_id: UUID) -> Iterable[Event]:
    """Those of one day stand together."""
    page = url_for("pledges.who", case_id=case_id)
    said = select(Pledge.signed_at, Pledge.refused_at, Seat.name).join(Seat, Seat.id == Pledge.seat_id)
    signed: list[tuple[datetime, str]] = []
    for signed_at, refused_at, name in db.session.execute(said.where(Pledge.case_id == case_id)):
        if signed_at:
            signed.append((signed_at, surname(name)))
        elif refused_at:
            yield Event(refused_at, Happening.PEOPLE, _("Pledge refused:"), surname(name), "", page)
    for at, who in _by_day(signed):
        point = ngettext("%(num)s pledge signed:", "%(num)s pledges signed:", len(who))
        yield Event(at, Happening.PEOPLE, point, names(who, most=8), _on_day(at), page)


def _of_seats(case_id: UUID) -> Iterable[Event]:
    how = {
        Ending.STEPPED_ASIDE: _("Stepped aside:"),
        Ending.REMOVED: _("Taken off the case:"),
        Ending.LEFT: _("No longer at the table:"),
        Ending.HANDED_OVER: _("Handed the case over:"),
    }
    ended = select(Seat.to_at, Seat.ended_how, Seat.name, Seat.agency_name)
    for at, ending, name, agency in db.session.execute(ended.where(Seat.case_id == case_id, Seat.to_at.is_not(None))):
        if at and ending:
            yield Event(at, Happening.PEOPLE, how[ending], ", ".join(filter(None, (name, agency))))


def _by_day(found: Iterable[tuple[datetime, str]]) -> list[tuple[datetime, list[str]]]:
    """What happened on one day in Prague, with the last moment of it."""
    days: dict[object, list[tuple[datetime, str]]] = defaultdict(list)
    for at, what in sorted(found):
        days[clock.in_prague(at).date()].append((at, what))
    return [(of_day[-1][0], [what for _at, what in of_day]) for of_day in days.values()]


# --- the plan and its tasks ------------------------------------------------------------------------------------------


def _of_plan(versions: Sequence[PlanVersion], case_id: UUID) -> Iterable[Event]:
    page = url_for("plans.show", case_id=case_id)
    for version in versions:
        if version.approved_at:
            point = _("Plan, version %(number)s, approved.", number=version.number)
            yield Event(version.approved_at, Happening.PLAN, point, "", "", page)


def _of_tasks(case_id: UUID) -> Iterable[Event]:
    """Accepted tasks of one day stand together; whatever asks for thought stands alone."""
    steps = select(TaskStep, Task.number, Seat.name).join(Task, Task.id == TaskStep.task_id)
    steps = steps.outerjoin(Seat, Seat.id == TaskStep.seat_id).where(Task.case_id == case_id)
    accepted: list[tuple[datetime, str]] = []
    for step, number, whose in db.session.execute(steps.order_by(TaskStep.at, Task.number)):
        if step.step == Step.ACCEPTED:
            accepted.append((step.at, str(number)))
        elif step.step in _SAID:
            page = url_for("tasks.show", task_id=step.task_id)
            yield Event(step.at, Happening.PLAN, _SAID[step.step](step, number), _why(step, whose), "", page)
    for at, numbers in _by_day(accepted):
        point = ngettext("Task accepted:", "Tasks accepted:", len(numbers))
        page = url_for("plans.show", case_id=case_id)
        yield Event(at, Happening.PLAN, point, ", ".join(sorted(numbers, key=int)), _on_day(at), page)


def _why(step: TaskStep, whose: str | None) -> str:
    """Who said it and why; a spoken word belongs to whoever spoke, not to whoever wrote it down.

    The whole name: a mother and her daughter share their surname.
    """
    who = whose if step.said_where and whose else step.by_name
    return with_about(who, quoted(step.reason))


def _reported(step: TaskStep, number: int) -> str:
    if step.outcome == Outcome.DONE:
        return str(_("Task %(number)s reported as done:", number=number))
    if step.outcome == Outcome.PARTLY:
        return str(_("Task %(number)s reported as partly done:", number=number))
    return str(_("Task %(number)s reported as not done:", number=number))


_SAID: dict[Step, Callable[[TaskStep, int], str]] = {
    Step.DECLINED: lambda _step, number: str(_("Task %(number)s declined:", number=number)),
    Step.OTHER_DATE: lambda _step, number: str(_("Another date asked for task %(number)s:", number=number)),
    Step.REPORTED: _reported,
    Step.CONFIRMED: lambda _step, number: str(_("Task %(number)s confirmed:", number=number)),
    Step.CANCELLED: lambda _step, number: str(_("Task %(number)s cancelled:", number=number)),
}
