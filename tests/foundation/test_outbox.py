"""The post room: what is filed leaves once, what is not wanted any more stays, and every failure has its reason."""

import hashlib
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID, uuid4

import jinja2
import pytest
from icalendar import Calendar
from sqlalchemy import LargeBinary, event, select, text, type_coerce, update

from foundation import calendar_entries, clock, ics, language, outbox
from foundation.calendar_entries import EntryDetails, What
from foundation.database import db, transaction
from foundation.outbox import (
    Letter,
    MailboxSender,
    Neutral,
    SmtpSender,
    State,
    UnusableAddress,
    deliver_due,
    models,
    postman,
)
from foundation.outbox.filing import OutsideADeed
from foundation.outbox.senders import demo_mail

LETTERS = "coordination/conferences/letters"
TOWN, KLARA = uuid4(), "klara.novotna@skola.example"
wishes: dict[UUID, str | None] = {}


class Interrupted(Exception):
    """The deed breaks off."""


def wanted(letter: Letter) -> str | None:
    return wishes.get(letter.about)


outbox.kind("tests.invitation", template=f"{LETTERS}/invitation", still_wanted=wanted)
outbox.kind("tests.changed", template=f"{LETTERS}/changed", still_wanted=wanted)
outbox.kind("tests.cancelled", template=f"{LETTERS}/cancelled")
outbox.kind("tests.withdrawn", template="coordination/tasks/letters/withdrawn", says_more_than_calendar=True)
outbox.kind("tests.code", template="foundation/links/letters/code", at_sending=lambda letter: {"code": "483920"})
outbox.kind("tests.broken", template=f"{LETTERS}/invitation", still_wanted=lambda letter: {}["the case"])

STARTS, ENDS = datetime(2026, 3, 3, 12, 0, tzinfo=UTC), datetime(2026, 3, 3, 13, 45, tzinfo=UTC)
INVITATION = Neutral(
    town="Podlesí",
    phone="469 000 204",
    date=date(2026, 3, 3),
    time_from=STARTS,
    time_to=ENDS,
    former_date=date(2026, 3, 2),
    deadline=date(2026, 2, 27),
    place="Městský úřad Podlesí, zasedačka 204",
    link="https://podlesi.example/o/abcdefgh",
    case_code="PS-7F3K",
    number=3,
    version=2,
    count=4,
)
MEETING = EntryDetails(
    what=What.MEETING,
    town="Podlesí",
    phone="469 000 204",
    front_door="https://podlesi.example/",
    case_code="PS-7F3K",
    starts=STARTS,
    ends=ENDS,
    place="Městský úřad Podlesí, zasedačka 204",
)


def filed(kind: str = "tests.invitation", to: str = KLARA, neutral: Neutral = INVITATION, **more: object) -> UUID:
    with transaction():
        about = more.pop("about", None) or uuid4()
        letter = outbox.file(kind, town_id=TOWN, to=to, language="cs", neutral=neutral, about=about, **more)
        return letter.id


def invited(conference: UUID, person: UUID, details: EntryDetails = MEETING, kind: str = "tests.invitation") -> UUID:
    with transaction():
        part = calendar_entries.request(conference, person, KLARA, details)
        letter = outbox.file(
            kind, town_id=TOWN, to=KLARA, language="cs", neutral=INVITATION, about=conference, calendar=part
        )
        return letter.id


def called_off(conference: UUID, person: UUID, kind: str = "tests.cancelled") -> UUID:
    with transaction():
        part = calendar_entries.cancel(conference, person)
        said = Neutral(**(vars(INVITATION) | {"variant": "no_other_date" if kind == "tests.cancelled" else ""}))
        letter = outbox.file(kind, town_id=TOWN, to=KLARA, language="cs", neutral=said, about=conference, calendar=part)
        return letter.id


def letter(letter_id: UUID) -> Letter:
    db.session.rollback()
    found = db.session.get(Letter, letter_id)
    assert found is not None
    return found


@pytest.fixture
def announcements(monkeypatch):
    """The announcements of this test alone."""
    monkeypatch.setattr(postman, "_on_undelivered", [])
    monkeypatch.setattr(postman, "_every_minute", [])


pytestmark = pytest.mark.usefixtures("post_room", "announcements")


# --- filing ----------------------------------------------------------------------------------------------------------


def test_a_letter_is_filed_only_together_with_a_deed():
    with pytest.raises(OutsideADeed):
        outbox.file("tests.invitation", town_id=TOWN, to=KLARA, language="cs", neutral=INVITATION, about=uuid4())


def test_no_letter_leaves_for_a_deed_that_did_not_happen(mail_system):
    def deed() -> None:
        with transaction():
            outbox.file("tests.invitation", town_id=TOWN, to=KLARA, language="cs", neutral=INVITATION, about=uuid4())
            raise Interrupted

    with pytest.raises(Interrupted):
        deed()
    deliver_due(mail_system.sender())
    assert mail_system.taken == []


@pytest.mark.parametrize(
    ("kind", "neutral", "refusal"),
    [
        ("tests.unknown", INVITATION, KeyError),
        ("tests.invitation", Neutral(town="Podlesí", phone="469 000 204"), jinja2.UndefinedError),
        ("tests.cancelled", INVITATION, jinja2.UndefinedError),  # one of two sentences must be chosen
        ("tests.code", Neutral(town="Podlesí", phone="469 000 204"), None),
    ],
)
def test_what_cannot_be_written_undoes_the_deed(kind, neutral, refusal):
    if refusal is None:
        assert filed(kind, neutral=neutral)
        return
    with pytest.raises(refusal):
        filed(kind, neutral=neutral)
    assert db.session.scalars(select(Letter)).all() == []


@pytest.mark.parametrize(
    "to", ["klara@x.example\r\nBcc: all@x.example", "klara", "", "@x.example", "a@b@c.example", "á@x.example"]
)
def test_an_unusable_address_is_refused_when_the_letter_is_filed(to):
    with pytest.raises(UnusableAddress):
        filed(to=to)


def test_nobody_reads_the_letters_in_the_database(post_room):
    filed()
    rows = db.session.execute(text("SELECT * FROM letter")).all()
    everything = repr([bytes(value) if isinstance(value, (bytes, memoryview)) else value for value in rows[0]])
    for secret in ("klara", "skola.example", "abcdefgh", "zasedačka"):
        assert secret not in everything


# --- what leaves -----------------------------------------------------------------------------------------------------


def test_an_invitation_reads_as_agreed_and_says_who_sends_it(mail_system, morning):
    filed()
    deliver_due(mail_system.sender())
    (mail,) = mail_system.letters
    assert language.plain(str(mail["Subject"])) == "Pozvánka na pracovní setkání 3. 3. 2026"
    assert str(mail["From"]) == "Město Podlesí <setkani@podlesi.example>"
    assert str(mail["To"]) == KLARA
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] is None
    assert mail.get_content_type() == "text/plain"
    assert language.plain(mail.get_content()).replace("\r\n", "\n") == (
        "Dobrý den,\n\n"
        "zveme vás na pracovní setkání.\n\n"
        "Kdy: úterý 3. března 2026, 13:00–14:45\n"
        "Kde: Městský úřad Podlesí, zasedačka 204\n\n"
        "Odpovězte prosím do pátku 27. února 2026, heslo nepotřebujete:\n"
        "https://podlesi.example/o/abcdefgh\n\n"
        "Podrobnosti po přihlášení. Nemůžete-li přijít, pošlete zástupce nebo písemné stanovisko.\n\n"
        "Pozvánka pro váš kalendář je přiložena. Odpověď z kalendáře k nám nedojde, použijte prosím odkaz.\n\n"
        "Odkaz patří jen vám, neposílejte ho dál. Raději mluvíte? Volejte 469 000 204.\n\n"
        "Město Podlesí\n"
    )


def test_a_letter_that_was_handed_over_is_emptied_and_its_hash_stays(mail_system, morning):
    letter_id = filed()
    body = letter(letter_id).body
    deliver_due(mail_system.sender())
    gone = letter(letter_id)
    assert (gone.state, gone.handed_over_at, gone.attempts) == (State.HANDED_OVER, morning, 1)
    assert (gone.body, gone.calendar, gone.try_at, gone.lease_until) == (None, None, None, None)
    assert gone.body_hash == hashlib.sha256((body or "").encode()).hexdigest()


def test_the_calendar_stands_where_every_mail_program_looks_for_it(mail_system):
    invited(uuid4(), uuid4())
    deliver_due(mail_system.sender())
    (mail,) = mail_system.letters
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics",
    ]  # fmt: skip
    first, attached = mail.iter_parts()
    _, entry = first.iter_parts()
    assert dict(entry["Content-Type"].params) == {"charset": "utf-8", "method": "REQUEST"}
    assert entry["Content-Transfer-Encoding"] == "base64"
    assert entry["Content-Disposition"] is None
    assert attached["Content-Type"].params["name"] == attached.get_filename() == "invite.ics"
    assert entry.get_payload(decode=True) == attached.get_payload(decode=True)
    assert entry.get_payload(decode=True).startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"\n" not in mail_system.taken[0].replace(b"\r\n", b"")


def test_a_personal_link_stands_in_the_letter_and_never_in_the_calendar(mail_system):
    invited(uuid4(), uuid4())
    deliver_due(mail_system.sender())
    (mail,) = mail_system.letters
    parts = {part.get_content_type(): part.get_payload(decode=True) or b"" for part in mail.walk()}
    assert b"/o/" in parts["text/plain"]
    assert b"/o/" not in parts["text/calendar"] + parts["application/ics"]


def test_the_code_is_put_in_at_sending_and_kept_nowhere(mail_system):
    letter_id = filed("tests.code", neutral=Neutral(town="Podlesí", phone="469 000 204"))
    assert "483920" not in (letter(letter_id).body or "")
    filed_hash = letter(letter_id).body_hash
    deliver_due(mail_system.sender())
    assert "váš kód je 483920." in language.plain(mail_system.letters[0].get_content())
    gone = letter(letter_id)
    assert gone.body_hash == filed_hash
    assert gone.body is None


def test_a_sensitive_place_is_told_only_behind_the_door(mail_system):
    filed(neutral=Neutral(**(vars(INVITATION) | {"place": None})))
    deliver_due(mail_system.sender())
    assert "Kde: místo vám řekneme po přihlášení" in language.plain(mail_system.letters[0].get_content())


def test_a_reminder_waits_for_its_day(mail_system, morning):
    filed(due_at=morning + timedelta(days=7))
    deliver_due(mail_system.sender())
    assert mail_system.taken == []
    deliver_due(mail_system.sender(), morning + timedelta(days=7))
    assert len(mail_system.taken) == 1


# --- what does not leave ---------------------------------------------------------------------------------------------


def test_a_letter_that_is_no_longer_wanted_is_closed_with_its_reason(mail_system, morning):
    conference = uuid4()
    letter_id = filed(about=conference)
    wishes[conference] = "the seat is closed"
    deliver_due(mail_system.sender())
    closed = letter(letter_id)
    assert mail_system.taken == []
    assert (closed.state, closed.closed_why, closed.body) == (State.CLOSED, "the seat is closed", None)
    assert outbox.letters_about([conference]) == []


def test_a_letter_can_be_taken_back_until_it_leaves(mail_system, morning):
    conference = uuid4()
    letter_id = filed(about=conference, due_at=morning + timedelta(minutes=1))
    with transaction():
        outbox.take_back(about=conference, why="taken back")
    deliver_due(mail_system.sender())
    assert letter(letter_id).closed_why == "taken back"
    assert mail_system.taken == []


def test_a_letter_that_cannot_be_made_ready_does_not_stand_in_the_way(mail_system, morning):
    broken, sound = filed("tests.broken"), filed()
    deliver_due(mail_system.sender())
    assert letter(sound).state == State.HANDED_OVER
    waiting = letter(broken)
    assert waiting.state == State.WAITING
    assert (waiting.last_trouble or "").startswith("fault KeyError at test_outbox.py")
    assert waiting.try_at == morning + timedelta(seconds=30)


@pytest.mark.parametrize("column", ["recipient", "body"])
def test_a_letter_that_cannot_be_opened_is_set_aside_with_its_reason_and_the_others_leave(mail_system, morning, column):
    locked, sound = filed(), filed()
    with transaction() as session:
        broken = (
            update(Letter).where(Letter.id == locked).values({column: type_coerce(b"no key opens this", LargeBinary)})
        )
        session.execute(broken)
    assert deliver_due(mail_system.sender())
    assert letter(sound).state == State.HANDED_OVER
    row = db.session.execute(
        select(Letter.try_at, Letter.attempts, Letter.last_trouble).where(Letter.id == locked)
    ).one()
    assert row.try_at == morning + timedelta(seconds=30)
    assert row.attempts == 1
    assert row.last_trouble.startswith("fault UnreadableSecret at encryption.py")


# --- order of one calendar entry -------------------------------------------------------------------------------------


def methods(mail_system) -> list[tuple[str, int]]:
    found = []
    for mail in mail_system.letters:
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                calendar = Calendar.from_ical(part.get_payload(decode=True))
                found.append((str(calendar["METHOD"]), int(calendar.events[0]["SEQUENCE"])))
    return found


def test_a_change_waits_while_the_invitation_before_it_still_waits(mail_system, morning):
    conference, klara = uuid4(), uuid4()
    invitation = invited(conference, klara)
    moved = EntryDetails(**(vars(MEETING) | {"starts": STARTS + timedelta(days=1), "ends": ENDS + timedelta(days=1)}))
    change = invited(conference, klara, moved, kind="tests.changed")
    mail_system.to_recipient = ["451 4.3.0 later"]
    deliver_due(mail_system.sender())
    assert mail_system.taken == []
    assert (letter(invitation).attempts, letter(change).attempts) == (1, 0)
    deliver_due(mail_system.sender(), morning + timedelta(minutes=1))
    assert methods(mail_system) == [("REQUEST", 0), ("REQUEST", 1)]


def test_a_cancellation_follows_an_invitation_that_left(mail_system):
    conference, klara = uuid4(), uuid4()
    invited(conference, klara)
    deliver_due(mail_system.sender())
    called_off(conference, klara)
    deliver_due(mail_system.sender())
    assert methods(mail_system) == [("REQUEST", 0), ("CANCEL", 1)]


def test_nothing_leaves_when_the_meeting_is_cancelled_before_its_invitation_left(mail_system):
    conference, klara = uuid4(), uuid4()
    invitation = invited(conference, klara)
    cancellation = called_off(conference, klara)
    deliver_due(mail_system.sender())
    assert mail_system.taken == []
    assert letter(invitation).closed_why == "cancelled before it left"
    assert letter(cancellation).closed_why == "nothing to cancel"


def test_a_letter_that_says_more_leaves_without_its_pointless_cancellation(mail_system):
    conference, klara = uuid4(), uuid4()
    invited(conference, klara)
    called_off(conference, klara, kind="tests.withdrawn")
    deliver_due(mail_system.sender())
    (mail,) = mail_system.letters
    assert mail.get_content_type() == "text/plain"


def test_a_cancellation_leaves_when_the_invitation_perhaps_did(mail_system, morning):
    conference, klara = uuid4(), uuid4()
    invited(conference, klara)
    mail_system.hang_up_after_content = True
    deliver_due(mail_system.sender())
    called_off(conference, klara)
    deliver_due(mail_system.sender(), morning + timedelta(minutes=1))
    assert methods(mail_system) == [("REQUEST", 0), ("CANCEL", 1)]


def test_an_invitation_that_came_back_leaves_nothing_to_cancel(mail_system):
    conference, klara = uuid4(), uuid4()
    invited(conference, klara)
    mail_system.to_recipient = ["550 5.1.1 unknown"]
    deliver_due(mail_system.sender())
    cancellation = called_off(conference, klara)
    deliver_due(mail_system.sender())
    assert letter(cancellation).closed_why == "nothing to cancel"


# --- faults of the mail system ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "answer", "trouble"),
    [
        ("to_mail", "421 4.3.2 going down", "said 421"),
        ("to_mail", "451 4.3.0 later", "said 451"),
        ("to_mail", "553 5.1.8 your own domain is wrong", "said 553"),
        ("to_recipient", "421 4.3.2 going down", "said 421"),
        ("to_recipient", "450 4.2.0 greylisted", "said 450"),
        ("to_recipient", "452 4.2.2 mailbox full for now", "said 452"),
        ("to_content", "451 4.7.1 later", "said 451"),
    ],
)
def test_a_passing_trouble_makes_the_letter_wait_longer_each_time(mail_system, morning, asked, answer, trouble):
    letter_id = filed()
    setattr(mail_system, asked, [answer, answer])
    deliver_due(mail_system.sender())
    waiting = letter(letter_id)
    assert (waiting.state, waiting.last_trouble, waiting.attempts) == (State.WAITING, trouble, 1)
    assert waiting.try_at == morning + timedelta(seconds=30)
    assert waiting.perhaps_left_at is None
    deliver_due(mail_system.sender(), morning + timedelta(seconds=29))
    assert letter(letter_id).attempts == 1
    deliver_due(mail_system.sender(), morning + timedelta(seconds=30))
    assert letter(letter_id).try_at == morning + timedelta(seconds=90)
    deliver_due(mail_system.sender(), morning + timedelta(seconds=90))
    assert letter(letter_id).state == State.HANDED_OVER
    assert len(mail_system.taken) == 1


@pytest.mark.parametrize(
    ("asked", "answer", "why"),
    [
        ("to_recipient", "550 5.1.1 no such user", "no_such_address"),
        ("to_recipient", "550 No such user here", "no_such_address"),
        ("to_recipient", "552 5.2.2 mailbox full", "mailbox_full"),
        ("to_content", "552 mailbox full", "mailbox_full"),
        ("to_recipient", "550 5.7.1 we do not like you", "refused"),
        ("to_content", "554 5.7.1 spam", "refused"),
        ("to_recipient", "554", "refused"),
    ],
)
def test_a_final_no_is_announced_with_its_reason(mail_system, morning, asked, answer, why):
    told: list[tuple[str, str | None]] = []
    outbox.on_undelivered(lambda letter: told.append((letter.recipient, letter.undelivered_why)))
    bad, good = filed(), filed(to="petr.zeman@javor.example")
    setattr(mail_system, asked, [answer])
    deliver_due(mail_system.sender())
    lost = letter(bad)
    assert (lost.state, lost.undelivered_at, lost.undelivered_why) == (State.UNDELIVERED, morning, why)
    assert told == [(KLARA, why)]
    assert letter(good).state == State.HANDED_OVER
    assert [row.id for row in outbox.letters_about([lost.about])] == [bad]


def test_who_is_told_of_a_lost_letter_and_the_loss_itself_are_kept_together(mail_system, morning, caplog):
    letter_id = filed()
    outbox.on_undelivered(lambda letter: {}["the convenor"])
    mail_system.to_recipient = ["550 5.1.1 no such user"] * 2
    with pytest.raises(KeyError):
        deliver_due(mail_system.sender())
    assert letter(letter_id).state == State.WAITING
    postman._on_undelivered.clear()
    deliver_due(mail_system.sender(), morning + timedelta(minutes=6))
    assert letter(letter_id).state == State.UNDELIVERED


def test_a_line_that_breaks_after_the_letter_repeats_it_under_the_same_name(mail_system, morning):
    letter_id = filed()
    mail_system.hang_up_after_content = True
    deliver_due(mail_system.sender())
    waiting = letter(letter_id)
    assert (waiting.state, waiting.last_trouble, waiting.perhaps_left_at) == (State.WAITING, "line broken", morning)
    deliver_due(mail_system.sender(), morning + timedelta(seconds=30))
    first, second = mail_system.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert letter(letter_id).state == State.HANDED_OVER


def test_a_mail_system_that_is_away_for_a_day_loses_nothing(morning, free_port):
    ids = [filed() for _ in range(3)]
    nobody = SmtpSender(f"smtp://127.0.0.1:{free_port}", KLARA, timeout=1)
    assert deliver_due(nobody) is False
    assert letter(ids[0]).last_trouble == "no connection"
    assert [letter(other).attempts for other in ids[1:]] == [0, 0]
    for hour in range(1, 24):
        deliver_due(nobody, morning + timedelta(hours=hour))
    assert {letter(letter_id).state for letter_id in ids} == {State.WAITING}


def test_a_mail_system_that_stays_silent_for_three_days_is_reported(morning, free_port):
    letter_id = filed()
    nobody = SmtpSender(f"smtp://127.0.0.1:{free_port}", KLARA, timeout=1)
    deliver_due(nobody, morning + timedelta(days=3))
    assert letter(letter_id).undelivered_why == "silent"


def test_a_mail_system_that_never_answers_is_not_waited_for(morning):
    import socket

    letter_id = filed()
    with socket.create_server(("127.0.0.1", 0)) as mute:
        deliver_due(SmtpSender(f"smtp://127.0.0.1:{mute.getsockname()[1]}", KLARA, timeout=0.2))
    assert letter(letter_id).last_trouble == "timeout"


def test_the_log_names_neither_addresses_nor_texts(mail_system, morning, caplog, free_port):
    caplog.set_level(logging.DEBUG)
    filed()
    filed("tests.broken")
    mail_system.to_recipient = [f"550 5.1.1 <{KLARA}> unknown", f"451 <{KLARA}> later"]
    filed()
    deliver_due(mail_system.sender())
    deliver_due(SmtpSender(f"smtp://127.0.0.1:{free_port}", KLARA, timeout=1), morning + timedelta(hours=1))
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("foundation"))
    assert "handed over" in ours
    for secret in ("klara", "skola.example", "Podlesí", "/o/"):
        assert secret not in ours
    troubles = db.session.scalars(select(Letter.last_trouble)).all()
    assert not any("klara" in (trouble or "") for trouble in troubles)


# --- several postmen, and sudden death -------------------------------------------------------------------------------


def test_four_postmen_in_threads_hand_each_letter_over_once(post_room, mail_system):
    for number in range(40):
        filed(to=f"worker{number}@agency.example")

    def work() -> None:
        with post_room.app_context():
            deliver_due(mail_system.sender())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    recipients = [str(mail["To"]) for mail in mail_system.letters]
    assert sorted(recipients) == sorted(f"worker{number}@agency.example" for number in range(40))


def test_a_full_archive_does_not_slow_the_postman_down():
    asked: list[tuple[str, object]] = []
    filed()
    with transaction() as session:
        event.listen(db.engine, "before_cursor_execute", lambda _c, _k, sql, values, *_: asked.append((sql, values)))
        assert models.claim(session, clock.now(), postman.LEASE) is not None
        sql, values = next(found for found in asked if found[0].startswith("UPDATE letter"))
        sqlite = db.engine.dialect.name == "sqlite"
        session.execute(text("SELECT 1" if sqlite else "SET LOCAL enable_seqscan = off"))
        explain = f"EXPLAIN {'QUERY PLAN' * sqlite} {sql}"
        plan = "\n".join(str(row) for row in session.connection().exec_driver_sql(explain, values))
    assert "ix_letter_try_at" in plan
    if sqlite:
        assert "order_key=? AND order_number<?" in plan
        assert "SCAN letter" not in plan.replace("SCAN letter_1 USING INDEX ix_letter_try_at", "")


WORKER = """
import runpy, sys
from foundation import outbox
from foundation.outbox import SmtpSender

conftest, database_url, smtp_url = sys.argv[1:]
house = runpy.run_path(conftest)


class Telling(SmtpSender):
    def send(self, *what):
        super().send(*what)
        print("answered", flush=True)


outbox.kind("tests.invitation", template="coordination/conferences/letters/invitation")
app = house["build_house"](house["house_settings"](database_url))
outbox.run(app, once=True, sender=Telling(smtp_url, "setkani@podlesi.example"))
"""


def postman_process(database_url: str, smtp_url: str) -> "subprocess.Popen[str]":
    here = Path(__file__).parent
    command = [sys.executable, "-c", WORKER, str(here / "conftest.py"), database_url, smtp_url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=here.parents[1])


def test_three_postmen_in_processes_hand_each_letter_over_once(database_url, mail_system):
    for number in range(30):
        filed(to=f"worker{number}@agency.example")
    db.session.rollback()
    processes = [postman_process(database_url, mail_system.url) for _ in range(3)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    for process in processes:
        process.communicate()
    recipients = [str(mail["To"]) for mail in mail_system.letters]
    assert sorted(recipients) == sorted(f"worker{number}@agency.example" for number in range(30))


class CalendarModel:
    """A calendar that applies what arrives: by name, then by number of change, then by its instant."""

    def __init__(self) -> None:
        self.events: dict[str, tuple[int, datetime, str]] = {}

    def receive(self, content: bytes) -> None:
        mail = message_from_bytes(content, policy=policy.default)
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                event = Calendar.from_ical(part.get_payload(decode=True)).events[0]
                version = (int(event["SEQUENCE"]), event["DTSTAMP"].dt, str(event["STATUS"]))
                self.events[str(event["UID"])] = max(version, self.events.get(str(event["UID"]), version))


@pytest.fixture
def held_database(mail_system) -> Iterator[list[object]]:
    """From the first letter on nobody else can write, so the postman cannot note what the mail system has said."""
    engine, held = db.engine, []

    def hold() -> None:
        connection = engine.connect().execution_options(writes=True)
        connection.begin()
        if engine.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE letter IN ACCESS EXCLUSIVE MODE"))
        held.append(connection)

    mail_system.on_content.append(hold)
    yield held
    for connection in held:
        connection.close()


def test_a_postman_killed_after_the_answer_sends_again_what_a_calendar_knows(database_url, mail_system, held_database):
    letter_id = invited(uuid4(), uuid4())
    db.session.rollback()
    killed = postman_process(database_url, mail_system.url)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "answered\n"  # the mail system has taken it, the postman has not noted it
    killed.kill()
    killed.communicate()
    mail_system.on_content.clear()
    held_database.pop().close()

    waiting = letter(letter_id)
    assert waiting.state == State.WAITING
    assert waiting.perhaps_left_at is not None
    lease_ends = waiting.lease_until
    assert lease_ends is not None
    deliver_due(mail_system.sender(), lease_ends - timedelta(seconds=1))
    assert len(mail_system.taken) == 1, "the lease of the dead postman still holds"
    deliver_due(mail_system.sender(), lease_ends)

    first, second = mail_system.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert methods(mail_system) == [("REQUEST", 0), ("REQUEST", 0)]
    calendar = CalendarModel()
    for content in mail_system.taken:
        calendar.receive(content)
    assert len(calendar.events) == 1
    assert letter(letter_id).state == State.HANDED_OVER


# --- the worker ------------------------------------------------------------------------------------------------------


def test_the_worker_does_its_duties_even_if_one_of_them_fails(post_room, mail_system, caplog):
    done: list[str] = []
    outbox.every_minute(lambda: {}["no such case"])
    outbox.every_minute(lambda: done.append("sealed"))
    filed()
    db.session.rollback()
    outbox.run(post_room, once=True, sender=mail_system.sender())
    assert done == ["sealed"]
    assert len(mail_system.taken) == 1


def test_the_worker_stops_when_it_is_told_and_does_its_duties_once_a_minute(post_room, mail_system):
    stop, done = threading.Event(), []
    outbox.every_minute(lambda: done.append(clock.now()))
    thread = threading.Thread(
        target=outbox.run, args=(post_room,), kwargs={"stop": stop, "sender": mail_system.sender(), "pause": 0.01}
    )
    thread.start()
    filed()
    assert mail_system.arrived.wait(10)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    assert len(done) == 1


def test_the_mailbox_of_the_demonstration_keeps_letters_in_its_own_table(post_room, morning):
    filed()
    deliver_due(MailboxSender())
    (row,) = db.session.execute(select(demo_mail)).all()
    assert (row.recipient, row.at) == (KLARA, morning)
    assert message_from_bytes(row.message, policy=policy.default)["To"] == KLARA
    assert "demo_mail" not in db.metadata.tables


# --- bad input -------------------------------------------------------------------------------------------------------

HOSTILE = [
    "Podlesí\r\nBcc: everybody@x.example",
    "Podlesí\nSubject: other\n\nother body",
    "Podlesí\x0b\x0c\x85\u2028\u2029Bcc: x@x.example",
    "Pod\x00le\x1fsí",
    "\U0001f600\U0001f469\u200d\U0001f467 Podlesí",
    "\u0628\u0644\u062f\u064a\u0629 \u202eelpmaxe.x",
    "\ud800 lone",
    '"Pod;le:sí, \\n \\\\ <x@x.example>"',
    "=?utf-8?q?Bcc?=",
    "ž" * 200_000,
    "a b" * 70_000,
    "\ue000link\ue001",
    "{{ link }}{% raw %}",
    "BEGIN:VEVENT\r\nEND:VEVENT",
]


HEADERS = ("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type")


@pytest.mark.parametrize("text_", HOSTILE)
def test_hostile_texts_pass_through_mail_and_calendar_and_change_nothing(mail_system, text_):
    hostile = Neutral(**(vars(INVITATION) | {"town": text_, "place": text_, "phone": text_, "case_code": text_}))
    details = EntryDetails(**(vars(MEETING) | {"town": text_, "place": text_, "phone": text_, "case_code": text_}))
    with transaction():
        part = calendar_entries.request(uuid4(), uuid4(), KLARA, details)
        outbox.file(
            "tests.changed", town_id=TOWN, to=KLARA, language="cs", neutral=hostile, about=uuid4(), calendar=part
        )
    deliver_due(mail_system.sender())
    (mail,) = mail_system.letters
    assert sorted(mail.keys()) == sorted(HEADERS)
    assert [address.addr_spec for address in mail["From"].addresses] == ["setkani@podlesi.example"]
    assert [address.addr_spec for address in mail["To"].addresses] == [KLARA]
    assert language.plain(str(mail["Subject"])) == "Změna: pracovní setkání 3. 3. 2026"
    assert len(mail_system.taken[0]) < 40_000
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar").get_payload(decode=True)
    assert len(Calendar.from_ical(calendar).events) == 1
    assert all(len(line) <= 75 for line in calendar.split(b"\r\n"))


def test_one_line_keeps_letters_of_every_script():
    assert (
        ics.one_line("  Žižkov \U0001f469\u200d\U0001f467\n\u0628\u0644\u062f ")
        == "Žižkov \U0001f469\u200d\U0001f467 \u0628\u0644\u062f"
    )
    assert len(ics.one_line("ž" * 1000, 300)) == 300
