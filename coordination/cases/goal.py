"""The goal of the case on each of its pages, for those who may read it and for nobody before the pledge (S2-09)."""

from uuid import UUID

from flask import g, request

from coordination.cases.models import FamilyCase
from foundation import access
from foundation.database import db
from foundation.web import aim

_TELLS_ITSELF = ("overview.case",)
"""Pages whose own head tells the goal."""
_ABOUT = "case:"


@aim
def goal_of_page() -> str | None:
    """The goal of the case that the present page is about; None where its reader may not know it. One query."""
    facts = g.get("facts")
    if facts is None or not facts.about.startswith(_ABOUT) or request.endpoint in _TELLS_ITSELF:
        return None
    if not access.may("brief_goal_areas_members", "R"):
        return None
    found = db.session.get(FamilyCase, UUID(facts.about.removeprefix(_ABOUT)))
    return found.goal if found else None
