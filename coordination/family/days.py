"""Days as the family reads them: a weekday with each, the year only where somebody could mistake it."""

from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.tasks.models import TaskLine
from coordination.tasks.rules import Schedule
from foundation import clock, language

_BY = (
    _l("by Monday %(date)s"), _l("by Tuesday %(date)s"), _l("by Wednesday %(date)s"), _l("by Thursday %(date)s"),
    _l("by Friday %(date)s"), _l("by Saturday %(date)s"), _l("by Sunday %(date)s"),
)  # fmt: skip
_EVERY = (
    _l("every Monday"), _l("every Tuesday"), _l("every Wednesday"), _l("every Thursday"), _l("every Friday"),
    _l("every Saturday"), _l("every Sunday"),
)  # fmt: skip
_EVERY_OTHER = (
    _l("every second Monday"), _l("every second Tuesday"), _l("every second Wednesday"), _l("every second Thursday"),
    _l("every second Friday"), _l("every second Saturday"), _l("every second Sunday"),
)  # fmt: skip


def when(line: TaskLine, *, year: bool = False) -> str:
    """`do úterý 24. března`, `každý pátek od 20. března do 19. června`; on paper with the year."""
    due, wording = line.due_on, line.wording
    if due is None:
        return ""
    if wording.schedule == Schedule.ONCE or wording.from_on is None:
        return by(due, year=year)
    until = without_year(_bare(due), due, year=year)
    rhythm = _rhythm(wording.schedule, wording.from_on)
    if wording.from_on > clock.today():
        return str(
            _("%(rhythm)s from %(first)s to %(last)s", rhythm=rhythm, first=_month_day(wording.from_on), last=until)
        )
    return str(_("%(rhythm)s until %(last)s", rhythm=rhythm, last=until))


def on(moment: date, *, year: bool = False) -> str:
    """`úterý 21. dubna`; of an instant the day that a calendar in Prague shows."""
    day = clock.in_prague(moment).date() if isinstance(moment, datetime) else moment
    return without_year(language.long_day(day), day, year=year)


def by(day: date, *, year: bool = False) -> str:
    """`do pátku 27. března`."""
    return without_year(str(_BY[day.weekday()]) % {"date": _bare(day)}, day, year=year)


def at(moment: datetime) -> str:
    """`ve 14:00`, `о 14:00`."""
    if language.current() in language.languages:
        return language.at_time(moment)
    return str(_("at %(time)s", time=language.wall_time(moment)))


def without_year(said: str, day: date, *, year: bool = False) -> str:
    """The same words without the present year; `year`: with it in any case, as on paper that hangs for long."""
    if year or day.year != clock.today().year:
        return said
    return said.removesuffix(f" {day.year}").removesuffix(f"\N{NO-BREAK SPACE}{day.year}")


def _bare(day: date) -> str:
    """`19. června 2026`."""
    return language.long_day(day).partition(" ")[2]


def _month_day(day: date) -> str:
    return _bare(day).removesuffix(f" {day.year}")


def _rhythm(schedule: str, first: date) -> str:
    if schedule == Schedule.MONTH:
        return str(_("every month on day %(day)s", day=first.day))
    return str((_EVERY if schedule == Schedule.WEEK else _EVERY_OTHER)[first.weekday()])
