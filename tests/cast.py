"""The cast of all stories: two towns, a shared school, the people of the example, strangers who must see nothing."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from flask import Flask

from agencies.directory.models import Agency, Service, Unit
from agencies.directory.rules import AgencyKind
from agencies.staff.models import Post, Worker
from agencies.staff.rules import Role
from foundation import town_settings, wordings
from foundation.database import transaction

MORNING = datetime(2026, 2, 23, 8, 0, tzinfo=UTC)
"""Monday 23 February 2026, 9:00 in Prague: when every story begins."""
PHONE = "469 000 204"


@dataclass(frozen=True)
class Player:
    """One person of the cast."""

    key: str
    name: str
    email: str | None
    agency: str
    function: str
    role: Role = Role.WORKER
    unit: str | None = None
    shared: bool = False


AGENCIES = {
    "podlesi": ("Městský úřad Podlesí", AgencyKind.TOWN_OFFICE, "Podlesí"),
    "zalesi": ("Městský úřad Zálesí", AgencyKind.TOWN_OFFICE, "Zálesí"),
    "skola": ("ZŠ Na Kopci", AgencyKind.SCHOOL, None),
    "kompas": ("SVP Kompas", AgencyKind.SVP, None),
    "pristav": ("Přístav", AgencyKind.NGO, None),
    "javor": ("Centrum Javor", AgencyKind.NGO, None),
    "probace": ("Probační středisko Podlesí", AgencyKind.PMS, None),
    "most": ("Spolek Most", AgencyKind.NGO, None),
}
UNITS = {
    "rodina": ("podlesi", "oddělení péče o rodinu a dítě", AgencyKind.CHILD_PROTECTION),
    "prevence": ("podlesi", "oddělení prevence", AgencyKind.PREVENTION),
}
PLAYERS = (
    Player(
        "lenka",
        "Bc. Lenka Horáková",
        "lenka.horakova@podlesi.example",
        "podlesi",
        "sociální pracovnice",
        Role.COORDINATOR,
        "rodina",
    ),
    Player(
        "jitka",
        "Mgr. Jitka Bláhová",
        "jitka.blahova@podlesi.example",
        "podlesi",
        "sociální pracovnice",
        Role.COORDINATOR,
        "rodina",
    ),
    Player(
        "dana",
        "Mgr. Dana Veselá",
        "dana.vesela@podlesi.example",
        "podlesi",
        "sociální pracovnice",
        Role.COORDINATOR,
        "rodina",
    ),  # fmt: skip
    Player(
        "zdenka",
        "Mgr. Zdeňka Stará",
        "zdenka.stara@podlesi.example",
        "podlesi",
        "sociální pracovnice",
        Role.WORKER,
        "rodina",
    ),
    Player(
        "hana", "Mgr. Hana Dvorská", "hana.dvorska@podlesi.example", "podlesi", "vedoucí oddělení", Role.HEAD, "rodina"
    ),
    Player("karel", "Ing. Karel Svoboda", "karel.svoboda@podlesi.example", "podlesi", "správce", Role.ADMINISTRATOR),
    Player(
        "tereza",
        "Bc. Tereza Malá",
        "tereza.mala@podlesi.example",
        "podlesi",
        "pracovnice prevence",
        Role.WORKER,
        "prevence",
    ),
    Player("marek", "Mgr. Marek Kovář", "marek.kovar@zalesi.example", "zalesi", "sociální pracovník", Role.COORDINATOR),
    Player("milada", "Mgr. Milada Horská", "milada.horska@zalesi.example", "zalesi", "vedoucí odboru", Role.HEAD),
    Player("ivana", "Mgr. Ivana Součková", "ivana.souckova@nakopci.example", "skola", "výchovná poradkyně"),
    Player("tomas", "Mgr. Tomáš Beran", "tomas.beran@nakopci.example", "skola", "třídní učitel"),
    Player("olga", "Mgr. Olga Nová", "olga.nova@nakopci.example", "skola", "učitelka"),
    Player("jiri", "Mgr. Jiří Kadlec", "jiri.kadlec@nakopci.example", "skola", "ředitel", Role.MANAGER),
    Player("alena", "PhDr. Alena Křížová", "alena.krizova@kompas.example", "kompas", "psycholožka"),
    Player("martina", "Bc. Martina Dvořáčková", "martina.dvorackova@pristav.example", "pristav", "sociální pracovnice"),
    Player("radka", "Mgr. Radka Tichá", "radka.ticha@pristav.example", "pristav", "sociální pracovnice"),
    Player("petr", "Mgr. Petr Zeman", "petr.zeman@javor.example", "javor", "facilitátor"),
    Player("jan", "Mgr. Jan Kučera", "jan.kucera@probace.example", "probace", "probační úředník"),
    Player("eva", "Mgr. Eva Říhová", "eva.rihova@zalesi.example", "zalesi", "opatrovnice dětí"),
    Player("oksana", "Oksana Ivanenko", "oksana.ivanenko@javor.example", "javor", "tlumočnice"),
    Player("klara", "Klára Tesařová", "klara.tesarova@javor.example", "javor", "dobrovolnice"),
    Player("vrata", "Josef Vrátný", "info@most.example", "most", "terénní pracovník", shared=True),
)
BY_KEY = {player.key: player for player in PLAYERS}
TITLE = "§ 10 zákona č. 359/1999 Sb. (ověří právník města)"
SETTINGS = {
    "phone": PHONE,
    "legal_titles": f"{TITLE}\n§ 51 zákona č. 359/1999 Sb. (ověří právník města)",
    "citace: povinnost podle profese": "zákon, který platí pro mé povolání",
    "citace: odpovědnost": "občanského zákoníku",
    "citace: tlumočníci": "zákon o soudních tlumočnících",
    "doba uchování": "deset let",
    "letters_of_the_day": "off",  # it has stories of its own and stays out of all others
    "linka pro děti": "Linka pro děti 800 000 111",
}


@dataclass(frozen=True)
class Ids:
    """Where the people and bodies of the cast stand in the database."""

    agencies: dict[str, UUID]
    workers: dict[str, UUID]


def settle(app: Flask) -> Ids:
    """Bring the bodies and the people of the cast into an empty house."""
    with app.app_context():
        wordings.load_shipped()
        with transaction() as session:
            agencies = {
                key: Agency(name=name, kind=kind, convenes=town is not None, town_name=town, phone=PHONE)
                for key, (name, kind, town) in AGENCIES.items()
            }
            session.add_all(agencies.values())
            session.flush()
            units = {
                key: Unit(agency_id=agencies[home].id, name=name, kind=kind)
                for key, (home, name, kind) in UNITS.items()
            }
            workers = {
                player.key: Worker(name=player.name, email=player.email, mailbox_shared=player.shared, phone=PHONE)
                for player in PLAYERS
            }
            advice = Service(agency_id=agencies["skola"].id, name="školní poradenství", for_whom="žáci a jejich rodiče")
            session.add_all([*units.values(), *workers.values(), advice])
            session.flush()
            for player in PLAYERS:
                session.add(
                    Post(
                        worker_id=workers[player.key].id,
                        agency_id=agencies[player.agency].id,
                        unit_id=units[player.unit].id if player.unit else None,
                        function=player.function,
                        role=player.role,
                        from_on=date(2025, 9, 1),
                    )
                )
            ids = Ids(
                {key: agency.id for key, agency in agencies.items()},
                {key: worker.id for key, worker in workers.items()},
            )
        known = {definition.name for definition in town_settings.definitions()}
        for town in ("podlesi", "zalesi"):
            values = {name: value for name, value in SETTINGS.items() if name in known}
            town_settings.change(ids.agencies[town], values, by="house")
        return ids
