"""The board of a counselling service: for its own people alone, each file by its code."""

from agencies.circles.rules import State
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
