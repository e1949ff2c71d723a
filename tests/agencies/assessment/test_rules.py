"""The week and its two anchors, two different professionals, one key worker."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from agencies.assessment.rules import PROFESSIONAL, Anchor, against_assessors, against_concluding, due_on, warned_on
from agencies.staff.rules import Profession

CONTACT, INTAKE = date(2026, 2, 2), date(2026, 2, 4)


def test_the_week_runs_from_the_chosen_day() -> None:
    """Contact on 2 February, intake on 4 February: due on the 11th, with the other anchor on the 9th (S1-17)."""
    assert due_on(Anchor.INTAKE, contact_on=CONTACT, intake_on=INTAKE) == date(2026, 2, 11)
    assert due_on(Anchor.CONTACT, contact_on=CONTACT, intake_on=INTAKE) == date(2026, 2, 9)
    assert warned_on(Anchor.INTAKE, contact_on=CONTACT, intake_on=INTAKE) == date(2026, 2, 9)
    assert due_on(Anchor.INTAKE, contact_on=CONTACT, intake_on=None) is None


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 60))
def test_it_is_always_seven_days_whatever_the_calendar_does(contact_on: date, later: int) -> None:
    intake_on = contact_on + timedelta(days=later)
    assert due_on(Anchor.INTAKE, contact_on=contact_on, intake_on=intake_on) == intake_on + timedelta(days=7)


@given(st.dictionaries(st.uuids(), st.tuples(st.text(min_size=1), st.sampled_from([*Profession, None])), max_size=4))
def test_two_different_professionals_assess(chosen: dict[UUID, tuple[str, Profession | None]]) -> None:
    enough = len(chosen) >= 2 and all(profession in PROFESSIONAL for _name, profession in chosen.values())
    assert (not against_assessors(chosen, PROFESSIONAL)) == enough


def test_an_assessment_looks_ahead_and_names_one_worker() -> None:
    assert [one.field for one in against_concluding(" ", None)] == ["outlook", "key_worker"]
    assert not against_concluding("Hádky nejspíš zesílí.", UUID(int=1))
