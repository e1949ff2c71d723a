"""How a town begins: one command, one link, and the administrator lets the others in."""

import pyotp
from flask.testing import FlaskCliRunner

from foundation import clock
from tests.agencies.accounts.conftest import Hall, inside, link_in, typed_secret

ARGUMENTS = [
    "init-town", "--name", "Městský úřad Nová Ves", "--town", "Nová Ves", "--phone", "469 000 111",
    "--administrator", "Ing. Dana Veselá", "--email", "dana.vesela@novaves.example",
]  # fmt: skip


def test_a_town_begins_with_a_printed_link_and_only_once(hall: Hall) -> None:
    runner = FlaskCliRunner(hall.house.app)
    printed = runner.invoke(args=ARGUMENTS)
    assert printed.exit_code == 0, printed.output

    dana = hall.browser()
    secret = typed_secret(dana.open(link_in(printed.output)))
    typed = {
        "password": "tri klobouky na plote",
        "again": "tri klobouky na plote",
        "code": pyotp.TOTP(secret).at(clock.now()),
    }
    dana.press_with("Set up the account", typed, follow=False)
    assert inside(dana)

    dana.open("/agencies")
    dana.follow("Městský úřad Nová Ves")
    dana.follow("Add a person")
    page = dana.press(
        "Add the person",
        name="Mgr. Pavla Jará",
        email="pavla.jara@novaves.example",
        function="vedoucí",
        role="heads the department",
    )
    assert page.heading == "Mgr. Pavla Jará"
    assert "leaves at once" in dana.press("Send the account set-up").notice

    again = runner.invoke(args=ARGUMENTS)
    assert again.exit_code != 0
    assert "http" not in again.output
