"""The family's own pages: an address from paper, a number, what we agreed, an answer; short and without a script."""

from uuid import UUID, uuid5

from flask import Response, abort, current_app, make_response, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import logout_user
from werkzeug.wrappers import Response as AnyResponse

from agencies.accounts.entrance import SixFigures, browser, come_in, says_goodbye_itself, secure
from agencies.accounts.models import opened_at_seat
from agencies.accounts.proofs import new_secret
from agencies.accounts.visitors import HandedOver
from agencies.directory.models import Agency, towns
from coordination.conferences import actions as conferences
from coordination.conferences.models import Invitation, invitation_of
from coordination.conferences.rules import Answer as Coming
from coordination.family import actions, copies, models, requests, sentences, tongues
from coordination.family.actions import DeadLink, Saying, WrongNumber
from coordination.family.agreement_at_home import agreements_of
from coordination.family.copies import Copy, OwnTask
from coordination.family.dates_at_home import is_asked
from coordination.family.evaluations import judges_now, was_there
from coordination.family.frame import (
    LETTER_SIZES,
    LETTERS_COOKIE,
    PREFIX,
    around,
    own_coordinator,
    own_seat,
    page,
    refuse,
)
from coordination.family.models import (
    DOOR,
    FamilySummary,
    facts_of_member,
    facts_of_own_answer,
    facts_of_own_meeting,
    facts_of_own_task,
)
from coordination.family.pages import Answer, pages
from coordination.family.rules import Reply, Wish
from coordination.family.voice_at_home import before_next_meeting
from coordination.seats.models import Seat
from coordination.standpoints.models import OWN
from foundation import access, clock, ics, links, town_settings
from foundation.access import PUBLIC, public, requires
from foundation.database import db
from foundation.links import Link
from foundation.reasons import Refused
from foundation.web import Choice, DayField, Form, ReadForm, TextBlock, TextLine, limiter, notice, refusals_look

BROWSER_COOKIE = "tried"
QUICK_EXIT = "quick_exit"

town_settings.define(
    QUICK_EXIT,
    _l("Where “Close quickly” on the family's page leads"),
    hint=_l("A page that says nothing about anybody, such as the weather. Empty: an empty page."),
)
links.purpose(DOOR, "family.enter", models.door_open)
says_goodbye_itself(PREFIX)


# --- the door ---------------------------------------------------------------------------------------------------------


class NumberForm(Form):
    """The six figures."""

    number = SixFigures(
        _l("Enter your number"), 12, missing=_l("Write the six digits."),
        hint=_l("It is the six digits that you chose with us."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )  # fmt: skip


@pages.route("/r/<token>", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute", methods=["POST"])
def enter(token: str) -> Answer:
    link = links.resolve(links.as_typed(token))
    if link is None or link.purpose != DOOR:
        return _dead()
    form, seat_id = NumberForm(), link.subject
    tried = request.cookies.get(BROWSER_COOKIE) or new_secret()
    if form.validate_on_submit():
        try:
            found = actions.enter(token, number=form.number.data or "", browser_secret=tried, device=browser().device)
            answer = come_in(found, url_for("family.agreed"))
            tongues.begin(answer, models.tongue_at(seat_id))
            return answer
        except DeadLink:
            return _dead()
        except WrongNumber as refused:
            form.number.data = ""
            form.refuse(refused.reasons)
    return _door(token, form, tried, link)


def _door(token: str, form: NumberForm, tried: str, link: Link) -> Response:
    town = db.session.get(Agency, link.town_id) if link.town_id else None
    answer = make_response(
        page("enter", form=form, town=town.signs_as if town else "", phone=(town.phone if town else "") or "")
    )
    if request.method == "POST":  # a browser is only known once it has tried
        hour = 2 * 3600
        answer.set_cookie(
            BROWSER_COOKIE, tried, max_age=hour, path="/r/", secure=secure(), httponly=True, samesite="Lax"
        )
    return answer


def _dead() -> tuple[str, int]:
    """The same for an unknown, ended, revoked or paused address; a house of several towns names none of them."""
    return page("gone", **_whom_to_call()), 410


def _whom_to_call() -> dict[str, str]:
    """The town and its phone, where the house is of one town; nobody is named where a stranger could learn which."""
    known = towns()
    town = known[0] if len(known) == 1 else None
    return {"town": town.signs_as, "phone": town.phone or ""} if town else {"town": "", "phone": ""}


for _below in (PREFIX, "/r/"):
    refusals_look(_below, "coordination/family/refusal.html", _whom_to_call)


@pages.post(f"{PREFIX}/letters")
@public
def letters() -> AnyResponse:
    """Keep how large the letters are in this browser."""
    wanted, back = request.form.get("letters", ""), request.form.get("back", "")
    own = back.startswith((PREFIX, "/r/")) and "\\" not in back and back.isprintable()
    answer = redirect(back if own else url_for("family.agreed"), 303)
    if wanted in LETTER_SIZES:
        answer.set_cookie(LETTERS_COOKIE, wanted, max_age=366 * 86400, secure=secure(), httponly=True, samesite="Lax")
    return answer


@pages.post(f"{PREFIX}/close")
@public
def close() -> Response:
    """End the page at once, and lead somewhere that says nothing."""
    seat = db.session.get(Seat, access.actor().seat_id) if access.actor().seat_id else None
    away = town_settings.get(seat.town_id, QUICK_EXIT).strip() if seat else ""
    if seat is not None:
        actions.close(actor=access.actor())
        logout_user()
    if access.actor().worker_id is None:  # a worker who strayed here stays signed in
        session.clear()
    answer = make_response(page("closed", town="", phone=""))
    tongues.forget(answer)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    if away.startswith("https://") and away.isascii() and away.isprintable() and " " not in away:
        answer.headers["Refresh"] = f"0; url={away}"
    return answer


@pages.before_app_request
def _page_over() -> tuple[str, int] | None:
    """A browser whose page has ended is told how to open it again, in the same look."""
    if "_user_id" not in session or not request.path.startswith(PREFIX) or _is_public():
        return None
    who = access.actor()
    if who.seat_id is not None or who.worker_id is not None or isinstance(who, HandedOver):
        return None
    session.pop("_user_id")
    return page("over", town="", phone=""), 401


def _is_public() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and getattr(view, "access", PUBLIC) is PUBLIC


# --- what we agreed ---------------------------------------------------------------------------------------------------


def _copy(seat: Seat, summary: FamilySummary | None) -> Copy | None:
    return copies.copy_for(seat, access.facts(), summary) if summary else None


@pages.get(PREFIX)
@requires("own_summary", facts=facts_of_member, looked=True)
def agreed() -> str:
    return _agreed_page(ReadForm(formdata=None))


def _agreed_page(form: ReadForm) -> str:
    seat = own_seat()
    summary = models.summary_of(seat.id)
    copy = _copy(seat, summary)
    if summary is not None:
        form.lays_before(summary.fingerprint)
    opened = opened_at_seat(seat.id)
    return page(
        "agreed", form=form, copy=copy, meets=copy.meets if copy else copies.meets(seat), ask=form,
        said=models.by_seat(models.answers_of(seat.id)).get(None),
        opened_before=opened[1] if len(opened) > 1 else None, replies=sentences.REPLIES, states=sentences.STATES,
        sentences=sentences, agreements=agreements_of(seat),
        asked=requests.requests_of(seat.id), dates=is_asked(seat), abouts=sentences.ABOUTS,
        outcomes=sentences.OUTCOMES, may_answer=access.may("own_task", "W"),
        before=before_next_meeting(seat) if access.may(OWN, "W") else None,
        met=was_there(seat) if access.may("own_invitation_and_answer", "W") else None,
        judges=judges_now(seat) if summary is not None and access.may(OWN, "W") else None,
        coordinator=own_coordinator(), **around(seat),
    )  # fmt: skip


# --- what they say to the plan ----------------------------------------------------------------------------------------


def _thanks(answer_id: UUID) -> AnyResponse:
    return redirect(url_for("family.thanks", answer_id=answer_id), 303)


def _to_plan() -> AnyResponse:
    return redirect(url_for("family.agreed"), 303)


@pages.post(f"{PREFIX}/understand")
@requires("own_summary", facts=facts_of_member, write="R")
@limiter.limit("30 per minute")
def understand() -> Answer:
    form = ReadForm()
    if not form.submitted():
        return _to_plan()
    try:
        saying = Saying(Reply.UNDERSTAND, calls=False)
        return _thanks(actions.answer_plan(saying, seen=form.seen, actor=access.actor()))
    except Refused as refused:
        refuse(form, refused)
        return _agreed_page(form), 409


class WordsForm(ReadForm):
    """A few words, if they like, and whether somebody is to call."""

    words = TextBlock(_l("In your own words"), 600, rows=4, optional=True)
    how = Choice(
        _l("How shall we talk?"), [("call", _l("Call me")), ("wait", _l("I will wait for the meeting"))],
        default="call", missing=_l("Choose one of the two."),
    )  # fmt: skip

    @property
    def calls(self) -> bool:
        return bool(self.how.data == "call")


@pages.route(f"{PREFIX}/disagree", methods=["GET", "POST"])
@requires("own_summary", facts=facts_of_member, write="R")
@limiter.limit("30 per minute", methods=["POST"])
def disagree() -> Answer:
    return _words_about_plan(Reply.DISAGREE)


@pages.route(f"{PREFIX}/help", methods=["GET", "POST"])
@requires("own_summary", facts=facts_of_member, write="R")
@limiter.limit("30 per minute", methods=["POST"])
def ask_for_help() -> Answer:
    return _words_about_plan(Reply.HELP)


def _words_about_plan(reply: Reply) -> Answer:
    seat, form = own_seat(), WordsForm()
    summary = models.summary_of(seat.id)
    if summary is None:
        return _to_plan()
    if form.submitted():
        try:
            saying = Saying(reply, words=form.words.data or "", calls=form.calls)
            return _thanks(actions.answer_plan(saying, seen=form.seen, actor=access.actor()))
        except Refused as refused:
            refuse(form, refused)
    form.lays_before(_present(seat))
    return page("words", form=form, reply=reply, task=None, coordinator=own_coordinator(), **around(own_seat()))


def _present(seat: Seat) -> str:
    summary = models.summary_of(seat.id)
    return summary.fingerprint if summary else ""


# --- whether they come ------------------------------------------------------------------------------------------------


class ComingForm(ReadForm):
    """A few words beside the answer, if they like."""

    brings = TextLine(
        _l("Who will come with you?"), 80, optional=True,
        hint=_l("A name is enough. Before it begins they promise to keep silent."),
    )  # fmt: skip
    words = TextBlock(_l("In your own words"), 600, rows=3, optional=True)

    @property
    def said(self) -> str:
        """What the office reads beside the answer: whom they bring, then their words."""
        with tongues.for_office():
            brings = _("Comes with: %(name)s.", name=self.brings.data) if self.brings.data else ""
        return " ".join(filter(None, (brings, self.words.data)))


@pages.route(f"{PREFIX}/meeting", methods=["GET", "POST"])
@requires("own_invitation_and_answer", facts=facts_of_own_meeting)
@limiter.limit("30 per minute", methods=["POST"])
def meeting() -> Answer:
    form, invitation = ComingForm(), _own_invitation()
    said = request.form.get("answer", "")
    if form.submitted() and said in sentences.COMING:
        invitation_id, words = invitation.id, form.said
        try:
            if said == "other":
                return _thanks(_wants_another_day(words))
            kept = Coming(said)
            conferences.answer(invitation_id, answer=kept, note=words, by=access.actor().key, seen=form.seen)
            notice(_("We have it. Thank you."))
            return redirect(url_for("family.agreed"), 303)
        except Refused as refused:
            refuse(form, refused)
    invitation = _own_invitation()
    form.lays_before(invitation.fingerprint)
    return page(
        "meeting", form=form, meets=copies.meets(own_seat()), coming=sentences.COMING, coordinator=own_coordinator(),
        **around(own_seat()),
    )  # fmt: skip


@pages.get(f"{PREFIX}/meeting.ics")
@requires("own_invitation_and_answer", facts=facts_of_own_meeting)
def calendar() -> Response:
    """The own hour for the calendar of a phone, only for whoever asks for it; nothing in it says what it is about."""
    invitation, meets = _own_invitation(), copies.meets(own_seat()) or abort(404)
    entry = ics.Event(
        uid=str(uuid5(invitation.id, "own calendar")), sequence=0, stamp=clock.now(), starts=meets.starts,
        ends=meets.ends, summary=str(_("Appointment")), location=meets.place,
    )  # fmt: skip
    answer = make_response(ics.publish(entry))
    answer.content_type = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = "attachment; filename=schuzka.ics"
    return answer


def _own_invitation() -> Invitation:
    found = models.next_meeting(own_seat())
    own = models.own_invitation(own_seat(), found) if found else None
    return (invitation_of(own.id) if own else None) or abort(404)


def _wants_another_day(words: str) -> UUID:
    """Whoever wants another day is called: a day is found with them, not for them."""
    with tongues.for_office():
        wish = str(_("I want another day of the meeting."))
    return actions.answer_plan(Saying(Reply.HELP, words=f"{wish} {words}".strip()), actor=access.actor())


# --- what they say to one task ----------------------------------------------------------------------------------------


def _own_task(task_id: UUID) -> OwnTask:
    seat = own_seat()
    copy = _copy(seat, models.summary_of(seat.id))
    return next((one for one in copy.own if one.id == task_id), None) or abort(404) if copy else abort(404)


@pages.get(f"{PREFIX}/tasks/<uuid:task_id>")
@requires("own_task", facts=facts_of_own_task)
def task(task_id: UUID) -> str:
    return _task_page(task_id, ReadForm(formdata=None))


def _task_page(task_id: UUID, form: ReadForm) -> str:
    own = _own_task(task_id)
    form.lays_before(own.fingerprint)
    return page("task", form=form, task=own, states=sentences.STATES, replies=sentences.REPLIES, **around(own_seat()))


@pages.post(f"{PREFIX}/tasks/<uuid:task_id>/agree")
@requires("own_task", facts=facts_of_own_task)
@limiter.limit("30 per minute")
def agree(task_id: UUID) -> Answer:
    return _pressed(task_id, Reply.AGREE)


@pages.post(f"{PREFIX}/tasks/<uuid:task_id>/done")
@requires("own_task", facts=facts_of_own_task)
@limiter.limit("30 per minute")
def done(task_id: UUID) -> Answer:
    return _pressed(task_id, Reply.DONE)


def _pressed(task_id: UUID, reply: Reply) -> Answer:
    """One press that says all: done, or the page again with why not."""
    form = ReadForm()
    if form.submitted():
        try:
            saying = Saying(reply, calls=False)
            return _thanks(actions.answer_task(task_id, saying, seen=form.seen, actor=access.actor()))
        except Refused as refused:
            refuse(form, refused)
            return _task_page(task_id, form), 409
    return redirect(url_for("family.task", task_id=task_id), 303)


class OtherForm(ReadForm):
    """How it should be instead."""

    wish = Choice(
        _l("How should it be?"), [(one.value, name) for one, name in sentences.WISHES.items()],
        missing=_l("Choose how it should be. One tap is enough."),
    )  # fmt: skip
    day = DayField(_l("Which day would suit you?"), optional=True, hint=_l("For example Friday, or 20. 3."))
    words = TextBlock(_l("In your own words"), 600, rows=4, optional=True)


@pages.route(f"{PREFIX}/tasks/<uuid:task_id>/other", methods=["GET", "POST"])
@requires("own_task", facts=facts_of_own_task)
@limiter.limit("30 per minute", methods=["POST"])
def other(task_id: UUID) -> Answer:
    form, own = OtherForm(), _own_task(task_id)
    if Reply.OTHER not in own.replies:
        return redirect(url_for("family.task", task_id=task_id), 303)
    if form.submitted():
        wish = Wish(form.wish.data)
        day = form.day.data if wish is Wish.DAY else None
        try:
            saying = Saying(Reply.OTHER, words=form.words.data or "", wish=wish, day=day)
            return _thanks(actions.answer_task(task_id, saying, seen=form.seen, actor=access.actor()))
        except Refused as refused:
            refuse(form, refused)
    own = own if request.method == "GET" else _own_task(task_id)
    form.lays_before(own.fingerprint)
    return page("other", form=form, task=own, coordinator=own_coordinator(), **around(own_seat()))


@pages.route(f"{PREFIX}/tasks/<uuid:task_id>/help", methods=["GET", "POST"])
@requires("own_task", facts=facts_of_own_task)
@limiter.limit("30 per minute", methods=["POST"])
def help_with(task_id: UUID) -> Answer:
    form, own = WordsForm(), _own_task(task_id)
    if form.submitted():
        try:
            saying = Saying(Reply.HELP, words=form.words.data or "", calls=form.calls)
            return _thanks(actions.answer_task(task_id, saying, seen=form.seen, actor=access.actor()))
        except Refused as refused:
            refuse(form, refused)
    own = own if request.method == "GET" else _own_task(task_id)
    form.lays_before(own.fingerprint)
    return page("words", form=form, reply=Reply.HELP, task=own, coordinator=own_coordinator(), **around(own_seat()))


# --- who has it now ---------------------------------------------------------------------------------------------------


@pages.get(f"{PREFIX}/answers/<uuid:answer_id>")
@requires("own_summary", facts=facts_of_own_answer)
def thanks(answer_id: UUID) -> str:
    answer = models.answer_of(answer_id) or abort(404)
    return page(
        "thanks", answer=answer, replies=sentences.REPLIES, wishes=sentences.WISHES, coordinator=own_coordinator(),
        today=clock.today(), **around(own_seat()),
    )  # fmt: skip
