"""Saying who comes, from outside the office: the contact of an agency, and whoever sends a substitute."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.staff.models import workers_by_agency
from coordination.conferences import actions, documents
from coordination.conferences.actions import Named
from coordination.conferences.answering import OWN, facts_by_link, invitation_by_link, own_invitation_to
from coordination.conferences.documents_of_naming import NAMING
from coordination.conferences.models import Invitation, facts_of_own_invitation, invitation_of
from coordination.conferences.pages import pages
from coordination.conferences.words import OUTWARD
from foundation import links
from foundation.access import public, requires
from foundation.links import Link
from foundation.reasons import Refused
from foundation.web import Choice, Dropdown, Form, MailAddress, TextLine, limiter

Answer = str | Response
IN_SIGHT = 8
"""So many people are laid out side by side; of more one is chosen from a list that opens."""
SOMEBODY_ELSE = "other"


class _NewPerson(Form):
    """Somebody whom the list does not hold."""

    name = TextLine(_l("Name with titles"), 120)
    function = TextLine(_l("Function"), 120, hint=_l("For example “school counsellor”. It stands on papers."))


class _WithAddress(_NewPerson):
    """With the address for the invitation; who reads it is asked only when it sounds like an office."""

    email = MailAddress(
        _l("Work mail"), optional=True, hint=_l("One’s own, not the office’s. Without one, letters go on paper.")
    )
    mailbox = Choice(
        _l("Who reads this mailbox?"),
        choices=lambda: [("own", _("only this person")), ("shared", _("several people"))],
        missing=None,
        hint=_l("Nothing can be signed through a mailbox that several people read."),
    )


class FewForm(_WithAddress):
    worker = Choice(_l("Whom do you send?"), missing=None)


class ManyForm(_WithAddress):
    worker = Dropdown(_l("Whom do you send?"), missing=None)


def people_to_choose(invitation: Invitation) -> list[tuple[str, str]]:
    """Everybody who works at the agency, except whoever cannot come; none is left out, or the gap would tell why."""
    here = workers_by_agency([invitation.agency_id]).get(invitation.agency_id, []) if invitation.agency_id else []
    known = {post.worker_id: post for post in reversed(here) if post.worker_id != invitation.worker_id}
    return [(str(post.worker_id), f"{post.worker.name}, {post.function}") for post in reversed(known.values())]


def form_of_naming(invitation: Invitation) -> FewForm | ManyForm:
    """The form with the people of the agency to choose from."""
    known = people_to_choose(invitation)
    form: FewForm | ManyForm = FewForm() if len(known) <= IN_SIGHT else ManyForm()
    form.worker.choices = [*known, (SOMEBODY_ELSE, _("somebody else, written below"))] if known else []
    return form


def named_in(form: Any) -> Named:
    """Who is meant by what was chosen and typed."""
    chosen = form.worker.data if form.worker.data != SOMEBODY_ELSE else None
    shared = None if "mailbox" not in form or form.mailbox.data is None else form.mailbox.data == "shared"
    return Named(
        worker_id=UUID(chosen) if chosen else None,
        name=form.name.data or "",
        function=form.function.data or "",
        email=(form.email.data or None) if "email" in form else None,
        shared=shared,
    )


# --- the contact of an agency ----------------------------------------------------------------------------------------


@pages.route("/o/<token>/who-comes", methods=["GET", "POST"])
@public
@limiter.limit("20 per minute", methods=["POST"])
def say_who_comes(token: str) -> Answer:
    """The mailed link is the whole door here: it opens this one question, and dies with its answer."""
    asked = _asked_by(token)
    if asked is None:
        return redirect(url_for("links.enter", token=token), 303)
    form = form_of_naming(asked.invitation)
    if form.submitted():
        try:
            named = named_in(form)
            at_once = actions.name_for_agency(asked.invitation.id, named, by=f"link:{asked.link.id}")
            return redirect(url_for("conferences.named", waits=_waits(named, at_once=at_once)), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    asked = _asked_by(token)
    if asked is None:
        return redirect(url_for("links.enter", token=token), 303)
    return _page("say_who_comes", asked.invitation, form)


@dataclass(frozen=True)
class _Asked:
    link: Link
    invitation: Invitation


def _asked_by(token: str) -> _Asked | None:
    link = links.resolve(token)
    invitation = invitation_of(link.subject) if link is not None and link.purpose == NAMING else None
    return _Asked(link, invitation) if link is not None and invitation is not None else None


def _waits(named: Named, *, at_once: bool) -> str | None:
    """What the page of thanks has to say besides."""
    return None if at_once else "shared" if named.shared else "yes"


@pages.get("/who-comes/thanks")
@public
def named() -> str:
    """The same words for everybody: the link is dead by now, and nothing of the meeting stands here."""
    waits = request.args.get("waits", "")
    return render_template("coordination/conferences/named.html", waits=bool(waits), shared=waits == "shared")


# --- whoever sends a substitute --------------------------------------------------------------------------------------


@pages.route("/o/<token>/substitute", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@requires(OWN, facts=facts_by_link)
def substitute(token: str) -> Answer:
    back = url_for("conferences.answer", token=token)
    form = form_of_naming(invitation_by_link(token))
    if _substitute_is_kept(invitation_by_link(token), form):
        return redirect(back, 303)
    return _page("substitute", invitation_by_link(token), form, back=back)


@pages.route("/conferences/<uuid:conference_id>/my-substitute", methods=["GET", "POST"])
@requires(OWN, facts=facts_of_own_invitation)
def my_substitute(conference_id: UUID) -> Answer:
    """The same for whoever has signed in and is invited."""
    back = url_for("conferences.my_answer", conference_id=conference_id)
    form = form_of_naming(own_invitation_to(conference_id))
    if _substitute_is_kept(own_invitation_to(conference_id), form):
        return redirect(back, 303)
    return _page("substitute", own_invitation_to(conference_id), form, back=back)


def _substitute_is_kept(invitation: Invitation, form: FewForm | ManyForm) -> bool:
    """Whether a substitute was named; why it was refused stands at the field."""
    if not form.submitted():
        return False
    try:
        actions.name_substitute(invitation.id, named_in(form), by=f"worker:{invitation.worker_id}")
    except Refused as refused:
        form.refuse(refused.reasons)
        return False
    return True


def _page(name: str, invitation: Invitation, form: FewForm | ManyForm, **also: Any) -> str:
    conference = invitation.conference
    head = documents.letterhead(conference.case_id)
    return render_template(
        f"coordination/conferences/{name}.html",
        form=form,
        conference=conference,
        invitation=invitation,
        head=head,
        reasons=[OUTWARD[code] for code in invitation.outward_reasons if code in OUTWARD],
        answer_by=documents.invitation_letter(conference, head).deadline,
        **also,
    )
