"""`make story-counselling OUT=dir`: the Kratochvíl family at a counselling service, from an e-mail to the plan.

Told like `tests/story.py`: over HTTP, by links and forms alone. It leaves `pdf/*.pdf`, `calendar/*.ics`, the letters of
the accounts and `index.json`.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from foundation import clock
from tests.browsing import Browser, Page
from tests.story import ADMINISTRATOR, Story, link_in, say, set_up, sign_in, stage

SERVICE = "Manželská a rodinná poradna Podlesí"
NIKOLA, BLAZKOVA = "nikola.jandova@poradna.example", "hana.blazkova@poradna.example"
SEVCIK, DOLEZALOVA = "ondrej.sevcik@poradna.example", "iveta.dolezalova@poradna.example"
TICHA, KRAL = "radka.ticha@poradna.example", "libor.kral@poradna.example"
PEOPLE = (
    ("Bc. Nikola Jandová", NIKOLA, "sociální pracovnice", "social_worker", "worker"),
    ("Mgr. Hana Blažková", BLAZKOVA, "psycholožka", "psychologist", "worker"),
    ("Mgr. Ondřej Ševčík", SEVCIK, "mediátor", "mediator", "worker"),
    ("PhDr. Iveta Doležalová", DOLEZALOVA, "psychodiagnostička", "psychologist", "worker"),
    ("Mgr. Radka Tichá", TICHA, "rodinná terapeutka", "therapist", "worker"),
    ("PhDr. Libor Král", KRAL, "vedoucí poradny", "counsellor", "manager"),
)
"""Name, address, function, profession, role."""
FORBIDDEN = ("Kratochv", "Zuzan", "Adam", "Klára")
ZUZANA, PAVEL = "Zuzana Kratochvílová, matka", "Pavel Kratochvíl, otec"


def walk(out: Path) -> dict[str, Any]:
    """Tell the whole story; answers the index that also stands in `index.json`."""
    for former in ("mail", "calendar", "pdf"):
        shutil.rmtree(out / former, ignore_errors=True)
    (out / "index.json").unlink(missing_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    with stage(out) as story:
        for begins, part in (
            (_at(30, 1, 8), _service),
            (_at(2, 2, 9), _first_contact),
            (_at(4, 2, 9), _intake),
            (_at(9, 2, 10), _assessment),
            (_at(16, 2, 9), _obstacle),
            (_at(23, 2, 8), _first_consultation),
            (_at(23, 2, 10), _clients),
            (_at(5, 3, 8), _education),
            (_at(12, 3, 8), _hand_over),
            (_at(19, 3, 8), _mediation),
            (_at(24, 3, 8), _diagnostics),
            (_at(26, 3, 8), _mediation),
            (_at(30, 3, 8), _attorney),
            (_at(2, 4, 8), _mediation),
            (_at(9, 4, 8), _mediation),
            (_at(14, 4, 8), _seventh),
        ):
            with clock.standing_at(begins):
                part(story)
        story.keep_letters()
        index = {
            "files": story.files, "cast": [{"name": one[0], "email": one[1], "agency": SERVICE} for one in PEOPLE],
            "forbidden_words": list(FORBIDDEN),
        }  # fmt: skip
        (out / "index.json").write_text(json.dumps(index, ensure_ascii=False, indent=1), encoding="utf-8")
        return index


def _at(day: int, month: int, hour: int) -> datetime:
    """An hour of Prague in the year of the story."""
    return clock.instant(datetime(2026, month, day, tzinfo=UTC).date(), datetime(2026, 1, 1, hour, tzinfo=UTC).time())


def _enters(story: Story, who: str) -> Browser:
    """Somebody comes to the first page, signed in from the hour before or anew."""
    browser = story.person(who)
    browser.open("/")
    return sign_in(story, who) if browser.page.has_link(say("Sign in")) else browser


def _press(browser: Browser, button: str, **typed: str | list[str]) -> Page:
    """Press a button by its English words; nothing may be left to mend."""
    page = browser.press(say(button), **typed)
    assert not page.mistakes, page.mistakes
    return page


def _refused(browser: Browser, button: str, **typed: str | list[str]) -> str:
    page = browser.press(say(button), **typed)
    assert page.mistakes, page.text[:800]
    return page.mistakes[0]


def _file(story: Story, who: str) -> Browser:
    """Somebody opens the file from the board, by the name that only those see who work with it."""
    browser = _enters(story, who)
    browser.follow(say("Intake of clients"))
    browser.follow("Zuzana Kratochvílová")
    return browser


def _service(story: Story) -> None:
    story.begin("service")
    begun = story.app.test_cli_runner().invoke(
        args=["init-town", "--name", "Městský úřad Podlesí", "--town", "Podlesí", "--phone", "469 000 204",
              "--administrator", "Ing. Karel Svoboda", "--email", ADMINISTRATOR],
    )  # fmt: skip
    link = re.search(r"https?://\S+", begun.output)
    assert link, begun.output
    set_up(story, ADMINISTRATOR, link[0])
    admin = story.person(ADMINISTRATOR)
    admin.open("/")
    admin.follow(say("Organisations"))
    admin.follow(say("Add an organisation"))
    _press(admin, "Save", name=SERVICE, kind="counselling", phone="469 000 210")
    home = admin.page.address
    for name, email, function, profession, role in PEOPLE:
        admin.open(home)
        admin.follow(say("Add a person"))
        _press(
            admin, "Add the person", name=name, email=email, function=function, profession=profession, role=role
        )  # fmt: skip
        _press(admin, "Send the account set-up")
        set_up(story, email, link_in(story.letter(email, "Nastavení účtu")))
    kral = story.person(KRAL)
    kral.open("/")
    kral.follow(say("Intake of clients"))
    kral.follow(say("What the service decides for itself"))
    law = {
        say("Consent: the law on confidentiality of the service"): "zákona o sociálních službách",
        say("Consent: the law on what must be told to others"): "zákona o sociálně-právní ochraně dětí",
        say("Consent: the law on the contract"): "zákona o sociálních službách",
        say("Consent: how long the data are kept"): "pět let",
    }
    kral.press_with(say("Save"), dict(law))
    assert not kral.page.mistakes, kral.page.mistakes


def _first_contact(story: Story) -> None:
    """An e-mail; the social worker takes it and finds the first hour by phone, at the client's wish (S1-01, S1-09)."""
    story.begin("first contact")
    nikola = _enters(story, NIKOLA)
    nikola.follow(say("Intake of clients"))
    nikola.follow(say("New contact"))
    _press(
        nikola, "Take the contact", channel="email", name="Zuzana Kratochvílová", relation="mother",
        reach="601 000 111", subject="Rozvádíme se a hádáme se před dětmi.",
    )  # fmt: skip
    nikola.press(say("Book"), slot="own", day="4. 2. 2026", hour="9:00", by_phone="y", worker_can="y")
    assert nikola.page.mistakes, "a phone consultation is not offered, the client asks for it"
    _press(nikola, "Book", client_asked="y")
    story.keep_calendar("uvodni-konzultace.ics", nikola.follow(say("Into my calendar")), NIKOLA)


def _intake(story: Story) -> None:
    """By phone, so the consent is read aloud first; a neighbour is kept out at once (S1-10, S1-53)."""
    story.begin("intake")
    nikola = _file(story, NIKOLA)
    nikola.follow(say("Write the intake down"))
    _press(nikola, "They said yes")
    _press(
        nikola, "The intake was held", informed="y",
        situation="Rodiče se rozvádějí, Adam (9) a Klára (6) žijí u matky. Oba rodiče chtějí mediaci.",
    )  # fmt: skip
    for name, relation in (
        ("Pavel Kratochvíl", "father"), ("Adam Kratochvíl", "child"), ("Klára Kratochvílová", "child"),
    ):  # fmt: skip
        nikola.follow(say("Add one of the family"))
        _press(nikola, "Save", name=name, relation=relation, reach="601 000 222" if relation == "father" else "")
    nikola.follow(say("Keep a worker out"))
    _press(nikola, "Keep out", worker="Mgr. Radka Tichá, rodinná terapeutka", kind="personal_relation")
    radka = _enters(story, TICHA)
    assert "PR-" not in radka.follow(say("Intake of clients")).text, "whoever is kept out finds no file"


def _assessment(story: Story) -> None:
    """The seventh day: two professionals look ahead and name the key worker (S1-17, S1-18, S1-20)."""
    story.begin("assessment")
    nikola = _file(story, NIKOLA)
    nikola.follow(say("Write the assessment"))
    hana, ondrej = "Mgr. Hana Blažková, psycholožka", "Mgr. Ondřej Ševčík, mediátor"
    done = {"outlook": "Hádky nejspíš zesílí. Mediace má naději.", "key_worker": hana}
    _refused(nikola, "The assessment is done", assessors=[hana], **done)
    _press(nikola, "The assessment is done", assessors=[hana, ondrej], **done)
    blazkova = _file(story, BLAZKOVA)
    blazkova.follow(say("Add a colleague"))
    _press(blazkova, "Add to the team", worker=ondrej, part="mediator")


def _obstacle(story: Story) -> None:
    """An acute conflict: nobody is blamed, and the joint beginning waits (S1-27)."""
    story.begin("obstacle")
    hana = _file(story, BLAZKOVA)
    hana.follow(say("The parents do not meet for now"))
    _press(hana, "Respect it", kind="acute_conflict", review_on="23. 2. 2026")


def _books(browser: Browser, kind: str, **typed: str | list[str]) -> Page:
    """Both parents are asked to a visit at nine of this day."""
    browser.follow(say("Book a visit"))
    today = clock.today()
    chosen: dict[str, str | list[str]] = {"approach": "joint", "kind": kind, "people": [ZUZANA, PAVEL], **typed}
    return browser.press(
        say("Book"), slot="own", day=f"{today.day}. {today.month}. {today.year}", hour="9:00", **chosen
    )


def _held(story: Story, who: str, note: str) -> None:
    """The hour comes and goes; who was asked came, and it is written down."""
    today, browser = clock.today(), story.person(who)
    browser.follow(f"{today.day}. {today.month}. {today.year} v 9:00")
    visit = browser.page.address
    name = f"navsteva-{today.isoformat()}.ics"
    story.keep_calendar(name, browser.follow(say("Into my calendar")), who)
    with clock.standing_at(_at(today.day, today.month, 10)):
        _enters(story, who)
        browser.open(visit)
        browser.follow(say("Write the visit down"))
        _press(browser, "The visit was held", note=note)


def _first_consultation(story: Story) -> None:
    """They can meet again; one of them alone would want a reason, so both are asked (S1-26)."""
    story.begin("first consultation")
    hana = _file(story, BLAZKOVA)
    _press(hana, "They can meet again")
    assert _books(hana, "consultation", people=[ZUZANA]).mistakes, "one parent alone"
    _press(hana, "Book", people=[ZUZANA, PAVEL])
    _held(story, BLAZKOVA, "Oba chtějí dohodu o péči.")


def _clients(story: Story) -> None:
    """Everything is told, the order is honest, each parent signs alone and becomes a client (S1-37 … S1-43)."""
    story.begin("clients")
    hana = _file(story, BLAZKOVA)
    hana.follow(say("Open counselling"))
    heard = [
        str(box["value"]) for box in hana.page.soup.select("input[name=told]") if box.has_attr("value")
    ]  # fmt: skip
    _press(hana, "Open counselling", told=heard)
    _press(
        hana, "Save the order", problem="Dohodnout péči bez hádek před dětmi.", text_1="společná dohoda",
        verdict_1=say("yes, we can"), text_2="posudek pro soud", verdict_2=say("no, we cannot"),
        why_2="Posudky neděláme.",
    )  # fmt: skip
    file = hana.page.address
    for name in ("Zuzana Kratochvílová", "Pavel Kratochvíl"):
        hana.open(file)
        hana.follow(name)
        sheet = hana.page.address
        story.keep_paper(f"souhlas-{name.partition(' ')[0]}.pdf", hana.follow(say("Print it for the pen (PDF)")), name)
        hana.open(sheet)
        _press(hana, "I sign the consent")


def _education(story: Story) -> None:
    """Group education first; it does not count as a visit (S1-28)."""
    story.begin("education")
    hana = _file(story, BLAZKOVA)
    assert _books(hana, "mediation").mistakes, "mediation before education"
    _press(hana, "Book", kind="group_education")
    _held(story, BLAZKOVA, "Co děti při rozvodu potřebují.")


def _hand_over(story: Story) -> None:
    """The order of mediation prevails: the file goes to the mediator at one instant (S1-23, S1-24, S1-34)."""
    story.begin("hand over")
    hana = _file(story, BLAZKOVA)
    _press(hana, "They ask for mediation")
    hana.follow(say("Hand the file over"))
    _press(
        hana, "Hand over", worker="Mgr. Ondřej Ševčík, mediátor", because="order", stays="y",
        note="Rodiče jsou po edukaci, oba chtějí mediaci.",
    )  # fmt: skip
    ondrej = _file(story, SEVCIK)
    _books(ondrej, "consultation")
    _held(story, SEVCIK, "Vysvětlil jsem pravidla mediace.")


def _mediation(story: Story) -> None:
    story.begin("mediation")
    ondrej = _file(story, SEVCIK)
    assert not _books(ondrej, "mediation").mistakes, ondrej.page.mistakes
    _held(story, SEVCIK, "Shodli se na dalším kroku.")


def _diagnostics(story: Story) -> None:
    """Adam's diagnostics: asked, answered, its output leads on, and who explains it is agreed (S1-47 … S1-50)."""
    story.begin("diagnostics")
    ondrej = _file(story, SEVCIK)
    ondrej.follow(say("Ask for psychodiagnostics"))
    child = next(str(box["value"]) for box in ondrej.page.soup.select("input[name=child]") if "Adam" in str(box.parent))
    _press(
        ondrej, "Ask the colleague", child=child, why="Jak prožívá rozchod rodičů a co mu pomůže.",
        worker="PhDr. Iveta Doležalová, psychodiagnostička",
    )  # fmt: skip
    iveta = _enters(story, DOLEZALOVA)
    iveta.follow(say("Intake of clients"))
    iveta.follow(say("Answer"))
    _press(iveta, "Answer", answer="yes")
    page = iveta.page.address
    iveta.follow(say("Write the output"))
    _press(iveta, "Save the output", report="Potřebuje klid při předávání a jistotu u obou rodičů.")
    story.keep_paper("zadost-o-psychodiagnostiku.pdf", iveta.follow(say("The request on paper (PDF)")), "poradna")
    iveta.open(page)


def _attorney(story: Story) -> None:
    """The father's attorney is refused with the reasons; the children's representative may come (S1-57, S1-58)."""
    story.begin("attorney")
    ondrej = _file(story, SEVCIK)
    refused = _books(ondrej, "consultation", along="attorney", along_name="JUDr. Marek Vondra")
    assert refused.mistakes, "an attorney at a consultation"
    _press(ondrej, "Book", along="minor_representative", along_name="Mgr. Eva Říhová")
    ondrej.follow("30. 3. 2026 v 9:00")
    _press(ondrej, "Call the visit off")


def _seventh(story: Story) -> None:
    """Six visits are over; the seventh asks for the individual plan (S1-44, S1-45, S1-46)."""
    story.begin("seventh visit")
    ondrej = _file(story, SEVCIK)
    assert _books(ondrej, "mediation").mistakes, "the seventh visit without a plan"
    ondrej = _file(story, SEVCIK)
    ondrej.follow(say("A longer cooperation is needed"))
    _press(ondrej, "Save the need", why="Prázdniny a předávání se dohodnou až v průběhu roku.")
    _press(
        ondrej, "Save the plan", situation="Rodiče se hádají při předávání dětí.",
        wish_1="Chceme se domluvit sami, bez soudu.", aim_1="independence", sign_1="Dvě předání po sobě bez hádky.",
        what_1_1="Sejít se nad kalendářem péče.", who_1_1="Zuzana a Pavel", until_1_1="30. 4. 2026",
        review_on="15. 6. 2026",
    )  # fmt: skip
    story.keep_paper("individualni-plan.pdf", ondrej.follow(say("The plan on paper (PDF)")), "poradna")
    ondrej = _file(story, SEVCIK)
    assert not _books(ondrej, "mediation").mistakes, ondrej.page.mistakes
    _held(story, SEVCIK, "Pracují podle plánu.")


if __name__ == "__main__":
    walk(Path(sys.argv[1] if len(sys.argv) > 1 else "story-counselling"))
