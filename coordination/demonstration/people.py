"""The invented people and organisations of the demonstration; the kinds are those of a real town, the names are not."""

from dataclasses import dataclass

from agencies.directory.rules import AgencyKind, Capacity
from agencies.staff.rules import Profession, Role

PHONE = "469 000 204"


@dataclass(frozen=True)
class Help:
    """One service that a body offers."""

    name: str
    for_whom: str
    description: str
    capacity: Capacity
    places: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class Body:
    """An agency with its units."""

    key: str
    name: str
    kind: AgencyKind
    address: str
    town: str | None = None
    units: tuple[tuple[str, AgencyKind], ...] = ()
    contact: str | None = None
    """The address at which the body is asked whom it sends."""
    services: tuple[Help, ...] = ()


@dataclass(frozen=True)
class Colleague:
    """Somebody who works at one of the bodies."""

    key: str
    name: str
    email: str
    body: str
    function: str
    role: Role = Role.WORKER
    unit: str | None = None
    mailbox_shared: bool = False
    phone: str | None = None
    profession: Profession | None = None


FAMILY_UNIT, PREVENTION_UNIT = "oddělení péče o rodinu a dítě", "oddělení prevence"

BODIES = (
    Body(
        "podlesi",
        "Městský úřad Podlesí",
        AgencyKind.TOWN_OFFICE,
        "Náměstí 1, Podlesí",
        "Podlesí",
        ((FAMILY_UNIT, AgencyKind.CHILD_PROTECTION), (PREVENTION_UNIT, AgencyKind.PREVENTION)),
    ),
    Body(
        "skola",
        "ZŠ Na Kopci",
        AgencyKind.SCHOOL,
        "Na Kopci 12, Podlesí",
        services=(
            Help(
                "školní poradenství",
                "žáci školy a jejich rodiče",
                "Rozhovory o docházce, prospěchu a sporech ve třídě.",
                Capacity.FREE,
            ),
        ),
    ),
    Body(
        "kompas",
        "SVP Kompas",
        AgencyKind.SVP,
        "Lipová 8, Podlesí",
        services=(
            Help(
                "ambulantní program",
                "dospívající od 12 do 18 let",
                "Tři měsíce, jednou týdně. Učí zvládat konflikty a vrátit se do školy.",
                Capacity.FREE,
                places=2,
            ),
            Help(
                "rodinné poradenství",
                "rodiče dospívajících",
                "Společné rozhovory o pravidlech doma.",
                Capacity.WAITING_LIST,
                note="asi šest týdnů",
            ),
        ),
    ),
    Body(
        "pristav",
        "Přístav",
        AgencyKind.NGO,
        "U Řeky 5, Podlesí",
        services=(
            Help(
                "doprovázení rodin",
                "rodiny s dětmi do 18 let",
                "Pracovnice dochází domů. Pomáhá s rozpočtem, dávkami, výživným a péčí o děti.",
                Capacity.FREE,
                places=1,
            ),
            Help(
                "dluhová poradna", "dospělí", "Přehled dluhů, splátky, oddlužení.", Capacity.FULL, note="znovu od září"
            ),
        ),
    ),
    Body("javor", "Centrum Javor", AgencyKind.NGO, "Školní 2, Podlesí"),
    Body("probace", "Probační středisko Podlesí", AgencyKind.PMS, "Soudní 4, Podlesí"),
    Body("most", "Spolek Most", AgencyKind.NGO, "Nádražní 9, Podlesí", contact="vedeni@most.example"),
    Body("zalesi", "Městský úřad Zálesí", AgencyKind.TOWN_OFFICE, "Radniční 3, Zálesí", "Zálesí"),
    Body(
        "poradna",
        "Manželská a rodinná poradna Podlesí",
        AgencyKind.COUNSELLING,
        "Zahradní 7, Podlesí",
        services=(
            Help(
                "rodinné poradenství a mediace",
                "rodiny, páry, rodiče v rozvodu",
                "Poradenství, mediace, skupinová edukace rodičů. Zdarma, i jednorázově beze jména.",
                Capacity.FREE,
            ),
        ),
    ),
)

COLLEAGUES = (
    Colleague(
        "lenka",
        "Bc. Lenka Horáková",
        "lenka.horakova@podlesi.example",
        "podlesi",
        "sociální pracovnice",
        Role.COORDINATOR,
        FAMILY_UNIT,
    ),
    Colleague(
        "jitka",
        "Mgr. Jitka Bláhová",
        "jitka.blahova@podlesi.example",
        "podlesi",
        "sociální pracovnice",
        Role.COORDINATOR,
        FAMILY_UNIT,
    ),
    Colleague(
        "hana",
        "Mgr. Hana Dvorská",
        "hana.dvorska@podlesi.example",
        "podlesi",
        "vedoucí oddělení",
        Role.HEAD,
        FAMILY_UNIT,
    ),
    Colleague(
        "karel", "Ing. Karel Svoboda", "karel.svoboda@podlesi.example", "podlesi", "správce systému", Role.ADMINISTRATOR
    ),
    Colleague(
        "tereza",
        "Bc. Tereza Malá",
        "tereza.mala@podlesi.example",
        "podlesi",
        "pracovnice prevence",
        Role.WORKER,
        PREVENTION_UNIT,
        phone="469 000 211",
    ),
    Colleague(
        "marek", "Mgr. Marek Kovář", "marek.kovar@zalesi.example", "zalesi", "sociální pracovník", Role.COORDINATOR
    ),
    Colleague("ivana", "Mgr. Ivana Součková", "ivana.souckova@nakopci.example", "skola", "výchovná poradkyně"),
    Colleague("tomas", "Mgr. Tomáš Beran", "tomas.beran@nakopci.example", "skola", "třídní učitel"),
    Colleague("jiri", "Mgr. Jiří Kadlec", "jiri.kadlec@nakopci.example", "skola", "ředitel", Role.MANAGER),
    Colleague("alena", "PhDr. Alena Křížová", "alena.krizova@kompas.example", "kompas", "psycholožka"),
    Colleague(
        "martina",
        "Bc. Martina Dvořáčková",
        "martina.dvorackova@pristav.example",
        "pristav",
        "sociální pracovnice",
        phone="469 000 318",
    ),
    Colleague("petr", "Mgr. Petr Zeman", "petr.zeman@javor.example", "javor", "facilitátor"),
    Colleague("jan", "Mgr. Jan Kučera", "jan.kucera@probace.example", "probace", "probační úředník"),
    Colleague(
        "nikola",
        "Bc. Nikola Jandová",
        "nikola.jandova@poradna.example",
        "poradna",
        "sociální pracovnice",
        profession=Profession.SOCIAL_WORKER,
    ),
    Colleague(
        "blazkova",
        "Mgr. Hana Blažková",
        "hana.blazkova@poradna.example",
        "poradna",
        "psycholožka",
        profession=Profession.PSYCHOLOGIST,
    ),
    Colleague(
        "sevcik",
        "Mgr. Ondřej Ševčík",
        "ondrej.sevcik@poradna.example",
        "poradna",
        "mediátor",
        profession=Profession.MEDIATOR,
    ),
    Colleague(
        "dolezalova",
        "PhDr. Iveta Doležalová",
        "iveta.dolezalova@poradna.example",
        "poradna",
        "psychodiagnostička",
        profession=Profession.PSYCHOLOGIST,
    ),
    Colleague(
        "ticha",
        "Mgr. Radka Tichá",
        "radka.ticha@poradna.example",
        "poradna",
        "rodinná terapeutka",
        profession=Profession.THERAPIST,
    ),
    Colleague(
        "kral",
        "PhDr. Libor Král",
        "libor.kral@poradna.example",
        "poradna",
        "vedoucí poradny",
        Role.MANAGER,
        profession=Profession.COUNSELLOR,
    ),
    Colleague("vrata", "Josef Vrátný", "info@most.example", "most", "terénní pracovník", mailbox_shared=True),
)

BY_KEY = {one.key: one for one in COLLEAGUES}

TOWN_SETTINGS = {
    "phone": PHONE,
    "legal_titles": (
        "sdělení údajů v rámci sociálně-právní ochrany dětí (přesnou citaci doplní právník města)\n"
        "účast na případové konferenci ze zákona (přesnou citaci doplní právník města)"
    ),
    "citace: povinnost podle profese": "předpis o mém povolání (přesnou citaci doplní právník města)",
    "citace: odpovědnost": "občanského a trestního zákoníku (přesnou citaci doplní právník města)",
    "citace: tlumočníci": "předpis o soudních tlumočnících (přesnou citaci doplní právník města)",
    "linka pro děti": "Linka pro děti 800 000 111",
    "doba uchování": "uvedenou ve spisovém a skartačním plánu města",
}
