"""The command with which a town begins: `flask init-town`."""

import click
from flask import Flask
from flask_babel import gettext

from agencies.accounts import actions, rules
from foundation.reasons import Refused


@click.command("init-town")
@click.option("--name", prompt="Name of the office", help="As it stands on letters, for example Městský úřad Podlesí.")
@click.option("--town", default="", help="The town as letters name it; taken from the name of the office otherwise.")
@click.option("--phone", prompt="Phone of the office", help="The number printed in every letter.")
@click.option("--administrator", prompt="Name of the administrator")
@click.option("--email", prompt="Mail of the administrator")
def init_town(name: str, town: str, phone: str, administrator: str, email: str) -> None:
    """Make a town and print the address at which its administrator sets up the account."""
    try:
        address = actions.init_town(
            name=name, town=town or rules.town_of(name), phone=phone, administrator=administrator, email=email
        )
    except Refused as refused:
        raise click.ClickException(" ".join(gettext(why.sentence, **why.values) for why in refused.reasons)) from None
    click.echo(f"The town is made. {administrator} sets up the account within seven days at:\n{address}")


def install(app: Flask) -> None:
    """Make the command known to `flask`."""
    app.cli.add_command(init_town)
