"""Minutes as a page shows them: blocks of plain words in the language of the reader, in the order of the paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coordination.minutes import phrases
from coordination.minutes.content import Content
from coordination.minutes.paper_words import MINUTES
from coordination.minutes.rules import SectionCode
from foundation.language import day, short_day, span


@dataclass(frozen=True)
class Block:
    """One part under its heading: paragraphs, then a table when it has a head."""

    code: str
    heading: str
    paragraphs: Sequence[str] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()

    @property
    def section(self) -> SectionCode | None:
        """The part that somebody writes here, if there is one."""
        return next((code for code in SectionCode if code == self.code), None)

    @property
    def is_empty(self) -> bool:
        return not self.paragraphs and not self.rows


def facts(content: Content, language: str) -> list[tuple[str, str]]:
    """What stands at the head: when, where, who."""
    words, frame = MINUTES[language], content.frame
    begun, ended = frame["from"], frame["to"]
    when = ""
    if begun and ended:
        starts, ends = datetime.fromisoformat(begun), datetime.fromisoformat(ended)
        when = f"{short_day(starts, language)}, {span(starts, ends)}"
    if frame.get("entered"):
        when += f" ({words.entered})"
    return [
        (words.when, when), (words.where, frame["place"]), (words.convened, frame["convened_by"]),
        (words.led, frame["led_by"] or words.nobody), (words.wrote, frame["taken_by"] or words.nobody),
        (words.whose_family, ", ".join(piece.cells[0] for piece in content.part("family"))),
        (words.number, frame["document_number"]), (words.reference, frame["reference"]),
    ]  # fmt: skip


def title(content: Content, language: str) -> str:
    """The heading of the minutes, as the office calls them."""
    return MINUTES[language].titles[content.frame["heading"]] % content.frame["number"]


def blocks(content: Content, language: str) -> list[Block]:
    """Every part in order; parts that somebody writes are there even when they are empty."""
    found = _Blocks(content, language)
    return [
        block for block in found.in_order() if not block.is_empty or block.section is not None
    ]  # fmt: skip


@dataclass(frozen=True)
class _Blocks:
    content: Content
    language: str

    def in_order(self) -> Iterator[Block]:
        words = MINUTES[self.language]
        yield Block("goal", words.goal, self._texts("goal"))
        yield self._people()
        yield self._family()
        yield self._written(SectionCode.BRIEF, words.brief)
        yield self._standpoints()
        yield self._questions()
        yield Block("needs", words.needs, (), words.need, self._needs())
        yield self._written(SectionCode.STRENGTHS, words.strengths)
        yield self._written(SectionCode.RISKS, words.risks)
        yield self._options()
        yield self._written(SectionCode.AGREED, words.agreed)
        yield self._tasks()
        yield self._written(SectionCode.NEXT, words.next_meeting.rstrip(":"))
        yield self._ahead()
        yield self._written(SectionCode.DISAGREED, words.disagreed.rstrip(":"))
        yield self._recipients()
        yield self._comments()
        yield self._written(SectionCode.ATTACHMENTS, words.attachments.rstrip(":"))

    def _texts(self, part: str) -> list[str]:
        return [piece.text for piece in self.content.part(part)]

    def _written(self, code: SectionCode, heading: str) -> Block:
        return Block(code.value, heading, self._texts(code.value))

    def _people(self) -> Block:
        words, rows = MINUTES[self.language], []
        for piece in self.content.part("people"):
            name, function, agency, role, also, attendance, came, left, pledge = piece.cells
            roles = [words.roles[one] for one in (role, also) if one in words.roles]
            about = ", ".join(filter(None, (agency, function, *roles)))
            rows.append(
                (name, about, phrases.there(words, attendance, came, left), words.pledges.get(pledge, pledge))
            )  # fmt: skip
        return Block("people", words.who_was_there, (), words.people, rows)

    def _family(self) -> Block:
        words = MINUTES[self.language]
        lines = [phrases.told(words, *_five(piece.cells), self.language) for piece in self.content.part("informed")]
        lines += [
            f"{name}: {words.not_there} {phrases.ended(why or words.no_reason)}"
            for name, why in (piece.cells for piece in self.content.part("absent_family"))
        ]
        return Block("informed", words.family.rstrip(":"), lines)

    def _standpoints(self) -> Block:
        words, rows = MINUTES[self.language], []
        for piece in self.content.part("standpoints"):
            speaker, agency, *said, told_by, told_on = piece.cells
            who = [agency or speaker, speaker if agency else "", phrases.noted(words, told_by, told_on, self.language)]
            named = bool(agency) and sum(bool(text) for text in said) > 1
            topics = [
                f"{name}: {text}" if named else text for name, text in zip(words.topics, said, strict=True) if text
            ]
            rows.append(("\n".join(filter(None, who)), "\n".join(topics)))
        return Block("standpoints", words.who_said_what, (), words.said, rows)

    def _questions(self) -> Block:
        words, rows = MINUTES[self.language], []
        for key, text, decision, decided_on in (piece.cells for piece in self.content.part("questions")):
            said = [
                f"{who}: {phrases.opinion(words, view, why)}"
                for asked, who, view, why in (one.cells for one in self.content.part("opinions"))
                if asked == key
            ]
            when = f" ({phrases.on_day(decided_on, self.language)})" if decision and decided_on else ""
            rows.append((text, "\n".join(said), f"{decision or words.no_decision}{when}"))
        return Block("questions", words.questions, (), words.question, rows)

    def _needs(self) -> list[tuple[str, str]]:
        words = MINUTES[self.language]
        return [(piece.cells[0], self.content.covering(piece) or words.open) for piece in self.content.part("needs")]

    def _options(self) -> Block:
        words, rows = MINUTES[self.language], []
        for text, speaks_for, against, chosen, because in (piece.cells for piece in self.content.part("options")):
            views = [f"{words.speaks_for} {speaks_for}" if speaks_for else ""]
            views += [f"{words.speaks_against} {against}" if against else ""]
            mark = words.chosen if chosen else words.not_chosen
            rows.append((text, "\n".join(filter(None, views)), f"{mark}: {because}" if because else mark))
        return Block("options", words.options, (), words.option, rows)

    def _tasks(self) -> Block:
        words, pieces = MINUTES[self.language], self.content.part("tasks")
        rows = [
            (number, text, "\n".join(filter(None, (who, agency))), phrases.due(words, day, again, self.language))
            for number, text, who, agency, day, again, *_ in (piece.cells for piece in pieces)
        ]
        heading = words.in_plan % pieces[0].cells[7] if pieces else ""
        return Block("tasks", heading.rstrip("."), (), words.task, rows)

    def _ahead(self) -> Block:
        words = MINUTES[self.language]
        lines = [f"{words.evaluation} {phrases.on_day(text, self.language)}" for text in self._texts("evaluation")]
        lines += [
            f"{words.next_meeting} {phrases.on_day(piece.cells[1], self.language)}"
            for piece in self.content.part("meetings")
            if piece.cells[1]
        ]
        return Block("evaluation", words.evaluation.rstrip(":"), lines)

    def _recipients(self) -> Block:
        words = MINUTES[self.language]
        rows = [
            (", ".join(filter(None, (name, agency))), phrases.form(words, role, given),
             words.ways[way] if given != "nothing" else "")
            for name, agency, role, given, way in (piece.cells for piece in self.content.part("recipients"))
        ]  # fmt: skip
        return Block("recipients", words.belongs, (), words.recipient, rows)

    def _comments(self) -> Block:
        words, frame = MINUTES[self.language], self.content.frame
        lines = [
            f"{name.capitalize()} {day(date.fromisoformat(frame[key]), self.language)}."
            for key, name in (("due_on", words.ready_on), ("comments_until", words.comments_until))
            if frame[key]
        ]
        lines += [phrases.about_comment(words, *_four(piece.cells)) for piece in self.content.part("comments")]
        return Block("comments", words.comments.rstrip(":"), lines)


def _five(cells: Sequence[str]) -> tuple[str, str, str, str, str]:
    one, two, three, four, five = cells
    return one, two, three, four, five


def _four(cells: Sequence[str]) -> tuple[str, str, str, str]:
    one, two, three, four = cells
    return one, two, three, four
