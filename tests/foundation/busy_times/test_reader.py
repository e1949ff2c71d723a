"""Calendars as strangers keep them: which of three offered dates are taken, whatever the file is like."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.busy_times.reader import Found, NotACalendar, read
from foundation.clock import PRAGUE

TUESDAY = datetime(2026, 3, 10, 13, 0, tzinfo=PRAGUE)
"""In winter time: 12:00 in UTC."""
APRIL = datetime(2026, 4, 7, 13, 0, tzinfo=PRAGUE)
"""In summer time, a Tuesday as well: 11:00 in UTC."""
SPANS = [(each.astimezone(UTC), each.astimezone(UTC) + timedelta(hours=2)) for each in (TUESDAY, APRIL)]


def calendar(*events: str) -> bytes:
    """A calendar with these events, each its lines; ~ stands for a space inside a line."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cizí kalendář//CS"]
    for number, event in enumerate(events):
        uid = [] if "UID:" in event else [f"UID:{number}@cizi.example"]
        lines += ["BEGIN:VEVENT", *uid, "DTSTAMP:20260101T000000Z", *event.split(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).replace("~", " ").encode()


def taken(content: bytes, **also: object) -> list[int]:
    return sorted(read(content, SPANS, **also).taken)  # type: ignore[arg-type]


def test_an_hour_is_an_hour_on_whatever_clock_it_is_written() -> None:
    for written in (
        "DTSTART;TZID=Europe/Prague:20260310T130000 DTEND;TZID=Europe/Prague:20260310T140000",
        "DTSTART:20260310T120000Z DTEND:20260310T130000Z",
        "DTSTART:20260310T130000 DTEND:20260310T140000",
        "DTSTART;TZID=America/New_York:20260310T080000 DURATION:PT1H",
        'DTSTART;TZID="Central~Europe~Standard~Time":20260310T130000 DURATION:PT1H',
        "DTSTART;TZID=Nobody/Knows:20260310T130000 DURATION:PT1H",
        "DTSTART:20260310T110000Z DTEND:20260310T120001Z",
        "DTSTART:20260310T135959Z DURATION:PT3H",
        "DTSTART;VALUE=DATE:20260310",
        "DTSTART;VALUE=DATE:20260309 DTEND;VALUE=DATE:20260311",
    ):
        assert taken(calendar(written)) == [0], written


def test_what_ends_before_or_begins_after_leaves_the_date_free() -> None:
    for written in (
        "DTSTART:20260310T110000Z DTEND:20260310T120000Z",
        "DTSTART:20260310T140000Z DTEND:20260310T150000Z",
        "DTSTART:20260310T143000Z DURATION:PT30M",
        "DTSTART:20260310T123000Z",
        "DTSTART;VALUE=DATE:20260309",
        "DTSTART;VALUE=DATE:20260309 DTEND;VALUE=DATE:20260310",
    ):
        assert taken(calendar(written)) == [], written


@pytest.mark.parametrize(
    "line",
    ["STATUS:CANCELLED", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "UID:ours@house.example",
     "ATTENDEE;PARTSTAT=DECLINED:MAILTO:Ivana@skola.example"],
)  # fmt: skip
def test_what_takes_nobodys_time_leaves_the_date_free(line: str) -> None:
    hour = "DTSTART:20260310T120000Z DURATION:PT1H"
    also = {"own_uids": ["ours@house.example"], "owner": "ivana@skola.example"}
    assert taken(calendar(hour), **also) == [0]
    assert taken(calendar(f"{hour} {line}"), **also) == []
    assert taken(calendar(f"{hour} ATTENDEE;PARTSTAT=DECLINED:mailto:jina@skola.example"), **also) == [0]


def test_a_weekly_lesson_keeps_its_hour_when_clocks_change_and_is_left_out_where_it_is_left_out() -> None:
    lesson = "DTSTART;TZID=Europe/Prague:20250902T140000 DURATION:PT45M RRULE:FREQ=WEEKLY;BYDAY=TU"
    assert taken(calendar(lesson)) == [0, 1]
    assert taken(calendar(f"{lesson};UNTIL=20260401T000000Z")) == [0]
    assert taken(calendar(f"{lesson};COUNT=3")) == []
    assert taken(calendar(f"{lesson};INTERVAL=2")) == []  # 27 and 31 weeks later
    assert taken(calendar(f"{lesson};INTERVAL=9")) == [0]
    assert taken(calendar(f"{lesson} EXDATE;TZID=Europe/Prague:20260310T140000")) == [1]
    assert taken(calendar(f"{lesson} EXDATE:20260310T130000Z,20260407T120000Z")) == []
    assert taken(calendar(f"{lesson} EXDATE;VALUE=DATE:20260407")) == [0]
    utc = "DTSTART:20250902T103000Z DURATION:PT1H RRULE:FREQ=WEEKLY"  # 11:30 in winter, 12:30 in summer
    assert taken(calendar(utc)) == [1]
    days = "DTSTART;VALUE=DATE:20200310 RRULE:FREQ=YEARLY"
    assert taken(calendar(days)) == [0]
    assert taken(calendar("DTSTART:20260101T120000Z DURATION:PT1H RDATE:20260310T120000Z")) == [0]
    assert taken(calendar("DTSTART:20260101T120000Z RDATE;VALUE=PERIOD:20260407T110000Z/PT1H")) == [1]


def test_an_occurrence_that_was_moved_takes_its_new_hour_and_frees_the_old_one() -> None:
    lesson = "UID:lesson DTSTART;TZID=Europe/Prague:20260303T140000 DURATION:PT45M RRULE:FREQ=WEEKLY"
    away = "UID:lesson RECURRENCE-ID;TZID=Europe/Prague:20260310T140000 DTSTART:20260310T060000Z DURATION:PT45M"
    onto = "UID:lesson RECURRENCE-ID;TZID=Europe/Prague:20260311T140000 DTSTART:20260310T120000Z DURATION:PT45M"
    assert taken(calendar(lesson)) == [0, 1]
    assert taken(calendar(lesson, away)) == [1]
    assert taken(calendar(away, lesson)) == [1]
    assert taken(calendar(lesson, away, onto)) == [0, 1]
    assert taken(calendar(lesson, f"{away} STATUS:CANCELLED")) == [1]


def test_a_calendar_that_tells_of_busy_hours_alone_is_understood() -> None:
    published = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VFREEBUSY\r\nUID:1\r\n"
        b"FREEBUSY;FBTYPE=BUSY:20260310T100000Z/20260310T123000Z,20260201T100000Z/PT1H\r\n"
        b"FREEBUSY;FBTYPE=FREE:20260407T100000Z/20260407T143000Z\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n"
    )
    assert taken(published) == [0]


def test_an_entry_that_nobody_understands_is_counted_and_spoils_no_other() -> None:
    broken = [
        "DTSTART:20260310T120000Z DTEND:sometime",
        "DTEND:20260310T120000Z",
        "DTSTART:20260310T120000Z DTEND:20260309T120000Z",
        "DTSTART:20260310T120000Z RRULE:FREQ=SECONDLY",
        "DTSTART:20260310T120000Z RRULE:FREQ=NEVER",
        "DTSTART:20260310T120000Z DTEND;VALUE=DATE:20260311",
    ]
    found = read(calendar(*broken, "DTSTART:20260407T110000Z DURATION:PT1H"), SPANS)
    assert found == Found({1}, entries=7, unread=6)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04calendar.ics", "zip"),
        (b"%PDF-1.7", "unknown"),
        (b"", "unknown"),
        (b"<html>BEGIN", "unknown"),
        (calendar(), "empty"),
        (calendar() + b"\r\n" * 400_000, "long"),
    ],
)
def test_what_is_no_calendar_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(NotACalendar, match=why):
        read(content, SPANS)


WHOLE = calendar(
    "DTSTART;TZID=Europe/Prague:20250902T140000 DURATION:PT45M RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20260601T000000Z "
    "EXDATE;TZID=Europe/Prague:20260310T140000",
    "DTSTART;VALUE=DATE:20260310 DTEND;VALUE=DATE:20260312 TRANSP:TRANSPARENT",
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_calendar_with_bytes_changed_cut_or_added_never_names_a_date_that_was_not_asked(data: st.DataObject) -> None:
    content = bytearray(WHOLE)
    for _change in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(0, len(content)))] + data.draw(st.binary(max_size=40))
    try:
        found = read(bytes(content), SPANS)
    except Exception:
        return
    assert found.taken <= {0, 1}
    assert found.unread <= found.entries


@given(
    before=st.integers(-60 * 24, 60 * 24),
    minutes=st.integers(1, 60 * 30),
    whole_days=st.booleans(),
)
def test_a_date_is_taken_exactly_when_the_two_overlap(before: int, minutes: int, whole_days: bool) -> None:
    starts = (TUESDAY - timedelta(minutes=before)).replace(tzinfo=None)
    if whole_days:
        begins = starts.replace(hour=0, minute=0, tzinfo=PRAGUE)
        ends = (starts.replace(hour=0, minute=0) + timedelta(days=1)).replace(tzinfo=PRAGUE)
        written = f"DTSTART;VALUE=DATE:{starts:%Y%m%d}"
    else:
        begins = starts.replace(tzinfo=PRAGUE)
        ends = begins.astimezone(UTC) + timedelta(minutes=minutes)
        written = f"DTSTART;TZID=Europe/Prague:{starts:%Y%m%dT%H%M%S} DURATION:PT{minutes}M"
    overlap = begins < SPANS[0][1] and SPANS[0][0] < ends
    assert taken(calendar(written)) == ([0] if overlap else [])
