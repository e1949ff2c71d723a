"""The manners of all pages: headers, refusals that tell nothing they should not, languages, the one notice."""

import re
import secrets
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from types import TracebackType

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    request,
    send_file,
)
from flask_babel import gettext
from flask_bootstrap import Bootstrap5
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError, CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, NotFound
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from foundation import language
from foundation.access import public
from foundation.database import AlreadyDone, done_once, out_of_reach
from foundation.reasons import Refused
from foundation.settings import Settings
from foundation.web import files as uploads
from foundation.web import shell

csrf = CSRFProtect()
limiter = Limiter(
    get_remote_address, storage_uri="memory://", default_limits=["300 per second"], strategy="moving-window"
)
"""Coarse limits in the memory of one process; locking out a guesser is the business of the door it knocks at."""

blueprint = Blueprint("web", __name__)

POLICY = (
    "default-src 'self'; img-src 'self' data:; "  # Bootstrap draws its arrows and ticks in data: addresses
    "base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
)
STATIC = ("static", "bootstrap.static", "web.typeface")
TYPEFACE = {400: "Roboto-Regular.ttf", 500: "Roboto-Medium.ttf", 700: "Roboto-Bold.ttf"}


def install(app: Flask) -> None:
    """Give the application the manners of this room."""
    settings: Settings = app.extensions["settings"]
    app.config.update(
        MAX_CONTENT_LENGTH=16 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        BOOTSTRAP_SERVE_LOCAL=True,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over lunch still holds; the session bounds it
        WTF_CSRF_SSL_STRICT=False,  # asks for a Referer, which our pages never send
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    if settings.trusted_proxies:  # otherwise every visitor would seem to come from the proxy, and share its limits
        trusted = settings.trusted_proxies
        setattr(app, "wsgi_app", ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted))  # noqa: B010  (it is a method)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    uploads.install(app)
    Bootstrap5(app)
    csrf.init_app(app)
    limiter.init_app(app)
    app.register_blueprint(blueprint)
    app.context_processor(shell.context)
    app.before_request(_untie)
    app.after_request(_headers(settings.secure))
    _install_refusals(app)
    # Flask would write the address and the values of an exception into the log; both can name people.
    setattr(app, "log_exception", lambda error: _log_without_values(app, error))  # noqa: B010  (it is a method)


def notice(sentence: str, kind: str = "done") -> None:
    """The one notification of the next page; `kind` is "done" or "warn"."""
    flash(str(sentence), kind)


def _untie() -> None:
    done_once(None)  # the thread may have served somebody whose form was never done


# --- headers ---------------------------------------------------------------------------------------------------------


def _headers(secure: bool) -> Callable[[Response], Response]:
    everywhere = {
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if secure:
        everywhere["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

    def put_headers(response: Response) -> Response:
        for name, value in everywhere.items():
            response.headers.setdefault(name, value)
        if request.endpoint not in STATIC and not response.cache_control.private:  # a feed is asked for by its ETag
            response.headers["Cache-Control"] = "no-store"
            response.vary.add("Cookie")
        return response

    return put_headers


# --- languages -------------------------------------------------------------------------------------------------------


@blueprint.post("/language", endpoint="language")
@public
def choose_language() -> AnyResponse:
    wanted = request.form.get("lang")
    if wanted is None or wanted not in language.languages:
        abort(400)
    answer = redirect(_own_address(request.form.get("back")), 303)
    answer.set_cookie(
        language.COOKIE, wanted, max_age=366 * 86400, samesite="Lax", httponly=True, secure=request.is_secure
    )
    return answer


def _own_address(address: str | None) -> str:
    """`address` when it leads to this house, otherwise the front door."""
    own = bool(address) and address.startswith("/") and not address.startswith("//")  # type: ignore[union-attr]
    return address if own and address and "\\" not in address and address.isprintable() else "/"


# --- type ------------------------------------------------------------------------------------------------------------


@blueprint.get("/type/<int:weight>.ttf")
@public
def typeface(weight: int) -> Response:
    """The letters of the staff's pages, from the same package as those of the papers."""
    if weight not in TYPEFACE:
        abort(404)
    letters = files("font_roboto") / "files" / TYPEFACE[weight]
    return send_file(str(letters), mimetype="font/ttf", max_age=365 * 86400)


# --- refusals --------------------------------------------------------------------------------------------------------


def _install_refusals(app: Flask) -> None:
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(AlreadyDone, _already_done)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(InternalServerError, _broken)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(NoConnectionFree, _away)
    app.register_error_handler(503, _away)
    for code in (400, 403, 404, 405, 413, 429):
        app.register_error_handler(code, _stand_alone)


@dataclass(frozen=True)
class OwnLook:
    """How refusals look below one address: in a template of their own, with what `around` tells of whom to call."""

    template: str
    around: Callable[[], dict[str, str]]


_own_looks: dict[str, OwnLook] = {}


def refusals_look(below: str, template: str, around: Callable[[], dict[str, str]]) -> None:
    """Announce another look of refusals below an address, whether the pages there exist or not."""
    _own_looks[below] = OwnLook(template, around)


def _refusal(kind: str, **values: object) -> str:
    """A page that stands alone: it says why, and nothing of its reader.

    It is made without what other pages are told of their reader: that asks the database, which may be away.
    """
    said: dict[str, object] = {"typed": [], "page": "/", "sentences": [], "sent": False, "again": None, "number": None}
    said |= {"kind": kind, "page_language": language.current, **values}
    own = next((look for below, look in _own_looks.items() if request.path.startswith(below)), None)
    if own is None:
        return current_app.jinja_env.get_template(f"errors/{kind}.html").render(said)
    around = own.around() if kind not in ("500", "503") else {}
    return current_app.jinja_env.get_template(own.template).render(said | {"town": "", "phone": ""} | around)


def _stand_alone(error: HTTPException) -> tuple[str, int] | Response | AnyResponse:
    code = error.code or 500
    page = _refusal(str(code))
    if isinstance(error, MethodNotAllowed):
        return Response(page, code, {"Allow": ", ".join(sorted(error.valid_methods or ()))}, mimetype="text/html")
    return page, code


def _form_expired(_error: CSRFError) -> tuple[str, int]:
    return _refusal("expired", typed=_typed(), page=_page_of_form()), 400


def _already_done(_error: AlreadyDone) -> AnyResponse:
    notice(gettext("We have this already, it was saved once."))
    return redirect(_page_of_form(), 303)


def _page_of_form() -> str:
    """The address of the sent form when it can be opened, otherwise the front door."""
    try:
        current_app.create_url_adapter(request).match(request.path, method="GET")  # type: ignore[union-attr]
    except RequestRedirect:
        return request.path
    except (NotFound, MethodNotAllowed):
        return "/"
    return request.full_path.rstrip("?")


def _refused(error: Refused) -> tuple[str, int]:
    sentences = [gettext(reason.sentence, **reason.values) for reason in error.reasons]
    return _refusal("refused", sentences=sentences, typed=_typed(), page=_page_of_form()), 409


TRY_AGAIN_AFTER = 5
"""Seconds after which the database is most likely back."""


def _database_away(error: OperationalError) -> AnyResponse:
    if not out_of_reach(error):
        raise error
    current_app.logger.warning("database out of reach on %s", request.endpoint)
    return _away(error)


def _away(_error: Exception) -> AnyResponse:
    """A calm page that asks the database nothing, with what was sent, ready to be sent again."""
    sent = request.method == "POST"
    text = _refusal("503", sent=sent, typed=_typed() if sent else [], again=_as_sent() if sent else None)
    return Response(text, 503, {"Retry-After": str(TRY_AGAIN_AFTER)}, mimetype="text/html")


def _as_sent() -> list[tuple[str, str]] | None:
    """Everything that was sent; None where a part of it may not lie on a page: a secret, a scan, somebody's link."""
    sent = list(request.form.items(multi=True))
    secret = any(_KEPT_BACK.search(name) and name not in _TIES for name, _ in sent)
    return None if secret or request.files else sent


_TIES = ("csrf_token", "once")
"""Fields that tie a form to its browser and to its one effect; they go back to that very browser."""
# Names of fields whose contents are never shown again, whatever happens to the form.
_KEPT_BACK = re.compile("csrf|once|pass|secret|code|number|token")


def _typed() -> list[str]:
    """The texts that somebody has written, so that they can be copied from a page that could not keep them in place."""
    written = request.form.items(multi=True)
    return [text for name, text in written if " " in text.strip() and not _KEPT_BACK.search(name)]


def _broken(_error: InternalServerError) -> tuple[str, int]:
    return _refusal("500", number=g.get("error_number")), 500


def _log_without_values(
    app: Flask, error: tuple[type[BaseException] | None, BaseException | None, TracebackType | None]
) -> None:
    """Write where it broke, never what somebody typed: kinds of exceptions and lines of our code only."""
    g.error_number = secrets.token_hex(3)
    chain, found = [], error[1]
    while found is not None:
        frames = traceback.extract_tb(found.__traceback__)
        chain.append(
            f"{type(found).__name__} at " + " < ".join(f"{f.filename}:{f.lineno} {f.name}" for f in reversed(frames))
        )
        found = found.__cause__ or found.__context__
    app.logger.error("error %s on %s: %s", g.error_number, request.endpoint, " | from ".join(chain))
