"""`make story OUT=dir`: the main path over HTTP and real mail, following only links and forms found on the way.

It builds no address and imports no table: the first link is printed by `flask init-town`, every other one stands on a
page or in a letter before it. It leaves `mail/*.eml`, `calendar/*.ics`, `pdf/*.pdf` and `index.json`, and nothing of an
earlier telling.
"""

from __future__ import annotations

import gettext
import http.client
import json
import re
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import flask_migrate
import pyotp
from aiosmtpd.controller import Controller
from flask import Flask
from werkzeug.datastructures import Headers

from app import create_app
from foundation import clock, outbox
from foundation.settings import ROOT, Settings
from tests.browsing import Browser, Page, squeezed
from tests.chromium import served

BEGINS = datetime(2026, 2, 20, 8, 0, tzinfo=UTC)
FORBIDDEN = ("Vlčk", "Vlček", "Gábin", "Gabriel", "Matěj", "Elišk", "výživn", "neomluven")


@dataclass
class Answer:
    """What the wire brought back, in the shape that the browser of the tests reads."""

    status_code: int
    headers: Headers
    data: bytes

    @property
    def mimetype(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0]


class Wire:
    """One person's connection to the server: HTTP with cookies and nothing else."""

    def __init__(self, base: str) -> None:
        self._host = urlsplit(base).netloc
        self._cookies: dict[str, str] = {}

    def get(self, path: str, query_string: dict[str, list[str]] | None = None) -> Answer:
        return self._ask("GET", path + (f"?{urlencode(query_string, doseq=True)}" if query_string else ""))

    def post(self, path: str, data: dict[str, list[str]]) -> Answer:
        return self._ask("POST", path, urlencode(data, doseq=True).encode())

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        connection = http.client.HTTPConnection(self._host, timeout=60)
        headers = {"Host": self._host, "Accept-Language": "cs"}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self._cookies.pop(name, None)
                else:
                    self._cookies[name] = morsel.value
        return Answer(response.status, Headers(response.headers.items()), content)


class Postbox:
    """A mail server of this machine that keeps everything, by recipient."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, bytes]] = []
        self.came = threading.Condition()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        with self.came:
            self.letters += [(recipient, envelope.content) for recipient in envelope.rcpt_tos]
            self.came.notify_all()
        return "250 OK"


@dataclass
class Story:
    """The story as it is being told: the people's browsers, the letters that came, the files it leaves."""

    app: Flask
    base: str
    postbox: Postbox
    out: Path
    files: list[dict[str, str]] = field(default_factory=list)
    tasks: list[dict[str, str]] = field(default_factory=list)
    """What was agreed: text, responsible person, date, and the state in which the story leaves it."""
    browsers: dict[str, Browser] = field(default_factory=dict)
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Password and secret of the second factor, as their owners keep them."""
    read: int = 0
    step: str = ""

    def begin(self, step: str) -> None:
        """Begin the next part of the story; what came so far belongs to the part before."""
        self.keep_letters()
        self.step = step

    def person(self, who: str) -> Browser:
        """Somebody's own browser."""
        if who not in self.browsers:
            self.browsers[who] = Browser(Wire(self.base), self.base)  # type: ignore[arg-type]
        return self.browsers[who]

    def letter(self, to: str, subject: str, *, after: int = 0) -> EmailMessage:
        """The newest letter to somebody whose subject begins so, come `after` so many; waits for the postman."""
        with self.postbox.came:
            found = self.postbox.came.wait_for(lambda: self._newest(to, subject, after), timeout=30)
            newest = found or self._newest(to, subject, after)
        assert newest is not None, f"no letter “{subject}” for {to}: {self._subjects()}"
        return newest

    @property
    def arrived(self) -> int:
        """How many letters have come so far."""
        with self.postbox.came:
            return len(self.postbox.letters)

    def settle(self, number: int, state: str, due: str | None = None) -> None:
        """Note how a task stands now."""
        self.tasks[number - 1] |= {"state": state} | ({"due": due} if due else {})

    def _newest(self, to: str, subject: str, after: int) -> EmailMessage | None:
        for recipient, content in reversed(self.postbox.letters[after:]):
            message = message_from_bytes(content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            if recipient == to and str(message["Subject"]).startswith(subject):
                return message
        return None

    def _subjects(self) -> list[str]:
        return [
            f"{to}: {message_from_bytes(content, policy=policy.default)['Subject']}"
            for to, content in self.postbox.letters
        ]

    def keep_letters(self) -> None:
        """Write what came since the last time to the folders."""
        with self.postbox.came:
            new, self.read = self.postbox.letters[self.read :], len(self.postbox.letters)
        for number, (recipient, content) in enumerate(new, self.read - len(new) + 1):
            self._keep("mail", f"{number:03}-{recipient.partition('@')[0]}.eml", content, recipient)
            for part in message_from_bytes(content, policy=policy.default).walk():
                if part.get_content_type() == "text/calendar":
                    payload = part.get_payload(decode=True)
                    assert isinstance(payload, bytes)
                    self._keep("calendar", f"{number:03}-{recipient.partition('@')[0]}.ics", payload, recipient)

    def keep_paper(self, name: str, page: Page, recipient: str) -> None:
        """Write a paper that somebody opened."""
        assert page.content.startswith(b"%PDF"), page.text[:500]
        self._keep("pdf", name, page.content, recipient)

    def keep_calendar(self, name: str, page: Page, recipient: str) -> None:
        """Write a calendar file that somebody opened."""
        assert page.content.startswith(b"BEGIN:VCALENDAR"), page.text[:500]
        self._keep("calendar", name, page.content, recipient)

    def _keep(self, kind: str, name: str, content: bytes, recipient: str) -> None:
        path = self.out / kind / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.files.append({"path": f"{kind}/{name}", "kind": kind, "step": self.step, "recipient": recipient})

    def at(self, instant: datetime) -> Any:
        return clock.standing_at(instant)


def words_of(message: EmailMessage) -> str:
    """The plain words of a letter."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\xa0", " ")


def link_in(message: EmailMessage) -> str:
    """The one link of a letter."""
    found = re.search(r"https?://\S+", words_of(message))
    assert found, words_of(message)
    return found[0].rstrip(".,")


def code_in(message: EmailMessage) -> str:
    """The six digits of a letter."""
    found = re.search(r"\b\d{6}\b", words_of(message))
    assert found, words_of(message)
    return found[0]


@contextmanager
def stage(out: Path) -> Iterator[Story]:
    """A fresh house on a free port, a real mail server, and the postman running beside."""
    postbox = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        mail_port = free.getsockname()[1]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=mail_port, ready_timeout=30)
    controller.start()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Settings(
                database_url=f"sqlite:///{folder}/story.db",
                secret_key="the story's secret key, long enough",
                encryption_keys=(b"the story's key of 32 bytes long",),
                public_url=f"http://127.0.0.1:{port}",
                smtp_url=f"smtp://127.0.0.1:{mail_port}",
                mail_from="spolecne@podlesi.example",
            )
        )
        with app.app_context():
            flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        stop = threading.Event()
        postman = threading.Thread(target=outbox.run, args=(app,), kwargs={"stop": stop, "pause": 0.05}, daemon=True)
        postman.start()
        try:
            with served(app, port) as base:
                yield Story(app, base, postbox, out)
        finally:
            stop.set()
            postman.join(timeout=30)
            controller.stop()


def totp(secret: str) -> str:
    """What the authenticator on a phone shows now."""
    return pyotp.TOTP(secret).at(clock.now())


CATALOGUE = gettext.translation("messages", ROOT / "translations", ["cs"], fallback=True)


def say(words: str, **values: object) -> str:
    """What the page says in Czech for a sentence of the product, as an eye reads it."""
    spoken = CATALOGUE.gettext(words)
    return squeezed(spoken % values if values else spoken)


@dataclass(frozen=True)
class Guest:
    """Somebody at the table: where they work and why they are asked."""

    name: str
    email: str
    agency: str
    kind: str
    function: str
    sentence: str
    why: str


LENKA, HANA = "lenka.horakova@podlesi.example", "hana.dvorska@podlesi.example"
ADMINISTRATOR = "karel.svoboda@podlesi.example"
GUESTS = (
    Guest("Mgr. Ivana Součková", "ivana.souckova@nakopci.example", "ZŠ Na Kopci", "school", "výchovná poradkyně",
          "knows", "Zná docházku dětí."),
    Guest("Mgr. Tomáš Beran", "tomas.beran@nakopci.example", "ZŠ Na Kopci", "school", "třídní učitel",
          "knows", "Je třídní učitel."),
    Guest("PhDr. Alena Křížová", "alena.krizova@kompas.example", "SVP Kompas", "svp", "psycholožka",
          "service", "Může nabídnout ambulantní program."),
    Guest("Bc. Martina Dvořáčková", "martina.dvorackova@pristav.example", "Přístav", "ngo", "sociální pracovnice",
          "service", "Může docházet dvakrát týdně."),
    Guest("Mgr. Jan Kučera", "jan.kucera@probace.example", "Probační středisko Podlesí", "pms", "probační úředník",
          "expertise", "Poradí, jak dál."),
    Guest("Mgr. Olga Nová", "olga.nova@nakopci.example", "ZŠ Na Kopci", "school", "učitelka",
          "contact", "Učí oba starší sourozence."),
)  # fmt: skip
AGAIN = (*GUESTS[:3], GUESTS[4])
"""Who is asked to the second meeting."""
AGREED = (
    (0, "Sepíše požadavky školy srozumitelně", "list předán", "12. 3. 2026"),
    (1, "Pošle týdenní zprávu o docházce", "zpráva došla", "20. 3. 2026"),
    (2, "Povede vstupní rozhovor a nabídne program", "domluven první termín", "17. 3. 2026"),
    (3, "Sestaví s matkou rodinný rozpočet", "rozpočet na papíře", "24. 3. 2026"),
)


def walk(out: Path) -> dict[str, Any]:
    """Tell the whole story; answers the index that also stands in `index.json`."""
    for former in ("mail", "calendar", "pdf"):
        shutil.rmtree(out / former, ignore_errors=True)
    (out / "index.json").unlink(missing_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    with stage(out) as story:
        with clock.standing_at(BEGINS):
            _people_and_bodies(story)
            _case(story)
            _convene(story)
            _invite_on_paper(story)
        with clock.standing_at(BEGINS + timedelta(days=3)):
            for guest in GUESTS:
                _answer_and_pledge(story, guest)
        with clock.standing_at(datetime(2026, 3, 3, 14, 0, tzinfo=UTC)):
            _meet(story)
            _plan(story)
        with clock.standing_at(datetime(2026, 3, 4, 11, 0, tzinfo=UTC)):
            _answer_tasks(story)
        with clock.standing_at(datetime(2026, 3, 5, 8, 0, tzinfo=UTC)):
            _decide(story)
            _as_said(story)
            _papers(story)
            _convene_mother_and_service(story)
        with clock.standing_at(datetime(2026, 3, 9, 9, 30, tzinfo=UTC)):
            _agree(story)
            _convene_school_and_child(story)
        with clock.standing_at(datetime(2026, 3, 12, 13, 30, tzinfo=UTC)):
            _meet_with_child(story)
        with clock.standing_at(datetime(2026, 3, 24, 8, 0, tzinfo=UTC)):
            _convene_again(story)
            _move(story)
        with clock.standing_at(datetime(2026, 3, 25, 8, 0, tzinfo=UTC)):
            _take_off_the_case(story)
            _call_off(story)
        story.keep_letters()
        return _index(story)


def _index(story: Story) -> dict[str, Any]:
    cast = [{"name": guest.name, "email": guest.email, "agency": guest.agency} for guest in GUESTS]
    index = {"files": story.files, "cast": cast, "tasks": story.tasks, "forbidden_words": list(FORBIDDEN)}
    (story.out / "index.json").write_text(json.dumps(index, ensure_ascii=False, indent=1), encoding="utf-8")
    return index


def set_up(story: Story, who: str, link: str) -> None:
    """Set an account up behind its link: a password and the second factor that the page shows."""
    browser = story.person(who)
    browser.open(link)
    secret = squeezed(browser.page.soup.find("code").get_text()).replace(" ", "")  # type: ignore[union-attr]
    word = f"klíč ke dveřím úřadu {who.partition('@')[0][::-1]}"
    story.keys[who] = (word, secret)
    browser.press(say("Set up the account"), password=word, again=word, code=totp(secret))
    assert not browser.page.mistakes, browser.page.mistakes


def sign_in(story: Story, who: str) -> Browser:
    """Sign in by password and second factor, as on any other morning."""
    browser = story.person(who)
    word, secret = story.keys[who]
    browser.open("/")
    browser.follow(say("Sign in"))
    browser.press(say("Sign in"), email=who, password=word, code=totp(secret))
    assert not browser.page.mistakes, browser.page.mistakes
    return browser


def _people_and_bodies(story: Story) -> None:
    story.begin("people and bodies")
    begun = story.app.test_cli_runner().invoke(
        args=["init-town", "--name", "Městský úřad Podlesí", "--town", "Podlesí", "--phone", "469 000 204",
              "--administrator", "Ing. Karel Svoboda", "--email", ADMINISTRATOR],
    )  # fmt: skip
    assert begun.exit_code == 0, begun.output
    link = re.search(r"https?://\S+", begun.output)
    assert link, begun.output
    set_up(story, ADMINISTRATOR, link[0])
    admin = story.person(ADMINISTRATOR)
    _fill_settings(admin)
    admin.open("/")
    admin.follow(say("Organisations"))
    admin.follow("Městský úřad Podlesí")
    office = admin.page.address
    for name, kind in (("oddělení péče o rodinu a dítě", "child_protection"), ("oddělení prevence", "prevention")):
        admin.follow(say("Add a unit"))
        admin.press(say("Save"), name=name, kind=kind)
    for name, email, function, role in (
        ("Bc. Lenka Horáková", LENKA, "sociální pracovnice", "coordinator"),
        ("Mgr. Hana Dvorská", HANA, "vedoucí oddělení", "head"),
    ):
        _take_on(admin, office, name, email, function, role)
        admin.press(say("Send the account set-up"))
        set_up(story, email, link_in(story.letter(email, "Nastavení účtu")))
    for agency in dict.fromkeys(guest.agency for guest in GUESTS):
        admin.open(office)
        admin.follow(say("Organisations"))
        admin.follow(say("Add an organisation"))
        kind = next(guest.kind for guest in GUESTS if guest.agency == agency)
        admin.press(say("Save"), name=agency, kind=kind, phone="469 000 204")
        home = admin.page.address
        for guest in GUESTS:
            if guest.agency == agency:
                _take_on(admin, home, guest.name, guest.email, guest.function, "worker")


def _fill_settings(admin: Browser) -> None:
    """The words of the town itself, without which no pledge can be signed."""
    admin.open("/")
    admin.follow(say("Open the settings"))
    admin.press_with(
        say("Save"),
        {
            say("Phone where somebody helps"): "469 000 204",
            say("Pledge: the law that already binds to silence"): "zákon, který platí pro mé povolání",
            say("Pledge: the law on liability"): "zákona, který doplní právník města",
            say("Pledge: the law on interpreters"): "zákon, který doplní právník města",
            say("Pledge: how long the signature is kept"): "deset let",
        },
    )
    assert not admin.page.mistakes, admin.page.mistakes


def _take_on(admin: Browser, home: str, name: str, email: str, function: str, role: str) -> None:
    admin.open(home)
    admin.follow(say("Add a person"))
    admin.press(say("Add the person"), name=name, email=email, function=function, role=role)
    assert not admin.page.mistakes, admin.page.mistakes


def _case(story: Story) -> None:
    story.begin("case")
    lenka = story.person(LENKA)
    lenka.open("/")
    lenka.follow(say("Open a case"))
    lenka.press(say("Open the case"), nickname="Gábina")
    assert len(lenka.page.mistakes) == 2, lenka.page.mistakes
    lenka.press(
        say("Open the case"),
        situation="Matka je na tři děti sama a nevychází s penězi. Gábina má neomluvené hodiny.",
        need_of_help="Rodina potřebuje někoho, kdo bude docházet pravidelně.",
        parents_view="Nestíhám a chci pomoc.",
        office_reference="Om 14/2026",
        areas=["finance", "school"],
    )
    assert not lenka.page.mistakes, lenka.page.mistakes
    circle = lenka.page.address
    for name, kinship, at_home in (
        ("Jana Vlčková", "mother", "yes"),
        ("Gabriela Vlčková", "daughter", "yes"),
        ("Matěj Vlček", "son", "yes"),
        ("Roman Vlček", "father", "no"),
    ):
        lenka.open(circle)
        lenka.follow(say("Add a member of the family"))
        lenka.press(say("Save"), name=name, kinship=kinship, in_household=at_home)
        assert not lenka.page.mistakes, lenka.page.mistakes
    for agency in dict.fromkeys(guest.agency for guest in GUESTS if guest.kind != "pms"):
        lenka.open(circle)
        lenka.follow(say("Add an organisation"))
        lenka.press(say("Save"), agency=agency, relation="serves", areas=["school"])
        assert not lenka.page.mistakes, lenka.page.mistakes
        _consent(lenka)


def _consent(lenka: Browser) -> None:
    """The mother agrees; what it opens is read before it is recorded."""
    lenka.follow(say("Record a consent"))
    family = ["Jana Vlčková", "Gabriela Vlčková", "Matěj Vlček"]
    typed = {
        "given_by": "Jana Vlčková", "given_on": "20. 2. 2026", "how": "said", "members": family, "areas": ["school"],
        "until": "31. 8. 2026",
    }  # fmt: skip
    lenka.press_with(say("Continue"), typed)
    lenka.press(say("Save, it holds"))
    assert not lenka.page.mistakes, lenka.page.mistakes


def _convene(story: Story) -> None:
    story.begin("convene")
    lenka = story.person(LENKA)
    lenka.open("/")
    lenka.follow(say("Convene a meeting"))
    goal = lenka.page.address
    for _ in ("goal", "people", "time", "bring"):
        lenka.press(say("Continue"))
    missing = squeezed(lenka.page.soup.select_one(".errors").get_text(" "))  # type: ignore[union-attr]
    for sentence in (
        "The meeting has no date yet. Choose when and where you will meet.",
        "A meeting needs at least two organisations, your office counts. Add one more.",
        "Why the goal is realistic is missing. Write in one sentence what that rests on.",
    ):
        assert say(sentence) in missing, missing
    lenka.open(goal)
    lenka.press(
        say("Continue"), goal="Gábina dokončí 8. třídu a rodina vyjde s penězi.", is_realistic="yes",
        because="Matka pomoc chce a služby mají místo.",
    )  # fmt: skip
    lenka.press_with(say("Search"), {"searched": "Probační"})
    lenka.press(say("Add"))
    _choose(lenka)
    lenka.press(
        say("Continue"), meets_on="3. 3. 2026", wall_from="13:00", wall_to="14:45",
        place="Městský úřad, zasedačka 204", answer_by="27. 2. 2026",
    )  # fmt: skip
    _bring_and_send(lenka)
    for guest in GUESTS:
        story.letter(guest.email, "Pozvánka na pracovní setkání")
    lenka.follow(say("Record how the family learned of it"))
    lenka.press(
        say("Save"), people=["Jana Vlčková"], how="in_person", words="Proč se sejdeme, kdo přijde a koho smí vzít.",
    )  # fmt: skip
    assert not lenka.page.mistakes, lenka.page.mistakes


def _bring_and_send(lenka: Browser) -> None:
    """Keep what the house proposes to bring, check everything, write why she leads it herself, and send."""
    assert not lenka.page.mistakes, lenka.page.mistakes
    lenka.press(say("Continue"))
    lenka.press(_send_button(lenka), despite="Povedu ho sama, nikoho na vedení tu nemáme.")
    assert not lenka.page.mistakes, lenka.page.mistakes


def _send_button(lenka: Browser) -> str:
    """The words of the button that sends, with the number of letters in them."""
    return squeezed(next(button.get_text(" ") for button in lenka.page.soup.select("main form button.btn-primary")))


def _choose(
    lenka: Browser, guests: Sequence[Guest] = GUESTS, family: Sequence[str] = ("Jana Vlčková",)
) -> None:  # fmt: skip
    """Tick these guests and members of the family, with the reason of each."""
    form, _ = lenka.page.form(say("Continue"))
    typed: dict[str, Any] = {}
    for box in form.find_all("input", attrs={"type": "checkbox"}):
        label = form.find("label", attrs={"for": box.get("id")})
        words = squeezed(label.get_text(" ")) if label else ""
        for guest in guests:
            if guest.name in words:
                row = str(box["name"]).removesuffix("chosen")
                typed |= {str(box["name"]): True, f"{row}first": guest.sentence, f"{row}inward": guest.why}
        if any(name in words for name in family):
            row = str(box["name"]).removesuffix("chosen")
            typed |= {str(box["name"]): True, f"{row}how_told": "in_person", f"{row}inward": "Jde o vaši rodinu."}
    assert len(typed) == 3 * (len(guests) + len(family)), typed
    if guests in (GUESTS[:2], GUESTS[3:4]):
        typed |= _left_out(form, family)
    lenka.press_with(say("Continue"), typed)
    assert not lenka.page.mistakes, lenka.page.mistakes


def _left_out(form: Any, family: Sequence[str]) -> dict[str, Any]:
    """Whoever of the family is asked by default and does not come to this meeting."""
    typed: dict[str, Any] = {}
    for box in form.find_all("input", attrs={"type": "checkbox", "checked": True}):
        label = form.find("label", attrs={"for": box.get("id")})
        words = squeezed(label.get_text(" ")) if label else ""
        if "Vlč" in words and not any(name in words for name in family):
            row = str(box["name"]).removesuffix("chosen")
            typed |= {str(box["name"]): False, f"{row}why_not": "Tentokrát jde o jinou věc."}
    return typed


def _invite_on_paper(story: Story) -> None:
    """The counsellor gets her invitation on paper too; the mother hers from hand to hand, after they have talked."""
    story.begin("invite on paper")
    lenka = story.person(LENKA)
    meeting = lenka.page.address
    lenka.open(lenka.page.link(f"{say('Invitation on paper')} : {GUESTS[0].name}"))
    lenka.press(say("Print the invitation (PDF)"))
    story.keep_paper("pozvanka-vychovna-poradkyne.pdf", lenka.page, GUESTS[0].email)
    lenka.open(meeting)
    lenka.open(lenka.page.link(f"{say('Invitation on paper')} : Jana Vlčková"))
    lenka.press(say("Save and continue"), talked="yes")
    lenka.follow(say("Write the letter"))
    lenka.press(say("Save and continue"), greeting="paní Vlčková", about="Co Gábině pomůže ve škole a vám doma.")
    paper = lenka.page.address
    lenka.press(say("Print the invitation (PDF)"))
    story.keep_paper("pozvanka-maminka.pdf", lenka.page, LENKA)  # a paper has no address; she carries it
    lenka.open(paper)
    lenka.follow(say("Note the handing over"))
    lenka.press(say("Save"), how="handed")
    assert not lenka.page.mistakes, lenka.page.mistakes


def _answer_and_pledge(story: Story, guest: Guest) -> None:
    story.begin(f"answer and pledge: {guest.name}")
    phone = story.person(guest.email)
    letter = story.letter(guest.email, "Pozvánka na pracovní setkání")
    phone.open(link_in(letter))
    assert not any(word in phone.page.whole for word in FORBIDDEN), phone.page.text
    phone.press(say("I will come"))
    phone.follow(say("On to the pledge"))
    phone.press(say("Send me the code"))
    phone.press(say("Continue"), code=code_in(story.letter(guest.email, "Kód k přihlášení")), keep=True)
    assert not any(word in phone.page.whole for word in FORBIDDEN), phone.page.text
    phone.press(say("I sign the pledge"), read=True)
    assert not phone.page.mistakes, phone.page.mistakes
    story.letter(guest.email, "Slib mlčenlivosti je podepsán")
    if guest.kind == "pms":  # nobody has agreed yet that probation may know
        assert "Vlčk" not in phone.page.whole, phone.page.text
        return
    assert "Gabriela Vlčková" in phone.page.text, phone.page.text
    if guest is GUESTS[-1]:
        _step_aside(story, guest)
    else:
        phone.press(say("I take part"))


def _step_aside(story: Story, guest: Guest) -> None:
    phone = story.person(guest.email)
    phone.follow(say("I must step aside"))
    phone.press(say("I step aside"), reason="Znám rodinu ze sousedství.")
    assert not phone.page.mistakes, phone.page.mistakes
    story.letter(guest.email, "Vaše účast skončila")


def _meet(story: Story) -> None:
    story.begin("meeting")
    _held(sign_in(story, LENKA), without=("Gabriela", "Matěj"))


def _plan(story: Story) -> None:
    story.begin("plan")
    lenka = story.person(LENKA)
    lenka.follow(say("Open the plan"))
    lenka.press(say("Begin the plan from meeting %(number)s", number=1))
    plan = lenka.page.address
    for number, text, criterion, due in AGREED:
        _write_task(lenka, plan, GUESTS[number].name, text, criterion, due)
        story.tasks.append({"text": text, "responsible": GUESTS[number].name, "due": due, "state": "offered"})
    _write_task(lenka, plan, "Jana Vlčková", "Podá žádost o náhradní výživné", "potvrzení o podání", "31. 3. 2026")
    mothers = {"text": "Podá žádost o náhradní výživné", "responsible": "Jana Vlčková", "due": "31. 3. 2026"}
    story.tasks.append(mothers | {"state": "offered"})
    lenka.open(plan)
    lenka.press(say("Approve version %(number)s", number=1))
    without = (
        "The plan cannot be approved without an evaluation. Add a date and, for each task, the sign that it is done."
    )
    assert say(without) in squeezed(lenka.page.soup.select_one(".errors").get_text(" "))  # type: ignore[union-attr]
    lenka.open(plan)
    lenka.follow(say("Write the evaluation"))
    lenka.press(
        say("Save"), evaluation_on="21. 4. 2026", evaluation_rules="U každého úkolu řekneme, jak dopadl.",
        what_if_not="Zavoláme si.",
    )  # fmt: skip
    lenka.open(plan)
    lenka.press(say("Approve version %(number)s", number=1))
    assert not lenka.page.mistakes, lenka.page.mistakes
    lenka.open(lenka.page.address)


def _write_task(lenka: Browser, plan: str, who: str, text: str, criterion: str, due: str) -> None:
    lenka.open(plan)
    lenka.follow(say("Add a task"))
    lenka.press(say("Save"), text=text, criterion=criterion, responsible=who, due_on=due)
    assert not lenka.page.mistakes, lenka.page.mistakes


def _answer_tasks(story: Story) -> None:
    story.begin("tasks by phone")
    words = ("accept", "other_date", "accept", "decline")
    for number, (guest, word) in enumerate(zip(GUESTS[:4], words, strict=True), 1):
        phone = story.person(guest.email)
        phone.open(link_in(story.letter(guest.email, "Máte navržený úkol")))
        if word == "accept":
            phone.press(say("I accept the task"))
            story.letter(guest.email, "Termín úkolu")
        elif word == "other_date":
            phone.follow(say("I want another date"))
            phone.press(say("Propose the date"), proposed_on="27. 3. 2026", reason="Mám školení.")
        else:
            phone.follow(say("I decline, I will say why"))
            phone.press(say("Decline the task"), reason="")
            assert phone.page.mistakes, phone.page.text
            phone.press(say("Decline the task"), reason="Odcházím z týmu.")
        assert not phone.page.mistakes, phone.page.mistakes
        story.settle(number, {"accept": "accepted", "decline": "declined"}.get(word, word))


def _decide(story: Story) -> None:
    story.begin("decisions")
    lenka = sign_in(story, LENKA)
    lenka.follow(say("Decide"))
    agree = next(button.get_text(" ") for button in lenka.page.soup.select("main form button.btn-primary"))
    lenka.press(squeezed(agree))
    story.letter(GUESTS[1].email, "Termín úkolu")
    story.settle(2, "accepted", due="27. 3. 2026")
    ivana = story.person(GUESTS[0].email)
    ivana.open(link_in(story.letter(GUESTS[0].email, "Máte navržený úkol")))
    ivana.follow(say("Say how it went"))
    ivana.press(say("Report"), outcome="done", note="List mají oba.")
    assert not ivana.page.mistakes, ivana.page.mistakes
    _own_papers(story, ivana)
    story.begin("decisions")
    lenka.open("/")
    lenka.follow(say("Confirm"))
    lenka.press(say("Confirm the result"))
    story.settle(1, "confirmed")


def _own_papers(story: Story, ivana: Browser) -> None:
    """From her task the counsellor finds her copy of the plan and her own pledge."""
    story.begin("own papers")
    ivana.follow(say("Plan"))
    plan = ivana.page.address
    ivana.press(say("Open the plan (PDF)"))
    story.keep_paper("plan-vychovna-poradkyne.pdf", ivana.page, GUESTS[0].email)
    ivana.open(plan)
    ivana.follow(_code_of(ivana.page))
    ivana.follow(say("My signed pledge"))
    ivana.press(say("Download the PDF"))
    story.keep_paper("slib-vychovna-poradkyne.pdf", ivana.page, GUESTS[0].email)


def _to_the_case(lenka: Browser) -> None:
    lenka.open("/")
    lenka.follow(say("Cases"))
    lenka.follow("Gábina")


def _as_said(story: Story) -> None:
    """The mother has no mail: what she said on a visit is written down, with where, when and to whom."""
    story.begin("as said")
    lenka = story.person(LENKA)
    _to_the_case(lenka)
    lenka.follow("Podá žádost o náhradní výživné")
    lenka.follow(say("Write down what was said"))
    lenka.press(say("Write it down"), answer="accept", said_on="5. 3. 2026", said_to="Bc. Lenka Horáková")
    assert lenka.page.mistakes == [say("Choose where it was said.")], lenka.page.mistakes
    lenka.press(say("Write it down"), said_where="on_visit")
    assert not lenka.page.mistakes, lenka.page.mistakes
    story.settle(5, "accepted")


def _papers(story: Story) -> None:
    story.begin("papers")
    lenka = story.person(LENKA)
    _to_the_case(lenka)
    lenka.follow(say("Plan"))
    plan = lenka.page.address
    lenka.press(say("Open the plan (PDF)"))
    story.keep_paper("plan-koordinatorka.pdf", lenka.page, LENKA)
    lenka.open(plan)
    lenka.follow(say("Hand over on paper"))
    lenka.press(say("Print and note the handing over"), seat_id=GUESTS[2].name)
    story.keep_paper("plan-psycholozka-na-papire.pdf", lenka.page, GUESTS[2].email)
    lenka.open(plan)
    assert say("handed over on paper") in lenka.page.text, lenka.page.text
    rows = [squeezed(row.get_text(" ")) for row in lenka.page.soup.select("main table tr")]
    for task in story.tasks:
        assert any(task["text"] in row and say(task["state"]) in row.lower() for row in rows), (task, rows)


def _convene_further(
    story: Story, goal: str, guests: Sequence[Guest], family: Sequence[str], when: dict[str, str]
) -> None:
    """A further meeting of other people than before: whoever has signed the pledge is not asked again."""
    so_far, lenka = story.arrived, story.person(LENKA)
    lenka.open("/")
    lenka.follow(say("Convene a meeting"))
    assert say("Last time: meeting %(number)s", number=1)[:6] in lenka.page.text, lenka.page.text
    lenka.press(say("Continue"), goal=goal, is_realistic="yes", because="Všichni přislíbili, že přijdou.")
    _choose(lenka, guests, family)
    lenka.press(say("Continue"), place="Městský úřad, zasedačka 204", **when)
    assert not lenka.page.mistakes, lenka.page.mistakes
    lenka.press(say("Continue"))
    for guest in guests:
        assert guest.name in lenka.page.text.partition("nikdo nepodepisuje dvakrát")[2], lenka.page.text
    lenka.press(_send_button(lenka), despite="Všichni jsou domluvení a nikdo nechce čekat.")
    assert not lenka.page.mistakes, lenka.page.mistakes
    for guest in guests:
        story.letter(guest.email, "Pozvánka na pracovní setkání", after=so_far)
    lenka.follow(say("Record how the family learned of it"))
    lenka.press(say("Save"), people=family, how="in_person", words="Kdo přijde a o čem bude řeč.")
    assert not lenka.page.mistakes, lenka.page.mistakes


def _convene_mother_and_service(story: Story) -> None:
    """The second meeting of the leaflet: the mother, the worker of the service, the coordinator."""
    story.begin("second meeting convened")
    when = {"meets_on": "9. 3. 2026", "wall_from": "10:00", "wall_to": "11:00", "answer_by": ""}
    _convene_further(story, "Matka a Přístav uzavřou dohodu o spolupráci.", GUESTS[3:4], ["Jana Vlčková"], when)


def _agree(story: Story) -> None:
    """The agreement of the mother and the service: prepared at the meeting, signed by both, the office no party."""
    story.begin("second meeting: agreement")
    so_far, lenka = story.arrived, sign_in(story, LENKA)
    _held(lenka, without=("Gabriela", "Matěj", "Roman"))
    assert not lenka.page.mistakes, lenka.page.mistakes
    _to_the_case(lenka)
    lenka.follow(say("Agreements on cooperation"))
    lenka.follow(say("Prepare an agreement"))
    lenka.press(say("Go on"), person_id="Jana Vlčková", seat_id=GUESTS[3].name)
    assert lenka.filled(say("Save"))[1], "filled from the plan and the case"
    lenka.press(
        say("Save"), goals="Rodina má přehled v penězích.\nVečery s dětmi mají řád.",
        organisation_does="přijde dvakrát týdně na hodinu", visits="úterý a čtvrtek v 15:00, u vás doma",
        excuse="den předem na čísle 469 000 318", law="zákona o sociálních službách",
        ends_when="tři týdny nejde domluvit návštěvu", complaints="vedoucí Přístavu", evaluation_on="21. 4. 2026",
    )  # fmt: skip
    lenka.press(say("Put it before both parties"))
    assert not lenka.page.mistakes, lenka.page.mistakes
    agreement = lenka.page.address
    assert not lenka.page.has_link(say("Read and sign")), "the office is no party"
    martina = story.person(GUESTS[3].email)
    martina.open(link_in(story.letter(GUESTS[3].email, "Dohoda čeká na podpis", after=so_far)))
    martina.follow(say("Read and sign"))
    martina.press(say("I sign the agreement"), agrees=True)
    assert not martina.page.mistakes, martina.page.mistakes
    lenka.open(agreement)
    assert "chybí podpis: Jana Vlčková" in lenka.page.text, lenka.page.text
    lenka.follow(say("Let the parent sign at the table"))
    lenka.press(say("Hand the device over"))
    lenka.press(say("I sign the agreement"), agrees=True)
    _word, secret = story.keys[LENKA]
    with clock.standing_at(clock.now() + timedelta(minutes=2)):
        lenka.press(say("I have the device back"), code=totp(secret))
        assert say("concluded") in lenka.page.text.lower(), lenka.page.text
        lenka.press(say("Print the parent's copy"))
        story.keep_paper("dohoda-o-spolupraci.pdf", lenka.page, LENKA)  # she hands it to the mother


def _held(lenka: Browser, *, without: Sequence[str] = ()) -> None:
    """Everybody came but the children named here, who were excused; the meeting is marked as held."""
    lenka.open("/")
    lenka.follow(say("Open the meeting"))
    lenka.follow(say("Enter attendance"))
    form, _ = lenka.page.form(say("Save"))
    came = {}
    for row in form.find_all("fieldset"):
        who = squeezed(row.find("legend").get_text(" "))
        there = "excused" if any(name in who for name in without) else "present"
        came[str(row.find("input", attrs={"type": "radio"})["name"])] = there
    lenka.press_with(say("Save"), came)
    assert not lenka.page.mistakes, lenka.page.mistakes
    lenka.press(say("Mark as held"))


def _convene_school_and_child(story: Story) -> None:
    """The third meeting of the leaflet: the school, Gábina, her mother, the coordinator."""
    story.begin("third meeting convened")
    when = {"meets_on": "12. 3. 2026", "wall_from": "14:00", "wall_to": "15:00", "answer_by": ""}
    family = ["Jana Vlčková", "Gabriela Vlčková"]
    with clock.standing_at(clock.now() + timedelta(minutes=5)):
        _convene_further(story, "Škola řekne Gábině, co od ní potřebuje.", GUESTS[:2], family, when)


def _meet_with_child(story: Story) -> None:
    """Without the record of how Gábina was prepared the meeting is not held; with it, and a talk afterwards, it is."""
    story.begin("third meeting: Gábina")
    lenka = sign_in(story, LENKA)
    _held(lenka, without=("Matěj", "Roman"))
    assert any("chybí záznam o přípravě" in mistake for mistake in lenka.page.mistakes), lenka.page.mistakes
    lenka.follow(say("Write down the preparation"))
    lenka.press(
        say("Save"), talked_by="Bc. Lenka Horáková", talked_on="10. 3. 2026", why_comes="Jde o její školu.",
        guide="Jana Vlčková", own_side="máma", signal="položí tužku", leaves_with="máma, na chodbu",
    )  # fmt: skip
    assert not lenka.page.mistakes, lenka.page.mistakes
    lenka.press(say("Mark as held"))
    assert not lenka.page.mistakes, lenka.page.mistakes
    lenka.follow(say("Write down the talk afterwards"))
    lenka.press(say("Save"), after_by="Bc. Lenka Horáková", after_on="12. 3. 2026", after_said="Bylo to lepší.")
    assert not lenka.page.mistakes, lenka.page.mistakes


def _code_of(page: Page) -> str:
    """The outward code of the case, as the page shows it."""
    found = re.search(r"\bPS-[0-9A-Z]{4}\b", page.text)
    assert found, page.text
    return found[0]


def _convene_again(story: Story) -> None:
    """The second meeting, over the plan."""
    story.begin("convene again")
    so_far = story.arrived
    lenka = sign_in(story, LENKA)
    lenka.follow(say("Convene a meeting"))
    lenka.press(
        say("Continue"), goal="Společně vyhodnotíme plán.", is_realistic="yes", because="Většina úkolů běží.",
    )  # fmt: skip
    _choose(lenka, AGAIN)
    lenka.press(
        say("Continue"), meets_on="21. 4. 2026", wall_from="9:00", wall_to="10:30",
        place="Městský úřad, zasedačka 204", answer_by="17. 4. 2026",
    )  # fmt: skip
    _bring_and_send(lenka)
    for guest in AGAIN:
        story.letter(guest.email, "Pozvánka na pracovní setkání", after=so_far)
    story.letter(LENKA, "Pozvánka na pracovní setkání", after=so_far)


def _move(story: Story) -> None:
    """The second meeting moves by a day: the event of everybody moves with it, and they are asked again."""
    story.begin("moved")
    so_far = story.arrived
    lenka = story.person(LENKA)
    _to_the_case(lenka)
    lenka.follow(say("Meeting"))
    lenka.follow(say("Move it or change its place"))
    lenka.press(say("Continue"), meets_on="22. 4. 2026", wall_from="13:00", wall_to="14:30")
    lenka.press("Změnit a poslat")
    assert not lenka.page.mistakes, lenka.page.mistakes
    for email in (LENKA, *(guest.email for guest in AGAIN)):
        story.letter(email, "Změna: pracovní setkání", after=so_far)


def _take_off_the_case(story: Story) -> None:
    """One who was invited is taken off: the coming meeting leaves their calendar, and their link is dead."""
    story.begin("taken off the case")
    so_far, gone = story.arrived, AGAIN[-1]
    phone = story.person(gone.email)
    phone.open(link_in(story.letter(gone.email, "Pozvánka na pracovní setkání")))
    assert phone.page.has_button(say("I will come")), phone.page.text
    lenka = sign_in(story, LENKA)
    _to_the_case(lenka)
    lenka.follow(say("Meeting"))
    lenka.follow(f"{say('Take off the case')} : {gone.name}")
    lenka.press(say("Take off"), reason="Případ převzal kolega.")
    assert not lenka.page.mistakes, lenka.page.mistakes
    story.letter(gone.email, "Vaše účast skončila", after=so_far)
    assert phone.open(phone.page.address).status == 410, phone.page.text


def _call_off(story: Story) -> None:
    story.begin("called off")
    so_far = story.arrived
    lenka = story.person(LENKA)
    _to_the_case(lenka)
    lenka.follow(say("Meeting"))
    lenka.follow(say("Call the meeting off"))
    lenka.press(say("Call off"), why="Matka je v nemocnici.", another="yes", another_by="30. 4. 2026")
    assert not lenka.page.mistakes, lenka.page.mistakes
    for guest in AGAIN[:-1]:
        story.letter(guest.email, "Zrušeno: pracovní setkání", after=so_far)
    story.letter(LENKA, "Zrušeno: pracovní setkání", after=so_far)
    story.keep_letters()


if __name__ == "__main__":
    walk(Path(sys.argv[1] if len(sys.argv) > 1 else "story"))
