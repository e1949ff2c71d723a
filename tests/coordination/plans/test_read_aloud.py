"""The plan read aloud, changed and watched: words, differences, advice, helpers, order, what has happened."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from coordination.plans.models_of_words import PartyWord
from coordination.standpoints.needs import Offer
from foundation import audit, clock
from foundation.database import db, transaction
from tests.browsing import Browser, squeezed
from tests.conftest import House
from tests.coordination.plans.writing import TALK, Table, convened

IVANA = "Mgr. Ivana Součková"
JANA = "Jana Vlčková"


def read_aloud(table: Table) -> Browser:
    """Lenka is about to write down what everybody says."""
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    lenka.follow("Write down everybody's word")
    return lenka


def row_of(browser: Browser, name: str) -> str:
    """The beginning of the names of the fields of one party."""
    heard = next(one for one in browser.page.soup.find_all("legend") if name in one.get_text())
    field = heard.find_parent("fieldset").find("input", {"type": "radio"})
    return str(field["name"]).removesuffix("-word")


def says(browser: Browser, words: dict[str, tuple[str, str]]) -> None:
    """Write down the word and the dissent of each of these people."""
    typed: dict[str, str | list[str]] = {}
    for name, (word, dissent) in words.items():
        row = row_of(browser, name)
        typed |= {f"{row}-word": word, f"{row}-dissent": dissent}
    browser.press_with("Write it down", typed)


def printed(table: Table, key: str) -> str:
    page = table.paper(key)
    return squeezed(" ".join(part.extract_text() for part in PdfReader(BytesIO(page.content)).pages))


# --- everybody's word ------------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-02")
def test_everybodys_word_is_written_down_and_dissent_is_printed(table: Table) -> None:
    table.agreed(IVANA)
    lenka = read_aloud(table)
    says(lenka, {IVANA: ("agrees", ""), JANA: ("disagrees", "Na úřad sama nepůjdu.")})
    assert "2 words are written down." in lenka.page.notice
    assert "As said at the table on 23 Feb 2026 to Bc. Lenka Horáková." in lenka.page.text
    assert "Open points" in lenka.page.text
    assert "“Na úřad sama nepůjdu.”" in lenka.page.text
    assert "Agreed with open points" in lenka.page.text
    words = printed(table, "lenka")
    for known in ("Co kdo řekl k plánu", "Jana Vlčková nesouhlasí: „Na úřad sama nepůjdu.“", "při setkání 23. 2. 2026"):
        assert known in words
    assert "Na úřad" not in printed(table, "ivana")  # the school's legal title does not name the mother
    with table.house.app.app_context():
        said = db.session.scalars(select(PartyWord).order_by(PartyWord.number)).all()
        assert [(one.agrees, one.dissent) for one in said] == [(True, None), (False, "Na úřad sama nepůjdu.")] or [
            (one.agrees, one.dissent) for one in said
        ] == [(False, "Na úřad sama nepůjdu."), (True, None)]
        assert audit.verify() == []


@pytest.mark.rule("S2-02")
def test_a_disagreement_without_words_is_refused_and_nobody_is_written_down(table: Table) -> None:
    table.agreed(IVANA)
    lenka = read_aloud(table)
    says(lenka, {IVANA: ("disagrees", ""), JANA: ("agrees", "")})
    assert lenka.page.mistakes == [f"Write with what {IVANA} disagrees, in their own words."]
    with table.house.app.app_context():
        assert db.session.scalars(select(PartyWord)).all() == []


def test_the_same_word_twice_is_one_word_and_a_new_one_replaces_it(table: Table) -> None:
    table.agreed(IVANA)
    for word, dissent in (("agrees", ""), ("agrees", ""), ("agrees", "jen do června")):
        says(read_aloud(table), {IVANA: (word, dissent)})
    page = table.sits("lenka").open(table.plan_page)
    assert "Agrees, but" in page.text
    assert "jen do června" in page.text
    with table.house.app.app_context():
        assert len(db.session.scalars(select(PartyWord)).all()) == 2


def test_words_are_taken_down_only_about_the_version_that_holds(table: Table) -> None:
    table.begins()
    lenka = table.sits("lenka")
    page = lenka.open(f"/plans/{table.plan_id()}/versions/1/words")
    assert "Approve the version first" in page.notice
    assert table.sits("ivana").open(f"/plans/{table.plan_id()}/versions/1/words").status == 404


# --- what changed ----------------------------------------------------------------------------------------------------


def test_the_next_version_tells_what_was_added_changed_and_dropped(table: Table) -> None:
    table.agreed(IVANA, "Bc. Tereza Malá")
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    lenka.press("Begin version 2")
    assert "Nothing has changed yet." in lenka.page.text
    lenka.open(f"/plans/tasks/{table.task_id(1)}")
    lenka.press("Save", due_on="20. 3. 2026", helpers=["Bc. Tereza Malá"])
    lenka.open(f"/plans/tasks/{table.task_id(2)}")
    lenka.press("Remove the task")
    table.adds("Bc. Lenka Horáková", text="Zavolá matce")
    lenka.open(table.plan_page)
    lenka.follow("Change the goal")
    lenka.press("Save", sign="vysvědčení")
    page = lenka.page
    changes = page.soup.find(id="changes")
    assert changes is not None
    told = squeezed(changes.get_text(" "))
    for words in (
        "Task 1 : date: 12 Mar 2026 20 Mar 2026", "Task 1 : who helps: Bc. Tereza Malá", "Task 2 : dropped",
        "Task 3 : new", "sign: vysvědčení",
    ):  # fmt: skip
        assert words in told, told
    table.approves()
    paper = printed(table, "lenka")
    for words in (
        "Úkol 1: jiný termín (bylo: 12. 3. 2026, je: 20. 3. 2026).",
        "Úkol 2: vypuštěn.",
        "Úkol 3: nový úkol.",
    ):
        assert words in paper, paper


def test_another_date_agreed_later_is_shown_at_once_beside_the_one_that_was_written(table: Table) -> None:
    table.agreed(IVANA)
    ivana, task = table.sits("ivana"), f"/tasks/{table.task_id(1)}"
    ivana.open(task)
    ivana.follow("I want another date")
    ivana.press("Propose the date", proposed_on="20. 3. 2026")
    lenka = table.sits("lenka")
    lenka.open(task)
    lenka.press("Agree to")
    page = lenka.open(table.plan_page)
    amended = page.soup.find(id="amended")
    assert amended is not None
    assert "Task 1 : date Thu 12 Mar 2026 Fri 20 Mar 2026" in squeezed(amended.get_text(" "))
    assert "Dohodnuto po schválení, platí hned • Úkol 1: termín 20. 3. 2026 místo 12. 3. 2026." in printed(
        table, "lenka"
    )


# --- advice ----------------------------------------------------------------------------------------------------------


def test_advice_is_explained_to_those_who_write_and_blocks_nothing(table: Table) -> None:
    table.begins()
    table.adds(IVANA, text="Zlepšit docházku", due_on="28. 3. 2026")
    table.evaluates()
    page = table.sits("lenka").open(table.plan_page)
    for words in (
        "You can approve the plan all the same.", "“zlepšit” does not say what will happen.",
        "28. 3. 2026 is a weekend. Better choose 30. 3. 2026.", "What follows if a task fails is missing.",
    ):  # fmt: skip
        assert words in page.text
    assert "Version 1 holds" in table.approves().page.text
    assert "does not say what will happen" not in table.sits("ivana").open(table.plan_page).text


def test_an_agency_that_offered_and_has_no_task_is_named_until_it_has_one(table: Table) -> None:
    table.begins()
    table.adds("Bc. Lenka Horáková")
    with table.house.app.app_context(), transaction() as session:
        session.add(
            Offer(
                case_id=table.case.case_id, conference_id=table.case.conference_id, seat_id=table.case.seats["ivana"],
                what="doučování", offered_at=clock.now(),
            )
        )  # fmt: skip
    said = "ZŠ Na Kopci offers help but has no task. Turn the offer into a task."
    assert said in table.sits("lenka").open(table.plan_page).text
    table.adds(IVANA)
    assert said not in table.sits("lenka").open(table.plan_page).text


# --- helpers, order, checks ------------------------------------------------------------------------------------------


def test_who_helps_and_what_comes_first_stand_in_the_plan_and_on_the_page_of_the_agency(table: Table) -> None:
    table.begins()
    table.adds("Bc. Tereza Malá", text="Objedná termín", due_on="10. 3. 2026")
    table.adds(IVANA, helpers=["Bc. Lenka Horáková", JANA], waits_for=["1: Objedná termín"])
    table.evaluates()
    table.approves()
    page = table.sits("lenka").open(table.plan_page)
    assert "Helps: Bc. Lenka Horáková, Jana Vlčková" in page.text or "Jana Vlčková, Bc. Lenka" in page.text
    assert "Waits for task 1" in page.text
    page = table.sits("ivana").open(f"/tasks/{table.task_id(2)}")
    assert "Waits for: task 1 (Objedná termín)" in page.text
    assert "Helps: Bc. Lenka Horáková" in page.text
    assert JANA not in page.text  # the school's legal title does not name the mother
    assert "Waits for task 1, which is not done yet." in table.sits("ivana").open("/").text
    page = table.sits("tereza").open(f"/tasks/{table.task_id(1)}")
    assert f"Others wait for this: task 2 ({TALK})" in page.text
    assert "Waits for task" not in table.sits("tereza").open("/").text


def test_tasks_that_would_wait_for_each_other_are_refused(table: Table) -> None:
    table.begins()
    table.adds(IVANA, text="První")
    table.adds(IVANA, text="Druhý", waits_for=["1: První"])
    lenka = table.sits("lenka")
    lenka.open(f"/plans/tasks/{table.task_id(1)}")
    page = lenka.press("Save", waits_for=["2: Druhý"])
    assert page.mistakes == [
        "The tasks would wait for each other in a circle. Choose another one that comes first."
    ]  # fmt: skip


def test_a_repeated_task_is_checked_period_by_period_by_a_named_person(table: Table) -> None:
    table.begins()
    table.adds(
        IVANA, text="Pošle zprávu o docházce", schedule="week", due_on="", from_on="27. 2. 2026",
        until_on="26. 6. 2026", most_excused="1",
    )  # fmt: skip
    table.evaluates()
    table.approves()
    ivana, task = table.sits("ivana"), f"/tasks/{table.task_id(1)}"
    ivana.open(task)
    ivana.press("I accept the task")
    for week, outcome in enumerate(("done", "excused", "not_done")):
        table.house.hand.on(27, 2)
        table.house.hand.forward(timedelta(weeks=week))
        ivana.open(task)
        ivana.follow("How did it go on")
        ivana.press("Report", outcome=outcome, note=f"týden {week}")
    page = ivana.open(task)
    assert "Under way" in page.text
    assert (
        "Once as agreed, missed once with an excuse (at most 1), once without. That is more than was agreed."
        in page.text
    )
    assert f"Reported by {IVANA} on 13 Mar 2026. týden 2" in page.text
    lenka = table.sits("lenka")
    lenka.open(task)
    lenka.follow("Change")
    lenka.press("Report", outcome="done", said_where="by_phone", said_on="13. 3. 2026", said_to="Lenka")
    assert "As said by phone on 13 Mar 2026 to Lenka." in lenka.page.text
    assert "2 times as agreed" in lenka.page.text


# --- what has happened -----------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-03")
def test_whoever_reads_the_plan_reads_what_has_happened_to_each_task(table: Table) -> None:
    table.agreed(IVANA, "Bc. Tereza Malá")
    ivana = table.sits("ivana")
    ivana.open(f"/tasks/{table.task_id(1)}")
    ivana.press("I accept the task")
    ivana.open(f"/tasks/{table.task_id(1)}")
    ivana.follow("Say how it went")
    ivana.press("Report", outcome="partly", note="Tajná věta pro koordinátorku.")
    petr = table.sits("petr")
    petr.open(table.plan_page)
    petr.follow("What has happened")
    page = petr.page
    for words in (TALK, "Offered", "Accepted", "Reported: partly done", IVANA, "23 Feb 2026"):
        assert words in page.text
    assert "Tajná věta" not in page.text


@pytest.mark.rule("S2-03")
def test_what_has_happened_is_hidden_from_whom_the_task_does_not_concern(table: Table) -> None:
    table.begins()
    table.adds(JANA, text="Podá žádost o výživné")
    table.adds(IVANA)
    table.evaluates()
    table.approves()
    assert table.sits("ivana").open(f"/plans/tasks/{table.task_id(1)}/history").status == 404
    for key in ("martina", "alena", "karel", "marek"):
        assert table.sits(key).open(f"/plans/tasks/{table.task_id(2)}/history").status == 404


def test_words_and_changes_go_the_same_way_on_both_databases(any_house: House) -> None:
    table = convened(any_house)
    table.agreed(IVANA)
    says(read_aloud(table), {IVANA: ("agrees", "jen do června")})
    assert "jen do června" in table.sits("lenka").open(table.plan_page).text
    assert "jen do června" in printed(table, "ivana")
