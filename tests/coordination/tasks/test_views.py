"""A task on its page: accepted, declined, answered with another date, reported, and written down as said."""

from __future__ import annotations

import re

import pytest
from icalendar import Calendar
from sqlalchemy import select

from agencies.accounts.rules import SessionDoor
from coordination.seats.models import Seat
from coordination.seats.rules import Ending
from coordination.tasks import actions
from coordination.tasks.models import (
    Check,
    Task,
    TaskStep,
    line_of,
    offered_tasks,
    tasks_of_worker,
)
from coordination.tasks.rules import State
from foundation import audit, clock
from foundation.database import db, transaction
from tests.browsing import Browser
from tests.conftest import calendar_of, text_of
from tests.coordination.plans.writing import TALK, Table, english

IVANA = "ivana.souckova@nakopci.example"
WHY = "Write why you decline the task. One sentence is enough; the coordinator will see it."
NOT_YOURS = (
    "Mgr. Ivana Součková is the one to accept this task. If someone else should do it, propose that to the coordinator."
)


def opens(table: Table, key: str, number: int = 1) -> Browser:
    """Somebody opens the page of a task."""
    browser = table.sits(key)
    browser.open(f"/tasks/{table.task_id(number)}")
    return browser


def steps(table: Table, number: int = 1) -> list[str]:
    """The life of a task."""
    with table.house.app.app_context():
        lived = select(TaskStep.step).where(TaskStep.task_id == table.task_id(number)).order_by(TaskStep.number)
        return [str(step) for step in db.session.scalars(lived)]


def to_ivana(table: Table) -> list[tuple[str, str]]:
    """Subject and calendar of every letter that has just arrived for her."""
    return [
        (str(letter["Subject"]), calendar_of(letter) if "text/calendar" in str(letter) else "")
        for recipient, letter in table.house.deliver()
        if recipient == IVANA
    ]


# --- by a link, on a phone -------------------------------------------------------------------------------------------


@pytest.mark.rule("C-06")
def test_a_worker_accepts_by_one_tap_and_the_deadline_stands_in_the_calendar(table: Table) -> None:
    table.agreed()
    offered = next(letter for who, letter in table.house.deliver() if who == IVANA)
    assert "Máte navržený úkol (PS-7F3K)" in offered["Subject"]
    for hidden in ("Gábin", "Vlčk", TALK):
        assert hidden not in str(offered)
    address = next(word for word in text_of(offered).split() if "/o/" in word)
    stranger = table.house.stranger()
    stranger.open(address)
    assert "/code" in stranger.page.address
    assert TALK not in stranger.page.text
    ivana = english(table.house, "ivana", SessionDoor.CODE)
    ivana.open(address)
    assert ivana.page.heading == TALK
    ivana.press("I accept the task")
    assert "You have accepted the task." in ivana.page.text
    assert steps(table) == ["offered", "accepted"]
    ((subject, calendar),) = to_ivana(table)
    assert "Termín úkolu 1 je domluven" in subject
    event = Calendar.from_ical(calendar).walk("VEVENT")[0]
    assert (str(event["SUMMARY"]), event["DTSTART"].dt.isoformat(), event["SEQUENCE"]) == (
        "Termín úkolu 1 (PS-7F3K)", "2026-03-12", 0,
    )  # fmt: skip
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


@pytest.mark.rule("C-06")
def test_only_the_responsible_person_answers_and_nobody_declines_without_a_reason(table: Table) -> None:
    table.agreed()
    tereza = opens(table, "tereza")
    assert not tereza.page.has_button("I accept the task")
    token = tereza.page.soup.find("input", {"name": "csrf_token"})
    fields = {"csrf_token": token and token["value"], "once": "a nonce of hers"}
    page = tereza.post(f"/tasks/{table.task_id(1)}/accept", fields)
    assert page.status == 409
    assert NOT_YOURS in page.text
    ivana = opens(table, "ivana")
    ivana.follow("I decline")
    assert ivana.press("Decline the task", reason="  ").mistakes == [WHY]
    assert steps(table) == ["offered"]
    ivana.press("Decline the task", reason="Odcházím na rodičovskou dovolenou.")
    assert steps(table) == ["offered", "declined"]
    assert "Odcházím na rodičovskou" in opens(table, "lenka").page.text
    assert "Odcházím na rodičovskou" not in opens(table, "tereza").page.text


@pytest.mark.rule("C-06")
def test_another_date_is_proposed_agreed_and_moves_the_entry(table: Table) -> None:
    table.agreed()
    ivana = opens(table, "ivana")
    ivana.press("I accept the task")
    to_ivana(table)
    opens(table, "ivana").follow("I want another date")
    assert ivana.press("Propose the date", proposed_on="12. 3. 2026").mistakes == [
        "This is the date that stands already. Write another day."
    ]
    assert ivana.press("Propose the date", proposed_on="1. 1. 2026").mistakes == [
        "The deadline 1. 1. 2026 has passed. Enter today or a later day."
    ]
    ivana.press("Propose the date", proposed_on="20. 3. 2026", reason="Je porada.")
    with table.house.app.app_context():
        assert [line.state for line in offered_tasks([table.case.case_id])] == [State.OTHER_DATE]
    lenka = opens(table, "lenka")
    assert "Je porada." in lenka.page.text
    lenka.press("Agree to")
    assert steps(table)[-2:] == ["other_date", "date_agreed"]
    ((subject, calendar),) = to_ivana(table)
    event = Calendar.from_ical(calendar).walk("VEVENT")[0]
    assert "je domluven" in subject
    assert (event["DTSTART"].dt.isoformat(), event["SEQUENCE"]) == ("2026-03-20", 1)
    assert "Agreed instead of Thu 12 Mar 2026" in opens(table, "ivana").page.text
    assert "Fri 20 Mar 2026" in table.sits("lenka").open(table.plan_page).text


def test_the_date_stays_with_a_reason_that_is_read_behind_the_door(table: Table) -> None:
    table.agreed()
    table.house.deliver()
    ivana = opens(table, "ivana")
    ivana.follow("I want another date")
    ivana.press("Propose the date", proposed_on="20. 3. 2026")
    lenka = opens(table, "lenka")
    lenka.follow("Keep the date")
    assert lenka.press("Keep the date", reason="").mistakes == [
        "Write why the date stays. The person who asked will read it."
    ]
    lenka.press("Keep the date", reason="Pak už končí pololetí.")
    arrived = [letter for who, letter in table.house.deliver() if who == IVANA]
    assert "termín zůstává" in arrived[0]["Subject"]
    assert "pololetí" not in text_of(arrived[0])
    page = opens(table, "ivana").page
    assert "Pak už končí pololetí." in page.text
    assert page.has_button("I accept the task")


def test_a_result_is_reported_and_confirmed(table: Table) -> None:
    table.agreed()
    ivana = opens(table, "ivana")
    ivana.press("I accept the task")
    ivana.follow("Say how it went")
    assert ivana.press("Report").mistakes == ["Choose how it went. One word is enough."]
    ivana.press("Report", outcome="partly", note="Chybí podpis.")
    assert "Chybí podpis." in ivana.page.text
    ivana.follow("Correct my report")
    ivana.press("Report", outcome="done")
    opens(table, "lenka").press("Confirm the result")
    assert steps(table) == ["offered", "accepted", "reported", "reported", "confirmed"]
    assert not opens(table, "ivana").page.has_link("Correct my report")


def test_a_repeated_task_is_reported_period_by_period(table: Table) -> None:
    table.begins()
    table.adds(
        "Mgr. Ivana Součková", schedule="week", due_on="", from_on="27. 2. 2026", until_on="26. 6. 2026",
    )  # fmt: skip
    table.evaluates()
    table.approves()
    table.house.deliver()
    ivana = opens(table, "ivana")
    assert "every Friday" in ivana.page.text
    ivana.press("I accept the task")
    ((_subject, calendar),) = to_ivana(table)
    event = Calendar.from_ical(calendar).walk("VEVENT")[0]
    assert (str(event["SUMMARY"]), event["DTSTART"].dt.isoformat()) == ("Konec úkolu 1 (PS-7F3K)", "2026-06-26")
    table.house.hand.on(7, 3)
    opens(table, "ivana").follow("How did it go?")
    assert "6 Mar 2026" in ivana.page.heading
    ivana.press("Report", outcome="done", note="Bez absence.")
    assert "8 days overdue" in ivana.page.text
    ivana.open(f"/tasks/{table.task_id(1)}/periods/2026-03-13")
    assert ivana.press("Report", outcome="done").mistakes == [
        "This period has not begun yet, or the task has none like it."
    ]
    with table.house.app.app_context():
        check = db.session.scalars(select(Check)).one()
        assert (check.period_from.isoformat(), check.note) == ("2026-03-06", "Bez absence.")
        assert offered_tasks([table.case.case_id])[0].late_since is not None
    ivana.open(f"/tasks/{table.task_id(1)}/periods/2026-02-27")
    ivana.press("Report", outcome="not_done")
    assert "Under way" in ivana.page.text
    with table.house.app.app_context():
        assert offered_tasks([table.case.case_id])[0].late_since is None
    assert ivana.open(f"/tasks/{table.task_id(1)}/periods/2026-03-05").address.endswith(f"/tasks/{table.task_id(1)}")


def test_a_repeated_task_neither_ends_before_it_begins_nor_repeats_without_end(table: Table) -> None:
    table.begins()
    table.adds(
        "Mgr. Ivana Součková", schedule="week", due_on="", from_on="6. 3. 2026", until_on="27. 3. 2026",
    )  # fmt: skip
    table.evaluates()
    table.approves()
    ivana = opens(table, "ivana")
    ivana.press("I accept the task")
    ivana.follow("I want another date")
    assert ivana.press("Propose the date", proposed_on="5. 3. 2026").mistakes == [
        "The task only begins on 6. 3. 2026. Write that day or a later one."
    ]
    assert ivana.press("Propose the date", proposed_on="31. 12. 2050").mistakes == [
        "The task would repeat more than 500 times. Choose an earlier last day."
    ]
    assert steps(table)[-1] == "accepted"
    ivana.press("Propose the date", proposed_on="6. 3. 2026")
    opens(table, "lenka").press("Agree to")
    with table.house.app.app_context():
        assert [day.isoformat() for day in offered_tasks([table.case.case_id])[0].periods] == ["2026-03-06"]


# --- as said ---------------------------------------------------------------------------------------------------------


def test_what_a_mother_said_at_the_table_is_written_down(table: Table) -> None:
    table.agreed("Jana Vlčková")
    assert table.house.deliver() == []
    tereza = opens(table, "tereza")
    tereza.follow("Write down what was said")
    page = tereza.press("Write it down", answer="accept", said_where="at_table", said_on="24. 2. 2026", said_to="")
    assert page.mistakes == [
        "A word is written down after it was said. Enter today or an earlier day.",
        "It is missing to whom it was said. Write the name.",
    ]
    tereza.press(
        "Write it down", answer="accept", said_where="at_table", said_on="23. 2. 2026", said_to="Bc. Tereza Malá"
    )
    assert "As said at the table on 23 Feb 2026 to Bc. Tereza Malá." in tereza.page.text
    assert "Agreed" in table.sits("lenka").open(table.plan_page).text
    assert "open points" not in table.sits("lenka").open(table.plan_page).text
    with table.house.app.app_context():
        step = db.session.scalars(select(TaskStep).order_by(TaskStep.number.desc())).first()
        assert step is not None
        assert (step.step, step.said_where, step.by_name) == ("accepted", "at_table", "Bc. Tereza Malá")
        assert audit.verify() == []


def test_a_worker_is_told_what_was_written_down_for_her(table: Table) -> None:
    table.agreed()
    table.house.deliver()
    lenka = opens(table, "lenka")
    lenka.follow("Write down what was said")
    page = lenka.press("Write it down", answer="decline", said_where="by_phone")
    assert page.mistakes == [WHY]
    lenka.press("Write it down", answer="decline", said_where="by_phone", reason="Nestihne to.")
    assert [subject for subject, _ in to_ivana(table)] == ["Zapsali jsme vaši odpověď"]
    assert steps(table) == ["offered", "declined"]


def test_an_agency_worker_writes_nothing_down_and_decides_nothing(table: Table) -> None:
    table.agreed()
    ivana = opens(table, "ivana")
    for page in ("as-said", "keep-date", "cancel"):
        assert ivana.open(f"/tasks/{table.task_id(1)}/{page}").status == 404


# --- the end of a task -----------------------------------------------------------------------------------------------


def test_a_cancelled_task_leaves_the_calendar_and_its_link_dies(table: Table) -> None:
    table.agreed()
    offered = next(letter for who, letter in table.house.deliver() if who == IVANA)
    address = next(word for word in text_of(offered).split() if "/o/" in word)
    opens(table, "ivana").press("I accept the task")
    to_ivana(table)
    lenka = opens(table, "lenka")
    lenka.follow("Cancel the task")
    lenka.press("Cancel the task", reason="Gábina už chodí.")
    ((subject, calendar),) = to_ivana(table)
    assert "Úkol 1 je zrušen" in subject
    assert "METHOD:CANCEL" in calendar
    assert "SEQUENCE:1" in calendar
    assert table.sits("ivana").open(address).status == 410


def test_a_task_that_was_offered_and_cancelled_before_the_post_left_sends_no_offer(table: Table) -> None:
    table.agreed()
    lenka = opens(table, "lenka")
    lenka.follow("Cancel the task")
    lenka.press("Cancel the task")
    assert [subject for subject, _ in to_ivana(table)] == ["Úkol 1 je zrušen (PS-7F3K)"]


def test_one_of_the_family_is_told_by_word_that_a_task_is_cancelled_and_a_worker_by_letter(table: Table) -> None:
    table.agreed("Mgr. Ivana Součková", "Jana Vlčková")
    lenka = table.sits("lenka")
    for number in (1, 2):
        lenka.open(f"/tasks/{table.task_id(number)}")
        lenka.follow("Cancel the task")
        lenka.press("Cancel the task")
    page = lenka.open("/")
    assert "Tell that a task is cancelled: Jana Vlčková" in page.text
    assert "Tell that a task is cancelled: Mgr." not in page.text
    lenka.open(next(str(link["href"]) for link in page.soup.select("a[href*='/to-tell/']")))
    assert "Task 2 is cancelled. You need not do it any more." in lenka.page.text


def test_one_of_the_family_who_asked_for_another_day_is_told_by_word_which_day_holds(table: Table) -> None:
    table.agreed("Jana Vlčková", "Jana Vlčková")
    lenka = table.sits("lenka")
    for number in (1, 2):
        lenka.open(f"/tasks/{table.task_id(number)}")
        lenka.follow("Write down what was said")
        lenka.press("Write it down", answer="other_date", said_where="by_phone", proposed_on="27. 3. 2026")
    lenka.open(f"/tasks/{table.task_id(1)}")
    lenka.press("Agree to")
    lenka.open(f"/tasks/{table.task_id(2)}")
    lenka.follow("Keep the date")
    lenka.press("Keep the date", reason="Dávka se vyplácí už v pondělí.")
    home = lenka.open("/")
    told = [str(link["href"]) for link in home.soup.select("a[href*='/to-tell/']")]
    assert len(set(told)) == 2
    assert "Tell which day of a task holds: Jana Vlčková" in home.text
    said = " ".join(lenka.open(address).text for address in told)
    assert "Task 1: the day you asked for holds, 27 Mar 2026." in said
    assert "Task 2: the date stays, " in said
    assert "Why: Dávka se vyplácí už v pondělí." in said
    lenka.open(f"/tasks/{table.task_id(1)}")
    lenka.follow("Cancel the task")
    lenka.press("Cancel the task")
    left = {str(link["href"]) for link in lenka.open("/").soup.select("a[href*='/to-tell/']")}
    assert len(left & set(told)) == 1


def test_whoever_steps_aside_gives_the_tasks_back(table: Table) -> None:
    table.agreed()
    opens(table, "ivana").press("I accept the task")
    to_ivana(table)
    with table.house.app.app_context(), transaction() as session:
        assert actions.orphan_tasks_of(session, table.case.seats["ivana"], "house") == (1,)
        seat = session.get_one(Seat, table.case.seats["ivana"])
        seat.to_at, seat.ended_how = clock.now(), Ending.STEPPED_ASIDE
    assert steps(table) == ["offered", "accepted", "declined"]
    ((_subject, calendar),) = to_ivana(table)
    assert "METHOD:CANCEL" in calendar
    with table.house.app.app_context():
        assert [line.state for line in offered_tasks([table.case.case_id])] == [State.DECLINED]
        assert tasks_of_worker(table.house.worker("ivana")) == []
    assert opens(table, "ivana").page.status == 404


def test_a_late_task_is_late_until_it_is_reported(table: Table) -> None:
    table.agreed()
    table.house.hand.on(16, 3)
    with table.house.app.app_context():
        late = offered_tasks([table.case.case_id])
        assert [(line.task.number, line.days_late) for line in late] == [(1, 4)]
        assert [line.task.number for line in tasks_of_worker(table.house.worker("ivana"))] == [1]
    assert "4 days overdue" in table.sits("lenka").open(table.plan_page).text


def test_the_same_tap_many_times_has_one_effect(table: Table) -> None:
    table.agreed()
    ivana = opens(table, "ivana")
    address, values = ivana.filled("I accept the task")
    for _ in range(5):
        ivana.post(address, dict(values))
    assert steps(table) == ["offered", "accepted"]


def test_a_step_that_makes_no_sense_now_is_refused_with_a_sentence(table: Table) -> None:
    table.agreed()
    lenka = opens(table, "lenka")
    token = lenka.page.soup.find("input", {"name": "csrf_token"})
    with table.house.app.app_context():
        line = line_of(table.task_id(1))
    assert line is not None
    fields = {"csrf_token": token and token["value"], "once": "a nonce of hers", "read": line.fingerprint}
    page = lenka.post(f"/tasks/{table.task_id(1)}/confirm", fields)
    assert page.status == 409
    assert "Nobody has accepted the task yet. First it needs an answer." in page.text
    assert steps(table) == ["offered"]


def test_looking_changes_nothing(table: Table) -> None:
    table.agreed()
    ivana = table.sits("ivana")
    for page in ("", "/decline", "/other-date", "/report"):
        ivana.open(f"/tasks/{table.task_id(1)}{page}")
    assert ivana.open(f"/tasks/{table.task_id(1)}/accept", follow=False).status == 405
    assert steps(table) == ["offered"]
    with table.house.app.app_context():
        assert db.session.scalars(select(Task)).one().last_step == "offered"


# --- nobody agrees to words that they have not read ------------------------------------------------------------------

CHANGED = "This has changed since you opened it. Read it again, then answer."
SHORTER = "Sepíše tři požadavky školy"


def rewrites(table: Table, **typed: str) -> None:
    """Lenka changes task 1 in version 2 of the plan and approves it."""
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    lenka.press("Begin version 2")
    lenka.follow(TALK)
    lenka.press_with("Save", dict(typed))
    table.approves()
    assert "Version 2 holds" in lenka.page.text


@pytest.mark.rule("C-06")
def test_words_that_changed_meanwhile_are_read_again_before_they_are_accepted(table: Table) -> None:
    table.agreed()
    ivana = opens(table, "ivana")
    rewrites(table, text=SHORTER)
    page = ivana.press("I accept the task")
    assert (page.status, page.heading, page.mistakes) == (409, SHORTER, [CHANGED])
    assert steps(table) == ["offered", "offered"]
    ivana.press("I accept the task")
    assert steps(table)[-1] == "accepted"


def test_what_was_typed_about_changed_words_is_kept_and_nothing_done(table: Table) -> None:
    table.agreed()
    ivana = opens(table, "ivana")
    ivana.follow("I decline")
    rewrites(table, text=SHORTER)
    page = ivana.press("Decline the task", reason="Neumím to.")
    assert page.mistakes == [CHANGED]
    assert SHORTER in page.text
    assert "Neumím to." in page.whole
    assert "declined" not in steps(table)
    ivana.press("Decline the task")
    assert steps(table)[-1] == "declined"


def test_another_date_is_agreed_and_a_report_confirmed_only_as_it_was_read(table: Table) -> None:
    table.agreed()
    ivana = opens(table, "ivana")
    ivana.follow("I want another date")
    ivana.press("Propose the date", proposed_on="20. 3. 2026")
    lenka = opens(table, "lenka")
    ivana.follow("I want another date")
    ivana.press("Propose the date", proposed_on="27. 3. 2026")
    page = lenka.press("Agree to")
    assert (page.status, page.mistakes) == (409, [CHANGED])
    assert "27. 3. 2026" in page.text or "27. března 2026" in page.text or "27 March 2026" in page.text
    lenka.press("Agree to")
    assert steps(table)[-1] == "date_agreed"
    opens(table, "ivana").follow("Say how it went")
    ivana.press("Report", outcome="done")
    opens(table, "lenka")
    ivana.follow("Correct my report")
    ivana.press("Report", outcome="not_done")
    assert lenka.press("Confirm the result").status == 409
    assert steps(table)[-1] == "reported"
    lenka.press("Confirm the result")
    assert steps(table)[-1] == "confirmed"


def test_whoever_gets_the_task_next_does_not_read_what_was_said_before(table: Table) -> None:
    table.agreed()
    ivana = opens(table, "ivana")
    ivana.follow("I want another date")
    ivana.press("Propose the date", proposed_on="20. 3. 2026", reason="Kanárek-porada.")
    ivana.follow("I decline")
    ivana.press("Decline the task", reason="Kanárek-nemoc.")
    assert "Kanárek-nemoc." in ivana.page.text
    rewrites(table, responsible="Petr")
    petr = opens(table, "petr")
    assert petr.page.heading == TALK
    assert not {"Kanárek-porada", "Kanárek-nemoc"} & set(re.findall(r"Kanárek-\w+", petr.page.whole))
    assert petr.page.has_button("I accept the task")
    lenka = opens(table, "lenka")
    assert "Kanárek-nemoc." in lenka.page.text
    assert "Kanárek-porada." in lenka.page.text
    tereza = opens(table, "tereza")
    assert "Kanárek-porada." in tereza.page.text
    assert "Kanárek-nemoc." not in tereza.page.text
