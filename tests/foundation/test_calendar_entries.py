"""One entry per thing and person: its name stays, its number rises when people must be asked again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from icalendar import Calendar
from sqlalchemy import text

from foundation import calendar_entries, clock
from foundation.calendar_entries import EntryDetails, What
from foundation.database import db, transaction
from foundation.outbox import CalendarPart

KLARA = "klara.novotna@skola.example"
MEETING = EntryDetails(
    what=What.MEETING,
    town="Podlesí",
    phone="469 000 204",
    front_door="https://podlesi.example/",
    case_code="PS-7F3K",
    starts=datetime(2026, 3, 3, 12, 0, tzinfo=UTC),
    ends=datetime(2026, 3, 3, 13, 45, tzinfo=UTC),
    place="zasedačka 204",
)
DEADLINE = EntryDetails(
    what=What.DEADLINE,
    town="Podlesí",
    phone="469 000 204",
    front_door="https://podlesi.example/",
    case_code="PS-7F3K",
    day=date(2026, 3, 20),
    number=3,
    accepted=True,
)

pytestmark = pytest.mark.usefixtures("post_room", "morning")


class Diary:
    """One person's entry about one thing, as its calendar files tell it."""

    def __init__(self) -> None:
        self.about, self.holder = uuid4(), uuid4()

    def request(self, details: EntryDetails, to: str = KLARA, *, asks_again: bool | None = None) -> dict[str, object]:
        with transaction():
            return told(calendar_entries.request(self.about, self.holder, to, details, asks_again=asks_again))

    def answer(self, partstat: str) -> None:
        with transaction():
            calendar_entries.answer(self.about, self.holder, partstat)

    def cancel(self) -> dict[str, object] | None:
        with transaction():
            part = calendar_entries.cancel(self.about, self.holder)
        return told(part) if part else None


def told(part: CalendarPart) -> dict[str, object]:
    calendar = Calendar.from_ical(part.content)
    (event,) = calendar.events
    assert str(calendar["METHOD"]) == part.method
    return {
        "method": part.method,
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "stamp": event["DTSTAMP"].dt,
        "partstat": event["ATTENDEE"].params["PARTSTAT"],
        "summary": str(event["SUMMARY"]),
        "location": str(event.get("LOCATION", "")),
        "starts": event["DTSTART"].dt,
        "attendee": str(event["ATTENDEE"]),
    }


@pytest.mark.parametrize(
    ("what", "czech", "english"),
    [
        (What.MEETING, "Pracovní setkání (PS-7F3K)", "Working meeting (PS-7F3K)"),
        (What.POSSIBLE_MEETING, "Možné pracovní setkání (PS-7F3K)", "Possible working meeting (PS-7F3K)"),
        (What.DEADLINE, "Termín úkolu 3 (PS-7F3K)", "Task 3 due (PS-7F3K)"),
        (What.REPEATED_END, "Konec úkolu 3 (PS-7F3K)", "Task 3 ends (PS-7F3K)"),
        (What.PERIOD, "Úkol 3 (PS-7F3K)", "Task 3 (PS-7F3K)"),
    ],
)
def test_an_entry_is_worded_as_agreed(what, czech, english):
    details = replace(DEADLINE, what=what)
    assert (details.summary, replace(details, language="en").summary) == (czech, english)
    assert details.description == "Podrobnosti po přihlášení: https://podlesi.example/. Telefon 469 000 204."
    in_english = replace(details, language="en").description
    assert in_english == "Details after signing in: https://podlesi.example/. Phone 469 000 204."


@pytest.mark.parametrize(
    "change",
    [
        {"starts": MEETING.starts + timedelta(minutes=15)},
        {"ends": MEETING.ends + timedelta(minutes=15)},
        {"place": "zasedačka 205"},
        {"place": None},
    ],
)
def test_another_time_or_place_asks_again_under_the_same_name(change):
    diary = Diary()
    first = diary.request(MEETING)
    diary.answer("ACCEPTED")
    second = diary.request(replace(MEETING, **change))
    assert (second["uid"], second["sequence"], second["partstat"]) == (first["uid"], 1, "NEEDS-ACTION")
    assert second["stamp"] > first["stamp"]


def test_a_date_that_was_kept_and_is_settled_asks_again_under_the_same_name():
    diary, meeting = Diary(), uuid4()
    kept = replace(MEETING, what=What.POSSIBLE_MEETING, accepted=True)
    first = diary.request(kept)
    assert diary.request(kept)["sequence"] == 0
    with transaction():
        assert calendar_entries.becomes(diary.about, diary.holder, meeting)
        assert not calendar_entries.becomes(diary.about, diary.holder, meeting)
    diary.about = meeting
    second = diary.request(MEETING)
    assert (first["partstat"], second["partstat"]) == ("ACCEPTED", "NEEDS-ACTION")
    assert (second["uid"], second["sequence"]) == (first["uid"], 1)
    assert diary.request(MEETING)["sequence"] == 1


def test_an_entry_that_has_ended_or_has_a_neighbour_becomes_nothing():
    ended, other = Diary(), Diary()
    ended.request(MEETING)
    ended.cancel()
    other.request(MEETING)
    with transaction():
        assert not calendar_entries.becomes(ended.about, ended.holder, uuid4())
        third = uuid4()
        calendar_entries.request(third, other.holder, KLARA, MEETING)
        assert not calendar_entries.becomes(other.about, other.holder, third)


def test_the_caller_may_know_better_whom_a_change_asks_again():
    diary = Diary()
    diary.request(MEETING)
    diary.answer("ACCEPTED")
    hidden = diary.request(replace(MEETING, place=None), asks_again=False)
    assert (hidden["sequence"], hidden["partstat"], hidden["location"]) == (1, "ACCEPTED", "")
    elsewhere = diary.request(replace(MEETING, place=None), asks_again=True)
    assert (elsewhere["sequence"], elsewhere["partstat"]) == (2, "NEEDS-ACTION")
    same = diary.request(replace(MEETING, place=None), asks_again=False)
    assert (same["sequence"], same["partstat"]) == (2, "NEEDS-ACTION")


def test_an_answer_says_whether_the_calendar_shows_another_one():
    diary = Diary()
    diary.request(MEETING)
    with transaction():
        said = [calendar_entries.answer(diary.about, diary.holder, one) for one in ("ACCEPTED", "ACCEPTED", "DECLINED")]
        assert not calendar_entries.answer(uuid4(), diary.holder, "ACCEPTED")
    assert said == [True, False, True]
    assert not calendar_entries.has_ended(diary.about, diary.holder)
    diary.cancel()
    assert calendar_entries.has_ended(diary.about, diary.holder)
    with transaction():
        assert not calendar_entries.answer(diary.about, diary.holder, "ACCEPTED")


def test_nothing_is_replaced_where_nothing_was_asked():
    with transaction():
        assert not calendar_entries.replace_waiting(uuid4(), uuid4(), why="moved")


def test_a_corrected_text_keeps_the_number_and_the_answer():
    diary = Diary()
    first = diary.request(MEETING)
    diary.answer("ACCEPTED")
    second = diary.request(replace(MEETING, phone="469 000 205", language="en"))
    assert (second["uid"], second["sequence"], second["partstat"]) == (first["uid"], 0, "ACCEPTED")
    assert second["stamp"] > first["stamp"]


def test_a_deadline_is_accepted_before_it_is_sent_and_stays_so_when_it_moves():
    diary = Diary()
    assert diary.request(DEADLINE)["partstat"] == "ACCEPTED"
    moved = diary.request(replace(DEADLINE, day=date(2026, 3, 27)))
    assert (moved["sequence"], moved["partstat"], moved["starts"]) == (1, "ACCEPTED", date(2026, 3, 27))


def test_an_entry_is_cancelled_once():
    diary = Diary()
    first = diary.request(MEETING)
    cancelled = diary.cancel()
    assert cancelled is not None
    assert (cancelled["method"], cancelled["uid"], cancelled["sequence"]) == ("CANCEL", first["uid"], 1)
    assert (cancelled["starts"], cancelled["attendee"]) == (first["starts"], f"mailto:{KLARA}")
    assert diary.cancel() is None
    diary.answer("ACCEPTED")
    assert calendar_entries.entry_of(diary.about, diary.holder).partstat == "NEEDS-ACTION"


def test_nothing_is_cancelled_where_nothing_was_sent():
    assert Diary().cancel() is None


def test_whoever_is_invited_again_keeps_the_name_of_the_entry():
    diary = Diary()
    first = diary.request(MEETING)
    diary.cancel()
    again = diary.request(MEETING)
    assert (again["uid"], again["sequence"], again["method"]) == (first["uid"], 2, "REQUEST")


def test_each_person_has_an_entry_of_their_own():
    diary, other = Diary(), Diary()
    other.about = diary.about
    assert diary.request(MEETING)["uid"] != other.request(MEETING, "petr.zeman@javor.example")["uid"]


def test_names_of_entries_are_random_and_end_in_the_house():
    uids = {str(Diary().request(MEETING)["uid"]) for _ in range(5)}
    assert len(uids) == 5
    assert {uid.partition("@")[2] for uid in uids} == {"podlesi.example"}


def test_what_was_last_sent_is_kept_without_a_personal_link_and_readable_to_the_house_alone():
    diary = Diary()
    diary.request(MEETING)
    entry = calendar_entries.entry_of(diary.about, diary.holder)
    assert entry.last_sent.startswith("BEGIN:VCALENDAR")
    assert "/o/" not in entry.last_sent
    row = db.session.execute(text("SELECT recipient, place, last_sent FROM calendar_entry")).one()
    assert not any(b"klara" in bytes(value) or b"204" in bytes(value) for value in row)


def test_a_later_version_has_a_later_instant_even_when_the_clock_was_set_back():
    diary = Diary()
    first = diary.request(MEETING)
    with clock.standing_at(clock.now() - timedelta(days=1)):
        second = diary.request(replace(MEETING, place="zasedačka 205"))
    assert second["stamp"] == first["stamp"] + timedelta(seconds=1)


@pytest.mark.parametrize("wrong", [{"ends": None}, {"day": date(2026, 3, 3)}, {"starts": None, "ends": None}])
def test_an_entry_needs_a_whole_time(wrong):
    with pytest.raises(ValueError, match="whole day"):
        Diary().request(replace(MEETING, **wrong))
