"""Somebody else's ids in every form: nothing of one case is ever tied to another one, whatever a browser sends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import RowMapping, Table, select

from coordination.conferences.models import Invitation
from coordination.tasks.models import TaskWording
from foundation.database import Base, db, transaction
from tests.conftest import House
from tests.house import test_hostile_text
from tests.house.test_access import Snapshot
from tests.house.test_hostile_text import Sheet, World
from tests.world import Case

IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LEVELS = 4
"""So many rows lie at most between a row and one that names its case."""


world = test_hostile_text.world
"""The house with a case in each of two states, and everybody before their pages."""


def every_form(world: World) -> Iterator[Sheet]:
    """Every form that somebody may send, once."""
    seen: set[tuple[str, frozenset[str]]] = set()
    for client, page in world.pages():
        with client.get(page) as answer:
            is_page, content = answer.status_code == 200 and answer.mimetype == "text/html", answer.data
        for form in BeautifulSoup(content, "html.parser").find_all("form") if is_page else ():
            target = str(form.get("action") or page)
            names = frozenset(re.sub(r"\d+", "*", str(each.get("name"))) for each in form.find_all(["input", "select"]))
            where = (IDENTITY.sub("*", re.sub(r"/o/[^/]+", "/o/*", target)), names)
            if str(form.get("method", "get")).lower() == "post" and where not in seen:
                seen.add(where)
                yield Sheet(client, page, target, list(test_hostile_text._values(form)), {})


def foreign(case: Case) -> dict[str, UUID]:
    """What another case holds."""
    several = {
        "person": case.people, "seat": case.seats, "invitation": case.invitations, "involvement": case.involvements,
        "task": case.tasks,
    }  # fmt: skip
    alone = {"case": case.case_id, "conference": case.conference_id, "plan": case.plan_id, "goal": case.goal_id}
    return alone | {kind: next(iter(ids.values())) for kind, ids in several.items()}


def owners(house: House) -> dict[tuple[str, object], UUID]:
    """To which case each row belongs, by table and key."""
    tables, found = Base.metadata.tables, dict[tuple[str, object], UUID]()
    rows = {name: list(db.session.execute(select(table)).mappings()) for name, table in tables.items()}
    for name in tables:
        for row in rows[name]:
            if "id" in row and "case_id" in row and row["case_id"]:
                found[name, row["id"]] = row["case_id"]
    for _ in range(LEVELS):
        for name, table in tables.items():
            for row in rows[name]:
                if "id" not in row or (name, row["id"]) in found:
                    continue
                above = next(iter(_tied(table, row, found)), None)
                if above is not None:
                    found[name, row["id"]] = above
    return found


def _tied(table: Table, row: RowMapping, found: dict[tuple[str, object], UUID]) -> list[UUID]:
    tied = []
    for key in table.foreign_keys:
        value = row[key.parent.name]
        if value is not None and (key.column.table.name, value) in found:
            tied.append(found[key.column.table.name, value])
    return tied


def mixed(house: House, *, nested: bool = False) -> set[str]:
    """Rows that tie two cases together; `nested`: also by an id deep inside what is kept as lists of lists."""
    wrong = set()
    with house.app.app_context():
        found = owners(house)
        by_id = {key: case for (_table, key), case in found.items()}
        for name, table in Base.metadata.tables.items():
            for row in db.session.execute(select(table)).mappings():
                tied = set(_tied(table, row, found))
                if "case_id" in row and row["case_id"]:
                    tied.add(row["case_id"])
                for value in row.values():
                    if isinstance(value, tuple) or (nested and isinstance(value, list | dict)):
                        tied |= {by_id[UUID(word)] for word in IDENTITY.findall(str(value)) if UUID(word) in by_id}
                if len(tied) > 1:
                    wrong.add(f"{name} {dict(row)}"[:400])
        db.session.remove()
    return wrong


def test_what_ties_two_cases_together_is_seen(world: World) -> None:
    house, cases = world.house, world.cases
    with house.app.app_context(), transaction() as session:
        wording = session.scalars(
            select(TaskWording).where(TaskWording.task_id == cases["open"].tasks["ivana"])
        ).first()
        assert wording is not None
        wording.concerns = (str(cases["draft"].people["jana"]),)
    (tied,) = mixed(house)
    assert tied.startswith("task_wording")
    with house.app.app_context(), transaction() as session:
        session.get_one(Invitation, cases["open"].invitations["petr"]).seat_id = cases["draft"].seats["petr"]
    assert {each.split()[0] for each in mixed(house)} == {"task_wording", "invitation"}


def test_nothing_of_another_case_gets_into_one(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house = world.house
    keep, wrong, sent, accepted = Snapshot(house, tmp_path / "kept.db"), list[str](), 0, 0
    assert not mixed(house), "the world itself"
    strangers = [(state, *each) for state, case in world.cases.items() for each in foreign(case).items()]
    for sheet in every_form(world):
        for name, former in _identities(sheet):
            for state, kind, other in strangers:
                answer = sheet.client.post(sheet.target, data=sheet.filled(name, IDENTITY.sub(str(other), former)))
                where = f"{IDENTITY.sub('*', sheet.target)} {name} = {kind} of {state}: {answer.status_code}"
                answer.close()
                sent += 1
                if answer.status_code == 303:
                    accepted += 1
                    after = sheet.client.get(answer.headers["Location"])
                    wrong += [f"{where}, then {after.status_code}"] if after.status_code >= 500 else []
                    wrong += [f"{where}: {tied}" for tied in mixed(house)]
                    after.close()
                    keep.restore_if_changed()
                elif answer.status_code >= 500:
                    wrong.append(where)
    with capsys.disabled():
        print(f"\nforeign ids: {sent} sent, {accepted} accepted")
    assert not wrong, "\n".join(wrong)
    assert sent > 300
    assert accepted > 30


def test_nothing_of_the_same_kind_in_another_case_is_taken_or_changed(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A seat for a seat, a task for a task, also where several ids stand in an address; the other case stays as it is.

    What the field itself would refuse as no seat at all is not refused here for that reason.
    """
    house, wrong, sent = world.house, list[str](), 0
    keep = Snapshot(house, tmp_path / "kept.db")
    kinds, rows = _rows(house)
    cases = [case.case_id for case in world.cases.values()]
    before = {case_id: rows.get(case_id, {}) for case_id in cases}
    for sheet in every_form(world):
        for what, kind, own, target, data in _swapped(sheet, kinds, cases):
            answer = sheet.client.post(target, data=data)
            where = f"{IDENTITY.sub('*', target)} {what} = another {kind}: {answer.status_code}"
            answer.close()
            sent += 1
            wrong += [where] if answer.status_code >= 500 else []
            if keep.changed():
                wrong += [f"{where}: {tied}" for tied in mixed(house, nested=True)]
                now = _rows(house)[1]
                wrong += [f"{where}: changed elsewhere" for one in cases if one != own and now.get(one) != before[one]]
                keep.restore_if_changed()
    with capsys.disabled():
        print(f"\nforeign ids of the same kind: {sent} sent")
    assert not wrong, "\n".join(wrong)
    assert sent > 80


Rows = dict[UUID, dict[tuple[str, object], str]]
Kinds = dict[UUID, tuple[str, UUID]]


def _rows(house: House) -> tuple[Kinds, Rows]:
    """Of each id its table and case, and everything that each case holds; looks are not counted."""
    kinds, rows = Kinds(), Rows()
    with house.app.app_context():
        found = owners(house)
        for name, table in Base.metadata.tables.items():
            for row in db.session.execute(select(table)).mappings() if name not in UNCOUNTED else ():
                case_id = found.get((name, row["id"])) if "id" in row else None
                if case_id is not None:
                    kinds[row["id"]] = (name, case_id)
                    rows.setdefault(case_id, {})[name, row["id"]] = repr(dict(row))
        db.session.remove()
    return kinds, rows


UNCOUNTED = frozenset({"look", "audit_entry"})


def _swapped(
    sheet: Sheet, kinds: Kinds, cases: list[UUID]
) -> Iterator[tuple[str, str, UUID, str, dict[str, list[str]]]]:
    """The form with one id of one case put in the place of its like: in each field, and in an address of several."""
    fields = [(name, former, UUID(IDENTITY.findall(former)[0])) for name, former in _identities(sheet)]
    for name, former, known in fields:
        for kind, case_id, other in _alike(known, kinds, cases):
            yield name, kind, case_id, sheet.target, sheet.filled(name, IDENTITY.sub(str(other), former))
    in_address = IDENTITY.findall(sheet.target)
    for known in in_address if len(in_address) > 1 else ():
        for kind, case_id, other in _alike(UUID(known), kinds, cases):
            yield "address", kind, case_id, sheet.target.replace(known, str(other)), sheet.filled("", "")


def _alike(known: UUID, kinds: Kinds, cases: list[UUID]) -> Iterator[tuple[str, UUID, UUID]]:
    """The first row of the same table in each other case."""
    kind, own = kinds.get(known, ("", None))
    for case_id in cases:
        other = next((one for one, place in kinds.items() if place == (kind, case_id)), None)
        if own is not None and other is not None and case_id != own:
            yield kind, own, other


def _identities(sheet: Sheet) -> list[tuple[str, str]]:
    """The fields that name something, one row of a list of equal rows for all of them."""
    first: dict[str, tuple[str, str]] = {}
    for name, value in sheet.values:
        if IDENTITY.search(value) and name != "csrf_token":
            first.setdefault(re.sub(r"-\d+-", "-*-", name), (name, value))
    return list(first.values())
