"""Every paper of the house, read aloud: tagged whole, in the order of reading, and still so after a signature."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from coordination.agreements.documents import BlankAgreement, blank_agreement
from coordination.conferences.papers import letter_paper
from coordination.family.copies import Sender
from coordination.family.documents import address_paper, summary_paper
from coordination.leaflet.models import FORMS
from coordination.minutes.list_paper import AgendaLine, Attendee, TablePaper, agenda_paper, attendance_list
from coordination.plans.documents import plan_paper
from coordination.plans.documents_of_requirements import requirements_paper
from coordination.pledges.documents import pledge_paper
from coordination.pledges.documents_of_refusal import RefusalNote, refusal_note
from coordination.pledges.words_on_paper import REFUSAL as WORDS_OF_REFUSAL
from tests.certificates import a_signer, an_issuer, signed_pdf
from tests.conftest import House
from tests.coordination.agreements.test_documents import SHIPPED
from tests.coordination.conferences.test_papers import AGENCY_LETTER, CHILD_LETTER, PARENT_LETTER
from tests.coordination.family.test_documents import ADDRESS, copy, own
from tests.coordination.plans.test_documents import PLAN, TASKS
from tests.coordination.plans.test_requirements import PAPER as REQUIREMENTS
from tests.coordination.pledges.test_documents import FAMILY, SHEET, SIGNED
from tests.doors import give_doors
from tests.hearing import Heard, faults_of
from tests.house.test_access import Cell, Clients, address, rules
from tests.world import build, hand_in

TABLE = TablePaper(
    "Město Podlesí", "Městský úřad", "PS-7F3K", "Om 14/2026", 1, "zasedačka 204", "Lenka Horáková", "Jiří Novák",
    datetime(2026, 3, 3, 13, 0, tzinfo=UTC), datetime(2026, 3, 3, 14, 45, tzinfo=UTC),
)  # fmt: skip
PEOPLE = [
    Attendee(f"Ivana Součková {number}", "ZŠ Na Kopci", word)
    for number in range(12)
    for word in ("signed", "paper", "pending", "")
]
ITEMS = [AgendaLine("Přivítání", 5, TABLE.starts, "Lenka Horáková"), AgendaLine("Cíle", 30, None, "")]
REFUSAL = RefusalNote(
    "Město Podlesí", "Městský úřad", "PS-7F3K", "Alena Křížová", "", 3, datetime(2026, 3, 3, 12, 0, tzinfo=UTC),
    "", None, (), WORDS_OF_REFUSAL["cs"].to_person, "Lenka Horáková",
)  # fmt: skip


def _summary(language: str, **said: object) -> bytes:
    with force_locale(language):
        made = copy(**said)
        return summary_paper(made, seat_name="Jana Vlčková", address=ADDRESS, on=date(2026, 3, 9))


def _way(language: str) -> bytes:
    sender = Sender("Podlesí", "Městský úřad Podlesí, Náměstí 1", "469 000 204", "Lenka Horáková")
    with force_locale(language):
        return address_paper(sender, address=ADDRESS, on=date(2026, 3, 9))


def _blank(specimen: bool) -> bytes:
    return blank_agreement(
        BlankAgreement("Město Podlesí", "Městský úřad", 3, date(2026, 3, 2), SHIPPED, specimen, "Podpořil kraj.")
    )


PAPERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "plan": ("cs", lambda: plan_paper(PLAN)),
    "plan of forty tasks": ("cs", lambda: plan_paper(replace(PLAN, tasks=[*TASKS] * 6))),
    "plan in English": ("en", lambda: plan_paper(replace(PLAN, language="en"))),
    "requirements": ("cs", lambda: requirements_paper(REQUIREMENTS)),
    "letter to an agency": ("cs", lambda: letter_paper(AGENCY_LETTER)),
    "letter to an agency in English": ("en", lambda: letter_paper(replace(AGENCY_LETTER, language="en"))),
    "letter to a parent": ("cs", lambda: letter_paper(PARENT_LETTER)),
    "letter to a child": ("cs", lambda: letter_paper(CHILD_LETTER)),
    "summary of a mother": ("cs", lambda: _summary("cs")),
    "long summary": ("cs", lambda: _summary("cs", own=[own(number, "Podáte žádost") for number in range(12)])),
    "summary of a child": ("cs", lambda: _summary("cs", for_child=True, words="Chci do výtvarky.")),
    "summary in English": ("en", lambda: _summary("en")),
    "summary in Ukrainian": ("uk", lambda: _summary("uk")),
    "way to the page": ("cs", lambda: _way("cs")),
    "way to the page in Ukrainian": ("uk", lambda: _way("uk")),
    "blank agreement": ("cs", lambda: _blank(False)),
    "specimen of an agreement": ("cs", lambda: _blank(True)),
    "pledge for the pen": ("cs", lambda: pledge_paper(SHEET)),
    "signed pledge": ("cs", lambda: pledge_paper(SIGNED)),
    "signed pledge in English": ("en", lambda: pledge_paper(replace(SIGNED, language="en"))),
    "pledge of the family": ("cs", lambda: pledge_paper(replace(SHEET, text=FAMILY, family=True))),
    "refusal of a pledge": ("cs", lambda: refusal_note(REFUSAL)),
    "refusal of a pledge in English": ("en", lambda: refusal_note(replace(REFUSAL, language="en"))),
    "list of attendance": ("cs", lambda: attendance_list(TABLE, PEOPLE)),
    "agenda": ("cs", lambda: agenda_paper(TABLE, ITEMS)),
}
EACH = pytest.mark.parametrize("name", PAPERS)
THROUGH_PAGES = {
    "agreements.paper", "cases.consents_paper", "family.evaluation_paper", "leaflet.blank_form", "minutes.paper",
    "plans.paper", "protection_plans.paper",
}  # fmt: skip
"""Pages whose papers are made of what lies in the house."""
MAKERS = {
    "plans/documents.py", "plans/documents_of_requirements.py", "cases/consent_paper.py", "agreements/documents.py",
    "pledges/documents.py", "pledges/documents_of_refusal.py", "leaflet/documents.py", "family/documents.py",
    "conferences/papers.py", "minutes/list_paper.py", "minutes/paper.py", "family/documents_of_evaluation.py",
    "protection_plans/documents.py",
}  # fmt: skip
"""Where papers are made; whoever adds a room adds its papers above."""


def _made(app: Flask, name: str) -> tuple[str, bytes]:
    language, make = PAPERS[name]
    with app.test_request_context():
        return language, make()


@EACH
def test_a_paper_is_heard_as_it_is_seen(app: Flask, name: str) -> None:
    language, paper = _made(app, name)
    assert not faults_of(paper, language=language)


@EACH
def test_a_signed_paper_is_heard_as_before(app: Flask, name: str) -> None:
    language, paper = _made(app, name)
    signed = signed_pdf(paper, a_signer("Ivana Součková", an_issuer()))
    assert signed.startswith(paper)
    assert not faults_of(signed, language=language)
    assert [node.role for node in Heard(signed).tree.walk()] == [node.role for node in Heard(paper).tree.walk()]


def test_papers_made_of_what_lies_in_the_house_are_heard_too(house: House, no_limits: None) -> None:
    house.app.config["WTF_CSRF_ENABLED"] = False
    case = build(house, "open", "PS-7F3K")
    hand_in(house, case)
    give_doors(house, case)
    clients, printed, wrong = Clients(house), set(), []
    for rule in rules(house.app):
        if rule.endpoint not in THROUGH_PAGES:
            continue
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            path = address(house, case, Cell(rule.endpoint, rule.rule, method, "coordinator", "open"), rule)
            sent = {"language": "cs"} if method == "POST" else None
            paths = [path.replace(next(iter(FORMS)), form) for form in FORMS] if "leaflet" in rule.endpoint else [path]
            for one in paths:
                with clients.of("coordinator").open(one, method=method, data=sent) as answer:
                    if answer.mimetype == "application/pdf":
                        printed.add(rule.endpoint)
                        wrong += [f"{one}: {fault}" for fault in faults_of(answer.data, language="cs")]
    assert not wrong
    assert printed == THROUGH_PAGES


def test_no_paper_is_made_where_nobody_listens() -> None:
    makers = set()
    for path in Path("coordination").rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        if any(isinstance(call.func, ast.Name) and call.func.id == "printed" for call in calls):
            makers.add(str(path.relative_to("coordination")))
    assert makers == MAKERS
