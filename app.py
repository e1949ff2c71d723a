"""The front door: builds the application, opens every feature's pages and the few commands; nothing imports it."""

import os
from importlib import import_module
from types import ModuleType

from flask import Flask

from foundation import access, database, encryption, language, settings, web
from foundation.settings import Settings

FEATURES = (
    "foundation.audit",
    "foundation.wordings",
    "foundation.town_settings",
    "foundation.signatures",
    "foundation.calendar_entries",
    "foundation.links_pages",
    "agencies.directory",
    "agencies.staff",
    "agencies.accounts",
    "agencies.towns",
    "coordination.seats",
    "coordination.cases",
    "coordination.pledges",
    "coordination.tasks",
    "coordination.conferences",
    "coordination.plans",
    "coordination.overview",
)
"""Every feature with tables, pages, letters or commands, in the order of the stairs."""

ROOMS = ("models", "rights", "documents", "actions", "views", "commands")


def create_app(chosen: Settings | None = None) -> Flask:
    """Build the application; without `chosen` the settings come from the environment. Raises UnsafeSettings."""
    app = Flask(__name__)
    app.extensions["settings"] = chosen or settings.from_environment(os.environ)
    _install_foundation(app, app.extensions["settings"])
    for feature in FEATURES:
        _open_feature(app, feature)
    if app.extensions["settings"].demonstration:
        _open_feature(app, "coordination.demonstration")
    access.check(app)
    return app


def _install_foundation(app: Flask, chosen: Settings) -> None:
    app.config["SECRET_KEY"] = chosen.secret_key
    encryption.install(app, chosen.encryption_keys)
    database.install(app, chosen.database_url)
    language.install(app)
    web.install(app)


def _open_feature(app: Flask, feature: str) -> None:
    """Load the rooms that the feature has; `pages` brings its pages, `install` whatever else it needs."""
    _welcome(app, import_module(feature))
    for room in ROOMS:
        try:
            module = import_module(f"{feature}.{room}")
        except ModuleNotFoundError as missing:
            if missing.name != f"{feature}.{room}":
                raise
            continue
        _welcome(app, module)


def _welcome(app: Flask, module: ModuleType) -> None:
    if hasattr(module, "pages"):
        app.register_blueprint(module.pages)
    if hasattr(module, "install"):
        module.install(app)
