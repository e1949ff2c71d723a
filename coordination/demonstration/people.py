"""The invented people and organisations of the demonstration; the kinds are those of a real town, the names are not."""

from dataclasses import dataclass

from agencies.directory.rules import AgencyKind
from agencies.staff.rules import Role

PHONE = "469 000 204"


@dataclass(frozen=True)
class Body:
    """An agency with its units."""

    key: str
    name: str
    kind: AgencyKind
    address: str
    town: str | None = None
    units: tuple[tuple[str, AgencyKind], ...] = ()


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
    Body("skola", "ZŠ Na Kopci", AgencyKind.SCHOOL, "Na Kopci 12, Podlesí"),
    Body("kompas", "SVP Kompas", AgencyKind.SVP, "Lipová 8, Podlesí"),
    Body("pristav", "Přístav", AgencyKind.NGO, "U Řeky 5, Podlesí"),
    Body("javor", "Centrum Javor", AgencyKind.NGO, "Školní 2, Podlesí"),
    Body("probace", "Probační středisko Podlesí", AgencyKind.PMS, "Soudní 4, Podlesí"),
    Body("most", "Spolek Most", AgencyKind.NGO, "Nádražní 9, Podlesí"),
    Body("zalesi", "Městský úřad Zálesí", AgencyKind.TOWN_OFFICE, "Radniční 3, Zálesí", "Zálesí"),
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
    ),
    Colleague(
        "marek", "Mgr. Marek Kovář", "marek.kovar@zalesi.example", "zalesi", "sociální pracovník", Role.COORDINATOR
    ),
    Colleague("ivana", "Mgr. Ivana Součková", "ivana.souckova@nakopci.example", "skola", "výchovná poradkyně"),
    Colleague("tomas", "Mgr. Tomáš Beran", "tomas.beran@nakopci.example", "skola", "třídní učitel"),
    Colleague("jiri", "Mgr. Jiří Kadlec", "jiri.kadlec@nakopci.example", "skola", "ředitel", Role.MANAGER),
    Colleague("alena", "PhDr. Alena Křížová", "alena.krizova@kompas.example", "kompas", "psycholožka"),
    Colleague(
        "martina", "Bc. Martina Dvořáčková", "martina.dvorackova@pristav.example", "pristav", "sociální pracovnice"
    ),
    Colleague("petr", "Mgr. Petr Zeman", "petr.zeman@javor.example", "javor", "facilitátor"),
    Colleague("jan", "Mgr. Jan Kučera", "jan.kucera@probace.example", "probace", "probační úředník"),
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
    "doba uchování": "uvedenou ve spisovém a skartačním plánu města",
}
