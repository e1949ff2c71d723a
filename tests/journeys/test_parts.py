"""Each part that the house is built of carries its load: what it leaves is there, and without it the path stops."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import flask_login
import icalendar
import pytest
import reportlab.pdfgen.canvas
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from icalendar import Calendar
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import scoped_session

from agencies.accounts.models import LoginSession
from agencies.accounts.proofs import digest
from coordination.conferences.models import Conference
from coordination.seats.models import Disclosure, Seat
from coordination.tasks.models import TaskStep
from foundation.database import db, transaction
from foundation.outbox import Letter
from foundation.settings import ROOT
from foundation.web import Form
from tests.conftest import House, calendar_of
from tests.coordination.plans.writing import Table, convened, english

TOP_LEVEL = ("app.py", "coordination", "agencies", "foundation", "templates", "static", "tests", "migrations")


@pytest.fixture
def table(house: House) -> Table:
    return convened(house)


def count(house: House, what: type) -> int:
    with house.app.app_context():
        return db.session.scalar(select(func.count()).select_from(what)) or 0


# --- what each part leaves -------------------------------------------------------------------------------------------


@pytest.mark.rule("C-08")
def test_each_part_has_its_hand_in_what_the_path_leaves(table: Table) -> None:
    """Flask-SQLAlchemy keeps the rows, Flask-Login the session, Flask-WTF the token, reportlab the paper, icalendar
    the calendar."""
    house = table.house
    assert not [entry for entry in TOP_LEVEL if not (ROOT / entry).exists()]
    assert isinstance(house.app.extensions["sqlalchemy"], SQLAlchemy)
    assert isinstance(house.app.login_manager, LoginManager)  # type: ignore[attr-defined]
    assert isinstance(house.app.extensions["csrf"], CSRFProtect)
    assert issubclass(Form, FlaskForm)
    table.agreed("Mgr. Ivana Součková")
    lenka = table.sits("lenka")
    with lenka.client.session_transaction() as cookie:
        secret = cookie["_user_id"]
    with house.app.app_context():
        assert db.session.scalars(select(LoginSession).filter_by(secret_hash=digest(secret))).one().ended_at is None
    paper = lenka.press("Open the plan (PDF)").content
    assert b"ReportLab" in paper[:100]
    assert PdfReader(BytesIO(paper)).pages
    ivana = table.sits("ivana")
    ivana.open(f"/tasks/{table.task_id(1)}")
    ivana.press("I accept the task")
    entry = next(calendar_of(message) for to, message in house.deliver() if message.is_multipart())
    assert str(Calendar.from_ical(entry)["PRODID"]) == "-//Spolecne//Spolecne//CS"


# --- and without it --------------------------------------------------------------------------------------------------


class Removed(Exception):
    """A part that is not there."""


def gone(*_args: object, **_kwargs: object) -> None:
    raise Removed


@pytest.mark.rule("C-08")
@pytest.mark.parametrize(
    ("part", "name"),
    [(reportlab.pdfgen.canvas.Canvas, "save"), (reportlab.pdfgen.canvas.Canvas, "drawString")],
    ids=["save", "draw"],
)
def test_without_reportlab_there_is_no_paper_and_nothing_says_that_one_was_handed_out(
    table: Table, monkeypatch: pytest.MonkeyPatch, part: type, name: str
) -> None:
    table.agreed()
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    address, values = lenka.filled("Open the plan (PDF)")
    monkeypatch.setattr(part, name, gone)
    _breaks(table.house, lambda: lenka.client.post(address, data=dict(values)).status_code)
    assert count(table.house, Disclosure) == 0


@pytest.mark.rule("C-08")
def test_without_icalendar_no_task_is_half_accepted(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    table.agreed()
    ivana = table.sits("ivana")
    ivana.open(f"/tasks/{table.task_id(1)}")
    address, values = ivana.filled("I accept the task")
    before = count(table.house, TaskStep), count(table.house, Letter)
    with monkeypatch.context() as away:
        away.setattr(icalendar.Calendar, "to_ical", gone)
        _breaks(table.house, lambda: ivana.client.post(address, data=dict(values)).status_code)
    assert (count(table.house, TaskStep), count(table.house, Letter)) == before
    assert ivana.client.post(address, data=dict(values)).status_code == 303, "with it the same press does it"


def _breaks(house: House, deed: Callable[[], int]) -> None:
    """The page breaks with the calm page, and not silently."""
    house.app.config["PROPAGATE_EXCEPTIONS"] = False
    assert deed() == 500


@pytest.mark.rule("C-08")
def test_without_the_token_of_flask_wtf_no_form_does_anything(table: Table) -> None:
    """Every form of the house, sent without its token or with another browser's."""
    lenka, tereza = table.sits("lenka"), table.sits("tereza")
    before = count(table.house, Conference), count(table.house, Seat)
    lenka.open(table.plan_page)
    address, values = lenka.filled("Begin the plan")
    tereza.open("/account")
    foreign = dict(tereza.filled("Sign out")[1])["csrf_token"]
    for token in (None, "", foreign, "x" * 40):
        sent = {name: value for name, value in values if name != "csrf_token"} | (
            {"csrf_token": token} if token else {}
        )
        page = lenka.post(address, sent)
        assert page.status == 400, token
        assert "There is no plan yet" in lenka.open(table.plan_page).text or lenka.page.has_button("Begin the plan")
    for rule in table.house.app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and not rule.arguments:
            assert lenka.client.post(rule.rule, data={"anything": "at all"}).status_code == 400, rule.rule
    assert (count(table.house, Conference), count(table.house, Seat)) == before


@pytest.mark.rule("C-08")
def test_without_flask_login_everybody_is_a_stranger(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    lenka = table.sits("lenka")
    assert lenka.open(table.plan_page).status == 200
    manager = table.house.app.login_manager  # type: ignore[attr-defined]
    assert flask_login.LoginManager is type(manager)
    monkeypatch.setattr(manager, "_user_callback", lambda _secret: None)
    assert "sign-in" in lenka.open(table.plan_page).address


@pytest.mark.rule("C-08")
def test_without_flask_sqlalchemy_nothing_is_written_and_the_page_says_so_calmly(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    address, values = lenka.filled("Begin the plan")
    with monkeypatch.context() as away:
        away.setattr(scoped_session, "__call__", gone)
        away.setattr(scoped_session, "execute", gone)
        table.house.app.config["PROPAGATE_EXCEPTIONS"] = False
        answer = lenka.client.post(address, data=dict(values))
    assert answer.status_code == 500
    assert "What you were just sending was not saved" in answer.get_data(as_text=True)
    assert lenka.open(table.plan_page).has_button("Begin the plan")


# --- one shared case -------------------------------------------------------------------------------------------------


@pytest.mark.rule("S2-01", "S2-17", "C-06")
def test_people_of_two_organisations_work_on_one_case_and_see_each_others_tasks(table: Table) -> None:
    """School and town office read one plan; what the one accepts the other sees."""
    table.agreed("Mgr. Ivana Součková", "Bc. Tereza Malá")
    ivana, tereza = table.sits("ivana"), table.sits("tereza")
    ivana.open(f"/tasks/{table.task_id(1)}")
    ivana.press("I accept the task")
    for reader in (ivana, tereza):
        page = reader.open(table.plan_page)
        assert "ZŠ Na Kopci" in page.text
        assert "Městský úřad Podlesí" in page.text
        assert "1 of 2 accepted" in page.text


@pytest.mark.rule("S2-01", "S2-17")
def test_an_organisation_that_is_not_at_the_table_and_another_town_see_nothing_of_it(table: Table) -> None:
    table.agreed()
    for key in ("olga", "jiri", "vrata", "marek", "jitka", "karel"):
        reader = english(table.house, key)
        refused, unknown = reader.open(table.plan_page), reader.open(f"/cases/{'0' * 8}-0000-4000-8000-{'0' * 12}/plan")
        assert (refused.status, refused.content) == (404, unknown.content)
        assert "PS-7F3K" not in reader.open("/").whole


@pytest.mark.rule("S2-11", "S2-16")
def test_an_agency_alone_answers_for_nothing(table: Table) -> None:
    table.begins()
    table.adds("ZŠ Na Kopci, person not named yet")
    table.evaluates()
    assert table.approves().page.mistakes
    with table.house.app.app_context(), transaction() as session:
        assert session.scalars(select(TaskStep)).all() == []
    assert table.house.deliver() == []


@pytest.mark.rule("S2-18")
def test_only_the_coordinator_is_offered_a_case_to_open(table: Table) -> None:
    assert english(table.house, "jitka").open("/").has_link("Open a case")
    for key in ("tereza", "ivana", "karel", "hana", "petr"):
        reader = english(table.house, key)
        assert not reader.open("/").has_link("Open a case")
        assert reader.open("/cases/new").status == 404
