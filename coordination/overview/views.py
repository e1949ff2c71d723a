"""The counter of the whole house: everybody's first page, the page of one case, and the ways in the navigation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agencies.directory import rights as directory
from agencies.towns import models as towns
from coordination.cases import models as cases
from coordination.cases.hand_overs import hand_overs_of, offers_to
from coordination.evaluation.models_of_retention import retention_of
from coordination.exports.models import may_subscribe
from coordination.family.companions import facts_of_companion
from coordination.family.sentences import SAID
from coordination.overview import (
    asking,
    burning,
    family_requests,
    family_words,
    formerly,
    found_dates,
    lines_of_seats,
    models,
    post,
    seen_at_home,
    taking_over,
    who_saw,
    words,
)
from coordination.overview.administration import Lacking, lacking
from coordination.overview.after_meetings import add_what_is_left
from coordination.overview.colleagues import add_hand_ons
from coordination.overview.lines import Line
from coordination.overview.listing import asked_town_page
from coordination.overview.models import Desk, Inbox, facts_of_timeline
from coordination.overview.next_steps import next_of, steps_of
from coordination.overview.owed_standpoints import add_owed_standpoints
from coordination.overview.pages import pages
from coordination.overview.promises import promises_of
from coordination.overview.proposals import add_proposals, proposals_at
from coordination.overview.round_table import RoundTable, marks, round_table, sentence_of
from coordination.overview.rules import Group, Happening
from coordination.overview.services import at_work
from coordination.overview.signed_papers import add_signed_papers
from coordination.overview.story import Story, story_of
from coordination.overview.timeline import events_of
from coordination.overview.town import TownPage
from coordination.overview.voices_before import add_voices
from coordination.pledges.sheets import to_confirm
from coordination.seats.models import CaseFrame, Seat, facts_at_case, places_of
from coordination.seats.rules import Role
from foundation import access, clock, language
from foundation.access import Actor, Door, Facts, public, requires
from foundation.database import db
from foundation.web import Form, navigation

__all__ = ["formerly", "pages", "seen_at_home", "taking_over", "who_saw"]


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
    to_confirm: list[Line]
    """Sheets of cases of others that the reader is asked to compare."""
    town: TownPage | None = None
    to_remind: int = 0
    """How many people one click would remind."""
    may_subscribe: bool = False
    """Whether an own calendar feed would say anything."""

    lacking: Lacking | None = None
    """For whoever runs the system: what the town lacks before its first meeting."""
    beside: Sequence[Seat] = ()
    """Places from which the reader may read the summary of the one they accompany."""

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
        return burning.sentence_of_the_day(self.groups) or self.nothing_burns

    @property
    def nothing_burns(self) -> str:
        meeting = self.desk.nearest
        if self.burns or meeting is None or meeting.starts_at is None:
            return "" if self.burns else _("Nothing burns. No meeting is convened.")
        day, time = language.on_day(words.day_of(meeting)), language.at_time(meeting.starts_at)
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
    return render_template("coordination/overview/home.html", page=page, today=clock.today(), words=words, form=Form())


def _reads_beside(who: Actor, places: Sequence[tuple[Seat, Facts]]) -> list[Seat]:
    """Of the places of a companion those at which somebody lets them read along; no query without such a place."""
    held = [seat for seat, _facts in places if seat.role == Role.SUPPORT_PERSON]
    now = clock.now()
    return [one for one in held if access.decide(facts_of_companion(who, one.id), "own_summary", "R", now).allowed]


def _first_page(who: Actor) -> FirstPage:
    offices = _offices(who)
    places = places_of(who)
    desk, inbox = models.desk_of(places), models.inbox_of(places)
    offers = offers_to(who.worker_id) if who.worker_id and Role.COORDINATOR in offices else ()
    groups = burning.burning(desk, who.worker_id, offers)
    add_hand_ons(groups, desk)
    add_signed_papers(groups, desk, who.worker_id)
    add_owed_standpoints(groups, desk)
    add_what_is_left(groups, desk)
    burning.in_order(groups)
    post.add_post(groups, desk)
    family_requests.add_requests(groups, desk)
    add_voices(groups, desk)
    found_dates.add_dates(groups, desk)
    family_words.add_answers(groups, desk)
    burning.one_row_a_person(groups)
    post.add_ends(groups, places)
    add_proposals(groups, desk)
    return FirstPage(
        coordinates=Role.COORDINATOR in offices or bool(desk.cases),
        heads="head" in offices,
        administers="administrator" in offices,
        desk=desk,
        groups=groups,
        inbox=inbox,
        asked=asking.asked(inbox),
        upcoming=asking.upcoming(inbox),
        to_confirm=_to_confirm(who, desk),
        lacking=lacking(who) if "administrator" in offices else None,
        beside=_reads_beside(who, places),
        town=asked_town_page(who) if "head" in offices else None,
        to_remind=post.to_remind(desk),
        may_subscribe=may_subscribe(places),
    )


def _to_confirm(who: Actor, desk: Desk) -> list[Line]:
    """Sheets to compare; those of the reader's own cases stand among what waits there already."""
    if who.worker_id is None:
        return []
    own = {one.state.sheet.id for one in desk.seats if one.state.sheet is not None}
    return lines_of_seats.sheets_to_confirm(one for one in to_confirm(who.worker_id) if one.sheet_id not in own)


# --- one case --------------------------------------------------------------------------------------------------------

TIMELINE = "case_list_timeline"
_NEWEST, _ON_PAGE = 6, 40
"""How many events stand on the page of a case, and on one page of the timeline."""


@pages.get("/cases/<uuid:case_id>")
@requires("family_has_a_case", facts=facts_at_case, looked=True)
def case(case_id: UUID) -> str:
    story = story_of(case_id, access.facts())
    signers = marks([one for one in story.seats if story.pledges_shown])
    happened = events_of(story) if story.coordinates else []  # a head reads the list alone
    return render_template(
        "coordination/overview/case.html",
        story=story, steps=steps_of(story), next=next_of(story), tabs_of=_tabs(story), marks=signers,
        sentence=sentence_of(len(signers), story.roll), words=words, happened=happened[:_NEWEST],
        more_happened=len(happened) > _NEWEST, may=access.may,
        waiting=_offered_to(case_id) if story.coordinates else "",
        family_says=family_words.waiting_at(case_id) if story.coordinates else (), said=SAID,
        proposed=proposals_at(case_id) if story.coordinates and access.facts().state == "open" else (),
        promises=promises_of(story), kept_until=_kept_until(story),
    )  # fmt: skip


def _kept_until(story: Story) -> date | None:
    """Until when a closed case must be kept, for its coordinator; None while it is open or its town has not said."""
    closed_at = story.frame.closed_at if story.coordinates else None
    return retention_of(story.frame.town_id).until(closed_at) if closed_at else None


def _offered_to(case_id: UUID) -> str:
    """Who is asked to take the case over; empty when nobody is."""
    return next((one.present for one in hand_overs_of(case_id) if one.hand_over.settled_at is None), "")


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
    if story.people_shown:
        tabs.append((_("Who does what"), url_for(".services", case_id=case_id), False))
    return tabs


@pages.get("/cases/<uuid:case_id>/services")
@requires("participants_and_answers", facts=facts_at_case, looked=True)
def services(case_id: UUID) -> str:
    facts = access.facts()
    return render_template(
        "coordination/overview/services.html",
        frame=db.session.get_one(CaseFrame, case_id), found=at_work(case_id, facts),
        coordinates=facts.role == Role.COORDINATOR,
    )  # fmt: skip


@pages.get("/cases/<uuid:case_id>/timeline")
@requires(TIMELINE, facts=facts_of_timeline, looked=True)
def timeline(case_id: UUID) -> str:
    only, page = request.args.get("only", ""), max(1, request.args.get("page", 1, type=int))
    wanted = [event for event in events_of(story_of(case_id, access.facts())) if only in ("", event.kind)]
    begins = (page - 1) * _ON_PAGE
    older = url_for(".timeline", case_id=case_id, only=only or None, page=page + 1)
    return render_template(
        "coordination/overview/timeline.html",
        frame=db.session.get_one(CaseFrame, case_id), found=wanted[begins : begins + _ON_PAGE],
        older=older if len(wanted) > begins + _ON_PAGE else "", sieves=_sieves(case_id, only),
    )  # fmt: skip


def _sieves(case_id: UUID, only: str) -> list[tuple[str, str, bool]]:
    """The kinds of events to choose from."""
    kinds = (
        ("", _("Everything")),
        (Happening.MEETING, _("Meetings")),
        (Happening.PLAN, _("Plan")),
        (Happening.PEOPLE, _("People")),
    )
    return [(word, url_for(".timeline", case_id=case_id, only=str(kind) or None), only == kind) for kind, word in kinds]


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


navigation("overview.home", LazyString(_first_page_here), behind=("correspondence", "reminders"))
navigation(
    "overview.cases",
    _l("Cases"),
    shown=_lets_in("case_list_timeline", cases.facts_of_list),
    behind=("statistics", "agreements", "cases", "overview.case", "conferences", "pledges", "plans", "tasks"),
)
navigation(
    "directory.agencies",
    _l("Organisations"),
    shown=_lets_in("directory", directory.of_list),
    behind=("directory", "staff"),
)
navigation("towns.index", _l("Settings"), shown=_lets_in("town_settings_wordings", towns.facts_of_own_towns))
