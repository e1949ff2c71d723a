"""The minutes on paper: one copy, from data that were filtered before for the one who gets it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reportlab.platypus import Flowable

from coordination.minutes import phrases
from coordination.minutes.content import Content, Piece
from coordination.minutes.paper_words import MINUTES, MinutesWords
from foundation.language import day, short_day, span
from foundation.pdf import (
    COLUMN,
    GUTTER,
    HALF,
    OFFICE,
    Footer,
    Heading,
    Icon,
    IconLine,
    Letterhead,
    Marked,
    Sheet,
    after_each_other,
    barred,
    bold,
    facts,
    headed,
    marked,
    one_below_the_other,
    paragraph,
    plain_grid,
    printed,
    signatures,
    table,
    title,
)

_LONG = 3000
_PLEDGE_ICONS = {
    "signed": Icon.TICK, "paper": Icon.TICK, "at_table": Icon.TICK, "qualified": Icon.TICK, "refused": Icon.CROSS,
    "pending": Icon.SQUARE, "waiting_confirmation": Icon.CLOCK, "superseded": Icon.SQUARE,
}  # fmt: skip


@dataclass(frozen=True)
class Addendum:
    """A correction of the approved minutes, as this reader may read it."""

    number: int
    on: date
    by: str
    text: str


@dataclass(frozen=True)
class MinutesPaper:
    """One copy: for whom by agency and function, never by name, the `number`th of `count`."""

    content: Content
    """Filtered already."""
    version: int
    number: int
    count: int
    recipient: str
    check_code: str
    extract: bool = False
    addenda: Sequence[Addendum] = ()
    language: str = "cs"


def minutes_paper(paper: MinutesPaper) -> bytes:
    """The minutes as a PDF; equal copies give equal bytes."""
    words, frame = MINUTES[paper.language], paper.content.frame
    line = f"{frame['case_code']} · {words.footer % paper.version}"
    if paper.extract:
        line += f" · {words.extract}"
    line += f" · {words.addressed % (paper.number, paper.count, paper.recipient)}"
    numbers = (("number", frame["document_number"]), ("reference", frame["reference"]))
    reference = ", ".join(f"{getattr(words, name)} {value}" for name, value in numbers if value)
    sheet = Sheet(
        title=words.kinds[frame["heading"]],
        letterhead=Letterhead(_town(frame["town"], paper.language), frame["unit"],
                              f"{words.case} {frame['case_code']}", reference),
        footer=Footer(line, words.notice, paper.check_code),
        language={"cs": "cs-CZ", "en": "en-GB"}[paper.language],
    )  # fmt: skip
    return printed(sheet, lambda: list(_Minutes(paper, words).story()))


def _town(name: str, language: str) -> str:
    return f"Město {name}" if language == "cs" else f"Town of {name}"


@dataclass(frozen=True)
class _Minutes:
    paper: MinutesPaper
    words: MinutesWords

    @property
    def language(self) -> str:
        return self.paper.language

    def part(self, name: str) -> Sequence[Piece]:
        return self.paper.content.part(name)

    def story(self) -> Iterable[Flowable]:
        frame = self.paper.content.frame
        yield title(self.words.titles[frame["heading"]] % frame["number"])
        yield self._facts()
        if self.part("goal"):
            yield barred(self.words.goal, [piece.text for piece in self.part("goal")])
        yield from self._people()
        yield from self._family()
        yield from self._text("brief", self.words.brief)
        yield from self._standpoints()
        yield from self._questions()
        yield from self._needs()
        yield from self._strengths_and_risks()
        yield from self._options()
        yield from self._agreed()
        yield from self._recipients()
        closing = [*self._comments(), *self._addenda()]
        yield from closing[:-1]
        places = [(frame["coordinator"], self.words.key_worker), (frame["taken_by"], self.words.minute_taker)]
        yield signatures(places, last=closing[-1:])  # nobody signs on a page of its own

    # --- what stands around the meeting ---

    def _facts(self) -> Flowable:
        frame, words = self.paper.content.frame, self.words
        begun, ended = (datetime.fromisoformat(frame[name]) if frame[name] else None for name in ("from", "to"))
        when = ""
        if begun and ended:
            when = f"{short_day(begun, self.language)}, {span(begun, ended)}"
        if frame.get("entered"):
            when += f" ({words.entered})"
        family = ", ".join(piece.cells[0] for piece in self.part("family"))
        return facts(
            [
                (words.when, when), (words.convened, frame["convened_by"]),
                (words.where, frame["place"]), (words.led, frame["led_by"] or words.nobody),
                (words.whose_family, family), (words.wrote, frame["taken_by"] or words.nobody),
            ]
        )  # fmt: skip

    def _people(self) -> Iterable[Flowable]:
        rows: list[Sequence[str | Flowable]] = []
        for piece in self.part("people"):
            name, function, agency, role, also, attendance, came, left, pledge = piece.cells
            roles = [self.words.roles[one] for one in (role, also) if one in self.words.roles]
            for_whom = ", ".join(filter(None, (agency, function, *roles)))
            rows.append(
                (name, marked(for_whom), phrases.there(self.words, attendance, came, left), self._pledge(pledge))
            )  # fmt: skip
        if rows:
            yield from headed(Heading(self.words.who_was_there), table(self.words.people, rows, (44, 62, 29, 30)))

    def _pledge(self, pledge: str) -> str | Flowable:
        word = self.words.pledges.get(pledge, pledge)
        icon = _PLEDGE_ICONS.get(pledge)
        return IconLine(icon, marked(word), OFFICE.cell) if icon else word

    def _family(self) -> Iterable[Flowable]:
        """How the family learned of the meeting, and why it was not there (S2-26, S2-28)."""
        lines = [
            marked(phrases.told(self.words, name, on, how, told_by, said, self.language), 900)
            for name, on, how, told_by, said in (piece.cells for piece in self.part("informed"))
        ]
        if lines:
            yield paragraph(after_each_other(bold(f"{self.words.family} {self.words.informed}"), *lines), OFFICE.cell)
        for name, why in (piece.cells for piece in self.part("absent_family")):
            reason = phrases.ended(why or self.words.no_reason)
            told = after_each_other(bold(name), marked(self.words.not_there), marked(reason, 600))
            yield paragraph(told, OFFICE.cell, after=4)

    # --- what was said ---

    def _text(self, part: str, heading: str) -> Iterable[Flowable]:
        pieces = self.part(part)
        if pieces:
            yield Heading(heading)
            for piece in pieces:
                yield from _paragraphs(piece.text)

    def _standpoints(self) -> Iterable[Flowable]:
        rows: list[Sequence[str | Flowable]] = []
        for piece in self.part("standpoints"):
            speaker, agency, *said, told_by, told_on = piece.cells
            noted = phrases.noted(self.words, told_by, told_on, self.language)
            who = one_below_the_other(bold(agency or speaker), marked(speaker if agency else ""), marked(noted))
            topics = [
                after_each_other(bold(f"{name}:"), marked(phrases.ended(text), _LONG)) if name else marked(text, _LONG)
                for name, text in zip(self._topics(agency, said), said, strict=True)
                if text
            ]
            rows.append((paragraph(who, OFFICE.cell), paragraph(one_below_the_other(*topics), OFFICE.cell)))
        if rows:
            yield from headed(Heading(self.words.who_said_what), table(self.words.said, rows, (42, 123)))

    def _topics(self, agency: str, said: Sequence[str]) -> Sequence[str]:
        """The names of what is said; the family's own words, and a single thing, need none."""
        return self.words.topics if agency and sum(bool(text) for text in said) > 1 else ("",) * len(said)

    def _questions(self) -> Iterable[Flowable]:
        rows: list[Sequence[str | Flowable]] = []
        for piece in self.part("questions"):
            key, text, decision, decided_on = piece.cells
            said = [
                after_each_other(bold(f"{who}:"), marked(phrases.ended(self._view(view, reason)), 500))
                for asked, who, view, reason in (one.cells for one in self.part("opinions"))
                if asked == key
            ]
            when = f" ({phrases.on_day(decided_on, self.language)})" if decided_on else ""
            rows.append(
                (
                    paragraph(marked(text, 600), OFFICE.cell),
                    paragraph(one_below_the_other(*said), OFFICE.cell),
                    paragraph(marked(f"{decision}{when}" if decision else self.words.no_decision, 600), OFFICE.cell),
                )
            )
        if rows:
            yield from headed(Heading(self.words.questions), table(self.words.question, rows, (46, 69, 50)))

    def _view(self, view: str, reason: str) -> str:
        return phrases.opinion(self.words, view, reason)

    def _needs(self) -> Iterable[Flowable]:
        rows: list[Sequence[str | Flowable]] = [
            (
                paragraph(marked(piece.cells[0], 600), OFFICE.cell),
                marked(self.paper.content.covering(piece) or self.words.open, 400),
            )
            for piece in self.part("needs")
        ]
        if rows:
            yield from headed(Heading(self.words.needs), table(self.words.need, rows, (95, 70)))

    def _strengths_and_risks(self) -> Iterable[Flowable]:
        strengths, risks = self.part("strengths"), self.part("risks")
        if not strengths and not risks:
            return
        yield Heading(self.words.strengths_risks)
        columns = [
            [
                paragraph(bold(name), OFFICE.cell, after=2),
                *(line for one in said for line in _paragraphs(one.text)),
            ]
            for name, said in ((self.words.strengths, strengths), (self.words.risks, risks))
            if said
        ]
        if len(columns) == 1:
            yield from columns[0]
            return
        yield plain_grid([[columns[0], "", columns[1]]], (HALF, GUTTER, COLUMN - HALF - GUTTER), after=4)

    def _options(self) -> Iterable[Flowable]:
        """What was considered and what was chosen, with the reason (S2-13)."""
        rows: list[Sequence[str | Flowable]] = []
        for text, speaks_for, against, chosen, because in (piece.cells for piece in self.part("options")):
            views = one_below_the_other(
                after_each_other(bold(self.words.speaks_for), marked(speaks_for, 500)) if speaks_for else Marked(""),
                after_each_other(bold(self.words.speaks_against), marked(against, 500)) if against else Marked(""),
            )
            icon, word = (Icon.TICK, self.words.chosen) if chosen else (Icon.CROSS, self.words.not_chosen)
            mark = marked(f"{word}: {because}" if because else word, 300)
            rows.append(
                (
                    paragraph(marked(text, 400), OFFICE.cell),
                    paragraph(views, OFFICE.cell),
                    IconLine(icon, mark, OFFICE.cell),
                )
            )
        if rows:
            yield from headed(Heading(self.words.options), table(self.words.option, rows, (52, 68, 45)))

    # --- what was agreed ---

    def _agreed(self) -> Iterable[Flowable]:
        written, tasks = self.part("agreed"), self.part("tasks")
        heading = Heading(self.words.agreed)
        if written or not tasks:
            yield heading
            for piece in written:
                yield from _paragraphs(piece.text)
        if tasks:
            rows = table(self.words.task, [self._task(piece) for piece in tasks], (8, 72, 57, 28), compact=True)
            yield from [rows] if written else headed(heading, rows)
            yield paragraph(self.words.in_plan % tasks[0].cells[7], before=3)
        ahead = []
        for piece in self.part("evaluation"):
            ahead.append(
                after_each_other(
                    bold(self.words.evaluation), marked(phrases.ended(phrases.on_day(piece.text, self.language)))
                )
            )
        meetings = [phrases.on_day(piece.cells[1], self.language) for piece in self.part("meetings") if piece.cells[1]]
        said_next = [piece.text for piece in self.part("next")]
        if meetings or said_next:
            ahead.append(
                after_each_other(
                    bold(self.words.next_meeting), marked(phrases.ended(", ".join(meetings)) if meetings else ""),
                    *(marked(text, _LONG) for text in said_next),
                )
            )  # fmt: skip
        if ahead:
            yield paragraph(after_each_other(*ahead), before=3)
        for piece in self.part("disagreed"):
            yield paragraph(after_each_other(bold(self.words.disagreed), marked(piece.text, _LONG)))

    def _task(self, piece: Piece) -> list[str | Flowable]:
        number, text, who, agency, due, schedule, *_ = piece.cells
        return [
            number,
            paragraph(marked(text, 300), OFFICE.cell),
            ", ".join(filter(None, (who, agency))),
            phrases.due(self.words, due, schedule, self.language),
        ]

    def _recipients(self) -> Iterable[Flowable]:
        rows: list[Sequence[str | Flowable]] = []
        for name, agency, role, form, way in (piece.cells for piece in self.part("recipients")):
            how = self.words.ways[way] if form != "nothing" else ""
            rows.append((", ".join(filter(None, (name, agency))), phrases.form(self.words, role, form), how))
        if rows:
            heading, below = Heading(self.words.belongs), table(self.words.recipient, rows, (70, 45, 50), compact=True)
            yield from headed(heading, below)

    def _comments(self) -> Iterable[Flowable]:
        frame, words = self.paper.content.frame, self.words
        days = [
            f"{name} {day(date.fromisoformat(frame[key]), self.language)}"
            for key, name in (("due_on", words.ready_on), ("comments_until", words.comments_until))
            if frame[key]
        ]
        said = [
            marked(phrases.about_comment(words, name, text, worked_in, answer), 900)
            for name, text, worked_in, answer in (piece.cells for piece in self.part("comments"))
        ]
        if days or said:
            yield paragraph(
                after_each_other(
                    bold(words.comments), marked(phrases.ended(", ".join(days))) if days else Marked(""), *said
                ),
                before=5,
            )
        attachments = [piece.text for piece in self.part("attachments")]
        if attachments:
            yield paragraph(after_each_other(bold(words.attachments), *(marked(text, 600) for text in attachments)))

    def _addenda(self) -> Iterable[Flowable]:
        for one in self.paper.addenda:
            yield Heading(f"{self.words.addendum % one.number}, {day(one.on, self.language)}, {one.by}")
            yield from _paragraphs(one.text)


def _paragraphs(text: str) -> Iterable[Flowable]:
    for line in text.splitlines():
        if line.strip():
            yield paragraph(marked(line, _LONG))
