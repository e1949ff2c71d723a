"""The door of a mailed link: it leads on to its errand, or says to everybody alike that it does not hold."""

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import links
from foundation.access import public
from foundation.web import Form, limiter, notice

pages = Blueprint("links", __name__)


@pages.get("/o/<token>")
@public
def enter(token: str) -> Response | tuple[str, int]:
    """Lead on to the errand; nothing changes, as mail programs open links on their own."""
    link = links.resolve(token)
    if link is None:
        return render_template("foundation/links/dead.html", form=Form()), 410
    return redirect(url_for(links.purpose_of(link).endpoint, token=token), 303)


@pages.post("/o/<token>")
@public
@limiter.limit("30 per minute")
def ask_for_new(token: str) -> Response | tuple[str, int]:
    """Mail a new link to the known address, and answer the same whether there is one or not."""
    form = Form()
    # Not tied to the form's nonce: that a second sending is noticed would tell a known link from an unknown one.
    if form.validate_on_submit() and links.resolve(token) is None:
        links.mail_new(token)
        notice(_("If we have your address, a new link is on its way. Nothing came? Call the number in our letter."))
    return redirect(url_for("links.enter", token=token), 303)
