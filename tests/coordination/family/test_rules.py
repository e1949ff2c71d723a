"""Numbers that nobody guesses, guessers who wait, summaries that tell of nobody else: decided on plain values."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.family import rules
from coordination.family.rules import Picture, Reply, Wish
from coordination.tasks.rules import Outcome, State

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
BORN = date(1988, 5, 14)


def refused(number: str, births: tuple[date, ...] = (BORN,)) -> list[str]:
    return [one.sentence for one in rules.against_number(number, births)]


@pytest.mark.parametrize("number", ["274916", "580372", "902847"])
def test_a_number_that_means_nothing_is_taken(number: str) -> None:
    assert refused(number) == []


@pytest.mark.parametrize("number", ["111111", "121212", "123123", "112233", "333444", "909090"])
def test_repeats_are_guessed(number: str) -> None:
    assert refused(number) == ["This number is easy to guess. Choose another."]


@pytest.mark.parametrize("number", ["123456", "654321", "012345", "890123", "135791", "975319"])
def test_runs_are_guessed(number: str) -> None:
    assert refused(number) == ["This number is easy to guess. Choose another."]


@pytest.mark.parametrize("number", ["140588", "051488", "880514", "198805", "051988", "141988"])
def test_a_birth_date_of_the_household_is_guessed_however_it_is_written(number: str) -> None:
    assert refused(number) == ["This number is easy to guess. Choose another."]
    assert refused(number, ()) == []


@pytest.mark.parametrize("number", ["", "12345", "1234567", "12a456", "１２３９４８", "-12345"])
def test_what_is_not_six_figures_is_no_number(number: str) -> None:
    assert refused(number) == ["The number has six figures and nothing else. Write them without spaces."]


@given(st.dates(date(1930, 1, 1), date(2026, 1, 1)))
def test_every_birthday_is_refused_as_people_write_it(day: date) -> None:
    assert refused(day.strftime("%d%m%y"), (day,))
    assert refused(day.strftime("%y%m%d"), (day,))


@given(st.integers(0, 999_999), st.lists(st.dates(date(1930, 1, 1), date(2026, 1, 1)), max_size=6))
def test_most_numbers_stay_free(number: int, births: list[date]) -> None:
    """Otherwise drawing one would not end."""
    free = sum(not refused(f"{(number + step) % 1_000_000:06}", tuple(births)) for step in range(0, 2000, 37))
    assert free > 40


def test_five_wrong_numbers_pause_one_browser_for_an_hour_from_the_fifth() -> None:
    tries = [NOON + timedelta(minutes=minute) for minute in range(5)]
    assert rules.paused_until(tries[:4], NOON + timedelta(minutes=4)) is None
    assert rules.paused_until(tries, NOON + timedelta(minutes=5)) == NOON + timedelta(minutes=64)
    assert rules.paused_until(tries, NOON + timedelta(minutes=65)) is None
    assert [rules.left(tries[:count], NOON + timedelta(minutes=5)) for count in range(6)] == [5, 4, 3, 2, 1, 0]


def test_thirty_wrong_numbers_from_anywhere_shut_the_door() -> None:
    assert not rules.spent(29)
    assert rules.spent(30)


def test_the_door_lasts_thirty_days_after_the_last_day_of_the_plan() -> None:
    today = date(2026, 3, 9)
    assert rules.lasts_until([date(2026, 6, 19), None, date(2026, 4, 21)], today) == date(2026, 7, 19)
    assert rules.lasts_until([], today) == date(2026, 4, 8)


@given(st.uuids(), st.lists(st.uuids(), max_size=5), st.booleans())
def test_a_summary_never_tells_of_another_grown_up(own: UUID, children: list[UUID], is_parent: bool) -> None:
    other_parent = uuid4()
    told = rules.tells_of(own, children, is_parent=is_parent)
    assert own in told
    assert other_parent not in told
    assert told <= {own, *children}
    assert is_parent or told == {own}


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("Jedna věta.", 1), ("Dokončí 8. třídu do 21. dubna. Řekneme si. Ano?", 3), ("Jedna\nDvě\nTři", 3)],
)
def test_sentences_are_counted_as_they_are_read(text: str, count: int) -> None:
    assert rules.sentences(text) == count


def test_a_summary_goes_out_with_three_to_six_sentences_and_one_for_each_task() -> None:
    assert not list(rules.against_approving("Jedna. Dvě. Tři.", [(1, "Podáte žádost")]))
    found = list(rules.against_approving("Jedna. Dvě.", [(1, " "), (2, "Napíše")]))
    assert [(one.field, one.values.get("number")) for one in found] == [("agreed", None), ("sentence_1", "1")]
    assert list(rules.against_approving("A. B. C. D. E. F. G.", []))


def test_what_can_be_said_follows_from_how_the_task_stands() -> None:
    assert rules.replies(State.OFFERED) == (Reply.AGREE, Reply.OTHER, Reply.HELP)
    assert rules.replies(State.ACCEPTED) == (Reply.DONE, Reply.OTHER, Reply.HELP)
    assert rules.replies(State.REPORTED, Outcome.PARTLY) == (Reply.DONE, Reply.HELP)
    assert rules.replies(State.REPORTED, Outcome.DONE) == (Reply.HELP,)
    assert rules.replies(State.CONFIRMED) == rules.replies(State.CANCELLED) == ()
    assert list(rules.against_reply(Reply.DONE, State.OFFERED))
    assert not list(rules.against_reply(Reply.AGREE, State.DECLINED))


def test_a_wish_says_what_is_wished() -> None:
    today = date(2026, 3, 9)
    assert [one.field for one in rules.against_wish(None, None, "", today)] == ["wish"]
    assert [one.field for one in rules.against_wish(Wish.DAY, None, "", today)] == ["day"]
    assert [one.field for one in rules.against_wish(Wish.DAY, date(2026, 3, 8), "", today)] == ["day"]
    assert not list(rules.against_wish(Wish.DAY, None, "někdy v dubnu", today))
    assert not list(rules.against_wish(Wish.PERSON, None, "", today))


def test_a_picture_stands_for_what_a_sentence_speaks_of() -> None:
    said = {
        "Sepíšete příjmy a výdaje": Picture.MONEY,
        "Napíše, co škola chce": Picture.SCHOOL,
        "Najde výtvarný kroužek": Picture.BRUSH,
        "Pozve Gábinu na rozhovor": Picture.TALK,
        "Doprovodíte Gábinu": Picture.PEOPLE,
        "Podáte to": Picture.PAPER,
    }
    assert {words: rules.picture(words) for words in said} == said
