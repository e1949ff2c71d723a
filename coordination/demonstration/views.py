"""The first page of the demonstration: a way in for each of its people, and the place where letters can be read."""

import re
import secrets
from io import BytesIO
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from flask_login import login_user
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from agencies.accounts import sessions
from agencies.accounts.rules import SessionDoor, device_words
from agencies.accounts.visitors import load
from agencies.directory.rules import AgencyKind
from agencies.staff.models import Post, worker_of, workers_by_agency
from agencies.staff.rules import Role
from coordination.demonstration.models import doors, entry_link, is_marked, letter_of, mailbox, use_up, worker_behind
from coordination.demonstration.people import BODIES
from foundation.access import public
from foundation.database import transaction
from foundation.web import Form

pages = Blueprint("demonstration", __name__, url_prefix="/demo")

_ORDER = [body.name for body in BODIES]
_ADDRESS = re.compile(r"https?://[^\s<>]+")


@pages.before_request
def only_in_a_demonstration() -> None:
    """On any other database these pages do not exist, whatever the settings say."""
    if not is_marked():
        abort(404)


@pages.get("")
@public
def first() -> str:
    """Everybody in the demonstration, each with a fresh link that opens once."""
    bodies = sorted(workers_by_agency().values(), key=lambda posts: _ORDER.index(posts[0].agency.name))
    links = {post.worker_id: entry_link(post.worker_id, secrets.token_urlsafe(9)) for posts in bodies for post in posts}
    return render_template(
        "coordination/demonstration/first.html", bodies=bodies, links=links, letters=mailbox(5), doors=doors()
    )


@pages.route("/enter/<link>", methods=["GET", "POST"])
@public
def enter(link: str) -> str | Response:
    """Become one of the people; the link opens once."""
    worker_id = worker_behind(link)
    if worker_id is None:
        return redirect(url_for(".first"), 303)
    form = Form()
    if form.validate_on_submit() and use_up(link):
        _sign_in(worker_id)
        return redirect("/", 303)
    return render_template("coordination/demonstration/enter.html", form=form, person=worker_of(worker_id))


def _sign_in(worker_id: UUID) -> None:
    has_account = any(
        post.agency.convenes or post.agency.kind == AgencyKind.COUNSELLING or post.role == Role.MANAGER
        for post in _posts(worker_id)
    )
    door = SessionDoor.ACCOUNT2 if has_account else SessionDoor.CODE
    with transaction() as session:
        secret = sessions.begin(session, worker_id, door=door, device=device_words(request.user_agent.string))
    visitor = load(secret)
    if visitor is not None:
        login_user(visitor)


def _posts(worker_id: UUID) -> list[Post]:
    return [post for posts in workers_by_agency().values() for post in posts if post.worker_id == worker_id]


@pages.get("/papers/<int:number>")
@public
def paper(number: int) -> Response:
    """The paper that one of the family took home."""
    known = doors()
    if not 0 < number <= len(known):
        abort(404)
    return send_file(BytesIO(known[number - 1].paper), "application/pdf", download_name="plan.pdf")


@pages.get("/mail")
@public
def mail() -> str:
    """The mailbox of everybody at once."""
    return render_template("coordination/demonstration/mail.html", letters=mailbox())


@pages.get("/mail/<uuid:letter_id>")
@public
def letter(letter_id: UUID) -> str:
    """One letter with its links."""
    found = letter_of(letter_id) or abort(404)
    return render_template("coordination/demonstration/letter.html", letter=found, words=_linked(found.words))


def _linked(words: str) -> Markup:
    pieces, end = [], 0
    for found in _ADDRESS.finditer(words):
        address = found[0].rstrip(".,")
        pieces += [escape(words[end : found.start()]), Markup('<a href="{0}">{0}</a>').format(address)]
        end = found.start() + len(address)
    return Markup("").join([*pieces, escape(words[end:])])
