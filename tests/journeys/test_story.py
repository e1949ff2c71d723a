"""The whole story as `make story` tells it, and everything that left the house in it, read with other people's eyes."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from flask import request_started
from icalendar import Calendar, Component
from pypdf import PdfReader

from tests.journeys.calendars import Shelf
from tests.journeys.readers import read_alike
from tests.story import AGAIN, GUESTS, LENKA, walk, words_of

AT_SECOND, AT_SCHOOL = GUESTS[3:4], GUESTS[:2]
"""Who besides the family is asked to the two further meetings of the leaflet."""


@dataclass(frozen=True)
class Left:
    """What the story has left behind."""

    folder: Path
    index: dict[str, Any]
    requests: int

    def of_kind(self, kind: str) -> list[tuple[dict[str, str], bytes]]:
        """Each file of a kind with what the index says of it."""
        return [(row, (self.folder / row["path"]).read_bytes()) for row in self.index["files"] if row["kind"] == kind]

    @cached_property
    def letters(self) -> list[tuple[str, EmailMessage]]:
        """Recipient and message, in the order in which they came."""
        found = []
        for row, content in self.of_kind("mail"):
            message = message_from_bytes(content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            found.append((row["recipient"], message))
        return found

    @cached_property
    def events(self) -> list[tuple[str, str, Component]]:
        """Recipient, method and event of each calendar file, in the order in which they came."""
        found = []
        for row, content in self.of_kind("calendar"):
            calendar = Calendar.from_ical(content)
            found.append((row["recipient"], str(calendar["METHOD"]), calendar.walk("VEVENT")[0]))
        return found

    def papers(self, name: str) -> PdfReader:
        """A paper by the beginning of its name."""
        return PdfReader(next(path for path in sorted((self.folder / "pdf").iterdir()) if path.name.startswith(name)))


def text_in(paper: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in paper.pages)


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Left:
    """The story, told once for all tests of this page, after an earlier telling has left something behind."""
    folder = tmp_path_factory.mktemp("story")
    (folder / "mail").mkdir()
    (folder / "mail" / "000-of-an-earlier-telling.eml").write_text("old")
    sent: list[object] = []

    def note(_app: object, **_: object) -> None:
        sent.append(1)

    with request_started.connected_to(note):
        index = walk(folder)
    return Left(folder, index, len(sent))


@pytest.fixture(autouse=True)
def asked(told: Left, record_property: Any) -> None:
    """These tests drove the product in the one story that they share."""
    record_property("requests", told.requests)


# --- the index -------------------------------------------------------------------------------------------------------


def test_the_index_names_every_file_and_nothing_is_left_of_an_earlier_telling(told: Left) -> None:
    assert json.loads((told.folder / "index.json").read_text(encoding="utf-8")) == told.index
    there = {str(path.relative_to(told.folder)) for path in told.folder.rglob("*") if path.is_file()}
    assert there == {row["path"] for row in told.index["files"]} | {"index.json"}
    assert len(there) == len(told.index["files"]) + 1
    endings = {"mail": ".eml", "calendar": ".ics", "pdf": ".pdf"}
    for row in told.index["files"]:
        assert row["path"].startswith(f"{row['kind']}/")
        assert row["path"].endswith(endings[row["kind"]])
        assert row["step"]
        assert "@" in row["recipient"]
    assert {person["email"] for person in told.index["cast"]} == {guest.email for guest in GUESTS}
    for word in ("Vlčk", "Gabriel", "Gábin"):
        assert word in told.index["forbidden_words"]


def test_every_state_of_a_task_that_the_story_knows_stands_in_the_index(told: Left) -> None:
    assert Counter(task["state"] for task in told.index["tasks"]) == {"accepted": 3, "confirmed": 1, "declined": 1}
    for task in told.index["tasks"]:
        assert set(task) == {"text", "responsible", "due", "state"}


# --- nothing that leaves says whose family it is ---------------------------------------------------------------------


@pytest.mark.rule("S2-12")
def test_no_letter_calendar_file_name_or_property_of_a_paper_says_whose_family_it_is(told: Left) -> None:
    forbidden = told.index["forbidden_words"]
    for recipient, message in told.letters:
        said = [f"{name}: {value}" for part in message.walk() for name, value in part.items()]
        for part in message.walk():
            if not part.is_multipart():
                said.append(part.get_content() if part.get_content_maintype() == "text" else _decoded(part))
        everything = "\n".join(said)
        assert not [word for word in forbidden if word.lower() in everything.lower()], recipient
    for row, content in told.of_kind("calendar"):
        unfolded = content.decode().replace("\r\n ", "")
        assert not [word for word in forbidden if word.lower() in unfolded.lower()], row["path"]
    for row, content in told.of_kind("pdf"):
        properties = repr(PdfReader(told.folder / row["path"]).metadata)
        assert not [word for word in forbidden if word in row["path"] + properties], row["path"]
        assert not [word for word in forbidden if word.encode("utf-16-be") in content], row["path"]


def _decoded(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


@pytest.mark.rule("S2-12", "S2-24")
def test_the_counsellor_s_invitation_on_paper_names_no_family_and_the_mother_s_names_who_comes(told: Left) -> None:
    counsellor, mother = text_in(told.papers("pozvanka-vychovna")), text_in(told.papers("pozvanka-maminka"))
    others = [guest.name.split()[-1] for guest in GUESTS[1:]]
    assert GUESTS[0].name in counsellor
    assert not [word for word in (*told.index["forbidden_words"], *others) if word in counsellor]
    assert "Co Gábině pomůže ve škole a vám doma." in mother
    assert not [name for name in others if name not in mother]
    assert not [word for word in ("Roman", "PS-", "Om 14") if word in mother]


@pytest.mark.rule("S2-12")
def test_the_letters_say_what_people_need_and_neither_tasks_nor_who_else_comes(told: Left) -> None:
    invited = [(to, message) for to, message in told.letters if str(message["Subject"]).startswith("Pozvánka")]
    guests = (GUESTS, AT_SECOND, AT_SCHOOL, AGAIN)
    assert len(invited) == sum(map(len, guests)) + len(guests), "and the one who convenes, each time"
    for _, message in invited:
        for needed in ("2026", "Městský úřad, zasedačka 204", "469 000 204", "http"):
            assert needed in words_of(message)
    for to, message in told.letters:
        body = words_of(message)
        assert not [task["text"] for task in told.index["tasks"] if task["text"][:20] in body]
        others = [guest.name.split()[-1] for guest in GUESTS if guest.email != to]
        assert not [name for name in others if name in body], (to, body)


# --- the shape of letters --------------------------------------------------------------------------------------------


def test_every_letter_is_plain_text_with_at_most_one_calendar(told: Left) -> None:
    for recipient, message in told.letters:
        kinds = [part.get_content_type() for part in message.walk()]
        assert kinds == ["text/plain"] or kinds == [
            "multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics",
        ]  # fmt: skip
        assert str(message["To"]) == recipient
        assert message["Bcc"] is None
        assert message["Cc"] is None
        if len(kinds) > 1:
            parts = {part.get_content_type(): part for part in message.walk()}
            attached = parts["application/ics"]
            assert attached.get_filename() == "invite.ics"
            assert attached.get_payload(decode=True) == parts["text/calendar"].get_payload(decode=True)
            method = dict(parts["text/calendar"]["Content-Type"].params)["method"]
            assert f"METHOD:{method}".encode() in (parts["text/calendar"].get_payload(decode=True) or b"")
    ids = [message["Message-ID"] for _, message in told.letters]
    assert len(set(ids)) == len(ids), "a letter came twice"


# --- the calendar ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("C-05")
def test_four_independent_readers_understand_every_calendar_file_alike(told: Left) -> None:
    found = told.of_kind("calendar")
    assert len(found) > 15
    for row, content in found:
        read = read_alike(content)
        assert read["attendee"] == f"mailto:{row['recipient']}"
        assert all(len(line) <= 75 for line in content.split(b"\r\n")), row["path"]


def calendars(told: Left) -> dict[str, dict[str, Component]]:
    """What stands in everybody's calendar at the end."""
    return Shelf().take(told.letters).of


@pytest.mark.rule("C-05")
def test_a_meeting_called_off_and_a_seat_taken_away_leave_no_event_behind(told: Left) -> None:
    stand = calendars(told)
    for guest in GUESTS:
        meetings = [event for event in stand[guest.email].values() if "setkání" in str(event["SUMMARY"])]
        first = [event for event in meetings if event["DTSTART"].dt.date().isoformat() == "2026-03-03"]
        assert len(first) == (0 if guest is GUESTS[5] else 1), guest.name
        assert len(meetings) == len(first) + (guest in AT_SECOND) + (guest in AT_SCHOOL), guest.name
    cancelled = [to for to, method, event in told.events if method == "CANCEL" and "setkání" in str(event["SUMMARY"])]
    assert sorted(cancelled) == sorted([GUESTS[5].email, LENKA, *(guest.email for guest in AGAIN)])


@pytest.mark.rule("C-05")
def test_a_meeting_that_moves_is_one_event_and_asks_again(told: Left) -> None:
    for to in (LENKA, *(guest.email for guest in AGAIN)):
        second = [read_alike(content) for row, content in told.of_kind("calendar") if row["recipient"] == to]
        (moved,) = [read for read in second if read["starts"].isoformat() == "2026-04-22T13:00:00+02:00"
                    and read["method"] == "REQUEST"]  # fmt: skip
        before = [read for read in second if read["uid"] == moved["uid"] and read["sequence"] < moved["sequence"]]
        assert {read["starts"].day for read in before} == {21}
        assert moved["partstat"] == ("ACCEPTED" if to == LENKA else "NEEDS-ACTION")


@pytest.mark.rule("C-05")
def test_deadlines_stand_exactly_where_somebody_with_a_calendar_has_accepted(told: Left) -> None:
    found = {
        (to, event["DTSTART"].dt.isoformat())
        for to, events in calendars(told).items()
        for event in events.values()
        if "Termín úkolu" in str(event["SUMMARY"])
    }
    people = {guest.name: guest.email for guest in GUESTS}
    agreed = [task for task in told.index["tasks"] if task["state"] in ("accepted", "confirmed")]
    assert len(agreed) == 4
    going_on = [task for task in agreed if task["state"] == "accepted"]  # what was confirmed before its day has left
    expected = {(people[task["responsible"]], _iso(task["due"])) for task in going_on if task["responsible"] in people}
    assert found == expected
    assert len(expected) == 2, "the mother's word stands in the plan and in nobody's calendar"


def _iso(day: str) -> str:
    number, month, year = day.replace(".", " ").split()
    return f"{year}-{int(month):02}-{int(number):02}"


# --- the main path ---------------------------------------------------------------------------------------------------


@pytest.mark.rule("C-01")
def test_the_coordinator_convenes_school_svp_probation_and_ngo(told: Left) -> None:
    kinds = {guest.kind for guest in GUESTS}
    assert {"school", "svp", "pms", "ngo"} <= kinds
    summoned = {to for to, message in told.letters if str(message["Subject"]).startswith("Pozvánka")}
    for kind in kinds:
        assert summoned & {guest.email for guest in GUESTS if guest.kind == kind}, kind


@pytest.mark.rule("C-03")
def test_the_meeting_leaves_a_plan_with_tasks_deadlines_and_responsible_persons(told: Left) -> None:
    words = text_in(told.papers("plan-koordinatorka"))
    for task in told.index["tasks"]:
        for said in (task["text"], *task["responsible"].split(), task["due"]):
            assert said in words, said
    assert "út 21. 4. 2026" in words


@pytest.mark.rule("C-03")
def test_a_task_that_was_not_accepted_is_printed_as_an_open_point_and_never_as_agreed(told: Left) -> None:
    words = text_in(told.papers("plan-koordinatorka"))
    assert "Úkol 4: odmítnut" in words
    assert words.count(" odmítnut ") == 1
    assert "místo 20. 3. 2026" in words
    handed = text_in(told.papers("plan-psycholozka"))
    assert "Roman" not in handed, "nobody has agreed that this agency may know about him"
    assert "SVP Kompas, psycholožka" in handed


@pytest.mark.rule("C-02")
def test_the_counsellor_holds_her_own_signed_pledge(told: Left) -> None:
    paper = told.papers("slib-vychovna-poradkyne")
    words = text_in(paper)
    for said in ("Mgr. Ivana Součková", "ZŠ Na Kopci", "23. 2. 2026", "jednorázový kód"):
        assert said in words
    assert paper.metadata is not None
    assert paper.metadata.title == "Slib mlčenlivosti"
