"""What stands around every page: who is signed in, where they can go, whom they can call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from flask import current_app, g, request, url_for

from foundation import language

Text: TypeAlias = Any
"""A sentence, said at once or in the language of the page later (lazy_gettext, which carries no types)."""


@dataclass(frozen=True)
class Standing:
    """Where the reader of the page stands, told by the half of the house that knows people."""

    name: str | None = None
    """Whoever is signed in, with titles; None before a door."""
    agency: str | None = None
    unit: str | None = None
    phone: str | None = None
    """The number where somebody helps."""
    account: str | None = None
    """The endpoint of one's own sign-in."""
    sign_out: str | None = None
    """The endpoint that ends the session by POST."""


@dataclass(frozen=True)
class Entry:
    """One way in the navigation or the footer."""

    endpoint: str
    label: Text
    icon: str | None = None
    shown: Callable[[], bool] = field(default=lambda: True)
    behind: tuple[str, ...] = ()
    """Features and endpoints whose pages lie behind this one."""

    @property
    def address(self) -> str:
        return url_for(self.endpoint)

    @property
    def current(self) -> str | None:
        """`page` on this very page, `true` on the pages behind it."""
        if request.endpoint == self.endpoint:
            return "page"
        return "true" if request.endpoint in self.behind or request.blueprint in self.behind else None


_navigation: dict[str, Entry] = {}
_footer: dict[str, Entry] = {}
_introductions: list[Callable[[], Standing | None]] = []


def navigation(
    endpoint: str,
    label: Text,
    *,
    icon: str | None = None,
    shown: Callable[[], bool] = lambda: True,
    behind: tuple[str, ...] | None = None,
) -> None:
    """Offer a page in the main navigation, in the order of the calls; the last call about a page counts.

    `shown` tells whether this reader may go there; `behind` names the features and endpoints that lie behind it (None:
    the page's own feature).
    """
    _navigation.pop(endpoint, None)
    own = (endpoint.rpartition(".")[0],) if "." in endpoint else ()
    _navigation[endpoint] = Entry(endpoint, label, icon, shown, own if behind is None else behind)


def footer(endpoint: str, label: Text) -> None:
    """Offer a page in the footer of every page."""
    _footer[endpoint] = Entry(endpoint, label)


def introduce(who: Callable[[], Standing | None]) -> None:
    """Let `who` tell where the reader stands; the first that knows is believed."""
    if who not in _introductions:
        _introductions.append(who)


_aims: list[Callable[[], str | None]] = []


def aim(what: Callable[[], str | None]) -> Callable[[], str | None]:
    """Let `what` tell, in one sentence, what the work on the present page is to reach; None where nobody may know."""
    _aims.append(what)
    return what


@dataclass(frozen=True)
class Shell:
    """The values that the layouts need; about the case on the page nothing but what it is to reach."""

    standing: Standing
    navigation: tuple[Entry, ...]
    footer: tuple[Entry, ...]
    demonstration: bool
    language: str
    languages: dict[str, str]
    here: str
    """The address to come back to after the language was changed."""

    @property
    def aim(self) -> str | None:
        """What the work on this page is to reach, for a reader who may know it."""
        return next((found for found in (what() for what in _aims) if found), None)

    @staticmethod
    def mistaken() -> bool:
        """Whether a form on this page has been refused."""
        return bool(g.get("mistaken", False))


def _existing(entries: dict[str, Entry]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries.values() if entry.endpoint in current_app.view_functions and entry.shown())


def shell() -> Shell:
    """The shell of the present page."""
    standing = next((found for found in (who() for who in _introductions) if found is not None), Standing())
    settings = current_app.extensions.get("settings")
    return Shell(
        standing=standing,
        navigation=_existing(_navigation) if standing.name else (),
        footer=_existing(_footer),
        demonstration=bool(settings and settings.demonstration),
        language=language.current(),
        languages=language.NAMES,
        here=request.full_path.rstrip("?") if request.method == "GET" else request.path,
    )


def context() -> dict[str, Any]:
    """For templates: `shell()` makes the shell when a layout asks for it, and never for a page that stands alone."""
    return {"shell": shell, "page_language": language.current}
