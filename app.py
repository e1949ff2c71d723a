"""The front door: builds the application, opens every feature's pages and the few commands; nothing imports it."""

import argparse
import os
from importlib import import_module
from types import ModuleType

import click
from flask import Blueprint, Flask
from flask.cli import AppGroup

from foundation import access, audit, database, encryption, language, outbox, settings, web, wordings
from foundation.reasons import Refused
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
    "agencies.circles",
    "agencies.can",
    "agencies.intake",
    "agencies.assessment",
    "agencies.clients",
    "agencies.cooperation",
    "agencies.individual_plans",
    "agencies.visits",
    "agencies.diagnostics",
    "agencies.intervisions",
    "agencies.figures",
    "agencies.desk",
    "agencies.towns",
    "coordination.seats",
    "coordination.cases",
    "coordination.pledges",
    "coordination.tasks",
    "coordination.conferences",
    "coordination.polls",
    "coordination.standpoints",
    "coordination.plans",
    "coordination.minutes",
    "coordination.agreements",
    "coordination.evaluation",
    "coordination.family",
    "coordination.leaflet",
    "coordination.exports",
    "coordination.statistics",
    "coordination.protection_plans",
    "coordination.reminders",
    "coordination.correspondence",
    "coordination.overview",
)
"""Every feature with tables, pages, letters or commands, in the order of the stairs."""

ROOMS = ("models", "rights", "documents", "actions", "views", "commands")

outbox.every_minute(audit.seal_looks)  # the log book lies below the post room, so nobody lower can ask for it


def create_app(chosen: Settings | None = None) -> Flask:
    """Build the application; without `chosen` the settings come from the environment.

    Unsafe settings end the program with the reasons in words.
    """
    app = Flask(__name__)
    try:
        app.extensions["settings"] = chosen or settings.from_environment(os.environ)
    except settings.UnsafeSettings as unsafe:
        raise SystemExit(f"The house stays closed: {unsafe}.") from unsafe
    _install_foundation(app, app.extensions["settings"])
    for feature in FEATURES:
        _open_feature(app, feature)
    if app.extensions["settings"].demonstration:
        _open_feature(app, "coordination.demonstration")
    access.check(app)
    _add_commands(app)
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
    if isinstance(getattr(module, "pages", None), Blueprint):
        app.register_blueprint(module.pages)
    if hasattr(module, "install"):
        module.install(app)


def _add_commands(app: Flask) -> None:
    """The few commands of a running house: `flask worker`, `flask init-town`, `flask audit verify`."""
    log_book = AppGroup("audit", help="The log book.")

    @app.cli.command("worker")
    @click.option("--once", is_flag=True, help="Carry what is due and stop.")
    def worker(once: bool) -> None:
        """Carry letters to the mail system and do the duties of each minute."""
        wordings.load_shipped()
        outbox.run(app, once=once)

    @app.cli.command("init-town")
    @click.option("--name", prompt="Name of the office")
    @click.option("--town", prompt="Name of the town")
    @click.option("--phone", prompt="Phone for people in need of help")
    @click.option("--administrator", prompt="Name of the administrator")
    @click.option("--email", prompt="E-mail of the administrator")
    def init_town(name: str, town: str, phone: str, administrator: str, email: str) -> None:
        """Enter a town and print the link by which its administrator sets up the account."""
        from agencies.accounts.actions import init_town as begin

        wordings.load_shipped()
        try:
            print(begin(name=name, town=town, phone=phone, administrator=administrator, email=email))
        except Refused as refused:
            raise click.ClickException(" ".join(one.sentence % one.values for one in refused.reasons)) from refused

    @log_book.command("verify")
    def verify() -> None:
        """Go through every chain of the log book; fails when anything was changed, cut or taken out."""
        wrong = audit.verify()
        for problem in wrong:
            print(problem)
        print("The log book is whole." if not wrong else f"{len(wrong)} problems.")
        raise SystemExit(1 if wrong else 0)

    app.cli.add_command(log_book)


def main() -> None:
    """`make run`: the demonstration, on this machine alone."""
    parser = argparse.ArgumentParser(description="Serve the demonstration of Společně.")
    parser.add_argument("--port", type=int, default=5000)
    port = parser.parse_args().port
    app = create_app(settings.for_demonstration(port))
    import_module("coordination.demonstration.commands").serve(app, port)


if __name__ == "__main__":
    main()
