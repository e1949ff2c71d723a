"""Lenka closes a case with a word on every open task; its content shuts, and can be opened again with a reason."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from agencies.accounts import visitors
from agencies.staff.models import Worker
from coordination.conferences.models import Conference
from coordination.evaluation import actions, models
from coordination.evaluation.actions import HowItEnds
from coordination.evaluation.rules import Disposition, Result
from coordination.tasks.models import Task
from foundation import clock, language
from foundation.audit import AuditEntry
from foundation.database import db, transaction
from foundation.reasons import Refused
from tests.browsing import Browser, Page
from tests.conftest import House, text_of
from tests.world import FAMILY_WORDS, Case, build


@pytest.fixture
def case(house: House) -> Case:
    """The case of the world, its meeting called off."""
    case = build(house, "open", "PS-7F3K")
    with house.app.app_context(), transaction() as session:
        session.execute(update(Conference).values(cancelled_at=clock.now(), cancelled_by="house"))
    return case


def sits(house: House, key: str) -> Browser:
    browser = house.signed_in(key)
    browser.client.set_cookie(language.COOKIE, "en")
    return browser


def page_of(case: Case) -> str:
    return f"/cases/{case.case_id}/closing"


def closes(house: House, case: Case, **changes: str) -> Browser:
    lenka = sits(house, "lenka")
    lenka.open(f"/cases/{case.case_id}")
    lenka.follow("Close the case")
    names = {str(one["name"]) for one in lenka.page.soup.select("input[type=radio]")} - {"result"}
    typed = {"result": "partly_met", "why": "Gábina dokončila školu.", "helped": "Docházení do SVP."}
    lenka.press_with("Close the case", typed | dict.fromkeys(names, "cancelled") | changes)
    return lenka


def test_a_closed_case_shuts_for_the_table_and_stays_readable_for_the_office(house: House, case: Case) -> None:
    ivana = sits(house, "ivana")
    assert ivana.open(f"/cases/{case.case_id}/plan").status == 200
    lenka = closes(house, case)
    assert "The case is closed." in lenka.page.notice
    assert "Closed case" in lenka.page.text
    assert ivana.open(f"/cases/{case.case_id}/plan").status == 404
    assert lenka.open(f"/cases/{case.case_id}/plan").status == 200
    lenka.open(f"/cases/{case.case_id}/timeline")
    assert "The case was closed. “Gábina dokončila školu.”" in lenka.page.text
    lenka.open(f"/cases/{case.case_id}")
    lenka.follow("How the case ended")
    assert "partly met" in lenka.page.text
    assert "Docházení do SVP." in lenka.page.text


def test_everybody_who_works_at_it_is_told_without_a_name(house: House, case: Case) -> None:
    house.deliver()
    before = len(house.sink.received)
    closes(house, case)
    house.deliver()
    told = [message for _to, message in house.sink.received[before:] if "Uzavřeno" in str(message["Subject"])]
    assert told
    for message in told:
        words = text_of(message)
        assert "Mlčenlivost trvá." in words
        assert not [word for word in (*FAMILY_WORDS, "Gábin") if word in words]
    recipients = [str(message["To"]) for message in told]
    assert len(recipients) == len(set(recipients))


def test_everything_that_is_missing_is_said_at_once_and_nothing_typed_is_lost(house: House, case: Case) -> None:
    lenka = sits(house, "lenka")
    lenka.open(page_of(case))
    lenka.press("Close the case", helped="Docházení do SVP.")
    assert len(lenka.page.mistakes) >= 3
    assert "Docházení do SVP." in lenka.page.whole
    assert lenka.open(f"/cases/{case.case_id}").status == 200
    assert "Closed case" not in lenka.page.text


def test_a_meeting_that_is_still_to_come_is_held_or_called_off_first(house: House, case: Case) -> None:
    with house.app.app_context(), transaction() as session:
        session.execute(
            update(Conference).values(cancelled_at=None, cancelled_by=None, held_at=None, held_by=None)
        )  # fmt: skip
    lenka = closes(house, case)
    assert [one for one in lenka.page.mistakes if "Hold it or call it off first." in one]


def test_a_task_that_goes_on_keeps_its_state_and_others_end(house: House, case: Case) -> None:
    lenka = sits(house, "lenka")
    lenka.open(page_of(case))
    names = sorted({str(one["name"]) for one in lenka.page.soup.select("input[type=radio]")} - {"result"})
    assert names
    closes(house, case, **{names[0]: "handed_on"})
    with house.app.app_context():
        last = {f"task_{task.number}": task.last_step for task in db.session.query(Task) if task.last_step}
        assert last[names[0]] != "cancelled"
        assert {last[name] for name in names[1:]} <= {"cancelled"}
    number = names[0].removeprefix("task_")
    assert f"Task {number} goes on without the case." in sits(house, "lenka").open(page_of(case)).text


def test_whom_no_letter_reaches_is_named_before(house: House, case: Case) -> None:
    with house.app.app_context(), transaction() as session:
        session.get_one(Worker, house.worker("ivana")).email = None
    page = sits(house, "lenka").open(page_of(case))
    unwritten = page.text.partition("tell them yourself:")[2]
    assert "Mgr. Ivana Součková" in unwritten
    assert "Jana Vlčková" in unwritten  # of the family, who hear it from her
    assert "Tereza Malá" not in unwritten


def ends(page: Page) -> list[str]:
    """Whom the first page asks to tell of the end."""
    return re.findall(r"Tell that the joint work has ended: ((?:[A-Z][a-z]+\. )?\w+ \w+)", page.text)


def test_whom_no_letter_reaches_stands_in_the_list_until_she_has_told_them(house: House, case: Case) -> None:
    with house.app.app_context(), transaction() as session:
        session.get_one(Worker, house.worker("ivana")).email = None
    lenka = closes(house, case)
    before = ends(lenka.open("/"))
    assert "Mgr. Ivana Součková" in before
    assert "Jana Vlčková" in before
    assert "Bc. Tereza Malá" not in before
    lenka.follow("Tell and note it Tell that the joint work has ended: Mgr. Ivana Součková")
    assert "The joint work has ended. Your pledge of confidentiality goes on" in lenka.page.text
    lenka.press("They know")
    assert lenka.page.mistakes == ["Choose how you told them."]
    lenka.press("They know", how="phone")
    assert "Noted: Mgr. Ivana Součková knows." in lenka.page.notice
    assert set(ends(lenka.open("/"))) == set(before) - {"Mgr. Ivana Součková"}


def test_nobody_is_called_where_a_call_could_do_harm(house: House, case: Case) -> None:
    lenka = closes(house, case)
    lenka.open("/")
    lenka.follow("Tell and note it Tell that the joint work has ended: Jana Vlčková")
    assert "A call could do harm here." in lenka.page.text
    lenka.press("They know", how="phone")
    assert lenka.page.mistakes == ["A call to Jana Vlčková could do harm. Tell them in person or on paper."]


def test_a_case_that_is_open_again_has_no_end_to_tell(house: House, case: Case) -> None:
    lenka = closes(house, case)
    assert ends(lenka.open("/"))
    lenka.open(page_of(case))
    lenka.press("Open the case again", because="Gábina zase nechodí do školy.")
    assert not ends(lenka.open("/"))


def test_nobody_else_is_asked_to_tell_of_the_end(house: House, case: Case) -> None:
    lenka = closes(house, case)
    lenka.open("/")
    page = lenka.follow("Tell and note it Tell that the joint work has ended: Jana Vlčková")
    for key in ("dana", "ivana", "marek"):
        assert sits(house, key).open(page.address).status == 404
        assert not ends(sits(house, key).open("/"))


def test_opened_again_with_a_reason_everything_holds_as_before(house: House, case: Case) -> None:
    lenka = closes(house, case)
    lenka.open(page_of(case))
    lenka.press("Open the case again", because=" ")
    assert lenka.page.mistakes == ["Write why the case is opened again."]
    lenka.press("Open the case again", because="Gábina zase nechodí do školy.")
    assert "The case is open again." in lenka.page.notice
    assert sits(house, "ivana").open(f"/cases/{case.case_id}/plan").status == 200
    lenka.open(page_of(case))
    assert "Gábina zase nechodí do školy." in lenka.page.text
    with house.app.app_context():
        verbs = [one.verb for one in db.session.query(AuditEntry).order_by(AuditEntry.number)]
    assert verbs.index("case closed") < verbs.index("case opened again")
    closes(house, case)
    lenka.open(page_of(case))
    assert lenka.page.text.count("Closed on") == 2


def test_a_closed_case_sends_nobody_a_letter_any_more(house: House, case: Case) -> None:
    closes(house, case)
    house.deliver()
    before = len(house.sink.received)
    for _week in range(12):
        house.hand.forward(timedelta(days=7))
        house.deliver()
    assert [str(message["Subject"]) for _to, message in house.sink.received[before:]] == []


def test_two_tabs_close_it_once(house: House, case: Case) -> None:
    first, second = sits(house, "lenka"), sits(house, "lenka")
    for lenka in (first, second):
        lenka.open(page_of(case))
    names = {str(one["name"]) for one in first.page.soup.select("input[type=radio]")} - {"result"}
    typed = {"result": "met", "why": "Hotovo."} | dict.fromkeys(names, "cancelled")
    first.press_with("Close the case", typed)
    address, values = second.filled("Close the case", typed)
    second.post(address, dict(values))
    with house.app.app_context():
        assert [one.verb for one in db.session.query(AuditEntry)].count("case closed") == 1


def test_nobody_else_closes_it(house: House, case: Case) -> None:
    for key in ("ivana", "tereza", "petr", "hana", "jitka", "marek"):
        assert sits(house, key).open(page_of(case)).status == 404


def test_whoever_comes_second_is_told_so_and_nothing_is_written(house: House, case: Case) -> None:
    """The pages look first; between that look and the deed somebody else may have been quicker."""
    with sits(house, "lenka").client.session_transaction() as cookie:
        secret = cookie["_user_id"]
    with house.app.app_context():
        lenka = visitors.load(secret)
        assert lenka is not None
        open_ones = {line.task.id: Disposition.CANCELLED for line in models.open_lines(case.case_id)}
        said = HowItEnds(Result.MET, "Hotovo.", "", open_ones)
        with pytest.raises(Refused):
            actions.reopen(case.case_id, because="Omyl.", actor=lenka)
        actions.close(case.case_id, said, actor=lenka)
        with pytest.raises(Refused):
            actions.close(case.case_id, said, actor=lenka)
        assert len(models.closings_of(case.case_id)) == 1
