"""The post that needs its coordinator: what did not arrive, what cannot leave, whose address has changed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from coordination.cases import models as cases
from coordination.cases.models import FamilyCase
from coordination.conferences.models import (
    Conference,
    facts_of_beginning,
    facts_of_convening,
    facts_of_seat_as_coordinator,
)
from coordination.conferences.pages import by, show_beside
from coordination.correspondence import actions
from coordination.correspondence.addressees import Addressee, Keeper, addressees_of, keepers_of
from coordination.correspondence.documents import OWN, can_come_again
from coordination.correspondence.models import (
    INVITES,
    changed_addresses_in,
    held_up_in,
    undelivered_in,
    undelivered_of,
)
from coordination.correspondence.rules import SETTLING, How
from coordination.correspondence.words import SETTLED, WHY, kind_of
from coordination.seats.rules import Role
from foundation import access, clock, links
from foundation.access import Actor, Door, Facts, public, requires
from foundation.database import db
from foundation.outbox import Letter
from foundation.reasons import Refused
from foundation.web import Choice, Form, notice

pages = Blueprint("correspondence", __name__)

PARTICIPANTS = "participants_and_answers"


def facts_of_post(actor: Actor) -> Facts:
    """What `actor` is towards the post of the own cases: somebody who coordinates, or nobody."""
    towns = cases.towns_where(actor, Role.COORDINATOR)
    return Facts(role=Role.COORDINATOR if towns else None, door=actor.door, about="post")


def facts_of_letter(actor: Actor, letter_id: UUID) -> Facts | None:
    """What `actor` is towards the case of a letter: nothing but its coordinator."""
    letter = db.session.get(Letter, letter_id)
    return facts_of_beginning(actor, letter.case_id) if letter is not None and letter.case_id is not None else None


# --- the list --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lost:
    """One letter that did not arrive, with everything that helps."""

    letter: Letter
    case: FamilyCase
    kind: str
    why: str
    to: Addressee | None
    keeper: Keeper | None

    @property
    def day(self) -> date:
        """When it came back, in Prague."""
        assert self.letter.undelivered_at is not None
        return clock.in_prague(self.letter.undelivered_at).date()

    @property
    def name(self) -> str:
        return self.to.name if self.to is not None else self.letter.recipient

    @property
    def corrected(self) -> str | None:
        """The present address, if it is another one than the letter went to."""
        now = self.to.address if self.to is not None else None
        return now if now != self.letter.recipient else None

    @property
    def address_is_wrong(self) -> bool:
        """Whether another address would help; a full mailbox and a silent mail system have the right one."""
        return self.corrected is None and self.letter.undelivered_why in ("no_such_address", "refused")

    @property
    def invites(self) -> bool:
        """Whether the same can be handed over on paper."""
        return self.letter.kind in INVITES and self.to is not None

    @property
    def may_come_again(self) -> bool:
        """Whether the house can write it anew and has somewhere to send it."""
        reachable = self.to is None or self.to.address is not None
        return reachable and can_come_again(self.letter)


@pages.get("/post")
@requires("letters_and_undelivered", facts=facts_of_post)
def post() -> str:
    mine = {case.id: case for case in cases.cases_of(access.actor())}
    return render_template(
        "coordination/correspondence/post.html",
        form=Form(),
        lost=_lost(mine),
        held_up=[(one, mine[one.conference.case_id]) for one in held_up_in(list(mine))],
        changed=_changed(mine),
        hours=_hours_until,
    )


def _lost(mine: dict[UUID, FamilyCase]) -> list[Lost]:
    letters = undelivered_in(list(mine))
    whom = addressees_of(letters)
    workers = {one.worker.id for one in whom.values() if one.worker is not None}
    keepers = keepers_of(workers, next(iter(mine.values())).frame.town_id) if workers else {}
    found = []
    for letter in letters:
        to, case_id = whom.get(letter.id), letter.case_id
        assert case_id is not None
        keeper = keepers.get(to.worker.id) if to is not None and to.worker is not None else None
        why = str(WHY.get(letter.undelivered_why or "", ""))
        found.append(Lost(letter, mine[case_id], str(kind_of(letter.kind)), why, to, keeper))
    return found


@dataclass(frozen=True)
class Changed:
    """One changed address, with whom to ask about it."""

    seat_id: UUID
    case: FamilyCase
    name: str
    about: str
    address: str
    on: datetime
    phone: str
    keeper: Keeper | None


def _changed(mine: dict[UUID, FamilyCase]) -> list[Changed]:
    found = changed_addresses_in(list(mine))
    town_id = next(iter(mine.values())).frame.town_id if found else None
    keepers = keepers_of({one.worker.id for one in found}, town_id) if town_id else {}
    return [
        Changed(
            one.seat.id, mine[one.seat.case_id], one.seat.name,
            ", ".join(filter(None, (one.seat.function, one.seat.agency_name))), one.worker.email or "",
            clock.in_prague(one.changed_at), one.worker.phone or "", keepers.get(one.worker.id),
        )
        for one in found
    ]  # fmt: skip


def _hours_until(conference: Conference) -> int:
    assert conference.starts_at is not None
    return max(1, int((conference.starts_at - clock.now()).total_seconds() // 3600))


# --- what is done about it -------------------------------------------------------------------------------------------


@pages.post("/letters/<uuid:letter_id>/again")
@requires(PARTICIPANTS, facts=facts_of_letter)
def send_again(letter_id: UUID) -> Response:
    if Form().submitted():
        try:
            actions.send_again(letter_id, by=by())
            notice(_("The letter is written anew and leaves within a minute."))
        except Refused as refused:
            _say_no(refused)
    return redirect(url_for(".post"), 303)


@pages.post("/conferences/<uuid:conference_id>/letters")
@requires(PARTICIPANTS, facts=facts_of_convening)
def send_all_again(conference_id: UUID) -> Response:
    if Form().submitted():
        try:
            came = actions.send_all_again(conference_id, by=by())
            said = ngettext("%(num)s letter leaves anew.", "%(num)s letters leave anew.", came.sent)
            rest = " ".join(_(why.sentence, **why.values) for why in came.left)
            notice(f"{said} {rest}".strip(), "warn" if rest else "done")
        except Refused as refused:
            _say_no(refused)
    return redirect(url_for("conferences.show", conference_id=conference_id), 303)


def _say_no(refused: Refused) -> None:
    notice(" ".join(_(why.sentence, **why.values) for why in refused.reasons), "warn")


class SettleForm(Form):
    """How somebody has learned what the letter says."""

    how = Choice(
        _l("How did the recipient learn of it?"),
        choices=lambda: [(str(how), SETTLED[how]) for how in SETTLING],
        missing=_l("Choose how it was settled."),
    )


@pages.route("/letters/<uuid:letter_id>/settled", methods=["GET", "POST"])
@requires(PARTICIPANTS, facts=facts_of_letter)
def settle(letter_id: UUID) -> str | Response:
    letter, form = db.session.get(Letter, letter_id) or abort(404), SettleForm()
    kind, to = kind_of(letter.kind), addressees_of([letter]).get(letter_id)
    name, case_id = to.name if to is not None else letter.recipient, letter.case_id or abort(404)
    if form.submitted():
        try:
            actions.settle(letter_id, how=How(form.how.data), by=by())
            notice(_("Noted, the letter is settled."))
            return redirect(url_for(".post"), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    return render_template(
        "coordination/correspondence/settle.html", form=form, kind=kind, name=name, case=cases.case(case_id)
    )  # fmt: skip


@pages.post("/seats/<uuid:seat_id>/address")
@requires(PARTICIPANTS, facts=facts_of_seat_as_coordinator)
def take_note(seat_id: UUID) -> Response:
    if Form().submitted():
        actions.take_note(seat_id, by=by())
        notice(_("Noted."))
    return redirect(url_for(".post"), 303)


# --- beside the meeting ----------------------------------------------------------------------------------------------


@show_beside
def what_did_not_arrive(conference: Conference) -> Markup:
    """What did not arrive or cannot leave about a meeting, with one button for all of it."""
    held_up = [one for one in held_up_in([conference.case_id]) if one.conference.id == conference.id]
    part = render_template(
        "coordination/correspondence/beside_meeting.html",
        conference=conference,
        form=Form(),
        lost=undelivered_of(conference.id),
        held_up=held_up,
        hours=_hours_until(conference),
    )
    return Markup(part)  # noqa: S704  (rendered and escaped by the line above)


# --- a new mailbox ---------------------------------------------------------------------------------------------------


@pages.get("/o/<token>/mine")
@public
def own_page(token: str) -> Response:
    """Lead from the letter to a new mailbox to all of one's own; whoever came by the link alone proves it first."""
    link, who = links.resolve(token), access.actor()
    if link is None or link.purpose != OWN:
        return redirect(url_for("links.enter", token=token), 303)
    if who.worker_id != link.holder or who.door < Door.CODE:
        return redirect(url_for("accounts.code", token=token), 303)
    return redirect("/", 303)
