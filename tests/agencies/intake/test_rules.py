"""The first free hour, a phone call only on request, and advice before every other service."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agencies.intake.rules import (
    LENGTH,
    Channel,
    Topic,
    against_advice,
    against_booking,
    against_contact,
    against_holding,
    against_second_visit,
    first_free,
    meets,
)
from agencies.staff.rules import Profession

NOW = datetime(2026, 2, 2, 8, tzinfo=UTC)
HOURS = [NOW + timedelta(hours=ahead) for ahead in range(-2, 60)]


@given(st.sets(st.integers(0, 50)))
def test_the_first_free_hour_is_the_earliest_possible(taken: set[int]) -> None:
    busy = [(NOW + timedelta(hours=at), NOW + timedelta(hours=at) + LENGTH) for at in taken]
    found = first_free(HOURS, busy, NOW)
    assert found == sorted(found)
    for start in HOURS:
        possible = start > NOW and not meets(start, start + LENGTH, busy)
        assert possible == (start in found) or start > found[-1]


def test_a_stretch_that_only_touches_another_is_free() -> None:
    assert not meets(NOW, NOW + LENGTH, [(NOW + LENGTH, NOW + 2 * LENGTH), (NOW - LENGTH, NOW)])
    assert meets(NOW, NOW + LENGTH, [(NOW + LENGTH / 2, NOW + LENGTH)])


def test_everything_that_a_contact_lacks_is_named_at_once() -> None:
    wrong = against_contact(name="", reach=" ", subject="", channel=None, profession=None, exception="")
    assert [one.field for one in wrong] == ["channel", "name", "reach", "subject", "exception"]
    whole = {"name": "Zuzana", "reach": "601", "subject": "rozvod", "channel": Channel.EMAIL}
    assert not against_contact(**whole, profession=Profession.SOCIAL_SERVICES_WORKER, exception="")
    assert against_contact(**whole, profession=Profession.PSYCHOLOGIST, exception=" ")
    assert not against_contact(**whole, profession=Profession.PSYCHOLOGIST, exception="Nikola je na dovolené.")


@given(st.booleans(), st.booleans(), st.booleans())
def test_by_phone_needs_both_the_wish_and_the_ability(by_phone: bool, asked: bool, can: bool) -> None:
    wrong = against_booking(
        start=NOW + LENGTH, now=NOW, taken=False, name="Nikola", excluded=False, by_phone=by_phone,
        client_asked=asked, worker_can=can,
    )  # fmt: skip
    assert bool(wrong) == (by_phone and not (asked and can))


@given(st.booleans(), st.booleans(), st.booleans())
def test_nothing_delays_a_crisis(informed: bool, by_phone: bool, consented: bool) -> None:
    everything = {"informed": informed, "by_phone": by_phone, "consented": consented, "situation": ""}
    assert not against_holding(**everything, urgent=True)
    assert bool(against_holding(**everything, urgent=False)) == (not informed or (by_phone and not consented))


def test_no_other_service_without_advice() -> None:
    assert [one.field for one in against_advice("", None, offers=True, service="")] == ["topic", "said", "service"]
    assert not against_advice("Vysvětleno, jak podat žádost.", Topic.MONEY, offers=True, service="Dluhová poradna")
    assert not against_advice("Vysvětleno.", Topic.MONEY, offers=False, service="")


def test_a_second_visit_needs_a_name() -> None:
    assert against_second_visit(name="", reach="601")
    assert not against_second_visit(name="Zuzana", reach="601")
