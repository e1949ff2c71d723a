"""Before a meeting the family says what it wants spoken about, and nobody reads it whom they did not choose."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from coordination.conferences.models import Conference, Invitation
from coordination.conferences.rules import MeetingKind
from coordination.minutes.hearing import said_at
from coordination.minutes.rules import ForWhom
from coordination.minutes.table import AgendaItem
from coordination.seats.models import Pledge
from coordination.standpoints.models import Standpoint
from foundation.database import db, transaction
from tests.browsing import Browser
from tests.conftest import House
from tests.coordination.family.test_copies import opened
from tests.coordination.family.writing import GABINA, JANA, ROMAN, AtHome
from tests.coordination.plans.writing import convened

DEBTS, WANTED, FEAR, WORKS = "O dluzích z nájmu.", "Chci tam Evu, Romana ne.", "Že mi vezmou děti.", "Babička hlídá."
ALL = (DEBTS, WANTED, FEAR, WORKS)
IVANA = "Ivana Součková"


@pytest.fixture
def before(house: House) -> AtHome:
    """A convened meeting and nothing agreed yet."""
    return AtHome(house, convened(house))


def says(browser: Browser, open_to: str = "", **more: str | list[str]) -> Browser:
    """Answer the four questions, for whom one likes."""
    browser.open("/appointment")
    words = "What do you want to say there?"
    browser.follow(words if browser.page.has_link(words) else "Change what you want to say there")
    typed = {"about": DEBTS, "wanted": WANTED, "concern": FEAR, "strengths": WORKS, **more}
    browser.press_with("Send", {**typed, **({"open_to": open_to} if open_to else {})})
    return browser


def reads(home: AtHome, who: str) -> str:
    """Everything that somebody finds where standpoints lie side by side."""
    page = home.table.sits(who).open(f"/conferences/{home.table.case.conference_id}/standpoints")
    return page.whole


def kept(home: AtHome) -> Standpoint | None:
    with home.house.app.app_context():
        return db.session.scalars(select(Standpoint).where(Standpoint.person_id.is_not(None))).one_or_none()


def test_the_mother_says_it_on_her_page_and_the_coordinator_alone_reads_it(before: AtHome) -> None:
    jana = says(opened(before))
    assert "Thank you. Only people whom you allow read it." in jana.page.text
    seen = reads(before, "lenka")
    for words in ALL:
        assert words in seen, words
    for other in ("tereza", "ivana", "petr"):
        for words in ALL:
            assert words not in reads(before, other), (other, words)


def test_it_waits_on_the_coordinators_first_page_until_she_has_read_it(before: AtHome) -> None:
    says(opened(before))
    lenka = before.lenka
    lenka.open("/")
    assert f"{JANA} has written what to talk about" in lenka.page.text
    reads(before, "lenka")
    lenka.press("I have read it")
    assert "has written what to talk about" not in lenka.open("/").text


def test_whoever_is_chosen_reads_all_but_whom_she_wants_there(before: AtHome) -> None:
    school = str(before.table.case.seats["ivana"])
    says(opened(before), "named", readers=[school])
    seen = reads(before, "ivana")
    assert DEBTS in seen
    assert WANTED not in seen, "whom she wants there the coordinator alone reads"
    assert DEBTS not in reads(before, "petr")


def test_an_agency_that_has_not_signed_reads_nothing_of_what_is_for_everyone(before: AtHome) -> None:
    says(opened(before), "table")
    assert DEBTS in reads(before, "ivana")
    with before.house.app.app_context(), transaction() as session:
        session.execute(delete(Pledge).where(Pledge.seat_id == before.table.case.seats["ivana"]))
    assert DEBTS not in reads(before, "ivana")


def test_neither_the_father_nor_gabina_sees_what_the_mother_said(before: AtHome) -> None:
    before.seats("roman", f"{ROMAN} Kanárek-jméno")
    says(opened(before), "table")
    gabina = opened(before, GABINA)
    for path in ("/appointment", "/appointment/meeting", "/appointment/meeting/words"):
        page = gabina.open(path)
        for words in ALL:
            assert words not in page.whole, (path, words)
    roman = opened(before, f"{ROMAN} Kanárek-jméno")
    for words in ALL:
        assert words not in roman.open("/appointment").whole, words
    assert roman.open("/appointment/meeting/words").status == 404, "he is asked to no meeting"


def test_whoever_comes_to_the_other_parents_part_alone_cannot_be_chosen(before: AtHome) -> None:
    case, hour = before.table.case, timedelta(hours=1)
    with before.house.app.app_context(), transaction() as session:
        meeting = session.get_one(Conference, case.conference_id)
        assert meeting.starts_at is not None
        mothers = session.get_one(Invitation, case.invitations["jana"])
        mothers.part_from, mothers.part_to = meeting.starts_at + hour, meeting.ends_at
        schools = session.get_one(Invitation, case.invitations["ivana"])
        schools.part_from, schools.part_to = meeting.starts_at, meeting.starts_at + hour
    page = opened(before).follow("What do you want to say there?")
    assert IVANA not in page.whole
    assert "Petr Zeman" in page.whole
    assert "at 14:00" in page.text
    assert "13:00" not in page.text, "her own hour alone"


def test_nothing_said_and_nobody_chosen_are_refused_and_nothing_typed_is_lost(before: AtHome) -> None:
    jana = says(opened(before), "named")
    assert jana.page.mistakes
    assert FEAR in jana.page.whole
    assert kept(before) is None


def test_she_changes_it_and_takes_it_back_until_the_meeting_begins(before: AtHome) -> None:
    jana = says(opened(before))
    says(jana, about="O škole.")
    assert "O škole." in reads(before, "lenka")
    jana.open("/appointment/meeting/words")
    jana.press("Take it back")
    assert kept(before) is None
    says(jana)
    before.house.hand.on(3, 3, 13, 1)
    assert not jana.open("/appointment").has_link("Change what you want to say there")


def test_what_gabina_said_to_the_coordinator_is_written_down_and_read_by_her_alone(before: AtHome) -> None:
    lenka = before.lenka
    reads(before, "lenka")
    lenka.follow(f"Write down what {GABINA} says")
    told = {"said_where": "on_visit", "said_on": "23. 2. 2026", "said_to": "Lenka Horáková"}
    lenka.press_with("Write it down", {"about": "O spolužácích.", "wanted": "Babičku.", **told})
    seen = reads(before, "lenka")
    assert "O spolužácích." in seen
    assert "Babičku." in seen
    for other in ("ivana", "tereza"):
        assert "O spolužácích." not in reads(before, other), other
    gabina, jana = opened(before, GABINA), opened(before)
    gabina.follow("Change what you want to say there")
    assert "O spolužácích." in gabina.page.whole, "she reads how it was written down and may say it otherwise"
    assert "O spolužácích." not in jana.open("/appointment/meeting/words").whole


@pytest.mark.parametrize("own_agenda", [False, True], ids=["usual agenda", "an own one"])
def test_where_the_child_leads_its_topics_come_first_and_in_its_order(before: AtHome, *, own_agenda: bool) -> None:
    case = before.table.case
    with before.house.app.app_context(), transaction() as session:
        session.get_one(Conference, case.conference_id).kind = MeetingKind.LED_BY_CHILD
        if not own_agenda:
            session.execute(delete(AgendaItem))
    gabina = opened(before, GABINA)
    gabina.follow("What do you want to say there?")
    assert "What shall we start with?" in gabina.page.text
    says(gabina, "table", about="Spolužáci\nKroužek")
    lenka = before.lenka
    lenka.open(f"/conferences/{case.conference_id}/agenda")
    lenka.press("Follow the child's order")
    text = lenka.page.text
    order = (
        "Signing the pledge",
        "What the family says",
        "Spolužáci",
        "Kroužek",
        "Společná domluva" if own_agenda else "The case in brief",
    )
    rows = text[text.index("From") :]
    assert sorted(order, key=rows.index) == list(order)
    lenka.press("Later: Spolužáci")
    assert "The child has set this order." in " ".join(lenka.page.mistakes)


def test_what_the_child_keeps_to_the_coordinator_is_not_on_the_agenda(before: AtHome) -> None:
    case = before.table.case
    with before.house.app.app_context(), transaction() as session:
        session.get_one(Conference, case.conference_id).kind = MeetingKind.LED_BY_CHILD
    says(opened(before, GABINA), about="Tajemství")
    for who in ("lenka", "ivana", "petr"):
        page = before.table.sits(who).open(f"/conferences/{case.conference_id}/agenda")
        assert "Tajemství" not in page.whole, who


def test_in_the_minutes_nobody_else_of_the_family_gets_her_words_and_what_she_kept_close_is_in_none(
    before: AtHome,
) -> None:
    jana = says(opened(before), "table")
    with before.house.app.app_context():
        said = said_at(db.session.get_one(Conference, before.table.case.conference_id))["standpoints"]
        for_family = [one for one in said if one.for_whom == ForWhom.FAMILY]
        assert [one.seats for one in for_family] == [(str(before.table.case.seats["jana"]),)]
        assert not any(WANTED in str(one) for one in said)
    says(jana, "alone")
    with before.house.app.app_context():
        said = said_at(db.session.get_one(Conference, before.table.case.conference_id))["standpoints"]
        assert not any(words in str(one) for one in said for words in ALL)
