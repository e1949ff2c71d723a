"""Many people accept their tasks at the same moment: nothing is lost, nothing doubled, nobody sees a broken page."""

from __future__ import annotations

import http.client
import os
import re
import threading
from collections import Counter
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from agencies.accounts.models import LoginSession
from agencies.accounts.proofs import digest, new_secret
from agencies.accounts.rules import SessionDoor
from coordination.seats.models import Pledge, Seat
from coordination.tasks.models import Task, TaskStep, TaskWording
from coordination.tasks.rules import Step
from foundation import audit, clock, signatures, wordings
from foundation.calendar_entries import CalendarEntry
from foundation.database import db, transaction
from tests.chromium import served
from tests.conftest import House
from tests.world import Case, build, crowd

MANY = 200 if os.environ.get("DEEP") == "1" else 24


THREADS = 16
"""How many requests the real server takes at once, four times what the manual names; the others wait before it."""


def take_turns(app: Flask) -> None:
    """Let as many requests in at once as a worker of gunicorn with threads does."""
    places, inside = threading.BoundedSemaphore(THREADS), app.wsgi_app

    def in_turn(environ: Any, start_response: Any) -> Any:
        with places:
            return inside(environ, start_response)

    setattr(app, "wsgi_app", in_turn)  # noqa: B010  (it is a method)


def pledged(house: House, case: Case, how_many: int) -> dict[UUID, str]:
    """People at the table who have pledged, each with a task; the cookie of each browser by the task."""
    crowd(house, case, how_many)
    cookies: dict[UUID, str] = {}
    with house.app.app_context(), transaction() as session:
        town = house.ids.agencies["podlesi"]
        wording = wordings.current("pledges.professional", town)
        seats = session.scalars(
            select(Seat).where(Seat.id.in_([case.seats[f"crowd-{n}"] for n in range(1, how_many + 1)]))
        )
        tasks = dict(session.execute(select(TaskWording.seat_id, TaskWording.task_id)).all())
        for seat in seats:
            signed = signatures.sign(
                town_id=town, about=f"case:{case.case_id}", signer_key=f"worker:{seat.worker_id}", name=seat.name,
                function="pracovnice", agency=seat.agency_name, wording_id=wording.id, text=wording.text,
                seen_sha256=signatures.fingerprint(wording.text), method=signatures.Method.ACCOUNT,
                factors=("password", "totp"),
            )  # fmt: skip
            now, secret = clock.now(), new_secret()
            session.add_all(
                [
                    Pledge(
                        case_id=case.case_id, seat_id=seat.id, wording_id=wording.id, signature_id=signed.id,
                        signed_at=now,
                    ),
                    LoginSession(
                        secret_hash=digest(secret), worker_id=seat.worker_id, door=SessionDoor.CODE, device="Firefox",
                        created_at=now, last_seen_at=now, expires_at=now.replace(year=now.year + 1),
                    ),
                ]
            )  # fmt: skip
            cookies[tasks[seat.id]] = secret
    return {task_id: _cookie(house, secret) for task_id, secret in cookies.items()}


def _cookie(house: House, secret: str) -> str:
    browser = house.stranger()
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = secret, True
    jar = browser.client._cookies
    return next(f"{one.key}={one.value}" for one in jar.values())


def _accept(house: str, task_id: UUID, cookie: str) -> list[int]:
    """Open the task, then press the button twice; answers the states of all answers."""
    states = []
    page, states[:0], cookie = _ask(house, "GET", f"/tasks/{task_id}", cookie)
    soup = BeautifulSoup(page, "html.parser")
    form = soup.find("form", action=re.compile("/accept$"))
    assert form is not None, page[:200]
    fields = {one["name"]: one.get("value", "") for one in form.find_all("input", attrs={"name": True})}
    for _press in range(2):
        _page, state, cookie = _ask(house, "POST", str(form["action"]), cookie, urlencode(fields))
        states += state
    return states


def _ask(house: str, method: str, path: str, cookie: str, body: str | None = None) -> tuple[str, list[int], str]:
    wire = http.client.HTTPConnection(urlsplit(house).netloc, timeout=120)
    headers = {"Cookie": cookie, "Host": "localhost"}
    if body is not None:
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://localhost{path}"}
    wire.request(method, path, body, headers)
    answer = wire.getresponse()
    page = answer.read().decode()
    new = answer.getheader("Set-Cookie")
    wire.close()
    return page, [answer.status], new.split(";")[0] if new else cookie


@pytest.mark.deep
def test_many_acceptances_at_once_lose_nothing_and_double_nothing(any_house: House, no_limits: None) -> None:
    house = any_house
    case = build(house, "open", "PS-7F3K")
    tasks = pledged(house, case, MANY)
    gate, states, faults = threading.Barrier(len(tasks)), Counter[int](), []

    take_turns(house.app)
    with served(house.app) as base:

        def one(task_id: UUID, cookie: str) -> None:
            try:
                gate.wait(timeout=60)
                states.update(_accept(base, task_id, cookie))
            except BaseException as fault:  # carried over to the thread of the test
                faults.append(fault)

        threads = [threading.Thread(target=one, args=pair) for pair in tasks.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=300)

    assert faults == []
    assert [state for state in states if state >= 500] == []
    assert states[200] == MANY  # each page was there
    with house.app.app_context():
        accepted = (
            select(TaskStep.task_id, func.count()).where(TaskStep.step == Step.ACCEPTED).group_by(TaskStep.task_id)
        )
        assert dict(db.session.execute(accepted).all()) == dict.fromkeys(tasks, 1)
        kept = select(func.count()).select_from(Task).where(Task.id.in_(tasks), Task.last_step == Step.ACCEPTED)
        assert db.session.scalar(kept) == MANY
        entries = select(CalendarEntry.about).where(CalendarEntry.about.in_(tasks))
        assert sorted(db.session.scalars(entries)) == sorted(tasks)
        assert audit.verify() == []
