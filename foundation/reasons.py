"""How a rule says no: whole sentences that say why and what to do, never a bare flag."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reason:
    """One sentence in English (the msgid of its translations) with the values it mentions."""

    sentence: str
    values: dict[str, str] = field(default_factory=dict)
    field: str | None = None
    """The form field that the sentence is about, if there is one."""


def reason(sentence: str, field: str | None = None, **values: object) -> Reason:
    """A reason; `sentence` mentions its values as %(name)s, and is found by the extraction of texts."""
    return Reason(sentence, {name: str(value) for name, value in values.items()}, field)


class Refused(Exception):
    """A deed that was not done, with all its reasons at once."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(reason.sentence for reason in self.reasons))


def refuse_if(reasons: Iterable[Reason]) -> None:
    """Raise Refused when there is any reason at all."""
    found = tuple(reasons)
    if found:
        raise Refused(found)


class SeenOtherwise(Refused):
    """A consent that was about to be given to something else than lay before the person."""

    def __init__(self) -> None:
        super().__init__([reason("This has changed since you opened it. Read it again, then answer.")])


def refuse_unseen(seen: str | None, stands: str) -> None:
    """Raise SeenOtherwise when the fingerprint `seen` by the person is not that of what stands now.

    None comes from a caller that has just read it inside the house.
    """
    if seen is not None and seen != stands:
        raise SeenOtherwise
