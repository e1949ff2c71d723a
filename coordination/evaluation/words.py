"""The words of the common scale, as everybody reads them and as a child does."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.evaluation.rules_of_feedback import Again
from coordination.evaluation.rules_of_judging import HALF, HIGHEST, LOWEST, About, Rung, rung

RUNGS: Mapping[Rung, LazyString] = {
    Rung.NOTHING: _l("not at all"),
    Rung.HARDLY: _l("hardly"),
    Rung.LITTLE: _l("a little"),
    Rung.HALF: _l("half"),
    Rung.RATHER: _l("rather yes"),
    Rung.ALMOST: _l("almost fully"),
    Rung.FULLY: _l("fully"),
}
THREE: Mapping[int, LazyString] = {
    HIGHEST: _l("it is going well"),
    HALF: _l("half and half"),
    LOWEST: _l("not going well yet"),
}
"""Of a task, and wherever a child answers."""
ANSWERS: Mapping[int, LazyString] = {HIGHEST: _l("yes"), HALF: _l("half and half"), LOWEST: _l("no")}
"""Whether one was heard and at ease, on the same scale."""
AGAIN: Mapping[Again, LazyString] = {Again.YES: _l("yes"), Again.NO: _l("no"), Again.UNSURE: _l("I cannot say")}
UNSAID = _l("I cannot say")


def in_words(about: About, mark: int) -> str:
    """A mark as it is read: the number with its word, of a task the word alone."""
    if about is About.TASK:
        return str(THREE[mark])
    return str(_("%(number)s: %(word)s", number=mark, word=RUNGS[rung(mark)]))


def offered(about: About, marks: tuple[int, ...]) -> list[tuple[str, str]]:
    """The choices of a field."""
    words = THREE if len(marks) == len(THREE) else {mark: in_words(about, mark) for mark in marks}
    return [(str(mark), str(words[mark])) for mark in marks]
