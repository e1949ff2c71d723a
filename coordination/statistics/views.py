"""The numbers of a town: a page to read, and a file for a spreadsheet."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from agencies.directory.models import Agency
from agencies.figures.documents import period_words, spreadsheet
from agencies.figures.rules import HalfYear, finished
from agencies.towns.models import facts_of_own_towns, towns_at_hand
from coordination.statistics import actions, documents
from coordination.statistics.models import counts_since, numbers_of, some_town
from foundation import access, clock
from foundation.access import requires
from foundation.web import Form

pages = Blueprint("statistics", __name__)


@dataclass(frozen=True)
class Asked:
    """Which town and half-year somebody asks for, and among which they can choose."""

    town: Agency
    towns: tuple[Agency, ...]
    periods: tuple[HalfYear, ...]
    period: HalfYear | None
    """None until the town has a half-year behind it in which people met."""


def _asked() -> Asked:
    towns = tuple(towns_at_hand(access.actor()))
    town = some_town(towns, request.values.get("town")) or abort(404)
    periods = tuple(finished(counts_since(town.id), clock.today()))
    wanted = request.values.get("period")
    if not wanted:
        return Asked(town, towns, periods, periods[0] if periods else None)
    chosen = [one for one in periods if one.key == wanted] or abort(404)
    return Asked(town, towns, periods, chosen[0])


@pages.get("/statistics")
@requires("town_statistics", facts=facts_of_own_towns)
def town() -> str:
    return _shown(_asked())


def _shown(asked: Asked) -> str:
    sections = documents.sections_of(numbers_of(asked.town.id, asked.period)) if asked.period else ()
    return render_template(
        "coordination/statistics/town.html", asked=asked, sections=sections, words=period_words, form=Form()
    )


@pages.post("/statistics")
@requires("town_statistics", facts=facts_of_own_towns, write="R")
def export() -> str | AnyResponse:
    asked = _asked()
    if not Form().submitted() or asked.period is None:
        return _shown(asked)
    period = asked.period
    sections = documents.sections_of(numbers_of(asked.town.id, period))
    actions.note_export(asked.town.id, period, by=access.actor())
    answer: Response = make_response(spreadsheet(asked.town.name, period, sections))
    answer.content_type = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="statistika-{period.key}.csv"'
    return answer
