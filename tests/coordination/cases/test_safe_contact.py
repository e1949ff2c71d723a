"""A message on a wrong channel is impossible: one gate to an address, and one bar before every letter that leaves."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.cases.models import Person
from coordination.cases.rules import SafeContact
from coordination.conferences import actions
from coordination.conferences.rules import HowTold
from foundation import clock, outbox
from foundation.database import db, transaction
from foundation.outbox import Letter, Neutral
from foundation.outbox.filing import _kinds
from foundation.settings import ROOT
from tests.conftest import House
from tests.coordination.conferences.conftest import Story, opened

MAIL = "jana@doma.example"
PLACES = {
    "coordination/cases/models.py": "the gate itself",
    "coordination/cases/views.py": "the form in which the office writes the address down",
    "coordination/cases/companions.py": "likewise",
    "coordination/cases/actions/describing.py": "the deed behind it",
    "coordination/cases/actions/companions.py": "likewise",
    "coordination/cases/documents.py": "the bar, which knows the address in order to stop letters to it",
}
"""Where the address of a private person is touched at all, each with its reason."""


@pytest.fixture
def story(house: House) -> Story:
    return opened(house)


def reach(story: Story, contact: SafeContact, email: str | None = MAIL) -> None:
    with story.inside(), transaction() as session:
        mother = session.get_one(Person, story.mother)
        mother.safe_contact, mother.email, mother.phone = contact, email, "601 000 204"


@given(st.sampled_from(SafeContact), st.sampled_from([None, "", MAIL]), st.sampled_from([None, "", "601 000 204"]))
def test_an_address_or_a_number_is_known_only_where_it_is_the_safe_one(
    contact: SafeContact, email: str | None, phone: str | None
) -> None:
    person = Person(safe_contact=contact, email=email, phone=phone)
    assert person.safe_mail == (email or None if contact == SafeContact.EMAIL else None)
    assert person.safe_phone == (phone or "" if contact == SafeContact.PHONE else "")


def test_no_letter_of_any_kind_leaves_for_a_mailbox_that_is_not_safe(story: Story) -> None:
    kinds = sorted(_kinds)
    assert len(kinds) > 30
    for contact in SafeContact:
        reach(story, contact)
        with story.inside():
            for kind in kinds:
                for address in (MAIL, MAIL.upper()):
                    why = outbox.barred(_letter(story, kind, address))
                    assert (why is None) == (contact == SafeContact.EMAIL), f"{kind} to {contact}"
                assert outbox.barred(_letter(story, kind, "alena@kompas.example")) is None


def _letter(story: Story, kind: str, to: str) -> Letter:
    return Letter(
        kind=kind, case_id=story.case_id, about=uuid4(), recipient=to, filed_at=datetime(2026, 2, 16, tzinfo=UTC)
    )


def test_what_waits_does_not_leave_once_the_mailbox_is_not_safe_any_more(story: Story) -> None:
    """A letter of a kind that asks nothing of its own before it leaves."""
    for contact, arrives in ((SafeContact.EMAIL, 1), (SafeContact.PHONE, 0), (SafeContact.NONE, 0)):
        reach(story, SafeContact.EMAIL)
        with story.inside(), transaction():
            outbox.file(
                "conferences.substitute_named", town_id=story.house.ids.agencies["podlesi"], case_id=story.case_id,
                to=MAIL, language="cs", neutral=Neutral(town="Podlesí", phone="469 000 204", date=clock.today()),
                about=uuid4(),
            )  # fmt: skip
        reach(story, contact)
        assert len(story.house.deliver()) == arrives, contact


def test_an_invitation_written_to_a_mailbox_that_turns_unsafe_stays(story: Story) -> None:
    story.prepared(story.relative(story.mother, HowTold.EMAIL), players=("alena",))
    with story.inside():
        assert story.conference_id is not None
        actions.convene(story.conference_id, despite="Spěchá to.", by=story.lenka)
    reach(story, SafeContact.NONE)
    assert MAIL not in [to for to, _message in story.house.deliver()]
    with story.inside():
        kept = db.session.query(Letter).filter_by(kind="conferences.family_invitation").one()
        assert kept.closed_at is not None


def test_nobody_reads_a_private_address_past_the_gate() -> None:
    wrong = []
    for path in sorted((ROOT / "coordination").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name not in PLACES and "demonstration" not in Path(name).parts:
            wrong += [f"{name}: {found}" for found in _touched(path)]
    assert not wrong


def _touched(path: Path) -> list[str]:
    """Reads of an address or a phone from something that is called a person or a member."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("email", "phone")
        if ast.unparse(node.value).rpartition(".")[2] in ("person", "member", "mother", "father", "child", "parent")
    ]
