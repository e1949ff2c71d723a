"""The case is opened and the organisations are brought to it (20 to 23 February)."""

from datetime import date
from uuid import UUID

from coordination.cases import actions as cases
from coordination.cases.rules import Kinship, SafeContact
from coordination.demonstration.town import Town as Town
from coordination.seats.models import CaseFrame
from coordination.seats.rules import Relation
from foundation.database import transaction

CODE = "PS-7F3K"


def open_case(town: Town) -> tuple[UUID, dict[str, UUID]]:
    """Lenka opens the case; answers it and the members of the family by their keys."""
    opener = cases.Opener(
        key=town.key("lenka"),
        worker_id=town.workers["lenka"],
        name="Bc. Lenka Horáková",
        function="sociální pracovnice",
        town_id=town.agencies["podlesi"],
        town_name="Městský úřad Podlesí",
    )
    brief = cases.Brief(
        office_reference="Om 14/2026",
        nickname="Gábina",
        situation=(
            "Matka je na tři děti sama, otec od října neplatí výživné a rodina nevychází s penězi. "
            "Nejstarší Gábina má ve škole neomluvené hodiny a konflikty."
        ),
        need_of_help="Rodina potřebuje někoho, kdo bude pravidelně docházet, a škola s Gábinou novou domluvu.",
        parents_view="Nestíhám, chci pomoc a bojím se, že mi děti vezmou.",
        goal="Gábina dokončí 8. třídu bez neomluvených hodin a rodina bude mít stabilní příjem včetně výživného.",
        areas=("finance", "maintenance", "school", "parenting"),
    )
    case_id = cases.open_case(opener, brief)
    with transaction() as session:
        session.get_one(CaseFrame, case_id).code = CODE  # always the same, so that the papers here can be compared
    people = (
        ("jana", "Jana Vlčková", Kinship.MOTHER, True, date(1988, 5, 14)),
        ("gabina", "Gabriela Vlčková", Kinship.DAUGHTER, True, date(2011, 9, 2)),
        ("matej", "Matěj Vlček", Kinship.SON, True, date(2014, 11, 23)),
        ("eliska", "Eliška Vlčková", Kinship.DAUGHTER, True, date(2020, 7, 8)),
        ("roman", "Roman Vlček", Kinship.FATHER, False, date(1985, 1, 30)),
    )
    family = {}
    for key, name, kinship, at_home, born_on in people:
        contact = SafeContact.PHONE if key == "jana" else SafeContact.NONE
        phone = "601 000 204" if key == "jana" else ""
        member = cases.Member(name, kinship, at_home, born_on, contact, phone, "")
        family[key] = cases.add_member(case_id, member, by=town.key("lenka"))
    return case_id, family


def assess(town: Town, case_id: UUID) -> None:
    """Lenka writes down how she sees the family, before any plan is made (S2-19)."""
    assessed = cases.Assessed(
        made_on=town.day(27, 2),
        causes="Od října bez výživného, matka pracuje na směny a na vše je sama. Potíže ve škole trvají od září.",
        child="Gábina je zdravá, ze školy utíká kvůli konfliktům ve třídě. Říká, že by chtěla malovat.",
        family="Byt je malý, ale uklizený. Matka o děti stojí a spolupracuje, peníze nevycházejí. Otec nepomáhá.",
        strengths="Matka přijímá pomoc, Gábina ráda maluje, babička bydlí v sousední vsi.",
    )
    cases.assess(case_id, assessed, actor=town.visitor("lenka"))


def bring_agencies(town: Town, case_id: UUID, family: dict[str, UUID]) -> None:
    """The organisations come to the case with the consents of the mother."""
    by, until = town.key("lenka"), town.day(31, 8)
    school = ("gabina", "matej")
    for key, relation, areas, concerned in (
        ("podlesi", Relation.SERVES, ("parenting",), ()),
        ("skola", Relation.SERVES, ("school",), school),
        ("kompas", Relation.MAY_SERVE, ("behaviour",), ("gabina", "jana")),
        ("pristav", Relation.MAY_SERVE, ("finance", "maintenance", "parenting"), ()),
    ):
        involvement = cases.involve(
            case_id,
            town.agencies[key],
            relation=relation,
            since=town.day(23, 2),
            areas=areas,
            concerned=[family[name] for name in concerned],
            by=by,
        )
        if key in ("podlesi", "skola"):
            cases.record_legal_title(
                involvement,
                citation="sdělení údajů v rámci sociálně-právní ochrany dětí",
                concerned=list(family.values()),
                why="Bez těchto údajů nejde Gábině pomoci.",
                areas=areas,
                until=None,
                by=by,
            )
        elif key in ("kompas", "pristav"):
            cases.record_consent(
                involvement,
                given_by=family["jana"],
                given_on=town.day(20, 2),
                how="osobně na úřadě",
                concerned=[family[name] for name in ("jana", "gabina", "matej", "eliska")],
                areas=areas,
                until=town.day(27, 4) if key == "kompas" else until,
                by=by,
            )
