"""The own calendar feed: its page, and the file that calendars ask for."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from coordination.exports import actions, documents, models
from coordination.exports.models import FEED, facts_of_feed
from foundation import access, clock, ics, links
from foundation.access import public, requires
from foundation.calendar_entries import FEED_NAMES
from foundation.signatures import fingerprint
from foundation.web import Form, limiter, notice

pages = Blueprint("exports", __name__)


@pages.get("/calendar")
@requires(FEED, facts=facts_of_feed)
def feed() -> str:
    return _page()


def _page(secret: str | None = None) -> str:
    worker_id = access.actor().worker_id
    assert worker_id is not None
    address = links.front_door() + url_for("exports.feed_file", secret=secret)[1:] if secret else None
    return render_template(
        "coordination/exports/feed.html", feed=models.feed_of(worker_id), form=Form(formdata=None), address=address,
        now=clock.now(),
    )  # fmt: skip


@pages.post("/calendar")
@requires(FEED, facts=facts_of_feed, write="R")
def make() -> str | AnyResponse:
    worker_id = access.actor().worker_id
    assert worker_id is not None
    if not Form().submitted():
        return redirect(url_for("exports.feed"), 303)
    return _page(actions.make_feed(worker_id, by=access.actor()))  # no redirect: nobody will know the address again


@pages.post("/calendar/end")
@requires(FEED, facts=facts_of_feed, write="R")
def end() -> AnyResponse:
    worker_id = access.actor().worker_id
    assert worker_id is not None
    if Form().submitted():
        actions.end_feed(worker_id, by=access.actor())
        notice(_("The address no longer answers. Delete the calendar on your phone too."))
    return redirect(url_for("exports.feed"), 303)


@pages.get("/calendar/<secret>.ics")
@public
@limiter.limit("60 per minute")
def feed_file(secret: str) -> Response:
    found = models.feed_at(secret) or abort(404)
    events = documents.events_of(found)
    answer = make_response()
    answer.set_etag(fingerprint(repr((found.language, events)))[:32])
    answer.cache_control.private = True
    answer.cache_control.no_cache = True
    if not request.if_none_match.contains(answer.get_etag()[0] or ""):
        answer.set_data(ics.feed(FEED_NAMES[found.language], events))
        answer.content_type = "text/calendar; charset=utf-8"
    if found.read_on != clock.today():
        actions.note_read(found.id)
    answer.make_conditional(request)
    return answer
