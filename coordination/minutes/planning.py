"""The agenda on its pages: the usual one or one's own, in order, on paper."""

from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from coordination.conferences.models import facts_of_conference
from coordination.conferences.rules import MeetingKind
from coordination.minutes import actions
from coordination.minutes.hearing import topics_of_child
from coordination.minutes.pages import (
    AGENDA,
    Answer,
    meeting_with,
    page,
    pages,
    planning,
    planning_item,
    sent,
    spoken,
    to_agenda,
)
from coordination.minutes.rules_of_agenda import LONGEST, SHORTEST
from coordination.minutes.table import AgendaItem, agenda_of, item_of, sitting_of, timed, usual_agenda
from foundation import access
from foundation.access import requires
from foundation.reasons import Refused
from foundation.web import Count, Form, TextLine, TogetherForm, notice, saved


@pages.get("/conferences/<uuid:conference_id>/agenda")
@requires(AGENDA, facts=facts_of_conference, looked=True)
def agenda(conference_id: UUID) -> Answer:
    return _agenda(conference_id)


def _agenda(conference_id: UUID, form: Form | None = None) -> str:
    conference = meeting_with(conference_id)
    items = list(agenda_of(conference_id))
    shown = items or usual_agenda(conference)
    return page(
        "agenda", conference, form=form or Form(formdata=None), items=timed(shown, conference.starts_at),
        prepared=bool(items), writes=access.may(AGENDA, "W"), lasts=sum(item.minutes for item in shown),
        planned=_planned(conference.starts_at, conference.ends_at), begun=sitting_of(conference_id) is not None,
        led_by_child=conference.kind == MeetingKind.LED_BY_CHILD,
        topics=topics_of_child(conference) if conference.kind == MeetingKind.LED_BY_CHILD else (),
    )  # fmt: skip


def _planned(starts: Any, ends: Any) -> int:
    """How many minutes the meeting has; 0 while nobody has said."""
    return int((ends - starts).total_seconds() // 60) if starts and ends else 0


@pages.post("/conferences/<uuid:conference_id>/agenda/usual")
@requires(AGENDA, facts=planning)
def take_usual(conference_id: UUID) -> Answer:
    if Form().submitted():
        actions.take_usual(conference_id, actor=access.actor())
    return to_agenda(conference_id)


@pages.post("/conferences/<uuid:conference_id>/agenda/childs-topics")
@requires(AGENDA, facts=planning)
def take_childs_topics(conference_id: UUID) -> Answer:
    """In a meeting led by the child, the child's topics come right after the family's words, in the child's order."""
    form = Form()
    if form.submitted():
        try:
            actions.take_childs_topics(conference_id, actor=access.actor())
            notice(_("The agenda follows the child's order."))
        except Refused as refused:
            form.refuse(refused.reasons)
            return _agenda(conference_id, form)
    return to_agenda(conference_id)


class ItemForm(TogetherForm):
    """One item of the agenda."""

    title = TextLine(_l("What you will talk about"), 120)
    minutes = Count(
        _l("How many minutes"), least=SHORTEST, most=LONGEST, missing=_l("Write how many minutes it takes.")
    )
    led_by = TextLine(_l("Who leads it"), 80, optional=True)


def _item_form(item: AgendaItem | None, **options: Any) -> ItemForm:
    held = {"title": item.name, "minutes": item.minutes, "led_by": item.led_by} if item else {"minutes": 10}
    return ItemForm(data={**held, "version": str(item.version) if item else ""}, **options)


@pages.route("/conferences/<uuid:conference_id>/agenda/new", methods=["GET", "POST"])
@requires(AGENDA, facts=planning)
def add_item(conference_id: UUID) -> Answer:
    return _item_page(conference_id, None)


@pages.route("/agenda/<uuid:item_id>", methods=["GET", "POST"])
@requires(AGENDA, facts=planning_item)
def item(item_id: UUID) -> Answer:
    found = item_of(item_id)
    assert found is not None
    return _item_page(found.conference_id, found)


def _item_page(conference_id: UUID, item: AgendaItem | None) -> Answer:
    form, item_id = _item_form(item), item.id if item else None

    def deed() -> None:
        seen = form.seen if item_id else None
        actions.write_item(
            conference_id, form.title.data or "", form.minutes.data, form.led_by.data or "", item_id=item_id,
            version=seen, actor=access.actor(),
        )  # fmt: skip

    def saved_last() -> TogetherForm:
        return _item_form(item_of(item_id) if item_id else None, formdata=None)

    theirs = saved(form, deed, saved_last)
    if theirs is None:
        notice(_("Saved."))
        return to_agenda(conference_id)
    shown = page(
        "item", meeting_with(conference_id), form=form, item=item_of(item_id) if item_id else None, theirs=theirs,
        once=Form(formdata=None), home=url_for("minutes.agenda", conference_id=conference_id),
    )  # fmt: skip
    return shown, 409 if theirs else 200


@pages.post("/agenda/<uuid:item_id>/move")
@requires(AGENDA, facts=planning_item)
def move_item(item_id: UUID) -> Answer:
    form, conference_id = Form(), _meeting_of(item_id)
    if form.submitted():
        try:
            actions.move_item(item_id, up="up" in request.form, actor=access.actor())
        except Refused as refused:
            form.refuse(refused.reasons)
            return _agenda(conference_id, form)
    return redirect(url_for("minutes.agenda", conference_id=conference_id, _anchor=f"item-{item_id}"), 303)


@pages.post("/agenda/<uuid:item_id>/remove")
@requires(AGENDA, facts=planning_item)
def remove_item(item_id: UUID) -> Answer:
    form, conference_id = Form(), _meeting_of(item_id)
    if form.submitted():
        try:
            actions.remove_item(item_id, actor=access.actor())
            notice(_("The item is off the agenda."))
        except Refused as refused:
            form.refuse(refused.reasons)
            return _agenda(conference_id, form)
    return to_agenda(conference_id)


def _meeting_of(item_id: UUID) -> UUID:
    found = item_of(item_id)
    assert found is not None
    return found.conference_id


@pages.post("/conferences/<uuid:conference_id>/agenda/paper")
@requires(AGENDA, facts=planning)
def agenda_paper(conference_id: UUID) -> Answer:
    form = Form()
    if form.submitted():
        try:
            return sent(actions.print_agenda(conference_id, language=spoken(), actor=access.actor()))
        except Refused as refused:
            form.refuse(refused.reasons)
            return _agenda(conference_id, form)
    return to_agenda(conference_id)
