"""An agency worker lets a phone ask for her dates: neutral, changing with them, and gone the moment she says so."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from sqlalchemy import func, select

from agencies.accounts.rules import SessionDoor
from coordination.conferences.actions.leaving import remove
from coordination.exports.models import Feed
from foundation import clock
from foundation.calendar_entries import FEED_NAMES
from foundation.database import db
from tests.browsing import Browser
from tests.conftest import House
from tests.coordination.plans.writing import Table, convened
from tests.world import FAMILY_WORDS


@pytest.fixture
def table(house: House) -> Table:
    """A convened meeting whose plan gives Ivana one task and one repeated one."""
    table = convened(house)
    table.begins()
    table.adds("Mgr. Ivana Součková")
    weekly = {"schedule": "week", "due_on": "", "from_on": "6. 3. 2026", "until_on": "27. 3. 2026"}
    table.adds("Mgr. Ivana Součková", "Pošle zprávu o docházce", **weekly)
    table.evaluates()
    table.approves()
    ivana = table.sits("ivana")
    for number in (1, 2):
        ivana.open(f"/tasks/{table.task_id(number)}")
        ivana.press("I accept the task")
    return table


def address_on(page: Browser) -> str:
    """The secret address that the page shows."""
    shown = page.page.soup.select_one("code")
    assert shown is not None, page.page.text
    return urlsplit(shown.get_text()).path


def makes_feed(table: Table, key: str = "ivana") -> str:
    """Somebody goes from the first page to the address."""
    browser = table.sits(key)
    browser.open("/")
    browser.follow("Meetings and deadlines in your calendar")
    browser.press("Make my address")
    return address_on(browser)


def asked(house: House, address: str, **headers: str) -> tuple[int, bytes, str]:
    """What a phone without any cookie gets."""
    answer = house.stranger().client.get(address, headers=headers)
    return answer.status_code, answer.data, answer.headers.get("ETag", "")


@pytest.mark.rule("C-05", "S2-12")
def test_a_phone_asks_and_gets_neutral_dates(table: Table):
    address = makes_feed(table)
    status, content, _ = asked(table.house, address)
    assert status == 200
    calendar = Calendar.from_ical(content)
    assert calendar["x-wr-calname"] == FEED_NAMES["en"]
    titles = [str(event["summary"]) for event in calendar.events]
    assert titles == ["Task 1 due (PS-7F3K)", *["Task 2 (PS-7F3K)"] * 4, "Task 2 ends (PS-7F3K)"]
    assert not any(word in content.decode() for word in FAMILY_WORDS)
    assert b"ATTENDEE" not in content
    assert b"ORGANIZER" not in content
    assert b"/o/" not in content


def test_nothing_new_is_told_in_one_word(table: Table):
    address = makes_feed(table)
    _, _, etag = asked(table.house, address)
    assert asked(table.house, address, **{"If-None-Match": etag})[:2] == (304, b"")
    ivana = table.sits("ivana")
    ivana.open(f"/tasks/{table.task_id(1)}")
    ivana.follow("Say how it went")
    ivana.press("Report", outcome="done")
    status, content, newer = asked(table.house, address, **{"If-None-Match": etag})
    assert (status, newer != etag) == (200, True)
    assert b"Task 1 due" not in content


@pytest.mark.rule("C-05")
def test_a_deadline_that_moves_stays_the_same_entry(table: Table):
    address = makes_feed(table)

    def deadline() -> tuple[str, int, str]:
        events = Calendar.from_ical(asked(table.house, address)[1]).events
        (event,) = (one for one in events if str(one["summary"]).startswith("Task 1 due"))
        return str(event["uid"]), event["sequence"], event["dtstart"].dt.isoformat()

    uid, sequence, day = deadline()
    ivana, lenka = table.sits("ivana"), table.sits("lenka")
    ivana.open(f"/tasks/{table.task_id(1)}")
    ivana.follow("I want another date")
    ivana.press("Propose the date", proposed_on="20. 3. 2026")
    lenka.open(f"/tasks/{table.task_id(1)}")
    lenka.press("Agree to")
    moved = deadline()
    assert (moved[0], day, moved[2]) == (uid, "2026-03-12", "2026-03-20")
    assert moved[1] > sequence


def test_the_owner_sees_when_it_was_read_and_stops_it(table: Table):
    address = makes_feed(table)
    ivana = table.sits("ivana")
    assert "not yet" in ivana.open("/calendar").text
    asked(table.house, address)
    assert "not yet" not in ivana.open("/calendar").text
    assert address not in ivana.page.whole
    ivana.press("Stop the address")
    assert asked(table.house, address)[0] == 404
    assert asked(table.house, address)[1] == table.house.stranger().client.get("/nothing/at/all").data


def test_a_new_address_ends_the_former(table: Table):
    former = makes_feed(table)
    ivana = table.sits("ivana")
    ivana.press("Make a new address instead")
    new = address_on(ivana)
    assert (asked(table.house, former)[0], asked(table.house, new)[0]) == (404, 200)
    with table.house.app.app_context():
        assert db.session.scalar(select(func.count()).where(Feed.revoked_at.is_(None))) == 1


def test_a_changed_mail_address_ends_it(table: Table):
    address = makes_feed(table)
    assert asked(table.house, address)[0] == 200
    jiri = table.house.signed_in("jiri")
    jiri.client.set_cookie("lang", "en")
    jiri.open(f"/workers/{table.house.worker('ivana')}/entry")
    jiri.press("Save", email="ivana.jinde@zs-podlesi.example", mailbox="only this person")
    assert asked(table.house, address)[0] == 404


def test_it_ends_after_a_year(table: Table):
    address = makes_feed(table)
    with clock.standing_at(clock.now() + timedelta(days=366)):
        assert asked(table.house, address)[0] == 404


def test_whoever_leaves_the_table_gets_nothing_of_it_any_more(table: Table):
    address = makes_feed(table)
    with table.house.app.test_request_context():
        remove(table.case.seats["ivana"], reason="Přešla do jiné školy.", by=f"worker:{table.house.worker('lenka')}")
    assert b"VEVENT" not in asked(table.house, address)[1]


@pytest.mark.parametrize("key", ["martina", "alena", "jan", "radka", "olga", "marek"])
def test_whoever_may_read_nothing_has_nothing_to_subscribe_to(table: Table, key: str):
    who = table.house.signed_in(key, SessionDoor.CODE)
    assert "calendar" not in [anchor.get("href", "").strip("/") for anchor in who.open("/").soup.find_all("a")]
    assert who.open("/calendar").status == 404
