"""Asking agencies for their standpoints: one list of who is asked by when, who has answered, whom to remind."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from coordination.conferences.models import Conference, facts_of_conference
from coordination.conferences.rules import ConferenceState, usual_answer_day
from coordination.seats.rules import Role
from coordination.standpoints import actions
from coordination.standpoints.actions.requesting import ASKING
from coordination.standpoints.pages import Answer, conference_with, only, page, pages
from coordination.standpoints.requests import StandpointRequest, answered_agencies, request_of, requests_at
from coordination.tasks.models import to_change
from foundation import access, clock
from foundation.access import Actor, Facts, requires
from foundation.reasons import Refused
from foundation.web import DayField, Form, TextBlock, notice


@partial(to_change, ASKING)
def _for_asking(actor: Actor, conference_id: UUID, **_: object) -> Facts | None:
    return only(facts_of_conference(actor, conference_id), (Role.COORDINATOR,))


@partial(to_change, ASKING)
def _for_request(actor: Actor, request_id: UUID, **_: object) -> Facts | None:
    found = request_of(request_id)
    return only(facts_of_conference(actor, found.conference_id), (Role.COORDINATOR,)) if found else None


@dataclass(frozen=True)
class AgencyLine:
    """One agency at the table, and how it stands with its standpoint."""

    agency_id: UUID
    name: str
    people: list[str]
    request: StandpointRequest | None
    answered: bool

    @property
    def late(self) -> bool:
        """Whether the day of the answer has passed without one."""
        return self.request is not None and not self.answered and self.request.answer_by < clock.today()


@pages.get("/conferences/<uuid:conference_id>/standpoint-requests")
@requires(ASKING, facts=_for_asking)
def requests(conference_id: UUID) -> str:
    conference = conference_with(conference_id)
    lines = agencies_at(conference)
    return page(
        "requests", conference, lines=lines, form=Form(), to_remind=sum(_may_remind(one) for one in lines),
        asks=conference.state is ConferenceState.CONVENED,
    )  # fmt: skip


def agencies_at(conference: Conference) -> list[AgencyLine]:
    """The agencies whose workers are asked to a meeting; two queries."""
    people: dict[UUID, tuple[str, list[str]]] = {}
    for each in conference.invitations:
        seat = each.seat
        if each.stands and each.role == Role.AGENCY_WORKER and seat and seat.agency_id and seat.to_at is None:
            people.setdefault(seat.agency_id, (seat.agency_name, []))[1].append(each.name)
    asked = {one.agency_id: one for one in requests_at(conference.id)}
    answered = answered_agencies(conference.id)
    lines = [
        AgencyLine(agency_id, name, names, asked.get(agency_id), agency_id in answered)
        for agency_id, (name, names) in people.items()
    ]
    return sorted(lines, key=lambda one: (one.answered, one.name))


def _may_remind(line: AgencyLine) -> bool:
    request = line.request
    if request is None or line.answered:
        return False
    return (request.reminded_at or request.asked_at) < clock.midnight(clock.today())


class RequestForm(Form):
    """What an agency is asked to speak of, and by when."""

    about = TextBlock(
        _l("What they should speak of"), 600, rows=3, optional=True,
        hint=_l("They read it after signing in, no letter says it."),
    )  # fmt: skip
    answer_by = DayField(_l("By when"), hint=_l("For example 27. 2., or “in 3 days”."))


@pages.route("/conferences/<uuid:conference_id>/standpoint-requests/<uuid:agency_id>", methods=["GET", "POST"])
@requires(ASKING, facts=_for_asking)
def ask_agency(conference_id: UUID, agency_id: UUID) -> Answer:
    conference = conference_with(conference_id)
    line = next((one for one in agencies_at(conference) if one.agency_id == agency_id), None) or abort(404)
    held = line.request
    form = RequestForm(
        data={
            "about": held.about if held else "",
            "answer_by": held.answer_by if held else conference.day and usual_answer_day(conference.day, clock.today()),
        }
    )
    if form.submitted():
        try:
            to_tell = actions.request_standpoint(
                conference_id, agency_id, about=form.about.data or "", answer_by=form.answer_by.data,
                actor=access.actor(),
            )  # fmt: skip
            _say_who_is_asked(to_tell)
            return _to_requests(conference_id)
        except Refused as refused:
            form.refuse(refused.reasons)
    return page("ask_agency", conference_with(conference_id), form=form, line=line)


def _say_who_is_asked(to_tell: list[str]) -> None:
    if to_tell:
        notice(_("Asked. No letter reaches them, please call: %(names)s.", names=", ".join(to_tell)), "warn")
    else:
        notice(_("Asked by mail. The letter says neither whose family it is nor what you want to know."))


@pages.post("/conferences/<uuid:conference_id>/standpoint-requests/remind")
@requires(ASKING, facts=_for_asking)
def remind_agencies(conference_id: UUID) -> Response:
    if Form().submitted():
        try:
            count = actions.remind(conference_id, actor=access.actor())
            notice(
                ngettext("%(num)s organisation was reminded.", "%(num)s organisations were reminded.", count) if count
                else _("Everybody who owes a standpoint has had a letter today.")
            )  # fmt: skip
        except Refused as refused:
            notice(" ".join(_(one.sentence, **one.values) for one in refused.reasons), "warn")
    return _to_requests(conference_id)


@pages.post("/standpoint-requests/<uuid:request_id>/take-back")
@requires(ASKING, facts=_for_request)
def take_request_back(request_id: UUID) -> Response:
    conference_id = (request_of(request_id) or abort(404)).conference_id
    if Form().submitted():
        try:
            actions.take_request_back(request_id, actor=access.actor())
            notice(_("Nobody waits for their standpoint any more."))
        except Refused as refused:
            notice(" ".join(_(one.sentence, **one.values) for one in refused.reasons), "warn")
    return _to_requests(conference_id)


def _to_requests(conference_id: UUID) -> Response:
    return redirect(url_for(".requests", conference_id=conference_id), 303)
