"""How a meeting was: three short answers of each participant, and the coordinator's page of them."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from agencies.accounts.codes import after_code
from coordination.cases.models import case as case_of
from coordination.conferences.models import (
    Conference,
    conference_of,
    facts_of_conference,
    facts_of_own_invitation,
    invitation_of,
)
from coordination.conferences.pages import show_to_everybody
from coordination.evaluation import actions, documents_of_feedback
from coordination.evaluation.actions.feedback import OTHERS, OWN
from coordination.evaluation.judging import WHERE
from coordination.evaluation.models_of_feedback import Feedback, feedback_at, feedback_of, has_begun
from coordination.evaluation.pages import Answer, pages
from coordination.evaluation.rules_of_feedback import LONGEST_WORDS, Again, Slip
from coordination.evaluation.words import AGAIN, ANSWERS
from coordination.seats.models import Seat
from coordination.seats.rules import Role
from coordination.standpoints.pages import SaidFields, only, own_name
from coordination.tasks.models import to_change
from foundation import access, links
from foundation.access import Actor, Door, Facts, public, requires
from foundation.database import db
from foundation.web import Choice, Form, TextBlock, limiter, notice


class SlipForm(Form):
    """Three answers and a few words; one of them is enough."""

    heard = Choice(
        _l("Were you heard?"), [(str(mark), word) for mark, word in ANSWERS.items()], optional=True
    )  # fmt: skip
    at_ease = Choice(
        _l("Did you feel well there?"), [(str(mark), word) for mark, word in ANSWERS.items()], optional=True
    )
    again = Choice(
        _l("Do you want another meeting?"), [(one.value, word) for one, word in AGAIN.items()], optional=True
    )
    words = TextBlock(_l("What should be different?"), LONGEST_WORDS, rows=3, optional=True)

    @property
    def slip(self) -> Slip:
        """The filled form as the deed takes it."""
        heard, at_ease = (int(one.data) if one.data else None for one in (self.heard, self.at_ease))
        return Slip(heard, at_ease, Again(self.again.data) if self.again.data else None, self.words.data or "")


class HeardSlipForm(SaidFields, SlipForm):
    """The same, said by somebody else, or ticked on the paper of the family."""

    said_where = Choice(
        _l("Where was it said?"), [(one.value, name) for one, name in WHERE.items()],
        missing=_l("Choose where it was said."),
    )  # fmt: skip


def values_of_slip(held: Feedback | None) -> dict[str, Any]:
    """What was said last, as a form takes it."""
    if held is None:
        return {}
    marks = {name: str(mark) for name, mark in (("heard", held.heard), ("at_ease", held.at_ease)) if mark is not None}
    said = {"said_where": held.said_where, "said_on": held.said_on, "said_to": held.said_to} if held.is_as_said else {}
    return {**marks, "again": held.again, "words": held.words, **said}


def _for_participant(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    """For a worker who was asked to the meeting; the coordinator asks the others."""
    facts = facts_of_own_invitation(actor, conference_id)
    return facts if facts is not None and facts.seat_id and facts.role != Role.COORDINATOR else None


def _to_read(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    return only(facts_of_conference(actor, conference_id), (Role.COORDINATOR,))


@partial(to_change, OTHERS)
def _to_ask(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    return _to_read(actor, conference_id)


def _page(template: str, conference: Conference, **values: Any) -> str:
    return render_template(
        f"coordination/evaluation/{template}.html", conference=conference, case=case_of(conference.case_id),
        begun=has_begun(conference), where_names=WHERE, **values,
    )  # fmt: skip


def _conference(conference_id: UUID) -> Conference:
    return conference_of(conference_id) or abort(404)


@pages.route("/conferences/<uuid:conference_id>/feedback/own", methods=["GET", "POST"])
@requires(OWN, facts=_for_participant)
@limiter.limit("60 per minute", methods=["POST"])
def own_feedback(conference_id: UUID) -> Answer:
    """One's own three answers; the page says nothing of the family, so that it needs no pledge."""
    seat_id = access.facts().seat_id or abort(404)
    form = SlipForm(data=values_of_slip(feedback_of(conference_id, seat_id)))
    if form.did(lambda: actions.give_feedback(conference_id, form.slip, actor=access.actor())):
        notice(_("Thank you. Only whoever convened the meeting reads it."))
        return redirect(url_for(".own_feedback", conference_id=conference_id), 303)
    conference = _conference(conference_id)
    held = feedback_of(conference_id, seat_id)
    return render_template(
        "coordination/evaluation/own_feedback.html", conference=conference, code=case_of(conference.case_id).code,
        begun=has_begun(conference), form=form, held=held,
    )  # fmt: skip


@pages.get("/o/<token>/feedback")
@public
def feedback_by_link(token: str) -> Response:
    """Lead a mailed link on: to the code, or to the own three answers."""
    link, who = links.resolve(token), access.actor()
    if link is None or link.purpose != documents_of_feedback.PURPOSE:
        return redirect(url_for("links.enter", token=token), 303)
    if who.worker_id != link.holder or who.door < Door.CODE:
        return redirect(url_for("accounts.code", token=token), 303)
    invitation = invitation_of(link.subject) or abort(404)
    return redirect(url_for(".own_feedback", conference_id=invitation.conference_id), 303)


after_code(documents_of_feedback.PURPOSE, "evaluation.feedback_by_link")


@pages.route("/conferences/<uuid:conference_id>/feedback", methods=["GET", "POST"])
@requires(OTHERS, facts=_to_read, looked=True)
def feedback(conference_id: UUID) -> Answer:
    """What everybody says about a meeting, and the press that asks the others by letter."""
    form = Form()
    told: list[tuple[int, list[str]]] = []
    if form.did(lambda: told.append(actions.ask_for_feedback(conference_id, actor=access.actor()))):
        letters, to_tell = told[0]
        sent = ngettext("%(num)s letter leaves.", "%(num)s letters leave.", letters)
        rest = _("Ask them yourself: %(names)s.", names=", ".join(to_tell)) if to_tell else ""
        notice(f"{sent} {rest}".strip())
        return redirect(url_for(".feedback", conference_id=conference_id), 303)
    conference, given = _conference(conference_id), feedback_at(conference_id)
    said = {one.seat_id for one in given}
    return _page(
        "feedback", conference, form=form, given=given, answers=ANSWERS, again=AGAIN,
        silent=[one for one in conference.invitations if _may_say(one.seat) and one.stands and one.seat_id not in said],
        writes=access.may(OTHERS, "W"),
    )  # fmt: skip


def _may_say(seat: Seat | None) -> bool:
    return seat is not None and seat.role != Role.COORDINATOR and seat.to_at is None


@pages.route("/conferences/<uuid:conference_id>/feedback/<uuid:seat_id>", methods=["GET", "POST"])
@requires(OTHERS, facts=_to_ask, looked=True)
def feedback_as_said(conference_id: UUID, seat_id: UUID) -> Answer:
    seat = _seat(conference_id, seat_id)
    name = seat.name
    form = HeardSlipForm(data={"said_to": own_name(), **values_of_slip(feedback_of(conference_id, seat_id))})

    def deed() -> None:
        said = form.circumstances
        actions.write_feedback_down(conference_id, seat_id, form.slip, said=said, actor=access.actor())

    if form.did(deed):
        notice(_("Written down as said: %(name)s.", name=name))
        return redirect(url_for(".feedback", conference_id=conference_id), 303)
    conference, held = _conference(conference_id), feedback_of(conference_id, seat_id)
    return _page("feedback_as_said", conference, form=form, seat=_seat(conference_id, seat_id), held=held)


def _seat(conference_id: UUID, seat_id: UUID) -> Seat:
    seat = db.session.get(Seat, seat_id)
    here = seat is not None and seat.case_id == _conference(conference_id).case_id
    return seat if seat is not None and here and _may_say(seat) else abort(404)


@show_to_everybody
def beside_held_meeting(conference: Conference) -> Markup:
    """The way to the three answers, once a meeting has begun."""
    if not has_begun(conference):
        return Markup()
    actor, seat_id = access.actor(), access.facts().seat_id
    says = _for_participant(actor, conference_id=conference.id) is not None and access.may(OWN, "W")
    reads = _to_read(actor, conference_id=conference.id) is not None
    part = render_template(
        "coordination/evaluation/beside_held_meeting.html", conference=conference, says=says, reads=reads,
        given=says and seat_id is not None and feedback_of(conference.id, seat_id) is not None,
        many=len(feedback_at(conference.id)) if reads else 0,
    )  # fmt: skip
    return Markup(part)  # noqa: S704  (rendered and escaped by the line above)
