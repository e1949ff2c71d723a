"""The counter: forms that lose nothing and are done once, refusals that tell nothing, one shell around every page."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
import pytest
from bs4 import BeautifulSoup
from flask import Flask, abort, redirect, render_template_string, request
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from foundation import clock, database, language, web
from foundation.access import public
from foundation.database import db, transaction
from foundation.reasons import Refused, reason
from foundation.settings import ROOT, Settings
from foundation.web import Form, fields, shell
from tests.foundation.conftest import FLOOR, TABLES
from tests.manners import bad_manners, read

SETTINGS = Settings(
    database_url="sqlite://", secret_key="s" * 40, encryption_keys=(b"k" * 32,), public_url="http://localhost"
)
PAGE = """
{% extends "layout.html" %}
{% from "macros/fields.html" import field, form_start, button, group %}
{% block title %}Kdy a kde{% endblock %}
{% block content %}<form method="post" novalidate>{{ form_start(form) }}
{{ field(form.day) }}{{ group("Čas", "Stačí hodina.", [form.starts, form.ends]) }}{{ field(form.place) }}
{{ field(form.note) }}{{ field(form.kind) }}{{ field(form.people) }}{{ field(form.part) }}{{ field(form.count) }}
{{ field(form.mail) }}{{ field(form.phone) }}{{ field(form.agreed) }}{{ field(form.secret) }}{{ field(form.scan) }}
{{ button("Pokračovat") }}</form>{% endblock %}
"""


class When(web.Form):
    day = web.DayField("Den", missing="Napište den.", hint="Třeba 3. 3. 2026.")
    starts = web.TimeField("Od")
    ends = web.TimeField("Do")
    place = web.TextLine("Místo", 40, missing="Napište, kde se sejdete.")
    note = web.TextBlock("Poznámka", 100, optional=True)
    kind = web.Choice("Druh", [("work", "pracovní"), ("family", "s rodinou")], hints={"family": "Na papíře."})
    people = web.Choices("Lidé", [("1", "Alena"), ("2", "Tomáš")], missing="Vyberte aspoň jednoho.")
    part = web.Dropdown("Účast", [("", "vyberte"), ("must", "povinná")])
    count = web.Count("Kolik", least=1, most=5)
    mail = web.MailAddress("E-mail")
    phone = web.Phone("Telefon")
    agreed = web.Tick("Text znám.", missing="Potvrďte, že text znáte.")
    secret = web.Secret("Heslo")
    scan = web.PaperScan("Papír", optional=True)


GOOD: dict[str, Any] = {
    "day": "3. 3. 2026", "starts": "9", "ends": "10.30", "place": "  U   stolu ", "note": "první\r\ndruhý",
    "kind": "work", "people": ["1", "2"], "part": "must", "count": "3", "mail": "a@podlesi.example",
    "phone": "+420469000204", "agreed": "y",
}  # fmt: skip


def build(folder: Path, **changes: Any) -> Flask:
    app = Flask("counter", root_path=str(ROOT))
    app.extensions["settings"] = replace(SETTINGS, **changes)
    app.config.update(SECRET_KEY="s" * 40)
    database.install(app, f"sqlite:///{folder / 'counter.db'}")
    language.install(app)
    web.install(app)
    app.extensions["done"] = []

    @app.route("/when", methods=["GET", "POST"])
    @public
    def when() -> Any:
        form = When()
        if form.submitted():
            try:
                deed(form)
            except Refused as no:
                form.refuse(no.reasons)
            else:
                web.notice("Uloženo.")
                return redirect("/when", 303)
        return render_template_string(PAGE, form=form)

    def deed(form: When) -> None:
        with transaction():
            if form.place.data == "nikde":
                raise Refused((
                    reason("The end is before the start. Correct one of the times.", field="ends"),
                    reason("Nobody from the family is on the list."),
                ))  # fmt: skip
            app.extensions["done"].append(form.data)

    @app.post("/only-post")
    @public
    def only_post() -> Any:
        if web.Form().submitted():
            with transaction():
                pass
        return redirect("/when", 303)

    @app.route("/hidden")
    @public
    def hidden() -> Any:
        abort(404)

    @app.post("/broken")
    @public
    def broken() -> Any:
        raise RuntimeError(f"could not store {request.form['text']}")

    @app.post("/refused")
    @public
    def refused() -> Any:
        raise Refused((reason("There is always one coordinator: %(name)s.", name="Lenka"),))

    @app.get("/limited")
    @public
    @web.limiter.limit("2 per hour")
    def limited() -> str:
        return "ok"

    with app.app_context():
        db.metadata.create_all(db.engine, tables=list({*TABLES, *FLOOR}))
    return app


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages here stand in an application of their own: nobody else introduces its readers or offers ways in it."""
    monkeypatch.setattr(shell, "_introductions", [])
    monkeypatch.setattr(shell, "_navigation", {})
    monkeypatch.setattr(shell, "_footer", {})


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Flask]:
    app = build(tmp_path)
    yield app
    with app.app_context():
        db.engine.dispose()


def soup(answer: TestResponse) -> BeautifulSoup:
    page, problems = read(answer.text)
    problems += bad_manners(page, answer.headers, answer.status_code)
    assert not problems, problems
    return page


class Visitor:
    """A browser that keeps its token and the nonce of the last page."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def get(self, path: str = "/when") -> BeautifulSoup:
        return self._read(self.client.get(path))

    def send(self, path: str = "/when", **typed: Any) -> TestResponse:
        if not hasattr(self, "hidden"):
            self.get()
        return self.client.post(path, data=self.hidden | typed)

    def seen(self, **typed: Any) -> BeautifulSoup:
        return self._read(self.send(**typed))

    def _read(self, answer: TestResponse) -> BeautifulSoup:
        page = soup(answer)
        self.hidden = {name: page.select_one(f"main input[name={name}]")["value"] for name in ("csrf_token", "once")}  # type: ignore[index]
        return page


@pytest.fixture
def visitor(counter: Flask) -> Visitor:
    return Visitor(counter)


# --- forms ---


def test_a_good_form_reaches_the_deed_as_values(counter: Flask, visitor: Visitor) -> None:
    assert visitor.send(**GOOD).status_code == 303
    (done,) = counter.extensions["done"]
    assert done["day"] == date(2026, 3, 3)
    assert (done["starts"], done["ends"]) == (time(9), time(10, 30))
    assert done["place"] == "U stolu"
    assert done["note"] == "první\ndruhý"
    assert (done["kind"], done["people"], done["part"], done["count"]) == ("work", ["1", "2"], "must", 3)
    assert (done["mail"], done["phone"]) == ("a@podlesi.example", "+420 469 000 204")


def test_what_was_typed_stays(visitor: Visitor) -> None:
    page = visitor.seen(**GOOD | {"day": "brzy", "count": "7", "mail": "x"})
    assert page.select_one("#day")["value"] == "brzy"  # type: ignore[index]
    assert page.select_one("#count")["value"] == "7"  # type: ignore[index]
    assert page.select_one("#note").text.strip() == "první\ndruhý"  # type: ignore[union-attr]
    assert page.select_one("#kind-0").has_attr("checked")  # type: ignore[union-attr]
    assert len(page.select("input[name=people][checked]")) == 2


def test_every_mistake_is_told_twice_in_the_same_words(visitor: Visitor) -> None:
    page = visitor.seen()
    summary = page.select_one(".errors")
    assert summary is not None
    assert summary.has_attr("autofocus")
    assert summary["tabindex"] == "-1"
    links = summary.select("a")
    assert len(links) == 6  # day, place, kind, people, part, agreed
    for link in links:
        target = page.find(id=str(link["href"])[1:])
        assert target is not None
        assert target.name in ("input", "select", "textarea")
        group = target.find_parent(class_="field")
        assert group is not None
        assert link.text in group.text


@pytest.mark.parametrize("typed", ["31. 12. 1899", "3. 3. 2926", "31. 12. 9999"])
def test_a_day_beyond_all_lives_is_refused_with_the_limits_and_stays_typed(visitor: Visitor, typed: str) -> None:
    page = visitor.seen(**{**GOOD, "day": typed})
    assert "Lze zadat den od 1. 1. 1900 do 31. 12. 20" in " ".join(page.get_text().split())
    assert page.select_one("input[name=day]")["value"] == typed  # type: ignore[index]


def test_an_address_that_not_every_mail_system_takes_is_refused(visitor: Visitor) -> None:
    page = visitor.seen(**{**GOOD, "mail": "jiří@podlesi.example"})
    assert "Tohle není e-mailová adresa." in page.get_text()
    assert page.select_one("input[name=mail]")["value"] == "jiří@podlesi.example"  # type: ignore[index]


def test_a_title_says_that_something_is_wrong(visitor: Visitor) -> None:
    assert str(visitor.get().title.text).startswith("Kdy a kde")  # type: ignore[union-attr]
    assert str(visitor.seen().title.text).startswith(("Chyba: ", "Error: "))  # type: ignore[union-attr]


def test_hint_and_mistake_are_tied_to_their_field(visitor: Visitor) -> None:
    day = visitor.seen().select_one("#day")
    assert day is not None
    assert day["aria-invalid"] == "true"
    assert day["aria-describedby"] == "day-hint day-error-1"


def test_a_field_of_two_tells_each_of_them_its_mistake(visitor: Visitor) -> None:
    page = visitor.seen(**GOOD | {"ends": "potom"})
    ends = page.select_one("#ends")
    assert ends is not None
    assert "ends-error-1" in ends["aria-describedby"]
    assert page.find(id="ends-error-1") is not None
    assert page.select_one("#starts").get("aria-invalid") is None  # type: ignore[union-attr]


def test_reasons_of_a_rule_stand_at_their_field_and_above(counter: Flask, visitor: Visitor) -> None:
    page = visitor.seen(**GOOD | {"place": "nikde"})
    summary = page.select_one(".errors")
    assert summary is not None
    assert [link["href"] for link in summary.select("a")] == ["#ends"]
    assert len(summary.select("li")) == 2
    assert page.select_one("#place")["value"] == "nikde"  # type: ignore[index]
    assert counter.extensions["done"] == []


def test_a_refused_form_can_be_mended_and_sent(counter: Flask, visitor: Visitor) -> None:
    visitor.seen(**GOOD | {"place": "nikde"})
    assert visitor.send(**GOOD).status_code == 303
    assert len(counter.extensions["done"]) == 1


def test_buttons_that_share_a_form_do_deeds_of_their_own(counter: Flask) -> None:
    button = "{% from 'macros/fields.html' import post_button %}{{ post_button('Print', '/print', form=form) }}"
    with counter.test_request_context():
        drawn = render_template_string(button * 2, form=Form())
    nonces = re.findall(r'name="once" value="([^"]+)"', drawn)
    assert len(set(nonces)) == len(nonces) == 2


def test_the_same_form_twice_is_done_once(counter: Flask, visitor: Visitor) -> None:
    visitor.send(**GOOD)
    visitor.client.get("/when")
    answer = visitor.send(**GOOD)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/when"
    assert len(counter.extensions["done"]) == 1
    notices = visitor.get().select(".notice")
    assert len(notices) == 1
    assert "Tohle už máme, uložilo se to jednou." in language.plain(notices[0].text)


def test_the_same_button_twice_leads_to_a_page_that_opens(visitor: Visitor) -> None:
    visitor.send("/only-post")
    assert visitor.send("/only-post").headers["Location"] == "/"


def test_a_new_page_brings_a_new_form(visitor: Visitor) -> None:
    visitor.get()
    first = visitor.hidden["once"]
    visitor.get()
    assert visitor.hidden["once"] != first
    second = visitor.hidden["once"]
    visitor.seen(place="rozepsáno")
    assert visitor.hidden["once"] == second


def test_a_form_left_undone_does_not_bind_the_next_visitor(counter: Flask, visitor: Visitor) -> None:
    visitor.get()
    database.done_once(visitor.hidden["once"])
    visitor.get("/when")
    with counter.app_context(), transaction() as session:
        assert session.query(database.Submission).count() == 0


# --- fields ---


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\u202e", "\u2066", "\x7f"])
def test_signs_that_deceive_are_refused_and_not_shown(visitor: Visitor, sign: str) -> None:
    page = visitor.seen(**GOOD | {"place": f"U{sign}stolu"})
    assert page.select_one("#place")["value"] == "Ustolu"  # type: ignore[index]
    assert page.find(id="place-error-1") is not None


def test_a_long_text_is_kept_whole(visitor: Visitor) -> None:
    page = visitor.seen(**GOOD | {"note": "slovo " * 60})
    assert page.select_one("#note").text.count("slovo") == 60  # type: ignore[union-attr]
    assert "359" in page.find(id="note-error-1").text  # type: ignore[union-attr]


def test_letters_are_stored_composed() -> None:
    assert fields.cleaned(" Kr\u030ci\u0301z\u030ckova\u0301\r\n ") == "Křížková"


@given(st.text(max_size=300))
def test_no_text_breaks_a_form(text: str) -> None:
    once_cleaned = fields.cleaned(text)
    assert fields.cleaned(once_cleaned) == once_cleaned
    assert "\r" not in once_cleaned


@pytest.mark.parametrize(
    ("typed", "kept"), [("469000204", "469 000 204"), ("+420-469-000-204", "+420 469 000 204"), ("112 112", "112 112")]
)
def test_a_phone_number_is_kept_in_groups(counter: Flask, visitor: Visitor, typed: str, kept: str) -> None:
    visitor.send(**GOOD | {"phone": typed})
    assert counter.extensions["done"][0]["phone"] == kept


@pytest.mark.parametrize(
    ("name", "typed"),
    [("kind", "other"), ("people", ["3"]), ("part", "other"), ("count", "0"), ("count", "①"), ("mail", "a@b"),
     ("phone", "zavolejte"), ("agreed", ""), ("secret", "x" * 201)],
)  # fmt: skip
def test_what_was_not_offered_is_refused(counter: Flask, visitor: Visitor, name: str, typed: Any) -> None:
    assert visitor.send(**GOOD | {name: typed}).status_code == 200
    assert counter.extensions["done"] == []


def test_a_password_is_never_shown_again(visitor: Visitor) -> None:
    assert "tajemství" not in visitor.send(**GOOD | {"day": "", "secret": "tajemství"}).text


# --- headers ---


def test_every_page_keeps_to_itself(visitor: Visitor) -> None:
    headers = visitor.client.get("/when").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_a_house_behind_https_demands_it(tmp_path: Path) -> None:
    app = build(tmp_path, public_url="https://podlesi.example")
    answer = app.test_client().get("/when", base_url="https://podlesi.example")
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "path", ["/static/spolecne.css", "/static/favicon.ico", "/type/400.ttf", "/bootstrap/static/css/bootstrap.min.css"]
)
def test_files_of_the_look_may_be_kept_by_browsers(visitor: Visitor, path: str) -> None:
    with visitor.client.get(path) as answer:
        assert answer.status_code == 200
        assert "no-store" not in answer.headers["Cache-Control"]


def test_no_other_type_is_given_out(visitor: Visitor) -> None:
    assert visitor.client.get("/type/100.ttf").status_code == 404


def test_a_page_loads_nothing_from_elsewhere_and_carries_no_script(visitor: Visitor) -> None:
    page = visitor.get()
    assert not page.find("script")
    assert not page.find(style=True)
    for link in page.select("link"):
        with visitor.client.get(str(link["href"])) as answer:
            assert answer.status_code == 200


# --- refusals ---


def test_what_may_not_be_seen_looks_like_what_is_not_there(visitor: Visitor) -> None:
    visitor.get()
    denied, absent = visitor.client.get("/hidden"), visitor.client.get("/nowhere/at/all")
    assert denied.status_code == absent.status_code == 404
    assert denied.data == absent.data
    assert {name: value for name, value in denied.headers if name != "Date"} == {
        name: value for name, value in absent.headers if name != "Date"
    }
    soup(denied)


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 429, 503])
def test_every_refusal_is_a_calm_page(counter: Flask, code: int) -> None:
    counter.add_url_rule(f"/as/{code}", f"as_{code}", public(lambda: abort(code)))
    answer = counter.test_client().get(f"/as/{code}")
    assert answer.status_code == code
    page = BeautifulSoup(answer.data, "html5lib")
    assert len(page.find_all("h1")) == 1
    assert not page.find("form")


def test_a_wrong_method_says_the_right_ones(visitor: Visitor) -> None:
    answer = visitor.client.get("/only-post")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_break_tells_nothing_and_logs_no_value(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = visitor.send("/broken", text="Gábina Vlčková")
    assert answer.status_code == 500
    assert "Vlčková" not in answer.text
    assert "Traceback" not in answer.text
    assert "Vlčková" not in caplog.text
    assert "/broken" not in caplog.text
    assert "RuntimeError" in caplog.text
    number = BeautifulSoup(answer.data, "html5lib").select_one("b.num")
    assert number is not None
    assert number.text in caplog.text


def test_too_much_at_once_is_refused_calmly(visitor: Visitor) -> None:
    answer = visitor.send(**GOOD | {"note": "x" * 17_000_000})
    assert answer.status_code == 413
    assert "16 MB" in language.plain(answer.text)


def test_too_many_tries_are_slowed_down(visitor: Visitor) -> None:
    assert [visitor.client.get("/limited").status_code for _ in range(3)] == [200, 200, 429]


def test_a_form_without_its_token_is_refused_and_its_text_is_given_back(counter: Flask, visitor: Visitor) -> None:
    answer = visitor.client.post("/when", data=GOOD | {"note": "dlouhý rozepsaný text"})
    assert answer.status_code == 400
    page = soup(answer)
    assert "dlouhý rozepsaný text" in [box.text for box in page.select("textarea")]
    assert counter.extensions["done"] == []


def test_a_password_is_not_given_back_with_the_text(visitor: Visitor) -> None:
    assert "heslo o více" not in visitor.client.post("/when", data={"secret": "heslo o více slovech"}).text


@pytest.fixture
def locked(counter: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Somebody else writes into the database and does not come to an end."""
    monkeypatch.setattr(database, "WAITS", 20)
    with counter.app_context():
        db.engine.dispose()
        holder = pysqlite3.dbapi2.connect(str(db.engine.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    yield holder
    holder.close()


def calm(answer: TestResponse) -> BeautifulSoup:
    """A page that says no, and otherwise has the manners of every page."""
    page, problems = read(answer.text)
    assert not [*problems, *bad_manners(page, answer.headers, 200)]
    return page


def test_a_locked_database_keeps_what_was_typed_and_takes_it_once(
    counter: Flask, visitor: Visitor, locked: Any
) -> None:
    answer = visitor.send(**GOOD | {"note": "dlouhý rozepsaný text"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    page = calm(answer)
    assert "dlouhý rozepsaný text" in [box.text for box in page.select("textarea")]
    assert counter.extensions["done"] == []
    form = [(str(one["name"]), str(one["value"])) for one in page.select("main form input")]
    typed = MultiDict(form)
    assert typed.getlist("people") == ["1", "2"]
    locked.execute("ROLLBACK")
    for _ in range(2):
        assert visitor.client.post("/when", data=typed).status_code == 303
    (done,) = counter.extensions["done"]
    assert done["people"] == ["1", "2"]
    assert done["place"] == "U stolu"


def test_a_locked_database_never_lays_a_secret_on_the_page(visitor: Visitor, locked: Any) -> None:
    answer = visitor.send(**GOOD | {"secret": "vlak pes okno zahrada", "note": "dlouhý text"})
    assert answer.status_code == 503
    assert "vlak pes" not in answer.text
    assert not calm(answer).select("main form")
    assert "dlouhý text" in answer.text, "what can be given back, is"


def test_a_fault_of_ours_is_not_called_a_locked_database(counter: Flask) -> None:
    def fault() -> str:
        with transaction() as session:
            session.execute(text("SELECT nothing FROM nowhere"))
        return ""

    counter.add_url_rule("/fault", "fault", public(fault))
    assert counter.test_client().get("/fault").status_code == 500


@pytest.mark.parametrize(
    ("proxies", "said", "seen"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
    ],
)
def test_only_our_own_proxies_are_believed(tmp_path: Path, proxies: int, said: str, seen: str) -> None:
    app = build(tmp_path, trusted_proxies=proxies)
    app.add_url_rule("/whence", "whence", public(lambda: str(request.remote_addr)))
    assert app.test_client().get("/whence", headers={"X-Forwarded-For": said}).text == seen


def test_limits_tell_visitors_behind_a_proxy_apart(tmp_path: Path) -> None:
    client = build(tmp_path, trusted_proxies=1).test_client()
    tries = [("203.0.113.9", 200), ("203.0.113.9", 200), ("203.0.113.9", 429), ("203.0.113.10", 200)]
    for address, status in tries:
        assert client.get("/limited", headers={"X-Forwarded-For": address}).status_code == status


def test_a_refusal_nobody_caught_still_says_why(visitor: Visitor) -> None:
    answer = visitor.send("/refused", text="napsaná věta")
    assert answer.status_code == 409
    page = soup(answer)
    assert "Lenka" in page.main.text  # type: ignore[union-attr]
    assert "napsaná věta" in page.main.text  # type: ignore[union-attr]


# --- languages ---


def test_the_visitor_chooses_the_language_and_comes_back(visitor: Visitor) -> None:
    assert visitor.get().html["lang"] == "cs"  # type: ignore[index]
    answer = visitor.send("/language", lang="en", back="/when?a=1")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/when?a=1"
    assert visitor.get().html["lang"] == "en"  # type: ignore[index]


@pytest.mark.parametrize(
    "back", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "", "/\n/x"]
)
def test_the_choice_leads_nowhere_else(visitor: Visitor, back: str) -> None:
    assert visitor.send("/language", lang="en", back=back).headers["Location"] == "/"


def test_an_unknown_language_is_refused(visitor: Visitor) -> None:
    assert visitor.send("/language", lang="tlh").status_code == 400


def test_a_choice_made_elsewhere_changes_nothing(counter: Flask) -> None:
    assert counter.test_client().post("/language", data={"lang": "en"}).status_code == 400


# --- the shell ---


@pytest.fixture
def someone(monkeypatch: pytest.MonkeyPatch) -> web.Standing:
    standing = web.Standing(
        name="Bc. Lenka Horáková", agency="Městský úřad Podlesí", phone="469 000 204", sign_out="only_post"
    )
    monkeypatch.setattr("foundation.web.shell._introductions", [lambda: standing])
    monkeypatch.setattr("foundation.web.shell._navigation", {})
    web.navigation("when", "Kdy")
    web.navigation("hidden", "Skryté", shown=lambda: False)
    web.navigation("not.there", "Jinde")
    return standing


def test_the_shell_knows_who_reads_and_where_they_can_go(visitor: Visitor, someone: web.Standing) -> None:
    page = visitor.get()
    entries = page.select("header nav a")
    assert {entry.text for entry in entries} == {"Kdy"}
    assert entries[0]["aria-current"] == "page"
    assert language.plain(page.footer.text).count("Lenka Horáková") == 1  # type: ignore[union-attr]
    assert page.select_one('footer a[href="tel:469000204"]') is not None
    assert page.select_one('footer form[action="/only-post"] button') is not None


def test_a_stranger_sees_no_menu(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.web.shell._introductions", [])
    page = visitor.get()
    assert not page.select("header nav")
    assert page.select_one(".skip")["href"] == "#content"  # type: ignore[index]


def test_the_demonstration_says_what_it_is(tmp_path: Path) -> None:
    app = build(tmp_path, demonstration=True)
    assert BeautifulSoup(app.test_client().get("/when").data, "html5lib").select_one(".demo") is not None


def test_words_keep_together_on_every_page(visitor: Visitor) -> None:
    visitor.send("/language", lang="cs")
    assert "Třeba 3.\xa03.\xa02026." in visitor.client.get("/when").text


# --- the parts of pages ---


def drawn(app: Flask, template: str, **values: Any) -> BeautifulSoup:
    with app.test_request_context("/"):
        return BeautifulSoup(render_template_string(template, **values), "html5lib")


@pytest.mark.parametrize("count", [1, 2, 7, 12, 13, 40])
def test_the_table_has_a_seat_for_everybody_up_to_twelve(counter: Flask, count: int) -> None:
    kinds = (["coordinator", "signed", "paper", "waiting", "refused", "family", "yours"] * 6)[:count]
    template = '{% from "macros/seats.html" import ring %}{{ ring(kinds, "Sliby", count) }}'
    ring = drawn(counter, template, kinds=kinds, count=count).select_one("svg")
    assert ring is not None
    assert ring["aria-label"] == "Sliby"
    assert len(ring.find_all("g")) == (count if count <= 12 else 0)
    assert str(count) in ring.text


def test_a_leaf_says_its_day(counter: Flask) -> None:
    template = '{% from "macros/page.html" import leaf %}{{ leaf(day, "late") }}'
    leaf = drawn(counter, template, day=date(2026, 3, 3)).select_one("time")
    assert leaf is not None
    assert leaf["datetime"] == "2026-03-03"
    assert [*leaf.stripped_strings] == ["út", "3", "března"]


STATES = {
    "task": "offered accepted other_date declined under_way done partly not_done confirmed cancelled overdue",
    "pledge": "pending signed paper waiting_confirmation refused superseded",
    "invitation": "no_reply accepted provisional declined substitute written_only excused",
    "letter": "waiting handed_over undelivered",
    "condition": "holds breached not_judged",
    "preparation": "done missing locked new call",
}


@pytest.mark.parametrize(("of", "codes"), STATES.items())
def test_every_state_has_its_own_icon_and_word(counter: Flask, of: str, codes: str) -> None:
    template = '{% from "macros/states.html" import state %}{{ state(of, code, word="Chybí 2") }}'
    tags = [drawn(counter, template, of=of, code=code).select_one(".tag") for code in codes.split()]
    looks = {(tag.svg.decode_contents(), *tag["class"], tag.text) for tag in tags if tag and tag.svg}
    assert len(looks) == len(codes.split())
    assert all(tag and tag.text.strip() for tag in tags)


def test_an_empty_name_of_an_icon_is_noticed(counter: Flask) -> None:
    with pytest.raises(Exception, match="no-such"):
        drawn(counter, '{% from "macros/icons.html" import icon %}{{ icon("no-such") }}')


def test_typed_text_is_never_markup(visitor: Visitor) -> None:
    page = visitor.seen(**GOOD | {"day": "", "place": "<script>x</script>"})
    assert not page.find("script")
    assert page.select_one("#place")["value"] == "<script>x</script>"  # type: ignore[index]


def test_today_in_prague_decides_what_tomorrow_means(counter: Flask, visitor: Visitor) -> None:
    visitor.send(**GOOD | {"day": "zítra"})
    assert (counter.extensions["done"][0]["day"] - clock.today()).days == 1
