"""A word of its own in every locked field of the mother, the father and the child, searched for at the two others.

The rows of each are found among the tables themselves: what hangs on the person, on the seat, or on such a row; so a
new table is searched from its first day on. What one of them rightly learns of another is named here with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject
from sqlalchemy import Column, Table, select, update
from sqlalchemy.orm import Session

from coordination.cases.models import Person
from coordination.conferences.children import ChildPreparation
from coordination.conferences.models import Invitation
from coordination.conferences.paper_trail import LetterWords, TalkBeforeLetter
from coordination.conferences.rules import Answer, HowTold
from coordination.family.models import FamilyAnswer
from coordination.family.rules import Reply
from coordination.seats.models import Consent
from coordination.seats.rules import Role
from coordination.standpoints.models import Standpoint
from foundation import clock
from foundation.database import Base, db, transaction
from foundation.encryption import Encrypted
from tests.browsing import Browser
from tests.conftest import House
from tests.doors import at_seat, give_doors
from tests.world import Case, build, hand_in

FAMILY = ("jana", "roman", "gabina")
MAY_LEARN = {
    "invitation.name": "a letter says who comes",
    "person.name": "the school's requirements say about whom they are",
    "seat.name": "and which grown-up they were agreed with",
    "requirement_sheet.steps": "what the school asks of the child is told to the child and to both parents",
    **{f"requirement.{part}": "likewise" for part in ("text", "why", "sign", "consequence", "help")},
}
"""Fields that one of the family may read of another, each with the reason."""

Found = dict[str, set[UUID]]
"""The rows of each table, by its name."""


def everything_is_said(house: House, case: Case) -> None:
    """Each of the three has a voice, an answer, a protected phone and an invitation; the child was prepared."""
    now = clock.now()
    with house.app.app_context(), transaction() as session:
        session.add(
            Invitation(
                conference_id=case.conference_id, position=30, person_id=case.people["roman"], role=Role.PARENT,
                name="Roman Vlček", function="", agency_name="", outward_reasons=(), inward_reason="otec",
                how_told=HowTold.PAPER, seat_id=case.seats["roman"], answer=Answer.ACCEPTED, answer_note="přijdu",
                answered_at=now, answered_by="house",
            )
        )  # fmt: skip
        session.add(
            ChildPreparation(
                conference_id=case.conference_id, person_id=case.people["gabina"], talked_by="Lenka",
                talked_on=clock.today(), why_comes="chce", told="kdo přijde", guide_id=house.worker("ivana"),
                own_side="teta", signal="ruka", leaves_with="teta", recorded_at=now, recorded_by="house",
                after_on=clock.today(), after_by="Lenka", after_said="ulevilo se jí",
            )
        )  # fmt: skip
        for key in FAMILY:
            session.add(
                Standpoint(
                    case_id=case.case_id, conference_id=case.conference_id, person_id=case.people[key], facts="vím",
                    concern="bojím se", strengths="umíme", condition="když", begun_at=now, given_at=now, changed_at=now,
                    changed_by="house", concerns=(str(case.people[key]),),
                )
            )  # fmt: skip
            session.add(
                FamilyAnswer(
                    seat_id=case.seats[key], case_id=case.case_id, reply=Reply.HELP, words="pomoc", calls=True, at=now,
                    by=f"seat:{case.seats[key]}", said_to=None,
                )
            )  # fmt: skip
        session.add(
            TalkBeforeLetter(
                conference_id=case.conference_id, person_id=case.people["roman"], why_not="nebere", at=now, by="house"
            )
        )
        session.flush()
        asked = session.scalars(select(Invitation).where(Invitation.conference_id == case.conference_id)).all()
        for one in asked:
            if one.person_id in (case.people[key] for key in FAMILY):
                session.add(
                    LetterWords(
                        invitation_id=one.id, language="cs", greeting="Dobrý den", document_number="", access="vchod",
                        about="o škole", comes=[[str(each.id), "pomůže", True] for each in asked], familiar=True,
                        guide="teta", guide_phone="601 000 111", signal="ruka", at=now, by="house",
                    )
                )  # fmt: skip
        for person in session.scalars(select(Person).where(Person.case_id == case.case_id)):
            person.phone, person.email, person.tongue = "601 000 222", "nekdo@rodina.example", "uk"
        for key in ("jana", "roman"):
            session.add(
                Consent(
                    case_id=case.case_id, involvement_id=case.involvements["skola"], given_by=case.people[key],
                    given_on=clock.today(), how="ústně", areas=("school",), since=now, until=now + timedelta(days=90),
                    recorded_by="house",
                )
            )  # fmt: skip


def belonging(session: Session, case: Case, key: str) -> Found:
    """Every row that is about one person: their own, and what hangs on those."""
    found: Found = {"person": {case.people[key]}, "seat": {case.seats[key]}}
    grown = True
    while grown:
        grown = False
        for table in Base.metadata.sorted_tables:
            if table.name in ("person", "seat", "case_frame", "signature", "wording", "task") or "id" not in table.c:
                continue
            for column in _hanging(table, found):
                of = next(iter(column.foreign_keys)).column.table.name
                rows = set(session.scalars(select(table.c.id).where(column.in_(found[of]))))
                new = rows - found.get(table.name, set())
                found.setdefault(table.name, set()).update(new)
                grown = grown or bool(new)
    return found


def _hanging(table: Table, found: Found) -> Iterator[Column[Any]]:
    for column in table.columns:
        if any(key.column.table.name in found for key in column.foreign_keys) and not column.name.startswith("judge"):
            yield column


def plant(session: Session, case: Case) -> dict[str, tuple[str, str]]:
    """Put a word of its own into every locked field of each; answers for each word whose it is, and where."""
    words: dict[str, tuple[str, str]] = {}
    for key in FAMILY:
        for name, rows in belonging(session, case, key).items():
            table = Base.metadata.tables[name]
            for column in table.columns:
                if not isinstance(column.type, Encrypted):
                    continue
                field = f"{name}.{column.name}"
                word = "Kanar" + "".join(part.capitalize() for part in f"{key}_{name}_in_{column.name}".split("_"))
                filled = session.execute(
                    update(table).where(table.c.id.in_(rows), column.is_not(None)).values({column: word})
                )
                if filled.rowcount:
                    words[word] = (key, field)
    return words


@pytest.fixture
def case(house: House, no_limits: None) -> Case:
    case = build(house, "open", "PS-7F3K")
    hand_in(house, case)
    give_doors(house, case)
    house.app.config["WTF_CSRF_ENABLED"] = False
    everything_is_said(house, case)
    return case


@pytest.fixture
def words(house: House, case: Case) -> dict[str, tuple[str, str]]:
    with house.app.app_context(), transaction() as session:
        return plant(session, case)


def pages_of(browser: Browser) -> Iterator[tuple[str, str]]:
    """Every page that links and forms lead to from one's own first page, with its head."""
    ahead, seen = ["/appointment"], set[str]()
    while ahead:
        path = ahead.pop()
        if path in seen:
            continue
        seen.add(path)
        page = browser.open(path)
        yield path, f"{page.headers}\n{page.whole}"
        if page.status != 200:
            continue
        ahead += [
            urlsplit(str(link["href"])).path
            for link in page.soup.select("a[href]")
            if str(link["href"]).startswith("/") or "localhost" in str(link["href"])
        ]


def whole_paper(content: bytes) -> str:
    """All that a paper holds: what is read, what it says of itself, and every object in it, unpacked."""
    reader = PdfReader(BytesIO(content))
    read = "\n".join(page.extract_text() for page in reader.pages)
    about = " ".join(map(str, (reader.metadata or {}).values()))
    raw = []
    for number in range(1, len(reader.xref_objStm) + sum(len(xref) for xref in reader.xref.values()) + 1):
        thing = reader.get_object(number)
        raw.append(repr(thing))
        if isinstance(thing, StreamObject):
            raw.append(thing.get_data().decode("latin-1"))
    return "\n".join([read, about, *raw])


def papers_for(house: House, case: Case, key: str) -> Iterator[tuple[str, str]]:
    """Every paper that the office makes for one of the family, by its address."""
    lenka = house.signed_in("lenka")
    with house.app.app_context():
        invitation = db.session.scalars(select(Invitation.id).where(Invitation.seat_id == case.seats[key])).one()
    seat, handed = str(case.seats[key]), {"how": "handed", "language": "cs"}
    for path, fields in (
        (f"/invitations/{invitation}/paper", {"language": "cs"}),
        (f"/seats/{seat}/summary/paper", {"language": "cs"}),
        (f"/members/{case.people[key]}/consents/paper", {}),
        (f"/requirements/sheets/{case.requirement_sheet_id}/hand-over", {"seat_id": seat, **handed}),
        (f"/minutes/{case.minutes_id}/hand-over", {"seat_id": seat, **handed}),
    ):
        page = lenka.post(path, fields)
        if page.headers["Content-Type"] == "application/pdf":
            yield path, f"{page.headers}\n{whole_paper(page.content)}"


@pytest.mark.parametrize("key", FAMILY)
def test_none_of_the_family_reads_what_is_the_others(
    house: House, case: Case, words: dict[str, tuple[str, str]], key: str
) -> None:
    own, wrong, papers = set[str](), [], 0
    for address, text in [*pages_of(at_seat(house, case.seats[key])), *papers_for(house, case, key)]:
        papers += "application/pdf" in text
        for word, (whose, field) in words.items():
            if word not in text:
                continue
            if whose == key:
                own.add(field)
            elif field not in MAY_LEARN:
                wrong.append(f"{address}: {field} of {whose}")
    assert not wrong
    assert {"family_summary.greeting", "family_summary_line.sentence"} <= own
    assert papers >= 4


def test_each_of_the_family_has_words_of_their_own_everywhere(words: dict[str, tuple[str, str]]) -> None:
    """A field that nobody filled would be searched for in vain."""
    filled = {key: {field for whose, field in words.values() if whose == key} for key in FAMILY}
    for key in FAMILY:
        assert {"person.phone", "person.email", "standpoint.concern", "family_answer.words"} <= filled[key]
    assert {"child_preparation.after_said", "requirement.text"} <= filled["gabina"]
    assert len(words) > 70
