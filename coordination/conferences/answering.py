"""The invited person's side: answer by the mailed link, learn whose family it is, take part or step aside."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.accounts.codes import after_code
from coordination.cases.models import Person, members
from coordination.conferences import actions, documents, models, rules
from coordination.conferences.linking import own_file
from coordination.conferences.models import (
    INVITATION,
    Invitation,
    facts_of_own_invitation,
    facts_of_own_seat,
    invitation_of,
    own_invitation,
)
from coordination.conferences.namings import sending
from coordination.conferences.pages import by, pages
from coordination.conferences.words import ANSWERS, OUTWARD, OWN_ANSWERS
from coordination.seats.clients import gate_of
from coordination.seats.models import Seat
from coordination.seats.rules import FAMILY, Role
from foundation import access, clock, links
from foundation.access import Actor, Audience, Facts, requires
from foundation.database import db
from foundation.reasons import Refused, SeenOtherwise
from foundation.web import Form, ReadForm, TextBlock, limiter, notice

Answer = str | Response
OWN = "own_invitation_and_answer"
CONTENT = "conference_and_agenda"
"""Whoever may read it may know a place that stays out of letters."""
STEPS = (_l("Your answer"), _l("Pledge"), _l("Whom it concerns"))


def facts_by_link(actor: Actor, token: str) -> Facts | None:
    """Who comes by the link; a dead one says the same to everybody, on its own page."""
    if links.resolve(token) is None:
        abort(redirect(url_for("links.enter", token=token), 303))
    return models.facts_of_link(actor, token)


def invitation_by_link(token: str) -> Invitation:
    link = links.resolve(token) or abort(404)
    return invitation_of(link.subject) or abort(404)


# --- the mailed link -------------------------------------------------------------------------------------------------


class AnswerForm(ReadForm):
    """The answer is the button; a note may go with it, and is never shown here again: a link may be stolen."""

    note = TextBlock(_l("A note for us"), 500, rows=2, optional=True, hint=_l("Only the coordinator reads it."))


@pages.route("/o/<token>/answer", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@requires(OWN, facts=facts_by_link)
def answer(token: str) -> Answer:
    invitation = invitation_by_link(token)
    form = AnswerForm()
    if _is_kept(invitation, form):
        return redirect(url_for(_after_answer("conferences.answer", "conferences.substitute"), token=token), 303)
    return _answer_page(
        invitation_by_link(token),
        form,
        (_("On to the pledge"), url_for("accounts.code", token=token)),
        url_for("conferences.substitute", token=token),
    )


def _after_answer(answer: str, substitute: str) -> str:
    """Whoever sends a substitute says at once whom."""
    return substitute if request.form.get("answer") == rules.Answer.SUBSTITUTE else answer


def _is_kept(invitation: Invitation, form: AnswerForm) -> bool:
    """Whether an answer was given and is kept; why it was refused stands above the form."""
    chosen = request.form.get("answer", "")
    if not form.submitted() or chosen not in ANSWERS:
        return False
    by_invited, note = f"worker:{invitation.worker_id}", form.note.data or ""
    try:
        actions.answer(invitation.id, answer=rules.Answer(chosen), note=note, by=by_invited, seen=form.seen)
    except SeenOtherwise as refused:
        form.read.data = None  # what the page shows now is what the next press answers
        form.refuse(refused.reasons)
        return False
    except Refused as refused:
        form.refuse(refused.reasons)
        return False
    return True


def _answer_page(
    invitation: Invitation, form: AnswerForm, onwards: tuple[str, str], substitute: str, *, signed_in: bool = False
) -> str:
    """The page of the answer; `onwards` is where one goes from here, its word and its address."""
    conference, cancelled = invitation.conference, invitation.conference.cancelled_at is not None
    form.lays_before(invitation.fingerprint)
    return render_template(
        "coordination/conferences/answer.html",
        form=form,
        asked_before=invitation.answer not in ANSWERS and models.was_asked_before(invitation.id),
        onwards=onwards,
        substitute=substitute,
        sending=sending(invitation),
        signed_in=signed_in,
        signed=signed_in and access.facts().signed,
        place_opens=signed_in and access.may(CONTENT, "R"),
        cancelled=cancelled,
        conference=conference,
        invitation=invitation,
        reasons=[OUTWARD[code] for code in invitation.outward_reasons if code in OUTWARD],
        head=documents.letterhead(conference.case_id),
        answer_by=documents.invitation_letter(conference, documents.letterhead(conference.case_id)).deadline,
        answers=OWN_ANSWERS,
        answered=invitation.answer in ANSWERS,
        open=not rules.obstacles_to_answering(starts_at=conference.starts_at, cancelled=cancelled, now=clock.now()),
        steps=STEPS,
    )


@pages.get("/o/<token>/onwards")
@requires("own_pledge", facts=facts_by_link)
def onwards(token: str) -> Response:
    """After the code: to the pledge, then to whose family it is, then to the case."""
    _word, address = _onwards(invitation_by_link(token).conference.case_id)
    return redirect(address, 303)


def _onwards(case_id: UUID) -> tuple[str, str]:
    """Where an invited person who has come in goes next."""
    facts = access.facts()
    if not facts.signed:
        return _("On to the pledge"), url_for("pledges.sign", case_id=case_id)
    takes_part = db.session.get_one(Seat, facts.seat_id).takes_part_at and access.may("family_has_a_case", "R")
    if takes_part or facts.role == Role.COORDINATOR:
        return _("On to the case"), url_for("overview.case", case_id=case_id)
    return _("On to whom it concerns"), url_for("conferences.introduction", case_id=case_id)


after_code(INVITATION, "conferences.onwards")


# --- without the letter at hand --------------------------------------------------------------------------------------


@pages.route("/conferences/<uuid:conference_id>/my-answer", methods=["GET", "POST"])
@requires(OWN, facts=facts_of_own_invitation)
def my_answer(conference_id: UUID) -> Answer:
    """The same for whoever has signed in and is invited."""
    invitation = own_invitation_to(conference_id)
    form = AnswerForm()
    if _is_kept(invitation, form):
        page = _after_answer("conferences.my_answer", "conferences.my_substitute")
        return redirect(url_for(page, conference_id=conference_id), 303)
    invitation = own_invitation_to(conference_id)
    substitute = url_for("conferences.my_substitute", conference_id=conference_id)
    return _answer_page(invitation, form, _onwards(invitation.conference.case_id), substitute, signed_in=True)


def own_invitation_to(conference_id: UUID) -> Invitation:
    worker_id = access.actor().worker_id
    return (own_invitation(conference_id, worker_id) if worker_id else None) or abort(404)


# --- whose family it is ----------------------------------------------------------------------------------------------


@pages.route("/cases/<uuid:case_id>/introduction", methods=["GET", "POST"])
@requires(OWN, facts=facts_of_own_seat, looked=True)
def introduction(case_id: UUID) -> Answer:
    seat, form = _own_seat(), Form()
    if access.facts().signed and form.did(lambda: actions.take_part(seat.id, by=by())):
        onto = "overview.case" if access.may("family_has_a_case", "R") else "conferences.introduction"
        return redirect(url_for(onto, case_id=case_id), 303)
    seat = _own_seat()
    invitations = [each for each in models.invitations_of_seat(seat.id) if each.stands]
    return render_template(
        "coordination/conferences/introduction.html",
        form=form,
        seat=seat,
        invitation=invitations[0] if invitations else None,
        head=documents.letterhead(case_id),
        signed=access.facts().signed,
        place_opens=access.may(CONTENT, "R"),
        steps=STEPS,
        gate=gate_of(seat),
        file=own_file(seat),
        **_revealed(case_id, seat),
    )


def _own_seat() -> Seat:
    """The seat of whoever asks; an office without a seat has nothing to be introduced to."""
    facts = access.facts()
    if facts.seat_id is None or facts.role == Role.COORDINATOR:
        abort(404)
    return db.session.get_one(Seat, facts.seat_id)


def _revealed(case_id: UUID, seat: Seat) -> dict[str, Any]:
    """The members of the family whom this person may know about, and why this very person; nothing before its time."""
    knows = access.may("family_has_a_case", "R")
    if not access.facts().signed or not knows:
        lacking = access.facts().signed and seat.role == Role.AGENCY_WORKER
        return {"family": (), "why": "", "lacking": lacking, "knows": False}
    family = [each for each in members(case_id) if _may_know(each)]
    return {"family": family, "why": seat.inward_reason or "", "lacking": False, "knows": True}


def _may_know(member: Person) -> bool:
    return access.may("family_has_a_case", "R", Audience(members=frozenset({member.id})))


# --- stepping aside --------------------------------------------------------------------------------------------------


class StepAsideForm(Form):
    """Why somebody leaves; nobody has to say."""

    reason = TextBlock(
        _l("Why"), 500, rows=3, optional=True, hint=_l("Only the coordinator sees it. You need not write anything.")
    )


@pages.route("/cases/<uuid:case_id>/step-aside", methods=["GET", "POST"])
@requires(OWN, facts=facts_of_own_seat)
def step_aside(case_id: UUID) -> Answer:
    seat, form = _own_seat(), StepAsideForm()
    if seat.role in FAMILY:
        abort(404)
    if form.did(lambda: actions.step_aside(seat.id, reason=form.reason.data or "", by=by())):
        notice(_("You have stepped aside. Your pledge still holds, thank you for saying so."))
        return redirect("/", 303)
    return render_template(
        "coordination/conferences/step_aside.html", form=form, case_id=case_id, head=documents.letterhead(case_id)
    )
