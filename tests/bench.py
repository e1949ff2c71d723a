"""How much the pages cost, as multiples of one plain page in the same run (`make bench`); no test asserts a time.

A machine is fast or slow and busy or idle; a ratio inside one round hardly notices. Each round asks every contender
once, in another order, and divides its processor time by that of the plain page of the same round. A goal is missed
when the whole band from the tenth to the ninetieth percentile lies beyond it. What is not measured here is not met.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from statistics import median, quantiles

import pytest
from flask import Flask, render_template_string
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import create_engine, text

from coordination.plans.documents import plan_paper
from foundation import web
from foundation.pdf import FAMILY
from tests.conftest import House
from tests.coordination.plans.test_documents import PLAN
from tests.doors import give_doors
from tests.house.test_access import Clients
from tests.house.test_queries import counted
from tests.world import build, crowd

ROUNDS = 31
PEOPLE = 8
"""Who sits at the table besides the cast."""
PLAIN = (
    "<!doctype html><html lang=cs><head><title>{{ name }}</title></head>"
    "<body><main><h1>{{ name }}</h1></main></body></html>"
)


@dataclass
class Contender:
    """Something that costs time; `does` answers what it made, which is looked at once."""

    name: str
    does: Callable[[], bytes]
    shows: bytes
    goal: float | None = None
    against: str = "plain page"
    spent: list[float] = field(default_factory=list)

    def run(self) -> None:
        began = time.process_time()
        made = self.does()
        self.spent.append(time.process_time() - began)
        assert self.shows in made, f"{self.name}: not the answer that it should be"


def plain_page(house: House) -> Callable[[], bytes]:
    """Flask, one query by key, one small page; beside the house, over the same database."""
    app, key = Flask("plain"), house.ids.agencies["podlesi"].hex
    engine = create_engine(house.app.extensions["settings"].database_url)

    @app.get("/")
    def page() -> str:
        with engine.connect() as connection:
            name = connection.execute(text("SELECT name FROM agency WHERE id = :key"), {"key": key}).scalar_one()
        return render_template_string(PLAIN, name=name)

    client = app.test_client()
    return lambda: client.get("/").data


def contenders(house: House) -> Iterator[Contender]:
    case = build(house, "open", "PS-7F3K")
    give_doors(house, case)
    crowd(house, case, PEOPLE)
    plan_paper(PLAN)  # the typeface is there from now on
    clients, secret = Clients(house, [case]), house.feed_of("ivana")
    hello = Flask("hello")
    hello.add_url_rule("/", "hello", lambda: "hello")

    def page(actor: str, path: str) -> Callable[[], bytes]:
        return lambda: clients.of(actor).get(path).data

    feed = clients.of("stranger").get(f"/calendar/{secret}.ics")
    unchanged = {"If-None-Match": feed.headers["ETag"]}
    yield Contender("plain page", plain_page(house), "Městský úřad".encode())
    yield Contender("hello", lambda: hello.test_client().get("/").data, b"hello")
    yield Contender("case page (P1)", page("coordinator", f"/cases/{case.case_id}"), b"PS-7F3K", 2.5)
    yield Contender("case page of a worker", page("seat", f"/cases/{case.case_id}"), b"PS-7F3K")
    yield Contender("what is on fire (P4)", page("coordinator", "/"), "Co dnes hoří".encode(), 5)
    yield Contender("plan page", page("seat", f"/cases/{case.case_id}/plan"), b"PS-7F3K")
    yield Contender("page of a mother", page("parent", "/appointment"), "Kanárek-matka".encode())
    yield Contender("calendar feed (P9)", page("stranger", f"/calendar/{secret}.ics"), b"BEGIN:VCALENDAR", 1.5)
    yield Contender(
        "calendar feed, unchanged (P9)",
        lambda: clients.of("stranger").get(f"/calendar/{secret}.ics", headers=unchanged).status.encode(), b"304", 0.6,
    )  # fmt: skip
    yield Contender("words on a canvas", canvas, b"%PDF", against="words on a canvas")
    yield Contender("plan paper (P8)", lambda: plan_paper(PLAN), b"%PDF", 2.5, against="words on a canvas")


def canvas() -> bytes:
    """The same words as the plan has, drawn line by line in the same typeface."""
    into = BytesIO()
    drawn = Canvas(into)
    for sheet in range(2):
        drawn.setFont(FAMILY.body.fontName, 10)
        for line in range(60):
            drawn.drawString(50, 800 - 12 * line, f"{sheet} Sepíše požadavky školy srozumitelně pro Gábinu {line}")
        drawn.showPage()
    drawn.save()
    return into.getvalue()


def test_how_much_the_pages_cost(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web.limiter, "enabled", False)  # nobody else asks so often
    everything = list(contenders(house))
    order = random.Random(7)  # noqa: S311  (shuffles, hides nothing)
    for _round in range(ROUNDS + 1):
        for one in order.sample(everything, len(everything)):
            one.run()
    by_name = {one.name: one.spent[1:] for one in everything}  # the first round warms everything
    missed = []
    print(f"\n{'':32} {'ms':>8} {'times':>8} {'p10':>7} {'p90':>7} {'goal':>6}")
    for one in everything:
        ratios = [spent / base for spent, base in zip(by_name[one.name], by_name[one.against], strict=True)]
        low, *_, high = quantiles(ratios, n=10)
        goal, spent = "" if one.goal is None else f"{one.goal:g}", median(by_name[one.name]) * 1000
        print(f"{one.name:32} {spent:8.1f} {median(ratios):8.1f} {low:7.1f} {high:7.1f} {goal:>6}")
        if one.goal is not None and low > one.goal:
            missed.append(f"{one.name}: {median(ratios):.1f} times {one.against}, the goal is {one.goal:g}")
    for one in everything[2:6]:
        with counted() as asked:
            one.does()
        print(f"{one.name:32} {len(asked):8} statements")
    if missed:
        pytest.fail("Missed: " + "; ".join(missed), pytrace=False)
