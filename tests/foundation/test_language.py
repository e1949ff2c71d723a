"""Days and times as Czech and English people write, say and type them; spaces at which a Czech line must not end."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from foundation import language
from foundation.language import NO_BREAK, cz, parse_day, parse_time

MONDAY = date(2026, 2, 16)
TUESDAY = date(2026, 3, 3)
days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def shown(text: str) -> str:
    return text.replace(NO_BREAK, "~")


# --- how the house writes them ---


def test_a_day_in_czech() -> None:
    assert language.day(TUESDAY) == "3. 3. 2026"
    assert language.long_day(TUESDAY) == "úterý 3. března 2026"
    assert language.short_day(TUESDAY) == "út 3. 3. 2026"
    assert language.on_day(date(2026, 3, 4)) == "ve středu 4. března 2026"
    assert language.on_day(TUESDAY) == "v úterý 3. března 2026"
    assert language.until_day(date(2026, 2, 27)) == "do pátku 27. února 2026"
    assert language.day_of_month(TUESDAY) == "3. 3."


def test_a_day_in_english() -> None:
    assert language.day(TUESDAY, "en") == "3 Mar 2026"
    assert language.long_day(TUESDAY, "en") == "Tuesday 3 March 2026"
    assert language.short_day(TUESDAY, "en") == "Tue 3 Mar 2026"
    assert language.until_day(date(2026, 2, 27), "en") == "by Friday 27 February 2026"


def test_an_instant_falls_on_the_day_that_a_calendar_in_prague_shows() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert language.day(late) == "3. 3. 2026"
    assert language.long_day(late) == "úterý 3. března 2026"
    assert language.short_day(late) == "út 3. 3. 2026"
    assert language.on_day(late) == "v úterý 3. března 2026"
    assert language.until_day(late) == "do úterý 3. března 2026"
    assert language.day_of_month(late) == "3. 3."


def test_an_instant_is_shown_as_a_clock_in_prague_shows_it() -> None:
    winter, summer = datetime(2026, 3, 3, 12, 0, tzinfo=UTC), datetime(2026, 7, 3, 12, 45, tzinfo=UTC)
    assert language.wall_time(winter) == "13:00"
    assert language.wall_time(summer) == "14:45"
    assert language.span(winter, datetime(2026, 3, 3, 13, 45, tzinfo=UTC)) == "13:00–14:45"


@pytest.mark.parametrize(
    ("hour", "said"),
    [(0, "v 0:00"), (1, "v 1:00"), (2, "ve 2:00"), (4, "ve 4:00"), (9, "v 9:00"), (12, "ve 12:00"), (13, "ve 13:00"),
     (14, "ve 14:00"), (15, "v 15:00"), (20, "ve 20:00"), (23, "ve 23:00")],
)  # fmt: skip
def test_the_preposition_belongs_to_the_time(hour: int, said: str) -> None:
    assert language.at_time(time(hour)) == said
    assert language.at_time(time(hour), "en") == f"at {hour}:00"


def test_a_moment_is_a_day_and_its_hour() -> None:
    instant = datetime(2026, 3, 3, 8, tzinfo=UTC)
    assert language.moment(instant, "cs") == "út 3. 3. 2026 v 9:00"
    assert language.moment(instant, "en") == "Tue 3 Mar 2026 at 9:00"


# --- how people type them ---


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5. 3. 2026", date(2026, 3, 5)),
        ("5.3.2026", date(2026, 3, 5)),
        ("05.03.26", date(2026, 3, 5)),
        ("5/3/2026", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        ("5. března 2026", date(2026, 3, 5)),
        ("5 brezna", date(2026, 3, 5)),
        ("út 3. 3. 2026", TUESDAY),
        ("úterý 3. března", TUESDAY),
        (f"5.{NO_BREAK}3.{NO_BREAK}2026", date(2026, 3, 5)),
        ("5.3.", date(2026, 3, 5)),
        ("20. 12.", date(2025, 12, 20)),
        ("dnes", MONDAY),
        ("zítra", MONDAY + timedelta(1)),
        ("pozítří", MONDAY + timedelta(2)),
        ("za 14 dní", date(2026, 3, 2)),
        ("za čtrnáct dní", date(2026, 3, 2)),
        ("za týden", date(2026, 2, 23)),
        ("do dvou týdnů", date(2026, 3, 2)),
        ("za měsíc", date(2026, 3, 16)),
        ("za rok", date(2027, 2, 16)),
        ("do konce měsíce", date(2026, 2, 28)),
        ("do pátku", date(2026, 2, 20)),
        ("ve středu", date(2026, 2, 18)),
        ("pondělí", date(2026, 2, 23)),
        ("příští úterý", date(2026, 2, 24)),
        ("příští týden v pátek", date(2026, 2, 27)),
        ("tento čtvrtek", date(2026, 2, 19)),
        ("DO PÁTKU", date(2026, 2, 20)),
        ("by Friday", date(2026, 2, 20)),
        ("in 14 days", date(2026, 3, 2)),
        ("in two weeks", date(2026, 3, 2)),
        ("next Tuesday", date(2026, 2, 24)),
        ("tomorrow", MONDAY + timedelta(1)),
        ("3 March 2026", TUESDAY),
        ("March 3", TUESDAY),
        ("Tuesday 3 March", TUESDAY),
    ],
)
def test_a_day_is_understood(typed: str, meant: date) -> None:
    assert parse_day(typed, MONDAY) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "brzy", "5", "31. 2. 2026", "5. 13. 2026", "středa 3. 3. 2026", "za pár dní", "za 9999 let", "0. 0. 0",
     "příští týden", "3. 3. 2026 a pak", "9" * 50, "do", "v"],
)  # fmt: skip
def test_a_day_that_cannot_be_told_is_not_guessed(typed: str) -> None:
    assert parse_day(typed, MONDAY) is None


def test_the_same_weekday_means_the_next_one() -> None:
    friday = date(2026, 2, 20)
    assert parse_day("do pátku", friday) == friday + timedelta(7)


def test_the_last_day_of_a_shorter_month() -> None:
    assert parse_day("za měsíc", date(2026, 1, 31)) == date(2026, 2, 28)


@given(days, days, st.sampled_from(["cs", "en"]))
def test_every_written_day_is_understood(d: date, today: date, spoken: str) -> None:
    for write in (language.day, language.long_day, language.short_day, language.on_day, language.until_day):
        assert parse_day(write(d, spoken), today) == d


@given(days, st.integers(-180, 180), st.sampled_from(["cs", "en"]))
def test_a_day_without_its_year_is_the_nearest_one(today: date, away: int, spoken: str) -> None:
    d = today + timedelta(away)
    assert parse_day(language.day_of_month(d, spoken), today) == d


@given(st.text(), days)
def test_no_text_breaks_the_reading_of_days(text: str, today: date) -> None:
    parse_day(text, today)
    parse_time(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("9:00", time(9)), ("9.00", time(9)), ("9,30", time(9, 30)), ("9", time(9)), ("13:45", time(13, 45)),
     ("v 9 hodin", time(9)), ("ve 14:00", time(14)), ("9 h", time(9)), ("9h30", time(9, 30)), ("14 30", time(14, 30)),
     ("at 9:00", time(9))],
)  # fmt: skip
def test_a_time_is_understood(typed: str, meant: time) -> None:
    assert parse_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "24:00", "9:60", "9:5", "ráno", "9-10", "99"])
def test_a_time_that_cannot_be_told_is_not_guessed(typed: str) -> None:
    assert parse_time(typed) is None


@given(st.times())
def test_every_written_time_is_understood(at: time) -> None:
    minute = at.replace(second=0, microsecond=0)
    for spoken in ("cs", "en"):
        assert parse_time(language.wall_time(minute)) == parse_time(language.at_time(minute, spoken)) == minute


# --- Czech type ---


@pytest.mark.parametrize(
    ("plain", "kept"),
    [
        ("k sestře a s bratrem v noci u řeky", "k~sestře a~s~bratrem v~noci u~řeky"),
        ("A i o tom", "A~i~o~tom"),
        ("Sejdeme se v 9:00.", "Sejdeme se v~9:00."),
        ("do 5. 3. 2026", "do 5.~3.~2026"),
        ("pá 27. 3.", "pá~27.~3."),
        ("3. března", "3.~března"),
        ("za 14 dní", "za 14~dní"),
        ("12 500 Kč a 5 %", "12~500~Kč a~5~%"),
        ("469 000 204", "469~000~204"),
        ("+420 469 000 204", "+420~469~000~204"),
        ("Mgr. Nováková", "Mgr.~Nováková"),
        ("PhDr. Alena Křížová, Ph.D.", "PhDr.~Alena Křížová,~Ph.D."),
        ("s paní Křížovou a pan Beran", "s~paní~Křížovou a~pan~Beran"),
        ("§ 10 zákona č. 359/1999 Sb.", "§~10 zákona č.~359/1999 Sb."),
        ("úkol 11, verze 2", "úkol~11, verze~2"),
        ("stůl – ne stolek", "stůl~– ne stolek"),
        ("čas v", "čas v"),
        ("slovo kniha", "slovo kniha"),
    ],
)
def test_what_stays_together(plain: str, kept: str) -> None:
    assert shown(cz(plain)) == kept


@pytest.mark.parametrize(
    "address",
    ["https://podlesi.example/o/a k", "k@podlesi.example", "www.podlesi.example/s v", "viz https://x.example/v"],
)
def test_addresses_stay_as_they_are(address: str) -> None:
    for found, word in zip(cz(f"{address} konec").split(" "), f"{address} konec".split(" "), strict=False):
        if "example" in word:
            assert found == word


@given(st.text(alphabet="aAkKsvzouiěščřžýáíé 0123456789.,:–§%@/()+č\n\t\u00a0", max_size=80))
def test_twice_is_the_same_as_once(text: str) -> None:
    assert cz(cz(text)) == cz(text)


@given(st.text(max_size=80))
def test_nothing_but_spaces_changes(text: str) -> None:
    assert language.plain(cz(text)) == language.plain(text)
    assert len(cz(text)) == len(text)


def test_tags_and_what_is_being_written_stay() -> None:
    page = '<p title="k oknu">k oknu &amp; v noci</p><textarea>k oknu</textarea><a href="/a b">s ním</a>'
    assert shown(language.cz_markup(page)) == (
        '<p title="k oknu">k~oknu &amp; v~noci</p><textarea>k oknu</textarea><a href="/a b">s~ním</a>'
    )


# --- on a page ---


@pytest.fixture
def pages() -> Flask:
    app = Flask(__name__)
    language.install(app)

    @app.get("/")
    def page() -> str:
        return render_template_string(
            "{{ 'v noci'|cz }} {{ tuesday|long_day }} {{ markup|cz }} {{ none|cz }}",
            tuesday=TUESDAY, markup=Markup("<b>k oknu</b>"), none=None,
        )  # fmt: skip

    return app


def test_a_page_speaks_czech_until_somebody_chooses(pages: Flask) -> None:
    assert shown(pages.test_client().get("/").text) == "v~noci úterý 3. března 2026 <b>k~oknu</b> None"


def test_a_page_speaks_the_chosen_language(pages: Flask) -> None:
    client = pages.test_client()
    client.set_cookie("lang", "en")
    assert client.get("/").text == "v noci Tuesday 3 March 2026 <b>k oknu</b> None"


def test_an_unknown_language_is_czech(pages: Flask) -> None:
    client = pages.test_client()
    client.set_cookie("lang", "xx")
    assert "úterý" in client.get("/").text
