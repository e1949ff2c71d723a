"""Who saw what about us: the family's own page, as far as each line is for its reader.

A line shows where somebody read of the reader or of the children, in three plain words: the plan, your words, your
data. What somebody read under a protected compartment, of a contact, a ground, or of another adult alone never makes a
line, nor does anybody else of the family.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from agencies.accounts.models import opened_at_seat
from coordination.family import copies
from coordination.family.frame import PREFIX, around, own_coordinator, own_seat, page
from coordination.family.models import facts_of_member
from coordination.overview.looks import names_of
from coordination.overview.pages import pages
from coordination.seats.models import Seat, openings_of
from foundation import access, clock
from foundation.access import EVERYBODY, Audience, requires
from foundation.audit import Look
from foundation.database import db

SHOWN = timedelta(days=90)
LONGEST = 60
"""How many lines a page has at most; a phone is small."""
PLAN, WORDS, DATA = _l("the plan"), _l("your words"), _l("your data")
PARTS: dict[str, LazyString] = {
    "plan_goals_all_tasks": PLAN, "own_task": PLAN, "own_summary": PLAN, "requirements_sheet": PLAN,
    "conference_and_agenda": PLAN, "minutes": PLAN, "needs_offers_opinions_conditions_risks": PLAN,
    "own_standpoint_and_offer": WORDS, "others_standpoints": WORDS,
    "brief_goal_areas_members": DATA, "participants_and_answers": DATA, "family_has_a_case": DATA,
    "case_list_timeline": DATA,
}  # fmt: skip
"""What the family reads for a part of the case; a part that is not here makes no line at all."""


@dataclass(frozen=True)
class Seen:
    """What one person read on one day."""

    on: date
    who: str
    home: str
    parts: Sequence[str]


@pages.get(f"{PREFIX}/seen")
@requires("who_saw_what", facts=facts_of_member)
def seen_at_home() -> str:
    seat = own_seat()
    return page(
        "coordination/overview/seen_at_home", seen=seen_about(seat), opened=opened_at_seat(seat.id)[:5],
        coordinator=own_coordinator(), **around(seat),
    )  # fmt: skip


def seen_about(seat: Seat) -> list[Seen]:
    """Who read what about the holder of a place in the last three months, the newest first. Four queries."""
    since = clock.midnight(clock.today() - SHOWN)
    wanted = select(Look).where(Look.about == f"case:{seat.case_id}", Look.quarter >= since)
    wanted = wanted.where(Look.who.startswith("worker:"), Look.resource.in_(PARTS)).order_by(Look.quarter.desc())
    looks = db.session.scalars(wanted.limit(2000)).all()
    readers = _readers(seat.case_id)
    names = names_of({look.who for look in looks})
    found = []
    for on, of_day in groupby(looks, lambda look: clock.in_prague(look.quarter).date()):
        of_person: dict[str, list[str]] = {}
        for look in of_day:
            of_person.setdefault(look.who, []).append(str(PARTS[look.resource]))
        for who, parts in of_person.items():
            home, about = readers.get(who, ("", EVERYBODY))
            if who in names and access.may("who_saw_what", "R", about):
                found.append(Seen(on, copies.without_titles(names[who]), home, tuple(dict.fromkeys(parts))))
    return found[:LONGEST]


def _readers(case_id: UUID) -> dict[str, tuple[str, Audience]]:
    """Whoever sits or sat at the case: for which organisation, and of whom one learns by learning that they read.

    Somebody without a seat reads by an office of the town, of which the family knows. Two queries.
    """
    seats = db.session.scalars(select(Seat).where(Seat.case_id == case_id, Seat.worker_id.is_not(None))).all()
    openings = openings_of([seat.involvement_id for seat in seats])
    known: dict[str, tuple[str, Audience]] = {}
    for seat in seats:
        about = _about(
            seat, [one.members for one in openings[seat.involvement_id].grounds], openings[seat.involvement_id].tie
        )
        known[f"worker:{seat.worker_id}"] = (seat.agency_name, about)
    return known


def _about(seat: Seat, grounds: Iterable[frozenset[UUID] | None], tie: frozenset[UUID]) -> Audience:
    """Of whom a reader's being there tells: the one they accompany, the members of their grounds, nobody in particular.

    Grounds that are over count too: what was read then was read about these members.
    """
    if seat.accompanies_id is not None:
        return Audience(members=frozenset({seat.accompanies_id}))
    if seat.involvement_id is None:
        return EVERYBODY
    named = list(grounds)
    if tie:
        return Audience(members=tie)
    if not named or None in named:
        return EVERYBODY
    return Audience(members=frozenset().union(*(one for one in named if one is not None)))
