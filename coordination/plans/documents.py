"""What a plan (plán spolupráce) sends out of the house: one recipient's office copy, from already filtered data."""

from collections.abc import Iterable, Mapping, Sequence

from reportlab.platypus import Flowable

from coordination.plans.paper import PaperAcceptance as PaperAcceptance
from coordination.plans.paper import PaperCommitment as PaperCommitment
from coordination.plans.paper import PaperCondition as PaperCondition
from coordination.plans.paper import PaperCopy as PaperCopy
from coordination.plans.paper import PaperGoal as PaperGoal
from coordination.plans.paper import PaperRisk as PaperRisk
from coordination.plans.paper import PaperTask as PaperTask
from coordination.plans.paper import PaperWord as PaperWord
from coordination.plans.paper import PlanPaper as PlanPaper
from coordination.plans.words_on_paper import CZECH, WORDS, PlanWords
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

TITLE = CZECH.title

TASK_STATES: Mapping[str, Icon] = {
    "draft": Icon.DASHED,
    "offered": Icon.EMPTY,
    "accepted": Icon.TICK,
    "other_date": Icon.CLOCK,
    "declined": Icon.CROSS,
    "under_way": Icon.HALF,
    "done": Icon.FULL,
    "partly": Icon.HALF,
    "not_done": Icon.CROSS,
    "confirmed": Icon.FULL,
    "cancelled": Icon.BAR,
    "overdue": Icon.WARNING,
}
CONDITION_STATES: Mapping[str, Icon] = {
    "holds": Icon.TICK,
    "holds_so_far": Icon.TICK,
    "breached": Icon.WARNING,
    "not_judged": Icon.DASHED,
}
_BOLD_STATES = frozenset({Icon.WARNING})

TASK_WORDS, SIGN_WORDS, PERSON_WORDS = 140, 90, 80


def plan_paper(paper: PlanPaper) -> bytes:
    """The plan as a PDF for one recipient."""
    words, copy = WORDS[paper.language], paper.copy
    line = words.footer.format(
        code=paper.case_code, version=paper.version, number=copy.number, count=copy.count, recipient=copy.recipient
    )
    reference = words.reference.format(reference=paper.reference) if paper.reference else ""
    sheet = Sheet(
        title=words.title,
        letterhead=Letterhead(
            words.town.format(town=paper.town), paper.unit, words.case.format(code=paper.case_code), reference
        ),
        footer=Footer(line, words.notice, paper.check_code),
        language={"cs": "cs-CZ", "en": "en-GB"}[paper.language],
    )
    return printed(sheet, lambda: list(_plan(paper, words)))


def _plan(paper: PlanPaper, words: PlanWords) -> Iterable[Flowable]:
    yield title(words.title)
    yield _facts(paper, words)
    yield barred(words.goals if len(paper.goals) > 1 else words.goal, [_goal(goal, words) for goal in paper.goals])
    yield from _tasks(paper.tasks, words)
    yield from _section(words.open_points, paper.open_points)
    yield from _conditions(paper.commitments, paper.language)
    yield from _risks(paper.risks, words)
    yield from _evaluation(paper, words)
    yield from _section(words.changed.format(number=paper.version - 1), paper.changes)
    yield from _section(words.amended, paper.amended)
    yield from _acceptances(paper.acceptances, words)
    yield from _words(paper.words, words)


def _sentence(words: str) -> str:
    return f"{words.strip().rstrip('.')}."


def _facts(paper: PlanPaper, words: PlanWords) -> Flowable:
    language = paper.language
    evaluations = words.joins.join(short_day(one, language) for one in paper.evaluations) or words.not_agreed
    agreed = words.at_meeting.format(day=day(paper.agreed_on, language), number=paper.conference_number)
    afterwards = words.entered_afterwards if paper.entered_afterwards else ""
    return facts(
        [
            (words.family, paper.family),
            (words.coordinates, f"{paper.coordinator}, {paper.phone}"),
            (words.agreed, f"{agreed}{afterwards}"),
            (words.valid, words.version.format(number=paper.version, span=_span(paper, words))),
            (words.as_of, day(paper.as_of, language)),
            (words.evaluation, evaluations),
        ]
    )


def _span(paper: PlanPaper, words: PlanWords) -> str:
    first, last, language = paper.valid_from, paper.valid_until, paper.language
    start = day_of_month(first, language) if first.year == last.year else day(first, language)
    return words.since.format(first=start, last=day(last, language))


def _goal(goal: PaperGoal, words: PlanWords) -> Pair:
    return goal.wording, words.sign.format(sign=goal.sign) if goal.sign else ""


def _tasks(tasks: Sequence[PaperTask], words: PlanWords) -> Iterable[Flowable]:
    if not tasks:
        yield Heading(words.tasks)
        yield paragraph(words.no_task)
        return
    rows = [_task_row(task, words) for task in tasks]
    yield from headed(Heading(words.tasks), table(words.task_head, rows, (9, 69, 37, 26, 24)))


def _task_row(task: PaperTask, words: PlanWords) -> list[str | Flowable]:
    sign = words.sign.format(sign=task.sign) if task.sign else ""
    return [
        paragraph(str(task.number), OFFICE.number),
        one_below_the_other(bold(task.wording, TASK_WORDS), marked(sign, SIGN_WORDS + 20)),
        one_below_the_other(bold(task.responsible, PERSON_WORDS), marked(task.beside, PERSON_WORDS)),
        one_below_the_other(bold(task.due, 40), marked(task.span, 40)),
        _state(TASK_STATES[task.state], words.task_states[task.state]),
    ]


def _state(icon: Icon, word: str) -> IconLine:
    return IconLine(icon, bold(word) if icon in _BOLD_STATES else marked(word), OFFICE.cell)


def _conditions(commitments: Sequence[PaperCommitment], language: str) -> Iterable[Flowable]:
    words = WORDS[language]
    if commitments:
        yield Heading(words.conditions)
    for one in commitments:
        promise = _sentence(words.promise[one.state])
        yield _kept_with_next(after_each_other(bold(f"{one.by}:"), marked(_sentence(one.wording), 300), bold(promise)))
        if one.conditions:
            yield table(
                words.condition_head, [_condition(known, language) for known in one.conditions], (70, 25, 37, 33)
            )
        if one.steps:
            steps = ", ".join(f"{place}. {step.rstrip('.')}" for place, step in enumerate(one.steps, 1))
            failing = after_each_other(bold(words.failing), marked(f"{steps}.", 600))
            yield paragraph(failing, OFFICE.cell, before=3)


def _kept_with_next(text: str) -> Flowable:
    words = paragraph(text, after=3)
    words.keepWithNext = True
    return words


def _condition(one: PaperCondition, language: str) -> list[str | Flowable]:
    return [
        one_below_the_other(marked(one.wording, TASK_WORDS), marked(one.more, TASK_WORDS)),
        day(one.until, language) if one.until else "",
        one.judge,
        _state(CONDITION_STATES[one.state], WORDS[language].condition_states[one.state]),
    ]


def _risks(risks: Sequence[PaperRisk], words: PlanWords) -> Iterable[Flowable]:
    if risks:
        yield Heading(words.risks)
    for risk in risks:
        watched = marked(_sentence(words.watches.format(name=risk.watcher)))
        helps = [marked(_sentence(words.help.format(help=risk.help)), 300)] if risk.help else []
        yield paragraph(after_each_other(bold(_sentence(risk.wording)), watched, *helps))


def _evaluation(paper: PlanPaper, words: PlanWords) -> Iterable[Flowable]:
    days = [on_day(one, paper.language) for one in paper.evaluations]
    joined = words.again.join(days) if len(days) < 3 else ", ".join(days)
    yield Heading(words.how_evaluated)
    meeting = words.we_meet.format(days=joined) if days else words.day_later
    rules = paper.evaluation_rules or words.usual_rules
    yield paragraph(after_each_other(marked(meeting), marked(rules, 1000)))
    agreed = [marked(paper.what_if_not, 1000)] if paper.what_if_not else []
    call = marked(words.call.format(phone=paper.phone), 300)
    yield paragraph(after_each_other(bold(words.not_working), *agreed, call))


def _section(heading: str, lines: Sequence[str]) -> Iterable[Flowable]:
    if lines:
        yield Heading(heading)
        yield from bullets(lines)


def _acceptances(acceptances: Sequence[PaperAcceptance], words: PlanWords) -> Iterable[Flowable]:
    if not acceptances:
        return
    rows = [[acceptance.who, acceptance.tasks, acceptance.how] for acceptance in acceptances]
    yield from headed(
        Heading(words.who_accepted), table(words.accepted_head, rows, (82, 20, 63), compact=True)
    )  # fmt: skip
    yield paragraph(words.silence, OFFICE.cell)


def _words(said: Sequence[PaperWord], words: PlanWords) -> Iterable[Flowable]:
    if not said:
        return
    rows: list[list[str | Flowable]] = [
        [one.who, one_below_the_other(bold(one.word), marked(_quoted(one.dissent, words), 400)), one.how]
        for one in said
    ]
    yield from headed(Heading(words.who_said), table(words.said_head, rows, (58, 64, 43), compact=True))


def _quoted(text: str, words: PlanWords) -> str:
    return words.quoted.format(words=text) if text else ""
