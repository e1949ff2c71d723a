"""Invitations on paper: to a worker of an agency, to a parent, to a child, each drawn from its own values alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from coordination.conferences import paper_sentences as said
from coordination.conferences.paper_sentences import AGENCY, CHILD, AgencySentences, about_how_long
from foundation.language import at_time, day, long_day, span, until_day
from foundation.pdf import (
    COLUMN,
    FAMILY,
    HALF,
    OFFICE,
    CutLine,
    Footer,
    Heading,
    Icon,
    IconLine,
    IconMark,
    Letterhead,
    Sheet,
    Story,
    after_each_other,
    bold,
    boxed,
    bullets,
    inner_width,
    marked,
    one_below_the_other,
    paragraph,
    plain_grid,
    printed,
    spaced,
    title,
    unprintable,
    writing_line,
)


@dataclass(frozen=True)
class Sender:
    """In whose name a letter is written, and where it is answered."""

    town: str
    """As letters name it, `Město Podlesí`."""
    address: str
    """The office and its address, on one line."""
    name: str
    function: str
    phone: str
    mail: str
    on: date


@dataclass(frozen=True)
class Meets:
    """When and where the invited person is expected; a sensitive place is empty."""

    starts: datetime
    ends: datetime
    place: str
    access: str
    """Whether one can get in without stairs, in one short sentence."""


@dataclass(frozen=True)
class AgencyLetter:
    """The letter to a worker: it has no field for a family, a child, another organisation or the agenda."""

    sender: Sender
    meets: Meets
    language: str
    case_code: str
    document_number: str
    agency: str
    name: str
    function: str
    address: str
    greeting: str
    reasons: Sequence[str]
    """The fixed outward sentences, in the language of the letter."""
    answer_by: date
    led_by: str
    """facilitator, convenor or you."""
    gives_standpoint: bool
    own_mailbox: bool
    """Without one there is no link, neither to the answer nor to the pledge."""
    wanted: str = ""
    """The function wanted of an agency that has not said yet whom it sends; empty: the letter is to one worker."""


@dataclass(frozen=True)
class Comes:
    """Somebody who comes, and why, as the reader of the letter is told."""

    name: str
    why: str


@dataclass(frozen=True)
class ParentLetter:
    """The letter to a parent (text A), for these eyes alone; it bears no reference number."""

    sender: Sender
    meets: Meets
    greeting: str
    about: str
    comes: Sequence[Comes]


@dataclass(frozen=True)
class ChildLetter:
    """The letter to a child (text B)."""

    sender: Sender
    meets: Meets
    greeting: str
    familiar: bool
    """Called by its first name (ty), because it asked for that."""
    comes: Sequence[Comes]
    guide: str
    guide_phone: str
    signal: str
    helpline: str


PaperLetter = AgencyLetter | ParentLetter | ChildLetter


def letter_paper(letter: PaperLetter) -> bytes:
    """The letter as a PDF; equal letters give equal bytes."""
    if isinstance(letter, AgencyLetter):
        return _agency_paper(letter)
    if isinstance(letter, ParentLetter):
        return _family_paper(letter.sender, said.PARENT_TITLE, said.FAMILY_FOOTER, lambda: list(_parent(letter)))
    words = CHILD[letter.familiar]
    return _family_paper(letter.sender, words.title, words.footer, lambda: list(_child(letter)))


def _family_paper(sender: Sender, name: str, foot: tuple[str, str], story: Story) -> bytes:
    """For eyes at home: the day at the top instead of any reference number."""
    head = Letterhead(sender.town, sender.address, _written(sender.on))
    # A letter on one page is read to its end, so its spaces shrink more than those of other papers.
    return printed(Sheet(name, head, Footer(*foot), look=FAMILY, tightest=0.6, worth_saving=0.5), story)


def file_name(letter: PaperLetter) -> str:
    """Under which name the file lands on a computer; nobody's name is in it, and for the family no code either."""
    return f"pozvanka-{letter.case_code}.pdf" if isinstance(letter, AgencyLetter) else "pozvanka.pdf"


def missing_signs(letter: PaperLetter) -> list[str]:
    """The signs that no paper can show, in order; ▯ stands in their place."""
    return sorted(set().union(*(unprintable(text) for text in _texts(letter))))


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each)


def _ended(words: str) -> str:
    """A sentence with its full stop; nothing stays nothing."""
    words = words.strip()
    return words if not words or words[-1] in ".?…“" else f"{words}."


def _greeting(plain: str, called: str) -> str:
    return f"{plain}, {called}," if called else f"{plain},"


# --- to a worker -----------------------------------------------------------------------------------------------------

_TO_WINDOW, _WINDOW = 11 * mm, 24 * mm
"""From the first line of the text to the window of an envelope, and how high that is."""
_LEFT_OF_WINDOW = 85 * mm
_LABELS = 46 * mm


def _agency_paper(letter: AgencyLetter) -> bytes:
    words = AGENCY[letter.language]
    number = f"{words.number} {letter.document_number}" if letter.document_number else ""
    sheet = Sheet(
        title=words.title,
        letterhead=Letterhead(letter.sender.town, letter.sender.address, letter.case_code, number),
        footer=Footer(f"{letter.case_code} · {words.footer}", words.notice),
        language={"cs": "cs-CZ", "en": "en-GB"}[letter.language],
    )
    return printed(sheet, lambda: list(_agency(letter)))


def _agency(letter: AgencyLetter) -> Iterable[Flowable]:
    words = AGENCY[letter.language]
    yield Spacer(1, _TO_WINDOW)
    yield _addresses(letter)
    yield title(words.title)
    yield paragraph(f"{letter.greeting or words.greeting},")
    yield paragraph(words.whoever_invited.format(wanted=letter.wanted) if letter.wanted else words.invited)
    yield _date_box_of_office(letter)
    yield Spacer(1, 4)
    yield _facts(letter)
    deadline = bold(
        f"{words.say_who if letter.wanted else words.answer} {until_day(letter.answer_by, letter.language)}"
    )
    how = f"{words.or_mail} {letter.sender.mail}." if letter.sender.mail else words.how_to_answer
    yield paragraph(after_each_other(deadline, marked(how)), before=6)
    yield KeepTogether([_signature(letter), *_slip(letter)])


def _addresses(letter: AgencyLetter) -> Flowable:
    """Who writes, at the left; to whom, where the window of an envelope shows it."""
    words, sender = AGENCY[letter.language], letter.sender
    writes = one_below_the_other(
        marked(f"{words.settled_by} {sender.name}"), marked(f"{words.phone} {sender.phone}" if sender.phone else ""),
        marked(sender.mail), marked(f"{words.printed_on} {day(sender.on, letter.language)}"),
    )  # fmt: skip
    lines = [line for line in (letter.agency, letter.name, letter.function, letter.address) if line]
    to = one_below_the_other(bold(lines[0]), *(marked(line, 90) for line in lines[1:]))
    return plain_grid(
        [[paragraph(writes, OFFICE.cell), paragraph(to, after=0), Spacer(1, _WINDOW)]],
        (_LEFT_OF_WINDOW, COLUMN - _LEFT_OF_WINDOW, 0), after=8,
    )  # fmt: skip


def _date_box_of_office(letter: AgencyLetter) -> Flowable:
    words, meets, language = AGENCY[letter.language], letter.meets, letter.language
    hidden = words.place_after_sign_in if letter.own_mailbox else words.place_by_phone
    where = meets.place or hidden[:1].upper() + hidden[1:]
    call = f"{words.on_the_day} {letter.sender.phone}." if letter.sender.phone else ""
    lines = [
        paragraph(
            f"{long_day(meets.starts.date(), language)}, {span(meets.starts, meets.ends, language)}", OFFICE.goal
        ),
        paragraph(after_each_other(marked(_ended(where), 300), marked(_ended(meets.access)))),
        *([paragraph(call, after=0)] if call else []),
    ]
    return _boxed_beside(Icon.CALENDAR, 26, lines)


def _boxed_beside(icon: Icon, size: float, lines: Sequence[Flowable]) -> Flowable:
    room = size + 22
    grid = plain_grid([["", IconMark(icon, size), list(lines)]], (5, room - 5, inner_width() - room))
    grid.setStyle([("VALIGN", (1, 0), (1, 0), "MIDDLE")])
    return boxed([grid], before=5)


def _facts(letter: AgencyLetter) -> Flowable:
    words = AGENCY[letter.language]
    led = {
        "facilitator": words.led_by_facilitator,
        "convenor": words.led_by_convenor,
        "you": words.led_by_you,
    }[letter.led_by]
    rows = [(words.why, " ".join(letter.reasons)), words.aim]
    if letter.gives_standpoint:
        rows.append(words.prepare)
    rows += [
        (words.sign, words.sign_by_link if letter.own_mailbox else words.sign_on_paper),
        (words.leads, f"{led}; {words.others_come}"),
        (words.if_not, words.if_not_standpoint if letter.gives_standpoint and not letter.wanted else words.if_not_call),
    ]
    cells = [[paragraph(bold(label), after=0), paragraph(words, after=0)] for label, words in rows]
    return plain_grid(cells, (_LABELS, COLUMN - _LABELS), row_gap=3.2)


def _signature(letter: AgencyLetter) -> Flowable:
    function = ", ".join(filter(None, (letter.sender.function, AGENCY[letter.language].convenes)))
    under = one_below_the_other(marked(letter.sender.name), marked(function))
    return plain_grid([[writing_line(HALF, above=36)], [paragraph(under, OFFICE.small, before=3)]], (HALF,), row_gap=3)


def _slip(letter: AgencyLetter) -> list[Flowable]:
    """What is cut off and sent back: the paper way to everything that the link can do."""
    words = AGENCY[letter.language]
    how = f"{words.slip_mail} {letter.sender.mail}" if letter.sender.mail else words.slip_how
    head = after_each_other(bold(words.slip), marked(f"({letter.case_code}): {how}"))
    if letter.wanted:
        return [CutLine(above=16, below=5), paragraph(head, OFFICE.cell, after=2), _who_comes(words)]
    boxes = words.boxes if letter.gives_standpoint else words.boxes[:2]
    ticks = plain_grid([[_tick(box) for box in boxes]], [46 * mm] * len(boxes), before=6)
    label = 40 * mm
    to_write = plain_grid(
        [[_tick(words.instead), ""], [paragraph(words.slip_line, after=0), ""]], (label, COLUMN - label)
    )
    to_write.setStyle(
        [("LINEBELOW", (1, 0), (1, -1), 0.75, "black"), ("TOPPADDING", (0, 0), (-1, 0), 9),
         ("TOPPADDING", (0, 1), (-1, 1), 24)]
    )  # fmt: skip
    return [CutLine(above=16, below=5), paragraph(head, OFFICE.cell, after=2), ticks, to_write]


def _who_comes(words: AgencySentences) -> Flowable:
    """Lines on which an agency writes whom it sends."""
    label = 55 * mm
    lines = (words.slip_who, words.slip_reach, words.slip_signed)
    to_write = plain_grid([[paragraph(line, after=0), ""] for line in lines], (label, COLUMN - label))
    to_write.setStyle([("LINEBELOW", (1, 0), (1, -1), 0.75, "black"), ("TOPPADDING", (0, 0), (-1, -1), 20)])
    return to_write


def _tick(words: str) -> IconLine:
    return IconLine(Icon.SQUARE, marked(words), OFFICE.body, size=11, gap=6)


# --- to the family ---------------------------------------------------------------------------------------------------

_READ_WIDTH = COLUMN - 20 * mm
_ICON = 16.0


def _written(on: date) -> str:
    """`5. března 2026`."""
    return long_day(on, "cs").partition(" ")[2]


def _parent(letter: ParentLetter) -> Iterable[Flowable]:
    yield title(said.PARENT_TITLE, FAMILY)
    yield _family_text(_greeting(said.GREETING, letter.greeting))
    yield _family_text(said.PARENT_INVITED)
    yield _date_box_of_family(letter.meets, said.FAMILY_PLACE_BY_PHONE)
    yield Heading(said.TALK, FAMILY)
    yield _family_text(f"{_ended(letter.about)} {said.TALK_ENDS}")
    yield from _coming(said.WHO_COMES, letter.comes)
    yield _family_text(said.ALL_KEEP_SILENT)
    yield Heading(said.PREPARE[0], FAMILY)
    yield _family_text(said.PREPARE[1])
    yield KeepTogether([Heading(said.YOU_MAY[0], FAMILY), *_list(said.YOU_MAY[1])])
    yield KeepTogether(
        [
            Heading(said.LET_US_KNOW[0], FAMILY),
            _family_text(said.LET_US_KNOW[1]),
            _call(letter.sender.name, letter.sender.phone),
            _family_text(said.LOOKING_FORWARD),
        ]
    )


def _child(letter: ChildLetter) -> Iterable[Flowable]:
    words = CHILD[letter.familiar]
    yield title(words.title, FAMILY)
    yield _family_text(_greeting(words.greeting, letter.greeting))
    yield _family_text(words.invited)
    yield Heading(words.where, FAMILY)
    yield _date_box_of_family(letter.meets, words.place_by_phone)
    yield from _coming(words.who_comes, letter.comes)
    yield Heading(words.with_you, FAMILY)
    yield _family_text(after_each_other(bold(_ended(letter.guide)), marked(words.only_for_you)))
    yield _family_text(words.no_need.format(guide=letter.guide))
    yield _family_text(f"{words.may_say} {words.may_bring}")
    yield _family_text(words.too_much.format(signal=letter.signal.rstrip(".")))
    yield _family_text(words.afterwards)
    yield KeepTogether(
        [
            Heading(f"{words.bothers} {words.call}", FAMILY),
            _call(letter.guide, letter.guide_phone or letter.sender.phone),
            _family_text(words.or_else.format(helpline=letter.helpline)),
        ]
    )


def _family_text(words: str) -> Flowable:
    """Running text keeps a margin free at the right: long lines tire a reader."""
    style = spaced(FAMILY.body)
    style.rightIndent = COLUMN - _READ_WIDTH
    return paragraph(words, style)


def _date_box_of_family(meets: Meets, hidden: str) -> Flowable:
    when = f"{long_day(meets.starts.date(), 'cs')} {at_time(meets.starts, 'cs')}"
    lasts = about_how_long(round((meets.ends - meets.starts).total_seconds() / 60))
    rest = after_each_other(marked(_ended(meets.place or hidden), 300), marked(lasts), marked(_ended(meets.access)))
    return _boxed_beside(Icon.CALENDAR, 30, [paragraph(when, FAMILY.goal), paragraph(rest, FAMILY.body, after=0)])


def _coming(heading: str, comes: Sequence[Comes]) -> Iterable[Flowable]:
    """Who comes, a line for each; the heading never stands alone."""
    style = spaced(FAMILY.item, after=0)
    lines: list[Flowable] = [
        IconLine(
            Icon.PERSON, after_each_other(bold(each.name, 80), marked(_ended(each.why), 160)), style, size=_ICON, gap=10
        )
        for each in comes
    ]
    yield KeepTogether([Heading(heading, FAMILY), *lines[:2]])
    yield from lines[2:]
    yield Spacer(1, 3)


def _list(items: Sequence[str]) -> Iterable[Flowable]:
    for item in bullets(items, FAMILY):
        item.spaceAfter = 0
        yield item


def _call(name: str, phone: str) -> Flowable:
    """Whom to call, between two rules, the number large."""
    number = spaced(FAMILY.goal)
    number.fontSize, number.alignment = 16, 2
    icon = 22.0
    row = plain_grid(
        [[IconMark(Icon.PHONE, icon), paragraph(bold(name), FAMILY.body, after=0), paragraph(phone, number, after=0)]],
        (icon + 10, COLUMN - icon - 10 - 60 * mm, 60 * mm), before=2, after=8,
    )  # fmt: skip
    row.setStyle(
        [
            ("LINEABOVE", (0, 0), (-1, 0), 0.5, "black"), ("LINEBELOW", (0, -1), (-1, -1), 0.5, "black"),
            ("TOPPADDING", (0, 0), (-1, -1), 5), ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ]
    )  # fmt: skip
    return row
