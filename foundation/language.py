"""The languages of the house: days and times as people say and type them, and the manners of Czech type."""

import calendar
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import flask_babel
from babel.dates import get_day_names, get_month_names
from babel.support import Translations
from flask import Flask, has_request_context, request
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from foundation import clock
from foundation.settings import ROOT

languages = ("cs", "en")
"""Those of every page; the first one is spoken to whoever has chosen none."""

Chooser = Callable[[], str | None]

_choosers: list[Chooser] = []

NAMES = {"cs": "Čeština", "en": "English"}
COOKIE = "lang"
NO_BREAK = "\N{NO-BREAK SPACE}"

_WEEKDAYS = {
    "cs": ("pondělí", "úterý", "středa", "čtvrtek", "pátek", "sobota", "neděle"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_WEEKDAYS_ON = ("v pondělí", "v úterý", "ve středu", "ve čtvrtek", "v pátek", "v sobotu", "v neděli")
_WEEKDAYS_CHOSEN = ("pondělí", "úterý", "středu", "čtvrtek", "pátek", "sobotu", "neděli")
_WEEKDAYS_UNTIL = ("pondělí", "úterý", "středy", "čtvrtka", "pátku", "soboty", "neděle")
_WEEKDAYS_SHORT = {
    "cs": ("po", "út", "st", "čt", "pá", "so", "ne"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = {
    "cs": (
        "ledna", "února", "března", "dubna", "května", "června",
        "července", "srpna", "září", "října", "listopadu", "prosince",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_MONTHS_NAMED = (
    "leden", "únor", "březen", "duben", "květen", "červen",
    "červenec", "srpen", "září", "říjen", "listopad", "prosinec",
)  # fmt: skip


def current() -> str:
    """The language of the page or letter being made; Czech outside of both. Easy Czech is Czech."""
    return catalogue().partition("@")[0]


def catalogue() -> str:
    """Whose words these are: the language, or one of its other wordings (`cs@easy`)."""
    locale = flask_babel.get_locale()
    return str(locale) if locale is not None else languages[0]


def chosen() -> str:
    """The language of this page by the feature whose readers speak more, else the one chosen here, or Czech."""
    if not has_request_context():
        return languages[0]
    found = next(filter(None, (choose() for choose in _choosers)), None)
    wanted = found or request.cookies.get(COOKIE)
    return wanted if found or wanted in languages else languages[0]  # type: ignore[return-value]


def on_page(choose: Chooser) -> Chooser:
    """Let a feature say in which language a page of its own is; None leaves it to what was chosen for the house.

    Such a language may have words for that feature alone (`uk`), or other words for some sentences of another
    (`cs@easy`); what it lacks is said in Czech.
    """
    if choose not in _choosers:
        _choosers.append(choose)
    return choose


class _Catalogues(flask_babel.Domain):  # type: ignore[misc]  # which carries no types
    """The words of a language over the Czech ones, where the language does not have all of them."""

    def get_translations(self) -> Translations:
        spoken = catalogue()
        known: dict[str, Translations] = self.cache
        if spoken not in known:
            known[spoken] = words = Translations()
            for name in dict.fromkeys((spoken if spoken in languages else languages[0], spoken)):
                found = Translations.load(str(ROOT / "translations"), [name], "messages")
                if isinstance(found, Translations):
                    words.merge(found)
                    words.plural = found.plural  # which `merge` leaves behind
        return known[spoken]


def install(app: Flask) -> None:
    """Teach the application its languages and its pages the filters of this room."""
    babel = flask_babel.Babel(
        app, default_locale=languages[0], default_timezone=str(clock.PRAGUE), locale_selector=chosen
    )
    babel.domain_instance = _Catalogues()
    app.jinja_env.filters["cz"] = _cz_on_page
    for form in (day, long_day, short_day, day_of_month, on_day, until_day, wall_time, span, at_time, moment):
        app.jinja_env.filters[form.__name__] = form
    for word in (weekday_word, weekday_short, month_word):
        app.jinja_env.filters[word.__name__] = word


# --- days and times as they are read ---------------------------------------------------------------------------------


def _in_prague(d: date) -> date:
    """The day itself; of an instant the day that a calendar in Prague shows."""
    return clock.in_prague(d).date() if isinstance(d, datetime) else d


def day(d: date, language: str | None = None) -> str:
    """`5. 3. 2026`, `5 Mar 2026`."""
    d = _in_prague(d)
    if _speaks_czech(language):
        return f"{d.day}. {d.month}. {d.year}"
    if (language or current()) not in languages:
        return f"{d:%d.%m.%Y}"
    return f"{d.day} {_MONTHS['en'][d.month - 1][:3]} {d.year}"


def day_of_month(d: date, language: str | None = None) -> str:
    """`5. 3.`, `5 Mar`: a day whose year nobody mistakes."""
    d = _in_prague(d)
    if _speaks_czech(language):
        return f"{d.day}. {d.month}."
    if (language or current()) not in languages:
        return f"{d:%d.%m.}"
    return f"{d.day} {_MONTHS['en'][d.month - 1][:3]}"


def long_day(d: date, language: str | None = None) -> str:
    """`úterý 3. března 2026`, `Tuesday 3 March 2026`, `вівторок, 3 березня 2026`."""
    d = _in_prague(d)
    dot = "." if _speaks_czech(language) else ""
    comma = "" if (language or current()) in languages else ","
    return f"{weekday_word(d, language)}{comma} {d.day}{dot} {month_word(d, language)} {d.year}"


def short_day(d: date, language: str | None = None) -> str:
    """`út 3. 3. 2026`, `Tue 3 Mar 2026`."""
    d = _in_prague(d)
    return f"{weekday_short(d, language)} {day(d, language)}"


def on_day(d: date, language: str | None = None) -> str:
    """`ve středu 4. března 2026`, `on Wednesday 4 March 2026`."""
    d = _in_prague(d)
    if _speaks_czech(language):
        return f"{_WEEKDAYS_ON[d.weekday()]} {d.day}. {month_word(d, 'cs')} {d.year}"
    return f"on {long_day(d, 'en')}"


def chosen_day(d: date, language: str | None = None) -> str:
    """`středu 4. března 2026` as it stands after a verb, `Wednesday 4 March 2026`."""
    if _speaks_czech(language):
        return f"{_WEEKDAYS_CHOSEN[d.weekday()]} {d.day}. {month_word(d, 'cs')} {d.year}"
    return long_day(d, "en")


def until_day(d: date, language: str | None = None) -> str:
    """`do pátku 27. února 2026`, `by Friday 27 February 2026`."""
    d = _in_prague(d)
    if _speaks_czech(language):
        return f"do {_WEEKDAYS_UNTIL[d.weekday()]} {d.day}. {month_word(d, 'cs')} {d.year}"
    return f"by {long_day(d, 'en')}"


def weekday_word(d: date, language: str | None = None) -> str:
    """`úterý`, `Tuesday`."""
    spoken = language or current()
    names = _WEEKDAYS[spoken] if spoken in languages else get_day_names(locale=spoken)
    return names[d.weekday()]


def weekday_short(d: date, language: str | None = None) -> str:
    """`út`, `Tue`."""
    spoken = language or current()
    names = _WEEKDAYS_SHORT[spoken] if spoken in languages else get_day_names("abbreviated", locale=spoken)
    return names[d.weekday()]


def month_word(d: date, language: str | None = None) -> str:
    """The month as it stands after a day: `března`, `March`."""
    spoken = language or current()
    return _MONTHS[spoken][d.month - 1] if spoken in languages else get_month_names(locale=spoken)[d.month]


def wall_time(instant: datetime | time, language: str | None = None) -> str:
    """`9:00`: what a clock in Prague shows; a bare time is shown as it is."""
    shown = clock.in_prague(instant) if isinstance(instant, datetime) else instant
    return f"{shown.hour}:{shown.minute:02}"


def span(
    starts: datetime | time,
    ends: datetime | time,
    language: str | None = None,
) -> str:
    """`13:00–14:45`."""
    return f"{wall_time(starts)}–{wall_time(ends)}"


_HOURS_WITH_VE = frozenset({2, 3, 4, 12, 13, 14, 20, 21, 22, 23})


def at_time(instant: datetime | time, language: str | None = None) -> str:
    """`v 9:00`, `ve 14:00`, `at 9:00`."""
    shown = wall_time(instant)
    if not _speaks_czech(language):
        return f"at {shown}"
    return f"ve {shown}" if int(shown.partition(":")[0]) in _HOURS_WITH_VE else f"v {shown}"


def moment(instant: datetime, language: str | None = None) -> str:
    """`út 3. 3. 2026 v 9:00`, `Tue 3 Mar 2026 at 9:00`."""
    return f"{short_day(instant, language)} {at_time(instant, language)}"


def _speaks_czech(language: str | None) -> bool:
    return (language or current()) == "cs"


# --- days and times as they are typed --------------------------------------------------------------------------------


def parse_day(text: str, today: date) -> date | None:
    """The day that somebody meant, None when it cannot be told.

    Understands what this room writes and what people say in either language: `5. 3. 2026`, `5.3.`, `2026-03-05`,
    `úterý 3. března`, `3 March`, `zítra`, `za 14 dní`, `do pátku`, `příští úterý`, `by Friday`. A day without its year
    is the one nearest to `today`; a bare weekday is the first one after `today`, `příští` the one in the next week.
    A weekday that contradicts the date is not understood: one of the two is a slip.
    """
    said = folded(text)
    for understand in (_spoken_day, _counted_day, _weekday_day, _written_day):
        try:
            found = understand(said, today)
        except (ValueError, OverflowError):
            continue
        if found is not None:
            return found
    return None


def parse_time(text: str) -> time | None:
    """The time that somebody meant (`9:00`, `9.00`, `9,30`, `v 9 hodin`, `9`), None when it cannot be told."""
    match = re.fullmatch(
        r"(?:ve?|at)?\s*(\d{1,2})(?:\s*[:.,h]\s*(\d{2})|\s+(\d{2}))?\s*(?:h|hod\.?|hodin[ay]?|o'clock)?", folded(text)
    )
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or match[3] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def folded(text: str) -> str:
    """Text as a search compares it: small letters without accents, one space between words."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


_SPOKEN = {
    "dnes": 0, "dneska": 0, "today": 0, "do dneska": 0,
    "zitra": 1, "do zitra": 1, "do zitrka": 1, "tomorrow": 1, "by tomorrow": 1,
    "pozitri": 2, "do pozitri": 2, "the day after tomorrow": 2,
    "vcera": -1, "yesterday": -1, "predevcirem": -2,
}  # fmt: skip
_MONTH_END = {
    "do konce mesice", "konec mesice", "na konci mesice", "by the end of the month", "end of the month",
    "at the end of the month",
}  # fmt: skip


def _spoken_day(said: str, today: date) -> date | None:
    if said in _SPOKEN:
        return today + timedelta(days=_SPOKEN[said])
    if said in _MONTH_END:
        return _months_later(today.replace(day=1), 1) - timedelta(days=1)
    return None


_NUMBERS = {
    word: number
    for number, words in {
        1: "jeden jednu a an one", 2: "dva dve dvou two", 3: "tri tri three", 4: "ctyri ctyr four", 5: "pet peti five",
        6: "sest sesti six", 7: "sedm sedmi seven", 8: "osm osmi eight", 9: "devet deviti nine", 10: "deset deseti ten",
        14: "ctrnact ctrnacti fourteen",
    }.items()
    for word in words.split()
}  # fmt: skip
_COUNTED = re.compile(
    r"(?:za|do|in|within)\s+(?:(?P<count>\d{1,4}|[a-z]+)\s+)?"
    r"(?:(?P<day>den|dny|dni|dnu|dne|days?)|(?P<week>tyden|tydny|tydnu|tydne|weeks?)"
    r"|(?P<month>mesic|mesice|mesicu|months?)|(?P<year>rok|roky|roku|let|years?))"
)


def _counted_day(said: str, today: date) -> date | None:
    match = _COUNTED.fullmatch(said)
    if match is None:
        return None
    counted = match["count"] or "1"
    count = int(counted) if counted.isdigit() else _NUMBERS.get(counted)
    if count is None:
        return None
    if match["month"]:
        return _months_later(today, count)
    if match["year"]:
        return _months_later(today, 12 * count)
    return today + timedelta(days=count * (7 if match["week"] else 1))


def _months_later(start: date, count: int) -> date:
    """The same day `count` months later, or the last day of a shorter month."""
    years, month = divmod(start.month - 1 + count, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _words(*lists: tuple[str, ...]) -> dict[str, int]:
    return {folded(word): place for words in lists for place, word in enumerate(words)}


_WEEKDAY_OF = _words(
    _WEEKDAYS["cs"], _WEEKDAYS["en"], _WEEKDAYS_SHORT["cs"], _WEEKDAYS_SHORT["en"], _WEEKDAYS_UNTIL,
    ("pondelek", "uterek", "stredu", "ctvrtek", "patek", "sobotu", "nedeli"),
)  # fmt: skip
_MONTH_OF = _words(_MONTHS["cs"], _MONTHS["en"], _MONTHS_NAMED, tuple(month[:3] for month in _MONTHS["en"]))
_WEEKDAY = re.compile(
    r"(?:(?P<next>(?:do |v |ve )?(?:pristi|pristiho) (?:tyden (?:v |ve )?)?|(?:by |on )?next )"
    r"|(?P<this>(?:do |v |ve )?(?:tento|tohoto|toto|tuto|tenhle) (?:tyden (?:v |ve )?)?|(?:by |on )?this )"
    r"|do |v |ve |by |on |until )?(?P<weekday>[a-z]+)(?P<later> (?:pristi tyden|next week))?"
)


def _weekday_day(said: str, today: date) -> date | None:
    match = _WEEKDAY.fullmatch(said)
    if match is None or match["weekday"] not in _WEEKDAY_OF:
        return None
    weekday = _WEEKDAY_OF[match["weekday"]]
    monday = today - timedelta(days=today.weekday())
    if match["next"] or match["later"]:
        return monday + timedelta(days=7 + weekday)
    if match["this"]:
        return monday + timedelta(days=weekday)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


_DAY_WRITTEN = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\s*[./-]\s*(?P<month>\d{1,2})(?:\s*[./-]\s*(?P<year>\d{4}|\d{2})|\s*\.)?"),
    re.compile(r"(?P<day>\d{1,2})\s*\.?\s*(?P<word>[a-z]+)(?:,?\s*(?P<year>\d{4}))?"),
    re.compile(r"(?P<word>[a-z]+)\s+(?P<day>\d{1,2})(?:,?\s+(?P<year>\d{4}))?"),
)
_BEFORE_DATE = re.compile(r"(?:do |v |ve |by |on |until )?(?:(?P<weekday>[a-z]+)[.,]?\s+)?(?P<date>.*\d.*)")


def _written_day(said: str, today: date) -> date | None:
    match = _BEFORE_DATE.fullmatch(said)
    if match is None:
        return None
    weekday, written = _WEEKDAY_OF.get(match["weekday"] or ""), match["date"]
    if match["weekday"] and weekday is None:
        written = said  # `March 5`: the word was a month
    for pattern in _DAY_WRITTEN:
        parts = pattern.fullmatch(written)
        if parts is not None:
            return _day_of_parts(parts.groupdict(), weekday, today)
    return None


def _day_of_parts(parts: dict[str, str | None], weekday: int | None, today: date) -> date | None:
    word = parts.get("word")
    if word is not None and word not in _MONTH_OF:
        return None
    month = _MONTH_OF[word] + 1 if word is not None else int(parts["month"] or 0)
    if parts["year"]:
        year = int(parts["year"])
        years = [year + 2000 if year < 100 else year]
    else:
        years = [today.year - 1, today.year, today.year + 1]
    possible = [found for found in (_date_or_none(year, month, int(parts["day"] or 0)) for year in years) if found]
    fitting = [found for found in possible if weekday is None or found.weekday() == weekday]
    return min(fitting, key=lambda found: abs(found - today), default=None)


def _date_or_none(year: int, month: int, day_number: int) -> date | None:
    try:
        return date(year, month, day_number)
    except ValueError:
        return None


# --- the manners of Czech type ---------------------------------------------------------------------------------------

_LETTER = "A-Za-zÀ-ž"
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ"
_UNITS = (
    "Kč|%|‰|€|°C|km|m|cm|mm|kg|g|l|ml|kB|MB|GB|h|hod\\.|min\\.|min|minut[ay]?|hodin[ay]?|d(?:en|ny|ní|nů)"
    "|týd(?:en|ny|nů)|měsíc[eů]?|let|rok[ůy]?|lid[ií]|osob[ay]?|x|×"
)
_TITLES = "Mgr|MgA|Bc|BcA|Ing|MUDr|MVDr|PhDr|JUDr|PaedDr|RNDr|ThDr|ThLic|Dr|doc|prof"
_NO_BREAKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\w@/.\-])[KkSsVvZzOoUuAaIi](?= (?=[\w„“\"'(§+{NO_BREAK}]))",  # one-letter words
        r"(?<!\d)\d{1,4}\.(?= \d)",  # 5. 3. 2026
        r"(?<!\w)(?:po|út|st|čt|pá|so|ne)(?= \d{1,2}\.[ \u00a0]\d)",  # pá 27. 3.
        r"(?<!\w)(?:[Úú]kol[ueůy]?|[Vv]erz[eií]|[Kk]rok[ueůy]?|[Bb]od[ueůy]?|[Ss]etkání)(?= \d)",  # úkol 11
        r"(?<![\d:,.])\d{1,3}\.(?= [a-zà-öø-ž])",  # 3. března, 5. třída
        r"(?<!\d)\d{1,3}(?= \d{3}(?!\d))",  # 469 000 204, 12 500 Kč
        r"\+\d{1,3}(?= \d)",
        rf"\d(?= (?:{_UNITS})(?![\w]))",
        rf"(?<![\w])(?:{_TITLES})\.(?= [{_LETTER}])",
        r"(?<=\w),(?= (?:Ph\.\s?D|CSc|DrSc|DiS|MBA|LL\.\s?M))",
        rf"(?<![\w])(?:[Pp]an(?:í|a|u|e|em|ovi|ů|ům|y)?|[Ss]lečn(?:a|y|ě|u|o|ou))(?= [{_UPPER}])",
        r"(?<!\w)(?:§+|[čČ]\.|[čČ]l\.|(?:odst|písm|[sS]tr|čp|[tT]el|ust|[sS]p|[oO]br|[tT]ab)\.?)(?= \w)",
        r"\S(?= – )",  # a dash ends its line
    )
)  # fmt: skip
_ADDRESS = re.compile(r"(\S*(?:://|www\.)\S*|\S+@\S+)")
_MARKUP = re.compile(
    r"(<!--.*?-->|<(?P<kept>textarea|pre|script|style|svg|code|title)\b.*?</(?P=kept)\s*>|<[^>]*>)",
    re.DOTALL | re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def cz(text: str) -> str:
    """`text` with no-break spaces where a Czech line must not end; nothing else changes, twice is the same as once.

    Web and mail addresses stay as they are.
    """
    if " " not in text:
        return text
    pieces = _ADDRESS.split(text)
    pieces[::2] = [_kept_together(piece) for piece in pieces[::2]]
    return "".join(pieces)


def _kept_together(text: str) -> str:
    for pattern in _NO_BREAKS:
        parts: list[str] = []
        done = 0
        for match in pattern.finditer(text):
            end = match.end()
            if end < len(text) and text[end] == " ":
                parts += (text[done:end], NO_BREAK)
                done = end + 1
        if parts:
            text = "".join((*parts, text[done:]))
    return text


def plain(text: str) -> str:
    """`text` with ordinary spaces again; for comparing and searching."""
    return text.replace(NO_BREAK, " ")


def cz_markup(page: str) -> Markup:
    """The same for a piece of a page: only words that are read change, never tags, nor what somebody is writing."""
    pieces: list[str] = []
    done = 0
    for match in _MARKUP.finditer(page):
        pieces += (_cz_run(page[done : match.start()]), match[0])
        done = match.end()
    pieces.append(_cz_run(page[done:]))
    return Markup("".join(pieces))  # noqa: S704  (all of it was markup before)


def _cz_run(text: str) -> str:
    return cz(text) if len(text) < 2000 else cz.__wrapped__(text)  # a long text is not worth remembering


@pass_context  # so that Jinja asks at each page, not once when it reads the template
def _cz_on_page(_context: Context, value: object) -> object:
    """The filter `cz`: Czech pages only, text or markup; anything else is left alone."""
    if value is None or current() != "cs":
        return value
    if isinstance(value, Markup):
        return cz_markup(value)
    return cz(str(value)) if isinstance(value, str) or hasattr(value, "_func") else value
