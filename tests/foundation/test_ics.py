"""The calendar file: two independent readers understand the same, and the clock is right on every day."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import vobject
from icalendar import Calendar, Timezone

from foundation import clock, ics
from foundation.ics import Event, Partstat, Party

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


def read_by_icalendar(content: bytes) -> dict[str, Any]:
    calendar = Calendar.from_ical(content)
    (event,) = calendar.events
    attendees = event.get("attendee", [])
    (attendee,) = attendees if isinstance(attendees, list) else [attendees]
    return {
        "method": str(calendar["METHOD"]),
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "stamp": event["DTSTAMP"].dt,
        "starts": event["DTSTART"].dt,
        "ends": event["DTEND"].dt,
        "summary": str(event["SUMMARY"]),
        "description": str(event.get("DESCRIPTION", "")),
        "location": str(event.get("LOCATION", "")),
        "status": str(event["STATUS"]),
        "class": str(event["CLASS"]),
        "transp": str(event["TRANSP"]),
        "organizer": (str(event["ORGANIZER"]), event["ORGANIZER"].params["CN"]),
        "attendee": (str(attendee), attendee.params["PARTSTAT"], attendee.params["RSVP"], attendee.params["ROLE"]),
    }


def read_by_vobject(content: bytes) -> dict[str, Any]:
    calendar = vobject.readOne(content.decode())
    event = calendar.vevent
    (attendee,) = event.attendee_list
    return {
        "method": calendar.method.value,
        "uid": event.uid.value,
        "sequence": int(event.sequence.value),
        "stamp": event.dtstamp.value,
        "starts": event.dtstart.value,
        "ends": event.dtend.value,
        "summary": event.summary.value,
        "description": event.description.value if hasattr(event, "description") else "",
        "location": event.location.value if hasattr(event, "location") else "",
        "status": event.status.value,
        "class": event.contents["class"][0].value,
        "transp": event.transp.value,
        "organizer": (event.organizer.value, event.organizer.params["CN"][0]),
        "attendee": (attendee.value, *(attendee.params[name][0] for name in ("PARTSTAT", "RSVP", "ROLE"))),
    }


@pytest.mark.parametrize(
    "content",
    [
        ics.request(MEETING),
        ics.cancel(changed(MEETING, sequence=1)),
        ics.request(DEADLINE),
        ics.cancel(DEADLINE),
        ics.request(changed(MEETING, optional=True, partstat=Partstat.TENTATIVE)),
        ics.request(
            changed(MEETING, location="Náměstí 1,\r\n2. patro \\ „v“ \U0001f600 \u0628\u0644\u062f" + "ž" * 300)
        ),
        ics.request(changed(MEETING, organizer=Party("m@x.example", 'Město "Nové; Město", \\n: ^n'))),
    ],
)
def test_two_readers_understand_the_same(content):
    one, other = read_by_icalendar(content), read_by_vobject(content)
    assert one == other
    assert (one["class"], one["attendee"][2]) == ("PRIVATE", "FALSE")


def test_an_invitation_says_what_was_agreed_and_nothing_else():
    read = read_by_icalendar(ics.request(MEETING))
    assert (read["method"], read["status"], read["transp"]) == ("REQUEST", "CONFIRMED", "OPAQUE")
    assert (read["uid"], read["sequence"], read["stamp"]) == (MEETING.uid, 0, MEETING.stamp.replace(microsecond=0))
    assert (read["starts"], read["ends"]) == (MEETING.starts, MEETING.ends)
    assert read["starts"].utcoffset() == timedelta(hours=1)
    assert read["attendee"] == ("mailto:klara.novotna@skola.example", "NEEDS-ACTION", "FALSE", "REQ-PARTICIPANT")
    assert read["organizer"] == ("mailto:setkani@podlesi.example", "Město Podlesí")
    names = {line.split(b":")[0].split(b";")[0] for line in ics.request(MEETING).splitlines() if line[:1] != b" "}
    assert names == set(MEANT.split())


MEANT = b"""
BEGIN END PRODID VERSION CALSCALE METHOD TZID DTSTART RRULE TZNAME TZOFFSETFROM TZOFFSETTO UID SEQUENCE DTSTAMP
LAST-MODIFIED DTEND TRANSP SUMMARY LOCATION DESCRIPTION CLASS STATUS ORGANIZER ATTENDEE
"""


def test_a_cancellation_keeps_the_name_and_says_so_twice():
    read = read_by_icalendar(ics.cancel(changed(MEETING, sequence=3)))
    assert (read["method"], read["status"], read["sequence"], read["uid"]) == ("CANCEL", "CANCELLED", 3, MEETING.uid)
    assert read["starts"] == MEETING.starts


def test_a_deadline_is_a_whole_day_that_blocks_nobody():
    content = ics.request(DEADLINE)
    assert b"DTSTART;VALUE=DATE:20260320\r\n" in content
    assert b"DTEND;VALUE=DATE:20260321\r\n" in content
    assert b"VTIMEZONE" not in content
    read = read_by_icalendar(content)
    assert (read["transp"], read["attendee"][1]) == ("TRANSPARENT", "ACCEPTED")


def test_a_published_entry_asks_nobody():
    content = ics.publish(changed(MEETING, organizer=None, attendee=None, summary="Schůzka"))
    assert b"METHOD:PUBLISH" in content
    assert b"ATTENDEE" not in content
    assert b"ORGANIZER" not in content


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
    zone = Timezone.from_ical(ics.VTIMEZONE).to_tz()
    day = date(2026, 1, 1)
    wrong = []
    while day < date(2040, 1, 1):
        for wall in (time(0), time(1, 59), time(4), time(12)):
            read = datetime.combine(day, wall)
            if read.replace(tzinfo=zone).utcoffset() != read.replace(tzinfo=clock.PRAGUE).utcoffset():
                wrong.append(read)
        day += timedelta(days=1)
    assert wrong == []


def test_every_meeting_keeps_its_time_through_both_readers():
    day = date(2026, 1, 1)
    while day < date(2040, 1, 1):
        starts = clock.instant(day, time(13, 0))
        content = ics.request(changed(MEETING, starts=starts, ends=starts + timedelta(hours=1)))
        assert vobject.readOne(content.decode()).vevent.dtstart.value == starts
        assert Calendar.from_ical(content).events[0]["DTSTART"].dt == starts
        day += timedelta(days=97)
