"""Towns (města): where an office sets what it decides for itself."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.directory.models import agency_of
from agencies.towns import issuers, models, versions
from agencies.towns.pages import SETTINGS, by, pages
from foundation import access, town_settings
from foundation.access import requires
from foundation.town_settings import Definition
from foundation.web import Choice, Form, TextBlock, TextLine, navigation, notice

__all__ = ["issuers", "pages", "versions"]

ONE_LINE = 200
"""Settings up to this many characters are asked for on one line."""


def _decides() -> bool:
    return any(role in models.DECIDE for role, _home in access.actor().offices)


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
    if definition.choices:
        return Choice(definition.label, definition.choices, hint=definition.hint)
    kind = TextLine if definition.longest <= ONE_LINE else TextBlock
    return kind(definition.label, definition.longest, hint=definition.hint, optional=not definition.needed)


@pages.route("/towns/<uuid:town_id>/settings", methods=["GET", "POST"])
@requires(SETTINGS, facts=models.facts_of_town)
def settings(town_id: UUID) -> str | Response:
    held = town_settings.of_town(town_id)
    form, known = _settings_form(held)
    if form.submitted():
        values = {definition.name: form[name].data or "" for name, definition in known.items()}
        town_settings.change(town_id, values, by=by())
        notice(_("Saved."))
        return redirect(url_for(".settings", town_id=town_id), 303)
    return render_template(
        "agencies/towns/settings.html",
        form=form,
        fields=[form[name] for name in known],
        town=agency_of(town_id),
        may_change=access.may(SETTINGS, "W"),
        needed=[one.label for one in town_settings.still_needed(held)],
    )
