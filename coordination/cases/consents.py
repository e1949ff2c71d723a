"""All consents and legal titles of a case on one page, their ends seen before they come, and the parent's own paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask import abort, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coordination.cases import actions, circle, models
from coordination.cases.circle import AgencyAtCase, RecordedGround
from coordination.cases.closing import Closing, Hanging, hanging_on, if_ended
from coordination.cases.grounds import GROUNDS
from coordination.cases.models import AREA_NAMES, Person, words_of
from coordination.cases.pages import Answer, by, pages
from coordination.cases.rules import GroundState
from coordination.seats.models import Consent, LegalTitle
from foundation import access, clock
from foundation.access import requires
from foundation.reasons import Refused, refuse_unseen
from foundation.signatures import fingerprint
from foundation.web import Form, ReadForm, notice


@dataclass(frozen=True)
class GroundAt:
    """A consent or a legal title with the agency to which it opens something."""

    ground: RecordedGround
    at: AgencyAtCase


@pages.get("/cases/<uuid:case_id>/consents")
@requires(GROUNDS, facts=models.facts_of_grounds, looked=True)
def consents(case_id: UUID) -> str:
    family, agencies = models.members(case_id), circle.agencies_at(case_id)
    grounds = [GroundAt(ground, at) for at in agencies for ground in at.grounds]
    grounds.sort(key=lambda one: (one.ground.state is not GroundState.HOLDS, one.at.agency.name))
    given = {person: [one for one in grounds if one.ground.giver == person.id] for person in family}
    return render_template(
        "coordination/cases/consents.html",
        case=models.case(case_id),
        parents=[(person, theirs) for person, theirs in given.items() if person.may_consent or theirs],
        titles=[one for one in grounds if not one.ground.consent],
        agencies=agencies,
        names={person.id: person.name for person in family},
        areas=partial(words_of, AREA_NAMES),
        may_change=access.may(GROUNDS, "W"),
        form=Form(),
    )


# --- the end of one --------------------------------------------------------------------------------------------------


@pages.route("/consents/<uuid:consent_id>/withdrawal", methods=["GET", "POST"])
@requires(GROUNDS, facts=models.facts_of_consent)
def withdraw(consent_id: UUID) -> Answer:
    ground = circle.recorded(Consent, consent_id) or abort(404)
    withdrawn = partial(actions.withdraw_consent, consent_id, by=by())
    return _ending(ground, withdrawn, _("The consent is withdrawn, what it opened is closed."))


@pages.route("/legal-titles/<uuid:title_id>/end", methods=["GET", "POST"])
@requires(GROUNDS, facts=models.facts_of_legal_title)
def end_legal_title(title_id: UUID) -> Answer:
    ground = circle.recorded(LegalTitle, title_id) or abort(404)
    ended = partial(actions.end_legal_title, title_id, by=by())
    return _ending(ground, ended, _("The legal title has ended, what it opened is closed."))


def _ending(ground: RecordedGround, deed: partial[None], done: str) -> Answer:
    """What the ending closes lies on the page before it is recorded; when that has changed, it is shown once more."""
    form, now = ReadForm(), clock.now()
    at_once = if_ended(ground, now)
    hanging = hanging_on(at_once)
    stands = fingerprint(repr((sorted(at_once.lost), [seat.id for seat in at_once.seats], hanging)))
    if form.submitted():
        try:
            refuse_unseen(form.seen, stands)
        except Refused as refused:
            form.refuse(refused.reasons)
            form.read.data = None
        else:
            deed()
            notice(done)
            return redirect(url_for(".consents", case_id=_case_of(ground)), 303)
    form.lays_before(stands)
    return _ending_page(form, ground, at_once, hanging)


def _case_of(ground: RecordedGround) -> UUID:
    return (models.involvement(ground.involvement_id) or abort(404)).case_id


def _ending_page(form: ReadForm, ground: RecordedGround, at_once: Closing, hanging: Sequence[Hanging]) -> str:
    case_id = _case_of(ground)
    family = models.members(case_id)
    holds = ground.state is GroundState.HOLDS
    by_itself = if_ended(ground, ground.until) if holds and ground.until else None
    return render_template(
        "coordination/cases/end_ground.html",
        form=form,
        case=models.case(case_id),
        ground=ground,
        holds=holds,
        agency=at_once.agency,
        about=", ".join(person.name for person in family if person.id in ground.members),
        areas=words_of(AREA_NAMES, ground.areas),
        at_once=(_what_closes(at_once, family), at_once, hanging),
        by_itself=(_what_closes(by_itself, family), by_itself, hanging_on(by_itself)) if by_itself else None,
    )


def _what_closes(ending: Closing, family: Sequence[Person]) -> str:
    """One paragraph: who reads less, and about whom."""
    lost, left = (
        ", ".join(person.name for person in family if person.id in known) for known in (ending.lost, ending.left)
    )
    if not ending.lost:
        return str(_("Nothing closes for %(agency)s: it reads the same without it.", agency=ending.agency))
    if ending.shuts:
        shut = _("The content closes for %(agency)s. Pledges hold on.", agency=ending.agency)
        return f"{shut} {_whose_eyes(ending)}"
    known = {"agency": ending.agency, "lost": lost, "left": left}
    less = _("%(agency)s will read no more about: %(lost)s. It reads on about: %(left)s.", **known)
    return f"{less} {_whose_eyes(ending)}"


def _whose_eyes(ending: Closing) -> str:
    if not ending.seats:
        return str(_("Nobody from there has signed the pledge yet."))
    return str(_("It concerns: %(names)s.", names=", ".join(seat.name for seat in ending.seats)))


# --- the parent's paper ----------------------------------------------------------------------------------------------


@pages.post("/members/<uuid:person_id>/consents/paper")
@requires(GROUNDS, facts=models.facts_of_person)
def consents_paper(person_id: UUID) -> Response:
    person = models.person(person_id) or abort(404)
    if not Form().submitted():
        return redirect(url_for(".consents", case_id=person.case_id), 303)
    answer = make_response(actions.print_consents(person_id, by=by()))
    answer.content_type = "application/pdf"
    answer.headers["Content-Disposition"] = 'attachment; filename="komu-smime-co-rict.pdf"'
    return answer
