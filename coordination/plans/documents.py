"""What a plan (plán spolupráce) sends out of the house: one recipient's office copy, from already filtered data."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from reportlab.platypus import Flowable

from coordination.plans.paper import PaperAcceptance as PaperAcceptance
from coordination.plans.paper import PaperCondition as PaperCondition
from coordination.plans.paper import PaperCopy as PaperCopy
from coordination.plans.paper import PaperGoal as PaperGoal
from coordination.plans.paper import PaperRisk as PaperRisk
from coordination.plans.paper import PaperTask as PaperTask
from coordination.plans.paper import PlanPaper as PlanPaper
from foundation.language import day, day_of_month, on_day, short_day
from foundation.pdf import (
    OFFICE,
    Footer,
    Heading,
    Icon,
    IconLine,
    Letterhead,
    Pair,
    Sheet,
    after_each_other,
    barred,
    bold,
    bullets,
    facts,
    headed,
    marked,
    one_below_the_other,
    paragraph,
    printed,
    table,
    title,
)

TITLE = "Plán spolupráce"
NOTICE = "Obsahuje osobní údaje rodiny. Nekopírujte a nepředávejte dál."

TASK_STATES: Mapping[str, tuple[Icon, str]] = {
    "draft": (Icon.DASHED, "návrh"),
    "offered": (Icon.EMPTY, "navržen"),
    "accepted": (Icon.TICK, "přijat"),
    "other_date": (Icon.CLOCK, "jiný termín"),
    "declined": (Icon.CROSS, "odmítnut"),
    "under_way": (Icon.HALF, "plní se"),
    "done": (Icon.FULL, "splněn"),
    "partly": (Icon.HALF, "částečně"),
    "not_done": (Icon.CROSS, "nesplněn"),
    "confirmed": (Icon.FULL, "potvrzen"),
    "cancelled": (Icon.BAR, "zrušen"),
    "overdue": (Icon.WARNING, "po termínu"),
}
CONDITION_STATES: Mapping[str, tuple[Icon, str]] = {
    "holds": (Icon.TICK, "dodržena"),
    "holds_so_far": (Icon.TICK, "zatím dodržena"),
    "breached": (Icon.WARNING, "porušena"),
    "not_judged": (Icon.DASHED, "neposouzena"),
}
_BOLD_STATES = frozenset({Icon.WARNING})

TASK_WORDS, SIGN_WORDS, PERSON_WORDS = 140, 90, 80


def plan_paper(paper: PlanPaper) -> bytes:
    """The plan as a PDF for one recipient."""
    copy = paper.copy
    line = (
        f"{paper.case_code} · plán, verze {paper.version} · výtisk {copy.number} z {copy.count} pro: {copy.recipient}"
    )
    reference = f"sp. zn. {paper.reference}" if paper.reference else ""
    sheet = Sheet(
        title=TITLE,
        letterhead=Letterhead(paper.town, paper.unit, f"Případ {paper.case_code}", reference),
        footer=Footer(line, NOTICE, paper.check_code),
    )
    return printed(sheet, lambda: list(_plan(paper)))


def _plan(paper: PlanPaper) -> Iterable[Flowable]:
    yield title(TITLE)
    yield _facts(paper)
    yield barred("Cíle" if len(paper.goals) > 1 else "Cíl", [_goal(goal) for goal in paper.goals])
    yield from _tasks(paper.tasks)
    yield from _section("Otevřené body", paper.open_points)
    yield from _conditions(paper)
    yield from _risks(paper.risks)
    yield from _evaluation(paper)
    yield from _section(f"Co se změnilo od verze {paper.version - 1}", paper.changes)
    yield from _acceptances(paper.acceptances)


def _sentence(words: str) -> str:
    return f"{words.strip().rstrip('.')}."


def _facts(paper: PlanPaper) -> Flowable:
    evaluations = " a ".join(short_day(one, "cs") for one in paper.evaluations) or "zatím nedomluveno"
    return facts(
        [
            ("Rodina", paper.family),
            ("Koordinuje", f"{paper.coordinator}, {paper.phone}"),
            ("Dohodnut", f"{day(paper.agreed_on, 'cs')} na setkání č. {paper.conference_number}"),
            ("Platí", f"verze {paper.version}, {_span(paper.valid_from, paper.valid_until)}"),
            ("Stav ke dni", day(paper.as_of, "cs")),
            ("Vyhodnocení", evaluations),
        ]
    )


def _span(first: date, last: date) -> str:
    start = day_of_month(first, "cs") if first.year == last.year else day(first, "cs")
    return f"od {start} do {day(last, 'cs')}"


def _goal(goal: PaperGoal) -> Pair:
    return goal.wording, f"Pozná se podle: {goal.sign}" if goal.sign else ""


def _tasks(tasks: Sequence[PaperTask]) -> Iterable[Flowable]:
    if not tasks:
        yield Heading("Úkoly")
        yield paragraph("V tomto výtisku není žádný úkol.")
        return
    head = ("č.", "Úkol", "Zodpovídá", "Termín", "Stav")
    yield from headed(Heading("Úkoly"), table(head, [_task_row(task) for task in tasks], (9, 69, 37, 26, 24)))


def _task_row(task: PaperTask) -> list[str | Flowable]:
    sign = f"Pozná se podle: {task.sign}" if task.sign else ""
    return [
        paragraph(str(task.number), OFFICE.number),
        one_below_the_other(bold(task.wording, TASK_WORDS), marked(sign, SIGN_WORDS + 20)),
        one_below_the_other(bold(task.responsible, PERSON_WORDS), marked(task.beside, PERSON_WORDS)),
        one_below_the_other(bold(task.due, 40), marked(task.span, 40)),
        _state(*TASK_STATES[task.state]),
    ]


def _state(icon: Icon, word: str) -> IconLine:
    return IconLine(icon, bold(word) if icon in _BOLD_STATES else marked(word), OFFICE.cell)


def _conditions(paper: PlanPaper) -> Iterable[Flowable]:
    if not paper.conditions:
        return
    rows: list[list[str | Flowable]] = [
        [condition.wording, day(condition.until, "cs"), condition.judge, _state(*CONDITION_STATES[condition.state])]
        for condition in paper.conditions
    ]
    head = ("Podmínka", "Do kdy", "Kdo posoudí", "Stav")
    yield from headed(Heading(paper.conditions_title), table(head, rows, (70, 25, 37, 33)))
    if paper.when_condition_fails:
        steps = ", ".join(f"{place}. {step.rstrip('.')}" for place, step in enumerate(paper.when_condition_fails, 1))
        yield paragraph(after_each_other(bold("Když podmínka přestane platit:"), marked(f"{steps}.", 600)), OFFICE.cell)


def _risks(risks: Sequence[PaperRisk]) -> Iterable[Flowable]:
    if risks:
        yield Heading("Na co si dáváme pozor")
    for risk in risks:
        watched = marked(_sentence(f"Hlídá {risk.watcher}"))
        yield paragraph(after_each_other(bold(_sentence(risk.wording)), watched, marked(risk.help, 300)))


def _evaluation(paper: PlanPaper) -> Iterable[Flowable]:
    days = [on_day(one, "cs") for one in paper.evaluations]
    meeting = f"Setkáme se {' a podruhé '.join(days) if len(days) < 3 else ', '.join(days)}." if days else (
        "Den vyhodnocení domluvíme na příštím setkání."
    )  # fmt: skip
    yield Heading("Jak plán vyhodnotíme")
    rules = paper.evaluation_rules or (
        "U každého úkolu řekneme: splněn, splněn částečně, nesplněn a proč. "
        "U cíle řekneme, jak daleko jsme a co dál. Rodina hodnotí stejně jako my."
    )
    yield paragraph(after_each_other(marked(meeting), marked(rules, 1000)))
    call = f"Nečekejte na vyhodnocení. Zavolejte na {paper.phone} a domluvte jiný termín nebo jiné řešení."
    agreed = [marked(paper.what_if_not, 1000)] if paper.what_if_not else []
    yield paragraph(after_each_other(bold("Úkol se nedaří?"), *agreed, marked(call, 300)))


def _section(heading: str, lines: Sequence[str]) -> Iterable[Flowable]:
    if lines:
        yield Heading(heading)
        yield from bullets(lines)


def _acceptances(acceptances: Sequence[PaperAcceptance]) -> Iterable[Flowable]:
    if not acceptances:
        return
    rows = [[acceptance.who, acceptance.tasks, acceptance.how] for acceptance in acceptances]
    head = ("Jméno a organizace", "Úkoly", "Jak a kdy")
    yield from headed(Heading("Kdo plán přijal"), table(head, rows, (82, 20, 63), compact=True))
    yield paragraph(
        "Mlčení neznamená souhlas: úkol platí, až ho odpovědná osoba přijme. "
        "Aktuální znění a své úkoly najdete přes odkaz ve své pozvánce.",
        OFFICE.cell,
    )
