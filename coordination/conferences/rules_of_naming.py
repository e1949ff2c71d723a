"""Who may be named to come for an agency, when, and what is said to whoever names somebody that cannot."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from enum import StrEnum

from foundation.reasons import Reason, reason

LONGEST_FUNCTION = 80
"""Characters of a function that is wanted: it is read before any pledge, so it stays a function."""


class Settled(StrEnum):
    """How the naming of a person ended."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Sending(StrEnum):
    """How far it is with the substitute of somebody who cannot come."""

    NOBODY = "nobody"
    WAITS = "waits"
    DECLINED = "declined"
    INVITED = "invited"


NOT_THIS_ONE = reason("This person cannot be invited this time. Choose somebody else, or call us.", field="worker")
"""The one refusal of a person, whatever is behind it: who is shut out, comes already or has left stays unknown."""


def against_time(*, starts_at: datetime | None, cancelled: bool, now: datetime) -> Iterator[Reason]:
    """Why nobody can be named for a meeting any more."""
    if cancelled:
        yield reason("The meeting does not take place, nobody needs to come.")
    elif starts_at is None or now >= starts_at:
        yield reason("The meeting has begun, nobody can be named any more. Call us if somebody else is coming.")


def against_noting(*, held: bool, cancelled: bool) -> Iterator[Reason]:
    """Why the coordinator cannot note any more who comes: until the meeting is held somebody may still turn up."""
    if cancelled:
        yield reason("The meeting does not take place, nobody needs to come.")
    elif held:
        yield reason("The meeting has been held, it is settled who was there.")


def against_words(*, chosen: bool, name: str, function: str) -> Iterator[Reason]:
    """Why it cannot be told who is meant: a person of the list, or a name with a function (S2-27)."""
    if chosen and name.strip():
        yield reason("You chose a person and wrote another one. Keep one of the two.", field="name")
    elif not chosen and not name.strip():
        yield reason("It is missing who will come. Choose a person, or write the name.", field="worker")
    elif not chosen and not function.strip():
        yield reason("The function is missing. Write what the person does in your organisation.", field="function")


def against_person(
    *, excluded: bool, invited: bool, left: bool, other_role: bool, works_there: bool
) -> tuple[Reason, ...]:  # fmt: skip
    """Why this very person cannot be named by somebody who may not know why.

    `left`: stepped aside or was taken off; `other_role`: sits at the case as something else.
    """
    return (NOT_THIS_ONE,) if excluded or invited or left or other_role or not works_there else ()


def against_invitee(
    *, name: str, excluded: bool, invited: bool, other_role: bool, works_there: bool
) -> Iterator[Reason]:  # fmt: skip
    """Why a named worker cannot be invited, for the coordinator who may know it."""
    if not works_there:
        yield reason("This person does not work in the organisation any more. Choose somebody else.", field="worker")
        return
    if excluded:
        yield reason("%(name)s cannot work on this case. Choose somebody else.", field="worker", name=name)
    if invited:
        yield reason("%(name)s is invited already. Choose somebody else.", field="worker", name=name)
    if other_role:
        yield reason(
            "%(name)s sits at this case in another role. Keep that role, or take them off the case first.",
            field="worker",
            name=name,
        )


def against_second_name(*, named: bool, taken_back: bool) -> Iterator[Reason]:
    """Why an agency is not asked any more whom it sends."""
    if taken_back:
        yield reason("The invitation does not hold any more. Call us if that is a mistake.")
    elif named:
        yield reason("Somebody is named already. Call us if it is to be somebody else.")


def against_coming_back(*, substituted: bool) -> Iterator[Reason]:
    """Why somebody cannot come whose substitute is invited: two would come in one place."""
    if substituted:
        yield reason("The substitute is invited already. Whoever wants to come after all calls the coordinator.")


def needs_a_yes(*, known: bool, has_own_address: bool, as_substitute: bool) -> bool:
    """Whether a named person waits for the coordinator: nobody unknown gets in without her, and no substitute."""
    return as_substitute or not (known and has_own_address)


def against_taking_back(*, possible: bool, taken_back: bool) -> Iterator[Reason]:
    """Why an invitation is not taken back this way."""
    if taken_back:
        yield reason("The invitation is taken back already.")
    elif not possible:
        yield reason("Only an organisation without a name, or a substitute, is taken back here.")


def against_settling(*, settled: bool) -> Iterator[Reason]:
    """Why the naming of a person cannot be decided any more."""
    if settled:
        yield reason("This is decided already. Open the meeting to see who comes.")


def against_reason(why: str, *, name: str) -> Iterator[Reason]:
    """Why a named person cannot be invited yet (S2-24)."""
    if not why.strip():
        yield reason(
            "Why you invite %(name)s is missing. Write in one sentence what they can contribute.",
            field="why",
            name=name,
        )


def against_wanted(function: str, field: str, *, family: Iterable[str]) -> tuple[Reason, ...]:
    """Why a function that is wanted cannot be written so: the agency's contact reads it and has pledged nothing."""
    named = sorted(word for word in re.findall(r"\w+", function) if _means_one_of(word, family))
    if not named:
        return ()
    return (
        reason(
            "“%(word)s” names the family, and the organisation reads this before any pledge. Write only the function.",
            field,
            word=named[0],
        ),
    )


def _means_one_of(word: str, names: Iterable[str]) -> bool:
    """Whether a word is one of the names in any of its Czech endings, so that “Evy” is and “evaluátor” is not."""
    said = _plain(word)
    return any(
        len(said) <= len(name) + 2 and said.startswith(tuple(_stems(name)))
        for name in map(_plain, names)
        if len(name) > 2
    )


def _stems(name: str) -> Iterator[str]:
    """What of a name stays the same in all cases; an e before the last letter may go (Vlček, Vlčka)."""
    stem = name[:-1] if name[-1] in "aeiouy" else name
    yield stem[:-1] if len(name) > 5 else stem
    if name[-2] == "e":
        yield name[:-2] + name[-1]


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if letter.isalpha())


def namesake(name: str, others: Collection[str]) -> bool:
    """Whether somebody of the same name, titles apart, is among `others`."""
    return _bare(name) in {_bare(other) for other in others}


def _bare(name: str) -> frozenset[str]:
    """The words of a name without titles; first and last name may stand in either order."""
    words = (word for word in re.split(r"[\s,]+", name) if not word.endswith("."))
    return frozenset(_plain(word) for word in words)
