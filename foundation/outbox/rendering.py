"""The wording of a letter: whole texts per language, filled from neutral fields and from nothing else."""

import re
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime
from functools import cache
from typing import Any

from flask import current_app, has_app_context
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateNotFound

from foundation import clock, language
from foundation.ics import one_line
from foundation.settings import ROOT

LONGEST_FIELD = 300
"""Characters of one field; more is cut off, never refused."""

_LATE = {"code": "\ue000code\ue001", "link": "\ue000link\ue001"}
_MARK = re.compile("\ue000([a-z]+[0-9]*)\ue001")


@dataclass(frozen=True)
class NeutralItem:
    """One line of a letter that tells of several things; as neutral as the rest."""

    case_code: str
    day: Day
    variant: str
    """Which of the fixed sentences is meant; a word that the template knows."""
    number: int | None = None
    town: str | None = None
    """Only where the things are of several towns."""
    late: bool = False
    linked: bool = True
    """Whether a link of its own follows, made at sending under the name that `link_name` says."""


@dataclass(frozen=True)
class Neutral:
    """Everything that a letter may ever say; a family's name has no field here, and so it cannot leave.

    A day may be given as a date or as an aware instant. `place` is empty where the place is sensitive.
    """

    town: str
    phone: str
    date: Day | datetime | None = None
    time_from: datetime | None = None
    time_to: datetime | None = None
    former_date: Day | datetime | None = None
    former_to: datetime | None = None
    """When the former time ended, where the former date is an instant."""
    deadline: Day | datetime | None = None
    place: str | None = None
    link: str | None = None
    front_door: str | None = None
    code: str | None = None
    case_code: str | None = None
    number: int | None = None
    version: int | None = None
    count: int | None = None
    variant: str = ""
    """Which of the fixed sentences of a letter is meant; a word that its template knows."""
    items: tuple[NeutralItem, ...] = ()


def link_name(position: int) -> str:
    """Under which name the link of an item is put in at sending; items are counted from one."""
    return f"link{position}"


class UnwrittenLetter(LookupError):
    """No template of this name in this language."""


def render(template: str, neutral: Neutral, spoken: str, *, late: bool = False) -> str:
    """The text of a letter, its first line `Subject: …`.

    `late`: what is missing of code and link is filled in at sending (see `complete`). Raises UnwrittenLetter for an
    unknown template, jinja2.UndefinedError for a field or variant that the template needs and was not given.
    """
    fields = _fields(neutral, spoken)
    if late:
        fields = _LATE | fields
    text = _template(template, spoken).render(fields).strip() + "\n"
    return language.cz(text) if spoken == "cs" else text


def complete(text: str, late: dict[str, str]) -> str:
    """The text with what is kept nowhere put in; raises KeyError when something is still missing."""
    return _MARK.sub(lambda mark: one_line(late[mark[1]], LONGEST_FIELD), text)


def subject_and_body(text: str) -> tuple[str, str]:
    """The two parts of a rendered letter."""
    first, _, body = text.partition("\n")
    return one_line(first.removeprefix("Subject:"), LONGEST_FIELD), body.lstrip("\n")


@cache
def _environment() -> Environment:
    # Letters are plain text, not markup: what is escaped for a page would be misspelt here.
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["capital"] = lambda text: text[:1].upper() + text[1:]
    return environment


def _template(template: str, spoken: str) -> Template:
    try:
        return _environment().get_template(f"{template}.{spoken}.txt")
    except TemplateNotFound as error:
        raise UnwrittenLetter(f"{template}.{spoken}.txt") from error


def _fields(neutral: Neutral, spoken: str) -> dict[str, Any]:
    """The fields as they stand in a letter; one that was not given is absent, so that asking for it fails loudly."""
    given: dict[str, Any] = {
        name: one_line(str(value), LONGEST_FIELD)
        for name in ("town", "phone", "link", "front_door", "code", "case_code", "number", "version", "count")
        if (value := getattr(neutral, name)) is not None
    }
    given["calendar_answers"] = "reach us" if _calendar_answers() else ""
    given |= {"variant": neutral.variant, "place": one_line(neutral.place or "", LONGEST_FIELD)}
    if neutral.date is not None:
        given |= _day_fields(_day(neutral.date), spoken)
    if neutral.former_date is not None:
        given["former_date"] = language.long_day(_day(neutral.former_date), spoken)
        if isinstance(neutral.former_date, datetime) and neutral.former_to is not None:
            given["former_span"] = language.span(neutral.former_date, neutral.former_to, spoken)
    if neutral.deadline is not None:
        given["by_deadline"] = language.until_day(_day(neutral.deadline), spoken)
        given["deadline"] = _dated(_day(neutral.deadline), spoken)
    if neutral.time_from is not None:
        given["time"] = language.wall_time(neutral.time_from, spoken)
        given["at_time"] = language.at_time(neutral.time_from, spoken)
        if neutral.time_to is not None:
            given["span"] = language.span(neutral.time_from, neutral.time_to, spoken)
    if neutral.items:
        given["items"] = [_item_fields(each, number, spoken) for number, each in enumerate(neutral.items, start=1)]
    return given


def _item_fields(item: NeutralItem, position: int, spoken: str) -> dict[str, object]:
    return {
        "case_code": one_line(item.case_code, LONGEST_FIELD), "variant": item.variant, "number": item.number,
        "day": _dated(item.day, spoken), "late": item.late, "town": one_line(item.town or "", LONGEST_FIELD),
        "link": f"\ue000{link_name(position)}\ue001" if item.linked else "",
    }  # fmt: skip


def _calendar_answers() -> bool:
    """Whether an answer from a calendar reaches the house; a letter says so where it does not."""
    return has_app_context() and bool(current_app.extensions["settings"].reply_mailbox)


def _day_fields(d: Day, spoken: str) -> dict[str, str]:
    """One day in all the cases in which a letter says it; a preposition belongs to its day."""
    given = {"date": _dated(d, spoken)}
    given |= {"long_date": language.long_day(d, spoken), "on_date": language.on_day(d, spoken)}
    if spoken == "cs":
        of_day = language.until_day(d, "cs").removeprefix("do ")
        given |= {"from_date": f"od {of_day}", "of_date": f"{'ze' if of_day[0] in 'sč' else 'z'} {of_day}"}
    else:
        given |= {"from_date": f"from {given['long_date']}", "of_date": f"of {given['long_date']}"}
    return given


def _dated(d: Day, spoken: str) -> str:
    """A day without its weekday, the English month written out: subjects stand alone and are kept for years."""
    return language.day(d, "cs") if spoken == "cs" else f"{d.day} {language.month_word(d, 'en')} {d.year}"


def _day(value: Day | datetime) -> Day:
    return clock.in_prague(value).date() if isinstance(value, datetime) else value
