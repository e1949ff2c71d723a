"""See as: before a plan leaves the house, its coordinator sees what each person reads of it."""

import pytest

from tests.browsing import squeezed
from tests.coordination.plans.writing import Table


@pytest.fixture
def planned(table: Table) -> Table:
    """A draft with three tasks, of which the school may read one."""
    table.begins()
    table.adds("Mgr. Ivana Součková", text="Sepíše požadavky pro Gábinu")
    table.adds("Jana Vlčková", text="Podá žádost o výživné")
    table.adds("Bc. Tereza Malá", text="Zajistí doprovod Elišky", concerns=["Eliška Vlčková"])
    table.evaluates()
    return table


def _line(table: Table, name: str) -> str:
    rows = table.sits("lenka").page.soup.select("tbody tr")
    return next(squeezed(row.get_text(" ")) for row in rows if name in row.get_text())


def test_before_approval_the_coordinator_sees_who_will_read_what(planned: Table) -> None:
    lenka = planned.sits("lenka")
    lenka.open(planned.plan_page)
    lenka.follow("Who reads what")
    assert "without tasks 2, 3" in _line(planned, "Ivana Součková")
    assert "the whole plan" in _line(planned, "Lenka Horáková")
    assert "Closed: pledge" in _line(planned, "Martina Dvořáčková")
    assert "Jana Vlčková" not in lenka.page.text  # the family reads a summary of its own


def test_one_person_s_copy_is_what_their_paper_says(planned: Table) -> None:
    lenka = planned.sits("lenka")
    lenka.open(planned.plan_page)
    lenka.follow("Who reads what")
    lenka.follow(": Mgr. Ivana Součková")
    assert "Sepíše požadavky pro Gábinu" in lenka.page.text
    for hidden in ("Podá žádost o výživné", "Zajistí doprovod Elišky", "Jana", "Eliška"):
        assert hidden not in lenka.page.text
    planned.approves()
    lenka.open(planned.plan_page)
    assert "What reached whom" not in lenka.page.text  # a look hands nothing over


def test_a_new_version_says_for_whom_it_changes(planned: Table) -> None:
    lenka = planned.approves()
    lenka.press("Begin version 2")
    lenka.follow("Podá žádost o výživné")
    lenka.press("Save", due_on="30. 3. 2026")
    lenka.open(planned.plan_page)
    lenka.follow("Who reads what")
    assert "1 change against version 1" in _line(planned, "Lenka Horáková")
    assert "no change against version 1" in _line(planned, "Ivana Součková")


def test_nobody_else_looks_through_another_s_eyes(planned: Table) -> None:
    address = f"/plans/{planned.plan_id()}/versions/1/readers"
    assert planned.sits("lenka").open(address).status == 200
    for key in ("tereza", "petr", "ivana", "martina", "hana", "jitka", "marek"):
        assert planned.sits(key).open(address).status == 404
        assert planned.sits(key).open(f"{address}/{planned.case.seats['ivana']}").status == 404
    for strange in (planned.case.seats["jana"], planned.case.seats["jan"], planned.plan_id()):
        assert planned.sits("lenka").open(f"{address}/{strange}").status == 404
