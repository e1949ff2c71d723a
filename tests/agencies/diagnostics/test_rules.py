"""What diagnostics ask for at each step."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from agencies.diagnostics.rules import (
    State,
    against_answering,
    against_asking,
    against_going_on,
    against_handing,
    against_interpreter,
    against_next_step,
    against_writing,
    state_of,
)

TODAY = date(2026, 3, 24)
KEY, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("accepted", "taken_back", "written", "leads_on", "state"),
    [
        (None, False, False, False, State.WAITING),
        (None, True, False, False, State.TAKEN_BACK),
        (False, False, False, False, State.DECLINED),
        (True, False, False, False, State.ACCEPTED),
        (True, True, False, False, State.TAKEN_BACK),
        (True, False, True, False, State.WRITTEN),
        (True, False, True, True, State.DONE),
    ],
)
def test_an_output_without_a_next_step_is_not_done(
    accepted: bool | None, taken_back: bool, written: bool, leads_on: bool, state: State
) -> None:
    assert state_of(accepted=accepted, taken_back=taken_back, written=written, leads_on=leads_on) is state


def test_a_request_says_whom_why_and_who() -> None:
    assert [one.field for one in against_asking(None, " ", None)] == ["child", "why", "worker"]
    assert not against_asking(KEY, "Úzkosti.", OTHER)


def test_a_no_has_a_reason_and_a_yes_needs_none() -> None:
    assert not against_answering(State.WAITING, True, "")
    assert [one.field for one in against_answering(State.WAITING, False, " ")] == ["note"]
    assert [one.field for one in against_answering(State.WAITING, None, "")] == ["answer"]
    assert against_answering(State.ACCEPTED, True, "")


def test_nothing_is_built_on_what_nobody_accepted() -> None:
    assert against_going_on(State.WAITING, "Iveta")[0].values == {"name": "Iveta"}
    assert against_going_on(State.DECLINED, "Iveta")
    assert not against_going_on(State.ACCEPTED, "Iveta")


def test_the_next_step_has_words_a_day_and_somebody() -> None:
    def said(what: str, on: date | None, who: UUID | None, *, here: bool = True) -> list[str | None]:
        found = against_next_step(what, on, who, today=TODAY, works_here=here, name="Zora", written=True)
        return [one.field for one in found]

    assert said("", None, None) == ["what", "on", "who"]
    assert said("Edukace.", TODAY - timedelta(days=1), KEY) == ["on"]
    assert said("Edukace.", TODAY, KEY, here=False) == ["who"]
    assert not said("Edukace.", TODAY, KEY)
    assert against_next_step("E", TODAY, KEY, today=TODAY, works_here=True, name="", written=False)


def test_anybody_but_the_key_worker_needs_a_note() -> None:
    def said(who: UUID | None, note: str = "", **more: object) -> list[str | None]:
        facts = {"today": TODAY, "key_worker": KEY, "works_here": True, "name": "Zora", "handed": False, **more}
        return [one.field for one in against_interpreter(who, [KEY], TODAY, note, **facts)]  # type: ignore[arg-type]

    assert not said(KEY)
    assert said(OTHER) == ["note"]
    assert not said(OTHER, "Rodina ji zná déle.")
    assert said(None) == ["who"]
    assert said(OTHER, works_here=False) == ["who"]
    assert said(KEY, handed=True) == [None]
    empty = against_interpreter(
        KEY, [], TODAY + timedelta(days=1), "", today=TODAY, key_worker=KEY, works_here=True, name="", handed=False
    )
    assert [one.field for one in empty] == ["agreed", "on"]


def test_no_parent_gets_what_nobody_explains() -> None:
    def said(**more: object) -> list[str | None]:
        facts = {
            "today": TODAY, "written": True, "interpreter": "Hana", "works_here": True, "already": False,
            "since": TODAY - timedelta(days=2), **more,
        }  # fmt: skip
        parent, on = facts.pop("parent", KEY), facts.pop("on", TODAY)
        return [one.field for one in against_handing(parent, on, **facts)]  # type: ignore[arg-type]

    assert not said()
    assert said(interpreter="") == [None]
    assert said(works_here=False) == [None]
    assert said(written=False) == [None]
    assert said(parent=None) == ["parent"]
    assert said(already=True) == ["parent"]
    assert said(on=None) == ["on"]
    assert said(on=TODAY + timedelta(days=1)) == ["on"]
    assert said(on=TODAY - timedelta(days=3)) == ["on"]


def test_what_a_parent_holds_does_not_change() -> None:
    assert not against_writing("Nález.", handed=False)
    assert [one.field for one in against_writing(" ", handed=False)] == ["report"]
    assert against_writing("Nález.", handed=True)
