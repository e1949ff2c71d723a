"""Stories of the first days: somebody calls, writes or stands in the door of a counselling service."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from icalendar import Calendar
from sqlalchemy import select

from agencies.circles import actions as circles
from agencies.circles.models import Circle, ServicePerson
from agencies.circles.rules import State
from agencies.intake.models import Advice, Contact, Intake
from foundation.database import db, transaction
from tests.browsing import Browser, Page
from tests.conftest import House
from tests.service import open_service

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
TYPED = {
    "channel": "by e-mail", "name": "Zuzana Kratochvílová", "relation": "mother", "reach": "601 000 111",
    "subject": "Rozvádíme se a děti trpí hádkami.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def service(house: House) -> UUID:
    house.hand.at(MONDAY)
    return open_service(house)


def english(house: House, key: str) -> Browser:
    browser = house.signed_in(key)
    browser.client.set_cookie("lang", "en")
    return browser


def take(house: House, key: str = "nikola", **changed: str) -> tuple[Browser, Page]:
    browser = english(house, key)
    browser.open("/service")
    browser.follow("New contact")
    return browser, browser.press("Take the contact", **(TYPED | changed))


@pytest.mark.rule("S1-01", "S1-02")
def test_a_contact_is_taken_and_its_intake_booked(house: House) -> None:
    nikola, page = take(house)
    assert page.heading == "Book the intake"
    page = nikola.press("Book")
    assert "The intake is booked." in page.notice
    assert "by e-mail" in page.text
    file = Calendar.from_ical(nikola.open(page.link("Into my calendar")).content)
    entry = file.walk("VEVENT")[0]
    assert "Kratochvíl" not in file.to_ical().decode()
    assert entry["SUMMARY"].startswith("Appointment PR-")
    assert entry["DTSTART"].dt.hour == 10


@pytest.mark.rule("S1-01")
def test_a_contact_says_how_it_came(house: House) -> None:
    browser = english(house, "nikola")
    browser.open("/service")
    browser.follow("New contact")
    page = browser.press("Take the contact", name="Zuzana Kratochvílová", reach="601 000 111", subject="Rozvod.")
    assert page.mistakes == ["Choose how the contact came: by phone, in person or by e-mail."]
    assert "Zuzana Kratochvílová" in page.whole
    address, fields = browser.filled("Take the contact", {})
    forged = [(name, value) for name, value in fields if name != "channel"] + [("channel", "pigeon")]
    assert "Choose" in browser.post(address, dict(forged)).text
    with house.app.app_context():
        assert db.session.scalars(select(Contact)).first() is None


@pytest.mark.rule("S1-03", "S1-04")
def test_another_professional_takes_a_contact_only_with_a_reason(house: House) -> None:
    browser, page = take(house, "blazkova")
    assert page.mistakes[0].startswith("A social worker or a social-services worker takes the first contact.")
    assert "Bc. Nikola Jandová" in page.text
    page = browser.press("Take the contact", exception="Nikola je u lékaře.")
    assert page.heading == "Book the intake"
    page = browser.open(page.link("PR-"))
    assert "Nikola je u lékaře." in page.text


@pytest.mark.rule("S1-03", "S1-04")
def test_a_social_worker_is_asked_for_no_reason(house: House) -> None:
    nikola = english(house, "nikola")
    nikola.open("/service")
    page = nikola.follow("New contact")
    assert "Why you take it this time" not in page.text
    assert "Nobody" not in page.text
    _browser, page = take(house, "nikola")
    assert page.heading == "Book the intake"


@pytest.mark.rule("S1-08")
def test_the_first_free_hour_is_offered_and_the_wait_is_measured(house: House) -> None:
    nikola, page = take(house)
    assert "Mon 2 Mar 2026 at 10:00" in page.text
    nikola.press("Book")
    again, page = take(house, name="Petr Novák")
    assert "Mon 2 Mar 2026 at 10:00" not in page.text
    assert "Mon 2 Mar 2026 at 11:00" in page.text
    page = again.press("Book", slot="another day and hour", day="4. 3. 2026", hour="9:00")
    assert "Wed 4 Mar 2026 at 9:00" in page.text
    assert "2 days" in page.text


@pytest.mark.rule("S1-08")
def test_nobody_is_booked_twice_in_one_hour(house: House) -> None:
    nikola, _page = take(house)
    nikola.press("Book", slot="another day and hour", day="4. 3. 2026", hour="9:00")
    again, _page = take(house, name="Petr Novák")
    page = again.press("Book", slot="another day and hour", day="4. 3. 2026", hour="9:30")
    assert page.mistakes == ["Bc. Nikola Jandová has something else then. Choose another time."]


@pytest.mark.rule("S1-09")
def test_by_phone_only_when_the_client_asks_and_the_worker_can(house: House) -> None:
    nikola, _page = take(house)
    page = nikola.press("Book", by_phone="y", worker_can="y")
    assert page.mistakes == [
        "A phone consultation needs the client's wish and your ability to hold it. Confirm both, or offer a visit."
    ]
    page = nikola.press("Book", by_phone="y", worker_can="y", client_asked="y")
    assert "by phone, at the client's wish" in page.text


def by_phone(house: House) -> Browser:
    nikola, _page = take(house)
    nikola.press("Book", by_phone="y", worker_can="y", client_asked="y")
    house.hand.on(2, 3, 10, 5)
    nikola.follow("Write the intake down")
    return nikola


@pytest.mark.rule("S1-10")
def test_the_spoken_consent_is_recorded_with_who_heard_it(house: House) -> None:
    nikola = by_phone(house)
    page = nikola.press("The intake was held", informed="y", situation="Hádky před dětmi.")
    assert page.mistakes[0].startswith("Without verbal consent no personal data can be stored.")
    assert "Hádky před dětmi." in page.whole
    page = nikola.press("They said yes")
    assert "heard by Bc. Nikola Jandová" in page.text
    page = nikola.press("The intake was held", informed="y", situation="Hádky před dětmi.")
    assert "spoken consent recorded" in page.text.lower()


@pytest.mark.rule("S1-10")
def test_a_no_erases_what_was_written_of_them(house: House) -> None:
    nikola = by_phone(house)
    page = nikola.press("They said no")
    assert "What was written of them is erased." in page.notice
    with house.app.app_context():
        circle = db.session.scalars(select(Circle)).one()
        assert (circle.name, circle.closed_at is not None) == ("–", True)
        assert db.session.scalars(select(ServicePerson)).first() is None
        assert db.session.scalars(select(Contact)).one().subject == ""


def test_a_no_that_belongs_to_no_phone_intake_erases_nothing(house: House) -> None:
    nikola = by_phone(house)
    with house.app.app_context(), transaction() as session:
        circles.move(session.scalars(select(Circle)).one(), State.ASSESSMENT_DONE)
    page = nikola.press("They said no")
    assert "The assessment was held already." in page.text
    with house.app.app_context():
        assert db.session.scalars(select(Circle)).one().closed_at is None
        assert db.session.scalars(select(ServicePerson)).first() is not None


def test_an_hour_that_the_clock_skips_is_named(house: House) -> None:
    nikola, _page = take(house)
    page = nikola.press("Book", slot="another day and hour", day="29. 3. 2026", hour="2:30")
    assert page.mistakes == ["The time 2:30 on Sunday 29 Mar 2026 does not exist, clocks change. Choose another."]


def test_after_the_assessment_a_file_does_not_end_as_advice(house: House) -> None:
    nikola, _page = take(house)
    nikola.follow("Back")
    nikola.follow("Advice is enough")
    with house.app.app_context(), transaction() as session:
        circles.move(session.scalars(select(Circle)).one(), State.ASSESSMENT_DONE)
    page = nikola.press("Save and end the file", topic="divorce, care of children", said="Kam se obrátit.")
    assert page.mistakes == ["The assessment was held already. What ends now is the work in the file."]
    assert "Kam se obrátit." in page.whole


def in_person(house: House, **changed: str) -> Browser:
    nikola, _page = take(house, **changed)
    nikola.press("Book")
    house.hand.on(2, 3, 11)
    nikola.follow("Write the intake down")
    return nikola


@pytest.mark.rule("S1-05", "S1-06")
def test_the_intake_gives_information_and_takes_the_situation_down(house: House) -> None:
    nikola = in_person(house)
    page = nikola.press("The intake was held", situation="Hádky před dětmi.")
    assert page.mistakes == ["Give the basic information on the service first, then tick it."]
    page = nikola.press("The intake was held", informed="y")
    assert "information given" in page.text.lower()
    assert "Hádky před dětmi." in page.text
    with house.app.app_context():
        assert db.session.scalars(select(Intake)).one().information_id is not None


@pytest.mark.rule("S1-06")
def test_an_empty_situation_is_warned_of(house: House) -> None:
    page = in_person(house).press("The intake was held", informed="y")
    assert "without the situation" in page.notice
    assert "The situation is not written down." in page.text


@pytest.mark.rule("S1-11")
def test_in_a_crisis_help_begins_at_once_and_no_gate_stands_before_it(house: House) -> None:
    nikola, page = take(house, urgent="y")
    assert "Help first" in page.notice
    page = nikola.press("Begin the crisis intervention now")
    assert page.heading == "Intake consultation"
    page = nikola.press("Save the intervention", crisis="Domluveno bezpečné místo na noc.")
    assert "written down" in page.notice
    page = nikola.press("The intake was held")
    assert "Domluveno bezpečné místo na noc." in page.text
    assert "information still to be given" in page.text.lower()


@pytest.mark.rule("S1-11")
def test_without_a_crisis_there_is_no_shortcut(house: House) -> None:
    page = in_person(house).press("The intake was held")
    assert page.mistakes == ["Give the basic information on the service first, then tick it."]
    assert not page.has_button("Save the intervention")


@pytest.mark.rule("S1-12", "S1-14")
def test_another_service_is_offered_besides_the_advice(house: House) -> None:
    nikola, page = take(house)
    nikola.open(page.link("PR-"))
    nikola.follow("Advice is enough")
    page = nikola.press(
        "Save and end the file", topic="money, housing, benefits", offers="another kind of service fits better",
        service="Dluhová poradna",
    )  # fmt: skip
    assert page.mistakes[0].startswith("Passing on to another service needs a record of the advice given.")
    page = nikola.press("Save and end the file", said="Jak podat návrh na splátky.")
    assert "the file is ended" in page.notice
    with house.app.app_context():
        advice = db.session.scalars(select(Advice)).one()
        assert (advice.offered, advice.accepted, advice.own_choice) == ("Dluhová poradna", False, False)


@pytest.mark.rule("S1-13", "S1-14")
def test_whoever_prefers_another_service_gets_the_same_advice(house: House) -> None:
    nikola, page = take(house)
    nikola.open(page.link("PR-"))
    nikola.follow("Advice is enough")
    typed = {"topic": "relationship", "offers": "the client prefers another service", "service": "Poradna Zálesí"}
    page = nikola.press("Save and end the file", **typed)
    assert page.mistakes
    page = nikola.press("Save and end the file", said="Co čekat od párové terapie.", accepted="y")
    assert "the file is ended" in page.notice
    with house.app.app_context():
        advice = db.session.scalars(select(Advice)).one()
        assert (advice.accepted, advice.own_choice) == (True, True)
        assert db.session.scalars(select(Circle)).one().outcome == "referred"


@pytest.mark.rule("S1-12", "S1-13")
def test_no_other_service_is_forced(house: House) -> None:
    nikola, page = take(house)
    nikola.open(page.link("PR-"))
    nikola.follow("Advice is enough")
    page = nikola.press("Save and end the file", topic="upbringing", said="Rada k večernímu režimu.")
    assert "the file is ended" in page.notice
    with house.app.app_context():
        assert db.session.scalars(select(Circle)).one().outcome == "basic_counselling"
        assert db.session.scalars(select(Advice)).one().offered == ""


@pytest.mark.rule("S1-15")
def test_advice_without_a_name_keeps_no_name(house: House) -> None:
    nikola = english(house, "nikola")
    nikola.open("/service")
    page = nikola.follow("Advice without a name")
    assert not page.soup.select("input[name=name], input[name=reach]")
    page = nikola.press("Save the advice", topic="violence", said="Kde hledat pomoc.")
    assert "Nobody is named in it." in page.notice
    with house.app.app_context():
        advice = db.session.scalars(select(Advice)).one()
        assert advice.circle_id is None
        assert db.session.scalars(select(Circle)).first() is None
        assert db.session.scalars(select(ServicePerson)).first() is None


@pytest.mark.rule("S1-15", "S1-16")
def test_a_second_visit_asks_for_a_name(house: House) -> None:
    nikola = english(house, "nikola")
    nikola.open("/service")
    nikola.follow("Advice without a name")
    nikola.press("Save the advice", topic="violence", said="Kde hledat pomoc.")
    nikola.follow("Book a second visit")
    page = nikola.press("Take the contact", channel="in person", subject="Přišla znovu.")
    assert page.mistakes == [
        "Without a name only one-off advice is possible. Book a second visit once the client gives a name and consents."
    ]
    page = nikola.press("Take the contact", name="Zuzana Kratochvílová", reach="601 000 111")
    assert page.heading == "Book the intake"
    with house.app.app_context():
        assert db.session.scalars(select(Advice)).one().circle_id is None


@pytest.mark.rule("S1-16")
def test_nobody_from_elsewhere_reads_advice_without_a_name(house: House) -> None:
    nikola = english(house, "nikola")
    nikola.open("/service")
    nikola.follow("Advice without a name")
    page = nikola.press("Save the advice", topic="violence", said="Kde hledat pomoc.")
    for stranger in ("lenka", "martina", "karel", "ivana"):
        assert house.signed_in(stranger).open(page.address).status == 404
