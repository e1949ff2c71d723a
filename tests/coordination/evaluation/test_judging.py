"""How the plan goes, said by each on one scale and read side by side by those for whom it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from agencies.accounts.rules import SessionDoor
from coordination.conferences.models import Conference
from coordination.evaluation.models_of_judging import Evaluation, EvaluationMark
from coordination.plans.models import PlanVersion
from coordination.seats.models import LegalTitle, Pledge
from coordination.tasks.models import TaskStep, TaskWording
from coordination.tasks.rules import Step
from foundation import clock
from foundation.audit import AuditEntry
from foundation.database import db, transaction
from tests.browsing import Browser
from tests.conftest import House
from tests.coordination.standpoints.table import SAID, Table, laid

OWN, ALL = "Say how it is going", "Everybody's word side by side"
HELPED = "Že chodí kreslit do SVP."
FATHERS = "Kanárek-jinému"


@pytest.fixture
def table(house: House) -> Table:
    """A plan holds, and the meeting at which it is evaluated is convened."""
    return laid(house)


def says(table: Table, key: str, **typed: str | list[str]) -> Browser:
    """Somebody says by their own hand how the plan goes."""
    browser = table.at(key)
    browser.follow(OWN if browser.page.has_link(OWN) else "Change my word")
    browser.press_with("Save", typed)
    return browser


def reads(table: Table, key: str) -> str:
    """Everything on the page on which the words stand side by side."""
    page = table.sits(key).open(f"{table.meeting}/evaluation")
    assert page.status == 200, page.text
    return page.whole


def hears(table: Table, key: str, **typed: str | list[str]) -> Browser:
    """Lenka writes down how somebody else says that it goes."""
    lenka = table.sits("lenka")
    lenka.open(f"{table.meeting}/evaluation/{table.case.seats[key]}")
    assert lenka.page.status == 200
    lenka.press_with("Write it down", {**SAID, **typed})
    return lenka


def kept(house: House) -> dict[str, list[int | None]]:
    """Every mark, by whose it is."""
    with house.app.app_context():
        rows = db.session.execute(
            select(Evaluation, EvaluationMark).join(EvaluationMark, EvaluationMark.evaluation_id == Evaluation.id)
        )
        found: dict[str, list[int | None]] = {}
        for one, mark in rows:
            found.setdefault(str(one.seat_id), []).append(mark.mark)
        return found


@pytest.mark.rule("S2-03")
def test_the_school_and_the_coordinator_stand_side_by_side_on_one_scale(table: Table) -> None:
    ivana = says(table, "ivana", whole="7", whole_why="Chodí každý den.", goal_1="6", task_1="10", helped=HELPED)
    assert "Your word stands beside those of the others." in ivana.page.notice
    says(table, "lenka", whole="4", goal_1="3", task_1="5", otherwise="Častěji volat domů.")
    page = table.at("lenka", ALL).page
    row = next(one for one in page.soup.select("tr") if "What we wanted together" in one.get_text())
    words = [cell.get_text(" ", strip=True) for cell in row.select("td")[1:]]
    assert words == ["4: a little", "7: rather yes Chodí každý den."]
    assert HELPED in page.text
    assert "Častěji volat domů." in page.text
    assert "The family has not said yet how it is going." in page.text
    assert "mean" not in page.text.replace("Nought means", ""), "nobody adds the numbers up"


def test_whoever_has_said_nothing_is_named_to_the_coordinator_alone(table: Table) -> None:
    says(table, "lenka", whole="4")
    assert "Write down what Mgr. Ivana Součková says" in table.at("lenka", ALL).page.text
    assert "Write down what" not in table.at("ivana", ALL).page.text


def test_an_empty_word_is_refused_and_nothing_typed_is_lost(table: Table) -> None:
    ivana = says(table, "ivana")
    assert ivana.page.mistakes == ["Nothing is said yet. One answer is enough."]
    ivana.press_with("Save", {"whole_why": "x" * 201, "helped": HELPED})
    assert ivana.page.mistakes
    assert HELPED in ivana.page.whole


def test_changing_it_keeps_one_word_and_a_second_tab_loses_nothing(table: Table, house: House) -> None:
    says(table, "ivana", whole="7", task_1="10")
    second = table.at("ivana", "Change my word")
    address, values = second.filled("Save", {"whole": "2"})
    says(table, "ivana", whole="unsaid", task_1="5")
    assert kept(house) == {str(table.case.seats["ivana"]): [5]}
    assert second.post(address, dict(values)).status == 409
    assert "This has been saved elsewhere meanwhile." in second.page.text
    second.press_with("Save what stands in the fields", {})
    assert sorted(kept(house)[str(table.case.seats["ivana"])], key=str) == [10, 2]


def test_of_what_a_reader_may_not_know_nothing_is_asked_and_nothing_told(table: Table) -> None:
    """The goal and the task of the father are none of the school's."""
    says(table, "lenka", goal_2="3", goal_2_why="Hledá už měsíc.", task_6="0", task_6_why="Nezvedá telefon.")
    for words in (FATHERS, "Hledá už měsíc.", "Nezvedá telefon."):
        assert words in reads(table, "lenka")
        assert words not in reads(table, "ivana")
    ivana = table.at("ivana", OWN)
    assert FATHERS not in ivana.page.whole
    address, values = ivana.filled("Save", {"whole": "5"})
    ivana.post(address, {**dict(values), "task_6": "10", "task_6_why": "Nic o tom nevím."})
    assert "Nic o tom nevím." not in reads(table, "lenka")


def test_a_word_about_somebody_is_for_those_who_may_learn_of_them(table: Table) -> None:
    says(table, "lenka", helped="Že Eliška má školku.", concerns=[str(table.case.people["eliska"])], whole="5")
    assert "Že Eliška má školku." in reads(table, "lenka")
    assert "Že Eliška má školku." not in reads(table, "ivana")


def test_what_the_mother_says_to_lenka_alone_no_one_else_reads(table: Table, house: House) -> None:
    hears(table, "jana", whole="8", helped=HELPED, open_to="alone")
    assert "only for the coordinator" in reads(table, "lenka").lower()
    assert HELPED in reads(table, "lenka")
    house.hand.forward(timedelta(days=9))  # the meeting has begun, the facilitator reads what is said there
    for other in ("tereza", "ivana", "petr"):
        assert HELPED not in reads(table, other), other


def test_what_the_mother_says_to_everybody_the_table_reads_unless_they_have_not_signed(
    table: Table, house: House
) -> None:
    lenka = hears(table, "jana", whole="8", helped=HELPED, open_to="table")
    assert "Written down as said: Jana Vlčková." in lenka.page.notice
    assert HELPED in reads(table, "ivana")
    with house.app.app_context(), transaction() as session:
        session.delete(session.scalars(select(Pledge).where(Pledge.seat_id == table.case.seats["ivana"])).one())
    assert table.sits("ivana").open(f"{table.meeting}/evaluation").status == 404


def test_whoever_is_chosen_reads_it_and_nobody_else(table: Table) -> None:
    hears(table, "gabina", whole="10", helped=HELPED, open_to="named", readers=[str(table.case.seats["ivana"])])
    assert HELPED in reads(table, "ivana")
    assert HELPED not in reads(table, "tereza")


def test_a_child_answers_in_three_words_on_the_same_scale(table: Table) -> None:
    lenka = table.sits("lenka")
    lenka.open(f"{table.meeting}/evaluation/{table.case.seats['gabina']}")
    offered = [one["value"] for one in lenka.page.soup.select("input[name=whole]")]
    assert offered == ["10", "5", "0", "unsaid"]
    lenka.press_with("Write it down", {**SAID, "whole": "5", "open_to": "alone"})
    assert "5: half" in lenka.page.text.lower()


def test_a_word_as_said_needs_where_when_and_to_whom(table: Table) -> None:
    lenka = table.sits("lenka")
    lenka.open(f"{table.meeting}/evaluation/{table.case.seats['jana']}")
    lenka.press_with("Write it down", {"helped": HELPED})
    assert "Choose where it was said." in lenka.page.mistakes
    assert HELPED in lenka.page.whole


def meets_again(house: House, table: Table) -> str:
    """A further meeting is convened a week after the first; answers its address."""
    with house.app.app_context(), transaction() as session:
        first = session.get_one(Conference, table.case.conference_id)
        week = timedelta(days=7)
        assert first.starts_at is not None
        assert first.ends_at is not None
        second = Conference(
            town_id=first.town_id, case_id=first.case_id, number=2, initiated_by=first.initiated_by, goal=first.goal,
            goal_is_realistic=True, realistic_because="Jde to.", starts_at=first.starts_at + week,
            ends_at=first.ends_at + week, drafted_at=clock.now(), convened_at=clock.now(), convened_by="house",
        )  # fmt: skip
        session.add(second)
        session.flush()
        return f"/conferences/{second.id}"


def test_at_the_next_meeting_the_earlier_words_stay_beside_the_new_ones(table: Table, house: House) -> None:
    says(table, "ivana", whole="3", task_1="0", task_1_why="Nikdo nepřišel.")
    again = meets_again(house, table)
    ivana = table.sits("ivana")
    ivana.open(f"{table.meeting}/evaluation/own")
    assert "A later meeting is convened. Say how it is going there." in ivana.page.text
    assert not ivana.page.has_button("Save")
    ivana.open(f"{again}/evaluation/own")
    ivana.press_with("Save", {"whole": "8", "task_1": "10"})
    page = table.sits("lenka").open(f"{again}/evaluation")
    row = next(one for one in page.soup.select("tr") if "What we wanted together" in one.get_text())
    before, now = (cell.get_text(" ", strip=True) for cell in row.select("td"))
    assert "3: a little" in before
    assert now == "8: almost fully"
    assert "Nikdo nepřišel." in page.text
    assert "8: almost fully" not in table.sits("lenka").open(f"{table.meeting}/evaluation").text


def test_what_was_tried_and_left_stays_in_sight_with_its_result(table: Table, house: House) -> None:
    """Version 2 drops task 2; what became of it and what was said of it stays."""
    says(table, "ivana", task_2="5", task_2_why="Gábina tam byla dvakrát.")
    dropped = table.case.tasks["alena"]
    with house.app.app_context(), transaction() as session:
        session.execute(
            update(PlanVersion).where(PlanVersion.number == 2).values(
                approved_at=clock.now(), approved_by="house", approved_by_name="Bc. Lenka Horáková"
            )
        )  # fmt: skip
        gone = select(TaskWording).where(TaskWording.task_id == dropped, TaskWording.plan_version == 2)
        session.delete(session.scalars(gone).one())
        session.add(TaskStep(task_id=dropped, number=2, at=clock.now(), step=Step.CANCELLED, by="x", by_name="x"))
    page = table.sits("lenka").open(f"{meets_again(house, table)}/evaluation")
    tried = page.text.partition("What was tried before")[2]
    assert "2. Kanárek-situace: sepíše požadavky" in tried
    assert "Gábina tam byla dvakrát." in tried


def test_one_deed_is_one_line_of_the_log_and_says_nothing_of_the_words(table: Table, house: House) -> None:
    says(table, "ivana", whole="7", helped=HELPED)
    hears(table, "jana", whole="8")
    with house.app.app_context():
        lines = [one for one in db.session.scalars(select(AuditEntry)) if one.verb.startswith("evaluation ")]
        assert [one.verb for one in lines] == ["evaluation given", "evaluation written down"]
        assert not [one for one in lines if HELPED in str(one.__dict__)]


def test_where_no_plan_held_there_is_nothing_to_evaluate(table: Table, house: House) -> None:
    with house.app.app_context(), transaction() as session:
        late = clock.now() + timedelta(days=60)
        session.execute(update(PlanVersion).where(PlanVersion.number == 1).values(approved_at=late))
    assert not table.at("ivana").page.has_link(OWN)
    for key in ("lenka", "ivana"):
        assert table.sits(key).open(f"{table.meeting}/evaluation").status == 404
        assert table.sits(key).open(f"{table.meeting}/evaluation/own").status == 404
    assert table.sits("lenka").open(f"{table.meeting}/evaluation/{table.case.seats['jana']}").status == 404


def test_a_ground_that_has_ended_closes_it(table: Table, house: House) -> None:
    says(table, "ivana", whole="7")
    with house.app.app_context(), transaction() as session:
        session.execute(update(LegalTitle).values(ended_at=clock.now(), ended_by="house"))
    ivana = house.signed_in("ivana", SessionDoor.CODE)
    assert ivana.open(f"{table.meeting}/evaluation").status == 404
    assert ivana.open(f"{table.meeting}/evaluation/own").status == 404


def test_whoever_closes_the_case_sees_what_was_said_of_the_goals_last(table: Table) -> None:
    lenka = table.sits("lenka")
    assert "What was said on" not in lenka.open(f"/cases/{table.case.case_id}/closing").text
    says(table, "ivana", whole="7", goal_1="6", goal_1_why="Chodí každý den.", task_1="10")
    hears(table, "jana", whole="3", open_to="alone")
    page = lenka.open(f"/cases/{table.case.case_id}/closing")
    said = page.text.partition("What was said on")[2]
    for words in ("ZŠ Na Kopci: 7: rather yes", "Jana Vlčková: 3: a little", "Chodí každý den."):
        assert words in said, words
