"""Short phrases about a meeting that pages and papers say alike, in the language asked for."""

from datetime import date, datetime

from coordination.minutes.paper_words import MinutesWords
from foundation.language import day, short_day, wall_time


def ended(words: str) -> str:
    """A sentence with its full stop; nothing stays nothing."""
    words = words.strip()
    return words if not words or words[-1] in ".?…“!" else f"{words}."


def there(words: MinutesWords, attendance: str, came: str, left: str) -> str:
    """How somebody was there: `celou dobu`, `od 13:10`, `do 14:20`."""
    times = [f"{words.since} {came}"] if attendance in ("late", "left_early") and came else []
    times += [f"{words.until} {left}"] if attendance in ("late", "left_early") and left else []
    return " ".join(times) or words.attendance.get(attendance, attendance)


def on_day(iso: str, language: str) -> str:
    """A kept day or instant: `út 21. 4. 2026`, with its time of day when it has one."""
    if len(iso) <= len("2026-04-21"):
        return short_day(date.fromisoformat(iso), language)
    moment = datetime.fromisoformat(iso)
    return f"{short_day(moment, language)}, {wall_time(moment)}"


def due(words: MinutesWords, iso: str, schedule: str, language: str) -> str:
    """When a task is due: a day, or `každý týden do` a day."""
    when = on_day(iso, language) if iso else ""
    again = words.schedules.get(schedule)
    return f"{again} {when}" if again and when else when


def told(words: MinutesWords, name: str, on: str, how: str, told_by: str, content: str, language: str) -> str:
    """How a member of the family learned of the meeting (S2-26)."""
    when = day(date.fromisoformat(on), language)
    said = ended(content)
    return f"{name}: {words.told.get(how, how)} {when}, {told_by}. {said}".strip()


def about_comment(words: MinutesWords, name: str, text: str, worked_in: str, answer: str) -> str:
    """A comment and what was done about it."""
    outcome = {"1": words.worked_in, "0": words.not_worked_in}.get(worked_in, words.unanswered)
    return f"{name}: {text.rstrip('.')} – {ended(outcome)} {ended(answer)}".strip()


def noted(words: MinutesWords, told_by: str, told_on: str, language: str) -> str:
    """Of words that somebody else wrote down: who, and when they were said."""
    if not told_by:
        return ""
    when = f", {day(date.fromisoformat(told_on), language)}" if told_on else ""
    return f"{words.noted_by} {told_by}{when}"


def opinion(words: MinutesWords, view: str, reason: str) -> str:
    """What somebody answers to a question, and why: `ne. Matka by to vzala jako další ránu.`"""
    return f"{ended(words.views.get(view, view))} {ended(reason)}".strip()


def form(words: MinutesWords, role: str, given: str) -> str:
    """What somebody gets of the minutes."""
    if given == "whole" and role == "parent":
        return words.own_part
    if given != "nothing":
        return words.forms[given]
    return {"child": words.own_sheet, "minor_representative": words.by_deed}.get(role, words.forms[given])
