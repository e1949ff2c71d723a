"""Calendars of strangers are read apart: whatever they hold, the house gets an answer or one sentence, and soon."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from foundation.busy_times import asking, busy_times
from foundation.reasons import Refused
from tests.foundation.busy_times.test_reader import SPANS, calendar

HOUR = "DTSTART:20260310T120000Z DURATION:PT1H"
HOSTILE = {
    "a rule without an end that never holds": calendar(f"{HOUR} RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
    "many rules of a century": calendar(*["DTSTART:19000101T120000Z RRULE:FREQ=DAILY;BYMINUTE=0,1,2,3,4,5"] * 400),
    "calendars inside calendars": b"BEGIN:VCALENDAR\r\n" * 30_000,
    "one line of megabytes": calendar(f"{HOUR} RRULE:FREQ=DAILY;BYDAY=" + "MO," * 900_000 + "TU"),
    "no letters": b"BEGIN:VCALENDAR\r\n" + bytes(range(256)) * 900,
}


def asked(content: bytes) -> asking.BusyTimes:
    return busy_times(content, SPANS, "calendar", own_uids=["ours@house.example"], owner="ivana@skola.example")


def test_the_house_learns_which_dates_are_taken_and_no_more() -> None:
    assert asked(calendar(HOUR)) == asking.BusyTimes(frozenset({0}), unread=0)
    assert asked(calendar(HOUR, "DTSTART:never")) == asking.BusyTimes(frozenset({0}), unread=1)
    assert asked(calendar(f"UID:ours@house.example {HOUR}")) == asking.BusyTimes(frozenset(), unread=0)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_calendar_gets_an_answer_or_a_sentence_in_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 3.0)
    try:
        assert asked(HOSTILE[name]).taken <= {0, 1}
    except Refused as refused:
        (reason,) = refused.reasons
        assert reason.field == "calendar"


@pytest.mark.parametrize(
    "code",
    [b"import os; os._exit(9)", b"while True: pass", b"x = bytearray(9 * 1024**3)", b"print('{}')", b"print('[]')"],
)
def test_whatever_breaks_in_there_ends_there(code: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "reader.py"
    little = b"import resource; resource.setrlimit(resource.RLIMIT_AS, (2 * 1024**3,) * 2)\n"
    program.write_bytes(little + code + b"\n")
    monkeypatch.setattr(asking, "_READER", program)
    monkeypatch.setattr(asking, "PATIENCE", 2.0)
    with pytest.raises(Refused, match="cannot be read"):
        asked(calendar(HOUR))


def test_a_file_too_large_is_refused_before_anybody_opens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_READER", Path("nowhere"))
    with pytest.raises(Refused, match="too large"):
        asked(b"BEGIN:VCALENDAR" + b"x" * asking.LARGEST)


def test_the_reader_writes_nothing_and_tells_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it answers holds no word of the file."""
    told: list[bytes] = []
    run = asking.subprocess.run

    def overheard(*args: object, **kwargs: object) -> object:
        done = run(*args, **kwargs)  # type: ignore[call-overload]
        told.append(done.stdout + done.stderr)
        return done

    monkeypatch.setattr(asking.subprocess, "run", overheard)
    asked(calendar(f"{HOUR} SUMMARY:Tajemství"))
    assert set(json.loads(told[0])) == {"taken", "entries", "unread"}
