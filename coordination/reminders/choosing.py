"""What a worker chooses about the letter of the day, beside the own sign-ins."""

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.wrappers import Response

from agencies.accounts import rights
from agencies.accounts.views import show_beside_account
from coordination.reminders import digesting
from coordination.reminders.digests import choice_of
from coordination.reminders.pages import pages
from foundation import access
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Choice, DayField, Form, notice


class DigestForm(Form):
    letter = Choice(
        _l("One letter a day with what waits for you"),
        choices=lambda: [("on", _("comes on days with something to do")), ("off", _("does not come"))],
        missing=_l("Choose whether the letter comes."),
        hint=_l("It never comes when nothing waits. Single letters about what is new come either way."),
    )
    away_until = DayField(
        _l("Away until"),
        optional=True,
        hint=_l("The last day. Until then your organisation's contact hears of what waits for you."),
    )


def _form() -> DigestForm:
    worker_id = access.actor().worker_id
    choice = choice_of(worker_id) if worker_id is not None else None
    off = choice is not None and choice.off_since is not None
    away = choice.away_until if choice is not None and choice.away else None
    return DigestForm(data={"letter": "off" if off else "on", "away_until": away})


@show_beside_account
def what_comes_by_mail() -> Markup:
    """Where a worker sees whether the letter of the day comes, on the page of the own sign-ins."""
    form = _form()
    part = render_template(
        "coordination/reminders/beside_account.html", off=form.letter.data == "off", away_until=form.away_until.data
    )
    return Markup(part)  # noqa: S704  (rendered and escaped by the line above)


@pages.route("/account/letters", methods=["GET", "POST"])
@requires("own_devices", facts=rights.own)
def choose() -> str | Response:
    form, worker_id = _form(), access.actor().worker_id
    assert worker_id is not None  # the right asks for it
    if form.submitted():
        try:
            wanted = form.letter.data == "on"
            digesting.choose(worker_id, wanted=wanted, away_until=form.away_until.data, by=access.actor())
            notice(_("Your choice is kept."))
            return redirect(url_for("accounts.account"), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template("coordination/reminders/choose.html", form=form)
