"""Moving a convened meeting: what stands now and what is to stand, side by side, and who hears of it on which way."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from coordination.cases.models import case as case_of
from coordination.conferences import actions, documents_of_moving, rules_of_moving
from coordination.conferences.actions import moving as deed
from coordination.conferences.models import Conference, Invitation, Move, conference_of, facts_of_convening, moves_of
from coordination.conferences.pages import by, pages
from coordination.conferences.rules import Answer as Said
from coordination.conferences.rules import ConferenceState, HowTold, answer_day
from coordination.conferences.rules_of_moving import Change, Meeting
from coordination.conferences.when_and_where import WhenAndWhereForm, which_of_two
from coordination.conferences.words import ANSWERS, TOLD
from coordination.seats.rules import Role
from foundation import clock, language
from foundation.access import requires
from foundation.reasons import Reason, Refused
from foundation.web import TextBlock, notice

Answer = str | Response


class MoveForm(WhenAndWhereForm):
    """When and where the meeting is to be; why is asked only when the new day is unusual."""

    despite = TextBlock(_l("Why it should be so"), 300, rows=2, optional=True, hint=_l("It stays with the meeting."))


@pages.route("/conferences/<uuid:conference_id>/move", methods=["GET", "POST"])
@requires("conference_and_agenda", facts=facts_of_convening, looked=True)
def move(conference_id: UUID) -> Answer:
    conference, form = convened(conference_id), MoveForm()
    if not form.is_submitted():
        form = MoveForm(data=_present(conference))
    elif "send" in request.form and _is_moved(conference_id, form):
        return redirect(url_for("conferences.show", conference_id=conference_id), 303)
    conference = convened(conference_id)
    return render_template(
        "coordination/conferences/move.html",
        form=form,
        conference=conference,
        case=case_of(conference.case_id),
        old=deed.meeting_of(conference),
        settled=said(deed.obstacles_to_changing(conference)),
        coming=[each.name for each in _asked(conference) if each.answer == Said.ACCEPTED],
        checked=_checked(conference, form),
    )


def convened(conference_id: UUID, step: str = "conferences.time") -> Conference:
    """The conference; one that is still being prepared is changed at that step of its preparation."""
    conference = conference_of(conference_id) or abort(404)
    if conference.state is ConferenceState.DRAFT:
        abort(redirect(url_for(step, conference_id=conference_id), 303))
    return conference


def _present(conference: Conference) -> dict[str, Any]:
    assert conference.starts_at is not None
    assert conference.ends_at is not None
    starts, ends = clock.in_prague(conference.starts_at), clock.in_prague(conference.ends_at)
    return {
        "meets_on": starts.date(), "wall_from": starts.time(), "wall_to": ends.time(),
        "second_from": which_of_two(starts), "second_to": which_of_two(ends), "place": conference.place,
        "place_is_sensitive": conference.place_is_sensitive,
    }  # fmt: skip


def _is_moved(conference_id: UUID, form: MoveForm) -> bool:
    """Whether the deed is done; why it was refused stands on the form."""
    if not form.submitted():
        return False
    try:
        change = actions.move(conference_id, form.when(), despite=form.despite.data or "", by=by())
    except Refused as refused:
        form.refuse(refused.reasons)
        return False
    if change is Change.NOTHING:
        notice(_("Saved. The time and the place stay, nobody is written to."))
    else:
        notice(_("The meeting is changed. The letters leave within a minute, here you see how they fare."))
    return True


# --- what will become of it ------------------------------------------------------------------------------------------


def _checked(conference: Conference, form: MoveForm) -> dict[str, Any] | None:
    """What the page shows before anything is sent; None while the form is still to be filled or mended."""
    asked_for = form.is_submitted() and "edit" not in request.form
    if (
        not asked_for
        or deed.obstacles_to_changing(conference)
        or not ("send" in request.form or form.validate_on_submit())
    ):
        return None
    when = form.when()
    against = deed.obstacles_to_move(conference, when)
    if against or any(field.errors for field in form if field.short_name != "despite"):
        if "send" not in request.form:
            form.refuse(against)
        return None
    new = deed.meeting_meant(when)
    change = rules_of_moving.difference(deed.meeting_of(conference), new)
    cautions = said(each.reason for each in deed.cautions(conference, new.day))
    form.despite.flags.optional = not cautions
    return {
        "new": new,
        "change": str(change),
        "asks_again": change.asks_again,
        "answer_by": _answer_day(conference, when.answer_by, new, change),
        "cautions": cautions,
        **_hearing(conference, new, change),
        "letter": _letter(conference, new, change, when.answer_by),
    }


def _answer_day(conference: Conference, typed: date | None, new: Meeting, change: Change) -> date:
    kept = typed if change.asks_again else typed or conference.answer_by
    return answer_day(kept, meets_on=new.day, today=clock.today())


def _hearing(conference: Conference, new: Meeting, change: Change) -> dict[str, Any]:
    """Who hears of it by mail, and to whom the coordinator must say it herself, with the way and the reason."""
    concerned = deed.differences(conference, new)
    hearing = [
        each for each in _asked(conference) if each.id in concerned and (change.asks_again or each.person_id is None)
    ]
    ways = documents_of_moving.ways(conference, hearing)
    by_mail = [each.name for each in hearing if ways[each.id] == HowTold.EMAIL]
    return {
        "by_mail": by_mail,
        "by_word": [(each.name, TOLD[ways[each.id]]) for each in hearing if ways[each.id] != HowTold.EMAIL],
        "send": _send(len(by_mail)),
    }


def _asked(conference: Conference) -> list[Invitation]:
    """Whom a change concerns, the convenor left out: it is she who makes it."""
    return [each for each in documents_of_moving.concerned(conference) if each.role != Role.COORDINATOR]


def _send(letters: int) -> str:
    if letters == 0:
        return str(_("Change the meeting"))
    return str(
        ngettext("Change it and send %(num)s letter", "Change it and send %(num)s letters", letters)
    )  # fmt: skip


def _letter(conference: Conference, new: Meeting, change: Change, answer_by: date | None) -> tuple[str, str] | None:
    if change is Change.NOTHING:
        return None
    words = documents_of_moving.preview(conference, new, change, answer_by, language.current())
    subject, _gap, body = words.partition("\n")
    return subject.removeprefix("Subject:").strip(), body.strip()


def said(reasons: Iterable[Reason]) -> list[str]:
    """Reasons in the language of the page."""
    return [_(each.sentence, **each.values) for each in reasons]


# --- what became of it, on the page of the meeting -------------------------------------------------------------------


def history(conference: Conference, *, shown: bool) -> dict[str, Any]:
    """When and where it was to be before, what was answered then, and who still has to hear of it from the coordinator.

    Whoever answers has heard of it. Nothing of this is there for anybody but the coordinator.
    """
    moves = moves_of(conference.id) if shown else []
    if not moves:
        return {"moves": [], "by_word": []}
    waiting = [each for each in _asked(conference) if each.answer == Said.NO_REPLY]
    coming = conference.state is ConferenceState.CONVENED and not deed.obstacles_to_changing(conference)
    ways = documents_of_moving.ways(conference, waiting) if coming else {}
    return {
        "moves": [(each, clock.in_prague(each.starts_at).date(), _said_then(each)) for each in moves],
        "by_word": [each.name for each in waiting if ways.get(each.id, HowTold.EMAIL) != HowTold.EMAIL],
    }


def _said_then(move: Move) -> list[tuple[str, list[str]]]:
    """The answers to a former time, each with the names of those who gave it."""
    answers = sorted(move.answers, key=lambda one: one.invitation.position)
    named = {word: [one.invitation.name for one in answers if one.answer == code] for code, word in ANSWERS.items()}
    return [(_first_large(str(word)), names) for word, names in named.items() if names]


def _first_large(word: str) -> str:
    return word[:1].upper() + word[1:]
