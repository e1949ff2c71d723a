"""The counter of finding a date: the coordinator offers and chooses, everybody else says which dates suit."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import FieldList, FormField
from wtforms import Form as PlainForm

from coordination.cases.models import case as case_of
from coordination.conferences.actions import When
from coordination.conferences.documents import letterhead
from coordination.conferences.models import Conference, Invitation, conference_of, facts_of_convening
from coordination.conferences.pages import by, show_beside_time
from coordination.conferences.preparing import steps
from coordination.conferences.preparing.steps import AGENDA
from coordination.conferences.when_and_where import usual_end
from coordination.polls import actions, models, rules
from coordination.polls.models import DateOption, DatePoll
from coordination.polls.rules import Suits, Weighed
from foundation import clock, language
from foundation.access import public, requires
from foundation.busy_times import BusyTimes, busy_times
from foundation.links import Link
from foundation.reasons import Refused, reason
from foundation.web import (
    Choice,
    DayField,
    Form,
    PaperScan,
    TextBlock,
    TextLine,
    Tick,
    TimeField,
    limiter,
    notice,
    takes_files,
)

Answer = str | Response
FormOfPoll = TypeVar("FormOfPoll", bound="SuitsForm")
pages = Blueprint("polls", __name__)
ROWS = 5
SUITS = {
    Suits.YES: _l("suits"),
    Suits.IF_NEED_BE: _l("if need be"),
    Suits.NO: _l("no"),
}


def _draft(conference_id: UUID) -> tuple[Conference, DatePoll | None]:
    return steps.draft(conference_id), models.open_poll(conference_id)


def _page(name: str, draft: Conference, form: Form, **also: Any) -> str:
    return render_template(
        f"coordination/polls/{name}.html", form=form, conference=draft, case=case_of(draft.case_id), **also
    )


@show_beside_time
def other_ways(draft: Conference) -> Markup:
    """On the step that asks when: look for a date together, or how far that is."""
    poll = models.open_poll(draft.id)
    shown = render_template(
        "coordination/polls/beside_time.html",
        conference=draft,
        poll=poll,
        heard=len(poll.replies) if poll else 0,
        asked=len(models.asked(draft)),
        chosen=None if poll else models.last_choice(draft.id),
    )
    return Markup(shown)  # noqa: S704  (rendered and escaped by the line above)


# --- offering dates --------------------------------------------------------------------------------------------------


class DateForm(PlainForm):
    """One date; without an end it takes two hours."""

    meets_on = DayField(_l("Day"))
    wall_from = TimeField(_l("From"))
    wall_to = TimeField(_l("To"))

    def when(self) -> When:
        """As typed, for the deed."""
        ends = self.wall_to.data or usual_end(self.wall_from.data)
        return When(self.meets_on.data, self.wall_from.data, ends, "", place_is_sensitive=False, answer_by=None)


class OfferForm(Form):
    """The dates among which everybody chooses."""

    rows = FieldList(FormField(DateForm), min_entries=ROWS, max_entries=rules.MOST)
    answer_by = DayField(_l("Answer by"), hint=_l("A week is usually enough."))
    far = Tick(_l("We wait so long on purpose"))
    holds = Tick(
        _l("Keep each date that suits a worker in their calendar until one is chosen"),
        hint=_l("They get one letter for each such date, and another when it goes. The family gets none."),
    )


@pages.route("/conferences/<uuid:conference_id>/dates", methods=["GET", "POST"])
@requires(AGENDA, facts=facts_of_convening)
def dates(conference_id: UUID) -> Answer:
    """Offer dates; once they are offered the same address shows what everybody said."""
    draft, poll = _draft(conference_id)
    form = OfferForm(answer_by=_usual_answer_day())
    if poll is not None and request.method == "GET":
        return _answers_page(draft, poll, ChooseForm())
    if form.submitted():
        try:
            offered = [row.form.when() for row in form.rows]
            letters = actions.offer(
                conference_id, offered, form.answer_by.data, by=by(), far_is_meant=form.far.data, holds=form.holds.data
            )
            notice(_asked_sentence(letters))
            return redirect(url_for("polls.dates", conference_id=conference_id), 303)
        except Refused as refused:
            form.refuse(refused.reasons)
    draft, _poll = _draft(conference_id)
    asked = models.asked(draft)
    reached = models.by_letter(asked)
    return _page(
        "dates", draft, form,
        by_letter=[each for each in asked if each.id in reached],
        by_hand=[each for each in asked if each.id not in reached],
    )  # fmt: skip


def _usual_answer_day() -> date:
    return clock.today() + timedelta(days=7)


def _asked_sentence(letters: int) -> str:
    if letters == 0:
        return str(_("The dates are offered. Nobody gets a letter, ask everybody yourself."))
    return str(
        ngettext(
            "The dates are offered, %(num)s letter leaves within a minute.",
            "The dates are offered, %(num)s letters leave within a minute.",
            letters,
        )
    )


# --- what everybody said ---------------------------------------------------------------------------------------------


class ChooseForm(Form):
    """The date that is chosen, and why, if the family would be missing."""

    option = Choice(_l("Which date do you choose?"), missing=_l("Choose one of the dates."))
    why = TextLine(
        _l("Why this date although the family cannot come"), 300, optional=True,
        hint=_l("Only when somebody of the family cannot, or has not said yet."),
    )  # fmt: skip


def _answers_page(draft: Conference, poll: DatePoll, form: ChooseForm) -> str:
    found = models.dates_of(poll, draft)
    best, silent = rules.best(found), models.silent(poll, draft)
    form.option.choices = [(str(each.option), _date(each)) for each in found]
    form.option.hints = {str(each.option): _in_words(each) for each in found}
    if form.option.data is None and best is not None:
        form.option.data = str(best.option)
    reached = models.by_letter(silent)
    return _page(
        "answers", draft, form,
        poll=poll, best=best, best_date=_date(best) if best else "", heard=poll.replies,
        people=[(each, models.reply_of(poll, each.id)) for each in models.asked(draft)],
        to_remind=sum(each.id in reached for each in silent), silent=silent,
        far=[_date(each) for each in found if rules.is_far(_day(each), today=clock.today())],
        plain=Form(),
    )  # fmt: skip


def _date(each: Weighed | DateOption) -> str:
    return f"{language.long_day(_day(each))}, {language.span(each.starts_at, each.ends_at)}"


def _day(each: Weighed | DateOption) -> date:
    return clock.in_prague(each.starts_at).date()


def _in_words(each: Weighed) -> str:
    """`suits 4, if need be 1, no 1 (Mgr. Nová, škola), 2 have not answered`."""
    parts = [_("suits %(count)s", count=len(each.yes))] if each.yes else []
    for word, people in ((_("if need be"), each.if_need_be), (_("no"), each.no)):
        if people:
            parts.append(f"{word} {len(people)} ({_names(people)})")
    if each.silent:
        parts.append(
            ngettext("%(num)s has not answered", "%(num)s have not answered", len(each.silent))
        )  # fmt: skip
    return ", ".join(parts)


def _names(people: Sequence[rules.Voter]) -> str:
    return ", ".join(f"{each.name} – {each.agency}" if each.agency else each.name for each in people)


@pages.post("/conferences/<uuid:conference_id>/dates/choose")
@requires(AGENDA, facts=facts_of_convening)
def choose(conference_id: UUID) -> Answer:
    draft, poll = _draft(conference_id)
    form = ChooseForm()
    if poll is None:
        return redirect(url_for("polls.dates", conference_id=conference_id), 303)
    form.option.choices = [(str(each.id), "") for each in poll.options]
    if form.did(lambda: actions.choose(conference_id, UUID(form.option.data), why=form.why.data or "", by=by())):
        notice(_("The date is chosen, the other dates hold no more. Check the place and go on."))
        return redirect(url_for("conferences.time", conference_id=conference_id), 303)
    draft, poll = _draft(conference_id)
    if poll is None:
        return redirect(url_for("polls.dates", conference_id=conference_id), 303)
    return _answers_page(draft, poll, form)


@pages.post("/conferences/<uuid:conference_id>/dates/remind")
@requires(AGENDA, facts=facts_of_convening)
def remind(conference_id: UUID) -> Answer:
    return _done_or_said(conference_id, lambda: _reminded(actions.ask_again(conference_id, by=by())))


def _reminded(letters: int) -> str:
    return str(ngettext("%(num)s reminder leaves.", "%(num)s reminders leave.", letters))


@pages.post("/conferences/<uuid:conference_id>/dates/end")
@requires(AGENDA, facts=facts_of_convening)
def end(conference_id: UUID) -> Answer:
    return _done_or_said(conference_id, lambda: _given_up(actions.give_up(conference_id, by=by())))


def _given_up(letters: int) -> str:
    if letters == 0:
        return str(_("No date was found. You can offer other dates."))
    return str(_("No date was found. Whoever was asked by letter is told. You can offer other dates."))


def _done_or_said(conference_id: UUID, deed: Callable[[], str]) -> Response:
    """Do what one button does; why it was refused is said above the page."""
    form = Form()
    if form.submitted():
        try:
            notice(deed())
        except Refused as refused:
            notice(" ".join(_(each.sentence, **each.values) for each in refused.reasons), "warn")
    return redirect(url_for("polls.dates", conference_id=conference_id), 303)


# --- saying which dates suit -----------------------------------------------------------------------------------------


class SuitsForm(Form):
    """How each date suits; its fields are added for the dates at hand."""

    note = TextBlock(_l("A note"), 300, rows=2, optional=True, hint=_l("Only the coordinator reads it."))

    def said(self, poll: DatePoll) -> dict[UUID, Suits]:
        """What was ticked, by date."""
        fields = {each.id: self[_field(each.id)].data for each in poll.options}
        return {key: Suits(value) for key, value in fields.items() if value in list(Suits)}


def _field(option: UUID) -> str:
    return f"suits_{option.hex}"


class VoteForm(SuitsForm):
    """The same by the mailed link, where the own calendar may say first which dates are free."""

    calendar = PaperScan(
        _l("Your calendar as a file (.ics)"), optional=True,
        hint=_l("Your calendar saves it under Export. We look only at these dates and keep nothing of the file."),
        render_kw={"accept": ".ics,.ical,.ifb,text/calendar"},
    )  # fmt: skip


def _suits_form(poll: DatePoll, invitation: Invitation, kind: type[FormOfPoll]) -> FormOfPoll:
    options = [(each.value, word) for each, word in SUITS.items()]
    fields: dict[str, Any] = {
        _field(each.id): Choice(_date(each), options, missing=_l("Say of each date whether it suits."))
        for each in poll.options
    }
    made: type[FormOfPoll] = type(f"{kind.__name__}OfPoll", (kind,), fields)
    reply = models.reply_of(poll, invitation.id)
    known = {_field(each.option_id): str(each.suits) for each in reply.said} if reply else {}
    return made(data=known | {"note": (reply.note or "") if reply else ""})


def _date_fields(form: SuitsForm, poll: DatePoll) -> list[Any]:
    return [form[_field(each.id)] for each in poll.options]


@pages.route("/conferences/<uuid:conference_id>/dates/<uuid:invitation_id>", methods=["GET", "POST"])
@requires(AGENDA, facts=models.facts_of_answer)
def as_said(conference_id: UUID, invitation_id: UUID) -> Answer:
    """The answer of somebody who told the coordinator: the family, or whoever has no mail."""
    draft, poll = _draft(conference_id)
    if poll is None:
        return redirect(url_for("polls.dates", conference_id=conference_id), 303)
    invitation = next((each for each in models.asked(draft) if each.id == invitation_id), None) or abort(404)
    form, name = _suits_form(poll, invitation, SuitsForm), invitation.name
    said = form.said(poll)
    if form.did(lambda: actions.answer(conference_id, invitation_id, said, form.note.data or "", by=by())):
        notice(_("The answer of %(name)s is written down.", name=name))
        return redirect(url_for("polls.dates", conference_id=conference_id), 303)
    draft, poll = _draft(conference_id)
    if poll is None:
        return redirect(url_for("polls.dates", conference_id=conference_id), 303)
    return _page("as_said", draft, form, invitation=invitation, fields=_date_fields(form, poll))


@pages.route("/o/<token>/dates", methods=["GET", "POST"])
@public
@takes_files
@limiter.limit("20 per minute", methods=["POST"])
def vote(token: str) -> Answer:
    """The mailed link is the whole door here: it shows dates, a code and a phone, never a name."""
    found = models.asked_by(token)
    if found is None:
        return redirect(url_for("links.enter", token=token), 303)
    poll, invitation, link = found
    form, key = _suits_form(poll, invitation, VoteForm), f"worker:{invitation.worker_id}"
    conference_id, invitation_id, said = invitation.conference_id, invitation.id, form.said(poll)
    looked = _by_own_calendar(form, poll, link) if "look" in request.form else None
    if "look" not in request.form and form.did(
        lambda: actions.answer(conference_id, invitation_id, said, form.note.data or None, by=key)
    ):
        notice(_("Thank you, we have your answer. You can change it here until a date is chosen."))
        return redirect(url_for("polls.vote", token=token), 303)
    found = models.asked_by(token)
    if found is None:
        return redirect(url_for("links.enter", token=token), 303)
    poll, invitation, _link = found
    if request.method == "GET":
        form.note.data = None  # a link may be stolen; what was written by it is never shown there again
    conference = conference_of(invitation.conference_id) or abort(404)
    return render_template(
        "coordination/polls/vote.html",
        form=form,
        fields=_date_fields(form, poll),
        poll=poll,
        looked=looked,
        taken={_field(poll.options[place].id) for place in looked.taken} if looked else set(),
        answered=models.reply_of(poll, invitation.id) is not None,
        head=letterhead(conference.case_id),
        place=conference.place if not conference.place_is_sensitive else "",
    )


def _by_own_calendar(form: VoteForm, poll: DatePoll, link: Link) -> BusyTimes | None:
    """Mark every date that is not marked yet by the calendar that was sent; None when it cannot be read.

    What somebody marked before stays: they know more than their calendar.
    """
    spans = [(each.starts_at, each.ends_at) for each in poll.options]
    try:
        if not form.calendar.data:
            raise Refused([reason("Choose the file.", "calendar")])
        ours = models.uids_of_holds(poll, link.holder)
        looked = busy_times(form.calendar.data.read(), spans, "calendar", own_uids=ours, owner=link.to or "")
    except Refused as refused:
        form.refuse(refused.reasons)
        return None
    for place, each in enumerate(poll.options):
        field = form[_field(each.id)]
        field.data = field.data or (Suits.NO if place in looked.taken else Suits.YES).value
    return looked
