"""Opening a page, following a link, being a mail program that opens every link twice: the house stays as it was."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from agencies.accounts.models import AccountSetUp
from agencies.accounts.proofs import new_second_factor
from coordination.conferences.models import Invitation
from coordination.family.models import DOOR
from coordination.polls.models import POLL
from coordination.seats.models import Pledge
from coordination.seats.rules import Role
from foundation import clock, links, web
from foundation.database import Base, db, transaction
from tests.cast import BY_KEY
from tests.conftest import House
from tests.doors import give_doors
from tests.house.test_access import Cell, Clients, address, expected, rules
from tests.world import Case, build, hand_in, look_for_date

MAY_CHANGE = {"look", "look_seal"}
"""Whoever looked is noted; nothing else is."""
SEEN = {"login_session": {"last_seen_at", "expires_at"}, "feed": {"read_on"}}
"""A session in use stays open; a feed in use says so to its owner."""


def everything(house: House) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, without what a look may change."""
    found = {}
    with house.app.app_context():
        for table in Base.metadata.sorted_tables:
            if table.name not in MAY_CHANGE:
                columns = [column for column in table.columns if column.name not in SEEN.get(table.name, ())]
                found[table.name] = sorted((tuple(row) for row in db.session.execute(select(*columns))), key=repr)
        db.session.remove()
    return found


@pytest.fixture
def case(house: House, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setattr(web.limiter, "enabled", False)
    case = build(house, "open", "PS-7F3K")
    hand_in(house, case)
    give_doors(house, case)
    return case


def crawl(client: FlaskClient, starts: list[str]) -> dict[str, int]:
    """Open these pages and every page of the house that they lead to; address and status of each."""
    waiting, opened = deque(starts), dict[str, int]()
    while waiting:
        page = waiting.popleft()
        if page in opened or urlsplit(page).path.startswith(("/static/", "/bootstrap/")):
            continue
        with client.get(page) as answer:
            opened[page] = answer.status_code
            if answer.status_code in (301, 302, 303, 307, 308):
                waiting.append(_inside(page, answer.headers["Location"]) or "/")
            elif answer.mimetype == "text/html":
                for anchor in BeautifulSoup(answer.data, "html.parser").find_all("a", href=True):
                    target = _inside(page, str(anchor["href"]))
                    if target is not None:
                        waiting.append(target)
    return opened


def _inside(page: str, target: str) -> str | None:
    """The path behind a link, None when it leads out of the house."""
    parts = urlsplit(urldefrag(urljoin(f"http://localhost{page}", target)).url)
    if parts.scheme not in ("http", "https") or parts.netloc != "localhost":
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def routes(house: House, case: Case, actor: str) -> Iterator[str]:
    """Every address of the house that answers GET, told of this case."""
    for rule in rules(house.app):
        if "GET" in (rule.methods or ()):
            yield address(house, case, Cell(rule.endpoint, rule.rule, "GET", actor, "open"), rule)


@pytest.mark.parametrize("actor", ["coordinator", "seat", "administrator", "head", "stranger", "parent"])
def test_whoever_follows_every_link_leaves_the_house_as_it_was(house: House, case: Case, actor: str) -> None:
    client = Clients(house, [case]).of(actor)
    house.hand.forward(timedelta(minutes=20))  # long enough for the session to be noted as seen
    before = everything(house)
    opened = crawl(client, ["/", *routes(house, case, actor)])
    broken = {page: status for page, status in opened.items() if status >= 500}
    assert not broken
    assert everything(house) == before
    allowed = [rule for rule in rules(house.app) if expected(Cell(rule.endpoint, rule.rule, "GET", actor, "open"))]
    assert len(opened) >= len(allowed)


@pytest.mark.parametrize("actor", ["coordinator", "seat", "administrator"])
def test_no_page_leads_its_reader_to_a_page_that_is_not_there(house: House, case: Case, actor: str) -> None:
    opened = crawl(Clients(house).of(actor), ["/"])
    assert len(opened) > 5
    assert not {page: status for page, status in opened.items() if status >= 400}


def _tokens(house: House, case: Case) -> dict[str, str]:
    """A living link of each purpose."""
    errands = {
        "conferences.invitation": (case.invitations["ivana"], "ivana"),
        "tasks.offer": (case.tasks["ivana"], "ivana"),
        "plans.read": (case.plan_id, "ivana"),
        "agreements.sign": (case.agreement_id, "ivana"),
        "conferences.proposal": (house.known[f"proposal of {case.case_id}"], "ivana"),
        "minutes.read": (case.minutes_id, "ivana"),
        "evaluation.feedback": (case.invitations["ivana"], "ivana"),
        "standpoints.write": (case.invitations["ivana"], "ivana"),
        "pledges.copy": (case.seats["ivana"], "ivana"),
        "correspondence.own_page": (house.worker("ivana"), "ivana"),
        "cases.contact": (case.seats["ivana"], "ivana"),
        "pledges.confirm": (house.known[f"sheet of {case.case_id}"], "jitka"),
    }
    tokens = {}
    with house.app.app_context(), transaction() as session:
        errand = AccountSetUp(
            worker_id=house.worker("olga"), totp_secret=new_second_factor(), asked_at=clock.now(), asked_by="house",
            until=clock.now() + timedelta(days=7),
        )  # fmt: skip
        session.add(errand)
        session.flush()
        errands["accounts.set_up"] = (errand.id, "olga")
        assert session.scalars(select(Pledge)).first()
        somebody = Invitation(
            conference_id=case.conference_id, position=90, agency_id=house.ids.agencies["skola"],
            role=Role.AGENCY_WORKER, name="", function="", agency_name="ZŠ Na Kopci", outward_reasons=("knows",),
            inward_reason="",
        )  # fmt: skip
        session.add(somebody)
        session.flush()
        errands["conferences.naming"] = (somebody.id, "jiri")  # the school's manager says whom it sends
        for name in _purposes():
            if name in (DOOR, POLL):
                continue  # the one is printed, the other is about a meeting that is only being prepared
            subject, key = errands[name]
            holder = house.ids.agencies["skola"] if name == "conferences.naming" else house.worker(key)
            tokens[name] = links.issue(
                name, subject=subject, holder=holder, until=clock.now() + timedelta(days=7),
                to=BY_KEY[key].email, town_id=house.ids.agencies["podlesi"],
            )  # fmt: skip
    tokens[POLL] = look_for_date(house, build(house, "draft", "PS-2B4C"))
    tokens[DOOR] = house.known[f"doors of {case.case_id}"].printed["jana"]
    return tokens


def _purposes() -> list[str]:
    return sorted(name for name in links._purposes if not name.startswith("tests."))


def test_a_link_of_every_purpose_can_be_opened_twice_by_a_machine(house: House, case: Case) -> None:
    tokens = _tokens(house, case)
    before = everything(house)
    for name, token in tokens.items():
        assert house.app.test_client().get(f"/o/{token}").status_code == 303, name
        pages = [crawl(house.app.test_client(), [f"/o/{token}"]) for _ in range(2)]
        assert pages[0] == pages[1], name
        assert 200 in pages[0].values(), name
        assert not {page: status for page, status in pages[0].items() if status >= 400}, name
    for token in tokens.values():
        for method in ("HEAD", "OPTIONS"):
            house.app.test_client().open(f"/o/{token}", method=method).close()
        for page in (
            "answer", "code", "code/entry", "task", "plan", "pledge", "pledge-sheet", "onwards", "set-up", "mine",
            "contact", "who-comes", "dates", "agreement",
            "minutes", "proposal", "standpoint", "substitute",
        ):  # fmt: skip
            house.app.test_client().get(f"/o/{token}/{page}").close()
            house.app.test_client().get(f"/o/{token}/{page}?answer=accepted&once=x&accept=1").close()
    assert everything(house) == before


TYPED = ("%00", "a%00b", "%F0%9F%99%82", "%E2%80%AE", "'%22%3Cscript%3E", "x" * 5000, "%FF%FE", "%25_", "-1")


def test_what_a_stranger_types_into_an_address_breaks_nothing(any_house: House) -> None:
    """Addresses are typed too: NUL, signs of other scripts and long words in every query, on both databases."""
    draft = build(any_house, "draft", "PS-7F3K")
    asked = {
        "lenka": ("/agencies?q={}&kind={}", f"/conferences/{draft.conference_id}/people?q={{}}&added={{}}",
                  f"/cases/{draft.case_id}/agencies/new?agency={{}}", f"/cases/{draft.case_id}/plan?version={{}}"),
        "hana": ("/?after={}",),
        None: ("/sign-in?next={}", "/o/{}", "/o/{}/answer", "/o/{}/code"),
    }  # fmt: skip
    wrong = []
    for key, pages in asked.items():
        client = any_house.signed_in(key).client if key else any_house.app.test_client()
        for page in pages:
            for typed in (
                "%00",
                "a%00b",
                "%F0%9F%99%82",
                "%E2%80%AE",
                "'%22%3Cscript%3E",
                "x" * 5000,
                "%FF%FE",
                "%25_",
                "-1",
            ):
                with client.get(page.replace("{}", typed)) as answer:
                    if answer.status_code >= 500 or b"'\"<script>" in answer.data:
                        wrong.append(f"{page} with {typed[:20]}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
