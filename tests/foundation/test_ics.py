"""The calendar file: four independent readers understand the same, and the clock is right on every day."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any

import pytest
from dateutil.tz import tzical
from icalendar import Calendar, Timezone

from foundation import clock, ics
from foundation.ics import Event, Partstat, Party
from tests.journeys.readers import by_icalendar, last_day, read_alike

MEETING = Event(
    uid="3f0c@podlesi.example",
    sequence=0,
    stamp=datetime(2026, 2, 16, 8, 0, 5, 123, tzinfo=UTC),
    starts=datetime(2026, 3, 3, 12, 0, tzinfo=UTC),
    ends=datetime(2026, 3, 3, 13, 45, tzinfo=UTC),
    summary="Pracovní setkání (PS-7F3K)",
    description="Podrobnosti po přihlášení: https://podlesi.example/. Telefon 469 000 204.",
    location="Městský úřad Podlesí, zasedačka 204; 2. patro",
    organizer=Party("setkani@podlesi.example", "Město Podlesí"),
    attendee=Party("klara.novotna@skola.example"),
)
DEADLINE = Event(
    uid="77aa@podlesi.example",
    sequence=2,
    stamp=datetime(2026, 2, 16, 8, 0, tzinfo=UTC),
    starts=date(2026, 3, 20),
    ends=date(2026, 3, 20),
    summary="Termín úkolu 3 (PS-7F3K)",
    organizer=Party("setkani@podlesi.example", "Město Podlesí"),
    attendee=Party("klara.novotna@skola.example"),
    partstat=Partstat.ACCEPTED,
)


def changed(event: Event, **values: Any) -> Event:
    return Event(**(vars(event) | values))


@pytest.mark.parametrize(
    "content",
    [
        ics.request(MEETING),
        ics.cancel(changed(MEETING, sequence=1)),
        ics.request(DEADLINE),
        ics.cancel(DEADLINE),
        ics.request(changed(MEETING, optional=True, partstat=Partstat.TENTATIVE)),
        ics.request(changed(MEETING, tentative=True, partstat=Partstat.ACCEPTED)),
        ics.cancel(changed(MEETING, tentative=True, sequence=1)),
        ics.request(
            changed(MEETING, location="Náměstí 1,\r\n2. patro \\ „v“ \U0001f600 \u0628\u0644\u062f" + "ž" * 300)
        ),
        ics.request(changed(MEETING, organizer=Party("m@x.example", 'Město "Nové; Město", \\n: ^n'))),
    ],
)
def test_four_readers_understand_the_same(content):
    read = read_alike(content)
    assert (read["class"], read["rsvp"]) == ("PRIVATE", False)


def test_a_date_that_is_kept_takes_the_time_and_is_not_settled():
    kept = ics.request(changed(MEETING, tentative=True))
    read = read_alike(kept)
    assert (read["status"], read["transp"]) == ("TENTATIVE", "OPAQUE")
    assert b"\r\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\r\n" in kept
    assert read_alike(ics.cancel(changed(MEETING, tentative=True)))["status"] == "CANCELLED"


def test_an_answer_is_asked_for_where_somebody_reads_it():
    assert read_alike(ics.request(changed(MEETING, answers_reach_us=True)))["rsvp"] is True


def test_an_invitation_says_what_was_agreed_and_nothing_else():
    read = by_icalendar(ics.request(MEETING))
    assert (read["method"], read["status"], read["transp"]) == ("REQUEST", "CONFIRMED", "OPAQUE")
    assert (read["uid"], read["sequence"], read["stamp"]) == (MEETING.uid, 0, MEETING.stamp.replace(microsecond=0))
    assert (read["starts"], read["ends"]) == (MEETING.starts, MEETING.ends)
    assert read["starts"].utcoffset() == timedelta(hours=1)
    assert (read["attendee"], read["partstat"]) == ("mailto:klara.novotna@skola.example", "NEEDS-ACTION")
    assert (read["role"], read["rsvp"]) == ("REQ-PARTICIPANT", False)
    assert read["organizer"] == ("mailto:setkani@podlesi.example", "Město Podlesí")
    names = {line.split(b":")[0].split(b";")[0] for line in ics.request(MEETING).splitlines() if line[:1] != b" "}
    assert names == set(MEANT.split())


MEANT = b"""
BEGIN END PRODID VERSION CALSCALE METHOD TZID DTSTART RRULE TZNAME TZOFFSETFROM TZOFFSETTO UID SEQUENCE DTSTAMP
LAST-MODIFIED DTEND TRANSP SUMMARY LOCATION DESCRIPTION CLASS STATUS ORGANIZER ATTENDEE
"""


def test_a_cancellation_keeps_the_name_and_says_so_twice():
    read = by_icalendar(ics.cancel(changed(MEETING, sequence=3)))
    assert (read["method"], read["status"], read["sequence"], read["uid"]) == ("CANCEL", "CANCELLED", 3, MEETING.uid)
    assert read["starts"] == MEETING.starts


def test_a_deadline_is_a_whole_day_that_blocks_nobody():
    content = ics.request(DEADLINE)
    assert b"DTSTART;VALUE=DATE:20260320\r\n" in content
    assert b"DTEND;VALUE=DATE:20260321\r\n" in content
    assert b"VTIMEZONE" not in content
    read = by_icalendar(content)
    assert (read["transp"], read["partstat"]) == ("TRANSPARENT", "ACCEPTED")


class TestFeed:
    def test_has_a_name_a_rhythm_and_every_entry_once(self):
        asked = [changed(MEETING, organizer=None, attendee=None), changed(MEETING, uid="other@town.example")]
        content = ics.feed("Setkání a termíny", asked)
        assert content.count(b"BEGIN:VEVENT") == 2
        assert content.count(b"BEGIN:VTIMEZONE") == 1
        for line in (b"NAME:", b"X-WR-CALNAME:", b"REFRESH-INTERVAL;VALUE=DURATION:PT4H", b"X-PUBLISHED-TTL:PT4H"):
            assert b"\r\n" + line in content
        assert b"METHOD" not in content
        assert content.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")

    def test_reads_alike_in_a_calendar_library(self):
        (event,) = Calendar.from_ical(ics.feed("Setkání", [changed(MEETING, organizer=None, attendee=None)])).events
        assert event.start == MEETING.starts
        assert event["uid"] == MEETING.uid

    def test_what_is_remembered_equals_what_is_drawn_anew(self):
        once = ics.feed("Setkání", [MEETING])
        ics._drawn.cache_clear()
        assert ics.feed("Setkání", [MEETING]) == once
        assert ics.feed("Setkání", [changed(MEETING, sequence=9)]) != once


def test_half_a_day_and_half_an_instant_make_no_entry():
    with pytest.raises(ValueError, match="from instant to instant"):
        ics.request(changed(MEETING, ends=date(2026, 3, 3)))


def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut():
    content = ics.request(changed(MEETING, location="příliš žluťoučký kůň \U0001f434 " * 20, summary="ž" * 390))
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # raises when a letter was cut in two


def test_the_time_zone_is_right_on_every_day_of_fourteen_years():
    zones = Timezone.from_ical(ics.VTIMEZONE).to_tz(), tzical(StringIO(ics.VTIMEZONE)).get()
    day = date(2026, 1, 1)
    wrong = []
    while day < date(2040, 1, 1):
        for wall in (time(0), time(1, 59), time(4), time(12)):
            read = datetime.combine(day, wall)
            for zone in zones:
                if read.replace(tzinfo=zone).utcoffset() != read.replace(tzinfo=clock.PRAGUE).utcoffset():
                    wrong.append((zone, read))
        day += timedelta(days=1)
    assert wrong == []


def test_every_meeting_keeps_its_time_through_all_readers():
    day = date(2026, 1, 1)
    while day < date(2037, 10, 1):
        starts = clock.instant(day, time(13, 0))
        read = read_alike(ics.request(changed(MEETING, starts=starts, ends=starts + timedelta(hours=1))))
        assert read["starts"] == starts
        assert read["starts"].hour == 13
        day += timedelta(days=197)


SPRING, AUTUMN = datetime(2026, 3, 29, 0, 15, tzinfo=UTC), datetime(2026, 10, 24, 23, 15, tzinfo=UTC)


@pytest.mark.parametrize("starts", [night + timedelta(minutes=half) for night in (SPRING, AUTUMN)
                                    for half in range(0, 180, 30)])  # fmt: skip
@pytest.mark.parametrize("method", [ics.request, ics.cancel])
def test_the_nights_when_clocks_change_leave_no_doubt(starts, method):
    read = read_alike(method(changed(MEETING, starts=starts, ends=starts + timedelta(minutes=45))))
    assert (read["starts"], read["ends"]) == (starts, starts + timedelta(minutes=45))


def test_only_an_hour_that_comes_twice_is_told_without_the_time_zone():
    told = {}
    for wall, second in ((1, None), (2, False), (2, True), (3, None)):
        starts = clock.instant(date(2026, 10, 25), time(wall), second=second)
        content = ics.request(changed(MEETING, starts=starts, ends=starts + timedelta(minutes=30)))
        told[wall, second] = b"DTSTART;TZID=Europe/Prague" in content
        assert (b"BEGIN:VTIMEZONE" in content) is told[wall, second]
    assert told == {(1, None): True, (2, False): False, (2, True): False, (3, None): True}


def test_a_deadline_is_the_same_day_for_every_reader():
    read = read_alike(ics.request(DEADLINE))
    assert (read["starts"], last_day(read)) == (date(2026, 3, 20), date(2026, 3, 20))
