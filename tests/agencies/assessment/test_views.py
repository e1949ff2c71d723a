"""Stories of the week: two professionals look ahead, one becomes key worker, the seventh day is seen on the board."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from agencies.assessment.models import assessment_of
from agencies.circles.models import key_worker_of
from foundation import town_settings
from tests.browsing import Browser, Page
from tests.conftest import House
from tests.service import open_service

HANA, ONDREJ = "Mgr. Hana Blažková, psycholožka", "Mgr. Ondřej Ševčík, mediátor"
ZORA = "Mgr. Zora Tichá, rodinná terapeutka"
DONE = {"assessors": [HANA, ONDREJ], "outlook": "Hádky nejspíš zesílí.", "key_worker": HANA}


@pytest.fixture(autouse=True)
def service(house: House) -> UUID:
    house.hand.at(datetime(2026, 3, 2, 8, tzinfo=UTC))
    return open_service(house)


def english(house: House, key: str) -> Browser:
    browser = house.signed_in(key)
    browser.client.set_cookie("lang", "en")
    return browser


def after_intake(house: House) -> tuple[Browser, Page]:
    """Monday 2 March the contact, Wednesday 4 March the intake."""
    nikola = english(house, "nikola")
    nikola.open("/service")
    nikola.follow("New contact")
    nikola.press(
        "Take the contact", channel="by e-mail", name="Zuzana Kratochvílová", reach="601 000 111", subject="Rozvod.",
        relation="mother",
    )  # fmt: skip
    nikola.press("Book", slot="another day and hour", day="4. 3. 2026", hour="9:00")
    house.hand.on(4, 3, 10)
    nikola.follow("Write the intake down")
    return nikola, nikola.press("The intake was held", informed="y", situation="Hádky před dětmi.")


def circle_id(page: Page) -> UUID:
    return UUID(page.address.rsplit("/", 1)[1])


@pytest.mark.rule("S1-17", "S1-18", "S1-20")
def test_two_professionals_assess_within_a_week(house: House) -> None:
    nikola, page = after_intake(house)
    assert "7 days are left, until Wed 11 Mar 2026." in page.text
    file = circle_id(page)
    house.hand.on(11, 3, 15)
    nikola.follow("Write the assessment")
    page = nikola.press("The assessment is done", **DONE)
    assert "Assessed." in page.notice
    with house.app.app_context():
        found = assessment_of(file)
        assert found.assessors == "Mgr. Hana Blažková, Mgr. Ondřej Ševčík"
        assert key_worker_of(file).worker_id == house.worker("blazkova")
    assert english(house, "blazkova").open(f"/service/files/{file}").has_link("Add a colleague")


@pytest.mark.rule("S1-17")
def test_the_eighth_day_is_late_and_seen_on_the_board(house: House) -> None:
    nikola, page = after_intake(house)
    house.hand.on(11, 3, 20)
    assert "Ends today, day 7" in nikola.open("/service").text
    house.hand.on(12, 3, 8)
    board = nikola.open("/service")
    assert "One assessment is late." in board.text
    page = nikola.open(page.address)
    assert "The assessment was due on Wednesday 11 March 2026, a week after the intake. Arrange it today." in page.text


@pytest.mark.rule("S1-17")
def test_a_service_may_count_from_the_first_contact(house: House, service: UUID) -> None:
    nikola, page = after_intake(house)
    house.hand.on(10, 3, 9)
    assert "Counted from the first contact the week is over already." in nikola.open(page.address).text
    manager = english(house, "kral")
    manager.open("/service")
    settings = manager.follow("What the service decides for itself")
    asked = next(one for one in settings.soup.select("fieldset") if "runs from" in one.get_text())
    manager.press("Save", **{str(asked.select_one("input")["name"]): "the first contact"})
    with house.app.app_context():
        assert town_settings.get(service, "service_assessment_anchor") == "contact"
    page = nikola.open(page.address)
    assert "The assessment was due on Monday 9 March 2026, a week after the first contact." in page.text


@pytest.mark.rule("S1-18")
def test_one_worker_alone_does_not_assess(house: House) -> None:
    nikola, _page = after_intake(house)
    nikola.follow("Write the assessment")
    page = nikola.press("The assessment is done", **(DONE | {"assessors": [HANA]}))
    assert page.mistakes == ["At least two professional workers assess. Add the second one."]
    assert "Hádky nejspíš zesílí." in page.whole
    assert "Jan Burda" not in [label.get_text() for label in page.soup.select("fieldset label")]


@pytest.mark.rule("S1-19", "S1-20")
def test_without_an_outlook_and_a_key_worker_it_is_not_done(house: House) -> None:
    nikola, _page = after_intake(house)
    nikola.follow("Write the assessment")
    page = nikola.press("The assessment is done", assessors=[HANA, ONDREJ])
    assert page.mistakes == [
        "Write how the situation is likely to develop.",
        "The case needs exactly one key worker. Choose one.",
    ]


@pytest.mark.rule("S1-19", "S1-21")
def test_the_key_worker_reads_what_is_likely_to_come(house: House) -> None:
    nikola, page = after_intake(house)
    nikola.follow("Write the assessment")
    nikola.press("The assessment is done", **DONE)
    page = english(house, "blazkova").open(page.address)
    assert "Hádky nejspíš zesílí." in page.text
    assert "Key worker Mgr. Hana Blažková" in page.text


@pytest.mark.rule("S1-21")
def test_whoever_took_the_contact_does_not_stay_key_worker(house: House) -> None:
    nikola, page = after_intake(house)
    nikola.follow("Write the assessment")
    nikola.press("The assessment is done", **DONE)
    assert nikola.open(page.address).status == 404
    assert english(house, "sevcik").open(page.address).status == 404


@pytest.mark.rule("S1-53")
def test_a_worker_who_is_kept_out_neither_assesses_nor_answers_for_the_file(house: House) -> None:
    nikola, page = after_intake(house)
    nikola.follow("Keep a worker out")
    nikola.press("Keep out", worker=ZORA, kind="a personal relation to the family")
    page = nikola.follow("Write the assessment")
    assert "Zora" not in page.whole
    address, fields = nikola.filled("The assessment is done", DONE)
    forged = {name: value for name, value in fields if name not in ("assessors", "key_worker")}
    zora = str(house.worker("ticha"))
    answer = nikola.post(address, forged | {"assessors": [zora, str(house.worker("sevcik"))], "key_worker": zora})
    with house.app.app_context():
        assert key_worker_of(circle_id(nikola.open(page.address.removesuffix("/assessment")))) is None
    assert answer.status == 200


def test_the_assessors_read_the_file_from_the_moment_they_are_asked(house: House) -> None:
    nikola, page = after_intake(house)
    assert english(house, "blazkova").open(page.address).status == 404
    nikola.follow("Choose who assesses")
    nikola.press("Ask them", assessors=[HANA])
    hana = english(house, "blazkova")
    assert "The second professional is missing." in hana.open(page.address).text
    hana.follow("Write the assessment")
    shown = hana.press("The assessment is done", **DONE)
    assert shown.heading == "Zuzana Kratochvílová"
