"""The counter behind a mailed link: an account is set up there, and a mailbox is proved by a code."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.accounts import actions, codes, documents, models, proofs, rules
from agencies.accounts.actions import SignedIn
from agencies.accounts.entrance import (
    FIGURES,
    NewPassword,
    SixFigures,
    browser,
    come_in,
    come_in_with_account,
    pages,
    picture_of,
    secure,
    typed,
)
from agencies.accounts.rules import CodeState
from agencies.staff.models import worker_of
from foundation import access, clock, links
from foundation.access import Door, Facts, actor, public
from foundation.links import Link
from foundation.reasons import Refused
from foundation.web import Form, Tick, limiter, notice

CODE_COOKIE = "code"


def _errand_open(link: Link) -> bool:
    errand = models.errand_of(link.subject)
    return errand is not None and errand.done_at is None and errand.until > clock.now()


links.purpose(documents.SET_UP, "accounts.set_up", _errand_open)


class SetUpForm(NewPassword):
    code = SixFigures(
        _l("Code from your phone"), 12, missing=_l("Copy the six figures from the app."),
        hint=_l("Six figures that the app shows now; so we know that it works."), render_kw=FIGURES,
    )  # fmt: skip


@pages.route("/o/<token>/set-up", methods=["GET", "POST"])
@public
@limiter.limit("20 per minute", methods=["POST"])
def set_up(token: str) -> str | Response:
    link = links.resolve(token)
    if link is None or link.purpose != documents.SET_UP:
        return redirect(url_for("links.enter", token=token), 303)
    form, errand_id = SetUpForm(), link.subject
    if form.submitted():
        try:
            return _welcome(actions.set_up(errand_id, **typed(form, "password", "again", "code"), browser=browser()))
        except Refused as refused:
            form.refuse(refused.reasons)
    errand = models.errand_of(errand_id) or abort(404)
    worker = worker_of(errand.worker_id) or abort(404)
    return render_template(
        "agencies/accounts/set_up.html", form=form, worker=worker, **picture_of(errand.totp_secret, worker)
    )


def _welcome(signed_in: SignedIn) -> Response:
    answer = come_in_with_account(signed_in, "/")
    notice(_("Your account is set up and you are signed in."))
    return answer


class CodeForm(Form):
    code = SixFigures(
        _l("Code from the letter"), 12, missing=_l("Copy the six figures from the letter."), render_kw=FIGURES
    )
    keep = Tick(_l("This is my own phone or computer"), hint=_l("Then we ask for no code here for 30 days."))


class AskForm(Form):
    pass


@pages.route("/o/<token>/code", methods=["GET", "POST"])
@public
@limiter.limit("10 per minute", methods=["POST"])
def code(token: str) -> str | Response:
    link = _of_somebody(token)
    if link is None:
        return redirect(url_for("links.enter", token=token), 303)
    if actor().worker_id == link.holder:
        return redirect(codes.next_page(link, token), 303)
    form = AskForm(prefix="ask")
    if form.submitted():
        try:
            secret = request.cookies.get(CODE_COOKIE) or proofs.new_secret()
            codes.ask(link, browser_secret=secret)
            return _waiting_for_code(token, secret)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _code_page(token, form=form)


def _of_somebody(token: str) -> Link | None:
    """The errand of a person; one that nobody holds in person, as an organisation's, leads to no code."""
    link = links.resolve(token)
    return link if link is not None and worker_of(link.holder) is not None else None


def _waiting_for_code(token: str, secret: str) -> Response:
    notice(_("The code is on its way. It comes within a minute or two."))
    answer = redirect(url_for("accounts.code", token=token), 303)
    answer.set_cookie(CODE_COOKIE, secret, path="/o/", secure=secure(), httponly=True, samesite="Lax")
    return answer


@pages.post("/o/<token>/code/entry")
@public
@limiter.limit("20 per minute")
def enter_code(token: str) -> str | Response:
    link = _of_somebody(token)
    if link is None:
        return redirect(url_for("links.enter", token=token), 303)
    form, way = CodeForm(), codes.next_page(link, token)
    if form.validate_on_submit():
        try:
            device, known = browser().device, request.cookies.get(CODE_COOKIE, "")
            secret = codes.enter(link, **typed(form, "code", "keep"), browser_secret=known, device=device)
            return come_in(secret, way, kept=form.keep.data)
        except Refused as refused:
            form.refuse(refused.reasons)
    return _code_page(token, entry=form)


def _code_page(token: str, *, form: Form | None = None, entry: Form | None = None) -> str | Response:
    link = links.resolve(token)
    if link is None:
        return redirect(url_for("links.enter", token=token), 303)
    worker = worker_of(link.holder) or abort(404)
    asked = models.code_waiting(link.id, proofs.digest(request.cookies.get(CODE_COOKIE, "")))
    ask_form = form or AskForm(prefix="ask")
    return render_template(
        "agencies/accounts/code.html", token=token, form=entry or ask_form, ask_form=ask_form,
        entry=entry or CodeForm(formdata=None), waiting=codes.state_of(asked) is CodeState.WAITING,
        against=[_(why.sentence, **why.values) for why in codes.against_codes(worker)],
        address=rules.half_hidden(worker.email or ""),
    )  # fmt: skip


def _to_code_door(_facts: Facts) -> Response | None:
    """Whoever came by a mailed link alone proves the mailbox first."""
    token = (request.view_args or {}).get("token")
    link = links.resolve(token) if token else None
    if link is None or (actor().door >= Door.CODE and actor().worker_id == link.holder):
        return None
    return redirect(url_for("accounts.code", token=token), 303)


access.offer_stronger_door(_to_code_door)
