"""The wall clock: what people in Prague read, also on the two nights of the year when it jumps."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foundation import clock

SPRING = {2026: date(2026, 3, 29), 2027: date(2027, 3, 28)}
AUTUMN = {2026: date(2026, 10, 25), 2027: date(2027, 10, 31)}
PRAGUE = ZoneInfo("Europe/Prague")
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
walls = st.times().map(lambda wall: wall.replace(microsecond=0, fold=0))


class TestInstant:
    def test_in_winter_and_in_summer(self):
        assert clock.instant(date(2026, 2, 3), time(13)) == datetime(2026, 2, 3, 12, tzinfo=UTC)
        assert clock.instant(date(2026, 7, 3), time(13)) == datetime(2026, 7, 3, 11, tzinfo=UTC)

    @pytest.mark.parametrize("year", SPRING)
    @pytest.mark.parametrize("wall", [time(2), time(2, 30), time(2, 59, 59)])
    def test_a_skipped_time_is_no_time(self, year: int, wall: time):
        with pytest.raises(clock.NoSuchTime):
            clock.instant(SPRING[year], wall)
        with pytest.raises(clock.NoSuchTime):
            clock.instant(SPRING[year], wall, second=True)

    @pytest.mark.parametrize("year", SPRING)
    def test_around_the_skipped_hour_one_minute_is_one_minute(self, year: int):
        before, after = (clock.instant(SPRING[year], wall) for wall in (time(1, 59), time(3)))
        assert after - before == timedelta(minutes=1)

    @pytest.mark.parametrize("year", AUTUMN)
    @pytest.mark.parametrize("wall", [time(2), time(2, 30), time(2, 59, 59)])
    def test_a_time_that_comes_twice_must_be_chosen(self, year: int, wall: time):
        with pytest.raises(clock.TimeComesTwice):
            clock.instant(AUTUMN[year], wall)
        first, second = (clock.instant(AUTUMN[year], wall, second=which) for which in (False, True))
        assert second - first == timedelta(hours=1)
        assert {clock.in_prague(moment).time() for moment in (first, second)} == {wall}

    @pytest.mark.parametrize("year", AUTUMN)
    def test_around_the_repeated_hour_nothing_is_asked(self, year: int):
        before, after = (clock.instant(AUTUMN[year], wall) for wall in (time(1, 59), time(3)))
        assert after - before == timedelta(hours=2, minutes=1)

    @given(days, walls)
    @example(SPRING[2026], time(2, 30))
    @example(AUTUMN[2027], time(2, 30))
    def test_is_what_the_wall_shows_or_no_answer(self, day: date, wall: time):
        """Every instant that is answered shows the asked time in Prague, and it is the only one that does."""
        noon = datetime.combine(day, time(12), UTC)
        quarters = (noon + timedelta(seconds=offset) for offset in (-86400, 0, 86400))
        offsets = {moment.astimezone(PRAGUE).utcoffset() for moment in quarters}
        naive = datetime.combine(day, wall)
        showing = {
            moment
            for moment in ((naive - offset).replace(tzinfo=UTC) for offset in offsets if offset is not None)
            if moment.astimezone(PRAGUE).replace(tzinfo=None, fold=0) == naive
        }
        if len(showing) == 1:
            assert {clock.instant(day, wall)} == showing
        elif showing:
            assert {clock.instant(day, wall, second=which) for which in (False, True)} == showing
        else:
            with pytest.raises(clock.NoSuchTime):
                clock.instant(day, wall)


class TestDay:
    @given(days)
    def test_begins_and_ends_at_midnight_in_prague(self, day: date):
        begins, ends = clock.midnight(day), clock.end_of(day)
        assert begins.astimezone(PRAGUE).replace(tzinfo=None) == datetime.combine(day, time())
        assert ends == clock.midnight(day + timedelta(days=1))
        assert (begins - timedelta(microseconds=1)).astimezone(PRAGUE).date() == day - timedelta(days=1)

    @pytest.mark.parametrize(("day", "hours"), [(SPRING[2026], 23), (AUTUMN[2026], 25), (date(2026, 5, 1), 24)])
    def test_has_as_many_hours_as_the_night_leaves(self, day: date, hours: int):
        assert clock.end_of(day) - clock.midnight(day) == timedelta(hours=hours)

    def test_today_is_the_day_in_prague(self):
        with clock.standing_at(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)):
            assert clock.today() == date(2026, 7, 2)
        with clock.standing_at(datetime(2026, 1, 1, 22, 59, tzinfo=UTC)):
            assert clock.today() == date(2026, 1, 1)


class TestStanding:
    def test_goes_on_when_the_story_ends(self):
        before = clock.now()
        with clock.standing_at(datetime(2031, 1, 1, tzinfo=UTC)):
            with clock.standing_at(datetime(2032, 1, 1, tzinfo=UTC)):
                assert clock.now().year == 2032
            assert clock.now().year == 2031
        assert clock.now() == before

    def test_goes_on_also_after_a_fall(self):
        before = clock.now()
        with pytest.raises(ZeroDivisionError):
            fall_at(datetime(2031, 1, 1, tzinfo=UTC))
        assert clock.now() == before

    def test_the_machine_is_asked_in_utc(self):
        now = clock._machine_time()
        assert now.tzinfo is UTC
        assert abs(now - datetime.now(timezone(timedelta(hours=5)))) < timedelta(minutes=1)


def fall_at(instant: datetime) -> None:
    with clock.standing_at(instant):
        raise ZeroDivisionError
