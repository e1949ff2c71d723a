"""The summary on paper: a parent's (own tasks for the fridge, then the rest) and a child's, drawn from one copy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask_babel import gettext as _
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer

from coordination.family import days, sentences, tongues
from coordination.family.copies import Copy, Helper, Meets, OwnTask, Promise, Sender
from coordination.family.rules import Picture
from foundation import language
from foundation.pdf import (
    COLUMN,
    FAMILY,
    Footer,
    Heading,
    Icon,
    IconMark,
    Letterhead,
    QrCode,
    Sheet,
    after_each_other,
    barred,
    bold,
    boxed,
    inner_width,
    marked,
    pages_of,
    paragraph,
    plain_grid,
    printed,
    signatures,
    spaced,
    title,
)

ON_FIRST_PAGE = 5
"""How many own tasks the page for the fridge holds."""
MOST_PAGES = 2
"""More than one sheet nobody reads to its end; lines then stand closer."""
ROOMY = 3
"""So many promises of others have a box each."""
_PICTURES = {
    Picture.MONEY: Icon.MONEY,
    Picture.PAPER: Icon.PAPER,
    Picture.PEOPLE: Icon.PEOPLE,
    Picture.SCHOOL: Icon.SCHOOL,
    Picture.TALK: Icon.TALK,
    Picture.BRUSH: Icon.BRUSH,
}
_ICON, _BOX, _GAP = 29.0, 26.0, 12.0
_READ_WIDTH = COLUMN - 57.0
_NAME, _PROMISE = 90, 160


def summary_paper(copy: Copy, *, seat_name: str, address: str, on: date) -> bytes:
    """The summary as a PDF in the language of the page being made; without `address` it has no square to point at."""
    name = _("Our plan")
    head = Letterhead(_("Town of %(town)s", town=copy.town), _office(copy), written(on))
    foot = Footer(_("Your copy · version %(number)s", number=copy.number), _("You need not show it to anyone."))
    tag = tongues.TONGUES[tongues.spoken()].paper
    sheet = Sheet(name, head, foot, look=FAMILY, language=tag, tightest=0.6, worth_saving=0.5)
    if copy.for_child:
        return printed(sheet, lambda: list(_child(copy, address)))
    made = b""
    for spread in _SPREADS[len(copy.promises) > ROOMY :]:
        made = printed(sheet, partial(_parents_story, copy, seat_name, address, spread))
        if pages_of(made) <= MOST_PAGES:
            break
    return made


def address_paper(sender: Sender, *, address: str, on: date) -> bytes:
    """The way to the page before there is anything to sum up; it says nothing about anybody."""
    head = Letterhead(_("Town of %(town)s", town=sender.town), sender.office, written(on))
    foot = Footer(_("Your copy"), _("You need not show it to anyone."))
    tag = tongues.TONGUES[tongues.spoken()].paper
    sheet = Sheet(_("Your page"), head, foot, look=FAMILY, language=tag)
    return printed(sheet, lambda: list(_way_to_page(sender, address)))


def _way_to_page(sender: Sender, address: str) -> Iterable[Flowable]:
    yield title(_("Your page"), FAMILY)
    yield text(_("You will find our meeting here. You can answer, ask us and ask for an interpreter."))
    yield text(_("What we agree there you will find here."))
    third = _("Tell us whether the meeting suits you.")
    yield _on_phone(address, heading=_("The page on your phone"), third=third)
    coming = Helper(sender.coordinator, "", sender.phone, in_charge=True)
    yield from _together(_("Would you rather call?"), [_helper(coming)])


@dataclass(frozen=True)
class Spread:
    """How generously a paper is laid out."""

    promises_in_boxes: bool
    own_in_boxes: bool
    fridge: bool
    """Whether the first page holds nothing but own tasks, the next meeting and phones."""


_SPREADS = (
    Spread(promises_in_boxes=True, own_in_boxes=True, fridge=True),
    Spread(promises_in_boxes=False, own_in_boxes=True, fridge=True),
    Spread(promises_in_boxes=False, own_in_boxes=True, fridge=False),
    Spread(promises_in_boxes=False, own_in_boxes=False, fridge=False),
)
"""From the roomiest to the closest; the first that fits on two pages is taken."""


def _parents_story(copy: Copy, seat_name: str, address: str, spread: Spread) -> list[Flowable]:
    return list(_parent(copy, seat_name, address, spread))


def _office(copy: Copy) -> str:
    """Where the office is; a child calls the people named on the paper."""
    if copy.for_child or not copy.phone:
        return copy.office
    return str(_("%(office)s, phone %(phone)s", office=copy.office, phone=copy.phone))


def written(on: date) -> str:
    return language.long_day(on).partition(" ")[2]


def _written_by_a_person() -> Iterable[Flowable]:
    """On a paper in another language: why a part of it is Czech, and what to do about it."""
    if language.current() != language.languages[0]:
        not_translated = _("A person wrote the tasks in Czech. They are not translated.")
        interpreter = _("You can ask for an interpreter. It is free.")
        yield small(f"{not_translated} {interpreter}")


# --- to a parent ------------------------------------------------------------------------------------------------------


def _parent(copy: Copy, seat_name: str, address: str, spread: Spread) -> Iterable[Flowable]:
    draw_own = _own_box if spread.own_in_boxes else _own_row
    yield title(_("Our plan"), FAMILY)
    yield text(_("Hello, %(name)s,", name=copy.greeting) if copy.greeting else _("Hello,"))
    yield text(_("this is what we agreed together. %(agreed)s", agreed=copy.agreed))
    yield from _written_by_a_person()
    if copy.own:
        yield from _together(_("What you will do"), [draw_own(task) for task in copy.own[:ON_FIRST_PAGE]])
    yield from _meeting(copy)
    yield from _together(_("Who will help you"), [_helper(one) for one in copy.helpers])
    if spread.fridge:
        yield PageBreak()
    yield from (draw_own(task) for task in copy.own[ON_FIRST_PAGE:])
    if copy.promises:
        draw = _promise_box if spread.promises_in_boxes else _promise_row
        yield from _together(_("What others will do for you"), [draw(one) for one in copy.promises])
    yield from _together(_("If something does not work out"), [text(str(sentences.TROUBLE_ON_PAPER))])
    yield from _together(_("Do you disagree?"), [text(str(sentences.DISAGREE))])
    if address:
        yield _on_phone(address)
    yield from _together(_("Your data"), [small(sentences.about_data(copy.coordinator))])
    yield signatures(
        [[_("%(name)s, on", name=seat_name)], [_("%(name)s, on", name=copy.coordinator)]],
        sentence="", last=[small(str(sentences.SIGNING))], look=FAMILY,
    )  # fmt: skip


def _own_box(task: OwnTask) -> Flowable:
    return _box(_PICTURES[task.picture], task.beside, task.sentence, task.when)


def _promise_box(one: Promise) -> Flowable:
    return _box(_PICTURES[one.picture], one.who, one.sentence, one.when)


def _own_row(task: OwnTask) -> Flowable:
    return _row(_PICTURES[task.picture], "", task.sentence, task.when, task.beside)


def _promise_row(one: Promise) -> Flowable:
    return _row(_PICTURES[one.picture], f"{one.who}:", one.sentence, one.when)


def _box(icon: Icon, above: str, words: str, when: str) -> Flowable:
    """A box with a picture at the left and a square to tick at the right."""
    lines = [
        *([paragraph(marked(above, _NAME), FAMILY.small, after=0)] if above else []),
        paragraph(bold(words, _PROMISE), FAMILY.goal, after=0),
        *([paragraph(marked(when, _NAME), FAMILY.body, after=0)] if when else []),
    ]
    room = inner_width() - _ICON - _GAP - _BOX - _GAP
    grid = plain_grid([[IconMark(icon, _ICON), lines, IconMark(Icon.SQUARE, _BOX)]], (_ICON + _GAP, room, _BOX + _GAP))
    return boxed([grid], before=0)


def _meeting(copy: Copy) -> Iterable[Flowable]:
    if copy.meets is None:
        return
    box = boxed([_beside_calendar(_meeting_lines(copy.meets, copy.for_child))], before=0)
    yield from _together(_("Our next meeting"), [box])


def _meeting_lines(meets: Meets, for_child: bool) -> list[Flowable]:
    day = days.on(meets.starts.date(), year=True)
    comes = ", ".join(one.name for one in meets.comes)
    lines: list[Flowable] = [
        paragraph(bold(f"{day} {days.at(meets.starts)}"), FAMILY.goal, after=0),
        paragraph(marked(meets.place or _("We will tell you the place by phone."), 200), FAMILY.body, after=3),
    ]
    if comes:
        lines.append(paragraph(marked(_("Coming: you, %(names)s.", names=comes), 400), FAMILY.small, after=0))
    lines.append(paragraph(_("You may bring somebody close to you."), FAMILY.small, after=0))
    return lines


def _beside_calendar(lines: Sequence[Flowable]) -> Flowable:
    return plain_grid(
        [[IconMark(Icon.CALENDAR, 30), list(lines)]], (30 + _GAP + 2, inner_width() - 30 - _GAP - 2)
    )  # fmt: skip


def _helper(one: Helper) -> Flowable:
    """Whom to call, between two rules, the number large."""
    number = spaced(FAMILY.goal)
    number.fontSize, number.alignment = 16, 2
    icon, room = 22.0, 165.0
    names: list[Flowable] = [paragraph(bold(one.name, _NAME), FAMILY.body, after=0)]
    names += [paragraph(marked(one.does, _NAME), FAMILY.small, after=0)] if one.does else []
    row = plain_grid(
        [[IconMark(Icon.PHONE, icon), names, paragraph(one.phone, number, after=0)]],
        (icon + 10, COLUMN - icon - 10 - room, room), after=0,
    )  # fmt: skip
    row.setStyle(
        [
            ("LINEABOVE", (0, 0), (-1, 0), 0.5, "black"), ("LINEBELOW", (0, -1), (-1, -1), 0.5, "black"),
            ("TOPPADDING", (0, 0), (-1, -1), 4), ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ]
    )  # fmt: skip
    return row


def _on_phone(address: str, *, heading: str = "", third: str = "") -> Flowable:
    """The square for a camera with the same address in words beside it; the number is never on paper."""
    side = 91.0
    typed = address.partition("://")[2] or address
    lines: list[Flowable] = [
        paragraph(bold(heading or _("The plan on your phone")), FAMILY.goal, after=2),
        *(
            paragraph(f"{number}. {step}", FAMILY.small, after=2)
            for number, step in enumerate(
                (
                    _("Point the phone at the square."),
                    _("Enter the six digits you chose."),
                    third or _("Tell us whether you understand the plan and agree."),
                ),
                1,
            )
        ),
        paragraph(after_each_other(marked(_("Or type:")), bold(typed, 200)), FAMILY.small, after=0),
    ]
    return boxed(
        [plain_grid([[QrCode(address, side), lines]], (side + 18, inner_width() - side - 18))], before=10
    )  # fmt: skip


# --- to a child -------------------------------------------------------------------------------------------------------


def _child(copy: Copy, address: str) -> Iterable[Flowable]:
    called = _("%(name)s, this is settled", name=copy.greeting) if copy.greeting else _("This is settled")
    yield title(called, FAMILY)
    if copy.words:
        yield barred(_("Your words"), [_("“%(words)s”", words=copy.words)], FAMILY)
        yield Spacer(1, 6)
        yield text(_("We take it seriously. That is why we agreed on this:"))
    else:
        yield text(copy.agreed)
    yield from _written_by_a_person()
    if copy.promises:
        rows = [_row(_PICTURES[one.picture], one.who, one.sentence, one.when) for one in copy.promises]
        yield from _together(_("What adults promised you"), rows)
    if copy.own:
        rows = [_row(_PICTURES[task.picture], "", task.sentence, task.when, task.beside) for task in copy.own]
        yield from _together(_("What you will try"), rows)
    yield from _meeting(copy)
    talk: list[Flowable] = [_helper(copy.helpers[0])] if copy.helpers else []
    if copy.helpline:
        talk.append(small(_("You can also call %(line)s. It is free.", line=copy.helpline), before=10))
    yield from _together(_("Who you can talk to"), talk)
    if address:
        yield _on_phone(address)


def _row(icon: Icon, who: str, words: str, when: str, beside: str = "") -> Flowable:
    """A line of a child's paper: a picture, one sentence, a square to tick."""
    said = after_each_other(*(piece for piece in (bold(who, _NAME) if who else None, marked(words, _PROMISE)) if piece))
    below = " · ".join(filter(None, (beside, when)))
    lines = [paragraph(said, FAMILY.body, after=0)]
    lines += [paragraph(marked(below, _NAME), FAMILY.small, after=0)] if below else []
    room = COLUMN - _ICON - _GAP - _BOX - _GAP
    grid = plain_grid([[IconMark(icon, _ICON), lines, IconMark(Icon.SQUARE, _BOX)]], (_ICON + _GAP, room, _BOX + _GAP))
    grid.setStyle(
        [
            ("LINEBELOW", (0, -1), (-1, -1), 0.5, "black"),
            ("TOPPADDING", (0, 0), (-1, -1), 5), ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
        ]
    )  # fmt: skip
    return grid


# --- pieces -----------------------------------------------------------------------------------------------------------


def text(words: str) -> Flowable:
    style = spaced(FAMILY.body)
    style.rightIndent = COLUMN - _READ_WIDTH
    return paragraph(words, style)


def small(words: str, before: float = 0) -> Flowable:
    style = spaced(FAMILY.small, before=before, after=6)
    style.rightIndent = COLUMN - _READ_WIDTH
    return paragraph(words, style)


def _together(heading: str, pieces: Sequence[Flowable]) -> Iterable[Flowable]:
    """A heading never stands alone."""
    if pieces:
        yield KeepTogether([Heading(heading, FAMILY), *pieces[:2]])
        yield from pieces[2:]
