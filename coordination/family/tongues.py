"""The languages of the family's pages and papers: Czech, easy Czech, Ukrainian, English, each under its own name.

A further one is a catalogue (`make texts` fills it with the family's sentences) and a line of `TONGUES`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from babel import Locale
from flask import request, url_for
from flask_babel import force_locale
from markupsafe import Markup
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from agencies.accounts.entrance import secure
from coordination.family.pages import pages
from foundation import language
from foundation.access import public
from foundation.language import languages

COOKIE = "tongue"
_ADDRESSES = ("/appointment", "/r/")


@dataclass(frozen=True)
class Tongue:
    """A language as it is offered: by its own name, in its own words."""

    catalogue: str
    """Whose words: the folder below `translations/`."""
    name: str
    lang: str
    """As a page says it to browsers and readers; easy Czech is Czech."""
    paper: str
    """As a paper says it to its readers."""


TONGUES: Mapping[str, Tongue] = {
    "cs": Tongue("cs", "Čeština", "cs", "cs-CZ"),
    "easy": Tongue("cs@easy", "Snadno česky", "cs", "cs-CZ"),
    "uk": Tongue("uk", "Українська", "uk", "uk-UA"),
    "en": Tongue("en", "English", "en", "en-GB"),
}


@language.on_page
def of_page() -> str | None:
    """Of the family's pages: what was chosen for this visit; else what the browser keeps for the whole house."""
    wanted = TONGUES.get(request.cookies.get(COOKIE, ""))
    return wanted.catalogue if wanted and request.path.startswith(_ADDRESSES) else None


def spoken() -> str:
    """The key of the language that the page or paper being made is in."""
    found = language.catalogue()
    return next((key for key, one in TONGUES.items() if one.catalogue == found), languages[0])


def known(key: str | None) -> str | None:
    """`key` if it is one of the languages."""
    return key if key in TONGUES else None


def of_words(said: str | None) -> str:
    """Our language for the one that the office wrote down as needing an interpreter; else Czech."""
    folded = language.folded(said or "")
    for key in (key for key, one in TONGUES.items() if one.lang != languages[0]):
        names = (Locale(book).languages[key] for book in (*languages, key))
        if any(language.folded(name)[:5] in folded for name in names):
            return key
    return languages[0]


def remember(answer: Response, key: str) -> None:
    """Keep a language in this browser until it is closed; the house keeps it nowhere."""
    answer.set_cookie(COOKIE, key, secure=secure(), httponly=True, samesite="Lax")


def begin(answer: Response, said: str | None) -> None:
    """The visit begins in the language of whoever opened the page, unless this browser has chosen one."""
    key = of_words(said)
    if key != languages[0] and COOKIE not in request.cookies and language.COOKIE not in request.cookies:
        remember(answer, key)


def forget(answer: Response) -> None:
    """Nothing in the browser says any more in which language somebody read."""
    answer.delete_cookie(COOKIE, secure=secure(), httponly=True, samesite="Lax")


@contextmanager
def for_office() -> Iterator[None]:
    """What the house writes for a worker on the family's behalf is in a language that workers read."""
    with force_locale(language.current() if language.current() in languages else languages[0]):
        yield


@pages.post("/appointment/language")
@public
def tongue() -> Response:
    """Keep the language for this visit, and go back to where it was chosen."""
    key, back = known(request.form.get("tongue")), request.form.get("back", "")
    own = back.startswith(_ADDRESSES) and "\\" not in back and back.isprintable()
    answer = redirect(back if own else url_for("family.agreed"), 303)
    if key:
        remember(answer, key)
    return answer


@pages.app_template_filter("in_czech")
def in_czech(words: object) -> object:
    """Words that a person wrote, and names: on a page in another language they are marked as Czech."""
    if not words or language.current() == languages[0]:
        return words
    return Markup('<span lang="cs">{}</span>').format(words)


@pages.app_context_processor
def _on_each_page() -> dict[str, object]:
    return {"tongues": TONGUES, "tongue": spoken}
