"""Rules of the accounts at their edges."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from agencies.accounts import rules
from agencies.accounts.rules import CodeState

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def refused(password: str) -> bool:
    return bool([*rules.against_password(password, name="Bc. Lenka Horáková", email="lenka.horakova@podlesi.example")])


def test_length_counts_and_no_mixture_is_asked() -> None:
    assert refused("krátké heslo"[:11])
    assert not refused("vlak pes okno")
    assert not refused("zzz konvička modrá")


def test_ones_name_in_any_dress_is_refused() -> None:
    for guessed in ("HorákováLenka2026", "lenka.horakova", "podlesi.example.12", "Koordinator2026!", "qwertzqwertz12"):
        assert refused(guessed), guessed


@given(some.text(max_size=300))
def test_any_text_is_judged_without_a_fault(password: str) -> None:
    refused(password)


def test_a_code_counts_once_and_never_an_earlier_one() -> None:
    assert rules.fresh_step((99, 100), last=98) == 99
    assert rules.fresh_step((99, 100), last=99) == 100
    assert rules.fresh_step((99, 100), last=100) is None
    assert rules.fresh_step((), last=0) is None


def test_the_pause_lasts_a_quarter_of_an_hour_from_the_fifth_failure() -> None:
    failed = [NOON - timedelta(minutes=minute) for minute in range(5)]
    assert rules.pause_until(failed[:4], now=NOON) is None
    assert rules.pause_until(failed, now=NOON) == NOON + timedelta(minutes=15)
    assert rules.pause_until(failed, now=NOON + timedelta(minutes=15)) is None


def test_a_code_waits_until_its_ten_minutes_or_five_tries_are_over() -> None:
    def state(**facts: object) -> CodeState:
        known = {"asked_at": NOON, "valid_until": NOON + timedelta(minutes=10), "tries": 0, "used": False, "now": NOON}
        return rules.code_state(**(known | facts))  # type: ignore[arg-type]

    assert state(asked_at=None) is CodeState.NONE
    assert state() is CodeState.WAITING
    assert state(now=NOON + timedelta(minutes=10)) is CodeState.OVER
    assert state(used=True) is CodeState.OVER
    assert state(tries=5) is CodeState.SPENT
    assert state(valid_until=None, now=NOON + timedelta(minutes=59)) is CodeState.WAITING
    assert state(valid_until=None, now=NOON + timedelta(hours=1)) is CodeState.OVER


def test_a_browser_is_named_in_words() -> None:
    assert (
        rules.device_words("Mozilla/5.0 (Windows NT 10.0; Win64) Gecko/20100101 Firefox/140.0") == "Firefox · Windows"
    )
    assert rules.device_words("curl") == ""
