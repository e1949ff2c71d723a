"""The plan on its pages: written together, refused with every reason at once, approved, changed, handed out."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from coordination.cases.models import FamilyCase
from coordination.plans.models import PlanVersion
from coordination.seats.models import Disclosure, LegalTitle
from coordination.tasks.models import Task, TaskStep, TaskWording
from foundation import audit, clock
from foundation.database import db, transaction
from tests.browsing import squeezed
from tests.conftest import House, calendar_of, text_of
from tests.coordination.plans.writing import SIGN, TALK, Table, convened, english

NO_EVALUATION = (
    "The plan cannot be approved without an evaluation. Add a date and, for each task, the sign that it is done."
)
NO_PERSON = "A person answers for a task, not an agency. Choose who in ZŠ Na Kopci will take it."
NO_DATE = "The task has no deadline. Enter a date, for example “by Friday” or “in 14 days”."
NO_SIGN = "Nobody can tell when the task is done. Write what will be on paper or what anyone can see."
NO_TEXT = "The task does not say what is to be done. Write one sentence with a verb."


# --- agreed ----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("C-03", "S2-11", "S2-16")
def test_a_meeting_produces_a_plan_with_tasks_dates_and_responsible_persons(table: Table) -> None:
    lenka = table.agreed("Mgr. Ivana Součková", "Jana Vlčková", "Bc. Lenka Horáková")
    page = lenka.open(table.plan_page)
    for words in (TALK, SIGN, "Mgr. Ivana Součková", "Jana Vlčková", "Thu 12 Mar 2026", "Agreed with open points"):
        assert words in page.text
    with table.house.app.app_context():
        held = db.session.scalars(select(PlanVersion)).one()
        assert held.approved_by_name == "Bc. Lenka Horáková"
        assert all(wording.locked_at for wording in db.session.scalars(select(TaskWording)))
        assert db.session.get_one(FamilyCase, table.case.case_id).goal == "Kanárek-cíl: dokončit 8. třídu"
        steps = db.session.execute(
            select(Task.number, TaskStep.step).join(TaskStep).order_by(Task.number, TaskStep.number)
        )
        assert [tuple(row) for row in steps] == [(1, "offered"), (2, "offered"), (3, "offered"), (3, "accepted")]
        assert audit.verify() == []


@pytest.mark.rule("C-03")
def test_only_the_coordinator_begins_and_approves_and_a_seat_writes_nothing(table: Table) -> None:
    table.begins()
    table.adds("Mgr. Ivana Součková")
    table.evaluates()
    plan_id = table.plan_id()
    for key, address in (
        ("ivana", f"/plans/{plan_id}/approve"), ("tereza", f"/plans/{plan_id}/approve"),
        ("ivana", f"/plans/{plan_id}/tasks/new"), ("marek", f"/plans/{plan_id}/approve"),
    ):  # fmt: skip
        someone = table.sits(key)
        someone.open("/sign-in")
        token = someone.page.soup.find("input", {"name": "csrf_token"})
        assert (
            someone.client.post(address, data={"csrf_token": token and token["value"], "once": "x" * 20}).status_code
            == 404
        )
    with table.house.app.app_context():
        assert db.session.scalars(select(PlanVersion)).one().approved_at is None


@pytest.mark.rule("S2-04", "S2-16")
def test_approval_is_refused_with_every_reason_at_once_each_naming_its_task(table: Table) -> None:
    lenka = table.begins()
    table.adds("ZŠ Na Kopci, person not named yet", text="", criterion="", due_on="")
    table.adds("Mgr. Ivana Součková", due_on="20. 2. 2026")
    page = table.approves().page
    assert page.status == 409
    assert page.mistakes == [
        f"Task 1: {NO_TEXT}", f"Task 1: {NO_PERSON}", f"Task 1: {NO_SIGN}", f"Task 1: {NO_DATE}",
        "Task 2: The deadline 20. 2. 2026 has passed. Enter today or a later day.",
        NO_EVALUATION, "The plan does not say how it will be evaluated. Write who meets and what you will go through.",
    ]  # fmt: skip
    lenka.follow("Task 1")
    assert lenka.page.heading == "Task 1"
    with table.house.app.app_context():
        assert db.session.scalars(select(PlanVersion)).one().approved_at is None
        assert db.session.scalars(select(TaskStep)).all() == []


@pytest.mark.rule("S2-11")
def test_a_task_that_names_only_an_agency_keeps_the_plan_from_being_approved(table: Table) -> None:
    table.begins()
    table.adds("ZŠ Na Kopci, person not named yet")
    table.evaluates()
    assert table.approves().page.mistakes == [f"Task 1: {NO_PERSON}"]


@pytest.mark.rule("S2-04")
def test_the_day_and_the_rules_of_evaluation_stand_in_the_approved_plan(table: Table) -> None:
    table.agreed()
    page = table.sits("ivana").open(table.plan_page)
    assert "Tuesday 21 April 2026" in page.text
    assert "Sejdeme se všichni a projdeme úkol po úkolu." in page.text


def test_a_case_has_one_plan(table: Table) -> None:
    lenka, late = table.begins(), english(table.house, "lenka")
    assert not lenka.page.has_button("Begin the plan")
    late.open(table.plan_page)
    token = lenka.page.soup.find("input", {"name": "csrf_token"})
    fields = {"csrf_token": token and token["value"], "once": "a nonce of its own"}
    answer = lenka.client.post(f"/cases/{table.case.case_id}/plan/new", data=fields)
    assert answer.status_code == 409
    assert "The plan of this case is being written already." in answer.get_data(as_text=True)


def test_approving_twice_at_once_asks_everybody_once(table: Table) -> None:
    table.begins()
    table.adds("Mgr. Ivana Součková")
    table.evaluates()
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    address, values = lenka.filled("Approve version")
    for _ in range(3):
        lenka.post(address, dict(values))
    assert (
        len(
            [
                letter
                for letter in table.house.deliver()
                if "task is offered" in letter[1]["Subject"] or "úkol" in letter[1]["Subject"]
            ]
        )
        == 1
    )


# --- several writers -------------------------------------------------------------------------------------------------


def test_of_two_who_save_one_task_the_second_sees_both_texts_and_nothing_is_lost(table: Table) -> None:
    table.begins()
    table.adds("Mgr. Ivana Součková")
    address = f"/plans/tasks/{table.task_id(1)}"
    lenka, tereza = table.sits("lenka"), table.sits("tereza")
    lenka.open(address)
    tereza.open(address)
    lenka.press("Save", text="Sepíše požadavky školy.", due_on="10. 3. 2026")
    page = tereza.press("Save", text="Sepíše s Gábinou požadavky.")
    assert page.status == 409
    assert "This has been saved elsewhere meanwhile." in page.text
    for words in ("Sepíše požadavky školy.", "Sepíše s Gábinou požadavky.", "10 Mar 2026"):
        assert words in page.text
    tereza.press("Save what stands in the fields", due_on="10. 3. 2026")
    page = lenka.open(table.plan_page)
    assert "Sepíše s Gábinou požadavky." in page.text
    assert "Tue 10 Mar 2026" in page.text


def test_of_two_who_save_the_evaluation_or_a_goal_the_second_chooses(table: Table) -> None:
    table.begins()
    lenka, tereza = table.sits("lenka"), table.sits("tereza")
    for link, name in (("Write the evaluation", "evaluation_rules"), ("Change the goal", "statement")):
        for someone in (lenka, tereza):
            someone.open(table.plan_page)
            someone.follow(link)
        lenka.press("Save", **{name: "Napsáno dřív."})
        page = tereza.press("Save", **{name: "Napsáno později."})
        assert page.status == 409
        assert "Napsáno dřív." in page.text
        assert "Napsáno později." in page.text
        tereza.press("Save what stands in the fields")
        assert "Napsáno později." in tereza.open(table.plan_page).text


def test_a_strange_text_goes_through_the_plan_and_its_paper_unharmed(table: Table) -> None:
    strange = "<b>Výměna</b> & „uvozovky“ مرحبا 🙂 " + "a" * 60
    table.begins()
    table.adds("Mgr. Ivana Součková", text=strange)
    table.evaluates()
    table.approves()
    ivana = table.sits("ivana")
    page = ivana.open(table.plan_page)
    assert squeezed(strange) in page.text
    assert "<b>Výměna" not in page.whole
    assert ivana.press("Open the plan (PDF)").status == 200
    lenka = table.sits("lenka")
    lenka.open(f"/plans/{table.plan_id()}/versions/new", follow=False)
    assert lenka.page.status == 405


def test_a_text_that_is_too_long_or_unreadable_comes_back_with_a_sentence(table: Table) -> None:
    lenka = table.begins()
    lenka.follow("Add a task")
    page = lenka.press("Save", text="a" * 200_000, criterion="nul\x00")
    assert len(page.mistakes) == 2
    assert "200000 characters, 140 fit" in page.text


# --- the next version ------------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-16")
def test_a_new_version_asks_again_only_where_something_changed(table: Table) -> None:
    table.agreed("Mgr. Ivana Součková", "Bc. Tereza Malá")
    for key, number in (("ivana", 1), ("tereza", 2)):
        someone = table.sits(key)
        someone.open(f"/tasks/{table.task_id(number)}")
        someone.press("I accept the task")
    table.house.deliver()
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    lenka.press("Begin version 2")
    assert "Version 1 holds until this one is approved." in lenka.page.text
    lenka.open(f"/plans/tasks/{table.task_id(2)}")
    lenka.press("Save", due_on="20. 3. 2026")
    lenka.open(table.plan_page)
    assert "Other date" in lenka.page.text or "other date" in lenka.page.text
    assert "Thu 12 Mar 2026" in table.sits("ivana").open(table.plan_page).text
    table.approves()
    offered = [recipient for recipient, letter in table.house.deliver() if "navržený úkol" in letter["Subject"]]
    assert offered == ["tereza.mala@podlesi.example"]
    with table.house.app.app_context():
        states = dict(db.session.execute(select(Task.number, Task.last_step)).all())
        assert states == {1: "accepted", 2: "offered"}
    page = lenka.open(f"{table.plan_page}?version=1")
    assert "version 1" in page.heading
    assert not page.has_link("Add a task")
    page = lenka.open(f"/plans/tasks/{table.task_id(2)}")
    assert page.address.endswith("/plan")
    assert "This version is approved and cannot change." in page.notice


def test_a_task_given_to_somebody_else_leaves_the_calendar_of_the_former_one(table: Table) -> None:
    table.agreed("Mgr. Ivana Součková")
    ivana = table.sits("ivana")
    ivana.open(f"/tasks/{table.task_id(1)}")
    ivana.press("I accept the task")
    table.house.deliver()
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    lenka.press("Begin version 2")
    lenka.open(f"/plans/tasks/{table.task_id(1)}")
    lenka.press("Save", responsible="Bc. Tereza Malá")
    table.approves()
    arrived = table.house.deliver()
    to_ivana = [letter for recipient, letter in arrived if recipient == "ivana.souckova@nakopci.example"]
    withdrawn = next(letter for letter in to_ivana if "zrušen" in letter["Subject"])
    assert "METHOD:CANCEL" in calendar_of(withdrawn)
    assert ivana.open(f"/tasks/{table.task_id(1)}").status == 404
    assert table.sits("tereza").open(f"/tasks/{table.task_id(1)}").has_button("I accept the task")


# --- who reads what --------------------------------------------------------------------------------------------------


def test_an_agency_reads_only_what_concerns_those_it_works_with(table: Table) -> None:
    table.begins()
    table.adds("Mgr. Ivana Součková", text="Sepíše požadavky pro Gábinu")
    table.adds("Jana Vlčková", text="Podá žádost o výživné")
    table.adds("Bc. Tereza Malá", text="Zajistí doprovod Elišky", concerns=["Eliška Vlčková"])
    table.evaluates()
    table.approves()
    page = table.sits("ivana").open(table.plan_page)
    assert "Sepíše požadavky pro Gábinu" in page.text
    for hidden in ("Podá žádost o výživné", "Zajistí doprovod Elišky", "Jana Vlčková"):
        assert hidden not in page.text
    copy = _pdf(table, "ivana")
    assert "Sepíše požadavky pro Gábinu" in copy
    for hidden in ("Podá žádost", "doprovod Elišky", "Jana", "Eliška"):
        assert hidden not in copy


def test_before_the_pledge_without_a_ground_and_for_strangers_there_is_no_plan(table: Table) -> None:
    table.agreed()
    for key in ("martina", "alena", "jan", "radka", "olga", "marek", "karel"):
        assert table.sits(key).open(table.plan_page).status == 404
        assert table.sits(key).open(f"/tasks/{table.task_id(1)}").status == 404


def test_a_draft_is_read_only_by_those_who_write_it(table: Table) -> None:
    table.begins()
    table.adds("Mgr. Ivana Součková")
    page = table.sits("ivana").open(table.plan_page)
    assert TALK not in page.text
    assert table.sits("ivana").open(f"{table.plan_page}?version=1").status == 404
    assert table.sits("ivana").open(f"/tasks/{table.task_id(1)}").status == 404


# --- papers ----------------------------------------------------------------------------------------------------------


def _pdf(table: Table, key: str, version: int = 1) -> str:
    page = table.paper(key)
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["Content-Disposition"] == f"attachment; filename=plan-PS-7F3K-v{version}.pdf"
    assert page.headers["Cache-Control"] == "no-store"
    return squeezed(" ".join(part.extract_text() for part in PdfReader(BytesIO(page.content)).pages))


@pytest.mark.rule("C-04")
def test_the_plan_leaves_as_a_pdf_with_czech_letters_and_each_opening_is_kept(table: Table) -> None:
    table.agreed("Mgr. Ivana Součková")
    words = _pdf(table, "ivana")
    for known in ("Plán spolupráce", TALK, "Mgr. Ivana Součková", "čt 12. 3. 2026", "navržen", "PS-7F3K"):
        assert known in words
    with table.house.app.app_context():
        made = db.session.scalars(select(Disclosure)).one()
        assert (made.paper, made.version, made.how, made.seat_id) == ("plan", 1, "opened", table.case.seats["ivana"])
        assert made.ground.startswith("legal title: § 10")
        assert len(made.sha256) == 64
    assert "Mgr. Ivana Součková" in table.sits("lenka").open(table.plan_page).text


def test_whoever_reads_in_english_gets_an_english_plan_around_the_words_that_people_wrote(table: Table) -> None:
    table.agreed("Mgr. Ivana Součková")
    ivana = table.sits("ivana")
    ivana.open(table.plan_page)
    page = ivana.press("Open the plan (PDF)")
    words = squeezed(" ".join(part.extract_text() for part in PdfReader(BytesIO(page.content)).pages))
    assert "Cooperation plan" in words
    assert "offered" in words
    assert TALK in words
    assert "Plán spolupráce" not in words


@pytest.mark.rule("C-04")
def test_no_pdf_for_whom_the_plan_is_closed_nor_by_a_mere_look(table: Table) -> None:
    table.agreed()
    ivana = table.sits("ivana")
    ivana.open(table.plan_page)
    address, values = ivana.filled("Open the plan (PDF)")
    assert ivana.open(address, follow=False).status == 405
    with table.house.app.app_context(), transaction() as session:
        title = session.get_one(LegalTitle, table.case.legal_title_id)
        title.ended_at, title.ended_by = clock.now(), "house"
    assert ivana.post(address, dict(values)).status == 404
    with table.house.app.app_context():
        assert db.session.scalars(select(Disclosure)).all() == []


def test_a_paper_copy_is_printed_for_one_person_and_its_handing_over_kept(table: Table) -> None:
    table.agreed("Mgr. Ivana Součková", "Jana Vlčková")
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    lenka.follow("Hand over on paper")
    page = lenka.press("Print and note the handing over", seat_id="PhDr. Alena Křížová")
    assert page.mistakes == [
        "The plan cannot be given to this person yet: the signed pledge, the agreement or the legal title is missing."
    ]
    page = lenka.press("Print and note the handing over", seat_id="Mgr. Ivana Součková")
    words = squeezed(" ".join(part.extract_text() for part in PdfReader(BytesIO(page.content)).pages))
    assert "pro: ZŠ Na Kopci, výchovná poradkyně" in words
    assert "Jana" not in words
    with table.house.app.app_context():
        made = db.session.scalars(select(Disclosure)).one()
        assert (made.how, made.seat_id) == ("handed", table.case.seats["ivana"])
    assert "handed over on paper" in lenka.open(table.plan_page).text


def test_a_letter_about_a_new_version_leads_to_the_plan_and_names_nobody(table: Table) -> None:
    table.agreed("Mgr. Ivana Součková")
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    lenka.press("Begin version 2")
    table.approves()
    arrived = [letter for who, letter in table.house.deliver() if who == "ivana.souckova@nakopci.example"]
    letter = next(letter for letter in arrived if "Nová verze plánu" in letter["Subject"])
    assert "Gábin" not in str(letter)
    assert "Vlčk" not in text_of(letter)
    address = next(word for word in text_of(letter).split() if "/o/" in word)
    stranger = table.house.stranger()
    stranger.open(address)
    assert "/code" in stranger.page.address
    assert table.sits("ivana").open(address).address.endswith("/plan")


def test_the_page_of_the_plan_asks_the_database_as_often_for_twenty_tasks_as_for_one(
    table: Table, house: House
) -> None:
    counts = []
    table.begins()
    for number in range(1, 13):
        table.adds("Mgr. Ivana Součková", text=f"Krok {number}")
        if number in (1, 12):
            counts.append(_queries(house, lambda: table.sits("lenka").open(table.plan_page)))
    assert counts[0] == counts[1]


def _queries(house: House, deed: object) -> int:
    from sqlalchemy import event

    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with house.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        deed()  # type: ignore[operator]
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len([one for one in seen if one.startswith("SELECT")])


def test_the_plan_and_its_tasks_go_the_same_way_on_both_databases(any_house: House) -> None:
    table = convened(any_house)
    table.agreed("Mgr. Ivana Součková", "Jana Vlčková")
    ivana = table.sits("ivana")
    ivana.open(f"/tasks/{table.task_id(1)}")
    ivana.press("I accept the task")
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    lenka.press("Begin version 2")
    lenka.open(f"/plans/tasks/{table.task_id(2)}")
    lenka.press("Save", due_on="", schedule="month", from_on="31. 3. 2026", until_on="30. 6. 2026")
    table.approves()
    assert "every month, on day 31" in lenka.page.text
    assert "version 2" in table.sits("ivana").open(table.plan_page).heading
    assert "Plán spolupráce" in _pdf(table, "ivana", version=2)
    with any_house.app.app_context():
        assert audit.verify() == []


def test_a_plan_that_changed_meanwhile_is_read_again_before_it_is_approved(table: Table) -> None:
    table.begins()
    table.adds("Mgr. Ivana Součková")
    table.evaluates()
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    tereza = table.sits("tereza")
    tereza.open(table.plan_page)
    tereza.follow(TALK)
    tereza.press("Save", text="Sepíše tři požadavky školy")
    page = lenka.press("Approve version")
    assert page.status == 409
    assert page.mistakes == ["This has changed since you opened it. Read it again, then answer."]
    assert "Sepíše tři požadavky školy" in page.text
    assert "Version 1 holds" in lenka.press("Approve version").text
