"""If …, then …: the school promises under conditions, somebody counts and judges, everybody sees how it stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from coordination.plans.models_of_conditions import Condition, ConditionRecord
from foundation import audit
from foundation.database import db
from tests.browsing import Browser
from tests.conftest import House
from tests.coordination.plans.writing import Table, convened

PROMISE = "zkusí to s Gábinou znovu"
NO_CONDITION = "The conditional commitment has no condition. Fill in both parts: if …, then …."
NOBODY_TELLS = "Nobody can tell whether the condition holds. Tie it to a task, or say who will show it."
NO_NUMBER = "The condition lacks the number or the last day. Say how many at most and until when it holds."
NO_JUDGE = "The condition does not say who judges it and by what. Add a name and a sign that anyone can see."
IVANA = "Mgr. Ivana Součková"


def promises(table: Table) -> Browser:
    """Lenka writes down what the school promises; the page of its first condition lies before her."""
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    lenka.follow("Add a commitment")
    lenka.press("Save", text=PROMISE, seat_id=IVANA, steps="rozhovor s poradkyní\njednání s matkou do týdne")
    assert lenka.page.heading == "A condition"
    return lenka


def counted(table: Table) -> Browser:
    """The plan holds: no unexcused hour until the end of June, Ivana counts."""
    table.begins()
    table.adds(IVANA)
    lenka = promises(table)
    lenka.press("Save", text="žádná neomluvená hodina", kind="number", most="0", until_on="30. 6. 2026", judge=IVANA)
    table.evaluates()
    return table.approves()


@pytest.mark.rule("S2-38", "S2-40")
def test_one_unexcused_hour_breaks_the_condition_and_frees_the_school(table: Table) -> None:
    lenka = counted(table)
    assert "Version 1 holds" in lenka.page.text
    ivana = table.sits("ivana")
    page = ivana.open(table.plan_page)
    assert PROMISE in page.text
    assert page.text.count("Not judged") == 2  # the condition, and with it the commitment
    ivana.follow("Record how it stands")
    ivana.press("Record it", counted="0")
    assert ivana.page.text.count("Kept so far") == 2
    ivana.follow("Record how it stands")
    page = ivana.press("Record it", counted="1", note="pátek 6. 3.")
    assert page.text.count("Broken") == 2
    page = lenka.open(table.plan_page)
    assert "there are 1, at most 0 was agreed. Talk with the family and agree the next step." in page.text
    assert "rozhovor s poradkyní" in page.text
    with table.house.app.app_context():
        records = db.session.scalars(select(ConditionRecord).order_by(ConditionRecord.number)).all()
        assert [(one.number, one.counted, one.by_name) for one in records] == [(1, 0, IVANA), (2, 1, IVANA)]
        assert audit.verify() == []


@pytest.mark.rule("S2-40")
def test_an_hour_after_the_last_day_of_a_condition_does_not_break_it(table: Table, hand) -> None:
    counted(table)
    hand.at(datetime(2026, 7, 2, 8, tzinfo=UTC))
    table.browsers.clear()
    ivana = table.sits("ivana")
    ivana.open(table.plan_page)
    ivana.follow("Record how it stands")
    page = ivana.press("Record it", counted="1", on_day="1. 7. 2026")
    assert page.mistakes == ["The condition held until 30. 6. 2026. Enter that day, and how many there were by then."]
    page = ivana.press("Record it", counted="0", on_day="30. 6. 2026")
    assert "Broken" not in page.text
    assert page.text.count("Kept") >= 2


@pytest.mark.rule("S2-38")
def test_a_commitment_without_a_condition_keeps_the_plan_from_being_approved(table: Table) -> None:
    table.begins()
    table.adds(IVANA)
    promises(table)
    table.evaluates()
    page = table.approves().page
    assert page.status == 409
    assert page.mistakes == [NO_CONDITION]


@pytest.mark.rule("S2-40")
def test_a_number_without_a_limit_or_a_last_day_is_refused(table: Table) -> None:
    table.begins()
    lenka = promises(table)
    page = lenka.press("Save", text="žádná hodina", kind="number")
    assert NO_NUMBER in page.mistakes
    assert NOBODY_TELLS in page.mistakes
    page = lenka.press("Save", most="0", until_on="30. 6. 2026", judge=IVANA)
    assert "žádná hodina" in page.text
    assert "At most 0." in page.text


@pytest.mark.rule("S2-39")
def test_a_condition_tied_to_a_task_follows_its_checks(table: Table) -> None:
    table.begins()
    table.adds(
        "Bc. Tereza Malá", text="Doprovází do programu", schedule="week", due_on="", from_on="27. 2. 2026",
        until_on="19. 6. 2026", most_excused="1",
    )  # fmt: skip
    promises(table).press("Save", text="dochází do programu", kind="task", task="1: Doprovází do programu")
    table.evaluates()
    table.approves()
    tereza, task = table.sits("tereza"), f"/tasks/{table.task_id(1)}"
    tereza.open(task)
    tereza.press("I accept the task")
    assert "Not judged" in tereza.open(table.plan_page).text
    for week, (outcome, expected) in enumerate(
        [("done", "Kept so far"), ("excused", "Kept so far"), ("excused", "Broken")]
    ):
        table.house.hand.on(27, 2)
        table.house.hand.forward(timedelta(weeks=week))
        tereza.open(task)
        tereza.follow("How did it go on")
        tereza.press("Report", outcome=outcome)
        assert expected in tereza.open(table.plan_page).text
    assert "missed 2 times with an excuse (at most 1)" in tereza.page.text
    assert not tereza.page.has_link("Record how it stands")


def test_how_a_task_stands_that_somebody_may_not_read_no_condition_tells(table: Table) -> None:
    table.begins()
    table.adds("Bc. Tereza Malá", text="Zajistí doprovod Elišky", concerns=["Eliška Vlčková"])
    promises(table).press("Save", text="doprovod se daří", kind="task", task="1: Zajistí doprovod Elišky")
    table.evaluates()
    table.approves()
    tereza = table.sits("tereza")
    tereza.open(f"/tasks/{table.task_id(1)}")
    tereza.press("I accept the task")
    tereza.follow("Say how it went")
    tereza.press("Report", outcome="not_done", note="Nešlo to.")
    assert "Broken" in table.sits("lenka").open(table.plan_page).text
    ivana = table.sits("ivana").open(table.plan_page)
    assert "doprovod se daří" in ivana.text
    assert "Not judged" in ivana.text
    assert "Broken" not in ivana.text
    assert "Broken" not in table.sits("ivana").open(f"/cases/{table.case.case_id}").text


@pytest.mark.rule("S2-39")
def test_a_condition_that_nobody_can_tell_is_refused(table: Table) -> None:
    table.begins()
    table.adds(IVANA)
    lenka = promises(table)
    page = lenka.press("Save", text="dochází do programu", kind="task")
    assert page.mistakes == [NOBODY_TELLS]
    lenka.press("Save", task="1: ")
    lenka.open(f"/plans/tasks/{table.task_id(1)}")
    page = lenka.press("Remove the task")
    assert "A condition is tied to this task. Change the condition first." in page.text


@pytest.mark.rule("S2-41")
def test_better_behaviour_is_judged_by_a_named_person_by_a_sign(table: Table) -> None:
    table.begins()
    table.adds(IVANA)
    promises(table).press(
        "Save", text="chování se zlepší", kind="judged", criterion="spory řeší přes poradkyni",
        until_on="21. 4. 2026", judge=IVANA,
    )  # fmt: skip
    table.evaluates()
    table.approves()
    ivana = table.sits("ivana")
    page = ivana.open(table.plan_page)
    assert "It is seen by: spory řeší přes poradkyni" in page.text
    ivana.follow("Record how it stands")
    assert ivana.press("Record it").mistakes == ["Choose whether the condition is kept."]
    page = ivana.press("Record it", verdict="holds", note="tři týdny bez sporu")
    assert page.text.count("Kept") == 2
    assert "tři týdny bez sporu" in page.text


@pytest.mark.rule("S2-41")
def test_a_sign_without_a_judge_is_refused(table: Table) -> None:
    table.begins()
    page = promises(table).press("Save", text="chování se zlepší", kind="judged", until_on="21. 4. 2026")
    assert page.mistakes == [NO_JUDGE]


def test_only_who_judges_or_writes_the_plan_records_and_only_in_the_version_that_holds(table: Table) -> None:
    counted(table)
    with table.house.app.app_context():
        condition_id = db.session.scalars(select(Condition.id)).one()
    address = f"/conditions/{condition_id}/record"
    assert table.sits("petr").open(address).status == 404  # the facilitator reads, nothing more
    assert table.sits("tereza").open(address).status == 200
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    lenka.press("Begin version 2")
    table.sits("ivana").open(address)
    table.sits("ivana").press("Record it", counted="0")
    table.approves()
    assert table.sits("ivana").open(address).status == 404  # the next version took it over
    assert "Kept so far" in table.sits("ivana").open(table.plan_page).text


def test_of_two_who_save_one_condition_the_second_sees_both_texts(table: Table) -> None:
    table.begins()
    promises(table).press("Save", text="dřív", kind="number", most="0", until_on="30. 6. 2026", judge=IVANA)
    lenka, tereza = table.sits("lenka"), table.sits("tereza")
    for someone in (lenka, tereza):
        someone.open(table.plan_page)
        someone.follow("dřív")
    lenka.press("Save", text="jinak", most="2")
    page = tereza.press("Save", text="později")
    assert page.status == 409
    assert "jinak" in page.text
    assert "později" in page.whole


def test_what_is_promised_is_hidden_from_whom_it_does_not_concern(table: Table) -> None:
    table.begins()
    table.adds(IVANA)
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    lenka.follow("Add a commitment")
    lenka.press("Save", text="vezme Elišku do školky", seat_id="Bc. Tereza Malá", concerns=["Eliška Vlčková"])
    lenka.press(
        "Save", text="matka ji přivede", kind="number", most="0", until_on="30. 6. 2026", judge="Bc. Tereza Malá"
    )
    table.evaluates()
    table.approves()
    assert "vezme Elišku" in table.sits("tereza").open(table.plan_page).text
    page = table.sits("ivana").open(table.plan_page)
    assert "vezme Elišku" not in page.text
    assert "matka ji přivede" not in page.text


def test_conditions_are_counted_alike_on_both_databases(any_house: House) -> None:
    table = convened(any_house)
    counted(table)
    ivana = table.sits("ivana")
    for count, expected in (("0", "Kept so far"), ("2", "Broken"), ("0", "Kept so far")):
        ivana.open(table.plan_page)
        ivana.follow("Record how it stands")
        assert expected in ivana.press("Record it", counted=count).text


@pytest.mark.rule("S2-43")
def test_a_risk_stands_in_the_plan_with_who_watches_it(table: Table) -> None:
    table.begins()
    table.adds(IVANA)
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    lenka.follow("Add a risk")
    lenka.press("Save", text="Gábina ztratí chuť", watcher=IVANA, help="výtvarný kroužek")
    table.evaluates()
    table.approves()
    page = table.sits("petr").open(table.plan_page)
    for words in ("Gábina ztratí chuť", f"Watched by {IVANA}, ZŠ Na Kopci.", "výtvarný kroužek"):
        assert words in page.text


@pytest.mark.rule("S2-43")
def test_a_risk_that_nobody_watches_is_refused(table: Table) -> None:
    table.begins()
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    lenka.follow("Add a risk")
    page = lenka.press("Save", text="Gábina ztratí chuť")
    assert page.mistakes == ["Nobody watches this risk. Choose one person at the table who will."]
    assert "Gábina ztratí chuť" not in lenka.open(table.plan_page).text
