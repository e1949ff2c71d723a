"""The list of cases: a coordinator's own with what comes next, and the town's for the head of its department."""

from collections.abc import Collection
from uuid import UUID

from flask import render_template, request
from sqlalchemy import select

from coordination.cases import models as cases
from coordination.overview import town
from coordination.overview.models import resting
from coordination.overview.pages import pages
from coordination.overview.town import Sieve, TownPage, town_page
from coordination.seats.models import CaseFrame
from coordination.seats.rules import Role
from foundation import access
from foundation.access import Actor, requires
from foundation.database import db


@pages.get("/cases", endpoint="cases")
@requires("case_list_timeline", facts=cases.facts_of_list)
def list_of_cases() -> str:
    who = access.actor()
    mine = cases.cases_of(who)
    ids = [case.id for case in mine]
    return render_template(
        "coordination/overview/cases.html",
        mine=mine,
        next_meetings=town.next_meetings(ids),
        resting=_resting(ids),
        coordinates=bool(cases.towns_where(who, Role.COORDINATOR)),
        heads=bool(cases.towns_where(who, "head")),
        town=asked_town_page(who) if cases.towns_where(who, "head") else None,
    )


def _resting(case_ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these cases were never opened and wait for nothing, because another way was chosen."""
    return frozenset(db.session.scalars(select(CaseFrame.id).where(CaseFrame.id.in_(case_ids), resting())))


def asked_town_page(who: Actor) -> TownPage:
    """What the head asked the list for; whatever cannot be understood asks for nothing."""
    after, typed = request.args.get("after", "")[:8], request.args.get("coordinator", type=UUID)
    without, over = bool(request.args.get("without")), bool(request.args.get("over"))
    return town_page(who, Sieve(typed, without, over, after if after.isprintable() else ""))
