"""Towns (města): where an office sets what it decides for itself, and reads and confirms the wordings it hands out."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.directory.models import agency_of
from agencies.towns import models
from foundation import access, town_settings, wordings
from foundation.access import requires
from foundation.town_settings import Definition
from foundation.web import Form, TextBlock, TextLine, navigation, notice

pages = Blueprint("towns", __name__)
SETTINGS = "town_settings_wordings"
ONE_LINE = 200
"""Settings up to this many characters are asked for on one line."""


def _decides() -> bool:
    return any(role in ("head", "administrator") for role, _home in access.actor().offices)


navigation("towns.index", _l("Town"), shown=_decides)


@pages.get("/towns")
@requires(SETTINGS, facts=models.facts_of_own_towns)
def index() -> str | Response:
    towns = models.towns_at_hand(access.actor())
    if len(towns) == 1:
        return redirect(url_for(".settings", town_id=towns[0].id), 303)
    return render_template("agencies/towns/index.html", towns=towns)


def _settings_form(values: dict[str, str]) -> tuple[Any, dict[str, Definition]]:
    """A form with a field for each setting that a feature has announced, and which field is which setting."""
    known = {f"setting_{place}": definition for place, definition in enumerate(town_settings.definitions())}
    fields = {name: _field_for(definition) for name, definition in known.items()}
    filled = type("SettingsForm", (Form,), fields)
    return filled(data={name: values[definition.name] for name, definition in known.items()}), known


def _field_for(definition: Definition) -> Any:
    kind = TextLine if definition.longest <= ONE_LINE else TextBlock
    return kind(definition.label, definition.longest, hint=definition.hint)


@pages.route("/towns/<uuid:town_id>/settings", methods=["GET", "POST"])
@requires(SETTINGS, facts=models.facts_of_town)
def settings(town_id: UUID) -> str | Response:
    form, known = _settings_form(town_settings.of_town(town_id))
    if form.submitted():
        values = {definition.name: form[name].data or "" for name, definition in known.items()}
        town_settings.change(town_id, values, by=access.actor().key)
        notice(_("Saved."))
        return redirect(url_for(".settings", town_id=town_id), 303)
    return render_template(
        "agencies/towns/settings.html",
        form=form,
        fields=[form[name] for name in known],
        town=agency_of(town_id),
        may_change=access.may(SETTINGS, "W"),
    )


@pages.get("/towns/<uuid:town_id>/wordings", endpoint="wordings")
@requires(SETTINGS, facts=models.facts_of_town)
def list_wordings(town_id: UUID) -> str:
    return render_template(
        "agencies/towns/wordings.html", town=agency_of(town_id), wordings=models.wordings_of(town_id)
    )


@pages.route("/towns/<uuid:town_id>/wordings/<uuid:wording_id>", methods=["GET", "POST"])
@requires(SETTINGS, facts=models.facts_of_town)
def wording(town_id: UUID, wording_id: UUID) -> str | Response:
    read = next((known for known in models.wordings_of(town_id) if known.wording.id == wording_id), None) or abort(404)
    form = Form()
    if form.submitted():
        wordings.confirm(wording_id, town_id, by=access.actor().key)
        notice(_("The town has made this wording its own; papers no longer carry the mark VZOR."))
        return redirect(url_for(".wordings", town_id=town_id), 303)
    return render_template(
        "agencies/towns/wording.html",
        form=form,
        town=agency_of(town_id),
        read=read,
        may_confirm=access.may(SETTINGS, "W") and not read.confirmed,
    )
