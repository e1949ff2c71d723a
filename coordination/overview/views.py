"""The counter of the whole house: everybody's first page, the page of one case, and the ways in the navigation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agencies.directory import rights as directory
from agencies.towns import models as towns
from coordination.cases import models as cases
from coordination.overview import lines, models
from coordination.overview.lines import Line
from coordination.overview.models import CaseInTown, Desk, Inbox
from coordination.overview.next_steps import next_of, steps_of
from coordination.overview.round_table import RoundTable, marks, round_table, sentence_of
from coordination.overview.rules import Group
from coordination.overview.story import Story, story_of
from coordination.seats.models import facts_at_case, places_of
from coordination.seats.rules import Role
from foundation import access, clock, language
from foundation.access import Actor, Door, Facts, public, requires
from foundation.web import navigation

pages = Blueprint("overview", __name__)


# --- the first page --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FirstPage:
    """Everybody's first page; a part that is not for this reader is empty."""

    coordinates: bool
    heads: bool
    administers: bool
    desk: Desk
    groups: dict[Group, list[Line]]
    inbox: Inbox
    asked: list[Line]
    upcoming: list[Line]
    town: tuple[CaseInTown, ...] = ()
    town_goes_on: bool = False

    @property
    def works(self) -> bool:
        """Whether this is the page of somebody who is asked for things, and of nothing else."""
        return not (self.coordinates or self.heads or self.administers)

    @property
    def table(self) -> RoundTable | None:
        """The nearest meeting of a coordinator."""
        return round_table(self.desk)

    @property
    def burns(self) -> bool:
        return any(self.groups.values())

    @property
    def title(self) -> str:
        """The heading, after what the reader does most."""
        return _name_of_first_page(coordinates=self.coordinates, heads=self.heads, administers=self.administers)

    @property
    def lead(self) -> str:
        """The page in one breath."""
        if not self.coordinates:
            return ""
        return lines.sentence_of_the_day(self.groups) or self.nothing_burns

    @property
    def nothing_burns(self) -> str:
        meeting = self.desk.nearest
        if self.burns or meeting is None or meeting.starts_at is None:
            return "" if self.burns else _("Nothing burns. No meeting is convened.")
        day, time = language.on_day(lines.day_of(meeting)), language.at_time(meeting.starts_at)
        return str(_("Nothing burns. The nearest meeting is %(day)s %(time)s.", day=day, time=time))


def _name_of_first_page(*, coordinates: bool, heads: bool, administers: bool) -> str:
    if coordinates:
        return str(_("What burns today"))
    if heads:
        return str(_("Cases of the town"))
    return str(_("The house in your care")) if administers else str(_("What I am asked for"))


def _offices(who: Actor) -> frozenset[str]:
    """The offices that count at this door: they are exercised by account only."""
    return frozenset(role for role, _home in who.offices) if who.door >= Door.ACCOUNT2 else frozenset()


@pages.get("/")
@public
def home() -> str:
    who = access.actor()
    if who.worker_id is None:
        return render_template("coordination/overview/entrance.html")
    page = _first_page(who)
    return render_template("coordination/overview/home.html", page=page, today=clock.today(), words=lines)


def _first_page(who: Actor) -> FirstPage:
    offices = _offices(who)
    places = places_of(who)
    desk, inbox = models.desk_of(places), models.inbox_of(places)
    after = request.args.get("after", "")[:8]
    town, goes_on = (
        models.cases_in_towns(who, after=after if after.isprintable() else "") if "head" in offices else ([], False)
    )
    return FirstPage(
        coordinates=Role.COORDINATOR in offices or bool(desk.cases),
        heads="head" in offices,
        administers="administrator" in offices,
        desk=desk,
        groups=lines.burning(desk, who.worker_id),
        inbox=inbox,
        asked=lines.asked(inbox),
        upcoming=lines.upcoming(inbox),
        town=tuple(town),
        town_goes_on=goes_on,
    )


# --- one case --------------------------------------------------------------------------------------------------------


@pages.get("/cases/<uuid:case_id>")
@requires("family_has_a_case", facts=facts_at_case, looked=True)
def case(case_id: UUID) -> str:
    story = story_of(case_id, access.facts())
    signers = marks([one for one in story.seats if story.pledges_shown])
    return render_template(
        "coordination/overview/case.html",
        story=story, steps=steps_of(story), next=next_of(story), tabs_of=_tabs(story), marks=signers,
        sentence=sentence_of(signers), words=lines,
    )  # fmt: skip


def _tabs(story: Story) -> list[tuple[str, str, bool]]:
    """The pages of the case that this reader may open."""
    case_id, meeting = story.frame.id, story.present_meeting
    tabs = [(_("Overview"), url_for(".case", case_id=case_id), True)]
    if access.may("brief_goal_areas_members", "R"):
        tabs.append((_("What it is about"), url_for("cases.brief", case_id=case_id), False))
        tabs.append((_("People and organisations"), url_for("cases.people", case_id=case_id), False))
    if meeting is not None and meeting.convened_at is not None and story.conferences_shown:
        tabs.append((_("Meeting"), url_for("conferences.show", conference_id=meeting.id), False))
    if story.pledges_shown:
        tabs.append((_("Confidentiality"), url_for("pledges.who", case_id=case_id), False))
    if story.plan is not None:
        tabs.append((_("Plan"), url_for("plans.show", case_id=case_id), False))
    return tabs


# --- ways in ---------------------------------------------------------------------------------------------------------


def _lets_in(resource: str, facts: Callable[[Any], Facts | None]) -> Callable[[], bool]:
    def lets_in() -> bool:
        return access.decide(facts(access.actor()), resource, "R", clock.now()).allowed

    return lets_in


def _first_page_here() -> str:
    offices = _offices(access.actor())
    return _name_of_first_page(
        coordinates=Role.COORDINATOR in offices, heads="head" in offices, administers="administrator" in offices
    )


navigation("overview.home", LazyString(_first_page_here), behind=())
navigation(
    "cases.index",
    _l("Cases"),
    shown=_lets_in("case_list_timeline", cases.facts_of_list),
    behind=("cases", "overview.case", "conferences", "pledges", "plans", "tasks"),
)
navigation(
    "directory.agencies",
    _l("Organisations"),
    shown=_lets_in("directory", directory.of_list),
    behind=("directory", "staff"),
)
navigation("towns.index", _l("Settings"), shown=_lets_in("town_settings_wordings", towns.facts_of_own_towns))
