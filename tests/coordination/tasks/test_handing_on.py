"""A task that a colleague should do instead: proposed by its person, decided by the coordinator."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from coordination.seats.models import Seat
from coordination.tasks import colleagues
from coordination.tasks.hand_ons import HandOn
from coordination.tasks.models import line_of
from foundation.database import db, transaction
from foundation.reasons import Refused
from tests.conftest import House, calendar_of, text_of
from tests.coordination.plans.writing import Table, convened
from tests.together import at_once

WHY = "Jsem do konce března na stáži."


@pytest.fixture
def table(house: House) -> Table:
    """Ivana has accepted a task; Tomáš of the same school sits at the table too."""
    table = convened(house)
    _seat_beside(table, "ivana", "tomas", "Mgr. Tomáš Beran")
    table.agreed()
    ivana = table.sits("ivana")
    ivana.open(f"/tasks/{table.task_id(1)}")
    ivana.press("I accept the task")
    table.house.deliver()
    return table


def _seat_beside(table: Table, beside: str, key: str, name: str) -> UUID:
    """A second seat of the same organisation, as pledged and grounded as the first needs it for a task."""
    with table.house.app.app_context(), transaction() as session:
        first = session.get_one(Seat, table.case.seats[beside])
        values = {c.key: getattr(first, c.key) for c in Seat.__table__.columns if c.key not in ("id",)}
        second = Seat(**{**values, "worker_id": table.house.worker(key), "name": name})
        session.add(second)
        session.flush()
        return second.id


def proposes(table: Table, colleague: str = "Mgr. Tomáš Beran", why: str = WHY, name: str = "") -> None:
    ivana = table.sits("ivana")
    ivana.open(f"/tasks/{table.task_id(1)}")
    ivana.follow("A colleague should do it")
    ivana.press("Propose it to the coordinator", colleague=colleague, name=name, reason=why)


def test_a_task_handed_on_while_the_next_version_is_written_stays_with_the_colleague(table: Table):
    lenka = table.sits("lenka")
    lenka.open(table.plan_page)
    lenka.press("Begin version 2")
    proposes(table)
    lenka.open("/")
    lenka.follow("Decide")
    lenka.press("Offer it to Mgr. Tomáš Beran")
    lenka.open(table.plan_page)
    lenka.press("Approve")
    with table.house.app.app_context():
        line = line_of(table.task_id(1))
        assert line is not None
        assert line.seat is not None
        assert (line.wording.plan_version, line.seat.name) == (2, "Mgr. Tomáš Beran")


@pytest.mark.rule("C-06", "S2-51")
def test_the_coordinator_agrees_and_the_colleague_is_asked(table: Table):
    proposes(table)
    lenka = table.sits("lenka")
    assert "Mgr. Ivana Součková proposes Mgr. Tomáš Beran" in lenka.open("/").text
    lenka.follow("Decide")
    assert WHY in lenka.page.text
    lenka.press("Offer it to Mgr. Tomáš Beran")
    assert "Answers for it: Mgr. Tomáš Beran" in lenka.page.text
    arrived = dict(table.house.deliver())
    former = arrived["ivana.souckova@nakopci.example"]
    assert "METHOD:CANCEL" in calendar_of(former)
    assert "už není váš" in str(former["Subject"])
    assert "navržený úkol" in str(arrived["tomas.beran@nakopci.example"]["Subject"])
    with table.house.app.app_context():
        line = line_of(table.task_id(1))
        assert line is not None
        assert (line.state, line.seat.name) == ("offered", "Mgr. Tomáš Beran")  # a colleague's yes is not hers to give
    assert table.sits("ivana").open(f"/tasks/{table.task_id(1)}").status == 404


@pytest.mark.rule("C-06")
def test_the_coordinator_says_no_and_why(table: Table):
    proposes(table)
    lenka = table.sits("lenka")
    lenka.open(f"/tasks/{table.task_id(1)}")
    lenka.follow("Leave it with its person")
    assert lenka.press("Leave the task", reason=" ").mistakes == ["Write why. The person who asked will read it."]
    lenka.press("Leave the task", reason="Gábina zná vás.")
    ((_, letter),) = table.house.deliver()
    assert "zůstává vám" in str(letter["Subject"])
    assert "Gábina" not in text_of(letter)
    assert "Gábina zná vás." in table.sits("ivana").open(f"/tasks/{table.task_id(1)}").text
    assert "proposes" not in lenka.open("/").text
    proposes(table)  # and may ask again later


def test_somebody_who_does_not_sit_there_is_invited_first(table: Table):
    proposes(table, "somebody else", name="Mgr. Nová, školní psycholožka")
    lenka = table.sits("lenka")
    page = lenka.open(f"/tasks/{table.task_id(1)}")
    assert "Invite them" in page.text
    assert "Offer it to" not in page.text
    with table.house.app.test_request_context(), pytest.raises(Refused, match="does not sit"):
        colleagues.hand_on(table.task_id(1), actor=_actor(table, "lenka"))


def test_every_reason_at_once_and_nothing_lost(table: Table):
    ivana = table.sits("ivana")
    ivana.open(f"/tasks/{table.task_id(1)}")
    ivana.follow("A colleague should do it")
    page = ivana.press("Propose it to the coordinator", colleague="somebody else", reason="")
    assert len(page.mistakes) == 2


def test_asked_once_until_decided(table: Table):
    proposes(table)
    page = table.sits("ivana").open(f"/tasks/{table.task_id(1)}")
    assert "A colleague should do it" not in page.text
    assert "You have proposed Mgr. Tomáš Beran" in page.text


def test_twice_at_the_same_moment_asks_once(any_house: House):
    table = convened(any_house)
    table.agreed()
    task, actor = table.task_id(1), _actor(table, "ivana")

    def ask(_: int) -> str:
        try:
            colleagues.propose_colleague(task, seat_id=None, name="Mgr. Nová", why=WHY, actor=actor)
        except Refused:
            return "refused"
        return "asked"

    assert sorted(at_once(any_house.app, 3, ask)) == ["asked", "refused", "refused"]
    with any_house.app.app_context():
        assert len(db.session.scalars(select(HandOn)).all()) == 1


def test_a_result_confirmed_before_its_day_leaves_the_calendar(table: Table):
    ivana, lenka = table.sits("ivana"), table.sits("lenka")
    ivana.open(f"/tasks/{table.task_id(1)}")
    ivana.follow("Say how it went")
    ivana.press("Report", outcome="done")
    lenka.open(f"/tasks/{table.task_id(1)}")
    lenka.press("Confirm the result")
    ((_, letter),) = table.house.deliver()
    assert "je hotový" in str(letter["Subject"])
    assert "METHOD:CANCEL" in calendar_of(letter)


def _actor(table: Table, key: str):
    from agencies.accounts import visitors

    browser = table.house.signed_in(key)
    with browser.client.session_transaction() as cookie:
        secret = cookie["_user_id"]
    with table.house.app.app_context():
        return visitors.load(secret)
