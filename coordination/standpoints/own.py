"""Writing a standpoint: one's own on a phone, somebody else's as it was said, the voice of the family."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from agencies.accounts.codes import after_code
from coordination.cases.models import AREA_NAMES, members
from coordination.cases.models import case as case_of
from coordination.cases.pages import options
from coordination.conferences.models import Conference, invitation_of
from coordination.seats.models import Seat, facts_at_case
from coordination.standpoints import actions, documents, models, needs, rules
from coordination.standpoints.actions import File, OfferText, Words
from coordination.standpoints.models import OTHERS, OWN, Standpoint, facts_of_standpoint, own_standpoint
from coordination.standpoints.pages import (
    Answer,
    MeantForm,
    conference_with,
    for_speakers,
    meant_of,
    page,
    pages,
)
from coordination.standpoints.requests import request_to
from coordination.standpoints.rules import LONGEST, OfferState
from coordination.standpoints.words import TOPICS
from foundation import access, clock, links
from foundation.access import Audience, Door, decide, public, requires
from foundation.database import db
from foundation.signatures import scans
from foundation.signatures.examination import examined
from foundation.web import (
    Choices,
    DayField,
    PaperScan,
    TextBlock,
    Tick,
    attachment,
    limiter,
    notice,
    saved,
    takes_files,
)

FILE = "file"
_WHAT_FITS = _l("PDF, JPEG or PNG, at most 15 MB. A photo from a phone is enough.")


class WordsForm(MeantForm):
    """The topics of a standpoint; any may stay empty."""

    facts = TextBlock(
        TOPICS["facts"], LONGEST, rows=3, optional=True,
        hint=_l("What you have seen yourselves, with numbers and dates. No guesses."),
    )  # fmt: skip
    concern = TextBlock(
        TOPICS["concern"], LONGEST, rows=3, optional=True, hint=_l("What may happen if nothing changes.")
    )
    strengths = TextBlock(
        TOPICS["strengths"], LONGEST, rows=3, optional=True, hint=_l("What the child and the family are good at.")
    )
    condition = TextBlock(
        TOPICS["condition"], LONGEST, rows=3, optional=True, hint=_l("What has to hold so that you can go on.")
    )
    offer = TextBlock(
        TOPICS["offer"],
        LONGEST,
        rows=3,
        optional=True,
        hint=_l("What you will do, how often, where."),
    )
    offer_from_on = DayField(_l("From when"), optional=True)
    offer_until_on = DayField(_l("Until when"), optional=True)
    offer_focus = Choices(_l("At what it is aimed"), options(AREA_NAMES), optional=True)
    file = PaperScan(_l("One file"), optional=True, hint=_WHAT_FITS)
    remove_file = Tick(_l("Take the file away"))

    @property
    def words(self) -> Words:
        """The filled form as the deed takes it."""
        offer = OfferText(
            self.offer.data or "", self.offer_from_on.data, self.offer_until_on.data, tuple(self.offer_focus.data or ())
        )
        return Words(
            facts=self.facts.data or "", concern=self.concern.data or "", strengths=self.strengths.data or "",
            condition=self.condition.data or "", offer=offer,
        )  # fmt: skip

    def handed_in(self) -> File:
        """What becomes of the file; raises Refused for one that is not taken."""
        content = self.file.data.read() if self.file.data else b""
        return File(examined(content, FILE) if content else None, self.remove_file.data)


def values_of(standpoint: Standpoint | None) -> dict[str, Any]:
    if standpoint is None:
        return {"version": "0"}
    offer = needs.offer_in(standpoint.id) if standpoint.seat_id else None
    offered = {"offer": offer.what, "offer_from_on": offer.from_on, "offer_until_on": offer.until_on,
               "offer_focus": list(offer.focus)} if offer else {}  # fmt: skip
    said = {"said_where": standpoint.said_where, "said_on": standpoint.said_on, "said_to": standpoint.said_to}
    return {
        "about": standpoint.about or "", "wanted": standpoint.wanted or "",
        "facts": standpoint.facts, "concern": standpoint.concern, "strengths": standpoint.strengths,
        "condition": standpoint.condition, "version": str(standpoint.version), **meant_of(standpoint), **offered,
        **({name: value for name, value in said.items() if value} if standpoint.is_as_said else {}),
    }  # fmt: skip


def fixed_offer(standpoint: Standpoint | None) -> needs.Offer | None:
    """The offer of a standpoint that people count on already; it is only shown."""
    offer = needs.offer_in(standpoint.id) if standpoint else None
    return offer if offer is not None and offer.state is OfferState.ACCEPTED else None


# --- one's own -------------------------------------------------------------------------------------------------------


@pages.route("/conferences/<uuid:conference_id>/standpoint", methods=["GET", "POST"])
@requires(OWN, facts=for_speakers)
@limiter.limit("60 per minute", methods=["POST"])
@takes_files
def own(conference_id: UUID) -> Answer:
    seat_id = access.facts().seat_id or abort(404)
    form, gives = _own_form(conference_id, seat_id), "give" in request.form

    def deed() -> None:
        write = actions.give if gives else actions.save_draft
        write(
            conference_id, form.words, form.meant, file=form.handed_in(), version=form.seen, actor=access.actor()
        )  # fmt: skip

    theirs = saved(form, deed, lambda: _own_form(conference_id, seat_id, formdata=None))
    if theirs is None:
        notice(
            _("Thank you. Your standpoint lies on the table for those whom it is meant for.") if gives
            else _("Saved. Nobody else sees it until you put it on the table.")
        )  # fmt: skip
        return redirect(url_for(".own", conference_id=conference_id), 303)
    return _own_page(conference_with(conference_id), seat_id, form, theirs)


def _own_form(conference_id: UUID, seat_id: UUID, **more: Any) -> WordsForm:
    conference = conference_with(conference_id)
    form = WordsForm(data=values_of(own_standpoint(conference_id, seat_id)), **more)
    form.offer_people(conference.case_id, besides=seat_id)
    return form


def _own_page(conference: Conference, seat_id: UUID, form: WordsForm, theirs: dict[str, str]) -> Answer:
    standpoint, seat = own_standpoint(conference.id, seat_id), db.session.get_one(Seat, seat_id)
    asked = request_to(conference.id, seat.agency_id) if seat.agency_id else None
    made = page(
        "own", conference, form=form, theirs=theirs, standpoint=standpoint, asked=asked,
        fixed=fixed_offer(standpoint), closed=_closed(conference), brief=brief_of(conference),
    )  # fmt: skip
    return made, 409 if theirs else 200


def brief_of(conference: Conference) -> str:
    """The case in brief, for whoever may read about everybody in it; empty for the others (S2-30)."""
    family = frozenset(one.id for one in members(conference.case_id))
    whole = access.may("brief_goal_areas_members", "R", Audience(members=family))
    return case_of(conference.case_id).situation if whole else ""


def _closed(conference: Conference) -> Any:
    """Why nobody writes here any more, told before anybody begins."""
    return rules.table_is_closed(cancelled=conference.cancelled_at is not None, held=conference.held_at is not None)


@pages.get("/o/<token>/standpoint")
@public
def by_link(token: str) -> Response:
    """Lead a mailed link on: to the code, to what is still missing, or to the own standpoint."""
    link, who = links.resolve(token), access.actor()
    if link is None or link.purpose != documents.PURPOSE:
        return redirect(url_for("links.enter", token=token), 303)
    if who.worker_id != link.holder or who.door < Door.CODE:
        return redirect(url_for("accounts.code", token=token), 303)
    invitation = invitation_of(link.subject) or abort(404)
    case_id = invitation.conference.case_id
    facts = facts_at_case(who, case_id)
    if facts is not None and not facts.signed:
        return redirect(url_for("pledges.sign", case_id=case_id), 303)
    if not decide(facts, OWN, "W", clock.now()).allowed:
        return redirect(url_for("conferences.introduction", case_id=case_id), 303)
    return redirect(url_for(".own", conference_id=invitation.conference_id), 303)


after_code(documents.PURPOSE, "standpoints.by_link")


# --- the file --------------------------------------------------------------------------------------------------------


@pages.get("/standpoints/<uuid:standpoint_id>/file")
@requires(OTHERS, facts=facts_of_standpoint, looked=True)
def file(standpoint_id: UUID) -> Response:
    standpoint = models.standpoint_of(standpoint_id) or abort(404)
    scan = scans.scan_of(standpoint.scan_id or abort(404))
    return attachment(scan.content, scan.media_type, scan.file_name)
