"""The counter of the desk: the board of a counselling service."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.circles import standing
from agencies.circles.models import open_to, working_with
from agencies.circles.standing import DESK, of_any_desk, of_desk
from agencies.directory.models import agency_of
from foundation import access
from foundation.access import requires
from foundation.web import navigation

pages = Blueprint("desk", __name__)


def _works_there() -> bool:
    return bool(standing.own_services(access.actor()))


navigation("desk.board", _l("Clients"), shown=_works_there, behind=("desk", "circles"))


@pages.get("/service")
@requires(DESK, of_any_desk)
def board() -> str | Response:
    services = standing.own_services(access.actor())
    if len(services) > 1:
        return redirect(url_for(".of_service", agency_id=services[0]), 303)
    return _board(services[0])


@pages.get("/services/<uuid:agency_id>/board")
@requires(DESK, of_desk)
def of_service(agency_id: UUID) -> str:
    return _board(agency_id)


def _board(agency_id: UUID) -> str:
    worker_id = access.actor().worker_id or abort(404)
    return render_template(
        "agencies/desk/board.html",
        agency=agency_of(agency_id),
        files=open_to(worker_id, agency_id),
        mine=working_with(worker_id),
    )
