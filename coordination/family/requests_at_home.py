"""What the family asks for on its page: chosen by one tap, followed to its answer, taken back."""

from uuid import UUID

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from coordination.family import actions, requests, sentences
from coordination.family.actions import Asking
from coordination.family.frame import PREFIX, around, own_coordinator, own_seat, page
from coordination.family.models import facts_of_member
from coordination.family.pages import Answer, pages
from coordination.family.requests import facts_of_own_request
from coordination.family.rules_of_requests import OFFERED, About, CallTime
from foundation import access, town_settings
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Choice, Form, TextBlock, limiter, notice

COMPLAINTS = "complaints"
town_settings.define(
    COMPLAINTS,
    _l("Who reads complaints of a family"),
    hint=_l("As the family reads it: “the head of the department, Ms Hana Malá”. Empty: the head of the department."),
)


@pages.get(f"{PREFIX}/requests")
@requires("own_summary", facts=facts_of_member)
def own_requests() -> str:
    seat = own_seat()
    return page(
        "requests", asked=requests.requests_of(seat.id), abouts=sentences.ABOUTS, offered=OFFERED,
        outcomes=sentences.OUTCOMES, times=sentences.CALL_TIMES, once=Form(), coordinator=own_coordinator(),
        **around(seat),
    )  # fmt: skip


class RequestForm(Form):
    """What they ask for, in a few words where it needs some."""

    about = Choice(
        _l("Would you like to ask for something?"), [(one.value, sentences.ABOUTS[one]) for one in OFFERED],
        missing=_l("Choose what you ask for. One tap is enough."),
    )  # fmt: skip
    call_time = Choice(
        _l("When shall we call you?"), [(one.value, name) for one, name in sentences.CALL_TIMES.items()],
        default=CallTime.ANY.value,
    )  # fmt: skip
    words = TextBlock(_l("In your own words"), 600, rows=4, optional=True)


@pages.route(f"{PREFIX}/requests/new", methods=["GET", "POST"])
@requires("own_summary", facts=facts_of_member, write="R")
@limiter.limit("30 per minute", methods=["POST"])
def ask() -> Answer:
    """One thing a page: what is asked for stands in the address, a plain word that says nothing about anybody."""
    chosen = _chosen()
    form = RequestForm(about=chosen.value if chosen else None)
    if chosen is not None:
        form.about.data = chosen.value
    if chosen is not About.CALL and chosen is not None:
        del form.call_time
    if form.submitted():
        about = About(form.about.data)
        time = CallTime(form.call_time.data) if "call_time" in form and about is About.CALL else None
        try:
            actions.ask(Asking(about, words=form.words.data or "", call_time=time), actor=access.actor())
            notice(_("We have it. Thank you."))
            return redirect(url_for("family.own_requests"), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    seat = own_seat()
    reader = town_settings.get(seat.town_id, COMPLAINTS).strip() or str(_("the head of the department"))
    return page(
        "ask", form=form, chosen=chosen, abouts=sentences.ABOUTS, complaints=reader, coordinator=own_coordinator(),
        **around(seat),
    )  # fmt: skip


def _chosen() -> About | None:
    asked = request.args.get("for", "")
    return About(asked) if asked in OFFERED else None


@pages.post(f"{PREFIX}/requests/<uuid:asked_id>/withdraw")
@requires("own_summary", facts=facts_of_own_request, write="R")
@limiter.limit("30 per minute")
def withdraw_request(asked_id: UUID) -> AnyResponse:
    if Form().submitted():
        actions.withdraw_request(asked_id, actor=access.actor())
        notice(_("You have taken it back."))
    return redirect(url_for("family.own_requests"), 303)
