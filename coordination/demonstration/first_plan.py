"""The plan of the first meeting: its tasks, promises and risks, read aloud; the requirements of the school."""

from datetime import date
from uuid import UUID

from coordination.demonstration.asking import name_of
from coordination.demonstration.town import Town as Town
from coordination.plans import actions as plans
from coordination.plans.actions import (
    CommitmentDraft,
    ConditionDraft,
    EvaluationText,
    GoalText,
    Recorded,
    RiskDraft,
    SaidWord,
    TaskDraft,
    requiring,
)
from coordination.plans.models import plan as plan_of_id
from coordination.plans.models_of_conditions import commitments_of
from coordination.plans.rules_of_conditions import Kind
from coordination.seats.models import open_seats
from coordination.seats.rules import HowHanded
from coordination.tasks.actions import Said
from coordination.tasks.rules import SaidWhere, Schedule

_HELPERS = {2: ("Jana Vlčková",), 3: (name_of("martina"),), 5: ("Jana Vlčková",)}
"""Who helps with which task."""


_FIRST = {3: (2,), 5: (4,)}
"""Which tasks come first."""


def write_plan(town: Town, case_id: UUID, meeting: UUID) -> UUID:
    """Lenka writes down what was agreed and approves it."""
    lenka = town.visitor("lenka")
    plan_id = plans.begin(case_id, conference_id=meeting, actor=lenka)
    plan = plan_of_id(plan_id)
    assert plan is not None
    assert plan.draft is not None
    first = plan.draft.goals[0]
    school = GoalText("Gábina dokončí 8. třídu bez neomluvených hodin.", "vysvědčení a výpis docházky")
    money = GoalText("Rodina vyjde s penězi a dostane výživné.", "rozpočet drží tři měsíce")
    goals = (
        plans.write_goal(plan_id, school, goal_id=first.id, version=first.version, actor=lenka),
        plans.write_goal(plan_id, money, actor=lenka),
    )
    seats = {seat.name: seat.id for seat in open_seats(case_id)}
    ids: dict[int, UUID] = {}
    for number, (goal, who, text, criterion, dates) in enumerate(_agreed(town), 1):
        once = len(dates) == 1
        draft = TaskDraft(
            text=text,
            criterion=criterion,
            schedule=Schedule.ONCE if once else Schedule.WEEK,
            goal_id=goals[goal],
            seat_id=seats[who],
            due_on=dates[0] if once else None,
            from_on=None if once else dates[0],
            until_on=None if once else dates[1],
            helpers=tuple(seats[helper] for helper in _HELPERS.get(number, ())),
            waits_for=tuple(ids[first] for first in _FIRST.get(number, ())),
            most_excused=1 if number == 5 else None,
        )
        ids[number] = plans.write_task(plan_id, draft, actor=lenka)
    _promise(town, plan_id, seats, ids[5])
    evaluation = EvaluationText(
        town.day(21, 4),
        "U každého úkolu řekneme, jestli je splněný, podle čeho se to pozná a co dál. Rodina mluví první.",
        "Zavolejte koordinátorce. Domluvíme jiný termín nebo jiného člověka, nikdo za to není trestán.",
    )
    plan = plan_of_id(plan_id)
    assert plan is not None
    assert plan.draft is not None
    plans.write_evaluation(plan_id, evaluation, version=plan.draft.version, actor=lenka)
    plans.approve(plan_id, actor=lenka)
    return plan_id


def _promise(town: Town, plan_id: UUID, seats: dict[str, UUID], programme: UUID) -> None:
    """What the school promises if …, and the risk that Alena watches."""
    lenka, teacher = town.visitor("lenka"), seats[name_of("tomas")]
    steps = "rozhovor s výchovnou poradkyní\njednání s matkou do týdne\nnávrh opatření pedagogické radě"
    promise = CommitmentDraft("zkusí to s Gábinou znovu a nenavrhne výchovné opatření", seats[name_of("ivana")], steps)
    commitment = plans.write_commitment(plan_id, promise, actor=lenka)
    for condition in (
        ConditionDraft(
            "Gábina dochází do programu SVP", Kind.TASK, task_id=programme, judge_id=seats[name_of("alena")]
        ),
        ConditionDraft(
            "Nepřibude žádná neomluvená hodina", Kind.NUMBER, most=0, until_on=town.day(30, 6), judge_id=teacher
        ),
        ConditionDraft(
            "Chování ve škole se viditelně zlepší", Kind.JUDGED, until_on=town.day(21, 4), judge_id=teacher,
            criterion="spory řeší přes výchovnou poradkyni",
        ),
    ):  # fmt: skip
        plans.write_condition(plan_id, commitment, condition, actor=lenka)
    risk = RiskDraft("Nízká motivace Gábiny", seats[name_of("alena")], "výtvarný kroužek (úkol 10)")
    plans.write_risk(plan_id, risk, actor=lenka)


def read_aloud(town: Town, plan_id: UUID, case_id: UUID) -> None:
    """Everybody's word on the plan at the table, and the mother's on the visit."""
    people = {seat.name: seat.id for seat in open_seats(case_id)}
    mother = people["Jana Vlčková"]
    workers = ("lenka", "tereza", "ivana", "tomas", "alena", "martina")
    with town.on(3, 3, 15):
        words = [SaidWord(people[name_of(key)], agrees=True) for key in workers]
        at_table = Said(SaidWhere.AT_TABLE, town.day(3, 3), name_of("lenka"))
        plans.record_words(plan_id, 1, words, said=at_table, actor=town.visitor("lenka"))
    with town.on(9, 3, 12):
        visit = Said(SaidWhere.ON_VISIT, town.day(9, 3), name_of("lenka"))
        dissent = SaidWord(mother, agrees=True, dissent="Na úřad sama nepůjdu, potřebuju někoho s sebou.")
        plans.record_words(plan_id, 1, [dissent], said=visit, actor=town.visitor("lenka"))


def record_conditions(town: Town, plan_id: UUID) -> None:
    """The class teacher counts the unexcused hours; there is none so far."""
    plan = plan_of_id(plan_id)
    assert plan is not None
    assert plan.in_force is not None
    counted = [one for known in commitments_of(plan.in_force.id) for one in known.conditions if one.kind == Kind.NUMBER]
    with town.on(10, 4, 14):
        recorded = Recorded(town.day(10, 4), counted=0, note="Docházka je v pořádku.")
        plans.record_condition(counted[0].id, recorded, actor=town.visitor("tomas"))


def requirements(town: Town, case_id: UUID, family: dict[str, UUID]) -> None:
    """The school's requirements, agreed with Gábina and her mother, each with a copy in their hands."""
    seats, lenka = {seat.name: seat for seat in open_seats(case_id)}, town.visitor("lenka")
    school, teacher = seats[name_of("ivana")].id, seats[name_of("tomas")].id
    with town.on(12, 3, 15):
        steps = (
            "Rozhovor s paní Součkovou. Zjistíme, proč to nešlo.\nSchůzka s maminkou do týdne. Plán upravíme.\n"
            "Návrh opatření pedagogické radě. Řekneme vám to předem."
        )
        draft = requiring.SheetDraft(family["gabina"], school, town.day(12, 3), steps)
        sheet = requiring.begin_sheet(case_id, draft, actor=lenka)
        for text, why, until, sign, judge, consequence, help_ in (
            (
                "Choďte do školy. Když chybíte, přineste omluvenku.", "Bez hodin nejde známkovat.", town.day(30, 6),
                "žádná další neomluvená hodina, omluvenka do tří dnů", teacher, "rozhovor s paní Součkovou",
                "Pan Beran ráno zavolá mamince, když nepřijdete.",
            ),
            (
                "Choďte do programu v Kompasu.", "Tam se učí, jak zvládat školu a spory.", town.day(19, 6),
                "nejvýše jedna omluvená absence", seats[name_of("alena")].id, "rozhovor s paní Součkovou",
                "V pátek vás uvolníme z poslední hodiny.",
            ),
            (
                "Když je spor, přijďte za paní Součkovou.", "Spory pak neskončí poznámkou.", town.day(21, 4),
                "spory řešíte přes ni", teacher, "schůzka s maminkou", "Paní Součková je tu každou velkou přestávku.",
            ),
        ):  # fmt: skip
            asked = requiring.RequirementDraft(text, why, until, sign, judge, consequence, help_)
            requiring.write_requirement(sheet, asked, actor=lenka)
        for name in ("Gabriela Vlčková", "Jana Vlčková"):
            requiring.hand_over_sheet(sheet, seat_id=seats[name].id, how=HowHanded.HANDED, actor=lenka)


def _agreed(town: Town) -> tuple[tuple[int, str, str, str, tuple[date, ...]], ...]:
    day, name = town.day, name_of
    return (
        (
            1,
            name("martina"),
            "Nabídnout matce službu a připravit Dohodu o spolupráci",
            "dohoda podepsána",
            (day(9, 3),),
        ),
        (1, name("martina"), "Sestavit s matkou rodinný rozpočet a přehled dávek", "rozpočet na papíře", (day(24, 3),)),
        (1, "Jana Vlčková", "Podat žádost o náhradní výživné", "potvrzení o podání", (day(31, 3),)),
        (
            0,
            name("alena"),
            "Vést vstupní rozhovor a nabídnout Gábině program",
            "Gábina zná svůj první termín",
            (day(17, 3),),
        ),
        (
            0,
            "Gabriela Vlčková",
            "Docházet do programu SVP jednou týdně",
            "nejvýše jedna omluvená absence",
            (day(20, 3), day(19, 6)),
        ),
        (
            0,
            name("ivana"),
            "Sepsat požadavky školy srozumitelně pro Gábinu",
            "list předán Gábině i matce",
            (day(12, 3),),
        ),
        (0, name("tomas"), "Poslat koordinátorce týdenní zprávu o docházce", "zpráva došla", (day(6, 3), day(26, 6))),
        (0, name("lenka"), "Rozhodnout, zda podat podnět na výchovné opatření", "záznam ve spisu", (day(21, 4),)),
        (1, name("lenka"), "Aktualizovat vyhodnocení situace a IPOD", "verze založena", (day(31, 3),)),
        (0, name("tereza"), "Zajistit motivační aktivitu, výtvarný kroužek", "Gábina přihlášena", (day(27, 3),)),
    )
