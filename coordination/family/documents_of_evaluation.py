"""How the plan is going, on paper: boxes to tick for whoever would rather use a pen."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import gettext as _
from reportlab.platypus import Flowable, KeepTogether, Spacer

from coordination.evaluation.models_of_judging import Thing
from coordination.evaluation.rules_of_judging import HIGHEST, IN_THREE, LOWEST, About, marks_for, rung
from coordination.evaluation.words import AGAIN, ANSWERS, RUNGS, THREE
from coordination.family import tongues
from coordination.family.copies import Sender
from coordination.family.documents import small, text, written
from foundation.pdf import (
    COLUMN,
    FAMILY,
    Footer,
    Heading,
    Icon,
    IconMark,
    Letterhead,
    Sheet,
    marked,
    paragraph,
    plain_grid,
    printed,
    title,
    writing_line,
)

_BOX = 16.0
_SENTENCE = 240


def evaluation_paper(sender: Sender, things: Sequence[Thing], *, by_child: bool, met: bool, on: date) -> bytes:
    """The page with boxes, in the language of the page being made; it asks of nothing hidden from its reader."""
    head = Letterhead(_("Town of %(town)s", town=sender.town), sender.office, written(on))
    foot = Footer(_("Your copy"), _("You need not show it to anyone."))
    tag = tongues.TONGUES[tongues.spoken()].paper
    sheet = Sheet(_("How is it now?"), head, foot, look=FAMILY, language=tag, tightest=0.6, worth_saving=0.5)
    return printed(sheet, lambda: list(_story(sender, things, by_child=by_child, met=met)))


def _story(sender: Sender, things: Sequence[Thing], *, by_child: bool, met: bool) -> Iterable[Flowable]:
    yield title(_("How is it now?"), FAMILY)
    yield text(_("Tick what you think. What you do not want to say, leave out."))
    for thing in things:
        in_three = len(marks_for(thing.about, by_child=by_child)) == len(IN_THREE)
        boxes = _three() if in_three else _eleven()
        before = [Heading(thing.text, FAMILY)] if thing.about is About.WHOLE else [_asked(thing)]
        yield KeepTogether([*before, boxes, Spacer(1, 4)])
    for question in (_("What helped?"), _("What should be different?")):
        yield KeepTogether([Heading(question, FAMILY), writing_line(COLUMN), writing_line(COLUMN)])
    if met:
        yield from _about_meeting()
    yield KeepTogether(
        [
            Heading(_("Who may read what you say?"), FAMILY),
            _choices([_("Only %(name)s", name=sender.coordinator), _("Everyone at the table")]),
            small(_("Give this paper to %(name)s, or say it by phone: %(phone)s.", name=sender.coordinator,
                    phone=sender.phone), before=6),
        ]
    )  # fmt: skip


def _about_meeting() -> Iterable[Flowable]:
    """The same three answers as on the page; who reads them stands beside, for they are the coordinator's alone."""
    answers, again = [str(word) for word in ANSWERS.values()], [str(word) for word in AGAIN.values()]
    yield Heading(_("How was our meeting?"), FAMILY)
    for question, words in (
        (_("Did we hear you?"), answers),
        (_("Did you feel well with us?"), answers),
        (_("Do you want another meeting?"), again),
    ):
        yield KeepTogether([paragraph(marked(question, _SENTENCE), FAMILY.goal, after=2), _choices(words)])


def _asked(thing: Thing) -> Flowable:
    return paragraph(marked(thing.text, _SENTENCE), FAMILY.goal, after=2)


def _three() -> Flowable:
    return _choices([str(THREE[mark]) for mark in IN_THREE])


def _choices(words: Sequence[str]) -> Flowable:
    """A few boxes beside each other, each with its words."""
    room = COLUMN / len(words)
    cells: list[Flowable] = []
    for one in words:
        cells += [IconMark(Icon.SQUARE, _BOX), paragraph(marked(one, 60), FAMILY.body, after=0)]
    return plain_grid([cells], (_BOX + 8, room - _BOX - 8) * len(words), after=4)


def _eleven() -> Flowable:
    """A box for each number of the scale, words under its ends and its middle."""
    marks = range(LOWEST, HIGHEST + 1)
    width = COLUMN / len(marks)
    numbers = [paragraph(str(mark), FAMILY.body, after=0) for mark in marks]
    words = [
        paragraph(marked(str(RUNGS[rung(mark)]), 20) if mark in IN_THREE else "", FAMILY.small, after=0)
        for mark in marks
    ]
    boxes = [IconMark(Icon.SQUARE, _BOX) for _mark in marks]
    return plain_grid([boxes, numbers, words], (width,) * len(marks), after=4)
