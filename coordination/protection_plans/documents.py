"""What goes into a child protection plan, on paper and for a spreadsheet: causes, measures, who, until when."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from uuid import UUID

from reportlab.platypus import Flowable

from agencies.figures.rules import cell_of_table
from coordination.protection_plans.models import Contribution
from coordination.tasks.documents import letterhead
from coordination.tasks.models import TaskLine
from foundation import audit
from foundation.language import day, long_day
from foundation.pdf import Footer, Heading, Letterhead, Sheet, facts, headed, paragraph, printed, table, title


@dataclass(frozen=True)
class Words:
    """The fixed words, each language a whole text."""

    title: str
    notice: str
    registered: str
    due: str
    drawn_up: str
    version: str
    causes: str
    child: str
    family: str
    strengths: str
    measures: str
    nothing: str
    evaluation: str
    columns: tuple[str, str, str, str, str]


WORDS: Mapping[str, Words] = {
    "cs": Words(
        title="Podklad pro individuální plán ochrany dítěte", notice="Jen pro spis úřadu.", registered="V evidenci od",
        due="Plán do", drawn_up="Plán sestaven", version="Verze plánu", causes="Příčiny ohrožení",
        child="Dítě", family="Rodina a její okolí", strengths="Na čem lze stavět",
        measures="Opatření k ochraně dítěte", nothing="Plán spolupráce zatím nikdo neschválil.",
        evaluation="Vyhodnocení: {day}.", columns=("Č.", "Opatření", "Kdo", "Do kdy", "Pozná se podle"),
    ),
    "en": Words(
        title="Material for the child protection plan", notice="For the office's file alone.",
        registered="Registered since", due="Plan until", drawn_up="Plan drawn up", version="Cooperation plan",
        causes="What endangers the child", child="The child", family="The family and what surrounds it",
        strengths="What one can build on", measures="Measures that protect the child",
        nothing="No cooperation plan is approved yet.", evaluation="Evaluation: {day}.",
        columns=("No.", "Measure", "Who", "Until when", "It is seen by"),
    ),
}  # fmt: skip


def _measure(line: TaskLine, language: str) -> Sequence[str]:
    who = line.seat.name if line.seat is not None else line.wording.for_agency
    until = day(line.due_on, language) if line.due_on is not None else ""
    return (str(line.task.number), line.wording.text, who or "", until, line.wording.criterion or "")


def material(found: Contribution, *, case_code: str, reference: str, town_id: UUID, language: str) -> bytes:
    """The paper for the office's file; its data name nobody."""
    words, plan, assessed, version = WORDS[language], found.plan, found.assessment, found.version
    town, _phone = letterhead(town_id, found.child.case_id)
    sheet = Sheet(
        words.title, Letterhead(town, "", case_code, reference),
        Footer(f"{words.title} · {case_code}", words.notice, audit.check_code(town_id)),
        language={"cs": "cs-CZ", "en": "en-GB"}[language],
    )  # fmt: skip

    def story() -> list[Flowable]:
        known = [
            (words.child, found.child.name),
            (words.registered, long_day(plan.registered_on, language) if plan else ""),
            (words.due, long_day(plan.due_on, language) if plan else ""),
            (words.drawn_up, long_day(plan.drawn_up_on, language) if plan and plan.drawn_up_on else ""),
            (words.version, str(version.number) if version else ""),
        ]
        drawn: list[Flowable] = [title(words.title), facts([pair for pair in known if pair[1]])]
        if assessed is not None:
            for heading, text in (
                (words.causes, assessed.causes), (words.child, assessed.child), (words.family, assessed.family),
                (words.strengths, assessed.strengths),
            ):  # fmt: skip
                if text:
                    drawn += [Heading(heading), paragraph(text)]
        rows = [_measure(line, language) for line in found.measures]
        above = Heading(words.measures)
        if rows:
            drawn += headed(above, table(words.columns, rows, (10, 62, 36, 24, 33)))
        else:
            drawn += [above, paragraph(words.nothing)]
        if version is not None and version.evaluation_on is not None:
            drawn.append(paragraph(words.evaluation.format(day=long_day(version.evaluation_on, language))))
        return drawn

    return printed(sheet, story)


def spreadsheet(found: Contribution, language: str) -> bytes:
    """The measures for a spreadsheet, with semicolons and a byte order mark, as Czech ones expect."""
    file = StringIO()
    write = csv.writer(file, delimiter=";", lineterminator="\r\n").writerow
    write(WORDS[language].columns)
    for line in found.measures:
        write([cell_of_table(cell) for cell in _measure(line, language)])
    return file.getvalue().encode("utf-8-sig")
