"""The entrance: which browser knocks, what it is given on coming in, and what it is told once that has ended."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import segno
from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import login_user
from werkzeug.wrappers import Response

from agencies.accounts import proofs, rules, visitors
from agencies.accounts.actions import Browser, SignedIn
from agencies.accounts.visitors import AtSeat, HandedOver, Visitor
from agencies.directory.models import towns
from agencies.staff.models import Worker, writing_town
from foundation.access import PUBLIC, actor
from foundation.settings import Settings
from foundation.web import Form, Secret, Standing, TextLine, introduce, notice

pages = Blueprint("accounts", __name__)

KNOWN_COOKIE = "known"
YEAR = 366 * 86400


def browser() -> Browser:
    return Browser(
        network=proofs.network_of(request.remote_addr),
        device=rules.device_words(request.headers.get("User-Agent", "")[:300]),
        known_secret=request.cookies.get(KNOWN_COOKIE, ""),
    )


def secure() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return settings.secure


def come_in(session_secret: str, way: str, *, kept: bool = False) -> Response:
    """Give the browser its session, without anything that was there before."""
    session.clear()
    visitor = visitors.load(session_secret)
    login_user(visitor)
    session.permanent = kept
    return redirect(way, 303)


def come_in_with_account(signed_in: SignedIn, way: str) -> Response:
    answer = come_in(signed_in.session_secret, way)
    answer.set_cookie(
        KNOWN_COOKIE, signed_in.known_secret, max_age=YEAR, secure=secure(), httponly=True, samesite="Strict"
    )
    return answer


def way_on(address: str | None) -> str:
    """Where to go after signing in: an address of this house, otherwise the front door."""
    parts = urlsplit(address or "")
    ours = not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in (address or "")
    return str(address) if ours and str(address).isprintable() and not str(address).startswith("//") else "/"


def _standing() -> Standing | None:
    """For the head and foot of every page: the worker, the agency, and the number where somebody helps."""
    who = actor()
    if isinstance(who, Visitor):
        town = writing_town(who.worker_id)
        phone = town.phone if town else None
        return Standing(
            who.name,
            agency=", ".join(who.agencies),
            phone=phone,
            account="accounts.account",
            sign_out="accounts.sign_out",
        )
    first = next(iter(towns()), None)
    return Standing(agency=first.name, phone=first.phone) if first else None


introduce(_standing)


_errands: list[tuple[Callable[[UUID], bool], tuple[str, ...]]] = []
_OPEN_IN_OTHER_HANDS = frozenset({"static", "bootstrap.static", "web.typeface", "web.language", "accounts.sign_out"})


def errand_of_others(*endpoints: str, about: Callable[[UUID], bool]) -> None:
    """Announce the pages that whoever holds somebody else's device may open for an errand of one kind.

    The first is where they are led; `about` tells whether an errand is of this kind.
    """
    _errands.append((about, endpoints))


def _pages_of(errand: UUID) -> tuple[str, ...]:
    return next((endpoints for about, endpoints in _errands if about(errand)), ("accounts.sign_in",))


@pages.before_app_request
def _in_other_hands() -> Response | None:
    """A device that was handed over shows nothing but its errand, whatever address is asked for."""
    who = actor() if "_user_id" in session else None
    if not isinstance(who, HandedOver) or request.endpoint in _OPEN_IN_OTHER_HANDS:
        return None
    allowed = _pages_of(who.errand)
    return None if request.endpoint in allowed else redirect(url_for(allowed[0]), 303)


_own_goodbyes: list[str] = []


def says_goodbye_itself(prefix: str) -> None:
    """Announce addresses whose pages themselves tell a browser that its session has ended."""
    _own_goodbyes.append(prefix)


@pages.before_app_request
def _session_over() -> Response | tuple[str, int] | None:
    """A browser that still carries an ended session is told so, the same at every address behind a door."""
    view = current_app.view_functions.get(request.endpoint or "")
    open_to_all = view is not None and getattr(view, "access", PUBLIC) is PUBLIC
    if "_user_id" not in session or open_to_all or request.path.startswith(("/o/", *_own_goodbyes)):
        return None
    if actor().worker_id is not None or isinstance(actor(), (HandedOver, AtSeat)):
        return None
    session.pop("_user_id")
    if request.method in ("GET", "HEAD"):
        notice(_("Your session has ended. Sign in again."), "warn")
        return redirect(f"{url_for('accounts.sign_in')}?{urlencode({'next': request.full_path.rstrip('?')})}", 303)
    typed = [
        text for name, text in request.form.items(multi=True) if name not in ("csrf_token", "once") and " " in text
    ]
    return render_template("agencies/accounts/session_ended.html", typed=typed), 401


@pages.after_app_request
def _seen(response: Response) -> Response:
    who = actor() if "_user_id" in session else None
    if isinstance(who, (Visitor, HandedOver)):
        visitors.note_seen(who if isinstance(who, Visitor) else who.owner)
    return response


class SixFigures(TextLine):
    """Six figures as people copy them, with or without a gap."""

    def tidied(self, text: str) -> str:
        return "".join(text.split())


FIGURES = {"inputmode": "numeric", "autocomplete": "one-time-code"}


def typed(form: Form, *names: str) -> dict[str, Any]:
    """What was typed into these fields of a valid form."""
    return {name: form[name].data for name in names}


class NewPassword(Form):
    password = Secret(
        _l("New password"), missing=_l("Write a new password."), autocomplete="new-password",
        hint=_l("At least 12 characters. Three or four unrelated words are easy to remember."),
    )  # fmt: skip
    again = Secret(_l("The same once more"), missing=_l("Write it once more."), autocomplete="new-password")


def picture_of(secret: str, worker: Worker) -> dict[str, str]:
    """A second factor as a picture for the camera and as groups of four for typing."""
    picture = segno.make(proofs.authenticator_address(secret, worker.email or worker.name), error="m", micro=False)
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return {"picture": picture.svg_data_uri(scale=5, border=4, dark="#262626", light="#fff"), "typed_secret": groups}
