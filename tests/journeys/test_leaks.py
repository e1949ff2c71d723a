"""A word of its own in every field that only the house may read, searched for in everything that leaves the house.

The fields are found among the tables themselves, so that a new one is searched for from its first day on; those that a
letter or a calendar must carry are named here with the reason. Pages stay inside: there the title, the headers and the
name of a file are what others see over a shoulder, in a history or in a mail.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import time, timedelta
from email.message import EmailMessage
from functools import cache
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from sqlalchemy import select, update

from coordination.cases import actions as cases
from coordination.conferences import actions
from coordination.conferences.actions import When
from coordination.conferences.models import Invitation
from coordination.conferences.rules import Answer, HowTold
from foundation import clock
from foundation.audit import AuditEntry, Look
from foundation.database import Base, db, transaction
from foundation.encryption import Encrypted
from foundation.outbox.models import Letter
from tests.conftest import Hand, House
from tests.doors import give_doors
from tests.house.test_access import KNOWN, Cell, Clients, address, rules
from tests.house.test_pages import visits
from tests.journeys.test_walks import Coordinating
from tests.world import Case, build, hand_in

MAY_LEAVE = {
    "letter.recipient": "the address on the envelope",
    "letter.body": "a letter that waits, written from neutral data alone",
    "letter.calendar": "its calendar part, likewise",
    "calendar_entry.recipient": "the one person invited by the file",
    "calendar_entry.place": "where people meet, unless the place is sensitive",
    "calendar_entry.last_sent": "the file that was sent",
    "conference.place": "where people meet, unless the place is sensitive",
    "person.email": "the address on the envelope",
}
"""Locked fields that may stand in a letter or a calendar, each with its reason; they are not planted."""
SECRETS = frozenset({"account.totp_secret", "account_set_up.totp_secret"})
"""What only machines read; a word would not be understood."""


def planted() -> Iterator[tuple[str, str]]:
    """Every locked field of text, with the word that is put there."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            place = f"{table.name}.{column.name}"
            if isinstance(column.type, Encrypted) and place not in MAY_LEAVE and place not in SECRETS:
                told = place.replace(".", "_in_")  # else the same word would stand for `a_b.c` and for `a.b_c`
                yield place, "Kanar" + "".join(part.capitalize() for part in told.split("_"))


@cache
def words() -> dict[str, str]:
    """Each word and its place; asked for only in a house whose every feature is open, with all its tables."""
    return {word: place for place, word in planted()}


def plant() -> None:
    """Put the word of each field into every row that says anything there."""
    with transaction() as session:
        for place, word in planted():
            table = Base.metadata.tables[place.partition(".")[0]]
            column = table.c[place.partition(".")[2]]
            session.execute(update(table).where(column.is_not(None)).values({column: word}))


def found_in(text: str) -> set[str]:
    """The fields whose word stands in a text, however it is folded or wrapped."""
    joined = re.sub(r"\s+", "", text)
    return {place for word, place in words().items() if word in text or word in joined}


@pytest.fixture
def case(house: House, no_limits: None) -> Case:
    """The case of the world, its every field planted."""
    house.app.config["WTF_CSRF_ENABLED"] = False
    case = build(house, "open", "PS-7F3K")
    hand_in(house, case)
    give_doors(house, case)
    with house.app.app_context():
        plant()
    return case


def whole(message: EmailMessage) -> str:
    """Everything that a mail system could read of a letter, its parts opened."""
    parts = [f"{name}: {value}" for name, value in message.items()]
    for part in message.walk():
        parts += [f"{name}: {value}" for name, value in part.items()]
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            parts.append(content.decode("utf-8", "replace").replace("\r\n ", ""))
    return "\n".join(parts)


def everything_happens(house: House, case: Case, hand: Hand) -> None:
    """The deeds that write letters, one after another, and the post between them."""
    lenka = f"worker:{house.worker('lenka')}"
    town = house.ids.agencies["podlesi"]
    day = clock.today() + timedelta(days=9)
    moved = When(day, time(9), time(10, 30), "Městský úřad, zasedačka", False, day - timedelta(days=3))
    with house.app.app_context():
        actions.answer_as_said(
            case.invitations["ivana"], answer=Answer.ACCEPTED, told=HowTold.PHONE, note="KanarPoznamka", by=lenka
        )
        actions.move(case.conference_id, moved, despite="KanarDuvod", by=lenka)
    house.deliver()
    for days in (2, 6):
        hand.forward(timedelta(days=days))
        house.deliver()
    with house.app.app_context():
        alena = db.session.scalars(
            select(Invitation.id).where(Invitation.id == case.invitations["alena"], Invitation.taken_back_at.is_(None))
        ).one()
        actions.take_off(alena, why="KanarDuvod", by=lenka)
        actions.remove(case.seats["martina"], reason="KanarDuvod", by=lenka)
        actions.step_aside(case.seats["ivana"], reason="KanarDuvod", by=f"worker:{house.worker('ivana')}")
        actions.call_off(case.conference_id, why="KanarDuvod", another_by=None, by=lenka)
        head = Coordinating(f"worker:{house.worker('jitka')}", house.worker("jitka"), town)
        lenka_herself = Coordinating(lenka, house.worker("lenka"), town)
        cases.take_back(case.case_id, actor=lenka_herself)
        cases.offer(case.case_id, to=house.worker("jitka"), why="KanarDuvod", note="KanarPoznamka", actor=lenka_herself)
        cases.accept(case.case_id, actor=head)
    house.deliver()


@pytest.mark.rule("S2-12")
def test_no_letter_and_no_calendar_carries_a_word_of_the_house(house: House, case: Case, hand: Hand) -> None:
    everything_happens(house, case, hand)
    assert len(house.sink.received) > 15
    kinds = {str(message["Subject"]) for _to, message in house.sink.received}
    assert len(kinds) > 5, kinds
    told = {found for _to, message in house.sink.received for found in found_in(whole(message))}
    assert not told
    spoken = [word for _to, message in house.sink.received for word in re.findall(r"Kanar\w+", whole(message))]
    assert not spoken
    with house.app.app_context():
        filed = " ".join(f"{letter.kind} {letter.sender_name}" for letter in db.session.scalars(select(Letter)))
        assert "Kanar" not in filed


def test_no_title_no_header_and_no_log_carries_a_word_of_the_house(
    house: House, case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    clients, seen, wrong = Clients(house, [case]), 0, []
    for page in visits(house, {"open": case}):
        if KNOWN[page.actor][0] is None:
            continue
        response = clients.of(page.actor).get(page.path)
        title = BeautifulSoup(response.data, "html.parser").title
        outward = " ".join([str(title), *(f"{name}: {value}" for name, value in response.headers)])
        seen += 1
        if found_in(outward):
            wrong.append(f"{page}: {found_in(outward)}")
    assert seen > 200
    assert not wrong
    assert "Kanar" not in caplog.text
    with house.app.app_context():
        book = " ".join(f"{one.actor} {one.verb} {one.about}" for one in db.session.scalars(select(AuditEntry)))
        looks = " ".join(f"{one.who} {one.about} {one.resource}" for one in db.session.scalars(select(Look)))
        assert "Kanar" not in book + looks


def test_no_paper_tells_in_its_name_or_its_data_about_itself(house: House, case: Case) -> None:
    clients, papers = Clients(house), 0
    for rule in rules(house.app):
        for method in ("GET", "POST"):
            if method not in (rule.methods or ()) or rule.endpoint in NOT_ASKED:
                continue
            for actor in ("coordinator", "seat", "minute_taker"):
                path = address(house, case, Cell(rule.endpoint, rule.rule, method, actor, "open"), rule)
                sent = {"language": "cs"} if method == "POST" else None
                with clients.of(actor).open(path, method=method, data=sent) as answer:
                    if answer.mimetype != "application/pdf":
                        continue
                    about = PdfReader(BytesIO(answer.data)).metadata or {}
                    outward = " ".join([answer.headers.get("Content-Disposition", ""), *map(str, about.values())])
                papers += 1
                assert not found_in(outward), f"{rule.endpoint}: {outward}"
                assert re.search(r'filename="?[a-z]+(-[A-Za-z0-9]+)*\.pdf', outward), f"{rule.endpoint}: {outward}"
    assert papers >= 5


NOT_ASKED = {
    "accounts.sign_out": "after it nobody asks for a paper any more",
    "accounts.end_device": "likewise",
    "pledges.scan": "a file that somebody else made and handed in",
    "pledges.own_scan": "likewise",
    "agreements.scan": "likewise",
    "standpoints.file": "likewise",
}
"""Pages that no paper of the house comes from, each with its reason."""


def test_every_locked_field_is_planted_or_named(house: House) -> None:
    """A field that is neither would be looked for by nobody."""
    locked = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Encrypted)
    }
    assert set(MAY_LEAVE) | SECRETS <= locked
    assert len(words()) == len(locked - set(MAY_LEAVE) - SECRETS) > 40
