"""The numbers of a service for its annual report: a page to read, and a file for a spreadsheet."""

from uuid import UUID

from flask import Blueprint, Response, abort, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from agencies.circles.standing import FIGURES, of_desk
from agencies.directory.models import agency_of
from agencies.figures import actions, models
from agencies.figures.composing import sections_of
from agencies.figures.documents import period_words, spreadsheet
from agencies.figures.rules import HalfYear, finished
from foundation import access, clock
from foundation.access import requires
from foundation.web import Form

pages = Blueprint("figures", __name__)


def _asked(agency_id: UUID) -> tuple[tuple[HalfYear, ...], HalfYear | None]:
    """Among which half-years one can choose, and which one is asked for; None until one is over."""
    periods = tuple(finished(models.counts_since(agency_id), clock.today()))
    wanted = request.values.get("period")
    if not wanted:
        return periods, periods[0] if periods else None
    return periods, next((one for one in periods if one.key == wanted), None) or abort(404)


@pages.get("/counselling/<uuid:agency_id>/figures")
@requires(FIGURES, of_desk)
def of_service(agency_id: UUID) -> str:
    return _shown(agency_id)


def _shown(agency_id: UUID) -> str:
    periods, period = _asked(agency_id)
    return render_template(
        "agencies/figures/of_service.html", agency=agency_of(agency_id), periods=periods, period=period,
        sections=sections_of(models.figures_of(agency_id, period)) if period else (), words=period_words, form=Form(),
    )  # fmt: skip


@pages.post("/counselling/<uuid:agency_id>/figures")
@requires(FIGURES, of_desk, write="R")
def export(agency_id: UUID) -> str | AnyResponse:
    agency, (_periods, period) = agency_of(agency_id) or abort(404), _asked(agency_id)
    if not Form().submitted() or period is None:
        return _shown(agency_id)
    name, sections = agency.name, sections_of(models.figures_of(agency_id, period))
    actions.note_export(agency_id, period, by=access.actor())
    answer: Response = make_response(spreadsheet(name, period, sections))
    answer.content_type = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="cisla-sluzby-{period.key}.csv"'
    return answer
