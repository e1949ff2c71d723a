"""The board of a counselling service: for its own people alone, each file by its code."""

from agencies.circles.models import Circle
from agencies.circles.rules import State
from foundation import clock
from foundation.database import transaction
from tests.conftest import House
from tests.service import kratochvilovi, open_service


def test_the_board_shows_a_name_only_to_those_who_work_with_the_file(house: House) -> None:
    open_service(house)
    kratochvilovi(house, State.NEW_CONTACT)
    mine = house.signed_in("nikola").open("/service")
    assert "Kratochvílovi" in mine.text
    colleague = house.signed_in("burda").open("/service")
    assert "PR-" in colleague.text
    assert "Kratochvílovi" not in colleague.whole
    for stranger in ("lenka", "martina", "karel"):
        assert house.signed_in(stranger).open("/service").status == 404


def test_the_head_sees_who_else_took_first_contacts_and_why(house: House) -> None:
    open_service(house)
    hana = house.signed_in("blazkova")
    hana.client.set_cookie("lang", "en")
    hana.open("/service")
    hana.follow("New contact")
    hana.press(
        "Take the contact", channel="by phone", name="Petr Novák", reach="601 000 333", subject="Hádky.",
        exception="Nikola je na dovolené.",
    )  # fmt: skip
    assert "Nikola je na dovolené." in house.signed_in("kral").open("/service").text
    assert "Nikola je na dovolené." not in house.signed_in("burda").open("/service").whole


def test_the_head_is_not_led_to_a_file_that_the_special_procedure_shuts(house: House) -> None:
    open_service(house)
    family = kratochvilovi(house)
    with house.app.app_context(), transaction() as session:
        circle = session.get_one(Circle, family.circle_id)
        circle.restricted_at = clock.now()
        code = circle.code
    page = house.signed_in("kral").open("/service")
    assert code in page.text
    assert not [link for link in page.soup.select("a[href]") if str(family.circle_id) in link["href"]]
