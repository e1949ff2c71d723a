"""Who saw what of a case: all of it for its coordinator, readings for the head, the own looks for a seat."""

from datetime import date, timedelta
from uuid import UUID

from flask import render_template, request

from coordination.overview import looks
from coordination.overview.pages import pages
from coordination.seats.models import CaseFrame, facts_at_case
from coordination.seats.readings import readings_of
from coordination.seats.rules import Role
from foundation import access, clock
from foundation.access import requires
from foundation.database import db


@pages.get("/cases/<uuid:case_id>/looks")
@requires("who_saw_what", facts=facts_at_case, looked=True)
def who_saw(case_id: UUID) -> str:
    role, own, before = access.facts().role, access.actor().key, _before()
    everybody = role == Role.COORDINATOR or (role == "head" and access.may("participants_and_answers", "R"))
    besides = own if everybody and not request.args.get("own") else None
    listed = everybody or role != "head"
    return render_template(
        "coordination/overview/who_saw.html",
        frame=db.session.get_one(CaseFrame, case_id),
        role=role,
        days=looks.looks_at(case_id, before=before, by=None if everybody else own, besides=besides) if listed else (),
        listed=listed,
        without_own=besides is not None,
        older=before - looks.SHOWN_AT_ONCE if listed and looks.is_older(case_id, before) else None,
        readings=readings_of([case_id]) if role in (Role.COORDINATOR, "head") else (),
        papers=looks.papers_of(case_id) if access.may("papers_handed_out", "R") else (),
    )


def _before() -> date:
    """The day before which looks are shown: the one asked for, else tomorrow."""
    tomorrow = clock.today() + timedelta(days=1)
    try:
        asked = date.fromisoformat(request.args.get("before", ""))
    except ValueError:
        return tomorrow
    return min(max(asked, date(2000, 1, 1)), tomorrow)
