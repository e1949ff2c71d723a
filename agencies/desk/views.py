"""The counter of the desk: the board of a counselling service, and what the service decides for itself."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.circles import standing
from agencies.circles.standing import DESK, SETTINGS, of_any_desk, of_desk
from agencies.circles.views import to_write
from agencies.desk import models
from agencies.diagnostics.models import asked_of
from agencies.directory.models import agency_of
from agencies.individual_plans.models import turns_of
from agencies.intake.models import advice_given
from foundation import access, clock, town_settings
from foundation.access import requires
from foundation.town_settings import Definition
from foundation.web import Choice, Form, TextLine, navigation, notice

pages = Blueprint("desk", __name__)


def _works_there() -> bool:
    return access.decide(of_any_desk(access.actor()), DESK, "R", clock.now()).allowed


navigation(
    "desk.board", _l("Intake of clients"), shown=_works_there,
    behind=("desk", "circles", "can", "intake", "assessment", "clients", "individual_plans", "visits", "diagnostics",
            "intervisions", "figures"),
)  # fmt: skip


@pages.get("/service")
@requires(DESK, of_any_desk)
def board() -> str | Response:
    services = standing.own_services(access.actor())
    if len(services) > 1:
        return redirect(url_for(".of_service", agency_id=services[0]), 303)
    return _board(services[0])


@pages.get("/counselling/<uuid:agency_id>/board")
@requires(DESK, of_desk)
def of_service(agency_id: UUID) -> str:
    return _board(agency_id)


def _board(agency_id: UUID) -> str:
    worker_id = access.actor().worker_id or abort(404)
    today, heads = clock.today(), access.may(SETTINGS, "W")
    return render_template(
        "agencies/desk/board.html",
        agency=agency_of(agency_id),
        others=[
            each for each in map(agency_of, standing.own_services(access.actor())) if each and each.id != agency_id
        ],
        board=models.board_for(worker_id, agency_id),
        columns=models.COLUMNS,
        heads=heads,
        others_took=models.taken_by_others(agency_id, clock.midnight(today.replace(day=1))) if heads else (),
        asked=asked_of(worker_id, agency_id),
        turns=turns_of(worker_id, agency_id, today),
        advice=advice_given(agency_id, today.replace(day=1)),
        today=today,
        now=clock.now(),
    )


def _settings_form(values: dict[str, str]) -> tuple[Any, dict[str, Definition]]:
    """A form with a field for each setting of a service that a room has announced."""
    known = {f"setting_{place}": one for place, one in enumerate(town_settings.definitions("service"))}
    fields: dict[str, Any] = {
        name: Choice(one.label, one.choices, hint=one.hint)
        if one.choices
        else TextLine(one.label, one.longest, hint=one.hint, optional=not one.needed)
        for name, one in known.items()
    }
    filled = type("ServiceSettingsForm", (Form,), fields)
    return filled(data={name: values[one.name] for name, one in known.items()}), known


@pages.route("/counselling/<uuid:agency_id>/settings", methods=["GET", "POST"])
@requires(SETTINGS, to_write(of_desk, SETTINGS))
def settings(agency_id: UUID) -> str | Response:
    held = town_settings.of_town(agency_id)
    form, known = _settings_form(held)
    if form.submitted():
        values = {one.name: form[name].data or "" for name, one in known.items()}
        town_settings.change(agency_id, values, by=access.actor().key)
        notice(_("Saved."))
        return redirect(url_for(".board"), 303)
    return render_template(
        "agencies/desk/settings.html", form=form, fields=[form[name] for name in known], agency=agency_of(agency_id),
        needed=[one.label for one in town_settings.still_needed(held, "service")],
    )  # fmt: skip
