"""The counter of the accounts: sign in and out, one's own password and devices, letting others in."""

from collections.abc import Callable
from uuid import UUID

from flask import Flask, abort, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import logout_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from agencies.accounts import actions, models, rights, views_by_link, visitors
from agencies.accounts.entrance import (
    FIGURES,
    NewPassword,
    SixFigures,
    browser,
    come_in_with_account,
    pages,
    picture_of,
    typed,
    way_on,
)
from agencies.accounts.visitors import HandedOver, Visitor
from agencies.staff import rights as staff_rights
from agencies.staff import views as staff_pages
from agencies.staff.models import Worker, worker_of
from foundation.access import Door, actor, public, requires
from foundation.reasons import Refused
from foundation.web import Form, MailAddress, Secret, limiter, notice

__all__ = ["install", "pages", "views_by_link"]


def install(app: Flask) -> None:
    """Let Flask-Login know the visitors of this house."""
    visitors.install(app)


class SignInForm(Form):
    email = MailAddress(
        _l("Work mail"), missing=_l("Write your work mail."), render_kw={"type": "email", "autocomplete": "username"}
    )
    password = Secret(_l("Password"), missing=_l("Write your password."))
    code = SixFigures(
        _l("Code from your phone"), 12, missing=_l("Copy the six figures from the app."),
        hint=_l("Six figures that the app on your phone shows now."), render_kw=FIGURES,
    )  # fmt: skip


@pages.route("/sign-in", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute", methods=["POST"])
def sign_in() -> str | Response | tuple[str, int]:
    form, way = SignInForm(), way_on(request.values.get("next"))
    if form.validate_on_submit():
        try:
            signed_in = actions.sign_in(**typed(form, "email", "password", "code"), browser=browser())
            return come_in_with_account(signed_in, way)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template("agencies/accounts/sign_in.html", form=form, way=way if way != "/" else None)


@pages.post("/sign-out")
@public
def sign_out() -> Response:
    who = actor()
    if isinstance(who, (Visitor, HandedOver)):
        owner = who if isinstance(who, Visitor) else who.owner
        actions.sign_out(owner.session_id, by=owner)
    logout_user()
    session.clear()
    notice(_("You are signed out."))
    answer = redirect(url_for("accounts.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'  # not "cookies": the known browser stays known
    return answer


_beside_account: list[Callable[[], Markup]] = []


def show_beside_account(part: Callable[[], Markup]) -> Callable[[], Markup]:
    """Let a feature above this one show its part on everybody's own page of sign-ins."""
    _beside_account.append(part)
    return part


def _me() -> Visitor:
    who = actor()
    assert isinstance(who, Visitor)
    return who


@pages.get("/account")
@requires("own_devices", rights.own)
def account() -> str:
    me = _me()
    return render_template(
        "agencies/accounts/account.html",
        worker=worker_of(me.worker_id), devices=models.open_sessions(me.worker_id), present=me.session_id,
        account=models.account_of(me.worker_id) if me.door is Door.ACCOUNT2 else None,
        beside=[part() for part in _beside_account],
    )  # fmt: skip


@pages.post("/account/devices/<uuid:session_id>/end")
@requires("own_devices", rights.own_device)
def end_device(session_id: UUID) -> Response:
    if session_id == _me().session_id:
        return sign_out()
    actions.sign_out(session_id, by=actor(), why="signed out elsewhere")
    notice(_("The device is signed out."))
    return redirect(url_for("accounts.account"), 303)


class PasswordForm(Form):
    former = Secret(_l("Present password"), missing=_l("Write your present password."))
    password, again = NewPassword.password, NewPassword.again
    code = SixFigures(
        _l("Code from your phone"), 12, missing=_l("Copy the six figures from the app."), render_kw=FIGURES
    )


@pages.route("/account/password", methods=["GET", "POST"])
@requires("own_account", rights.own_account)
@limiter.limit("10 per minute", methods=["POST"])
def change_password() -> str | Response:
    form, me = PasswordForm(), _me()
    if form.submitted():
        try:
            new = typed(form, "former", "password", "again", "code")
            actions.change_password(me.worker_id, **new, here=me.session_id, by=me)
            notice(_("The password is changed. All other devices are signed out."))
            return redirect(url_for("accounts.account"), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template("agencies/accounts/change_password.html", form=form, worker=worker_of(me.worker_id))


class SecondFactorForm(Form):
    password = Secret(_l("Your password"), missing=_l("Write your password."))
    code = SixFigures(
        _l("Code from the new app"), 12, missing=_l("Copy the six figures from the app."), render_kw=FIGURES
    )


class NewFactorForm(Form):
    pass


@pages.post("/account/second-factor/new")
@requires("own_account", rights.own_account)
def show_second_factor() -> Response:
    if NewFactorForm().submitted():
        actions.show_new_second_factor(_me().worker_id, by=actor())
    return redirect(url_for("accounts.change_second_factor"), 303)


@pages.route("/account/second-factor", methods=["GET", "POST"])
@requires("own_account", rights.own_account)
@limiter.limit("10 per minute", methods=["POST"])
def change_second_factor() -> str | Response:
    form, me = SecondFactorForm(), _me()
    if form.submitted():
        try:
            new = typed(form, "password", "code")
            actions.change_second_factor(me.worker_id, **new, here=me.session_id, by=me)
            notice(_("The second factor is changed. All other devices are signed out."))
            return redirect(url_for("accounts.account"), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    account, worker = models.account_of(me.worker_id) or abort(404), worker_of(me.worker_id) or abort(404)
    shown = picture_of(account.totp_next, worker) if account.totp_next else {"picture": "", "typed_secret": ""}
    return render_template("agencies/accounts/change_second_factor.html", form=form, begin=NewFactorForm(), **shown)


class InviteForm(Form):
    pass


def _account_of_worker(worker: Worker) -> Markup:
    """The account on the page of a worker, for those who let people in."""
    part = render_template(
        "agencies/accounts/account_of_worker.html",
        worker=worker, account=models.account_of(worker.id), waiting=models.set_up_waiting(worker.id),
        begin=InviteForm(),
    )  # fmt: skip
    return Markup(part)  # noqa: S704  (rendered and escaped by the line above)


staff_pages.show_beside(_account_of_worker)


@pages.post("/workers/<uuid:worker_id>/set-up")
@requires("accounts_and_posts", staff_rights.of_worker)
def invite(worker_id: UUID) -> Response:
    if InviteForm().submitted():
        try:
            actions.invite(worker_id, by=actor())
            notice(_("The letter with the set-up link is filed and leaves at once. The link holds for seven days."))
        except Refused as refused:
            notice(" ".join(_(why.sentence, **why.values) for why in refused.reasons), "warn")
    return redirect(url_for("staff.worker", worker_id=worker_id), 303)


@pages.route("/workers/<uuid:worker_id>/account/end", methods=["GET", "POST"])
@requires("accounts_and_posts", staff_rights.of_worker)
def disable(worker_id: UUID) -> str | Response:
    form = InviteForm()
    if form.submitted():
        actions.disable(worker_id, by=actor())
        notice(_("The account is switched off, the person is signed out everywhere."))
        return redirect(url_for("staff.worker", worker_id=worker_id), 303)
    return render_template("agencies/accounts/disable.html", form=form, worker=worker_of(worker_id))
